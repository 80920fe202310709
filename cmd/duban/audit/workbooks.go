package audit

import (
	"bytes"
	"errors"
	"io/fs"
	"path/filepath"
	"slices"

	"duban/cmd/duban/outputs"
	"duban/cmd/duban/round"
	"duban/report"
	"duban/report/score"
	"duban/workbook/archive"
	"duban/workbook/calendar"
)

// latest gives the indices of the last receipts of a kind for each period, in the order of the periods; older are the hashes of
// earlier ones, by period.
func (a *reportPass) latest(kind string) (at []int, older map[string][]string) {
	last, older := map[string]int{}, map[string][]string{}
	for i, rec := range a.Archive.Receipts() {
		if rec.Kind == kind {
			last[rec.Period] = i
			older[rec.Period] = append(older[rec.Period], rec.SHA256)
		}
	}
	for _, i := range last {
		at = append(at, i)
	}
	slices.SortFunc(at, func(i, j int) int {
		p, _ := calendar.ParsePeriod(a.Archive.Receipts()[i].Period)
		q, _ := calendar.ParsePeriod(a.Archive.Receipts()[j].Period)
		return p.Compare(q)
	})
	return at, older
}

// merges makes the consolidated workbooks again, each by its own plan and from what had come in when it was made, and the briefs that
// rest on them.
func (a *reportPass) merges() error {
	briefs, older := a.latest(archive.KindBrief)
	at, merged := a.latest(archive.KindMerge)
	for _, i := range at {
		rec := a.Archive.Receipts()[i]
		p, ok := calendar.ParsePeriod(rec.Period)
		if !ok {
			continue
		}
		m := made{path: a.ConsolidatedPath(p), rec: rec, sum: rec.SHA256, older: merged[rec.Period], later: a.laterThan(i, p)}
		past, h, unmade := a.remake(i, p, &m)
		agrees, err := a.found(m, unmade)
		if err != nil {
			return err
		}
		if unmade != nil {
			list := m
			list.path, list.sum = filepath.Join(filepath.Dir(m.path), outputs.ManifestName), ""
			if err := a.unmadeTogether(unmade, list); err != nil {
				return err
			}
		} else {
			if err := a.lists(m, past.MergeManifest(archive.Hash(m.data), h.Ledgers[len(h.Ledgers)-1]), agrees); err != nil {
				return err
			}
		}
		for _, j := range briefs {
			if brief := a.Archive.Receipts()[j]; brief.Period == rec.Period {
				if unmade != nil || !a.restsAlike(i, j) {
					h = nil
				}
				if err := a.brief(j, p, h, older[rec.Period]); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// unmadeTogether reports that those of some files that exist cannot be made again.
func (a *reportPass) unmadeTogether(why error, files ...made) error {
	for _, m := range files {
		if !a.there[m.path] {
			continue
		}
		if _, err := a.found(m, why); err != nil {
			return err
		}
	}
	return nil
}

// restsAlike reports whether two receipts rest on the same: the same plan on the same day, with nothing received, issued or given in
// between.
func (a *reportPass) restsAlike(i, j int) bool {
	all := a.Archive.Receipts()
	if x, y := all[i], all[j]; x.PlanSHA256 != y.PlanSHA256 || x.AsOf != y.AsOf {
		return false
	}
	return !slices.ContainsFunc(all[min(i, j)+1:max(i, j)], func(r archive.Receipt) bool {
		return r.Kind == archive.KindReturn || r.Kind == archive.KindIssue || r.Kind == archive.KindNotice ||
			r.Kind == archive.KindMerge && r.Period != all[i].Period
	})
}

// remake works out a round as it was when its receipt was written, and lays out its consolidated workbook.
func (a *reportPass) remake(i int, p calendar.Period, m *made) (past *outputs.Maker, h *report.History, err error) {
	m.how = outputs.MergeCommand(p)
	if past, err = a.then(i, m.rec.PlanSHA256); err != nil {
		return nil, nil, err
	}
	asOf, ok := calendar.ParseISO(m.rec.AsOf)
	if !ok {
		// Receipts of early versions do not say so; the manifest does, if it is of the same run.
		if asOf = past.Plan.CutoffDay(p); a.manifestBeside(m.path).Names(m.rec.SHA256) {
			asOf, _ = calendar.ParseISO(a.manifestBeside(m.path).AsOf)
		}
	}
	past.LookAt(asOf)
	rounds, err := past.Rounds(p)
	if err != nil {
		return nil, nil, err
	}
	if asOf != past.Plan.CutoffDay(p) {
		m.how += " --as-of " + asOf.String()
	}
	h = outputs.History(rounds, asOf)
	m.rec.AsOf = asOf.String()
	var data bytes.Buffer
	if err := past.WriteConsolidated(&data, nil, h); err != nil {
		return nil, nil, err
	}
	m.data = data.Bytes()
	return past, h, nil
}

// laterThan counts the returns that came in after a receipt was written, for a period or one that it goes on from.
func (a *reportPass) laterThan(i int, p calendar.Period) int {
	n := 0
	for _, rec := range a.Archive.Receipts()[i:] {
		q, ok := calendar.ParsePeriod(rec.Period)
		if ok && rec.Kind == archive.KindReturn && round.IsReturn(rec.Verdict) && round.Chained(q.Kind(), p.Kind()) && q.Compare(p) <= 0 {
			n++
		}
	}
	return n
}

// scores makes the scoring workbooks again, and those score sheets that exist.
func (a *reportPass) scores() error {
	at, older := a.latest(archive.KindScore)
	recorded := map[string]bool{}
	for _, i := range at {
		rec := a.Archive.Receipts()[i]
		recorded[rec.Period] = true
		if err := a.scoring(i, rec, older[rec.Period]); err != nil {
			return err
		}
	}
	// Scores for which no run is on record are compared with what plan and archive give now.
	for _, path := range a.left(a.ws.Words.T("file.score")) {
		span := filepath.Base(filepath.Dir(path))
		if _, ok := calendar.ParsePeriod(span); ok && !recorded[span] {
			rec := archive.Receipt{Kind: archive.KindScore, Period: span, PlanSHA256: a.Whole.SHA256}
			if err := a.scoring(len(a.Archive.Receipts()), rec, nil); err != nil {
				return err
			}
		}
	}
	return nil
}

// left lists the files with a name that were not examined yet.
func (a *reportPass) left(name string) []string {
	var out []string
	for path := range a.there {
		if filepath.Base(path) == name {
			out = append(out, path)
		}
	}
	slices.Sort(out)
	return out
}

func (a *reportPass) scoring(i int, rec archive.Receipt, older []string) error {
	span, ok := calendar.ParsePeriod(rec.Period)
	if !ok {
		return nil
	}
	m := made{path: a.ScorePath(span), rec: rec, sum: rec.SHA256, older: older, how: outputs.ScoreCommand(span)}
	past, scores, data, err := a.scoresAt(i, rec, span)
	if err != nil {
		if _, failed := a.found(m, err); failed != nil {
			return failed
		}
		return a.unmadeSheets(m, err, span)
	}
	last, err := past.LastScored(span)
	if err != nil {
		return err
	}
	m.later = a.laterThan(min(i, len(a.Archive.Receipts())), last)
	m.how += past.AsOfFlag(last)
	rec.AsOf = scores.AsOf.String() // neither early receipts nor scores without a receipt say it
	m.data, m.rec = data, rec
	if _, err := a.found(m, nil); err != nil {
		return err
	}
	return a.sheets(&scoringThen{at: i, rec: rec, past: past, scores: scores, how: m.how, later: m.later}, span)
}

// scoresAt works out the scores of a span as they were when a receipt was written.
func (a *reportPass) scoresAt(i int, rec archive.Receipt, span calendar.Period) (past *outputs.Maker, scores *score.Scores,
	data []byte, err error) {
	if past, err = a.then(i, rec.PlanSHA256); err != nil {
		return nil, nil, nil, err
	}
	past.LookAt(recordedDay(rec))
	scores, data, err = past.ScoreBook(span)
	return past, scores, data, err
}

// lists checks the manifest beside a consolidated workbook. If the workbook agrees, or is as the run on record wrote it, the manifest
// may name the bytes of that run or those that are there, as another version writes the same cells as other bytes.
func (a *reportPass) lists(m made, list outputs.Manifest, agrees bool) error {
	path := filepath.Join(filepath.Dir(m.path), outputs.ManifestName)
	delete(a.there, path)
	stands, err := a.disk.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		m.path = path
		a.gone = append(a.gone, m)
		a.enter(path, StateMissing)
		return nil
	}
	sums := []string{archive.Hash(m.data)}
	data, unread := a.readShort(m.path)
	if sum := archive.Hash(data); agrees || unread == nil && sum == m.rec.SHA256 {
		sums = append(sums, m.rec.SHA256)
		if unread == nil {
			sums = append(sums, sum)
		}
	}
	for _, sum := range sums {
		list.Files[0].SHA256 = sum
		gives, failed := list.Text()
		if failed != nil {
			return failed
		}
		if err == nil && bytes.Equal(stands, gives) {
			a.enter(path, StateSame)
			return nil
		}
	}
	if a.isAnnounced(path, archive.Hash(stands)) {
		m.path = path
		m.how = a.announced.Command(path)
		m.entry = a.enter(path, StateStopped)
		a.say(m, StateStopped, "")
		return nil
	}
	// Another build may have listed its inputs differently, but must have named what it wrote.
	if a.OtherBuild(m.rec) && slices.ContainsFunc(sums, a.manifestBeside(path).Names) {
		m.path = path
		a.uncompared = append(a.uncompared, m)
		a.enter(path, StateUncompared)
		return nil
	}
	if unread == nil && !agrees && a.manifestBeside(path).Names(archive.Hash(data)) {
		// It is the workbook's own list, and what is wrong with both was reported with the workbook.
		a.enter(path, StateForeign)
		return nil
	}
	a.Wrong++
	state, key := StateEdited, "audit.list-differs"
	if slices.ContainsFunc(m.older, func(sum string) bool { return sum != m.rec.SHA256 && a.manifestBeside(path).Names(sum) }) {
		state, key = StateOlder, "audit.list-older"
	}
	a.line(key, "path", a.ws.Rel(path), "how", m.how)
	a.enter(path, state)
	return nil
}
