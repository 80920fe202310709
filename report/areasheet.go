package report

import (
	"strconv"

	"duban/workbook"
	"duban/workbook/sheet"
)

// Keys of the columns that the sums by area and by bureau share. A count by class or light has the prefix and the key of the class or
// light.
const (
	colTasks    = "tasks"
	colMeanDone = "mean-completion"
	colMeanDue  = "mean-expected"
	colMeanGap  = "mean-gap"
	colMean     = "count-mean" // hidden: the mean to nine decimals, which ranks the bureaus
	classPrefix = "class:"
	lightPrefix = "light:"
	chartPrefix = "chart:" // hidden: the data of the overview's chart of bureaus, in the chart's order
)

// tallyFields lists the columns of a Tally.
func (k *consolidated) tallyFields() []field {
	out := []field{{key: colTasks, width: 8, format: sheet.Integer, align: sheet.AlignCenter}}
	for _, c := range Classes() {
		out = append(out, field{key: classPrefix + c.Key(), width: 8, format: sheet.Integer, align: sheet.AlignCenter})
	}
	out = append(out,
		field{key: colMeanDone, width: 16, format: sheet.Points, align: sheet.AlignRight},
		field{key: colMeanDue, width: 9, format: sheet.Points, align: sheet.AlignCenter},
		field{key: colMeanGap, width: 12.5, format: sheet.Points, align: sheet.AlignCenter},
	)
	for _, l := range lights() {
		out = append(out, field{key: lightPrefix + lightKey(l), width: 8, format: sheet.Integer, align: sheet.AlignCenter})
	}
	return out
}

// nameTallyHeads overwrites the headings of classes and lights with the words that the ledger's cells show: formulas compare the two.
func (k *consolidated) nameTallyHeads(t *table) {
	for _, c := range Classes() {
		t.s.Cell(sheet.At(t.head, t.at[classPrefix+c.Key()])).Value = sheet.Str(k.class(c))
	}
	for _, l := range lights() {
		cell := t.s.Cell(sheet.At(t.head, t.at[lightPrefix+lightKey(l)]))
		cell.Value, cell.Role = sheet.Str(k.light(l)), k.lightRole(l)
	}
}

// tally fills a Tally's columns with formulas over the ledger and the values of sum. where selects the ledger's rows, as arguments of
// COUNTIFS.
func (k *consolidated) tally(t *table, sum Tally, where string) {
	L := k.ledger
	count := func(key, column, label string, n int) {
		head := sheet.At(t.head, t.at[key])
		crit := criterion(label, sheet.ColName(head.Col)+"$"+strconv.Itoa(head.Row))
		t.compute(key, "COUNTIFS("+where+","+L.span(column)+","+crit+")", sheet.Int(n))
	}
	t.compute(colTasks, "COUNTIFS("+where+")", sheet.Int(sum.Tasks))
	for _, c := range Classes() {
		count(classPrefix+c.Key(), colCountClass, k.class(c), sum.Classes[c])
	}
	for _, l := range lights() {
		count(lightPrefix+lightKey(l), colLight, k.light(l), sum.Lights[l])
	}
	done, due, gap := meanCells(sum)
	t.compute(colMeanDone, k.meanFormula(colCountRatio, where), done)
	t.compute(colMeanDue, k.meanFormula(colCountDue, where), due)
	t.compute(colMeanGap, gapFormula(t.ref(colMeanDone), t.ref(colMeanDue)), gap)
}

// meanFormula gives the formula of a mean over the ledger, in per cent with one decimal; a dash if nothing is compared.
func (k *consolidated) meanFormula(column, where string) string {
	L := k.ledger
	return "IF(COUNTIFS(" + where + "," + L.span(colCountRatio) + ",\">=0\")=0,\"—\",ROUND(100*ROUND(AVERAGEIFS(" + L.span(column) + "," + where + "," +
		L.span(colCountRatio) + ",\">=0\"),9),1))"
}

// gapFormula subtracts the figures as they are shown, so that a reader who subtracts them gets the same result.
func gapFormula(done, due string) string {
	return "IF(ISNUMBER(" + done + "),ROUND(" + done + "-" + due + ",1),\"—\")"
}

// meanCells gives a Tally's mean completion and expectation in per cent and their gap in percentage points, each with one decimal; dashes
// if nothing is compared.
func meanCells(t Tally) (done, due, gap sheet.Value) {
	if !t.Completion.Known {
		return sheet.Str("—"), sheet.Str("—"), sheet.Str("—")
	}
	d, e := round1(t.Completion.V*100), round1(t.Expected.V*100)
	return sheet.Num(d), sheet.Num(e), sheet.Num(round1(d - e))
}

// areaSheet has a row of sums for each area, and one for all areas at the end, with a chart of the lights below.
func (k *consolidated) areaSheet() *sheet.Sheet {
	t := k.newTable("areas", tableHeadRow, append([]field{{key: workbook.ColArea, width: 18}}, k.tallyFields()...))
	k.areas, k.areaRow, k.areaSums = t, map[string]int{}, k.l.byArea()
	k.nameTallyHeads(t)
	L := k.ledger
	for _, a := range k.areaSums {
		t.next(sheet.Body)
		name := k.area(a.Area)
		k.areaRow[a.Area] = t.row
		t.put(workbook.ColArea, sheet.Str(name))
		k.tally(t, a.Tally, L.span(colCountTask)+",1,"+L.span(colCountArea)+","+criterion(name, t.ref(workbook.ColArea)))
	}
	if t.empty() {
		return k.finish(t)
	}
	last := t.row
	t.s.Layout.Bars = append(t.s.Layout.Bars, sheet.Bar{Range: sheet.Rect(t.head+1, t.at[colMeanDone], last, t.at[colMeanDone]), Max: 100, Role: sheet.Total})
	t.next(sheet.Total)
	k.areaAll = t.row
	t.put(workbook.ColArea, sheet.Str(k.c.T("report.total")))
	k.tally(t, k.l.overall(), L.span(colCountTask)+",1")
	s := k.finish(t)
	// The filter leaves the total out, so that it stays at the bottom.
	s.Layout.Filter = sheet.Rect(t.head, 1, last, len(t.fields))
	note := t.row + 1
	s.Put(sheet.At(note, 1), sheet.Cell{Role: sheet.Guide, Value: sheet.Str(k.c.T("report.means-note"))})
	s.Merges = append(s.Merges, sheet.Rect(note, 1, note, len(t.fields)))
	ch := k.stackedLights(t, "chart-lights", workbook.ColArea, len(k.areaSums), sheet.At(note+2, 1))
	longest := 0
	for _, a := range k.areaSums {
		longest = max(longest, a.lit())
	}
	ch.AxisStep = lightStep(longest)
	ch.To = sheet.At(note+5+max(chartHigh, len(k.areaSums)), len(t.fields))
	s.Layout.Charts = append(s.Layout.Charts, ch)
	s.Layout.Print.Area = sheet.Rect(1, 1, ch.To.Row, len(t.fields))
	return s
}

// lightStep gives the distance of the marks on an axis that counts lights: 1 if the longest bar is short, since programs would put marks
// between whole numbers, or else 0, which leaves it to the program.
func lightStep(longest int) float64 {
	const few = 5
	if longest > few {
		return 0
	}
	return 1
}

// stackedLights charts the counts of lights in a table's first n rows; title is a message id after "report.", name the column of labels.
func (k *consolidated) stackedLights(t *table, title, name string, n int, at sheet.Ref) sheet.Chart {
	last := t.head + n
	ch := sheet.Chart{Type: sheet.StackedBarChart, Title: k.c.T("report." + title), At: at, AxisUnit: k.c.T("report.items")}
	for _, l := range lights() {
		col := t.at[lightPrefix+lightKey(l)]
		ch.Series = append(ch.Series, sheet.Series{
			Name: k.outerHead(t, col), Categories: k.rows(t, t.at[name], last), Values: k.rows(t, col, last), Role: k.lightRole(l),
		})
	}
	return ch
}

func (k *consolidated) outerHead(t *table, col int) string {
	return sheet.QuoteName(t.s.Name) + "!" + sheet.At(t.head, col).Abs()
}

func (k *consolidated) rows(t *table, col, last int) string {
	return sheet.QuoteName(t.s.Name) + "!" + sheet.Rect(t.head+1, col, last, col).Abs()
}
