package report

import (
	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/formula"
	"duban/workbook/sheet"
)

// round9 rounds ratios and points as every figure that enters a cell is rounded: to nine decimals.
func round9(f float64) float64 { return formula.Round9(f) }

// round1 rounds percentages to the decimal that is shown.
func round1(f float64) float64 { return formula.Round(f, 1) }

// round2 rounds sums of shares to the decimals that are shown.
func round2(f float64) float64 { return formula.Round(f, 2) }

// number writes a figure as people type it.
func number(f float64) string { return formula.Plain(f, 9) }

// percentText writes a ratio as a percentage with one decimal, a trailing zero dropped: 95.1%, 95%.
func percentText(ratio float64) string { return pointsText(ratio*100) + "%" }

// pointsText writes percentage points with one decimal, a trailing zero dropped.
func pointsText(points float64) string { return formula.Plain(points, 1) }

func amountOrBlank(a workbook.Amount) sheet.Value {
	if !a.Known {
		return sheet.Value{}
	}
	return sheet.Num(a.V)
}

func dayOrBlank(d calendar.Date) sheet.Value {
	if d == 0 {
		return sheet.Value{}
	}
	return sheet.Num(float64(d))
}

// countOrBlank gives a count as a value; blank for 0.
func countOrBlank(n int) sheet.Value {
	if n == 0 {
		return sheet.Value{}
	}
	return sheet.Int(n)
}
