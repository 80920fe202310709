package validate

import (
	"strings"

	"duban/workbook/formula"
)

// schemeExamples are those of the rules about how a plan scores and what rules of its own it has.
func schemeExamples() []examples {
	const item = "编号 | 计分项 | 适用范围 | 分值 | 取数 | 计分方法 | 下限 | 上限"
	own := func(code, good, bad string) examples {
		return inPlan(code, "校验规则", "规则编码 | 适用表 | 公式 | 级别 | 提示", good, bad)
	}
	return []examples{
		inPlan("scheme-sum", "计分办法", item,
			"S1 | 任务完成 | 全部 | 90 | 任务 | 按完成率 | 0 | 90",
			"S1 | 任务完成 | 全部 | » 85 | 任务 | 按完成率 | 0 | 90"),
		inPlan("scheme-item-twice", "计分办法", item,
			"S3 | 加减分 | 全部 | 0 | 加减分 | 直接计入 | -5 | 5\nS4 | 年度奖励 | 全部 | 0 | 加减分 | 直接计入 | 0 | 5",
			"S3 | 加减分 | 全部 | 0 | 加减分 | 直接计入 | -5 | 5\n» S3 | 年度奖励 | 全部 | 0 | 加减分 | 直接计入 | 0 | 5"),
		inPlan("scheme-points-negative", "计分办法", item,
			"S3 | 加减分 | 全部 | 0 | 加减分 | 直接计入 | -5 | 5",
			"S3 | 加减分 | 全部 | » -5 | 加减分 | 直接计入 | -5 | 5"),
		inPlan("scheme-floor-above-cap", "计分办法", item,
			"S3 | 加减分 | 全部 | 0 | 加减分 | 直接计入 | -5 | 5",
			"S3 | 加减分 | 全部 | 0 | 加减分 | 直接计入 | » 6 | 5"),
		inPlan("scheme-cap-below-points", "计分办法", item,
			"S1 | 任务完成 | 全部 | 90 | 任务 | 按完成率 | 0 | 90",
			"S1 | 任务完成 | 全部 | 90 | 任务 | 按完成率 | 0 | » 80"),
		inPlan("scheme-scope-unknown", "计分办法", item,
			"S3 | 加减分 | 镇区 | 0 | 加减分 | 直接计入 | -5 | 5",
			"S3 | 加减分 | » 乡镇 | 0 | 加减分 | 直接计入 | -5 | 5"),
		inPlan("method-unknown", "计分办法", item,
			"S1 | 任务完成 | 全部 | 90 | 任务 | 按完成率 | 0 | 90",
			"S1 | 任务完成 | 全部 | 90 | 任务 | » 按完成 | 0 | 90").badBeside("method-unused"),
		inPlan("method-twice", "计分方法", "方法名称 | 公式",
			"直接计入 | '=[@分值]",
			"直接计入 | '=[@分值]\n» 直接计入 | '=[@加减分]"),
		inPlan("method-unused", "计分方法", "方法名称 | 公式",
			"直接计入 | '=[@分值]",
			"直接计入 | '=[@分值]\n» 加倍计入 | '=[@分值]*2"),
		inPlan("method-input-unknown", "计分方法", "方法名称 | 公式", "直接计入 | '=[@分值]", "直接计入 | » '=[@分数]"),
		inPlan("method-input-grain", "计分办法", item,
			"S2 | 按时报送 | 全部 | 10 | 报送 | 报送扣分 | 0 | 10",
			"S2 | 按时报送 | 全部 | 10 | 报送 | » 按完成率 | 0 | 10").badBeside("method-unused"),
		own("rule-twice",
			"qs-1 | 任务进展 | '=LEN([@进展情况])>=20 | 提醒 | 请写足20字\nqs-2 | 任务进展 | '=[@下步措施]<>\"\" | 提醒 | 请写下步措施",
			"qs-1 | 任务进展 | '=LEN([@进展情况])>=20 | 提醒 | 请写足20字\n» qs-1 | 任务进展 | '=[@下步措施]<>\"\" | 提醒 | 请写下步措施"),
		{code: "rule-not-computable",
			good: Example{Plan: table("校验规则", "规则编码 | 适用表 | 公式 | 级别 | 提示", "qs-1 | 指标进展 | '=IF([@上期值]<>0,[@本期值]/[@上期值]<2,TRUE) | 提醒 | 请核对增幅"),
				Return: table("指标进展", "指标编号 | 指标名称 | 本期值", "Z1 | 进出口增速 | 7.1")},
			bad: Example{Plan: table("校验规则", "规则编码 | 适用表 | 公式 | 级别 | 提示", "qs-1 | 指标进展 | '=1/([@本期值]-7.1)>0 | 提醒 | 请核对增幅"),
				Return: table("指标进展", "指标编号 | 指标名称 | 本期值", "Z1 | 进出口增速 | » 7.1")}},
		inPlan("rule-code-taken", "校验规则", "规则编码 | 适用表 | 公式 | 级别 | 提示 | 启用日期 | 备注",
			"text-short | | | 提示 | | 2024-10-01 | 试行期间先不要求",
			"» text-short | 任务进展 | '=LEN([@进展情况])>=20 | 提醒 | 请写足20字 | |"),
		inPlan("rule-unknown", "校验规则", "规则编码 | 级别 | 备注",
			"text-short | 停用 | 试行期间先不要求",
			"» text-shrot | 停用 | 试行期间先不要求"),
		inPlan("switch-fixed", "校验规则", "规则编码 | 级别 | 备注",
			"locked-changed | 提醒 | 要求说明为何改动",
			"» row-twice | 停用 | 同一任务允许报两行"),
		inPlan("switch-severity", "校验规则", "规则编码 | 级别 | 备注",
			"text-short | 停用 | 试行期间先不要求",
			"text-short | » | 试行期间先不要求"),
		own("rule-column-unknown",
			"qs-1 | 任务进展 | '=LEN([@进展情况])>=20 | 提醒 | 请写足20字",
			"qs-1 | 任务进展 | » '=LEN([@进展])>=20 | 提醒 | 请写足20字"),
		own("rule-choice-unknown",
			"qs-1 | 任务进展 | '=IF([@进展状态]=\"已完成\",[@佐证材料]<>\"\",TRUE) | 提醒 | 请附材料",
			"qs-1 | 任务进展 | » '=IF([@进展状态]=\"办结\",[@佐证材料]<>\"\",TRUE) | 提醒 | 请附材料"),
		own("rule-text-for-figure",
			"qs-1 | 任务进展 | '=OR([@实际完成日期]=\"\",[@实际完成日期]>=DATE(2024,9,1)) | 提醒 | 请核对日期",
			"qs-1 | 任务进展 | » '=OR([@实际完成日期]=\"\",[@实际完成日期]>=\"2024-09-01\") | 提醒 | 请核对日期"),
		own("rule-not-a-condition",
			"qs-1 | 任务进展 | '=LEN([@进展情况])>=20 | 提醒 | 请写足20字",
			"qs-1 | 任务进展 | » '=LEN([@进展情况]) | 提醒 | 请写足20字"),
		own("rule-never-breaks",
			"qs-1 | 任务进展 | '=OR([@完成进度]=\"\",[@完成进度]<=100) | 提醒 | 请核对进度",
			"qs-1 | 任务进展 | » '=OR([@完成进度]<=100,[@完成进度]>50) | 提醒 | 请核对进度"),
		own("rule-always-breaks",
			"qs-1 | 任务进展 | '=OR([@完成进度]<50,[@完成进度]>=60) | 提醒 | 请核对进度",
			"qs-1 | 任务进展 | » '=AND([@完成进度]<50,[@完成进度]>=60) | 提醒 | 请核对进度"),
		inPlan("rule-too-late", "校验规则", "规则编码 | 适用表 | 公式 | 级别 | 提示 | 启用日期",
			"qs-1 | 任务进展 | '=LEN([@进展情况])>=20 | 提醒 | 请写足20字 | 2024-10-01",
			"qs-1 | 任务进展 | '=LEN([@进展情况])>=20 | 提醒 | 请写足20字 | » 2025-10-01"),
		{code: "rule-form-unused",
			good: Example{Plan: table("校验规则", "规则编码 | 适用表 | 公式 | 级别 | 提示", "qs-1 | 节点进展 | '=LEN([@说明])>=6 | 提醒 | 请写说明")},
			bad:  Example{Plan: "# -节点\n" + table("校验规则", "规则编码 | 适用表 | 公式 | 级别 | 提示", "qs-1 | » 节点进展 | '=LEN([@说明])>=6 | 提醒 | 请写说明")}},
	}
}

// formulaExamples show each way in which a formula of the plan can be wrong, in a rule of the county's own.
func formulaExamples() []examples {
	f := func(code, good, bad string) examples {
		return inPlan(formulaCode(code), "校验规则", "规则编码 | 适用表 | 公式 | 级别 | 提示",
			"qs-1 | 任务进展 | '"+good+" | 提醒 | 请核对", "qs-1 | 任务进展 | » '"+bad+" | 提醒 | 请核对")
	}
	const length = "=LEN([@进展情况])>=20"
	return []examples{
		f("name-unknown", `=[@进展状态]<>""`, `=进展状态<>""`),
		f(formula.CodeEmpty, length, "="),
		f(formula.CodeFormulaTooLong, length, "="+strings.Repeat("LEN([@进展情况])+", 700)+"1>0"),
		f(formula.CodeTextTooLong, `=[@进展情况]<>"同上月"`, `=[@进展情况]<>"`+strings.Repeat("长", formula.MaxTextLen+1)+`"`),
		f(formula.CodeNestingTooDeep, "=ABS([@完成进度])<=100", "="+strings.Repeat("ABS(", formula.MaxNesting+1)+"[@完成进度]"+strings.Repeat(")", formula.MaxNesting+1)+"<=100"),
		f(formula.CodeFullWidth, length, "=LEN（[@进展情况]）>=20"),
		f(formula.CodeCharInstead, length, "=LEN([@进展情况])≥20"),
		f(formula.CodeCharUnknown, length, "=LEN([@进展情况])>=~20"),
		f(formula.CodeTextOpen, `=[@进展状态]<>"未启动"`, `=[@进展状态]<>"未启动`),
		f(formula.CodeColumnOpen, `=[@进展状态]<>""`, `=[@进展状态<>""`),
		f(formula.CodeColumnEmpty, `=[@进展状态]<>""`, `=[@]<>""`),
		f(formula.CodeColumnSpecial, `=[@进展状态]<>""`, `=[[#This Row],[进展状态]]<>""`),
		f(formula.CodeTableName, `=[@进展状态]<>""`, `=任务进展[@进展状态]<>""`),
		f(formula.CodeBracketOpen, length, "=(LEN([@进展情况])>=20"),
		f(formula.CodeBracketExtra, length, "=LEN([@进展情况]))>=20"),
		f(formula.CodeValueMissing, length, "=LEN([@进展情况])>="),
		f(formula.CodeOperatorMissing, length, "=LEN([@进展情况]) 20"),
		f(formula.CodeSeparator, `=IF([@完成进度]>0,[@进展情况]<>"",TRUE)`, `=IF([@完成进度]>0;[@进展情况]<>"";TRUE)`),
		f(formula.CodeNumberMalformed, "=[@完成进度]<=99.5", "=[@完成进度]<=99.5.0"),
		f(formula.CodeNumberTooLarge, "=[@完成进度]<=1E3", "=[@完成进度]<=1E400"),
		f(formula.CodeErrorUnknown, "=[@完成进度]<>99", "=[@完成进度]<>#错"),
		f(formula.CodeReference, length, "=LEN(M2)>=20"),
		f(formula.CodeArrayElement, "=SUM({1,2})<=[@完成进度]", "=SUM({1,[@完成进度]})<=100"),
		f(formula.CodeArrayRagged, "=SUM({1,2;3,4})<=[@完成进度]", "=SUM({1,2;3})<=[@完成进度]"),
		f(formula.CodeFuncUnknown, "=ROUND([@完成进度],0)<=100", "=ROUNDD([@完成进度],0)<=100"),
		f(formula.CodeFuncVolatile, "=[@实际完成日期]<=DATE(2024,12,31)", "=[@实际完成日期]<=TODAY()"),
		f(formula.CodeFuncNewer, `=IF([@完成进度]>0,[@进展情况]<>"",TRUE)`, `=IFS([@完成进度]>0,[@进展情况]<>"")`),
		f(formula.CodeArgsFew, "=ROUND([@完成进度],0)<=100", "=ROUND([@完成进度])<=100"),
		f(formula.CodeArgsMany, length, "=LEN([@进展情况],20)>=20"),
		f(formula.CodeColumnMisplaced, "=[@完成进度]<=100", "=[完成进度]<=100"),
		f(formula.CodeArrayMisplaced, "=ABS([@完成进度])<=100", "=ABS({1,2})<=[@完成进度]"),
		f(formula.CodeCellsRequired, "=COUNTIF([完成进度],100)<=[@完成进度]", "=COUNTIF([@完成进度]+1,100)<=[@完成进度]"),
		f(formula.CodeTableRequired, `=ISNUMBER(MATCH([@进展状态],{"推进中","已完成"},0))`, `=ISNUMBER(MATCH([@进展状态],[@进展情况]&"",0))`),

		f(formula.CodeTextAsNumber, "=[@完成进度]*2<=200", `=[@完成进度]*"二"<=200`),
		f(formula.CodeTextAsTruth, `=IF([@进展状态]="已完成",[@佐证材料]<>"",TRUE)`, `=IF([@进展状态],[@佐证材料]<>"",TRUE)`),
		f(formula.CodeTextPassedBy, "=SUM([完成进度])<=3000", "=SUM([进展状态])<=3000"),
		f(formula.CodeNeverEqual, `=[@进展状态]<>"已完成"`, "=[@进展状态]<>100"),
		f(formula.CodeNoOrder, "=LEN([@进展状态])>=2", "=[@进展状态]>=2"),
		f(formula.CodeTextOrder, `=[@进展状态]<>"已完成"`, `=[@进展状态]>"已完成"`),
		f(formula.CodeFormatUnknown, `=TEXT([@完成进度],"0.0")<>"99.9"`, `=TEXT([@完成进度],"0.000")<>"99.900"`),
	}
}
