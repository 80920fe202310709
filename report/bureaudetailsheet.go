package report

import (
	"slices"
	"strconv"

	"duban/workbook"
	"duban/workbook/sheet"
)

// detailShown lists the columns of the ledger's sheet that the details repeat; each cell is a formula that refers to the ledger's own.
func detailShown() []string {
	return []string{workbook.ColRole, colDeadline, colDaysLate, colCompletion, colExpected, colGap, colLight, colClass, workbook.ColStatus}
}

// detailSheet lists under each bureau, in the order of the bureaus' sheet, all tasks that it has a part in: those it answers for, then
// those it supports. The texts on what was done stay in the ledger, one click away, since they would make this sheet long.
func (k *consolidated) detailSheet() *sheet.Sheet {
	t := k.newTable("bureau-details", tableHeadRow, []field{
		{key: workbook.ColBureau, width: max(18, k.linkedWidth)}, {key: workbook.ColTask, width: 9, format: sheet.TextFormat},
		{key: workbook.ColTitle, width: 35 - max(0, k.linkedWidth-mostBureauWidth)}, // so that all fits a portrait page
		{key: workbook.ColRole, width: 8.5, align: sheet.AlignCenter}, {key: colDeadline, width: 11.5, format: sheet.Date, align: sheet.AlignCenter},
		{key: colDaysLate, width: 5, format: sheet.Integer, align: sheet.AlignCenter}, {key: colCompletion, width: 8, format: ratioFormat},
		{key: colExpected, width: 8.5, format: ratioFormat}, {key: colGap, width: 10.5, format: sheet.Points, align: sheet.AlignCenter},
		{key: colLight, width: 8.5, align: sheet.AlignCenter}, {key: workbook.ColStatus, width: 8.5, align: sheet.AlignCenter},
		{key: colClass, width: 8.5, align: sheet.AlignCenter}, {key: workbook.ColTrouble, width: 70},
	})
	k.details, k.detailRow = t, map[*BureauSum]int{}
	t.s.Layout.FreezeCols = 3
	t.s.Layout.SummaryAbove = true
	of := map[*workbook.Bureau][]*Line{}
	for _, answers := range []bool{true, false} {
		for _, line := range k.l.Lines {
			if line.answers() == answers && k.lineRow[line] > 0 {
				of[line.Bureau] = append(of[line.Bureau], line)
			}
		}
	}
	var rows []detailRow
	for _, s := range k.sums {
		lines := of[s.Bureau]
		if len(lines) == 0 {
			continue
		}
		rows = append(rows, detailRow{sum: s})
		k.detailRow[s] = t.head + len(rows)
		for _, line := range lines {
			rows = append(rows, detailRow{line: line})
		}
	}
	t.lay(len(rows), func(i int) {
		if rows[i].line == nil {
			k.detailHead(t, rows[i].sum)
			return
		}
		k.detailLine(t, rows[i].line)
	})
	k.sayFewLinks(t)
	k.colourLights(t)
	s := k.finish(t)
	if s != nil {
		// The columns after the status are not printed: the class follows from the light, and the bureaus' texts, which the ledger has as
		// well, would make the print-out three times as long.
		s.Layout.Print.Landscape = false
		s.Layout.Print.Area = sheet.Rect(1, 1, t.end, t.at[workbook.ColStatus])
	}
	return s
}

// detailRow is either the row that opens a bureau's part, with sum set, or the row of one of its lines, with line set.
type detailRow struct {
	sum  *BureauSum
	line *Line
}

// detailHead opens a bureau's part with its counts and means. Its link leads to the bureau's row of sums, which links back here.
func (k *consolidated) detailHead(t *table, s *BureauSum) {
	t.next(sheet.Total)
	row := k.sumRow[s]
	name := t.put(workbook.ColBureau, sheet.Str(s.Bureau.Name))
	name.Role, name.Extra = sheet.Link, k.bureaus.link(row)
	from := func(key string, n int) []string { return []string{k.bureaus.outer(key, row), strconv.Itoa(n)} }
	var places []string
	for _, p := range []struct {
		name string
		cell []string
	}{
		{"n", from(colTasks, s.Tasks)}, {"done", from(classPrefix+ClassDone.Key(), s.Classes[ClassDone])},
		{"overdue", from(classPrefix+ClassOverdue.Key(), s.Classes[ClassOverdue])}, {"supports", from("supports", s.Supports)},
	} {
		places = append(append(places, p.name), p.cell...)
	}
	f, text := k.sentence("report.detail-head", places...)
	t.compute(workbook.ColTitle, f, sheet.Str(text)).Align = sheet.AlignRun
	done, due, gap := meanCells(s.Tally)
	ratio := func(key, from string, v sheet.Value) {
		if v.Kind == sheet.Number {
			v = sheet.Num(round9(v.Num / 100))
		}
		ref := k.bureaus.outer(from, row)
		t.compute(key, "IF(ISNUMBER("+ref+"),ROUND("+ref+"/100,9),\"—\")", v).Align = sheet.AlignCenter
	}
	ratio(colCompletion, colMeanDone, done)
	ratio(colExpected, colMeanDue, due)
	t.compute(colGap, k.bureaus.outer(colMeanGap, row), gap)
}

func (k *consolidated) detailLine(t *table, line *Line) {
	t.next(sheet.Body)
	t.open.Outline = 1
	row := k.lineRow[line]
	shown := k.ledger.values(row)
	t.put(workbook.ColBureau, sheet.Str(line.Bureau.Name))
	id := t.put(workbook.ColTask, sheet.Str(line.Task.ID))
	id.Role, id.Extra = sheet.Link, k.ledger.link(row)
	t.put(workbook.ColTitle, sheet.Str(line.Task.Title))
	for _, key := range detailShown() {
		src := shown.Cell(k.ledger.at[key])
		if src == nil || src.Value.IsEmpty() || src.Value.Text == "" && src.Value.Kind == sheet.Text {
			continue
		}
		c := t.compute(key, k.ledger.outer(key, row), src.Value)
		if key == colGap && src.Value.Kind == sheet.Number {
			c.Formula, c.Value = "ROUND("+c.Formula+",1)", sheet.Num(round1(src.Value.Num))
		}
		// The ledger sets the task's own row in bold or coloured; the details have neither.
		if !slices.Contains([]sheet.Role{sheet.BodyStrong, sheet.StrongText, sheet.Total, sheet.TotalText}, src.Role) {
			c.Role = src.Role
		}
		if src.Format == sheet.General {
			c.Format = sheet.General
		}
	}
	if e := line.Entry; e != nil && !line.Task.StatusOnly {
		t.put(workbook.ColTrouble, sheet.StrOrBlank(e.Trouble))
	}
}
