package workbook

import (
	"cmp"
	"maps"
	"slices"
)

// A round goes on with the bureaus that it went out to. Those that became one since are in it as they were then, with their own names,
// rows and parts: each answers for what it was asked, and from the next round on their heir does. Who was founded since is asked nothing
// in the round, by no group either.

// BecameOne are the bureaus of an earlier state of the plan that became one with another of them since, in the order of that state.
func (p *Plan) BecameOne(earlier *Plan) []*Bureau {
	if earlier == nil {
		return nil
	}
	of := map[*Bureau]int{}
	for _, b := range earlier.Bureaus {
		of[p.HeirOf(b)]++
	}
	return slices.DeleteFunc(slices.Clone(earlier.Bureaus), func(b *Bureau) bool {
		heir := p.HeirOf(b)
		return heir == nil || of[heir] < 2
	})
}

// founded are the bureaus of the plan that an earlier state of it had not under any name.
func (p *Plan) founded(earlier *Plan) []*Bureau {
	known := map[*Bureau]bool{}
	for _, b := range earlier.Bureaus {
		known[p.HeirOf(b)] = true
	}
	return slices.DeleteFunc(slices.Clone(p.Bureaus), func(b *Bureau) bool { return known[b] })
}

// asksOthers reports whether the plan has others to ask than the bureaus and members of groups that a round went out to.
func (p *Plan) asksOthers(issued *Plan) bool {
	return len(p.BecameOne(issued)) > 0 || slices.ContainsFunc(p.founded(issued), func(b *Bureau) bool { return len(b.Groups) > 0 })
}

// apart is who became one since the round went out.
type apart struct {
	// here are the bureaus of the plan that the round went out with as they are in this one, heir is whom those that became one became,
	// gone are those of them whom the plan has no more by now.
	here, heir map[*Bureau]*Bureau
	gone       map[*Bureau]bool
	// parted are the heirs of whom one that is gone had a part of a task.
	parted map[*Task][]*Bureau
}

// setApart puts the bureaus that became one since the round went out back as they were then, behind those that they stood behind.
func (p *Plan) setApart() {
	for _, b := range p.founded(p.issued) {
		b.Groups = nil
	}
	joined := p.BecameOne(p.issued)
	if len(joined) == 0 {
		return
	}
	p.apart = &apart{map[*Bureau]*Bureau{}, map[*Bureau]*Bureau{}, map[*Bureau]bool{}, map[*Task][]*Bureau{}}
	for _, b := range p.issued.Bureaus {
		p.apart.here[b] = p.HeirOf(b)
	}
	at := 0 // behind the bureau before
	for _, b := range p.issued.Bureaus {
		if slices.Contains(joined, b) {
			p.apart.here[b] = p.putBack(b, p.apart.here[b], joined, at)
		}
		if i := slices.Index(p.Bureaus, p.apart.here[b]); i >= 0 {
			at = i + 1
		}
	}
	p.becomes = p.apart.heir
	for i, b := range p.Bureaus {
		b.Order = i
	}
}

// Begins are those whom the round that the plan is read for has by themselves, of an heir who stands beside them and is asked nothing in
// it; nil of all other bureaus.
func (p *Plan) Begins(heir *Bureau) (was []*Bureau) {
	if len(p.becomes) == 0 || len(p.TasksWith(heir)) > 0 {
		return nil
	}
	for _, b := range p.Bureaus {
		if p.becomes[b] == heir {
			was = append(was, b)
		}
	}
	return was
}

// Becomes is the bureau that one which the round has by itself is by now; all others are themselves.
func (p *Plan) Becomes(b *Bureau) *Bureau { return cmp.Or(p.becomes[b], b) }

// putBack puts one of them in its heir's place where that goes on under its code or name, else at a place of its own.
func (p *Plan) putBack(b, heir *Bureau, joined []*Bureau, at int) *Bureau {
	was := *b
	was.codeNow = ""
	p.apart.heir[&was] = heir
	if i := slices.Index(p.Bureaus, heir); i >= 0 && heir.continues(b, joined) {
		p.Bureaus[i] = &was
		was.Aliases = append(slices.Clip(was.Aliases), heir.ownNames(joined)...)
	} else {
		p.Bureaus, p.apart.gone[&was] = slices.Insert(p.Bureaus, at, &was), true
		heir.yield(b)
	}
	return &was
}

// continues reports whether a bureau is one of those that became one, by its code, or where none has that, by its name.
func (b *Bureau) continues(was *Bureau, joined []*Bureau) bool {
	coded := slices.ContainsFunc(joined, func(o *Bureau) bool { return o.Code == b.Code })
	return was.Code == b.Code || !coded && fold(was.Name) == fold(b.Name)
}

// ownNames are the names that none of those who became one had: the plan calls its heir so by now.
func (b *Bureau) ownNames(joined []*Bureau) []string {
	return slices.DeleteFunc(b.names(), func(n string) bool {
		return slices.ContainsFunc(joined, func(o *Bureau) bool {
			return slices.ContainsFunc(o.names(), func(had string) bool { return fold(had) == fold(n) })
		})
	})
}

// yield takes the names that are another's from an heir's aliases, and its groups: it is asked nothing beside those whom it took in.
func (b *Bureau) yield(to *Bureau) {
	b.Groups = nil
	b.Aliases = slices.DeleteFunc(slices.Clone(b.Aliases), func(n string) bool {
		return slices.ContainsFunc(to.names(), func(own string) bool { return fold(own) == fold(n) })
	})
}

// heirsOf are bureaus of this plan with those that became one as that one.
func (p *Plan) heirsOf(bureaus []*Bureau) map[*Bureau]bool {
	out := map[*Bureau]bool{}
	for _, b := range bureaus {
		out[cmp.Or(p.apart.heir[b], b)] = true
	}
	return out
}

// asked are whom the round asked where some of them became one since and the plan by now names nobody else than their heirs, else whom
// it names by now; was are bureaus of the plan that the round went out with.
func (p *Plan) asked(now, was []*Bureau) []*Bureau {
	if p.apart == nil {
		return now
	}
	var here []*Bureau
	joined := false
	for _, b := range was {
		if is := p.apart.here[b]; is != nil && !contains(here, is) {
			here = append(here, is)
			joined = joined || p.apart.heir[is] != nil
		}
	}
	if joined && maps.Equal(p.heirsOf(here), p.heirsOf(now)) {
		return here
	}
	return now
}

// taskIssued is a task as the round went out with it, where some became one since; else an empty one.
func (p *Plan) taskIssued(t *Task) *Task {
	if p.apart != nil && p.issued.Task(t.ID) != nil {
		return p.issued.Task(t.ID)
	}
	return &Task{}
}

// listIssued is a list of the county as the round went out with it, where some became one since; else nil.
func (p *Plan) listIssued(name string) *ListForm {
	if p.apart != nil {
		for _, l := range p.issued.Lists {
			if fold(l.Name) == fold(name) {
				return l
			}
		}
	}
	return nil
}

// onlyJoined reports whether leads and supports of now are those of a row that the round went out with, but for those who became one.
func (p *Plan) onlyJoined(field string, was, now *Record) bool {
	if p.apart == nil {
		return false
	}
	who := func(r *Record) map[*Bureau]bool {
		of := p.heirsOf(p.named(r.Get(field).List()))
		if field == ColSupports {
			for b := range p.heirsOf(p.named(r.Get(ColLeads).List())) {
				delete(of, b) // who leads as well supports nothing
			}
		}
		return of
	}
	first := func(r *Record) map[*Bureau]bool {
		names := r.Get(field).List()
		return p.heirsOf(p.named(names[:min(1, len(names))]))
	}
	return maps.Equal(who(was), who(now)) && (field != ColLeads || maps.Equal(first(was), first(now)))
}

// partsApart are the parts of a task that the round allocated to bureaus which became one, where one that had a part is gone by now.
func (p *Plan) partsApart(t *Task) (parts []*Part) {
	was := p.taskIssued(t).Parts
	for _, part := range was {
		if is := p.apart.here[part.Bureau]; p.apart.gone[is] {
			p.apart.parted[t] = append(p.apart.parted[t], p.apart.heir[is])
		}
	}
	for _, part := range was {
		if is := p.apart.here[part.Bureau]; p.apart.allocated(t, is) {
			c := *part
			c.Task, c.Bureau = t, is
			parts = append(parts, &c)
		}
	}
	return parts
}

// allocated reports whether a bureau, or one that became one with it, has a part that is taken from the plan of the issue.
func (a *apart) allocated(t *Task, b *Bureau) bool {
	return a != nil && contains(a.parted[t], cmp.Or(a.heir[b], b))
}
