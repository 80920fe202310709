package draft

import (
	"strings"

	"duban/workbook"
)

// sectionText is what the section that a task was read from says: all its names, days and figures, whoever they belong to.
type sectionText struct {
	text    string
	moments []moment
	amounts []amount
}

// sectionOf gives the section that a task was read from, nil for a task from a table.
func sectionOf(t *Task, p *workbook.Plan) *sectionText {
	if t.claim == nil {
		// A task from a table is all in its row.
		return nil
	}
	out := &sectionText{text: t.Quote}
	rules := p.Settings.Deadlines
	rules.Base = p.Settings.DocDate
	r := &reader{rules: rules}
	for _, s := range append([]piece{t.sec.title}, t.sec.body...) {
		if s.text == "" {
			continue
		}
		out.text += "\n" + s.text
		for _, c := range s.clauses() {
			out.moments = append(out.moments, r.moments(c)...)
			out.amounts = append(out.amounts, amounts(c)...)
		}
	}
	return out
}

// unsaid lists the values in a field of a pair that the plan has and that neither the draft nor the section has.
func (s *sectionText) unsaid(x Pair, field string, dir *workbook.Directory) []string {
	switch field {
	case workbook.ColDue:
		for _, m := range s.moments {
			if m.last == x.Plan.Due {
				return nil
			}
		}
		return []string{x.Plan.Due.String()}
	case workbook.ColTarget:
		for _, a := range s.amounts {
			if a.value == x.Plan.Target.V {
				return nil
			}
		}
		return []string{number(x.Plan.Target.V)}
	}
	have := map[string]bool{}
	drafted := x.Draft.Leads
	if field == workbook.ColSupports {
		drafted = x.Draft.Supports
	}
	for _, n := range drafted {
		have[ident(n, dir)] = true
	}
	var out []string
	for _, n := range x.Plan.Rec.Get(field).List() {
		if !have[ident(n, dir)] && !s.names(n, dir) {
			out = append(out, n)
		}
	}
	return out
}

// names reports whether the section names a bureau, in any way of writing.
func (s *sectionText) names(n string, dir *workbook.Directory) bool {
	writings := []string{n, withoutPrefix(n)}
	if b := dir.Bureau(n); b != nil {
		writings = append(append(writings, b.Name), b.Aliases...)
	}
	if k := library().names[key(n)]; k != nil {
		writings = append(append(writings, k.name, k.stem), k.others...)
	}
	for _, w := range writings {
		if w != "" && strings.Contains(s.text, w) {
			return true
		}
	}
	return false
}
