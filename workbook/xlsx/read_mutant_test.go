package xlsx

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"duban/workbook/sheet"

	"github.com/xuri/excelize/v2"
)

// A mutant is a real program's file with one fault, such as an interrupted save, a careless tool or somebody with an editor makes.
type mutant struct {
	what, part string
	parts      []testPart
}

// unpack gives the parts of a real program's file.
func unpack(t testing.TB, data []byte) []testPart {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var out []testPart
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, testPart{f.Name, string(body)})
	}
	return out
}

var (
	mutantAttribute = regexp.MustCompile(` [\w:]+="([^"]*)"`)
	mutantNumber    = regexp.MustCompile(`^-?\d+$`)
	mutantStart     = regexp.MustCompile(`<[A-Za-z][^>]*>`)
	mutantText      = regexp.MustCompile(`>[^<]+<`)
	// Elements of which a file has many in sequence.
	mutantElements = func() (out []*regexp.Regexp) {
		for _, name := range []string{"row", "c", "v", "is", "si", "t", "r", "xf", "sheet", "sheetData", "cellXfs", "Relationship", "mergeCell", "Override", "Default", "col", "definedName", "f"} {
			out = append(out, regexp.MustCompile(`(?s)<(?:\w+:)?`+name+`(?: [^>]*[^>/])?>.*?</(?:\w+:)?`+name+`>|<(?:\w+:)?`+name+`(?: [^>]*)?/>`))
		}
		return out
	}()
)

// mutants makes every step-th mutant of each sort that a part allows.
func mutants(parts []testPart, part testPart, step int) (out []mutant) {
	n := 0
	put := func(what string, body string) {
		if n++; n%step == 0 && body != part.body {
			out = append(out, mutant{what, part.name, with(parts, part.name, body)})
		}
	}
	cut := func(at []int, in string) string { return part.body[:at[0]] + in + part.body[at[1]:] }
	for _, at := range mutantAttribute.FindAllStringSubmatchIndex(part.body, -1) {
		whole, value := part.body[at[0]:at[1]], part.body[at[2]:at[3]]
		put("without"+whole, cut(at, ""))
		put("twice"+whole, cut(at, whole+whole))
		put("empty"+whole, cut(at[2:], ""))
		if mutantNumber.MatchString(value) {
			put("out of range"+whole, cut(at[2:], "99999999"))
			put("negative"+whole, cut(at[2:], "-1"))
		}
		put("no text in"+whole, cut(at[2:], value+"\xFF"))
	}
	for _, element := range mutantElements {
		all := element.FindAllStringIndex(part.body, -1)
		for i, at := range all {
			whole := part.body[at[0]:at[1]]
			put("without "+whole, cut(at, ""))
			put("twice "+whole, cut(at, whole+whole))
			if i > 0 && all[i-1][1] <= at[0] {
				before := all[i-1]
				put("before its neighbour "+whole, part.body[:before[0]]+whole+part.body[before[1]:at[0]]+part.body[before[0]:before[1]]+part.body[at[1]:])
			}
		}
	}
	for _, at := range mutantStart.FindAllStringIndex(part.body, -1) {
		put("ends before "+part.body[at[0]:at[1]], part.body[:at[0]])
		put("not closed "+part.body[at[0]:at[1]], cut(at, strings.TrimSuffix(part.body[at[0]:at[1]-1], "/")+">"))
		put("DOCTYPE before "+part.body[at[0]:at[1]], cut(at, `<!DOCTYPE a [<!ENTITY b "c">]>`+part.body[at[0]:at[1]]))
	}
	for _, at := range mutantText.FindAllStringIndex(part.body, -1) {
		text := part.body[at[0]:at[1]]
		put("no text "+text, cut(at, text[:len(text)-1]+"\xFF<"))
		put("an entity of its own "+text, cut(at, text[:len(text)-1]+"&b;<"))
		put("out of range "+text, cut(at, ">99999999<"))
	}
	for _, ns := range []string{"http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
		"http://schemas.openxmlformats.org/package/2006/relationships", "http://schemas.openxmlformats.org/package/2006/content-types"} {
		if strings.Contains(part.body, ns) {
			n = step - 1 // never skipped
			put("other namespace "+ns, strings.ReplaceAll(part.body, ns, "urn:x"))
		}
	}
	return out
}

// A fault in a file that LibreOffice, openpyxl or gnumeric saved is refused with its part, or reported, or harms no cell, or the file is
// read as excelize reads it. No fault by which a cell is lost or a figure altered goes unreported.
func TestReadMutants(t *testing.T) {
	for _, name := range []string{"read-openpyxl-3.0.9.xlsx", "read-libreoffice-7.4.7.xlsx", "read-gnumeric-1.12.55.xlsx"} {
		t.Run(name, func(t *testing.T) {
			parts := unpack(t, fixture(t, name))
			whole, err := Read(fixture(t, name))
			if err != nil {
				t.Fatal(err)
			}
			counts := map[string]int{}
			for _, part := range parts {
				if strings.HasPrefix(part.name, "docProps") || strings.HasPrefix(part.name, "xl/theme") {
					continue // no cell depends on them
				}
				for _, m := range mutants(parts, part, mutantStep) {
					counts[m.judge(t, whole)]++
				}
			}
			for _, part := range parts {
				if !strings.HasPrefix(part.name, "docProps") && !strings.HasPrefix(part.name, "xl/theme") {
					for _, m := range []mutant{{"without the part", part.name, without(parts, part.name)}, {"the part twice", part.name, append(slices.Clone(parts), part)}} {
						counts[m.judge(t, whole)]++
					}
				}
			}
			t.Log(counts)
			for _, outcome := range []string{"refused", "harmless", "alike"} {
				if counts[outcome] == 0 {
					t.Errorf("none is %s: %v", outcome, counts)
				}
			}
		})
	}
}

// mutantStep skips most mutants. It is prime, so that all sorts are among those tried. With 1 all are tried.
const mutantStep = 17

func (m mutant) judge(t *testing.T, whole *sheet.Book) string {
	t.Helper()
	what := m.part + ": " + m.what
	data := pack(t, m.parts)
	book, err := Read(data)
	var r *Refusal
	switch {
	case errors.As(err, &r):
		named := slices.ContainsFunc(m.parts, func(p testPart) bool { return p.name == r.Part })
		if !slices.Contains(RefusalCodes(), r.Code) || r.Part != "" && !named && !strings.HasPrefix(m.what, "without the part") {
			t.Errorf("%s: refused as %s in %q", what, r.Code, r.Part)
		}
		return "refused"
	case err != nil:
		t.Errorf("%s: %v", what, err)
		return "failed"
	case len(book.Oddities) > 0:
		return "said"
	case alike(t, whole, book):
		return "harmless" // excelize may still lose cells because of it
	}
	if diff := differsFromExcelize(data, book); diff != "" {
		t.Errorf("%s: %s", what, diff)
		return "otherwise"
	}
	return "alike"
}

// alike reports whether two books have the same content.
func alike(t *testing.T, a, b *sheet.Book) bool {
	t.Helper()
	d, err := sheet.Diff(a, b, 0)
	if err != nil {
		t.Fatal(err)
	}
	return d.N == 0
}

// differsFromExcelize gives the first cell that this package and excelize read differently.
func differsFromExcelize(data []byte, book *sheet.Book) string {
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true})
	if err != nil {
		return "excelize refuses it: " + err.Error()
	}
	defer f.Close()
	if got := f.GetSheetList(); len(got) != len(book.Sheets) {
		return fmt.Sprintf("%d sheets, excelize reads %v", len(book.Sheets), got)
	}
	for _, s := range book.Sheets {
		rows, err := f.GetRows(s.Name)
		if err != nil {
			return "excelize refuses it: " + err.Error()
		}
		want := map[string]string{}
		for i, row := range rows {
			for k, text := range row {
				if text != "" {
					want[sheet.At(i+1, k+1).String()] = text
				}
			}
		}
		for _, row := range s.Rows {
			for _, c := range row.Cells {
				at := sheet.At(row.N, c.Col).String()
				if !sameRaw(c.Value, want[at]) {
					return fmt.Sprintf("%s!%s is %+v, excelize reads %q", s.Name, at, c.Value, want[at])
				}
				if formula, _ := f.GetCellFormula(s.Name, at); formula != c.Formula {
					return fmt.Sprintf("%s!%s has the formula %q, excelize reads %q", s.Name, at, c.Formula, formula)
				}
				delete(want, at)
			}
		}
		for _, at := range slices.Sorted(maps.Keys(want)) {
			return fmt.Sprintf("%s!%s is missing, excelize reads %q", s.Name, at, want[at])
		}
	}
	return ""
}
