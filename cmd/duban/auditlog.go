package main

import (
	"path/filepath"
	"slices"
	"strings"

	"duban/workbook"
	"duban/workbook/archive"
)

// auditLog holds the chain of receipts and re-hashes every file that they name. It counts what is not as it was filed, and what
// could not be checked: the log's end where nobody left where it was, and files and rounds that are there without a receipt.
//
// Who can write to the folder can write all of it anew, log, files and marks, as the key lies there too: what tells then is only
// what lies elsewhere, a backup or the log's end as it was noted.
func (s *session) auditLog(o *output, noted string) (wrong, unchecked int, err error) {
	faults, err := s.Archive.Verify()
	if err != nil {
		return 0, 0, err
	}
	if s.ShortOf != nil {
		faults = append(faults, *s.ShortOf)
	}
	if noted != "" {
		fault, ok := s.HeldToNote(noted)
		if !ok {
			return 0, 0, s.usage("usage.noted", "value", noted)
		}
		if fault != nil {
			faults = append(faults, *fault)
		}
	}
	for _, f := range faults {
		o.line("archive."+f.Code, "line", f.Line, "receipt", f.Receipt, "path", f.Path, "came", f.Came)
	}
	all := s.Archive.Receipts()
	end := s.LogNote()
	o.summary["receipts"], o.summary["faults"], o.summary["end"] = len(all), len(faults), end
	o.line("archive.counts", "receipts", len(all), "faults", len(faults), "end", end)
	if len(all) > 0 && !s.EndMarked {
		unchecked++
		o.line("archive.end-unmarked", "path", s.ws.Rel(s.LogEndPath()))
	}
	extra, err := s.unrecordedFiles()
	if err != nil {
		return 0, 0, err
	}
	o.summary["unrecorded_files"] = orEmpty(extra)
	if len(extra) > 0 {
		o.line("archive.unrecorded", "n", len(extra), "files", s.pathsText(extra))
	}
	unissued, err := s.unissued()
	if err != nil {
		return 0, 0, err
	}
	for _, p := range unissued {
		o.line("archive.unissued", "folder", s.ws.Rel(s.ws.Folder("issued", p.String())), "how", "duban issue --period "+p.String())
	}
	return len(faults), unchecked + len(extra) + len(unissued), nil
}

// unissued are the rounds of which workbooks lie ready to be sent out and no receipt says that they were issued.
func (s *session) unissued() ([]workbook.Period, error) {
	files, _, err := s.disk.Scan(s.ws.Folder("issued"), nil)
	if err != nil {
		return nil, err
	}
	var out []workbook.Period
	for _, f := range files {
		folder, name, below := strings.Cut(f.Rel, "/")
		p, ok := workbook.ParsePeriod(folder)
		// What lies deeper is no return to be filled in: rating forms stand in a folder of the year's.
		if !below || !ok || strings.Contains(name, "/") || filepath.Ext(name) != ".xlsx" || slices.Contains(out, p) {
			continue
		}
		if _, issued := s.Archive.Latest(archive.KindIssue, p.String()); !issued {
			out = append(out, p)
		}
	}
	return out, nil
}

// unrecordedFiles are the files in the archive that no receipt names: a run was killed before it wrote one, or receipts are lacking.
func (s *session) unrecordedFiles() ([]string, error) {
	dir := s.ws.Folder("archive")
	files, _, err := s.disk.Scan(dir, nil)
	if err != nil {
		return nil, err
	}
	known := map[string]bool{filepath.Base(s.KeyPath()): true, s.ws.Words.T("file.receipts"): true}
	for _, r := range s.Archive.Receipts() {
		known[r.Path] = true
	}
	var out []string
	for _, f := range files {
		if !known[f.Rel] {
			out = append(out, s.ws.Rel(f.Path))
		}
	}
	return out, nil
}
