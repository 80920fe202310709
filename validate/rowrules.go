package validate

import (
	"slices"
	"strings"

	"duban/workbook"
	"duban/workbook/formula"
)

// rowRule is one built-in rule about a row, in the rule language over the headings and choices of the Chinese forms. It is TRUE on an
// untouched row, except if it asks for the one cell that every row needs; rules are only checked on touched rows. Formulas use only what
// Excel, WPS and LibreOffice compute alike.
type rowRule struct {
	code     string
	severity workbook.Severity
	form     string
	// field is the column that the finding is about.
	field  string
	source string
	// good keeps the rule and bad breaks it: headings and one row, as a pipe table.
	good, bad string
}

// builtInRules lists the rules about rows. Those with the code of a reading fault, such as not-a-number, are for the self-check in the
// issued workbook; in a return such cells are reported when they are read.
func builtInRules() []rowRule {
	var out []rowRule
	out = append(out, progressRules()...)
	out = append(out, stateRules(workbook.FormMilestoneState, "节点状态")...)
	out = append(out, stateRules(workbook.FormStepState, "环节状态")...)
	out = append(out, stepRules()...)
	out = append(out, stageRules()...)
	out = append(out, indicatorRules()...)
	return append(out, problemRules()...)
}

func progressRules() []rowRule {
	const form = workbook.FormProgress
	return []rowRule{
		{"status-missing", problem, form, workbook.ColStatus,
			`=[@进展状态]<>""`,
			"| 进展状态 | 进展情况 |\n| 推进中 | 已完成初稿并征求意见 |",
			"| 进展状态 | 进展情况 |\n| » | 已完成初稿并征求意见 |"},
		{workbook.FaultChoice, problem, form, workbook.ColStatus,
			`=OR([@进展状态]="",[@进展状态]="未启动",[@进展状态]="推进中",[@进展状态]="已完成",[@进展状态]="长期坚持",[@进展状态]="申请调整",[@进展状态]="本期无变化")`,
			"| 进展状态 | 进展情况 |\n| 推进中 | 已完成初稿并征求意见 |",
			"| 进展状态 | 进展情况 |\n| » 差不多了 | 已完成初稿并征求意见 |"},
		{"done-without-date", problem, form, workbook.ColDoneOn,
			`=IF([@进展状态]="已完成",[@实际完成日期]<>"",TRUE)`,
			"| 进展状态 | 实际完成日期 | 进展情况 | 佐证材料 |\n| 已完成 | 2024-09-20 | 方案已印发各镇执行 | 方案.pdf |",
			"| 进展状态 | 实际完成日期 | 进展情况 | 佐证材料 |\n| 已完成 | » | 方案已印发各镇执行 | 方案.pdf |"},
		{"date-without-done", problem, form, workbook.ColDoneOn,
			`=IF([@实际完成日期]="",TRUE,AND([@进展状态]<>"未启动",[@进展状态]<>"推进中",[@进展状态]<>"申请调整"))`,
			"| 进展状态 | 实际完成日期 | 进展情况 |\n| 长期坚持 | 2024-09-20 | 制度已建立并长期执行 |",
			"| 进展状态 | 实际完成日期 | 进展情况 |\n| 推进中 | » 2024-09-20 | 方案已印发各镇执行 |"},
		{workbook.FaultDate, problem, form, workbook.ColDoneOn,
			`=OR([@实际完成日期]="",ISNUMBER([@实际完成日期]))`,
			"| 进展状态 | 实际完成日期 | 进展情况 | 佐证材料 |\n| 已完成 | 2024-09-20 | 方案已印发各镇执行 | 方案.pdf |",
			"| 进展状态 | 实际完成日期 | 进展情况 | 佐证材料 |\n| 已完成 | » 月底 | 方案已印发各镇执行 | 方案.pdf |"},
		{"text-missing", problem, form, workbook.ColText,
			`=IF(OR([@进展状态]="推进中",[@进展状态]="已完成",[@进展状态]="长期坚持",[@进展状态]="申请调整"),[@进展情况]<>"",TRUE)`,
			"| 进展状态 | 进展情况 |\n| 推进中 | 已完成初稿并征求意见 |",
			"| 进展状态 | 进展情况 |\n| 推进中 | » |"},
		{"text-short", warning, form, workbook.ColText,
			`=IF(AND(OR([@进展状态]="推进中",[@进展状态]="已完成",[@进展状态]="长期坚持",[@进展状态]="申请调整"),[@进展情况]<>"",LEN([@进展情况])<6),` + saysSomething("[@进展情况]") + `,TRUE)`,
			"| 进展状态 | 进展情况 |\n| 推进中 | 已完成初稿并征求意见 |",
			"| 进展状态 | 进展情况 |\n| 推进中 | » 正常推进 |"},
		{workbook.FaultNumber, problem, form, workbook.ColDoneValue,
			`=OR([@累计完成值]="",ISNUMBER([@累计完成值]))`,
			"| 进展状态 | 累计完成值 | 进展情况 |\n| 推进中 | 62 | 本月新增12个村完成 |",
			"| 进展状态 | 累计完成值 | 进展情况 |\n| 推进中 | » 六十多个 | 本月新增12个村完成 |"},
		{"value-fell", warning, form, workbook.ColDoneValue,
			`=IF(AND(ISNUMBER([@累计完成值]),ISNUMBER([@上期累计])),[@累计完成值]>=[@上期累计],TRUE)`,
			"| 上期累计 | 进展状态 | 累计完成值 | 进展情况 |\n| 50 | 推进中 | 62 | 本月新增12个村完成 |",
			"| 上期累计 | 进展状态 | 累计完成值 | 进展情况 |\n| 50 | 推进中 | » 48 | 本月核减了2个村 |"},
		{"not-started-with-value", warning, form, workbook.ColDoneValue,
			`=IF(AND([@进展状态]="未启动",ISNUMBER([@累计完成值])),IF(ISNUMBER([@上期累计]),[@累计完成值]<=[@上期累计],[@累计完成值]<=0),TRUE)`,
			"| 进展状态 | 累计完成值 |\n| 未启动 | 0 |",
			"| 进展状态 | 累计完成值 |\n| 未启动 | » 12 |"},
		{workbook.FaultPercent, problem, form, workbook.ColProgress,
			`=OR([@完成进度]="",ISNUMBER([@完成进度]))`,
			"| 进展状态 | 完成进度 | 进展情况 |\n| 推进中 | 65 | 已完成初稿并征求意见 |",
			"| 进展状态 | 完成进度 | 进展情况 |\n| 推进中 | » 过半 | 已完成初稿并征求意见 |"},
		{"progress-range", problem, form, workbook.ColProgress,
			`=IF(ISNUMBER([@完成进度]),AND([@完成进度]>=0,[@完成进度]<=100),TRUE)`,
			"| 进展状态 | 完成进度 | 进展情况 |\n| 推进中 | 65 | 已完成初稿并征求意见 |",
			"| 进展状态 | 完成进度 | 进展情况 |\n| 推进中 | » 120 | 已完成初稿并征求意见 |"},
		{"progress-fraction", problem, form, workbook.ColProgress,
			`=IF(ISNUMBER([@完成进度]),OR([@完成进度]<=0,[@完成进度]>1),TRUE)`,
			"| 进展状态 | 完成进度 | 进展情况 |\n| 推进中 | 80 | 已完成初稿并征求意见 |",
			"| 进展状态 | 完成进度 | 进展情况 |\n| 推进中 | » 0.8 | 已完成初稿并征求意见 |"},
		{"not-started-with-progress", problem, form, workbook.ColProgress,
			`=IF(AND([@进展状态]="未启动",ISNUMBER([@完成进度])),[@完成进度]<=0,TRUE)`,
			"| 进展状态 | 完成进度 |\n| 未启动 | 0 |",
			"| 进展状态 | 完成进度 |\n| 未启动 | » 20 |"},
		{"done-below-100", problem, form, workbook.ColProgress,
			`=IF(AND([@进展状态]="已完成",ISNUMBER([@完成进度])),OR([@完成进度]>=100,AND([@完成进度]>0,[@完成进度]<=1)),TRUE)`,
			"| 进展状态 | 完成进度 | 实际完成日期 | 进展情况 | 佐证材料 |\n| 已完成 | 100 | 2024-09-20 | 方案已印发各镇执行 | 方案.pdf |",
			"| 进展状态 | 完成进度 | 实际完成日期 | 进展情况 | 佐证材料 |\n| 已完成 | » 90 | 2024-09-20 | 方案已印发各镇执行 | 方案.pdf |"},
		{"full-but-open", warning, form, workbook.ColProgress,
			`=IF(AND([@进展状态]="推进中",ISNUMBER([@完成进度])),[@完成进度]<100,TRUE)`,
			"| 进展状态 | 完成进度 | 进展情况 |\n| 推进中 | 95 | 已完成初稿并征求意见 |",
			"| 进展状态 | 完成进度 | 进展情况 |\n| 推进中 | » 100 | 已完成初稿并征求意见 |"},
		{"change-without-reason", problem, form, workbook.ColTrouble,
			`=IF([@进展状态]="申请调整",[@存在问题及原因]<>"",TRUE)`,
			"| 进展状态 | 进展情况 | 存在问题及原因 | 下步措施 |\n| 申请调整 | 用地手续仍在报批 | 用地指标未批复 | 申请延至11月底 |",
			"| 进展状态 | 进展情况 | 存在问题及原因 | 下步措施 |\n| 申请调整 | 用地手续仍在报批 | » | 申请延至11月底 |"},
		{"trouble-without-next", warning, form, workbook.ColNext,
			`=IF(LEN([@存在问题及原因])>4,[@下步措施]<>"",TRUE)`,
			"| 进展状态 | 进展情况 | 存在问题及原因 | 下步措施 |\n| 推进中 | 用地手续仍在报批 | 用地指标未批复 | 10月中旬前完成报批 |",
			"| 进展状态 | 进展情况 | 存在问题及原因 | 下步措施 |\n| 推进中 | 用地手续仍在报批 | 用地指标未批复 | » |"},
		{"done-without-evidence", warning, form, workbook.ColEvidence,
			`=IF([@进展状态]="已完成",[@佐证材料]<>"",TRUE)`,
			"| 进展状态 | 实际完成日期 | 进展情况 | 佐证材料 |\n| 已完成 | 2024-09-20 | 方案已印发各镇执行 | 方案.pdf |",
			"| 进展状态 | 实际完成日期 | 进展情况 | 佐证材料 |\n| 已完成 | 2024-09-20 | 方案已印发各镇执行 | » |"},
		// A short text beside the status 本期无变化, such as 同上月, is no contradiction.
		{"unchanged-with-data", warning, form, workbook.ColStatus,
			`=IF([@进展状态]="本期无变化",AND(OR(NOT(ISNUMBER([@累计完成值])),[@累计完成值]=[@上期累计]),NOT(ISNUMBER([@完成进度])),NOT(ISNUMBER([@实际完成日期])),LEN([@进展情况])<=10),TRUE)`,
			"| 进展状态 | 累计完成值 | 完成进度 | 实际完成日期 | 进展情况 |\n| 本期无变化 | | | | 同上月 |",
			"| 进展状态 | 累计完成值 | 完成进度 | 实际完成日期 | 进展情况 |\n| » 本期无变化 | | | | 本月召开专题会议两次，印发实施方案 |"},
	}
}

// saysSomething gives the condition that a text of fewer than six characters says something: how much of something (签约5户, 五户, 已过半),
// or which step the work reached (主体封顶, 已开工). Other texts as short mostly say nothing: 正常推进, 进一步推进. A number alone does not
// say of what. 一 counts before a unit only, and 十 not in 十分: 一切正常 and 十分顺利 hold no number.
func saysSomething(text string) string {
	const (
		digits   = "0123456789０１２３４５６７８９二三四五六七八九十百千万亿两半"
		unsaying = "一.,%:;．，％：；。、 "
		// filler stands for the characters that a shorter text does not have.
		filler = "~"
		counts = `"一个","一户","一家","一项","一次","一处","一条","一批","一期","一名","一人","一件","一份","一座"`
		steps  = `"开工","动工","复工","封顶","贯通","合龙","通车","完工","竣工","验收","投产","投用","签约","挂牌","开标","中标","获批","印发","交付"`
	)
	found := func(in, among string) string {
		return `SUMPRODUCT(1*ISNUMBER(FIND(MID(` + in + `&"` + strings.Repeat(filler, 5) + `",{1,2,3,4,5},1),"` + among + `")))`
	}
	return `AND(OR(` + found(`SUBSTITUTE(`+text+`,"十分","")`, digits) + `>0,` +
		`SUMPRODUCT(1*ISNUMBER(FIND({` + counts + `,` + steps + `},` + text + `)))>0),` +
		found(text, digits+unsaying+filler) + `<5)`
}

// stateRules lists the rules that milestones and project steps share.
func stateRules(form, status string) []rowRule {
	st := "[@" + status + "]"
	head := "| " + status + " | 实际完成日期 | 说明 |\n"
	return []rowRule{
		{"status-missing", problem, form, workbook.ColStatus, "=" + st + `<>""`,
			head + "| 推进中 | | 正在办理 |", head + "| » | | 正在办理 |"},
		{workbook.FaultChoice, problem, form, workbook.ColStatus, "=OR(" + st + `="",` + st + `="未启动",` + st + `="推进中",` + st + `="已完成")`,
			head + "| 推进中 | | 正在办理 |", head + "| » 差不多了 | | 正在办理 |"},
		{"done-without-date", problem, form, workbook.ColDoneOn, `=IF(` + st + `="已完成",[@实际完成日期]<>"",TRUE)`,
			head + "| 已完成 | 2024-09-20 | |", head + "| 已完成 | » | |"},
		{"date-without-done", problem, form, workbook.ColDoneOn, `=IF([@实际完成日期]="",TRUE,AND(` + st + `<>"未启动",` + st + `<>"推进中"))`,
			head + "| 已完成 | 2024-09-20 | |", head + "| 推进中 | » 2024-09-20 | |"},
		{workbook.FaultDate, problem, form, workbook.ColDoneOn, `=OR([@实际完成日期]="",ISNUMBER([@实际完成日期]))`,
			head + "| 已完成 | 2024-09-20 | |", head + "| 已完成 | » 月底 | |"},
		{"state-backwards", warning, form, workbook.ColStatus, `=IF([@上期状态]="推进中",` + st + `<>"未启动",TRUE)`,
			"| 上期状态 | " + status + " | 说明 |\n| 推进中 | 推进中 | |", "| 上期状态 | " + status + " | 说明 |\n| 推进中 | » 未启动 | |"},
	}
}

func stepRules() []rowRule {
	const form = workbook.FormStepState
	const head = "| 环节状态 | 实际开始日期 | 实际完成日期 |\n"
	return []rowRule{
		{"step-dates-backwards", problem, form, workbook.ColDoneOn,
			`=IF(AND(ISNUMBER([@实际开始日期]),ISNUMBER([@实际完成日期])),[@实际完成日期]>=[@实际开始日期],TRUE)`,
			head + "| 已完成 | 2024-09-02 | 2024-09-20 |", head + "| 已完成 | 2024-09-20 | » 2024-09-02 |"},
		{"not-started-with-start", problem, form, workbook.ColStartedOn,
			`=IF([@环节状态]="未启动",[@实际开始日期]="",TRUE)`,
			head + "| 推进中 | 2024-09-02 | |", head + "| 未启动 | » 2024-09-02 | |"},
		{workbook.FaultDate, problem, form, workbook.ColStartedOn,
			`=OR([@实际开始日期]="",ISNUMBER([@实际开始日期]))`,
			head + "| 推进中 | 2024-09-02 | |", head + "| 推进中 | » 上月 | |"},
	}
}

func stageRules() []rowRule {
	const form = workbook.FormStageState
	return []rowRule{
		{"figure-missing", problem, form, workbook.ColCount, `=[@本期数]<>""`,
			"| 应合计 | 本期数 | 说明 |\n| 15 | 15 | 均在拟定方案 |", "| 应合计 | 本期数 | 说明 |\n| 15 | » | 均在拟定方案 |"},
		{workbook.FaultNumber, problem, form, workbook.ColCount, `=OR([@本期数]="",ISNUMBER([@本期数]))`,
			"| 应合计 | 本期数 |\n| 15 | 15 |", "| 应合计 | 本期数 |\n| 15 | » 全部 |"},
		{"count-whole", problem, form, workbook.ColCount,
			`=IF(ISNUMBER([@本期数]),AND([@本期数]>=0,[@本期数]=INT([@本期数])),TRUE)`,
			"| 应合计 | 本期数 |\n| 15 | 15 |", "| 应合计 | 本期数 |\n| 15.5 | » 15.5 |"},
		{"stages-total", problem, form, workbook.ColCount,
			`=IF(AND(ISNUMBER([@应合计]),ISNUMBER([@本期数])),[@本期合计]=[@应合计],TRUE)`,
			"| 应合计 | 本期数 |\n| 15 | 15 |", "| 应合计 | 本期数 |\n| 15 | » 14 |"},
	}
}

func indicatorRules() []rowRule {
	const form = workbook.FormIndicatorState
	return []rowRule{
		{workbook.FaultNumber, problem, form, workbook.ColValue, `=OR([@本期值]="",ISNUMBER([@本期值]))`,
			"| 本期值 |\n| 7.2 |", "| 本期值 |\n| » 未公布 |"},
		// A rate of 62% typed as 0.62 would count as almost nothing, or under a ceiling as fully kept.
		{"indicator-fraction", problem, form, workbook.ColValue,
			`=IF(AND([@计量单位]="%",ISNUMBER([@计划值]),ISNUMBER([@本期值])),OR([@计划值]<10,[@本期值]<=0,[@本期值]>1),TRUE)`,
			"| 计量单位 | 计划值 | 本期值 |\n| % | 62 | 61.5 |", "| 计量单位 | 计划值 | 本期值 |\n| % | 62 | » 0.615 |"},
		// A hundredth of the plan or of the last figure, and far from both: 0.05 for 5%.
		{"indicator-hundredth", warning, form, workbook.ColValue,
			`=IF(AND([@计量单位]="%",ISNUMBER([@计划值]),ISNUMBER([@本期值])),OR([@计划值]>=10,[@本期值]<=0,[@本期值]>=[@计划值]/10,` +
				`IF(ISNUMBER([@上期值]),[@本期值]>=[@上期值]/10,FALSE),` +
				`AND(OR(100*[@本期值]<[@计划值]/2,100*[@本期值]>2*[@计划值]),IF(ISNUMBER([@上期值]),OR(100*[@本期值]<[@上期值]/2,100*[@本期值]>2*[@上期值]),TRUE))),TRUE)`,
			"| 计量单位 | 计划值 | 上期值 | 本期值 |\n| % | 5 | 4.8 | 5.1 |", "| 计量单位 | 计划值 | 上期值 | 本期值 |\n| % | 5 | 4.8 | » 0.051 |"},
		// More than ten times the last figure is more often typed in the wrong unit (万 for 亿) than growth.
		{"figure-jump", warning, form, workbook.ColValue,
			`=IF(AND(ISNUMBER([@本期值]),ISNUMBER([@上期值])),OR([@上期值]=0,ABS([@本期值])<=10*ABS([@上期值])),TRUE)`,
			"| 上期值 | 本期值 |\n| 6.9 | 7.2 |", "| 上期值 | 本期值 |\n| 6.9 | » 72000 |"},
	}
}

func problemRules() []rowRule {
	const form = workbook.FormProblems
	const head = "| 问题 | 需协调单位 | 责任人 | 级别 | 是否办结 | 办结日期 |\n"
	return []rowRule{
		{"problem-missing", problem, form, workbook.ColProblemText, `=[@问题]<>""`,
			head + "| 用地未批 | 商务局 | 张三 | 县市级 | | |", head + "| » | 商务局 | 张三 | 县市级 | | |"},
		{workbook.FaultChoice, problem, form, workbook.ColLevel, `=OR([@级别]="",[@级别]="上级",[@级别]="县市级",[@级别]="部门",[@级别]="镇街")`,
			head + "| 用地未批 | 商务局 | 张三 | 县市级 | | |", head + "| 用地未批 | 商务局 | 张三 | » 不好说 | | |"},
		{workbook.FaultBool, problem, form, workbook.ColClosed, `=OR([@是否办结]="",[@是否办结]="是",[@是否办结]="否")`,
			head + "| 用地未批 | 商务局 | 张三 | 县市级 | 否 | |", head + "| 用地未批 | 商务局 | 张三 | 县市级 | » 快了 | |"},
		{"closed-without-date", problem, form, workbook.ColClosedOn, `=IF([@是否办结]="是",[@办结日期]<>"",TRUE)`,
			head + "| 用地未批 | 商务局 | 张三 | 县市级 | 是 | 2024-09-20 |", head + "| 用地未批 | 商务局 | 张三 | 县市级 | 是 | » |"},
		{"date-without-closed", problem, form, workbook.ColClosed, `=IF([@办结日期]<>"",[@是否办结]="是",TRUE)`,
			head + "| 用地未批 | 商务局 | 张三 | 县市级 | 是 | 2024-09-20 |", head + "| 用地未批 | 商务局 | 张三 | 县市级 | » | 2024-09-20 |"},
		{workbook.FaultDate, problem, form, workbook.ColClosedOn, `=OR([@办结日期]="",ISNUMBER([@办结日期]))`,
			head + "| 用地未批 | 商务局 | 张三 | 县市级 | 是 | 2024-09-20 |", head + "| 用地未批 | 商务局 | 张三 | 县市级 | 是 | » 月底 |"},
		{"problem-needed", info, form, workbook.ColNeeded, `=IF([@问题]<>"",[@需协调单位]<>"",TRUE)`,
			head + "| 用地未批 | 商务局 | 张三 | 县市级 | | |", head + "| 用地未批 | » | 张三 | 县市级 | | |"},
		{"problem-level", info, form, workbook.ColLevel, `=IF([@问题]<>"",[@级别]<>"",TRUE)`,
			head + "| 用地未批 | 商务局 | 张三 | 县市级 | | |", head + "| 用地未批 | 商务局 | 张三 | » | | |"},
	}
}

// rowCatalogue gives the row rules' entries of the catalogue, one for each code, and the one for a county's own rule that
// cannot be worked out.
func rowCatalogue() []Rule {
	out := []Rule{rule(ScopeRow, info, "rule-not-computable", "name", "value")}
	at := map[string]int{}
	for _, r := range builtInRules() {
		i, ok := at[r.code]
		if !ok {
			i = len(out)
			at[r.code] = i
			beside, _ := besideValue(r.code)
			out = append(out, Rule{Code: r.code, Severity: r.severity, Since: since, Scope: ScopeRow, Places: append([]string{"value", "field"}, beside...), Fixed: needed(r.code),
				Good: rowExample(r.form, r.good), Bad: rowExample(r.form, r.bad)})
		}
		out[i].Forms = append(out[i].Forms, r.form)
		out[i].Sources = append(out[i].Sources, r.source)
	}
	return out
}

// besideValue gives the arguments of a row rule's message that quote other cells of the row, and the columns of these cells.
func besideValue(code string) (places, columns []string) {
	switch code {
	case "value-fell", "figure-jump":
		return []string{"last"}, []string{workbook.ColPriorValue}
	case "stages-total":
		return []string{"sum", "due"}, []string{workbook.ColSum, workbook.ColWhole}
	}
	return nil, nil
}

// quoted gives the arguments of a built-in rule's message that quote other cells of the current row, name and value in turn.
func (g *grid) quoted(rule *workbook.Rule) (args []string) {
	if rule.Own {
		return nil
	}
	places, columns := besideValue(rule.Code)
	for i, place := range places {
		args = append(args, place, formula.NumberText(g.CellAt(g.form.Index(columns[i])).Num))
	}
	return args
}

// needed reports whether a county may not change a row rule, as a row would mean nothing or a figure be invalid without it.
func needed(code string) bool {
	return slices.Contains([]string{"status-missing", "figure-missing", "problem-missing", "progress-range", "count-whole", "stages-total"}, code)
}

// rising reports whether a row rule assumes that a figure only rises. Such rules do not hold for tasks whose figure may fall.
func rising(code string) bool { return code == "value-fell" || code == "not-started-with-value" }

// rowExample makes a sheet of the one row of a row rule's example, under the number that the row has in ExampleReturn.
func rowExample(form, rows string) Example {
	sheet, headings, number := rowOf(form)
	head, row, _ := strings.Cut(rows, "\n")
	return Example{Return: "# " + sheet + "\n| " + headings + " " + head + "\n| " + number + " " + row + "\n"}
}

// rowOf gives the sheet of a form, and the headings and cells that identify the row that the examples are about.
func rowOf(form string) (sheet, headings, number string) {
	switch form {
	case workbook.FormMilestoneState:
		return "节点进展", "任务编号 | 节点编号", "T1 | '1"
	case workbook.FormStageState:
		return "分段进展", "任务编号 | 阶段序号", "T3 | '1"
	case workbook.FormIndicatorState:
		return "指标进展", "指标编号 | 指标名称", "Z1 | 进出口增速"
	case workbook.FormStepState:
		return "项目进度", "任务编号 | 环节序号", "T4 | '1"
	case workbook.FormProblems:
		return "问题清单", "问题编号", ""
	}
	return "任务进展", "任务编号", "T6"
}
