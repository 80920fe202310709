package workbook

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"duban/workbook/calendar"
	"duban/workbook/sheet"
)

// decisive are the sheets that say what was decided about a period, also when it is over: what changed from which day on, which
// figures were verified, who was excused and what may stand.
func decisive() []string {
	return []string{FormChanges, FormExemptions, FormWaivers, FormVerifications, FormReasons}
}

// Decides reports whether anything at all was decided.
func (p *Plan) Decides() bool {
	return slices.ContainsFunc(decisive(), func(form string) bool { return len(p.records(form)) > 0 })
}

// DecidedUpTo names what the plan has decided up to a day by a digest in hexadecimal. What is for later is no part of it.
func (p *Plan) DecidedUpTo(day calendar.Date) string {
	d := sha256.New()
	for _, form := range decisive() {
		d.Write([]byte(form + "\n"))
		for _, r := range p.records(form) {
			if r.bears(day) {
				d.Write([]byte(r.said() + "\n"))
			}
		}
	}
	return hex.EncodeToString(d.Sum(nil))
}

// bears reports whether a decision bears on days up to one. A reason given for a period does, whatever days it names.
func (r *Record) bears(day calendar.Date) bool {
	first, _ := r.dated()
	return first <= day
}

// dated are the days of the period that a decision is about, else that from which it holds, on and on; 0 where it says neither.
func (r *Record) dated() (first, last calendar.Date) {
	at := r.Get(ColPeriod)
	if per, ok := periodOfCell(at.Raw, at.Format, at.Text); ok {
		return per.First(), per.Last()
	}
	from := r.Get(ColFrom).Date
	return from, from
}

// said is what a row says, cell by cell.
func (r *Record) said() string {
	var said strings.Builder
	for i := range r.Table.Form.Columns {
		said.WriteString(strings.ReplaceAll(fold(r.At(i).Text), "\n", " ") + "\x00")
	}
	return said.String()
}

// Missed is a decision that reaches nobody in the round that the plan was read for: nobody or nothing in it has the name at a cell.
type Missed struct {
	Rec   *Record
	Field string
}

// Missed are the decisions that bear on a round that begins on a day, up to another one, and reach nobody, in the order of the sheets.
// Of a task that the round does not have only what is dated in the round is meant for it. So it is with a bureau where no day is said,
// unless the round has one that nobody is called by now: that one may be meant.
func (p *Plan) Missed(begins, day calendar.Date) []Missed {
	var out []Missed
	gone := p.now == nil || slices.ContainsFunc(p.Bureaus, func(b *Bureau) bool { return p.byNow(b) == nil })
	for _, form := range decisive() {
		for _, r := range p.records(form) {
			first, last := r.dated()
			if first > day {
				continue
			}
			for _, field := range []string{ColObjectID, ColTask, ColBureau, ColNew} {
				ofTask := field == ColObjectID || field == ColTask
				meant := last >= begins || !ofTask && (last != 0 || gone)
				if r.Table.Form.Has(field) && meant && p.unknownAt(r, field) {
					out = append(out, Missed{r, field})
					break
				}
			}
		}
	}
	return out
}

// unknownAt reports whether a cell of a decision names who or what is not in the plan, or an heir who begins with the next round.
func (p *Plan) unknownAt(r *Record, field string) bool {
	if id := r.Get(ColTask).Text; r.Table.Form.Key == FormWaivers && field == ColTask && id != "" && p.Task(id) == nil {
		return true
	}
	if field == ColBureau {
		if b := p.bureauMeant(r, r.Get(field).Text); b != nil && p.Begins(b) != nil {
			return true
		}
	}
	at := r.Place(field)
	return slices.ContainsFunc(p.Observations, func(o Observation) bool {
		return o.Place == at && slices.Contains([]string{"name-unknown", "task-unknown", "change-object-unknown"}, o.Code)
	})
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
