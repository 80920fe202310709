package outputs

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"duban/cmd/duban/round"
	"duban/report/score"
	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// ScoreSheetPath gives the path of a bureau's score sheet for a span.
func (m *Maker) ScoreSheetPath(code string, span calendar.Period) string {
	return filepath.Join(m.ScoreSheetFolder(span), m.bureauFile(m.Plan, code, ".xlsx"))
}

// ScoreSheetFolder gives the folder of a span's score sheets. Early builds named the folder like the sheet, which is another name in
// English: such a folder stays in use.
func (m *Maker) ScoreSheetFolder(span calendar.Period) string {
	if early := m.ws.Folder("reports", span.String(), m.ws.Words.T("scorenotice.sheet")); m.disk.Exists(early) {
		return early
	}
	return m.ws.Folder("reports", span.String(), m.ws.Words.T("folder.score-sheets"))
}

// ScoreSheet makes a bureau's own score sheet, one of many that w writes.
func (m *Maker) ScoreSheet(w *xlsx.Writer, scores *score.Scores, b *score.Result, seal func(*sheet.Sheet)) ([]byte, error) {
	data, err := w.Write(score.Notice(scores, b, scores.Objections, seal, m.ws.Words))
	if err != nil {
		return nil, fmt.Errorf("score sheet: %w", err)
	}
	return data, nil
}

// givenSheets lists the codes of the bureaus that got their score sheets, and the hashes of these by file name.
type givenSheets struct {
	codes []string
	sums  map[string]string
}

// WriteScoreSheets writes each scored bureau its own score sheet, none before all are on the disk, and records who got theirs. If
// some are open in another program it returns an *archive.Held: these stay as they were.
func (m *Maker) WriteScoreSheets(done *Scored) error {
	key, err := m.SealGiven(workbook.KindScoreSheet, done.Span)
	if err != nil {
		return err
	}
	batch := m.disk.Batch()
	defer batch.Drop()
	given, announced := givenSheets{sums: map[string]string{}}, map[string]string{}
	var writer xlsx.Writer
	for _, b := range done.Bureaus {
		path := m.ScoreSheetPath(b.Bureau.Code, done.Span)
		data, err := m.ScoreSheet(&writer, done.Scores, b, key.Seal)
		if err != nil {
			return err
		}
		if err := batch.Add(path, data); err != nil {
			return err
		}
		given.sums[filepath.Base(path)] = archive.Hash(data)
		announced[path] = given.sums[filepath.Base(path)]
	}
	recorded := m.Announce(done.command+" --notices", announced)
	var held *archive.Held
	if err := batch.Place(); err != nil && !errors.As(err, &held) {
		return err
	}
	for _, b := range done.Bureaus {
		if path := m.ScoreSheetPath(b.Bureau.Code, done.Span); held != nil && slices.Contains(held.Paths, path) {
			delete(given.sums, filepath.Base(path))
		} else {
			given.codes = append(given.codes, b.Bureau.Code)
		}
	}
	if len(given.codes) > 0 {
		if err := m.keepScores(done, given); err != nil {
			return err
		}
		recorded()
	}
	if held != nil {
		return held
	}
	return nil
}

// Sealings describes the score sheets that were filed while the key was away: the names of those that turned out to be changed, and
// the number of those of which nobody can tell yet.
type Sealings struct {
	Broken  []string
	Unknown int
}

// Objections reads every objection of a span from the archive. They are numbered through all spans, as the plan's answers name them
// by their numbers alone: the answer to an objection of the half-year answers none of the year.
func (m *Maker) Objections(span calendar.Period) ([]*score.Objection, Sealings, error) {
	var seals Sealings
	each, err := m.Catalogues()
	if err != nil {
		return nil, seals, err
	}
	var all []*score.Objection
	for _, rec := range m.Archive.Select(archive.KindObjection, "") {
		b := m.Plan.BureauOf(rec.Bureau)
		of, known := calendar.ParsePeriod(rec.Period)
		if b == nil || !known {
			continue
		}
		data, err := m.Archive.Load(rec)
		if err != nil {
			return nil, seals, err
		}
		book, err := xlsx.Read(data)
		if err != nil {
			return nil, seals, fmt.Errorf("read %s: %w", rec.Path, err)
		}
		sealing, asked := m.Sealing(workbook.ReadIdentity(book), of, rec), of == span
		if asked {
			seals.count(sealing, rec.Name)
		}
		if sealing == workbook.SealBroken {
			continue
		}
		for _, o := range score.ReadObjections(book, b, rec.Name, round.ReceiptName(rec), rec.Received, each) {
			o.Span = of
			all = append(all, o)
		}
	}
	return slices.DeleteFunc(score.NumberObjections(all), func(o *score.Objection) bool { return o.Span != span }), seals, nil
}

func (s *Sealings) count(sealing workbook.Sealing, name string) {
	switch sealing {
	case workbook.SealBroken:
		s.Broken = append(s.Broken, name)
	case workbook.SealUnknown:
		s.Unknown++
	}
}
