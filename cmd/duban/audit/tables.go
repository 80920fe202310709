package audit

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"duban/cmd/duban/outputs"
	"duban/report"
	"duban/workbook/archive"
	"duban/workbook/calendar"
)

// exports makes the exported tables again, each file as the last run that wrote it made it.
func (a *reportPass) exports() error {
	last := map[int][]string{} // by a receipt's index, the files of which it is the last receipt
	seen := map[string]bool{}  // the files for which a run is on record
	for i, rec := range slices.Backward(a.Archive.Receipts()) {
		span, ok := calendar.ParsePeriod(rec.Period)
		if rec.Kind != archive.KindExport || !ok {
			continue
		}
		for _, name := range a.filesOf(rec) {
			if path := a.TablePath(span, name); !seen[path] {
				seen[path] = true
				last[i] = append(last[i], name)
			}
		}
	}
	for _, i := range slices.Sorted(maps.Keys(last)) {
		if err := a.exported(i, last[i]); err != nil {
			return err
		}
	}
	return a.unrecordedExports(seen)
}

// filesOf lists the files that an export wrote, in the order of writing. Receipts of early versions give only the formats.
func (a *reportPass) filesOf(rec archive.Receipt) []string {
	var out []string
	for _, f := range a.TableFiles(report.Export(nil), strings.Split(rec.Note, "|")) {
		if rec.Files == nil || rec.Files[f.Name] != "" {
			out = append(out, f.Name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(rec.Files)) {
		if !slices.Contains(out, name) {
			out = append(out, name) // a table of another version
		}
	}
	return out
}

func (a *reportPass) exported(i int, names []string) error {
	rec := a.Archive.Receipts()[i]
	span, ok := calendar.ParsePeriod(rec.Period)
	if !ok {
		return nil
	}
	m := made{rec: rec, paper: true, many: true, how: outputs.ExportCommand(span)}
	past, err := a.then(i, rec.PlanSHA256)
	var files []outputs.TableFile
	if err == nil {
		past.LookAt(recordedDay(rec))
		var ledgers []*report.Ledger
		if ledgers, err = past.ExportLedgers(span); err == nil {
			end := ledgers[len(ledgers)-1]
			if m.later = a.laterThan(i, end.Period); rec.AsOf != end.Plan.CutoffDay(end.Period).String() {
				m.how += " --as-of " + rec.AsOf
			}
		}
		files = a.TableFiles(report.Export(ledgers), outputs.Formats())
	}
	for _, name := range names {
		one := m
		one.path, one.read, one.opaque = a.TablePath(span, name), readerOf(name), opaque(name)
		one.sum, one.older = rec.Files[name], a.hashesOf(archive.KindExport, rec.Period, name)
		if k := slices.IndexFunc(files, func(f outputs.TableFile) bool { return f.Name == name }); k >= 0 && err == nil {
			var failed error
			if one.data, failed = files[k].Make(); failed != nil {
				return failed
			}
		}
		if _, failed := a.found(one, err); failed != nil {
			return failed
		}
	}
	return nil
}

// earlyIn reports whether an early version, which left no receipt of an export, was in use after a round of a span had begun.
func (a *reportPass) earlyIn(span calendar.Period) bool {
	all := a.Archive.Receipts()
	for i, rec := range slices.Backward(all) {
		if rec.Program == "" || rec.Build != "" {
			continue
		}
		return slices.ContainsFunc(all[:i+1], func(r archive.Receipt) bool {
			p, ok := calendar.ParsePeriod(r.Period)
			return ok && (r.Kind == archive.KindIssue || r.Kind == archive.KindReturn) && (p == span || span.Contains(p.Last()))
		})
	}
	return false
}

// unrecordedExports compares the tables for which no run is on record with what plan and archive give now. If an early version may
// have written them, nobody can tell who wrote what differs.
func (a *reportPass) unrecordedExports(recorded map[string]bool) error {
	spans := map[calendar.Period][]string{}
	for path := range a.there {
		span, ok := calendar.ParsePeriod(filepath.Base(filepath.Dir(filepath.Dir(path))))
		if ok && !recorded[path] && a.likeOurs(path) && path == a.TablePath(span, filepath.Base(path)) {
			spans[span] = append(spans[span], path)
		}
	}
	for _, span := range slices.SortedFunc(maps.Keys(spans), calendar.Period.Compare) {
		now, err := a.then(len(a.Archive.Receipts()), a.Whole.SHA256)
		if err != nil {
			return err
		}
		ledgers, err := now.ExportLedgers(span)
		if err != nil {
			continue // no round, or one that cannot be worked out: no export from here
		}
		early := a.earlyIn(span)
		for _, f := range a.TableFiles(report.Export(ledgers), outputs.Formats()) {
			m := made{path: a.TablePath(span, f.Name), paper: true, many: true, how: outputs.ExportCommand(span), early: early,
				read: readerOf(f.Name), opaque: opaque(f.Name)}
			m.rec.AsOf = ledgers[len(ledgers)-1].AsOf.String()
			if !slices.Contains(spans[span], m.path) {
				continue
			}
			if m.data, err = f.Make(); err != nil {
				return err
			}
			if _, err := a.found(m, nil); err != nil {
				return err
			}
		}
	}
	return nil
}
