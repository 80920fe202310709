package workbook

import (
	"slices"
	"strings"

	"duban/workbook/calendar"
	"duban/workbook/sheet"
)

// What a workbook's sender and period are known from, in the order in which they are tried once the identity sheet is lost.
const (
	byCover      = "cover"      // the cells beside the cover's labels
	byProperties = "properties" // the document's own properties
	byTitles     = "titles"     // the title above each table
	byWords      = "words"      // a cell of the cover that holds nothing but a bureau's name
	byRows       = "rows"       // the numbers of the rows, if the plan gives them all to one bureau
)

// readSender settles the sender and period from what states them: the identity sheet, or else the cover and the document's properties.
func (r *Return) readSender(book *sheet.Book, plan *Plan) {
	bureau, period := r.Identity.Bureau, r.Identity.Period
	if !r.Identity.Whole {
		bureau, period = book.Custom[IdentityBureau], book.Custom[IdentityPeriod]
		r.Identity.Kind, r.Identity.PlanID = book.Custom[IdentityKind], book.Custom[IdentityPlan]
		r.Sender = byCover
	}
	if b := plan.Directory.Sender(bureau); b != nil {
		if r.Bureau != nil && r.Bureau != b {
			r.note("cover-bureau-differs", r.CoverPlace, "cover", r.Bureau.Name, "issued", b.Name)
		}
		if r.Bureau == nil && !r.Identity.Whole {
			r.Sender = byProperties
		}
		r.Bureau = b
	}
	if p, ok := calendar.ParsePeriod(period); ok {
		if r.Period != (calendar.Period{}) && r.Period != p {
			r.note("cover-period-differs", r.CoverPlace, "cover", r.Period.String(), "issued", p.String())
		}
		r.Period = p
	}
}

// senderWords are texts in which people can see whose a workbook is: the titles above the tables, and the cells of the cover.
type senderWords struct{ titles, cover []string }

func (r *Return) guessPeriod(words *senderWords) {
	if r.Period.IsZero() {
		if r.Period = onePeriod(words.titles); r.Period.IsZero() {
			r.Period = onePeriod(words.cover)
		}
	}
}

// guessSender looks at these texts and at the rows if neither identity, cover nor properties name the sender. The texts must agree with
// the rows, which the plan gives to bureaus.
func (r *Return) guessSender(plan *Plan, words *senderWords) {
	holders, known := r.holders(plan)
	agrees := func(b *Bureau) bool { return b != nil && (!known || slices.Contains(holders, b)) }
	if r.Bureau == nil {
		if b := oneBureau(plan, words.titles); agrees(b) {
			r.Bureau, r.Sender = b, byTitles
		} else if b := oneBureau(plan, words.cover); agrees(b) {
			r.Bureau, r.Sender = b, byWords
		} else if len(holders) == 1 {
			r.Bureau, r.Sender = holders[0], byRows
		} else {
			r.Sender = ""
		}
	}
	if r.Bureau != nil && r.Sender != byCover && r.Sender != byProperties && r.coverBureau != "" {
		r.note("cover-bureau-differs", r.CoverPlace, "cover", r.coverBureau, "issued", r.Bureau.Name)
	}
	r.note("identity-lost", Place{File: r.File}, "how", r.Sender)
}

// holders lists the bureaus to which the plan gives every one of the rows. known is false if the plan knows none of the rows. Numbers
// alone prove nothing, as other plans have them too: a row with words that differ from the plan's has no holder.
func (r *Return) holders(plan *Plan) (bureaus []*Bureau, known bool) {
	for key, t := range r.Tables {
		for _, rec := range t.Records {
			row := plan.PlanRow(key, rec.ID)
			if row == nil {
				continue
			}
			if fits, _ := row.Fits(rec); !fits {
				return nil, true
			}
			if !known {
				bureaus, known = append(bureaus, row.Bureaus...), true
				continue
			}
			kept := bureaus[:0]
			for _, b := range bureaus {
				if slices.Contains(row.Bureaus, b) {
					kept = append(kept, b)
				}
			}
			bureaus = kept
		}
	}
	return bureaus, known
}

// titles lists the texts above the tables' headings.
func titles(forms []*Form, sheets []*sheet.Sheet) []string {
	var out []string
	for i, s := range sheets {
		if s == nil {
			continue
		}
		t := &Table{Form: forms[i], Cols: make([]int, len(forms[i].Columns))}
		t.findHeadings(s)
		for i := range s.Rows {
			if s.Rows[i].N >= t.HeadingRow {
				break
			}
			for j := range s.Rows[i].Cells {
				if c := &s.Rows[i].Cells[j]; c.Value.Kind == sheet.Text {
					out = append(out, strings.Fields(c.Value.Text)...)
				}
			}
		}
	}
	return out
}

// coverWords lists the texts of the cover, without its labels and the name of the office that issued it.
func (r *Return) coverWords(book *sheet.Book, cover *CoverForm) []string {
	s := book.Sheet(r.CoverPlace.Sheet)
	if s == nil {
		return nil
	}
	labels := cover.labels()
	var out []string
	for i := range s.Rows {
		row := &s.Rows[i]
		for j := range row.Cells {
			c := &row.Cells[j]
			if j > 0 && labels.findWhole(row.Cells[j-1].Value.String()) == coverContact {
				continue
			}
			if c.Value.Kind == sheet.Text {
				out = append(out, cleanText(c))
			}
		}
	}
	return out
}

// oneBureau gives the bureau that the texts name, nil if they name none or several.
func oneBureau(plan *Plan, words []string) *Bureau {
	var found *Bureau
	for _, w := range words {
		if b := plan.Directory.Sender(w); b != nil {
			if found != nil && found != b {
				return nil
			}
			found = b
		}
	}
	return found
}

// onePeriod gives the period that the texts name, zero if they name none or several.
func onePeriod(words []string) calendar.Period {
	var found calendar.Period
	for _, w := range words {
		if p, ok := calendar.ParsePeriod(w); ok {
			if !found.IsZero() && found != p {
				return calendar.Period{}
			}
			found = p
		}
	}
	return found
}
