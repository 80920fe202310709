package validate

import (
	"duban/workbook"
	"duban/workbook/calendar"
)

// CheckUnseen names the bureaus of which open problems need something, and which get no workbook in a round in which they
// would read it: they have nothing to report, are exempt, or send their ledger alone. What each is asked for follows from what
// stood before the round. A week's round and a special one ask few: whoever fills in for their month reads it there.
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
