package xlsx

import (
	"fmt"
	"strconv"
	"strings"

	"duban/workbook/sheet"
)

// sheetRules holds the XML of a sheet's conditional formats and data validations.
type sheetRules struct {
	conditionals, validations, extension string
}

const extensionNamespace = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"

func (w *bookWriter) sheetRules(s *sheet.Sheet) (sheetRules, error) {
	var r sheetRules
	if s.Layout == nil {
		return r, nil
	}
	var err error
	if r.validations, err = validationsXML(s); err != nil {
		return r, err
	}
	var b strings.Builder
	priority := 0
	for _, c := range s.Layout.Conditionals {
		if err := checkRange(s, c.Range); err != nil {
			return r, err
		}
		if err := checkRuleFormula(s, c.Range, c.Formula); err != nil {
			return r, err
		}
		style, err := w.styles.conditional(ruleLook{c.Role, c.Whole})
		if err != nil {
			return r, err
		}
		priority++
		fmt.Fprintf(&b, `<conditionalFormatting sqref="%s"><cfRule type="expression" dxfId="%d" priority="%d"`, c.Range, style, priority)
		if c.StopIfTrue {
			b.WriteString(` stopIfTrue="1"`)
		}
		b.WriteString("><formula>" + escapeText(c.Formula) + "</formula></cfRule></conditionalFormatting>")
	}
	r.extension, err = barsXML(s, &b, priority)
	r.conditionals = b.String()
	return r, err
}

// barsXML writes each bar twice: as Excel 2007 has it, with a gradient, and as an extension, which alone can say that the bar has one
// colour and that the lowest value of the scale has no bar.
func barsXML(s *sheet.Sheet, b *strings.Builder, priority int) (extension string, err error) {
	if len(s.Layout.Bars) == 0 {
		return "", nil
	}
	var ext strings.Builder
	ext.WriteString(`<extLst><ext xmlns:x14="` + extensionNamespace + `" uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}"><x14:conditionalFormattings>`)
	for i, bar := range s.Layout.Bars {
		if err := checkRange(s, bar.Range); err != nil {
			return "", err
		}
		priority++
		id := fmt.Sprintf("{D0BA0000-0000-4000-8000-%012X}", i+1)
		low, high := number(bar.Min), number(bar.Max)
		color := "FF" + barColor(bar.Role)
		fmt.Fprintf(b, `<conditionalFormatting sqref="%s"><cfRule type="dataBar" priority="%d"><dataBar minLength="0" maxLength="100">`+
			`<cfvo type="num" val="%s"/><cfvo type="num" val="%s"/><color rgb="%s"/></dataBar><extLst><ext xmlns:x14="%s" uri="{B025F937-C7B1-47D3-B67F-A62EFF666E3E}">`+
			`<x14:id>%s</x14:id></ext></extLst></cfRule></conditionalFormatting>`, bar.Range, priority, low, high, color, extensionNamespace, id)
		fmt.Fprintf(&ext, `<x14:conditionalFormatting xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:cfRule type="dataBar" id="%s">`+
			`<x14:dataBar minLength="0" maxLength="100" gradient="0"><x14:cfvo type="num"><xm:f>%s</xm:f></x14:cfvo><x14:cfvo type="num"><xm:f>%s</xm:f></x14:cfvo>`+
			`<x14:negativeFillColor rgb="FF%s"/><x14:axisColor rgb="FF%s"/></x14:dataBar></x14:cfRule><xm:sqref>%s</xm:sqref></x14:conditionalFormatting>`,
			id, low, high, strongColor(sheet.Alert), inkSoft, bar.Range)
	}
	ext.WriteString("</x14:conditionalFormattings></ext></extLst>")
	return ext.String(), nil
}

func number(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

func checkRuleFormula(s *sheet.Sheet, r sheet.Range, formula string) error {
	if limit, got, most := sheet.FormulaLimit(formula); limit != "" {
		return &LimitError{Limit: limit, Sheet: s.Name, Cell: r.String(), Got: got, Max: most}
	}
	if formula == "" {
		return &LimitError{Limit: LimitFormula, Sheet: s.Name, Cell: r.String()}
	}
	return nil
}

func validationsXML(s *sheet.Sheet) (string, error) {
	if len(s.Layout.Validations) == 0 {
		return "", nil
	}
	var b strings.Builder
	size := 64
	for i := range s.Layout.Validations {
		v := &s.Layout.Validations[i]
		size += 256 + len(v.ErrorTitle) + len(v.Error) + len(v.PromptTitle) + len(v.Prompt)
	}
	b.Grow(size)
	fmt.Fprintf(&b, `<dataValidations count="%d">`, len(s.Layout.Validations))
	for i := range s.Layout.Validations {
		v := &s.Layout.Validations[i]
		if err := appendValidation(&b, s, v); err != nil {
			return "", err
		}
	}
	b.WriteString("</dataValidations>")
	return b.String(), nil
}

func appendValidation(b *strings.Builder, s *sheet.Sheet, v *sheet.Validation) error {
	if err := checkRange(s, v.Range); err != nil {
		return err
	}
	for _, t := range []struct {
		text, limit string
		most        int
	}{
		{v.PromptTitle, LimitPromptTitle, maxPromptTitle}, {v.ErrorTitle, LimitPromptTitle, maxPromptTitle},
		{v.Prompt, LimitPrompt, maxPrompt}, {v.Error, LimitPrompt, maxPrompt},
	} {
		if n, long := longerThan(t.text, t.most); long {
			return &LimitError{Limit: t.limit, Sheet: s.Name, Cell: v.Range.String(), Got: n, Max: t.most}
		}
	}
	kind, operator, first, second, err := validationTerms(s, v)
	if err != nil {
		return err
	}
	b.WriteString("<dataValidation")
	attr := func(name, value string) {
		if value != "" {
			for _, text := range [...]string{" ", name, `="`, escapeAttr(value), `"`} {
				b.WriteString(text)
			}
		}
	}
	attr("type", kind)
	if v.Warn {
		attr("errorStyle", "warning")
	}
	attr("operator", operator)
	attr("allowBlank", "1")
	if v.Prompt != "" || v.PromptTitle != "" {
		attr("showInputMessage", "1")
	}
	if kind != "" && !v.Open {
		// Without this the program accepts anything.
		attr("showErrorMessage", "1")
	}
	attr("errorTitle", v.ErrorTitle)
	attr("error", v.Error)
	attr("promptTitle", v.PromptTitle)
	attr("prompt", v.Prompt)
	attr("sqref", v.Range.String())
	if first == "" {
		b.WriteString("/>")
		return nil
	}
	b.WriteString("><formula1>" + escapeText(first) + "</formula1>")
	if second != "" {
		b.WriteString("<formula2>" + escapeText(second) + "</formula2>")
	}
	b.WriteString("</dataValidation>")
	return nil
}

// validationTerms gives the type, operator and formulas; an empty type restricts nothing.
func validationTerms(s *sheet.Sheet, v *sheet.Validation) (kind, operator, first, second string, err error) {
	switch v.Type {
	case sheet.AnyValidation:
		return "", "", "", "", nil
	case sheet.ListValidation:
		first, err = listFormula(s, v)
		return "list", "", first, "", err
	case sheet.FormulaValidation:
		return "custom", "", v.Min, "", checkRuleFormula(s, v.Range, v.Min)
	case sheet.DecimalValidation:
		kind = "decimal"
	case sheet.DateValidation:
		kind = "date"
	case sheet.TextLengthValidation:
		kind = "textLength"
	default:
		return "", "", "", "", fmt.Errorf("xlsx: no validation of type %d", v.Type)
	}
	switch {
	case v.Min != "" && v.Max != "":
		first, second = v.Min, v.Max
	case v.Min != "":
		operator, first = "greaterThanOrEqual", v.Min
	case v.Max != "":
		operator, first = "lessThanOrEqual", v.Max
	case kind == "decimal":
		// Any number is allowed, but it must be a number.
		first, second = "-1E+15", "1E+15"
	case kind == "date":
		first, second = "1", "2958465"
	default:
		return "", "", "", "", nil
	}
	for _, f := range []string{first, second} {
		if limit, got, most := sheet.FormulaLimit(f); limit != "" {
			return "", "", "", "", &LimitError{Limit: limit, Sheet: s.Name, Cell: v.Range.String(), Got: got, Max: most}
		}
	}
	return kind, operator, first, second, nil
}

func listFormula(s *sheet.Sheet, v *sheet.Validation) (string, error) {
	cell := v.Range.String()
	if len(v.Choices) == 0 {
		if v.ListRange == "" {
			return "", &LimitError{Limit: LimitListEmpty, Sheet: s.Name, Cell: cell}
		}
		return v.ListRange, nil
	}
	for _, choice := range v.Choices {
		if strings.Contains(choice, ",") {
			return "", &LimitError{Limit: LimitListComma, Sheet: s.Name, Cell: cell}
		}
	}
	list := strings.Join(v.Choices, ",")
	if n, long := longerThan(list, sheet.MaxListLen); long {
		return "", &LimitError{Limit: LimitList, Sheet: s.Name, Cell: cell, Got: n, Max: sheet.MaxListLen}
	}
	return `"` + strings.ReplaceAll(list, `"`, `""`) + `"`, nil
}
