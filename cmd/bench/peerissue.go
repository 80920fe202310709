package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/xuri/excelize/v2"

	"duban/templates"
	"duban/validate"
	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// excelizeIssue builds the round's templates with excelize's ordinary API, cell by cell, into a folder of the workspace. Their content is
// computed by duban's own code, at the same cost for both: the same sheets, texts, formulas, notes, links, drop-downs and prompts,
// conditional formats, widths, filters, protection and page set-up, as a test makes sure. A style is made once for each role, as a careful
// user would. Left out is what the API cannot do, to store a value with each formula, and what its user would hardly do: to estimate the
// heights of rows from their text, the seal, the distribution list, and to sync files and rename them at once.
func excelizeIssue(dir string) error {
	words, err := templates.LoadCatalogue(templates.Languages()[0])
	if err != nil {
		return err
	}
	data, err := os.ReadFile(filepath.Join(dir, words.T("file.plan")))
	if err != nil {
		return err
	}
	book, err := xlsx.Read(data)
	if err != nil {
		return err
	}
	p, _ := calendar.ParsePeriod(period)
	forms := templates.ReturnForms(words)
	plan := workbook.DecodePlan(book, words.T("file.plan"), templates.PlanForms(words))
	rules := validate.RulesOf(plan, forms, forms)
	to := filepath.Join(dir, "excelize")
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	layouter := templates.NewLayouter(forms, rules, words)
	for _, b := range plan.Reporting(nil, p) {
		laid, err := layouter.Layout(templates.Prepare(plan, forms, nil, b, p, words))
		if err != nil {
			return err
		}
		if err := writeByExcelize(laid, filepath.Join(to, b.Name+".xlsx")); err != nil {
			return fmt.Errorf("%s: %w", b.Name, err)
		}
	}
	return nil
}

// cellByCell writes a book as a program would that follows excelize's documentation. It keeps the first error.
type cellByCell struct {
	f            *excelize.File
	styles       map[sheet.Cell]int
	conditionals map[sheet.Role]int
	err          error
}

func (w *cellByCell) try(err error) {
	if w.err == nil {
		w.err = err
	}
}

func writeByExcelize(b *sheet.Book, path string) error {
	w := &cellByCell{f: excelize.NewFile(), styles: map[sheet.Cell]int{}, conditionals: map[sheet.Role]int{}}
	defer w.f.Close()
	for i, s := range b.Sheets {
		if i == 0 {
			w.try(w.f.SetSheetName("Sheet1", s.Name))
		} else {
			_, err := w.f.NewSheet(s.Name)
			w.try(err)
		}
		w.sheet(s)
	}
	w.try(w.f.SetDocProps(&excelize.DocProperties{Title: b.Title, Creator: b.Creator}))
	for name, value := range b.Custom {
		w.try(w.f.SetCustomProps(excelize.CustomProperty{Name: name, Value: value}))
	}
	w.try(w.f.SaveAs(path))
	return w.err
}

func (w *cellByCell) sheet(s *sheet.Sheet) {
	for i := range s.Rows {
		row := &s.Rows[i]
		for j := range row.Cells {
			w.cell(s.Name, row.N, &row.Cells[j])
		}
	}
	for _, m := range s.Merges {
		w.try(w.f.MergeCell(s.Name, m.First.String(), m.Last.String()))
	}
	if s.Visibility != sheet.Visible {
		w.try(w.f.SetSheetVisible(s.Name, false, s.Visibility == sheet.VeryHidden))
	}
	if s.Layout != nil {
		w.layout(s.Name, s.Layout)
	}
}

func (w *cellByCell) cell(name string, row int, c *sheet.Cell) {
	at := sheet.At(row, c.Col).String()
	switch {
	case c.Formula != "":
		w.try(w.f.SetCellFormula(name, at, c.Formula))
	case c.Value.Kind == sheet.Text:
		w.try(w.f.SetCellStr(name, at, c.Value.Text))
	case c.Value.Kind == sheet.Bool:
		w.try(w.f.SetCellBool(name, at, c.Value.Num != 0))
	case !c.Value.IsEmpty():
		w.try(w.f.SetCellFloat(name, at, c.Value.Num, -1, 64))
	}
	w.try(w.f.SetCellStyle(name, at, at, w.style(c)))
	if c.Extra == nil {
		return
	}
	if c.Extra.Note != "" {
		w.try(w.f.AddComment(name, excelize.Comment{Cell: at, Text: c.Extra.Note}))
	}
	if c.Extra.Link != "" {
		w.try(w.f.SetCellHyperLink(name, at, c.Extra.Link, "Location"))
	}
}

// style gives the style for a cell, one for all cells with its role, format and alignment.
func (w *cellByCell) style(c *sheet.Cell) int {
	key := sheet.Cell{Role: c.Role, Format: c.Format, Align: c.Align}
	id, ok := w.styles[key]
	if !ok {
		var err error
		id, err = w.f.NewStyle(&excelize.Style{
			Font:       &excelize.Font{Family: "微软雅黑", Size: 10, Bold: c.Role == sheet.Heading, Color: "262626"},
			Fill:       excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{fmt.Sprintf("F0F0%02X", 16+int(c.Role))}},
			Alignment:  &excelize.Alignment{Vertical: "center", WrapText: true},
			Protection: &excelize.Protection{Locked: c.Role != sheet.Input},
			Border:     []excelize.Border{{Type: "left", Style: 1}, {Type: "right", Style: 1}, {Type: "top", Style: 1}, {Type: "bottom", Style: 1}},
		})
		w.try(err)
		w.styles[key] = id
	}
	return id
}
