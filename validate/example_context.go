package validate

// progressHead has the columns of 任务进展 that most examples need.
const (
	onProgress = "任务进展"
	progHead   = "任务编号 | 进展状态 | 累计完成值 | 完成进度 | 实际完成日期 | 进展情况 | 佐证材料"
)

// percentPlan has a task with a target in percent.
const percentPlan = `
# 任务
| 任务编号 | 计量单位 | 口径 | 目标值 |
| T2 | % | 时点 | 95 |`

// lowPercentPlan has a task with a target of a few percent.
const lowPercentPlan = `
# 任务
| 任务编号 | 计量单位 | 口径 | 目标值 |
| T2 | % | 时点 | 6 |`

// contextExamples gives examples of the rules that compare rows of several sheets, the periods before, and other bureaus.
func contextExamples() []examples {
	return []examples{
		inReturn("figure-expected", onProgress, progHead,
			"T2 | 推进中 | 8 | 40 | | 新签约两个亿元项目 |",
			"T2 | 推进中 | » | 40 | | 新签约两个亿元项目 |"),
		{code: "figure-fraction", good: Example{Plan: percentPlan, Return: `
# 任务进展
| 任务编号 | 进展状态 | 累计完成值 | 进展情况 |
| T2 | 推进中 | 85 | 秸秆综合利用率提高到八成半 |`}, bad: Example{Plan: percentPlan, Return: `
# 任务进展
| 任务编号 | 进展状态 | 累计完成值 | 进展情况 |
| T2 | 推进中 | » 0.85 | 秸秆综合利用率提高到八成半 |`}},
		{code: "figure-hundredth", good: Example{Plan: lowPercentPlan, Return: `
# 任务进展
| 任务编号 | 进展状态 | 累计完成值 | 进展情况 |
| T2 | 推进中 | 5.2 | 旅游收入增速比上月回升 |`}, bad: Example{Plan: lowPercentPlan, Return: `
# 任务进展
| 任务编号 | 进展状态 | 累计完成值 | 进展情况 |
| T2 | 推进中 | » 0.052 | 旅游收入增速比上月回升 |`}},
		inReturn("figure-beyond", onProgress, progHead,
			"T2 | 推进中 | 12 | 40 | | 新签约两个亿元项目 |",
			"T2 | 推进中 | » 120000 | 40 | | 新签约两个亿元项目 |").beside("target-reached"),
		inReturn("done-below-target", onProgress, progHead,
			"T2 | 已完成 | 20 | 100 | 2024-09-20 | 二十个项目全部签约 | 合同",
			"T2 | 已完成 | » 18 | 100 | 2024-09-20 | 十八个项目签约 | 合同"),
		inReturn("target-reached", onProgress, progHead,
			"T2 | 推进中 | 19 | 95 | | 新签约两个亿元项目 |",
			"T2 | 推进中 | » 20 | 95 | | 新签约两个亿元项目 |"),
		{code: "done-milestones-open", good: Example{Return: `
# 任务进展
| 任务编号 | 进展状态 | 实际完成日期 | 进展情况 | 佐证材料 |
| T1 | 已完成 | 2024-09-28 | 规划已获市政府批复 | 批复.pdf |
# 节点进展
| 任务编号 | 节点编号 | 节点名称 | 节点状态 | 实际完成日期 |
| T1 | '1 | 完成初稿 | 已完成 | 2024-09-25 |
| T1 | '2 | 规划获批 | 已完成 | 2024-09-28 |`}, bad: Example{Return: `
# 任务进展
| 任务编号 | 进展状态 | 实际完成日期 | 进展情况 | 佐证材料 |
| T1 | » 已完成 | 2024-09-28 | 规划已获市政府批复 | 批复.pdf |
# 节点进展
| 任务编号 | 节点编号 | 节点名称 | 节点状态 | 实际完成日期 |
| T1 | '1 | 完成初稿 | 已完成 | 2024-09-25 |
| T1 | '2 | 规划获批 | 推进中 | |`}},
		{code: "done-stages-open", good: Example{Return: `
# 任务进展
| 任务编号 | 进展状态 | 实际完成日期 | 进展情况 | 佐证材料 |
| T3 | 已完成 | 2024-09-28 | 十五个村改革全部完成 | 验收单 |
# 分段进展
| 任务编号 | 阶段序号 | 阶段名称 | 本期数 |
| T3 | '1 | 拟定方案 | 0 |
| T3 | '2 | 具体实施 | 0 |
| T3 | '3 | 改革完成 | 15 |`}, bad: Example{Return: `
# 任务进展
| 任务编号 | 进展状态 | 实际完成日期 | 进展情况 | 佐证材料 |
| T3 | » 已完成 | 2024-09-28 | 十五个村改革全部完成 | 验收单 |
# 分段进展
| 任务编号 | 阶段序号 | 阶段名称 | 本期数 |
| T3 | '1 | 拟定方案 | 0 |
| T3 | '2 | 具体实施 | 2 |
| T3 | '3 | 改革完成 | 13 |`}},
		examples{code: "done-steps-open", good: Example{Return: `
# 任务进展
| 任务编号 | 进展状态 | 实际完成日期 | 进展情况 | 佐证材料 |
| T4 | 已完成 | 2024-09-28 | 大桥工程已经开工 | 施工许可证 |
# 项目进度
| 任务编号 | 环节序号 | 环节 | 环节状态 | 实际开始日期 | 实际完成日期 |
| T4 | '1 | 立项批复 | 已完成 | 2024-09-10 | 2024-09-20 |
| T4 | '2 | 施工许可 | 已完成 | 2024-09-20 | 2024-09-28 |`}, bad: Example{Return: `
# 任务进展
| 任务编号 | 进展状态 | 实际完成日期 | 进展情况 | 佐证材料 |
| T4 | » 已完成 | 2024-09-28 | 大桥工程已经开工 | 施工许可证 |
# 项目进度
| 任务编号 | 环节序号 | 环节 | 环节状态 | 实际开始日期 | 实际完成日期 |
| T4 | '1 | 立项批复 | 已完成 | 2024-09-10 | 2024-09-20 |
| T4 | '2 | 施工许可 | 推进中 | 2024-09-20 | |`}}.beside("done-problem-open"),
		{code: "milestones-done", good: Example{Return: `
# 任务进展
| 任务编号 | 进展状态 | 进展情况 |
| T1 | 推进中 | 规划初稿征求意见 |
# 节点进展
| 任务编号 | 节点编号 | 节点名称 | 节点状态 | 实际完成日期 |
| T1 | '1 | 完成初稿 | 已完成 | 2024-09-25 |
| T1 | '2 | 规划获批 | 推进中 | |`}, bad: Example{Return: `
# 任务进展
| 任务编号 | 进展状态 | 进展情况 |
| T1 | » 推进中 | 规划已获市政府批复 |
# 节点进展
| 任务编号 | 节点编号 | 节点名称 | 节点状态 | 实际完成日期 |
| T1 | '1 | 完成初稿 | 已完成 | 2024-09-25 |
| T1 | '2 | 规划获批 | 已完成 | 2024-09-28 |`}},
		{code: "steps-done", good: Example{Return: `
# 任务进展
| 任务编号 | 进展状态 | 进展情况 |
| T4 | 推进中 | 立项材料已经上报 |
# 项目进度
| 任务编号 | 环节序号 | 环节 | 环节状态 | 实际开始日期 | 实际完成日期 |
| T4 | '1 | 立项批复 | 已完成 | 2024-09-10 | 2024-09-20 |
| T4 | '2 | 施工许可 | 推进中 | 2024-09-20 | |`}, bad: Example{Return: `
# 任务进展
| 任务编号 | 进展状态 | 进展情况 |
| T4 | » 推进中 | 大桥工程已经开工 |
# 项目进度
| 任务编号 | 环节序号 | 环节 | 环节状态 | 实际开始日期 | 实际完成日期 |
| T4 | '1 | 立项批复 | 已完成 | 2024-09-10 | 2024-09-20 |
| T4 | '2 | 施工许可 | 已完成 | 2024-09-20 | 2024-09-28 |`}},
		inReturn("date-after-period", onProgress, progHead,
			"T1 | 长期坚持 | | | 2024-09-30 | 制度已建立并长期执行 |",
			"T1 | 长期坚持 | | | » 2024-10-03 | 制度已建立并长期执行 |"),
		inReturn("date-before-start", onProgress, progHead,
			"T1 | 长期坚持 | | | 2024-09-03 | 制度已建立并长期执行 |",
			"T1 | 长期坚持 | | | » 2024-08-03 | 制度已建立并长期执行 |"),

		inReturn("reopened", onProgress, "任务编号 | 进展状态 | 实际完成日期 | 进展情况 | 佐证材料",
			"T6 | 已完成 | 2024-08-20 | 指标均已达到计划 | 统计月报",
			"T6 | » 推进中 | | 个别指标又有回落 |").
			prior(onProgress, "任务编号 | 进展状态 | 实际完成日期 | 进展情况 | 佐证材料",
				"T6 | 已完成 | 2024-08-20 | 指标达到计划 | 统计月报").beside("date-before-start", "row-not-asked"),
		inReturn("status-backwards", onProgress, "任务编号 | 进展状态 | 进展情况",
			"T1 | 推进中 | 完成现状调查和初稿",
			"T1 | » 未启动 | ").
			prior(onProgress, "任务编号 | 进展状态 | 进展情况", "T1 | 推进中 | 现状调查已经开始"),
		inReturn("estimate-fell", onProgress, "任务编号 | 进展状态 | 完成进度 | 进展情况",
			"T1 | 推进中 | 60 | 完成现状调查和初稿",
			"T1 | 推进中 | » 40 | 完成现状调查和初稿").
			prior(onProgress, "任务编号 | 进展状态 | 完成进度 | 进展情况", "T1 | 推进中 | 60 | 现状调查已经开始"),
		inReturn("text-same", onProgress, "任务编号 | 进展状态 | 进展情况",
			"T1 | 推进中 | 完成现状调查和初稿",
			"T1 | 推进中 | » 现状调查已经开始").
			prior(onProgress, "任务编号 | 进展状态 | 进展情况", "T1 | 推进中 | 现状调查已经开始"),
		inReturn("text-repeated", onProgress, "任务编号 | 进展状态 | 进展情况",
			"T1 | 推进中 | 完成现状调查和初稿",
			"T1 | 推进中 | » 现状调查已经开始").
			prior(onProgress, "任务编号 | 进展状态 | 进展情况", "T1 | 推进中 | 现状调查已经开始", "T1 | 推进中 | 现状调查已经开始"),

		{code: "parts-lead-differs", good: Example{
			Plan:   "# 任务\n| 任务编号 | 牵头单位 |\n| T7 | 发改局 |",
			Return: "# 任务进展\n| 任务编号 | 进展状态 | 累计完成值 | 进展情况 |\n| T7 | 推进中 | 150 | 两镇共清理一百五十亩 |",
			Others: []Other{
				{"白沙镇", "# 任务进展\n| 任务编号 | 进展状态 | 累计完成值 | 进展情况 |\n| T7 | 推进中 | 100 | 完成清理一百亩 |"},
				{"南湖镇", "# 任务进展\n| 任务编号 | 进展状态 | 累计完成值 | 进展情况 |\n| T7 | 推进中 | 50 | 完成清理五十亩 |"}},
		}, bad: Example{
			Plan:   "# 任务\n| 任务编号 | 牵头单位 |\n| T7 | 发改局 |",
			Return: "# 任务进展\n| 任务编号 | 进展状态 | 累计完成值 | 进展情况 |\n| T7 | 推进中 | » 180 | 两镇共清理一百八十亩 |",
			Others: []Other{
				{"白沙镇", "# 任务进展\n| 任务编号 | 进展状态 | 累计完成值 | 进展情况 |\n| T7 | 推进中 | 100 | 完成清理一百亩 |"},
				{"南湖镇", "# 任务进展\n| 任务编号 | 进展状态 | 累计完成值 | 进展情况 |\n| T7 | 推进中 | 50 | 完成清理五十亩 |"}},
		}},
	}
}
