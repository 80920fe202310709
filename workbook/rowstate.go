package workbook

import "duban/workbook/calendar"

// Asked are the bureaus that a row below a task is asked of.
type Asked struct {
	Bureaus []*Bureau
	// Each says that every one of them answers for itself, as a group was asked. Otherwise they answer for the row together.
	Each bool
}

// each goes through those who answer: every bureau by itself, or all at once with no bureau to ask.
func (a Asked) each(do func(together []*Bureau, b *Bureau)) {
	if !a.Each {
		do(a.Bureaus, nil)
		return
	}
	for i, b := range a.Bureaus {
		do(a.Bureaus[i:i+1], b)
	}
}

// concerning are the rows that a bureau answers for; of those that each answers for by itself only its own word.
func concerning[T any](rows []*T, asked func(*T) *Asked, b *Bureau) (own []*T) {
	for _, r := range rows {
		if !contains(asked(r).Bureaus, b) {
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

// RowState is how a milestone or step stands by the word of the bureaus that answer for it together; Reached is nil where none of
// them has said anything.
type RowState struct {
	Bureaus []*Bureau
	Reached *Reached
}

// Done reports whether it is done.
func (r RowState) Done() bool { return r.Reached != nil && r.Reached.Status == Done }

// ShareDone is the share of some states that are done, 0 to 1, and the last day on which one was, 0 where no day is known.
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

// FigureState is the figure of an indicator by the word of the bureaus that answer for it together; Counted is nil where none of them
// has given one.
type FigureState struct {
	Bureaus []*Bureau
	Counted *Counted
}

// Milestone is the state of a milestone as a bureau answers for it: its own where each answers for itself, else the one that they
// have in common. Nil where nothing was said.
func (s *Standing) Milestone(m *Milestone, b *Bureau) *Reached {
	if s == nil {
		return nil
	}
	return rowOf(s.Milestones, m.Task.ID, m.ID, m.Asked, b)
}

// Step is the same of a project's step.
func (s *Standing) Step(st *Step, b *Bureau) *Reached {
	if s == nil {
		return nil
	}
	return rowOf(s.Steps, st.Task.ID, st.ID, st.Asked, b)
}

// Indicator is the same of an indicator's figure.
func (s *Standing) Indicator(in *Indicator, b *Bureau) *Counted {
	if s == nil {
		return nil
	}
	return rowOf(s.Indicators, "", in.ID, in.Asked, b)
}

// MilestoneStates are the states of a milestone: one of each of its bureaus where each answers for itself, else one of all.
func (s *Standing) MilestoneStates(m *Milestone) (out []RowState) {
	m.each(func(bs []*Bureau, b *Bureau) { out = append(out, RowState{bs, s.Milestone(m, b)}) })
	return out
}

// StepStates are the same of a project's step.
func (s *Standing) StepStates(st *Step) (out []RowState) {
	st.each(func(bs []*Bureau, b *Bureau) { out = append(out, RowState{bs, s.Step(st, b)}) })
	return out
}

// IndicatorStates are the same of an indicator's figures.
func (s *Standing) IndicatorStates(in *Indicator) (out []FigureState) {
	in.each(func(bs []*Bureau, b *Bureau) { out = append(out, FigureState{bs, s.Indicator(in, b)}) })
	return out
}

// voiced is a word on a row, with the words of others beside it.
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

// rowOf looks a word up. What was said while the plan had it the other way goes on counting for who said it, until something is said
// later: a bureau that is asked by itself has its own word of what they answered for together, and of what they answer for together
// the first-listed bureau's own word stands.
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

// rowKey is where a bureau's word on a row is kept.
func rowKey(task, id string, each bool, b *Bureau) RowKey {
	if each {
		return RowKey{task, id, b.Code}
	}
	return RowKey{Task: task, ID: id}
}
