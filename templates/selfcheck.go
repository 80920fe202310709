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

// selfCheck builds a form's 自查 column: the same rules that a return is judged by, in words, beside the row. A sign
// before each point says whether it must be mended or may be explained, or that the writing is not the one asked for: what
// of that can be read when it arrives, such as 15项 or 40% in a cell of its own format, no formula can tell.
type selfCheck struct {
	untouched      string
	joint          string
	must, odd, may string
	rules          []checkRule
	// unsaid are the rules for which the formula has no room.
	unsaid []checkRule
	// most is the rule about figures that are too large, whose formula holds a number of the row's own. It comes last.
	most *checkRule
	// whole says that a rule looks at whole columns, so that the formula hangs on where the table begins and ends.
	whole bool

	mu sync.Mutex
	// written are the formulas that were asked for before: the fifth row's is the same in every workbook of a round.
	written map[writtenFor]string
}

// asked is what a row is asked for: anything at all while it is blank, a figure, one that may not fall, a percentage.
type asked struct{ any, figure, rising, percent bool }

// writtenFor is all that a row's formula hangs on; first and last are 0 where no rule looks at whole columns.
type writtenFor struct {
	row, first, last int
	asked            asked
}

type checkRule struct {
	expr *formula.Expr
	say  string
	// rule is nil where a list's column asks something of itself; name is then the column's heading, and else the rule's code.
	rule *workbook.Rule
	name string
	// figures puts the rule on the rows alone of which a figure is asked, rising on those whose figure may not fall, percents on those
	// whose figure is a percentage.
	figures, rising, percents bool
	// answer is the column, counted from 1, whose text answers the rule: a warning is mended or explained. 0 for an error.
	answer int
	// odd says that the rule is about how a cell is written.
	odd bool
}

// put reports that a rule is put to a row of which this is asked.
func (r *checkRule) put(of asked) bool {
	return (!r.figures || of.figure) && (!r.rising || of.rising) && (!r.percents || of.percent)
}

// aboutWriting reports that a rule asks for a way of writing, of which reading takes more than a formula can tell.
func aboutWriting(code string) bool {
	switch code {
	case workbook.FaultNumber, workbook.FaultPercent, workbook.FaultDate, workbook.FaultChoice, workbook.FaultBool, "progress-fraction", "figure-fraction", "indicator-fraction":
		return true
	}
	return false
}

// newSelfCheck takes those of the rules that are about the form, of which no row comes after last. Rules that do not parse are left to
// the plan's check.
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

// rank puts what must be mended first, and what may be explained last.
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

// listRules adds what a county's list asks of its own columns: those that must be filled in, figures and dates.
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
			// A column's name that cannot be written in a formula is judged on return alone.
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

// columnSource writes a column of the same row as a formula names it.
func columnSource(heading string) string {
	return "[@" + strings.NewReplacer("'", "''", "[", "'[", "]", "']", "#", "'#", "@", "'@").Replace(heading) + "]"
}

// answerColumn is where a bureau gives its reasons: 情况说明, or the row's remarks where the form has no such column.
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

// formula is the self-check of a row: what rows in its place have in common, and what is said of its own figure.
func (s *selfCheck) formula(refs gridRefs, of asked) (string, error) {
	text, err := s.common(refs, of)
	if err != nil {
		return "", err
	}
	return s.withMost(text, refs)
}

// withMost adds to a row's self-check what is said of its own figure.
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

// common is the self-check of a row but for its own figure, written when it is first asked for.
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

// write writes the self-check of a row: 待填 while nothing was typed (on a row that asks for something), else what is
// wrong, in words, one after another; nothing when all is well.
func (s *selfCheck) write(refs gridRefs, of asked) (string, error) {
	first, last := inputSpan(refs.form)
	input := "$" + sheet.At(refs.row, first).String() + ":$" + sheet.At(refs.row, last).String()
	parts := make([]string, 0, len(s.rules))
	for _, r := range s.rules {
		if !r.put(of) {
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

// widest is how wide a column is in which each of the rules is said on one line; what stands in it is bold.
func (s *selfCheck) widest() float64 {
	widest := 0.0
	for _, r := range s.rules {
		widest = max(widest, sheet.LineWidth(r.say+s.joint))
	}
	return widest
}

// part writes what one rule says of a row: its words, or nothing.
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

// value is what the formula gives.
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
		if !r.put(of) {
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

// inputSpan is the run of columns that the bureau fills in, counted from 1; they stand side by side in every form.
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

// quote writes a text as a formula's literal: several, one after another, where it is longer than one may be.
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
