package outputs

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"

	"duban/cmd/duban/round"
	"duban/report/score"
	"duban/templates"
	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// RatingFolder gives the folder of rating forms in a span's folder, in one of the workspace's folders.
func (m *Maker) RatingFolder(folder string, span calendar.Period) string {
	return m.ws.Folder(folder, span.String(), m.ws.Words.T("folder.ratings"))
}

// WriteRatingForms writes each rater's form, none before all are on the disk, and returns their paths. If some are open in another
// program it returns an *archive.Held, and writes the others.
func (m *Maker) WriteRatingForms(forms []score.RatingForm, span calendar.Period) ([]string, error) {
	key, err := m.SealGiven(workbook.KindRatingForm, span)
	if err != nil {
		return nil, err
	}
	batch := m.disk.Batch()
	defer batch.Drop()
	var writer xlsx.Writer
	var paths []string
	for i, name := range ratingFiles(forms, m.ws.Words) {
		data, err := writer.Write(score.RatingBook(forms[i], key, m.ws.Words))
		if err != nil {
			return nil, fmt.Errorf("rating workbook: %w", err)
		}
		path := filepath.Join(m.RatingFolder("issued", span), name)
		if err := batch.Add(path, data); err != nil {
			return nil, err
		}
		paths = append(paths, path)
	}
	return paths, batch.Place()
}

// ratingFiles gives the names of the forms' files. Names that Windows takes for one get their index.
func ratingFiles(forms []score.RatingForm, words *templates.Catalogue) []string {
	names, places := make([]string, len(forms)), make([]string, len(forms))
	for i, f := range forms {
		names[i], places[i] = f.Name(words), strconv.Itoa(i+1)
	}
	names = apart(names, places)
	for i, name := range names {
		names[i] = archive.SafeName(name + ".xlsx")
	}
	return names
}

// RatingCopy is a rater's form that came back, with the marks in it.
type RatingCopy struct {
	Form score.RatingForm
	// File is the name under which it was filed.
	File  string
	Marks []score.RatingMark
	// Readable says that its table of marks was found.
	Readable bool
	// Sealing is the state of its seal. A form that was filed while the key was away may turn out to be changed: its marks are left
	// out.
	Sealing workbook.Sealing
	data    []byte
}

// Ratings reads every form that came back in a span: of each the last filed one that is as it was given out, and those filed since
// that are not.
func (m *Maker) Ratings(span calendar.Period) ([]RatingCopy, error) {
	each, err := m.Catalogues()
	if err != nil {
		return nil, err
	}
	had := map[string]bool{}
	var out []RatingCopy
	for _, rec := range slices.Backward(m.Archive.Select(archive.KindRating, span.String())) {
		if had[rec.Note] {
			continue
		}
		data, err := m.Archive.Load(rec)
		if err != nil {
			return nil, err
		}
		book, err := xlsx.Read(data)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", rec.Path, err)
		}
		if c, ok := m.ratingCopy(rec, book, span, each); ok {
			c.data = data
			had[rec.Note] = c.Sealing != workbook.SealBroken
			out = append(out, c)
		}
	}
	slices.Reverse(out)
	return out, nil
}

// ratingCopy reads a form; false if the plan no longer has its group.
func (m *Maker) ratingCopy(rec archive.Receipt, book *sheet.Book, span calendar.Period, each []*templates.Catalogue) (RatingCopy, bool) {
	id := workbook.ReadIdentity(book)
	group, number, ok := score.RatingOf(id, m.Plan)
	if !ok {
		return RatingCopy{}, false
	}
	form := score.RatingForm{Plan: m.Plan, Group: group, Number: number, Span: span}
	if number <= len(group.Members) {
		form.Rater = group.Members[number-1]
	}
	c := RatingCopy{Form: form, File: rec.Name, Sealing: m.Sealing(id, span, rec)}
	if c.Sealing != workbook.SealBroken {
		c.Marks, c.Readable = score.ReadRatings(book, form, rec.Name, round.ReceiptName(rec), each)
	}
	return c, true
}

// RatingSlip writes the slip of a form whose marks cannot all count, marked up like a return, and returns its path. If the form is in
// order it removes the slip and returns no path.
func (m *Maker) RatingSlip(c RatingCopy, span calendar.Period) (path string, err error) {
	forms := score.RatingForms(m.Plan, span, m.Today())
	at := slices.IndexFunc(forms, func(f score.RatingForm) bool { return f.Group == c.Form.Group && f.Number == c.Form.Number })
	if at < 0 {
		at, forms = len(forms), append(forms, c.Form) // the group no longer has the rater
	}
	path = filepath.Join(m.RatingFolder("corrections", span), ratingFiles(forms, m.ws.Words)[at])
	slip := score.RatingSlip(c.Form, c.Marks, m.ws.Words)
	if slip == nil {
		return "", m.disk.Remove(path)
	}
	marked, err := m.markUp(c.data, slip)
	if err != nil {
		return "", fmt.Errorf("mark up %s: %w", c.Form.Name(m.ws.Words), err)
	}
	return path, m.disk.WriteFile(path, marked)
}

// takeRatings adds the returned marks to those of the plan's 评议, in the order of the forms, whichever came first.
func (m *Maker) takeRatings(span calendar.Period) error {
	copies, err := m.Ratings(span)
	if err != nil || m.rated == m.Plan {
		return err
	}
	m.rated = m.Plan
	slices.SortStableFunc(copies, func(a, b RatingCopy) int {
		return cmp.Or(cmp.Compare(slices.Index(m.Plan.RaterGroups, a.Form.Group), slices.Index(m.Plan.RaterGroups, b.Form.Group)), cmp.Compare(a.Form.Number, b.Form.Number))
	})
	for _, c := range copies {
		if c.Sealing == workbook.SealBroken {
			m.leaveOut(c.File)
		}
		for _, mark := range c.Marks {
			if mark.Fault == "" {
				m.Plan.Ratings = append(m.Plan.Ratings, mark.Rating)
			}
		}
	}
	return nil
}
