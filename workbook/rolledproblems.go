package workbook

import (
	"slices"
	"strings"

	"duban/workbook/calendar"
)

// LedgerProblem is what only the level below knows about a problem that came with its ledger.
type LedgerProblem struct {
	// Number is the problem's number there, RaisedBy the bureau there that raised it.
	Number, RaisedBy string
	// Closed says that the level below verified it and took it off its list.
	Closed bool
	// Chain says where it came from, level by level downwards.
	Chain []Hop
}

// States of a problem in a consolidated workbook.
const (
	ProblemOpen    = "still-open"
	ProblemSettled = "closing-asked"       // the bureau calls it settled; not yet verified
	ProblemBelow   = "closing-asked-below" // called settled; the level below must verify it
	ProblemOff     = "closed"
)

// ProblemState gives the state of a problem at the end of a period.
func (p *Plan) ProblemState(pr *ProblemRow, upTo calendar.Period) string {
	switch {
	case p.ProblemClosed(pr, upTo):
		return ProblemOff
	case pr.Closed && pr.Below != nil:
		return ProblemBelow
	case pr.Closed:
		return ProblemSettled
	}
	return ProblemOpen
}

// HasProblems reports whether the list of problems is there with its headings and every column needed to read it.
func (l *LedgerReturn) HasProblems() bool { return l.Problems.whole() }

// ofProblem reports whether a hop leads to a list of problems.
func (l *LedgerReturn) ofProblem(h *Hop) bool {
	f := l.Forms.Problems
	return SameName(h.Form, f.Sheet) || slices.ContainsFunc(f.Also, func(name string) bool { return SameName(h.Form, name) })
}

// problem decodes a row of the list. Further down, the same problem has the number without the code of the level that passed it on.
func (l *LedgerReturn) problem(r *Record) *LedgerProblem {
	id := Fold(r.ID)
	return &LedgerProblem{
		Number: r.ID, RaisedBy: r.Get(ColRaisedBy).Text, Closed: r.Get(ColClosed).Key == ProblemOff,
		Chain: l.chain(r.Get(ColTask).Text, func(h *Hop) bool {
			row := Fold(h.Row)
			return l.ofProblem(h) && row != "" && (row == id || h.Depth > 1 && strings.HasSuffix(id, codeMark+row))
		}),
	}
}

// raised gives the period in which a problem was raised: the one on the identity sheet, or else the one that the list shows. If only the
// level below has a name for that round, it counts as now.
func (l *LedgerReturn) raised(r *Record, now calendar.Period) calendar.Period {
	marks := l.MarksOf(FormProblems)
	if p := marks.Since[marks.Written(r.ID)]; !p.IsZero() {
		return p
	}
	if p, ok := calendar.ParsePeriod(r.Get(ColSince).Text); ok {
		return p
	}
	return now
}

// acceptLedgerProblems takes a ledger's list of problems into the standing of its period. As with tasks, a problem that the list no
// longer holds is gone, unless it was merged and its row or number was deleted since; a problem whose row is held back stands as before.
// A ledger without a list has no problems. But if it was merged with one, or if its identity sheet is lost, all problems stand as before.
func (s *Standing) acceptLedgerProblems(ret *Return, src Source, hold func(*Record) bool) {
	l, b := ret.Ledger, ret.Bureau
	marks := l.MarksOf(FormProblems)
	if !l.HasProblems() && (l.Problems != nil || len(marks.Rows) > 0 || !ret.Identity.Whole) {
		return
	}
	before, stands := map[string]*ProblemRow{}, map[string]bool{}
	for _, p := range s.Problems {
		if p.Below != nil && p.Bureau == b.Code {
			before[p.ID] = p
		}
	}
	for id := range marks.Rows {
		stands[RolledUp(b, id)] = true
	}
	var now []*ProblemRow
	seen, nameless := map[string]bool{}, false
	if l.Problems != nil {
		from := src.on(l.Problems)
		for _, r := range l.Problems.Records {
			id := RolledUp(b, marks.Written(r.ID))
			if r.ID == "" {
				nameless = nameless || len(marks.Rows) == 0 // nobody can tell which it is
				continue
			}
			stands[id] = true
			if hold(r) {
				continue
			}
			seen[id] = true
			r.own()
			p := &ProblemRow{ID: id, Bureau: b.Code, Since: l.raised(r, s.Period), Below: l.problem(r)}
			p.update(r, s.Period, from.at(r, ColProblemText))
			if p.Task != "" {
				p.Task = RolledUp(b, l.MarksOf(FormLedger).Written(p.Task))
			}
			state := r.Get(ColClosed).Key
			p.Due, p.Closed = r.Get(ColSettleBy).Date, state == ProblemSettled || state == ProblemBelow || p.Below.Closed
			now = append(now, p)
		}
	}
	kept := slices.DeleteFunc(slices.Clone(s.Problems), func(p *ProblemRow) bool {
		return before[p.ID] == p && (seen[p.ID] || !stands[p.ID] && !nameless)
	})
	s.Problems = append(kept, now...)
}
