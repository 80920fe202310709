package templates

import (
	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
)

// SelfCheckSays gives what the self-check says beside a row with these values.
func SelfCheckSays(f *workbook.Form, rules []workbook.Rule, c *Catalogue, at calendar.Date, row []sheet.Value, figure, rising bool, most workbook.Amount) string {
	s := newSelfCheck(f, rules, c, at, usualRows)
	return s.value(gridEnv{f, [][]sheet.Value{row}, 0, most}, asked{any: true, figure: figure, rising: rising}).Text
}
