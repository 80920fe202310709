package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"duban/cmd/duban/outputs"
	"duban/cmd/duban/round"
	"duban/report"
	"duban/workbook/archive"
	"duban/workbook/sheet"
	"duban/workbook/tidy"
	"duban/workbook/xlsx"
)

// made is a file of the reports as the archive gives it.
type made struct {
	path string
	data []byte
	// how is the command that makes it anew.
	how string
	// read reads the lines of what is a paper for a comparison; nil for a workbook, whose cells are gone through.
	read  func([]byte) (*sheet.Book, error)
	paper bool
	// opaque says that only programs can read it.
	opaque bool
	// many says that it is one of many alike: those that agree are named together.
	many bool
	// copied says that it was not worked out again: data is the copy that was archived when it was written.
	copied bool
	// rec is the receipt of the run that wrote it, sum the hash of the file where it stands there, older the hashes of what earlier
	// runs wrote there; the zero receipt where no run is on record.
	rec   archive.Receipt
	sum   string
	older []string
	// stands is the hash of what stands in its place, once that was read.
	stands string
	// early says that it may be the work of an early version, which left no receipt of such files.
	early bool
	// later counts the returns that came in after it was made.
	later int
	// diff is where it differs, and entry is what is said of it to programs, once it was compared.
	diff  sheet.Differences
	entry map[string]any
}

// States in which a file of the reports is found, keys of the catalogue under audit. Those of inOrder are in order.
const (
	stateSame       = "same"       // byte for byte
	stateResaved    = "resaved"    // every cell the same, laid out by another version or saved by another program
	stateMissing    = "missing"    // not there: it can be made again
	stateReworded   = "reworded"   // as it was written by another build, by its hash, but this one writes it otherwise
	stateUncompared = "uncompared" // written by another build which left no hash of it, and this one writes it otherwise
	stateEdited     = "edited"     // cells differ, and no run wrote it so
	stateOlder      = "older"      // what an earlier run wrote
	stateRecount    = "recount"    // as the run on record wrote it, but the archive gives something else
	stateMisplaced  = "misplaced"  // what a run wrote elsewhere
	stateForeign    = "foreign"    // its own manifest says that it was made, but of other inputs
	stateUnreadable = "unreadable" // no workbook any more
	stateUnrecorded = "unrecorded" // no run is on record, and the archive gives something else
	stateUnmade     = "unmade"     // the archive lacks what it takes to make it again
	stateStopped    = "stopped"    // a run gave it its name and ended before its receipt was written
	stateStray      = "stray"      // bears the name of an output, and no run is on record that wrote it
)

func inOrder(state string) bool {
	return slices.Contains([]string{stateSame, stateResaved, stateMissing, stateReworded, stateUncompared, stateStopped}, state)
}

// auditReports makes every file of the reports again and compares it with what lies there. It counts those that are not what
// the archive gives, and those that nobody could compare.
func (s *session) auditReports(o *output) (wrong, uncompared int, err error) {
	files, skipped, err := s.disk.Scan(s.ws.Folder("reports"), nil)
	if err != nil {
		return 0, 0, err
	}
	there := map[string]bool{}
	for _, f := range files {
		there[f.Path] = true
	}
	a := &reportAudit{session: s, o: o, there: there, all: []map[string]any{}, unmade: map[unmadeFor][]made{}, announced: s.Announced()}
	defer a.announced.Close()
	for _, part := range []func() error{a.merges, a.scores, a.exports, a.notices} {
		if err := part(); err != nil {
			return 0, 0, err
		}
	}
	a.sayTogether()
	var stray, rest []string
	for _, f := range files {
		switch {
		case !there[f.Path]:
		case a.likeOurs(f.Path):
			_, sum, err := s.disk.HashStable(f, 0)
			if err == nil && a.isAnnounced(f.Path, sum) {
				a.all = append(a.all, map[string]any{"path": s.ws.Rel(f.Path), "state": stateStopped})
				o.line("audit.stopped", "path", s.ws.Rel(f.Path), "how", a.announced.Command(f.Path))
				continue
			}
			a.wrong++
			if of := a.wroteAs(sum, f.Path); err == nil && of != "" {
				a.all = append(a.all, map[string]any{"path": s.ws.Rel(f.Path), "state": stateMisplaced})
				o.line("audit.misplaced", "path", s.ws.Rel(f.Path), "of", s.ws.Rel(of))
				continue
			}
			stray = append(stray, s.ws.Rel(f.Path))
			a.all = append(a.all, map[string]any{"path": s.ws.Rel(f.Path), "state": stateStray})
		default:
			rest = append(rest, s.ws.Rel(f.Path))
		}
	}
	for _, f := range skipped {
		if f.Reason == "link" { // what it leads to is not read
			rest = append(rest, s.ws.Rel(s.ws.Folder("reports", filepath.FromSlash(f.Rel))))
		}
	}
	if len(stray) > 0 {
		o.line("audit.stray", "path", a.pathsText(stray))
	}
	if len(rest) > 0 {
		o.line("audit.rest", "n", len(rest), "files", a.pathsText(rest))
	}
	o.summary["reports"], o.summary["unchecked_files"] = a.all, orEmpty(rest)
	for _, m := range a.all {
		if slices.Contains([]any{stateStopped, stateUncompared, stateReworded}, m["state"]) {
			uncompared++
		}
	}
	return a.wrong, uncompared, nil
}

func orEmpty(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}

// unmadeFor is why files cannot be made again, whether a hash of them was kept, and whether they have it.
type unmadeFor struct {
	reason         string
	hashed, asMade bool
}

func (u unmadeFor) compare(v unmadeFor) int {
	rank := func(u unmadeFor) int { // what was changed comes first
		switch {
		case u.hashed && !u.asMade:
			return 0
		case u.hashed:
			return 1
		}
		return 2
	}
	return cmp.Or(cmp.Compare(rank(u), rank(v)), strings.Compare(u.reason, v.reason))
}

// reportAudit is one pass over the reports.
type reportAudit struct {
	*session
	o *output
	// there are the files that lie in the reports and were not looked at yet.
	there map[string]bool
	all   []map[string]any
	wrong int
	// gone are the files that are not there, unmade those that cannot be made again by what the archive lacks, unrecorded those of many
	// alike that no run is on record for.
	gone, unrecorded []made
	unmade           map[unmadeFor][]made
	// same are those that agree to the byte, of which there are many alike, uncompared those that another build wrote.
	same, uncompared []made
	// announced are the files that runs were about to give a name to.
	announced *round.Announced
	// copies counts the files that are as they were archived.
	copies int
}

// likeOurs reports whether a file looks like one that the program writes: by its name, or because it lies in a folder of
// which all files of its kind are.
func (a *reportAudit) likeOurs(path string) bool {
	t := a.ws.Words.T
	name, ext := filepath.Base(path), filepath.Ext(path)
	switch name {
	case t("file.consolidated"), t("file.score"), t("file.brief"), t("file.brief-text"), outputs.ManifestName:
		return true
	}
	switch filepath.Base(filepath.Dir(path)) {
	case t("folder.notices"):
		return ext == ".docx" || ext == ".txt"
	case t("scorenotice.sheet"):
		return ext == ".xlsx"
	case t("folder.data"):
		table := strings.TrimSuffix(name, ext)
		return name == outputs.ColumnsName || slices.Contains(outputs.Formats(), strings.TrimPrefix(ext, ".")) &&
			slices.ContainsFunc(report.Export(nil), func(t *tidy.Table) bool { return t.Name == table })
	}
	return false
}

// Of the cells that differ so many are named one by one, and so many to programs: where more do, the file is another one.
const (
	mostCells = 10
	mostTold  = 1000
	// mostWide is how much of what a cell holds is shown, in columns of a terminal.
	mostWide = 60
)

// found says in which state a file is, and reports whether it is in order; failed is why it could not be made again.
func (a *reportAudit) found(m made, failed error) (agrees bool, err error) {
	state, diff, err := a.stateOf(&m, failed)
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
	out := []map[string]any{}
	for _, d := range diff.Listed {
		out = append(out, map[string]any{"sheet": d.Sheet, "cell": cellName(d), "stands": a.cellText(&d.A), "gives": a.cellText(&d.B)})
	}
	m.diff, m.entry = diff, map[string]any{"path": a.ws.Rel(m.path), "state": state, "as_of": m.rec.AsOf, "receipt": m.rec.ID(), "later": m.later,
		"reason": reason, "cells": out, "more_cells": diff.N - len(diff.Listed)}
	a.all = append(a.all, m.entry)
	if state == stateStopped {
		m.how = a.announced.Command(m.path)
	}
	switch {
	case state == stateMissing:
		a.gone = append(a.gone, m)
	case state == stateSame && m.many:
		a.same = append(a.same, m)
	case state == stateUncompared:
		a.uncompared = append(a.uncompared, m)
	case state == stateUnrecorded && m.many:
		a.unrecorded = append(a.unrecorded, m)
	case state == stateUnmade:
		why := unmadeFor{reason, m.stands != "" && m.sum != "", m.stands == m.sum}
		a.unmade[why] = append(a.unmade[why], m)
	default:
		a.say(m, state, reason)
	}
	return inOrder(state), nil
}

// say says in which state a file is, and where it is not in order the cells that differ.
func (a *reportAudit) say(m made, state, reason string) {
	key := "audit." + state
	if state == stateEdited && m.copied {
		key = "audit.copy-differs"
	}
	a.o.line(key, "kept", m.rec.Path, "path", a.ws.Rel(m.path), "asof", m.rec.AsOf, "day", m.rec.Received, "receipt", m.rec.ID(), "n", m.diff.N, "later", m.later,
		"by", a.byText(m.rec), "reason", reason, "how", m.how, "paper", m.paper, "opaque", m.opaque,
		"of", a.ws.Rel(a.wroteAs(m.stands, m.path)))
	if inOrder(state) || m.opaque || state == stateMisplaced {
		return // what this build would write is no fault of the file, and what nobody can read has no places
	}
	for _, d := range m.diff.Listed[:min(len(m.diff.Listed), mostCells)] {
		stands, gives := contrast(a.cellText(&d.A), a.cellText(&d.B), mostWide)
		if m.paper {
			a.o.line("audit.text-line", "row", d.Ref.Row, "col", d.Ref.Col, "stands", stands, "gives", gives)
		} else {
			a.o.line("audit.cell", "sheet", d.Sheet, "cell", cellName(d), "stands", stands, "gives", gives)
		}
	}
	if m.diff.N > mostCells {
		a.o.line("audit.more-cells", "n", m.diff.N-mostCells, "listed", mostTold, "beyond", m.diff.N > mostTold)
	}
}

// cellText is what a cell holds, in words: of one that a formula gives both, where the formulas differ.
func (s *session) cellText(c *sheet.Cell) string {
	if c.Formula == "" {
		return shownValue(c)
	}
	return s.words.T("audit.formula", "value", shownValue(c), "formula", c.Formula)
}

// cellName names the cell that differs; nothing where a whole sheet does.
func cellName(d sheet.Difference) string {
	if d.Ref == (sheet.Ref{}) {
		return ""
	}
	return d.Ref.String()
}

// sayTogether says of files of which one command makes many what agrees, and of each command's what is not there.
func (a *reportAudit) sayTogether() {
	for _, all := range byCommand(a.same) {
		m := all[0]
		a.o.line("audit.same", "path", a.filesText(all), "asof", m.rec.AsOf, "later", m.later)
	}
	for _, why := range slices.SortedFunc(maps.Keys(a.unmade), unmadeFor.compare) {
		a.o.line("audit.unmade", "path", a.filesText(a.unmade[why]), "reason", why.reason, "hashed", why.hashed, "asmade", why.asMade)
	}
	for _, all := range byCommand(a.unrecorded) {
		if len(all) == 1 {
			a.say(all[0], stateUnrecorded, "")
			continue
		}
		a.o.line("audit.unrecorded", "path", a.filesText(all), "how", all[0].how, "n", 0)
	}
	uncompared := a.uncompared
	a.uncompared = nil
	for _, m := range uncompared {
		if !alikeAgree(m, a.same, uncompared) {
			a.uncompared = append(a.uncompared, m)
			continue
		}
		a.wrong++
		m.entry["state"] = stateEdited
		a.say(m, stateEdited, "")
	}
	for _, all := range byCommand(a.uncompared) {
		m := all[0]
		a.o.line("audit.uncompared", "path", a.filesText(all), "by", a.byText(m.rec), "how", m.how, "early", m.early)
		for _, m := range all {
			a.sayFigures(m)
		}
	}
	for _, all := range byCommand(a.gone) {
		m := all[0]
		a.o.line("audit.missing", "path", a.filesText(all), "how", m.how, "changed", m.later > 0 || m.rec.PlanSHA256 != a.Whole.SHA256)
	}
}

// byCommand are files by the command that makes them, in the order in which they come.
func byCommand(files []made) (out [][]made) {
	at := map[string]int{}
	for _, m := range files {
		i, ok := at[m.how]
		if !ok {
			i, at[m.how] = len(out), len(out)
			out = append(out, nil)
		}
		out[i] = append(out[i], m)
	}
	return out
}

// filesText names files; of many the first ones and their number.
func (a *reportAudit) filesText(files []made) string {
	paths := make([]string, len(files))
	for i, m := range files {
		paths[i] = a.ws.Rel(m.path)
	}
	return a.pathsText(paths)
}

// pathsText names files by their paths; of many the first ones and their number.
func (s *session) pathsText(paths []string) string { return s.firstText(paths, "audit.and-more") }

// firstText names some; of many the first ones, in the words of a key of the catalogue.
func (s *session) firstText(names []string, more string) string {
	first := strings.Join(names[:min(len(names), mostNamed)], s.words.T("report.join"))
	if len(names) <= mostNamed {
		return first
	}
	return s.words.T(more, "names", first, "n", len(names))
}

// mostNamed is how many files or receipts are named in a line; --json has them all.
const mostNamed = 6

func (a *reportAudit) stateOf(m *made, failed error) (string, sheet.Differences, error) {
	var none sheet.Differences
	if failed != nil {
		var lost *archive.Lost
		var planLost *round.PlanLost
		var unissued *outputs.NotIssued
		var unscored *outputs.NothingToScore
		var unsound *outputs.Unsound
		if errors.Is(failed, round.ErrPlanGone) || errors.As(failed, &lost) || errors.As(failed, &planLost) || errors.As(failed, &unissued) ||
			errors.As(failed, &unscored) || errors.As(failed, &unsound) {
			if data, err := a.readShort(m.path); err == nil {
				m.stands = archive.Hash(data)
			}
			return stateUnmade, none, nil
		}
		return "", none, failed
	}
	data, err := a.readShort(m.path)
	var refusal *xlsx.Refusal
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return stateMissing, none, nil
	case errors.As(err, &refusal):
		return stateUnreadable, none, nil
	case err != nil:
		return "", none, fmt.Errorf("read report: %w", err)
	}
	sum := archive.Hash(data)
	if m.stands = sum; sum == archive.Hash(m.data) {
		return stateSame, none, nil
	}
	diff, err := m.differences(data)
	var unread *sheet.Unread
	if errors.As(err, &unread) {
		return stateUnreadable, none, nil
	}
	if err != nil {
		return "", none, fmt.Errorf("read what was made again: %w", err)
	}
	other := a.OtherBuild(m.rec)
	switch {
	case diff.N == 0:
		return stateResaved, none, nil
	case sum == m.sum && other:
		return stateReworded, diff, nil
	case sum == m.sum:
		return stateRecount, diff, nil
	case a.isAnnounced(m.path, sum):
		return stateStopped, none, nil
	case slices.Contains(m.older, sum):
		return stateOlder, diff, nil
	case m.rec.N == 0 && m.early:
		return stateUncompared, diff, nil
	case m.rec.N == 0:
		return stateUnrecorded, diff, nil
	case a.wroteAs(sum, m.path) != "":
		return stateMisplaced, diff, nil
	case !m.paper && a.manifestBeside(m.path).Names(sum):
		return stateForeign, diff, nil
	case other && m.sum == "" && !m.copied:
		return stateUncompared, diff, nil
	}
	return stateEdited, diff, nil
}

// differences finds where what stands in a file's place differs from it. The error is a *sheet.Unread where that cannot be read.
func (m *made) differences(stands []byte) (sheet.Differences, error) {
	var a, b sheet.Source
	var unread, err error
	if m.read != nil {
		b, err = m.read(m.data)
		a, unread = m.read(stands)
	} else {
		var gives *xlsx.Opened
		if gives, err = (&xlsx.Reader{Own: true}).Open(m.data); err == nil {
			b = gives
			// What stands there is anybody's, and as long as ours only where ours is long.
			a, unread = (&xlsx.Reader{Own: gives.Long()}).Open(stands)
		}
	}
	if err != nil {
		return sheet.Differences{}, err
	}
	if unread != nil {
		return sheet.Differences{}, &sheet.Unread{Err: unread}
	}
	defer outputs.CollectLayingOut()() // rows go by here too
	return sheet.Diff(a, b, mostTold)
}

// wroteAs is the place of another file in the reports that a run, as it is on record, wrote with certain bytes; empty where none did.
func (a *reportAudit) wroteAs(sum, path string) string {
	for _, r := range a.Archive.WithSHA(sum) {
		place := ""
		switch r.Kind {
		case archive.KindMerge:
			place = a.ws.Folder("reports", r.Period, a.ws.Words.T("file.consolidated"))
		case archive.KindScore:
			place = a.ws.Folder("reports", r.Period, a.ws.Words.T("file.score"))
		case archive.KindBrief:
			place = a.ws.Folder("reports", r.Period, r.Name)
		case archive.KindNotice, archive.KindText:
			place = a.ws.Folder("reports", r.Period, a.ws.Words.T("folder.notices"), archive.SafeName(r.Name))
		}
		if place != "" && place != path {
			return place
		}
	}
	return ""
}

// unmadeText says what the archive lacks.
func (a *reportAudit) unmadeText(err error) string {
	if errors.Is(err, round.ErrPlanGone) {
		return a.words.T("audit.plan-gone")
	}
	return a.explain(err)
}

// manifestBeside reads the manifest in a file's folder; the zero one where there is none.
func (s *session) manifestBeside(path string) outputs.Manifest {
	list, _ := s.ReadManifest(filepath.Join(filepath.Dir(path), outputs.ManifestName))
	return list
}
