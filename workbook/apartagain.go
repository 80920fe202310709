package workbook

import (
	"cmp"
	"maps"
	"slices"
)

// A week or a special round may go out when bureaus are one already, while the month that takes it in went out to each of them: what the
// heir took on in the one is theirs again in the other, as far as nothing was said of it meanwhile.

// heired is what stood before heirs, by code, took on what others had left, and what stood then.
type heired struct {
	was, as *Standing
	heirs   map[string]string
}

// apartAgain is the standing in the codes of a plan which has bureaus that were gone from the rounds since, each with what it had. What
// came in since stays with the heir who said it. A standing in which nothing changes is given back as it is.
func (s *Standing) apartAgain(p *Plan) *Standing {
	h := s.heired
	if h == nil || !slices.ContainsFunc(slices.Collect(maps.Keys(h.heirs)), func(code string) bool { return p.BureauOf(code) != nil }) {
		return s
	}
	out := *s
	out.carried, out.raised, out.listed, out.ordered = nil, nil, nil, nil
	out.Entries = givenBack(s.Entries, h.as.Entries, h.was.Entries)
	h.withoutParts(out.Entries, p)
	out.Milestones, out.Steps = givenBack(s.Milestones, h.as.Milestones, h.was.Milestones), givenBack(s.Steps, h.as.Steps, h.was.Steps)
	out.Indicators = givenBack(s.Indicators, h.as.Indicators, h.was.Indicators)
	of := map[string]string{}
	for _, pr := range h.was.Problems {
		of[pr.ID] = pr.Bureau
	}
	out.Problems = slices.Clone(s.Problems)
	for i, pr := range s.Problems {
		if code, ok := of[pr.ID]; ok && h.heirs[code] == pr.Bureau {
			c := *pr
			c.Bureau, out.Problems[i] = code, &c
		}
	}
	row := map[*ListRow]*ListRow{}
	for i, r := range h.as.Lists {
		row[r] = h.was.Lists[i]
	}
	out.Lists = slices.Clone(s.Lists)
	for i, r := range s.Lists {
		if row[r] != nil {
			out.Lists[i] = row[r]
		}
	}
	out.heired = h.was.heired
	return out.apartAgain(p)
}

// givenBack is what stands now, but what stood before heirs took things on where it still is as they had it then.
func givenBack[K, V comparable](now, as, was map[K]V) map[K]V {
	out := maps.Clone(now)
	for k, v := range as {
		if now[k] == v {
			delete(out, k)
		}
	}
	for k, v := range was {
		if _, said := out[k]; !said {
			out[k] = v
		}
	}
	return out
}

// withoutParts takes from what heirs said since of their parts of tasks what they had taken on with the parts of others, who have that again.
// Of an heir who has nothing to do with a task by itself, what it said since is the first one's of those whom it became of.
func (h *heired) withoutParts(entries map[EntryKey]*Accepted, p *Plan) {
	done := map[EntryKey]bool{}
	for _, k := range h.left(p) {
		to := EntryKey{k.Task, h.heirs[k.Bureau]}
		said, as := entries[to], h.as.Entries[to]
		if done[to] || said == nil || said == h.was.Entries[to] || as == nil {
			continue
		}
		own := to
		if t := p.Task(k.Task); t != nil && !p.allocates(to) && (p.BureauOf(to.Bureau) == nil || t.Role(p.BureauOf(to.Bureau)) == "") {
			own = k
		}
		switch {
		case p.allocates(k) && p.allocates(own):
			was, before := h.was.Entries[own], Amount{}
			if was != nil {
				before = was.Value
			}
			then, opening := as.openingFor(said.Period), was.openingFor(said.Period)
			entries[own] = said.figured(said.Value.less(as.Value, before),
				Opening{said.Opening.Month.less(then.Month, opening.Month), said.Opening.Week.less(then.Week, opening.Week)})
		case own == k && !p.hasParts(k.Task):
			entries[own] = said
		default:
			continue
		}
		if done[to] = true; own != to {
			delete(entries, to)
		}
	}
}

// left are the entries that heirs took on, in the plan's order; those of tasks that others have by now are none of them.
func (h *heired) left(p *Plan) (keys []EntryKey) {
	place := p.places()
	for k := range h.was.Entries {
		if b := p.BureauOf(k.Bureau); h.heirs[k.Bureau] != "" && b != nil {
			if t := p.Task(k.Task); t != nil && (t.hasPart(k.Bureau) || t.Role(b) != "") {
				keys = append(keys, k)
			}
		}
	}
	slices.SortFunc(keys, func(a, b EntryKey) int {
		return cmp.Or(cmp.Compare(a.Task, b.Task), cmp.Compare(place[a.Bureau], place[b.Bureau]))
	})
	return keys
}

// less is a sum without that by which one of then is more than one of before, but no less than nothing.
func (a Amount) less(then, before Amount) Amount {
	return Amount{V: max(0, round9(a.V-(then.V-before.V))), Known: a.Known}
}
