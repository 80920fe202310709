//go:build libreoffice

package docx

import (
	"fmt"
	"maps"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"duban/workbook/document"
	"duban/workbook/paper"
)

// LibreOffice opens the document correctly: all texts are there, in order.
func TestLibreOfficeReadsIt(t *testing.T) {
	dir := t.TempDir()
	data, err := Write(sample())
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "文书.docx")
	if err := os.WriteFile(file, data, 0o644); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("soffice", "-env:UserInstallation=file://"+dir+"/profile", "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", dir, file).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	text, err := os.ReadFile(filepath.Join(dir, "文书.txt"))
	if err != nil {
		t.Fatal(err)
	}
	rest := string(text)
	for _, want := range []string{"第一行", "第二行", "& <尾>", "督查室", "2024年10月8日", "单位", "任务", "完成率", "发改局", "合计", "办结情况"} {
		i := strings.Index(rest, want)
		if i < 0 {
			t.Fatalf("%q is not read, or not in its place, in:\n%s", want, text)
		}
		rest = rest[i:]
	}
}

// If a table continues on the next page, no row is lost or left half empty, and no page ends with the first row or begins with the last
// one, wherever the table begins. Errors may depend on half a point, so tables begin every few twips.
func TestLibreOfficeBreaksTables(t *testing.T) {
	const bodyHigh, noteHigh, longNoteHigh = 579, 380, 700 // twips
	const from, to, apart = 11550, 12150, 6                // from the top of a text of 12756
	above := map[int][]document.Block{}
	for body := range 22 {
		for note := range 20 {
			for longNote := range 18 {
				high := body*bodyHigh + note*noteHigh + longNote*longNoteHigh
				if high < from || high > to {
					continue
				}
				above[high/apart] = slices.Concat(slices.Repeat([]document.Block{document.Paragraph{Text: "行"}}, body),
					slices.Repeat([]document.Block{document.Paragraph{Role: document.Note, Text: "注"}}, note),
					slices.Repeat([]document.Block{document.Paragraph{Role: document.Note, Text: "注\n二"}}, longNote))
			}
		}
	}
	dir := t.TempDir()
	var files []string
	for i, high := range slices.Sorted(maps.Keys(above)) {
		table := document.Table{Columns: []document.Column{{Heading: "No", Width: 1}, {Heading: "任务", Width: 3}, {Heading: "单位", Width: 1}}}
		for n := range tableRows {
			table.Rows = append(table.Rows, document.Row{Cells: []string{fmt.Sprintf("R%02d", n), "事项", "发改局"}, Strong: i%3 == 0 && n%4 == 0})
		}
		data, err := Write(&document.Document{Blocks: append(above[high], table, document.Paragraph{Role: document.AnnexMark, Text: "附件"}, table)})
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(dir, strconv.Itoa(high*apart)+".docx")
		if err := os.WriteFile(file, data, 0o644); err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	if len(files) < 90 {
		t.Fatalf("tables begin at %d heights", len(files))
	}
	out, err := exec.Command("soffice", append([]string{"-env:UserInstallation=file://" + dir + "/profile", "--headless", "--convert-to", "pdf", "--outdir", dir}, files...)...).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for _, file := range files {
		pdf, err := os.ReadFile(strings.TrimSuffix(file, "docx") + "pdf")
		if err != nil {
			t.Fatal(err)
		}
		pages, err := paper.Read(pdf)
		if err != nil {
			t.Fatal(err)
		}
		tableBreaks(t, filepath.Base(file), pages)
	}
}

// tableRows is the number of rows of the tables that tableBreaks checks.
const tableRows = 9

func tableBreaks(t *testing.T, file string, pages []paper.Page) {
	const rowHigh = 18.5 // points
	var rows []string
	for n, p := range pages {
		var last string
		above := 0.0 // the position of the row above
		for _, r := range p.Runs {
			heading := r.Text == "No"
			if row := strings.HasPrefix(r.Text, "R"); !row && !heading {
				continue
			} else if row {
				rows = append(rows, r.Text)
			}
			inside := last != "" && last != fmt.Sprintf("R%02d", tableRows-1)
			if gap := above - r.Y; inside && math.Abs(gap-rowHigh) > 0.2 {
				t.Errorf("%s, page %d: %s stands %.1f points below %s", file, n+1, r.Text, gap, last)
			}
			if last == "No" && r.Text == fmt.Sprintf("R%02d", tableRows-1) {
				t.Errorf("%s, page %d begins with the last row", file, n+1)
			}
			last, above = r.Text, r.Y
		}
		if last == "No" || last == "R00" {
			t.Errorf("%s, page %d ends with %s", file, n+1, last)
		}
	}
	var want []string
	for n := range 2 * tableRows {
		want = append(want, fmt.Sprintf("R%02d", n%tableRows))
	}
	if !slices.Equal(rows, want) {
		t.Errorf("%s: the rows printed are %v", file, rows)
	}
}
