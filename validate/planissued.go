package validate

import (
	"strings"

	"duban/workbook"
)

// CheckWaiting says what of a plan, as read for a round that is out, the round does not go by: who leads or supports by changes
// that came in when its workbooks were, or by what was typed over in 任务. Both hold from the next round on; where that is
// another year's, no more in this one's scores.
func (c *Checker) CheckWaiting(p *workbook.Plan, round workbook.Period) []Finding {
	k := &planCheck{findings: findings{rules: c.rules, period: round.String()}, p: p}
	code := "change-after-issue"
	if round.Next().Last().Year() != round.Last().Year() {
		code = "change-after-year"
	}
	for _, ch := range p.Changes {
		if t := p.Task(ch.ObjectID); ch.Waits && t != nil {
			a := cell(ch.Rec, workbook.ColFrom)
			a.task = t.ID
			k.add(code, a, "name", ch.Rec.Get(workbook.ColField).Text, "was", strings.Join(t.Rec.Get(ch.Field).List(), "、"), "now", ch.New, "round", round.String())
		}
	}
	k.retyped(round)
	return k.sorted(nil)
}

// CheckRetyped says of a plan, as read for the last round that is out, what was typed over in 任务 since: the next round goes by
// it, and nothing on record says that anybody handed anything over.
func (c *Checker) CheckRetyped(p *workbook.Plan, round workbook.Period) []Finding {
	k := &planCheck{findings: findings{rules: c.rules, period: round.String()}, p: p}
	k.retyped(round)
	return k.sorted(nil)
}

func (k *planCheck) retyped(round workbook.Period) {
	for _, r := range k.p.Retyped {
		k.add("assignment-unrecorded", cell(r.Rec, r.Field), "was", strings.Join(r.Was, "、"), "round", round.String())
	}
}
