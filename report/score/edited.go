package score

import (
	"cmp"
	"strings"

	"duban/workbook"
	"duban/workbook/formula"
)

// AdjustmentRecord holds the decided adjustments of the archived plans, by the plan's year; each year begins empty. A decision may be
// reversed by a further row, but never edited or removed.
type AdjustmentRecord struct {
	decided map[int][]*workbook.Adjustment
}

// Add takes up the decisions of a plan that was archived later than those added before. If the plan lacks an earlier decision, none of its
// decisions are added, as the plan is itself at fault.
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
		// A day of approval that was left open may be filled in once.
		if record[i].Approved == 0 {
			record[i] = a
		}
	}
	r.decided[p.Settings.Year] = append(record, further...)
}

// Edited gives a fault for each recorded decision of a plan's year that the plan does not have as it was made.
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

// stands finds for each recorded decision of a plan's year the row of the plan that has it, nil if there is none, and lists the plan's
// further decisions. Rows with the recorded day of approval are assigned first, then rows with any day to decisions without one.
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

// decided reports whether an adjustment names who approved it.
func decided(a *workbook.Adjustment) bool { return strings.TrimSpace(a.Approver) != "" }

// adjustmentKey joins the parts of a decision that must not change. The day of approval is not among them, since it may be filled in later.
// The bureau goes by its heir in plan p, since a row that names the heir may later be changed to name one of the bureaus that became it.
func adjustmentKey(p *workbook.Plan, a *workbook.Adjustment) string {
	b := p.Becomes(cmp.Or(p.HeirOf(a.Bureau), a.Bureau))
	return strings.Join([]string{foldWord(b.Code), foldWord(a.ID), foldWord(a.Item), foldWord(a.Matter), formula.Plain(a.Amount, 9), foldWord(a.Reverses)}, "\x00")
}
