package report

import (
	"slices"

	"duban/workbook"
	"duban/workbook/calendar"
)

// Joining says that several bureaus became one within the year.
type Joining struct {
	Heir *workbook.Bureau
	// Was lists the names of all of them, Gone of those that had tasks and whose code is not the heir's.
	Was, Gone []string
	// From is the first round that asked the heir, zero if the last round still asked them separately.
	From calendar.Period
}

// Joinings lists the bureaus that became one between the rounds of some ledgers, in order of time, as far as the later round is of the last
// one's year. The ledgers are in order of time.
func Joinings(ledgers []*Ledger) (out []Joining) {
	if len(ledgers) == 0 {
		return nil
	}
	last := ledgers[len(ledgers)-1]
	for i, l := range ledgers[:len(ledgers)-1] {
		if next := ledgers[i+1]; next.Plan != l.Plan && next.Period.Last().Year() == last.Period.Last().Year() {
			out = append(out, joinings(next.Plan.BecameOne(l.Plan), next.Plan.HeirOf, l.Plan, next.Period)...)
		}
	}
	apart := slices.DeleteFunc(slices.Clone(last.Plan.Bureaus), func(b *workbook.Bureau) bool { return last.Plan.Becomes(b) == b })
	return append(out, joinings(apart, last.Plan.Becomes, last.Plan, calendar.Period{})...)
}

// joinings groups bureaus of a plan by what they are now. It leaves out a group in which no bureau with tasks is gone.
func joinings(was []*workbook.Bureau, now func(*workbook.Bureau) *workbook.Bureau, plan *workbook.Plan, from calendar.Period) (out []Joining) {
	at := map[*workbook.Bureau]int{}
	for _, b := range was {
		if plan.Begins(b) != nil {
			continue // the heir itself, which the plan already names beside them
		}
		heir := now(b)
		i, known := at[heir]
		if !known {
			i, at[heir] = len(out), len(out)
			out = append(out, Joining{Heir: heir, From: from})
		}
		out[i].Was = append(out[i].Was, b.Name)
		if heir.Code != b.Code && len(plan.TasksWith(b)) > 0 {
			out[i].Gone = append(out[i].Gone, b.Name)
		}
	}
	return slices.DeleteFunc(out, func(j Joining) bool { return len(j.Gone) == 0 })
}
