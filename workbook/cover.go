package workbook

import "duban/workbook/sheet"

// CoverForm are the words of the cover sheet by which its cells are found.
type CoverForm struct {
	Sheet string
	Also  []string
	// Each label stands left of the cell it names; several writings may be known.
	Bureau, Period, Nothing, NothingReason, FilledBy, SignedBy, SignedOn, Contact []string
}

// find finds the cover by its name, else as the sheet on which its labels stand; nil where there is none.
func (f *CoverForm) find(b *sheet.Book) (s *sheet.Sheet, renamed bool) {
	if s := FindSheet(&Form{Sheet: f.Sheet, Also: f.Also}, b); s != nil {
		return s, false
	}
	for _, s := range b.Sheets {
		if f.labelsOn(s) >= enoughLabels && !isIdentity(s) {
			return s, true
		}
	}
	return nil, false
}

// enoughLabels are as many as no other sheet has by chance.
const enoughLabels = 3

func (f *CoverForm) labelsOn(s *sheet.Sheet) int {
	n := 0
	for i := range s.Rows {
		if s.Rows[i].N > headingDepth {
			break
		}
		for j := range s.Rows[i].Cells {
			if v := &s.Rows[i].Cells[j].Value; v.Kind == sheet.Text && f.isLabel(foldHeading(v.Text)) {
				n++
			}
		}
	}
	return n
}

// readCover finds the cover's cells by their labels.
func (r *Return) readCover(b *sheet.Book, plan *Plan, f *CoverForm) {
	s, renamed := f.find(b)
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
			text := foldHeading(c.Value.Text)
			next, at := f.rightOf(row, j)
			place := Place{File: r.File, Sheet: s.Name, Ref: at}
			switch {
			case labelled(text, f.Bureau):
				if r.Bureau == nil {
					r.coverBureau = cleanText(&next)
					r.Bureau = plan.Directory.Bureau(r.coverBureau)
				}
			case labelled(text, f.Period):
				if r.Period == (Period{}) {
					r.Period, _ = periodOfCell(next.Value, next.Format, cleanText(&next))
				}
			case labelled(text, f.Nothing):
				d := readCell(&Column{Type: BoolColumn}, &next, &Reading{})
				r.NothingPlace = place
				if d.State == Bad {
					r.Observations = append(r.Observations, Observation{Code: "nothing-unclear", Place: place, Value: d.Text})
				}
				r.Nothing = d.State == Good && d.Num != 0
			case labelled(text, f.NothingReason):
				d := readCell(&Column{}, &next, &Reading{})
				d.Ref = at
				r.NothingReason = &d
			case labelled(text, f.FilledBy):
				r.FilledBy = cleanText(&next)
			case labelled(text, f.SignedBy):
				r.SignedBy = cleanText(&next)
			}
		}
	}
}

func labelled(text string, labels []string) bool {
	for _, l := range labels {
		if text == foldHeading(l) {
			return true
		}
	}
	return false
}

// rightOf is the cell that a label names: the next one of the row that holds something, since labels and their cells may
// be merged, unless another label comes first.
func (f *CoverForm) rightOf(row *sheet.Row, j int) (sheet.Cell, sheet.Ref) {
	blank := sheet.At(row.N, row.Cells[j].Col+1)
	for k := j + 1; k < len(row.Cells); k++ {
		if c := row.Cells[k]; !c.Value.IsEmpty() {
			if c.Value.Kind == sheet.Text && f.isLabel(foldHeading(c.Value.Text)) {
				break
			}
			return c, sheet.At(row.N, c.Col)
		}
	}
	return sheet.Cell{}, blank
}

func (f *CoverForm) isLabel(text string) bool {
	for _, labels := range [][]string{f.Bureau, f.Period, f.Nothing, f.NothingReason, f.FilledBy, f.SignedBy, f.SignedOn, f.Contact} {
		if labelled(text, labels) {
			return true
		}
	}
	return false
}
