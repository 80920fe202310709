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
			s.unsaid = append(s.unsaid, r)
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

// The note on a self-check's heading names so many rules for which there is no room, each in so many characters: what a box shows at
// once, as programs do not scroll in it.
const mostNoted, longestNoted = 24, 50

// note is what the heading of a self-check explains in place of the usual note, where there are rules that it does not say: that blank
// does not mean all is well, and which these are.
func (s *selfCheck) note(c *Catalogue, usual string) string {
	if len(s.unsaid) == 0 {
		return usual
	}
	lines := []string{c.T("form.unsaid", "n", len(s.unsaid))}
	for i, r := range s.unsaid {
		if i == mostNoted {
			lines = append(lines, c.T("form.unsaid-more", "n", len(s.unsaid)-i))
			break
		}
		lines = append(lines, clip(r.say, longestNoted))
	}
	return strings.Join(lines, "\n")
}

// Unsaid holds the rules of a form that are checked on return but not by the self-check, which has no room for them.
type Unsaid struct {
	Form *workbook.Form
	// Names holds the rules' codes, or the headings of a list's columns whose checks are left out.
	Names []string
	// Own is the first of the county's own rules among them, nil if there is none.
	Own *workbook.Rule
}

// UnsaidRules gives the rules for which the self-checks of a plan's templates have no room, on a day and on any later day on which
// other rules come into force, form by form.
func UnsaidRules(forms []*workbook.Form, rules []workbook.Rule, from calendar.Date, c *Catalogue) (out []Unsaid) {
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
		u := Unsaid{Form: f}
		for _, day := range slices.Compact(days) {
			for _, r := range newSelfCheck(f, rules, c, day, usualRows).unsaid {
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
