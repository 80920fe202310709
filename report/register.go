package report

import (
	"sort"

	"duban/workbook"
)

// Arrival is one return that came in for a period.
type Arrival struct {
	Bureau *workbook.Bureau
	// Seen is the day that counts as the day of arrival.
	Seen workbook.Date
	// Readable says that it could be read as a return of this bureau and period. What could not is no return.
	Readable bool
	// Errors and Warnings are those that count, Held the rows that are held back.
	Errors, Warnings, Held int
	// Nothing says that the bureau declares to have nothing to report, Reason why.
	Nothing bool
	Reason  string
	File    string
}

// BuildRegister works out who reported in a period. asked are the bureaus that have something to report; those of them
// that the plan exempts are 免报. The arrivals stand in the order in which they came.
//
// A return is on time if it came by the due day and needed no mending, or was mended within the workdays that the plan
// allows. These count from the due day, or from the first sending back where that was later: a bureau that sends early is
// not to be worse off than one that waits for the last day.
func BuildRegister(plan *workbook.Plan, period workbook.Period, due workbook.Date, asked []*workbook.Bureau, arrivals []Arrival) *Register {
	r := &Register{Period: period, Due: due}
	came := map[*workbook.Bureau][]Arrival{}
	for _, a := range arrivals {
		if a.Readable {
			came[a.Bureau] = append(came[a.Bureau], a)
		}
	}
	seen := map[*workbook.Bureau]bool{}
	for _, b := range asked {
		if seen[b] {
			continue
		}
		seen[b] = true
		row := &RegisterRow{Bureau: b}
		row.sum(came[b])
		if e := plan.Exempted(b, period); e != nil {
			row.Outcome, row.Nothing, row.Reason = Exempt, false, e.Reason
		} else {
			row.Outcome = outcome(plan, due, came[b])
			row.Nothing = row.Nothing && (row.Outcome == OnTime || row.Outcome == Late)
		}
		r.Rows = append(r.Rows, row)
	}
	sort.SliceStable(r.Rows, func(i, j int) bool { return r.Rows[i].Bureau.Order < r.Rows[j].Bureau.Order })
	return r
}

func (row *RegisterRow) sum(came []Arrival) {
	for i, a := range came {
		if i == 0 {
			row.FirstSeen = a.Seen
		}
		if a.Errors > 0 {
			row.SentBackTimes++
		}
		row.Returns++
		row.LastSeen, row.File = a.Seen, a.File
		row.Errors, row.Warnings, row.Held = a.Errors, a.Warnings, a.Held
		row.Nothing, row.Reason = a.Nothing, a.Reason
	}
}

// outcome judges a bureau's readable returns. What a later return left in error stands, whatever came before it.
func outcome(plan *workbook.Plan, due workbook.Date, came []Arrival) Outcome {
	if len(came) == 0 {
		return Missing
	}
	var sentBack, mended workbook.Date
	for _, a := range came {
		switch {
		case a.Errors > 0 && sentBack == 0:
			sentBack = a.Seen
			mended = 0
		case a.Errors > 0:
			mended = 0
		case mended == 0:
			mended = a.Seen
		}
	}
	switch {
	case came[len(came)-1].Errors > 0:
		return SentBack
	case due == 0:
		return OnTime
	case came[0].Seen > due:
		return Late
	case sentBack == 0 || mended <= plan.Calendar.AddWorkdays(max(due, sentBack), plan.Settings.MendDays):
		return OnTime
	}
	return Late
}

// Rate is the share of those asked who reported, 0–1; not known where nobody was asked.
func (r *Register) Rate() workbook.Amount {
	if r.Expected() == 0 {
		return workbook.Amount{}
	}
	return workbook.Known(round9(float64(r.Received()) / float64(r.Expected())))
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
