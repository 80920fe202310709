package outputs

import (
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"duban/cmd/duban/collector"
	"duban/cmd/duban/round"
	"duban/report"
	"duban/report/score"
	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/calendar"
	"duban/workbook/xlsx"
)

// ScoreCommand gives the command that works out the scores of a period.
func ScoreCommand(span calendar.Period) string { return "duban score --period " + span.String() }

// ScorePath gives the path of a period's scoring workbook.
func (m *Maker) ScorePath(span calendar.Period) string {
	return m.ws.Folder("reports", span.String(), m.ws.Words.T("file.score"))
}

// LastScored gives the last round within a period: a year's score rests on the year's last round. The error is a *NothingToScore.
func (m *Maker) LastScored(span calendar.Period) (calendar.Period, error) {
	var end calendar.Period
	for _, rec := range m.Archive.Select(archive.KindIssue, "") {
		p, ok := calendar.ParsePeriod(rec.Period)
		if ok && p.Kind() == calendar.Month && span.Contains(p.Last()) && (end.IsZero() || p.Last() > end.Last()) {
			end = p
		}
	}
	if end.IsZero() {
		return end, &NothingToScore{span}
	}
	return end, nil
}

// GoByScored makes the session go on with the plan by which a span is scored: its bureaus are rated and may object. If no round of
// the span went out, that is the present plan.
func (m *Maker) GoByScored(span calendar.Period) error {
	p, err := m.LastScored(span)
	if unscored := (*NothingToScore)(nil); errors.As(err, &unscored) {
		return nil
	} else if err != nil {
		return err
	}
	return m.GoBy(p)
}

// ForScores says that the run works out rounds for scores alone, which use hardly any of what is found in returns.
func (m *Maker) ForScores() { m.scoring = true }

// ScoreMaterial gathers what the scores of a span are worked out from: its last round, and the registers and ledgers of all its
// rounds. A span that is not a whole year, or a year that is not over, is scored as an interim. The error is a *NothingToScore or an
// *Unsound if the material cannot be had.
func (m *Maker) ScoreMaterial(span calendar.Period) (score.Material, error) {
	var in score.Material
	p, err := m.LastScored(span)
	if err != nil {
		return in, err
	}
	if err := m.Sound(); err != nil {
		return in, err
	}
	rounds, err := m.RoundsAnew(p)
	if err != nil {
		return in, err
	}
	var within []*round.Round
	var partial []*report.Register
	for _, r := range rounds {
		if span.Contains(r.Period.Last()) {
			within = append(within, r)
			for _, reg := range r.Taken {
				if span.Contains(reg.Period.Last()) {
					partial = append(partial, reg)
				}
			}
		}
	}
	if err := m.takeRatings(span); err != nil {
		return in, err
	}
	collector.Scoring()
	h := m.History(within)
	for _, l := range h.Ledgers {
		l.KeepExceptions()
	}
	if m.scoring {
		for _, r := range rounds {
			r.KeepUnidentified()
		}
	}
	return score.Material{
		Plan: m.Plan, Ledger: last(h), Ledgers: h.Ledgers, Registers: h.Registers, Partial: partial, AsOf: last(h).AsOf, Span: span,
		Interim: span.Kind() != calendar.Year || p.Last() < span.Last(),
	}, nil
}

// editedAdjustments compares the plan's adjustments with those of all plans archived before.
func (m *Maker) editedAdjustments() ([]score.Fault, error) {
	var record score.AdjustmentRecord
	seen := map[string]bool{m.Whole.SHA256: true}
	for _, rec := range m.Archive.Select(archive.KindPlan, "") {
		if seen[rec.SHA256] {
			continue
		}
		seen[rec.SHA256] = true
		was, err := m.ArchivedPlan(rec, workbook.LastDay, nil, nil)
		if err != nil {
			return nil, err
		}
		record.Add(was)
	}
	m.FlushCaches()
	return record.Edited(m.Plan), nil
}

// withLast works out the scores, and for comparison those at the end of the round before, by the same plan.
func withLast(in score.Material) *score.Scores {
	if n := len(in.Ledgers); n > 1 {
		before := in
		before.Ledgers, before.Registers = in.Ledgers[:n-1], in.Registers[:n-1]
		before.Ledger = before.Ledgers[n-2]
		before.Partial = slices.DeleteFunc(slices.Clone(in.Partial), func(reg *report.Register) bool { return reg.Period.Compare(before.Ledger.Period) > 0 })
		before.AsOf, before.Interim = before.Ledger.AsOf, true
		in.Before = score.Compute(before).Results()
	}
	return score.Compute(in)
}

// ScoreBook gives the scores of a span, and the scoring workbook as it is written.
func (m *Maker) ScoreBook(span calendar.Period) (scores *score.Scores, data []byte, err error) {
	in, err := m.ScoreMaterial(span)
	if err != nil {
		return nil, nil, err
	}
	var seals Sealings
	if in.Objections, seals, err = m.Objections(span); err != nil {
		return nil, nil, err
	}
	m.leaveOut(seals.Broken...)
	scores = withLast(in)
	faults, err := m.editedAdjustments()
	if err != nil {
		return nil, nil, err
	}
	scores.Faults = append(scores.Faults, faults...)
	book := score.Book(scores, m.ws.Words)
	scores.Forget()
	if data, err = xlsx.Write(book); err != nil {
		return nil, nil, fmt.Errorf("scoring workbook: %w", err)
	}
	return scores, data, nil
}

// LeftOut lists the files of returned rating forms and score sheets whose identity sheet turned out to be changed: nothing in them
// counts.
func (m *Maker) LeftOut() []string { return m.leftOut }

// leaveOut adds files that turned out to be changed, each once.
func (m *Maker) leaveOut(files ...string) {
	for _, f := range files {
		if !slices.Contains(m.leftOut, f) {
			m.leftOut = append(m.leftOut, f)
		}
	}
}

// Scored is the scores of a span as they were written.
type Scored struct {
	*score.Scores
	Span calendar.Period
	Path string
	// command writes them again; sum is the hash of the scoring workbook.
	command, sum string
}

// WriteScores works out the scores of a span, writes the scoring workbook and records it.
func (m *Maker) WriteScores(span calendar.Period) (*Scored, error) {
	scores, data, err := m.ScoreBook(span)
	if err != nil {
		return nil, err
	}
	// A plan from which a decision was edited away is archived too, but does not count as a record of decisions.
	if err := m.KeepPlan(scores.Ledger.Period); err != nil {
		return nil, err
	}
	command := ScoreCommand(span) + m.AsOfFlag(scores.Ledger.Period)
	done := &Scored{Scores: scores, Span: span, Path: m.ScorePath(span), command: command, sum: archive.Hash(data)}
	recorded := m.Announce(done.command, map[string]string{done.Path: done.sum})
	if err := m.disk.WriteFile(done.Path, data); err != nil {
		return nil, err
	}
	if err := m.disk.SyncFolder(filepath.Dir(done.Path)); err != nil {
		return nil, err
	}
	if err := m.keepScores(done, givenSheets{}); err != nil {
		return nil, err
	}
	recorded()
	return done, nil
}

// keepScores records what a scoring workbook rests on, and which bureaus got their sheet of it, the same only once.
func (m *Maker) keepScores(done *Scored, given givenSheets) error {
	span, bureaus := done.Span.String(), strings.Join(given.codes, "|")
	if r, ok := m.Archive.Latest(archive.KindScore, span); ok && r.PlanSHA256 == m.Whole.SHA256 && r.SHA256 == done.sum &&
		(bureaus == "" || r.Bureaus == bureaus && maps.Equal(r.Files, given.sums)) {
		return nil
	}
	return m.Record(archive.Receipt{Kind: archive.KindScore, Period: span, Name: m.ws.Rel(done.Path), SHA256: done.sum,
		Bureaus: bureaus, Files: given.sums, AsOf: done.AsOf.String()})
}
