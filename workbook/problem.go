package workbook

import (
	"fmt"
	"slices"
	"strings"

	"duban/workbook/calendar"
)

// ProblemRow is a problem on the list, open or closed.
type ProblemRow struct {
	ID, Task, Text, Stuck string
	Needed                []string // bureaus of the plan and, if a higher level has to coordinate, offices there
	Person                string
	Due                   calendar.Date
	Level                 string // LevelAbove and so on, empty if not said
	Closed                bool
	ClosedOn              calendar.Date
	// Reopened is the last period in which its bureau took a closing back, zero if it never did; earlier verifications were of another
	// closing.
	Reopened calendar.Period
	Bureau   string // code of the bureau that raised it
	Since    calendar.Period
	Period   calendar.Period // when it was last reported
	Source   Source
	// Below is what the level below's ledger says of the problem; nil if a bureau of this plan reported it.
	Below *LedgerProblem
}

// acceptProblems takes a return's problem list in. A row with a number is a problem carried over. A row without one is new and gets its
// number from bureau, period and place in the list, so that a second reading, or a later return in which a held row is corrected, gives the
// same numbers. added holds the new problems, which are still to be put among the others.
func (s *Standing) acceptProblems(b *Bureau, prior *Standing, ret *Return, src Source, hold func(*Record) bool) (added []*ProblemRow) {
	t := ret.Tables[FormProblems]
	if t == nil {
		return nil
	}
	// A later return of the same period states the new problems afresh.
	if s.raised[b.Code] {
		s.Problems = slices.DeleteFunc(slices.Clone(s.Problems), func(p *ProblemRow) bool { return p.Bureau == b.Code && p.Since == s.Period && p.Below == nil })
	}
	from, n := src.on(t), 0
	for _, r := range t.Records {
		if !r.Touched() {
			continue
		}
		r.own()
		at := from.at(r, ColProblemText)
		if c, ok := s.carriedOver(prior, r.ID); ok {
			if c.now.Bureau == b.Code && !hold(r) {
				c.now.update(r, s.Period, at)
				c.now.reopen(c.before)
			}
			continue
		}
		n++
		if hold(r) || !r.Get(ColProblemText).Filled() {
			continue
		}
		p := &ProblemRow{ID: fmt.Sprintf("%s-%s-%02d", b.Code, strings.ReplaceAll(s.Period.String(), "-", ""), n), Bureau: b.Code, Since: s.Period}
		p.update(r, s.Period, at)
		added = append(added, p)
	}
	return added
}

// ProblemNumbered finds a problem by its number, in any case.
func (s *Standing) ProblemNumbered(id string) *ProblemRow {
	if s == nil {
		return nil
	}
	for _, p := range s.Problems {
		if SameName(p.ID, id) {
			return p
		}
	}
	return nil
}

// carriedOver is a problem that was carried over, and how it stood before this period.
type carriedOver struct{ now, before *ProblemRow }

// carriedOver finds, by its number, a problem that was carried over from prior. Problems that came in this period cannot be named yet.
func (s *Standing) carriedOver(prior *Standing, id string) (carriedOver, bool) {
	if id == "" {
		return carriedOver{}, false
	}
	if s.carried == nil {
		s.carried = map[string]carriedOver{}
		for _, p := range s.Problems {
			if _, ok := s.carried[Fold(p.ID)]; !ok && p.Since != s.Period && p.Below == nil {
				s.carried[Fold(p.ID)] = carriedOver{now: p}
			}
		}
		if prior != nil {
			for _, p := range slices.Backward(prior.Problems) {
				if c, ok := s.carried[Fold(p.ID)]; ok {
					s.carried[Fold(p.ID)] = carriedOver{c.now, p} // backwards, so that the first problem with a number wins
				}
			}
		}
	}
	c, ok := s.carried[Fold(id)]
	return c, ok
}

func (p *ProblemRow) update(r *Record, period calendar.Period, at Source) {
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
		p.Needed = d.List()
	}
	if d := r.Get(ColDue); d.Filled() {
		p.Due = d.Date
	}
	p.Closed = r.Get(ColClosed).Filled() && r.Get(ColClosed).Num != 0
	p.ClosedOn = r.Get(ColClosedOn).Date
	p.Period, p.Source = period, at
}

// reopen works Reopened out from how the problem stood before this period, so that of several returns only the last one counts.
func (p *ProblemRow) reopen(before *ProblemRow) {
	if before == nil {
		return
	}
	p.Reopened = before.Reopened
	if before.Closed && !p.Closed {
		p.Reopened = p.Period
	}
}

// DaysLate is how many days a problem is past the day by which it should have been settled, as of the given day; 0 if it has no such day.
// Once its bureau calls it settled, the days end on the day that it names: the time until somebody verifies it is not the bureau's.
func (p *ProblemRow) DaysLate(at calendar.Date) int {
	if p.Closed && p.ClosedOn != 0 {
		at = min(at, p.ClosedOn)
	}
	if p.Due == 0 {
		return 0
	}
	return max(0, int(at-p.Due))
}

// NeededOf lists the bureaus of the plan that a problem names as needed. It is empty for problems from the level below: they name bureaus
// there, which are not meant here even if the names are the same.
func (p *ProblemRow) NeededOf(plan *Plan) []*Bureau {
	if p.Below != nil {
		return nil
	}
	var out []*Bureau
	for _, name := range p.Needed {
		if b := plan.Directory.Bureau(name); b != nil && !slices.Contains(out, b) {
			out = append(out, b)
		}
	}
	return out
}

// OpenProblems lists the open problems that concern a bureau: those it raised and those that name it as needed. Problems from the level
// below come with its ledger and are not among them.
func (s *Standing) OpenProblems(plan *Plan, b *Bureau) []*ProblemRow {
	if s == nil {
		return nil
	}
	var out []*ProblemRow
	for _, p := range s.Problems {
		if p.Below == nil && !plan.ProblemClosed(p, s.Period) && (p.Bureau == b.Code || slices.Contains(p.NeededOf(plan), b)) {
			out = append(out, p)
		}
	}
	return out
}
