package validate

import (
	"strings"

	"duban/workbook"
	"duban/workbook/numeral"
)

// problemColumns are the columns of 问题清单 that examples fill in.
const problemColumns = "问题编号 | 任务编号 | 问题 | 卡在环节 | 需协调单位 | 责任人 | 要求办结日期 | 级别 | 是否办结 | 办结日期"

// fieldExamples gives the examples of the rules about single cells.
func fieldExamples() []examples {
	const problems = problemColumns
	return []examples{
		inReturn(workbook.FaultNumber, onProgress, progHead,
			"T2 | 推进中 | 8 | 40 | | 新签约两个亿元项目 |",
			"T2 | 推进中 | » 八个多吧 | 40 | | 新签约两个亿元项目 |"),
		inReturn(workbook.FaultPercent, onProgress, progHead,
			"T1 | 推进中 | | 55 | | 完成现状调查和初稿 |",
			"T1 | 推进中 | | » 过半 | | 完成现状调查和初稿 |"),
		inReturn(workbook.FaultDate, onProgress, progHead,
			"T1 | 长期坚持 | | | 2024-09-28 | 制度已建立并长期执行 |",
			"T1 | 长期坚持 | | | » 2024年9月31日 | 制度已建立并长期执行 |"),
		inReturn(workbook.FaultChoice, onProgress, progHead,
			"T1 | 推进中 | | | | 完成现状调查和初稿 |",
			"T1 | » 推进了 | | | | 完成现状调查和初稿 |"),
		inReturn(workbook.FaultBool, "问题清单", problems,
			" | T4 | 用地预审未批 | 立项批复 | 商务局 | 张三 | 2024-10-20 | 县市级 | 否 |",
			" | T4 | 用地预审未批 | 立项批复 | 商务局 | 张三 | 2024-10-20 | 县市级 | » 快了 |"),
		inReturn(workbook.FaultError, "指标进展", "指标编号 | 指标名称 | 本期值", "Z1 | 进出口增速 | 7.1", "Z1 | 进出口增速 | » #DIV/0!"),
		inReturn(workbook.FaultUnstored, "指标进展", "指标编号 | 指标名称 | 本期值", "Z1 | 进出口增速 | 7.1", "Z1 | 进出口增速 | » =7+0.1"),
		inReturn(workbook.FaultUnit, onProgress, progHead,
			"T2 | 推进中 | 8 | 40 | | 新签约两个亿元项目 |",
			"T2 | 推进中 | » 40% | 40 | | 新签约两个亿元项目 |"),
		inReturn(workbook.FaultDated, onProgress, progHead,
			"T2 | 推进中 | 8 | 40 | | 新签约两个亿元项目 |",
			"T2 | 推进中 | » 2024-09-08 | 40 | | 新签约两个亿元项目 |"),
		inReturn(workbook.FaultShown, onProgress, progHead,
			"T2 | 推进中 | 8 | 40 | | 新签约两个亿元项目 |",
			"T2 | 推进中 | » 80000⇢8万 | 40 | | 新签约两个亿元项目 |"),
		inReturn(workbook.FaultLarge, onProgress, progHead,
			"T2 | 推进中 | 8 | 40 | | 新签约两个亿元项目 |",
			"T2 | 推进中 | » 8000000000000000 | 40 | | 新签约两个亿元项目 |"),
		inReturn(workbook.FaultMerged, "分段进展", "任务编号 | 阶段序号 | 本期数",
			"T3 | '1 | 5\nT3 | '2 | 9",
			"T3 | '1 | » 14\nT3 | '2 | » ⇑"),
		inReturn(workbook.FaultPicture, onProgress, "任务编号 | 进展状态 | 实际完成日期 | 进展情况 | 佐证材料",
			"T6 | 已完成 | 2024-09-02 | 指标均已达到计划 | 统计月报",
			`T6 | 已完成 | 2024-09-02 | 指标均已达到计划 | » =DISPIMG("ID_1",1) => '=DISPIMG("ID_1",1)`),
		inReturn("outside-formula", "指标进展", "指标编号 | 指标名称 | 本期值", "Z1 | 进出口增速 | 7.1", "Z1 | 进出口增速 | » =[1]月报!C5 => 7.1").
			badBeside(repairCode(numeral.RepairFormula)),
		inReturn("volatile-formula", "指标进展", "指标编号 | 指标名称 | 本期值", "Z1 | 进出口增速 | 7.1", "Z1 | 进出口增速 | » =OFFSET(E2,0,1) => 7.1").
			badBeside(repairCode(numeral.RepairFormula)),
		inList("required", "日期 | 是 |", "2024-09-03 | 张三", "» | 张三"),
		inReturn("field-gte", onProgress, progHead,
			"T2 | 推进中 | 0 | 0 | | 项目还在洽谈之中 |",
			"T2 | 推进中 | » -2 | 0 | | 项目还在洽谈之中 |"),
		inPlan("field-lte", "分段", "任务编号 | 阶段序号 | 阶段名称 | 折算值", "T3 | 3 | 改革完成 | 100", "T3 | 3 | 改革完成 | » 120"),
		inReturn("field-max", "问题清单", problems,
			" | T4 | 用地预审未批 | "+strings.Repeat("长", 200)+" | 商务局 | 张三 | 2024-10-20 | 县市级 | 否 |",
			" | T4 | 用地预审未批 | » "+strings.Repeat("长", 201)+" | 商务局 | 张三 | 2024-10-20 | 县市级 | 否 |"),
		inReturn("needed-unknown", "问题清单", problems,
			" | T4 | 用地预审未批 | 立项批复 | 商务局 | 张三 | 2024-10-20 | 县市级 | 否 |",
			" | T4 | 用地预审未批 | 立项批复 | » 商务居 | 张三 | 2024-10-20 | 县市级 | 否 |"),
		inReturn("level-unclear", "问题清单", problems,
			" | T4 | 用地预审未批 | 立项批复 | 省自然资源厅 | 张三 | 2024-10-20 | 上级 | 否 |",
			" | T4 | 用地预审未批 | 立项批复 | 商务局 | 张三 | 2024-10-20 | » 市级 | 否 |"),
		inReturn("problem-task-unknown", "问题清单", problems,
			" | T4 | 用地预审未批 | 立项批复 | 商务局 | 张三 | 2024-10-20 | 县市级 | 否 |",
			" | » T44 | 用地预审未批 | 立项批复 | 商务局 | 张三 | 2024-10-20 | 县市级 | 否 |"),
	}
}

// inList makes a pair of cases in a county's own list, whose first column has the given type.
func inList(code, typ, good, bad string) examples {
	plan := table("表样", "表名 | 列名 | 类型 | 必填 | 可选项", "外出招商 | 外出日期 | "+typ+"\n外出招商 | 带队领导 | 文本 | |")
	return examples{code: code,
		good: Example{Plan: plan, Return: table("外出招商", "外出日期 | 带队领导", good)},
		bad:  Example{Plan: plan, Return: table("外出招商", "外出日期 | 带队领导", bad)}}
}

// repairExamples shows what reading repairs: the good case has a value as it should be typed, the bad one a value that had to be repaired.
func repairExamples() []examples {
	figure := func(r numeral.Repair, unit, latest, good, bad string) examples {
		e := inReturn(repairCode(r), "指标进展", "指标编号 | 指标名称 | 本期值", "Z1 | 进出口额 | "+good, "Z1 | 进出口额 | » "+bad)
		plan := table("指标", "指标编号 | 指标名称 | 计量单位 | 最新值", "Z1 | 进出口额 | "+unit+" | "+latest)
		e.good.Plan, e.bad.Plan = plan, plan
		return e
	}
	day := func(r numeral.Repair, bad string) examples {
		return inReturn(repairCode(r), "项目进度", "任务编号 | 环节序号 | 环节 | 环节状态 | 实际开始日期",
			"T4 | '1 | 立项批复 | 推进中 | 2024-09-10", "T4 | '1 | 立项批复 | 推进中 | » "+bad)
	}
	return []examples{
		figure(numeral.RepairTextNumber, "万元", "9000", "9500", "'9500"),
		figure(numeral.RepairFullWidth, "万元", "9000", "9500", "９５００"),
		figure(numeral.RepairSpaces, "万元", "9000", "9500", `9500\s`),
		figure(numeral.RepairThousands, "万元", "9000", "9500", "9,500"),
		figure(numeral.RepairUnit, "万元", "9000", "9500", "9500万元"),
		figure(numeral.RepairScaleBai, "家", "900", "900", "9百"),
		figure(numeral.RepairScaleQian, "家", "9000", "9000", "9千"),
		figure(numeral.RepairScaleWan, "元", "90000", "95000", "9.5万"),
		figure(numeral.RepairScaleYi, "万元", "9000", "9500", "0.95亿"),
		figure(numeral.RepairApprox, "万元", "9000", "9500", "约9500"),
		figure(numeral.RepairPercentSign, "%", "6.5", "7.1", "'7.1%"),
		figure(numeral.RepairChinese, "家", "9", "9", "九"),
		day(numeral.RepairDateText, "2024.9.10"),
		day(numeral.RepairShortYear, "24.9.10"),
		day(numeral.RepairYearAssumed, "9月10日"),
		day(numeral.RepairSerial, "'45545"),
		day(numeral.RepairTimeCut, "2024年9月10日14时"),
		figure(numeral.RepairFormula, "万元", "9000", "9500", "=9000+500 => 9500"),
		inReturn(repairCode(numeral.RepairMerged), "项目进度", "任务编号 | 环节序号 | 环节 | 环节状态 | 实际开始日期 | 说明",
			"T4 | '1 | 立项批复 | 推进中 | 2024-09-10 | 已上报\nT4 | '2 | 施工许可 | 推进中 | 2024-09-20 | 已上报",
			"T4 | '1 | 立项批复 | 推进中 | 2024-09-10 | » 已上报\nT4 | '2 | 施工许可 | 推进中 | 2024-09-20 | ⇑"),
		inReturn(repairCode(numeral.RepairOpen), "项目进度", "任务编号 | 环节序号 | 环节 | 环节状态 | 实际开始日期",
			"T4 | '1 | 立项批复 | 推进中 |", "T4 | '1 | 立项批复 | 推进中 | » 待定"),
	}
}
