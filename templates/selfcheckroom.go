package templates

import (
	"math"
	"slices"
	"strings"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
)

// A row's self-check is one formula, whose length Excel limits. If a county has more rules than fit,
// the self-check has as many as there is room for, errors before warnings. All rules are checked on
// return, and the workbook names those that the self-check lacks.

// usualRows is a number of rows that the sheets of a template hardly ever exceed. For a longer sheet, room is measured with sheet.MaxRows.
const usualRows = 9_999

// makeRoom removes the rules for which a formula has no room. They are the same in every row of a sheet, and in every workbook
// whose sheet has the usual rows: room is measured for the last of these rows, as one that asks for everything.
func (s *selfCheck) makeRoom(f *workbook.Form, last int) {
	if s.fits(f, last) {
		return
	}
	all := s.rules
	s.rules = make([]checkRule, 0, len(all))
	for _, r := range all {
		s.rules = append(s.rules, r)
		if !s.fits(f, last) {
			s.rules = s.rules[:len(s.rules)-1]
			s.omitted = append(s.omitted, r)
		}
	}
}

// longestFigure is a figure that takes the most characters in a formula.
const longestFigure = -math.MaxFloat64

func (s *selfCheck) fits(f *workbook.Form, last int) bool {
	refs := gridRefs{form: f, row: last, first: firstRow, last: last, most: workbook.Amount{V: longestFigure, Known: true}}
	of := asked{any: true, figure: true, rising: true, percent: true}
	text, err := s.write(refs, of)
	if err == nil {
		text, err = s.withMost(text, refs)
	}
	if err != nil {
		return false
	}
	broken, _, _ := sheet.FormulaLimit(text)
	return broken == ""
}

// The most rules that the note on a self-check's heading names, and the most characters for each: as many as the note's box shows at once,
// as programs do not scroll in it.
const mostNoted, longestNoted = 24, 50

// note gives the note on the heading of a self-check. It is the usual one, unless rules had to be left out of the self-check: then it says
// that a blank does not mean that all is well, and names these rules.
func (s *selfCheck) note(c *Catalogue, usual string) string {
	if len(s.omitted) == 0 {
		return usual
	}
	lines := []string{c.T("form.unsaid", "n", len(s.omitted))}
	for i, r := range s.omitted {
		if i == mostNoted {
			lines = append(lines, c.T("form.unsaid-more", "n", len(s.omitted)-i))
			break
		}
		lines = append(lines, clip(r.say, longestNoted))
	}
	return strings.Join(lines, "\n")
}

// Omitted holds the rules of a form that are checked on return but not by the self-check, which has no room for them.
type Omitted struct {
	Form *workbook.Form
	// Names holds the rules' codes, or the headings of a list's columns whose checks are left out.
	Names []string
	// Own is the first of the county's own rules among them, nil if there is none.
	Own *workbook.Rule
}

// OmittedRules gives the rules for which the self-checks of a plan's templates have no room, form by form: on the day from, and on every
// later day on which rules come into or go out of force.
func OmittedRules(forms []*workbook.Form, rules []workbook.Rule, from calendar.Date, c *Catalogue) (out []Omitted) {
	for _, f := range forms {
		if !f.Has(workbook.ColCheck) {
			continue
		}
		days := []calendar.Date{from}
		for i := range rules {
			if r := &rules[i]; r.Form == f.Key {
				days = append(days, max(from, r.From), max(from, r.Until))
			}
		}
		slices.Sort(days)
		u := Omitted{Form: f}
		for _, day := range slices.Compact(days) {
			for _, r := range newSelfCheck(f, rules, c, day, usualRows).omitted {
				if slices.Contains(u.Names, r.name) {
					continue
				}
				u.Names = append(u.Names, r.name)
				if u.Own == nil && r.rule != nil && r.rule.Own {
					u.Own = r.rule
				}
			}
		}
		if len(u.Names) > 0 {
			out = append(out, u)
		}
	}
	return out
}
