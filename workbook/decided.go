package workbook

import (
	"slices"
	"strings"

	"duban/workbook/sheet"
)

// decisive are the sheets that say what was decided about a period, also when it is over: what changed from which day on, which
// figures were verified, who was excused and what may stand.
func decisive() []string {
	return []string{FormChanges, FormExemptions, FormWaivers, FormVerifications, FormReasons}
}

// DecidesAs reports that another state of the plan has decided the same as this one up to a day. What is for later is not looked at.
func (p *Plan) DecidesAs(o *Plan, day Date) bool {
	return !slices.ContainsFunc(decisive(), func(form string) bool {
		return !slices.Equal(p.decidedBy(form, day), o.decidedBy(form, day))
	})
}

// decidedBy is what the rows of a sheet say that reach a day, in order.
func (p *Plan) decidedBy(form string, day Date) []string {
	var out []string
	for _, r := range p.records(form) {
		if r.Get(ColFrom).Date > day {
			continue
		}
		at := r.Get(ColPeriod)
		if per, ok := periodOfCell(at.Raw, at.Format, at.Text); ok && per.First() > day {
			continue
		}
		var said strings.Builder
		for i := range r.Table.Form.Columns {
			said.WriteString(fold(r.At(i).Text) + "\x00")
		}
		out = append(out, said.String())
	}
	return out
}

// WithDecisions is a plan that a past round keeps, with the sheets of another state of it that say what was decided. The forms
// are those of the plan workbook.
func WithDecisions(kept, decided *sheet.Book, forms []*Form) *sheet.Book {
	was, now := (&Plan{}).findSheets(kept, forms), (&Plan{}).findSheets(decided, forms)
	out := *kept
	out.Sheets = slices.Clone(kept.Sheets)
	for i, f := range forms {
		if !slices.Contains(decisive(), f.Key) {
			continue
		}
		if at := slices.Index(out.Sheets, was[i]); at >= 0 {
			out.Sheets = slices.Delete(out.Sheets, at, at+1)
		}
		if now[i] != nil {
			out.Sheets = append(out.Sheets, now[i])
		}
	}
	return &out
}
