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

// A construction project is measured by what is invested in it in the year: 总投资1.8亿元，年度计划投资9000万元. Documents give both figures in columns
// of a list of projects, or in the sentence about the project.

var (
	totalHead = pattern.New(`^(?:项目|计划|概算|估算|预算|预计)?总投资(?:额|规模|估算|概算)?$|^(?:概算|估算)投资$|^投资(?:总额|总规模|估算|概算)$`)
	yearHead  = pattern.New(`^(?:20\d\d年|年|本年|当年|今年|全年|年内)度?(?:计划|目标|拟|预计)?(?:完成)?投资(?:额|计划|目标|任务|安排)?$|^计划(?:完成)?投资额?$`)
	// yearGoalHead matches the heading of the column that says how far the project should be by the end of the year.
	yearGoalHead = pattern.New(`^(?:20\d\d年|年)度?(?:计划)?(?:形象进度|建设)(?:目标|内容|任务|计划|要求)?$`)
	// moneyUnit matches a unit of money in a heading or above a table: 总投资（万元）, 单位：亿元.
	moneyUnit = pattern.New(`(?:[（(]|单位[：:]\s?)(?:人民币)?(亿元|万元|元)`)
)

// projectHead gives the field that a heading in a list of projects stands for, empty if it is no such heading.
func projectHead(text string) string {
	switch {
	case totalHead.MatchString(text):
		return workbook.ColTotalInvestment
	case yearHead.MatchString(text):
		return workbook.ColYearInvestment
	case yearGoalHead.MatchString(text):
		return workbook.ColGoal
	}
	return ""
}

// moneyUnits gives the unit of each column of investments, from its heading or from a cell above the headings. It removes columns without a
// unit from cols, so that their figures only go into the remark.
func (g *cells) moneyUnits(head, low int, cols []string) map[int]string {
	unitIn := func(row, col int) string {
		if m := moneyUnit.FindStringSubmatch(g.rows[row][col]); m != nil {
			return m[1]
		}
		return ""
	}
	above := ""
	for row := range head {
		for col := range g.rows[row] {
			if unit := unitIn(row, col); unit != "" {
				above = unit
			}
		}
	}
	units := map[int]string{}
	for col, key := range cols {
		if key != workbook.ColTotalInvestment && key != workbook.ColYearInvestment {
			continue
		}
		for _, unit := range []string{unitIn(low, col), unitIn(head, col), above} {
			if units[col] == "" {
				units[col] = unit
			}
		}
		if units[col] == "" {
			cols[col] = ""
		}
	}
	return units
}

// investment reads a row's cell of investments, with its unit.
func (g *tableRead) investment(row int, key string) (s Said, unit string) {
	col := slices.Index(g.cols, key)
	if col < 0 {
		return Said{}, ""
	}
	text := g.rows[row][col]
	return figureCell(Said{Text: text, At: g.place(row, col), Quote: text}, g.units[col]), g.units[col]
}

// invested makes a row with a planned investment for the year a project that is measured by it. A row that counts something else keeps its
// figure, and its investments go into the remark.
func (t *Task) invested(g *tableRead, row int) {
	year, unit := g.investment(row, workbook.ColYearInvestment)
	total, unitOfTotal := g.investment(row, workbook.ColTotalInvestment)
	switch measure := t.Get(workbook.ColMeasure).Text; {
	case !year.IsNum, measure == workbook.Rectification, measure == workbook.Recurring,
		measure == workbook.Quantity && t.Get(workbook.ColUnit).Text != "%":
		t.remarkOn(g, row, workbook.ColTotalInvestment, workbook.ColYearInvestment)
		return
	}
	if total.IsNum && unitOfTotal != unit {
		v, _, ok := numeral.Parse(number(total.Num)+unitOfTotal, unit)
		total.Num, total.IsNum = v, ok
	}
	if !total.IsNum {
		t.remarkOn(g, row, workbook.ColTotalInvestment)
		total = Said{}
	}
	t.byInvestment(total, year, Said{Text: unit, At: year.At, Quote: year.Quote})
}

// byInvestment makes a task a project that is measured by the year's investment. It drops target, direction and baseline: a figure that
// says how far the project is built is not an amount invested.
func (t *Task) byInvestment(total, year, unit Said) {
	for _, key := range []string{workbook.ColTarget, workbook.ColDirection, workbook.ColBaseline} {
		delete(t.Fields, key)
	}
	measure, basis := year, year
	measure.Num, measure.IsNum, measure.Text = 0, false, workbook.Project
	basis.Num, basis.IsNum, basis.Text = 0, false, workbook.ByInvestment
	t.put(workbook.ColMeasure, measure)
	t.put(workbook.ColBasis, basis)
	t.put(workbook.ColUnit, unit)
	t.put(workbook.ColTotalInvestment, total)
	t.put(workbook.ColYearInvestment, year)
}

// stepsInGoal takes the steps of a project, with their days, from its goal if the deadline was found there: 年底前主体封顶. It leaves a task
// that has milestones alone.
func (t *Task) stepsInGoal(r *reader, goal Said) {
	if t.Get(workbook.ColMeasure).Text != workbook.Project || len(t.Milestones) > 0 || goal.Text == "" || t.Get(workbook.ColDueText).At != goal.At {
		return
	}
	for _, p := range (piece{&paragraph{no: goal.At.Para, text: goal.Text}, 0, goal.Text}).clauses() {
		c := r.clause(p)
		for i, m := range c.moments {
			step := Milestone{Title: said(p, c.stepBy(i)), DueText: said(m.at, m.wording), Due: said(m.at, "")}
			step.Due.Date = m.last
			step.Title.At, step.DueText.At, step.Due.At = goal.At, goal.At, goal.At
			t.Milestones = append(t.Milestones, step)
		}
	}
}

// remarkOn adds cells of a row to the task's remark, each under its heading.
func (t *Task) remarkOn(g *tableRead, row int, keys ...string) {
	var remarks []string
	for col, key := range g.cols {
		if text := g.rows[row][col]; text != "" && slices.Contains(keys, key) {
			remarks = append(remarks, plainHeading(g.rows[g.low][col])+"："+text)
		}
	}
	t.remarkFirst(remarks)
}

// remarkFirst puts texts before a task's remark.
func (t *Task) remarkFirst(remarks []string) {
	if len(remarks) == 0 {
		return
	}
	remark := t.Get(workbook.ColRemark)
	if remark.Text != "" {
		remarks = append(remarks, remark.Text)
	}
	remark.Text, remark.At = strings.Join(remarks, "；"), t.Whole
	t.put(workbook.ColRemark, remark)
}

// investing matches a clause that says how much is invested in the project named before: 上半年完成投资5000万元, 完成年度投资的40%.
var investing = pattern.New(`^(?:力争|争取|确保|累计)*(?:完成|到位)(?:年度|全年)?(?:计划)?投资(?:计划)?(?:的|达到|达)?[\d.,]+(?:万元|亿元|元|[%％])(?:以上|左右)?$`)

// plansInvestment reports whether a clause says how much is to be invested in a project in the year. Such a clause asks for the project.
func (c *clause) plansInvestment() bool {
	return slices.ContainsFunc(c.amounts, func(a amount) bool { return a.year })
}

// invests reports whether the clause, apart from its times, only says how much is invested in the project named before it.
func (c *clause) invests() bool {
	text := c.text
	for _, m := range c.moments {
		text = strings.Replace(text, m.wording, "", 1)
	}
	return len(c.amounts) == 1 && investing.MatchString(text[stripLeadIns(text):])
}

// investedBy reports whether a figure says how much is invested by a day.
func (cl *claim) investedBy(a *amount) bool {
	return slices.ContainsFunc(cl.clauses, func(c *clause) bool {
		return c.invests() && slices.ContainsFunc(c.amounts, func(own amount) bool { return own.at == a.at })
	})
}

// investedIn makes a task a project measured by what is invested in the year. Its title is the project's name, which comes before the
// investments.
func (t *Task) investedIn(cl *claim, year *amount) {
	figure := said(year.at, "")
	figure.Num, figure.IsNum = year.value, true
	name, between := projectBefore(year)
	total := Said{}
	for _, a := range amounts(between) {
		if a.cost {
			total = said(a.at, "")
			total.Num, _, total.IsNum = numeral.Parse(a.at.text, year.unit)
		}
	}
	t.byInvestment(total, figure, said(year.at, year.unit))
	title := t.Get(workbook.ColTitle)
	switch at := investmentIn.FindStringIndex(title.Text); {
	case at != nil && at[0] > 0:
		title.Text = strings.TrimRight(title.Text[:at[0]], "，、（(")
	case name.text != "" && utf8.RuneCountInString(name.text) <= longestTitle:
		name = cl.behindLeads(name)
		title.Text, title.Quote, title.At = name.text, name.text, name.span()
	}
	t.put(workbook.ColTitle, title)
}

// behindLeads gives a text without the leads at its beginning, and the words of role behind them: 发改局要建设城西水厂.
func (cl *claim) behindLeads(p piece) piece {
	for _, n := range cl.leads {
		if n.at.para == p.para && n.at.from == p.from && n.at.to() < p.to() {
			rest := p.sub(len(n.at.text), len(p.text))
			return rest.sub(len(leadWords.FindString(rest.text)), len(rest.text)).trim(spaces)
		}
	}
	return p
}

// onlyWorkedOn reports whether a figure only counts the projects concerned, not those to be begun or finished: 抓好16个重点项目.
func (cl *claim) onlyWorkedOn(a *amount) bool {
	rest := a.at.para.text[a.at.to():]
	return a.unit == "个" && projectsBehind.MatchString(rest) && !slices.ContainsFunc(cl.clauses, func(c *clause) bool { return countedStates.MatchString(c.text) })
}

// yearWords are the words by which an investment is one of the year; investmentSaid is how any investment is called, up to its figure.
const (
	yearWords      = `年度|当年|本年度?|今年|全年|年内|20\d\d年度?`
	investmentSaid = `(?:该项目|项目)?(?:计划|估算|概算|预计|` + yearWords + `)*(?:总|完成)*投资(?:额|计划)?(?:约|为)?`
)

var (
	projectsBehind = pattern.New(`^(?:以上)?[\p{Han}]{0,10}(?:项目|工程)`)
	countedStates  = pattern.New(`开工|竣工|完工|建成|投产|投用|新开|签约|引进|招引|落地|入库|谋划|储备|申报|争取`)
	// investmentIn matches an investment in a title.
	investmentIn = pattern.New(investmentSaid + `[\d.,]+(?:万|亿)?元`)
)

// finishes matches the step that completes the project as a whole, not only a phase of it.
var finishes = pattern.New(`^(?:全面|全部|整体|正式|如期)*(?:竣工|完工|建成|投用|投入使用|投产|交付|通车|试运行|验收)`)

// yearWord is the wording given for the deadline of a year's investment.
const yearWord = "年度"

// byYearEnd makes a project that is measured by the year's investment due at the end of the year, unless its deadline is later or its last
// step completes it earlier.
func (t *Task) byYearEnd(year int) {
	due, last := t.Get(workbook.ColDue), calendar.NewDate(year, 12, 31)
	ends := func(m Milestone) bool { return m.Due.Date == due.Date && finishes.MatchString(m.Title.Text) }
	if t.Get(workbook.ColBasis).Text != workbook.ByInvestment || due.Date >= last || due.Date != 0 && slices.ContainsFunc(t.Milestones, ends) {
		return
	}
	said := t.Get(workbook.ColYearInvestment)
	t.Fields[workbook.ColDueText] = Said{Text: yearWord, At: said.At, Quote: said.Quote}
	t.Fields[workbook.ColDue] = Said{Date: last, At: said.At, Quote: said.Quote, Sure: Likely, Why: WhyYearInvested}
}

// investmentWords matches, at the end of the text before a figure, the words for an investment, what joins them to the project's name, and
// the investments before it.
var investmentWords = pattern.New(`(?:[，、（(]?` + investmentSaid + `(?:[\d.,]+(?:万|亿)?元)?)+$`)

// projectBefore gives the name of the project in the text before the figure of its investment in the year, and the text between name and
// figure.
func projectBefore(year *amount) (name, between piece) {
	name = piece{year.at.para, 0, year.at.para.text[:year.at.from]}
	name = name.sub(0, len(investmentWords.ReplaceAllString(name.text, "")))
	between = piece{name.para, name.to(), name.para.text[name.to():year.at.from]}
	if i := strings.LastIndexAny(name.text, "，；。："); i >= 0 {
		_, size := utf8.DecodeRuneInString(name.text[i:])
		name = name.sub(i+size, len(name.text))
	}
	name = name.sub(len(itemMark.FindString(name.text)), len(name.text))
	return name.trim(spaces + stops + "，、"), between
}

// itemMark matches the number of an item, if the project's name follows it.
var itemMark = pattern.New(`^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,3}[.．、])`)
