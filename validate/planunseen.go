package validate

import (
	"duban/workbook"
	"duban/workbook/calendar"
)

// CheckUnseen finds bureaus that open problems of others need, but that get no workbook in the round in which they would read of it: they
// have nothing to report, are exempt, or send only a ledger. before is the standing before the round, which decides who is asked, and now
// that of the round. Weekly and special rounds ask few bureaus; one that gets the workbook of their month will read it there.
func (c *Checker) CheckUnseen(p *workbook.Plan, before, now *workbook.Standing, round calendar.Period) []Finding {
	k := &findings{rules: c.rules, period: round.String()}
	reads := func(b *workbook.Bureau, in calendar.Period) bool {
		return p.FillsIn(before, b, in) && p.Exempted(b, in) == nil
	}
	for _, b := range p.Bureaus {
		if reads(b, round) || round.Partial() && reads(b, round.Month()) {
			continue
		}
		var numbers []string
		for _, pr := range now.OpenProblems(p, b) {
			if pr.Bureau != b.Code && !pr.Closed {
				numbers = append(numbers, pr.ID)
			}
		}
		if len(numbers) > 0 {
			names, n := firstNamed(numbers)
			k.add("problem-unseen", cell(b.Rec, workbook.ColName), "names", names, "n", n, "round", round.String())
		}
	}
	return k.sorted(nil)
}
