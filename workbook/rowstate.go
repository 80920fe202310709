package workbook

// RowState is how a milestone or step stands by the word of the bureaus that answer for it together; Reached is nil where none of
// them has said anything.
type RowState struct {
	Bureaus []*Bureau
	Reached *Reached
}

// Done reports whether it is done.
func (r RowState) Done() bool { return r.Reached != nil && r.Reached.Status == Done }

// ShareDone is the share of some states that are done, 0 to 1, and the last day on which one was, 0 where no day is known.
func ShareDone(states []RowState) (share float64, on Date) {
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

// Milestone is the state of a milestone as a bureau answers for it: its own where each answers for itself, else the one that they
// have in common. Nil where nothing was said.
func (s *Standing) Milestone(m *Milestone, b *Bureau) *Reached {
	if s == nil {
		return nil
	}
	return stateOf(s.Milestones, m.Task, m.ID, m.Bureaus, m.Each, b)
}

// Step is the same of a project's step.
func (s *Standing) Step(st *Step, b *Bureau) *Reached {
	if s == nil {
		return nil
	}
	return stateOf(s.Steps, st.Task, st.ID, st.Bureaus, st.Each, b)
}

// MilestoneStates are the states of a milestone: one of each of its bureaus where each answers for itself, else one of all.
func (s *Standing) MilestoneStates(m *Milestone) []RowState {
	return states(m.Bureaus, m.Each, func(b *Bureau) *Reached { return s.Milestone(m, b) })
}

// StepStates are the same of a project's step.
func (s *Standing) StepStates(st *Step) []RowState {
	return states(st.Bureaus, st.Each, func(b *Bureau) *Reached { return s.Step(st, b) })
}

func states(bureaus []*Bureau, each bool, of func(*Bureau) *Reached) []RowState {
	if !each {
		return []RowState{{bureaus, of(nil)}}
	}
	out := make([]RowState, 0, len(bureaus))
	for i, b := range bureaus {
		out = append(out, RowState{bureaus[i : i+1], of(b)})
	}
	return out
}

// stateOf looks a state up. What was said while the plan still had it the other way goes on counting for who said it: a bureau
// that is asked by itself now has its own word of what they answered for together, and of what they answer for together now the
// first-listed bureau's own word stands.
func stateOf(rows map[RowKey]*Reached, t *Task, id string, bureaus []*Bureau, each bool, b *Bureau) *Reached {
	common := rows[RowKey{Task: t.ID, ID: id}]
	if !each {
		for i := 0; common == nil && i < len(bureaus); i++ {
			common = rows[RowKey{t.ID, id, bureaus[i].Code}]
		}
		return common
	}
	if own := rows[RowKey{t.ID, id, b.Code}]; own != nil || common == nil || common.Bureau == b.Code {
		if own == nil {
			own = common
		}
		return own
	}
	for _, o := range common.Beside {
		if o.Bureau == b.Code {
			return o
		}
	}
	return nil
}

// rowKey is where a bureau's word on a row is kept.
func rowKey(t *Task, id string, each bool, b *Bureau) RowKey {
	if each {
		return RowKey{t.ID, id, b.Code}
	}
	return RowKey{Task: t.ID, ID: id}
}
