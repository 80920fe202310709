package validate

// othersExamples gives the examples of the rules that compare what several bureaus report.
func othersExamples() []examples {
	const (
		coLed    = "# 任务\n| 任务编号 | 牵头单位 |\n| T6 | 发改局、商务局 |"
		shared   = "# 节点\n| 任务编号 | 节点编号 | 节点名称 | 责任单位 |\n| T1 | 1 | 完成初稿 | 发改局、商务局 |"
		others   = "# 节点\n| 任务编号 | 节点编号 | 节点名称 | 责任单位 |\n| T1 | 2 | 规划获批 | 商务局 |"
		apart    = "# 项目\n| 任务编号 | 环节序号 | 环节 | 责任单位 |\n| T4 | 2 | 施工许可 | 商务局 |"
		counted  = "# 指标\n| 指标编号 | 责任单位 |\n| Z1 | 发改局、商务局 |"
		doneT6   = "T6 | » 已完成 | 2024-09-28 | 主要指标已达到计划 | 月报.pdf"
		doneT2   = "任务编号 | 进展状态 | 累计完成值 | 实际完成日期 | 进展情况 | 佐证材料"
		longText = "组织二十家企业赴深圳对接并签订三项合作协议"
	)
	ongoing := func(bureau, task, status, text string) []Other {
		return []Other{{bureau, table(onProgress, "任务编号 | 进展状态 | 累计完成值 | 进展情况", task+" | "+status+" | 1 | "+text)}}
	}
	state := func(bureau, row string) []Other { return []Other{{bureau, table(onProgress, stateHead, row)}} }
	bare := func(e Example) Example {
		e.Return = unmark(e.Return)
		return e
	}
	e := []examples{
		{code: "lead-done-co-lead-open",
			bad:  Example{Plan: coLed, Return: table(onProgress, doneHead, doneT6), Others: state("商务局", "T6 | 未启动 |")},
			good: Example{Others: state("商务局", "T6 | 推进中 | 出口指标还在冲刺")}},
		{code: "lead-done-parts-open",
			bad: Example{Plan: others, Return: table(onProgress, doneHead, "T1 | » 已完成 | 2024-09-28 | 规划已获市政府批复 | 批复.pdf") + table("="+onMilestones, mileHead, "T1 | '1 | 完成初稿 | 已完成 | 2024-09-25 |"),
				Others: []Other{{"商务局", table(onMilestones, mileHead, "T1 | '2 | 规划获批 | 推进中 | | 等市政府常务会议")}}},
			good: Example{Others: []Other{{"商务局", table(onMilestones, mileHead, "T1 | '2 | 规划获批 | 已完成 | 2024-09-27 |")}}}},
		{code: "lead-done-support-open",
			bad:  Example{Return: table(onProgress, doneT2, "T2 | » 已完成 | 20 | 2024-09-28 | 二十个项目全部签约 | 合同.pdf"), Others: state("白沙镇", "T2 | 未启动 |")},
			good: Example{Others: state("白沙镇", "T2 | 推进中 | 配合三个项目落地")}},
		{code: "lead-behind-others",
			bad:  Example{Return: table(onProgress, stateHead, "T2 | » 未启动 |"), Others: state("白沙镇", "T2 | 推进中 | 配合三个项目落地")},
			good: Example{Others: state("白沙镇", "T2 | 未启动 |")}},
		{code: "part-states-differ",
			bad: Example{Plan: shared, Return: table(onMilestones, mileHead, "T1 | '1 | 完成初稿 | » 已完成 | 2024-09-25 |\nT1 | '2 | 规划获批 | 未启动 | |"),
				Others: []Other{{"商务局", table(onMilestones, mileHead, "T1 | '1 | 完成初稿 | 推进中 | | 还在征求意见")}}},
			good: Example{Others: []Other{{"商务局", table(onMilestones, mileHead, "T1 | '1 | 完成初稿 | 已完成 | 2024-09-25 |")}}}},
		{code: "earlier-step-open",
			bad: Example{Plan: apart, Return: table("="+onSteps, stepHead, "T4 | '1 | 立项批复 | » 未启动 | | |"),
				Others: []Other{{"商务局", table(onSteps, stepHead, "T4 | '2 | 施工许可 | 已完成 | 2024-09-10 | 2024-09-20 |")}}},
			good: Example{Others: []Other{{"商务局", table(onSteps, stepHead, "T4 | '2 | 施工许可 | 推进中 | 2024-09-10 | |")}}}},
		{code: "indicator-values-differ",
			bad: Example{Plan: counted, Return: table("指标进展", "指标编号 | 指标名称 | 本期值", "Z1 | 进出口增速 | » 7.1"),
				Others: []Other{{"商务局", table("指标进展", "指标编号 | 指标名称 | 本期值", "Z1 | 进出口增速 | 6.4")}}},
			good: Example{Others: []Other{{"商务局", table("指标进展", "指标编号 | 指标名称 | 本期值", "Z1 | 进出口增速 | 7.1")}}}},
		{code: "done-others-problem",
			bad: Example{Plan: coLed, Return: table(onProgress, doneHead, doneT6),
				Others: []Other{{"商务局", table(onProgress, stateHead, "T6 | 推进中 | 出口指标还在冲刺") + table(onProblems, problemHead, "| | T6 | 出口退税未办 | 退税 | 发改局 | 李四 | 2024-10-20 | 县市级 | |")}}},
			good: Example{Others: []Other{{"商务局", table(onProgress, stateHead, "T6 | 推进中 | 出口指标还在冲刺") + table(onProblems, problemHead, "| | T6 | 出口退税未办 | 退税 | 发改局 | 李四 | 2024-10-20 | 县市级 | 是 | 2024-09-25")}}}},
		{code: "text-shared",
			bad:  Example{Return: table(onProgress, progHead, "T2 | 推进中 | 8 | 40 | | » "+longText+" |"), Others: ongoing("商务局", "T5", "推进中", "» "+longText)},
			good: Example{Others: ongoing("商务局", "T5", "推进中", "组织十家企业赴上海参展并达成两项采购意向")}},
		{code: "text-shared-task",
			bad:  Example{Return: table(onProgress, progHead, "T2 | 推进中 | 8 | 40 | | » "+longText+" |"), Others: ongoing("白沙镇", "T2", "推进中", longText)},
			good: Example{Others: ongoing("白沙镇", "T2", "推进中", "配合三个项目完成选址和用地预审工作并进场")}},
	}
	for i := range e {
		// The good case differs from the bad one only in what the others report.
		e[i].good.Plan, e[i].good.Return = e[i].bad.Plan, bare(e[i].bad).Return
	}
	return e
}
