package score

import (
	"cmp"
	"strings"

	"duban/workbook"
	"duban/workbook/formula"
)

// AdjustmentRecord is what was decided on adjustments, as the archived plans have it, by the year that a plan is of: the
// next year's begins empty. A decision is reversed by a further row; it is never edited and never taken away.
type AdjustmentRecord struct {
	decided map[int][]*workbook.Adjustment
}

// Add takes up the decisions of a plan that was archived after those before. A plan in which an earlier decision is missing
// is no record of new ones: what was edited in it is what is being complained of.
func (r *AdjustmentRecord) Add(p *workbook.Plan) {
	stands, further := r.stands(p)
	for _, a := range stands {
		if a == nil {
			return
		}
	}
	if r.decided == nil {
		r.decided = map[int][]*workbook.Adjustment{}
	}
	record := r.decided[p.Settings.Year]
	for i, a := range stands {
		// Once an open day of approval is filled in, it stands.
		if record[i].Approved == 0 {
			record[i] = a
		}
	}
	r.decided[p.Settings.Year] = append(record, further...)
}

// Edited says which decisions of its year do not stand in a plan as they were made.
func (r *AdjustmentRecord) Edited(now *workbook.Plan) []Fault {
	stands, _ := r.stands(now)
	var out []Fault
	for i, was := range r.decided[now.Settings.Year] {
		if stands[i] == nil {
			out = append(out, Fault{Code: "adjustment-edited", Item: was.Item, Bureau: was.Bureau.Name,
				Args: []any{"matter", was.Matter, "amount", formula.Plain(was.Amount, 9)}})
		}
	}
	return out
}

// stands finds the row of a plan in which each decision of its year stands, nil where there is none, and the further
// decisions of the plan. Decisions whose day is known choose first: a row of that day is theirs.
func (r *AdjustmentRecord) stands(p *workbook.Plan) (stands, further []*workbook.Adjustment) {
	record := r.decided[p.Settings.Year]
	stands = make([]*workbook.Adjustment, len(record))
	rows := map[string][]*workbook.Adjustment{}
	for _, a := range p.Adjustments {
		if decided(a) {
			key := adjustmentKey(p, a)
			rows[key] = append(rows[key], a)
		}
	}
	taken := map[*workbook.Adjustment]bool{}
	find := func(i int, fits func(*workbook.Adjustment) bool) {
		for _, a := range rows[adjustmentKey(p, record[i])] {
			if stands[i] == nil && !taken[a] && fits(a) {
				stands[i], taken[a] = a, true
			}
		}
	}
	for i, was := range record {
		find(i, func(a *workbook.Adjustment) bool { return a.Approved == was.Approved })
	}
	for i, was := range record {
		find(i, func(*workbook.Adjustment) bool { return was.Approved == 0 })
	}
	for _, a := range p.Adjustments {
		if decided(a) && !taken[a] {
			further = append(further, a)
		}
	}
	return stands, further
}

// decided reports whether somebody stands for an adjustment.
func decided(a *workbook.Adjustment) bool { return strings.TrimSpace(a.Approver) != "" }

// adjustmentKey is what of a decision may not change, its bureau as a plan has it, or as what it became since: which of those that became
// one a row is about may be told later. The day of approval is compared beside it: one that
// was left open may be filled in.
func adjustmentKey(p *workbook.Plan, a *workbook.Adjustment) string {
	b := p.Becomes(cmp.Or(p.HeirOf(a.Bureau), a.Bureau))
	return strings.Join([]string{foldWord(b.Code), foldWord(a.ID), foldWord(a.Item), foldWord(a.Matter), formula.Plain(a.Amount, 9), foldWord(a.Reverses)}, "\x00")
}
