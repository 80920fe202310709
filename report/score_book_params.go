package report

import (
	"fmt"
	"sort"
	"strings"
	"unicode"

	"duban/templates"
	"duban/workbook"
	"duban/workbook/sheet"
)

// itemRefs are the references by which formulas take an item's parameters.
type itemRefs struct{ label, section, points, floor, ceiling, noRows string }

// scoreParams is the sheet of parameters: where each stands, and the names by which formulas speak of them.
type scoreParams struct {
	s        *Scores
	c        *templates.Catalogue
	name     string
	items    map[*SchemeItem]itemRefs
	weights  map[*workbook.Task]string
	shares   map[string]string
	decimals string
	// gradeFrom and gradeName are the two columns of the table of grades.
	gradeFrom, gradeName string
	names                []sheet.Name
	grades               []workbook.Grade // from the lowest threshold up
	tasks                []*workbook.Task

	itemFirst, setFirst, gradeFirst, methodFirst, weightFirst int
}

// Columns of the sheet of parameters. Every figure that may be changed stands in paramValue.
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
)

func newScoreParams(s *Scores, c *templates.Catalogue) *scoreParams {
	p := &scoreParams{s: s, c: c, name: c.T("scoresheet.parameters"), items: map[*SchemeItem]itemRefs{}, weights: map[*workbook.Task]string{}, shares: map[string]string{}}
	p.grades = rising(s.Plan.Settings.Grades, c)
	seen := map[*workbook.Task]bool{}
	for _, r := range s.Rows[workbook.GrainTask] {
		if t := r.Line.Task; !seen[t] {
			seen[t] = true
			p.tasks = append(p.tasks, t)
		}
	}
	sort.SliceStable(p.tasks, func(i, j int) bool { return p.tasks[i].Order < p.tasks[j].Order })
	// A block is a band, a heading row and its rows; an empty row parts it from the next.
	next := scoreHead
	block := func(rows int) int {
		first := next + 2
		next = first + rows + 1
		return first
	}
	p.itemFirst = block(len(s.Scheme.Items))
	p.setFirst = block(len(paramRoles()) + 1)
	p.gradeFirst = block(len(p.grades))
	p.methodFirst = block(len(s.Scheme.Methods))
	p.weightFirst = block(len(p.tasks))
	p.refer()
	return p
}

// rising puts grades in the order that LOOKUP needs. Below the lowest threshold stands the grade for the rest, or the
// sign for none.
func rising(grades []workbook.Grade, c *templates.Catalogue) []workbook.Grade {
	rest := workbook.Grade{Name: c.T("scorebook.none"), From: lowestScore, Rest: true}
	var out []workbook.Grade
	for i := len(grades) - 1; i >= 0; i-- {
		if grades[i].Rest {
			rest.Name = grades[i].Name
			continue
		}
		out = append(out, grades[i])
	}
	return append([]workbook.Grade{rest}, out...)
}

// lowestScore lies below any total.
const lowestScore = -99999

func (p *scoreParams) ref(row, col int) string {
	return sheet.QuoteName(p.name) + "!" + sheet.At(row, col).Abs()
}

func (p *scoreParams) define(name string, r sheet.Range) string {
	p.names = append(p.names, sheet.Name{Name: name, Refers: sheet.QuoteName(p.name) + "!" + r.Abs()})
	return name
}

func one(row, col int) sheet.Range { return sheet.Rect(row, col, row, col) }

func (p *scoreParams) refer() {
	taken := map[string]bool{}
	for i, it := range p.s.Scheme.Items {
		row := p.itemFirst + i
		id := nameSuffix(it.ID)
		if id == "" || taken[strings.ToLower(id)] {
			id = fmt.Sprint("_", i+1)
		}
		taken[strings.ToLower(id)] = true
		named := func(key string, col int) string { return p.define(p.c.T("scorename."+key)+"_"+id, one(row, col)) }
		p.items[it] = itemRefs{
			label: p.ref(row, paramLabel), section: p.ref(row, paramSection),
			points: named("points", paramValue), floor: named("floor", paramFloor), ceiling: named("cap", paramCap), noRows: named("no-rows", paramNoRows),
		}
	}
	for i, role := range paramRoles() {
		p.shares[role] = p.define(p.c.T("scorename.share-"+role), one(p.setFirst+i, paramValue))
	}
	p.decimals = p.define(p.c.T("scorename.decimals"), one(p.setFirst+len(paramRoles()), paramValue))
	last := p.gradeFirst + len(p.grades) - 1
	p.gradeFrom = p.define(p.c.T("scorename.grade-from"), sheet.Rect(p.gradeFirst, paramValue, last, paramValue))
	p.gradeName = p.define(p.c.T("scorename.grade-name"), sheet.Rect(p.gradeFirst, paramLabel, last, paramLabel))
	for i, t := range p.tasks {
		p.weights[t] = p.ref(p.weightFirst+i, paramValue)
	}
}

func paramRoles() []string {
	return []string{workbook.RoleLead, workbook.RoleCoLead, workbook.RoleMember, workbook.RoleSupport}
}

// nameSuffix is an item's code as part of a defined name, empty where it has characters that names may not have.
func nameSuffix(id string) string {
	for _, r := range id {
		if r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return ""
		}
	}
	return id
}

// section is the reference to a section's word, where the first item of the section has it.
func (p *scoreParams) section(section string) string {
	for _, it := range p.s.Scheme.Items {
		if foldWord(it.Section) == foldWord(section) {
			return p.items[it].section
		}
	}
	return quoted(section)
}

func (p *scoreParams) sheet(k *scoreBook) *sheet.Sheet {
	c := p.c
	sh := &sheet.Sheet{Name: p.name, Layout: scoreLayout(c)}
	sh.Layout.Tab = sheet.HeadingInput
	sh.Layout.Print.TitleRows = sheet.Span{}
	sh.Layout.FreezeRows = 1
	for i, w := range []float64{26, 16, 18, 11, 10, 16, 10, 9, 9, 12} {
		sh.Layout.Columns = append(sh.Layout.Columns, sheet.ColumnLayout{First: i + 1, Last: i + 1, Width: w})
	}
	topLines(sh, paramNoRows, k.titleOf(p.name), k.stated(), c.T("scorebook.guide-parameters"))
	// A heading that is followed by empty ones stands over their columns too, and so do the cells below it.
	band := func(first, rows int, key string, headings ...string) {
		sh.Put(sheet.At(first-2, 1), sheet.Cell{Role: sheet.Section, Value: sheet.Str(c.T("scorebook.section-" + key))})
		sh.Merges = append(sh.Merges, sheet.Rect(first-2, 1, first-2, paramNoRows))
		for i, h := range headings {
			if h == "" {
				continue
			}
			last := i
			for last+1 < len(headings) && headings[last+1] == "" {
				last++
			}
			for row := first - 1; last > i && row < first+rows; row++ {
				sh.Merges = append(sh.Merges, sheet.Rect(row, i+1, row, last+1))
			}
			role := sheet.Heading
			if i+1 == paramValue && key != "methods" || key == "items" && i+1 >= paramFloor {
				role = sheet.HeadingInput
			}
			sh.Put(sheet.At(first-1, i+1), sheet.Cell{Role: role, Value: sheet.Str(c.T("scorecol." + h))})
		}
	}
	band(p.itemFirst, len(p.s.Scheme.Items), "items", "item", "section", "scope", "points", "grain", "method", "summing", "floor", "cap", "no-rows")
	p.itemRows(sh)
	band(p.setFirst, len(paramRoles())+1, "settings", "parameter", "", "", "value")
	p.settingRows(sh)
	band(p.gradeFirst, len(p.grades), "grades", "grade", "", "", "from")
	for i, g := range p.grades {
		sh.Put(sheet.At(p.gradeFirst+i, paramLabel), sheet.Cell{Role: sheet.Input, Align: sheet.AlignLeft, Value: sheet.Str(g.Name)})
		from := sheet.Cell{Role: sheet.Input, Align: sheet.AlignCenter, Value: sheet.Num(g.From)}
		if g.Rest {
			from.Role = sheet.Locked
		}
		sh.Put(sheet.At(p.gradeFirst+i, paramValue), from)
	}
	band(p.methodFirst, len(p.s.Scheme.Methods), "methods", "method", "formula", "", "", "", "", "explain", "", "", "")
	p.methodRows(sh)
	band(p.weightFirst, len(p.tasks), "weights", "task", "title", "", "weight")
	for i, t := range p.tasks {
		row := p.weightFirst + i
		sh.Put(sheet.At(row, paramLabel), body(sheet.Str(t.ID)))
		sh.Put(sheet.At(row, paramSection), body(sheet.StrOrBlank(t.Title)))
		sh.Put(sheet.At(row, paramValue), sheet.Cell{Role: sheet.Input, Align: sheet.AlignCenter, Value: sheet.Num(t.Weight)})
	}
	p.validate(sh)
	return sh
}

func (p *scoreParams) itemRows(sh *sheet.Sheet) {
	for i, it := range p.s.Scheme.Items {
		row := p.itemFirst + i
		scope := strings.Join(it.Scope, p.c.T("scorebook.join"))
		if scope == "" {
			scope = p.c.T("scorebook.all-bureaus")
		}
		text := func(col int, v string) { sh.Put(sheet.At(row, col), body(sheet.StrOrBlank(v))) }
		input := func(col int, v sheet.Value) {
			sh.Put(sheet.At(row, col), sheet.Cell{Role: sheet.Input, Align: sheet.AlignCenter, Value: v})
		}
		text(paramLabel, it.Label)
		text(paramSection, it.Section)
		text(paramScope, scope)
		input(paramValue, sheet.Num(it.Points))
		text(paramGrain, p.c.ChoiceLabel("grain", it.Grain))
		text(paramMethod, it.Item.Method)
		text(paramSumming, p.c.ChoiceLabel("summing", it.Summing))
		input(paramFloor, amountValue(it.Floor))
		input(paramCap, amountValue(it.Cap))
		input(paramNoRows, sheet.Str(p.c.ChoiceLabel("no-rows", it.NoRows)))
	}
}

func (p *scoreParams) settingRows(sh *sheet.Sheet) {
	put := func(i int, label string, v float64) {
		sh.Put(sheet.At(p.setFirst+i, paramLabel), body(sheet.Str(label)))
		sh.Put(sheet.At(p.setFirst+i, paramValue), sheet.Cell{Role: sheet.Input, Align: sheet.AlignCenter, Value: sheet.Num(v)})
	}
	for i, role := range paramRoles() {
		put(i, p.c.T("scorebook.join-words", "a", p.c.T("input."+inputShare), "b", p.c.ChoiceLabel("role", role)), p.s.roleShare(role))
	}
	put(len(paramRoles()), p.c.T("scorebook.setting-decimals"), float64(p.s.Plan.Settings.Decimals))
}

func (p *scoreParams) methodRows(sh *sheet.Sheet) {
	for i, m := range p.s.Scheme.Methods {
		row := p.methodFirst + i
		sh.Put(sheet.At(row, paramLabel), body(sheet.Str(m.Name)))
		sh.Put(sheet.At(row, paramSection), body(sheet.StrOrBlank(m.Source)))
		sh.Put(sheet.At(row, paramSumming), body(sheet.StrOrBlank(m.Explain)))
	}
}

// validate keeps what is typed into the parameters within what the formulas can take.
func (p *scoreParams) validate(sh *sheet.Sheet) {
	add := func(r sheet.Range, v sheet.Validation) {
		v.Range = r
		v.ErrorTitle, v.Error = p.name, p.c.T("scorebook.refused")
		sh.Layout.Validations = append(sh.Layout.Validations, v)
	}
	number := func(lowest, most string) sheet.Validation {
		return sheet.Validation{Type: sheet.DecimalValidation, Min: lowest, Max: most}
	}
	if n := len(p.s.Scheme.Items); n > 0 {
		last := p.itemFirst + n - 1
		add(sheet.Rect(p.itemFirst, paramValue, last, paramValue), number("0", ""))
		add(sheet.Rect(p.itemFirst, paramFloor, last, paramCap), number("-100000", "100000"))
		words := make([]string, 0, 3)
		for _, key := range []string{workbook.NoRowsRenormalise, workbook.NoRowsZero, workbook.NoRowsFull} {
			words = append(words, p.c.ChoiceLabel("no-rows", key))
		}
		add(sheet.Rect(p.itemFirst, paramNoRows, last, paramNoRows), sheet.Validation{Type: sheet.ListValidation, Choices: words})
	}
	add(sheet.Rect(p.setFirst, paramValue, p.setFirst+len(paramRoles())-1, paramValue), number("0", ""))
	add(one(p.setFirst+len(paramRoles()), paramValue), number("0", "6"))
	if n := len(p.tasks); n > 0 {
		add(sheet.Rect(p.weightFirst, paramValue, p.weightFirst+n-1, paramValue), number("0", ""))
	}
}
