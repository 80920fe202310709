package audit

import (
	"path/filepath"
	"strconv"
	"strings"

	"duban/workbook/sheet"
)

// alikeAgree reports whether a file that another build left no hash of cannot differ by what that build wrote otherwise, because
// its like of the same run agree to the byte: a table's rows where they stand in another format, in the format of other
// tables that agree too; and a figure of a score sheet, where most of the others agree.
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

// figures are the cells of a workbook in which another figure stands than is given, of those that are listed.
func (m made) figures() (out []sheet.Difference) {
	for _, d := range m.diff.Listed {
		if !m.paper && isFigure(d.A.Value) && isFigure(d.B.Value) {
			out = append(out, d)
		}
	}
	return out
}

// sayFigures says of a workbook that nothing is left to compare with which figures this program gives otherwise: words another build
// may well have put otherwise, figures seldom.
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
