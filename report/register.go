package report

import (
	"slices"
	"sort"

	"duban/workbook"
	"duban/workbook/calendar"
)

// Arrival is one return that came in for a period.
type Arrival struct {
	Bureau *workbook.Bureau
	// Seen is the day that counts as the day of arrival.
	Seen calendar.Date
	// Readable says that it could be read as a return of this bureau and period; otherwise it does not count as a return.
	Readable bool
	// Errors and Warnings count those that still stand, Held the rows that are held back.
	Errors, Warnings, Held int
	// Passed says that another build of the program took it and found no error. Errors found since then have to be corrected, but the
	// return was never sent back for them.
	Passed bool
	// Nothing says that the bureau declares to have nothing to report, Reason why.
	Nothing bool
	Reason  string
	File    string
	// AfterClose says that it came after the period had closed and changes no figure. Reopened is the decision that lets it count
	// nevertheless.
	AfterClose bool
	// Unproven says that it has no seal, although the bureau had sent a return with one: it does not count.
	Unproven bool
	Reopened *workbook.IntakeDecision
}

// sentBack reports whether the return was sent back for its errors when it came.
func (a *Arrival) sentBack() bool { return a.Errors > 0 && !a.Passed }

// BuildRegister says what became of each bureau's report in a period. asked are the bureaus that have something to report; those that the
// plan exempts are 免报. The arrivals are in the order in which they came; due is 0 if the period has no due day.
//
// A return is on time if it came by the due day and needed no correction, or was corrected within the workdays that the plan allows. These
// count from the due day, or from the first sending back if that was later, so that a bureau that reports early is not worse off than one
// that waits for the last day. A return that came after the period had closed is late, but takes nothing from a bureau that had reported
// before.
func BuildRegister(plan *workbook.Plan, period calendar.Period, due calendar.Date, asked []*workbook.Bureau, arrivals []Arrival) *Register {
	r := &Register{Period: period, Due: due}
	came := map[*workbook.Bureau][]Arrival{}
	unproven := map[*workbook.Bureau]int{}
	for _, a := range arrivals {
		if a.Unproven {
			unproven[a.Bureau]++
		} else if a.Readable {
			came[a.Bureau] = append(came[a.Bureau], a)
		}
	}
	seen := map[*workbook.Bureau]bool{}
	row := func(b *workbook.Bureau) *RegisterRow {
		seen[b] = true
		row := &RegisterRow{Bureau: b, Unproven: unproven[b]}
		row.sum(came[b])
		return row
	}
	for _, b := range asked {
		if seen[b] {
			continue
		}
		row := row(b)
		if e := plan.Exempted(b, period); e != nil {
			row.Outcome, row.Nothing, row.Reason = Exempt, false, e.Reason
		} else {
			row.Outcome = outcome(plan, due, came[b])
			row.Nothing = row.Nothing && (row.Outcome == OnTime || row.Outcome == Late)
		}
		r.Rows = append(r.Rows, row)
	}
	for _, a := range arrivals {
		if a.Readable && !seen[a.Bureau] {
			row := row(a.Bureau)
			row.Outcome = NotAsked
			r.Outside = append(r.Outside, row)
		}
	}
	for _, rows := range [][]*RegisterRow{r.Rows, r.Outside} {
		sort.SliceStable(rows, func(i, j int) bool { return rows[i].Bureau.Order < rows[j].Bureau.Order })
	}
	return r
}

// Close notes the day on which the period closed and the decisions that reopened it. A decision that names bureaus is noted in their rows,
// whether they made use of it or not.
func (r *Register) Close(day calendar.Date, reopenings []*workbook.IntakeDecision) {
	r.Closing, r.Reopenings = day, reopenings
	for _, d := range reopenings {
		for _, row := range r.Rows {
			if len(d.Bureaus) > 0 && d.Concerns(row.Bureau.Code) {
				row.reopen(d)
			}
		}
	}
}

func (row *RegisterRow) reopen(d *workbook.IntakeDecision) {
	if d != nil && !slices.Contains(row.Reopened, d) {
		row.Reopened = append(row.Reopened, d)
	}
}

// unproven counts the returns of a bureau that wait for the coordinator to vouch for them.
func (l *Ledger) unproven(b *workbook.Bureau) int {
	if l.Register != nil {
		for _, row := range l.Register.Rows {
			if row.Bureau.Code == b.Code {
				return row.Unproven
			}
		}
	}
	return 0
}

// sum fills in the row from a bureau's readable returns, in the order in which they came.
func (row *RegisterRow) sum(came []Arrival) {
	for i, a := range came {
		if i == 0 {
			row.FirstSeen = a.Seen
		}
		row.Returns++
		row.LastSeen = a.Seen
		row.reopen(a.Reopened)
		if a.AfterClose {
			row.AfterClose++
			continue
		}
		if a.sentBack() {
			row.SentBackTimes++
		}
		row.File = a.File
		row.Errors, row.Warnings, row.Held = a.Errors, a.Warnings, a.Held
		row.Nothing, row.Reason = a.Nothing, a.Reason
	}
}

// outcome judges a bureau's readable returns. Those that came after the period had closed matter only if no earlier return was in order.
func outcome(plan *workbook.Plan, due calendar.Date, came []Arrival) Outcome {
	var inTime, after []Arrival
	for _, a := range came {
		if a.AfterClose {
			after = append(after, a)
		} else {
			inTime = append(inTime, a)
		}
	}
	o := outcomeOf(plan, due, inTime)
	switch {
	case len(after) == 0 || o == OnTime || o == Late:
		return o
	case after[len(after)-1].sentBack():
		return SentBack
	}
	return Late
}

// outcomeOf judges the returns that came before the period closed. If the last one has errors, the outcome is SentBack, whatever came before.
func outcomeOf(plan *workbook.Plan, due calendar.Date, came []Arrival) Outcome {
	if len(came) == 0 {
		return Missing
	}
	var sentBack, mended calendar.Date
	for _, a := range came {
		switch {
		case a.sentBack() && sentBack == 0:
			sentBack = a.Seen
			mended = 0
		case a.sentBack():
			mended = 0
		case mended == 0:
			mended = a.Seen
		}
	}
	switch {
	case came[len(came)-1].sentBack():
		return SentBack
	case due == 0:
		return OnTime
	case came[0].Seen > due:
		return Late
	case sentBack == 0 || mended <= plan.Workdays.Add(max(due, sentBack), plan.Settings.MendDays):
		return OnTime
	}
	return Late
}

// Rate gives the share, 0–1, of the bureaus asked that reported (报送率); not known if none was asked.
func (r *Register) Rate() workbook.Amount { return shareOf(r.Received(), r.Expected()) }

// Punctuality gives the share, 0–1, of the bureaus asked that reported on time (按时率); not known if none was asked.
func (r *Register) Punctuality() workbook.Amount { return shareOf(r.Count(OnTime), r.Expected()) }

func shareOf(n, of int) workbook.Amount {
	if of == 0 {
		return workbook.Amount{}
	}
	return workbook.Known(round9(float64(n) / float64(of)))
}

// NothingToReport counts the bureaus that declared to have nothing to report (零报告); they are among 按时 and 迟报.
func (r *Register) NothingToReport() int {
	n := 0
	for _, row := range r.Rows {
		if row.Nothing {
			n++
		}
	}
	return n
}
