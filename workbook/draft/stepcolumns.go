package draft

import (
	"slices"
	"strings"
	"unicode/utf8"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/numeral"
	"duban/workbook/pattern"
)

// Work plans have a column for each quarter or month that says what has to be done of each task by its end.

// fieldStep is the field of these columns. A table may have several of them.
const fieldStep = "step"

// stepHead matches the headings of these columns: 一季度, 6月底, 1-3月工作目标, 三季度形象进度.
var stepHead = pattern.New(`^(?:20\d\d年|今年|本年)?(第?[一二三四1-4]季度|(?:0?[1-9]|1[0-2])月?[-—–~～至到](?:0?[1-9]|1[0-2])月份?|(?:0?[1-9]|1[0-2])月份?|上半年|下半年|前三季度|年)([底末]?)` +
	`(?:前|主要|重点|推进|工作|节点|阶段|形象进度|建设|目标|计划|任务|安排|内容|要求|措施)*$`)

// stepBy gives the time that the heading of a column of steps names, empty if it is no such heading.
func stepBy(heading string) string {
	if at := strings.IndexAny(heading, "（("); at > 0 {
		heading = heading[:at]
	}
	m := stepHead.FindStringSubmatch(heading)
	if m == nil {
		return ""
	}
	return m[1] + m[2]
}

// noStep matches what people write into a cell if nothing is asked for.
var noStep = pattern.New(`^(?:[/／\\—–\-－]+|无)$`)

// step is what a row asks for by the end of one of the columns.
type step struct {
	by   string
	due  calendar.Date
	text string
	at   Span
}

// steps gives what a row asks for by quarters or months, in order of time. If successive columns ask for the same, it has to be done by the
// last of them. past holds the cells of columns whose time is over or cannot be read.
func (g *tableRead) steps(r *reader, row int) (list, past []step) {
	year := r.yearOf(g.cells, g.low, g.cols)
	for col, key := range g.cols {
		text := strings.ReplaceAll(g.rows[row][col], "\n", " ")
		if key != fieldStep && key != fieldStepDay || text == "" || noStep.MatchString(text) {
			continue
		}
		if key == fieldStepDay {
			if s, ok := g.stepOn(r, row, col); ok {
				list = append(list, s)
			} else {
				past = append(past, s)
			}
			continue
		}
		heading := plainHeading(g.rows[g.low][col])
		by := stepBy(heading)
		if by == "" {
			heading = plainHeading(g.rows[g.head][col])
			by = stepBy(heading)
		}
		due := calendar.Date(0)
		if d, ok := calendar.ResolveDeadline(by, calendar.DefaultDeadlineRules(calendar.NewDate(year, 1, 1))); ok {
			due = d.Last
		}
		if due == 0 || due < r.rules.Base {
			past = append(past, step{heading, due, text, g.place(row, col)})
			continue
		}
		list = append(list, step{by, due, text, g.place(row, col)})
	}
	slices.SortStableFunc(list, func(a, b step) int { return int(a.due - b.due) })
	for i := len(list) - 1; i > 0; i-- {
		if list[i-1].text == list[i].text {
			list = slices.Delete(list, i-1, i)
		}
	}
	return list, past
}

// byColumns adds to a row's task what the columns ask for by quarters or months: figures of its own work become interim targets, everything
// else milestones. The end of the last column is the task's deadline if the row names no other.
func (t *Task) byColumns(r *reader, g *tableRead, row int) {
	list, past := g.steps(r, row)
	var untold []string
	for _, s := range past {
		untold = append(untold, s.by+"："+s.text)
	}
	targets, rest := t.figuresBy(list)
	t.Targets = append(t.Targets, targets...)
	for _, s := range rest {
		if _, _, bare := numeral.Parse(s.text, ""); bare {
			untold = append(untold, s.by+"："+s.text) // nothing says what the figure counts
			continue
		}
		t.Milestones = append(t.Milestones, Milestone{Title: Said{Text: s.text, At: s.at, Quote: s.text}, DueText: Said{Text: s.by, At: s.at, Quote: s.by},
			Due: Said{Date: s.due, At: s.at, Quote: s.by}})
	}
	slices.SortStableFunc(t.Milestones, func(a, b Milestone) int { return int(a.Due.Date - b.Due.Date) })
	t.remarkFirst(untold)
	if len(list) == 0 {
		return
	}
	if last := list[len(list)-1]; t.Get(workbook.ColDue).Date == 0 && !t.Get(workbook.ColDueText).Filled() {
		t.put(workbook.ColDueText, Said{Text: last.by, At: last.at, Quote: last.by})
		t.put(workbook.ColDue, Said{Date: last.due, At: last.at, Quote: last.by})
	}
}

// longestVerb is the most characters that a cell may have beside its figure to say only that this is reached: 累计完成1万亩.
const longestVerb = 4

// figuresBy divides steps into interim targets, which only say how much of the task's figure should be reached, and the rest. All steps are
// in rest if it is not clear whether the figures are totals.
func (t *Task) figuresBy(list []step) (targets []PeriodTarget, rest []step) {
	whole := t.Get(workbook.ColTarget)
	if t.Get(workbook.ColBasis).Text == workbook.ByInvestment {
		whole = t.Get(workbook.ColYearInvestment)
	}
	if !whole.IsNum {
		return nil, list
	}
	unit := t.Get(workbook.ColUnit)
	for _, s := range list {
		v, ok := figureIn(s.text, unit.Text)
		if !ok {
			rest = append(rest, s)
			continue
		}
		targets = append(targets, PeriodTarget{By: Said{Text: s.by, At: s.at, Quote: s.by}, Due: Said{Date: s.due, At: s.at, Quote: s.by},
			Target: Said{Num: v, IsNum: true, At: s.at, Quote: s.text}})
	}
	i := &Indicator{Planned: whole, Unit: unit, Direction: t.Get(workbook.ColDirection)}
	running := slices.ContainsFunc(list, func(s step) bool { return runningHead.MatchString(s.by) || strings.Contains(s.text, "累计") })
	if !i.totals(targets, running) {
		return nil, list
	}
	return i.beforeEnd(targets), rest
}

// figureIn gives the figure, in a unit, of a cell that has hardly a word beside it: 20, 1.2万亩, 完成1万亩. It returns false for other cells.
func figureIn(text, unit string) (float64, bool) {
	if v, _, ok := numeral.Parse(text, unit); ok {
		return v, true
	}
	all := amounts(piece{&paragraph{text: text}, 0, text})
	if len(all) != 1 || all[0].size || all[0].cost || all[0].from || utf8.RuneCountInString(text)-utf8.RuneCountInString(all[0].at.text) > longestVerb {
		return 0, false
	}
	a := all[0].in(unit)
	return a.value, sameUnit(a, amount{unit: unit})
}
