package workbook

import (
	"cmp"
	"slices"
	"sort"
	"strings"

	"duban/workbook/calendar"
)

// EntryKey names a bureau's entry on a task: the task's number and the bureau's code.
type EntryKey struct{ Task, Bureau string }

// RowKey identifies a row below a task: a milestone, stage or step. Bureau is a bureau's code if each of several bureaus has the row as
// its own, and empty if they answer for it together.
type RowKey struct{ Task, ID, Bureau string }

// Accepted is an entry that counts. A round of thousands of returns holds a dozen for each return, so small fields are grouped behind
// large ones to keep the struct free of padding.
type Accepted struct {
	Status string
	// Value is the cumulative figure. For a task counted by period (当期) it is the sum so far, and InPeriod is this period's figure.
	Value    Amount
	InPeriod Amount
	// Opening is set for the entry of a week or special round: where the task stood before the longer periods around it.
	Opening Opening
	// Estimate is the bureau's own 完成进度, 0–100. It is shown and compared, never scored.
	Estimate                              Amount
	DoneOn                                calendar.Date
	Text, Trouble, Next, Evidence, Answer string
	// Source is the cell of the figure if the task is measured by one and it was typed in the period, or else that of the status.
	Source Source
	// Role is the bureau's role at the time.
	Role string
	// Ledger is what the level below's ledger says of the task; nil for the entry of an ordinary return.
	Ledger *LedgerTask
	Period calendar.Period // the period of the return that it came in
	// EstimateIn is the period in which Estimate was last typed.
	EstimateIn calendar.Period
	// SaidIn is the period in which the figure was last typed, or the task last reported as done. 本期无变化 says nothing new.
	SaidIn calendar.Period
	// FullSince is the period in which Value first reached the target, zero if it has not. A figure that is reported again and again is
	// not finished anew each month.
	FullSince calendar.Period
	// SameText counts the periods in a row in which Text did not change; TextIn is the one in which it was last typed.
	SameText int16
	TextIn   calendar.Period
	// SameValue counts the periods in a row in which the same figure was typed again.
	SameValue int16
	// Asking counts the periods in a row in which the bureau asked for a change (申请调整); AskedIn is the first of them.
	Asking  int16
	AskedIn calendar.Period
}

// Cell gives the place of a column of the entry in its return.
func (e *Accepted) Cell(key string) Place { return e.Source.cell(key) }

// Reached is the state of a milestone or step.
type Reached struct {
	Period    calendar.Period
	Bureau    string // code of the bureau that reported it
	Status    string
	StartedOn calendar.Date
	DoneOn    calendar.Date
	Text      string
	// Answer is what was typed beside the state in this period: the reason that answers a warning.
	Answer string
	Source Source
	// Beside holds what further bureaus that answer for the row said in the same period, in the plan's order; the first-listed bureau's
	// word counts.
	Beside []*Reached
}

// Counted is a figure of a stage or indicator.
type Counted struct {
	Period calendar.Period
	Bureau string // code of the bureau that reported it
	V      float64
	Text   string
	Source Source
	// Beside holds the figures of further bureaus that answer for an indicator, as in Reached.
	Beside []*Counted
}

// ListRow is a row of a county's own list.
type ListRow struct {
	List, Bureau string
	Period       calendar.Period
	Cells        []Datum
	Source       Source
}

// Standing holds what counts at the end of a period: the last accepted value for every task and bureau, milestone, stage, indicator and
// step, and the problems. The zero Standing is before the first period.
type Standing struct {
	Period     calendar.Period
	Past       []calendar.Period // the rounds that this one continues, in order
	Entries    map[EntryKey]*Accepted
	Milestones map[RowKey]*Reached
	Stages     map[RowKey]*Counted
	Indicators map[RowKey]*Counted // without a task
	Steps      map[RowKey]*Reached
	Problems   []*ProblemRow
	Lists      []*ListRow

	// carried holds the problems that were carried over, by folded number; nil until one is looked for.
	carried map[string]carriedOver
	// raised and listed hold the bureaus that may have problems and list rows of this period. ordered is the plan by which all problems
	// and list rows are sorted.
	raised, listed map[string]bool
	ordered        *Plan
	// takeover says what heirs took over in weeks and special rounds, see apartAgain; nil if nobody did.
	takeover *takeover
	// summed gives the entries that a combined entry of merged bureaus rests on.
	summed map[*Accepted][]*Accepted
}

// Entry is a bureau's standing entry on a task, nil if it never had one.
func (s *Standing) Entry(t *Task, b *Bureau) *Accepted {
	if s == nil || b == nil {
		return nil
	}
	return s.Entries[EntryKey{t.ID, b.Code}]
}

// Taken lists the places of the values accepted in this period, by the file's hash.
func (s *Standing) Taken() map[string][]Place {
	out := map[string][]Place{}
	add := func(p calendar.Period, src Source) {
		if p == s.Period {
			out[src.SHA256()] = append(out[src.SHA256()], src.Place())
		}
	}
	for _, e := range s.Entries {
		if parts := s.summed[e]; parts != nil {
			for _, part := range parts {
				add(part.Period, part.Source)
			}
			continue
		}
		add(e.Period, e.Source)
	}
	for _, rows := range []map[RowKey]*Reached{s.Milestones, s.Steps} {
		for _, r := range rows {
			add(r.Period, r.Source)
		}
	}
	for _, c := range s.Stages {
		add(c.Period, c.Source)
	}
	for _, c := range s.Indicators {
		add(c.Period, c.Source)
	}
	for _, p := range s.Problems {
		add(p.Period, p.Source)
	}
	for _, r := range s.Lists {
		add(r.Period, r.Source)
	}
	return out
}

// Next starts the standing of a period from this one, which is not changed.
func (s *Standing) Next(p calendar.Period) *Standing {
	n := &Standing{
		Period: p, Entries: map[EntryKey]*Accepted{}, Milestones: map[RowKey]*Reached{}, Stages: map[RowKey]*Counted{},
		Indicators: map[RowKey]*Counted{}, Steps: map[RowKey]*Reached{},
	}
	if s == nil {
		return n
	}
	n.Past = append(append(n.Past, s.Past...), s.Period)
	if p.Partial() {
		n.takeover = s.takeover
	}
	for k, v := range s.Entries {
		n.Entries[k] = v
	}
	for k, v := range s.Milestones {
		n.Milestones[k] = v
	}
	for k, v := range s.Stages {
		n.Stages[k] = v
	}
	for k, v := range s.Indicators {
		n.Indicators[k] = v
	}
	for k, v := range s.Steps {
		n.Steps[k] = v
	}
	for _, p := range s.Problems {
		c := *p
		n.Problems = append(n.Problems, &c)
	}
	n.Lists = append(n.Lists, s.Lists...)
	return n
}

// Accept takes a return's rows into the standing of its period, over what prior held. A row for which hold is true is left as it stood,
// and so is one that is not the bureau's. Rows that the bureau did not touch change nothing. Of several returns of one bureau and period
// the later one's rows replace the earlier one's. The order in which different bureaus are accepted makes no difference.
func (s *Standing) Accept(plan *Plan, prior *Standing, ret *Return, src Source, hold func(*Record) bool) {
	b := ret.Bureau
	if ret.Ledger != nil {
		if ret.Ledger.Whole() {
			s.acceptLedger(ret, src, hold)
			s.order(plan)
		}
		return
	}
	each := func(form string, do func(r *Record, at Source)) {
		t := ret.Tables[form]
		if t == nil {
			return
		}
		from, first := src.on(t), firstOfBureau(t.Form)
		for _, r := range t.Records {
			if r.ID != "" && r.Touched() && !hold(r) {
				r.own()
				do(r, from.at(r, first))
			}
		}
	}
	each(FormProgress, func(r *Record, at Source) {
		if t := plan.Task(r.ID); t != nil && t.Role(b) != "" {
			s.Entries[EntryKey{t.ID, b.Code}] = s.entry(t, b, prior.Entry(t, b), r, at)
		}
	})
	each(FormMilestoneState, func(r *Record, at Source) {
		if m := plan.milestoneOf(r.ID); m != nil && slices.Contains(m.Bureaus, b) {
			k := m.key(m.Task.ID, m.ID, b)
			s.Milestones[k] = s.reached(prior.Milestone(m, b), b, r, at).among(s.Milestones[k], m.Bureaus)
		}
	})
	each(FormStepState, func(r *Record, at Source) {
		if st := plan.stepOf(r.ID); st != nil && slices.Contains(st.Bureaus, b) {
			k := st.key(st.Task.ID, st.ID, b)
			s.Steps[k] = s.reached(prior.Step(st, b), b, r, at).among(s.Steps[k], st.Bureaus)
		}
	})
	each(FormStageState, func(r *Record, at Source) {
		if st := plan.stageOf(r.ID); st != nil && st.Task.Lead() == b && r.Get(ColCount).Filled() {
			s.Stages[RowKey{Task: st.Task.ID, ID: st.ID}] = s.counted(ColCount, b, r, at)
		}
	})
	each(FormIndicatorState, func(r *Record, at Source) {
		if in := plan.Indicator(r.ID); in != nil && slices.Contains(in.Bureaus, b) && r.Get(ColValue).Filled() {
			k := in.key("", in.ID, b)
			s.Indicators[k] = s.counted(ColValue, b, r, at).among(s.Indicators[k], in.Bureaus)
		}
	})
	s.addProblems(plan, s.acceptProblems(b, prior, ret, src, hold))
	s.acceptLists(plan, b, ret, src, hold)
}

// acceptLists takes in the rows of the county's lists; a later return of the same period states them afresh.
func (s *Standing) acceptLists(plan *Plan, b *Bureau, ret *Return, src Source, hold func(*Record) bool) {
	for _, l := range plan.Lists {
		t := ret.Tables[l.Form.Key]
		if t == nil {
			continue
		}
		if s.listed[b.Code] {
			s.Lists = slices.DeleteFunc(slices.Clone(s.Lists), func(row *ListRow) bool { return row.List == l.Name && row.Bureau == b.Code && row.Period == s.Period })
		}
		var rows []*ListRow
		from := src.on(t)
		for _, r := range t.Records {
			if r.Touched() && !hold(r) {
				rows = append(rows, &ListRow{l.Name, b.Code, s.Period, r.all(), from.at(r, t.Form.Columns[0].Key)})
			}
		}
		s.addListRows(plan, rows)
	}
}

// own gives a row copies of its strings: those that were read share memory with the whole file, which would be kept alive by them.
func (r *Record) own() {
	r.ID = strings.Clone(r.ID)
	for i := range r.data {
		if d := &r.data[i]; r.column(d).Filled == ByBureau {
			d.ownTexts()
		}
	}
}

// ownTexts gives a cell copies of its strings.
func (d *Datum) ownTexts() {
	d.Text = strings.Clone(d.Text)
	if d.Raw.Text == d.Text {
		d.Raw.Text = d.Text
	} else {
		d.Raw.Text = strings.Clone(d.Raw.Text)
	}
	if d.more == nil {
		return
	}
	d.more.formula = strings.Clone(d.more.formula)
	for i, name := range d.more.list {
		d.more.list[i] = strings.Clone(name)
	}
}

// all gives the row's cells in the order of the form's columns, empty ones included, with strings of their own.
func (r *Record) all() []Datum {
	out := make([]Datum, len(r.Table.Form.Columns))
	for i := range r.data {
		d := &r.data[i]
		d.ownTexts()
		out[d.col] = *d
	}
	return out
}

// byProblems and byListRows compare two rows by period, list and bureau, in the order of a plan.
func byProblems(plan *Plan) func(a, b *ProblemRow) int {
	place := plan.places()
	return func(a, b *ProblemRow) int {
		return cmp.Or(a.Since.Compare(b.Since), cmp.Compare(place[a.Bureau], place[b.Bureau]))
	}
}

func byListRows(plan *Plan) func(a, b *ListRow) int {
	place, list := plan.places(), map[string]int{}
	for i, l := range plan.Lists {
		list[l.Name] = i
	}
	return func(a, b *ListRow) int {
		return cmp.Or(a.Period.Compare(b.Period), cmp.Compare(list[a.List], list[b.List]), cmp.Compare(place[a.Bureau], place[b.Bureau]))
	}
}

// order sorts problems and list rows by period, list and bureau; rows of one bureau keep their order.
func (s *Standing) order(plan *Plan) {
	slices.SortStableFunc(s.Problems, byProblems(plan))
	slices.SortStableFunc(s.Lists, byListRows(plan))
	s.ordered = plan
}

// addProblems inserts a bureau's new problems where they belong, and addListRows its new rows of a list. They do not sort the whole
// again: each of thousands of returns may bring some.
func (s *Standing) addProblems(plan *Plan, rows []*ProblemRow) {
	if len(rows) == 0 {
		return
	}
	s.raised = marked(s.raised, rows[0].Bureau)
	s.keepOrder(plan)
	s.Problems = insert(s.Problems, rows, byProblems(plan))
}

func (s *Standing) addListRows(plan *Plan, rows []*ListRow) {
	if len(rows) == 0 {
		return
	}
	s.listed = marked(s.listed, rows[0].Bureau)
	s.keepOrder(plan)
	s.Lists = insert(s.Lists, rows, byListRows(plan))
}

func (s *Standing) keepOrder(plan *Plan) {
	if s.ordered != plan {
		s.order(plan)
	}
}

// marked adds a name to a set, which may be nil.
func marked(set map[string]bool, name string) map[string]bool {
	if set == nil {
		set = map[string]bool{}
	}
	set[name] = true
	return set
}

// insert puts rows that compare equal to each other into a sorted list, after all rows that come before them or are equal to them.
func insert[R any](list, rows []R, compare func(a, b R) int) []R {
	at := sort.Search(len(list), func(i int) bool { return compare(list[i], rows[0]) > 0 })
	return slices.Insert(list, at, rows...)
}

func firstOfBureau(f *Form) string {
	for i := range f.Columns {
		if f.Columns[i].Filled == ByBureau {
			return f.Columns[i].Key
		}
	}
	return f.Columns[0].Key
}

// tookWeeks reports whether weekly rounds of a period came before.
func (s *Standing) tookWeeks(per calendar.Period) bool {
	if s == nil {
		return false
	}
	within := func(p calendar.Period) bool { return p.Kind() == calendar.Week && per.Contains(p.Last()) }
	return within(s.Period) || slices.ContainsFunc(s.Past, within)
}
