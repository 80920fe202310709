package validate

import (
	"slices"
	"strconv"

	"duban/workbook"
	"duban/workbook/formula"
)

// ownRules judges 校验规则, row by row: a built-in rule that is set otherwise, or a rule of the county's own.
func (k *planCheck) ownRules() {
	t := k.p.Tables[workbook.FormRules]
	if t == nil {
		return
	}
	forms := formsByKey(k.returns)
	first := map[string]*workbook.Record{}
	for _, r := range t.Records {
		code := fold(r.Get(workbook.ColCode).Text)
		if code == "" {
			continue
		}
		known := k.rules[code]
		// The same rule may be set anew from another day on.
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

// ownRule judges a rule of the county's own: it must parse, name columns that its form has, and be able to do what it
// says.
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
	k.faults(r, e, func(name string) formula.Kinds { return columnKinds(f, name) })
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
}

// switchableCodes are the codes that a row without a formula may name.
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
