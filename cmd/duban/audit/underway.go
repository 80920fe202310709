package audit

import (
	"path/filepath"

	"duban/cmd/duban/outputs"
	"duban/workbook/archive"
)

// isAnnounced reports whether a run gave a file with these bytes its name and is not known to have written its receipt.
func (a *reportPass) isAnnounced(path, sum string) bool {
	return a.announced.Stands(path, sum, func(r archive.Receipt) bool { return a.names(r, path) })
}

// names reports whether a receipt records a file of the reports that may have been announced.
func (a *reportPass) names(r archive.Receipt, path string) bool {
	t := a.ws.Words.T
	in := func(below ...string) bool {
		return filepath.Dir(path) == a.ws.Folder("reports", append([]string{r.Period}, below...)...)
	}
	name := filepath.Base(path)
	_, listed := r.Files[name]
	switch r.Kind {
	case archive.KindMerge:
		return in() && (name == t("file.consolidated") || name == outputs.ManifestName)
	case archive.KindScore:
		return in() && name == t("file.score") || (in(t("folder.score-sheets")) || in(t("scorenotice.sheet"))) && listed
	case archive.KindExport:
		return in(t("folder.data")) && listed
	case archive.KindBrief:
		return in() && (name == r.Name || listed)
	}
	return false
}
