package main

import (
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"duban/workbook/archive"
)

// newCounty makes a workspace with a number of bureaus, each with its own task, and issues their workbooks. The inbox is empty. bureau
// gives their names.
func newCounty(t *testing.T, bureaus int) *bench {
	b := newBench(t)
	b.dir = t.TempDir()
	var plan strings.Builder
	plan.WriteString("# 参数\n| 参数 | 值 |\n| 县市 | 河林县 |\n| 文件日期 | 2024-09-01 |\n| 计划编号 | hl |\n# 单位\n| 单位名称 |\n")
	for n := range bureaus {
		fmt.Fprintf(&plan, "| %s |\n", bureau(n))
	}
	plan.WriteString("# 任务\n| 任务编号 | 领域 | 重点任务 | 牵头单位 | 完成日期 |\n")
	for n := range bureaus {
		fmt.Fprintf(&plan, "| T%04d | 产业 | 第%04d局的任务 | %s | 2024-12-31 |\n", n, n, bureau(n))
	}
	writePlan(t, filepath.Join(b.dir, "任务总表.xlsx"), plan.String())
	if code, out := b.run(b.dir, archive.Disk{}, "issue", "--period", "2024-09"); code != exitOK {
		t.Fatalf("issue: exit %d\n%s", code, out)
	}
	return b
}

func bureau(n int) string { return fmt.Sprintf("第%04d局", n) }

// liveAtReport gives the most bytes that are live when a merge begins and ends writing the consolidated workbook: everything is gathered
// then, and what is kept of each file is still there.
func (b *bench) liveAtReport(t *testing.T) (most uint64) {
	t.Helper()
	disk := archive.On(&failing{System: archive.OS(), refuse: func(call, path string) error {
		path = filepath.ToSlash(path)
		if call == "create" && strings.HasSuffix(path, "报告/2024-09") || call == "rename" && strings.HasSuffix(path, "汇总.xlsx") {
			var m runtime.MemStats
			runtime.GC()
			runtime.GC() // the pools are emptied by the second collection
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapAlloc)
		}
		return nil
	}})
	if code, out := b.run(b.dir, disk, "merge"); code > exitErrors || most == 0 {
		t.Fatalf("merge: exit %d\n%s", code, out)
	}
	return most
}

// For each further bureau with its task and its filed return, a merge only holds its rows and its lines in lists: some eight kilobytes,
// while the file has thirty and its cells take three hundred.
func TestHeldOfAReturnIsLittle(t *testing.T) {
	const few, many, most = 50, 250, 8_800
	live := func(returns int) uint64 {
		b := newCounty(t, returns)
		for n := range returns {
			b.fill(t, "2024-09", bureau(n), "推进中", fmt.Sprintf("第%d件事已按计划推进，责任到人", n))
		}
		return b.liveAtReport(t)
	}
	a, b := live(few), live(many)
	each := (int64(b) - int64(a)) / (many - few)
	t.Logf("%d bytes are held of each return", each)
	if each > most {
		t.Errorf("of each return %d bytes are held, of %d returns %d in all", each, many, b)
	}
}
