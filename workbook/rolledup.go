package workbook

import (
	"slices"
	"strings"

	"duban/workbook/calendar"
	"duban/workbook/sheet"
)

// Task decodes a row of the ledger.
func (l *LedgerReturn) Task(r *Record) *LedgerTask {
	t := &LedgerTask{
		Number: r.ID, Order: r.Row, Area: r.Get(ColArea).Text, Title: r.Get(ColTitle).Text, Goal: r.Get(ColGoal).Text, Measure: r.Get(ColMeasure).Key,
		Unit: r.Get(ColUnit).Text, Below: r.Get(ColBureau).Text, Due: r.Get(ColDeadline).Date, Target: number(r.Get(ColTarget)), Done: number(r.Get(ColDoneValue)),
		Completion: ratioOf(r.Get(ColCompletion)), Elapsed: ratioOf(r.Get(ColElapsed)), Expected: ratioOf(r.Get(ColExpected)), DaysLate: number(r.Get(ColDaysLate)),
		Class: l.ClassOf(r), Light: l.lightOf(r.Get(ColLight).Text),
		Verified:   r.Get(ColVerified).Text,
		Unverified: slices.Contains(l.Forms.Unverified, r.Get(ColLight).Text),
	}
	t.Finished, t.Unassigned = t.Class == "done", t.Class == "unassigned"
	if t.Unassigned {
		t.Below = ""
	}
	// For a task of which only the status is shown, the ledger has no visible class.
	if t.StatusOnly = r.Get(ColClass).State == Empty; t.StatusOnly {
		t.Area = r.Get(ColAreaOf).Text
	}
	if slices.ContainsFunc(l.Forms.NoArea, func(s string) bool { return SameName(s, t.Area) }) {
		t.Area = ""
	}
	t.Chain = l.chain(r.ID, func(h *Hop) bool { return !l.ofProblem(h) })
	return t
}

// chain lists where the values of a task came from, with depths one level further down as seen from here. What lies below a source
// follows it directly, and only that is taken: numbers further down are other levels' own, and several counties may use the same ones.
func (l *LedgerReturn) chain(task string, of func(*Hop) bool) []Hop {
	var out []Hop
	ours := false
	for _, h := range l.Sources[Fold(task)] {
		if h.Depth <= 1 {
			ours = of(&h)
		}
		if ours && of(&h) {
			h.Depth++
			h.own()
			out = append(out, h)
		}
	}
	return out
}

// ClassOf gives the key of a row's class: the visible one, or else the hidden one that sums count by.
func (l *LedgerReturn) ClassOf(r *Record) string {
	if d := r.Get(ColClass); d.State != Empty {
		return d.Key
	}
	return r.Get(ColClassOf).Key
}

func (l *LedgerReturn) lightOf(text string) Light {
	for light, signs := range l.Forms.Signs {
		for _, s := range signs {
			if s != "" && strings.HasPrefix(text, s) {
				return light
			}
		}
	}
	return NoLight
}

func number(d *Datum) Amount {
	if !d.Filled() {
		return Amount{}
	}
	return Known(d.Num)
}

// ratioOf reads a ratio, which the ledger stores as 0–1 whatever its format shows; the text 80% is 0.8 too.
func ratioOf(d *Datum) Amount {
	switch {
	case !d.Filled():
		return Amount{}
	case d.Raw.Kind == sheet.Number:
		return Known(round9(d.Raw.Num))
	}
	return Known(round9(d.Num / 100))
}

// ElapsedBy gives the share, 0 to 1, of the task's days that have passed on a day; the level below gave the share for the day said. A
// task that had not begun keeps its share, as nobody here knows when it begins.
func (l *LedgerTask) ElapsedBy(said, day calendar.Date) Amount {
	if !l.Elapsed.Known || l.Elapsed.V == 0 || l.Due <= said || day <= said {
		return l.Elapsed
	}
	return Known(round9(1 - (1-l.Elapsed.V)*float64(max(0, l.Due-day))/float64(l.Due-said)))
}

// RolledUp gives the number that a task or problem of the level below has one level up: its bureau's code and its own number.
func RolledUp(b *Bureau, number string) string { return b.Code + codeMark + number }

// CountyOf finds the county with whose ledger a task or problem came, by its number here; nil for a number of the plan's own.
func (p *Plan) CountyOf(number string) *Bureau {
	code, _, ok := strings.Cut(number, codeMark)
	for _, b := range p.Bureaus {
		if ok && b.SendsLedger && SameName(b.Code, code) {
			return b
		}
	}
	return nil
}

// fromBelow is CountyOf for a number that is not one of the plan's own tasks.
func (p *Plan) fromBelow(number string) *Bureau {
	if p.Task(number) != nil {
		return nil
	}
	return p.CountyOf(number)
}

// codeMark separates a bureau's code from a number of its own.
const codeMark = "·"

// acceptLedger takes a ledger of the level below into the standing of its period. A ledger says how all of its tasks stand, so a task
// that it no longer holds is gone. A task whose row is held back stands as before, and so does one that was merged and whose row or
// number was deleted since.
func (s *Standing) acceptLedger(ret *Return, src Source, hold func(*Record) bool) {
	b := ret.Bureau
	stands := map[EntryKey]bool{}
	marks := ret.Ledger.MarksOf(FormLedger)
	for id := range marks.Rows {
		stands[EntryKey{RolledUp(b, id), b.Code}] = true
	}
	nameless, from := false, src.on(ret.Ledger.Table)
	for _, r := range ret.Ledger.Table.Records {
		if r.ID == "" {
			nameless = true
			continue
		}
		key := EntryKey{RolledUp(b, marks.Written(r.ID)), b.Code}
		stands[key] = true
		if hold(r) {
			continue
		}
		r.own()
		e := &Accepted{Period: s.Period, TextIn: s.Period, Role: RoleLead, Source: from.at(r, ColStatus), Ledger: ret.Ledger.Task(r)}
		if st := r.Get(ColStatus); st.Key != NotReported && st.Key != HeldBack {
			e.Status, e.Ledger.NoStatus = st.Key, st.State == Empty
		}
		e.Value, e.DoneOn = e.Ledger.Done, r.Get(ColDoneOn).Date
		e.Text, e.Trouble, e.Next, e.Evidence = r.Get(ColText).Text, r.Get(ColTrouble).Text, r.Get(ColNext).Text, r.Get(ColEvidence).Text
		s.Entries[key] = e
	}
	// Without marks nobody can tell which of the missing tasks a nameless row is.
	if !nameless || len(marks.Rows) > 0 {
		for key, e := range s.Entries {
			if e.Ledger != nil && key.Bureau == b.Code && !stands[key] {
				delete(s.Entries, key)
			}
		}
	}
	s.acceptLedgerProblems(ret, src, hold)
}

// WithLedgers gives the plan with the tasks from the ledgers of the level below added behind its own, by bureau and in the ledgers'
// order. Without any it is the plan itself. Issuing and reading go by the plan alone.
func (p *Plan) WithLedgers(s *Standing) *Plan {
	if s == nil {
		return p
	}
	type rolled struct {
		bureau *Bureau
		id     string
		task   *LedgerTask
	}
	var all []rolled
	for _, b := range p.Bureaus {
		if !b.SendsLedger {
			continue
		}
		for key, e := range s.Entries {
			if e.Ledger != nil && key.Bureau == b.Code {
				all = append(all, rolled{b, key.Task, e.Ledger})
			}
		}
	}
	if len(all) == 0 {
		return p
	}
	slices.SortFunc(all, func(a, b rolled) int {
		if a.bureau != b.bureau {
			return a.bureau.Order - b.bureau.Order
		}
		if a.task.Order != b.task.Order {
			return a.task.Order - b.task.Order
		}
		return strings.Compare(a.id, b.id)
	})
	out := *p
	out.Tasks = slices.Clone(p.Tasks)
	out.tasks = make(map[string]*Task, len(p.tasks)+2*len(all))
	for id, t := range p.tasks {
		out.tasks[id] = t
	}
	for _, r := range all {
		t := &Task{
			ID: r.id, Area: r.task.Area, Title: r.task.Title, Goal: r.task.Goal, Measure: r.task.Measure, Due: r.task.Due, Unit: r.task.Unit, Target: r.task.Target,
			Assigned: []Assignment{{Bureau: r.bureau, Role: RoleLead, As: r.bureau.Name}}, Weight: 1, Difficulty: 1, Direction: Higher,
			StatusOnly: r.task.StatusOnly, Order: len(out.Tasks), Rolled: true,
		}
		if t.Measure == "" || t.Measure == Grouping {
			t.Measure = Deliverable
		}
		out.Tasks = append(out.Tasks, t)
		out.tasks[t.ID], out.tasks[Fold(t.ID)] = t, t
	}
	out.listTasks()
	return &out
}

// Counties reports whether the plan sums up counties that send their ledgers.
func (p *Plan) Counties() bool {
	return slices.ContainsFunc(p.Bureaus, func(b *Bureau) bool { return b.SendsLedger })
}

// FromBelow gives what the ledger of the level below says of a task, nil if it says nothing.
func (s *Standing) FromBelow(t *Task) *LedgerTask {
	if e := s.Entry(t, t.Lead()); e != nil {
		return e.Ledger
	}
	return nil
}

// ofLedger gives the completion that the level below worked out.
func (s *Standing) ofLedger(t *Task) Completion {
	l := s.FromBelow(t)
	if l == nil {
		return Completion{}
	}
	c := Completion{Ratio: l.Completion, Done: l.Done, Of: l.Target, Binary: !l.Done.Known && !l.Target.Known, Finished: l.Finished}
	if c.Finished {
		c.FinishedOn = s.Entry(t, t.Lead()).DoneOn
	}
	return c
}
