package main

import (
	"os"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"duban/workbook/sheet"
	"duban/workbook/xlsx"
	"duban/workbook/xlsx/xlsxcheck"
)

func scriptBook(ts *testscript.TestScript, name string) *sheet.Book {
	book, err := xlsx.Read([]byte(ts.ReadFile(name)))
	ts.Check(err)
	return book
}

// sheets WORKBOOK NAME… checks the names of the sheets that a clerk sees, in order.
func scriptSheets(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: sheets workbook name…")
	}
	var got []string
	for _, s := range scriptBook(ts, args[0]).Sheets {
		if s.Visibility == sheet.Visible {
			got = append(got, s.Name)
		}
	}
	if want := strings.Join(args[1:], " "); strings.Join(got, " ") != want {
		ts.Fatalf("sheets %q, wanted %q", strings.Join(got, " "), want)
	}
}

// says WORKBOOK SHEET TEXT checks that a cell of the sheet contains the text.
func scriptSays(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: says workbook sheet text")
	}
	says := false
	for _, row := range scriptBook(ts, args[0]).Sheet(args[1]).Rows {
		for _, c := range row.Cells {
			says = says || strings.Contains(c.Value.Text, args[2])
		}
	}
	if says == neg {
		ts.Fatalf("%s %s: saying %q is %v", args[0], args[1], args[2], says)
	}
}

// marked SLIP SHEET ROW HEADING checks that the slip remembers its mark on the cell.
func scriptMarked(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 4 {
		ts.Fatalf("usage: marked slip sheet row heading")
	}
	book := scriptBook(ts, args[0])
	at := scriptFind(ts, book, args[1], args[2], args[3])
	marked := false
	for _, row := range book.Sheets[0].Rows {
		for _, c := range row.Cells {
			marked = marked || strings.Contains(c.Value.Text, `"s":"`+args[1]+`","c":"`+at.String()+`"`)
		}
	}
	if marked == neg {
		ts.Fatalf("%s %s %s (%s): marked is %v", args[1], args[2], args[3], at, marked)
	}
}

// sound WORKBOOK… checks that Excel would find nothing to repair.
func scriptSound(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: sound workbook…")
	}
	for _, name := range args {
		if faults := xlsxcheck.Check([]byte(ts.ReadFile(name))); len(faults) > 0 {
			ts.Fatalf("%s: %s", name, strings.Join(faults, "\n"))
		}
	}
}

// paste WORKBOOK keeps only the values, as if everything had been pasted in from elsewhere: no drop-downs, limits, formulas, colours or
// protection.
func scriptPaste(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: paste workbook")
	}
	book := scriptBook(ts, args[0])
	for _, s := range book.Sheets {
		s.Layout = nil
		for i := range s.Rows {
			for j := range s.Rows[i].Cells {
				c := &s.Rows[i].Cells[j]
				c.Role, c.Formula, c.Extra = sheet.Plain, "", nil
			}
		}
	}
	data, err := xlsx.Write(book)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), data, 0o644))
}

// drop WORKBOOK SHEET saves the workbook without a sheet, as if the others had been copied into a new one.
func scriptDrop(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: drop workbook sheet")
	}
	book := scriptBook(ts, args[0])
	sheets := len(book.Sheets)
	book.Sheets = slices.DeleteFunc(book.Sheets, func(s *sheet.Sheet) bool { return s.Name == args[1] })
	if len(book.Sheets) == sheets {
		ts.Fatalf("no sheet %s in %s", args[1], args[0])
	}
	// Names of places on the sheet are removed with it.
	book.Names = slices.DeleteFunc(book.Names, func(n sheet.Name) bool { return n.Sheet == args[1] })
	data, err := xlsx.Write(book)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), data, 0o644))
}
