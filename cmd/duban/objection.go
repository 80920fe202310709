package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

func (a *app) objectionCmd() *cobra.Command {
	return &cobra.Command{
		Use: a.words.T("use.objection"), Short: a.words.T("cmd.objection"), Long: a.words.T("cmd.objection-long"), Args: a.args(0, -1),
		Example: a.words.T("sample.objection"),
		RunE: func(_ *cobra.Command, files []string) error {
			s, err := a.open(true)
			if err != nil {
				return err
			}
			defer s.close()
			return s.registerObjections(files)
		},
	}
}

// registerObjections archives the returned score sheets, each once, and lists every objection with its number and its answer.
func (s *session) registerObjections(files []string) error {
	span, err := s.span()
	if err != nil {
		return err
	}
	if err := s.GoByScored(span); err != nil {
		return err
	}
	o := s.newOutput("objection", span)
	if files, err = s.noticeFiles(files, span); err != nil {
		return err
	}
	edited := 0
	for _, path := range files {
		n, err := s.fileNotice(o, path, span)
		if err != nil {
			return err
		}
		edited += n
	}
	all, sealing, err := s.Objections(span)
	if err != nil {
		return err
	}
	for _, file := range sealing.Broken {
		edited++
		o.line("objection.edited", "file", file)
	}
	var rows [][]string
	var listed []map[string]any
	open := 0
	for _, x := range all {
		answer := s.words.T("scorenotice.open")
		if a := s.Plan.Answer(x.Code); a != nil {
			answer = s.words.ChoiceLabel("decision", a.Decision)
		} else {
			open++
		}
		rows = append(rows, []string{x.Code, x.Bureau.Name, x.Item, x.SelfScore.String(), x.Text, answer})
		listed = append(listed, map[string]any{"code": x.Code, "bureau": x.Bureau.Name, "item": x.Item, "text": x.Text, "evidence": x.Evidence,
			"received": x.Received, "file": x.Place.File, "cell": x.Place.Cell(), "open": x.Open(s.Plan)})
	}
	t := s.words.T
	s.sayUnvouched(o, sealing.Unknown)
	if s.json {
		o.summary["objections"] = listed
	} else if len(rows) > 0 {
		s.printTable([]string{t("scorecol.objection-code"), t("heading.bureau"), t("scorecol.item"), t("scorecol.self-score"), t("scorecol.objection"), t("scorecol.objection-answer")}, rows)
	}
	o.line("objection.count", "n", len(all), "open", open)
	if err := o.print(); err != nil {
		return err
	}
	if edited > 0 {
		return errFindings
	}
	return nil
}

// noticeFiles gives the named files, or else those in the inbox of the span, except for the folder of rating forms.
func (s *session) noticeFiles(named []string, span calendar.Period) ([]string, error) {
	if len(named) > 0 {
		return named, nil
	}
	found, _, err := s.disk.Scan(s.ws.Folder("inbox", span.String()), []string{s.ws.Words.T("folder.evidence")})
	if err != nil {
		return nil, err
	}
	var out []string
	ratings := s.ws.Words.T("folder.ratings") + "/"
	for _, f := range found {
		if !f.Evidence && !strings.HasPrefix(f.Rel, ratings) {
			out = append(out, f.Path)
		}
	}
	return out, nil
}

// fileNotice archives one score sheet as it came. A file that is no score sheet of the span, or that somebody made another bureau's,
// is reported and left where it is; edited counts the latter.
func (s *session) fileNotice(o *output, path string, span calendar.Period) (edited int, err error) {
	var book *sheet.Book
	data, err := s.readShort(path)
	sum, name := archive.Hash(data), filepath.Base(path)
	if err == nil {
		if _, ok := s.Archive.Find(archive.KindObjection, sum); ok {
			return 0, nil
		}
		book, err = xlsx.Read(data)
	}
	var refusal *xlsx.Refusal
	if errors.As(err, &refusal) {
		o.line("objection.refused", "file", name, "reason", s.refusalText(refusal))
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("read score sheet: %w", err)
	}
	id := workbook.ReadIdentity(book)
	if id.Kind == workbook.KindScoreSheet && s.Sealing(id, span, archive.Receipt{}) == workbook.SealBroken {
		o.line("objection.edited", "file", name)
		return 1, nil
	}
	if id.Kind != workbook.KindScoreSheet || id.Period != span.String() || s.Plan.BureauOf(id.Bureau) == nil {
		o.line("objection.not-ours", "file", name, "span", span.String(), "ratings", s.ws.Rel(s.RatingFolder("inbox", span)))
		return 0, nil
	}
	kept, err := s.Archive.Store(span.String(), name, data)
	if err != nil {
		return 0, err
	}
	_, err = s.Archive.Append(archive.Receipt{Kind: archive.KindObjection, Period: span.String(), Bureau: id.Bureau, Name: name, Path: kept, SHA256: sum,
		Size: int64(len(data)), Received: s.Today().String(), PlanSHA256: s.Whole.SHA256})
	if err != nil {
		return 0, err
	}
	o.line("objection.filed", "file", name, "bureau", s.Plan.BureauOf(id.Bureau).Name)
	return 0, nil
}
