package audit

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"duban/cmd/duban/outputs"
	"duban/report/score"
	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// scoringThen is a scoring worked out again as it was then.
type scoringThen struct {
	at     int // the index of its receipt in the log
	rec    archive.Receipt
	past   *outputs.Maker
	scores *score.Scores
	how    string
	later  int
}

// sheetThen is a bureau's score sheet as a scoring gives it.
type sheetThen struct {
	made
	at int // the index of the scoring that wrote it, -1 if none is on record
}

// sheets makes the bureaus' score sheets again, each by the scoring that wrote it last. That may be an earlier one than latest, the
// last scoring of the span: bureaus object to what they were shown, and a sheet that was open in Excel stayed as it was.
func (a *reportPass) sheets(latest *scoringThen, span calendar.Period) error {
	wrote := map[string]int{} // by the bureau's code
	var scorings []int
	for i, rec := range a.Archive.Receipts() {
		if rec.Kind != archive.KindScore || rec.Period != span.String() {
			continue
		}
		scorings = append(scorings, i)
		for code := range strings.SplitSeq(rec.Bureaus, "|") {
			if code != "" {
				wrote[code] = i
			}
		}
	}
	var sheets []*sheetThen
	for _, i := range slices.Compact(slices.Sorted(maps.Values(wrote))) {
		then, err := a.scoringThen(i, latest, span)
		if err != nil {
			rec := a.Archive.Receipts()[i]
			m := made{rec: rec, how: outputs.ScoreCommand(span)}
			if err := a.unmadeSheets(m, err, span, bureausWritten(wrote, i)...); err != nil {
				return err
			}
			continue
		}
		some, err := a.sheetsOf(then, span, func(b *score.Result, _ string) bool { at, ok := wrote[b.Bureau.Code]; return ok && at == i })
		if err != nil {
			return err
		}
		sheets = append(sheets, some...)
	}
	unrecorded, err := a.sheetsOf(latest, span, func(b *score.Result, path string) bool {
		_, ok := wrote[b.Bureau.Code]
		return !ok && a.there[path]
	})
	if err != nil {
		return err
	}
	for _, s := range unrecorded {
		s.at = -1
	}
	sheets = append(sheets, unrecorded...)
	if err := a.otherwise(sheets, scorings, latest, span); err != nil {
		return err
	}
	for _, s := range sheets {
		if _, err := a.found(s.made, nil); err != nil {
			return err
		}
	}
	return nil
}

// otherwise compares sheets that differ from the scoring on record for them with the later scorings: a run may have been stopped
// before it recorded whose sheets it wrote, and early versions never did.
func (a *reportPass) otherwise(sheets []*sheetThen, scorings []int, latest *scoringThen, span calendar.Period) error {
	for _, i := range slices.Backward(scorings) {
		tried := func(s *sheetThen) bool { return s.at < i && a.differs(s.made) }
		if !slices.ContainsFunc(sheets, tried) {
			continue
		}
		then, err := a.scoringThen(i, latest, span)
		if err != nil {
			continue // its failure is reported with what it wrote last
		}
		others, err := a.sheetsOf(then, span, func(_ *score.Result, path string) bool {
			return slices.ContainsFunc(sheets, func(s *sheetThen) bool { return s.path == path && tried(s) })
		})
		if err != nil {
			return err
		}
		for _, other := range others {
			for k, s := range sheets {
				if s.path == other.path && !a.differs(other.made) {
					sheets[k] = other
				}
			}
		}
	}
	return nil
}

// scoringThen works out a scoring on record again, unless known is that scoring.
func (a *reportPass) scoringThen(i int, known *scoringThen, span calendar.Period) (*scoringThen, error) {
	if i == known.at {
		return known, nil
	}
	rec := a.Archive.Receipts()[i]
	past, scores, _, err := a.scoresAt(i, rec, span)
	if err != nil {
		return nil, err
	}
	last := scores.Ledger.Period
	return &scoringThen{i, rec, past, scores, outputs.ScoreCommand(span) + past.AsOfFlag(last), a.laterThan(i, last)}, nil
}

// sheetsOf gives the wanted score sheets of a scoring.
func (a *reportPass) sheetsOf(then *scoringThen, span calendar.Period,
	wanted func(b *score.Result, path string) bool) ([]*sheetThen, error) {
	var out []*sheetThen
	var writer xlsx.Writer
	for _, b := range then.scores.Bureaus {
		path := then.past.ScoreSheetPath(b.Bureau.Code, span)
		if !wanted(b, path) {
			continue
		}
		id := a.identityAt(path)
		data, err := then.past.ScoreSheet(&writer, then.scores, b, func(s *sheet.Sheet) { id.SealLike(s, a.Keys) })
		if err != nil {
			return nil, err
		}
		name := filepath.Base(path)
		out = append(out, &sheetThen{made{path: path, data: data, rec: then.rec, sum: then.rec.Files[name],
			older: a.hashesOf(archive.KindScore, span.String(), name), how: then.how + " --notices", later: then.later, many: true}, then.at})
	}
	return out, nil
}

// unmadeSheets reports that the score sheets in the reports, or those of some bureaus, cannot be made again.
func (a *reportPass) unmadeSheets(m made, why error, span calendar.Period, codes ...string) error {
	var paths []string
	for _, code := range codes {
		paths = append(paths, a.ScoreSheetPath(code, span))
	}
	for _, path := range slices.Sorted(maps.Keys(a.there)) {
		if filepath.Dir(path) != a.ScoreSheetFolder(span) || len(codes) > 0 && !slices.Contains(paths, path) {
			continue
		}
		if m.path = path; !a.likeOurs(path) {
			continue
		}
		if _, err := a.found(m, why); err != nil {
			return err
		}
	}
	return nil
}

// bureausWritten lists the codes of the bureaus whose sheets a receipt was the last to name.
func bureausWritten(wrote map[string]int, i int) []string {
	var out []string
	for code, at := range wrote {
		if at == i {
			out = append(out, code)
		}
	}
	return out
}

// identityAt reads the identity of a workbook of the reports; zero if it cannot be read, which is reported elsewhere.
func (a *reportPass) identityAt(path string) workbook.Identity {
	data, err := a.readShort(path)
	if err != nil {
		return workbook.Identity{}
	}
	book, err := xlsx.Read(data)
	if err != nil {
		return workbook.Identity{}
	}
	return workbook.ReadIdentity(book)
}

// hashesOf lists the hashes of a file that all runs of a kind recorded for a period.
func (a *reportPass) hashesOf(kind, period, name string) []string {
	var out []string
	for _, rec := range a.Archive.Select(kind, period) {
		if sum := rec.Files[name]; sum != "" {
			out = append(out, sum)
		}
	}
	return out
}

// differs reports whether a file exists and is not byte for byte what was made.
func (a *reportPass) differs(m made) bool {
	data, err := a.readShort(m.path)
	return err == nil && archive.Hash(data) != archive.Hash(m.data)
}
