package workbook

import (
	"maps"
	"slices"
)

// A round may be issued anew after bureaus that it had asked one by one, and that have answered, were merged. What they said is then
// their heir's, with the figures of their parts added up, until the heir answers for all of them.

// Anew gives the standing from which a later issue of the same round goes on: what was said before counts until somebody says it again.
// As always, a later return of the period states new problems and list rows afresh. The receiver is not changed.
func (s *Standing) Anew() *Standing {
	n := (*Standing)(nil).Next(s.Period)
	n.Past, n.summed = slices.Clone(s.Past), s.summed
	if s.Period.Partial() {
		n.takeover = s.takeover
	}
	maps.Copy(n.Entries, s.Entries)
	maps.Copy(n.Milestones, s.Milestones)
	maps.Copy(n.Stages, s.Stages)
	maps.Copy(n.Indicators, s.Indicators)
	maps.Copy(n.Steps, s.Steps)
	for _, p := range s.Problems {
		c := *p
		n.Problems = append(n.Problems, &c)
		n.raised = marked(n.raised, p.Bureau)
	}
	n.Lists = slices.Clone(s.Lists)
	for _, row := range s.Lists {
		n.listed = marked(n.listed, row.Bureau)
	}
	return n
}

// Joint is what several bureaus that were merged said about a task in a round, before their heir was asked for it.
type Joint struct {
	Task *Task
	Heir *Bureau
	// Said are their entries, in the order of their plan. Stands is the entry that counts for the heir; Sum says that it adds theirs up.
	Said   []Said
	Stands *Accepted
	Sum    bool
}

// Said is an entry of a bureau.
type Said struct {
	Bureau *Bureau
	*Accepted
}

// Joints lists the tasks about which several bureaus that are one by now said something in the standing's period, in the order of the
// plan. earlier is the state of the plan that has those bureaus.
func (s *Standing) Joints(earlier, p *Plan) (out []Joint) {
	as := s.HandedOver(earlier, p)
	joined := p.BecameOne(earlier)
	for _, t := range p.Tasks {
		said := map[*Bureau][]Said{}
		for _, b := range joined {
			if e := s.Entries[EntryKey{t.ID, b.Code}]; e != nil && e.Period == s.Period {
				heir := p.HeirOf(b)
				said[heir] = append(said[heir], Said{b, e})
			}
		}
		for _, heir := range p.Bureaus {
			if len(said[heir]) > 1 {
				e := as.Entries[EntryKey{t.ID, heir.Code}]
				out = append(out, Joint{t, heir, said[heir], e, len(as.summed[e]) > 1})
			}
		}
	}
	return out
}
