package report

import (
	"duban/workbook"
	"duban/workbook/formula"
)

// Scheme is how the year is scored: the items with their methods.
type Scheme struct {
	Items []*SchemeItem
	// BuiltIn says that the plan gives no scheme.
	BuiltIn bool
	// Methods are those that the items use, each once, in the order of first use.
	Methods []*workbook.Method
	// Sections are the items' sections in the order of first use.
	Sections []string
}

// SchemeItem is an item with its method.
type SchemeItem struct {
	*workbook.Item
	// Label names the item in the scoring workbook, different for each; Section is never empty.
	Label, Section string
	// Method is the method as the plan has it, nil where there is none of that name.
	Method *workbook.Method
	// expr is nil where the item cannot be worked out; a fault says why.
	expr *formula.Expr
	// truths and texts say that the method gave a truth, or a text, on some row.
	truths, texts bool
}

// Adjusts reports whether the item stands outside the scaling.
func (it *SchemeItem) Adjusts() bool { return it.Grain == workbook.GrainAdjustment }

// scheme takes the plan's items, or the built-in ones, and finds their methods.
func (s *Scores) scheme() *Scheme {
	sch := &Scheme{}
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
	for i := len(s.Plan.Methods) - 1; i >= 0; i-- {
		methods[foldWord(s.Plan.Methods[i].Name)] = s.Plan.Methods[i]
	}
	labels, ids := map[string]bool{}, map[string]bool{}
	sections, used := map[string]bool{}, map[*workbook.Method]bool{}
	for i, item := range items {
		it := &SchemeItem{Item: item, Section: keyText(item.Section), Method: methods[foldWord(item.Method)]}
		it.Label = keyText(s.words.own.T("scorebook.item-label", "id", item.ID, "title", item.Title))
		if labels[foldWord(it.Label)] {
			it.Label = s.words.own.T("scorebook.item-again", "label", it.Label, "n", i+1)
		}
		labels[foldWord(it.Label)] = true
		if it.Section == "" {
			it.Section = it.Label
		}
		if !sections[foldWord(it.Section)] {
			sections[foldWord(it.Section)] = true
			sch.Sections = append(sch.Sections, it.Section)
		}
		if id := foldWord(item.ID); ids[id] {
			s.fault(ScoreFault{Code: "item-twice", Item: it.Label, Place: itemPlace(item, workbook.ColCode)})
		} else {
			ids[id] = true
		}
		if it.Method != nil && !used[it.Method] {
			used[it.Method] = true
			sch.Methods = append(sch.Methods, it.Method)
		}
		s.parse(it)
		sch.Items = append(sch.Items, it)
	}
	return sch
}

func itemPlace(it *workbook.Item, field string) workbook.Place {
	if it.Rec == nil {
		return workbook.Place{}
	}
	return it.Rec.Place(field)
}

// parse reads an item's method and sees that every name in it is an input of the item's rows.
func (s *Scores) parse(it *SchemeItem) {
	fail := func(code string, place workbook.Place, args ...any) {
		s.fault(ScoreFault{Code: code, Item: it.Label, Place: place, Args: args})
	}
	if inputsOf(it.Grain) == nil {
		fail("grain-unknown", itemPlace(it.Item, workbook.ColGrain), "value", it.Grain)
		return
	}
	if it.Method == nil {
		fail("method-unknown", itemPlace(it.Item, workbook.ColMethod), "method", it.Item.Method)
		return
	}
	place := workbook.Place{}
	if it.Method.Rec != nil {
		place = it.Method.Rec.Place(workbook.ColFormula)
	}
	expr, pos, ok := parseMethod(it.Method.Source)
	if !ok {
		fail("method-syntax", place, "method", it.Method.Name, "pos", pos+1)
		return
	}
	for _, col := range expr.Columns() {
		if key, known := s.words.input(col.Name); !known || !hasInput(it.Grain, key) {
			fail("method-input", place, "method", it.Method.Name, "value", col.Name)
			return
		}
	}
	for _, name := range expr.Names() {
		fail("method-input", place, "method", it.Method.Name, "value", name.Name)
		return
	}
	it.expr = s.speakRoles(expr)
}

func hasInput(grain, key string) bool {
	if key == inputPoints {
		return true
	}
	for _, k := range inputsOf(grain) {
		if k == key {
			return true
		}
	}
	return false
}

// uses reports whether the item's method looks at an input.
func (it *SchemeItem) uses(w *wording, input string) bool {
	if it.expr == nil {
		return false
	}
	for _, col := range it.expr.Columns() {
		if key, ok := w.input(col.Name); ok && key == input {
			return true
		}
	}
	return false
}

// ByGrain lists the items of a grain in the scheme's order.
func (sch *Scheme) ByGrain(grain string) []*SchemeItem {
	var out []*SchemeItem
	for _, it := range sch.Items {
		if it.Grain == grain {
			out = append(out, it)
		}
	}
	return out
}
