package report

import (
	"sort"

	"duban/workbook"
	"duban/workbook/sheet"
)

// fileWidth is the width of the column of file names.
const fileWidth = 34

// fileSheet lists what became of every file that came in, and why.
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
			// Not every program wraps the text of a link, so a name that needs two lines is not made a link.
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
	case VerdictAccepted, VerdictNothingToReport:
		return sheet.Good
	case VerdictInPart, VerdictAfterClose, VerdictUnproven:
		return sheet.Warn
	case VerdictSentBack, VerdictOtherPeriod, VerdictNotOurs, VerdictUnreadable:
		return sheet.Alert
	}
	return sheet.Body
}
