package report

import (
	"strings"

	"duban/workbook"
)

// AdjustmentRecord is what was decided on adjustments over a year, as the archived plans have it. A decision is reversed by
// a further row; it is never edited and never taken away.
type AdjustmentRecord struct {
	decided []*workbook.Adjustment
	// known counts the decisions by what stands in them.
	known map[string]int
}

// Add takes up the decisions of a plan that was archived after those before. A plan in which an earlier decision is missing
// is no record of new ones: what was edited in it is what is being complained of.
func (r *AdjustmentRecord) Add(p *workbook.Plan) {
	if len(r.Edited(p)) > 0 {
		return
	}
	if r.known == nil {
		r.known = map[string]int{}
	}
	seen := map[string]int{}
	for _, a := range p.Adjustments {
		if !decided(a) {
			continue
		}
		key := adjustmentKey(a)
		if seen[key]++; seen[key] > r.known[key] {
			r.known[key] = seen[key]
			r.decided = append(r.decided, a)
		}
	}
}

// Edited says which decisions do not stand in a plan as they were made.
func (r *AdjustmentRecord) Edited(now *workbook.Plan) []ScoreFault {
	stands := map[string][]*workbook.Adjustment{}
	for _, a := range now.Adjustments {
		if decided(a) {
			key := adjustmentKey(a)
			stands[key] = append(stands[key], a)
		}
	}
	var out []ScoreFault
	for _, was := range r.decided {
		key, at := adjustmentKey(was), -1
		for i, a := range stands[key] {
			if at < 0 && (was.Approved == 0 || a.Approved == was.Approved) {
				at = i
			}
		}
		if at >= 0 {
			stands[key] = append(stands[key][:at:at], stands[key][at+1:]...)
			continue
		}
		out = append(out, ScoreFault{Code: "adjustment-edited", Item: was.Item, Bureau: was.Bureau.Name,
			Args: []any{"matter", was.Matter, "amount", plainNumber(was.Amount, 9)}})
	}
	return out
}

// decided reports whether somebody stands for an adjustment.
func decided(a *workbook.Adjustment) bool { return strings.TrimSpace(a.Approver) != "" }

// adjustmentKey is what of a decision may not change. The day of approval is compared beside it: one that was left open
// may be filled in.
func adjustmentKey(a *workbook.Adjustment) string {
	return strings.Join([]string{foldWord(a.Bureau.Code), foldWord(a.ID), foldWord(a.Item), foldWord(a.Matter), plainNumber(a.Amount, 9), foldWord(a.Reverses)}, "\x00")
}
