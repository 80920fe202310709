package report

import (
	"slices"
	"strconv"
	"strings"

	"duban/workbook"
	"duban/workbook/sheet"
)

// pressedNamed is the most bureaus that the headline names.
const pressedNamed = 4

// headline says in two sentences how the county stands and who is to act. The first is a formula over the sheets; the second is plain text,
// like the choice of urgent matters.
func (p *page) headline() {
	if p.areaAll == 0 {
		return
	}
	sum := p.l.overall()
	_, _, gap := meanCells(sum)
	places := []string{"tasks", p.overall(colTasks), strconv.Itoa(sum.Tasks)}
	for name, c := range map[string]Class{"done": ClassDone, "overdue": ClassOverdue, "behind": ClassBehind} {
		places = append(places, name, p.overall(classPrefix+c.Key()), strconv.Itoa(sum.Classes[c]))
	}
	if gap.Kind == sheet.Number {
		ref := p.overall(colMeanGap)
		behind, text := p.sentence("report.headline-behind", "gap", "-"+ref, pointsText(-gap.Num))
		ahead, textAhead := p.sentence("report.headline-ahead", "gap", ref, pointsText(gap.Num))
		level := p.c.T("report.headline-level")
		switch {
		case gap.Num > 0:
			text = textAhead
		case gap.Num == 0:
			text = level
		}
		places = append(places, "gap", "IF("+ref+"<0,"+behind+",IF("+ref+">0,"+ahead+","+inQuotes(level)+"))", text)
	} else {
		none := p.c.T("report.headline-uncompared")
		places = append(places, "gap", inQuotes(none), none)
	}
	f, text := p.sentence("report.headline", places...)
	act := p.pressed()
	p.put(p.row, 1, overviewCols, sheet.Cell{Role: sheet.Headline, Formula: f + "&" + inQuotes(act), Value: sheet.Str(text + act)})
	p.s.SetHeight(p.row, 34)
	p.gap(p.row + 1)
}

// pressed names the bureaus that are to act on the most overdue or red matters, with the number of each; more are only counted.
func (p *page) pressed() string {
	counts := map[*workbook.Bureau]int{}
	open := 0
	var order []*workbook.Bureau
	for _, m := range p.matters {
		if m.Urgency != PastDue && m.Urgency != FarBack {
			continue
		}
		if len(m.Act) == 0 {
			open++
		}
		for _, b := range m.Act {
			if counts[b]++; counts[b] == 1 {
				order = append(order, b)
			}
		}
	}
	if len(order) == 0 {
		if open > 0 {
			return p.c.T("report.headline-open", "red", p.lightName(workbook.Red), "n", open)
		}
		return p.c.T("report.headline-nobody", "red", p.lightName(workbook.Red))
	}
	slices.SortStableFunc(order, func(a, b *workbook.Bureau) int { return counts[b] - counts[a] })
	var parts []string
	for _, b := range order[:min(len(order), pressedNamed)] {
		parts = append(parts, p.c.T("report.headline-bureau", "bureau", b.Name, "n", counts[b]))
	}
	return p.c.T("report.headline-act", "red", p.lightName(workbook.Red), "bureaus", strings.Join(parts, p.join()), "more", max(0, len(order)-pressedNamed))
}

// urgent lists the most urgent matters with those who are to act, each with a link to its row in the ledger.
func (p *page) urgent() {
	if p.areaAll == 0 {
		return
	}
	n := min(urgentRows, len(p.matters))
	p.put(p.row, 1, overviewCols, sheet.Cell{Role: sheet.Section})
	head := p.s.Cell(sheet.At(p.row, 1))
	if head.Value = sheet.Str(p.c.T("report.urgent-none")); n > 0 {
		head.Value = sheet.Str(p.c.T("report.urgent", "n", n, "of", len(p.matters)))
		head.Extra = &sheet.Extra{Link: sheet.QuoteName(p.c.T("tab.matters")) + "!A1"}
	}
	p.s.SetHeight(p.row, overviewRow)
	if n == 0 {
		p.row++
		p.put(p.row, 1, overviewCols, sheet.Cell{Role: sheet.Good, Align: sheet.AlignCenter, Value: sheet.Str(p.c.T("report.nothing-urgent"))})
		p.s.SetHeight(p.row, overviewRow)
		p.gap(p.row + 1)
		return
	}
	p.row++
	widths := []int{2, 7, 5, 3, 2, 2, 3}
	keys := []string{workbook.ColTask, workbook.ColTitle, "act", colDeadline, colCompletion, colLight, "urgent-why"}
	line := func(row int, cells []sheet.Cell) {
		at, high := 1, float64(overviewRow)
		for i, w := range widths {
			p.put(row, at, at+w-1, cells[i])
			at += w
			if cells[i].Value.Kind == sheet.Text && sheet.TextWidth(cells[i].Value.Text) > float64(w)*overviewWidth-2 {
				high = overviewTwo
			}
		}
		p.s.SetHeight(row, high)
	}
	heads := make([]sheet.Cell, len(keys))
	for i, key := range keys {
		heads[i] = sheet.Cell{Role: sheet.Heading, Value: sheet.Str(p.heading(key))}
	}
	line(p.row, heads)
	for _, m := range p.matters[:n] {
		p.row++
		line(p.row, p.urgentCells(m))
	}
	at := 1 + widths[0] + widths[1] + widths[2] + widths[3]
	p.s.Layout.Conditionals = append(p.s.Layout.Conditionals, wholePercents(sheet.Rect(p.row-n+1, at, p.row, at)))
	p.colour(p.s, sheet.Rect(p.row-n+1, at+widths[4], p.row, at+widths[4]))
	p.gap(p.row + 1)
}

// urgentTitle gives a task's title, with a mark if the plan calls the task 急办.
func (p *page) urgentTitle(t *workbook.Task) string {
	if t.Urgent {
		return p.c.T("report.urgent-task", "title", t.Title)
	}
	return t.Title
}

func (p *page) urgentCells(m *Matter) []sheet.Cell {
	at := p.taskRow[m.TaskLine]
	cells := []sheet.Cell{
		{Role: sheet.Link, Align: sheet.AlignLeft, Format: sheet.TextFormat, Value: sheet.Str(m.Task.ID), Extra: p.ledger.link(at)},
		{Role: sheet.Body, Align: sheet.AlignLeft, Value: sheet.Str(p.urgentTitle(m.Task))},
		{Role: sheet.Body, Align: sheet.AlignLeft, Value: sheet.Str(p.bureausOrOpen(m.Act, 2))},
		{Role: sheet.Body, Format: sheet.Date, Align: sheet.AlignCenter},
		{Role: sheet.Body, Format: ratioFormat, Align: sheet.AlignCenter},
		{Role: p.lightRole(m.Light), Align: sheet.AlignCenter, Formula: p.ledger.outer(colLight, at), Value: sheet.Str(p.lit(m.Standing))},
		{Role: sheet.Body, Align: sheet.AlignCenter},
	}
	if m.Task.StatusOnly {
		return cells
	}
	if m.Due != 0 {
		cells[3].Formula, cells[3].Value = p.ledger.outer(colDeadline, at), dayOrBlank(m.Due)
	}
	if m.Completion.Ratio.Known {
		cells[4].Formula, cells[4].Value = p.ledger.outer(colCompletion, at), sheet.Num(m.Completion.Ratio.V)
	}
	f, text := p.urgentWhy(m, at)
	cells[6].Role, cells[6].Formula, cells[6].Value = urgencyRole(m.Urgency), f, sheet.Str(text)
	return cells
}

// urgentWhy says briefly why a matter is on the list: the days that it is overdue, the days until it is due, the percentage points that it
// is behind, or that all of it waits to be verified. The formula refers to the ledger's row.
func (p *page) urgentWhy(m *Matter, row int) (formula, text string) {
	day := strconv.Itoa(int(p.l.AsOf))
	due := p.ledger.outer(colDeadline, row)
	switch m.Urgency {
	case Unverified:
		text = p.urgency(m.Urgency)
		return inQuotes(text), text
	case PastDue:
		return p.sentence("urgent-why.past-due", "days", "("+day+"-"+due+")", strconv.Itoa(int(p.l.AsOf-m.Due)))
	case DueSoon:
		if m.Due == p.l.AsOf {
			text = p.c.T("urgent-why.due-today")
			return inQuotes(text), text
		}
		return p.sentence("urgent-why.due-soon", "days", "("+due+"-"+day+")", strconv.Itoa(int(m.Due-p.l.AsOf)))
	}
	return p.sentence("urgent-why.behind", "gap", "ROUND(-"+p.ledger.outer(colGap, row)+",1)", pointsText(round1(-m.Gap.V)))
}
