package xlsx

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"duban/workbook/sheet"
)

// fillWorkbook adds the names and asks for a full recalculation on opening: stored values are for viewers that cannot calculate.
func (w *bookWriter) fillWorkbook() error {
	const part = "xl/workbook.xml"
	head, _, ok := bytes.Cut(w.parts[part], []byte("<calcPr"))
	if !ok || bytes.Contains(head, []byte("<definedName")) {
		return fmt.Errorf("xlsx: the shell of the workbook is not as expected")
	}
	var b bytes.Buffer
	b.Write(head)
	if names := w.names(); len(names) > 0 {
		b.WriteString("<definedNames>" + namesXML(names) + "</definedNames>")
	}
	b.WriteString(`<calcPr calcId="191029" fullCalcOnLoad="1"/></workbook>`)
	w.parts[part] = b.Bytes()
	return nil
}

type definedName struct {
	name, refers string
	local        int // the sheet's index, -1 for the whole book
	hidden       bool
}

// names gives the book's names, and those for filters, print areas and repeated headings.
func (w *bookWriter) names() []definedName {
	var names []definedName
	for _, n := range w.book.Names {
		local := -1
		if n.Sheet != "" {
			local = slices.IndexFunc(w.book.Sheets, func(s *sheet.Sheet) bool { return s.Name == n.Sheet })
		}
		names = append(names, definedName{name: n.Name, refers: n.Refers, local: local})
	}
	for i, s := range w.book.Sheets {
		if s.Layout == nil {
			continue
		}
		quoted := sheet.QuoteName(s.Name)
		if f := s.Layout.Filter; !f.IsZero() {
			names = append(names, definedName{name: "_xlnm._FilterDatabase", refers: quoted + "!" + f.Abs(), local: i, hidden: true})
		}
		if a := s.Layout.Print.Area; !a.IsZero() {
			names = append(names, definedName{name: "_xlnm.Print_Area", refers: quoted + "!" + a.Abs(), local: i})
		}
		if titles := printTitles(quoted, s.Layout.Print); titles != "" {
			names = append(names, definedName{name: "_xlnm.Print_Titles", refers: titles, local: i})
		}
	}
	return names
}

func namesXML(names []definedName) string {
	var b strings.Builder
	for _, n := range names {
		b.WriteString(`<definedName name="` + escapeAttr(n.name) + `"`)
		if n.local >= 0 {
			b.WriteString(` localSheetId="` + strconv.Itoa(n.local) + `"`)
		}
		if n.hidden {
			b.WriteString(` hidden="1"`)
		}
		b.WriteString(">" + escapeText(n.refers) + "</definedName>")
	}
	return b.String()
}

func printTitles(quoted string, p sheet.Print) string {
	var titles []string
	if t := p.TitleCols; t.First > 0 {
		titles = append(titles, fmt.Sprintf("%s!$%s:$%s", quoted, sheet.ColName(t.First), sheet.ColName(max(t.First, t.Last))))
	}
	if t := p.TitleRows; t.First > 0 {
		titles = append(titles, fmt.Sprintf("%s!$%d:$%d", quoted, t.First, max(t.First, t.Last)))
	}
	return strings.Join(titles, ",")
}

// workbookRels adds the shared strings to the relationships of the shell's workbook, which must have none of its own.
func (w *bookWriter) workbookRels() ([]byte, error) {
	shell := w.parts["xl/_rels/workbook.xml.rels"]
	head, ok := bytes.CutSuffix(shell, []byte("</Relationships>"))
	if !ok || bytes.Contains(head, []byte("sharedStrings")) {
		return nil, fmt.Errorf("xlsx: the shell's relationships are not as expected")
	}
	if len(w.texts.index) == 0 {
		return shell, nil
	}
	return fmt.Appendf(nil, "%s%s</Relationships>", head, relationshipXML("rIdTexts", "sharedStrings", "sharedStrings.xml", false)), nil
}
