package draft

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/numeral"
	"duban/workbook/pattern"
	"duban/workbook/sheet"
)

// table reads a table of tasks with any of the usual headings, in one row or two, and with merged cells. A table without
// such headings gives nothing.
func (r *reader) table(p *paragraph, sec *section) []*Task {
	g := spread(p.table)
	head, depth, cols := g.headings()
	if head < 0 {
		return nil
	}
	var out []*Task
	group := Said{}
	units := g.moneyUnits(head, head+depth-1, cols) // it also drops columns without a unit from cols
	g.stepDays(head, head+depth-1, cols)
	table := &tableRead{cells: g, head: head, low: head + depth - 1, cols: cols, units: units, para: p, codes: g.numbered(head+depth, cols), closes: g.closes(head + depth - 1)}
	for row := head + depth; row < len(g.rows); row++ {
		if col, ok := g.groupRow(row, cols); ok {
			text := g.rows[row][col]
			group = Said{Text: areaName(text), At: Span{Para: p.no, Cell: sheet.At(g.numbers[row], col).String()}, Quote: text}
			continue
		}
		if t := r.row(table, row, sec); t != nil {
			if !t.Get(workbook.ColArea).Filled() {
				t.put(workbook.ColArea, group)
			}
			out = append(out, t)
		}
	}
	return out
}

// groupRow reports whether a row only names what the rows below it are about, and gives the cell with the name: one text across the
// row, or 一 and a name beside it.
func (g *cells) groupRow(row int, cols []string) (int, bool) {
	number, at, filled := "", 0, 0
	for col := 1; col < len(g.rows[row]); col++ {
		text := g.rows[row][col]
		if text == "" || at > 0 && text == g.rows[row][at] {
			continue
		}
		if m, ok := markAt(text+"、", false, noneBefore); ok && m.kind == "han" && utf8.RuneCountInString(text) <= 3 || han.MatchString(text) {
			number = text
			continue
		}
		filled++
		at = col
	}
	known := 0
	for _, c := range cols {
		if c != "" && c != workbook.ColTask {
			known++
		}
	}
	if filled != 1 || known < 3 {
		return 0, false
	}
	across := g.merged[sheet.At(g.numbers[row], at+1)]
	named := hanMarked.MatchString(g.rows[row][at])
	return at, number != "" || across || named
}

var (
	han       = pattern.New(`^[（(]?[一二三四五六七八九十]{1,3}[）)]?[、.．]?$`)
	hanMarked = pattern.New(`^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])`)
)

func noneBefore(string) int { return 0 }

// cells holds a table's texts, with merged cells repeated in all cells that they cover.
type cells struct {
	rows [][]string
	// numbers holds the sheet's row numbers.
	numbers []int
	// merged marks the cells that only repeat another one.
	merged map[sheet.Ref]bool
	widths int
}

// widest is the most columns of a table that are looked at.
const widest = 64

func spread(s *sheet.Sheet) *cells {
	g := &cells{merged: map[sheet.Ref]bool{}}
	values := map[sheet.Ref]string{}
	for i := range s.Rows {
		for _, c := range s.Rows[i].Cells {
			if c.Col > widest {
				break
			}
			text := c.Value.String()
			switch {
			case c.Value.Kind != sheet.Number:
			case c.Format == sheet.Date:
				text = calendar.Date(c.Value.Num).String()
			case c.Format == sheet.Percent:
				text = number(math.Round(c.Value.Num*1e8)/1e6) + "%"
			}
			if text = strings.TrimFunc(text, blank); text != "" {
				values[sheet.At(s.Rows[i].N, c.Col)] = text
				g.widths = max(g.widths, c.Col)
			}
		}
	}
	for _, m := range s.Merges {
		text := values[m.First]
		for row := m.First.Row; row <= m.Last.Row && row-m.First.Row < 2000; row++ {
			for col := m.First.Col; col <= min(m.Last.Col, widest); col++ {
				at := sheet.At(row, col)
				if at != m.First {
					values[at] = text
					g.merged[at] = true
				}
			}
		}
	}
	for i := range s.Rows {
		n := s.Rows[i].N
		line := make([]string, g.widths+1)
		for col := 1; col <= g.widths; col++ {
			line[col] = values[sheet.At(n, col)]
		}
		g.rows = append(g.rows, line)
		g.numbers = append(g.numbers, n)
	}
	return g
}

// headings finds the heading row among the first twenty rows, whether the row below completes it, and the field of each
// column.
func (g *cells) headings() (row, depth int, cols []string) {
	best := 1
	row = -1
	for i := range g.rows {
		if i >= mostAhead {
			break
		}
		one, n := g.matched(i, 1)
		if n > best {
			best, row, depth, cols = n, i, 1, one
		}
		if i+1 < len(g.rows) && slices.ContainsFunc(g.rows[i], func(text string) bool { return headingKey(text) != "" }) {
			if two, n2 := g.matched(i, 2); n2 > best {
				best, row, depth, cols = n2, i, 2, two
			}
		}
	}
	return row, depth, cols
}

// unitOnly matches the lower line of a heading if it only gives the unit.
var unitOnly = pattern.New(`^[（(][^（）()]{1,8}[）)]$`)

// matched reads one row, or two, as headings; the lower cell counts if it says more. An unknown heading ends
// the reading of a second row, which is data then.
func (g *cells) matched(row, depth int) (cols []string, n int) {
	cols = make([]string, g.widths+1)
	seen := map[string]bool{}
	for col := 1; col <= g.widths; col++ {
		key := headingKey(g.rows[row][col])
		if depth == 2 {
			if low := headingKey(g.rows[row+1][col]); low != "" {
				key = low
			} else if key != "" && unitOnly.MatchString(plainHeading(g.rows[row+1][col])) {
				// 总投资 over （万元）
			} else if g.rows[row+1][col] != "" && g.rows[row+1][col] != g.rows[row][col] {
				return nil, 0
			}
		}
		if key == "" || seen[key] && key != workbook.ColRemark && key != fieldIgnored && key != fieldStep {
			continue
		}
		seen[key] = true
		cols[col] = key
		n++
	}
	if !seen[workbook.ColTitle] && !seen[workbook.ColGoal] {
		return cols, 0
	}
	return cols, n
}

func headingKey(text string) string {
	text = plainHeading(text)
	if k := labelWords()[text]; k != "" {
		return k
	}
	if at := strings.IndexAny(text, "（("); at > 0 {
		text = text[:at]
		if k := labelWords()[text]; k != "" {
			return k
		}
	}
	if k := projectHead(text); k != "" {
		return k
	}
	if stepBy(text) != "" {
		return fieldStep
	}
	if utf8.RuneCountInString(text) <= longestHeading {
		for _, h := range headingShapes {
			if h.pattern.MatchString(text) {
				return h.field
			}
		}
	}
	return ""
}

const longestHeading = 8

// headingShapes recognise headings that no list has by their words.
var headingShapes = []struct {
	field   string
	pattern *pattern.Pattern
}{
	{fieldIgnored, pattern.New(`进展|进度|完成情况|电话|问题$|困难|建议`)},
	{workbook.ColLeader, pattern.New(`领导$`)},
	{workbook.ColSupports, pattern.New(`^(?:协办|配合|参与|参加|协同|协作|协助).*(?:单位|部门|乡镇|方)$`)},
	{workbook.ColLeads, pattern.New(`^(?:牵头|主办|主责|汇总|第一).*(?:单位|部门|科室|方)$`)},
	{fieldDuty, pattern.New(`^(?:责任|承办|落实|实施|承担|包保).*(?:单位|部门|科室|主体|方)$`)},
	{workbook.ColStart, pattern.New(`^(?:计划|拟)?(?:开工|开始|启动|起始).*(?:时间|日期|时限)$`)},
	{workbook.ColDueText, pattern.New(`(?:时限|期限)$|^(?:计划|要求|拟)?(?:完成|办结|完工|竣工|截止|整改|销号|交付).*(?:时间|日期|节点)$`)},
	{workbook.ColTitle, pattern.New(`(?:任务|事项|事项名称|项目名称|工作名称)$`)},
	{workbook.ColGoal, pattern.New(`(?:措施|目标|内容|举措|要求|标准)$`)},
}

// tableRead is the state of reading a table as tasks.
type tableRead struct {
	*cells
	// head and low are the first and the last row of the headings.
	head, low int
	cols      []string
	// units gives the units of the columns of investments.
	units map[int]string
	para  *paragraph
	// codes gives the rows' numbers; closes says that the rows are problems that are closed one by one (销号).
	codes  map[int]string
	closes bool
}

// closes reports whether a table has a column that says whether a problem is closed.
func (g *cells) closes(low int) bool {
	return slices.ContainsFunc(g.rows[low], func(h string) bool { return strings.Contains(plainHeading(h), "销号") })
}

// place gives the place of a cell in the document.
func (g *tableRead) place(row, col int) Span {
	return Span{Para: g.para.no, Cell: sheet.At(g.numbers[row], col).String()}
}

// repeats reports whether a row repeats the headings of a table: most of its texts are headings.
func (g *tableRead) repeats(row int) bool {
	heads, filled := 0, 0
	for _, text := range g.rows[row] {
		if text == "" {
			continue
		}
		filled++
		if headingKey(text) != "" {
			heads++
		}
	}
	return heads > 1 && heads*2 > filled
}

// sumsUp reports whether a row sums up the others.
func (g *tableRead) sumsUp(row int) bool {
	return slices.ContainsFunc(g.rows[row], func(text string) bool { return total.MatchString(plainHeading(text)) })
}

// row reads one row of a table. An empty cell in the column of areas takes the text above, as an area spans several rows.
func (r *reader) row(g *tableRead, row int, sec *section) *Task {
	t := &Task{Fields: map[string]Said{}, sec: sec, number: g.codes[row]}
	cols, p := g.cols, g.para
	place := func(col int) Span { return g.place(row, col) }
	at := func(key string) (piece, Span) {
		for col, k := range cols {
			if k == key && g.rows[row][col] != "" {
				text := g.rows[row][col]
				return piece{&paragraph{no: p.no, text: text}, 0, text}, place(col)
			}
		}
		return piece{}, Span{}
	}
	cell := func(key string) Said {
		text, span := at(key)
		return Said{Text: strings.ReplaceAll(text.text, "\n", ""), At: span, Quote: text.text}
	}
	title, goal := cell(workbook.ColTitle), cell(workbook.ColGoal)
	if !title.Filled() && goal.Filled() {
		// What is done about a problem is named by the problem.
		title = cell(fieldProblem)
	}
	if !title.Filled() {
		title, goal = goal, Said{}
	}
	if !title.Filled() || g.repeats(row) || g.sumsUp(row) || !g.holds(row) {
		return nil
	}
	t.Whole, t.Quote = title.At, title.Text
	if len([]rune(title.Text)) > 200 {
		title.Text = string([]rune(title.Text)[:199]) + "…"
		title.Sure, title.Why = Doubtful, WhyLong
	}
	t.put(workbook.ColTitle, title)
	t.put(workbook.ColGoal, goal)
	t.put(workbook.ColArea, areaCell(g, row, place))
	remark := g.beside(g.head, g.low, row, cols, cell(workbook.ColRemark).Text, func(text string) bool { return text == g.codes[row] || text == title.Quote })
	remark.At = t.Whole
	t.put(workbook.ColRemark, remark)
	t.put(workbook.ColLeader, cell(workbook.ColLeader))
	r.rowNames(t, at)
	if start, span := at(workbook.ColStart); start.text != "" {
		t.put(workbook.ColStart, r.startOf(start, span))
	}
	if due, span := at(workbook.ColDueText); due.text != "" && !workbook.IsOpenWord(due.text) {
		t.labelled(r, due)
		t.placeAt(span, workbook.ColDueText, workbook.ColDue, workbook.ColCadence)
		for i := range t.Milestones {
			m := &t.Milestones[i]
			m.Title.At, m.DueText.At, m.Due.At = span, span, span
		}
		if said := t.Get(workbook.ColDueText); said.Why == WhyUnreadLimit && pointing.MatchString(said.Text) && r.rowLimit(t, title, goal) {
			// 按节点: the days stand in the row's own words.
			said.Sure, said.Why, said.About = Likely, "", ""
			t.put(workbook.ColDueText, said)
		}
	} else if !r.rowLimit(t, title, goal) {
		t.put(workbook.ColDueText, Said{Why: WhyNoDate, Sure: Likely, At: title.At})
	}
	r.rowFigure(t, title, goal, at)
	t.invested(g, row)
	t.stepsInGoal(r, goal)
	if due := t.Get(workbook.ColDueText); due.At == goal.At || !due.Filled() {
		t.byYearEnd(r.yearOf(g.cells, g.low, g.cols))
	}
	t.byColumns(r, g, row)
	t.wholeYear()
	if g.closes && t.Get(workbook.ColMeasure).Text == workbook.Quantity && t.Get(workbook.ColUnit).Text != "%" {
		// Problems that are closed one by one count once their closing is verified.
		m := t.Get(workbook.ColMeasure)
		m.Text, m.Sure, m.Why = workbook.Rectification, Likely, WhyClosed
		t.put(workbook.ColMeasure, m)
	}
	t.put(workbook.ColSource, Said{Text: sec.path(), At: t.Whole, Quote: t.Quote})
	return t
}

// pointing matches a limit that only refers to days given elsewhere: 按节点, 按时间节点推进, 见目标要求.
var pointing = pattern.New(`^(?:按|见|详见|依|分)[\p{Han}]{0,8}(?:节点|目标|要求|计划|进度|阶段|时限)[\p{Han}]{0,4}$`)

// wholeYear makes a task whose figure is for a whole year start on the first day of the year, not on that of the document.
func (t *Task) wholeYear() {
	due := t.Get(workbook.ColDueText)
	if due.Text != "全年" || t.Get(workbook.ColDue).Date == 0 || t.Get(workbook.ColStart).Filled() ||
		t.Get(workbook.ColMeasure).Text != workbook.Quantity || t.Get(workbook.ColBasis).Text != workbook.Cumulative {
		return
	}
	start := Said{Date: calendar.NewDate(t.Get(workbook.ColDue).Date.Year(), 1, 1), At: due.At, Quote: due.Quote, Sure: Likely, Why: WhyWholeYear}
	t.put(workbook.ColStart, start)
}

// rowLimit takes the limit from the words of a row's task, if the table has no cell for it.
func (r *reader) rowLimit(t *Task, title, goal Said) bool {
	for _, s := range []Said{title, goal} {
		if s.Text == "" {
			continue
		}
		cl := &claim{}
		for _, p := range (piece{&paragraph{no: s.At.Para, text: s.Text}, 0, s.Text}).clauses() {
			cl.clauses = append(cl.clauses, r.clause(p))
		}
		ms := cl.moments()
		if len(ms) == 0 {
			continue
		}
		t.limits(cl, ms)
		t.placeAt(s.At, workbook.ColDueText, workbook.ColDue)
		for i := range t.Milestones {
			m := &t.Milestones[i]
			m.Title.At, m.DueText.At, m.Due.At = s.At, s.At, s.At
		}
		return true
	}
	return false
}

// startOf reads the start of a task: the first day that the wording names.
func (r *reader) startOf(p piece, at Span) Said {
	d, ok := calendar.ResolveDeadline(p.text, r.rules)
	if !ok {
		return Said{}
	}
	return Said{Date: d.First, At: at, Quote: p.text}
}

// holds reports whether a row is more than a heading across the table.
func (g *tableRead) holds(row int) bool {
	first, filled, same := "", 0, true
	for col := 1; col < len(g.rows[row]); col++ {
		text := g.rows[row][col]
		if text == "" {
			continue
		}
		filled++
		if first == "" {
			first = text
		}
		same = same && text == first
	}
	return filled > 1 && !same
}

func areaCell(g *tableRead, row int, place func(int) Span) Said {
	for col, k := range g.cols {
		if k != workbook.ColArea {
			continue
		}
		for up := row; up > g.low; up-- {
			if text := g.rows[up][col]; text != "" {
				return Said{Text: areaName(text), At: place(col), Quote: text}
			}
		}
	}
	return Said{}
}

func (t *Task) placeAt(span Span, keys ...string) {
	for _, k := range keys {
		if s, ok := t.Fields[k]; ok {
			s.At = span
			t.Fields[k] = s
		}
	}
}

// rowNames reads the leads and supports. A 责任单位 alone is the lead; beside a 牵头单位 it supports.
func (r *reader) rowNames(t *Task, at func(string) (piece, Span)) {
	leads, leadAt := at(workbook.ColLeads)
	duty, dutyAt := at(fieldDuty)
	supports, supportAt := at(workbook.ColSupports)
	if leads.text == "" {
		leads, leadAt, duty = duty, dutyAt, piece{}
	}
	lead, other, help := r.named(leads), r.named(duty), r.named(supports)
	t.Leads = firmOnly(slices.Concat(lead.leads, lead.plain, help.leads))
	t.Supports = without(firmOnly(slices.Concat(help.plain, help.supports, lead.supports, other.leads, other.plain, other.supports)), t.Leads)
	s := Said{Text: strings.Join(t.Leads, "、"), At: leadAt, Quote: leads.text}
	if len(t.Leads) == 0 {
		s.Sure, s.Why, s.At = Doubtful, WhyNoLead, t.Whole
	} else if lead.whose != "" {
		s.Sure, s.Why, s.About = Doubtful, WhyWhoseRole, lead.whose
	}
	t.put(workbook.ColLeads, s)
	if len(t.Supports) > 0 {
		quote := supports.text
		if supportAt.IsZero() {
			supportAt, quote = dutyAt, duty.text
		}
		if supportAt.IsZero() || quote == "" {
			// The cell for the leads may also name supports.
			supportAt, quote = leadAt, leads.text
		}
		t.put(workbook.ColSupports, Said{Text: strings.Join(t.Supports, "、"), At: supportAt, Quote: quote})
	}
}

// rowFigure works out how a row's task is measured: from its own columns, or else from the figure in the goal or the title.
func (r *reader) rowFigure(t *Task, title, goal Said, at func(string) (piece, Span)) {
	var c *clause
	var span Span
	figure := false
	for _, s := range []Said{goal, title} {
		if s.Text == "" || figure {
			continue
		}
		for _, p := range (piece{&paragraph{no: s.At.Para, text: s.Text}, 0, s.Text}).clauses() {
			k := r.clause(p)
			if c == nil || len(k.amounts) > 0 && !figure {
				c, span = k, s.At
				figure = len(k.amounts) > 0
			}
		}
	}
	if c == nil {
		return
	}
	cl := &claim{clauses: []*clause{c}}
	t.measure(r, cl)
	t.besides(r, title, goal)
	if len(c.rhythms) > 0 && c.rhythms[0].cadence != 0 && !t.Get(workbook.ColCadence).Filled() {
		t.put(workbook.ColCadence, Said{Text: c.rhythms[0].cadence.String(), Quote: c.rhythms[0].at.text})
	}
	t.placeAt(span, workbook.ColMeasure, workbook.ColTarget, workbook.ColUnit, workbook.ColDirection, workbook.ColBasis,
		workbook.ColBaseline)
	again := t.Get(workbook.ColCadence).Filled() && !t.Get(workbook.ColDue).Filled()
	if m := t.Get(workbook.ColMeasure); again && m.Text == workbook.Deliverable {
		// 每季度 in the column of limits: it comes again.
		m.Text = workbook.Recurring
		t.put(workbook.ColMeasure, m)
	}
	if cad, cadAt := at(workbook.ColCadence); cad.text != "" {
		if cs, ok := calendar.ParseCadences(cad.text); ok {
			t.put(workbook.ColCadence, Said{Text: cs[0].String(), At: cadAt, Quote: cad.text})
		}
	}
	unit, unitAt := at(workbook.ColUnit)
	if target, targetAt := at(workbook.ColTarget); target.text != "" {
		if v, _, ok := numeral.Parse(target.text, unit.text); ok {
			t.put(workbook.ColTarget, Said{Num: v, IsNum: true, At: targetAt, Quote: target.text})
			t.put(workbook.ColMeasure, Said{Text: workbook.Quantity, At: targetAt, Quote: target.text})
			if unit.text != "" {
				t.put(workbook.ColUnit, Said{Text: unit.text, At: unitAt, Quote: unit.text})
			}
		}
	}
	if base, baseAt := at(workbook.ColBaseline); base.text != "" {
		in := unit.text
		if in == "" {
			in = t.Get(workbook.ColUnit).Text
		}
		if v, _, ok := numeral.Parse(base.text, in); ok {
			t.put(workbook.ColBaseline, Said{Num: v, IsNum: true, At: baseAt, Quote: base.text})
		}
	}
}
