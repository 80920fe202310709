package main

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"duban/report"
	"duban/templates"
	"duban/workbook"
	"duban/workbook/archive"
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

// registerObjections archives the score sheets that came back, each once, and lists every objection with its number and
// what was answered.
func (s *session) registerObjections(files []string) error {
	span, err := s.span()
	if err != nil {
		return err
	}
	o := s.newOutput("objection", span)
	if files, err = s.noticeFiles(files, span); err != nil {
		return err
	}
	for _, path := range files {
		if err := s.fileNotice(o, path, span); err != nil {
			return err
		}
	}
	all, err := s.objections(span)
	if err != nil {
		return err
	}
	var rows [][]string
	var listed []map[string]any
	open := 0
	for _, x := range all {
		answer := s.words.T("scorenotice.open")
		if a := s.plan.Answer(x.Code); a != nil {
			answer = s.words.ChoiceLabel("decision", a.Decision)
		} else {
			open++
		}
		rows = append(rows, []string{x.Code, x.Bureau.Name, x.Item, x.SelfScore.String(), x.Text, answer})
		listed = append(listed, map[string]any{"code": x.Code, "bureau": x.Bureau.Name, "item": x.Item, "text": x.Text, "evidence": x.Evidence,
			"received": x.Received, "file": x.Place.File, "cell": x.Place.Cell(), "open": x.Open(s.plan)})
	}
	t := s.words.T
	if s.json {
		o.summary["objections"] = listed
		return o.print()
	}
	if len(rows) > 0 {
		s.printTable([]string{t("scorecol.objection-code"), t("heading.bureau"), t("scorecol.item"), t("scorecol.self-score"), t("scorecol.objection"), t("scorecol.objection-answer")}, rows)
	}
	o.line("objection.count", "n", len(all), "open", open)
	return o.print()
}

// noticeFiles are the files that were named, else those in the inbox of the span.
func (s *session) noticeFiles(named []string, span workbook.Period) ([]string, error) {
	if len(named) > 0 {
		return named, nil
	}
	found, _, err := s.disk.Scan(s.ws.folder("inbox", span.String()), []string{s.ws.words.T("folder.evidence")})
	if err != nil {
		return nil, err
	}
	var out []string
	for _, f := range found {
		if !f.Evidence {
			out = append(out, f.Path)
		}
	}
	return out, nil
}

// fileNotice archives one score sheet as it came. What is no score sheet of the span is said and left where it lies.
func (s *session) fileNotice(o *output, path string, span workbook.Period) error {
	data, err := s.disk.ReadFile(path)
	if err != nil {
		return fmt.Errorf("read score sheet: %w", err)
	}
	sum := archive.Hash(data)
	if _, ok := s.archive.Find(archive.KindObjection, sum); ok {
		return nil
	}
	name := filepath.Base(path)
	book, err := xlsx.Read(data)
	var refusal *xlsx.Refusal
	if errors.As(err, &refusal) {
		o.line("objection.refused", "file", name, "reason", s.refusalText(refusal))
		return nil
	}
	if err != nil {
		return err
	}
	bureau, of, ok := report.NoticeOf(book)
	if !ok || of != span.String() || s.bureauOf(bureau) == nil {
		o.line("objection.not-ours", "file", name, "span", span.String())
		return nil
	}
	kept, err := s.archive.Store(span.String(), name, data)
	if err != nil {
		return err
	}
	_, err = s.archive.Append(archive.Receipt{Kind: archive.KindObjection, Period: span.String(), Bureau: bureau, Name: name, Path: kept, SHA256: sum,
		Size: int64(len(data)), Received: s.today().String(), PlanSHA256: s.plan.SHA256})
	if err != nil {
		return err
	}
	o.line("objection.filed", "file", name, "bureau", s.bureauOf(bureau).Name)
	return nil
}

func (s *session) bureauOf(code string) *workbook.Bureau {
	for _, b := range s.plan.Bureaus {
		if b.Code == code {
			return b
		}
	}
	return nil
}

// objections reads every objection of a span from the archive, numbered.
func (s *session) objections(span workbook.Period) ([]*report.Objection, error) {
	var each []*templates.Catalogue
	for _, lang := range templates.Languages() {
		c, err := s.catalogue(lang)
		if err != nil {
			return nil, err
		}
		each = append(each, c)
	}
	var all []*report.Objection
	for _, rec := range s.archive.Select(archive.KindObjection, span.String()) {
		b := s.bureauOf(rec.Bureau)
		if b == nil {
			continue
		}
		data, err := s.archive.Load(rec)
		if err != nil {
			return nil, err
		}
		var book *sheet.Book
		if book, err = xlsx.Read(data); err != nil {
			return nil, fmt.Errorf("read %s: %w", rec.Path, err)
		}
		all = append(all, report.ReadObjections(book, b, rec.Name, shortSHA(rec.SHA256), rec.Received, each)...)
	}
	return report.NumberObjections(all), nil
}

// shortSHA names a receipt by content, as outputs do.
func shortSHA(sum string) string { return sum[:min(8, len(sum))] }

// scoreNotice is a bureau's own score sheet, one of many that w writes, and where it is written.
func (s *session) scoreNotice(w *xlsx.Writer, scores *report.Scores, b *report.BureauScore, span workbook.Period) (path string, data []byte, err error) {
	if data, err = w.Write(report.ScoreNotice(scores, b, scores.Objections, s.ws.words)); err != nil {
		return "", nil, fmt.Errorf("score sheet: %w", err)
	}
	return s.ws.folder("reports", span.String(), s.ws.words.T("scorenotice.sheet"), archive.SafeName(b.Bureau.Name+".xlsx")), data, nil
}

// writeNotices writes each scored bureau its own score sheet.
func (s *session) writeNotices(o *output, scores *report.Scores, span workbook.Period) error {
	var writer xlsx.Writer
	for _, b := range scores.Bureaus {
		path, data, err := s.scoreNotice(&writer, scores, b, span)
		if err != nil {
			return err
		}
		if err := s.disk.WriteFile(path, data); err != nil {
			return err
		}
		o.file("score-notice", b.Bureau.Name, path)
	}
	o.line("score.notices", "n", len(scores.Bureaus), "path", s.ws.rel(s.ws.folder("reports", span.String(), s.ws.words.T("scorenotice.sheet"))))
	return nil
}
