package report

import (
	"duban/workbook"
	"duban/workbook/sheet"
)

// Class and light stand in the ledger's sheet as formulas over completion, expectation and deadline, so that whoever
// corrects one of these there sees what follows from it, up to the first page. The formulas are classify's, word for word.

// What the formulas compare with stands above the hidden columns, one a column.
const (
	limitDay    = colCountTask
	limitYellow = colCountPart
	limitRed    = colCountArea
	limitAhead  = colCountRole
)

// What the column colCountEnd says of a row.
const (
	endOpen       = 0
	endFinished   = 1
	endUnassigned = 2
	endUnverified = 3
)

// limits writes day and thresholds above the hidden columns.
func (k *consolidated) limits() {
	s := &k.l.Plan.Settings
	for _, x := range []struct {
		key, name string
		v         float64
	}{
		{limitDay, "as-of-day", float64(k.l.AsOf)},
		// Where a plan has yellow begin after red, red is where being behind begins.
		{limitYellow, "yellow-from", min(s.YellowFrom, s.RedFrom)}, {limitRed, "red-from", s.RedFrom}, {limitAhead, "ahead-from", s.AheadFrom},
	} {
		col := k.ledger.at[x.key]
		k.ledger.s.Put(sheet.At(tableTitleRow, col), sheet.Cell{Role: sheet.Identity, Value: sheet.Str(k.c.T("report." + x.name))})
		k.ledger.s.Put(sheet.At(tableLineRow, col), sheet.Cell{Role: sheet.Identity, Value: sheet.Num(x.v)})
	}
}

func (k *consolidated) limit(key string) string {
	return sheet.At(tableLineRow, k.ledger.at[key]).Abs()
}

// ledgerFormulas are those of the ledger's rows, the same in each but for its number.
type ledgerFormulas struct{ gap, end, endUnverified, class, light, days, ratio, expected string }

func (k *consolidated) ledgerFormulas() ledgerFormulas {
	t := k.ledger
	done, expected := t.here(colCompletion), t.here(colExpected)
	ended, due, gap := t.here(colCountEnd), t.here(colDeadline), t.here(colGap)
	class := func(c Class) string { return inQuotes(k.class(c)) }
	is := func(c Class) string { return t.here(colClass) + "=" + class(c) }
	light := func(l workbook.Light) string { return inQuotes(k.light(l)) }
	return ledgerFormulas{
		gap:           "IF(AND(ISNUMBER(" + done + "),ISNUMBER(" + expected + ")),ROUND((" + done + "-" + expected + ")*100,9),\"\")",
		end:           "IF(ISNUMBER(" + done + "),IF(" + done + ">=1,1,0),0)",
		endUnverified: "IF(ISNUMBER(" + done + "),IF(" + done + ">=1,1,3),3)",
		class: "IF(" + ended + "=2," + class(ClassUnassigned) + ",IF(" + ended + "=1," + class(ClassDone) + ",IF(" + ended + "=3," + class(ClassOther) +
			",IF(AND(ISNUMBER(" + due + ")," + k.limit(limitDay) + ">" + due + ")," + class(ClassOverdue) + ",IF(NOT(ISNUMBER(" + gap + "))," + class(ClassOther) +
			",IF(" + gap + "<=-" + k.limit(limitYellow) + "," + class(ClassBehind) + ",IF(" + gap + ">=" + k.limit(limitAhead) + "," + class(ClassAhead) + "," + class(ClassOnTrack) + ")))))))",
		light: "IF(" + ended + "=3," + inQuotes(k.c.T("light.unverified")) + ",IF(OR(" + is(ClassUnassigned) + "," + is(ClassOther) + ")," + light(workbook.NoLight) + ",IF(" + is(ClassOverdue) + "," + light(workbook.Red) +
			",IF(" + is(ClassBehind) + ",IF(" + gap + "<=-" + k.limit(limitRed) + "," + light(workbook.Red) + "," + light(workbook.Yellow) +
			"),IF(" + is(ClassAhead) + "," + light(workbook.Blue) + "," + light(workbook.Green) + ")))))",
		days:     "IF(AND(" + ended + "<>1,ISNUMBER(" + due + ")," + k.limit(limitDay) + ">" + due + ")," + k.limit(limitDay) + "-" + due + ",\"\")",
		ratio:    "IF(ISNUMBER(" + done + "),MIN(1," + done + "),\"\")",
		expected: "IF(AND(ISNUMBER(" + t.here(colCountRatio) + "),ISNUMBER(" + expected + "))," + expected + "," + t.here(colCountRatio) + ")",
	}
}

// judged fills class and light of the row last opened, whose other figures are there.
func (k *consolidated) judged(task *workbook.Task, c workbook.Completion, s Standing) {
	t := k.ledger
	end := endOpen
	switch {
	case s.Class == ClassUnassigned:
		end = endUnassigned
	case c.Finished:
		end = endFinished
	case s.Unverified():
		end = endUnverified
	}
	follows := fullIsFinished(task) && c.Finished == (c.Ratio.Known && c.Ratio.V >= 1)
	switch {
	case follows && end == endUnverified:
		t.compute(colCountEnd, k.formulas.endUnverified, sheet.Int(end))
	case follows && end != endUnassigned:
		t.compute(colCountEnd, k.formulas.end, sheet.Int(end))
	default:
		t.put(colCountEnd, sheet.Int(end))
	}
	t.compute(colClass, k.formulas.class, sheet.Str(k.class(s.Class)))
	t.compute(colLight, k.formulas.light, sheet.Str(k.lit(s)))
}

// fullIsFinished reports whether a task is over once its completion is full: a bound is to be kept to the end, and so are
// what recurs and what indicators measure.
func fullIsFinished(t *workbook.Task) bool {
	if workbook.IsBound(t.Direction) || t.ByGroup() {
		return false
	}
	switch t.Measure {
	case workbook.Deliverable, workbook.Quantity, workbook.Staged, workbook.Project, workbook.Rectification:
		return true
	}
	return false
}

// colourLights colours a table's column of lights by what stands in its cells, as a corrected light must not keep its
// old colour.
func (k *consolidated) colourLights(t *table) {
	if t.empty() {
		return
	}
	k.colour(t.s, sheet.Rect(t.head+1, t.at[colLight], t.end, t.at[colLight]))
}

func (k *consolidated) colour(s *sheet.Sheet, r sheet.Range) {
	for _, l := range append(lights(), workbook.NoLight) {
		s.Layout.Conditionals = append(s.Layout.Conditionals, sheet.Conditional{
			Range: r, Formula: r.First.String() + "=" + inQuotes(k.light(l)), Role: k.lightRole(l),
		})
	}
}
