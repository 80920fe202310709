package templates

import (
	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
)

// Handout is one line of the distribution list: who gets which file.
type Handout struct {
	Bureau *workbook.Bureau
	File   string
	// Points is the number of rows that the bureau has to fill in.
	Points int
	SHA256 string
}

// DistributionBook lists who gets which file in a period, and who is exempt.
func DistributionBook(p *workbook.Plan, period calendar.Period, list []Handout, exempt []*workbook.Bureau, c *Catalogue) *sheet.Book {
	s := &sheet.Sheet{Name: c.T("distribution.sheet")}
	heads := []string{"bureau", "full-name", "contact", "phone", "file", "points", "due", "sent", "sha256"}
	widths := []float64{20, 24, 10, 14, 24, 10, 12, 9, 66}
	// The last column is for comparing files with a program. It is not printed, as the list, on which bureaus are ticked off, would need A3.
	printed := len(heads) - 1
	s.Layout = &sheet.Layout{FreezeRows: 3, Tab: sheet.Heading,
		Print: sheet.Print{Landscape: true, FitWidth: true, CenterHorizontally: true, TitleRows: sheet.Span{First: 3, Last: 3}, FooterCenter: c.T("print.page")}}
	for i, w := range widths {
		s.Layout.Columns = append(s.Layout.Columns, sheet.ColumnLayout{First: i + 1, Last: i + 1, Width: w})
	}
	due := p.DueDay(period)
	s.Put(sheet.At(1, 1), sheet.Cell{Role: sheet.Title, Value: sheet.Str(c.T("distribution.title", "county", p.Settings.County, "period", period.String()))})
	s.Merges = append(s.Merges, sheet.Rect(1, 1, 1, printed))
	s.Put(sheet.At(2, 1), sheet.Cell{Role: sheet.Guide, Value: sheet.Str(c.T("distribution.intro", "n", len(list), "exempt", len(exempt), "due", due.String()))})
	s.Merges = append(s.Merges, sheet.Rect(2, 1, 2, printed))
	for i, h := range heads {
		s.Put(sheet.At(3, i+1), sheet.Cell{Role: sheet.Heading, Value: sheet.Str(c.T("distribution." + h))})
	}
	row := 4
	put := func(cells ...sheet.Cell) {
		for i, cell := range cells {
			s.Put(sheet.At(row, i+1), cell)
		}
		row++
	}
	text := func(t string) sheet.Cell {
		return sheet.Cell{Role: sheet.Body, Align: sheet.AlignLeft, Format: sheet.TextFormat, Value: sheet.StrOrBlank(t)}
	}
	// The column that is not printed must not make rows higher.
	hash := func(t string) sheet.Cell {
		cell := text(t)
		cell.Align = sheet.AlignRun
		return cell
	}
	for _, h := range list {
		put(text(h.Bureau.Name), text(h.Bureau.FullName), text(h.Bureau.Contact), text(h.Bureau.Phone), text(h.File),
			sheet.Cell{Role: sheet.Body, Align: sheet.AlignCenter, Value: sheet.Int(h.Points)},
			sheet.Cell{Role: sheet.Body, Align: sheet.AlignCenter, Format: sheet.Date, Value: dateValue(due)},
			sheet.Cell{Role: sheet.Input}, hash(h.SHA256))
	}
	for _, b := range exempt {
		put(text(b.Name), text(b.FullName), text(b.Contact), text(b.Phone), sheet.Cell{Role: sheet.Muted, Value: sheet.Str(c.T("distribution.exempt"))},
			sheet.Cell{Role: sheet.Body}, sheet.Cell{Role: sheet.Body}, sheet.Cell{Role: sheet.Body}, text(""))
	}
	s.Layout.Filter = sheet.Rect(3, 1, row-1, len(heads))
	s.Layout.Print.Area = sheet.Rect(1, 1, row-1, printed)
	s.TurnUpright()
	return &sheet.Book{Title: c.T("distribution.title", "county", p.Settings.County, "period", period.String()), Creator: p.Settings.Office,
		Created: float64(p.Settings.DocDate), Custom: map[string]string{workbook.IdentityKind: "distribution"}, Sheets: []*sheet.Sheet{s}}
}
