package workbook

import (
	"cmp"
	"maps"
	"slices"

	"duban/workbook/calendar"
)

// A bureau is the same in two states of the plan where it has the same code. One without a code of its own goes by its name, which may
// change, and one that was merged into another is gone: whoever knows its name by now is its heir.

// HeirOf is the bureau of this plan that a bureau of an earlier state of it is by now: the one of its code, else the one that knows its
// name; nil where there is none.
func (p *Plan) HeirOf(was *Bureau) *Bureau {
	if b := p.BureauOf(was.Code); b != nil {
		return b
	}
	for _, n := range was.names() {
		if b := p.Directory.Bureau(n); b != nil {
			return b
		}
	}
	return nil
}

// heir is the same of the bureau that has a code in the earlier state, which is nil where it is not at hand: then the code may be a name.
func (p *Plan) heir(earlier *Plan, code string) *Bureau {
	was := &Bureau{Code: code}
	if earlier != nil {
		was = cmp.Or(earlier.BureauOf(code), was)
	}
	return p.HeirOf(was)
}

// Heirs are the bureaus of this plan that the bureaus with these codes in an earlier state of it are by now, in the plan's order.
func (p *Plan) Heirs(earlier *Plan, codes []string) []*Bureau {
	are := map[*Bureau]bool{}
	for _, code := range codes {
		are[p.heir(earlier, code)] = true
	}
	return slices.DeleteFunc(slices.Clone(p.Bureaus), func(b *Bureau) bool { return !are[b] })
}

// CodeNow is the code by which the present plan knows a bureau of an earlier one: what is summed up over rounds goes by it. It is the
// bureau's own where the present plan has that, or nobody who is this bureau alone: who took another one in answers for its own past.
func (b *Bureau) CodeNow() string {
	if b.codeNow != "" {
		return b.codeNow
	}
	return b.Code
}

// inherited is the standing in the codes of a plan, where it is in those of an earlier state of it: entries, what was said of milestones,
// steps and indicators, problems and list rows of a bureau that is gone are its heir's. Where both have something, the heir's own stands,
// unless the other led, or led since; but what both did of parts that were allocated to them is added up, under the source of who reported
// last, the heir's own where both did, and what a lead summed up of the whole is no part of it. A standing in which nothing changes is given back as it is.
func (s *Standing) inherited(earlier, p *Plan) *Standing {
	heirs := s.heirs(earlier, p)
	if len(heirs) == 0 {
		return s
	}
	out := *s
	out.carried, out.raised, out.listed, out.ordered = nil, nil, nil, nil
	out.Entries, out.Problems, out.Lists = maps.Clone(s.Entries), slices.Clone(s.Problems), slices.Clone(s.Lists)
	out.summed = maps.Clone(s.summed)
	ofPart := map[EntryKey]bool{}
	for _, k := range s.left(heirs) {
		delete(out.Entries, k)
		to, left := EntryKey{k.Task, heirs[k.Bureau]}, s.Entries[k]
		own, part := out.Entries[to], earlier.allocates(k)
		if own != nil && !part && !earlier.allocates(to) && left.ledSince(own) {
			own = nil
		}
		if _, told := ofPart[to]; !told {
			ofPart[to] = own != nil && earlier.allocates(to)
		}
		switch {
		case own == nil && !part && p.allocates(to) && earlier.hasParts(k.Task):
			out.Entries[to] = left.figured(Amount{}, Opening{}) // of the whole, which is nobody's part
		case own == nil:
			out.Entries[to], ofPart[to] = left, part
		case !part || !p.allocates(to):
		case ofPart[to]:
			out.sum(to, own, left)
		default:
			out.Entries[to], ofPart[to] = own.figured(left.Value, left.Opening), true
			out.Entries[to].InPeriod = left.InPeriod
			out.rests(out.Entries[to], own, left)
		}
	}
	out.Milestones, out.Steps = inheritRows(s.Milestones, heirs, (*Reached).called), inheritRows(s.Steps, heirs, (*Reached).called)
	out.Indicators = inheritRows(s.Indicators, heirs, (*Counted).called)
	for i, pr := range s.Problems {
		if heir, ok := heirs[pr.Bureau]; ok {
			c := *pr
			c.Bureau, out.Problems[i] = heir, &c
		}
	}
	for i, row := range s.Lists {
		if heir, ok := heirs[row.Bureau]; ok {
			c := *row
			c.Bureau, out.Lists[i] = heir, &c
		}
	}
	out.heired = &heired{s, &out, heirs}
	return &out
}

// allocates reports whether a plan has allocated a part of a task to a bureau.
func (p *Plan) allocates(k EntryKey) bool {
	if p == nil {
		return false
	}
	t := p.Task(k.Task)
	return t != nil && t.hasPart(k.Bureau)
}

// hasParts reports whether a plan has allocated a task.
func (p *Plan) hasParts(task string) bool {
	if p == nil {
		return false
	}
	t := p.Task(task)
	return t != nil && len(t.Parts) > 0
}

// ledSince reports whether an entry is of a lead, who says what the whole has reached, and another one is not or is of an earlier round.
func (e *Accepted) ledSince(o *Accepted) bool {
	return e.Role == RoleLead && (o.Role != RoleLead || e.Period.Compare(o.Period) > 0)
}

// figured is an entry with another figure.
func (e *Accepted) figured(value Amount, opening Opening) *Accepted {
	c := *e
	c.Value, c.Opening = value, opening
	return &c
}

// plus is a sum, known where one of the two is.
func (a Amount) plus(b Amount) Amount {
	return Amount{V: round9(a.V + b.V), Known: a.Known || b.Known}
}

// with is an entry to whose figure that of another one is added; it was reached once both were.
func (e *Accepted) with(o *Accepted) *Accepted {
	c := *e
	if o.Value.Known {
		c.Value = e.Value.plus(o.Value)
		if o.Period == e.Period {
			c.InPeriod = e.InPeriod.plus(o.InPeriod)
		}
		c.Opening = Opening{e.Opening.Month.plus(o.Opening.Month), e.Opening.Week.plus(o.Opening.Week)}
	}
	if c.DoneOn = max(e.DoneOn, o.DoneOn); e.DoneOn == 0 || o.DoneOn == 0 {
		c.DoneOn = 0
	}
	if o.SaidIn.Compare(c.SaidIn) > 0 {
		c.SaidIn = o.SaidIn
	}
	switch {
	case e.FullSince.IsZero() || o.FullSince.IsZero():
		c.FullSince = calendar.Period{}
	case o.FullSince.Last() > e.FullSince.Last():
		c.FullSince = o.FullSince
	}
	return &c
}

// sum puts what two did of their parts together into the heir's entry: it says what the later one does.
func (s *Standing) sum(to EntryKey, own, left *Accepted) {
	later, other := own, left
	if left.Period.Compare(own.Period) > 0 {
		later, other = left, own
	}
	s.Entries[to] = later.with(other)
	s.Entries[to].Role = own.Role
	s.rests(s.Entries[to], own, left)
}

// rests notes on which entries one rests that is made of them.
func (s *Standing) rests(made *Accepted, of ...*Accepted) {
	if s.summed == nil {
		s.summed = map[*Accepted][]*Accepted{}
	}
	for _, e := range of {
		if parts := s.summed[e]; parts != nil {
			s.summed[made] = append(s.summed[made], parts...)
		} else {
			s.summed[made] = append(s.summed[made], e)
		}
	}
}

// inheritRows are words on rows as the heirs of bureaus with these codes have them; called gives one under another code, with others
// beside it.
func inheritRows[T any, P voiced[T]](
	rows map[RowKey]P, heirs map[string]string, called func(said P, code string, beside []*T) P,
) map[RowKey]P {
	as := func(said P, beside []*T) P { return called(said, cmp.Or(heirs[said.who()], said.who()), beside) }
	inherited := func(said P) P {
		var beside []*T
		for _, o := range said.others() {
			beside = append(beside, as(o, nil))
		}
		return as(said, beside)
	}
	out := make(map[RowKey]P, len(rows))
	for k, said := range rows {
		if heirs[k.Bureau] == "" {
			out[k] = inherited(said)
		}
	}
	for _, code := range slices.Sorted(maps.Keys(heirs)) {
		for k, said := range rows {
			to := RowKey{k.Task, k.ID, heirs[code]}
			if _, own := out[to]; k.Bureau == code && !own {
				out[to] = inherited(said)
			}
		}
	}
	return out
}

func (e Reached) called(code string, beside []*Reached) *Reached {
	e.Bureau, e.Beside = code, beside
	return &e
}

func (e Counted) called(code string, beside []*Counted) *Counted {
	e.Bureau, e.Beside = code, beside
	return &e
}

// heirs gives the codes of bureaus that stand here and are gone from a plan with those of their heirs, where they have one.
func (s *Standing) heirs(earlier, p *Plan) map[string]string {
	heirs, known := map[string]string{}, map[string]bool{}
	look := func(code string) {
		if known[code] {
			return
		}
		known[code] = true
		if heir := p.heir(earlier, code); heir != nil && heir.Code != code {
			heirs[code] = heir.Code
		}
	}
	for k := range s.Entries {
		look(k.Bureau)
	}
	for _, r := range s.Milestones {
		look(r.Bureau)
	}
	for _, r := range s.Steps {
		look(r.Bureau)
	}
	for _, c := range s.Indicators {
		look(c.Bureau)
	}
	for _, pr := range s.Problems {
		look(pr.Bureau)
	}
	for _, row := range s.Lists {
		look(row.Bureau)
	}
	return heirs
}

// left are the entries that bureaus with heirs left. Those of leads come first, then the later ones: of several that one heir has on a
// task, the first stands.
func (s *Standing) left(heirs map[string]string) []EntryKey {
	var keys []EntryKey
	for k := range s.Entries {
		if heirs[k.Bureau] != "" {
			keys = append(keys, k)
		}
	}
	support := func(k EntryKey) int {
		if s.Entries[k].Role == RoleLead {
			return 0
		}
		return 1
	}
	slices.SortFunc(keys, func(a, b EntryKey) int {
		return cmp.Or(cmp.Compare(support(a), support(b)), s.Entries[b].Period.Compare(s.Entries[a].Period),
			cmp.Compare(a.Task, b.Task), cmp.Compare(a.Bureau, b.Bureau))
	})
	return keys
}
