package outputs

import (
	"strconv"
	"strings"

	"duban/workbook"
	"duban/workbook/archive"
)

// apart makes names different that Windows takes for one, as it ignores case and refuses some characters. The first keeps its name;
// each other gets its mark before it, or a number if that is not enough, as for a bureau whose name is its code. Extensions play no
// part: a workbook and the text beside it have one name.
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

// bureauFiles gives the names of bureaus' files without extension.
func bureauFiles(bureaus []*workbook.Bureau) []string {
	names, codes := make([]string, len(bureaus)), make([]string, len(bureaus))
	for i, b := range bureaus {
		names[i], codes[i] = b.Name, b.Code
	}
	return apart(names, codes)
}

// bureauFile gives the name of a bureau's own file, in a folder with one file for each bureau of a plan.
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
