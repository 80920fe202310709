package outputs

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"duban/cmd/duban/collector"
	"duban/report"
	"duban/workbook/archive"
	"duban/workbook/calendar"
	"duban/workbook/xlsx"
)

// MergeCommand gives the command that makes the consolidated workbook of a period.
func MergeCommand(p calendar.Period) string { return "duban merge --period " + p.String() }

// ConsolidatedPath gives the path of a period's consolidated workbook.
func (m *Maker) ConsolidatedPath(p calendar.Period) string {
	return m.ws.Folder("reports", p.String(), m.ws.Words.T("file.consolidated"))
}

// kept maps the hashes of what came in to its archived paths, relative to a folder.
func (m *Maker) kept(from string) map[string]string {
	out := map[string]string{}
	for _, r := range m.Archive.Receipts() {
		if r.Path == "" {
			continue
		}
		path, err := filepath.Rel(from, m.ws.Folder("archive", filepath.FromSlash(r.Path)))
		if err != nil {
			continue
		}
		// If the same bytes are kept twice, the first path by name counts, in whatever order they came.
		if path = filepath.ToSlash(path); out[r.SHA256] == "" || path < out[r.SHA256] {
			out[r.SHA256] = path
		}
	}
	return out
}

// AddNotices adds to the last ledger how the notices of its rounds stand, on the ledger's own day like everything in it.
func (m *Maker) AddNotices(h *report.History) {
	ledger := last(h)
	ledger.Notices = report.NoticeStates(report.NoticeInput{History: h, Records: m.noticeRecords(ledger.Period), Day: ledger.AsOf})
}

// WriteConsolidated writes the consolidated workbook of the last period of a history to to. Compressed data waits in aside, or is
// held if aside is nil.
func (m *Maker) WriteConsolidated(to io.Writer, aside xlsx.Aside, h *report.History) error {
	ledger := last(h)
	m.AddNotices(h)
	ledger.Kept = m.kept(filepath.Dir(m.ConsolidatedPath(ledger.Period)))
	defer collector.LayingOut()()
	if err := xlsx.WriteTo(to, aside, report.Consolidated(ledger, h, m.ws.Words)); err != nil {
		return fmt.Errorf("consolidated workbook: %w", err)
	}
	return nil
}

// MergeManifest says what a consolidated workbook with a hash rests on.
func (m *Maker) MergeManifest(sum string, ledger *report.Ledger) Manifest {
	list := Manifest{Command: "merge", Period: ledger.Period.String(), AsOf: ledger.AsOf.String(),
		Plan: ledger.Plan.SHA256, Decided: ledger.Plan.DecidedIn,
		Files: []manifestFile{{Path: m.ws.Rel(m.ConsolidatedPath(ledger.Period)), SHA256: sum}}}
	for _, f := range ledger.Files {
		list.Inputs = append(list.Inputs, manifestFile{Path: f.Name, SHA256: f.SHA256})
	}
	return list
}

// Consolidated describes a consolidated workbook that was written: its path, and the plan that its round keeps if that is not the
// present one.
type Consolidated struct{ Path, KeptPlan string }

// Consolidate writes the consolidated workbook of the last period of a history, with its manifest, and records it. placed is called
// as soon as the workbook has its name, or cannot get it. If there is an error, a workbook that was written all the same is returned
// too.
func (m *Maker) Consolidate(h *report.History, placed func()) (*Consolidated, error) {
	ledger := last(h)
	p := ledger.Period
	if err := m.restoreNotices(p); err != nil {
		return nil, err
	}
	if err := m.KeepPlan(p); err != nil {
		return nil, err
	}
	path := m.ConsolidatedPath(p)
	listPath := filepath.Join(filepath.Dir(path), ManifestName)
	aside := m.disk.Aside(path)
	defer aside.Close()
	recorded := func() {}
	hash, err := m.disk.Write(path, func(to io.Writer) error { return m.WriteConsolidated(to, aside, h) }, func(sum string) error {
		list, err := m.MergeManifest(sum, ledger).Text()
		recorded = m.Announce(MergeCommand(p)+m.AsOfFlag(p), map[string]string{path: sum, listPath: archive.Hash(list)})
		return err
	})
	placed()
	if err != nil {
		return nil, err
	}
	done := &Consolidated{Path: path}
	if sum := ledger.Plan.SHA256; sum != m.Whole.SHA256 {
		done.KeptPlan = sum
	}
	// The workbook is recorded even if its manifest, which somebody may have open, could not be written; the next run makes up for
	// that.
	unlisted := m.writeManifest(listPath, m.MergeManifest(hash, ledger))
	if err := m.disk.SyncFolder(filepath.Dir(path)); err != nil {
		return done, errors.Join(unlisted, err)
	}
	if err := m.keepMerge(done, hash, ledger); err != nil {
		return done, errors.Join(unlisted, err)
	}
	if unlisted != nil {
		return done, unlisted
	}
	recorded()
	return done, nil
}

// keepMerge records a consolidated workbook, the same one only once.
func (m *Maker) keepMerge(done *Consolidated, sum string, ledger *report.Ledger) error {
	p := ledger.Period.String()
	r, ok := m.Archive.Latest(archive.KindMerge, p)
	if ok && r.PlanSHA256 == m.Whole.SHA256 && r.RoundPlan == done.KeptPlan && r.SHA256 == sum {
		return nil
	}
	return m.Record(archive.Receipt{Kind: archive.KindMerge, Period: p, RoundPlan: done.KeptPlan, SHA256: sum,
		Name: m.ws.Rel(done.Path), AsOf: ledger.AsOf.String()})
}
