package main

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"duban/templates"
	"duban/workbook"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// Each script reads like an afternoon of a coordinator and a clerk. duban runs the program in a process that is shared by all scripts; if a
// script sets the environment, exec duban starts a process of its own. Further commands: plan makes a plan workbook from pipe tables, type
// fills in a cell by sheet, row id and heading as a clerk does, and cell checks one. For sheets, says, marked, sound, paste and drop see
// script_slip_test.go.
func TestScripts(t *testing.T) {
	program := newScripted()
	t.Cleanup(program.close)
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"duban": program.duban, "plan": scriptPlan, "type": scriptType, "cell": scriptCell,
			"sheets": scriptSheets, "says": scriptSays, "marked": scriptMarked, "sound": scriptSound, "paste": scriptPaste, "drop": scriptDrop,
		},
	})
}

// scriptWords loads the texts of the scripts' plans, once.
var scriptWords = sync.OnceValues(func() (*templates.Catalogue, error) { return templates.LoadCatalogue("zh") })

// plan WORKBOOK TABLES
func scriptPlan(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: plan workbook tables")
	}
	sheets, err := sheet.ParsePipe(ts.ReadFile(args[1]))
	ts.Check(err)
	c, err := scriptWords()
	ts.Check(err)
	tables := workbook.DecodePlan(&sheet.Book{Sheets: sheets}, args[1], templates.PlanForms(c)).Tables
	for _, t := range tables {
		if len(t.Unknown) > 0 {
			ts.Fatalf("%s has no column %s", t.Sheet, t.Unknown[0].Heading) // otherwise the workbook would silently lack it
		}
	}
	data, err := xlsx.Write(templates.PlanBook(tables, c))
	ts.Check(err)
	path := ts.MkAbs(args[0])
	ts.Check(os.MkdirAll(filepath.Dir(path), 0o755))
	ts.Check(os.WriteFile(path, data, 0o644))
}

// find finds the cell of a row and heading on a sheet; with an empty heading, the cell beside a label of the cover.
func scriptFind(ts *testscript.TestScript, book *sheet.Book, name, id, heading string) sheet.Ref {
	s := book.Sheet(name)
	if s == nil {
		ts.Fatalf("no sheet %s", name)
	}
	headingRow, col := 0, 0
	for _, row := range s.Rows {
		for _, c := range row.Cells {
			if heading == "" && c.Value.Text == id {
				return sheet.At(row.N, c.Col+1)
			}
			if strings.TrimSuffix(c.Value.Text, "*") == heading && heading != "" && headingRow == 0 {
				headingRow, col = row.N, c.Col
			}
		}
	}
	if ref, ok := sheet.ParseRef(id); ok && headingRow != 0 && ref.Row > 0 && strings.ToUpper(id) == id && ref.Col <= 3 && ref.Row < 100 && !strings.Contains(id, "-") {
		return sheet.At(ref.Row, col)
	}
	for _, row := range s.Rows {
		if row.N <= headingRow || headingRow == 0 {
			continue
		}
		var key []string
		for _, c := range row.Cells {
			if c.Col <= 3 {
				key = append(key, c.Value.String())
			}
		}
		if len(key) > 0 && (key[0] == id || len(key) > 2 && key[0]+"|"+key[2] == id) {
			return sheet.At(row.N, col)
		}
	}
	ts.Fatalf("%s: no row %s under %s", name, id, heading)
	return sheet.Ref{}
}

// type WORKBOOK SHEET ROW HEADING VALUE types a value into a cell. ROW is a task's number, or task|part; with an empty HEADING, a label of
// the cover.
func scriptType(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 5 {
		ts.Fatalf("usage: type workbook sheet row heading value")
	}
	path := ts.MkAbs(args[0])
	data, err := os.ReadFile(path)
	ts.Check(err)
	book, err := xlsx.Read(data)
	ts.Check(err)
	at := scriptFind(ts, book, args[1], args[2], args[3])
	sheets, err := sheet.ParsePipe("# x\n| " + args[4] + " |")
	ts.Check(err)
	value := sheets[0].Value(sheet.At(1, 1))
	data, err = xlsx.Apply(data, []xlsx.Edit{{Sheet: args[1], Ref: at, Value: value}})
	ts.Check(err)
	ts.Check(os.WriteFile(path, data, 0o644))
}

// cell WORKBOOK SHEET ROW HEADING WANT
func scriptCell(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 5 {
		ts.Fatalf("usage: cell workbook sheet row heading want")
	}
	book, err := xlsx.Read([]byte(ts.ReadFile(args[0])))
	ts.Check(err)
	s := book.Sheet(args[1])
	if s == nil {
		ts.Fatalf("no sheet %s in %s", args[1], args[0])
	}
	got := s.Value(scriptFind(ts, book, args[1], args[2], args[3])).String()
	if (got == args[4]) == neg {
		ts.Fatalf("%s %s %s: %q, wanted %q", args[1], args[2], args[3], got, args[4])
	}
}
