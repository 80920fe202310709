package draft

import (
	"math"
	"strings"

	"duban/workbook"
	"duban/workbook/pattern"
)

// Indicator is a figure by which the document tells how things stand.
type Indicator struct {
	Title, Unit, Latest, Planned, LastYear, Best Said
	// Direction, Bureau and Remark come from a table; Owners are the names as they occur.
	Direction, Bureau, Remark Said
	Owners                    []string
	// Targets holds its interim targets by quarters or months, sorted by time.
	Targets []PeriodTarget
	// ID is its number in a plan; if it is empty the indicators are counted.
	ID string
	// Task is the task for the same figure, whose leads answer for the indicator.
	Task *Task
}

var (
	// statement is what a figure is of, and how it is said.
	statement = pattern.New(`^(.{0,24}?)(?:(同比增长|增长|同比下降|下降|达到|压减|压缩|超过|占比)()(?:到|为)?|(占|完成)(.{0,14}?)(?:的?比重)?(?:达到|的|到|为)?)$`)
	overPlan  = pattern.New(`(?:高出|高于|超出|超过)[^，。；、]{0,4}(?:计划|目标|预期)(?:目标)?$`)
	overYear  = pattern.New(`同比(?:提高|增加|上升)$`)
	subject   = pattern.New(`^(?:其中|尤其是|全县|全市|全区|全镇|上半年|前三季度|1至\d+月|1-\d+月|截至目前|目前|今年|是|无论)+，?`)
)

// tie finds the task about an indicator's figure: 财政收入增长9% was reached, 财政收入增长8%以上 is the aim. The task's target
// becomes the planned value.
func (d *Draft) tie() {
	if len(d.Indicators) == 0 {
		return
	}
	by := map[string][]*Task{}
	for _, t := range d.Tasks {
		if t.Get(workbook.ColTarget).IsNum {
			for p := range pairsOf(t.Get(workbook.ColTitle).Text) {
				if len(by[p]) < mostTied {
					by[p] = append(by[p], t)
				}
			}
		}
	}
	for _, i := range d.Indicators {
		about := pairsOf(ofWhat.ReplaceAllString(i.Title.Text, ""))
		if len(about) == 0 {
			continue
		}
		for _, t := range rarest(by, about) {
			d.compared++
			target := t.Get(workbook.ColTarget)
			if t.Get(workbook.ColUnit).Text == i.Unit.Text && shared(about, pairsOf(t.Get(workbook.ColTitle).Text)) == len(about) {
				i.Task = t
				if !i.Planned.Filled() {
					i.Planned = target
				}
				break
			}
		}
	}
}

// mostTied is the most tasks that are looked at for an indicator, so that the time grows in proportion to the text.
const mostTied = 100

// rarest gives the tasks, in order, whose titles contain the rarest pair of characters of a name.
func rarest(by map[string][]*Task, about map[string]bool) []*Task {
	best, found := "", false
	for p := range about {
		if !found || len(by[p]) < len(by[best]) || len(by[p]) == len(by[best]) && p < best {
			best, found = p, true
		}
	}
	return by[best]
}

// ofWhat matches the end of an indicator's name that says how it is counted.
var ofWhat = pattern.New(`(?:增速|比重|占比|增长|下降)$`)

// indicators reads the figures in the sections that tell how things stand.
func (r *reader) indicators(s *section) []*Indicator {
	if s.tone != background && s.tone != frame {
		return nil
	}
	var out []*Indicator
	for _, p := range s.body {
		f := figuring{}
		for _, c := range p.clauses() {
			for _, item := range byMark(c) {
				for _, a := range amounts(item) {
					if i := f.take(item, a); i != nil {
						out = append(out, i)
					}
				}
			}
		}
	}
	return out
}

// figuring is the state of reading one sentence's figures, one after another.
type figuring struct {
	// last is the indicator before, name its subject: a share may be of that.
	last *Indicator
	name string
}

// take reads an amount as an indicator; nil if it is none or only adds to the last one.
func (f *figuring) take(item piece, a amount) *Indicator {
	if strings.HasSuffix(a.unit, "元") {
		i := valued(item, a)
		if i != nil {
			f.last, f.name = i, i.Title.Text
		}
		return i
	}
	if a.unit != "%" && a.unit != "个百分点" && a.unit != "百分点" {
		return nil
	}
	left := strings.Trim(item.text[:a.at.from-item.from], spaces)
	switch {
	case f.last != nil && overPlan.MatchString(left):
		f.last.Planned = workedOut(a, f.last.Latest.Num-a.value)
		return nil
	case f.last != nil && overYear.MatchString(left):
		f.last.LastYear = workedOut(a, f.last.Latest.Num-a.value)
		return nil
	case a.unit != "%":
		return nil
	}
	title := f.rate(left[len(subject.FindString(left)):])
	if title == "" {
		return nil
	}
	i := &Indicator{Title: said(item, title), Unit: said(a.at, "%"), Latest: said(a.at, "")}
	i.Latest.Num, i.Latest.IsNum = a.value, true
	if strings.HasSuffix(title, growthRate) {
		i.Direction = said(item, workbook.Floor)
	}
	f.last = i
	return i
}

// growthRate ends the name of an indicator of growth over a year.
const growthRate = "增速"

// rate names the indicator of a percentage by the words before it: its subject, and how it is counted. It is empty if they
// name none.
func (f *figuring) rate(words string) string {
	m := statement.FindStringSubmatch(words)
	if m == nil {
		return ""
	}
	title, verb, of := m[1], m[2]+m[4], m[3]+m[5]
	share := verb == "占" || verb == "完成" || verb == "占比"
	if title == "" || share && strings.Trim(title, spaces) == "" {
		title = f.name
	}
	if title == "" {
		return ""
	}
	f.name = title
	switch verb {
	case "占":
		return title + verb + of + "比重"
	case "完成":
		return title + verb + of
	case "达到", "超过":
		return title
	case "同比增长", "增长":
		return title + growthRate
	}
	return title + verb
}

// valueSaid matches the subject of an amount of money: 地区生产总值完成286亿元.
var valueSaid = pattern.New(`^([\p{Han}“”]{3,16}?)(?:完成|达到?|实现|突破|为)$`)

// valued reads a clause that gives something's amount in money.
func valued(item piece, a amount) *Indicator {
	left := strings.Trim(item.text[:a.at.from-item.from], spaces)
	m := valueSaid.FindStringSubmatch(left[len(subject.FindString(left)):])
	if m == nil || verbAt(m[1]) != "" {
		return nil
	}
	i := &Indicator{Title: said(item, m[1]), Unit: said(a.at, a.unit), Latest: said(a.at, "")}
	i.Latest.Num, i.Latest.IsNum = a.value, true
	return i
}

func byMark(c piece) []piece {
	var out []piece
	start := 0
	for i, r := range c.text {
		if r == '、' {
			out = append(out, c.sub(start, i))
			start = i + len("、")
		}
	}
	return append(out, c.sub(start, len(c.text)))
}

func workedOut(a amount, v float64) Said {
	s := said(a.at, "")
	s.Num, s.IsNum = math.Round(v*1e6)/1e6, true
	s.Sure, s.Why = Likely, WhyWorkedOut
	return s
}
