package score

import (
	"sort"
	"strings"

	"duban/report"
	"duban/templates"
	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
)

// Material is what scores are computed from.
type Material struct {
	Plan *workbook.Plan
	// Ledger is the ledger at the end of the span; if it is nil no task is scored.
	Ledger *report.Ledger
	// Ledgers and Registers are those of the span's periods, in order of time.
	Ledgers   []*report.Ledger
	Registers []*report.Register
	// Partial lists the registers of the weekly and special rounds within these periods, in order of time.
	Partial []*report.Register
	AsOf    calendar.Date
	// Span is the time that is scored, the zero period for the plan's year. Interim says that the year is not over: what has not fallen due
	// is left out.
	Span    calendar.Period
	Interim bool
	// Before is the last scoring, nil if there was none.
	Before *Scores
	// Objections lists the bureaus' objections to their scores, numbered.
	Objections []*Objection
	// Catalogues lists the languages in which the plan's words are recognised, the default one first; if it is nil all are loaded.
	Catalogues []*templates.Catalogue
}

// Scores holds the scores of all scored bureaus, with every row that they rest on.
type Scores struct {
	Material
	Scheme *Scheme
	// Rows holds the rows that items score, by grain; within a grain by bureau and then in the plan's order. Rows that do not count are among
	// them and say why.
	Rows map[string][]*Row
	// Bureaus lists the results of the scored bureaus in the plan's order, Unscored the bureaus that the plan leaves out (参评 否).
	Bureaus  []*Result
	Unscored []*workbook.Bureau
	// Faults lists what kept items, methods and adjustments from scoring as the plan means it. Scores with faults are shown but must not be
	// published.
	Faults []Fault

	words         wording
	tasks         map[string]*workbook.Task // for taskNow, by number
	settingGrades []*workbook.GradeRule     // for gradesFor: the grades of 参数
	// tables holds the tables of the scoring workbook, by language.
	tables map[string]*tableSet
}

// Row is one row of data that items score: a bureau's line in a task, its reporting over the year, an adjustment, a rating.
type Row struct {
	Grain  string
	Bureau *workbook.Bureau
	// The grain decides which of these are set.
	Line       *report.Line
	Period     calendar.Period
	Indicator  *workbook.Indicator
	Event      *workbook.Event
	Adjustment *workbook.Adjustment
	Rating     *workbook.Rating
	// Number numbers the ratings of a group. A rating that came back on a form has the form's number; the plan's own marks have higher
	// numbers.
	Number int
	// Inputs holds the values that methods see, blank if nothing is known, except those that differ from item to item.
	Inputs Inputs
	// Basis is the row's weight when an item's points are divided among the bureau's rows: 权重 × 角色系数 for a task. 0 if the row does not
	// count.
	Basis float64
	// Fallen counts the milestones or steps that have fallen due in a task that is not due yet; the row's completion is then of these alone.
	// It is 0 for all other rows.
	Fallen float64
	// ToDate says that the completion is measured by the interim targets that have fallen due, since the task or indicator itself is not due
	// yet.
	ToDate bool
	// Left says why the row does not count (scoreleft.<key>); empty if it does.
	Left string
	// Marks holds the row's scores, one for each item that scores it, in the scheme's order.
	Marks []Mark
	// only is the single item that scores the row, nil if all of its grain do.
	only *SchemeItem
	// veiled lists the inputs that are means over tasks that are 仅报状态, and over no others.
	veiled []string
}

// Mark is what one item gives a row.
type Mark struct {
	Item *SchemeItem
	// Points is the row's 分值. Value is what the method gives: a number, or an error if it failed. Both are blank if the row does not count.
	Points, Value sheet.Value
}

// ItemResult is a bureau's score for one item.
type ItemResult struct {
	Item *SchemeItem
	// Rows is the number of rows that count, or for a group the number of items below it that do.
	Rows int
	// Combined is the rows' sum, mean, minimum or maximum, before factor, floor and cap; blank without rows.
	Combined sheet.Value
	// Score is a number, an error, or blank if the item is left out because it has no rows.
	Score sheet.Value
}

// Counts reports whether the item is part of the bureau's total.
func (s *ItemResult) Counts() bool { return !s.Score.IsBlank() }

// Result is a bureau's result.
type Result struct {
	Bureau *workbook.Bureau
	// Items holds the items that apply to the bureau, in the scheme's order.
	Items []*ItemResult
	// Sections holds the weighed scores by section, in the order of Scheme.Sections; blank if none of the section's items applies and counts.
	Sections []sheet.Value
	// Rows is the number of rows that count, over all items.
	Rows int
	// Base is the sum of the sections' scaled items, Adjusted that of what is left out of the scaling: numbers or errors.
	Base, Adjusted sheet.Value
	// Full is the sum of the weighed points of the items that apply, Scaled of those among them that count.
	Full, Scaled float64
	// Total is Base × Full ÷ Scaled + Adjusted, rounded as the plan says; an error if an item is one, blank if there is nothing to score.
	Total sheet.Value
	// Rank is the place within the category, 1 the highest; 0 if the bureau is not ranked.
	Rank int
	// Grade is empty if the bureau is not graded.
	Grade string
	// Gate says what bars the bureau from a place or grade, and why; empty if nothing does.
	Gate string

	grades []*workbook.GradeRule
}

// Fault is one thing that kept the scheme from being carried out. The catalogue words it by scorefault.<code>.
type Fault struct {
	Code string
	// Item is the label of the item concerned; empty if the fault is not an item's.
	Item string
	// Bureau and Task name the first row concerned; empty if the fault is not in a row.
	Bureau, Task string
	Place        workbook.Place
	// Args are the arguments of its words, names and values in turn.
	Args []any
}

// Compute computes the scores of a year or a part of it. It never fails: what cannot be scored becomes an error value and a fault.
func Compute(in Material) *Scores {
	s := &Scores{Material: in, Rows: map[string][]*Row{}}
	s.words = wordingOf(in.Plan, in.Catalogues)
	s.Scheme = s.scheme()
	for _, b := range in.Plan.Bureaus {
		if b.Scored {
			s.Bureaus = append(s.Bureaus, &Result{Bureau: b})
		} else {
			s.Unscored = append(s.Unscored, b)
		}
	}
	s.makeRows()
	for _, g := range in.Plan.Gates {
		if strings.TrimSpace(g.Approver) != "" && s.decided(g.Approved) {
			s.refused(g.Bureau, g.Rec)
		}
	}
	s.take(s.tablesIn(s.words.own))
	return s
}

// decidedBy gives the last day whose decisions count; 0 if all count. The scores of the plan's year take every decision, since a year is
// settled after its end: an approval in January, for instance the answer to an objection, still bears on it. An interim scoring, and the
// scores of another year by this plan, take only what was decided by AsOf.
func (s *Scores) decidedBy() calendar.Date {
	year := s.Plan.Settings.Year
	if s.Interim || year != 0 && !s.Span.IsZero() && s.Span.Last().Year() != year {
		return s.AsOf
	}
	return 0
}

// decided reports whether a decision of a day counts.
func (s *Scores) decided(on calendar.Date) bool { return s.decidedBy() == 0 || on <= s.decidedBy() }

// Forget drops the tables, which are most of what a scoring holds in memory. A workbook that is laid out still holds them until it is
// written. They are computed again if something asks for them later.
func (s *Scores) Forget() { s.tables = nil }

// Results gives what a later scoring needs to compare itself with: the scores without rows and tables, which take up most of the memory.
func (s *Scores) Results() *Scores {
	return &Scores{Material: Material{Plan: s.Plan, Ledger: s.Ledger, AsOf: s.AsOf, Span: s.Span, Interim: s.Interim}, Bureaus: s.Bureaus, Unscored: s.Unscored}
}

func (s *Scores) fault(f Fault) { s.Faults = append(s.Faults, f) }

// take fills in marks, results and faults from the computed tables.
func (s *Scores) take(t *tableSet) {
	known := func(v sheet.Value) sheet.Value {
		if v.Kind == sheet.Text {
			return sheet.Value{}
		}
		return v
	}
	for _, grain := range grains() {
		tab := t.details[grain]
		for _, it := range s.Scheme.byGrain(grain) {
			points, score := tab.index[mark("points", it)], tab.index[mark("score", it)]
			var failed []*Row
			var got sheet.Value
			for i, r := range s.Rows[grain] {
				if score.formulaIn(i) == nil {
					continue
				}
				m := Mark{Item: it, Points: known(points.values[i]), Value: known(score.values[i])}
				r.Marks = append(r.Marks, m)
				if m.Value.Kind == sheet.Error && !it.broken {
					if len(failed) == 0 {
						got = m.Value
					}
					failed = append(failed, r)
				}
			}
			s.failed(it, failed, got)
		}
		s.readInputs(tab, s.Rows[grain])
	}
	for i, r := range t.itemRows {
		is := &ItemResult{Item: r.item, Rows: int(t.items.value("item-rows", i).Num), Combined: known(t.items.value("combined", i)),
			Score: known(t.items.value("score", i))}
		r.bureau.Items = append(r.bureau.Items, is)
		if is.Score.Kind == sheet.Error && r.item.Grain == workbook.GrainGroup && r.item.expr != nil && is.Combined.Kind != sheet.Error {
			s.fault(Fault{Code: "method-result", Item: r.item.Label, Bureau: r.bureau.Bureau.Name,
				Args: []any{"method", r.item.Method.Name, "n", 1, "value", is.Score.String()}})
		}
	}
	for i, b := range t.overviewRows {
		o := t.overview
		for j := range s.Scheme.Sections {
			b.Sections = append(b.Sections, known(o.columns[3+j].values[i]))
		}
		b.Base, b.Adjusted = known(o.value("base", i)), known(o.value("adjusted", i))
		b.Full, b.Scaled, b.Rows = o.value("full", i).Num, o.value("scaled", i).Num, int(o.value("rows", i).Num)
		b.Total = known(o.value("total", i))
		b.Rank = int(o.value("rank", i).Num)
		b.Gate = t.gateText(b)
		if step := int(o.value("grade-step", i).Num); step > 0 && step <= len(b.grades) {
			b.Grade = b.grades[step-1].Name
		}
	}
}

// readInputs takes inputs that the tables computed into the rows, and sets Left for rows that no item counted.
func (s *Scores) readInputs(tab *calcTable, rows []*Row) {
	for _, x := range inputsOf(tab.key) {
		col := tab.index[in(x.Key)]
		if col == nil {
			continue
		}
		for i, r := range rows {
			if col.formulaIn(i) != nil {
				r.Inputs.set(x.Key, col.values[i])
			}
		}
	}
	for _, r := range rows {
		counts := len(r.Marks) == 0 || r.Left != ""
		for _, m := range r.Marks {
			counts = counts || !m.Value.IsBlank()
		}
		if !counts {
			r.Left = r.leftByItems()
		}
	}
}

// leftByItems says why no item counts a row that would count otherwise.
func (r *Row) leftByItems() string {
	switch {
	case r.Grain == workbook.GrainEvent || r.Grain == workbook.GrainAdjustment:
		return leftHigher
	case r.absent():
		return leftAbsent
	}
	return leftFiltered
}

// absent reports whether the row is of a task's period in which nothing was reported on it.
func (r *Row) absent() bool {
	return r.Grain == workbook.GrainTaskPeriod && r.Inputs.of(workbook.InReceived).Num == 0
}

// failed adds a fault for the rows on which a method gave no number; got is what it gave for the first.
func (s *Scores) failed(it *SchemeItem, rows []*Row, got sheet.Value) {
	if len(rows) == 0 {
		return
	}
	first := rows[0]
	f := Fault{Code: "method-result", Item: it.Label, Bureau: first.Bureau.Name,
		Args: []any{"method", it.Item.Method, "n", len(rows), "value", got.String()}}
	if first.Line != nil {
		f.Task = first.Line.Task.ID
	}
	if it.Method != nil && it.Method.Rec != nil {
		f.Place = it.Method.Rec.Place(workbook.ColFormula)
	}
	s.fault(f)
}

// ranked lists the bureaus in the order of outputs: by category in the plan's order, then by rank, with those without a rank last.
func (s *Scores) ranked() []*Result {
	place := map[string]int{}
	for i, c := range s.Plan.Categories() {
		place[c] = i
	}
	out := append([]*Result(nil), s.Bureaus...)
	sort.SliceStable(out, func(i, j int) bool {
		a, b := out[i], out[j]
		if pa, pb := place[a.Bureau.Category], place[b.Bureau.Category]; pa != pb {
			return pa < pb
		}
		if (a.Rank == 0) != (b.Rank == 0) {
			return b.Rank == 0
		}
		if a.Rank != b.Rank {
			return a.Rank < b.Rank
		}
		return a.Bureau.Order < b.Bureau.Order
	})
	return out
}
