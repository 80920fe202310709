package score

import (
	"errors"
	"strconv"
	"strings"

	"duban/workbook"
	"duban/workbook/formula"
)

// Scheme is the scheme by which the year is scored: the items with their methods.
type Scheme struct {
	Items []*SchemeItem
	// BuiltIn says that the plan has no scheme of its own.
	BuiltIn bool
	// Methods lists the methods that the items use, each once, in the order of first use.
	Methods []*workbook.Method
	// Sections lists the items' sections in the order of first use.
	Sections []string
	// Parameters lists the names of the parameters that methods and factors use, in the order of first use.
	Parameters []string
	// defaults holds the values of the built-in parameters by folded name, in either language.
	defaults map[string]float64
}

// SchemeItem is an item with its method.
type SchemeItem struct {
	*workbook.Item
	// No is the item's place in the scheme, from 0.
	No int
	// Label names the item in the scoring workbook and differs from all others. Section is never empty; an item below a group has the
	// group's.
	Label, Section string
	// Heading heads the item's columns: its title, or its label if another item has the same title, as one for towns and one for departments
	// may.
	Heading string
	// Method is the item's method, nil if there is none of that name.
	Method *workbook.Method
	// Parent is the group that the item belongs to, Children the items of a group. Height is 0 for an item that is no group, and one more
	// than the highest of its children for a group.
	Parent   *SchemeItem
	Children []*SchemeItem
	Height   int
	// Deferred says that the item is scored only at the end of the year, and this is an interim scoring.
	Deferred bool
	// expr is the method's formula. It is nil for a group without a method, and for an item that is broken: a fault says why.
	expr, filter, rankOn *formula.Expr
	broken               bool
	// factor names the parameter that multiplies the item; constant is the factor if it is a number, or else 1.
	factor   string
	constant float64
}

// adjusts reports whether the item is left out of the scaling: adjustments, items without points, and groups of nothing but such items.
func (it *SchemeItem) adjusts() bool {
	if it.Grain != workbook.GrainGroup {
		return it.Grain == workbook.GrainAdjustment || it.Points == 0
	}
	for _, c := range it.Children {
		if !c.adjusts() {
			return false
		}
	}
	return len(it.Children) > 0 || it.Points == 0
}

// scheme makes the scheme from the plan's items, or the built-in ones, with their methods and groups.
func (s *Scores) scheme() *Scheme {
	sch := &Scheme{defaults: map[string]float64{}}
	items := s.Plan.Items
	if len(items) == 0 {
		sch.BuiltIn, items = true, defaultScheme(s.words.own)
	}
	methods := map[string]*workbook.Method{}
	for _, c := range s.words.each {
		for _, m := range defaultMethods(c) {
			methods[foldWord(m.Name)] = m
		}
	}
	for _, p := range workbook.BuiltInParameters() {
		sch.defaults[foldWord(p.Zh)], sch.defaults[foldWord(p.En)] = p.Value, p.Value
	}
	for i := len(s.Plan.Methods) - 1; i >= 0; i-- {
		methods[foldWord(s.Plan.Methods[i].Name)] = s.Plan.Methods[i]
	}
	labels, titles, ids := map[string]bool{}, map[string]int{}, map[string]*SchemeItem{}
	for i, item := range items {
		it := &SchemeItem{Item: item, No: i, Section: keyText(item.Section), Method: methods[foldWord(item.Method)], constant: 1}
		it.Label = keyText(s.words.own.T("scorebook.item-label", "id", item.ID, "title", item.Title))
		if labels[foldWord(it.Label)] {
			it.Label = s.words.own.T("scorebook.item-again", "label", it.Label, "n", i+1)
		}
		labels[foldWord(it.Label)] = true
		it.Deferred = s.Interim && item.When == workbook.WhenYearEnd
		if id := foldWord(item.ID); ids[id] != nil {
			s.fault(Fault{Code: "item-twice", Item: it.Label, Place: itemPlace(item, workbook.ColCode)})
		} else {
			ids[id] = it
		}
		sch.Items = append(sch.Items, it)
		titles[foldWord(item.Title)]++
	}
	for _, it := range sch.Items {
		if it.Heading = it.Title; titles[foldWord(it.Title)] > 1 {
			it.Heading = it.Label
		}
	}
	s.nest(sch, ids)
	sections, used := map[string]bool{}, map[*workbook.Method]bool{}
	for _, it := range sch.Items {
		top := it
		for top.Parent != nil {
			top = top.Parent
		}
		if it.Section = top.Section; it.Section == "" {
			it.Section = top.Label
		}
		if !sections[foldWord(it.Section)] {
			sections[foldWord(it.Section)] = true
			sch.Sections = append(sch.Sections, it.Section)
		}
		if it.Method != nil && !used[it.Method] {
			used[it.Method] = true
			sch.Methods = append(sch.Methods, it.Method)
		}
		s.parse(sch, it)
	}
	return sch
}

// nest puts items below their groups and sets their heights. An item that names itself or a group below it as its group stays outside
// any; a fault says so.
func (s *Scores) nest(sch *Scheme, ids map[string]*SchemeItem) {
	for _, it := range sch.Items {
		if it.Item.Parent == "" {
			continue
		}
		parent := ids[foldWord(it.Item.Parent)]
		if parent == nil || parent.Grain != workbook.GrainGroup {
			s.fault(Fault{Code: "parent-unknown", Item: it.Label, Place: itemPlace(it.Item, workbook.ColParent), Args: []any{"value", it.Item.Parent}})
			continue
		}
		looped := false
		for p := parent; p != nil; p = p.Parent {
			looped = looped || p == it
		}
		if looped {
			s.fault(Fault{Code: "parent-loop", Item: it.Label, Place: itemPlace(it.Item, workbook.ColParent), Args: []any{"value", it.Item.Parent}})
			continue
		}
		it.Parent = parent
		parent.Children = append(parent.Children, it)
	}
	var height func(it *SchemeItem) int
	height = func(it *SchemeItem) int {
		if it.Grain != workbook.GrainGroup {
			return 0
		}
		h := 0
		for _, c := range it.Children {
			h = max(h, height(c))
		}
		return h + 1
	}
	for _, it := range sch.Items {
		it.Height = height(it)
	}
}

func itemPlace(it *workbook.Item, field string) workbook.Place {
	if it.Rec == nil {
		return workbook.Place{}
	}
	return it.Rec.Place(field)
}

// parse reads an item's method, filter, ranking and factor, and checks that every name in them is known. An item with a fault is broken.
func (s *Scores) parse(sch *Scheme, it *SchemeItem) {
	fail := func(code string, place workbook.Place, args ...any) {
		it.broken = true
		s.fault(Fault{Code: code, Item: it.Label, Place: place, Args: args})
	}
	if it.Grain != workbook.GrainGroup && len(inputsOf(it.Grain)) == 0 {
		fail("grain-unknown", itemPlace(it.Item, workbook.ColGrain), "value", it.Grain)
		return
	}
	read := func(source, name string, place workbook.Place) *formula.Expr {
		expr, err := formula.Parse(source)
		if err != nil {
			var wrong *formula.SyntaxError
			pos := 0
			if errors.As(err, &wrong) {
				pos = wrong.Pos
			}
			fail("method-syntax", place, "method", name, "pos", pos+1)
			return nil
		}
		for _, col := range expr.Columns() {
			if !s.known(sch, it, col.Name) {
				fail("method-input", place, "method", name, "value", col.Name)
				return nil
			}
		}
		for _, n := range expr.Names() {
			if !s.parameter(sch, n.Name) {
				fail("method-input", place, "method", name, "value", n.Name)
				return nil
			}
		}
		return s.words.speak(expr)
	}
	switch {
	case it.Method != nil:
		place := workbook.Place{}
		if it.Method.Rec != nil {
			place = it.Method.Rec.Place(workbook.ColFormula)
		}
		it.expr = read(it.Method.Source, it.Method.Name, place)
	case it.Grain != workbook.GrainGroup || it.Item.Method != "":
		fail("method-unknown", itemPlace(it.Item, workbook.ColMethod), "method", it.Item.Method)
	}
	if it.Filter != "" {
		it.filter = read(it.Filter, it.Filter, itemPlace(it.Item, workbook.ColFilter))
	}
	if it.uses(&s.words, workbook.InRank, workbook.InBest, workbook.InField, workbook.InOwn) {
		it.rankOn = read(s.rankSource(it), it.RankOn, itemPlace(it.Item, workbook.ColRankOn))
	}
	if it.Factor == "" {
		return
	}
	if f, err := strconv.ParseFloat(it.Factor, 64); err == nil {
		it.constant = f
	} else if s.parameter(sch, it.Factor) {
		it.factor = it.Factor
	} else {
		fail("factor-unknown", itemPlace(it.Item, workbook.ColFactor), "value", it.Factor)
	}
}

// rankSource gives the formula of the value by which an item ranks: the item's own formula, or a reference to the input that it names, or to
// the completion if it names none.
func (s *Scores) rankSource(it *SchemeItem) string {
	on := strings.TrimSpace(it.RankOn)
	if strings.HasPrefix(on, "=") || strings.ContainsAny(on, "[(") {
		return on
	}
	if on == "" {
		ratio := workbook.SchemeInput{}
		for _, in := range workbook.SchemeInputs() {
			if in.Key == workbook.InRatio {
				ratio = in
			}
		}
		on = ratio.Name(s.words.own.Lang)
	}
	return "[@[" + strings.NewReplacer("'", "''", "[", "'[", "]", "']", "#", "'#", "@", "'@").Replace(on) + "]]"
}

// known reports whether an item's method may use a name: an input of its rows, a parameter, or an indicator.
func (s *Scores) known(sch *Scheme, it *SchemeItem, name string) bool {
	if in, ok := s.words.inputs[foldWord(name)]; ok {
		if in.Key == workbook.InBandFrom || in.Key == workbook.InBandScore {
			return len(s.Plan.BandsOf(it.Bands)) > 0 && it.Bands != ""
		}
		return in.Has(it.Grain)
	}
	if s.parameter(sch, name) {
		return true
	}
	in, _ := s.Plan.IndicatorFigure(name, nil)
	return in != nil && it.Grain != workbook.GrainGroup
}

// parameter reports whether a name is a parameter, and notes its use.
func (s *Scores) parameter(sch *Scheme, name string) bool {
	folded := foldWord(name)
	_, known := sch.defaults[folded]
	for _, p := range s.Plan.Parameters {
		known = known || foldWord(p.Name) == folded
	}
	if !known {
		return false
	}
	for _, have := range sch.Parameters {
		if foldWord(have) == folded {
			return true
		}
	}
	sch.Parameters = append(sch.Parameters, name)
	return true
}

// uses reports whether the item's method, filter or ranking uses any of some inputs.
func (it *SchemeItem) uses(w *wording, keys ...string) bool {
	for _, expr := range []*formula.Expr{it.expr, it.filter, it.rankOn} {
		if expr == nil {
			continue
		}
		for _, col := range expr.Columns() {
			if in, ok := w.inputs[foldWord(col.Name)]; ok {
				for _, key := range keys {
					if in.Key == key {
						return true
					}
				}
			}
		}
	}
	return false
}

// byGrain lists the items of a grain in the scheme's order.
func (sch *Scheme) byGrain(grain string) []*SchemeItem {
	var out []*SchemeItem
	for _, it := range sch.Items {
		if it.Grain == grain {
			out = append(out, it)
		}
	}
	return out
}
