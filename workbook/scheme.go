package workbook

import (
	"strings"

	"duban/workbook/calendar"
)

// Grains of a scheme's item: what its rows are.
const (
	GrainTask       = "task"
	GrainTaskPeriod = "task-period" // a bureau's part in a task in one period
	GrainReporting  = "reporting"   // a bureau's reporting over the whole span
	GrainPeriod     = "period"      // a bureau in one period
	GrainBureau     = "bureau"
	GrainIndicator  = "indicator"
	GrainEvent      = "event"
	GrainAdjustment = "adjustment"
	GrainRating     = "rating"
	GrainGroup      = "group" // no rows: the items below it
)

// DividesPoints reports whether an item's points are divided among a bureau's rows of a grain, so that these together make them up. A row of
// any other grain is worth all of them.
func DividesPoints(grain string) bool {
	return grain == GrainTask || grain == GrainTaskPeriod || grain == GrainIndicator
}

// How an item's rows, or the items below a group, become its score.
const (
	SumRows     = "sum"
	MeanRows    = "mean"
	MinRows     = "min"
	MaxRows     = "max"
	ProductRows = "product" // of a group's items
	RaterRows   = "raters"  // the mean of each rater group, weighted by group
)

// Policies for a bureau that has no row for an item.
const (
	NoRowsRenormalise = "renormalise" // the item is left out and the rest scaled up
	NoRowsZero        = "nil-points"
	NoRowsFull        = "full"
	NoRowsShare       = "share"   // a fixed share of the points
	NoRowsDash        = "dash"    // “/”: nothing is given, nothing asked, nothing scaled up
	NoRowsFormula     = "formula" // the method decides, over blank inputs
)

// What a period counts, in an item scored by period or by task and period, if nothing was due from a bureau or nothing was reported on a
// task.
const (
	AbsentSkip = "skip"
	AbsentZero = "nil-points"
	AbsentFull = "full"
)

// Orders of a ranking.
const (
	HighFirst = "high"
	LowFirst  = "low"
)

// Who is ranked against whom.
const (
	WithinCategory = "category"
	WithinAll      = "all"
	WithinMatter   = "matter" // the same task, indicator or period
)

// When an item is scored.
const (
	WhenAlways  = "always"
	WhenYearEnd = "year-end"
)

// Item is one row of 计分办法: an item of the scheme, or a group of items.
type Item struct {
	ID, Parent, Section, Title string
	// Scope names the categories, groups or bureaus to which the item applies; empty means all.
	Scope  []string
	Points float64
	Grain  string
	// Filter is a formula that says which rows count, empty for all.
	Filter string
	Method string
	// RankOn is what rows are ranked by: a formula or the name of an input; empty if nothing is ranked.
	RankOn, RankOrder, RankWithin string
	// Bands names the table of 计分档次 that the method looks into.
	Bands   string
	Summing string
	// Absent says what a period without a row counts.
	Absent string
	// Factor multiplies the total of the rows: a number or the name of a parameter; empty is 1.
	Factor string
	Floor  Amount
	Cap    Amount
	// Decimals says to how many places the item's score is rounded; unknown means it is not rounded by itself.
	Decimals Amount
	NoRows   string
	// NoRowsShare is the share, 0–100, that NoRowsShare gives.
	NoRowsShare Amount
	When        string
	Rec         *Record
}

// Section is one row of 计分部分: what a part of the scheme weighs for whom.
type Section struct {
	Name  string
	Scope []string
	// Weight is in percent; if unknown, the section's scores count in full.
	Weight Amount
	// Declared is the sum of the section's items as the plan declares it.
	Declared   Amount
	Floor, Cap Amount
	Rec        *Record
}

// Parameter is one row of 计分参数: a named number, for all bureaus or for some.
type Parameter struct {
	Name    string
	Scope   []string
	Value   float64
	Explain string
	Rec     *Record
}

// Band is one row of 计分档次: what a value from From up to UpTo is worth.
type Band struct {
	Table, Name string
	From        float64
	UpTo        Amount
	Score       float64
	Rec         *Record
}

// GradeRule is one row of 等次: a grade by score, by quota, or for the rest.
type GradeRule struct {
	Name  string
	Scope []string
	From  Amount
	// QuotaShare is the share, 0–100, of the bureaus with a total that may have the grade; Quota is a number of bureaus.
	QuotaShare, Quota Amount
	Rec               *Record
}

// Effects of a gate.
const (
	GateNoRank = "no-rank" // neither ranked nor graded
	GateLimit  = "limit"   // no better than a grade
	GateDemote = "demote"  // one grade down
)

// Gate is one row of 一票否决: what bars a bureau from a place or grade, after ranking.
type Gate struct {
	Bureau                *Bureau
	Matter, Effect, Grade string
	Evidence, Approver    string
	Approved              calendar.Date
	Rec                   *Record
}

// Kinds of rater group.
const (
	RatersLeaders    = "leaders"
	RatersOffice     = "office" // the supervision office
	RatersLead       = "lead"   // a task's lead rates its supports
	RatersPeers      = "peers"
	RatersEnterprise = "enterprises"
	RatersDeputies   = "deputies"
	RatersOther      = "general"
)

// RaterGroup is one row of 评议组.
type RaterGroup struct {
	Name, Kind string
	Weight     float64
	Anonymous  bool
	// ByTask says that the group rates bureaus task by task.
	ByTask bool
	// Rated names the categories, groups or bureaus that are rated; empty means all.
	Rated []string
	// Members are the raters, by name.
	Members []string
	Rec     *Record
}

// Method is one row of 计分方法: a named formula over the inputs of a scheme's rows.
type Method struct {
	Name, Source, Explain string
	Rec                   *Record
}

// Event is one row of 事件, for items scored by event.
type Event struct {
	ID, Item           string
	Bureau             *Bureau
	Title, Level       string
	Date               calendar.Date
	Evidence, Approver string
	Rec                *Record
}

// Adjustment is one row of 加减分.
type Adjustment struct {
	ID               string
	Bureau           *Bureau
	Item             string
	Amount           float64
	Matter, Evidence string
	Approver         string
	Approved         calendar.Date
	// Reverses is the number of an earlier adjustment that this one takes back.
	Reverses string
	Rec      *Record
}

// Rating is one row of 评议: a group's mark for a bureau, 0–100, in all or for a task.
type Rating struct {
	Bureau *Bureau
	Raters string
	// Rater is who gave the mark, empty if the plan does not say.
	Rater string
	// Number is the number, from 1, of the rater's form within its group if the mark came back on a form; 0 for a mark in the plan itself.
	Number int
	// Task is nil if the mark is for the bureau as a whole.
	Task *Task
	Mark float64
	Date calendar.Date // when it was given, 0 if the plan does not say
	Rec  *Record
	// Source is the cell of the rating form that the mark came back on, if it did.
	Source Source
}

// Decisions on an objection.
const (
	DecisionUpheld = "upheld"
	DecisionPartly = "partly"
	DecisionKept   = "kept"
)

// Answer is one row of 异议: what was answered to an objection of a bureau to its score.
type Answer struct {
	// Code is the number under which the objection was registered.
	Code            string
	Bureau          *Bureau
	Item, Objection string
	Decision, Reply string
	Approver        string
	Approved        calendar.Date
	// Adjustment is the number of the adjustment by which it was carried out.
	Adjustment string
	Rec        *Record
}

// Answer finds the answer to an objection, nil if nobody has decided yet.
func (p *Plan) Answer(code string) *Answer {
	for _, a := range p.Answers {
		if SameName(a.Code, code) && a.Decision != "" && strings.TrimSpace(a.Approver) != "" {
			return a
		}
	}
	return nil
}

// Applies reports whether an item scores a bureau: by category, group or name.
func (it *Item) Applies(b *Bureau) bool { return InScope(it.Scope, b) > 0 }

// InScope tells how closely a list of categories, groups and bureaus names a bureau: 4 by its own name, 3 by group, 2 by category, 1 if
// the list is empty and means all, 0 if not at all.
func InScope(scope []string, b *Bureau) int {
	if len(scope) == 0 {
		return 1
	}
	best := 0
	for _, s := range scope {
		switch s = Fold(s); {
		case s == Fold(b.Name) || s == Fold(b.Code):
			return 4
		case s == Fold(b.Category):
			best = max(best, 2)
		default:
			for _, g := range b.Groups {
				if s == Fold(g) {
					best = 3
				}
			}
		}
	}
	return best
}

// SectionFor finds the row of 计分部分 for a section that names a bureau most closely, nil if none does.
func (p *Plan) SectionFor(name string, b *Bureau) *Section {
	var found *Section
	most := 0
	for _, s := range p.Sections {
		if !SameName(s.Name, name) {
			continue
		}
		if n := InScope(s.Scope, b); n > most {
			found, most = s, n
		}
	}
	return found
}

// ParameterFor finds the parameter with a name that names a bureau most closely, nil if none does.
func (p *Plan) ParameterFor(name string, b *Bureau) *Parameter {
	var found *Parameter
	most := 0
	for _, x := range p.Parameters {
		if !SameName(x.Name, name) {
			continue
		}
		if n := InScope(x.Scope, b); n > most {
			found, most = x, n
		}
	}
	return found
}

// BandsOf are the bands of a table, in the plan's order.
func (p *Plan) BandsOf(table string) []*Band {
	var out []*Band
	for _, b := range p.Bands {
		if SameName(b.Table, table) {
			out = append(out, b)
		}
	}
	return out
}

// GradesFor lists the grades that a bureau may get, best first: those of 等次, each by the rows that name the bureau most closely, or else
// those of 参数. A grade stands where its name first stands in 等次.
func (p *Plan) GradesFor(b *Bureau) []*GradeRule {
	most := map[string]int{}
	byName := map[string][]*GradeRule{}
	var names []string
	for _, g := range p.GradeRules {
		n, name := InScope(g.Scope, b), Fold(g.Name)
		if n == 0 || n < most[name] {
			continue
		}
		if most[name] == 0 {
			names = append(names, name)
		}
		if n > most[name] {
			most[name], byName[name] = n, nil
		}
		byName[name] = append(byName[name], g)
	}
	var out []*GradeRule
	for _, name := range names {
		out = append(out, byName[name]...)
	}
	if len(out) > 0 {
		return out
	}
	for _, g := range p.Settings.Grades {
		rule := &GradeRule{Name: g.Name}
		if !g.Rest {
			rule.From = Known(g.From)
		}
		out = append(out, rule)
	}
	return out
}

// RaterGroup finds a group of raters by name, nil if 评议组 does not name it.
func (p *Plan) RaterGroup(name string) *RaterGroup {
	for _, g := range p.RaterGroups {
		if SameName(g.Name, name) {
			return g
		}
	}
	return nil
}

// RaterKind gives the kind of a rater group: as 评议组 says, or else from the group's name.
func (p *Plan) RaterKind(name string) string {
	if g := p.RaterGroup(name); g != nil {
		return g.Kind
	}
	for _, k := range []struct{ kind, zh, en string }{
		{RatersLeaders, "领导", "leader"}, {RatersOffice, "督", "office"}, {RatersLead, "牵头", "lead"},
		{RatersEnterprise, "企业", "enterprise"}, {RatersDeputies, "代表", "deput"}, {RatersPeers, "互评", "peer"},
	} {
		if strings.Contains(name, k.zh) || strings.Contains(strings.ToLower(name), k.en) {
			return k.kind
		}
	}
	return RatersOther
}
