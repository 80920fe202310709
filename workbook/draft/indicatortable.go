package draft

import (
	"slices"
	"strings"

	"duban/workbook"
	"duban/workbook/numeral"
	"duban/workbook/pattern"
	"duban/workbook/sheet"
)

// The headings of a table of indicators, by field. Columns with other headings go into the remark, each with its heading.
var (
	indicatorHead = pattern.New(`^(?:[\p{Han}]{0,8})指标(?:名称|内容)?$`)
	plannedHead   = pattern.New(`^(?:20\d\d年?|全年|年度|今年|本年)?(?:预期|考核|计划)?(?:目标|计划|任务)(?:值|数)?$`)
	lastYearHead  = pattern.New(`^(?:上年|去年|上一年|20\d\d年)(?:度|同期)*(?:实绩|完成|实际|基数|基期|数|值|情况)+$|^基[数期](?:值|数)?$`)
	bestHead      = pattern.New(`(?:最优|最好)值?$`)
	latestHead    = pattern.New(`^(?:最新|当前|现状|目前)值?$`)
	// boundAhead and boundBehind match words around a planned figure that give its direction.
	boundAhead  = pattern.New(`^(?:≤|<=|＜=|<|＜|不超过|不高于|不大于|低于|控制在|≥|>=|＞=|>|＞|不低于|不少于|高于|达到)`)
	boundBehind = pattern.New(`(?:以内|以下|以上|左右)$`)
	ceilings    = pattern.New(`^(?:≤|<|＜|不超过|不高于|不大于|低于|控制在)|(?:以内|以下)$`)
	floors      = pattern.New(`^(?:≥|不低于|不少于)|以上$`)
	// downwards matches words in an indicator's name that mean that less is better.
	downwards = pattern.New(`逆向|负向|越低越好|逐年下降`)
	unitAside = pattern.New(`^(.{2,}?)[（(]([^（）()]{1,12})[）)]$`)
)

// Fields of an indicator that tasks do not have.
const (
	fieldIndicator = "indicator"
	fieldPlanned   = "planned"
	fieldLastYear  = "last-year"
	fieldBest      = "best"
	fieldLatest    = "latest"
	// fieldPeriodTarget is a column of interim targets for a quarter or month.
	fieldPeriodTarget = "period-target"
)

func indicatorKey(heading string) string {
	text := plainHeading(heading)
	for _, h := range []struct {
		field   string
		pattern *pattern.Pattern
	}{{fieldIndicator, indicatorHead}, {fieldPlanned, plannedHead}, {fieldLastYear, lastYearHead}, {fieldBest, bestHead}, {fieldLatest, latestHead}} {
		if h.pattern.MatchString(text) {
			return h.field
		}
	}
	switch key := headingKey(heading); key {
	case workbook.ColUnit, workbook.ColTask, workbook.ColLeads, fieldDuty, workbook.ColRemark:
		return key
	}
	return ""
}

// indicatorColumns finds the heading row of a table of indicators: one column names them, another gives what is planned.
func (g *cells) indicatorColumns() (row int, cols []string) {
	for i := range min(len(g.rows), mostAhead) {
		cols := make([]string, g.widths+1)
		seen := map[string]bool{}
		for col := 1; col <= g.widths; col++ {
			key := indicatorKey(g.rows[i][col])
			if key == "" || seen[key] && key != workbook.ColRemark {
				continue
			}
			seen[key] = true
			cols[col] = key
		}
		if seen[fieldIndicator] && seen[fieldPlanned] {
			return i, cols
		}
	}
	return -1, nil
}

// indicatorTable reads a table whose rows are indicators; nil if it is none.
func (r *reader) indicatorTable(p *paragraph) []*Indicator {
	g := spread(p.table)
	head, cols := g.indicatorColumns()
	if head < 0 {
		return nil
	}
	var out []*Indicator
	for row := head + 1; row < len(g.rows); row++ {
		if i := r.indicatorRow(g, head, row, cols, p); i != nil {
			out = append(out, i)
		}
	}
	return out
}

// indicatorRow reads one indicator; nil if the row has no figure.
func (r *reader) indicatorRow(g *cells, head, row int, cols []string, p *paragraph) *Indicator {
	cell := func(key string) Said {
		for col, k := range cols {
			if text := g.rows[row][col]; k == key && text != "" {
				return Said{Text: text, At: Span{Para: p.no, Cell: sheet.At(g.numbers[row], col).String()}, Quote: text}
			}
		}
		return Said{}
	}
	i := &Indicator{Title: cell(fieldIndicator), Unit: cell(workbook.ColUnit)}
	planned := cell(fieldPlanned)
	if i.Title.Text == "" || planned.Text == "" && cell(fieldLastYear).Text == "" || total.MatchString(plainHeading(i.Title.Text)) {
		return nil
	}
	if m := unitAside.FindStringSubmatch(i.Title.Text); m != nil && i.Unit.Text == "" {
		i.Unit = i.Title
		i.Title.Text, i.Unit.Text = m[1], m[2]
	}
	i.Planned, i.LastYear = figureCell(planned, i.Unit.Text), figureCell(cell(fieldLastYear), i.Unit.Text)
	i.Best, i.Latest = figureCell(cell(fieldBest), i.Unit.Text), figureCell(cell(fieldLatest), i.Unit.Text)
	cols = i.ofTheYear(g, head, cols)
	i.Remark = g.beside(head, head, row, cols, cell(workbook.ColRemark).Text, func(string) bool { return false })
	i.Direction = planned
	switch {
	case ceilings.MatchString(planned.Text):
		i.Direction.Text = workbook.Ceiling
	case i.Unit.Text == "%" && (strings.HasSuffix(i.Title.Text, growthRate) || floors.MatchString(planned.Text)):
		i.Direction.Text = workbook.Floor
	case downwards.MatchString(i.Remark.Text + i.Title.Text):
		i.Direction = i.Remark
		i.Direction.Text = workbook.Lower
	default:
		i.Direction.Text = workbook.Higher
	}
	if targets, used := r.periodTargets(g, head, row, cols, i, p.no); len(used) > 0 {
		i.Targets, cols = targets, slices.Clone(cols)
		for _, col := range used {
			cols[col] = fieldPeriodTarget
		}
		i.Remark = g.beside(head, head, row, cols, cell(workbook.ColRemark).Text, func(string) bool { return false })
	}
	who := cell(workbook.ColLeads)
	if who.Text == "" {
		who = cell(fieldDuty)
	}
	named := r.named(piece{&paragraph{no: p.no, text: who.Text}, 0, who.Text})
	i.Owners = firmOnly(append(append(named.leads, named.plain...), named.supports...))
	i.Bureau = Said{Text: strings.Join(i.Owners, "、"), At: who.At, Quote: who.Text}
	return i
}

// ofTheYear leaves last year's figure open if it is of the whole year and the indicator is a total, with which months cannot be compared:
// it goes into the remark with its heading. A rate can be compared with that of a year.
func (i *Indicator) ofTheYear(g *cells, head int, cols []string) []string {
	at := slices.Index(cols, fieldLastYear)
	if at < 0 || !i.LastYear.IsNum || strings.ContainsAny(i.Unit.Text, "%/") {
		return cols
	}
	heading := plainHeading(g.rows[head][at])
	if strings.Contains(heading, "同期") {
		return cols
	}
	i.LastYear.IsNum, i.LastYear.Num = false, 0
	i.LastYear.Sure, i.LastYear.Why, i.LastYear.About = Doubtful, WhyYearBase, heading
	cols = slices.Clone(cols)
	cols[at] = ""
	return cols
}

// figureCell gives a cell's figure in a unit. If the cell is no figure the value is open, with the cell's wording.
func figureCell(s Said, unit string) Said {
	if s.Text == "" {
		return s
	}
	text := boundBehind.ReplaceAllString(boundAhead.ReplaceAllString(s.Text, ""), "")
	v, _, ok := numeral.Parse(strings.TrimFunc(text, blank), unit)
	about := s.Text
	s.Text = ""
	if !ok {
		s.Sure, s.Why, s.About = Doubtful, WhyUnreadFigure, about
		return s
	}
	s.Num, s.IsNum = v, true
	if strings.HasSuffix(about, "左右") {
		s.Sure, s.Why = Likely, WhyAbout
	}
	return s
}
