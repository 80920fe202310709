package score

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"duban/templates"
	"duban/workbook"
	"duban/workbook/sheet"
)

// itemParams are an item's label and the figures of it that may be changed in the workbook.
type itemParams struct{ label, points, floor, ceiling, noRows, factor, share *calcParam }

// paramSet is the sheet of parameters: every figure that the scores depend on, its cell, and the name by which formulas refer to it.
type paramSet struct {
	s    *Scores
	c    *templates.Catalogue
	book *calcBook
	sh   *sheet.Sheet

	names        []sheet.Name
	taken        map[string]bool
	items        map[*SchemeItem]itemParams
	weights      map[*workbook.Task]*calcParam
	difficulties map[*workbook.Task]*calcParam // difficulty
	shares       map[string]*calcParam         // by role
	// sections holds the figures of the plan's rows of 计分部分.
	sections map[*workbook.Section]sectionParams
	// empty is an empty cell, for no floor and no cap.
	empty *calcParam
	// named holds the plan's parameters, defaults the built-in ones by folded name, raters the weights of rater groups by folded name.
	named    map[*workbook.Parameter]*calcParam
	defaults map[string]*calcParam
	raters   map[string]*calcParam
	decimals *calcParam
	good     *calcParam
	poor     *calcParam
	grades   map[*workbook.GradeRule]gradeParams

	next int
	// blocks lists the parts of the sheet, each from the row with its name to its last row.
	blocks []sheet.Span
}

// gradeParams are the figures of a grade: its name, the least total, and the quotas as share of the bureaus and as number.
type gradeParams struct{ name, from, share, quota *calcParam }

// sectionParams are the figures of a row of 计分部分.
type sectionParams struct{ weight, floor, ceiling *calcParam }

// paramColumns is the number of columns of the sheet of parameters.
const paramColumns = 12

// Columns of the sheet of parameters, as the block of items names them. In every block, paramValue has the figure that is changed most
// often.
const (
	paramLabel = iota + 1
	paramSection
	paramScope
	paramValue
	paramGrain
	paramMethod
	paramSumming
	paramFloor
	paramCap
	paramNoRows
	paramFactor
	paramShare
)

func paramRoles() []string {
	return []string{workbook.RoleLead, workbook.RoleCoLead, workbook.RoleMember, workbook.RoleSupport}
}

func newParamSet(s *Scores, c *templates.Catalogue, book *calcBook) *paramSet {
	p := &paramSet{
		s: s, c: c, book: book, sh: &sheet.Sheet{Name: c.T("scoresheet.parameters"), Layout: tableLayout(c)}, taken: map[string]bool{},
		items: map[*SchemeItem]itemParams{}, weights: map[*workbook.Task]*calcParam{}, difficulties: map[*workbook.Task]*calcParam{},
		shares: map[string]*calcParam{}, sections: map[*workbook.Section]sectionParams{}, named: map[*workbook.Parameter]*calcParam{},
		defaults: map[string]*calcParam{}, raters: map[string]*calcParam{}, grades: map[*workbook.GradeRule]gradeParams{}, next: headRow,
	}
	p.empty = p.at(headRow, paramColumns, sheet.Value{}, "")
	p.itemBlock()
	p.sectionBlock()
	p.parameterBlock()
	p.settingBlock()
	p.gradeBlock()
	p.bandBlocks()
	p.raterBlock()
	p.methodBlock()
	p.taskBlock()
	return p
}

func (p *paramSet) cell(row, col int, c sheet.Cell) { p.sh.Put(sheet.At(row, col), c) }

func (p *paramSet) text(row, col int, text string) { p.cell(row, col, body(sheet.StrOrBlank(text))) }

// figure puts a figure that may be changed into a cell; name is its defined name, or empty.
func (p *paramSet) figure(row, col int, v sheet.Value, name string) *calcParam {
	p.cell(row, col, sheet.Cell{Role: sheet.Input, Align: sheet.AlignCenter, Value: v})
	return p.at(row, col, v, name)
}

// at makes a parameter of a cell with value v. Formulas refer to it by name, or by its address if name is empty or taken.
func (p *paramSet) at(row, col int, v sheet.Value, name string) *calcParam {
	ref := sheet.QuoteName(p.sh.Name) + "!" + sheet.At(row, col).Abs()
	x := &calcParam{value: v, ref: ref}
	if folded := strings.ToLower(name); name != "" && !p.taken[folded] {
		p.taken[folded] = true
		p.names = append(p.names, sheet.Name{Name: name, Refers: ref})
		x.ref = name
	}
	return x
}

// block opens a part of the sheet with its name, a heading row and rows rows, of which it returns the first; an empty row separates it from
// the part before. A heading that is followed by empty ones is merged with their cells, and so are the cells below it. inputs are the
// columns that may be changed.
func (p *paramSet) block(key string, rows int, inputs []int, headings ...string) int {
	first := p.next + 2
	p.next = first + rows + 1
	p.blocks = append(p.blocks, sheet.Span{First: first - 2, Last: first + rows - 1})
	p.cell(first-2, 1, sheet.Cell{Role: sheet.Section, Value: sheet.Str(p.c.T("scorebook.section-" + key))})
	p.sh.Merges = append(p.sh.Merges, sheet.Rect(first-2, 1, first-2, paramColumns))
	for i, h := range headings {
		if h == "" {
			continue
		}
		last := i
		for last+1 < len(headings) && headings[last+1] == "" {
			last++
		}
		for row := first - 1; last > i && row < first+rows; row++ {
			p.sh.Merges = append(p.sh.Merges, sheet.Rect(row, i+1, row, last+1))
		}
		role := sheet.Heading
		for _, col := range inputs {
			if col == i+1 {
				role = sheet.HeadingInput
			}
		}
		p.cell(first-1, i+1, sheet.Cell{Role: role, Value: sheet.Str(p.c.T("scorecol." + h))})
	}
	return first
}

// limit restricts what may be typed into a column of a block to what the formulas can take.
func (p *paramSet) limit(first, rows, col int, v sheet.Validation) {
	if rows == 0 {
		return
	}
	v.Range = sheet.Rect(first, col, first+rows-1, col)
	v.ErrorTitle, v.Error = p.sh.Name, p.c.T("scorebook.refused")
	p.sh.Layout.Validations = append(p.sh.Layout.Validations, v)
}

func between(lowest, most string) sheet.Validation {
	return sheet.Validation{Type: sheet.DecimalValidation, Min: lowest, Max: most}
}

func (p *paramSet) scope(names []string) string {
	if len(names) == 0 {
		return p.c.T("scorebook.all-bureaus")
	}
	return strings.Join(names, p.c.T("scorebook.join"))
}

func (p *paramSet) itemBlock() {
	items := p.s.Scheme.Items
	first := p.block("items", len(items), []int{paramValue, paramFloor, paramCap, paramNoRows, paramFactor, paramShare},
		"item", "section", "scope", "points", "grain", "method", "summing", "floor", "cap", "no-rows", "factor", "no-rows-share")
	ids := map[string]bool{}
	for i, it := range items {
		row := first + i
		id := nameSuffix(it.ID)
		if id == "" || ids[strings.ToLower(id)] {
			id = fmt.Sprint("_", i+1)
		}
		ids[strings.ToLower(id)] = true
		name := func(key string) string { return p.c.T("scorename."+key) + "_" + id }
		p.text(row, paramLabel, it.Label)
		p.text(row, paramSection, it.Section)
		p.text(row, paramScope, p.scope(it.Scope))
		p.text(row, paramGrain, p.c.ChoiceLabel("grain", it.Grain))
		p.text(row, paramMethod, it.Item.Method)
		p.text(row, paramSumming, p.c.ChoiceLabel("summing", it.Summing))
		x := itemParams{
			label:  p.at(row, paramLabel, sheet.Str(it.Label), ""),
			points: p.figure(row, paramValue, sheet.Num(it.Points), name("points")),
			floor:  p.figure(row, paramFloor, amountValue(it.Floor), name("floor")), ceiling: p.figure(row, paramCap, amountValue(it.Cap), name("cap")),
			noRows: p.figure(row, paramNoRows, sheet.Str(p.c.ChoiceLabel("no-rows", it.noRows())), name("no-rows")),
		}
		if it.factor == "" {
			x.factor = p.figure(row, paramFactor, sheet.Num(it.constant), name("factor"))
		} else {
			p.text(row, paramFactor, it.factor)
		}
		share := sheet.Value{}
		if it.NoRowsShare.Known {
			share = sheet.Num(it.NoRowsShare.V)
		}
		x.share = p.figure(row, paramShare, share, name("no-rows-share"))
		p.items[it] = x
	}
	n := len(items)
	p.limit(first, n, paramValue, between("0", ""))
	p.limit(first, n, paramFloor, between("-100000", "100000"))
	p.limit(first, n, paramCap, between("-100000", "100000"))
	p.limit(first, n, paramShare, between("0", "100"))
	words := make([]string, 0, 5)
	for _, key := range []string{workbook.NoRowsRenormalise, workbook.NoRowsZero, workbook.NoRowsFull, workbook.NoRowsShare, workbook.NoRowsDash} {
		words = append(words, p.c.ChoiceLabel("no-rows", key))
	}
	p.limit(first, n, paramNoRows, sheet.Validation{Type: sheet.ListValidation, Choices: words})
}

// noRows gives the item's policy for bureaus without rows, as it holds in this scoring: an item that is deferred is left out and the rest
// scaled up.
func (it *SchemeItem) noRows() string {
	if it.Deferred {
		return workbook.NoRowsRenormalise
	}
	return it.Item.NoRows
}

func (p *paramSet) sectionBlock() {
	rows := p.s.Plan.Sections
	if len(rows) == 0 {
		return
	}
	first := p.block("sections", len(rows), []int{paramValue, paramFloor, paramCap}, "section", "", "scope", "section-weight", "", "", "", "floor", "cap")
	for i, sec := range rows {
		row := first + i
		p.text(row, paramLabel, keyText(sec.Name))
		p.text(row, paramScope, p.scope(sec.Scope))
		p.sections[sec] = sectionParams{
			weight: p.figure(row, paramValue, sheet.Num(sectionWeight(sec)), ""),
			floor:  p.figure(row, paramFloor, amountValue(sec.Floor), ""), ceiling: p.figure(row, paramCap, amountValue(sec.Cap), ""),
		}
	}
	p.limit(first, len(rows), paramValue, between("0", ""))
}

// wholeSection is the weight in per cent of a section for which the plan gives none; groupWeight that of such a group of raters.
const (
	wholeSection = 100.0
	groupWeight  = 1.0
)

func sectionWeight(sec *workbook.Section) float64 {
	if sec.Weight.Known {
		return sec.Weight.V
	}
	return wholeSection
}

// parameterBlock lists the plan's parameters, and the built-in ones that are in use and not in the plan.
func (p *paramSet) parameterBlock() {
	var built []string
	for _, name := range p.s.Scheme.Parameters {
		if !p.s.ownParameter(name) {
			built = append(built, name)
		}
	}
	n := len(p.s.Plan.Parameters) + len(built)
	if n == 0 {
		return
	}
	first := p.block("parameters", n, []int{paramValue}, "parameter", "", "scope", "value", "explain", "", "", "", "", "", "", "")
	for i, x := range p.s.Plan.Parameters {
		row := first + i
		p.text(row, paramLabel, x.Name)
		p.text(row, paramScope, p.scope(x.Scope))
		p.text(row, paramGrain, x.Explain)
		name := ""
		if len(x.Scope) == 0 {
			name = definedName(x.Name)
		}
		p.named[x] = p.figure(row, paramValue, sheet.Num(x.Value), name)
	}
	for i, name := range built {
		row := first + len(p.s.Plan.Parameters) + i
		p.text(row, paramLabel, name)
		p.text(row, paramScope, p.scope(nil))
		p.text(row, paramGrain, p.c.T("scorebook.parameter-built-in"))
		p.defaults[foldWord(name)] = p.figure(row, paramValue, sheet.Num(p.s.Scheme.defaults[foldWord(name)]), definedName(name))
	}
	p.limit(first, n, paramValue, between("-1000000", "1000000"))
}

// ownParameter reports whether the plan has a parameter of a name, for all bureaus or for some.
func (s *Scores) ownParameter(name string) bool {
	for _, x := range s.Plan.Parameters {
		if foldWord(x.Name) == foldWord(name) {
			return true
		}
	}
	return false
}

// parameter gives the figure that a name stands for in a bureau's rows: the plan's, with the narrowest scope first, or else the built-in
// one. If the plan gives the name to other bureaus alone it is #N/A, which has no cell.
func (p *paramSet) parameter(name string, b *workbook.Bureau) *calcParam {
	if x := p.s.Plan.ParameterFor(name, b); x != nil {
		return p.named[x]
	}
	if x := p.defaults[foldWord(name)]; x != nil {
		return x
	}
	if f, ok := p.s.Scheme.defaults[foldWord(name)]; ok {
		return &calcParam{value: sheet.Num(f), ref: sheet.Num(f).String()}
	}
	return &calcParam{value: sheet.Err("#N/A"), ref: "NA()"}
}

func (p *paramSet) settingBlock() {
	set := &p.s.Plan.Settings
	first := p.block("settings", len(paramRoles())+3, []int{paramValue}, "parameter", "", "", "value")
	put := func(i int, label string, v float64, name string) *calcParam {
		p.text(first+i, paramLabel, label)
		return p.figure(first+i, paramValue, sheet.Num(v), name)
	}
	share := ""
	for _, in := range workbook.SchemeInputs() {
		if in.Key == workbook.InShare {
			share = in.Name(p.c.Lang)
		}
	}
	for i, role := range paramRoles() {
		label := p.c.T("scorebook.join-words", "a", share, "b", p.c.ChoiceLabel("role", role))
		p.shares[role] = put(i, label, p.s.roleShare(role), p.c.T("scorename.share-"+role))
	}
	n := len(paramRoles())
	p.decimals = put(n, p.c.T("scorebook.setting-decimals"), float64(set.Decimals), p.c.T("scorename.decimals"))
	p.good = put(n+1, p.c.T("choice.setting."+workbook.SetGoodMark), set.GoodMark, p.c.T("scorename.good-mark"))
	p.poor = put(n+2, p.c.T("choice.setting."+workbook.SetPoorMark), set.PoorMark, p.c.T("scorename.poor-mark"))
	p.limit(first, n, paramValue, between("0", ""))
	p.limit(first+n, 1, paramValue, between("0", "6"))
	p.limit(first+n+1, 2, paramValue, between("0", "100"))
}

// gradeBlock lists the grades that any bureau may get, in the plan's order: best first.
func (p *paramSet) gradeBlock() {
	var rules []*workbook.GradeRule
	seen := map[*workbook.GradeRule]bool{}
	for _, b := range p.s.Bureaus {
		b.grades = p.s.gradesFor(b.Bureau)
		for _, g := range b.grades {
			if !seen[g] {
				seen[g] = true
				rules = append(rules, g)
			}
		}
	}
	slices.SortStableFunc(rules, func(a, b *workbook.GradeRule) int {
		return slices.Index(p.s.Plan.GradeRules, a) - slices.Index(p.s.Plan.GradeRules, b)
	})
	first := p.block("grades", len(rules), []int{paramLabel, paramValue, paramGrain, paramMethod}, "grade", "", "scope", "from", "quota-share", "quota")
	for i, g := range rules {
		row := first + i
		p.cell(row, paramLabel, sheet.Cell{Role: sheet.Input, Align: sheet.AlignLeft, Value: sheet.Str(g.Name)})
		p.text(row, paramScope, p.scope(g.Scope))
		p.grades[g] = gradeParams{
			name: p.at(row, paramLabel, sheet.Str(g.Name), ""), from: p.figure(row, paramValue, amountValue(g.From), ""),
			share: p.figure(row, paramGrain, amountValue(g.QuotaShare), ""), quota: p.figure(row, paramMethod, amountValue(g.Quota), ""),
		}
	}
	p.limit(first, len(rules), paramValue, between("-100000", "100000"))
	p.limit(first, len(rules), paramGrain, between("0", "100"))
	p.limit(first, len(rules), paramMethod, between("0", ""))
}

// gradesFor gives the grades of a bureau. Bureaus without grades of their own share one copy of those of 参数.
func (s *Scores) gradesFor(b *workbook.Bureau) []*workbook.GradeRule {
	rules := s.Plan.GradesFor(b)
	if len(rules) > 0 && rules[0].Rec == nil {
		if s.settingGrades == nil {
			s.settingGrades = rules
		}
		return s.settingGrades
	}
	return rules
}

// bandBlocks lays out each table of bands that an item uses, in rising order.
func (p *paramSet) bandBlocks() {
	for _, it := range p.s.Scheme.Items {
		key := bandsKey(it)
		bands := append([]*workbook.Band(nil), p.s.Plan.BandsOf(it.Bands)...)
		if it.Bands == "" || len(bands) == 0 || p.book.tables[key] != nil {
			continue
		}
		sort.SliceStable(bands, func(i, j int) bool { return bands[i].From < bands[j].From })
		first := p.block("bands", len(bands), []int{paramValue, paramFloor}, "bands", "band", "", "band-from", "up-to", "", "", "score")
		t := p.book.table(key, p.sh.Name, len(bands))
		t.first, t.foreign = first, true
		from, score := t.add(calcColumn{key: "from", pos: paramValue}), t.add(calcColumn{key: "score", pos: paramFloor})
		for i, b := range bands {
			row := first + i
			p.text(row, paramLabel, b.Table)
			p.text(row, paramSection, b.Name)
			p.cell(row, paramGrain, sheet.Cell{Role: sheet.Body, Align: sheet.AlignCenter, Value: amountValue(b.UpTo)})
			p.figure(row, paramValue, sheet.Num(b.From), "")
			p.figure(row, paramFloor, sheet.Num(b.Score), "")
			from.set(i, sheet.Num(b.From))
			score.set(i, sheet.Num(b.Score))
		}
		p.limit(first, len(bands), paramValue, between("-1000000", "1000000"))
		p.limit(first, len(bands), paramFloor, between("-1000000", "1000000"))
	}
}

// bandsKey gives the key of the table of bands that an item uses.
func bandsKey(it *SchemeItem) string { return "bands:" + foldWord(it.Bands) }

// raterBlock lists the groups of raters that gave ratings, with their weights.
func (p *paramSet) raterBlock() {
	var names []string
	seen := map[string]bool{}
	for _, r := range p.s.Rows[workbook.GrainRating] {
		if g := foldWord(r.Rating.Raters); !seen[g] {
			seen[g] = true
			names = append(names, r.Rating.Raters)
		}
	}
	if len(names) == 0 {
		return
	}
	first := p.block("raters", len(names), []int{paramValue}, "raters", "", "raters-kind", "rater-weight")
	for i, name := range names {
		row := first + i
		p.text(row, paramLabel, keyText(name))
		p.text(row, paramScope, p.c.ChoiceLabel("raters", p.s.Plan.RaterKind(name)))
		weight := groupWeight
		if g := p.s.Plan.RaterGroup(name); g != nil {
			weight = g.Weight
		}
		p.raters[foldWord(name)] = p.figure(row, paramValue, sheet.Num(weight), "")
	}
	p.limit(first, len(names), paramValue, between("0", ""))
}

func (p *paramSet) methodBlock() {
	methods := p.s.Scheme.Methods
	first := p.block("methods", len(methods), nil, "method", "formula", "", "", "", "", "explain", "", "", "", "", "")
	for i, m := range methods {
		p.text(first+i, paramLabel, m.Name)
		if p.s.veiled(m) {
			p.text(first+i, paramSection, p.c.T("scorebook.formula-unsaid"))
			continue
		}
		p.text(first+i, paramSection, m.Source)
		p.text(first+i, paramSumming, m.Explain)
	}
}

func (p *paramSet) taskBlock() {
	var tasks []*workbook.Task
	seen := map[*workbook.Task]bool{}
	for _, grain := range []string{workbook.GrainTask, workbook.GrainTaskPeriod} {
		for _, r := range p.s.Rows[grain] {
			if t := p.s.taskNow(r.Line.Task.ID); t != nil && !seen[t] {
				seen[t] = true
				tasks = append(tasks, t)
			}
		}
	}
	sort.SliceStable(tasks, func(i, j int) bool { return tasks[i].Order < tasks[j].Order })
	first := p.block("weights", len(tasks), []int{paramValue, paramGrain}, "task", "title", "", "weight", "difficulty")
	for i, t := range tasks {
		p.text(first+i, paramLabel, t.ID)
		p.text(first+i, paramSection, t.Title)
		p.weights[t] = p.figure(first+i, paramValue, sheet.Num(t.Weight), "")
		p.difficulties[t] = p.figure(first+i, paramGrain, sheet.Num(t.Difficulty), "")
	}
	p.limit(first, len(tasks), paramValue, between("0", ""))
	p.limit(first, len(tasks), paramGrain, between("0", ""))
}
