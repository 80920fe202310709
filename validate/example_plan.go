package validate

import (
	"fmt"
	"strings"
)

// planExamples gives the examples of the rules about the plan's bureaus, its tasks and the rows below them.
func planExamples() []examples {
	out := basicExamples()
	out = append(out, settingExamples()...)
	out = append(out, bureauExamples()...)
	out = append(out, taskExamples()...)
	out = append(out, partExamples()...)
	out = append(out, listExamples()...)
	out = append(out, decisionExamples()...)
	out = append(out, issuedExamples()...)
	return append(out, pendingExamples()...)
}

// basicExamples is about what every plan needs.
func basicExamples() []examples {
	const bureaus, tasks = "单位编码 | 单位名称 | 单位类别", "任务编号 | 重点任务 | 牵头单位 | 完成日期"
	const bureau, task = "FGJ | 发改局 | 市直部门", "T1 | 编制园区规划 | 发改局 | 2024-12-31"
	whole := func(code, goodBureaus, goodTasks, badBureaus, badTasks string) examples {
		sheets := func(b, t string) Example {
			return Example{Plan: table("=单位", "", bureaus+b) + table("=任务", "", tasks+t) + noParts}
		}
		return examples{code: code, good: sheets(goodBureaus, goodTasks), bad: sheets(badBureaus, badTasks)}
	}
	return []examples{
		whole("plan-empty", "\n"+bureau, "\n"+task, "", ""),
		whole("bureaus-missing", "\n"+bureau, "\n"+task, "", "\nT1 | 编制园区规划 | | 2024-12-31").badBeside("pending-lead"),
		whole("tasks-missing", "\n"+bureau, "\n"+task, "\n"+bureau, ""),
		inPlan("plan-id-missing", "参数", "参数 | 值", "计划编号 | qs-2024", "计划编号 | »"),
		inPlan("document-date-missing", "参数", "参数 | 值", "文件日期 | 2024-09-01", "文件日期 | »"),
	}
}

// noParts takes the rows below tasks, and the scheme, out of ExamplePlan.
const noParts = "# -节点\n# -分段\n# -分配\n# -指标\n# -项目\n# -计分办法\n# -计分方法\n"

func settingExamples() []examples {
	set := func(code, good, bad string) examples { return inPlan(code, "参数", "参数 | 值", good, bad) }
	return []examples{
		set("setting-twice", "县市 | 青山县", "县市 | 青山县\n» 县市 | 青山市"),
		set("setting-whole", "补正期限 | 3", "补正期限 | » 2.5"),
		set("setting-due", "填报截止 | 次月5日", "填报截止 | » 差不多月底"),
		set("setting-shift", "遇休息日 | 顺延", "遇休息日 | » 看情况"),
		set("setting-word", "排名口径 | 百分制", "排名口径 | » 看情况"),
		set("setting-grades", "等次 | 优秀≥90、良好≥80、一般≥60、较差", "等次 | » 优秀≥80、良好≥90、较差"),
		set("setting-long", "县市 | 青山县", "县市 | » "+strings.Repeat("青山", 40)+"县"),
		set("setting-range", "黄灯起点 | 10", "黄灯起点 | » -5"),
		set("lights-order", "黄灯起点 | 10\n红灯起点 | 30", "黄灯起点 | 30\n红灯起点 | » 20"),
		set("lights-alike", "预警灯名 | 预警\n滞后灯名 | 滞后", "预警灯名 | 预警\n滞后灯名 | » 预警"),
		set("days-order", "上旬 | 10\n中旬 | 20", "上旬 | 10\n中旬 | » 9"),
	}
}

func bureauExamples() []examples {
	const head = "单位编码 | 单位名称 | 别名 | 单位类别 | 所属组"
	return []examples{
		inPlan("bureau-nameless", "单位", head,
			"SWJ | 商务局 | 商务 | 市直部门 | 各部门",
			"SWJ | 商务局 | 商务 | 市直部门 | 各部门\nKJJ | » | | 市直部门 | 各部门"),
		inPlan("bureau-twice", "单位", head,
			"SWJ | 商务局 | 商务 | 市直部门 | 各部门",
			"SWJ | 商务局 | 商务 | 市直部门 | 各部门\nSW2 | » 商务局 | | 市直部门 | 各部门"),
		inPlan("bureau-code-twice", "单位", head,
			"SWJ | 商务局 | 商务 | 市直部门 | 各部门",
			"» FGJ | 商务局 | 商务 | 市直部门 | 各部门"),
		inPlan("bureau-code-bar", "单位", head,
			"SWJ | 商务局 | 商务 | 市直部门 | 各部门",
			`» SW\|J | 商务局 | 商务 | 市直部门 | 各部门`),
		inPlan("bureau-name-clash", "单位", head,
			"SWJ | 商务局 | 商务 | 市直部门 | 各部门",
			"SWJ | » 商务局 | 商务、发改 | 市直部门 | 各部门"),
		inPlan("bureau-without-task", "单位", head,
			"SWJ | 商务局 | 商务 | 市直部门 | 各部门",
			"SWJ | 商务局 | 商务 | 市直部门 | 各部门\nKJJ | » 科技局 | 科技 | 市直部门 | 各部门"),
		inPlan("bureau-collective", "单位", head,
			"SWJ | 商务局 | 商务 | 市直部门 | 各部门",
			"SWJ | 商务局 | 商务 | 市直部门 | 各部门\nXZ | » 各乡镇 | | 乡镇 |").badBeside("bureau-without-task"),
		inPlan("name-unknown", "任务", "任务编号 | 重点任务 | 牵头单位",
			"T4 | 大桥工程 | 发改局",
			"T4 | 大桥工程 | » 发改居"),
	}
}

func taskExamples() []examples {
	const head = "任务编号 | 重点任务 | 计量方式"
	return []examples{
		inPlan("task-without-number", "任务", "任务编号 | 重点任务 | 牵头单位 | 完成日期",
			"T8 | 修订应急预案 | 发改局 | 2024-12-31",
			"» | 修订应急预案 | 发改局 | 2024-12-31"),
		inPlan("task-twice", "任务", "任务编号 | 重点任务 | 牵头单位 | 完成日期",
			"T1 | 编制园区规划 | 发改局 | 2024-12-31\nT8 | 修订应急预案 | 发改局 | 2024-12-31",
			"T1 | 编制园区规划 | 发改局 | 2024-12-31\n» T1 | 修订应急预案 | 发改局 | 2024-12-31"),
		inPlan("task-number-bar", "任务", "任务编号 | 重点任务 | 牵头单位 | 完成日期",
			"T-8 | 修订应急预案 | 发改局 | 2024-12-31",
			`» T\|8 | 修订应急预案 | 发改局 | 2024-12-31`),
		inPlan("task-number-date", "任务", "任务编号 | 重点任务 | 牵头单位 | 完成日期",
			"'1-5 | 修订应急预案 | 发改局 | 2024-12-31",
			"» 2024-01-05 | 修订应急预案 | 发改局 | 2024-12-31"),
		inPlan("task-unknown", "节点", "任务编号 | 节点编号 | 节点名称 | 责任单位 | 完成日期",
			"T1 | 3 | 印发执行 | 发改局 | 2024-12-31",
			"» T11 | 3 | 印发执行 | 发改局 | 2024-12-31"),
		inPlan("parent-unknown", "任务", "任务编号 | 上级任务 | 重点任务",
			"T5 | T2 | 外出招商",
			"T5 | » T22 | 外出招商"),
		inPlan("parent-loop", "任务", "任务编号 | 上级任务 | 重点任务",
			"T2 | | 招引亿元项目\nT5 | T2 | 外出招商",
			"T2 | » T5 | 招引亿元项目\nT5 | T2 | 外出招商"),
		inPlan("parent-before-child", "任务", "任务编号 | 上级任务 | 重点任务 | 时限原文 | 完成日期",
			"T5 | T2 | 外出招商 | 年底前 | 2024-12-31",
			"T5 | T2 | 外出招商 | 明年1月底前 | » 2025-01-31"),
		inPlan("cadence-unknown", "任务", "任务编号 | 重点任务 | 频次",
			"T5 | 外出招商 | 每月",
			"T5 | 外出招商 | » 常常"),
		inPlan("start-after-due", "任务", "任务编号 | 重点任务 | 开始日期 | 完成日期",
			"T4 | 大桥工程 | 2024-10-01 | 2024-12-31",
			"T4 | 大桥工程 | » 2025-01-01 | 2024-12-31"),
		inPlan("due-differs", "任务", "任务编号 | 重点任务 | 时限原文 | 完成日期",
			"T3 | 村级改革 | 10月底前 | 2024-10-31",
			"T3 | 村级改革 | 10月底前 | » 2024-11-30"),
		inPlan("target-is-baseline", "任务", "任务编号 | 重点任务 | 基数 | 目标值",
			"T2 | 招引亿元项目 | 5 | 20",
			"T2 | 招引亿元项目 | 20 | » 20"),
		inPlan("baseline-beyond-target", "任务", "任务编号 | 重点任务 | 基数 | 目标值 | 方向",
			"T2 | 招引亿元项目 | 5 | 20 | 越高越好",
			"T2 | 招引亿元项目 | » 25 | 20 | 越高越好"),
		inPlan("stages-missing", "任务", head, "T1 | 编制园区规划 | 事项", "T1 | 编制园区规划 | » 分段"),
		inPlan("stages-of-group", "任务", "任务编号 | 重点任务 | 牵头单位", "T3 | 村级改革 | 发改局", "T3 | 村级改革 | » 各镇"),
		inPlan("rate-by-days", "任务", "任务编号 | 重点任务 | 计量单位 | 目标值 | 方向",
			"T2 | 规上工业增加值增速 | % | 8 | 不低于",
			"T2 | 规上工业增加值增速 | % | 8 | » 越高越好"),
		inPlan("indicators-missing", "任务", head, "T1 | 编制园区规划 | 事项", "T1 | 编制园区规划 | » 指标"),
		inPlan("ladder-falls", "督办阶梯", "事由 | 达到 | 级别", "逾期 | 15 | 催报\n逾期 | 30 | 督办", "逾期 | 15 | 督办\n逾期 | 30 | » 催报"),
		inPlan("cadence-missing", "任务", "任务编号 | 重点任务 | 计量方式 | 频次", "T5 | 外出招商 | 例行 | 每月", "T5 | 外出招商 | 例行 | »"),
		inPlan("project-empty", "任务", head, "T5 | 外出招商 | 例行", "T5 | 外出招商 | » 项目"),
	}
}

func partExamples() []examples {
	interim := func(code, good, bad string) examples {
		return inPlan(code, "分期目标", "任务编号 | 指标编号 | 截至日期 | 目标值", good, bad)
	}
	const milestone, stage, step = "任务编号 | 节点编号 | 节点名称 | 责任单位 | 时限原文 | 完成日期", "任务编号 | 阶段序号 | 阶段名称 | 折算值 | 期初数", "任务编号 | 项目名称 | 环节序号 | 环节 | 责任单位 | 计划完成日期"
	return []examples{
		inPlan("milestone-twice", "节点", milestone,
			"T1 | 1 | 完成初稿 | 发改局 | 10月底前 | 2024-10-31\nT1 | 3 | 征求意见 | 发改局 | 11月底前 | 2024-11-30",
			"T1 | 1 | 完成初稿 | 发改局 | 10月底前 | 2024-10-31\nT1 | » 1 | 征求意见 | 发改局 | 11月底前 | 2024-11-30"),
		inPlan("reason-dates", "正当理由", "单位 | 任务编号 | 起始日 | 截至 | 原因 | 批准人",
			"发改局 | T1 | 2024-11-01 | 2024-11-10 | 等上级批复 | 分管县长",
			"发改局 | T1 | 2024-11-01 | » 2024-10-10 | 等上级批复 | 分管县长"),
		inPlan("reason-task-and-period", "正当理由", "单位 | 任务编号 | 期 | 原因 | 批准人",
			"发改局 | | 2024-09 | 机构改革 | 分管县长",
			"发改局 | T1 | » 2024-09 | 机构改革 | 分管县长"),
		inPlan("milestone-after-task", "节点", milestone,
			"T1 | 2 | 规划获批 | 发改局 | 年底前 | 2024-12-31",
			"T1 | 2 | 规划获批 | 发改局 | 明年1月底前 | » 2025-01-31"),
		inPlan("stage-twice", "分段", stage,
			"T3 | 3 | 改革完成 | 100 | 1",
			"T3 | 3 | 改革完成 | 100 | 1\nT3 | » 3 | 通过验收 | 100 | 0"),
		inPlan("stages-sum", "分段", stage,
			"T3 | 1 | 拟定方案 | 0 | 10\nT3 | 2 | 具体实施 | 50 | 4\nT3 | 3 | 改革完成 | 100 | 1",
			"T3 | 1 | 拟定方案 | 0 | » 9\nT3 | 2 | 具体实施 | 50 | 4\nT3 | 3 | 改革完成 | 100 | 1"),
		inPlan("part-twice", "分配", "任务编号 | 单位 | 目标值",
			"T7 | 白沙镇 | 600\nT7 | 南湖镇 | 400",
			"T7 | 白沙镇 | 600\nT7 | 南湖镇 | 400\nT7 | » 南湖镇 | 100"),
		inPlan("parts-sum", "分配", "任务编号 | 单位 | 目标值",
			"T7 | 白沙镇 | 600\nT7 | 南湖镇 | 400",
			"T7 | 白沙镇 | » 600\nT7 | 南湖镇 | 500"),
		inPlan("parts-exceed", "分配", "任务编号 | 单位 | 目标值",
			"T7 | 白沙镇 | 600\nT7 | 南湖镇 | 未明确",
			"T7 | 白沙镇 | » 1600\nT7 | 南湖镇 | 未明确").beside("pending-part"),
		{code: "parts-left-out",
			good: Example{Plan: table("任务", "任务编号 | 牵头单位", "T7 | 各镇") + table("=分配", "任务编号 | 单位 | 目标值", "T7 | 白沙镇 | 1000\nT7 | 南湖镇 | 0")},
			bad:  Example{Plan: table("任务", "任务编号 | 牵头单位", "T7 | 各镇") + table("=分配", "任务编号 | 单位 | 目标值", "T7 | » 白沙镇 | 1000")}},
		inPlan("indicator-twice", "指标", "指标编号 | 指标名称 | 任务编号 | 责任单位 | 计划值",
			"Z1 | 进出口增速 | T6 | 发改局 | 5\nZ2 | 实际利用外资 | T6 | 发改局 | 800",
			"Z1 | 进出口增速 | T6 | 发改局 | 5\n» Z1 | 实际利用外资 | T6 | 发改局 | 800"),
		interim("indicator-unknown", " | Z1 | 2024-10-31 | 4", " | » Z11 | 2024-10-31 | 4"),
		interim("interim-unowned", "T2 | | 2024-10-31 | 8", "» | | 2024-10-31 | 8"),
		interim("interim-task-differs", "T6 | Z1 | 2024-10-31 | 4", "» T2 | Z1 | 2024-10-31 | 4"),
		interim("interim-unmeasured", "T2 | | 2024-10-31 | 8", "» T1 | | 2024-10-31 | 8"),
		interim("interim-undated", "T2 | | 2024-10-31 | 8", "T2 | | » | 8"),
		interim("interim-twice", "T2 | | 2024-10-31 | 8\nT2 | | 2024-11-30 | 14", "T2 | | 2024-10-31 | 8\nT2 | | » 2024-10-31 | 14"),
		interim("interim-after-end", "T2 | | 2024-11-30 | 14", "T2 | | » 2024-12-31 | 14"),
		interim("interim-beyond", "T2 | | 2024-11-30 | 14", "T2 | | 2024-11-30 | » 140"),
		interim("interim-falls", "T2 | | 2024-10-31 | 8\nT2 | | 2024-11-30 | 14", "T2 | | 2024-10-31 | 8\nT2 | | 2024-11-30 | » 4"),
		inPlan("step-twice", "项目", step,
			"T4 | 大桥工程 | 2 | 施工许可 | 发改局 | 2024-12-31",
			"T4 | 大桥工程 | 2 | 施工许可 | 发改局 | 2024-12-31\nT4 | 大桥工程 | » 2 | 开工建设 | 发改局 | 2024-12-31"),
		inPlan("step-after-task", "项目", step,
			"T4 | 大桥工程 | 2 | 施工许可 | 发改局 | 2024-12-31",
			"T4 | 大桥工程 | 2 | 施工许可 | 发改局 | » 2025-03-01"),
		inPlan("investment-twice", "项目", "任务编号 | 项目名称 | 环节序号 | 环节 | 年度计划投资",
			"T4 | 大桥工程 | 2 | 施工许可 | 3000\nT4 | 大桥工程 | 3 | 开工建设 | 3000",
			"T4 | 大桥工程 | 2 | 施工许可 | 3000\nT4 | 连接线工程 | 3 | 开工建设 | » 5000"),
		inPlan("step-unnamed", "项目", "任务编号 | 项目名称 | 环节序号 | 环节 | 责任单位",
			"T4 | 大桥工程 | 2 | 施工许可 | 发改局",
			"T4 | 大桥工程 | 2 | 施工许可 | 发改局\nT4 | 连接线工程 | | | » 商务局"),
	}
}

func listExamples() []examples {
	list := func(code, good, bad string) examples {
		return inPlan(code, "表样", "表名 | 列名 | 类型 | 可选项", good, bad)
	}
	return []examples{
		list("list-nameless", "外出招商 | 外出日期 | 日期 |", "» | 外出日期 | 日期 |").badBeside("required"),
		list("list-name", "外出招商 | 外出日期 | 日期 |", "» 招商/外出 | 外出日期 | 日期 |"),
		list("list-name-taken", "外出招商 | 外出日期 | 日期 |", "» 问题清单 | 外出日期 | 日期 |"),
		list("list-no-choices", "外出招商 | 阶段 | 选项 | 洽谈、签约、落地", "外出招商 | 阶段 | 选项 | »"),
		inPlan("special-twice", "专项调度", "调度日 | 专项名称 | 调度内容",
			"2024-09-28 | 集中开工 | 工程\n2024-09-29 | 项目观摩 | T4",
			"2024-09-28 | 集中开工 | 工程\n» 2024-09-28 | 项目观摩 | T4"),
		inPlan("special-scope-unknown", "专项调度", "调度日 | 专项名称 | 调度内容",
			"2024-09-28 | 集中开工 | 项目、T1",
			"2024-09-28 | 集中开工 | » 工业、T1"),
		list("list-choices-long", "外出招商 | 阶段 | 选项 | 洽谈、签约、落地",
			"外出招商 | 阶段 | 选项 | » "+manyChoices),
		list("list-column-nameless", "外出招商 | 外出日期 | 日期 |", "外出招商 | » | 日期 |").badBeside("required"),
		list("list-column-twice", "外出招商 | 外出日期 | 日期 |\n外出招商 | 返回日期 | 日期 |", "外出招商 | 外出日期 | 日期 |\n外出招商 | » 外出日期 | 日期 |"),
	}
}

// manyChoices has more choices than a drop-down takes.
const manyChoices = "初次联系并交换资料、第一次实地考察洽谈、第二次实地考察洽谈、企业内部研究论证、双方商定合作框架、签订合作框架协议、完成项目选址踏勘、项目提交联审会议、联审会议讨论通过、签订正式投资合同、注册成立项目公司、首期注册资本到位、完成立项备案手续、完成规划方案审批、完成用地报批手续、完成环境影响评价、完成施工图的审查、取得施工许可证件、项目正式动工建设、主体工程全面封顶、设备安装调试完毕、项目试生产试运营、项目正式竣工投产、项目纳入规上统计、兑现招商奖励政策、项目跟踪服务回访、年度考核评价结果、列入次年续建计划、归档销号办结完成"

func decisionExamples() []examples {
	const (
		change   = "变更对象 | 对象编号 | 字段 | 新值 | 生效日期 | 原因 | 批准人"
		verified = "任务编号 | 单位 | 字段 | 核定值 | 原因 | 核定人"
		closing  = "任务编号 | 单位 | 期 | 字段 | 核定值 | 原因 | 核定人"
		raised   = "| | T6 | 出口订单不足 | 统计 | 商务局 | 张三 | 2024-10-20 | 县市级 | "
		again    = "FGJ-202406-01 | 发改局 | T6 | 出口订单不足 | 统计 | 商务局 | 张三 | 2024-10-20 | 县市级 | "
	)
	return []examples{
		inPlan("period-unknown", "免报", "单位 | 期 | 原因 | 批准人",
			"白沙镇 | 2024-09 | 换届 | 张县长",
			"白沙镇 | » 秋天 | 换届 | 张县长"),
		inPlan("change-object-unknown", "变更", change,
			"任务 | T1 | 完成日期 | 2025-01-31 | 2024-10-01 | 用地未批 | 张县长",
			"任务 | » T11 | 完成日期 | 2025-01-31 | 2024-10-01 | 用地未批 | 张县长"),
		inPlan("change-below", "变更", change,
			"任务 | T1 | 完成日期 | 2025-01-31 | 2024-10-01 | 用地未批 | 张县长",
			"任务 | » HLX·T1 | 完成日期 | 2025-01-31 | 2024-10-01 | 用地未批 | 张县长").
			with(table("单位", "单位编码 | 单位名称 | 单位类别 | 报送总台账", "HLX | 河林县 | 县区 | 是")),
		inPlan("change-date", "变更", change,
			"任务 | T1 | 完成日期 | 2025-01-31 | 2024-10-01 | 用地未批 | 张县长",
			"任务 | T1 | 完成日期 | » 明年 | 2024-10-01 | 用地未批 | 张县长"),
		inPlan("change-field", "变更", change,
			"任务 | T1 | 配合单位 | 白沙镇 | 2024-10-01 | 职责调整 | 张县长",
			"单位 | 商务局 | » 牵头单位 | 发改局 | 2024-10-01 | 职责调整 | 张县长"),
		inPlan("change-lead-gone", "变更", change,
			"任务 | T1 | 牵头单位 | 商务局 | 2024-10-01 | 职责调整 | 张县长\n任务 | T1 | 配合单位 | 发改局 | 2024-10-01 | 职责调整 | 张县长",
			"任务 | T1 | 牵头单位 | » 商务局 | 2024-10-01 | 职责调整 | 张县长"),
		inPlan("change-parts-stay", "变更", change,
			"任务 | T3 | 牵头单位 | 商务局 | 2024-10-01 | 机构改革 | 张县长",
			"任务 | T4 | 牵头单位 | » 商务局 | 2024-10-01 | 机构改革 | 张县长"),
		inPlan("change-target-unused", "变更", change,
			"任务 | T2 | 目标值 | 30 | 2024-10-01 | 追加任务 | 张县长",
			"任务 | T5 | 目标值 | » 30 | 2024-10-01 | 追加任务 | 张县长"),
		inPlan("approver-missing", "变更", change,
			"任务 | T1 | 完成日期 | 2025-01-31 | 2024-10-01 | 用地未批 | 张县长",
			"任务 | T1 | 完成日期 | 2025-01-31 | 2024-10-01 | 用地未批 | »"),
		inPlan("waiver-rule-unknown", "豁免", "规则编码 | 单位 | 期 | 原因 | 批准人",
			"value-fell | 发改局 | 2024-09 | 口径调整 | 张县长",
			"» value-fel | 发改局 | 2024-09 | 口径调整 | 张县长"),
		{code: "verification-no-bureau",
			good: Example{Plan: table("任务", "任务编号 | 牵头单位", "T2 | 未明确") + table("核定", verified, "T2 | 白沙镇 | 累计完成值 | 8 | 实地核查 | 李四"), Beside: []string{"pending-lead"}},
			bad:  Example{Plan: table("任务", "任务编号 | 牵头单位", "T2 | 未明确") + table("核定", verified, "T2 | » | 累计完成值 | 8 | 实地核查 | 李四"), Beside: []string{"pending-lead"}}},
		inPlan("verification-value", "核定", verified,
			"T2 | 发改局 | 累计完成值 | 8 | 实地核查 | 李四",
			"T2 | 发改局 | 累计完成值 | » 不少 | 实地核查 | 李四"),
		inPlan("verification-idle", "核定", verified,
			"T2 | 白沙镇 | 累计完成值 | 8 | 实地核查 | 李四",
			"T2 | » 商务局 | 累计完成值 | 8 | 实地核查 | 李四"),
		inPlan("verification-twice", "核定", verified,
			"T2 | 发改局 | 累计完成值 | 8 | 实地核查 | 李四\nT2 | 白沙镇 | 累计完成值 | 9 | 复核 | 李四",
			"T2 | 发改局 | 累计完成值 | 8 | 实地核查 | 李四\nT2 | 发改局 | 累计完成值 | » 9 | 复核 | 李四"),
		inPlan("verification-below", "核定", closing,
			"SWJ-202409-01 | 商务局 | 2024-09 | 销号 | 是 | 实地核查 | 李四",
			"» HLX·JT-202409-01 | 河林县 | 2024-09 | 销号 | 是 | 实地核查 | 李四").
			with(table("单位", "单位编码 | 单位名称 | 单位类别 | 报送总台账", "HLX | 河林县 | 县区 | 是")),
		inPlan("verification-problem-unknown", "核定", closing,
			"FGJ-202408-01 | 发改局 | 2024-08 | 销号 | 是 | 实地核查 | 李四",
			"» FGJ-202408-10 | 发改局 | 2024-08 | 销号 | 是 | 实地核查 | 李四").prior(onProblems, problemHead, raised+"是 | 2024-08-26"),
		{code: "verification-unsettled",
			good: Example{Plan: table("核定", closing, "FGJ-202408-01 | 发改局 | 2024-08 | 销号 | 是 | 实地核查 | 李四"), Prior: []string{table(onProblems, problemHead, raised+"是 | 2024-08-26")}},
			bad:  Example{Plan: table("核定", closing, "» FGJ-202408-01 | 发改局 | 2024-08 | 销号 | 是 | 实地核查 | 李四"), Prior: []string{table(onProblems, problemHead, raised+"|")}}},
		inPlan("verification-reopened", "核定", closing,
			"FGJ-202406-01 | 发改局 | 2024-08 | 销号 | 是 | 实地核查 | 李四",
			"» FGJ-202406-01 | 发改局 | 2024-06 | 销号 | 是 | 实地核查 | 李四").
			prior(onProblems, problemHead, raised+"是 | 2024-06-26", again+"否 |", again+"是 | 2024-08-26"),
		inPlan("problem-unseen", "单位", "单位编码 | 单位名称", "SWJ | 商务局", "HBJ | » 环保局").badBeside("bureau-without-task").
			prior(onProblems, problemHead, "| | T6 | 排污指标未定 | 环评 | 环保局、商务局 | 张三 | 2024-10-20 | 县市级 | |"),
		inPlan("verification-no-period", "核定", closing,
			"FGJ-202408-01 | 发改局 | 2024-08 | 销号 | 是 | 实地核查 | 李四",
			"FGJ-202408-01 | 发改局 | » | 销号 | 是 | 实地核查 | 李四").prior(onProblems, problemHead, raised+"是 | 2024-08-26"),
		inPlan("verification-uncounted", "核定", closing,
			"T2 | 发改局 | 2024-09 | 销号 | 8 | 实地核查 | 李四",
			"T2 | 发改局 | 2024-09 | 销号 | » 是 | 实地核查 | 李四").
			with(table("任务", "任务编号 | 计量方式 | 目标值", "T2 | 整改 | 20")),
	}
}

// issuedExamples gives the examples of the rules that compare a plan with the one that a round was issued with.
func issuedExamples() []examples {
	const (
		head       = "变更对象 | 对象编号 | 字段 | 原值 | 新值 | 生效日期 | 原因 | 批准人"
		bureaus    = "单位编码 | 单位名称 | 别名"
		tasks      = "任务编号 | 牵头单位"
		added      = "任务编号 | 重点任务 | 牵头单位 | 开始日期 | 完成日期"
		milestones = "任务编号 | 节点编号 | 完成日期"
		waived     = "规则编码 | 单位 | 期 | 任务编号 | 原因 | 批准人"
		passed     = "任务 | T3 | 牵头单位 | 发改局 | 商务局 | %s | 职责调整 | 张县长"
	)
	change := func(from string) string { return table("变更", head, fmt.Sprintf(passed, from)) }
	later := table("任务", added, "T90 | 清理欠款 | 发改局 | 2024-10-08 | 2024-12-31")
	joined := table("单位", bureaus, "SWJ | 商务局 | 商务、商贸局") + table("任务", "任务编号 | 配合单位", "T3 | 商务局")
	reported := table("任务进展", "任务编号 | 进展状态 | 进展情况", "T3 | 推进中 | 配合完成申报")
	traded := table("任务", "任务编号 | 配合单位", "T3 | 商贸局")
	return []examples{
		{code: "change-after-issue",
			good: Example{Plan: change("2024-10-08"), Issued: table("任务", tasks, "T3 | 发改局")},
			bad:  Example{Plan: change("» 2024-09-20"), Issued: table("任务", tasks, "T3 | 发改局")}},
		{code: "change-after-year",
			good: Example{Plan: change("2024-12-20"), Issued: change("2024-12-20"), Round: "2024-12"},
			bad:  Example{Plan: change("» 2024-12-20"), Issued: table("任务", tasks, "T3 | 发改局"), Round: "2024-12"}},
		{code: "assignment-unrecorded",
			good: Example{Plan: change("2024-10-08"), Issued: table("任务", tasks, "T3 | 发改局")},
			bad:  Example{Plan: table("任务", tasks, "T3 | » 商务局"), Issued: table("任务", tasks, "T3 | 发改局")}},
		{code: "change-withdrawn",
			good: Example{Plan: change("2024-09-20"), Issued: change("2024-09-10")},
			bad:  Example{Plan: table("任务", tasks, "T3 | » 发改局"), Issued: change("2024-09-20")}},
		{code: "issued-plan-lost",
			good: Example{Plan: table("任务", tasks, "T3 | 发改局"), Issued: table("任务", tasks, "T3 | 发改局")},
			bad:  Example{Plan: table("任务", tasks, "T3 | 发改局"), Lost: true}},
		{code: "parts-edited",
			good: Example{Plan: table("节点", milestones, "T1 | 1 | 2024-10-31"), Issued: table("节点", milestones, "T1 | 1 | 2024-10-31")},
			bad:  Example{Plan: table("节点", milestones, "T1 | 1 | 2024-11-15"), Issued: table("节点", milestones, "T1 | 1 | 2024-10-31")}},
		{code: "bureau-gone",
			good: Example{Plan: table("单位", bureaus, "SWJ | 商务局 | 商务、商贸局") + traded, Issued: table("单位", bureaus, "SMJ | 商贸局 |") + traded,
				Beside: []string{"bureau-merged"}},
			bad: Example{Plan: table("单位", bureaus, "SWJ | 商务局 | 商务"), Issued: table("单位", bureaus, "SMJ | 商贸局 |") + traded,
				Beside: []string{"assignment-unrecorded"}}},
		{code: "bureau-merged",
			good: Example{Plan: table("单位", bureaus, "SWJ | 商务局 | 商务、商贸局"), Issued: table("单位", bureaus, "SMJ | 商贸局 |")},
			bad: Example{Plan: table("单位", bureaus, "SWJ | 商务局 | 商务、商贸局") + table("任务", "任务编号 | 配合单位", "T3 | 商务局"),
				Issued: table("单位", bureaus, "SMJ | 商贸局 |") + traded}},
		{code: "bureau-merged-anew",
			good: Example{Plan: joined, Issued: table("单位", bureaus, "SMJ | 商贸局 |") + traded,
				Others: []Other{{"商贸局", reported}, {"商务局", reported}}, Beside: []string{"bureau-merged"}},
			bad: Example{Plan: joined, Issued: table("单位", bureaus, "SMJ | 商贸局 |") + traded,
				Others: []Other{{"商贸局", reported}}, Beside: []string{"bureau-merged"}}},
		{code: "task-gone",
			good: Example{Plan: later, Issued: later},
			bad:  Example{Plan: table("任务", tasks, "T3 | 发改局"), Issued: later}},
		{code: "task-after-issue",
			good: Example{Plan: table("任务", added, "T90 | 清理欠款 | 发改局 | 2024-10-08 | 2024-12-31"), Issued: table("任务", tasks, "T3 | 发改局")},
			bad:  Example{Plan: table("任务", added, "» T90 | 清理欠款 | 发改局 | | 2024-12-31"), Issued: table("任务", tasks, "T3 | 发改局")}},
		{code: "decision-missed",
			good: Example{Plan: later + table("豁免", waived, "value-fell | 发改局 | 2024-10 | T90 | 口径调整 | 张县长"), Issued: table("任务", tasks, "T3 | 发改局")},
			bad:  Example{Plan: later + table("豁免", waived, "value-fell | 发改局 | 2024-09 | » T90 | 口径调整 | 张县长"), Issued: table("任务", tasks, "T3 | 发改局")}},
	}
}

// pendingExamples is about what the plan leaves open.
func pendingExamples() []examples {
	return []examples{
		inPlan("pending-lead", "任务", "任务编号 | 重点任务 | 牵头单位", "T2 | 招引亿元项目 | 发改局", "T2 | 招引亿元项目 | » 未明确"),
		inPlan("pending-due", "任务", "任务编号 | 重点任务 | 时限原文 | 完成日期", "T4 | 大桥工程 | 年底前 | 2024-12-31", "T4 | 大桥工程 | | » 未明确"),
		inPlan("pending-due-wording", "任务", "任务编号 | 重点任务 | 时限原文 | 完成日期", "T4 | 大桥工程 | 年底前 |", "T4 | 大桥工程 | » 尽快 |"),
		inPlan("pending-target", "任务", "任务编号 | 重点任务 | 目标值", "T2 | 招引亿元项目 | 20", "T2 | 招引亿元项目 | » 未明确"),
		inPlan("pending-part", "分配", "任务编号 | 单位 | 目标值", "T7 | 南湖镇 | 400", "T7 | 南湖镇 | » 未明确"),
		inPlan("pending-indicator", "指标", "指标编号 | 指标名称 | 计划值", "Z1 | 进出口增速 | 5", "Z1 | 进出口增速 | » 未明确"),
		inPlan("plan-fraction", "等次", "等次 | 起点分 | 名额比例", "优秀 | 80 | 40\n良好 | |", "优秀 | 80 | » 0.4\n良好 | |"),
		inPlan("pending-cell", "任务", "任务编号 | 重点任务 | 频次", "T1 | 编制园区规划 | 每月", "T1 | 编制园区规划 | » 未明确"),
	}
}
