package templates

import (
	"slices"
	"strconv"
	"strings"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
)

// Excel's limits, in UTF-16 units, for the message that shows beside a cell.
const (
	maxPromptTitle = 32
	maxPrompt      = 255
)

// validations puts a drop-down or limit, and a prompt with an example, on each column that the bureau fills in. They help
// while somebody types. Pasted values bypass them, and are checked by the self-check and on return.
func (l *layout) validations(s *sheet.Sheet, ts *TemplateSheet, lastRow int) {
	for j := range ts.Form.Columns {
		col := &ts.Form.Columns[j]
		if col.Filled != workbook.ByBureau {
			continue
		}
		title := clip(col.Heading, maxPromptTitle)
		v := sheet.Validation{Range: sheet.Rect(firstRow, j+1, lastRow, j+1), Type: sheet.AnyValidation, PromptTitle: title, Prompt: l.prompt(col)}
		refuse := func(text string) { v.ErrorTitle, v.Error = title, clip(text, maxPrompt) }
		switch col.Type {
		case workbook.ChoiceColumn, workbook.BoolColumn:
			v.Type, v.Choices = sheet.ListValidation, col.Labels()
			refuse(choiceError(l.c, v.Choices))
		case workbook.NumberColumn:
			v.Type, v.Min, v.Max = sheet.DecimalValidation, "-1000000000000", "1000000000000"
			if strings.Contains(col.Check, "gte=0") && !(col.Key == workbook.ColDoneValue && l.negative(ts)) {
				v.Min = "0"
			}
			refuse(l.c.T("typing.number"))
		case workbook.PercentColumn:
			// 80% typed with its sign is stored as 0.8, which the self-check cannot tell from a typing error, so it is refused here.
			at := sheet.At(firstRow, j+1).String()
			v.Type, v.Min = sheet.FormulaValidation, "OR("+at+"=0,AND("+at+">=1,"+at+"<=100))"
			refuse(l.c.T("typing.percent"))
		case workbook.DateColumn:
			v.Type, v.Min, v.Max = sheet.DateValidation, strconv.Itoa(int(calendar.NewDate(2000, 1, 1))), strconv.Itoa(int(calendar.NewDate(2099, 12, 31)))
			refuse(l.c.T("typing.date"))
		default:
			if r, ok := l.ranges[col.Suggest]; ok && r.n > 0 {
				// People may type several names, and tasks that are not on the list.
				v.Open = true
				v.Type, v.ListRange = sheet.ListValidation, sheet.QuoteName(l.choices.Name)+"!"+sheet.Rect(2, r.col, r.n+1, r.col).Abs()
			}
		}
		s.Layout.Validations = append(s.Layout.Validations, v)
	}
}

// negative reports whether the figure of any row on the sheet may be below 0. The cell limit is one for the whole column; the return is
// checked row by row.
func (l *layout) negative(ts *TemplateSheet) bool {
	return slices.ContainsFunc(ts.Rows, func(r *TemplateRow) bool {
		t := l.t.Plan.Task(r.ID)
		return t != nil && t.MayBeNegative()
	})
}

// choiceError gives the message for a value that is none of the choices, which names as many of them as fit.
func choiceError(c *Catalogue, choices []string) string {
	return clip(c.T("typing.choice", "choices", strings.Join(choices, c.T("word.list"))), maxPrompt)
}

// prompt gives the message beside a cell to be filled in: what belongs there, and an example. A list's column that the
// county does not explain is explained by its type.
func (l *layout) prompt(col *workbook.Column) string {
	parts := []string{col.Note, col.Example}
	if col.Required {
		parts[0] = l.c.T("typing.required") + parts[0]
	}
	if col.Example == "" {
		switch col.Type {
		case workbook.DateColumn:
			parts[1] = l.c.T("typing.date-example")
		case workbook.NumberColumn:
			parts[1] = l.c.T("typing.number-example")
		case workbook.ChoiceColumn, workbook.BoolColumn:
			parts[1] = l.c.T("typing.choice-example", "choice", col.Choices[0].Label)
		}
	}
	return clip(strings.TrimSpace(strings.Join(parts, "\n")), maxPrompt)
}

// clip cuts a text to a number of characters as Excel counts them, UTF-16 units.
func clip(s string, n int) string {
	if len(s) <= n || sheet.Units(s) <= n {
		return s
	}
	fits := n - sheet.Units("…")
	for at, r := range s {
		if fits -= sheet.Units(string(r)); fits < 0 {
			return s[:at] + "…"
		}
	}
	return s
}
