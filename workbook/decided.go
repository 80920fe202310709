package workbook

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"duban/workbook/calendar"
	"duban/workbook/sheet"
)

// decisive lists the sheets that hold decisions about a period, also after it is over: what changed from which day on, which figures were
// verified, who was excused and what may stand.
func decisive() []string {
	return []string{FormChanges, FormExemptions, FormWaivers, FormVerifications, FormReasons}
}

// Decides reports whether the plan holds any decisions.
func (p *Plan) Decides() bool {
	return slices.ContainsFunc(decisive(), func(form string) bool { return len(p.records(form)) > 0 })
}

// DecidedUpTo gives a digest, in hexadecimal, of what the plan has decided up to a day. Decisions that bear only on later days are not
// part of it.
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

// bears reports whether a decision bears on days up to the given one. A reason given for a period does, whatever days it names.
func (r *Record) bears(day calendar.Date) bool {
	first, _ := r.dated()
	return first <= day
}

// dated gives the first and last day of the period that a decision is about. Without a period both are the day from which it holds, 0 if
// it gives none.
func (r *Record) dated() (first, last calendar.Date) {
	at := r.Get(ColPeriod)
	if per, ok := periodOfCell(at.Raw, at.Format, at.Text); ok {
		return per.First(), per.Last()
	}
	from := r.Get(ColFrom).Date
	return from, from
}

// said gives the content of a row, cell by cell.
func (r *Record) said() string {
	var said strings.Builder
	for i := range r.Table.Form.Columns {
		said.WriteString(strings.ReplaceAll(Fold(r.At(i).Text), "\n", " ") + "\x00")
	}
	return said.String()
}

// Missed is a decision that reaches nobody in the plan's round: its cell of Field names nobody and nothing in it.
type Missed struct {
	Rec   *Record
	Field string
}

// Missed lists the decisions that reach nobody in a round, in the order of the sheets; the round begins on a day and decisions count up
// to another. An unknown task counts only if the decision's last day is not before the round. An unknown bureau counts if the decision
// has any day; without one it counts only if the round has a bureau that the present plan does not know, as that one may be meant.
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

// unknownAt reports whether a cell of a decision names somebody or something that is not in the plan, or an heir that begins with the
// next round.
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

// WithDecisions gives the plan that a past round keeps, with its sheets of decisions replaced by those of another state. The forms are
// those of the plan workbook.
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
