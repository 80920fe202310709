// Package office runs LibreOffice on workbooks, in tests, and gives what it computes. It knows how that program is run, and nothing
// of what a workbook means. A test that uses it has the build tag libreoffice and a name that begins with TestLibreOffice.
package office

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// alwaysRecalculate makes LibreOffice compute every formula when it opens a workbook, whatever program wrote it.
const alwaysRecalculate = `<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">` +
	`<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>`

// Recalculated lets LibreOffice open workbooks, recalculate and save them, all in one run. The time limit is minutes, not seconds. A
// LibreOffice that does not start ends only the test that waits for it.
func Recalculated(t *testing.T, books ...*sheet.Book) []*sheet.Book {
	t.Helper()
	dir := t.TempDir()
	profile := filepath.Join(dir, "profile", "user")
	if err := os.MkdirAll(profile, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(profile, "registrymodifications.xcu"), []byte(alwaysRecalculate), 0o644); err != nil {
		t.Fatal(err)
	}
	args := []string{"-env:UserInstallation=file://" + filepath.ToSlash(filepath.Join(dir, "profile")), "--headless",
		"--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", filepath.Join(dir, "out")}
	for i, book := range books {
		data, err := xlsx.Write(book)
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(dir, strconv.Itoa(i)+".xlsx")
		if err := os.WriteFile(file, data, 0o644); err != nil {
			t.Fatal(err)
		}
		args = append(args, file)
	}
	bounded, cancel := context.WithTimeout(t.Context(), 6*time.Minute)
	defer cancel()
	office := exec.CommandContext(bounded, "soffice", args...)
	office.WaitDelay = time.Second // soffice is a script that its child outlives
	if out, err := office.CombinedOutput(); err != nil {
		t.Fatalf("soffice: %v: %s", err, out)
	}
	var fresh []*sheet.Book
	for i := range books {
		redone, err := os.ReadFile(filepath.Join(dir, "out", strconv.Itoa(i)+".xlsx"))
		if err != nil {
			t.Fatal(err)
		}
		book, err := xlsx.Read(redone)
		if err != nil {
			t.Fatal(err)
		}
		fresh = append(fresh, book)
	}
	return fresh
}
