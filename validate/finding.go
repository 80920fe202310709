package validate

import (
	"strings"

	"duban/workbook"
)

// Finding is one thing that is wrong, doubtful or worth saying about a plan or a returned workbook. Its wording is in the message catalogue
// under finding.<code> and hint.<code>; Args fills in the placeholders.
type Finding struct {
	Code     string
	Severity workbook.Severity
	// Bureau is the bureau's code, Period the period as in 2024-09; empty for findings about a plan.
	Bureau, Period string
	Place          workbook.Place
	// Task is the number of the task that the row is about; Field is the column's heading; Value quotes the cell.
	Task, Field, Value string
	// Form is the key of the form of the row that the finding is about, Row the row's id; both are empty if it is about no row.
	Form, Row string
	// Args holds the message's arguments, by name.
	Args map[string]string
	// Message is the county's wording if the rule is the county's own.
	Message string
	// Answered says that a warning was answered by a reason in the row's 情况说明, Waived that a waiver lets the finding pass. Reason is the
	// reason given.
	Answered, Waived bool
	Reason           string
	// Switch is the county's change of the rule, nil if there is none; Severity is then the county's.
	Switch *workbook.Switch
	// Approver is who approved the waiver.
	Approver string
	// Beside holds the other cells that the finding is about, which the cell at Place contradicts.
	Beside []workbook.Place
	// Further stands for findings of the same kind that are not kept, nil if there are none.
	Further *Further
}

// Counts reports whether the finding still asks for something: an error or warning neither answered nor waived.
func (f *Finding) Counts() bool {
	return !f.Waived && (f.Severity == workbook.Problem || f.Severity == workbook.Warning && !f.Answered)
}

// Verdict is the result of checking a returned workbook.
type Verdict struct {
	Findings []Finding
	// Held holds the rows that do not count until they are corrected.
	Held map[*workbook.Record]bool
	// heldToo counts further held rows, which are not kept, by the key of their form.
	heldToo map[string]int
	// Taken is the number of rows that hold an entry and count.
	Taken int
	// Adrift counts the rows held back that have no entry from the period before to count instead: new rows of lists and problems, and rows
	// that the bureau is not asked for.
	Adrift int
	// Refused says that nothing of the workbook can be taken: it is not ours, is of another plan, or has no bureau or period.
	Refused bool
	// points holds the points of all findings if Findings was cut, beside those of other files; otherwise nil.
	points map[string]*asks
}

// Holds reports whether a row is held back.
func (v *Verdict) Holds(r *workbook.Record) bool { return v.Refused || v.Held[r] }

// Errors counts the errors that are not waived.
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

// Lists reports whether a message's argument with this name may list several things, separated by 、. A message separates them as its
// language does.
func Lists(name string) bool {
	switch name {
	case "allowed", "case", "cells", "names", "other", "others":
		return true
	}
	return false
}

// beside adds further places that the finding is about; unknown places are left out.
func (x *found) beside(places ...workbook.Place) *found {
	for _, p := range places {
		if !p.IsZero() {
			x.Beside = append(x.Beside, p)
		}
	}
	return x
}

// placesSpelt is the most places that a message names; … stands for the rest.
const placesSpelt = 4

// spell lists places for a message, as in 节点进展!G5、G6.
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
