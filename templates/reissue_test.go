package templates_test

import (
	"testing"

	"duban/templates"
	"duban/workbook"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// A workbook from an earlier build, or from a plan that was edited since, may look and read differently and still ask for the same.
func TestAsksSame(t *testing.T) {
	r := newRound(t, "zh")
	template := r.templates[0]
	template.Plan.Settings.Office = "" // a locked cell of the cover that is empty
	lay := func() *sheet.Book {
		book, err := templates.Layout(template, r.forms, r.rules, r.words)
		if err != nil {
			t.Fatal(err)
		}
		return book
	}
	form := func(b *sheet.Book) *sheet.Sheet { return b.Sheet(r.forms.Progress.Sheet) }
	column := func(key string) int {
		for i := range r.forms.Progress.Columns {
			if r.forms.Progress.Columns[i].Key == key {
				return i + 1
			}
		}
		t.Fatalf("no column %s", key)
		return 0
	}
	const headings, first = 4, 5
	set := func(s *sheet.Sheet, row, col int, text string) { s.Cell(sheet.At(row, col)).Value = sheet.Str(text) }
	line := func(b *sheet.Book, key string, col int) *sheet.Cell {
		s := b.Sheet(workbook.IdentitySheet)
		for i := range s.Rows {
			if s.Rows[i].Value(1).Text == key {
				return s.Rows[i].Cell(col)
			}
		}
		t.Fatalf("no line %s", key)
		return nil
	}
	for _, c := range []struct {
		name   string
		edit   func(was *sheet.Book)
		differ bool
	}{
		{"as it is", func(*sheet.Book) {}, false},
		{"another plan", func(b *sheet.Book) { line(b, workbook.IdentityPlanSHA, 2).Value = sheet.Str("0f") }, false},
		{"another seal", func(b *sheet.Book) { workbook.Key("key").Seal(b.Sheet(workbook.IdentitySheet)) }, false},
		{"other guidance", func(b *sheet.Book) { set(form(b), 2, 1, "怎么填") }, false},
		{"another self-check", func(b *sheet.Book) { form(b).Cell(sheet.At(first, column(workbook.ColCheck))).Formula = `""` }, false},
		{"other widths", func(b *sheet.Book) { form(b).Layout.Columns[0].Width++ }, false},
		{"another heading", func(b *sheet.Book) { set(form(b), headings, column(workbook.ColText), "进展") }, true},
		{"another task", func(b *sheet.Book) { set(form(b), first, column(workbook.ColTitle), "别的事") }, true},
		{"an entry", func(b *sheet.Book) { set(form(b), first, column(workbook.ColText), "正在办") }, true},
		{"another row", func(b *sheet.Book) { line(b, workbook.IdentityRow, 4).Value = sheet.Str("T999") }, true},
		{"another bureau", func(b *sheet.Book) { line(b, workbook.IdentityBureau, 2).Value = sheet.Str("B999") }, true},
		{"another deadline", func(b *sheet.Book) { set(b.Sheets[0], 5, 2, "2030年1月1日") }, true},
		{"another sheet", func(b *sheet.Book) { b.Sheets = append(b.Sheets, &sheet.Sheet{Name: "附表"}) }, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			was := lay()
			c.edit(was)
			data, err := xlsx.Write(was)
			if err != nil {
				t.Fatal(err)
			}
			read, err := xlsx.Read(data)
			if err != nil {
				t.Fatal(err)
			}
			if same := templates.AsksSame(read, lay()); same == c.differ {
				t.Errorf("AsksSame = %v", same)
			}
		})
	}
}
