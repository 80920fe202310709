package report

import (
	"duban/workbook"
	"duban/workbook/sheet"
)

// firstBand sets tasks by class, with their doughnut, beside the areas.
func (p *page) firstBand() {
	if p.areaAll == 0 {
		return
	}
	first := p.row
	p.put(first, 1, classCols, sheet.Cell{Role: sheet.Section, Value: sheet.Str(p.c.T("report.by-class"))})
	p.put(first, classCols+doughnutCols+1, overviewCols, p.sectionLink("report.by-area", p.areas))
	last := max(p.classTable(first+1), p.areaTable(first+1, classCols+doughnutCols+1))
	for r := first; r <= last; r++ {
		p.s.SetHeight(r, overviewRow)
	}
	p.s.SetHeight(first+1, overviewTwo)
	p.doughnut(first, first+1+len(Classes()), last)
	p.row = last + 2
}

func (p *page) sectionLink(id string, t *table) sheet.Cell {
	c := sheet.Cell{Role: sheet.Section, Value: sheet.Str(p.c.T(id))}
	if t != nil {
		c.Extra = &sheet.Extra{Link: sheet.QuoteName(t.s.Name) + "!A1"}
	}
	return c
}

func (p *page) head(row, first, last int, text string) {
	p.put(row, first, last, sheet.Cell{Role: sheet.Heading, Value: sheet.Str(text)})
}

// classTable counts tasks by class; the shares are made to sum to 100 in the formulas as well.
func (p *page) classTable(row int) int {
	sum := p.l.Overall()
	p.head(row, 1, 3, p.heading(colClass))
	p.head(row, 4, 5, p.c.T("report.items"))
	p.head(row, 6, classCols, p.c.T("report.share"))
	first := row + 1
	counts := make([]int, len(Classes()))
	for i, c := range Classes() {
		counts[i] = sum.Classes[c]
	}
	shares := Shares(counts)
	all := sheet.Rect(first, 4, first+len(counts)-1, 4).Abs()
	share := 0.0
	for i, c := range Classes() {
		row++
		p.put(row, 1, 3, sheet.Cell{Role: sheet.Body, Value: sheet.Str(p.class(c))})
		p.put(row, 4, 5, sheet.Cell{Role: sheet.BodyStrong, Format: sheet.Integer, Align: sheet.AlignCenter, Formula: p.overall(classPrefix + c.Key()), Value: sheet.Int(counts[i])})
		p.put(row, 6, classCols, sheet.Cell{Role: sheet.Body, Format: sheet.Points, Align: sheet.AlignCenter, Formula: shareFormula(all, first, row), Value: sheet.Num(shares[i])})
		share += shares[i]
	}
	row++
	p.put(row, 1, 3, sheet.Cell{Role: sheet.Total, Value: sheet.Str(p.c.T("report.total"))})
	p.put(row, 4, 5, sheet.Cell{Role: sheet.Total, Format: sheet.Integer, Align: sheet.AlignCenter, Formula: "SUM(" + all + ")", Value: sheet.Int(sum.Tasks)})
	p.put(row, 6, classCols, sheet.Cell{Role: sheet.Total, Format: sheet.Points, Align: sheet.AlignCenter,
		Formula: "ROUND(SUM(" + sheet.Rect(first, 6, row-1, 6).Abs() + "),1)", Value: sheet.Num(round1(share))})
	return row
}

// pixels is how high the rows from first to last are, as charts measure it.
func (p *page) pixels(first, last int) int {
	points := 0.0
	for r := first; r <= last; r++ {
		if row := p.s.Row(r); row != nil && row.Height > 0 {
			points += row.Height
		} else {
			points += overviewRow
		}
	}
	return int(points * 96 / 72)
}

// doughnut shows the table of the classes, which ends in row end, beside it.
func (p *page) doughnut(first, end, last int) {
	name := sheet.QuoteName(p.s.Name)
	p.s.Layout.Charts = append(p.s.Layout.Charts, sheet.Chart{
		Type: sheet.DoughnutChart, Title: p.c.T("report.chart-classes"), At: sheet.At(first, classCols+1),
		Width: (doughnutCols - 1) * columnPixels, Height: p.pixels(first, last),
		Series: []sheet.Series{{
			Name:       name + "!" + sheet.At(first+1, 4).Abs(),
			Categories: name + "!" + sheet.Rect(first+2, 1, end, 1).Abs(),
			Values:     name + "!" + sheet.Rect(first+2, 4, end, 4).Abs(),
			Points:     classPoints(),
		}},
	})
}

func classPoints() []sheet.Role {
	return []sheet.Role{sheet.Title, sheet.LightBlue, sheet.LightGreen, sheet.LightYellow, sheet.LightRed, sheet.Muted, sheet.HeadingCheck}
}

// shareFormula is the largest remainder in one cell: the tenths of a per cent that are full, and one more for those with
// the largest remainders, the first of equals first.
func shareFormula(all string, first, row int) string {
	n := sheet.At(row, 4).Abs()
	total := "SUM(" + all + ")"
	rest := func(cells string) string { return "MOD(" + cells + "*1000," + total + ")" }
	before := "0"
	if row > first {
		before = "SUMPRODUCT(--(" + rest(sheet.Rect(first, 4, row-1, 4).Abs()) + "=" + rest(n) + "))"
	}
	place := "SUMPRODUCT(--(" + rest(all) + ">" + rest(n) + "))+" + before
	return "IF(" + total + "=0,0,ROUND((INT(" + n + "*1000/" + total + ")+IF(" + place + "<1000-SUMPRODUCT(INT(" + all + "*1000/" + total + ")),1,0))/10,1))"
}

// areaTable repeats the sums by area, each cell leading on from the sheet of the areas.
func (p *page) areaTable(row, col int) int {
	t := p.areas
	type part struct {
		key   string
		width int
		text  string
		role  sheet.Role
	}
	parts := []part{
		{workbook.ColArea, 3, p.heading(workbook.ColArea), sheet.Heading}, {colTasks, 1, p.c.T("report.tasks-short"), sheet.Heading},
		{classPrefix + ClassDone.Key(), 1, p.c.T("report.done-short"), sheet.Heading}, {classPrefix + ClassOverdue.Key(), 1, p.c.T("report.overdue-short"), sheet.Heading},
		{colMeanDone, 2, p.heading(colMeanDone), sheet.Heading}, {colMeanDue, 2, p.heading(colMeanDue), sheet.Heading}, {colMeanGap, 2, p.heading(colMeanGap), sheet.Heading},
	}
	for _, l := range lights() {
		parts = append(parts, part{lightPrefix + lightKey(l), 1, p.c.T("lightsign." + lightKey(l)), lightRole(l)})
	}
	at := col
	for _, x := range parts {
		p.put(row, at, at+x.width-1, sheet.Cell{Role: x.role, Align: sheet.AlignCenter, Value: sheet.Str(x.text)})
		at += x.width
	}
	rows := make([]int, 0, len(p.areaSums)+1)
	for r := t.head + 1; r <= p.areaAll; r++ {
		rows = append(rows, r)
	}
	for _, from := range rows {
		row++
		role := sheet.Body
		if from == p.areaAll {
			role = sheet.Total
		}
		at := col
		for _, x := range parts {
			src := t.s.Cell(sheet.At(from, t.at[x.key]))
			c := sheet.Cell{Role: role, Format: src.Format, Align: sheet.AlignCenter, Value: src.Value, Formula: t.outer(x.key, from)}
			if x.key == workbook.ColArea {
				c.Formula, c.Align = "", sheet.AlignLeft
				if role == sheet.Body {
					c.Role, c.Extra = sheet.Link, t.link(from)
				}
			}
			if x.key == colMeanGap && src.Value.Kind == sheet.Number && src.Value.Num <= -p.l.Plan.Settings.YellowFrom {
				c.Role = sheet.Warn
			}
			p.put(row, at, at+x.width-1, c)
			at += x.width
		}
	}
	return row
}

// secondBand sets completion against time by area beside the most urgent matters.
func (p *page) secondBand() {
	if p.areaAll == 0 {
		return
	}
	first := p.row
	last := p.urgent(first, chartCols+1)
	last = max(last, first+urgentRows+1)
	t := p.areas
	rows := t.head + len(p.areaSums)
	ch := sheet.Chart{
		Type: sheet.ColumnChart, Title: p.c.T("report.chart-pace"), At: sheet.At(first, 1), Width: chartCols*columnPixels - columnPixels/2,
		Height: p.pixels(first, last), AxisMax: 100, AxisUnit: "%",
	}
	for _, s := range []struct {
		key  string
		role sheet.Role
	}{{colMeanDone, sheet.LightBlue}, {colMeanDue, sheet.Muted}} {
		ch.Series = append(ch.Series, sheet.Series{
			Name: p.outerHead(t, t.at[s.key]), Categories: p.consolidated.rows(t, t.at[workbook.ColArea], rows), Values: p.consolidated.rows(t, t.at[s.key], rows), Role: s.role,
		})
	}
	p.s.Layout.Charts = append(p.s.Layout.Charts, ch)
	p.row = last + 2
}

// urgent lists the most urgent matters with who is to act, each leading to its row in the ledger.
func (p *page) urgent(row, col int) int {
	p.put(row, col, overviewCols, sheet.Cell{Role: sheet.Section, Value: sheet.Str(p.c.T("report.urgent", "n", min(urgentRows, len(p.matters)), "of", len(p.matters)))})
	p.s.SetHeight(row, overviewRow)
	row++
	widths := []int{2, 7, 4, 2, 1, 2, 2}
	keys := []string{workbook.ColTask, workbook.ColTitle, "act", colDeadline, colCompletion, colLight, colDaysLate}
	line := func(row int, cells []sheet.Cell) {
		at := col
		for i, w := range widths {
			p.put(row, at, at+w-1, cells[i])
			at += w
		}
	}
	heads := make([]sheet.Cell, len(keys))
	for i, key := range keys {
		heads[i] = sheet.Cell{Role: sheet.Heading, Value: sheet.Str(p.heading(key))}
	}
	heads[4].Value = sheet.Str(p.c.T("report.completion-short"))
	line(row, heads)
	p.s.SetHeight(row, overviewRow)
	for _, m := range p.matters[:min(urgentRows, len(p.matters))] {
		row++
		at := p.taskRow[m.TaskLine]
		cells := []sheet.Cell{
			{Role: sheet.Link, Format: sheet.TextFormat, Value: sheet.Str(m.Task.ID), Extra: p.ledger.link(at)},
			{Role: sheet.Body, Value: sheet.Str(m.Task.Title)},
			{Role: sheet.Body, Value: sheet.Str(p.bureausOrOpen(m.Act, 2))},
			{Role: sheet.Body, Format: sheet.Date, Align: sheet.AlignCenter},
			{Role: sheet.Body, Format: ratioFormat, Align: sheet.AlignCenter},
			{Role: lightRole(m.Light), Align: sheet.AlignCenter, Formula: p.ledger.outer(colLight, at), Value: sheet.Str(p.light(m.Light))},
			{Role: sheet.Body, Format: sheet.Integer, Align: sheet.AlignCenter},
		}
		if !m.Task.StatusOnly {
			if m.Due != 0 {
				cells[3].Formula, cells[3].Value = p.ledger.outer(colDeadline, at), dayOrBlank(m.Due)
			}
			if m.Completion.Ratio.Known {
				cells[4].Formula, cells[4].Value = p.ledger.outer(colCompletion, at), sheet.Num(m.Completion.Ratio.V)
			}
			if m.DaysLate.Known && m.DaysLate.V > 0 {
				cells[6].Role, cells[6].Formula, cells[6].Value = sheet.Alert, p.ledger.outer(colDaysLate, at), sheet.Num(m.DaysLate.V)
			}
		}
		line(row, cells)
		p.s.SetHeight(row, overviewRow)
		for i, c := range cells {
			if c.Value.Kind == sheet.Text && textWidth(c.Value.Text) > float64(widths[i])*overviewWidth {
				p.s.SetHeight(row, overviewTwo)
			}
		}
	}
	if n := min(urgentRows, len(p.matters)); n > 0 {
		at := col + widths[0] + widths[1] + widths[2] + widths[3]
		p.s.Layout.Conditionals = append(p.s.Layout.Conditionals, wholePercents(sheet.Rect(row-n+1, at, row, at)))
	} else {
		row++
		p.put(row, col, overviewCols, sheet.Cell{Role: sheet.Good, Align: sheet.AlignCenter, Value: sheet.Str(p.c.T("report.nothing-urgent"))})
	}
	return row
}
