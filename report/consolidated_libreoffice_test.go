//go:build libreoffice

package report

import (
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// alwaysRecalculate makes LibreOffice work out every formula when it opens a workbook, whatever program wrote it.
const alwaysRecalculate = `<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">` +
	`<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>`

// Every value that is stored for a formula is what a spreadsheet program works out.
func TestLibreOfficeRecalculatesTheConsolidatedWorkbook(t *testing.T) {
	sep, oct := smallRounds(t)
	for _, lang := range []string{"zh", "en"} {
		book := Consolidated(oct, &History{Ledgers: []*Ledger{sep}, Registers: []*Register{sep.Register}}, catalogueOf(t, lang))
		data, err := xlsx.Write(book)
		if err != nil {
			t.Fatal(err)
		}
		dir := t.TempDir()
		profile := filepath.Join(dir, "profile", "user")
		if err := os.MkdirAll(profile, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(profile, "registrymodifications.xcu"), []byte(alwaysRecalculate), 0o644); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(dir, "book.xlsx")
		if err := os.WriteFile(file, data, 0o644); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command("soffice", "-env:UserInstallation=file://"+filepath.ToSlash(filepath.Join(dir, "profile")), "--headless",
			"--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", filepath.Join(dir, "out"), file)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		redone, err := os.ReadFile(filepath.Join(dir, "out", "book.xlsx"))
		if err != nil {
			t.Fatal(err)
		}
		fresh, err := xlsx.Read(redone)
		if err != nil {
			t.Fatal(err)
		}
		formulas := 0
		for _, s := range book.Sheets {
			for _, row := range s.Rows {
				for _, c := range row.Cells {
					if c.Formula == "" {
						continue
					}
					formulas++
					at := sheet.At(row.N, c.Col)
					if got := fresh.Sheet(s.Name).Value(at); !agree(c.Value, got) {
						t.Errorf("%s!%s: stored %v, recalculated %v, by %s", s.Name, at, c.Value, got, c.Formula)
					}
				}
			}
		}
		if formulas < 200 {
			t.Errorf("only %d formulas", formulas)
		}
	}
}

func agree(a, b sheet.Value) bool {
	if a.Kind == sheet.Number && b.Kind == sheet.Number {
		return math.Abs(a.Num-b.Num) <= 1e-9*math.Max(1, math.Abs(a.Num))
	}
	return a.Equal(b) || a.IsEmpty() && b.IsEmpty()
}
