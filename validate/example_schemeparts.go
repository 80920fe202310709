package validate

// schemePartExamples gives the examples of the rules about groups, sections, parameters, methods, bands, grades and what else counts for
// the scores.
func schemePartExamples() []examples {
	const (
		group    = "编号 | 上级项 | 部分 | 计分项 | 分值 | 取数 | 计分方法 | 下限 | 上限"
		sections = "部分 | 适用范围 | 权重 | 满分"
		bands    = "档次表 | 起点 | 止点 | 得分"
		grades   = "等次 | 起点分 | 名额比例"
		adjust   = "编号 | 单位 | 计分项 | 加减分 | 事项 | 批准人 | 冲销编号"
	)
	sheets := func(code, good, bad string) examples {
		return examples{code: code, good: Example{Plan: good}, bad: Example{Plan: bad}}
	}
	// banded scores an item by a table of bands.
	banded := func(code, good, bad string) examples {
		item := table("计分办法", "编号 | 计分项 | 分值 | 取数 | 计分方法 | 档次表 | 上限", "S1 | 任务完成 | 90 | 任务 | 分档计分 | 完成档 | 90")
		return sheets(code, item+table("计分档次", bands, good), item+table("计分档次", bands, bad)).beside("method-unused")
	}
	item := func(code, headings, good, bad string) examples {
		return inPlan(code, "计分办法", headings, good, bad)
	}
	return []examples{
		item("scheme-parent-unknown", group,
			"G1 | | 重点任务 | 任务 | 90 | 组合 | | 0 | 90\nS1 | G1 | 重点任务 | 任务完成 | 90 | 任务 | 按完成率 | 0 | 90",
			"G1 | | 重点任务 | 任务 | 90 | 组合 | | 0 | 90\nS1 | » G2 | 重点任务 | 任务完成 | 90 | 任务 | 按完成率 | 0 | 90").badBeside("scheme-sum", "scheme-group-empty"),
		item("scheme-parent-loop", group,
			"G1 | | 重点任务 | 任务 | 90 | 组合 | | 0 | 90\nG2 | G1 | 重点任务 | 完成 | 90 | 组合 | | 0 | 90\nS1 | G2 | 重点任务 | 任务完成 | 90 | 任务 | 按完成率 | 0 | 90",
			"G1 | » G2 | 重点任务 | 任务 | 90 | 组合 | | 0 | 90\nG2 | » G1 | 重点任务 | 完成 | 90 | 组合 | | 0 | 90\nS1 | | 重点任务 | 任务完成 | 90 | 任务 | 按完成率 | 0 | 90"),
		item("scheme-group-empty", group,
			"G1 | | 重点任务 | 任务 | 90 | 组合 | | 0 | 90\nS1 | G1 | 重点任务 | 任务完成 | 90 | 任务 | 按完成率 | 0 | 90",
			"» G1 | | 重点任务 | 任务 | 0 | 组合 | | 0 | 90"),
		item("scheme-group-sum", group,
			"G1 | | 重点任务 | 任务 | 90 | 组合 | | 0 | 90\nS1 | G1 | 重点任务 | 任务完成 | 90 | 任务 | 按完成率 | 0 | 90",
			"G1 | | 重点任务 | 任务 | » 90 | 组合 | | 0 | 90\nS1 | G1 | 重点任务 | 任务完成 | 97 | 任务 | 按完成率 | 0 | 97"),
		inPlan("scheme-section-unknown", "计分部分", sections, "重点任务 | 全部 | 100 | 90", "» 重点工作 | 全部 | 100 | 90"),
		inPlan("scheme-section-sum", "计分部分", sections, "重点任务 | 全部 | | 90", "重点任务 | 全部 | | » 100"),
		sheets("scheme-weights-sum",
			table("计分办法", group, "S1 | | 重点任务 | 任务完成 | 100 | 任务 | 按完成率 | 0 | 100\nS2 | | 报送 | 按时报送 | 100 | 报送 | 报送扣分 | 0 | 100")+
				table("计分部分", sections, "重点任务 | 全部 | 80 | 100\n报送 | 全部 | 20 | 100"),
			table("计分办法", group, "S1 | | 重点任务 | 任务完成 | 100 | 任务 | 按完成率 | 0 | 100\nS2 | | 报送 | 按时报送 | 100 | 报送 | 报送扣分 | 0 | 100")+
				table("计分部分", sections, "重点任务 | 全部 | » 80 | 100\n报送 | 全部 | 15 | 100")).badBeside("scheme-sum"),
		inPlan("scheme-bureau-uncovered", "单位", "单位编码 | 单位名称 | 单位类别 | 所属组 | 参评",
			"NHZ | 南湖镇 | 镇区 | 各镇 | 否", "NHZ | » 南湖镇 | 园区 | 各镇 |").
			with(table("计分办法", "编号 | 计分项 | 适用范围 | 分值 | 取数 | 计分方法 | 上限",
				"S1 | 任务完成 | 市直部门、镇区 | 90 | 任务 | 按完成率 | 90\nS2 | 按时报送 | 市直部门、镇区 | 10 | 报送 | 报送扣分 | 10")),
		item("scheme-share-missing", "编号 | 计分项 | 分值 | 取数 | 计分方法 | 上限 | 无数据时 | 固定比例",
			"S1 | 任务完成 | 90 | 任务 | 按完成率 | 90 | 固定比例 | 60",
			"S1 | 任务完成 | 90 | 任务 | 按完成率 | 90 | 固定比例 | »"),
		item("scheme-summing-here", "编号 | 计分项 | 分值 | 取数 | 计分方法 | 汇总方式 | 上限",
			"S1 | 任务完成 | 90 | 任务 | 按完成率 | 合计 | 90",
			"S1 | 任务完成 | 90 | 任务 | 按完成率 | » 连乘 | 90"),
		item("scheme-shares-not-summed", "编号 | 计分项 | 分值 | 取数 | 计分方法 | 汇总方式 | 上限",
			"S1 | 任务完成 | 90 | 任务 | 按完成率 | 合计 | 90",
			"S1 | 任务完成 | 90 | 任务 | 按完成率 | » 平均 | 90"),
		item("scheme-periods-summed", "编号 | 计分项 | 分值 | 取数 | 计分方法 | 汇总方式 | 上限",
			"S1 | 报送纪律 | 90 | 期 | 报送扣分 | 平均 |",
			"S1 | 报送纪律 | 90 | 期 | 报送扣分 | » 合计 |").beside("method-unused"),
		item("scheme-factor-unknown", "编号 | 计分项 | 分值 | 取数 | 计分方法 | 系数 | 上限",
			"S3 | 加减分 | 0 | 加减分 | 直接计入 | 2 | 5",
			"S3 | 加减分 | 0 | 加减分 | 直接计入 | » 加倍 | 5"),
		item("deduction-exceeds-item", "编号 | 计分项 | 分值 | 取数 | 计分方法 | 下限 | 上限",
			"S2 | 按时报送 | 10 | 报送 | 报送扣分 | 0 | 10",
			"S2 | 按时报送 | 10 | 报送 | 报送扣分 | » -20 | 10"),
		sheets("parameter-unused",
			table("计分参数", "参数名称 | 值", "扣分倍数 | 2")+table("计分办法", "编号 | 计分项 | 分值 | 取数 | 计分方法 | 系数 | 上限", "S3 | 加减分 | 0 | 加减分 | 直接计入 | 扣分倍数 | 5"),
			table("计分参数", "参数名称 | 值", "» 扣分倍数 | 2")),
		item("method-missing", "编号 | 计分项 | 分值 | 取数 | 计分方法 | 上限",
			"S1 | 任务完成 | 90 | 任务 | 按完成率 | 90",
			"S1 | 任务完成 | 90 | 任务 | » | 90").badBeside("method-unused"),
		item("method-above-points", "编号 | 计分项 | 分值 | 取数 | 计分方法 | 上限",
			"S1 | 任务完成 | 90 | 任务 | 增长类 | 108",
			"S1 | 任务完成 | 90 | 任务 | 增长类 | »").beside("method-unused"),
		item("method-below-item", "编号 | 计分项 | 分值 | 取数 | 计分方法 | 下限 | 上限",
			"S1 | 按时报送 | 5 | 期 | 报送赋分 | -10 | 15",
			"S1 | 按时报送 | 5 | 期 | 报送赋分 | » | 15").beside("method-unused", "scheme-sum", "deduction-exceeds-item"),
		item("input-unsupplied", "编号 | 计分项 | 分值 | 取数 | 计分方法 | 上限",
			"S1 | 任务完成 | 90 | 任务 | 配合三方评 | 90",
			"S1 | 任务完成 | 90 | 任务 | » 配合三方评 | 90").beside("method-unused").
			goodWith(table("评议组", "评议组 | 评议主体", "市领导 | 领导\n督查室 | 督办机构\n各牵头单位 | 牵头单位")),
		item("bands-unknown", "编号 | 计分项 | 分值 | 取数 | 计分方法 | 档次表 | 上限",
			"S1 | 任务完成 | 90 | 任务 | 分档计分 | 完成档 | 90",
			"S1 | 任务完成 | 90 | 任务 | 分档计分 | » 完成挡 | 90").beside("method-unused").
			with(table("计分档次", bands, "完成档 | 0 | 80 | 60\n完成档 | 80 | | 90")),
		item("bands-missing", "编号 | 计分项 | 分值 | 取数 | 计分方法 | 档次表 | 上限",
			"S1 | 任务完成 | 90 | 任务 | 分档计分 | 完成档 | 90",
			"S1 | 任务完成 | 90 | 任务 | 分档计分 | » | 90").beside("method-unused").
			with(table("计分档次", bands, "完成档 | 0 | 80 | 60\n完成档 | 80 | | 90")),
		banded("bands-empty", "完成档 | 0 | 80 | 60\n完成档 | 80 | 100 | 90", "完成档 | 0 | 80 | 60\n完成档 | 80 | » 70 | 90"),
		banded("bands-start", "完成档 | 0 | 80 | 60\n完成档 | 80 | | 90", "完成档 | » 60 | 80 | 60\n完成档 | 80 | | 90"),
		banded("bands-overlap", "完成档 | 0 | 80 | 60\n完成档 | 80 | | 90", "完成档 | 0 | 85 | 60\n完成档 | » 80 | | 90"),
		banded("bands-gap", "完成档 | 0 | 80 | 60\n完成档 | 80 | | 90", "完成档 | 0 | 70 | 60\n完成档 | » 80 | | 90"),
		inPlan("grade-behind", "等次", grades, "优秀 | 90 |\n良好 | 80 |\n一般 | |", "优秀 | 90 |\n一般 | |\n» 良好 | 80 |"),
		inPlan("grade-quota", "等次", grades, "优秀 | 80 | 30\n良好 | 60 | 70", "优秀 | 80 | 40\n良好 | 60 | » 70"),
		inPlan("grade-unreachable", "等次", grades, "优秀 | 105 |\n良好 | |", "优秀 | » 110 |\n良好 | |"),
		inPlan("adjustment-twice", "加减分", adjust,
			"1 | 发改局 | | 2 | 获省级表彰 | 李四 |\n2 | 商务局 | | 1 | 获市级表彰 | 李四 |",
			"1 | 发改局 | | 2 | 获省级表彰 | 李四 |\n» 1 | 商务局 | | 1 | 获市级表彰 | 李四 |"),
		inPlan("adjustment-item-unknown", "加减分", adjust,
			"1 | 发改局 | S3 | 2 | 获省级表彰 | 李四 |", "1 | 发改局 | » S1 | 2 | 获省级表彰 | 李四 |"),
		inPlan("adjustment-reverses-unknown", "加减分", adjust,
			"1 | 发改局 | | 2 | 获省级表彰 | 李四 |\n2 | 发改局 | | -2 | 冲销重复登记 | 李四 | 1",
			"1 | 发改局 | | 2 | 获省级表彰 | 李四 |\n2 | 发改局 | | -2 | 冲销重复登记 | 李四 | » 9"),
		inPlan("adjustment-reverses-differs", "加减分", adjust,
			"1 | 发改局 | | -4 | 被通报 | 李四 |\n2 | 发改局 | | 4 | 冲销第1号 | 李四 | 1\n3 | 发改局 | | -2 | 被通报，减半 | 李四 |",
			"1 | 发改局 | | -4 | 被通报 | 李四 |\n2 | 发改局 | | » 2 | 减半 | 李四 | 1"),
		inPlan("adjustment-matter-twice", "加减分", adjust,
			"1 | 发改局 | | 2 | 获省级表彰 | 李四 |\n2 | 发改局 | | 1 | 获市级表彰 | 李四 |",
			"1 | 发改局 | | 2 | 获表彰 | 李四 |\n2 | 发改局 | | 1 | » 获表彰 | 李四 |"),
		inPlan("event-item-unknown", "事件", "事件编号 | 单位 | 计分项 | 事件 | 级别",
			"E1 | 发改局 | S4 | 承办现场会 | 省级", "E1 | 发改局 | » S5 | 承办现场会 | 省级").
			with(table("计分办法", "编号 | 计分项 | 分值 | 取数 | 计分方法 | 上限", "S4 | 创先争优 | 0 | 事件 | 按级别计分 | 5")),
		inPlan("gate-grade-unknown", "一票否决", "单位 | 事项 | 处理 | 等次 | 批准人",
			"发改局 | 发生安全生产事故 | 最高等次 | 良好 | 李四", "发改局 | 发生安全生产事故 | 最高等次 | » 良 | 李四"),
		inPlan("rater-group-unknown", "评议", "单位 | 评议组 | 评议分",
			"发改局 | 市领导 | 90", "发改局 | » 领导 | 90").with(table("评议组", "评议组 | 权重", "市领导 | 3")),
		inPlan("rating-fraction", "评议", "单位 | 评议组 | 评议分", "发改局 | 市领导 | 90", "发改局 | 市领导 | » 0.9"),
	}
}
