package workbook

import (
	"cmp"
	"maps"
	"slices"

	"duban/workbook/calendar"
)

// A bureau with a code is the same in two states of the plan if the codes are equal. A bureau without a code goes by its name, which may
// change. A bureau that was merged into another is gone: the bureau that has its name among its own is its heir.

// HeirOf finds what a bureau of an earlier state of the plan is in this one: the bureau with its code, or else the one that knows its
// name; nil if there is none.
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

// heir is HeirOf for a bureau's code in an earlier state of the plan. If earlier is nil or lacks the code, the code is taken for a name.
func (p *Plan) heir(earlier *Plan, code string) *Bureau {
	was := &Bureau{Code: code}
	if earlier != nil {
		was = cmp.Or(earlier.BureauOf(code), was)
	}
	return p.HeirOf(was)
}

// Heirs lists what the bureaus with these codes in an earlier state of the plan are in this one, in this plan's order.
func (p *Plan) Heirs(earlier *Plan, codes []string) []*Bureau {
	are := map[*Bureau]bool{}
	for _, code := range codes {
		are[p.heir(earlier, code)] = true
	}
	return slices.DeleteFunc(slices.Clone(p.Bureaus), func(b *Bureau) bool { return !are[b] })
}

// CodeNow gives the code by which the present plan knows a bureau of an earlier one; sums over several rounds go by it. It is the
// bureau's own code if the present plan still has that, or has nobody who is this bureau alone: a bureau that took others in answers for
// its own past.
func (b *Bureau) CodeNow() string {
	if b.codeNow != "" {
		return b.codeNow
	}
	return b.Code
}

// inherited translates the standing into the codes of a later plan: everything that belongs to a bureau which is gone (entries, states of
// milestones and steps, figures of indicators, problems, list rows) goes to its heir. If both have an entry on a task the heir's own
// stands, unless the other one led the task, or led it later. But figures of parts that were allocated to both are added up, under the
// source of the later report, the heir's own if both are of one period; what a lead summed up for the whole task is not added to a part.
// If nothing changes, the receiver itself is returned.
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
			out.Entries[to] = left.figured(Amount{}, Opening{}) // the figure of the whole belongs to no part
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
	out.takeover = &takeover{s, &out, heirs}
	return &out
}

// allocates reports whether the plan allocates a part of the task to the bureau; the plan may be nil.
func (p *Plan) allocates(k EntryKey) bool {
	if p == nil {
		return false
	}
	t := p.Task(k.Task)
	return t != nil && t.hasPart(k.Bureau)
}

// hasParts reports whether the plan allocates the task; the plan may be nil.
func (p *Plan) hasParts(task string) bool {
	if p == nil {
		return false
	}
	t := p.Task(task)
	return t != nil && len(t.Parts) > 0
}

// ledSince reports whether an entry is a lead's, who speaks for the whole task, while the other one is not or is of an earlier round.
func (e *Accepted) ledSince(o *Accepted) bool {
	return e.Role == RoleLead && (o.Role != RoleLead || e.Period.Compare(o.Period) > 0)
}

// figured gives a copy of the entry with another figure.
func (e *Accepted) figured(value Amount, opening Opening) *Accepted {
	c := *e
	c.Value, c.Opening = value, opening
	return &c
}

// plus gives the sum; it is known if one of the two is.
func (a Amount) plus(b Amount) Amount {
	return Amount{V: round9(a.V + b.V), Known: a.Known || b.Known}
}

// with gives a copy of the entry with the figure of another one added. The sum counts as done, or as full, once both were.
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

// sum puts the figures that two bureaus reported for their parts together into the heir's entry, which otherwise says what the later one
// does.
func (s *Standing) sum(to EntryKey, own, left *Accepted) {
	later, other := own, left
	if left.Period.Compare(own.Period) > 0 {
		later, other = left, own
	}
	s.Entries[to] = later.with(other)
	s.Entries[to].Role = own.Role
	s.rests(s.Entries[to], own, left)
}

// rests records which entries a combined one rests on.
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

// inheritRows gives the words on rows with the codes of heirs in place of those of former bureaus. called copies a word under another
// code, with others beside it.
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

// heirs maps the codes that occur in the standing and are gone from the plan to those of their heirs, if they have one.
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

// left lists the entries of bureaus that have heirs: those of leads first, then the later ones first. If one heir gets several on a task,
// the first stands.
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
