package draft

import (
	"slices"
	"strings"

	"duban/workbook/pattern"
)

// claiming is the state of cutting a sentence into claims, clause by clause.
type claiming struct {
	r       *reader
	clauses []piece
	// structured says that a note names who and when, so that every clause is work.
	structured bool
	// next is the clause at hand, with its index at.
	next *clause
	at   int
	// cur is the claim that the next clause may add to, out those before it.
	cur *claim
	out []*claim
	// own says that the sentence has named an actor of its own, chief that this actor leads others.
	own, chief bool
	// talk says that the sentence tells opinions, told that it begins with a time that is over, so that what follows tells of it.
	talk, told bool
	// context is the circumstance that the clause before gave.
	context piece
	// event is the day of an occasion that the sentence tells of.
	event []moment
	// opening is a limit for all of the sentence: 到年底，….
	opening []moment
	// stressed and planned apply to the work that the clause before introduces, see claim.
	stressed, planned bool
	// given is the topic that a bureau was named for, without saying what is done.
	given piece
	// field is the subject of the sentence, as it says itself.
	field piece
	// main is the work whose plan has a limit of its own: 启动选聘，方案9月中旬论证完毕.
	main *claim
	// intro is the verb of what the next clauses list.
	intro string
	// together are the bureaus that have to work together.
	together []name
	// alike holds the claims before the current one that also belong to the actor named behind it.
	alike []*claim
}

// claimsOf cuts a sentence into claims. before is the last claim of the previous sentence, if this one continues it
// (behind a semicolon, or with 同时).
func (r *reader) claimsOf(p piece, before *claim, structured bool) []*claim {
	s := &claiming{r: r, clauses: r.limitJoined(r.turnsJoined(p.clauses())), structured: structured, cur: &claim{whole: p}}
	if before != nil {
		s.intro = before.intro
		if before.actor != headActor {
			s.cur = before.follow()
			s.cur.whole, s.cur.carried, s.cur.note = p, true, nil
		}
	}
	for i, text := range s.clauses {
		if own := r.ownLimits(text); own != nil {
			s.each(own)
			continue
		}
		s.at, s.next = i, r.clause(text)
		if len(s.next.moments) > 0 && i > 0 && onceThen.MatchString(s.clauses[i-1].text) {
			// 一旦断电，2小时内转移: no day of the document's.
			one := *s.next
			s.next = &one
			one.moments = nil
		}
		if !s.passes() && !s.lists() && !s.names() {
			s.works()
		}
	}
	if len(s.cur.clauses) == 0 && s.given.text != "" {
		s.cur.clauses = append(s.cur.clauses, r.clause(s.given))
	}
	s.push()
	s.limit()
	return s.divided()
}

// limitJoined joins a clause that is only a limit with the figure behind it, if a later clause gives another figure of the kind a limit of
// its own, or what is done with all of them: 3月底前，新增主题20个，全年累计达到60个. Such a limit is otherwise for all that follows.
func (r *reader) limitJoined(clauses []piece) []piece {
	for i := range max(0, len(clauses)-2) {
		limit, figure := r.clause(clauses[i]), r.clause(clauses[i+1])
		if !limit.onlyLimit() || figure.actor != noActor || len(figure.amounts) != 1 || len(figure.moments) > 0 {
			continue
		}
		if slices.ContainsFunc(clauses[i+2:], func(p piece) bool {
			c := r.clause(p)
			return len(c.moments) > 0 && (slices.ContainsFunc(c.amounts, func(a amount) bool { return sameUnit(a, figure.amounts[0]) }) ||
				len(c.amounts) == 0 && strings.Contains(c.text, "全部"))
		}) {
			one := clauses[i]
			one.text = one.para.text[one.from:clauses[i+1].to()]
			return slices.Concat(clauses[:i], []piece{one}, clauses[i+2:])
		}
	}
	return clauses
}

// onceThen begins an event that may happen; limits behind it count from then.
var onceThen = pattern.New(`^(?:一旦|如遇|遇到?|若|如果?|接报|接警|发生)`)

// divided gives the claims, each that names several works divided into as many.
func (s *claiming) divided() []*claim {
	var out []*claim
	for i, one := range s.out {
		one.joined(s.together)
		if at := one.byProject(s.out[i+1:]); len(at) > 1 {
			out = append(out, at...)
			continue
		}
		for _, two := range one.bySubject() {
			for _, three := range two.bySite() {
				for _, four := range three.byObject() {
					out = append(out, four.byFigure()...)
				}
			}
		}
	}
	return out
}

// begun reports whether the sentence has a claim with work by now.
func (s *claiming) begun() bool { return len(s.cur.clauses)+len(s.out) > 0 }

// unnamed reports whether the sentence has named nobody for the current claim.
func (s *claiming) unnamed() bool { return s.cur.actor == noActor || s.cur.carried && !s.own }

// limit gives claims without a limit the one at the beginning of the sentence, or the one that ends it for all: 修桥3座，建站2处，
// 年底前全部完成.
func (s *claiming) limit() {
	last := s.opening
	for i := len(s.out) - 1; i >= 0; i-- {
		one := s.out[i]
		switch {
		case len(one.moments()) == 0 && !one.rhythmic() && (len(s.opening) > 0 || i+1 < len(s.out) && one.sameActor(s.out[i+1])):
			one.extra = last
		case len(s.opening) == 0:
			last = one.closingLimit()
		}
	}
}

// push ends the current claim. What was added to it also belongs to those beside it: 教育局10月底前、文旅局11月底前完成排查，建立台账.
func (s *claiming) push() {
	if len(s.cur.clauses) == 0 {
		return
	}
	for _, one := range s.alike {
		one.answeredBy(s.cur)
	}
	s.alike = nil
	for _, one := range s.cur.beside {
		one.clauses = append(one.clauses, s.cur.clauses[s.cur.own:]...)
		one.supports, one.vague = s.cur.supports, s.cur.vague
	}
	s.out = append(s.out, s.cur)
}

// each begins a claim on each of several bureaus with a limit of its own. If they only end the work, the work is the text before them:
// 开展排查，教育局10月底前、文旅局11月底前完成.
func (s *claiming) each(own []*clause) {
	var before []*clause
	if s.cur.actor == noActor && !slices.ContainsFunc(own, func(c *clause) bool { return !c.bareEnd() }) {
		before, s.cur.clauses = s.cur.clauses, nil
	}
	s.push()
	context, field := s.context, s.field
	var beside []*claim
	for _, c := range own {
		s.cur = &claim{whole: s.cur.whole, event: s.event, obliged: true, context: context, field: field}
		s.cur.take(c)
		s.cur.clauses = append(slices.Clone(before), c)
		beside = append(beside, s.cur)
	}
	last := len(beside) - 1
	s.out = append(s.out, beside[:last]...)
	s.cur.beside, s.cur.own = beside[:last], len(s.cur.clauses)
	s.context, s.given, s.own, s.chief = piece{}, piece{}, true, false
}
