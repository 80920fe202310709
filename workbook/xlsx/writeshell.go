package xlsx

import (
	"io"
	"strconv"

	"github.com/xuri/excelize/v2"

	"duban/workbook/sheet"
)

func asZip(c *collector) func(io.Writer) excelize.ZipWriter {
	return func(io.Writer) excelize.ZipWriter { return c }
}

// Paper sizes by their numbers in the format.
const (
	paperA3 = 8
	paperA4 = 9
)

// shellSheet sets what a sheet has besides its rows and rules: view, panes, tab, page set-up, protection.
func shellSheet(f *excelize.File, s *sheet.Sheet) error {
	l := s.Layout
	if l == nil {
		l = &sheet.Layout{ShowGridlines: true}
	}
	view := &excelize.ViewOptions{ShowGridLines: pointer(l.ShowGridlines)}
	if l.Zoom > 0 {
		view.ZoomScale = pointer(float64(min(max(l.Zoom, 10), 400)))
	}
	if err := f.SetSheetView(s.Name, 0, view); err != nil {
		return err
	}
	if l.FreezeRows > 0 || l.FreezeCols > 0 {
		pane := "bottomRight"
		switch {
		case l.FreezeCols == 0:
			pane = "bottomLeft"
		case l.FreezeRows == 0:
			pane = "topRight"
		}
		first := sheet.At(l.FreezeRows+1, l.FreezeCols+1).String()
		err := f.SetPanes(s.Name, &excelize.Panes{
			Freeze: true, XSplit: l.FreezeCols, YSplit: l.FreezeRows, TopLeftCell: first, ActivePane: pane,
			Selection: []excelize.Selection{{SQRef: first, ActiveCell: first, Pane: pane}},
		})
		if err != nil {
			return err
		}
	}
	props := &excelize.SheetPropsOptions{OutlineSummaryBelow: pointer(!l.SummaryAbove)}
	if l.Tab != sheet.Plain {
		props.TabColorRGB = pointer("FF" + strongColor(l.Tab))
	}
	if l.Print.FitWidth || l.Print.FitHeight {
		props.FitToPage = pointer(true)
	}
	if err := f.SetSheetProps(s.Name, props); err != nil {
		return err
	}
	if err := shellPrint(f, s); err != nil {
		return err
	}
	if l.Protection == nil {
		return nil
	}
	// Filtering, widths and heights stay allowed, as they cannot break a form. Notes and charts are not protected.
	return f.ProtectSheet(s.Name, &excelize.SheetProtectionOptions{
		Password: l.Protection.Password, AutoFilter: true, FormatColumns: true, FormatRows: true,
		SelectLockedCells: true, SelectUnlockedCells: true,
	})
}

func shellPrint(f *excelize.File, s *sheet.Sheet) error {
	var p sheet.Print
	if s.Layout != nil {
		p = s.Layout.Print
	}
	name, size, orientation := s.Name, paperA4, "portrait"
	if s.OnA3() {
		size = paperA3
	}
	if p.Landscape {
		orientation = "landscape"
	}
	page := &excelize.PageLayoutOptions{Size: &size, Orientation: &orientation}
	if p.FitWidth || p.FitHeight {
		width, height := max(1, p.Abreast), 0
		if !p.FitWidth {
			width = 0
		}
		if p.FitHeight {
			height = 1
		}
		page.FitToWidth, page.FitToHeight = &width, &height
	}
	if err := f.SetPageLayout(name, page); err != nil {
		return err
	}
	edge := 0.6
	if p.FitHeight {
		edge = 0.5 // narrow margins make what has to fit print larger
	}
	err := f.SetPageMargins(name, &excelize.PageLayoutMarginsOptions{
		Left: pointer(0.5), Right: pointer(0.5), Top: pointer(edge), Bottom: pointer(edge), Header: pointer(0.3), Footer: pointer(0.3),
		Horizontally: pointer(p.CenterHorizontally),
	})
	if err != nil {
		return err
	}
	for _, row := range p.BreakBefore {
		if row < 2 || row > sheet.MaxRows {
			return &LimitError{Limit: LimitRows, Sheet: name, Cell: strconv.Itoa(row), Got: row, Max: sheet.MaxRows}
		}
		if err := f.InsertPageBreak(name, "A"+strconv.Itoa(row)); err != nil {
			return err
		}
	}
	return nil
}

// footerXML gives a sheet's header and footer. They are not part of the shell, as they name the bureau.
func footerXML(s *sheet.Sheet) (string, error) {
	if s.Layout == nil {
		return "", nil
	}
	var out string
	for _, part := range []struct{ tag, text string }{{"oddHeader", headerText(s.Layout.Print)}, {"oddFooter", footerText(s.Layout.Print)}} {
		if n := sheet.Units(part.text); n > maxFooter {
			return "", &LimitError{Limit: LimitFooter, Sheet: s.Name, Got: n, Max: maxFooter}
		}
		if part.text != "" {
			out += "<" + part.tag + ">" + escapeText(part.text) + "</" + part.tag + ">"
		}
	}
	if out == "" {
		return "", nil
	}
	return "<headerFooter>" + out + "</headerFooter>", nil
}

// headerText sets the header in bold at 14 points. The space ends the size code, so that a text may begin with a digit.
func headerText(p sheet.Print) string {
	if p.Header == "" {
		return ""
	}
	return `&C&"-,Bold"&14 ` + wrText(p.Header)
}

func footerText(p sheet.Print) string {
	text := ""
	for _, field := range []struct{ mark, text string }{{"&L", p.FooterLeft}, {"&C", p.FooterCenter}, {"&R", p.FooterRight}} {
		if field.text != "" {
			text += field.mark + wrText(field.text)
		}
	}
	return text
}
