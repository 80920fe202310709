// Package office puts workbooks to LibreOffice, in tests: what it works out in them. It knows how that program is run, and nothing of
// what a workbook means. A test that calls it has the build tag libreoffice and a name that begins with TestLibreOffice.
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

// alwaysRecalculate makes LibreOffice work out every formula when it opens a workbook, whatever program wrote it.
const alwaysRecalculate = `<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">` +
	`<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>`

// Recalculated lets LibreOffice open workbooks, work out every formula anew and save them, all in one run. It is given
// minutes, not seconds: a LibreOffice that does not come up ends the test that waits for it, not all of them.
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
	office.WaitDelay = time.Second // soffice is a script: what it starts outlives it
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
