package validate

import (
	"strings"

	"duban/workbook"
)

// Finding is one thing that is wrong, doubtful or worth saying about a plan or a returned workbook. Its words stand in
// the message catalogue under finding.<code> and hint.<code>; Args fill their places.
type Finding struct {
	Code     string
	Severity workbook.Severity
	// Bureau is the bureau's code, Period the period as in 2024-09; empty for findings about a plan.
	Bureau, Period string
	Place          workbook.Place
	// Task is the number of the task that the row is about; Field is the column's heading; Value quotes the cell.
	Task, Field, Value string
	// Form is the key of the form of the row that the finding is about, Row the row's id; empty for what is about no row.
	Form, Row string
	// Args are the message's further words, by name.
	Args map[string]string
	// Message is the county's own wording where the rule is the county's own.
	Message string
	// Answered says that a warning was answered by a reason in the row's 情况说明, Waived that a waiver lets the finding
	// stand; Reason is what was said.
	Answered, Waived bool
	Reason           string
	// Switch is the county's setting of the rule, where it has one: the severity is then the county's.
	Switch *workbook.Switch
	// Approver is who approved the waiver.
	Approver string
	// Beside are the other cells that the finding is about: what the cell at Place contradicts.
	Beside []workbook.Place
	// Further are those of the same kind that are not kept, nil where there are none.
	Further *Further
}

// Counts reports whether the finding still asks for something: an error or warning neither answered nor waived.
func (f *Finding) Counts() bool {
	return !f.Waived && (f.Severity == workbook.Problem || f.Severity == workbook.Warning && !f.Answered)
}

// Verdict is what a returned workbook was found to be.
type Verdict struct {
	Findings []Finding
	// Held are the rows that do not count until they are mended.
	Held map[*workbook.Record]bool
	// heldToo counts further rows that are held back and not kept, by the keys of their forms.
	heldToo map[string]int
	// Taken counts the rows that hold an entry and count.
	Taken int
	// Adrift counts those of the rows held back for which nothing stands from the period before: a list's or a problem's new line, and
	// rows that the bureau is not asked for.
	Adrift int
	// Refused says that nothing of the workbook can be taken: not ours, another plan's, no bureau, no period.
	Refused bool
	// points are those of all findings, where the list of them was cut beside those of other files; nil else.
	points map[string]*asks
}

// Holds reports whether a row is held back.
func (v *Verdict) Holds(r *workbook.Record) bool { return v.Refused || v.Held[r] }

// Errors counts the errors that still count, Warnings the warnings that are neither answered nor waived.
func (v *Verdict) Errors() int { return v.count(workbook.Problem) }

// Warnings counts the warnings that are neither answered nor waived.
func (v *Verdict) Warnings() int { return v.count(workbook.Warning) }

func (v *Verdict) count(s workbook.Severity) int {
	n := 0
	for i := range v.Findings {
		if f := &v.Findings[i]; f.Severity == s && f.Counts() {
			n += f.Number()
		}
	}
	return n
}

// Lists says of a finding's further words whether they may list several things, parted by 、: whoever shows them parts them as the
// reader's language does.
func Lists(name string) bool {
	switch name {
	case "allowed", "case", "cells", "names", "other", "others":
		return true
	}
	return false
}

// beside names further places that a finding is about, as far as they are known.
func (x *found) beside(places ...workbook.Place) *found {
	for _, p := range places {
		if !p.IsZero() {
			x.Beside = append(x.Beside, p)
		}
	}
	return x
}

// placesSpelt is how many places a message names before it only says how many more there are.
const placesSpelt = 4

// spell names places for a message: 节点进展!G5、G6.
func spell(places []workbook.Place) string {
	var b strings.Builder
	for i, p := range places {
		switch {
		case i == placesSpelt:
			return b.String() + "…"
		case i == 0:
			b.WriteString(p.String())
		case p.Sheet == places[i-1].Sheet && p.File == places[i-1].File:
			b.WriteString("、" + p.Cell())
		default:
			b.WriteString("、" + p.String())
		}
	}
	return b.String()
}
