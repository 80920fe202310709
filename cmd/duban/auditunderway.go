package main

import (
	"path/filepath"
	"slices"
	"strings"

	"duban/cmd/duban/round"
	"duban/workbook/archive"
)

// announcement is what was said of a file that was about to get its name.
type announcement struct {
	sum     string
	end     round.LogEnd
	command string
}

// announcedAt is what a run said of a file last that it was about to give a name to; nothing where none did.
func (a *reportAudit) announcedAt(path string) (said announcement) {
	if a.announced == nil {
		return said
	}
	text, _ := a.announced.Get(a.ws.Rel(path))
	words := strings.SplitN(string(text), " ", 4)
	if len(words) == 4 {
		said.sum, said.end, said.command = words[0], round.ParseLogEnd(words[1]+" "+words[2]), words[3]
	}
	return said
}

// isAnnounced reports whether a run gave a file with certain bytes its name and is not known to have come to its receipt: the log goes on
// from where it ended then, and no receipt since names the file.
func (a *reportAudit) isAnnounced(path, sum string) bool {
	said := a.announcedAt(path)
	if said.sum != sum {
		return false
	}
	all := a.Archive.Receipts()
	at, ok := said.end.In(all)
	return ok && !slices.ContainsFunc(all[at:], func(r archive.Receipt) bool { return a.names(r, path) })
}

// names reports whether a receipt puts a file of the reports on record that may have been announced.
func (a *reportAudit) names(r archive.Receipt, path string) bool {
	t := a.ws.Words.T
	in := func(below ...string) bool {
		return filepath.Dir(path) == a.ws.Folder("reports", append([]string{r.Period}, below...)...)
	}
	name := filepath.Base(path)
	_, listed := r.Files[name]
	switch r.Kind {
	case archive.KindMerge:
		return in() && (name == t("file.consolidated") || name == manifestName)
	case archive.KindScore:
		return in() && name == t("file.score") || in(t("scorenotice.sheet")) && listed
	case archive.KindExport:
		return in(t("folder.data")) && listed
	case archive.KindBrief:
		return in() && (name == r.Name || listed)
	}
	return false
}
