package validate

import (
	"strings"

	"duban/workbook"
)

// CheckUnseen names the bureaus of which open problems need something, and which get no workbook in a round in which they
// would read it: they have nothing to report, are exempt, or send their ledger alone. What each is asked for follows from what
// stood before the round.
func (c *Checker) CheckUnseen(p *workbook.Plan, before, now *workbook.Standing, round workbook.Period) []Finding {
	k := &findings{rules: c.rules, period: round.String()}
	for _, b := range p.Bureaus {
		if p.FillsIn(before, b, round) && p.Exempted(b, round) == nil {
			continue
		}
		var numbers []string
		for _, pr := range now.OpenProblems(p, b) {
			if pr.Bureau != b.Code && !pr.Closed {
				numbers = append(numbers, pr.ID)
			}
		}
		if len(numbers) > 0 {
			k.add("problem-unseen", cell(b.Rec, workbook.ColName), "names", strings.Join(numbers, "、"), "round", round.String())
		}
	}
	return k.sorted(nil)
}
