package audit

import (
	"path/filepath"
	"strconv"
	"strings"

	"duban/workbook/sheet"
)

// alikeAgree reports whether a file, of which another build left no hash, cannot differ merely because that build wrote it differently:
// files like it from the same run agree byte for byte. For a table, these are the same rows in another format and other tables in the same
// format; for a figure of a score sheet, most of the other sheets.
func alikeAgree(m made, same, uncompared []made) bool {
	if m.rec.N == 0 || !m.many {
		return false
	}
	like := func(all []made, is func(path string) bool) int {
		n := 0
		for _, other := range all {
			if other.rec.N == m.rec.N && other.path != m.path && is(other.path) {
				n++
			}
		}
		return n
	}
	if m.paper {
		table, ext := strings.TrimSuffix(m.path, filepath.Ext(m.path)), filepath.Ext(m.path)
		rows := like(same, func(path string) bool { return strings.TrimSuffix(path, filepath.Ext(path)) == table })
		format := like(same, func(path string) bool { return filepath.Ext(path) == ext })
		return rows > 0 && format > 0
	}
	sheets := func(path string) bool { return filepath.Dir(path) == filepath.Dir(m.path) }
	return len(m.figures()) > 0 && like(same, sheets) > like(uncompared, sheets)+1
}

// figures gives the listed cells of a workbook in which the figure differs.
func (m made) figures() (out []sheet.Difference) {
	for _, d := range m.diff.Listed {
		if !m.paper && isFigure(d.A.Value) && isFigure(d.B.Value) {
			out = append(out, d)
		}
	}
	return out
}

// sayFigures says which figures differ in a workbook that cannot be compared otherwise: another build may well have worded texts
// differently, figures seldom.
func (a *reportPass) sayFigures(m made) {
	var figures []string
	for _, d := range m.figures() {
		stands, gives := a.voice.Contrast(a.cellText(&d.A), a.cellText(&d.B))
		figures = append(figures, a.voice.Words.T("audit.figure", "sheet", d.Sheet, "cell", cellName(d), "stands", stands, "gives", gives))
	}
	if len(figures) > 0 {
		a.line("audit.uncompared-figures", "path", a.ws.Rel(m.path), "n", len(figures), "figures", a.firstText(figures, "audit.and-others"))
	}
}

func isFigure(v sheet.Value) bool {
	_, err := strconv.ParseFloat(v.String(), 64)
	return err == nil
}
