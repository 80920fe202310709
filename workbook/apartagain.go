package workbook

import (
	"cmp"
	"maps"
	"slices"
)

// A week or special round may go out after bureaus were merged, while the month that takes it in went out to each of them. Then what the
// heir took over in the shorter round goes back to them in the month, unless something was said about it meanwhile.

// takeover records a handover: the standing before heirs took over what others had left (before), the standing after that, and the codes of
// the heirs by those of the former bureaus.
type takeover struct {
	before, after *Standing
	heirs         map[string]string
}

// apartAgain gives the standing in the codes of a plan that again has bureaus which later rounds had merged, each with what it had. What
// came in since stays with the heir that said it. If nothing changes, the receiver itself is returned.
func (s *Standing) apartAgain(p *Plan) *Standing {
	took := s.takeover
	if took == nil || !slices.ContainsFunc(slices.Collect(maps.Keys(took.heirs)), func(code string) bool { return p.BureauOf(code) != nil }) {
		return s
	}
	out := *s
	out.carried, out.raised, out.listed, out.ordered = nil, nil, nil, nil
	out.Entries = givenBack(s.Entries, took.after.Entries, took.before.Entries)
	took.withoutParts(out.Entries, p)
	out.Milestones, out.Steps = givenBack(s.Milestones, took.after.Milestones, took.before.Milestones), givenBack(s.Steps, took.after.Steps, took.before.Steps)
	out.Indicators = givenBack(s.Indicators, took.after.Indicators, took.before.Indicators)
	of := map[string]string{}
	for _, pr := range took.before.Problems {
		of[pr.ID] = pr.Bureau
	}
	out.Problems = slices.Clone(s.Problems)
	for i, pr := range s.Problems {
		if code, ok := of[pr.ID]; ok && took.heirs[code] == pr.Bureau {
			c := *pr
			c.Bureau, out.Problems[i] = code, &c
		}
	}
	row := map[*ListRow]*ListRow{}
	for i, r := range took.after.Lists {
		row[r] = took.before.Lists[i]
	}
	out.Lists = slices.Clone(s.Lists)
	for i, r := range s.Lists {
		if row[r] != nil {
			out.Lists[i] = row[r]
		}
	}
	out.takeover = took.before.takeover
	return out.apartAgain(p)
}

// givenBack gives the entries of now, but replaces those still as heirs took them over (after) by the former bureaus' own (before).
func givenBack[K, V comparable](now, after, before map[K]V) map[K]V {
	out := maps.Clone(now)
	for k, v := range after {
		if now[k] == v {
			delete(out, k)
		}
	}
	for k, v := range before {
		if _, said := out[k]; !said {
			out[k] = v
		}
	}
	return out
}

// withoutParts takes from what heirs said since about their parts of tasks the share that others have again. If the heir has nothing to
// do with a task by itself, what it said since goes to the first of its former bureaus.
func (took *takeover) withoutParts(entries map[EntryKey]*Accepted, p *Plan) {
	done := map[EntryKey]bool{}
	for _, k := range took.left(p) {
		to := EntryKey{k.Task, took.heirs[k.Bureau]}
		said, as := entries[to], took.after.Entries[to]
		if done[to] || said == nil || said == took.before.Entries[to] || as == nil {
			continue
		}
		own := to
		if t := p.Task(k.Task); t != nil && !p.allocates(to) && (p.BureauOf(to.Bureau) == nil || t.Role(p.BureauOf(to.Bureau)) == "") {
			own = k
		}
		switch {
		case p.allocates(k) && p.allocates(own):
			was, before := took.before.Entries[own], Amount{}
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

// left lists the entries that heirs took over, in the plan's order, without those of tasks that are no longer their former bureau's.
func (took *takeover) left(p *Plan) (keys []EntryKey) {
	place := p.places()
	for k := range took.before.Entries {
		if b := p.BureauOf(k.Bureau); took.heirs[k.Bureau] != "" && b != nil {
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

// less subtracts from a sum by how much then exceeds before; the result is never below 0.
func (a Amount) less(then, before Amount) Amount {
	return Amount{V: max(0, round9(a.V-(then.V-before.V))), Known: a.Known}
}
