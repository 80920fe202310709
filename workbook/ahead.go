package workbook

import "duban/workbook/calendar"

// Ahead gives a standing of the next period that holds only what concerns the tasks of one bureau: it serves to judge a single return by
// itself.
func (s *Standing) Ahead(plan *Plan, b *Bureau, p calendar.Period) *Standing {
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
		for _, m := range t.Milestones {
			copyRow(n.Milestones, s.Milestones, t.ID, m.ID, m.Bureaus)
		}
		for _, st := range t.Steps {
			copyRow(n.Steps, s.Steps, t.ID, st.ID, st.Bureaus)
		}
		for _, st := range t.Stages {
			copyRow(n.Stages, s.Stages, t.ID, st.ID, nil)
		}
		for _, in := range t.Indicators {
			copyRow(n.Indicators, s.Indicators, "", in.ID, in.Bureaus)
		}
	}
	return n
}

// copyRow copies what was said about a row: by all its bureaus together, and by each of them.
func copyRow[V any](to, from map[RowKey]V, task, id string, bureaus []*Bureau) {
	of := func(code string) {
		k := RowKey{task, id, code}
		if v, ok := from[k]; ok {
			to[k] = v
		}
	}
	of("")
	for _, b := range bureaus {
		of(b.Code)
	}
}
