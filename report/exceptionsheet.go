package report

import (
	"duban/templates"
	"duban/workbook"
	"duban/workbook/sheet"
)

// exceptionSheet lists held rows and verifications: what counts differently from what was reported. The sheet of findings has what was
// waived and explained.
func (k *consolidated) exceptionSheet() *sheet.Sheet {
	t := k.newTable("exceptions", tableHeadRow, exceptionFields())
	w := exceptionWords{k.words}
	for _, x := range k.l.Exceptions() {
		if x.Kind != HeldRow && x.Kind != Verified {
			continue
		}
		if x.Task != nil && x.Task.StatusOnly {
			if x.standsForOthers() {
				t.next(sheet.Body)
				w.putHead(t, &x)
				w.putVeiled(t, &x)
			}
			continue
		}
		t.next(sheet.Body)
		w.put(t, &x)
		if tl := k.lineOf(x.Task); tl != nil {
			k.taskLink(t, tl)
		}
	}
	return k.finish(t)
}

// YearExceptions lays out every exception of several rounds for the scoring workbook, which gives title and stated, the line that says
// what the figures rest on. If there are no exceptions, one row says so.
func YearExceptions(p *workbook.Plan, rounds []*Ledger, title, stated string, c *templates.Catalogue) *sheet.Sheet {
	w := exceptionWords{newWords(p, c)}
	t := openTable(c.T("tab.year-exceptions"), tableHeadRow, exceptionFields(), c.ReportHeading)
	wide := len(t.fields)
	t.s.Put(sheet.At(tableTitleRow, 1), sheet.Cell{Role: sheet.Title, Value: sheet.Str(title)})
	t.s.Put(sheet.At(tableLineRow, 1), sheet.Cell{Role: sheet.Subtitle, Value: sheet.Str(stated)})
	t.s.Merges = append(t.s.Merges, sheet.Rect(tableTitleRow, 1, tableTitleRow, wide), sheet.Rect(tableLineRow, 1, tableLineRow, wide))
	for _, x := range exceptionsOf(rounds) {
		t.next(sheet.Body)
		w.put(t, &x)
	}
	if t.empty() {
		t.next(sheet.Body)
		t.put("finding", sheet.Str(c.T("exception.none")))
	}
	t.s.Layout.Filter = sheet.Rect(tableHeadRow, 1, t.row, wide)
	// The last column, the cell that a row came from, is not printed: it leads nowhere on paper.
	t.s.Layout.Print = sheet.Print{Landscape: true, FitWidth: true, CenterHorizontally: true, TitleRows: sheet.Span{First: tableTitleRow, Last: tableHeadRow},
		Area: sheet.Rect(1, 1, t.row, wide-1), FooterLeft: "&A", FooterCenter: c.T("print.page")}
	return t.s
}

// what says what an exception is about: the name of the verified field, or the finding's message.
func (k *exceptionWords) what(x *Exception) string {
	if v := x.Verification; v != nil {
		text := k.cat.ChoiceLabel("verified", v.Field)
		if v.Problem != "" {
			text += " " + v.Problem
		}
		return text
	}
	if x.Counted {
		return k.cat.T("exception.counted", "cell", x.Finding.Place.String(), "text", k.message(x.Finding))
	}
	text := k.finding(x.Finding)
	if x.More > 0 {
		text = k.cat.T("exception.more", "text", text, "n", x.More)
	}
	return text
}

// exceptionWords words exceptions.
type exceptionWords struct{ words }

// reported gives what the bureau wrote; empty if it wrote nothing or the errors were only counted.
func (k *exceptionWords) reported(x *Exception) string {
	switch {
	case x.Counted:
		return ""
	case x.Verification == nil:
		return x.Finding.Value
	case x.Reported == nil:
		return ""
	}
	return k.verifiedField(x.Verification.Field, x.Reported)
}

// ReportedAs words what a bureau reported in the field or row that an exception is about, as the sheet of exceptions does.
func ReportedAs(x *Exception, p *workbook.Plan, c *templates.Catalogue) string {
	w := exceptionWords{newWords(p, c)}
	return w.reported(x)
}

// counts gives what counts instead of what was reported; empty if nothing else does.
func (k *exceptionWords) counts(x *Exception) string {
	switch {
	case x.Kind == Verified:
		return x.Verification.Value
	case x.Kind != HeldRow, x.Counted: // nobody knows in which of the task's rows counted errors are
		return ""
	case x.Since.IsZero():
		return k.cat.T("exception.nothing")
	}
	return k.cat.T("exception.carried", "period", k.period(x.Since))
}

// exceptionFields lists the columns of an exception's row.
func exceptionFields() []field {
	return []field{
		{key: "exception", width: 10, align: sheet.AlignCenter}, {key: workbook.ColPeriod, width: 11.5, align: sheet.AlignCenter}, {key: workbook.ColBureau, width: 19},
		{key: workbook.ColTask, width: 10}, {key: workbook.ColTitle, width: 26}, {key: "finding", width: 30},
		{key: "reported", width: 13}, {key: "stands", width: 13}, {key: workbook.ColReason, width: 32},
		{key: workbook.ColApprover, width: 12}, {key: colFrom, width: 36, align: sheet.AlignRun},
	}
}

// put writes an exception into a table's current row.
func (k *exceptionWords) put(t *table, x *Exception) {
	k.putHead(t, x)
	if x.Task != nil {
		t.put(workbook.ColTask, sheet.Str(x.Task.ID))
		t.put(workbook.ColTitle, sheet.Str(x.Task.Title))
		if x.Task.StatusOnly {
			k.putVeiled(t, x)
			return
		}
	}
	t.put("finding", sheet.Str(k.what(x)))
	t.put("reported", sheet.StrOrBlank(k.reported(x)))
	t.put("stands", sheet.StrOrBlank(k.counts(x)))
	t.put(workbook.ColReason, sheet.StrOrBlank(x.Reason))
	t.put(workbook.ColApprover, sheet.StrOrBlank(x.Approver))
	switch {
	case x.Counted:
		t.put(colFrom, sheet.Str(x.Place.File))
	case !x.Place.IsZero():
		t.put(colFrom, sheet.Str(x.Place.File+" "+x.Place.String()))
	}
}

// putHead writes an exception's kind, period and bureau.
func (k *exceptionWords) putHead(t *table, x *Exception) {
	t.put("exception", sheet.Str(k.cat.T("exception."+x.Kind))).Role = exceptionRole(x.Kind)
	if !x.Period.IsZero() {
		t.put(workbook.ColPeriod, sheet.Str(k.period(x.Period)))
	}
	if x.Bureau != nil {
		t.put(workbook.ColBureau, sheet.Str(x.Bureau.Name))
	}
}

// putVeiled writes of an exception on a task that is 仅报状态 only how many others like it, in which file, are not listed.
func (k *exceptionWords) putVeiled(t *table, x *Exception) {
	if x.standsForOthers() {
		t.put("finding", sheet.Str(k.finding(k.veiled(x.Finding))))
		t.put(colFrom, sheet.Str(x.Place.File))
	}
}

// standsForOthers reports whether the exception's finding stands for others like it that are not listed.
func (x *Exception) standsForOthers() bool {
	return x.Finding != nil && x.Finding.Further != nil && !x.Counted
}

func exceptionRole(kind string) sheet.Role {
	if kind == HeldRow {
		return sheet.Alert
	}
	return sheet.Warn
}
