package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"duban/cmd/duban/round"
	"duban/workbook/archive"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// manyCells gives a workbook whose named sheet has more cells than are read of a workbook from elsewhere.
func manyCells(t *testing.T, name string) []byte {
	t.Helper()
	empty, err := xlsx.Write(&sheet.Book{Sheets: []*sheet.Sheet{{Name: name}}})
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string][]byte{}
	for part, text := range partsOf(t, empty) {
		parts[part] = []byte(text)
	}
	var rows []byte
	n := 0
	for range 2001 {
		rows = append(rows, "<row>"...)
		for range 1000 {
			n++
			rows = append(strconv.AppendInt(append(rows, "<c><v>"...), int64(n*n%99_991), 10), "</v></c>"...)
		}
		rows = append(rows, "</row>"...)
	}
	const part, none = "xl/worksheets/sheet1.xml", "<sheetData></sheetData>"
	if !bytes.Contains(parts[part], []byte(none)) {
		t.Fatalf("the sheet is written otherwise: %s", parts[part])
	}
	parts[part] = bytes.Replace(parts[part], []byte(none), []byte("<sheetData>"+string(rows)+"</sheetData>"), 1)
	return zipped(t, parts)
}

// A workbook of millions of cells is read if a receipt says that the program wrote it. From elsewhere it is refused with a message, even
// under the name and in the place of the program's own.
func TestWorkbooksOfManyCells(t *testing.T) {
	b := newBench(t)
	if code, out := b.run(b.dir, archive.Disk{}, "merge"); code > exitErrors {
		t.Fatalf("exit %d\n%s", code, out)
	}
	const book = "报告/2024-09/汇总.xlsx"
	path := filepath.Join(b.dir, filepath.FromSlash(book))
	large := manyCells(t, "总览")
	b.put(t, book, large)
	for name, args := range map[string][]string{
		"show": {"show", path}, "explain": {"explain", path, "总览!B2"},
	} {
		if code, out := b.run(b.dir, archive.Disk{}, args...); code != exitFailed || !strings.Contains(out, "2000000") {
			t.Errorf("%s: exit %d\n%.500s", name, code, out)
		}
	}
	// No rows are read if none are asked for.
	if code, out := b.run(b.dir, archive.Disk{}, "explain", path, "别的!B2"); code != exitUsage || !strings.Contains(out, "总览") {
		t.Errorf("another sheet: exit %d\n%.500s", code, out)
	}
	if code, out := b.run(b.dir, archive.Disk{}, "check", "--archive"); code != exitErrors || !strings.Contains(out, book+"：已经不是能读的工作簿了") {
		t.Errorf("exit %d\n%s", code, out)
	}
	b.rewrite(t, func(r *archive.Receipt) {
		if r.Kind == archive.KindMerge {
			r.SHA256 = archive.Hash(large)
		}
	})
	if code, out := b.run(b.dir, archive.Disk{}, "explain", path, "总览!B2"); code != exitOK || !strings.Contains(out, "总览!B2") {
		t.Errorf("its own: exit %d\n%.500s", code, out)
	}
}

// longer is a workbook with rows below those of one of its sheets, which hold a thousand cells each.
func longer(t *testing.T, data []byte, name string, rows int) []byte {
	t.Helper()
	var xml strings.Builder
	for n := 1; n <= rows; n++ {
		fmt.Fprintf(&xml, `<row r="%d">`, 10_000+n)
		for col := range 1000 {
			fmt.Fprintf(&xml, "<c><v>%d</v></c>", (1000*n+col)*(n+col)%99_991) // repeated content would be taken for a zip bomb
		}
		xml.WriteString("</row>")
	}
	return withRows(t, data, name, xml.String())
}

// If counties report, a consolidated workbook is taken and shown however long its unused sheets are. It is refused if a sheet that is read
// has more cells than any county's.
func TestConsolidatedWorkbooksOfManyCells(t *testing.T) {
	b := newCounty(t, 2)
	b.fill(t, "2024-09", bureau(0), "推进中", "已按计划推进，责任到人")
	if code, out := b.run(b.dir, archive.Disk{}, "merge"); code > exitErrors {
		t.Fatalf("exit %d\n%s", code, out)
	}
	sent, err := os.ReadFile(filepath.Join(b.dir, "报告", "2024-09", "汇总.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	b.dir = t.TempDir()
	writePlan(t, filepath.Join(b.dir, "任务总表.xlsx"), `
# 参数
| 参数 | 值 |
| 县市 | 东海市 |
| 文件日期 | 2024-09-01 |
| 计划编号 | dh |
# 单位
| 单位编码 | 单位名称 | 单位类别 | 报送总台账 |
| HL | 河林县 | 县区 | 是 |
# 任务
| 任务编号 | 重点任务 |
`)
	if code, out := b.run(b.dir, archive.Disk{}, "issue", "--period", "2024-09"); code != exitOK {
		t.Fatalf("issue: exit %d\n%s", code, out)
	}
	const most = round.ConsolidatedCells / 1000
	b.put(t, "河林.xlsx", longer(t, sent, "收件", most+600)) // more than show reads of any workbook
	path := filepath.Join(b.dir, "河林.xlsx")
	if code, out := b.run(b.dir, archive.Disk{}, "validate", path); code != exitOK || !strings.Contains(out, "认作 河林县 2024-09，错误 0 处") {
		t.Errorf("validate: exit %d\n%.2000s", code, out)
	}
	if code, out := b.run(b.dir, archive.Disk{}, "show", path); code != exitOK || !strings.Contains(out, "第0001局的任务") {
		t.Errorf("show: exit %d\n%.2000s", code, out)
	}
	b.put(t, "河林.xlsx", longer(t, sent, "任务总台账", most+1))
	if code, out := b.run(b.dir, archive.Disk{}, "validate", path); code != exitErrors || !strings.Contains(out, strconv.Itoa(round.ConsolidatedCells)) {
		t.Errorf("validate: exit %d\n%.2000s", code, out)
	}
}

// If a report differs in more cells than anybody reads, the first are named, with the number of the others.
func TestAuditNamesTheFirstOfMany(t *testing.T) {
	b := newBench(t)
	if code, out := b.run(b.dir, archive.Disk{}, "merge"); code > exitErrors {
		t.Fatalf("exit %d\n%s", code, out)
	}
	const book = "报告/2024-09/汇总.xlsx"
	var edits []xlsx.Edit
	for row := range 60 {
		for col := range 40 {
			edits = append(edits, xlsx.Edit{Sheet: "总览", Ref: sheet.At(200+row, 1+col), Value: sheet.Num(float64(row))})
		}
	}
	edited, err := xlsx.Apply([]byte(tree(t, b.dir)[book]), edits)
	if err != nil {
		t.Fatal(err)
	}
	b.put(t, book, edited)
	code, out := b.run(b.dir, archive.Disk{}, "check", "--archive")
	if code != exitErrors || !strings.Contains(out, "2400 处与存档重算的不同") || strings.Count(out, "现为") != 10 ||
		!strings.Contains(out, "另有 2390 处，用 --json 查看前 1000 处") {
		t.Errorf("exit %d\n%s", code, out)
	}
	_, out = b.run(b.dir, archive.Disk{}, "check", "--archive", "--json")
	var o struct {
		Summary struct {
			Reports []struct {
				Path  string
				Cells []struct{ Sheet, Cell, Stands string }
				More  int `json:"more_cells"`
			}
		}
	}
	if err := json.Unmarshal([]byte(out), &o); err != nil {
		t.Fatal(err)
	}
	r := o.Summary.Reports[0]
	if r.Path != book || len(r.Cells) != 1000 || r.More != 1400 || r.Cells[0].Cell != "A200" || r.Cells[0].Stands != "0" {
		t.Errorf("%s: %d cells and %d more", r.Path, len(r.Cells), r.More)
	}
}
