package templates

import (
	"slices"
	"strings"
	"sync"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/formula"
	"duban/workbook/sheet"
)

// selfCheck builds a form's 自查 column, which says in words, beside the row, what the rules for returns find. A sign before each point says
// whether it must be corrected or may be explained, or that a cell is not written as asked: no formula can tell which of these, such as 15项
// or 40% in a cell formatted for it, will be understood when the return is read.
type selfCheck struct {
	untouched      string
	joint          string
	must, odd, may string
	rules          []checkRule
	// omitted holds the rules for which the formula has no room.
	omitted []checkRule
	// most is the rule about figures that are too large, whose formula contains a number that differs by row. It comes last.
	most *checkRule
	// whole says that a rule uses whole columns, so that the formula depends on where the table begins and ends.
	whole bool

	mu sync.Mutex
	// written holds the formulas made before, as that of the fifth row, for example, is the same in every workbook of a round.
	written map[writtenFor]string
}

// asked says what a row asks for: anything at all while it is blank, a figure, a figure that may not fall, a percentage.
type asked struct{ any, figure, rising, percent bool }

// writtenFor holds everything that a row's formula depends on; first and last are 0 if no rule uses whole columns.
type writtenFor struct {
	row, first, last int
	asked            asked
}

type checkRule struct {
	expr *formula.Expr
	say  string
	// rule is nil for a check that follows from a list's column itself; name is then the column's heading, and otherwise the rule's code.
	rule *workbook.Rule
	name string
	// figures limits the rule to rows that ask for a figure, rising to those whose figure may not fall, percents to those
	// whose figure is a percentage.
	figures, rising, percents bool
	// answer is the column, counted from 1, whose text answers the rule if it is a warning; 0 for an error.
	answer int
	// odd says that the rule is about how a cell is written.
	odd bool
}

// appliesTo reports whether a rule is for rows that ask for what of says.
func (r *checkRule) appliesTo(of asked) bool {
	return (!r.figures || of.figure) && (!r.rising || of.rising) && (!r.percents || of.percent)
}

// aboutWriting reports whether a rule asks for a way of writing. When a return is read, more ways are understood than a formula can tell.
func aboutWriting(code string) bool {
	switch code {
	case workbook.FaultNumber, workbook.FaultPercent, workbook.FaultDate, workbook.FaultChoice, workbook.FaultBool, "progress-fraction", "figure-fraction", "indicator-fraction":
		return true
	}
	return false
}

// newSelfCheck makes the self-check of a form from the rules about it; last is the last row that it may be needed for. Rules that do not
// parse are left to the plan's check.
func newSelfCheck(f *workbook.Form, rules []workbook.Rule, c *Catalogue, at calendar.Date, last int) *selfCheck {
	s := &selfCheck{untouched: c.T("word.untouched"), joint: c.T("word.joint"), must: c.T("word.must"), odd: c.T("word.odd"), may: c.T("word.may"),
		written: map[writtenFor]string{}}
	for i := range rules {
		r := &rules[i]
		if r.Form != f.Key || r.Severity == workbook.Info || !r.InForce(at) {
			continue
		}
		e, err := formula.Parse(r.Source)
		if err != nil || !knows(f, e) || len(e.Names()) > 0 && !r.Most {
			continue
		}
		say := r.Message
		if !r.Own {
			say = c.T("self." + r.Code)
		}
		rule := checkRule{expr: e, say: s.must + say, rule: r, name: r.Code, figures: r.Figures, rising: r.Rising, percents: r.Percents}
		switch {
		case aboutWriting(r.Code):
			rule.say, rule.odd = s.odd+say, true
		case r.Severity == workbook.Warning:
			rule.say, rule.answer = s.may+say, answerColumn(f)+1
		}
		if r.Most {
			s.most = &rule
			continue
		}
		s.rules = append(s.rules, rule)
	}
	s.listRules(f, c)
	s.rank()
	s.makeRoom(f, last)
	for _, r := range s.rules {
		s.whole = s.whole || slices.ContainsFunc(r.expr.Columns(), func(c formula.Column) bool { return c.Whole })
	}
	return s
}

// rank sorts errors first and warnings last.
func (s *selfCheck) rank() {
	rank := func(r checkRule) int {
		switch {
		case r.answer > 0:
			return 2
		case r.odd:
			return 1
		}
		return 0
	}
	slices.SortStableFunc(s.rules, func(a, b checkRule) int { return rank(a) - rank(b) })
}

// listRules adds checks that follow from the columns of a county's list: required ones, figures and dates.
func (s *selfCheck) listRules(f *workbook.Form, c *Catalogue) {
	for i := range f.Columns {
		col := &f.Columns[i]
		if !strings.HasPrefix(f.Key, workbook.FormList) || col.Filled != workbook.ByBureau {
			continue
		}
		ask := func(format, text string, odd bool) {
			sign := s.must
			if odd {
				sign = s.odd
			}
			// A column whose name cannot be written in a formula is only checked on return.
			if e, err := formula.Parse(strings.ReplaceAll(format, "@", columnSource(col.Heading))); err == nil {
				s.rules = append(s.rules, checkRule{expr: e, say: sign + c.T(text, "field", col.Heading), name: col.Heading, odd: odd})
			}
		}
		if col.Required {
			ask(`=@<>""`, "self-list.required", false)
		}
		switch col.Type {
		case workbook.NumberColumn:
			ask(`=OR(@="",ISNUMBER(@))`, "self-list.number", true)
		case workbook.DateColumn:
			ask(`=OR(@="",ISNUMBER(@))`, "self-list.date", true)
		}
	}
}

// columnSource writes the reference to a column of the same row in the rule language.
func columnSource(heading string) string {
	return "[@" + strings.NewReplacer("'", "''", "[", "'[", "]", "']", "#", "'#", "@", "'@").Replace(heading) + "]"
}

// answerColumn gives the column for a bureau's reasons: 情况说明, or the row's remarks if the form has no such column.
func answerColumn(f *workbook.Form) int {
	if i := f.Index(workbook.ColAnswer); i >= 0 {
		return i
	}
	return f.Index(workbook.ColText)
}

func knows(f *workbook.Form, e *formula.Expr) bool {
	for _, col := range e.Columns() {
		if columnByHeading(f, col.Name) < 0 {
			return false
		}
	}
	return true
}

func columnByHeading(f *workbook.Form, heading string) int {
	for i := range f.Columns {
		if f.Columns[i].Heading == heading {
			return i
		}
	}
	return -1
}

// gridRefs renders a rule's columns as cells of one row of the laid-out table.
type gridRefs struct {
	form        *workbook.Form
	row         int
	first, last int
	most        workbook.Amount
}

func (g gridRefs) Cell(heading string) (string, bool) {
	i := columnByHeading(g.form, heading)
	if i < 0 {
		return "", false
	}
	return "$" + sheet.At(g.row, i+1).String(), true
}

func (g gridRefs) Column(heading string) (string, bool) {
	i := columnByHeading(g.form, heading)
	if i < 0 {
		return "", false
	}
	return sheet.Rect(g.first, i+1, g.last, i+1).Abs(), true
}

func (g gridRefs) Name(name string) (string, bool) {
	return formula.NumberLiteral(g.most.V), name == workbook.MostName && g.most.Known
}

// gridEnv evaluates a rule over one row of the table's values.
type gridEnv struct {
	form *workbook.Form
	rows [][]sheet.Value
	row  int
	most workbook.Amount
}

func (g gridEnv) Cell(heading string) (sheet.Value, bool) {
	i := columnByHeading(g.form, heading)
	if i < 0 {
		return sheet.Value{}, false
	}
	return g.rows[g.row][i], true
}

func (g gridEnv) Column(heading string) ([]sheet.Value, bool) {
	i := columnByHeading(g.form, heading)
	if i < 0 {
		return nil, false
	}
	out := make([]sheet.Value, len(g.rows))
	for r := range g.rows {
		out[r] = g.rows[r][i]
	}
	return out, true
}

func (g gridEnv) Name(name string) (sheet.Value, bool) {
	return sheet.Num(g.most.V), name == workbook.MostName && g.most.Known
}

// formula gives the self-check of a row: the part that all rows in its place have in common, and the one about its own figure.
func (s *selfCheck) formula(refs gridRefs, of asked) (string, error) {
	text, err := s.common(refs, of)
	if err != nil {
		return "", err
	}
	return s.withMost(text, refs)
}

// withMost adds the part about a row's own figure to its self-check.
func (s *selfCheck) withMost(text string, refs gridRefs) (string, error) {
	if s.most == nil || !refs.most.Known {
		return text, nil
	}
	part, err := s.part(s.most, refs)
	if err != nil {
		return "", err
	}
	return strings.TrimSuffix(text, ")") + "&" + part + ")", nil
}

// common gives the self-check of a row without the part about its own figure. It is written once and remembered.
func (s *selfCheck) common(refs gridRefs, of asked) (string, error) {
	key := writtenFor{row: refs.row, asked: of}
	if s.whole {
		key.first, key.last = refs.first, refs.last
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	text, ok := s.written[key]
	if ok {
		return text, nil
	}
	text, err := s.write(refs, of)
	if err == nil {
		s.written[key] = text
	}
	return text, err
}

// write writes the self-check of a row: 待填 while nothing was typed, on a row that asks for something; otherwise what is
// wrong, in words, one after another; nothing when all is well.
func (s *selfCheck) write(refs gridRefs, of asked) (string, error) {
	first, last := inputSpan(refs.form)
	input := "$" + sheet.At(refs.row, first).String() + ":$" + sheet.At(refs.row, last).String()
	parts := make([]string, 0, len(s.rules))
	for _, r := range s.rules {
		if !r.appliesTo(of) {
			continue
		}
		part, err := s.part(&r, refs)
		if err != nil {
			return "", err
		}
		parts = append(parts, part)
	}
	body := `""`
	if len(parts) > 0 {
		body = strings.Join(parts, "&")
	}
	empty := quote("")
	if of.any {
		empty = quote(s.untouched)
	}
	return "IF(COUNTA(" + input + ")=0," + empty + "," + body + ")", nil
}

// widest gives the width of a column in which the words of each rule, in bold, fit on one line.
func (s *selfCheck) widest() float64 {
	widest := 0.0
	for _, r := range s.rules {
		widest = max(widest, sheet.LineWidth(r.say+s.joint))
	}
	return widest
}

// part writes the part for one rule: its words if the row breaks it, and otherwise an empty text.
func (s *selfCheck) part(r *checkRule, refs gridRefs) (string, error) {
	f, err := r.expr.Render(refs)
	if err != nil {
		return "", err
	}
	holds := "IFERROR(" + f + ",TRUE)"
	if r.answer > 0 {
		holds = "OR(LEN($" + sheet.At(refs.row, r.answer).String() + ")>0," + holds + ")"
	}
	return "IF(" + holds + ",\"\"," + quote(r.say+s.joint) + ")", nil
}

// value gives the result of the formula.
func (s *selfCheck) value(env gridEnv, of asked) sheet.Value {
	first, last := inputSpan(env.form)
	touched := false
	for i := first - 1; i < last; i++ {
		touched = touched || !env.rows[env.row][i].IsBlank()
	}
	if !touched {
		if of.any {
			return sheet.Str(s.untouched)
		}
		return sheet.Str("")
	}
	var b strings.Builder
	rules := s.rules
	if s.most != nil && env.most.Known {
		rules = append(slices.Clip(rules), *s.most)
	}
	for _, r := range rules {
		if !r.appliesTo(of) {
			continue
		}
		if r.answer > 0 && !env.rows[env.row][r.answer-1].IsEmpty() {
			continue
		}
		if v := r.expr.Eval(env); v.Kind != sheet.Error && !truthy(v) {
			b.WriteString(r.say + s.joint)
		}
	}
	return sheet.Str(b.String())
}

func truthy(v sheet.Value) bool {
	return (v.Kind == sheet.Bool || v.Kind == sheet.Number) && v.Num != 0
}

// inputSpan gives the first and last column, counted from 1, that the bureau fills in; they are side by side in every form.
func inputSpan(f *workbook.Form) (first, last int) {
	for i := range f.Columns {
		if f.Columns[i].Filled == workbook.ByBureau {
			if first == 0 {
				first = i + 1
			}
			last = i + 1
		}
	}
	return first, last
}

// quote writes a text as a literal of a formula, or as several joined if it is too long for one.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	n := 0
	for _, c := range s {
		if n += sheet.Units(string(c)); n > sheet.MaxFormulaText {
			b.WriteString(`"&"`)
			n = sheet.Units(string(c))
		}
		if c == '"' {
			b.WriteByte('"')
		}
		b.WriteRune(c)
	}
	b.WriteByte('"')
	return b.String()
}
