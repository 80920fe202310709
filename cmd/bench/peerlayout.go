package main

import (
	"html"

	"github.com/xuri/excelize/v2"

	"duban/workbook/sheet"
)

// layout sets a sheet's widths, view, drop-downs, conditional formats, print set-up and protection.
func (w *cellByCell) layout(name string, l *sheet.Layout) {
	for _, c := range l.Columns {
		first, last := sheet.ColName(c.First), sheet.ColName(c.Last)
		w.try(w.f.SetColWidth(name, first, last, c.Width))
		if c.Hidden {
			w.try(w.f.SetColVisible(name, first+":"+last, false))
		}
	}
	gridlines, zoom := l.ShowGridlines, float64(max(l.Zoom, 100))
	w.try(w.f.SetSheetView(name, 0, &excelize.ViewOptions{ShowGridLines: &gridlines, ZoomScale: &zoom}))
	if l.FreezeRows > 0 {
		top := sheet.At(l.FreezeRows+1, l.FreezeCols+1).String()
		w.try(w.f.SetPanes(name, &excelize.Panes{Freeze: true, XSplit: l.FreezeCols, YSplit: l.FreezeRows, TopLeftCell: top, ActivePane: "bottomRight"}))
	}
	if !l.Filter.IsZero() {
		w.try(w.f.AutoFilter(name, l.Filter.String(), nil))
	}
	for i := range l.Validations {
		w.validation(name, &l.Validations[i])
	}
	for _, c := range l.Conditionals {
		id := w.conditional(c.Role)
		w.try(w.f.SetConditionalFormat(name, c.Range.String(), []excelize.ConditionalFormatOptions{
			{Type: "formula", Criteria: c.Formula, Format: &id, StopIfTrue: c.StopIfTrue}}))
	}
	w.print(name, l)
	if l.Protection != nil {
		w.try(w.f.ProtectSheet(name, &excelize.SheetProtectionOptions{AutoFilter: true, FormatColumns: true, FormatRows: true, SelectLockedCells: true, SelectUnlockedCells: true}))
	}
}

// validation adds a drop-down or limit with its prompt and its error message.
func (w *cellByCell) validation(name string, v *sheet.Validation) {
	dv := excelize.NewDataValidation(true)
	dv.Sqref = v.Range.String()
	limit := func(kind excelize.DataValidationType) {
		operator := excelize.DataValidationOperatorBetween
		if v.Max == "" {
			operator = excelize.DataValidationOperatorGreaterThanOrEqual
		}
		w.try(dv.SetRange(v.Min, v.Max, kind, operator))
	}
	switch v.Type {
	case sheet.ListValidation:
		if len(v.Choices) > 0 {
			w.try(dv.SetDropList(v.Choices))
		} else {
			dv.SetSqrefDropList(v.ListRange)
		}
	case sheet.DecimalValidation:
		limit(excelize.DataValidationTypeDecimal)
	case sheet.DateValidation:
		limit(excelize.DataValidationTypeDate)
	case sheet.TextLengthValidation:
		limit(excelize.DataValidationTypeTextLength)
	case sheet.FormulaValidation:
		// The API writes a formula into the XML without escaping it.
		w.try(dv.SetRange(html.EscapeString(v.Min), "", excelize.DataValidationTypeCustom, excelize.DataValidationOperatorBetween))
	}
	if v.Prompt != "" {
		dv.SetInput(v.PromptTitle, v.Prompt)
	}
	if v.Error != "" {
		dv.SetError(excelize.DataValidationErrorStyleStop, v.ErrorTitle, v.Error)
	}
	w.try(w.f.AddDataValidation(name, dv))
}

// conditional gives the format for rules with a role, one for all of them.
func (w *cellByCell) conditional(role sheet.Role) int {
	id, ok := w.conditionals[role]
	if !ok {
		var err error
		id, err = w.f.NewConditionalStyle(&excelize.Style{Font: &excelize.Font{Color: "8C8C8C"}})
		w.try(err)
		w.conditionals[role] = id
	}
	return id
}

func (w *cellByCell) print(name string, l *sheet.Layout) {
	p := l.Print
	orientation, paper, wide, high, fit := "portrait", 9, 1, 0, true
	if p.Landscape {
		orientation = "landscape"
	}
	if p.A3 {
		paper = 8
	}
	if p.FitHeight {
		high = 1
	}
	props := &excelize.SheetPropsOptions{FitToPage: &fit}
	if color := "1F3F6E"; l.Tab != sheet.Plain {
		props.TabColorRGB = &color
	}
	w.try(w.f.SetSheetProps(name, props))
	w.try(w.f.SetPageLayout(name, &excelize.PageLayoutOptions{Orientation: &orientation, Size: &paper, FitToWidth: &wide, FitToHeight: &high}))
	w.try(w.f.SetHeaderFooter(name, &excelize.HeaderFooterOptions{OddFooter: "&L" + p.FooterLeft + "&C" + p.FooterCenter}))
	if !p.Area.IsZero() {
		w.try(w.f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", RefersTo: sheet.QuoteName(name) + "!" + p.Area.Abs(), Scope: name}))
	}
	if t := p.TitleRows; t.First > 0 {
		rows := sheet.Rect(t.First, 1, t.Last, sheet.MaxCols)
		w.try(w.f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: sheet.QuoteName(name) + "!" + rows.Abs(), Scope: name}))
	}
}
