package report

import (
	"strings"

	"duban/workbook"
)

// EditedAdjustments says which approved adjustments of an archived plan do not stand in the present one as they stood
// there. What was decided is reversed by a further row, never edited or taken away.
func EditedAdjustments(was, now *workbook.Plan) []ScoreFault {
	stands := map[string]int{}
	for _, a := range now.Adjustments {
		stands[adjustmentKey(a)]++
	}
	var out []ScoreFault
	for _, a := range was.Adjustments {
		if strings.TrimSpace(a.Approver) == "" {
			continue
		}
		if key := adjustmentKey(a); stands[key] > 0 {
			stands[key]--
			continue
		}
		out = append(out, ScoreFault{Code: "adjustment-edited", Item: a.Item, Bureau: a.Bureau.Name,
			Args: []any{"matter", a.Matter, "amount", plainNumber(a.Amount, 9)}})
	}
	return out
}

// adjustmentKey is what of an adjustment may not change once it was archived.
func adjustmentKey(a *workbook.Adjustment) string {
	return strings.Join([]string{foldWord(a.Bureau.Code), foldWord(a.ID), foldWord(a.Matter), plainNumber(a.Amount, 9), foldWord(a.Reverses)}, "\x00")
}
