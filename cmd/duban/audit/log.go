package audit

import (
	"path/filepath"
	"slices"
	"strings"

	"duban/workbook/archive"
	"duban/workbook/calendar"
)

// log checks the chain of receipts and the hash of every file that they name: what is not as it was filed is wrong. It counts what
// could not be checked: the log's end if no run left a mark of it, and files and rounds without a receipt.
//
// Whoever can write to the folder can rewrite everything in it, log, files and marks, as the key lies there too. Only what lies
// elsewhere shows that: a backup, or the log's end as somebody noted it.
func (a *pass) log(noted string) (unchecked int, err error) {
	faults, err := a.Archive.Verify()
	if err != nil {
		return 0, err
	}
	if short := a.LogFault(); short != nil {
		faults = append(faults, *short)
	}
	if noted != "" {
		fault, ok := a.CheckLogNote(noted)
		if !ok {
			return 0, ErrNote
		}
		if fault != nil {
			faults = append(faults, *fault)
		}
	}
	for _, f := range faults {
		a.line("archive."+f.Code, "line", f.Line, "receipt", f.Receipt, "path", f.Path, "came", f.Came)
	}
	all := a.Archive.Receipts()
	end := a.LogNote()
	a.Summary["receipts"], a.Summary["faults"], a.Summary["end"] = len(all), len(faults), end
	a.line("archive.counts", "receipts", len(all), "faults", len(faults), "end", end)
	if len(all) > 0 && !a.LogEndMarked() {
		unchecked++
		a.line("archive.end-unmarked", "path", a.ws.Rel(a.LogEndPath()))
	}
	extra, err := a.unrecordedFiles()
	if err != nil {
		return 0, err
	}
	a.Summary["unrecorded_files"] = append([]string{}, extra...)
	if len(extra) > 0 {
		a.line("archive.unrecorded", "n", len(extra), "files", a.pathsText(extra))
	}
	unissued, err := a.unissued()
	if err != nil {
		return 0, err
	}
	for _, p := range unissued {
		a.line("archive.unissued", "folder", a.ws.Rel(a.ws.Folder("issued", p.String())), "how", "duban issue --period "+p.String())
	}
	a.Wrong += len(faults)
	return unchecked + len(extra) + len(unissued), nil
}

// unissued lists the rounds whose workbooks lie ready to be sent out although no receipt says that they were issued.
func (a *pass) unissued() ([]calendar.Period, error) {
	files, _, err := a.disk.Scan(a.ws.Folder("issued"), nil)
	if err != nil {
		return nil, err
	}
	var out []calendar.Period
	for _, f := range files {
		folder, name, below := strings.Cut(f.Rel, "/")
		p, ok := calendar.ParsePeriod(folder)
		// Files further down are no returns to be filled in: rating forms are in a folder of the year's.
		if !below || !ok || strings.Contains(name, "/") || filepath.Ext(name) != ".xlsx" || slices.Contains(out, p) {
			continue
		}
		if _, issued := a.Archive.Latest(archive.KindIssue, p.String()); !issued {
			out = append(out, p)
		}
	}
	return out, nil
}

// unrecordedFiles lists the files in the archive that no receipt names: a run was killed before it wrote one, or receipts are
// missing.
func (a *pass) unrecordedFiles() ([]string, error) {
	dir := a.ws.Folder("archive")
	files, _, err := a.disk.Scan(dir, nil)
	if err != nil {
		return nil, err
	}
	known := map[string]bool{filepath.Base(a.KeyPath()): true, a.ws.Words.T("file.receipts"): true}
	for _, r := range a.Archive.Receipts() {
		known[r.Path] = true
	}
	var out []string
	for _, f := range files {
		if !known[f.Rel] {
			out = append(out, a.ws.Rel(f.Path))
		}
	}
	return out, nil
}
