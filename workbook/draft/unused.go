package draft

import (
	"slices"

	"duban/workbook"
)

// passed lists the sentences with a clause that was not taken, in paragraphs of which others were.
func (d *Draft) passed(r *reader, paras []*paragraph) {
	taken := map[int][]Span{}
	take := func(at Span) { taken[at.Para] = append(taken[at.Para], at) }
	take(d.Title.At)
	for _, t := range d.Tasks {
		for col, s := range t.Fields {
			if col != workbook.ColSource {
				take(s.At)
			}
		}
		for _, m := range t.Milestones {
			take(m.Title.At)
		}
		for _, s := range t.Stages {
			take(s.Title.At)
		}
		for _, s := range t.Parts {
			take(s.Target.At)
		}
	}
	for _, i := range d.Indicators {
		take(i.Latest.At)
	}
	for _, p := range paras {
		if len(taken[p.no]) == 0 || p.table != nil {
			continue
		}
		clear(r.read)
		for _, s := range (piece{p, 0, p.text}).sentences() {
			if slices.ContainsFunc(s.clauses(), func(c piece) bool { return r.concrete(c) && !overlaps(taken[p.no], c.span()) }) {
				d.Passed = append(d.Passed, s.span())
			}
		}
	}
}

func overlaps(taken []Span, at Span) bool {
	return slices.ContainsFunc(taken, func(by Span) bool { return by.From < at.To && at.From < by.To })
}

// concrete reports whether a clause gives a figure, a limit or a rhythm that is not of the past.
func (r *reader) concrete(p piece) bool {
	c := r.clause(p)
	return !c.past && len(c.moments)+len(c.amounts)+len(c.rhythms) > 0
}

// unused lists the paragraphs without a task, figure, heading or title.
func (d *Draft) unused(paras []*paragraph) {
	used := map[int]bool{d.Title.At.Para: true}
	for _, t := range d.Tasks {
		used[t.Whole.Para] = true
		for _, s := range t.Fields {
			used[s.At.Para] = true
		}
	}
	for _, i := range d.Indicators {
		used[i.Title.At.Para] = true
	}
	for i, p := range paras {
		sheetName := i+1 < len(paras) && paras[i+1].table != nil && paras[i+1].table.Name == p.text
		if !used[p.no] && !sheetName {
			d.Unused = append(d.Unused, p.span(0, len(p.text)))
		}
	}
}
