package workbook

import (
	"slices"

	"duban/workbook/calendar"
)

// Asked says which bureaus a row below a task is asked of.
type Asked struct {
	Bureaus []*Bureau
	// Each says that every bureau answers for itself, because a group was asked; otherwise they answer for the row together.
	Each bool
}

// each calls do for those who answer: for every bureau by itself, or once for all together with b nil.
func (a Asked) each(do func(together []*Bureau, b *Bureau)) {
	if !a.Each {
		do(a.Bureaus, nil)
		return
	}
	for i, b := range a.Bureaus {
		do(a.Bureaus[i:i+1], b)
	}
}

// concerning gives the rows that a bureau answers for; a row that each bureau answers for by itself is copied with this bureau alone.
func concerning[T any](rows []*T, asked func(*T) *Asked, b *Bureau) (own []*T) {
	for _, r := range rows {
		if !slices.Contains(asked(r).Bureaus, b) {
			continue
		}
		if asked(r).Each {
			of := *r
			asked(&of).Bureaus, r = []*Bureau{b}, &of
		}
		own = append(own, r)
	}
	return own
}

// RowState is the state of a milestone or step, as said by the bureaus that answer for it together; Reached is nil if none has said
// anything.
type RowState struct {
	Bureaus []*Bureau
	Reached *Reached
}

// Done reports whether it is done.
func (r RowState) Done() bool { return r.Reached != nil && r.Reached.Status == Done }

// ShareDone gives the share of states that are done, 0 to 1, and the last day on which one was done, 0 if no day is known.
func ShareDone(states []RowState) (share float64, on calendar.Date) {
	n := 0
	for _, r := range states {
		if r.Done() {
			n++
			on = max(on, r.Reached.DoneOn)
		}
	}
	if len(states) > 0 {
		share = float64(n) / float64(len(states))
	}
	return share, on
}

// FigureState is the figure of an indicator, as given by the bureaus that answer for it together; Counted is nil if none has given one.
type FigureState struct {
	Bureaus []*Bureau
	Counted *Counted
}

// Milestone gives the state of a milestone for a bureau: its own state if each bureau answers for itself, otherwise the common one. It is
// nil if nothing was said.
func (s *Standing) Milestone(m *Milestone, b *Bureau) *Reached {
	if s == nil {
		return nil
	}
	return rowOf(s.Milestones, m.Task.ID, m.ID, m.Asked, b)
}

// Step gives the state of a project's step for a bureau, as Milestone does for a milestone.
func (s *Standing) Step(st *Step, b *Bureau) *Reached {
	if s == nil {
		return nil
	}
	return rowOf(s.Steps, st.Task.ID, st.ID, st.Asked, b)
}

// Indicator gives an indicator's figure for a bureau: its own if each bureau answers for itself, otherwise the common one. It is nil if
// none was given.
func (s *Standing) Indicator(in *Indicator, b *Bureau) *Counted {
	if s == nil {
		return nil
	}
	return rowOf(s.Indicators, "", in.ID, in.Asked, b)
}

// MilestoneStates lists the states of a milestone: one for each bureau if each answers for itself, otherwise one for all.
func (s *Standing) MilestoneStates(m *Milestone) (out []RowState) {
	m.each(func(bs []*Bureau, b *Bureau) { out = append(out, RowState{bs, s.Milestone(m, b)}) })
	return out
}

// StepStates lists the states of a project's step: one for each bureau if each answers for itself, otherwise one for all.
func (s *Standing) StepStates(st *Step) (out []RowState) {
	st.each(func(bs []*Bureau, b *Bureau) { out = append(out, RowState{bs, s.Step(st, b)}) })
	return out
}

// IndicatorStates lists an indicator's figures: one for each bureau if each answers for itself, otherwise one for all.
func (s *Standing) IndicatorStates(in *Indicator) (out []FigureState) {
	in.each(func(bs []*Bureau, b *Bureau) { out = append(out, FigureState{bs, s.Indicator(in, b)}) })
	return out
}

// voiced is what a bureau said on a row, with what others said beside it.
type voiced[T any] interface {
	*T
	who() string
	said() calendar.Period
	others() []*T
}

func (e *Reached) who() string           { return e.Bureau }
func (e *Reached) said() calendar.Period { return e.Period }
func (e *Reached) others() []*Reached    { return e.Beside }
func (e *Counted) who() string           { return e.Bureau }
func (e *Counted) said() calendar.Period { return e.Period }
func (e *Counted) others() []*Counted    { return e.Beside }

// rowOf looks up what was said on a row. The plan may have switched between asking each bureau and asking all together. What was said
// before the switch goes on counting until something later is said: a bureau that is now asked by itself has what it said when all
// answered together, and for bureaus that now answer together the first-listed bureau's own word stands.
func rowOf[T any, P voiced[T]](rows map[RowKey]P, task, id string, asked Asked, b *Bureau) P {
	common := rows[RowKey{Task: task, ID: id}]
	later := func(x, than P) bool { return x != nil && (than == nil || x.said().Compare(than.said()) > 0) }
	if !asked.Each {
		for _, b := range asked.Bureaus {
			if own := rows[RowKey{task, id, b.Code}]; later(own, common) {
				common = own
			}
		}
		return common
	}
	own := rows[RowKey{task, id, b.Code}]
	if !later(common, own) {
		return own
	}
	if common.who() == b.Code {
		return common
	}
	for _, o := range common.others() {
		if P(o).who() == b.Code {
			return o
		}
	}
	return own
}

// key gives the key under which a bureau's word on a row is kept.
func (a Asked) key(task, id string, b *Bureau) RowKey {
	if a.Each {
		return RowKey{task, id, b.Code}
	}
	return RowKey{Task: task, ID: id}
}
