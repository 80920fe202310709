package workbook

import "strings"

// BuiltInMethod is a method that a plan may name without defining it. Its formula names inputs by key, as [@ratio], and
// parameters and event levels in angle brackets.
type BuiltInMethod struct {
	Key, Zh, En, Formula string
}

// BuiltInMethods are the ways of scoring that counties have been seen to use.
func BuiltInMethods() []BuiltInMethod {
	return []BuiltInMethod{
		{"completion", "按完成率", "By completion", "[@points]*MIN(1,[@ratio])"},
		{"punctuality", "逾期递减", "Less when late", `IF([@days-late]="",[@points],MAX(0,[@points]*(1-0.1*ROUNDUP([@days-late]/7,0))))`},
		{"reporting", "报送扣分", "Reporting deductions", "MAX(0,ROUND([@points]*(1-0.1*[@late]-0.2*[@missing]-0.15*[@sent-back]),2))"},
		{"rating", "评议折算", "Marks converted", "ROUND([@points]*[@mark]/100,2)"},
		{"adjustment", "直接计入", "As approved", "[@points]"},
		{"growth", "增长类", "Growth", "[@points]*[@ratio]"},
		{"control", "控制类", "Control", "[@points]*(2-[@done]/[@target])"},
		{"difficulty", "难度加权", "By difficulty", "[@points]*[@difficulty]*MIN(1,[@ratio])"},
		{"slope", "超欠幅度", "By margin", "MAX(-<slope-cap>,MIN(<slope-cap>,ROUNDDOWN(ROUND(([@ratio]-1)*100/<slope-step>,6),0)*<slope-points>))"},
		{"bend", "超额折线", "Above target", "[@points]*MIN(1,[@ratio])+ROUND(MAX(0,MIN([@ratio],<bend>/100)-1)*100*<bend-rate>+MAX(0,[@ratio]-<bend>/100)*100*<bend-beyond>,9)"},
		{"threshold", "达线得分", "Threshold", "IF([@ratio]>=<threshold>/100,[@points],0)"},
		{"cliff", "断崖计分", "Cliff", "IF([@ratio]<=<cliff>/100,0,[@points]*MIN(1,[@ratio]))"},
		{"bands", "分档计分", "By band", "LOOKUP(ROUND([@ratio]*100,7),[band-from],[band-score])"},
		{"rank-bands", "名次分档", "By band of rank", "LOOKUP([@rank],[band-from],[band-score])"},
		{"rank-percent", "名次递减", "By rank, percent", "MAX(0,[@points]*(1-<rank-percent>/100*([@rank]-1)))"},
		{"rank-points", "名次减分", "By rank, points", "MAX(0,[@points]-<rank-points>*([@rank]-1))"},
		{"best", "与最优比", "Against the best", "IF([@best]=0,[@points],[@points]*[@own]/[@best])"},
		{"least", "与最低比", "Against the least", "IF([@own]=0,[@points],[@points]*[@best]/[@own])"},
		{"levels", "按级别计分", "By level", "[@events]*IF([@level]=<national>,<level-national>,IF([@level]=<provincial>,<level-provincial>,IF([@level]=<municipal>,<level-municipal>,IF([@level]=<county>,<level-county>,0))))"},
		{"deductions", "扣完为止", "Down to nothing", "MAX(0,[@points]-<deduct-missing>*[@missing]-<deduct-late>*[@late]-<deduct-sent-back>*[@sent-back])"},
		{"report-steps", "报送赋分", "By report", "IF([@missing]>0,-<never-reported>,IF([@late]+[@sent-back]>0,<reminded>,[@points]))"},
		{"overdue", "逾期按件扣", "By late tasks", "MAX(0,[@points]-<deduct-overdue>*[@overdue])"},
		{"overdue-bands", "逾期分段扣", "By days late", `MAX(0,[@points]-IF([@days-late]="",0,LOOKUP([@days-late],[band-from],[band-score])))`},
		{"support", "配合三方评", "By three marks", "[@points]*(0.5*[@leader-mark]+0.25*[@office-mark]+0.25*[@lead-mark])/100"},
		{"satisfaction", "满意度", "Satisfaction", "MAX(0,[@points]*([@good]-[@poor]))"},
		{"starts", "开工率", "Starts", "IF([@starts-due]=0,[@points],[@points]*MIN(1,[@started]/[@starts-due]))"},
		{"verified", "核定计分", "As verified", "[@verified]"},
		{"workload", "任务量加分", "By load", "MIN([@points],<load-points>*[@leads])"},
	}
}

// BuiltInParameter is a parameter of the built-in methods, with its value if the plan gives none.
type BuiltInParameter struct {
	Key, Zh, En string
	Value       float64
}

// BuiltInParameters lists the parameters of the built-in methods.
func BuiltInParameters() []BuiltInParameter {
	return []BuiltInParameter{
		{"slope-step", "加减步长", "Step", 2},
		{"slope-points", "步长分值", "Step_points", 1},
		{"slope-cap", "加减封顶", "Margin_cap", 15},
		{"bend", "折点", "Bend", 130},
		{"bend-rate", "折前每点加分", "Rate_to_bend", 0.2},
		{"bend-beyond", "折后每点加分", "Rate_beyond", 0.1},
		{"threshold", "达标线", "Threshold_line", 80},
		{"cliff", "断崖线", "Cliff_line", 90},
		{"rank-percent", "名次递减比例", "Rank_step_percent", 5},
		{"rank-points", "名次递减分", "Rank_step_points", 1},
		{"level-national", "国家级分", "National_points", 5},
		{"level-provincial", "省级分", "Provincial_points", 3},
		{"level-municipal", "市级分", "Municipal_points", 2},
		{"level-county", "县级分", "County_points", 1},
		{"deduct-missing", "未报扣分", "Missing_deduction", 0.5},
		{"deduct-late", "迟报扣分", "Late_deduction", 0},
		{"deduct-sent-back", "退回扣分", "Sent_back_deduction", 0},
		{"never-reported", "未报倒扣", "Never_reported", 10},
		{"reminded", "催报后得分", "Reminded_points", 10},
		{"deduct-overdue", "逾期每件扣分", "Overdue_deduction", 1},
		{"load-points", "每件加分", "Points_per_task", 1},
	}
}

// EventLevel is a level that the built-in method for events knows.
type EventLevel struct {
	Key, Zh, En string
	Also        []string
}

// EventLevels are the levels, from the highest.
func EventLevels() []EventLevel {
	return []EventLevel{
		{"national", "国家级", "National", []string{"国", "国家", "中央"}},
		{"provincial", "省级", "Provincial", []string{"省", "省部级"}},
		{"municipal", "市级", "Municipal", []string{"市", "地市级"}},
		{"county", "县级", "County", []string{"县", "区级", "县区级"}},
	}
}

// InLanguage gives the built-in methods in the words of a language.
func InLanguage(lang string) []*Method {
	pick := func(zh, en string) string {
		if lang == "en" {
			return en
		}
		return zh
	}
	var words []string
	inputs := SchemeInputs()
	for i := range inputs {
		in := &inputs[i]
		name := in.Name(lang)
		if strings.ContainsAny(name, " '") {
			name = "[" + strings.ReplaceAll(name, "'", "''") + "]"
		}
		words = append(words, "[@"+in.Key+"]", "[@"+name+"]", "["+in.Key+"]", "["+name+"]")
	}
	for _, p := range BuiltInParameters() {
		words = append(words, "<"+p.Key+">", pick(p.Zh, p.En))
	}
	for _, l := range EventLevels() {
		words = append(words, "<"+l.Key+">", `"`+pick(l.Zh, l.En)+`"`)
	}
	speak := strings.NewReplacer(words...)
	var out []*Method
	for _, m := range BuiltInMethods() {
		out = append(out, &Method{Name: pick(m.Zh, m.En), Source: "=" + speak.Replace(m.Formula)})
	}
	return out
}
