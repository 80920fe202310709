package validate

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"duban/workbook"
	"duban/workbook/formula"
)

// input is one thing that a scoring method may name, in the words of either language, with the grains it exists for.
type input struct {
	zh, en string
	grains []string
	kinds  formula.Kinds
}

// inputs are what scoring methods are worked out from.
func inputs() []input {
	task, reporting := []string{workbook.GrainTask}, []string{workbook.GrainReporting}
	number := formula.KindNumber
	return []input{
		{"分值", "Points", []string{workbook.GrainTask, workbook.GrainReporting, workbook.GrainAdjustment, workbook.GrainRating}, number},
		{"完成率", "Completion", task, number},
		{"目标值", "Target", task, number | formula.KindBlank},
		{"基数", "Baseline", task, number | formula.KindBlank},
		{"完成值", "Value reached", task, number | formula.KindBlank},
		{"序时进度", "Time elapsed", task, number | formula.KindBlank},
		{"逾期天数", "Days late", task, number | formula.KindBlank},
		{"承担角色", "Role", task, formula.KindText},
		{"角色系数", "Role share", task, number},
		{"权重", "Weight", task, number},
		{"应报期数", "Periods due", reporting, number},
		{"已报期数", "Periods reported", reporting, number},
		{"迟报数", "Periods late", reporting, number},
		{"退回数", "Periods sent back", reporting, number},
		{"未报数", "Periods missing", reporting, number},
		{"零报数", "Periods with nothing", reporting, number},
		{"加减分", "Adjustment", []string{workbook.GrainAdjustment}, number},
		{"评议分", "Mark", []string{workbook.GrainRating}, number | formula.KindBlank},
	}
}

func (in *input) named(name string) bool { return name == in.zh || strings.EqualFold(name, in.en) }

// allowedInputs names the inputs of a grain, or all, in the language of a name.
func allowedInputs(grain string, chinese bool) []string {
	var out []string
	for _, in := range inputs() {
		if grain != "" && !slices.Contains(in.grains, grain) {
			continue
		}
		if chinese {
			out = append(out, in.zh)
		} else {
			out = append(out, in.en)
		}
	}
	return out
}

// scheme judges 计分办法 and 计分方法.
func (k *planCheck) scheme() {
	methods := map[string]*workbook.Method{}
	used := map[string]bool{}
	var names []string
	for _, m := range k.p.Methods {
		if m.Name == "" {
			continue
		}
		if first := methods[fold(m.Name)]; first != nil {
			k.add("method-twice", cell(m.Rec, workbook.ColMethod), "first", first.Rec.Place(workbook.ColMethod).Cell())
			continue
		}
		methods[fold(m.Name)] = m
		names = append(names, m.Name)
		k.methodFormula(m)
	}
	ids := map[string]*workbook.Item{}
	for _, it := range k.p.Items {
		if first := ids[fold(it.ID)]; first != nil && it.ID != "" {
			k.add("scheme-item-twice", cell(it.Rec, workbook.ColCode), "first", first.Rec.Place(workbook.ColCode).Cell())
		} else {
			ids[fold(it.ID)] = it
		}
		k.item(it)
		if it.Method == "" {
			continue
		}
		m := methods[fold(it.Method)]
		if m == nil {
			k.add("method-unknown", cell(it.Rec, workbook.ColMethod), "near", workbook.Nearest(it.Method, names))
			continue
		}
		used[fold(it.Method)] = true
		k.methodGrain(it, m)
	}
	if len(k.p.Items) > 0 {
		for _, m := range k.p.Methods {
			if m.Name != "" && !used[fold(m.Name)] {
				k.add("method-unused", cell(m.Rec, workbook.ColMethod), "name", m.Name)
			}
		}
	}
	k.schemeSum()
}

// item judges one item of the scheme by itself.
func (k *planCheck) item(it *workbook.Item) {
	if it.Points < 0 {
		k.add("scheme-points-negative", cell(it.Rec, workbook.ColPoints))
	}
	switch {
	case it.Floor.Known && it.Cap.Known && it.Floor.V > it.Cap.V:
		k.add("scheme-floor-above-cap", cell(it.Rec, workbook.ColFloor), "floor", figure(it.Floor.V), "cap", figure(it.Cap.V))
	case it.Cap.Known && it.Grain != workbook.GrainAdjustment && it.Cap.V < it.Points:
		k.add("scheme-cap-below-points", cell(it.Rec, workbook.ColCap), "cap", figure(it.Cap.V), "points", figure(it.Points))
	}
	var known []string
	for _, b := range k.p.Bureaus {
		known = append(known, b.Name, b.Code, b.Category)
		known = append(known, b.Groups...)
	}
	for _, s := range it.Scope {
		if !slices.ContainsFunc(known, func(n string) bool { return fold(n) == fold(s) }) {
			k.add("scheme-scope-unknown", cell(it.Rec, workbook.ColScope), "name", s, "near", workbook.Nearest(s, known))
		}
	}
}

// schemeSum says for which category of bureaus the items do not add up to 100.
func (k *planCheck) schemeSum() {
	said := map[string]bool{}
	for _, b := range k.p.Bureaus {
		if !b.Scored {
			continue
		}
		var sum float64
		var cells []workbook.Place
		for _, it := range k.p.Items {
			if it.Grain == workbook.GrainAdjustment || !it.Applies(b) {
				continue
			}
			sum += it.Points
			cells = append(cells, it.Rec.Place(workbook.ColPoints))
		}
		key := figure(sum) + "\x00" + Cells(cells)
		if len(cells) == 0 || figure(sum) == "100" || said[key] {
			continue
		}
		said[key] = true
		a := at(cells[0])
		a.field = heading(k.p.Items[0].Rec.Table.Form, workbook.ColPoints)
		name := b.Category
		if name == "" {
			name = b.Name
		}
		k.add("scheme-sum", a, "name", name, "sum", figure(sum), "cells", Cells(cells))
	}
}

// methodFormula judges a method's formula by itself.
func (k *planCheck) methodFormula(m *workbook.Method) {
	if m.Source == "" {
		return
	}
	e := k.parse(m.Rec, m.Source)
	if e == nil {
		return
	}
	for _, col := range e.Columns() {
		if !slices.ContainsFunc(inputs(), func(in input) bool { return in.named(col.Name) }) {
			allowed := allowedInputs("", hasHan(col.Name))
			k.add("method-input-unknown", cell(m.Rec, workbook.ColFormula), "name", col.Name, "pos", strconv.Itoa(col.Pos+1),
				"near", workbook.Nearest(col.Name, allowed), "allowed", strings.Join(allowed, "、"))
		}
	}
	k.faults(m.Rec, e, func(name string) formula.Kinds {
		for _, in := range inputs() {
			if in.named(name) {
				return in.kinds
			}
		}
		return anyKind
	})
}

// anyKind is what a column of unknown content may hold.
const anyKind = formula.KindBlank | formula.KindNumber | formula.KindText | formula.KindBool | formula.KindError

// faults says where a formula cannot do what it says, whatever the cells hold, and gives what it may give.
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

// columnKinds are the kinds of values that a form's column gives to a rule.
func columnKinds(f *workbook.Form, name string) formula.Kinds {
	i := knownHeading(f, name)
	if i < 0 {
		return anyKind
	}
	switch f.Columns[i].Type {
	case workbook.NumberColumn, workbook.PercentColumn, workbook.DateColumn:
		// 未明确 may stand in any of them.
		return formula.KindBlank | formula.KindNumber | formula.KindText
	case workbook.TextColumn:
		return anyKind
	}
	return formula.KindBlank | formula.KindText
}

// methodGrain holds a method's inputs to what an item's rows have.
func (k *planCheck) methodGrain(it *workbook.Item, m *workbook.Method) {
	e, err := formula.Parse(m.Source)
	if err != nil || it.Grain == "" {
		return
	}
	for _, col := range e.Columns() {
		for _, in := range inputs() {
			if in.named(col.Name) && !slices.Contains(in.grains, it.Grain) {
				k.add("method-input-grain", cell(it.Rec, workbook.ColMethod), "name", col.Name, "pos", strconv.Itoa(col.Pos+1),
					"item", it.Title, "allowed", strings.Join(allowedInputs(it.Grain, hasHan(col.Name)), "、"))
			}
		}
	}
}

func hasHan(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r >= 0x2E80 })
}

// parse reads a formula of the plan, and says where it goes wrong.
func (k *planCheck) parse(r *workbook.Record, source string) *formula.Expr {
	e, err := formula.Parse(source)
	if err == nil {
		for _, n := range e.Names() {
			k.add("formula-name-unknown", cell(r, workbook.ColFormula), "name", n.Name, "pos", strconv.Itoa(n.Pos+1))
		}
		return e
	}
	var wrong *formula.SyntaxError
	if !errors.As(err, &wrong) {
		wrong = &formula.SyntaxError{}
	}
	args := []string{"pos", strconv.Itoa(wrong.Pos + 1)}
	for name, value := range wrong.Args {
		args = append(args, name, value)
	}
	k.add(formulaCode(wrong.Code), cell(r, workbook.ColFormula), args...)
	return nil
}

// formulaCode is the code under which a formula's fault stands in the catalogue.
func formulaCode(code string) string {
	if strings.HasPrefix(code, "formula-") {
		return code
	}
	return "formula-" + code
}
