package validate

// priorExamples gives the examples of the rules that compare a return with the periods before and with what was verified.
func priorExamples() []examples {
	const verified = "# 核定\n| 任务编号 | 单位 | 期 | 字段 | 核定值 | 原因 | 核定人 |\n| T2 | 发改局 | 2024-09 | 累计完成值 | 7 | 两个项目重复 | 张县长 |"
	const asked = "任务编号 | 进展状态 | 进展情况 | 存在问题及原因 | 下步措施"
	waiting := "T1 | 申请调整 | 现状调查还缺两个镇 | 测绘单位更换 | 申请延至明年一月"
	e := []examples{
		inReturn("done-date-changed", onProgress, doneHead,
			"T6 | 已完成 | 2024-08-20 | 指标均已达到计划 | 统计月报",
			"T6 | 已完成 | » 2024-08-28 | 指标均已达到计划 | 统计月报").
			prior(onProgress, doneHead, "T6 | 已完成 | 2024-08-20 | 指标达到计划 | 统计月报").beside("date-before-start", "row-not-asked"),
		inReturn("unchanged-without-prior", onProgress, progHead,
			"T2 | 推进中 | 8 | 40 | | 新签约两个亿元项目 |",
			"T2 | » 本期无变化 | | | | |"),
		inReturn("part-reopened", onMilestones, mileHead,
			"T1 | '1 | 完成初稿 | 已完成 | 2024-08-25 |\nT1 | '2 | 规划获批 | 未启动 | |",
			"T1 | '1 | 完成初稿 | » 推进中 | |\nT1 | '2 | 规划获批 | 未启动 | |").
			prior(onMilestones, mileHead, "T1 | '1 | 完成初稿 | 已完成 | 2024-08-25 |").beside("date-before-start", "row-not-asked"),
		inReturn("stages-fell", onStages, stageHead,
			"T3 | '1 | 拟定方案 | 5\nT3 | '2 | 具体实施 | 7\nT3 | '3 | 改革完成 | 3",
			"T3 | '1 | 拟定方案 | 5\nT3 | '2 | 具体实施 | 8\nT3 | '3 | 改革完成 | » 2").
			prior(onStages, stageHead, "T3 | '1 | 拟定方案 | 6\nT3 | '2 | 具体实施 | 6\nT3 | '3 | 改革完成 | 3"),
		inReturn("figure-standing", onProgress, progHead,
			"T2 | 推进中 | 9 | 45 | | 又签约一个亿元项目 |",
			"T2 | 推进中 | » 8 | 40 | | 又洽谈一个亿元项目 |").
			prior(onProgress, progHead, "T2 | 推进中 | 8 | 40 | | 签约第八个亿元项目 |", "T2 | 推进中 | 8 | 40 | | 洽谈两个亿元项目 |"),
		inReturn("change-waiting", onProgress, asked,
			"T1 | 推进中 | 现状调查已经补齐 | |",
			"T1 | » 申请调整 | 现状调查还缺一个镇 | 测绘单位更换 | 申请延至明年一月").
			prior(onProgress, asked, waiting).beside("trouble-not-listed"),
		{code: "problem-reopened",
			good: sheets(table(onProblems, problemHead, "FGJ-202408-01 | 发改局 | T4 | 用地预审未批 | 立项批复 | 商务局 | 张三 | 2024-10-20 | 县市级 | 是 | 2024-08-26")),
			bad:  sheets(table(onProblems, problemHead, "FGJ-202408-01 | 发改局 | T4 | » 用地预审未批 | 立项批复 | 商务局 | 张三 | 2024-10-20 | 县市级 | |"))},
		inReturn("verified-differs", onProgress, progHead,
			"T2 | 推进中 | 7 | 35 | | 新签约一个亿元项目 |",
			"T2 | 推进中 | » 9 | 45 | | 新签约三个亿元项目 |"),
	}
	for i := range e {
		switch e[i].code {
		case "problem-reopened":
			e[i] = e[i].prior(onProblems, problemHead, "| | T4 | 用地预审未批 | 立项批复 | 商务局 | 张三 | 2024-10-20 | 县市级 | 是 | 2024-08-26")
		case "verified-differs":
			e[i].good.Plan, e[i].bad.Plan = verified, verified
		}
	}
	return e
}
