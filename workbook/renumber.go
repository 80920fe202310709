package workbook

import (
	"maps"
	"slices"
)

// Numbers and the names of lists are the same in whatever case, width and spacing they are written. A standing is kept under the writing of
// its round's plan, so it has to be translated once somebody tidies the plan up.

// renumbered gives the standing in the plan's writing of the numbers of tasks, milestones, stages, steps and indicators, and of the names of
// lists. What the plan does not have stays as it is. If nothing changes, the receiver itself is returned.
func (s *Standing) renumbered(p *Plan) *Standing {
	below := func(id func(t *Task, was string) (is string, ok bool)) func(RowKey) RowKey {
		return func(k RowKey) RowKey {
			if t := p.Task(k.Task); t != nil {
				k.Task = t.ID
				if is, ok := id(t, k.ID); ok {
					k.ID = is
				}
			}
			return k
		}
	}
	out, n := *s, 0
	n += rekey(&out.Entries, func(k EntryKey) EntryKey {
		if t := p.Task(k.Task); t != nil {
			k.Task = t.ID
		}
		return k
	})
	n += rekey(&out.Milestones, below(func(t *Task, was string) (string, bool) {
		if m := t.milestone(was); m != nil {
			return m.ID, true
		}
		return "", false
	}))
	n += rekey(&out.Stages, below(func(t *Task, was string) (string, bool) {
		if st := t.stage(was); st != nil {
			return st.ID, true
		}
		return "", false
	}))
	n += rekey(&out.Steps, below(func(t *Task, was string) (string, bool) {
		if st := t.step(was); st != nil {
			return st.ID, true
		}
		return "", false
	}))
	n += rekey(&out.Indicators, func(k RowKey) RowKey {
		if in := p.Indicator(k.ID); in != nil {
			k.ID = in.ID
		}
		return k
	})
	n += out.renameLists(p)
	if n == 0 {
		return s
	}
	return &out
}

// renameLists gives list rows the plan's name of their list, and says how many changed.
func (s *Standing) renameLists(p *Plan) (n int) {
	for i, row := range s.Lists {
		l := p.list(row.List)
		if l == nil || l.Name == row.List {
			continue
		}
		if n == 0 {
			s.Lists, s.ordered = slices.Clone(s.Lists), nil
		}
		c := *row
		c.List, s.Lists[i] = l.Name, &c
		n++
	}
	return n
}

// rekey replaces a map by a copy with other keys, and says how many changed; if none did, the map stays. Of two values that come to have
// one key, the one that had it before stays.
func rekey[K comparable, V any](m *map[K]V, key func(K) K) (n int) {
	was := *m
	for k, v := range was {
		to := key(k)
		if to == k {
			continue
		}
		if n == 0 {
			*m = maps.Clone(was)
		}
		n++
		delete(*m, k)
		if _, taken := was[to]; !taken {
			(*m)[to] = v
		}
	}
	return n
}
