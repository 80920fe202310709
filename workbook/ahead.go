package workbook

// Ahead gives a standing of the next period that holds only what concerns the tasks of one bureau, for looking at a
// return by itself.
func (s *Standing) Ahead(plan *Plan, b *Bureau, p Period) *Standing {
	n := (*Standing)(nil).Next(p)
	if s == nil {
		return n
	}
	for _, t := range plan.TasksWith(b) {
		if t.Role(b) == "" {
			continue
		}
		for _, a := range t.Assigned {
			key := EntryKey{t.ID, a.Bureau.Code}
			if e := s.Entries[key]; e != nil {
				n.Entries[key] = e
			}
		}
		copyRows(n.Milestones, s.Milestones, t.ID, t.Milestones, func(m *Milestone) string { return m.ID })
		copyRows(n.Steps, s.Steps, t.ID, t.Steps, func(m *Step) string { return m.ID })
		copyRows(n.Stages, s.Stages, t.ID, t.Stages, func(m *Stage) string { return m.ID })
		for _, in := range t.Indicators {
			if v := s.Indicators[in.ID]; v != nil {
				n.Indicators[in.ID] = v
			}
		}
	}
	return n
}

func copyRows[V, R any](to, from map[RowKey]V, task string, rows []R, id func(R) string) {
	for _, r := range rows {
		k := RowKey{task, id(r)}
		if v, ok := from[k]; ok {
			to[k] = v
		}
	}
}
