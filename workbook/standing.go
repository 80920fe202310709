package workbook

import "strings"

// Source is where an accepted value came from: the returned cell, the file's hash, its receipt.
type Source struct {
	Place   Place
	SHA256  string
	Receipt string
}

// EntryKey names a bureau's entry on a task: the task's number and the bureau's code.
type EntryKey struct{ Task, Bureau string }

// RowKey names a row below a task: a milestone, stage or step.
type RowKey struct{ Task, ID string }

// Accepted is an entry that counts.
type Accepted struct {
	Period Period // the period of the return that it came in
	Status string
	// Value is the cumulative figure; for a task counted by period it is the sum so far, and InPeriod this period's.
	Value    Amount
	InPeriod Amount
	// Estimate is the bureau's own 完成进度, 0–100. It is shown and compared, never scored.
	Estimate                              Amount
	DoneOn                                Date
	Text, Trouble, Next, Evidence, Answer string
	Source                                Source
	// Role is the bureau's role at the time.
	Role string
	// SameText counts the periods in a row in which Text did not change.
	SameText int
}

// Reached is the state of a milestone or step.
type Reached struct {
	Period    Period
	Status    string
	StartedOn Date
	DoneOn    Date
	Text      string
	Source    Source
}

// Counted is a figure of a stage or indicator.
type Counted struct {
	Period Period
	V      float64
	Text   string
	Source Source
}

// ProblemRow is a problem on the list, open or closed.
type ProblemRow struct {
	ID, Task, Text, Stuck string
	Needed                []string
	Person                string
	Due                   Date
	Level                 string
	Closed                bool
	ClosedOn              Date
	Bureau                string // code of the bureau that raised it
	Since                 Period
	Period                Period // when it was last reported
	Source                Source
}

// ListRow is a row of a county's own list.
type ListRow struct {
	List, Bureau string
	Period       Period
	Cells        []Datum
	Source       Source
}

// Standing is what stood at the end of a period: for every task, bureau, milestone, stage, indicator and step the last
// value that was accepted, and the problems. The zero Standing is before the first period.
type Standing struct {
	Period     Period
	Entries    map[EntryKey]*Accepted
	Milestones map[RowKey]*Reached
	Stages     map[RowKey]*Counted
	Indicators map[string]*Counted
	Steps      map[RowKey]*Reached
	Problems   []*ProblemRow
	Lists      []*ListRow
}

// Entry is a bureau's standing entry on a task, nil where it never had one.
func (s *Standing) Entry(t *Task, b *Bureau) *Accepted {
	if s == nil || b == nil {
		return nil
	}
	return s.Entries[EntryKey{t.ID, b.Code}]
}

// Next starts the standing of a period from this one; this one is left as it is.
func (s *Standing) Next(p Period) *Standing {
	n := &Standing{
		Period: p, Entries: map[EntryKey]*Accepted{}, Milestones: map[RowKey]*Reached{}, Stages: map[RowKey]*Counted{},
		Indicators: map[string]*Counted{}, Steps: map[RowKey]*Reached{},
	}
	if s == nil {
		return n
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

// Accept takes a return's rows into the standing of its period, over what prior held. A row that hold names is left as it
// stood. Rows that the bureau did not touch change nothing. Returns of the same bureau and period may be accepted one
// after another; the later one's rows replace the earlier one's.
func (s *Standing) Accept(plan *Plan, prior *Standing, ret *Return, src Source, hold func(*Record) bool) {
	b := ret.Bureau
	each := func(form string, do func(r *Record, at Source)) {
		t := ret.Tables[form]
		if t == nil {
			return
		}
		for _, r := range t.Records {
			if r.ID != "" && r.Touched() && !hold(r) {
				at := src
				at.Place = r.Place(firstOfBureau(t.Form))
				do(r, at)
			}
		}
	}
	each(FormProgress, func(r *Record, at Source) {
		if t := plan.Task(r.ID); t != nil && t.Role(b) != "" {
			s.Entries[EntryKey{t.ID, b.Code}] = s.entry(t, b, prior.Entry(t, b), r, at)
		}
	})
	each(FormMilestoneState, func(r *Record, at Source) {
		id, ms, _ := strings.Cut(r.ID, "|")
		if t := plan.Task(id); t != nil {
			if m := t.milestone(ms); m != nil {
				s.Milestones[RowKey{t.ID, m.ID}] = s.reached(r, at, priorReached(prior, RowKey{t.ID, m.ID}, true))
			}
		}
	})
	each(FormStepState, func(r *Record, at Source) {
		id, st, _ := strings.Cut(r.ID, "|")
		if t := plan.Task(id); t != nil {
			if m := t.step(st); m != nil {
				s.Steps[RowKey{t.ID, m.ID}] = s.reached(r, at, priorReached(prior, RowKey{t.ID, m.ID}, false))
			}
		}
	})
	each(FormStageState, func(r *Record, at Source) {
		id, st, _ := strings.Cut(r.ID, "|")
		if t := plan.Task(id); t != nil && r.Get(ColCount).Filled() {
			if m := t.stage(st); m != nil {
				s.Stages[RowKey{t.ID, m.ID}] = &Counted{s.Period, r.Get(ColCount).Num, r.Get(ColText).Text, at}
			}
		}
	})
	each(FormIndicatorState, func(r *Record, at Source) {
		if in := plan.Indicator(r.ID); in != nil && r.Get(ColValue).Filled() {
			s.Indicators[in.ID] = &Counted{s.Period, r.Get(ColValue).Num, r.Get(ColText).Text, at}
		}
	})
	s.acceptProblems(b, ret, src, hold)
	for _, l := range plan.Lists {
		t := ret.Tables[l.Form.Key]
		if t == nil {
			continue
		}
		kept := s.Lists[:0:0]
		for _, row := range s.Lists {
			if row.List != l.Name || row.Bureau != b.Code || row.Period != s.Period {
				kept = append(kept, row)
			}
		}
		s.Lists = kept
		for _, r := range t.Records {
			if r.Touched() && !hold(r) {
				at := src
				at.Place = r.Place(t.Form.Columns[0].Key)
				s.Lists = append(s.Lists, &ListRow{l.Name, b.Code, s.Period, r.Data, at})
			}
		}
	}
}

func firstOfBureau(f *Form) string {
	for i := range f.Columns {
		if f.Columns[i].Filled == ByBureau {
			return f.Columns[i].Key
		}
	}
	return f.Columns[0].Key
}

// entry builds an accepted entry from a row. What a bureau leaves blank stays as it last stood; 本期无变化 keeps all of it.
func (s *Standing) entry(t *Task, b *Bureau, last *Accepted, r *Record, at Source) *Accepted {
	e := &Accepted{Period: s.Period, Source: at, Role: t.Role(b)}
	if last != nil {
		e.Status, e.Value, e.Estimate, e.DoneOn = last.Status, last.Value, last.Estimate, last.DoneOn
		e.Text, e.Trouble, e.Next, e.Evidence = last.Text, last.Trouble, last.Next, last.Evidence
	}
	if st := r.Get(ColStatus); st.Filled() && st.Key != Unchanged {
		e.Status = st.Key
	} else if e.Status == "" {
		e.Status = NotStarted
	}
	if v := r.Get(ColDoneValue); v.Filled() {
		e.Value = Known(v.Num)
		if t.Basis == ThisPeriod {
			e.InPeriod = Known(v.Num)
			if last != nil && last.Value.Known {
				e.Value.V += last.Value.V
			}
		}
	}
	if v := r.Get(ColProgress); v.Filled() {
		e.Estimate = Known(v.Num)
	}
	if v := r.Get(ColDoneOn); v.Filled() {
		e.DoneOn = v.Date
	}
	if e.Status != Done && e.Status != Sustained {
		e.DoneOn = 0
	}
	set := func(to *string, key string) {
		if d := r.Get(key); d.Filled() {
			*to = d.Text
		}
	}
	set(&e.Text, ColText)
	// Troubles and next steps are this period's: silence means there are none.
	if st := r.Get(ColStatus); st.Key != Unchanged {
		e.Trouble, e.Next = "", ""
	}
	set(&e.Trouble, ColTrouble)
	set(&e.Next, ColNext)
	set(&e.Evidence, ColEvidence)
	set(&e.Answer, ColAnswer)
	if last != nil && e.Text != "" && e.Text == last.Text && r.Get(ColText).Filled() {
		e.SameText = last.SameText + 1
	}
	return e
}

func priorReached(prior *Standing, k RowKey, milestone bool) *Reached {
	switch {
	case prior == nil:
		return nil
	case milestone:
		return prior.Milestones[k]
	}
	return prior.Steps[k]
}

func (s *Standing) reached(r *Record, at Source, last *Reached) *Reached {
	e := &Reached{Period: s.Period, Source: at}
	if last != nil {
		*e = *last
		e.Period, e.Source = s.Period, at
	}
	if st := r.Get(ColStatus); st.Filled() && st.Key != Unchanged {
		e.Status = st.Key
	}
	if d := r.Get(ColStartedOn); d.Filled() {
		e.StartedOn = d.Date
	}
	if d := r.Get(ColDoneOn); d.Filled() {
		e.DoneOn = d.Date
	}
	if e.Status != Done {
		e.DoneOn = 0
	}
	if d := r.Get(ColText); d.Filled() {
		e.Text = d.Text
	}
	return e
}

// acceptProblems takes the problem list in. A row with a number is a problem carried over; one without is new, and gets
// a number from bureau, period and place in the list, so that a second reading gives the same.
func (s *Standing) acceptProblems(b *Bureau, ret *Return, src Source, hold func(*Record) bool) {
	t := ret.Tables[FormProblems]
	if t == nil {
		return
	}
	kept := s.Problems[:0:0]
	for _, p := range s.Problems {
		// A later return of the same period states the new problems afresh.
		if p.Bureau != b.Code || p.Since != s.Period {
			kept = append(kept, p)
		}
	}
	s.Problems = kept
	n := 0
	for _, r := range t.Records {
		if !r.Touched() || hold(r) {
			continue
		}
		at := src
		at.Place = r.Place(ColProblemText)
		if p := s.problem(r.Get(ColProblem).Text); p != nil {
			if p.Bureau == b.Code {
				p.update(r, s.Period, at)
			}
			continue
		}
		if !r.Get(ColProblemText).Filled() {
			continue
		}
		n++
		p := &ProblemRow{ID: b.Code + "-" + strings.ReplaceAll(s.Period.String(), "-", "") + "-" + twoDigits(n), Bureau: b.Code, Since: s.Period}
		p.update(r, s.Period, at)
		s.Problems = append(s.Problems, p)
	}
}

func twoDigits(n int) string {
	if n < 10 {
		return "0" + string(rune('0'+n))
	}
	return string(rune('0'+n/10%10)) + string(rune('0'+n%10))
}

func (s *Standing) problem(id string) *ProblemRow {
	if id == "" {
		return nil
	}
	for _, p := range s.Problems {
		if fold(p.ID) == fold(id) {
			return p
		}
	}
	return nil
}

func (p *ProblemRow) update(r *Record, period Period, at Source) {
	set := func(to *string, key string) {
		if d := r.Get(key); d.Filled() {
			*to = d.Text
		}
	}
	set(&p.Task, ColTask)
	set(&p.Text, ColProblemText)
	set(&p.Stuck, ColStuck)
	set(&p.Person, ColPerson)
	if d := r.Get(ColLevel); d.Filled() {
		p.Level = d.Key
	}
	if d := r.Get(ColNeeded); d.Filled() {
		p.Needed = d.List
	}
	if d := r.Get(ColDue); d.Filled() {
		p.Due = d.Date
	}
	p.Closed = r.Get(ColClosed).Filled() && r.Get(ColClosed).Num != 0
	p.ClosedOn = r.Get(ColClosedOn).Date
	p.Period, p.Source = period, at
}

// OpenProblems lists the open problems that concern a bureau: those it raised and those that name it as needed.
func (s *Standing) OpenProblems(plan *Plan, b *Bureau) []*ProblemRow {
	if s == nil {
		return nil
	}
	var out []*ProblemRow
	for _, p := range s.Problems {
		if p.Closed {
			continue
		}
		mine := p.Bureau == b.Code
		for _, n := range p.Needed {
			mine = mine || plan.Directory.Bureau(n) == b
		}
		if mine {
			out = append(out, p)
		}
	}
	return out
}
