package validate

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"duban/workbook"
	"duban/workbook/formula"
)

// allowedInputs lists the names of the inputs of a grain, or of all if grain is empty, in Chinese or English.
func allowedInputs(grain string, chinese bool) []string {
	lang := "en"
	if chinese {
		lang = "zh"
	}
	var out []string
	for _, in := range workbook.SchemeInputs() {
		if grain == "" || in.Has(grain) {
			out = append(out, in.Name(lang))
		}
	}
	return out
}

// schemeCheck checks a plan's scheme.
type schemeCheck struct {
	*planCheck
	methods map[string]*workbook.Method // by folded name
	items   map[string]*workbook.Item   // by folded code
	// parameters holds the names of the plan's parameters, and those of the built-in methods in both languages.
	parameters []string
	// usedMethods and usedParameters hold the folded names of those that an item or a method uses.
	usedMethods, usedParameters map[string]bool
}

// scheme checks how the year is scored, and the adjustments, events and ratings that count for it.
func (k *planCheck) scheme() {
	s := &schemeCheck{planCheck: k, methods: map[string]*workbook.Method{}, items: map[string]*workbook.Item{},
		usedMethods: map[string]bool{}, usedParameters: map[string]bool{},
	}
	for _, p := range k.p.Parameters {
		s.parameters = append(s.parameters, p.Name)
	}
	for _, p := range workbook.BuiltInParameters() {
		s.parameters = append(s.parameters, p.Zh, p.En)
	}
	names := s.readMethods()
	for _, it := range k.p.Items {
		if first := s.items[workbook.Fold(it.ID)]; first != nil && it.ID != "" {
			k.add("scheme-item-twice", cell(it.Rec, workbook.ColCode), "first", first.Rec.Place(workbook.ColCode).Cell())
		} else {
			s.items[workbook.Fold(it.ID)] = it
		}
	}
	for _, it := range k.p.Items {
		s.item(it)
		s.nested(it)
		s.bandsOf(it)
		s.itemMethod(it, names)
	}
	if len(k.p.Items) > 0 {
		for _, m := range k.p.Methods {
			if m.Name != "" && !s.usedMethods[workbook.Fold(m.Name)] {
				k.add("method-unused", cell(m.Rec, workbook.ColMethod), "name", m.Name)
			}
		}
	}
	s.parameterUse()
	s.sums()
	s.sections()
	s.bands()
	s.grades()
	s.covered()
	s.merits()
}

// readMethods checks the plan's own methods, and lists the names of all methods that an item may use.
func (s *schemeCheck) readMethods() []string {
	var names []string
	for _, lang := range []string{"zh", "en"} {
		for _, m := range workbook.InLanguage(lang) {
			s.methods[workbook.Fold(m.Name)] = m
			names = append(names, m.Name)
		}
	}
	own := map[string]*workbook.Method{}
	for _, m := range s.p.Methods {
		if m.Name == "" {
			continue
		}
		if first := own[workbook.Fold(m.Name)]; first != nil {
			s.add("method-twice", cell(m.Rec, workbook.ColMethod), "first", first.Rec.Place(workbook.ColMethod).Cell())
			continue
		}
		own[workbook.Fold(m.Name)], s.methods[workbook.Fold(m.Name)] = m, m
		names = append(names, m.Name)
		s.methodFormula(m)
	}
	return names
}

// item checks one item of the scheme by itself.
func (s *schemeCheck) item(it *workbook.Item) {
	if it.Points < 0 {
		s.add("scheme-points-negative", cell(it.Rec, workbook.ColPoints))
	}
	switch {
	case it.Floor.Known && it.Cap.Known && it.Floor.V > it.Cap.V:
		s.add("scheme-floor-above-cap", cell(it.Rec, workbook.ColFloor), "floor", formula.NumberText(it.Floor.V), "cap", formula.NumberText(it.Cap.V))
	case it.Cap.Known && it.Grain != workbook.GrainAdjustment && it.Points > 0 && it.Cap.V < it.Points:
		s.add("scheme-cap-below-points", cell(it.Rec, workbook.ColCap), "cap", formula.NumberText(it.Cap.V), "points", formula.NumberText(it.Points))
	case it.Floor.Known && it.Points > 0 && it.Floor.V < -it.Points:
		s.add("deduction-exceeds-item", cell(it.Rec, workbook.ColFloor), "floor", formula.NumberText(it.Floor.V), "points", formula.NumberText(it.Points))
	}
	if it.NoRows == workbook.NoRowsShare && !it.NoRowsShare.Known {
		s.add("scheme-share-missing", cell(it.Rec, workbook.ColNoRowsShare))
	}
	if it.Summing == workbook.ProductRows && it.Grain != workbook.GrainGroup || it.Summing == workbook.RaterRows && it.Grain != workbook.GrainRating {
		s.add("scheme-summing-here", cell(it.Rec, workbook.ColSumming))
	}
	if _, err := strconv.ParseFloat(it.Factor, 64); it.Factor != "" && err != nil && !s.parameter(it.Factor) {
		s.add("scheme-factor-unknown", cell(it.Rec, workbook.ColFactor), "near", workbook.Nearest(it.Factor, s.parameters))
	}
	for _, n := range it.Scope {
		s.scopeName(it.Rec, n)
	}
}

// scopeName reports a name in a scope that is not a category, group or bureau of the plan.
func (s *schemeCheck) scopeName(r *workbook.Record, name string) {
	var known []string
	for _, b := range s.p.Bureaus {
		known = append(known, b.Name, b.Code, b.Category)
		known = append(known, b.Groups...)
	}
	if !slices.ContainsFunc(known, func(n string) bool { return workbook.SameName(n, name) }) {
		s.add("scheme-scope-unknown", cell(r, workbook.ColScope), "name", name, "near", workbook.Nearest(name, known))
	}
}

// parameter reports whether a name is that of a parameter.
func (s *schemeCheck) parameter(name string) bool {
	return slices.ContainsFunc(s.parameters, func(p string) bool { return workbook.SameName(p, name) })
}

// parameterUse finds parameters of the plan that nothing uses, and checks their scopes.
func (s *schemeCheck) parameterUse() {
	for _, p := range s.p.Parameters {
		if !s.usedParameters[workbook.Fold(p.Name)] && len(s.p.Items) > 0 {
			s.add("parameter-unused", cell(p.Rec, workbook.ColName), "name", p.Name)
		}
		for _, n := range p.Scope {
			s.scopeName(p.Rec, n)
		}
	}
}

// nested checks that an item's parent is a group and that no item is its own ancestor.
func (s *schemeCheck) nested(it *workbook.Item) {
	if it.Parent == "" {
		return
	}
	parent := s.items[workbook.Fold(it.Parent)]
	if parent == nil || parent.Grain != workbook.GrainGroup {
		var groups []string
		for _, x := range s.p.Items {
			if x.Grain == workbook.GrainGroup {
				groups = append(groups, x.ID)
			}
		}
		s.add("scheme-parent-unknown", cell(it.Rec, workbook.ColParent), "near", workbook.Nearest(it.Parent, groups))
		return
	}
	seen := map[*workbook.Item]bool{}
	for p := parent; p != nil && !seen[p]; p = s.items[workbook.Fold(p.Parent)] {
		if p == it {
			s.add("scheme-parent-loop", cell(it.Rec, workbook.ColParent))
			return
		}
		if seen[p] = true; p.Parent == "" {
			return
		}
	}
}

// top reports whether an item counts by itself rather than through a group.
func (s *schemeCheck) top(it *workbook.Item) bool {
	parent := s.items[workbook.Fold(it.Parent)]
	return it.Parent == "" || parent == nil || parent.Grain != workbook.GrainGroup
}

// outside reports whether an item does not count for the sum of points.
func (s *schemeCheck) outside(it *workbook.Item) bool {
	return it.Grain == workbook.GrainAdjustment || s.points(it, 0) == 0
}

// points gives an item's own points, or for a group without any the sum of the items below it. depth counts the groups above, to stop at
// items that are their own ancestors.
func (s *schemeCheck) points(it *workbook.Item, depth int) float64 {
	if it.Grain != workbook.GrainGroup || it.Points != 0 || depth > len(s.p.Items) {
		return it.Points
	}
	sum := 0.0
	for _, x := range s.p.Items {
		if x.Parent != "" && s.items[workbook.Fold(x.Parent)] == it && x != it && x.Grain != workbook.GrainAdjustment {
			sum += s.points(x, depth+1)
		}
	}
	return sum
}

// itemMethod checks the method, filter and ranking of an item against the inputs that its rows have. names are the methods there are.
func (s *schemeCheck) itemMethod(it *workbook.Item, names []string) {
	var m *workbook.Method
	switch {
	case it.Method != "":
		if m = s.methods[workbook.Fold(it.Method)]; m == nil {
			s.add("method-unknown", cell(it.Rec, workbook.ColMethod), "near", workbook.Nearest(it.Method, names))
		}
	case it.Grain != workbook.GrainGroup && it.Grain != "":
		s.add("method-missing", cell(it.Rec, workbook.ColMethod))
	}
	if m != nil {
		s.usedMethods[workbook.Fold(it.Method)] = true
		if e, err := formula.Parse(m.Source); err == nil {
			s.inputsHere(it, e, workbook.ColMethod)
			s.banded(it, e)
			s.shared(it, e)
			s.probe(it, m, e)
			s.supplied(it, e, workbook.ColMethod)
		}
	}
	if it.Factor != "" {
		s.usedParameters[workbook.Fold(it.Factor)] = true
	}
	if it.Filter != "" {
		if e := s.parseIn(it.Rec, workbook.ColFilter, it.Filter); e != nil {
			s.inputsHere(it, e, workbook.ColFilter)
			s.supplied(it, e, workbook.ColFilter)
		}
	}
	if on := it.RankOn; strings.HasPrefix(on, "=") || strings.ContainsAny(on, "[(") {
		if e := s.parseIn(it.Rec, workbook.ColRankOn, on); e != nil {
			s.inputsHere(it, e, workbook.ColRankOn)
			s.supplied(it, e, workbook.ColRankOn)
		}
	} else if on != "" && it.Grain != "" {
		s.inputHere(it, on, 0, workbook.ColRankOn)
		if !s.given(it, on) {
			s.add("input-unsupplied", cell(it.Rec, workbook.ColRankOn), "name", on, "item", it.Title)
		}
	}
}

// inputsHere checks that the rows of an item have the inputs that a formula names.
func (s *schemeCheck) inputsHere(it *workbook.Item, e *formula.Expr, field string) {
	for _, n := range e.Names() {
		s.usedParameters[workbook.Fold(n.Name)] = true
	}
	if it.Grain == "" {
		return
	}
	for _, col := range e.Columns() {
		s.inputHere(it, col.Name, col.Pos, field)
	}
}

// inputHere checks that the rows of an item have an input; pos is the position of its name in the formula, from 0.
func (s *schemeCheck) inputHere(it *workbook.Item, name string, pos int, field string) {
	x, ok := workbook.SchemeInputNamed(name)
	if ok && x.Has(it.Grain) {
		return
	}
	if !ok {
		s.usedParameters[workbook.Fold(name)] = true
		if field == workbook.ColMethod || s.parameter(name) {
			return // methodFormula reports an unknown name at the method's own cell
		}
		if in, _ := s.p.IndicatorFigure(name, nil); in != nil && it.Grain != workbook.GrainGroup {
			return
		}
	}
	s.add("method-input-grain", cell(it.Rec, field), "name", name, "pos", strconv.Itoa(pos+1),
		"item", it.Title, "allowed", strings.Join(allowedInputs(it.Grain, hasHan(name)), "、"))
}

// methodFormula checks a method's formula by itself.
func (s *schemeCheck) methodFormula(m *workbook.Method) {
	if m.Source == "" {
		return
	}
	e := s.parseIn(m.Rec, workbook.ColFormula, m.Source)
	if e == nil {
		return
	}
	for _, col := range e.Columns() {
		if _, ok := workbook.SchemeInputNamed(col.Name); ok || s.parameter(col.Name) {
			continue
		}
		if in, _ := s.p.IndicatorFigure(col.Name, nil); in != nil {
			continue
		}
		allowed := allowedInputs("", hasHan(col.Name))
		s.add("method-input-unknown", cell(m.Rec, workbook.ColFormula), "name", col.Name, "pos", strconv.Itoa(col.Pos+1),
			"near", workbook.Nearest(col.Name, allowed), "allowed", strings.Join(allowed, "、"))
	}
	s.faults(m.Rec, e, func(name string) formula.Kinds {
		if x, ok := workbook.SchemeInputNamed(name); ok {
			return x.Kinds
		}
		return anyKind
	})
}

// parseIn parses a formula of the scheme, whose bare names have to be parameters. It returns nil after a syntax error.
func (s *schemeCheck) parseIn(r *workbook.Record, field, source string) *formula.Expr {
	e, err := formula.Parse(source)
	if err != nil {
		s.syntax(r, field, err)
		return nil
	}
	for _, n := range e.Names() {
		if !s.parameter(n.Name) {
			s.add("formula-name-unknown", cell(r, field), "name", n.Name, "pos", strconv.Itoa(n.Pos+1))
		}
	}
	return e
}

// anyKind holds all kinds of values, for a column whose content is not known.
const anyKind = formula.KindBlank | formula.KindNumber | formula.KindText | formula.KindBool | formula.KindError

// faults reports the parts of a formula that go wrong whatever the cells hold, and returns the kinds of values that it may give.
func (k *planCheck) faults(r *workbook.Record, e *formula.Expr, kinds func(name string) formula.Kinds) formula.Kinds {
	given, faults := e.Type(kinds)
	for _, f := range faults {
		args := []string{"pos", strconv.Itoa(f.Pos + 1)}
		for name, value := range f.Args {
			args = append(args, name, value)
		}
		k.add(formulaCode(f.Code), cell(r, workbook.ColFormula), args...)
	}
	return given
}

// columnKinds gives the kinds of values that a form's column may give to a rule.
func columnKinds(f *workbook.Form, name string) formula.Kinds {
	i := knownHeading(f, name)
	if i < 0 {
		return anyKind
	}
	switch f.Columns[i].Type {
	case workbook.NumberColumn, workbook.PercentColumn, workbook.DateColumn:
		// Any such cell may say 未明确.
		return formula.KindBlank | formula.KindNumber | formula.KindText
	case workbook.TextColumn:
		return anyKind
	}
	return formula.KindBlank | formula.KindText
}

func hasHan(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r >= 0x2E80 })
}

// parse parses the formula of a rule, in which bare names have no meaning. It reports what is wrong and returns nil after a syntax error.
func (k *planCheck) parse(r *workbook.Record, source string) *formula.Expr {
	e, err := formula.Parse(source)
	if err == nil {
		for _, n := range e.Names() {
			k.add("formula-name-unknown", cell(r, workbook.ColFormula), "name", n.Name, "pos", strconv.Itoa(n.Pos+1))
		}
		return e
	}
	k.syntax(r, workbook.ColFormula, err)
	return nil
}

// syntax reports a syntax error.
func (k *planCheck) syntax(r *workbook.Record, field string, err error) {
	var wrong *formula.SyntaxError
	if !errors.As(err, &wrong) {
		wrong = &formula.SyntaxError{}
	}
	args := []string{"pos", strconv.Itoa(wrong.Pos + 1)}
	for name, value := range wrong.Args {
		args = append(args, name, value)
	}
	k.add(formulaCode(wrong.Code), cell(r, field), args...)
}

// formulaCode gives the catalogue's code for a fault in a formula.
func formulaCode(code string) string {
	if strings.HasPrefix(code, "formula-") {
		return code
	}
	return "formula-" + code
}
