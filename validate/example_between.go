package validate

// Sheets and columns that the examples below share.
const (
	onMilestones = "节点进展"
	onSteps      = "项目进度"
	onStages     = "分段进展"
	onProblems   = "问题清单"
	doneHead     = "任务编号 | 进展状态 | 实际完成日期 | 进展情况 | 佐证材料"
	stateHead    = "任务编号 | 进展状态 | 进展情况"
	mileHead     = "任务编号 | 节点编号 | 节点名称 | 节点状态 | 实际完成日期 | 说明"
	stepHead     = "任务编号 | 环节序号 | 环节 | 环节状态 | 实际开始日期 | 实际完成日期 | 说明"
	stageHead    = "任务编号 | 阶段序号 | 阶段名称 | 本期数"
	problemHead  = "问题编号 | 提出单位 | 任务编号 | 问题 | 卡在环节 | 需协调单位 | 责任人 | 要求办结日期 | 级别 | 是否办结 | 办结日期"
)

// sheets joins tables into one example.
func sheets(tables ...string) Example {
	e := Example{}
	for _, t := range tables {
		e.Return += t
	}
	return e
}

// betweenExamples gives the examples of the rules that compare a task's row with its milestones, steps, stages and problems.
func betweenExamples() []examples {
	const twoDone = "T1 | '1 | 完成初稿 | 已完成 | 2024-09-25 |\nT1 | '2 | 规划获批 | 已完成 | 2024-09-28 |"
	return []examples{
		{code: "stages-done",
			good: sheets(table(onProgress, stateHead, "T3 | 推进中 | 还有一个村没有完成"), table(onStages, stageHead, "T3 | '1 | 拟定方案 | 0\nT3 | '2 | 具体实施 | 1\nT3 | '3 | 改革完成 | 14")),
			bad:  sheets(table(onProgress, stateHead, "T3 | » 推进中 | 十五个村已经完成"), table(onStages, stageHead, "T3 | '1 | 拟定方案 | 0\nT3 | '2 | 具体实施 | 0\nT3 | '3 | 改革完成 | 15"))},
		{code: "done-before-part",
			good: sheets(table(onProgress, doneHead, "T1 | 已完成 | 2024-09-28 | 规划已获市政府批复 | 批复.pdf"), table(onMilestones, mileHead, twoDone)),
			bad:  sheets(table(onProgress, doneHead, "T1 | 已完成 | » 2024-09-20 | 规划已获市政府批复 | 批复.pdf"), table(onMilestones, mileHead, twoDone))},
		{code: "not-started-parts-begun",
			good: sheets(table(onProgress, stateHead, "T1 | 未启动 |"), table(onMilestones, mileHead, "T1 | '1 | 完成初稿 | 未启动 | |\nT1 | '2 | 规划获批 | 未启动 | |")),
			bad:  sheets(table(onProgress, stateHead, "T1 | » 未启动 |"), table(onMilestones, mileHead, "T1 | '1 | 完成初稿 | 已完成 | 2024-09-25 |\nT1 | '2 | 规划获批 | 未启动 | |"))},
		{code: "not-started-stages-moved",
			good: sheets(table(onProgress, stateHead, "T3 | 未启动 |"), table(onStages, stageHead, "T3 | '1 | 拟定方案 | 10\nT3 | '2 | 具体实施 | 4\nT3 | '3 | 改革完成 | 1")),
			bad:  sheets(table(onProgress, stateHead, "T3 | » 未启动 |"), table(onStages, stageHead, "T3 | '1 | 拟定方案 | 5\nT3 | '2 | 具体实施 | 9\nT3 | '3 | 改革完成 | 1"))},
		{code: "steps-out-of-order",
			good: sheets(table(onSteps, stepHead, "T4 | '1 | 立项批复 | 推进中 | 2024-09-10 | |\nT4 | '2 | 施工许可 | 已完成 | 2024-09-12 | 2024-09-25 |")),
			bad:  sheets(table(onSteps, stepHead, "T4 | '1 | 立项批复 | » 未启动 | | |\nT4 | '2 | 施工许可 | 已完成 | 2024-09-12 | 2024-09-25 |"))},
		{code: "done-problem-open",
			good: sheets(table(onProgress, doneHead, "T6 | 已完成 | 2024-09-28 | 主要指标已达到计划 | 月报.pdf"), table(onProblems, problemHead, "| | T6 | 出口订单不足 | 统计 | 商务局 | 张三 | 2024-10-20 | 县市级 | 是 | 2024-09-26")),
			bad:  sheets(table(onProgress, doneHead, "T6 | » 已完成 | 2024-09-28 | 主要指标已达到计划 | 月报.pdf"), table(onProblems, problemHead, "| | T6 | 出口订单不足 | 统计 | 商务局 | 张三 | 2024-10-20 | 县市级 | |"))},
		inReturn("trouble-not-listed", onProgress, "任务编号 | 进展状态 | 进展情况 | 存在问题及原因 | 下步措施",
			"T1 | 推进中 | 完成现状调查和初稿 | 调查人手不足 | 十月增派三人",
			"T1 | 推进中 | 完成现状调查和初稿 | » 商务局尚未提供企业名单 | 十月上旬对接"),
	}
}

// computedExamples gives the examples of the rules that compare a bureau's claims with computed dates and figures.
func computedExamples() []examples {
	const past = "# 任务\n| 任务编号 | 时限原文 | 完成日期 |\n| T6 | 9月中旬 | 2024-09-20 |"
	const troubled = "任务编号 | 进展状态 | 实际完成日期 | 进展情况 | 存在问题及原因 | 下步措施 | 佐证材料"
	inPast := func(code, headings, good, bad string) examples {
		e := inReturn(code, onProgress, headings, good, bad)
		e.good.Plan, e.bad.Plan = past, past
		return e
	}
	return []examples{
		inPast("normal-but-overdue", troubled,
			"T6 | 推进中 | | 进出口指标还差两个点 | 出口订单不足 | 十月组织三场对接会 |",
			"T6 | 推进中 | | » 各项指标进展顺利 | | |"),
		inReturn("normal-but-behind", onProgress, stateHead,
			"T3 | 推进中 | 五个村开始具体实施，进度偏慢",
			"T3 | 推进中 | » 五个村开始具体实施，推进正常"),
		inPast("overdue-without-word", troubled,
			"T6 | 推进中 | | 进出口指标还差两个点 | 出口订单不足 | 十月组织三场对接会 |",
			"T6 | 推进中 | | 进出口指标还差两个点 | » | |"),
		inPast("done-late-without-word", troubled,
			"T6 | 已完成 | 2024-09-27 | 主要指标已达到计划 | 统计数据晚出一周 | 下月提前对接 | 月报.pdf",
			"T6 | 已完成 | » 2024-09-27 | 主要指标已达到计划 | | | 月报.pdf"),
		inReturn("estimate-beyond-computed", onProgress, progHead,
			"T2 | 推进中 | 8 | 45 | | 新签约两个亿元项目 |",
			"T2 | 推进中 | 8 | » 80 | | 新签约两个亿元项目 |"),
	}
}
