package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"duban/cmd/duban/round"
	"duban/workbook/archive"
	"duban/workbook/calendar"
	"duban/workbook/xlsx"
)

// withCells adds cells to a workbook, far below the rows that are filled in.
func withCells(t *testing.T, sent []byte, cells int) []byte {
	t.Helper()
	const across, progress = 1000, "xl/worksheets/sheet2.xml"
	var rows strings.Builder
	for n := range cells / across {
		fmt.Fprintf(&rows, `<row r="%d">`, 1000+n)
		for i := range across {
			fmt.Fprintf(&rows, `<c><v>%d</v></c>`, n*n+i*i)
		}
		rows.WriteString(`</row>`)
	}
	p := unpack(t, sent)
	p.body[progress] = strings.Replace(p.body[progress], "</sheetData>", rows.String()+"</sheetData>", 1)
	return p.pack(t)
}

// A county of 300 bureaus sends its consolidated workbook, which has more cells than a bureau's return may have, to the prefecture, which
// takes it. (The limit is a fortieth here, as the county has only one task for each bureau.) If no county reports, it is like any other
// file with that many cells.
func TestLargeCountyIsTaken(t *testing.T) {
	b := newBench(t)
	b.day, b.cells = calendar.NewDate(2024, 9, 30), round.ReturnedCells/40
	ends := func(dir string, code int, said string, args ...string) {
		t.Helper()
		if got, out := b.run(dir, archive.Disk{}, args...); got != code || !strings.Contains(out, said) {
			t.Errorf("%v in %s: exit %d\n%s", args, dir, got, out)
		}
	}
	root := t.TempDir()
	county, prefecture, elsewhere := filepath.Join(root, "河林县"), filepath.Join(root, "东山市"), filepath.Join(root, "西岭县")
	head := "# 参数\n| 参数 | 值 |\n| 县市 | %s |\n| 文件日期 | 2024-09-01 |\n| 计划编号 | %s |\n"
	var bureaus, tasks strings.Builder
	for n := range 300 {
		fmt.Fprintf(&bureaus, "| B%03d | 第%03d局 |\n", n, n)
		fmt.Fprintf(&tasks, "| T%03d | 产业 | 第%03d局的任务 | 第%03d局 | 2024-12-31 |\n", n, n, n)
	}
	bureauHead, taskHead := "# 单位\n| 单位编码 | 单位名称 |\n", "# 任务\n| 任务编号 | 领域 | 重点任务 | 牵头单位 | 完成日期 |\n"
	writePlan(t, filepath.Join(county, "任务总表.xlsx"), fmt.Sprintf(head, "河林县", "hl")+bureauHead+bureaus.String()+taskHead+tasks.String())
	writePlan(t, filepath.Join(prefecture, "任务总表.xlsx"), fmt.Sprintf(head, "东山市", "ds")+
		"# 单位\n| 单位编码 | 单位名称 | 单位类别 | 报送总台账 |\n| HLX | 河林县 | 县区 | 是 |\n# 任务\n| 任务编号 | 重点任务 |\n")
	writePlan(t, filepath.Join(elsewhere, "任务总表.xlsx"), fmt.Sprintf(head, "西岭县", "xl")+bureauHead+"| FG | 发改局 |\n"+taskHead+"| T1 | 产业 | 梳理 | 发改局 | 2024-12-31 |\n")
	ends(county, exitOK, "", "issue", "--period", "2024-09")
	ends(county, exitOK, "任务 300 项", "merge", "--period", "2024-09")
	sent, err := os.ReadFile(consolidatedIn(county))
	if err != nil {
		t.Fatal(err)
	}
	if book, err := xlsx.Read(sent); err != nil || book.Cells() <= b.cells {
		t.Fatalf("the workbook has no more cells than a return may have, or %v", err)
	}
	for _, dir := range []string{prefecture, elsewhere} {
		ends(dir, exitOK, "", "issue", "--period", "2024-09")
		writeFile(t, filepath.Join(dir, "回收", "2024-09", "河林县汇总.xlsx"), sent)
	}
	ends(prefecture, exitOK, "认作 河林县 2024-09，错误 0 处", "validate")
	ends(prefecture, exitOK, "任务 300 项", "merge", "--period", "2024-09")
	if err := os.RemoveAll(filepath.Join(prefecture, "缓存")); err != nil {
		t.Fatal(err)
	}
	ends(prefecture, exitOK, "", "check", "--archive")
	ends(elsewhere, exitErrors, strconv.Itoa(b.cells), "receive")
}

// If an earlier build, which read more cells, accepted a file, it is judged as it was, by a merge without a cache and by an audit.
func TestTakenFilesAreReadAsTheyWere(t *testing.T) {
	b := newBench(t)
	path := filepath.Join(b.dir, "回收", "2024-09", "发改局.xlsx")
	sent, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, path, withCells(t, sent, round.ReturnedCells+1000))
	b.cells = round.TakenCells
	if code, out := b.run(b.dir, archive.Disk{}, "merge"); code != exitErrors || !strings.Contains(out, "部分采纳 1 份") {
		t.Fatalf("exit %d\n%s", code, out)
	}
	before := readBookFile(t, consolidatedIn(b.dir)).Sheet("任务总台账")
	b.cells = 0
	if err := os.RemoveAll(filepath.Join(b.dir, "缓存")); err != nil {
		t.Fatal(err)
	}
	if code, out := b.run(b.dir, archive.Disk{}, "check", "--archive"); code != exitOK {
		t.Errorf("check --archive: exit %d\n%s", code, out)
	}
	if code, out := b.run(b.dir, archive.Disk{}, "merge"); code == exitFailed {
		t.Errorf("merge: exit %d\n%s", code, out)
	}
	if got := readBookFile(t, consolidatedIn(b.dir)).Sheet("任务总台账"); fmt.Sprint(got) != fmt.Sprint(before) {
		t.Error("another ledger comes of the same archive")
	}
}
