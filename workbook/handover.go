package workbook

import (
	"maps"
	"slices"

	"duban/workbook/calendar"
)

// HandedOver is the standing as the leads of a plan take it over: what a task's last lead reported stands for the one who
// leads it now until that one reports, so that a task does not fall back to nothing when it changes hands. Its source stays
// the former lead's cell. Of an allocated task each keeps its own part, whoever leads: what one did of a part is not handed on. What a
// bureau left that earlier, the plan of the standing's round, has and the plan has no more is its heir's. A standing in which nothing
// changes hands is given back as it is.
func (s *Standing) HandedOver(earlier, p *Plan) *Standing {
	if s == nil {
		return nil
	}
	s = s.apartAgain(p).partsVerified(earlier, p).inherited(earlier, p)
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

// hasPart reports whether a task is allocated and a part of it is that of the bureau with a code.
func (t *Task) hasPart(code string) bool {
	return slices.ContainsFunc(t.Parts, func(part *Part) bool { return part.Bureau.Code == code })
}

// since is the period of an entry, that of none before all others.
func (e *Accepted) since() calendar.Period {
	if e == nil {
		return calendar.Period{}
	}
	return e.Period
}
