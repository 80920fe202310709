//go:build libreoffice

package docx

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"duban/workbook/document"
)

// LibreOffice opens the document as it was meant: all texts are there, in order.
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

// Wherever on a page a table begins, all of its rows are printed.
func TestLibreOfficePrintsEveryRow(t *testing.T) {
	dir := t.TempDir()
	var blocks []document.Block
	var want []string
	for n := range 8 {
		table := document.Table{Columns: []document.Column{{Heading: "单位", Width: 1}, {Heading: "情况", Width: 2}}}
		for i := range 7*n + 2 {
			want = append(want, fmt.Sprintf("row%03d%03d", n, i))
			table.Rows = append(table.Rows, document.Row{Cells: []string{want[len(want)-1], "已完成"}})
		}
		blocks = append(blocks, document.Paragraph{Role: document.Caption, Text: "情况"}, table)
	}
	data, err := Write(&document.Document{Blocks: blocks})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "文书.docx")
	if err := os.WriteFile(file, data, 0o644); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("soffice", "-env:UserInstallation=file://"+dir+"/profile", "--headless", "--convert-to", "pdf", "--outdir", dir, file).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	text, err := exec.Command("pdftotext", "-layout", filepath.Join(dir, "文书.pdf"), "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range want {
		if !strings.Contains(string(text), row) {
			t.Errorf("%s is not printed", row)
		}
	}
}
