package templates

import (
	"fmt"

	"duban/workbook"
	"duban/workbook/formula"
	"duban/workbook/sheet"
)

// entryGrid holds the entries of a sheet while they are laid out; each row is as wide as the form.
type entryGrid struct {
	*layout
	of     *TemplateSheet
	form   *workbook.Form
	last   int             // row of the sheet
	values [][]sheet.Value // the value in each cell, or what its formula gives
	cells  []sheet.Cell    // of all rows, one after the other
}

// entries writes the entries with their computed columns and self-checks, and the values that the formulas give.
func (l *layout) entries(s *sheet.Sheet, ts *TemplateSheet, last int) error {
	n, width := last-firstRow+1, len(ts.Form.Columns)
	g := &entryGrid{layout: l, of: ts, form: ts.Form, last: last, values: make([][]sheet.Value, n), cells: make([]sheet.Cell, n*width)}
	all := make([]sheet.Value, n*width)
	for i := range g.values {
		g.values[i] = all[i*width : (i+1)*width]
		s.Rows = append(s.Rows, sheet.Row{N: firstRow + i, Cells: g.cells[i*width : (i+1)*width : (i+1)*width]})
		if i < len(ts.Rows) {
			for j := range ts.Form.Columns {
				g.values[i][j] = ts.Rows[i].Cells[ts.Form.Columns[j].Key]
			}
			if id := ts.Rows[i].ID; id != "" {
				l.rowIDs = append(l.rowIDs, rowID{ts.Form.Key, firstRow + i, id})
			}
		}
	}
	check := checkSpan{sheet: s.Name, rows: len(ts.Rows)}
	for j := range ts.Form.Columns {
		col := &ts.Form.Columns[j]
		switch {
		case col.Key == workbook.ColCheck:
			if n > 0 {
				check.cells = sheet.Rect(firstRow, j+1, last, j+1)
			}
		case col.Filled == workbook.Computed:
			if err := g.computed(j, col); err != nil {
				return fmt.Errorf("column %s: %w", col.Heading, err)
			}
		default:
			for i := range g.values {
				g.put(i, j, sheet.Cell{Role: l.role(ts, i, col), Format: numberFormat(col), Align: alignOf(col), Value: g.values[i][j]})
			}
		}
	}
	if !check.cells.IsZero() {
		var err error
		if check.open, err = g.checked(check.cells.First.Col - 1); err != nil {
			return fmt.Errorf("self-check: %w", err)
		}
		g.check(ts.Form).colour(s, check.cells)
	}
	l.checks = append(l.checks, check)
	return nil
}

func (g *entryGrid) put(i, j int, c sheet.Cell) {
	c.Col = j + 1
	g.cells[i*len(g.form.Columns)+j] = c
}

// computed fills a column that the form works out.
func (g *entryGrid) computed(j int, col *workbook.Column) error {
	e, err := formula.Parse(col.Formula)
	if err != nil {
		return err
	}
	for i := range g.values {
		text, err := e.Render(gridRefs{form: g.form, row: firstRow + i, first: firstRow, last: g.last})
		if err != nil {
			return err
		}
		g.values[i][j] = e.Eval(gridEnv{form: g.form, rows: g.values, row: i})
		g.put(i, j, sheet.Cell{Role: sheet.Check, Format: numberFormat(col), Align: alignOf(col), Value: g.values[i][j], Formula: text})
	}
	return nil
}

// checked fills the column of the self-check, once all others are filled, and counts the rows in which it says something.
func (g *entryGrid) checked(j int) (open int, err error) {
	check := g.check(g.form)
	for i := range g.values {
		// A row of the bureau's own (a new problem, an entry in a list) and one that may stay blank ask for nothing while they are blank.
		of, most := asked{any: i < len(g.of.Rows) && g.form.Key != workbook.FormProblems, rising: true}, workbook.Amount{}
		if i < len(g.of.Rows) {
			row := g.of.Rows[i]
			of.any = of.any && !row.Optional
			t := g.t.Plan.Task(row.ID)
			of.figure, of.rising, of.percent, most = row.Figure, t == nil || !t.MayFall(), row.Percent, row.Most
		}
		text, err := check.formula(gridRefs{g.form, firstRow + i, firstRow, g.last, most}, of)
		if err != nil {
			return 0, err
		}
		v := check.value(gridEnv{g.form, g.values, i, most}, of)
		if v.Text != "" {
			open++
		}
		g.put(i, j, sheet.Cell{Role: sheet.Check, Align: sheet.AlignLeft, Value: v, Formula: text})
	}
	return open, nil
}

// colour colours the self-check: nothing filled in yet, errors that hold the row back, warnings that a reason can answer.
func (s *selfCheck) colour(on *sheet.Sheet, column sheet.Range) {
	ref := "$" + column.First.String()
	on.Layout.Conditionals = append(on.Layout.Conditionals,
		sheet.Conditional{Range: column, Formula: ref + "=" + quote(s.untouched), Role: sheet.Muted, StopIfTrue: true},
		sheet.Conditional{Range: column, Formula: "ISNUMBER(FIND(" + quote(s.must) + "," + ref + "))", Role: sheet.Alert, StopIfTrue: true},
		sheet.Conditional{Range: column, Formula: "LEN(" + ref + ")>0", Role: sheet.Warn},
	)
}

// role gives the look of a cell. Only counted tasks ask for a figure, and the cells of others show that they do not.
func (l *layout) role(ts *TemplateSheet, row int, col *workbook.Column) sheet.Role {
	switch {
	case col.Filled != workbook.ByBureau:
		return sheet.Locked
	case ts.Form.Key == workbook.FormProgress && col.Key == workbook.ColDoneValue && row < len(ts.Rows):
		if t := l.t.Plan.Task(ts.Rows[row].ID); t != nil && !t.TakesFigure(l.t.Bureau) {
			return sheet.InputSpare
		}
	}
	return sheet.Input
}

func numberFormat(col *workbook.Column) sheet.Format {
	switch {
	case col.Format != sheet.General:
		return col.Format
	case col.Type == workbook.DateColumn:
		return sheet.Date
	case col.Type == workbook.TextColumn, col.Type == workbook.NamesColumn:
		return sheet.TextFormat
	}
	return sheet.General
}

func alignOf(col *workbook.Column) sheet.Align {
	if col.Key == workbook.ColTarget {
		return sheet.AlignCenter // a word or two in a narrow column
	}
	switch col.Type {
	case workbook.DateColumn, workbook.ChoiceColumn, workbook.BoolColumn:
		return sheet.AlignCenter
	case workbook.NumberColumn, workbook.PercentColumn:
		return sheet.AlignRight
	}
	return sheet.AlignLeft
}
