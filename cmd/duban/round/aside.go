package round

import (
	"path"
	"slices"

	"duban/templates"
	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/calendar"
)

// Aside is a file of the inbox that is no return and is taken in by another command.
type Aside struct {
	Rel string
	// Kind is that of the receipt which the other command writes: archive.KindRating or archive.KindObjection.
	Kind string
}

// asideKind gives the kind of receipt for a workbook of the given kind; empty if it may be a return.
func asideKind(kind string) string {
	switch kind {
	case workbook.KindRatingForm:
		return archive.KindRating
	case workbook.KindScoreSheet:
		return archive.KindObjection
	}
	return ""
}

// Inbox lists the files of the inbox, and in aside those that are no returns and were not yet taken by their own command. What that command
// took is in neither list: the log must not show the name that a rater gave to an anonymous form.
func (s *Session) Inbox() (files []archive.Incoming, aside []Aside, skipped []archive.Skipped, err error) {
	all, skipped, err := s.options.Disk.Scan(s.space.Folder("inbox"), s.EvidenceFolders())
	if err != nil {
		return nil, nil, nil, err
	}
	ratings := s.ratingFolders()
	for _, in := range all {
		switch kind := s.kindAside(in, ratings); {
		case kind == "":
			files = append(files, in)
		case !s.takenAside(in):
			aside = append(aside, Aside{in.Rel, kind})
		}
	}
	return files, aside, skipped, nil
}

// kindAside gives the kind of a file that is in the place for rating forms and score sheets: in the folder of a scored span, or that of its
// ratings. Files elsewhere are first read as returns, and it gives an empty kind.
func (s *Session) kindAside(in archive.Incoming, ratings []string) string {
	p, ok := FolderPeriod(in)
	if !ok || in.Evidence || p.Partial() || p.Kind() == calendar.Month {
		return ""
	}
	if slices.Contains(ratings, path.Base(path.Dir(in.Rel))) {
		return archive.KindRating
	}
	data, err := ReadShort(s.options.Disk, in.Path)
	if err != nil {
		return ""
	}
	book, err := s.readWorkbook(data)
	if err != nil {
		return ""
	}
	return asideKind(workbook.ReadIdentity(book).Kind)
}

// takenAside reports whether the bytes of a file are on record as a rating form or a score sheet.
func (s *Session) takenAside(in archive.Incoming) bool {
	sha := ""
	for _, rec := range s.Archive.Receipts() {
		if rec.Kind != archive.KindRating && rec.Kind != archive.KindObjection || rec.Size != in.Size {
			continue
		}
		if sha == "" {
			var err error
			if _, sha, err = s.options.Disk.HashStable(in, 0); err != nil {
				return false
			}
		}
		if rec.SHA256 == sha {
			return true
		}
	}
	return false
}

// ratingFolders lists the names of the folders for returned rating forms, in all languages.
func (s *Session) ratingFolders() []string {
	var out []string
	for _, lang := range templates.Languages() {
		if words, err := s.options.Catalogue(lang); err == nil {
			out = append(out, words.T("folder.ratings"))
		}
	}
	return out
}

// aside gives the kind of a judged file that turned out to be a rating form or a score sheet; empty for all others.
func (a *arrived) aside() string {
	if a.found == nil {
		return ""
	}
	for i := range a.found.Verdict.Findings {
		if f := &a.found.Verdict.Findings[i]; f.Code == "not-ours" {
			return asideKind(f.Args["kind"])
		}
	}
	return ""
}
