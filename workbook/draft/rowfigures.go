package draft

import (
	"slices"
	"strings"

	"duban/workbook"
)

// besides marks the task's figure as doubtful if the row of the table gives other figures as well: a row is one task, which has only one
// figure.
func (t *Task) besides(r *reader, title, goal Said) {
	target := t.Get(workbook.ColTarget)
	if !target.IsNum || target.Sure == Doubtful {
		return
	}
	said := goal
	if said.Text == "" {
		said = title
	}
	taken, unit := target.Num, t.Get(workbook.ColUnit).Text
	var others []string
	for _, c := range (piece{&paragraph{no: said.At.Para, text: said.Text}, 0, said.Text}).clauses() {
		for _, item := range byMark(c) {
			left := slices.DeleteFunc(amounts(item), func(a amount) bool {
				if a.value == taken && a.unit == unit {
					// The same figure again is not a different one.
					return true
				}
				return a.size || a.cost || a.from
			})
			if len(left) > 0 && !slices.ContainsFunc(t.Milestones, func(m Milestone) bool { return strings.Contains(m.Title.Quote, item.text) }) {
				others = append(others, strings.Trim(item.text, spaces+stops))
			}
		}
	}
	if len(others) == 0 {
		if target.Why == WhySeveral {
			target.Sure, target.Why = Sure, ""
			t.Fields[workbook.ColTarget] = target
		}
		return
	}
	target.Sure, target.Why, target.About = Doubtful, WhyRowFigures, strings.Join(others, "、")
	t.put(workbook.ColTarget, target)
}
