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

// Material is what scores are worked out from.
type Material struct {
	Plan *workbook.Plan
	// Ledger is the ledger at the end of the span; nil scores no task.
	Ledger *report.Ledger
	// Ledgers are those of the span's periods, and Registers likewise, in order of time.
	Ledgers   []*report.Ledger
	Registers []*report.Register
	// Partial are the registers of the weekly and special rounds that these periods take in, in order of time.
	Partial []*report.Register
	AsOf    calendar.Date
	// Span is what is scored, the zero period for the plan's year. Interim says that the year is not over: what has not
	// fallen due is left out.
	Span    calendar.Period
	Interim bool
	// Before is the last scoring, nil where there was none.
	Before *Scores
	// Objections are what bureaus have against their scores, numbered.
	Objections []*Objection
	// Catalogues are those by which the plan's words are known, the default language first; nil loads them all.
	Catalogues []*templates.Catalogue
}

// Scores are the scores of all bureaus that are scored, with every row that they rest on.
type Scores struct {
	Material
	Scheme *Scheme
	// Rows are the rows that items score, by grain; within a grain by bureau and then in the plan's order. Rows that do not
	// count stand among them and say why.
	Rows map[string][]*Row
	// Bureaus are the scored bureaus in the plan's order, Unscored those that the plan leaves out (参评 否).
	Bureaus  []*Result
	Unscored []*workbook.Bureau
	// Faults are what kept an item, method or adjustment from scoring as the plan means it. Scores with faults are shown
	// but not to be published.
	Faults []Fault

	words         wording
	tasks         map[string]*workbook.Task
	settingGrades []*workbook.GradeRule
	// tables are the scores in tables, by language.
	tables map[string]*tableSet
}

// Row is one row of data that items score: a bureau's line in a task, its reporting over the year, an adjustment, a
// rating.
type Row struct {
	Grain  string
	Bureau *workbook.Bureau
	// Of these the one that the grain says is set.
	Line       *report.Line
	Period     calendar.Period
	Indicator  *workbook.Indicator
	Event      *workbook.Event
	Adjustment *workbook.Adjustment
	Rating     *workbook.Rating
	// Number counts a rating within its group.
	Number int
	// Inputs are the values that methods see, blank where nothing is known; what each item has of its own stands in Marks.
	Inputs Inputs
	// Basis is the row's share of an item's points, in proportion to the bureau's other rows: 权重 × 角色系数 of a task.
	Basis float64
	// Fallen is how many milestones or steps of a task that is not due yet have fallen due, which its completion is then of; 0 elsewhere.
	Fallen float64
	// ToDate says that its completion is of the interim targets that have fallen due, as the task or indicator itself is not due yet.
	ToDate bool
	// Left says why the row does not count (scoreleft.<key>), empty where it does.
	Left string
	// Marks are the row's scores, one for each item that scores it, in the scheme's order.
	Marks []Mark
	// only is the item that alone scores the row, nil where all of its grain do.
	only *SchemeItem
	// veiled are the inputs that are means over tasks of which only the status is shown.
	veiled []string
}

// Mark is what one item gives a row.
type Mark struct {
	Item *SchemeItem
	// Points is the row's 分值, Value what the method gives: a number, or an error where it failed. Both are blank where the
	// row does not count.
	Points, Value sheet.Value
}

// ItemResult is a bureau's score for one item.
type ItemResult struct {
	Item *SchemeItem
	// Rows counts the rows that count, of a group the items below it that do.
	Rows int
	// Combined is the rows' sum, mean, minimum or maximum, before factor, floor and cap; blank without rows.
	Combined sheet.Value
	// Score is a number, an error, or blank where the item is left out for want of rows.
	Score sheet.Value
}

// Counts reports whether the item is part of the bureau's total.
func (s *ItemResult) Counts() bool { return !s.Score.IsBlank() }

// Result is a bureau's result.
type Result struct {
	Bureau *workbook.Bureau
	// Items are those that apply to the bureau, in the scheme's order.
	Items []*ItemResult
	// Sections are the scores by section, weighed, in the order of Scheme.Sections: blank where none of the section's items
	// counts or applies.
	Sections []sheet.Value
	// Rows counts all rows that count, over all items.
	Rows int
	// Base sums the sections, Adjusted what stands outside the scaling: numbers or errors.
	Base, Adjusted sheet.Value
	// Full sums the weighed points of the items that apply, Scaled of those among them that count.
	Full, Scaled float64
	// Total is Base × Full ÷ Scaled + Adjusted, rounded as the plan says; an error where an item is one, blank where there
	// is nothing to score.
	Total sheet.Value
	// Rank is the place within the category, 1 the highest; 0 where the bureau is not ranked.
	Rank int
	// Grade is empty where the bureau is not graded.
	Grade string
	// Gate says what bars the bureau from a place or grade, and why; empty where nothing does.
	Gate string

	grades []*workbook.GradeRule
}

// Fault is one thing that kept the scheme from being carried out. Its words stand under scorefault.<code>.
type Fault struct {
	Code string
	// Item is the label of the item concerned, empty where the fault is none of an item's.
	Item string
	// Bureau and Task name the first row concerned, empty where the fault is not in a row.
	Bureau, Task string
	Place        workbook.Place
	// Args fill the places of the words, name and value in turn.
	Args []any
}

// Compute works out the scores of a year or a part of it. It is total: what cannot be scored is an error value and a fault.
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

// decidedBy is the last day whose decisions count, 0 where the day of none matters. A year is settled when it is over: what somebody
// approves of the plan's year in January, an answer to an objection among it, bears on that year's scores. In a standing within the
// year, or the scores of another year by this plan, what was decided later is not known yet.
func (s *Scores) decidedBy() calendar.Date {
	year := s.Plan.Settings.Year
	if s.Interim || year != 0 && !s.Span.IsZero() && s.Span.Last().Year() != year {
		return s.AsOf
	}
	return 0
}

// decided reports whether what was approved on a day counts.
func (s *Scores) decided(on calendar.Date) bool { return s.decidedBy() == 0 || on <= s.decidedBy() }

// Forget drops the tables once the workbook is laid out, which lets go of them when it is written: they are most of what a
// scoring holds. What asks for them later has them worked out again.
func (s *Scores) Forget() { s.tables = nil }

// Results are the scores without the rows and tables that they rest on, which take up most of the room: what a later
// scoring compares itself with.
func (s *Scores) Results() *Scores {
	return &Scores{Material: Material{Plan: s.Plan, Ledger: s.Ledger, AsOf: s.AsOf, Span: s.Span, Interim: s.Interim}, Bureaus: s.Bureaus, Unscored: s.Unscored}
}

func (s *Scores) fault(f Fault) { s.Faults = append(s.Faults, f) }

// take reads the results off the tables.
func (s *Scores) take(t *tableSet) {
	known := func(v sheet.Value) sheet.Value {
		if v.Kind == sheet.Text {
			return sheet.Value{}
		}
		return v
	}
	for _, grain := range grains() {
		tab := t.details[grain]
		for _, it := range s.Scheme.ByGrain(grain) {
			points, score := tab.index[mark("points", it)], tab.index[mark("score", it)]
			var failed []*Row
			var got sheet.Value
			for i, r := range s.Rows[grain] {
				if score.in(i) == nil {
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

// readInputs puts what the tables summed up into the rows, and says why a row counted for no item.
func (s *Scores) readInputs(tab *calcTable, rows []*Row) {
	for _, x := range inputsOf(tab.key) {
		col := tab.index[in(x.Key)]
		if col == nil {
			continue
		}
		for i, r := range rows {
			if col.in(i) != nil {
				r.Inputs.set(x.Key, col.values[i])
			}
		}
	}
	for _, r := range rows {
		counts := len(r.Marks) == 0 || r.Left != ""
		for _, m := range r.Marks {
			counts = counts || !m.Value.IsBlank()
		}
		switch {
		case counts:
		default:
			r.Left = r.leftByItems()
		}
	}
}

// leftByItems is why no item counts a row that nothing else keeps out.
func (r *Row) leftByItems() string {
	switch {
	case r.Grain == workbook.GrainEvent || r.Grain == workbook.GrainAdjustment:
		return leftHigher
	case r.absent():
		return leftAbsent
	}
	return leftFiltered
}

// absent reports whether the row stands for a period in which nothing was reported on its task.
func (r *Row) absent() bool {
	return r.Grain == workbook.GrainTaskPeriod && r.Inputs.Of(workbook.InReceived).Num == 0
}

// failed says that a method gave no number on some rows.
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

// MarkOf is what an item gives the row, nil where it does not score it.
func (r *Row) MarkOf(it *SchemeItem) *Mark {
	for i := range r.Marks {
		if r.Marks[i].Item == it {
			return &r.Marks[i]
		}
	}
	return nil
}

// Item is the bureau's score for an item, nil where the item does not apply.
func (b *Result) Item(it *SchemeItem) *ItemResult {
	for _, is := range b.Items {
		if is.Item == it {
			return is
		}
	}
	return nil
}

// Ranked lists the bureaus as an output shows them: by category in the plan's order, within it by rank, those without a
// rank last.
func (s *Scores) Ranked() []*Result {
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
