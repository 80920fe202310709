package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"duban/templates"
	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// newWorkhorse makes a workspace with one bureau that leads a number of tasks, the last of them status only (仅报状态), and issues its
// workbook.
func newWorkhorse(t *testing.T, tasks int) *bench {
	b := newBench(t)
	b.dir = t.TempDir()
	var plan strings.Builder
	plan.WriteString("# 参数\n| 参数 | 值 |\n| 县市 | 河林县 |\n| 文件日期 | 2024-09-01 |\n| 计划编号 | hl |\n# 单位\n| 单位名称 |\n| 发改局 |\n")
	plan.WriteString("# 任务\n| 任务编号 | 领域 | 重点任务 | 牵头单位 | 完成日期 | 仅报状态 |\n")
	for n := range tasks {
		only := ""
		if n == tasks-1 {
			only = "是"
		}
		fmt.Fprintf(&plan, "| T%04d | 产业 | 第%04d件任务 | 发改局 | 2024-12-31 | %s |\n", n, n, only)
	}
	writePlan(t, filepath.Join(b.dir, "任务总表.xlsx"), plan.String())
	if code, out := b.run(b.dir, archive.Disk{}, "issue", "--period", "2024-09"); code != exitOK {
		t.Fatalf("issue: exit %d\n%s", code, out)
	}
	return b
}

// fillAll gives the bureau's workbook with the same values, by column key, in all rows of its tasks.
func (b *bench) fillAll(t *testing.T, bureau string, as map[string]string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(b.dir, "下发", "2024-09", bureau+".xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	book, err := xlsx.ReadOwn(data)
	if err != nil {
		t.Fatal(err)
	}
	var edits []xlsx.Edit
	for _, row := range workbook.ReadTable(templates.ReturnForms(b.loaded["zh"]).Progress, book.Sheet("任务进展"), "", workbook.Reading{}).Records {
		for key, text := range as {
			edits = append(edits, xlsx.Edit{Sheet: "任务进展", Ref: row.Place(key).Ref, Value: sheet.Str(text)})
		}
	}
	if data, err = xlsx.Apply(data, edits); err != nil {
		t.Fatal(err)
	}
	return data
}

// If more tasks have an error or an explained warning than are listed, no output says that nothing came in for the others, and wherever
// findings are listed, on the screen, in JSON and in the consolidated workbook, the others are counted.
func TestWhatIsOnlyCountedIsSaid(t *testing.T) {
	const tasks = 1_300
	b := newWorkhorse(t, tasks)
	b.put(t, "回收/2024-09/发改局.xlsx", b.fillAll(t, "发改局", map[string]string{workbook.ColStatus: "已完成", workbook.ColText: "正在积极推进中", workbook.ColAnswer: "以验收为准"}))
	if code, out := b.run(b.dir, archive.Disk{}, "merge"); code != exitErrors {
		t.Fatalf("merge: exit %d\n%.3000s", code, out)
	}
	_, out := b.run(b.dir, archive.Disk{}, "status", "--json")
	var o struct {
		Summary struct{ Explained []struct{ Further int } }
	}
	if err := json.Unmarshal([]byte(out), &o); err != nil {
		t.Fatal(err)
	}
	explained := len(o.Summary.Explained)
	for _, x := range o.Summary.Explained {
		explained += x.Further
	}
	if explained != tasks {
		t.Errorf("%d warnings that were explained are listed or counted", explained)
	}
	const error = "已完成，没有填“实际完成日期”"
	for task, want := range map[string]string{
		"T0000": "暂不计入：" + error + "（2024-09/发改局.xlsx 任务进展!L5）",
		"T1298": "暂不计入：2024-09/发改局.xlsx 里这一项有错误，没有逐条列出，与 任务进展!L1003 的同类：" + error + "\n",
		"T1299": "暂不计入：2024-09/发改局.xlsx 里这一项有错误，没有逐条列出，与 任务进展!L1003 的同类：" + error + "\n",
	} {
		if _, out = b.run(b.dir, archive.Disk{}, "explain", task); !strings.Contains(out, want) || strings.Contains(out, "没有填报") {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	_, out = b.run(b.dir, archive.Disk{}, "show", filepath.Join(b.dir, "报告", "2024-09", "汇总.xlsx"))
	for _, want := range []string{
		"| 退回未改 | 2024年9月 | 发改局 | T1298 | 第1298件任务 | 有错误没有逐条列出，与 任务进展!L1003 的同类：" + error + " |  |  |  |  | 2024-09/发改局.xlsx |",
		"（同类另有 301 处，没有逐条列出）", "（同类另有 1299 处，没有逐条列出）",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in the consolidated workbook", want)
		}
	}
	if strings.Contains(out, "| 退回未改 | 2024年9月 | 发改局 | T1299") {
		t.Error("of a task that shows its status only something else is shown")
	}
}

// If a round lists fewer findings than there are, the findings in rows of an earlier return that still count are counted, too.
func TestWhatStandsOfAnEarlierReturnIsCounted(t *testing.T) {
	const tasks, others, rows = 7, 26, 400 // two errors in each row, which is more than are listed together
	b := newWorkhorse(t, tasks)
	issued, err := os.ReadFile(filepath.Join(b.dir, "下发", "2024-09", "发改局.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	b.put(t, "回收/2024-09/00.xlsx", b.fillAll(t, "发改局", map[string]string{workbook.ColStatus: "已完成", workbook.ColDoneOn: "2024-09-20", workbook.ColText: "已按要求建成并投入使用"}))
	for n := range others {
		b.put(t, fmt.Sprintf("回收/2024-09/%02d.xlsx", n+1), hopeless(t, issued, rows+n))
	}
	merge := func() string {
		t.Helper()
		if code, out := b.run(b.dir, archive.Disk{}, "merge"); code > exitErrors {
			t.Fatalf("merge: exit %d\n%s", code, out[max(0, len(out)-3000):])
		}
		_, out := b.run(b.dir, archive.Disk{}, "show", filepath.Join(b.dir, "报告", "2024-09", "汇总.xlsx"))
		return out
	}
	first := merge()
	const want = "已完成，没有“佐证材料”（同类另有 6 处，没有逐条列出）"
	if !strings.Contains(first, want) {
		at := strings.Index(first, "佐证材料”")
		t.Errorf("no %q in the consolidated workbook: %.400s", want, first[max(0, at):])
	}
	if merge() != first {
		t.Error("merged again it says something else")
	}
}
