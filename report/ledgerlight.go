package report

import (
	"duban/workbook"
	"duban/workbook/sheet"
)

// On the ledger's sheet, class and light are formulas over completion, expectation and deadline. Whoever corrects one of these there sees
// what follows from it, up to the first page. The formulas say the same as classify.

// The columns above which limits writes what the formulas compare with.
const (
	limitDay    = colCountTask
	limitYellow = colCountPart
	limitRed    = colCountArea
	limitAhead  = colCountRole
)

// The values of the column colCountEnd.
const (
	endOpen       = 0
	endFinished   = 1
	endUnassigned = 2
	endUnverified = 3
)

// limits writes the day to judge by and the thresholds above the hidden columns.
func (k *consolidated) limits() {
	s := &k.l.Plan.Settings
	for _, x := range []struct {
		key, name string
		v         float64
	}{
		{limitDay, "as-of-day", float64(k.l.AsOf)},
		// If a plan's yellow begins beyond its red, a task is behind from red on.
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

// ledgerFormulas are the formulas of the ledger's rows, with thisRow for the row's number.
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

// judged fills in class and light of the current row, after its other figures. Whether the row has ended is a formula only if that follows
// from its completion.
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

// fullIsFinished reports whether a task is over once its completion is full. A bound has to be kept to the end, and so have recurring tasks
// and those that indicators measure. A group is finished when its members are.
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

// colourLights colours a table's lights by conditional formats, so that a light which is corrected in the workbook changes its colour too.
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
