package workbook

import (
	"duban/workbook/calendar"
	"duban/workbook/sheet"
)

// CoverForm holds the words by which the cells of the cover sheet are found.
type CoverForm struct {
	Sheet string
	Also  []string
	// Each label stands left of the cell it names; several writings may be known.
	Bureau, Period, Nothing, NothingReason, FilledBy, SignedBy, SignedOn, Contact []string
	// indexed finds the cells by their labels, once IndexLabels was called.
	indexed headingIndex
}

// The cells of a cover, in the order in which their labels are tried.
const (
	coverBureau = iota
	coverPeriod
	coverNothing
	coverNothingReason
	coverFilledBy
	coverSignedBy
	coverSignedOn
	coverContact
)

// IndexLabels indexes the labels once, so that many covers can be read by the form. All labels must be there; they must not change afterwards.
func (f *CoverForm) IndexLabels() { f.indexed = f.indexLabels() }

// labels indexes the cover's cells by how their labels may be written.
func (f *CoverForm) labels() headingIndex {
	if f.indexed.at != nil {
		return f.indexed
	}
	return f.indexLabels()
}

func (f *CoverForm) indexLabels() headingIndex {
	all := [...][]string{coverBureau: f.Bureau, coverPeriod: f.Period, coverNothing: f.Nothing, coverNothingReason: f.NothingReason,
		coverFilledBy: f.FilledBy, coverSignedBy: f.SignedBy, coverSignedOn: f.SignedOn, coverContact: f.Contact}
	h := newHeadingIndex(3 * len(all))
	for i, labels := range all {
		for _, l := range labels {
			h.put(l, i)
		}
	}
	return h
}

// find finds the cover by its name, or otherwise the sheet on which its labels stand; nil if there is none.
func (f *CoverForm) find(b *sheet.Book, labels headingIndex) (s *sheet.Sheet, renamed bool) {
	if s := FindSheet(&Form{Sheet: f.Sheet, Also: f.Also}, b); s != nil {
		return s, false
	}
	for _, s := range b.Sheets {
		if labelsOn(s, labels) >= enoughLabels && !isIdentity(s) {
			return s, true
		}
	}
	return nil, false
}

// enoughLabels is a number of labels that no other sheet has by chance.
const enoughLabels = 3

func labelsOn(s *sheet.Sheet, labels headingIndex) int {
	n := 0
	for i := range s.Rows {
		if s.Rows[i].N > headingDepth {
			break
		}
		for j := range s.Rows[i].Cells {
			if v := &s.Rows[i].Cells[j].Value; v.Kind == sheet.Text && labels.findWhole(v.Text) >= 0 {
				n++
			}
		}
	}
	return n
}

// readCover finds the cover's cells by their labels.
func (r *Return) readCover(b *sheet.Book, plan *Plan, f *CoverForm) {
	labels := f.labels()
	s, renamed := f.find(b, labels)
	if s == nil {
		return
	}
	r.CoverPlace = Place{File: r.File, Sheet: s.Name}
	if renamed {
		r.note("sheet-renamed", r.CoverPlace, "sheet", f.Sheet)
	}
	for i := range s.Rows {
		row := &s.Rows[i]
		for j := range row.Cells {
			c := &row.Cells[j]
			if c.Value.Kind != sheet.Text {
				continue
			}
			label := labels.findWhole(c.Value.Text)
			if label < 0 {
				continue
			}
			next, at := rightOf(row, j, labels)
			place := Place{File: r.File, Sheet: s.Name, Ref: at}
			switch label {
			case coverBureau:
				if r.Bureau == nil {
					r.coverBureau = cleanText(&next)
					r.Bureau = plan.Directory.Sender(r.coverBureau)
				}
			case coverPeriod:
				if r.Period == (calendar.Period{}) {
					r.Period, _ = periodOfCell(next.Value, next.Format, cleanText(&next))
				}
			case coverNothing:
				d := readCell(&Column{Type: BoolColumn}, &next, &Reading{})
				r.NothingPlace = place
				if d.State == Bad {
					r.Observations = append(r.Observations, Observation{Code: "nothing-unclear", Place: place, Value: d.Text})
				}
				r.Nothing = d.State == Good && d.Num != 0
			case coverNothingReason:
				d := readCell(&Column{}, &next, &Reading{})
				r.NothingReason, r.ReasonPlace = &d, place
			case coverFilledBy:
				r.FilledBy = cleanText(&next)
			case coverSignedBy:
				r.SignedBy = cleanText(&next)
			}
		}
	}
}

// rightOf gives the cell that a label names: the next cell of the row that holds something, since labels and their cells may be merged.
// It is blank if another label comes first.
func rightOf(row *sheet.Row, j int, labels headingIndex) (sheet.Cell, sheet.Ref) {
	blank := sheet.At(row.N, row.Cells[j].Col+1)
	for k := j + 1; k < len(row.Cells); k++ {
		if c := row.Cells[k]; !c.Value.IsEmpty() {
			if c.Value.Kind == sheet.Text && labels.findWhole(c.Value.Text) >= 0 {
				break
			}
			return c, sheet.At(row.N, c.Col)
		}
	}
	return sheet.Cell{}, blank
}
