package report

import (
	"slices"
	"sort"

	"duban/templates"
	"duban/workbook"
	"duban/workbook/calendar"
)

// Arrival is one return that came in for a period.
type Arrival struct {
	Bureau *workbook.Bureau
	// Ledger says that it is a county's consolidated workbook, and not one that was issued to a bureau.
	Ledger bool
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

// Owed says which returns are meant: the workbook issued to a bureau, a county's ledger, or both.
type Owed struct{ Workbook, Ledger bool }

// both reports whether a workbook and a ledger are meant.
func (o Owed) both() bool { return o.Workbook && o.Ledger }

// Key gives the identifier of the returns, as it stands in exported data.
func (o Owed) Key() string {
	switch {
	case o.both():
		return "both"
	case o.Ledger:
		return "ledger"
	}
	return "workbook"
}

// Asked is a bureau of the roster with the returns that are expected of it.
type Asked struct {
	Bureau *workbook.Bureau
	Owed
}

// BuildRegister says what became of each bureau's report in a period. asked are the bureaus that have something to report; those that the
// plan exempts are 免报. The arrivals are in the order in which they came; due is 0 if the period has no due day.
//
// A county that owes a workbook and a ledger has the worse of the outcomes of the two, as it has not reported before both came.
//
// A return is on time if it came by the due day and needed no correction, or was corrected within the workdays that the plan allows. These
// count from the due day, or from the first sending back if that was later, so that a bureau that reports early is not worse off than one
// that waits for the last day. A return that came after the period had closed is late, but takes nothing from a bureau that had reported
// before.
func BuildRegister(plan *workbook.Plan, period calendar.Period, due calendar.Date, asked []Asked, arrivals []Arrival) *Register {
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
	row := func(b *workbook.Bureau, owed Owed) *RegisterRow {
		seen[b] = true
		row := &RegisterRow{Bureau: b, Owed: owed, Short: owed, Unproven: unproven[b]}
		row.sum(came[b])
		return row
	}
	for _, a := range asked {
		if seen[a.Bureau] {
			continue
		}
		row := row(a.Bureau, a.Owed)
		if e := plan.Exempted(a.Bureau, period); e != nil {
			row.Outcome, row.Nothing, row.Reason = Exempt, false, e.Reason
		} else {
			row.judge(plan, due, came[a.Bureau])
			row.Nothing = row.Nothing && (row.Outcome == OnTime || row.Outcome == Late)
		}
		r.Rows = append(r.Rows, row)
	}
	for _, a := range arrivals {
		if a.Readable && !seen[a.Bureau] {
			row := row(a.Bureau, Owed{Workbook: !a.Ledger, Ledger: a.Ledger})
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
	counts := map[bool]Arrival{} // by whether it is a ledger
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
		counts[a.Ledger] = a
	}
	for _, ledger := range []bool{false, true} {
		if a, ok := counts[ledger]; ok {
			row.Files = append(row.Files, a.File)
			row.Errors, row.Warnings, row.Held = row.Errors+a.Errors, row.Warnings+a.Warnings, row.Held+a.Held
			// A county that sent its ledger reported something, whatever its workbook says.
			row.Nothing, row.Reason = a.Nothing && len(counts) == 1, a.Reason
		}
	}
}

// judge sets the outcome of a bureau's report from its readable returns. Of a workbook and a ledger the one that stands worse counts.
func (row *RegisterRow) judge(plan *workbook.Plan, due calendar.Date, came []Arrival) {
	if !row.Owed.both() {
		row.Outcome = outcome(plan, due, of(came, row.Owed.Ledger))
		return
	}
	workbook, ledger := outcome(plan, due, of(came, false)), outcome(plan, due, of(came, true))
	row.Outcome = workbook
	if worse := ledger.worseThan(workbook); worse || workbook.worseThan(ledger) {
		row.Short = Owed{Workbook: !worse, Ledger: worse}
		if worse {
			row.Outcome = ledger
		}
	}
}

// of gives the ledgers among a bureau's returns, or the others.
func of(came []Arrival, ledger bool) []Arrival {
	return slices.DeleteFunc(slices.Clone(came), func(a Arrival) bool { return a.Ledger != ledger })
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

// Which says in brackets which of a county's two returns gives it its outcome; empty if both do, or if only one was expected.
func (row *RegisterRow) Which(c *templates.Catalogue) string {
	if row.Short == row.Owed {
		return ""
	}
	return c.T("register.which", "returns", c.T("returns."+row.Short.Key()))
}

// InWords names the outcome, and which return gives it where that is needed.
func (row *RegisterRow) InWords(c *templates.Catalogue) string {
	return c.T("outcome."+row.Outcome.Key()) + row.Which(c)
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
