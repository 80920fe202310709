package workbook

import (
	"maps"
	"slices"

	"duban/workbook/calendar"
)

// HandedOver gives the standing as the plan's leads take it over. What a task's last lead reported stands for its present lead until that
// one reports, so that a task does not fall back to nothing when it changes hands; the source stays the former lead's cell. In an
// allocated task each bureau keeps its own part, whoever leads: what one did of its part is not handed on. earlier is the plan of the
// standing's round; what its bureaus left that p no longer has goes to their heirs, and numbers that p writes otherwise are translated. If
// nothing changes, the receiver itself is returned.
func (s *Standing) HandedOver(earlier, p *Plan) *Standing {
	if s == nil {
		return nil
	}
	s = s.apartAgain(p).partsVerified(earlier, p).inherited(earlier, p).renumbered(p)
	last := map[string]EntryKey{}
	for k, e := range s.Entries {
		if e.Role != RoleLead {
			continue
		}
		was, ok := last[k.Task]
		if c := e.Period.Compare(s.Entries[was].since()); !ok || c > 0 || c == 0 && k.Bureau < was.Bureau {
			last[k.Task] = k
		}
	}
	out := s
	for _, t := range p.Tasks {
		k, ok := last[t.ID]
		lead := t.Lead()
		if !ok || lead == nil || k.Bureau == lead.Code || t.PartOf(lead) != nil || t.hasPart(k.Bureau) {
			continue
		}
		if own := s.Entry(t, lead); own != nil && own.Role == RoleLead && own.Period.Compare(s.Entries[k].Period) >= 0 {
			continue
		}
		if out == s {
			clone := *s
			clone.Entries = maps.Clone(s.Entries)
			out = &clone
		}
		out.Entries[EntryKey{t.ID, lead.Code}] = s.Entries[k]
	}
	return out
}

// hasPart reports whether a part of the task is allocated to the bureau with a code.
func (t *Task) hasPart(code string) bool {
	return slices.ContainsFunc(t.Parts, func(part *Part) bool { return part.Bureau.Code == code })
}

// since gives the period of an entry; for nil it is the zero period, which is before all others.
func (e *Accepted) since() calendar.Period {
	if e == nil {
		return calendar.Period{}
	}
	return e.Period
}
