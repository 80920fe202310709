package report

import (
	"sort"

	"duban/workbook"
)

// Turnout puts the registers of several periods side by side: which bureau reported when, and how regularly.
type Turnout struct {
	Registers []*Register // in the order of time
	Rows      []*TurnoutRow
}

// TurnoutRow is a bureau's line: what became of its report in every period.
type TurnoutRow struct {
	Bureau   *workbook.Bureau
	Outcomes []Outcome // by register; NotAsked if the bureau was not in its roster
}

// BuildTurnout combines the registers of several periods, in order of time. Each register has the bureaus of its own period's plan; those
// with the same present code are one bureau, under its latest name.
func BuildTurnout(registers []*Register) *Turnout {
	t := &Turnout{Registers: registers}
	rows := map[string]*TurnoutRow{}
	for i, reg := range registers {
		for _, r := range reg.Rows {
			row := rows[r.Bureau.CodeNow()]
			if row == nil {
				row = &TurnoutRow{Outcomes: make([]Outcome, len(registers))}
				for j := range row.Outcomes {
					row.Outcomes[j] = NotAsked
				}
				rows[r.Bureau.CodeNow()] = row
				t.Rows = append(t.Rows, row)
			}
			row.Bureau, row.Outcomes[i] = r.Bureau, r.Outcome
		}
	}
	sort.SliceStable(t.Rows, func(i, j int) bool { return t.Rows[i].Bureau.Order < t.Rows[j].Bureau.Order })
	return t
}

// Count counts the periods with an outcome.
func (r *TurnoutRow) Count(o Outcome) int {
	n := 0
	for _, x := range r.Outcomes {
		if x == o {
			n++
		}
	}
	return n
}

// Expected counts the periods in which the bureau had to report.
func (r *TurnoutRow) Expected() int {
	return len(r.Outcomes) - r.Count(NotAsked) - r.Count(Exempt)
}

// Received counts the periods in which the bureau reported: on time, late or sent back.
func (r *TurnoutRow) Received() int { return r.Expected() - r.Count(Missing) }

// Rate gives the share, 0–1, of the periods with a duty to report in which the bureau reported; not known if it never had to.
func (r *TurnoutRow) Rate() workbook.Amount { return shareOf(r.Received(), r.Expected()) }

// Punctuality gives the share of those periods in which the bureau was on time.
func (r *TurnoutRow) Punctuality() workbook.Amount { return shareOf(r.Count(OnTime), r.Expected()) }
