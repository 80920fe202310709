package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"

	"duban/report"
	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// made is a file of the reports as the archive gives it.
type made struct {
	path string
	data []byte
	// rec is the receipt of the run that wrote it, older the hashes of what earlier runs wrote there; the zero receipt where
	// no run is on record.
	rec   archive.Receipt
	older []string
	// later counts the returns that came in after it was made.
	later int
}

// States in which a file of the reports is found, keys of the catalogue under audit. The first three are in order.
const (
	stateSame       = "same"       // byte for byte
	stateResaved    = "resaved"    // every cell the same, laid out by another version or saved by another program
	stateMissing    = "missing"    // not there: it can be made again
	stateEdited     = "edited"     // cells differ, and no run wrote it so
	stateOlder      = "older"      // what an earlier run wrote
	stateRecount    = "recount"    // as the run on record wrote it, but the archive gives something else
	stateForeign    = "foreign"    // its own manifest says that it was made, but of other inputs
	stateUnreadable = "unreadable" // no workbook any more
	stateUnrecorded = "unrecorded" // no run is on record, and the archive gives something else
	stateUnmade     = "unmade"     // the archive lacks what it takes to make it again
)

func inOrder(state string) bool {
	return state == stateSame || state == stateResaved || state == stateMissing
}

// auditReports makes every workbook of the reports again and compares it with what lies there. It counts those that are not
// what the archive gives.
func (s *session) auditReports(o *output) (int, error) {
	files, _, err := s.disk.Scan(s.ws.folder("reports"), nil)
	if err != nil {
		return 0, err
	}
	there := map[string]bool{}
	for _, f := range files {
		there[f.Path] = true
	}
	a := &reportAudit{session: s, o: o, there: there, listed: []map[string]any{}}
	if err := a.merges(); err != nil {
		return 0, err
	}
	if err := a.scores(); err != nil {
		return 0, err
	}
	if err := a.copies(); err != nil {
		return 0, err
	}
	var rest []string
	for _, f := range files {
		if there[f.Path] {
			rest = append(rest, s.ws.rel(f.Path))
		}
	}
	if len(rest) > 0 {
		o.line("audit.rest", "n", len(rest), "files", s.listed(rest))
	}
	o.summary["reports"], o.summary["unchecked_files"] = a.listed, orEmpty(rest)
	return a.wrong, nil
}

func orEmpty(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}

// reportAudit is one pass over the reports.
type reportAudit struct {
	*session
	o *output
	// there are the files that lie in the reports and were not looked at yet.
	there  map[string]bool
	listed []map[string]any
	wrong  int
}

// latest are the last receipts of a kind for each period, with their places in the log, in the order of the periods.
func (a *reportAudit) latest(kind string) (at []int, older map[string][]string) {
	last, older := map[string]int{}, map[string][]string{}
	for i, rec := range a.archive.Receipts() {
		if rec.Kind == kind {
			last[rec.Period] = i
			older[rec.Period] = append(older[rec.Period], rec.SHA256)
		}
	}
	for _, i := range last {
		at = append(at, i)
	}
	slices.SortFunc(at, func(i, j int) int {
		p, _ := workbook.ParsePeriod(a.archive.Receipts()[i].Period)
		q, _ := workbook.ParsePeriod(a.archive.Receipts()[j].Period)
		return p.Compare(q)
	})
	return at, older
}

// merges makes the consolidated workbooks again, each by its own plan and from what had come in when it was made.
func (a *reportAudit) merges() error {
	at, older := a.latest(archive.KindMerge)
	for _, i := range at {
		rec := a.archive.Receipts()[i]
		p, ok := workbook.ParsePeriod(rec.Period)
		if !ok {
			continue
		}
		m := made{path: a.ws.folder("reports", p.String(), a.ws.words.T("file.consolidated")), rec: rec, older: older[rec.Period], later: a.laterThan(i, p)}
		list, err := a.remake(i, p, &m)
		agrees, err := a.found(m, err)
		if err != nil {
			return err
		}
		if m.data != nil {
			if err := a.lists(m, list, agrees); err != nil {
				return err
			}
		}
	}
	return nil
}

func (a *reportAudit) remake(i int, p workbook.Period, m *made) (list manifest, err error) {
	past, err := a.then(i, m.rec.PlanSHA256)
	if err != nil {
		return list, err
	}
	asOf, ok := workbook.ParseISO(m.rec.AsOf)
	if !ok {
		// Receipts of early versions do not say so; the manifest does, as long as it is that of the same run.
		if asOf = past.plan.CutoffDay(p); a.manifestBeside(m.path).names(m.rec.SHA256) {
			asOf, _ = workbook.ParseISO(a.manifestBeside(m.path).AsOf)
		}
	}
	rounds, err := past.rounds(p)
	if err != nil {
		return list, err
	}
	h := history(rounds, asOf)
	m.rec.AsOf = asOf.String()
	var data bytes.Buffer
	if err := past.writeConsolidated(&data, p, h); err != nil {
		return list, err
	}
	m.data = data.Bytes()
	return past.mergeManifest(m.path, archive.Hash(m.data), h.Ledgers[len(h.Ledgers)-1]), nil
}

// laterThan counts the returns that came in for a period, or one that it goes on from, after a receipt was written.
func (a *reportAudit) laterThan(i int, p workbook.Period) int {
	n := 0
	for _, rec := range a.archive.Receipts()[i:] {
		q, ok := workbook.ParsePeriod(rec.Period)
		if ok && rec.Kind == archive.KindReturn && isReturn(rec.Verdict) && chained(q.Kind(), p.Kind()) && q.Compare(p) <= 0 {
			n++
		}
	}
	return n
}

// scores makes the scoring workbooks again, and the score sheets of which there are any.
func (a *reportAudit) scores() error {
	at, older := a.latest(archive.KindScore)
	recorded := map[string]bool{}
	for _, i := range at {
		rec := a.archive.Receipts()[i]
		recorded[rec.Period] = true
		if err := a.scoring(i, rec, older[rec.Period]); err != nil {
			return err
		}
	}
	// Scores that no run is on record for are held against what plan and archive give now.
	for _, path := range a.left(a.ws.words.T("file.score")) {
		span := filepath.Base(filepath.Dir(path))
		if _, ok := workbook.ParsePeriod(span); ok && !recorded[span] {
			rec := archive.Receipt{Kind: archive.KindScore, Period: span, PlanSHA256: a.plan.SHA256}
			if err := a.scoring(len(a.archive.Receipts()), rec, nil); err != nil {
				return err
			}
		}
	}
	return nil
}

// left are the files of a name that were not looked at yet.
func (a *reportAudit) left(name string) []string {
	var out []string
	for path := range a.there {
		if filepath.Base(path) == name {
			out = append(out, path)
		}
	}
	slices.Sort(out)
	return out
}

func (a *reportAudit) scoring(i int, rec archive.Receipt, older []string) error {
	span, ok := workbook.ParsePeriod(rec.Period)
	if !ok {
		return nil
	}
	m := made{path: a.ws.folder("reports", span.String(), a.ws.words.T("file.score")), rec: rec, older: older}
	past, err := a.then(i, rec.PlanSHA256)
	if err != nil {
		_, err = a.found(m, err)
		return err
	}
	past.asOf = rec.AsOf
	scores, data, _, err := past.scoreBook(span)
	if err != nil {
		_, err = a.found(m, err)
		return err
	}
	if last, err := past.scored(span); err == nil {
		m.later = a.laterThan(min(i, len(a.archive.Receipts())), last)
	}
	m.data = data
	if _, err := a.found(m, nil); err != nil {
		return err
	}
	sheets, err := a.scoreSheets(past, scores, span)
	if err != nil {
		return err
	}
	// Score sheets may have been given out by an earlier scoring: bureaus object to what they were shown.
	for j := i - 1; j >= 0 && slices.ContainsFunc(sheets, a.differs); j-- {
		was := a.archive.Receipts()[j]
		if was.Kind != archive.KindScore || was.Period != rec.Period {
			continue
		}
		if sheets, err = a.asGivenOut(j, was, span, sheets); err != nil {
			return err
		}
	}
	for _, m := range sheets {
		if m.rec.N == 0 {
			m.rec = rec
		}
		if _, err := a.found(m, nil); err != nil {
			return err
		}
	}
	return nil
}

// scoreSheets are the bureaus' score sheets of a scoring, as far as there are any in the reports.
func (a *reportAudit) scoreSheets(past *session, scores *report.Scores, span workbook.Period) ([]made, error) {
	var out []made
	var writer xlsx.Writer
	for _, b := range scores.Bureaus {
		path := past.noticePath(b, span)
		if !a.there[path] {
			continue
		}
		id := a.identityAt(path)
		data, err := past.scoreNotice(&writer, scores, b, func(s *sheet.Sheet) { id.SealLike(s, a.keys) })
		if err != nil {
			return nil, err
		}
		out = append(out, made{path: path, data: data})
	}
	return out, nil
}

// identityAt is what a workbook of the reports says of itself; nothing where it cannot be read, which is found out later.
func (a *reportAudit) identityAt(path string) workbook.Identity {
	data, err := a.disk.ReadFile(path)
	if err != nil {
		return workbook.Identity{}
	}
	book, err := xlsx.Read(data)
	if err != nil {
		return workbook.Identity{}
	}
	return workbook.ReadIdentity(book)
}

// asGivenOut takes the sheets of an earlier scoring for those that are not of the later one, where they are of the earlier.
func (a *reportAudit) asGivenOut(i int, rec archive.Receipt, span workbook.Period, sheets []made) ([]made, error) {
	past, err := a.then(i, rec.PlanSHA256)
	if err != nil {
		return sheets, nil // the workbook itself was made again without it
	}
	past.asOf = rec.AsOf
	scores, _, _, err := past.scoreBook(span)
	if err != nil {
		return sheets, nil
	}
	earlier, err := a.scoreSheets(past, scores, span)
	if err != nil {
		return nil, err
	}
	for k, m := range sheets {
		for _, e := range earlier {
			if e.path == m.path && a.differs(m) && !a.differs(e) {
				e.rec = rec
				sheets[k] = e
			}
		}
	}
	return sheets, nil
}

// differs reports whether a file is there and not byte for byte what was made.
func (a *reportAudit) differs(m made) bool {
	data, err := a.disk.ReadFile(m.path)
	return err == nil && archive.Hash(data) != archive.Hash(m.data)
}

// copies holds what was archived when it was written, briefs and notices, against what lies in the reports.
func (a *reportAudit) copies() error {
	last := map[string]archive.Receipt{}
	var paths []string
	for _, rec := range a.archive.Receipts() {
		p, ok := workbook.ParsePeriod(rec.Period)
		if !ok {
			continue
		}
		path := ""
		switch rec.Kind {
		case archive.KindBrief:
			path = a.ws.folder("reports", p.String(), rec.Name)
		case archive.KindNotice, archive.KindText:
			path = a.noticeFolder(p, archive.SafeName(rec.Name))
		default:
			continue
		}
		if _, ok := last[path]; !ok {
			paths = append(paths, path)
		}
		last[path] = rec
	}
	same := 0
	for _, path := range paths {
		if !a.there[path] {
			continue
		}
		delete(a.there, path)
		data, err := a.disk.ReadFile(path)
		if err != nil {
			return fmt.Errorf("read report: %w", err)
		}
		if archive.Hash(data) == last[path].SHA256 {
			same++
			continue
		}
		a.wrong++
		a.o.line("audit.copy-differs", "path", a.ws.rel(path), "kept", last[path].Path, "receipt", last[path].ID())
		a.listed = append(a.listed, map[string]any{"path": a.ws.rel(path), "state": stateEdited, "receipt": last[path].ID(), "kept": last[path].Path})
	}
	if same > 0 {
		a.o.line("audit.copies", "n", same)
	}
	a.o.summary["copies"] = same
	return nil
}

// lists compares the manifest beside a consolidated workbook. Where the workbook agrees, it may name the bytes that the run
// on record wrote, or those that are there: another version lays the same cells out in others.
func (a *reportAudit) lists(m made, list manifest, agrees bool) error {
	path := filepath.Join(filepath.Dir(m.path), manifestName)
	delete(a.there, path)
	stands, err := a.disk.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	sums := []string{archive.Hash(m.data)}
	if agrees {
		sums = append(sums, m.rec.SHA256)
		if data, err := a.disk.ReadFile(m.path); err == nil {
			sums = append(sums, archive.Hash(data))
		}
	}
	for _, sum := range sums {
		list.Files[0].SHA256 = sum
		gives, failed := list.text()
		if failed != nil {
			return failed
		}
		if err == nil && bytes.Equal(stands, gives) {
			return nil
		}
	}
	a.wrong++
	a.o.line("audit.list-differs", "path", a.ws.rel(path))
	a.listed = append(a.listed, map[string]any{"path": a.ws.rel(path), "state": stateEdited})
	return nil
}

// mostCells is how many cells that differ are named one by one.
const mostCells = 10

// found says in which state a file is, and reports whether it is in order; failed is why it could not be made again.
func (a *reportAudit) found(m made, failed error) (agrees bool, err error) {
	state, cells, err := a.stateOf(m, failed)
	if err != nil {
		return false, err
	}
	delete(a.there, m.path)
	if !inOrder(state) {
		a.wrong++
	}
	reason := ""
	if failed != nil {
		reason = a.unmadeText(failed)
	}
	a.o.line("audit."+state, "path", a.ws.rel(m.path), "asof", m.rec.AsOf, "day", m.rec.Received, "receipt", m.rec.ID(), "n", len(cells), "later", m.later,
		"program", m.rec.Program, "version", version, "reason", reason)
	out := []map[string]any{}
	for i, d := range cells {
		cell := ""
		if d.Ref != (sheet.Ref{}) {
			cell = d.Ref.String()
		}
		out = append(out, map[string]any{"sheet": d.Sheet, "cell": cell, "stands": d.A, "gives": d.B})
		if i < mostCells {
			a.o.line("audit.cell", "sheet", d.Sheet, "cell", cell, "stands", shorten(d.A, 40), "gives", shorten(d.B, 40))
		}
	}
	if len(cells) > mostCells {
		a.o.line("audit.more-cells", "n", len(cells)-mostCells)
	}
	a.listed = append(a.listed, map[string]any{"path": a.ws.rel(m.path), "state": state, "as_of": m.rec.AsOf, "receipt": m.rec.ID(), "later": m.later,
		"reason": reason, "cells": out})
	return inOrder(state), nil
}

func (a *reportAudit) stateOf(m made, failed error) (string, []sheet.Difference, error) {
	if failed != nil {
		var lost *archive.Lost
		var f *failure
		if errors.Is(failed, errPlanGone) || errors.As(failed, &lost) || errors.As(failed, &f) {
			return stateUnmade, nil, nil
		}
		return "", nil, failed
	}
	data, err := a.disk.ReadFile(m.path)
	if errors.Is(err, fs.ErrNotExist) {
		return stateMissing, nil, nil
	}
	if err != nil {
		return "", nil, fmt.Errorf("read report: %w", err)
	}
	sum := archive.Hash(data)
	if sum == archive.Hash(m.data) {
		return stateSame, nil, nil
	}
	stands, err := xlsx.Read(data)
	if err != nil {
		return stateUnreadable, nil, nil
	}
	gives, err := xlsx.Read(m.data)
	if err != nil {
		return "", nil, fmt.Errorf("read what was made again: %w", err)
	}
	cells := sheet.Diff(stands, gives)
	switch {
	case len(cells) == 0:
		return stateResaved, nil, nil
	case sum == m.rec.SHA256:
		return stateRecount, cells, nil
	case slices.Contains(m.older, sum):
		return stateOlder, cells, nil
	case m.rec.N == 0:
		return stateUnrecorded, cells, nil
	case a.manifestBeside(m.path).names(sum):
		return stateForeign, cells, nil
	}
	return stateEdited, cells, nil
}

// unmadeText says what the archive lacks.
func (a *reportAudit) unmadeText(err error) string {
	if errors.Is(err, errPlanGone) {
		return a.words.T("audit.plan-gone")
	}
	var f *failure
	if errors.As(err, &f) {
		return f.text
	}
	return a.explain(err)
}

// manifestBeside reads the manifest in a file's folder; the zero one where there is none.
func (s *session) manifestBeside(path string) manifest {
	var m manifest
	data, err := s.disk.ReadFile(filepath.Join(filepath.Dir(path), manifestName))
	if err != nil || json.Unmarshal(data, &m) != nil {
		return manifest{}
	}
	return m
}

// names reports whether a manifest lists a file of a hash.
func (m manifest) names(sum string) bool {
	return slices.ContainsFunc(m.Files, func(f manifestFile) bool { return f.SHA256 == sum })
}
