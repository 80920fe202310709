package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

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
	edited := 0
	for _, path := range files {
		n, err := s.fileNotice(o, path, span)
		if err != nil {
			return err
		}
		edited += n
	}
	all, sealing, err := s.objections(span)
	if err != nil {
		return err
	}
	for _, file := range sealing.broken {
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
	s.sayUnvouched(o, sealing.unknown)
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

// noticeFiles are the files that were named, else those in the inbox of the span; rating forms lie in a folder of their own there.
func (s *session) noticeFiles(named []string, span workbook.Period) ([]string, error) {
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

// fileNotice archives one score sheet as it came. What is no score sheet of the span, or one of which somebody made another
// bureau's, is said and left where it lies; the latter are counted.
func (s *session) fileNotice(o *output, path string, span workbook.Period) (edited int, err error) {
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
	if id.Kind == report.KindScoreNotice && s.Sealing(id, span, archive.Receipt{}) == workbook.SealBroken {
		o.line("objection.edited", "file", name)
		return 1, nil
	}
	if id.Kind != report.KindScoreNotice || id.Period != span.String() || s.bureauOf(id.Bureau) == nil {
		o.line("objection.not-ours", "file", name, "span", span.String(), "ratings", s.ws.Rel(s.ratingFolder("inbox", span)))
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
	o.line("objection.filed", "file", name, "bureau", s.bureauOf(id.Bureau).Name)
	return 0, nil
}

func (s *session) bureauOf(code string) *workbook.Bureau {
	for _, b := range s.Plan.Bureaus {
		if b.Code == code {
			return b
		}
	}
	return nil
}

// sealings are the score sheets that were filed while the key was away: the names of those that turn out to be changed, and
// how many nobody can tell of yet.
type sealings struct {
	broken  []string
	unknown int
}

// objections reads every objection of a span from the archive, numbered.
func (s *session) objections(span workbook.Period) ([]*report.Objection, sealings, error) {
	var seals sealings
	var each []*templates.Catalogue
	for _, lang := range templates.Languages() {
		c, err := s.catalogue(lang)
		if err != nil {
			return nil, seals, err
		}
		each = append(each, c)
	}
	var all []*report.Objection
	for _, rec := range s.Archive.Select(archive.KindObjection, span.String()) {
		b := s.bureauOf(rec.Bureau)
		if b == nil {
			continue
		}
		data, err := s.Archive.Load(rec)
		if err != nil {
			return nil, seals, err
		}
		var book *sheet.Book
		if book, err = xlsx.Read(data); err != nil {
			return nil, seals, fmt.Errorf("read %s: %w", rec.Path, err)
		}
		switch s.Sealing(workbook.ReadIdentity(book), span, rec) {
		case workbook.SealBroken:
			seals.broken = append(seals.broken, rec.Name)
			continue
		case workbook.SealUnknown:
			seals.unknown++
		}
		all = append(all, report.ReadObjections(book, b, rec.Name, shortSHA(rec.SHA256), rec.Received, each)...)
	}
	return report.NumberObjections(all), seals, nil
}

// shortSHA names a receipt by content, as outputs do.
func shortSHA(sum string) string { return sum[:min(8, len(sum))] }

// scoreNotice is a bureau's own score sheet, one of many that w writes; noticePath is where it is written.
func (s *session) scoreNotice(w *xlsx.Writer, scores *report.Scores, b *report.BureauScore, seal func(*sheet.Sheet)) ([]byte, error) {
	data, err := w.Write(report.ScoreNotice(scores, b, scores.Objections, seal, s.ws.Words))
	if err != nil {
		return nil, fmt.Errorf("score sheet: %w", err)
	}
	return data, nil
}

func (s *session) noticePath(b *report.BureauScore, span workbook.Period) string {
	return s.noticePathOf(b.Bureau.Code, span)
}

func (s *session) noticePathOf(code string, span workbook.Period) string {
	return s.ws.Folder("reports", span.String(), s.ws.Words.T("scorenotice.sheet"), s.bureauFile(code, ".xlsx"))
}

// givenSheets are the bureaus that got their score sheets, by their codes, and the hashes of these by their files' names; recorded is
// to be called once they are on record.
type givenSheets struct {
	codes    []string
	sums     map[string]string
	recorded func()
}

// writeNotices writes each scored bureau its own score sheet: none before all are on the disk. Of those that are open in another
// program it gives an *archive.Held, and the sheets of all others.
func (s *session) writeNotices(o *output, scores *report.Scores, span workbook.Period, command string) (givenSheets, error) {
	given, announced := givenSheets{sums: map[string]string{}}, map[string]string{}
	key, err := s.SealGiven(report.KindScoreNotice, span)
	if err != nil {
		return given, err
	}
	batch := s.disk.Batch()
	defer batch.Drop()
	var writer xlsx.Writer
	for _, b := range scores.Bureaus {
		path := s.noticePath(b, span)
		data, err := s.scoreNotice(&writer, scores, b, key.Seal)
		if err != nil {
			return givenSheets{}, err
		}
		if err := batch.Add(path, data); err != nil {
			return givenSheets{}, err
		}
		given.sums[filepath.Base(path)] = archive.Hash(data)
		announced[path] = given.sums[filepath.Base(path)]
		o.file("score-notice", b.Bureau.Name, path)
	}
	given.recorded = s.Announce(command, announced)
	var held *archive.Held
	if err := batch.Place(); err != nil && !errors.As(err, &held) {
		return givenSheets{}, err
	}
	for _, b := range scores.Bureaus {
		if path := s.noticePath(b, span); held != nil && slices.Contains(held.Paths, path) {
			delete(given.sums, filepath.Base(path))
		} else {
			given.codes = append(given.codes, b.Bureau.Code)
		}
	}
	if held != nil {
		return given, held
	}
	o.line("score.notices", "n", len(scores.Bureaus), "path", s.ws.Rel(s.ws.Folder("reports", span.String(), s.ws.Words.T("scorenotice.sheet"))),
		"back", s.ws.Rel(s.ws.Folder("inbox", span.String())))
	return given, nil
}
