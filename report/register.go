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
	// Readable says that it could be read as a return of this bureau and period. What could not is no return.
	Readable bool
	// Errors and Warnings are those that count, Held the rows that are held back.
	Errors, Warnings, Held int
	// Passed says that another build of the program took it and found no error. Those that are found since are to be mended, but nobody
	// had sent it back for them.
	Passed bool
	// Nothing says that the bureau declares to have nothing to report, Reason why.
	Nothing bool
	Reason  string
	File    string
	// AfterClose says that it came after the period had closed and changes no figure; Reopened is the decision by which it
	// counts all the same.
	AfterClose bool
	// Unproven says that it bears no seal though the bureau had sent a return with one: it does not count.
	Unproven bool
	Reopened *workbook.IntakeDecision
}

// sentBack reports whether the return was sent back to be mended when it came.
func (a *Arrival) sentBack() bool { return a.Errors > 0 && !a.Passed }

// BuildRegister works out who reported in a period. asked are the bureaus that have something to report; those of them
// that the plan exempts are 免报. The arrivals stand in the order in which they came.
//
// A return is on time if it came by the due day and needed no mending, or was mended within the workdays that the plan
// allows. These count from the due day, or from the first sending back where that was later: a bureau that sends early is
// not to be worse off than one that waits for the last day. What came after the period had closed is late, and takes
// nothing from a bureau that had reported before.
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

// Close says on which day the period closed, and which decisions reopened it. One that names bureaus stands in their rows
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

// outcome judges a bureau's readable returns. What came after the period had closed is heard only where there was nothing
// before, or nothing that was in order.
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

// outcomeOf judges returns that count. What a later one left in error stands, whatever came before it.
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

// Rate is the share of those asked who reported (报送率), 0–1; not known where nobody was asked.
func (r *Register) Rate() workbook.Amount { return shareOf(r.Received(), r.Expected()) }

// Punctuality is the share of those asked who reported on time (按时率), 0–1; not known where nobody was asked.
func (r *Register) Punctuality() workbook.Amount { return shareOf(r.Count(OnTime), r.Expected()) }

func shareOf(n, of int) workbook.Amount {
	if of == 0 {
		return workbook.Amount{}
	}
	return workbook.Known(round9(float64(n) / float64(of)))
}

// NothingToReport counts those who declared that they have nothing to report (零报告), within 按时 and 迟报.
func (r *Register) NothingToReport() int {
	n := 0
	for _, row := range r.Rows {
		if row.Nothing {
			n++
		}
	}
	return n
}
