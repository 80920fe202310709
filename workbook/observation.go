package workbook

import (
	"math"

	"duban/workbook/calendar"
)

// Severity of a finding or rule.
type Severity uint8

const (
	Info    Severity = iota // for information
	Warning                 // to be corrected or explained
	Problem                 // an error: the row does not count until it is corrected
)

// String gives the key under which outputs and plans name the severity.
func (s Severity) String() string {
	switch s {
	case Problem:
		return "error"
	case Warning:
		return "warning"
	}
	return "info"
}

// Observation is something that decoding met and does not judge: a code, the place, and the content. Package validate knows what each code
// means.
type Observation struct {
	Code  string
	Place Place
	// Task and Field name the row and column if the place is a cell of a table; Value quotes the cell.
	Task, Field, Value string
	// Args are further words for the code's message, name and value in turn.
	Args []string
}

// Amount is a number that may not be known.
type Amount struct {
	V     float64
	Known bool
}

// Known makes a known amount. What overflowed is not known: a figure of fifteen digits can be measured against a target of next to nothing.
func Known(f float64) Amount {
	if math.IsInf(f, 0) || math.IsNaN(f) {
		return Amount{}
	}
	return Amount{f, true}
}

// Rule is a check in the rule language over the named columns of a form. It holds if the formula is TRUE.
type Rule struct {
	Code string
	// Form is the key of the form whose rows the rule judges.
	Form     string
	Source   string
	Severity Severity
	// Message is the county's own wording; a built-in rule's is in the catalogue under its code.
	Message string
	// Field is the key of the column that the finding points at; empty points at the first column the formula names.
	Field string
	// From switches the rule on from a date, 0 is always; Until off again, 0 is never.
	From, Until calendar.Date
	// Figures restricts the rule to rows that ask for a figure. The template knows these by its cells; for a return, package validate
	// decides, as it knows more.
	Figures bool
	// Rising restricts the rule to rows whose figure may not fall.
	Rising bool
	// Percents restricts the rule to rows whose figure is a percentage and whose target has two digits or more.
	Percents bool
	// Most restricts the rule to rows with a limit beyond which a figure is doubted; the formula calls that limit MostName.
	Most bool
	// Own marks a county's own rule, from the plan.
	Own   bool
	Place Place
}

// MostName is the name, in a rule's formula, of the largest figure of the row that nobody doubts.
const MostName = "MOST"

// InForce reports whether the rule is in force on a day.
func (r *Rule) InForce(day calendar.Date) bool {
	return r.From <= day && (r.Until == 0 || day < r.Until)
}

// Switch is a county's setting for one of the built-in rules: another severity, or off, from a date on.
type Switch struct {
	Code     string
	Severity Severity
	Off      bool
	// From is the first day for which it holds; 0 is always.
	From   calendar.Date
	Reason string
	// Approver answers for it; without one it does not hold, unless its sheet has no column for one.
	Approver string
	Rec      *Record
}

// As gives the key under which outputs name the setting: a severity, or off.
func (s *Switch) As() string {
	if s.Off {
		return "off"
	}
	return s.Severity.String()
}
