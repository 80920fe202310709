package validate

import "duban/workbook"

// intakeExamples gives the examples of the rules about 收件处理, with the returns that came in if a row names one.
func intakeExamples() []examples {
	const (
		name   = "收件处理"
		head   = "期 | 单位 | 文件 | 处理 | 截至 | 原因 | 批准人"
		closes = "# 参数\n| 参数 | 值 |\n| 关闭期限 | 5 |\n"
	)
	filed := []workbook.Filed{
		{Receipt: "R0003", SHA256: "0a1b2c3d4e5f", Name: "2024-09/发改局.xlsx", Bureau: "FGJ", Period: "2024-09"},
		{Receipt: "R0007", SHA256: "9f8e7d6c5b4a", Name: "发改局.xlsx", Bureau: "FGJ", Period: "2024-09"},
	}
	closing := func(e examples) examples {
		e.good.Plan, e.bad.Plan = closes+e.good.Plan, closes+e.bad.Plan
		return e
	}
	cameIn := func(e examples) examples {
		e.good.Filed, e.bad.Filed = filed, filed
		return e
	}
	return []examples{
		cameIn(inPlan("intake-no-file", name, head,
			"2024-09 | 发改局 | R0007 | 作废 | | 误发草稿 | 督查室",
			"2024-09 | 发改局 | » | 作废 | | 误发草稿 | 督查室")),
		cameIn(inPlan("intake-file-unknown", name, head,
			"2024-09 | 发改局 | R0007 | 作废 | | 误发草稿 | 督查室",
			"2024-09 | 发改局 | » R0070 | 作废 | | 误发草稿 | 督查室")),
		cameIn(inPlan("intake-file-several", name, head,
			"2024-09 | 发改局 | 9f8e7d6c | 作废 | | 误发草稿 | 督查室",
			"2024-09 | 发改局 | » 发改局.xlsx | 作废 | | 误发草稿 | 督查室")),
		closing(inPlan("reopen-no-period", name, head,
			"2024-09 | 发改局 | | 重开 | 2024-10-25 | 系统停电 | 督查室",
			"» | 发改局 | | 重开 | 2024-10-25 | 系统停电 | 督查室")),
		closing(inPlan("reopen-no-end", name, head,
			"2024-09 | 发改局 | | 重开 | 2024-10-25 | 系统停电 | 督查室",
			"2024-09 | 发改局 | | 重开 | » | 系统停电 | 督查室")),
		{code: "reopen-not-closed",
			good: Example{Plan: closes + table(name, head, "2024-09 | 发改局 | | 重开 | 2024-10-25 | 系统停电 | 督查室")},
			bad:  Example{Plan: table(name, head, "» 2024-09 | 发改局 | | 重开 | 2024-10-25 | 系统停电 | 督查室")}},
		closing(inPlan("reopen-too-early", name, head,
			"2024-09 | 发改局 | | 重开 | 2024-10-25 | 系统停电 | 督查室",
			"2024-09 | 发改局 | | 重开 | » 2024-10-14 | 系统停电 | 督查室")),
		inPlan("closing-before-mending", "参数", "参数 | 值", "关闭期限 | 5", "关闭期限 | » 2"),
	}
}
