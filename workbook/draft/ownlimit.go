package draft

import (
	"slices"
	"strings"

	"duban/workbook/pattern"
)

// ownLimits splits a clause that gives several bureaus a limit each: 教育局10月底前、文旅局11月底前完成排查, 审计局、统计局
// 分别于9月底前、10月底前报送. Each gets the work behind its limit, or behind the next limit that has any. If it is
// not plain who has which limit, or which part of a figure, it does not split the clause.
func (r *reader) ownLimits(p piece) []*clause {
	if strings.Count(p.text, "前")+strings.Count(p.text, "月") < 2 {
		return nil
	}
	days := r.moments(p)
	if len(days) < 2 || slices.ContainsFunc(days, func(m moment) bool { return m.last == 0 }) {
		return nil
	}
	lists := slices.DeleteFunc(r.names.lists(p), func(l nameList) bool { return len(l.firm()) != len(l.names) || l.more })
	turns := eachByTurn(p, lists, days)
	if turns == nil {
		turns = respectively(p, lists, days)
	}
	if turns == nil || strings.Contains(p.text, "分别") && itemsIn(turns[len(turns)-1].work.text) == len(turns) {
		return nil
	}
	return r.ownClauses(turns)
}

// itemsIn counts the items that the work lists. If there are as many as bureaus each may have one: 分别于9月底前、10月底前完成一期、二期工程.
func itemsIn(work string) int { return len(itemJoiner.FindAllStringIndex(work, -1)) + 1 }

var itemJoiner = pattern.New(`、|和|与|以及|及`)

// turn is one or several bureaus with a limit and the work due by it; the work is empty if it stands behind the next limit.
type turn struct {
	names []name
	limit moment
	work  piece
}

var (
	// untilLimit matches text between the bureaus and the limit, amongLimits text between several limits.
	untilLimit  = pattern.New(`^(?:要|应当?|须|必须|务必)?(?:于|在)?$`)
	amongLimits = pattern.New(`^(?:、|，|和|与|及|以及)?(?:由|请)?$`)
	givenFirst  = pattern.New(`^(?:由|请)$`)
	// eachApart matches words between bureaus and their limits that say that both are in the same order.
	eachApart = pattern.New(`^(?:要|应当?|须|必须|务必)?分别(?:要|应当?|须|必须|务必)?(?:于|在)?$`)
	// apartAhead matches words before work that each of several bureaus does by itself, eachAmount words before a figure that is
	// for each of them.
	apartAhead = pattern.New(`^(?:要|应当?|须|必须|务必)?(?:分别|各自|各|均)(?:要|应当?|须|必须|务必)?`)
	eachAmount = pattern.New(`(?:各|均|分别)[^，、]{0,6}$`)
)

// eachByTurn reads names and their limits in turn, from the beginning of a clause.
func eachByTurn(p piece, lists []nameList, days []moment) []turn {
	var turns []turn
	for i, m := range days {
		from := m.at.from - p.from
		at := slices.IndexFunc(lists, func(l nameList) bool { return l.to <= from && untilLimit.MatchString(p.text[l.to:from]) })
		if at < 0 {
			return nil
		}
		l := lists[at]
		if i == 0 {
			if head := p.text[:l.from]; !onlyLeadIns(head) && !givenFirst.MatchString(head) {
				return nil
			}
		} else if last := days[i-1].at.to() - p.from; l.from < last {
			return nil
		} else if between := p.sub(last, l.from); !amongLimits.MatchString(between.text) {
			// 教育局10月底前完成A、文旅局11月底前完成B: the work ends only at a mark.
			work, ok := strings.CutSuffix(between.text, "、")
			if !ok || verbAt(work[stripLeadIns(work):]) == "" {
				return nil
			}
			turns[i-1].work = between.sub(0, len(work))
		}
		turns = append(turns, turn{names: l.firm(), limit: m})
	}
	turns[len(turns)-1].work = p.sub(days[len(days)-1].at.to()-p.from, len(p.text))
	return turns
}

// respectively reads names followed by as many limits.
func respectively(p piece, lists []nameList, days []moment) []turn {
	first := days[0].at.from - p.from
	at := slices.IndexFunc(lists, func(l nameList) bool { return l.to <= first && eachApart.MatchString(p.text[l.to:first]) })
	if at != 0 || len(lists[0].names) != len(days) || !onlyLeadIns(p.text[:lists[0].from]) || slices.ContainsFunc(lists[0].names, func(n name) bool { return n.kind == groupName }) {
		return nil
	}
	var turns []turn
	for i, m := range days {
		if i > 0 && !amongLimits.MatchString(p.para.text[days[i-1].at.to():m.at.from]) {
			return nil
		}
		turns = append(turns, turn{names: lists[0].names[i : i+1], limit: m})
	}
	turns[len(turns)-1].work = p.sub(days[len(days)-1].at.to()-p.from, len(p.text))
	return turns
}

// ownClauses gives a clause for each of several bureaus with a limit.
func (r *reader) ownClauses(turns []turn) []*clause {
	out := make([]*clause, len(turns))
	var work *clause
	for i := len(turns) - 1; i >= 0; i-- {
		t := turns[i]
		if t.work.text != "" {
			rest := t.work.sub(len(apartAhead.FindString(t.work.text)), len(t.work.text)).trim(spaces)
			work = r.clause(rest)
			if v := work.newVerb(); work.verb == "" && v != "" {
				one := *work
				one.verb, one.deliver = v, true
				work = &one
			}
			if work.actor != noActor || work.verb == "" || work.past || len(work.moments) > 0 {
				return nil
			}
		}
		if t.work.text == "" && slices.ContainsFunc(work.amounts, func(a amount) bool { return !eachAmount.MatchString(before12(a.at)) }) {
			return nil
		}
		one := *work
		one.actor, one.obliges, one.leads, one.moments = bureauActor, true, t.names, []moment{t.limit}
		out[i] = &one
	}
	return out
}

// bareTurn reports whether a clause is only names and their limit, with the work in the next clause: 教育局10月底前，文旅局….
func (r *reader) bareTurn(p piece) bool {
	ms := r.moments(p)
	if len(ms) == 0 || strings.Trim(p.text[ms[len(ms)-1].at.to()-p.from:], spaces) != "" {
		return false
	}
	return len(eachByTurn(p, r.names.lists(p), ms)) > 0
}

// turnsJoined gives a sentence's clauses; each that is only names and their limit is joined with the one that gives them work.
func (r *reader) turnsJoined(clauses []piece) []piece {
	var out []piece
	for len(clauses) > 0 {
		n := 1
		for n < len(clauses) && r.bareTurn(clauses[n-1]) {
			n++
		}
		if n > 1 {
			p := clauses[0]
			p.text = p.para.text[p.from:clauses[n-1].to()]
			if r.ownLimits(p) != nil || len(eachByTurn(p, r.names.lists(p), r.moments(p))) > 1 {
				// It is one clause, whether ownLimits splits it or not: the first bureaus have no work of their own.
				out = append(out, p)
				clauses = clauses[n:]
				continue
			}
		}
		out = append(out, clauses[0])
		clauses = clauses[1:]
	}
	return out
}
