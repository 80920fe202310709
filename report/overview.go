package report

import (
	"strconv"

	"duban/workbook"
	"duban/workbook/sheet"
)

// The overview is a grid of narrow columns, so that tables with different columns can stand side by side. It is one page of A4 in portrait,
// like the papers that leaders are handed, and like a phone. The links to other sheets stand to the right of the page and are not printed.
const (
	overviewCols  = 24
	overviewWidth = 5.8  // the width of a column in characters
	overviewRow   = 15.5 // the height in points of a row with one line
	overviewTwo   = 28   // and of a row with two
	cardCols      = 4
	// classCols is the number of columns of the table of classes. One column is free between it and the table of areas.
	classCols = 7
	// besideCol is the first column of the list of sheets.
	besideCol = overviewCols + 2
	// urgentRows is the most urgent matters that the page has room for.
	urgentRows = 10
	bestRows   = 3
	lastRows   = 2
)

// page is the overview being laid out.
type page struct {
	*consolidated
	s   *sheet.Sheet
	row int
	// classRow is the first row of the table of the classes.
	classRow int
}

// overview lays out the first sheet: all that a leader reads, on one printed page. sheets are the others, nil for those left out.
func (k *consolidated) overview(sheets []*sheet.Sheet) *sheet.Sheet {
	p := &page{consolidated: k, s: &sheet.Sheet{Name: k.c.T("tab.overview")}, row: 1}
	p.s.Layout = &sheet.Layout{
		Columns: []sheet.ColumnLayout{
			{First: 1, Last: overviewCols, Width: overviewWidth}, {First: besideCol - 1, Last: besideCol - 1, Width: 3},
			{First: besideCol, Last: besideCol, Width: 20}, {First: besideCol + 1, Last: besideCol + 1, Width: 52},
		},
		Tab: sheet.Title, Print: k.print(sheet.Span{}),
	}
	p.s.Layout.Print.Landscape = false
	p.s.Layout.Print.FitHeight, p.s.Layout.Print.CenterHorizontally = true, true
	p.put(1, 1, overviewCols, sheet.Cell{Role: sheet.Title, Value: sheet.Str(k.title)})
	p.s.SetHeight(1, 30)
	p.put(2, 1, overviewCols, sheet.Cell{Role: sheet.Subtitle, Value: sheet.Str(k.basis())})
	p.s.SetHeight(2, overviewRow)
	p.gap(3)
	p.headline()
	p.cards()
	p.firstBand()
	p.urgent()
	p.charts()
	p.bureauLights()
	p.places()
	p.lines()
	p.s.Layout.Print.Area = sheet.Rect(1, 1, p.row-1, overviewCols)
	p.beside(sheets)
	return p.s
}

// put sets a cell that spans the columns first to last. The cells that it covers have its role too, so that its border has no gaps.
func (p *page) put(row, first, last int, c sheet.Cell) *sheet.Cell {
	for col := last; col > first; col-- {
		p.s.Put(sheet.At(row, col), sheet.Cell{Role: c.Role})
	}
	if last > first {
		p.s.Merges = append(p.s.Merges, sheet.Rect(row, first, row, last))
	}
	return p.s.Put(sheet.At(row, first), c)
}

// gap makes a row low and continues below it.
func (p *page) gap(row int) {
	p.s.SetHeight(row, 6)
	p.row = row + 1
}

// overall refers to a cell of the sums over all areas; empty if the round has no tasks.
func (p *page) overall(key string) string {
	if p.areaAll == 0 {
		return ""
	}
	return p.areas.outer(key, p.areaAll)
}

// percentFormula makes text of a cell with per cents, "46.5%"; a dash if it holds no number.
func percentFormula(ref string) string { return "IF(ISNUMBER(" + ref + ")," + ref + "&\"%\",\"—\")" }

// cards lays out the key figures, each with a label above and a note below it.
func (p *page) cards() {
	sum := p.l.overall()
	first := p.row
	card, noteHigh := 0, float64(overviewRow)
	put := func(key string, figure, note sheet.Cell, tab *table) {
		c1 := card*cardCols + 1
		c2 := c1 + cardCols - 1
		card++
		label := sheet.Cell{Role: sheet.Label, Align: sheet.AlignCenter, Value: sheet.Str(p.c.T("card."+key, "red", p.lightName(workbook.Red), "yellow", p.lightName(workbook.Yellow)))}
		if tab != nil && !tab.empty() {
			label.Extra = &sheet.Extra{Link: sheet.QuoteName(tab.s.Name) + "!A1"}
		}
		p.put(first, c1, c2, label)
		figure.Role = sheet.Figure
		p.put(first+1, c1, c2, figure)
		note.Role, note.Align = sheet.Caption, sheet.AlignCenter
		if sheet.TextWidth(note.Value.Text) > cardCols*overviewWidth {
			noteHigh = overviewTwo
		}
		p.put(first+2, c1, c2, note)
	}
	note := func(id string, places ...string) sheet.Cell {
		f, text := p.sentence(id, places...)
		return sheet.Cell{Formula: f, Value: sheet.Str(text)}
	}
	if p.areaAll == 0 {
		put("tasks", sheet.Cell{Value: sheet.Int(0)}, sheet.Cell{Value: sheet.Str(p.c.T("report.no-tasks"))}, nil)
		p.gap(first + 3)
		return
	}
	class := func(c Class) (string, int) { return p.overall(classPrefix + c.Key()), sum.Classes[c] }
	figure := func(c Class) sheet.Cell {
		f, n := class(c)
		return sheet.Cell{Format: sheet.Integer, Formula: f, Value: sheet.Int(n)}
	}
	unassigned, un := class(ClassUnassigned)
	behind, bn := class(ClassBehind)
	total := p.overall(colTasks)
	put("tasks", sheet.Cell{Format: sheet.Integer, Formula: total, Value: sheet.Int(sum.Tasks)}, note("card.tasks-note", "n", unassigned, strconv.Itoa(un)), p.ledger)
	put("done", figure(ClassDone), note("card.done-note", "share", "ROUND(100*"+p.overall(classPrefix+ClassDone.Key())+"/"+total+",1)",
		pointsText(round1(100*float64(sum.Classes[ClassDone])/float64(max(1, sum.Tasks))))), p.ledger)
	put("overdue", figure(ClassOverdue), note("card.overdue-note", "n", behind, strconv.Itoa(bn)), p.ledger)
	done, due, gap := meanCells(sum)
	ref := p.overall(colMeanDone)
	mean := "—"
	if sum.Completion.Known {
		mean = done.String() + "%"
	}
	meanNote := sheet.Cell{Value: sheet.Str(p.c.T("card.mean-none"))}
	if sum.Completion.Known {
		meanNote = note("card.mean-note", "expected", p.overall(colMeanDue), due.String(), "gap", p.overall(colMeanGap), gap.String())
	}
	put("mean", sheet.Cell{Formula: percentFormula(ref), Value: sheet.Str(mean)}, meanNote, p.areas)
	red, yellow := p.overall(lightPrefix+lightKey(workbook.Red)), p.overall(lightPrefix+lightKey(workbook.Yellow))
	put("warned", sheet.Cell{Format: sheet.Integer, Formula: red + "+" + yellow, Value: sheet.Int(sum.Lights[workbook.Red] + sum.Lights[workbook.Yellow])},
		note("card.warned-note", "reds", inQuotes(p.lightName(workbook.Red)), p.lightName(workbook.Red), "yellows", inQuotes(p.lightName(workbook.Yellow)), p.lightName(workbook.Yellow), "red", red, strconv.Itoa(sum.Lights[workbook.Red]), "yellow", yellow, strconv.Itoa(sum.Lights[workbook.Yellow])), p.areas)
	if r := p.l.Register; r != nil && p.register != nil {
		at := func(key string) string { return sheet.QuoteName(p.register.s.Name) + "!" + p.counts[key].Abs() }
		rate := "—"
		if a := r.Rate(); a.Known {
			rate = percentText(a.V)
		}
		put("rate", sheet.Cell{Formula: percentFormula(at(sumRate)), Value: sheet.Str(rate)},
			note("card.rate-note", "expected", at(sumExpected), strconv.Itoa(r.Expected()), "received", at(sumReceived), strconv.Itoa(r.Received())), p.register)
	}
	p.s.SetHeight(first, overviewRow)
	p.s.SetHeight(first+1, 32)
	p.s.SetHeight(first+2, noteHigh)
	p.gap(first + 3)
}
