package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"strconv"

	"github.com/spf13/cobra"

	"duban/cmd/duban/outputs"
	"duban/report/score"
	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/calendar"
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

// issueRatings writes each rater's copy of the rating workbook, none before all are on the disk. Copies that are open in Excel are
// named together; the others are written.
func (s *session) issueRatings() error {
	span, err := s.span()
	if err != nil {
		return err
	}
	if err := s.sound(); err != nil {
		return err
	}
	if err := s.GoByScored(span); err != nil {
		return err
	}
	o := s.newOutput("rating", span)
	forms := score.RatingForms(s.Plan, span, s.Today())
	if len(forms) == 0 {
		return s.fail(nil, "rating.no-groups")
	}
	paths, err := s.WriteRatingForms(forms, span)
	if err != nil {
		return err
	}
	for _, path := range paths {
		o.file("rating", "", path)
	}
	o.line("rating.issued", "n", len(forms), "path", s.ws.Rel(s.RatingFolder("issued", span)), "back", s.ws.Rel(s.RatingFolder("inbox", span)))
	return o.print()
}

// receiveRatings archives the copies that came back, each once, and says who is still missing and which marks cannot count.
func (s *session) receiveRatings(files []string) error {
	span, err := s.span()
	if err != nil {
		return err
	}
	if err := s.GoByScored(span); err != nil {
		return err
	}
	o := s.newOutput("rating", span)
	if len(files) == 0 {
		if files, err = s.ratingInbox(span); err != nil {
			return err
		}
	}
	back := ratingsBack{came: map[string]string{}}
	for _, path := range files {
		edited, err := s.fileRating(o, path, span)
		if err != nil {
			return err
		}
		back.faults += edited
	}
	copies, err := s.Ratings(span)
	if err != nil {
		return err
	}
	for _, cp := range copies {
		if err := s.takeRating(o, cp, span, &back); err != nil {
			return err
		}
	}
	s.sayRatings(o, &back, span)
	if err := o.print(); err != nil {
		return err
	}
	if back.faults > 0 {
		return errFindings
	}
	return nil
}

func (s *session) ratingInbox(span calendar.Period) (paths []string, err error) {
	found, _, err := s.disk.Scan(s.RatingFolder("inbox", span), nil)
	for _, f := range found {
		paths = append(paths, f.Path)
	}
	return paths, err
}

// ratingsBack sums up what came back.
type ratingsBack struct {
	// came maps a copy's ratingKey to what is wrong with it, one of the message ids below.
	came map[string]string
	// marks counts those that count, faults those that cannot count as they are, and unvouched the copies of which nobody can tell
	// whether they are as they were issued.
	marks, faults, unvouched int
}

const (
	ratingCame    = "rating.came"
	ratingEmpty   = "rating.came-empty"
	ratingEdited  = "rating.came-edited"
	ratingMissing = "rating.not-come"
)

// takeRating reports the marks of an archived copy that cannot count, and writes its slip.
func (s *session) takeRating(o *output, cp outputs.RatingCopy, span calendar.Period, back *ratingsBack) error {
	key := ratingKey(cp.Form.Group.Name, cp.Form.Number)
	if cp.Sealing == workbook.SealBroken {
		back.faults++
		o.line("rating.edited", "file", cp.File, "folder", s.ws.Rel(s.RatingFolder("issued", span)))
		if back.came[key] == "" {
			back.came[key] = ratingEdited
		}
		return nil
	}
	back.came[key] = ratingCame
	if len(cp.Marks) == 0 {
		back.came[key] = ratingEmpty
	}
	if cp.Sealing == workbook.SealUnknown {
		back.unvouched++
	}
	if !cp.Readable {
		back.faults++
		o.line("rating.no-table", "file", cp.File)
	}
	for _, m := range cp.Marks {
		if m.Fault == "" {
			back.marks++
			continue
		}
		back.faults++
		o.line("ratingfault."+m.Fault, "place", m.Place.File+" "+m.Place.String(), "value", m.Value)
	}
	slip, err := s.RatingSlip(cp, span)
	if err == nil && slip != "" {
		o.file("slip", "", slip)
		o.line("rating.slip", "path", s.ws.Rel(slip))
	}
	return err
}

// sayRatings lists every copy with its state.
func (s *session) sayRatings(o *output, back *ratingsBack, span calendar.Period) {
	t := s.words.T
	var rows [][]string
	missing, edited := 0, 0
	for _, f := range score.RatingForms(s.Plan, span, s.Today()) {
		state := back.came[ratingKey(f.Group.Name, f.Number)]
		switch state {
		case "":
			state = ratingMissing
			missing++
		case ratingEdited:
			edited++
		}
		rows = append(rows, []string{f.Group.Name, f.Name(s.ws.Words), t(state)})
	}
	if !s.json && len(rows) > 0 {
		s.printTable([]string{t("heading.raters"), t("rating.copy"), t("rating.state")}, rows)
	}
	o.summary["copies"], o.summary["missing"], o.summary["edited"], o.summary["marks"], o.summary["faults"] = len(rows), missing, edited, back.marks, back.faults
	o.line("rating.count", "n", back.marks, "missing", missing, "edited", edited)
	s.sayUnvouched(o, back.unvouched)
}

func ratingKey(group string, number int) string { return group + "\x00" + strconv.Itoa(number) }

// fileRating archives one copy. For an anonymous group the receipt holds the group and the number, as the file's name may be the
// rater's. Copies that somebody made another's are reported and left where they are; edited counts them.
func (s *session) fileRating(o *output, path string, span calendar.Period) (edited int, err error) {
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
	group, number, ok := score.RatingOf(id, s.Plan)
	if ok && s.Sealing(id, span, archive.Receipt{}) == workbook.SealBroken {
		o.line("rating.edited", "file", name, "folder", s.ws.Rel(s.RatingFolder("issued", span)))
		return 1, nil
	}
	if !ok || id.Period != span.String() {
		o.line("rating.not-ours", "file", name, "span", span.String(), "sheets", s.ws.Rel(s.ws.Folder("inbox", span.String())))
		return 0, nil
	}
	if group.Anonymous {
		name = score.RatingForm{Group: group, Number: number}.Name(s.ws.Words) + ".xlsx"
	}
	kept, err := s.Archive.Store(span.String(), name, data)
	if err != nil {
		return 0, err
	}
	_, err = s.Archive.Append(archive.Receipt{Kind: archive.KindRating, Period: span.String(), Name: name, Path: kept, SHA256: sum, Size: int64(len(data)),
		Received: s.Today().String(), Note: ratingKey(group.Name, number), PlanSHA256: s.Whole.SHA256})
	return 0, err
}
