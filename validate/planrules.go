package validate

import (
	"slices"
	"strconv"
	"strings"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/formula"
	"duban/workbook/sheet"
)

// ownRules checks 校验规则, row by row. A row changes a built-in rule or defines one of the county's own.
func (k *planCheck) ownRules() {
	t := k.p.Tables[workbook.FormRules]
	if t == nil {
		return
	}
	forms := formsByKey(k.returns)
	first := map[string]*workbook.Record{}
	for _, r := range t.Records {
		code := workbook.Fold(r.Get(workbook.ColCode).Text)
		if code == "" {
			continue
		}
		known := k.rules[code]
		// A built-in rule may be changed again from another day on.
		key := code
		if known != nil {
			key += " " + r.Get(workbook.ColFrom).Text
		}
		if other := first[key]; other != nil {
			k.add("rule-twice", cell(r, workbook.ColCode), "first", other.Place(workbook.ColCode).Cell())
		} else {
			first[key] = r
		}
		switch {
		case known != nil:
			k.switchRow(r, known)
		case r.Get(workbook.ColFormula).Text == "":
			k.add("rule-unknown", cell(r, workbook.ColCode), "near", workbook.Nearest(code, k.switchableCodes()))
		default:
			k.ownRule(r, forms[r.Get(workbook.ColForm).Key])
		}
	}
}

// ownRule checks a rule of the county's own: it must parse, name columns and choices that its form has, and be able to give both TRUE and
// FALSE.
func (k *planCheck) ownRule(r *workbook.Record, f *workbook.Form) {
	for _, key := range []string{workbook.ColForm, workbook.ColMessage} {
		if r.Get(key).State == workbook.Empty {
			k.add("required", cell(r, key))
		}
	}
	e := k.parse(r, r.Get(workbook.ColFormula).Text)
	if e == nil || f == nil {
		return
	}
	before := len(k.list)
	for _, col := range e.Columns() {
		if knownHeading(f, col.Name) < 0 {
			headings := make([]string, 0, len(f.Columns))
			for i := range f.Columns {
				headings = append(headings, f.Columns[i].Heading)
			}
			k.add("rule-column-unknown", cell(r, workbook.ColFormula), "name", col.Name, "pos", strconv.Itoa(col.Pos+1),
				"near", workbook.Nearest(col.Name, headings))
		}
	}
	k.literals(r, e, f)
	given := k.faults(r, e, func(name string) formula.Kinds { return columnKinds(f, name) })
	if given&formula.KindBool == 0 && len(e.Names()) == 0 {
		k.add("rule-not-a-condition", cell(r, workbook.ColFormula))
	}
	if len(k.list) == before && len(e.Names()) == 0 {
		k.reachable(r, e, f)
	}
	k.inUse(r, f)
}

// literals checks the texts that a rule compares columns with. A column with choices can only equal one of them; a column of numbers or
// dates equals no text.
func (k *planCheck) literals(r *workbook.Record, e *formula.Expr, f *workbook.Form) {
	for _, c := range e.Comparisons() {
		i := knownHeading(f, c.Column)
		if i < 0 || c.Text == "" || workbook.IsOpenWord(c.Text) {
			continue
		}
		col := &f.Columns[i]
		args := []string{"name", c.Text, "column", c.Column, "pos", strconv.Itoa(c.Pos + 1)}
		switch col.Type {
		case workbook.ChoiceColumn, workbook.BoolColumn:
			// A rule may be written in the other language. It is translated to the words of this form, its choices too.
			foreign := col.Heading != c.Column
			_, meant := col.Choice(c.Text)
			if len(col.Choices) == 0 || hasLabel(col, c.Text) || foreign && meant {
				continue
			}
			near := workbook.Nearest(c.Text, col.Labels())
			if _, key := choiceIn(f, c.Text); key != "" && meant {
				near = col.Label(key)
			}
			k.add("rule-choice-unknown", cell(r, workbook.ColFormula), append(args, "near", near, "allowed", strings.Join(col.Labels(), "、"))...)
		case workbook.NumberColumn, workbook.PercentColumn, workbook.DateColumn:
			k.add("rule-text-for-figure", cell(r, workbook.ColFormula), args...)
		}
	}
}

// hasLabel reports whether a text is a choice's label. Letter case does not matter, as in a formula.
func hasLabel(col *workbook.Column, text string) bool {
	return slices.ContainsFunc(col.Choices, func(ch workbook.Choice) bool { return strings.EqualFold(ch.Label, text) })
}

// rowsTried is the most rows on which a rule is tried. Hardly any rule needs a hundred before it has given both TRUE and FALSE.
const rowsTried = 20000

// reachable tries the rule on sample rows of every kind. It finds a rule that no row breaks, which is useless, and one that every row
// breaks, which nobody can satisfy.
func (k *planCheck) reachable(r *workbook.Record, e *formula.Expr, f *workbook.Form) {
	e = localize(e, f)
	constants := e.Constants()
	out := e.Try(func(name string) []sheet.Value {
		i := headingIndex(f, name)
		if i < 0 {
			return nil
		}
		return samples(&f.Columns[i], constants)
	}, rowsTried)
	switch {
	case !out.All || out.True && out.False:
	case out.True:
		k.add("rule-never-breaks", cell(r, workbook.ColFormula))
	default:
		k.add("rule-always-breaks", cell(r, workbook.ColFormula))
	}
}

// samples gives values that a column may hold, chosen so that a formula with these constants gives every result it can: every choice, the
// numbers of the formula with those just below and above, and its texts, each alone and all within a longer one.
func samples(col *workbook.Column, constants []sheet.Value) []sheet.Value {
	out := []sheet.Value{{}}
	switch col.Type {
	case workbook.ChoiceColumn, workbook.BoolColumn:
		for _, label := range col.Labels() {
			out = append(out, sheet.Str(label))
		}
	case workbook.NumberColumn, workbook.PercentColumn, workbook.DateColumn:
		numbers := []float64{0, 1, 100, 1e9, -1}
		for _, c := range constants {
			if c.Kind == sheet.Number {
				numbers = append(numbers, c.Num-1, c.Num, c.Num+1)
			}
		}
		slices.Sort(numbers)
		for _, n := range slices.Compact(numbers) {
			out = append(out, sheet.Num(n))
		}
	default:
		var all strings.Builder
		for _, c := range constants {
			if c.Kind == sheet.Text && c.Text != "" {
				out = append(out, sheet.Str(c.Text))
				all.WriteString("，" + c.Text + "，")
			}
		}
		out = append(out, sheet.Str("字"), sheet.Str(strings.Repeat("长", 400)+all.String()+strings.Repeat("长", 400)), sheet.Num(1))
	}
	return out
}

// inUse finds a rule, or a change of one, that no return will ever meet: it starts after the last period, or the plan issues no such sheet.
func (k *planCheck) inUse(r *workbook.Record, f *workbook.Form) {
	if from := r.Get(workbook.ColFrom); from.Filled() && k.lastPeriod() != 0 && from.Date > k.lastPeriod() {
		k.add("rule-too-late", cell(r, workbook.ColFrom), "last", k.lastPeriod().String())
	}
	if f == nil || len(k.p.Tasks) == 0 {
		return
	}
	if !issues(k.p, f) {
		k.add("rule-form-unused", cell(r, workbook.ColForm), "name", f.Sheet)
	}
}

// issues reports whether the plan issues a form to anybody.
func issues(p *workbook.Plan, f *workbook.Form) bool {
	some := func(has func(t *workbook.Task) bool) bool { return slices.ContainsFunc(p.Tasks, has) }
	switch f.Key {
	case workbook.FormMilestoneState:
		return some(func(t *workbook.Task) bool { return len(t.Milestones) > 0 })
	case workbook.FormStageState:
		return some(func(t *workbook.Task) bool { return len(t.Stages) > 0 })
	case workbook.FormStepState:
		return some(func(t *workbook.Task) bool { return len(t.Steps) > 0 })
	case workbook.FormIndicatorState:
		return len(p.Indicators) > 0
	}
	return true
}

// CheckOmitted reports the rules of an issued form for which its self-check has no room. names are their codes, or headings for a county's
// list. own is the first of the county's own rules among them, nil if there is none; the finding is placed there, or else at the list's
// row in 表样. It finds nothing if the plan does not issue the form.
func (c *Checker) CheckOmitted(p *workbook.Plan, f *workbook.Form, names []string, own *workbook.Rule) []Finding {
	if !issues(p, f) {
		return nil
	}
	k := &findings{rules: c.rules}
	where := at(workbook.Place{File: p.File})
	switch lists := p.Tables[workbook.FormLists]; {
	case own != nil:
		where = at(own.Place)
	case strings.HasPrefix(f.Key, workbook.FormList) && lists != nil:
		for _, r := range lists.Records {
			if workbook.FormList+r.Get(workbook.ColList).Text == f.Key {
				where = cell(r, workbook.ColList)
				break
			}
		}
	}
	named, n := firstNamed(names)
	k.add("rule-unsaid", where, "name", f.Sheet, "names", named, "n", n)
	return k.sorted(nil)
}

// lastPeriod gives the last day for which the plan may ask for returns: the end of its year, or of the month of its last deadline if that
// is later; 0 if the plan has neither.
func (k *planCheck) lastPeriod() calendar.Date {
	var last calendar.Date
	if y := k.p.Settings.Year; y != 0 {
		last = calendar.NewDate(y, 12, 31)
	}
	for _, t := range k.p.Tasks {
		if due := max(t.Due, k.p.DueOn(t, lastDay)); due != 0 {
			last = max(last, calendar.MonthOf(due).Last())
		}
	}
	return last
}

// switchableCodes lists the codes of the built-in rules that a county may change, sorted.
func (k *planCheck) switchableCodes() []string {
	var out []string
	for code, r := range k.rules {
		if r.Switchable() {
			out = append(out, code)
		}
	}
	slices.Sort(out)
	return out
}
