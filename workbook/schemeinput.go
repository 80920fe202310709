package workbook

import (
	"slices"
	"strings"

	"duban/workbook/formula"
)

// Inputs of a scoring method, by key.
const (
	InPoints     = "points"
	InRole       = "role"
	InWeight     = "weight"
	InShare      = "share"
	InDifficulty = "difficulty"
	InArea       = "area"
	InMeasure    = "measure"
	InIndicator  = "indicator"
	InDirection  = "direction"
	InTarget     = "target"
	InBaseline   = "baseline"
	InDone       = "done"
	InRatio      = "ratio"
	InElapsed    = "elapsed"
	InDaysLate   = "days-late"
	InExcused    = "excused"
	InLeaderMark = "leader-mark"
	InOfficeMark = "office-mark"
	InLeadMark   = "lead-mark"
	InVerified   = "verified"
	InTasks      = "tasks"
	InLeads      = "leads"
	InFinished   = "finished"
	InOverdue    = "overdue"
	InStartsDue  = "starts-due"
	InStarted    = "started"
	InPeriod     = "period"
	InAsked      = "asked"
	InReceived   = "received"
	InLate       = "late"
	InSentBack   = "sent-back"
	InMissing    = "missing"
	InNothing    = "nothing"
	InExplained  = "explained"
	// Of weekly and of special rounds.
	InWeeksAsked      = "weeks-asked"
	InWeeksLate       = "weeks-late"
	InWeeksSentBack   = "weeks-sent-back"
	InWeeksMissing    = "weeks-missing"
	InSpecialAsked    = "special-asked"
	InSpecialLate     = "special-late"
	InSpecialSentBack = "special-sent-back"
	InSpecialMissing  = "special-missing"

	InEvents    = "events"
	InLevel     = "level"
	InAmount    = "amount"
	InMark      = "mark"
	InRaters    = "raters"
	InGood      = "good"
	InPoor      = "poor"
	InPlus      = "plus"
	InMinus     = "minus"
	InSubtotal  = "subtotal"
	InRank      = "rank"
	InBest      = "best"
	InField     = "field"
	InOwn       = "own"
	InBandFrom  = "band-from"
	InBandScore = "band-score"
)

// SchemeInput is an input that a scoring method may name, in either language.
type SchemeInput struct {
	Key, Zh, En string
	// Grains are those whose rows have the input as a column; empty means that every item has it.
	Grains []string
	Kinds  formula.Kinds
	// Ratio says that it is shown as a percentage.
	Ratio bool
}

// Name is the input's name in a language.
func (in *SchemeInput) Name(lang string) string {
	if lang == "en" {
		return in.En
	}
	return in.Zh
}

// Has reports whether rows of a grain have the input.
func (in *SchemeInput) Has(grain string) bool {
	return len(in.Grains) == 0 && grain != "" || slices.Contains(in.Grains, grain)
}

// SchemeInputs are what scoring methods are worked out from, in the order of their columns.
func SchemeInputs() []SchemeInput {
	const (
		number = formula.KindNumber
		maybe  = formula.KindNumber | formula.KindBlank
		text   = formula.KindText | formula.KindBlank
	)
	only := func(grains ...string) []string { return grains }
	tasks := only(GrainTask, GrainTaskPeriod)
	counts := only(GrainReporting, GrainPeriod, GrainBureau)
	ranked := only(GrainTask, GrainTaskPeriod, GrainBureau, GrainPeriod, GrainReporting, GrainIndicator)
	return []SchemeInput{
		{InPoints, "分值", "Points", nil, number, false},
		{InRole, "承担角色", "Role", tasks, formula.KindText, false},
		{InWeight, "权重", "Weight", tasks, number, false},
		{InShare, "角色系数", "Role share", tasks, number, false},
		{InDifficulty, "难度系数", "Difficulty", tasks, number, false},
		{InArea, "领域", "Area", tasks, text, false},
		{InMeasure, "计量方式", "Measure", tasks, text, false},
		{InIndicator, "指标", "Indicator", only(GrainIndicator), text, false},
		{InDirection, "方向", "Direction", only(GrainIndicator), text, false},
		{InPeriod, "期", "Period", only(GrainTaskPeriod, GrainPeriod), text, false},
		{InTarget, "目标值", "Target", only(GrainTask, GrainTaskPeriod, GrainIndicator), maybe, false},
		{InBaseline, "基数", "Baseline", only(GrainTask, GrainTaskPeriod, GrainIndicator), maybe, false},
		{InDone, "完成值", "Value reached", only(GrainTask, GrainTaskPeriod, GrainIndicator), maybe, false},
		{InRatio, "完成率", "Completion", only(GrainTask, GrainTaskPeriod, GrainIndicator, GrainPeriod, GrainBureau), maybe, true},
		{InElapsed, "序时进度", "Time elapsed", only(GrainTask, GrainTaskPeriod, GrainPeriod, GrainBureau), maybe, true},
		{InDaysLate, "逾期天数", "Days late", tasks, maybe, false},
		{InExcused, "免计天数", "Days excused", tasks, maybe, false},
		{InLeaderMark, "领导评分", "Leaders' mark", only(GrainTask, GrainBureau), maybe, false},
		{InOfficeMark, "督办评分", "Office's mark", only(GrainTask, GrainBureau), maybe, false},
		{InLeadMark, "牵头评分", "Lead's mark", only(GrainTask, GrainBureau), maybe, false},
		{InVerified, "核定分", "Verified score", only(GrainTask), maybe, false},
		{InTasks, "任务数", "Tasks", only(GrainBureau, GrainPeriod), number, false},
		{InLeads, "牵头件数", "Tasks led", only(GrainBureau, GrainPeriod), number, false},
		{InFinished, "办结件数", "Tasks finished", only(GrainBureau, GrainPeriod), number, false},
		{InOverdue, "逾期件数", "Tasks late", only(GrainBureau, GrainPeriod), number, false},
		{InStartsDue, "应开工数", "Starts due", only(GrainBureau), number, false},
		{InStarted, "开工数", "Started", only(GrainBureau), number, false},
		{InAsked, "应报期数", "Periods due", counts, number, false},
		{InReceived, "已报期数", "Periods reported", append(only(GrainTaskPeriod), counts...), number, false},
		{InLate, "迟报数", "Periods late", counts, number, false},
		{InSentBack, "退回数", "Periods sent back", counts, number, false},
		{InMissing, "未报数", "Periods missing", counts, number, false},
		{InNothing, "零报数", "Periods with nothing", counts, number, false},
		{InExplained, "说明数", "Periods explained", counts, number, false},
		{InWeeksAsked, "周报应报数", "Weeks due", only(GrainReporting), number, false},
		{InWeeksLate, "周报迟报数", "Weeks late", only(GrainReporting), number, false},
		{InWeeksSentBack, "周报退回数", "Weeks sent back", only(GrainReporting), number, false},
		{InWeeksMissing, "周报未报数", "Weeks missing", only(GrainReporting), number, false},
		{InSpecialAsked, "专项应报数", "Special rounds due", only(GrainReporting), number, false},
		{InSpecialLate, "专项迟报数", "Special rounds late", only(GrainReporting), number, false},
		{InSpecialSentBack, "专项退回数", "Special rounds sent back", only(GrainReporting), number, false},
		{InSpecialMissing, "专项未报数", "Special rounds missing", only(GrainReporting), number, false},
		{InEvents, "事件数", "Events", only(GrainEvent, GrainBureau), number, false},
		{InLevel, "级别", "Level", only(GrainEvent), text, false},
		{InAmount, "加减分", "Adjustment", only(GrainAdjustment), number, false},
		{InRaters, "评议组", "Rater group", only(GrainRating), text, false},
		{InMark, "评议分", "Mark", only(GrainRating, GrainBureau), maybe, false},
		{InGood, "好评率", "Good marks", only(GrainBureau), maybe, true},
		{InPoor, "差评率", "Poor marks", only(GrainBureau), maybe, true},
		{InPlus, "加分小计", "Additions", only(GrainBureau, GrainGroup), number, false},
		{InMinus, "扣分小计", "Deductions", only(GrainBureau, GrainGroup), number, false},
		{InSubtotal, "小计", "Subtotal", only(GrainGroup), number, false},
		{InOwn, "排名值", "Own value", ranked, maybe, false},
		{InRank, "位次", "Rank", ranked, maybe, false},
		{InBest, "最优值", "Best", ranked, maybe, false},
		{InField, "参评数", "Compared", ranked, maybe, false},
		{InBandFrom, "档次起点", "Band from", nil, number, false},
		{InBandScore, "档次得分", "Band score", nil, number, false},
	}
}

// SchemeInputNamed finds an input by its name in either language.
func SchemeInputNamed(name string) (SchemeInput, bool) {
	for _, in := range SchemeInputs() {
		if SameName(in.Zh, name) || SameName(in.En, name) {
			return in, true
		}
	}
	return SchemeInput{}, false
}

// Figures of an indicator that a method may name after the indicator's own name, such as “GDP增速·上年”.
const (
	FigureNow      = ""
	FigurePlanned  = "planned"
	FigureLastYear = "last-year"
	FigureBest     = "best"
)

// IndicatorFigure finds the indicator, by title or number, and the figure of it that a name in a method means.
func (p *Plan) IndicatorFigure(name string, b *Bureau) (*Indicator, string) {
	base, figure := name, FigureNow
	if at := strings.LastIndexAny(name, "·."); at > 0 {
		suffix := name[at:]
		suffix = strings.TrimLeft(suffix, "·.")
		for key, words := range map[string][2]string{FigurePlanned: {"计划", "plan"}, FigureLastYear: {"上年", "last year"}, FigureBest: {"最优", "best"}} {
			if SameName(suffix, words[0]) || SameName(suffix, words[1]) {
				base, figure = name[:at], key
			}
		}
	}
	var found *Indicator
	for _, in := range p.Indicators {
		if !SameName(in.Title, base) && !SameName(in.ID, base) {
			continue
		}
		if b == nil || slices.Contains(in.Bureaus, b) {
			return in, figure
		}
		if found == nil {
			found = in
		}
	}
	if b != nil {
		return nil, ""
	}
	return found, figure
}
