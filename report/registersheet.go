package report

import (
	"strconv"
	"strings"

	"duban/workbook"
	"duban/workbook/sheet"
)

// Rows of the register's sheet. The sums stand above the table, since bulletins quote them.
const (
	registerSumHead = 3
	registerSums    = 4
	registerProof   = 5
	registerHead    = 7
)

// Keys of the register's sums.
const (
	sumRoster   = "roster"
	sumExpected = "expected-returns"
	sumExempt   = "exempt"
	sumOnTime   = "on-time"
	sumLate     = "late"
	sumSentBack = "sent-back"
	sumMissing  = "missing"
	sumNothing  = "nothing"
	sumReceived = "received"
	sumRate     = "rate"
	sumPunctual = "punctuality"
)

// registerSheet lists what became of each bureau's report, with sums and the identities between them above the table.
func (k *consolidated) registerSheet() *sheet.Sheet {
	t := k.newTable("register", registerHead, []field{
		{key: workbook.ColBureau, width: 19}, {key: workbook.ColCategory, width: 12}, {key: "outcome", width: 11, align: sheet.AlignCenter},
		{key: "nothing", width: 9, align: sheet.AlignCenter}, {key: "first-seen", width: 12, format: sheet.Date, align: sheet.AlignCenter},
		{key: "last-seen", width: 12, format: sheet.Date, align: sheet.AlignCenter}, {key: "returns", width: 9, format: sheet.Integer, align: sheet.AlignCenter},
		{key: "sent-back-times", width: 9, format: sheet.Integer, align: sheet.AlignCenter}, {key: "errors", width: 9, format: sheet.Integer, align: sheet.AlignCenter},
		{key: "warnings", width: 10, format: sheet.Integer, align: sheet.AlignCenter}, {key: "held", width: 9, format: sheet.Integer, align: sheet.AlignCenter},
		{key: "file", width: 34}, {key: "reopening", width: 34}, {key: workbook.ColReason, width: 30},
	})
	r := k.l.Register
	if r == nil {
		return k.finish(t)
	}
	for _, row := range r.Rows {
		t.add(sheet.Body, func() {
			t.put(workbook.ColBureau, sheet.Str(row.Bureau.Name))
			t.put(workbook.ColCategory, sheet.Str(k.category(row.Bureau.Category)))
			c := t.put("outcome", sheet.Str(k.outcome(row.Outcome)))
			c.Role = outcomeRole(row.Outcome)
			if row.Nothing {
				t.put("nothing", sheet.Str(k.c.T("verdict.nothing")))
			}
			t.put("first-seen", dayOrBlank(row.FirstSeen))
			t.put("last-seen", dayOrBlank(row.LastSeen))
			t.put("returns", countOrBlank(row.Returns))
			t.put("sent-back-times", countOrBlank(row.SentBackTimes))
			t.put("errors", countOrBlank(row.Errors))
			t.put("warnings", countOrBlank(row.Warnings))
			t.put("held", countOrBlank(row.Held))
			t.put("file", sheet.StrOrBlank(strings.Join(row.Files, k.c.T("report.join"))))
			t.put("reopening", sheet.StrOrBlank(k.exception(row)))
			t.put(workbook.ColReason, sheet.StrOrBlank(row.Reason))
		})
	}
	if t.empty() {
		return k.finish(t)
	}
	k.register = t
	k.registerSums(r)
	return k.finish(t)
}

// exception says which of two returns gives a county its outcome, which decisions let a bureau's returns count after the period had
// closed, and how many returns do not count.
func (k *consolidated) exception(row *RegisterRow) string {
	var parts []string
	if row.Short != row.Owed {
		parts = append(parts, k.c.T("register.short", "outcome", k.outcome(row.Outcome), "returns", k.c.T("returns."+row.Short.Key())))
	}
	for _, d := range row.Reopened {
		parts = append(parts, k.reopened(d))
	}
	if row.AfterClose > 0 {
		parts = append(parts, k.c.T("report.after-close", "n", row.AfterClose))
	}
	if row.Unproven > 0 {
		parts = append(parts, k.c.T("report.unproven", "n", row.Unproven))
	}
	return strings.Join(parts, "")
}

func (k *consolidated) reopened(d *workbook.IntakeDecision) string {
	return k.c.T("report.reopened", "all", len(d.Bureaus) == 0, "day", k.day(d.Until), "reason", d.Reason, "approver", d.Approver)
}

// registerSums writes the sums of the register and the identities between them, with a formula that says whether they hold.
func (k *consolidated) registerSums(r *Register) {
	t := k.register
	k.counts = map[string]sheet.Ref{}
	outcomes := t.inner("outcome", t.last())
	count := func(o Outcome) (string, int) {
		return "COUNTIF(" + outcomes + "," + inQuotes(k.outcome(o)) + ")", r.Count(o)
	}
	cell := func(key string) string { return k.counts[key].Abs() }
	col := 0
	put := func(key, formula string, v sheet.Value) {
		col++
		at := sheet.At(registerSums, col)
		k.counts[key] = at
		wide := &t.s.Layout.Columns[col-1].Width
		*wide = sheet.HeadingWidth(k.c.T("registersum."+key), *wide)
		t.s.Put(sheet.At(registerSumHead, col), sheet.Cell{Role: sheet.Heading, Value: sheet.Str(k.c.T("registersum." + key))})
		t.s.Put(at, sheet.Cell{Role: sheet.Total, Format: sheet.Points, Align: sheet.AlignCenter, Formula: formula, Value: v})
	}
	byOutcome := func(key string, o Outcome) {
		f, n := count(o)
		put(key, f, sheet.Int(n))
	}
	put(sumRoster, "ROWS("+outcomes+")", sheet.Int(r.Roster()))
	f, n := count(Exempt)
	put(sumExpected, "ROWS("+outcomes+")-"+f, sheet.Int(r.Roster()-n))
	byOutcome(sumExempt, Exempt)
	byOutcome(sumOnTime, OnTime)
	byOutcome(sumLate, Late)
	byOutcome(sumSentBack, SentBack)
	byOutcome(sumMissing, Missing)
	put(sumNothing, "COUNTIF("+t.inner("nothing", t.last())+","+inQuotes(k.c.T("verdict.nothing"))+")", sheet.Int(r.NothingToReport()))
	put(sumReceived, cell(sumOnTime)+"+"+cell(sumLate)+"+"+cell(sumSentBack), sheet.Int(r.Received()))
	put(sumRate, percentOf(cell(sumReceived), cell(sumExpected)), percentCell(r.Rate()))
	put(sumPunctual, percentOf(cell(sumOnTime), cell(sumExpected)), percentCell(r.Punctuality()))

	formula, text := k.registerLine(r, "")
	holds := "IF(AND(" + cell(sumRoster) + "=" + cell(sumExpected) + "+" + cell(sumExempt) + "," + cell(sumExpected) + "=" + cell(sumOnTime) + "+" +
		cell(sumLate) + "+" + cell(sumSentBack) + "+" + cell(sumMissing) + ")," + inQuotes(k.c.T("report.holds")) + "," + inQuotes(k.c.T("report.holds-not")) + ")"
	t.s.Put(sheet.At(registerProof, 1), sheet.Cell{Role: sheet.Guide, Formula: inQuotes(k.c.T("report.register-name")) + "&" + formula + "&" + holds,
		Value: sheet.Str(k.c.T("report.register-name") + text + k.c.T("report.holds"))})
	t.s.Merges = append(t.s.Merges, sheet.Rect(registerProof, 1, registerProof, len(t.fields)))
	due := k.c.T("report.due-unknown")
	if r.Due != 0 {
		due = k.c.T("report.due", "due", k.day(r.Due), "days", k.l.Plan.Settings.MendDays)
	}
	if r.Closing != 0 {
		due += k.c.T("report.closing", "day", k.day(r.Closing))
	}
	for _, d := range r.Reopenings {
		if len(d.Bureaus) == 0 {
			due += k.reopened(d)
		}
	}
	t.s.Put(sheet.At(registerProof+1, 1), sheet.Cell{Role: sheet.Guide, Value: sheet.Str(due)})
	t.s.Merges = append(t.s.Merges, sheet.Rect(registerProof+1, 1, registerProof+1, len(t.fields)))
}

// registerLine puts the identities into a sentence, as formula and text. sheetName is empty if it stands on the register's own sheet.
func (k *consolidated) registerLine(r *Register, sheetName string) (formula, text string) {
	var places []string
	for _, p := range []struct {
		key string
		n   int
	}{
		{sumRoster, r.Roster()}, {sumExpected, r.Expected()}, {sumExempt, r.Count(Exempt)}, {sumOnTime, r.Count(OnTime)}, {sumLate, r.Count(Late)},
		{sumSentBack, r.Count(SentBack)}, {sumMissing, r.Count(Missing)}, {sumNothing, r.NothingToReport()},
	} {
		ref := k.counts[p.key].Abs()
		if sheetName != "" {
			ref = sheet.QuoteName(sheetName) + "!" + ref
		}
		places = append(places, placeName(p.key), ref, strconv.Itoa(p.n))
	}
	return k.sentence("report.register-line", places...)
}

// placeName turns a key into the name of a placeholder, which has no hyphens.
func placeName(key string) string { return strings.ReplaceAll(key, "-", "") }
