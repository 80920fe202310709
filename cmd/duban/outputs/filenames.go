package outputs

import (
	"strconv"
	"strings"

	"duban/workbook"
	"duban/workbook/archive"
)

// apart tells names of files apart that are one to Windows, which takes no account of case and refuses some characters: the
// first keeps its name, each other has its mark before it, or a number where that is not enough: a bureau without a code has
// its name for one. Which those are does not hang on the ending: a workbook and the text beside it have one name.
func apart(names, marks []string) []string {
	out := make([]string, len(names))
	seen := map[string]bool{}
	alike := func(name string) string { return strings.ToLower(archive.SafeName(name + ".xlsx")) }
	for i, name := range names {
		out[i] = name
		for n := 1; seen[alike(out[i])]; n++ {
			if out[i] = marks[i] + "-" + name; n > 1 || marks[i] == name {
				out[i] = strconv.Itoa(n+1) + "-" + name
			}
		}
		seen[alike(out[i])] = true
	}
	return out
}

// bureauFiles are the names of bureaus' files without their ending.
func bureauFiles(bureaus []*workbook.Bureau) []string {
	names, codes := make([]string, len(bureaus)), make([]string, len(bureaus))
	for i, b := range bureaus {
		names[i], codes[i] = b.Name, b.Code
	}
	return apart(names, codes)
}

// bureauFile is the name of a file of a bureau's own, of which there is one for each bureau of a plan in a folder.
func (m *Maker) bureauFile(plan *workbook.Plan, code, ext string) string {
	if m.fileNamesOf != plan {
		m.fileNamesOf, m.fileNames = plan, map[string]string{}
		for i, name := range bureauFiles(plan.Bureaus) {
			m.fileNames[plan.Bureaus[i].Code] = name
		}
	}
	name, ok := m.fileNames[code]
	if !ok {
		name = plan.Directory.NameOf(code)
	}
	return archive.SafeName(name + ext)
}
