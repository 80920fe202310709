package validate

import (
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/go-playground/validator/v10"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/formula"
)

// unreadable reports why a cell cannot be read. unit is the unit of its row.
func (f *findings) unreadable(r *workbook.Record, i int, unit string) {
	d, col := r.At(i), &r.Table.Form.Columns[i]
	switch d.Fault() {
	case workbook.FaultNumber:
		f.add(d.Fault(), cell(r, col.Key), "unit", unit)
	case workbook.FaultChoice:
		f.add(d.Fault(), cell(r, col.Key), "near", workbook.Nearest(d.Text, col.Labels()), "allowed", strings.Join(col.Labels(), "、"))
	case workbook.FaultMerged:
		f.add(d.Fault(), cell(r, col.Key), "range", d.Merged().String())
	case workbook.FaultDate:
		month, days := "", ""
		round, _ := calendar.ParsePeriod(f.period)
		if m, n, ok := calendar.BeyondMonth(d.Text, round.Last()); ok {
			month, days = strconv.Itoa(m), strconv.Itoa(n)
		}
		f.add(d.Fault(), cell(r, col.Key), "month", month, "days", days, "wording", wordingOf(r.Table.Form, col.Key))
	default:
		f.add(d.Fault(), cell(r, col.Key))
	}
}

// wordingOf gives the heading of the column beside a deadline's day that takes a wording such as 年底前; empty if the column is not that of a
// deadline or has none beside it.
func wordingOf(f *workbook.Form, key string) string {
	if key != workbook.ColDue || !f.Has(workbook.ColDueText) {
		return ""
	}
	return f.Column(workbook.ColDueText).Heading
}

// formulas reports a formula whose value depends on something that the reader of the return does not have: another file, or the moment of
// its calculation.
func (f *findings) formulas(r *workbook.Record, i int) {
	d, col := r.At(i), &r.Table.Form.Columns[i]
	if d.Formula() == "" || d.State != workbook.Good {
		return
	}
	if formula.OutsideIn(d.Formula()) {
		f.add("outside-formula", cell(r, col.Key), "formula", quoted("="+d.Formula()))
	} else if name := formula.VolatileIn(d.Formula()); name != "" {
		f.add("volatile-formula", cell(r, col.Key), "name", name)
	}
}

// longestQuote is how long a quote in a message may be; nobody needs more to find the cell.
const longestQuote = 60

// quoted cuts a text that is longer than longestQuote.
func quoted(s string) string {
	if len(s) <= longestQuote {
		return s
	}
	n, last := 0, 0 // the loop looks at no more than it shows, as somebody may have filled the cell to its limit
	for at := range s {
		if n++; n == longestQuote {
			last = at
		} else if n > longestQuote {
			return s[:last] + "…"
		}
	}
	return s
}

// limits checks a readable cell by its column's validator tag.
func (c *Checker) limits(f *findings, r *workbook.Record, i int) {
	d, col := r.At(i), &r.Table.Form.Columns[i]
	if col.Check == "" || d.State != workbook.Good || f.has(r.Place(col.Key)) {
		return
	}
	// By pointer: a value would be copied to the heap for each cell.
	var v any = &d.Text
	switch col.Type {
	case workbook.NumberColumn, workbook.PercentColumn:
		v = &d.Num
	case workbook.DateColumn:
		v = &d.Date
	}
	err := c.tags.Var(v, col.Check)
	if err == nil {
		return
	}
	var broken validator.ValidationErrors
	if !errors.As(err, &broken) {
		return
	}
	for _, b := range broken {
		args := []string{"limit", b.Param()}
		if b.Tag() == "max" {
			args = append(args, "n", strconv.Itoa(utf8.RuneCountInString(d.Text)))
		}
		f.add("field-"+b.Tag(), cell(r, col.Key), args...)
	}
}
