package xlsx

import (
	"fmt"
	"slices"
	"strconv"
	"testing"

	"duban/workbook/sheet"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"
)

// The fixtures are one workbook, made with openpyxl and saved again by the other programs: two sheets, the second very
// hidden, text, percentages, dates, booleans, formulas, a merge, a hidden row and column, protection, a defined name,
// and in openpyxl's file a styled cell in row 20,000.
func TestReadOtherPrograms(t *testing.T) {
	const head = "| 任务编号 | 重点任务 | 完成进度 | 完成日期 | 累计值 | 是否 | 自查 |\n"
	// Serial days of 2024-10-01 08:30, rounded as each program rounds them.
	rows := func(moment, yes, no, met, unmet, failed string) string {
		return head +
			"| CY-01 | 新建道路 & 桥梁 | 80% | 2024-09-30 | 15 | " + yes + " | =IF(E2>10,\"达标\",\"\")" + met + " |\n" +
			"| CY-02 | 第一行\\n第二行 <注> | 125% | " + moment + " | 1234.5678 | " + no + " | =IF(E3>9999,\"达标\",\"\")" + unmet + " |\n" +
			"| '00123 | \\s\\s两侧空格\\s\\s |  | 2024-02-29 | -7 |  | =1/0" + failed + " |\n| |\n| 合并 |"
	}
	tests := []struct {
		file       string
		want       string
		visibility sheet.Visibility // of the second sheet, as the program kept it
	}{
		{"read-openpyxl-3.0.9.xlsx", rows("45566.35416666666", "TRUE", "FALSE", "", "", ""), sheet.VeryHidden},
		// It turns typed booleans into formulas.
		{"read-libreoffice-7.4.7.xlsx", rows("45566.3541666667", "=TRUE() => TRUE", "=FALSE() => FALSE", " => 达标", " => '", " => #DIV/0!"), sheet.Hidden},
		{"read-gnumeric-1.12.55.xlsx", rows("45566.35416666666", "TRUE", "FALSE", " => 达标", " => '", " => #DIV/0!"), sheet.Visible},
	}
	for _, c := range tests {
		t.Run(c.file, func(t *testing.T) {
			book, err := Read(fixture(t, c.file))
			if err != nil {
				t.Fatal(err)
			}
			wantOddities(t, book)
			if len(book.Sheets) != 2 || book.Title != "填报表" || book.Creator != "发改局" {
				t.Fatalf("%d sheets, %q by %q", len(book.Sheets), book.Title, book.Creator)
			}
			s, hidden := book.Sheets[0], book.Sheets[1]
			samePipe(t, s, c.want)
			samePipe(t, hidden, "| plan-2024 |")
			if hidden.Visibility != c.visibility {
				t.Errorf("visibility %v", hidden.Visibility)
			}
			if !cmp.Equal(s.Merges, []sheet.Range{sheet.Rect(6, 1, 6, 3)}) || !cmp.Equal(s.HiddenColumns, []sheet.Span{{First: 5, Last: 5}}) ||
				!s.Row(4).Hidden || s.Row(3).Hidden || !s.Protected {
				t.Errorf("merges %v, hidden %v, protected %v", s.Merges, s.HiddenColumns, s.Protected)
			}
			if !slices.Contains(book.Names, sheet.Name{Name: "截止日", Refers: "任务进展!$D$2"}) {
				t.Errorf("names %v", book.Names)
			}
			if f := s.Cell(sheet.At(3, 4)).Format; f != sheet.DateTime {
				t.Errorf("D3 has format %v", f)
			}
		})
	}
}

// Read reads the same raw values that excelize writes and reads.
func TestReadAgreesWithExcelize(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := excelize.NewFile()
		defer f.Close()
		names := []string{"Sheet1", "任务进展"}[:rapid.IntRange(1, 2).Draw(t, "sheets")]
		for _, name := range names {
			if _, err := f.NewSheet(name); err != nil {
				t.Fatal(err)
			}
			for range rapid.IntRange(0, 12).Draw(t, "cells") {
				ref := sheet.At(rapid.IntRange(1, 9).Draw(t, "row"), rapid.IntRange(1, 30).Draw(t, "col")).String()
				drawCell(t, f, name, ref)
			}
		}
		data, err := f.WriteToBuffer()
		if err != nil {
			t.Fatal(err)
		}
		book, err := Read(data.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		if got := f.GetSheetList(); len(book.Sheets) != len(got) {
			t.Fatalf("%d sheets, want %v", len(book.Sheets), got)
		}
		oracle, err := excelize.OpenReader(data, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		defer oracle.Close()
		for _, s := range book.Sheets {
			compareRaw(t, oracle, s)
		}
	})
}

func drawCell(t *rapid.T, f *excelize.File, name, ref string) {
	var err error
	switch rapid.IntRange(0, 5).Draw(t, "kind") {
	case 0:
		err = f.SetCellValue(name, ref, rapid.Float64Range(-1e15, 1e15).Draw(t, "number"))
	case 1:
		err = f.SetCellValue(name, ref, rapid.IntRange(-1e9, 1e9).Draw(t, "whole"))
	case 2:
		err = f.SetCellValue(name, ref, rapid.Bool().Draw(t, "truth"))
	case 3:
		err = f.SetCellValue(name, ref, rapid.StringMatching(`[a-z <>&"'_\n一-九😀=%]{1,12}`).Draw(t, "text"))
	case 4:
		err = f.SetCellFormula(name, ref, rapid.SampledFrom([]string{`A1&"<a>"`, "SUM(A1:B2)", `IF(A1>1,"是","否")`}).Draw(t, "formula"))
	default:
		err = f.SetCellRichText(name, ref, []excelize.RichTextRun{{Text: "督 "}, {Text: rapid.StringMatching(`[a-z& 办]{1,5}`).Draw(t, "run")}})
	}
	if err != nil {
		t.Fatal(err)
	}
}

func compareRaw(t *rapid.T, oracle *excelize.File, s *sheet.Sheet) {
	rows, err := oracle.GetRows(s.Name)
	if err != nil {
		t.Fatal(err)
	}
	for row := 1; row <= max(len(rows), s.LastRow()); row++ {
		for col := 1; col <= 30; col++ {
			at := sheet.At(row, col)
			want, err := oracle.GetCellValue(s.Name, at.String())
			if err != nil {
				t.Fatal(err)
			}
			formula, err := oracle.GetCellFormula(s.Name, at.String())
			if err != nil {
				t.Fatal(err)
			}
			got := s.Cell(at)
			if got == nil {
				if want != "" || formula != "" {
					t.Fatalf("%s is missing, want %q", at, want)
				}
				continue
			}
			if got.Formula != formula {
				t.Fatalf("%s: formula %q, want %q", at, got.Formula, formula)
			}
			if !sameRaw(got.Value, want) {
				t.Fatalf("%s: got %+v, want %q", at, got.Value, want)
			}
		}
	}
}

func sameRaw(v sheet.Value, raw string) bool {
	switch v.Kind {
	case sheet.Number:
		n, err := strconv.ParseFloat(raw, 64)
		return err == nil && n == v.Num
	case sheet.Bool:
		return raw == fmt.Sprint(int(v.Num)) || raw == v.String()
	}
	return raw == v.Text
}

// A cell's number is what ParseFloat gives for its digits, whichever path reads it.
func TestParseNumber(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`-?[0-9]{0,18}(\.[0-9]{0,18})?([eE][+-]?[0-9]{1,3})?`).Draw(t, "digits")
		want, err := strconv.ParseFloat(text, 64)
		got, ok := parseNumber(text)
		if ok != (err == nil) || ok && got != want {
			t.Fatalf("%s: got %v, %v, want %v, %v", text, got, ok, want, err)
		}
	})
}
