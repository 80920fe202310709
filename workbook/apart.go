package workbook

import (
	"cmp"
	"maps"
	"slices"
)

// A round keeps the bureaus that it was issued to. Bureaus that were merged since are in it as they were then, with their own names, rows
// and parts: each answers for what it was asked, and their heir answers from the next round on. A bureau founded since is asked for nothing
// in the round, not even through a group.

// BecameOne lists the bureaus of an earlier state of the plan that share their heir in this plan with another bureau, in the earlier
// order. It is empty when earlier is nil.
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

// founded lists the bureaus of the plan that an earlier state of it did not have under any name.
func (p *Plan) founded(earlier *Plan) []*Bureau {
	known := map[*Bureau]bool{}
	for _, b := range earlier.Bureaus {
		known[p.HeirOf(b)] = true
	}
	return slices.DeleteFunc(slices.Clone(p.Bureaus), func(b *Bureau) bool { return known[b] })
}

// asksOthers reports whether the plan would ask other bureaus or group members than those that a round went out to.
func (p *Plan) asksOthers(issued *Plan) bool {
	return len(p.BecameOne(issued)) > 0 || slices.ContainsFunc(p.founded(issued), func(b *Bureau) bool { return len(b.Groups) > 0 })
}

// apart describes the bureaus that were merged since the round went out.
type apart struct {
	// here maps the bureaus of the issued plan to those of this plan, heir maps the ones put back to their heirs, and gone holds those
	// put back that the present plan no longer has.
	here, heir map[*Bureau]*Bureau
	gone       map[*Bureau]bool
	// parted lists, by task, the heirs of the gone bureaus that had a part of it.
	parted map[*Task][]*Bureau
}

// setApart puts the bureaus that were merged since the round went out back as they were then, each behind the bureau that it followed.
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
	at := 0 // behind the previous bureau
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

// Begins lists the former bureaus of an heir that is in the plan beside them and is asked for nothing in the plan's round: it begins with
// the next one. It is nil for all other bureaus.
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

// Becomes gives the present heir of a bureau that the round has by itself; any other bureau is returned as it is.
func (p *Plan) Becomes(b *Bureau) *Bureau { return cmp.Or(p.becomes[b], b) }

// putBack puts a former bureau in its heir's place if the heir goes on under its code or name, and otherwise inserts it at a place of its
// own.
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

// continues reports whether an heir goes on as one of the merged bureaus: under its code, or under its name if none of them has the
// heir's code.
func (b *Bureau) continues(was *Bureau, joined []*Bureau) bool {
	coded := slices.ContainsFunc(joined, func(o *Bureau) bool { return o.Code == b.Code })
	return was.Code == b.Code || !coded && SameName(was.Name, b.Name)
}

// ownNames lists the names of an heir that none of the merged bureaus had: only the present plan uses them.
func (b *Bureau) ownNames(joined []*Bureau) []string {
	return slices.DeleteFunc(b.names(), func(n string) bool {
		return slices.ContainsFunc(joined, func(o *Bureau) bool {
			return slices.ContainsFunc(o.names(), func(had string) bool { return SameName(had, n) })
		})
	})
}

// yield removes a former bureau's names from the heir's aliases. It also clears the heir's groups: as long as the bureaus that it took in
// are in the round, it is asked for nothing.
func (b *Bureau) yield(to *Bureau) {
	b.Groups = nil
	b.Aliases = slices.DeleteFunc(slices.Clone(b.Aliases), func(n string) bool {
		return slices.ContainsFunc(to.names(), func(own string) bool { return SameName(own, n) })
	})
}

// heirsOf gives the bureaus as a set in which merged bureaus are replaced by their heir.
func (p *Plan) heirsOf(bureaus []*Bureau) map[*Bureau]bool {
	out := map[*Bureau]bool{}
	for _, b := range bureaus {
		out[cmp.Or(p.apart.heir[b], b)] = true
	}
	return out
}

// asked gives the bureaus to ask. These are the ones that the round asked (was, bureaus of the issued plan) if some of them were merged
// since and the plan now names nobody but their heirs; otherwise they are now, those whom the plan names now.
func (p *Plan) asked(now, was []*Bureau) []*Bureau {
	if p.apart == nil {
		return now
	}
	var here []*Bureau
	joined := false
	for _, b := range was {
		if is := p.apart.here[b]; is != nil && !slices.Contains(here, is) {
			here = append(here, is)
			joined = joined || p.apart.heir[is] != nil
		}
	}
	if joined && maps.Equal(p.heirsOf(here), p.heirsOf(now)) {
		return here
	}
	return now
}

// taskIssued gives a task as the round went out with it if bureaus were merged since, and otherwise an empty task.
func (p *Plan) taskIssued(t *Task) *Task {
	if p.apart != nil && p.issued.Task(t.ID) != nil {
		return p.issued.Task(t.ID)
	}
	return &Task{}
}

// listIssued gives a county's list as the round went out with it if bureaus were merged since, and otherwise nil.
func (p *Plan) listIssued(name string) *ListForm {
	if p.apart != nil {
		return p.issued.list(name)
	}
	return nil
}

// onlyJoined reports whether the leads or supports in a row differ from those it was issued with only because bureaus were merged.
func (p *Plan) onlyJoined(field string, was, now *Record) bool {
	if p.apart == nil {
		return false
	}
	who := func(r *Record) map[*Bureau]bool {
		of := p.heirsOf(p.named(r.Get(field).List()))
		if field == ColSupports {
			for b := range p.heirsOf(p.named(r.Get(ColLeads).List())) {
				delete(of, b) // a lead does not also count as a support
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

// partsApart gives the parts of a task that the round allocated to merged bureaus, if one with a part is gone by now.
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

// allocated reports whether the part of a bureau, or of one merged with it, is taken from the issued plan.
func (a *apart) allocated(t *Task, b *Bureau) bool {
	return a != nil && slices.Contains(a.parted[t], cmp.Or(a.heir[b], b))
}
