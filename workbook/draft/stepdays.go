package draft

import (
	"strings"

	"duban/workbook/calendar"
	"duban/workbook/pattern"
)

// Lists of projects that are still prepared have a column for the day of each step: 签约时限, 开工时限, 投产时限.

// fieldStepDay is the field of these columns. A table may have several of them.
const fieldStepDay = "step-day"

// stepDayHead matches the headings of these columns and gives the step.
var stepDayHead = pattern.New(`^(?:计划|拟|预计)?(签约|注册|立项|供地|摘牌|报批|招标|开标|开工|动工|封顶|竣工|完工|投产|验收|投用|运营)(?:时限|时间|日期|节点|时间节点)$`)

// startsOrEnds matches the steps that alone give a task its start and its deadline.
var startsOrEnds = pattern.New(`^(?:开工|动工|竣工|完工)$`)

// stepOf gives the step whose day a column names; it is empty if it is no such column.
func (g *cells) stepOf(head, low, col int) string {
	for _, row := range []int{low, head} {
		if m := stepDayHead.FindStringSubmatch(plainHeading(g.rows[row][col])); m != nil {
			return m[1]
		}
	}
	return ""
}

// stepDays marks the columns of steps if there are several, of which at least one is neither the beginning nor the end of the work.
func (g *cells) stepDays(head, low int, cols []string) {
	var found []int
	within := false
	for col := 1; col < len(cols); col++ {
		if step := g.stepOf(head, low, col); step != "" {
			found, within = append(found, col), within || !startsOrEnds.MatchString(step)
		}
	}
	if len(found) < 2 || !within {
		return
	}
	for _, col := range found {
		cols[col] = fieldStepDay
	}
}

// stepOn reads a cell of such a column. ok is false if it names no day, or one that is over.
func (g *tableRead) stepOn(r *reader, row, col int) (s step, ok bool) {
	text := strings.ReplaceAll(g.rows[row][col], "\n", " ")
	name := g.stepOf(g.head, g.low, col)
	due := calendar.Date(0)
	if day, _, ok := calendar.ParseDate(text, r.rules.Base); ok {
		due = day
	} else if d, ok := calendar.ResolveDeadline(text, r.rules); ok {
		due = d.Last
	}
	if due == 0 || due < r.rules.Base {
		return step{name, due, text, g.place(row, col)}, false
	}
	return step{text, due, name, g.place(row, col)}, true
}
