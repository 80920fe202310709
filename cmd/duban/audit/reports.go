package audit

import (
	"path/filepath"
	"slices"
	"strings"

	"duban/cmd/duban/outputs"
	"duban/cmd/duban/round"
	"duban/report"
	"duban/workbook/archive"
	"duban/workbook/tidy"
)

// reports makes every file of the reports again and compares it with the one there: what does not follow from the archive is wrong.
// It counts the files that could not be compared.
func (p *pass) reports() (uncompared int, err error) {
	files, skipped, err := p.disk.Scan(p.ws.Folder("reports"), nil)
	if err != nil {
		return 0, err
	}
	there := map[string]bool{}
	for _, f := range files {
		there[f.Path] = true
	}
	a := &reportPass{pass: p, there: there, all: []map[string]any{}, unmade: map[unmadeFor][]made{}, announced: p.Announced()}
	defer a.announced.Close()
	for _, part := range []func() error{a.merges, a.scores, a.exports, a.notices} {
		if err := part(); err != nil {
			return 0, err
		}
	}
	a.sayTogether()
	rest := a.unnamed(files)
	for _, f := range skipped {
		if f.Reason == "link" { // the target is not read
			rest = append(rest, a.ws.Rel(a.ws.Folder("reports", filepath.FromSlash(f.Rel))))
		}
	}
	if len(rest) > 0 {
		a.line("audit.rest", "n", len(rest), "files", a.pathsText(rest))
	}
	a.Summary["reports"], a.Summary["unchecked_files"] = a.all, append([]string{}, rest...)
	for _, m := range a.all {
		if slices.Contains([]any{StateStopped, StateUncompared, StateReworded}, m["state"]) {
			uncompared++
		}
	}
	return uncompared, nil
}

// unnamed examines the files that no receipt of an output names. It returns those that are not ours, of which nothing is known.
func (a *reportPass) unnamed(files []archive.Incoming) (rest []string) {
	var stray []string
	for _, f := range files {
		path := a.ws.Rel(f.Path)
		if !a.there[f.Path] {
			continue
		}
		if !a.likeOurs(f.Path) {
			rest = append(rest, path)
			continue
		}
		_, sum, err := a.disk.HashStable(f, 0)
		if err == nil && a.isAnnounced(f.Path, sum) {
			a.enter(f.Path, StateStopped)
			a.line("audit.stopped", "path", path, "how", a.announced.Command(f.Path))
			continue
		}
		a.Wrong++
		if of := a.wroteAs(sum, f.Path); err == nil && of != "" {
			a.enter(f.Path, StateMisplaced)
			a.line("audit.misplaced", "path", path, "of", a.ws.Rel(of))
			continue
		}
		stray = append(stray, path)
		a.enter(f.Path, StateStray)
	}
	if len(stray) > 0 {
		a.line("audit.stray", "path", a.pathsText(stray))
	}
	return rest
}

// enter records the state of a file for programs, with nothing more to say about it.
func (a *reportPass) enter(path, state string) map[string]any {
	entry := map[string]any{"path": a.ws.Rel(path), "state": state}
	a.all = append(a.all, entry)
	return entry
}

// reportPass is one pass over the reports.
type reportPass struct {
	*pass
	// there holds the files in the reports that were not examined yet.
	there map[string]bool
	all   []map[string]any
	// gone are missing files, unmade those that cannot be made again, by what the archive lacks, and unrecorded those of many of a
	// kind for which no run is on record.
	gone, unrecorded []made
	unmade           map[unmadeFor][]made
	// same are the files of many of a kind that agree byte for byte, uncompared those that another build wrote.
	same, uncompared []made
	// announced are the files that runs were about to name.
	announced *round.Announced
	// copies counts the files that are as they were archived.
	copies int
}

// likeOurs reports whether a file looks like one of the program's: by its name, or because its folder holds only such files.
func (a *reportPass) likeOurs(path string) bool {
	t := a.ws.Words.T
	name, ext := filepath.Base(path), filepath.Ext(path)
	switch name {
	case t("file.consolidated"), t("file.score"), t("file.brief"), t("file.brief-text"), outputs.ManifestName:
		return true
	}
	switch filepath.Base(filepath.Dir(path)) {
	case t("folder.notices"):
		return ext == ".docx" || ext == ".txt"
	case t("folder.score-sheets"), t("scorenotice.sheet"):
		return ext == ".xlsx"
	case t("folder.data"):
		table := strings.TrimSuffix(name, ext)
		return name == outputs.ColumnsName || slices.Contains(outputs.Formats(), strings.TrimPrefix(ext, ".")) &&
			slices.ContainsFunc(report.Export(nil), func(t *tidy.Table) bool { return t.Name == table })
	}
	return false
}

// found reports the state of a file and whether it is in order; failed is why it could not be made again.
func (a *reportPass) found(m made, failed error) (agrees bool, err error) {
	state, diff, err := a.stateOf(&m, failed)
	if err != nil {
		return false, err
	}
	delete(a.there, m.path)
	if !InOrder(state) {
		a.Wrong++
	}
	reason := ""
	if failed != nil {
		reason = a.unmadeText(failed)
	}
	out := []map[string]any{}
	for _, d := range diff.Listed {
		out = append(out, map[string]any{"sheet": d.Sheet, "cell": cellName(d), "stands": a.cellText(&d.A), "gives": a.cellText(&d.B)})
	}
	m.diff, m.entry = diff, map[string]any{"path": a.ws.Rel(m.path), "state": state, "as_of": m.rec.AsOf, "receipt": m.rec.ID(),
		"later": m.later, "reason": reason, "cells": out, "more_cells": diff.N - len(diff.Listed)}
	a.all = append(a.all, m.entry)
	if state == StateStopped {
		m.how = a.announced.Command(m.path)
	}
	switch {
	case state == StateMissing:
		a.gone = append(a.gone, m)
	case state == StateSame && m.many:
		a.same = append(a.same, m)
	case state == StateUncompared:
		a.uncompared = append(a.uncompared, m)
	case state == StateUnrecorded && m.many:
		a.unrecorded = append(a.unrecorded, m)
	case state == StateUnmade:
		why := unmadeFor{reason, m.stands != "" && m.sum != "", m.stands == m.sum}
		a.unmade[why] = append(a.unmade[why], m)
	default:
		a.say(m, state, reason)
	}
	return InOrder(state), nil
}
