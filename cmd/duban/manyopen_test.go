package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"duban/workbook/archive"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// A bureau raises more problems on a task that another one reports as done than fit into a cell: the leaders' workbook is still written,
// with their number.
func TestManyProblemsOnADoneTask(t *testing.T) {
	const rows = 3_000
	b := newBench(t)
	b.dir = t.TempDir()
	writePlan(t, filepath.Join(b.dir, "任务总表.xlsx"), `
# 参数
| 参数 | 值 |
| 县市 | 青山县 |
| 文件日期 | 2024-09-01 |
| 计划编号 | qs-2024 |
# 单位
| 单位编码 | 单位名称 |
| JT | 交通局 |
| CZ | 财政局 |
# 任务
| 任务编号 | 领域 | 重点任务 | 牵头单位 | 配合单位 | 完成日期 |
| T1 | 交通 | 修通环镇公路 | 财政局 | 交通局 | 2024-12-31 |
`)
	if code, out := b.run(b.dir, archive.Disk{}, "issue", "--period", "2024-09"); code != exitOK {
		t.Fatalf("issue: exit %d\n%s", code, out)
	}
	sent := func(name string) []byte {
		data, err := os.ReadFile(filepath.Join(b.dir, "下发", "2024-09", name+".xlsx"))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	fill := func(data []byte, cells map[string]string) []byte {
		book, err := xlsx.Read(data)
		if err != nil {
			t.Fatal(err)
		}
		var edits []xlsx.Edit
		for heading, value := range cells {
			edits = append(edits, xlsx.Edit{Sheet: "任务进展", Ref: cellUnder(t, book.Sheet("任务进展"), "T1", heading), Value: sheet.Str(value)})
		}
		if data, err = xlsx.Apply(data, edits); err != nil {
			t.Fatal(err)
		}
		return data
	}
	var xml strings.Builder
	for n := 1000; n < 1000+rows; n++ {
		fmt.Fprintf(&xml, `<row r="%d"><c r="C%d" t="inlineStr"><is><t>T1</t></is></c><c r="D%d" t="inlineStr"><is><t>第%d处征地补偿款没有到位</t></is></c></row>`, n, n, n, n)
	}
	state := map[string]string{"进展状态": "已完成", "进展情况": "补偿款已经全部拨付到各村", "实际完成日期": "2024-09-20"}
	b.put(t, "回收/2024-09/财政局.xlsx", fill(sent("财政局"), state))
	b.put(t, "回收/2024-09/交通局.xlsx", fill(withRows(t, sent("交通局"), "问题清单", xml.String()), map[string]string{"进展状态": "推进中", "进展情况": "路基已完成四公里"}))
	code, out := b.run(b.dir, archive.Disk{}, "merge")
	if code > exitErrors || !strings.Contains(out, fmt.Sprintf("还有 %d 个没有办结的问题", rows)) {
		t.Fatalf("merge: exit %d\n%.6000s", code, out)
	}
	book, err := xlsx.ReadOwn([]byte(tree(t, b.dir)["报告/2024-09/汇总.xlsx"]))
	if err != nil {
		t.Fatal(err)
	}
	s := book.Sheet("牵头配合不一致")
	if cells := s.Value(cellUnder(t, s, "T1", "对照的单元格")).Text; !strings.HasSuffix(cells, "…") {
		t.Errorf("beside it stands %.200q", cells)
	}
}

// cellUnder finds the cell under a heading in the row whose first cell is id.
func cellUnder(t *testing.T, s *sheet.Sheet, id, heading string) sheet.Ref {
	t.Helper()
	col := 0
	for _, r := range s.Rows {
		for i := range r.Cells {
			if text := r.Cells[i].Value.Text; strings.HasPrefix(text, heading) {
				col = r.Cells[i].Col
			} else if text == id && col > 0 {
				return sheet.At(r.N, col)
			}
		}
	}
	t.Fatalf("no %s of %s", heading, id)
	return sheet.Ref{}
}
