package draft

import (
	"math"
	"slices"
	"strconv"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/pattern"
	"duban/workbook/sheet"
)

// PeriodTarget is what a task or an indicator is to have reached by a day before its end, counted from the start.
type PeriodTarget struct {
	By, Due, Target Said // By is the wording of the day
}

var (
	// reachedHead matches headings of columns of what was reached, not of what is planned.
	reachedHead = pattern.New(`完成|实际|实绩|同期|增速|同比|进度|比重|占`)
	// targetWords match the words around the time in a heading: 一季度目标, 1-6月累计, 3月底应达.
	targetWords = pattern.New(`^(?:20\d\d年|今年|本年)|(?:预期|应达|应到|目标|计划|任务|累计)+(?:值|数)?$`)
	// runningHead matches times that begin with the year, whose figures are totals.
	runningHead = pattern.New(`累计|上半年|前|^0?1[-—–~至到]|[底末]$`)
)

// yearNamed matches a year in a heading: 2024年目标.
var yearNamed = pattern.New(`20\d\d`)

// yearOf gives the year of a table's targets: that in the heading of the planned figures or investments, or else that of the paper.
func (r *reader) yearOf(g *cells, head int, cols []string) int {
	for at, key := range cols {
		if key != fieldPlanned && key != workbook.ColYearInvestment {
			continue
		}
		if y, err := strconv.Atoi(yearNamed.FindString(g.rows[head][at])); err == nil {
			return y
		}
	}
	return r.rules.Base.Year()
}

// byHeading gives the time within a year that the heading of a column of targets names, and its last day; 0 if it names none.
func (r *reader) byHeading(heading string, year int) (by string, due calendar.Date) {
	if reachedHead.MatchString(heading) {
		return "", 0
	}
	by = targetWords.ReplaceAllString(heading, "")
	for by != heading {
		heading, by = by, targetWords.ReplaceAllString(by, "")
	}
	rules := r.rules
	rules.Base = calendar.NewDate(year, 1, 1)
	d, ok := calendar.ResolveDeadline(by, rules)
	if !ok || d.Counted || d.Last.Year() != year {
		return "", 0
	}
	return by, d.Last
}

// periodTargets reads an indicator's interim targets by quarters or months from the columns of a row, and says which columns these are.
// It reads nothing if it is not plain whether the figures are totals from the start of the year or those of each month.
func (r *reader) periodTargets(g *cells, head, row int, cols []string, i *Indicator, para int) (targets []PeriodTarget, used []int) {
	running, year := false, r.yearOf(g, head, cols)
	for col := 1; col < len(cols); col++ {
		text := g.rows[row][col]
		if cols[col] != "" || text == "" {
			continue
		}
		heading := plainHeading(g.rows[head][col])
		by, due := r.byHeading(heading, year)
		if due == 0 {
			continue
		}
		at := Span{Para: para, Cell: sheet.At(g.numbers[row], col).String()}
		target := figureCell(Said{Text: text, At: at, Quote: text}, i.Unit.Text)
		if !target.IsNum {
			return nil, nil
		}
		running = running || runningHead.MatchString(heading)
		targets = append(targets, PeriodTarget{By: Said{Text: by, At: at, Quote: heading}, Due: Said{Date: due, At: at, Quote: heading}, Target: target})
		used = append(used, col)
	}
	slices.SortStableFunc(targets, func(a, b PeriodTarget) int { return int(a.Due.Date) - int(b.Due.Date) })
	if !i.totals(targets, running) {
		return nil, nil
	}
	return i.beforeEnd(targets), used
}

// totals turns the figures into totals from the start of the year, and reports whether it is plain what they are: rates and bounds as they
// are, figures that grow up to the plan, or figures of each month that sum up to it.
func (i *Indicator) totals(targets []PeriodTarget, running bool) bool {
	switch {
	case len(targets) == 0:
		return false
	case i.Unit.Text == "%" || workbook.IsBound(i.Direction.Text):
		return true
	case !i.Planned.IsNum:
		return running
	}
	sum, ordered := 0.0, true
	for n, t := range targets {
		sum += t.Target.Num
		ordered = ordered && (n == 0 || t.Target.Num >= targets[n-1].Target.Num) && t.Target.Num <= i.Planned.Num
	}
	last := targets[len(targets)-1].Target.Num
	switch {
	case i.Direction.Text == workbook.Lower:
		return running
	case running || ordered && last == i.Planned.Num:
		return ordered
	case len(targets) > 1 && math.Abs(sum-i.Planned.Num) <= sumTolerance*math.Abs(i.Planned.Num):
		runningTotals(targets)
		return true
	}
	return false
}

// sumTolerance is how far the sum of rounded monthly figures may be from the year's, as a share of it.
const sumTolerance = 0.002

// beforeEnd leaves out the target of the year's end: that is the plan itself.
func (i *Indicator) beforeEnd(targets []PeriodTarget) []PeriodTarget {
	return slices.DeleteFunc(targets, func(t PeriodTarget) bool { return t.Due.Date.Month() == 12 && i.Planned.IsNum })
}
