package draft

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"duban/workbook"
	"duban/workbook/pattern"
)

// furtherFigure matches a title that only says how much: 完成70亿元, 达到75%. It continues the work of the figure before it.
var furtherFigure = pattern.New(`^(?:累计|力争|确保|总量|共)*(?:完成|达到?|实现|突破|到位)(?:投资|总量)?[\d.,]+(?:万|亿)?[\p{Han}%％/（）]{1,6}$`)

// series makes one task of the figures that a sentence gives the same work for successive times: 一季度完成20亿元，上半年完成45亿元，全年完成100亿元 is one task
// of 100亿元 with the interim targets 20 and 45.
func series(tasks []*Task) []*Task {
	var out []*Task
	tasks = absorbed(tasks)
	for i := 0; i < len(tasks); {
		n := 1
		for i+n < len(tasks) && tasks[i+n].follows(tasks[i+n-1]) {
			n++
		}
		out = append(out, joined(tasks[i:i+n]))
		i += n
	}
	return out
}

// absorbed gives the tasks without those that only say how much of a task before them is to be done by when: these become its interim
// targets.
func absorbed(tasks []*Task) []*Task {
	var out []*Task
	for _, t := range tasks {
		taken := false
		for i := len(out) - 1; i >= 0 && !taken; i-- {
			alike := out[i].Get(workbook.ColUnit).Text == t.Get(workbook.ColUnit).Text
			taken = (alike || i == len(out)-1) && out[i].absorb(t)
			if alike || out[i].Quote != t.Quote {
				break // go further back only over tasks of the same sentence in another unit
			}
		}
		if !taken {
			out = append(out, t)
		}
	}
	return out
}

// follows reports whether a task gives a later and higher figure for the work of the task before it.
func (t *Task) follows(before *Task) bool {
	now, was := t.Get(workbook.ColTarget), before.Get(workbook.ColTarget)
	due, dueBefore := t.Get(workbook.ColDue).Date, before.Get(workbook.ColDue).Date
	if !now.IsNum || !was.IsNum || due == 0 || dueBefore == 0 || due <= dueBefore || t.Quote != before.Quote || t.Whole != before.Whole ||
		t.Get(workbook.ColMeasure).Text != workbook.Quantity || before.Get(workbook.ColMeasure).Text != workbook.Quantity ||
		!slices.Equal(t.Leads, before.Leads) || len(before.Parts)+len(before.Milestones)+len(before.Stages) > 0 ||
		!furtherFigure.MatchString(t.Get(workbook.ColTitle).Text) && !t.onlyCounts(before) {
		return false
	}
	unit, unitBefore := t.Get(workbook.ColUnit).Text, before.Get(workbook.ColUnit).Text
	switch {
	case unit == unitBefore:
		return now.Num > was.Num
	case unitBefore == "%" && unit != "":
		return was.Num < 100 // 到6月底达到50%，年底完成60亿元
	}
	return false
}

// onlyCounts reports whether a title is nothing but the verb of the task before and a figure: 更换路灯500盏, then 更换1200盏.
func (t *Task) onlyCounts(before *Task) bool {
	title := t.Get(workbook.ColTitle).Text
	at := amountPattern.FindStringIndex(title)
	return at != nil && at[1] == len(title) && at[0] > 0 && title[:at[0]] == verbAt(before.Get(workbook.ColTitle).Text)
}

// joined makes one task of a series. The first task says what is done, the last how much in all and by when, and the others are interim
// targets.
func joined(run []*Task) *Task {
	first, last := run[0], run[len(run)-1]
	if len(run) == 1 {
		first.nameFigure()
		return first
	}
	t := *first
	t.Fields = map[string]Said{}
	for key, s := range first.Fields {
		t.Fields[key] = s
	}
	goal := first.Get(workbook.ColGoal)
	if goal.Text == "" {
		goal = first.Get(workbook.ColTitle)
	}
	for _, x := range run[1:] {
		more := x.Get(workbook.ColGoal)
		if more.Text == "" {
			more = x.Get(workbook.ColTitle)
		}
		goal.Text += "，" + more.Text
		goal.At = goal.At.join(more.At)
	}
	t.Fields[workbook.ColGoal] = goal
	for _, key := range []string{workbook.ColTarget, workbook.ColUnit, workbook.ColBasis, workbook.ColDue, workbook.ColDueText, workbook.ColDirection} {
		delete(t.Fields, key)
		t.put(key, last.Get(key))
	}
	title := first.Get(workbook.ColTitle)
	title.Text = withFigure(first, last)
	t.Fields[workbook.ColTitle] = title
	for _, x := range run[:len(run)-1] {
		target := x.Get(workbook.ColTarget)
		if whole := last.Get(workbook.ColTarget).Num; x.Get(workbook.ColUnit).Text == "%" && last.Get(workbook.ColUnit).Text != "%" {
			target.Num, target.Sure, target.Why, target.About = math.Round(target.Num*whole*1e7)/1e9, Likely, WhyShareOf, x.Get(workbook.ColTarget).Quote
		}
		t.Targets = append(t.Targets, PeriodTarget{By: x.Get(workbook.ColDueText), Due: x.Get(workbook.ColDue), Target: target})
	}
	return &t
}

// withFigure gives the title of the first task of a series with the figure of the last: 完成造林700亩 and 1000亩 give 完成造林1000亩.
func withFigure(first, last *Task) string {
	title, end := first.Get(workbook.ColTitle).Text, last.Get(workbook.ColTitle).Text
	if furtherFigure.MatchString(title) {
		return first.sec.shortName() + end
	}
	was, now := figureAt.FindString(title), figureAt.FindString(end)
	if was == "" || now == "" {
		return title
	}
	return strings.TrimSuffix(title, was) + now
}

// figureAt matches the figure at the end of a title, with the time before it.
var figureAt = pattern.New(`(?:到?\d{1,2}月底?)?(?:达到|达)?[\d.,]+(?:万|亿)?[\p{Han}%％/]{1,4}$`)

// nameFigure puts the name of the document's section before a title that only says how many: 改造老旧小区：开工10个.
func (t *Task) nameFigure() {
	title := t.Get(workbook.ColTitle)
	at := amountPattern.FindStringIndex(title.Text)
	if at == nil || at[1] < len(title.Text) || utf8.RuneCountInString(title.Text[:at[0]]) > bareVerb {
		return
	}
	if name := t.sec.shortName(); name != "" {
		title.Text = name + "：" + title.Text
		t.Fields[workbook.ColTitle] = title
	}
}

// bareVerb is the most characters before the figure of a title that has a verb but no object.
const bareVerb = 2

// longestSectionName is the most characters of a section's name that is put before a title.
const longestSectionName = 16

// shortName gives the name of a section, empty if it is too long to be put before a title or names no subject.
func (s *section) shortName() string {
	name := strings.Trim(s.title.text, spaces+stops)
	if utf8.RuneCountInString(name) > longestSectionName || generalHeadings.MatchString(name) || strings.ContainsAny(name, "，；") {
		return ""
	}
	return name
}
