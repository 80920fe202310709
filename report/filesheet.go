package report

import (
	"sort"

	"duban/workbook"
	"duban/workbook/sheet"
)

// fileWidth is how wide the column of the files' names is.
const fileWidth = 34

// fileSheet says what became of every file that came in, and which of several counts and why.
func (k *consolidated) fileSheet() *sheet.Sheet {
	t := k.newTable("files", tableHeadRow, []field{
		{key: "receipt", width: 10, align: sheet.AlignCenter}, {key: "file", width: fileWidth}, {key: workbook.ColBureau, width: 19},
		{key: "seen", width: 11.5, format: sheet.Date, align: sheet.AlignCenter}, {key: "verdict", width: 12, align: sheet.AlignCenter}, {key: "note", width: 24},
		{key: "errors", width: 6, format: sheet.Integer, align: sheet.AlignCenter}, {key: "warnings", width: 6, format: sheet.Integer, align: sheet.AlignCenter},
		{key: "sha256", width: 68, format: sheet.TextFormat},
	})
	files := append([]FileLine(nil), k.l.Files...)
	sort.SliceStable(files, func(i, j int) bool { return files[i].Seen < files[j].Seen })
	for i := range files {
		f := &files[i]
		t.add(sheet.Body, func() {
			k.kept(t.put("receipt", sheet.Str(f.Receipt)), f.SHA256, "")
			// Not every program breaks the text of a link: a name that takes two lines is none.
			if name := t.put("file", sheet.Str(f.Name)); sheet.TextWidth(f.Name) <= fileWidth {
				k.kept(name, f.SHA256, "")
			}
			if f.Bureau != nil {
				t.put(workbook.ColBureau, sheet.Str(f.Bureau.Name))
			}
			t.put("seen", dayOrBlank(f.Seen))
			t.put("verdict", sheet.Str(k.c.T("verdict."+f.Verdict))).Role = verdictRole(f.Verdict)
			t.put("note", sheet.StrOrBlank(f.Note(k.l.Plan, k.c)))
			t.put("errors", countOrBlank(f.Errors))
			t.put("warnings", countOrBlank(f.Warnings))
			t.put("sha256", sheet.Str(f.SHA256))
		})
	}
	return k.finish(t)
}

func verdictRole(verdict string) sheet.Role {
	switch verdict {
	case "accepted", "nothing":
		return sheet.Good
	case "in-part", "after-close", "unproven":
		return sheet.Warn
	case "sent-back", "other-period", "not-ours", "unreadable":
		return sheet.Alert
	}
	return sheet.Body
}
