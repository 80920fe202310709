//go:build libreoffice

package docx

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
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
