package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"duban/report"
	"duban/templates"
	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

func (a *app) ratingCmd() *cobra.Command {
	var issue bool
	c := &cobra.Command{
		Use: a.words.T("use.rating"), Short: a.words.T("cmd.rating"), Long: a.words.T("cmd.rating-long"), Args: a.args(0, -1),
		Example: a.words.T("sample.rating"),
		RunE: func(_ *cobra.Command, files []string) error {
			s, err := a.open(true)
			if err != nil {
				return err
			}
			defer s.close()
			if issue {
				return s.issueRatings()
			}
			return s.receiveRatings(files)
		},
	}
	c.Flags().BoolVar(&issue, "issue", false, a.words.T("flag.rating-issue"))
	return c
}

// ratingFolder is the folder of rating workbooks below that of a span.
func (s *session) ratingFolder(folder string, span workbook.Period) string {
	return s.ws.Folder(folder, span.String(), s.ws.Words.T("folder.ratings"))
}

// issueRatings writes each rater's copy of the rating workbook: none before all are on the disk. Those that are open in Excel are
// named together, and the others written.
func (s *session) issueRatings() error {
	span, err := s.span()
	if err != nil {
		return err
	}
	if err := s.sound(); err != nil {
		return err
	}
	o := s.newOutput("rating", span)
	forms := report.RatingForms(s.Plan, span, s.Today())
	if len(forms) == 0 {
		return s.fail(nil, "rating.no-groups")
	}
	key, err := s.SealGiven(report.KindRatingForm, span)
	if err != nil {
		return err
	}
	batch := s.disk.Batch()
	defer batch.Drop()
	var writer xlsx.Writer
	for i, name := range ratingFiles(forms, s.ws.Words) {
		f := forms[i]
		data, err := writer.Write(report.RatingBook(f, key, s.ws.Words))
		if err != nil {
			return fmt.Errorf("rating workbook: %w", err)
		}
		path := filepath.Join(s.ratingFolder("issued", span), name)
		if err := batch.Add(path, data); err != nil {
			return err
		}
		o.file("rating", "", path)
	}
	if err := batch.Place(); err != nil {
		return err
	}
	o.line("rating.issued", "n", len(forms), "path", s.ws.Rel(s.ratingFolder("issued", span)), "back", s.ws.Rel(s.ratingFolder("inbox", span)))
	return o.print()
}

// ratingFiles are the names of the copies' files. Two that are one to Windows are told apart by their place among all.
func ratingFiles(forms []report.RatingForm, words *templates.Catalogue) []string {
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

// receiveRatings archives the copies that came back, each once, and says who is still missing and which marks cannot
// count.
func (s *session) receiveRatings(files []string) error {
	span, err := s.span()
	if err != nil {
		return err
	}
	o := s.newOutput("rating", span)
	if len(files) == 0 {
		found, _, err := s.disk.Scan(s.ratingFolder("inbox", span), nil)
		if err != nil {
			return err
		}
		for _, f := range found {
			files = append(files, f.Path)
		}
	}
	marks, faults := 0, 0
	for _, path := range files {
		edited, err := s.fileRating(o, path, span)
		if err != nil {
			return err
		}
		faults += edited
	}
	copies, err := s.ratings(span)
	if err != nil {
		return err
	}
	came := map[string]string{}
	t := s.words.T
	unvouched := 0
	for _, cp := range copies {
		key := ratingKey(cp.form.Group.Name, cp.form.Number)
		if cp.sealing == workbook.SealBroken {
			faults++
			o.line("rating.edited", "file", cp.file, "folder", s.ws.Rel(s.ratingFolder("issued", span)))
			if came[key] == "" {
				came[key] = t("rating.came-edited")
			}
			continue
		}
		state := "rating.came"
		if len(cp.marks) == 0 {
			state = "rating.came-empty"
		}
		if cp.sealing == workbook.SealUnknown {
			unvouched++
		}
		came[key] = t(state)
		if !cp.readable {
			faults++
			o.line("rating.no-table", "file", cp.file)
		}
		for _, m := range cp.marks {
			if m.Fault == "" {
				marks++
				continue
			}
			faults++
			o.line("ratingfault."+m.Fault, "place", m.Place.File+" "+m.Place.String(), "value", m.Value)
		}
		if err := s.ratingSlip(o, cp, span); err != nil {
			return err
		}
	}
	var rows [][]string
	missing, edited := 0, 0
	for _, f := range report.RatingForms(s.Plan, span, s.Today()) {
		state := came[ratingKey(f.Group.Name, f.Number)]
		switch state {
		case "":
			state = t("rating.not-come")
			missing++
		case t("rating.came-edited"):
			edited++
		}
		rows = append(rows, []string{f.Group.Name, f.Name(s.ws.Words), state})
	}
	if !s.json && len(rows) > 0 {
		s.printTable([]string{t("heading.raters"), t("rating.copy"), t("rating.state")}, rows)
	}
	o.summary["copies"], o.summary["missing"], o.summary["edited"], o.summary["marks"], o.summary["faults"] = len(rows), missing, edited, marks, faults
	o.line("rating.count", "n", marks, "missing", missing, "edited", edited)
	s.sayUnvouched(o, unvouched)
	if err := o.print(); err != nil {
		return err
	}
	if faults > 0 {
		return errFindings
	}
	return nil
}

func ratingKey(group string, number int) string { return group + "\x00" + strconv.Itoa(number) }

// fileRating archives one copy. Of an anonymous group the receipt holds the group and the number: the name under which
// the file came may be the rater's. It counts those that somebody made another's of: they are said and left where they lie.
func (s *session) fileRating(o *output, path string, span workbook.Period) (edited int, err error) {
	var book *sheet.Book
	data, err := s.readShort(path)
	sum, name := archive.Hash(data), filepath.Base(path)
	if err == nil {
		if _, ok := s.Archive.Find(archive.KindRating, sum); ok {
			return 0, nil
		}
		book, err = xlsx.Read(data)
	}
	var refusal *xlsx.Refusal
	if errors.As(err, &refusal) {
		o.line("rating.refused-file", "file", name, "reason", s.refusalText(refusal))
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("read rating workbook: %w", err)
	}
	id := workbook.ReadIdentity(book)
	group, number, ok := report.RatingOf(id, s.Plan)
	if ok && s.Sealing(id, span, archive.Receipt{}) == workbook.SealBroken {
		o.line("rating.edited", "file", name, "folder", s.ws.Rel(s.ratingFolder("issued", span)))
		return 1, nil
	}
	if !ok || id.Period != span.String() {
		o.line("rating.not-ours", "file", name, "span", span.String(), "sheets", s.ws.Rel(s.ws.Folder("inbox", span.String())))
		return 0, nil
	}
	if group.Anonymous {
		name = report.RatingForm{Group: group, Number: number}.Name(s.ws.Words) + ".xlsx"
	}
	kept, err := s.Archive.Store(span.String(), name, data)
	if err != nil {
		return 0, err
	}
	_, err = s.Archive.Append(archive.Receipt{Kind: archive.KindRating, Period: span.String(), Name: name, Path: kept, SHA256: sum, Size: int64(len(data)),
		Received: s.Today().String(), Note: ratingKey(group.Name, number), PlanSHA256: s.Whole.SHA256})
	return 0, err
}

// ratingCopy is a rater's copy that came back, with the marks in it.
type ratingCopy struct {
	form  report.RatingForm
	data  []byte
	file  string
	marks []report.RatingMark
	// readable says that the table of marks was found in it.
	readable bool
	// sealing is how it stands to its seal. One that was filed while the key was away may turn out to be changed: its marks
	// are left out.
	sealing workbook.Sealing
}

// ratings reads every copy that came back in a span: of each the last that was filed and is what was given out, and those
// filed since that are not.
func (s *session) ratings(span workbook.Period) ([]ratingCopy, error) {
	var each []*templates.Catalogue
	for _, lang := range templates.Languages() {
		c, err := s.catalogue(lang)
		if err != nil {
			return nil, err
		}
		each = append(each, c)
	}
	last := map[string]bool{}
	var out []ratingCopy
	for _, rec := range slices.Backward(s.Archive.Select(archive.KindRating, span.String())) {
		if last[rec.Note] {
			continue
		}
		data, err := s.Archive.Load(rec)
		if err != nil {
			return nil, err
		}
		book, err := xlsx.Read(data)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", rec.Path, err)
		}
		id := workbook.ReadIdentity(book)
		group, number, ok := report.RatingOf(id, s.Plan)
		if !ok {
			continue
		}
		form := report.RatingForm{Plan: s.Plan, Group: group, Number: number, Span: span}
		if number <= len(group.Members) {
			form.Rater = group.Members[number-1]
		}
		cp := ratingCopy{form: form, data: data, file: rec.Name, sealing: s.Sealing(id, span, rec)}
		if cp.sealing != workbook.SealBroken {
			last[rec.Note] = true
			cp.marks, cp.readable = report.ReadRatings(book, form, rec.Name, shortSHA(rec.SHA256), each)
		}
		out = append(out, cp)
	}
	slices.Reverse(out)
	return out, nil
}

// ratingSlip gives a copy with marks that cannot count back to its rater, marked up as returns are; one that is in order
// has no slip any more.
func (s *session) ratingSlip(o *output, cp ratingCopy, span workbook.Period) error {
	forms := report.RatingForms(s.Plan, span, s.Today())
	at := slices.IndexFunc(forms, func(f report.RatingForm) bool { return f.Group == cp.form.Group && f.Number == cp.form.Number })
	if at < 0 {
		at, forms = len(forms), append(forms, cp.form) // of one whom the group has no more
	}
	path := filepath.Join(s.ratingFolder("corrections", span), ratingFiles(forms, s.ws.Words)[at])
	slip := report.RatingSlip(cp.form, cp.marks, s.ws.Words)
	if slip == nil {
		return s.disk.Remove(path)
	}
	marks := make([]xlsx.Mark, len(slip.Marks))
	for i, m := range slip.Marks {
		marks[i] = xlsx.Mark{Sheet: m.Sheet, Ref: m.Ref, Note: m.Note, Role: m.Role}
	}
	marked, err := s.marker.MarkUp(cp.data, marks, slip.Front)
	if err != nil {
		return fmt.Errorf("mark up %s: %w", cp.form.Name(s.ws.Words), err)
	}
	if err := s.disk.WriteFile(path, marked); err != nil {
		return err
	}
	o.file("slip", "", path)
	o.line("rating.slip", "path", s.ws.Rel(path))
	return nil
}

// takeRatings puts the marks that came back beside those of the plan's 评议.
func (s *session) takeRatings(span workbook.Period) error {
	copies, err := s.ratings(span)
	if err != nil || s.rated == s.Plan {
		return err
	}
	s.rated = s.Plan
	for _, cp := range copies {
		if cp.sealing == workbook.SealBroken {
			s.leaveOut(cp.file)
		}
		for _, m := range cp.marks {
			if m.Fault == "" {
				s.Plan.Ratings = append(s.Plan.Ratings, m.Rating)
			}
		}
	}
	return nil
}

// leaveOut notes files that turn out to be changed, each once.
func (s *session) leaveOut(files ...string) {
	for _, f := range files {
		if !slices.Contains(s.leftOut, f) {
			s.leftOut = append(s.leftOut, f)
		}
	}
}
