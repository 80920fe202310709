package validate

// structureExamples are those of the rules about sheets, headings and rows.
func structureExamples() []examples {
	const indicators = "指标编号 | 指标名称 | 计量单位 | 方向 | 计划值 | 上年值 | 区域最优值 | 上期值 | 本期值 | 说明"
	const growth = "Z1 | 进出口增速 | % | 越高越好 | 5 | | | 6.5 | 7.1 |"
	return []examples{
		{code: "sheet-missing", good: Example{Return: table("指标进展", "指标编号 | 本期值", "Z1 | 7.1")}, bad: Example{Return: "# -指标进展"}},
		{code: "sheet-renamed",
			good: Example{Return: table("=指标进展", indicators, growth)},
			bad:  Example{Return: "# -指标进展\n" + table("指标（九月）", indicators, growth)}},
		{code: "sheet-unknown",
			good: Example{Return: table("指标进展", "指标编号 | 本期值", "Z1 | 7.1")},
			bad:  Example{Return: table("通讯录", "姓名 | 电话", "张三 | 0631-0000000")}},
		inReturn("headings-missing", "=指标进展", "", indicators+"\n"+growth, growth),
		inReturn("column-missing", "=指标进展", "",
			indicators+"\n"+growth,
			"编码 | 指标名称 | 计量单位 | 方向 | 计划值 | 上年值 | 区域最优值 | 上期值 | 本期值 | 说明\n"+growth).badBeside("column-unknown", "row-without-number", "row-missing"),
		inReturn("column-lost", "=指标进展", "",
			indicators+"\n"+growth,
			"指标编号 | 指标名称 | 计量单位 | 方向 | 计划值 | 上年值 | 区域最优值 | 上期值 | 本期值\nZ1 | 进出口增速 | % | 越高越好 | 5 | | | 6.5 | 7.1"),
		inReturn("column-unknown", "指标进展", "",
			"指标编号 | 本期值 | 说明\nZ1 | 7.1 | 统计局数据",
			"指标编号 | 本期值 | » 数据来源\nZ1 | 7.1 | 统计局"),
		inReturn("heading-twice", "=指标进展", "",
			indicators+"\n"+growth,
			indicators+" | » 本期值\n"+growth+" | 7.3"),
		inReturn("row-missing", "=指标进展", indicators, growth, "Z2 | 实际利用外资 | 万美元 | 越高越好 | | | | | |"),
		inReturn("row-unknown", "指标进展", "指标编号 | 指标名称 | 本期值",
			"Z1 | 进出口增速 | 7.1",
			"» Z11 | 进出口增速 | 7.1").beside("row-untouched"),
		inReturn("row-not-yours", onProgress, "任务编号 | 重点任务 | 进展状态 | 进展情况",
			"T6 | 经济指标 | 推进中 | 主要指标好于上年",
			"» T5 | 外出招商 | 推进中 | 本月外出招商两次"),
		{code: "row-not-asked",
			good: Example{Return: table(onProgress, "任务编号 | 重点任务 | 进展状态 | 进展情况", "T6 | 经济指标 | 推进中 | 主要指标好于上年")},
			bad: Example{
				Return: table(onProgress, "任务编号 | 重点任务 | 进展状态 | 实际完成日期 | 进展情况 | 佐证材料", "» T6 | 经济指标 | 已完成 | 2024-09-02 | 指标均已达到计划 | 统计月报"),
				Prior:  []string{table(onProgress, "任务编号 | 进展状态 | 实际完成日期 | 进展情况 | 佐证材料", "T6 | 已完成 | 2024-09-02 | 指标达到计划 | 统计月报")},
			}},
		inReturn("row-without-number", onProgress, "任务编号 | 重点任务 | 进展状态 | 进展情况",
			"T6 | 经济指标 | 推进中 | 主要指标好于上年",
			"» | 临时任务 | 推进中 | 主要指标好于上年"),
		inReturn("row-twice", "指标进展", "指标编号 | 指标名称 | 本期值",
			"Z1 | 进出口增速 | 7.1",
			"Z1 | 进出口增速 | 7.1\n» Z1 | 进出口增速 | 7.3"),
		inReturn("row-untouched", onProgress, "任务编号 | 重点任务 | 进展状态 | 进展情况",
			"T6 | 经济指标 | 本期无变化 |",
			"T6 | 经济指标 | » |"),
		inReturn("locked-changed", onProgress, "任务编号 | 重点任务 | 目标要求 | 进展状态 | 累计完成值 | 进展情况",
			"T2 | 招引亿元项目 | 全年20个 | 推进中 | 8 | 新签约两个亿元项目",
			"T2 | 招引亿元项目 | » 全年10个 | 推进中 | 8 | 新签约两个亿元项目"),
		inReturn("row-id-restored", "=指标进展", indicators, growth, "» | 进出口增速 | % | 越高越好 | 5 | | | 6.5 | 7.1 |").
			issued("\nrow | indicator-state | 2 | Z1"),
	}
}
