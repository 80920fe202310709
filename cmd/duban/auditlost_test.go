package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"duban/cmd/duban/audit"
	"duban/workbook/archive"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// If the archive lacks a file, nothing based on it is called wrong: neither the receipt of the return that corrected it, nor the files
// beside a workbook that cannot be worked out again. Files that were changed are still found by their hash.
func TestAuditWhereAFileIsLost(t *testing.T) {
	b := newBench(t)
	for _, args := range [][]string{{"receive"}, {"merge"}} {
		if args[0] == "merge" {
			b.fill(t, "2024-09", "商务局", "推进中", "已按计划推进，责任到人")
		}
		if code, out := b.run(b.dir, archive.Disk{}, args...); code > exitErrors {
			t.Fatalf("%v: exit %d\n%s", args, code, out)
		}
	}
	if code, out := b.run(b.dir, archive.Disk{}, "brief"); code > exitErrors {
		t.Fatalf("exit %d\n%s", code, out)
	}
	b.audited(t, exitOK)
	log, err := archive.Disk{}.Read(filepath.Join(b.dir, "存档"), "收件记录.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	var first, second archive.Receipt
	for _, r := range log.Select(archive.KindReturn, "") {
		if strings.HasSuffix(r.Name, "商务局.xlsx") {
			first, second = second, r
		}
	}
	if first.N == 0 || second.Earlier != first.SHA256 || second.Mended == 0 {
		t.Fatalf("no return was mended: %+v", second)
	}
	if err := os.Remove(filepath.Join(b.dir, "存档", filepath.FromSlash(first.Path))); err != nil {
		t.Fatal(err)
	}
	const book, list, brief, text = "报告/2024-09/汇总.xlsx", "报告/2024-09/manifest.json", "报告/2024-09/简报.docx", "报告/2024-09/简报.md"
	states, said := b.audited(t, exitErrors)
	for _, file := range []string{book, list, brief, text} {
		if states[file] != audit.StateUnmade {
			t.Errorf("%s: %q", file, states[file])
		}
	}
	for _, accused := range []string{"可能被改动过", "样子像程序的产出", "改过"} {
		if strings.Contains(said, accused) {
			t.Errorf("somebody is accused: %s\n%s", accused, said)
		}
	}
	if !strings.Contains(said, second.ID()) || strings.Count(said, "只知道是生成时的原样") != 1 {
		t.Errorf("not said\n%s", said)
	}
	b.put(t, text, tampered(t, text, []byte(tree(t, b.dir)[text])))
	if _, said := b.audited(t, exitErrors); !strings.Contains(said, text+"：没法重算，也不是生成时的原样，以后被改过") {
		t.Errorf("not found\n%s", said)
	}
	// The inbox has no copy of a plan.
	plan, _ := log.Latest(archive.KindPlan, "")
	if err := os.Remove(filepath.Join(b.dir, "存档", filepath.FromSlash(plan.Path))); err != nil {
		t.Fatal(err)
	}
	if _, out := b.run(b.dir, archive.Disk{}, "check", "--archive"); !strings.Contains(out, plan.Path+"\n  → 从备份恢复这份文件\n") || !strings.Contains(out, first.Path+"\n  → 从备份恢复这份文件；原件还在") {
		t.Errorf("what to do with a lost plan\n%s", out)
	}
}

// An audit on a computer whose clock was set back finds the same; a replaced slip is restored by the next run.
func TestAuditUnderAnotherClock(t *testing.T) {
	b := newBench(t)
	if code, out := b.run(b.dir, archive.Disk{}, "merge"); code > exitErrors {
		t.Fatalf("exit %d\n%s", code, out)
	}
	code, want := b.run(b.dir, archive.Disk{}, "check", "--archive")
	for _, day := range []calendar.Date{calendar.NewDate(2019, 1, 1), calendar.NewDate(2024, 9, 24), calendar.NewDate(2031, 12, 31)} {
		b.day = day
		if got, out := b.run(b.dir, archive.Disk{}, "check", "--archive"); code != exitOK || got != code || out != want {
			t.Errorf("on %v: exit %d\n%s\nwant\n%s", day, got, out, want)
		}
	}
	b.day = calendar.NewDate(2024, 10, 5)
	const slip = "退回/2024-09/商务局.xlsx"
	was := tree(t, b.dir)
	if was[slip] == "" {
		t.Fatal("there is no slip: the test shows nothing")
	}
	b.put(t, slip, []byte(was["下发/2024-09/发改局.xlsx"]))
	b.put(t, "退回/2024-09/商务局.txt", []byte("不用改了"))
	if code, out := b.run(b.dir, archive.Disk{}, "receive"); code > exitErrors {
		t.Fatalf("exit %d\n%s", code, out)
	}
	for _, file := range []string{slip, "退回/2024-09/商务局.txt"} {
		if tree(t, b.dir)[file] != was[file] {
			t.Errorf("%s was left as somebody put it", file)
		}
	}
}

// Of long texts, the part that differs is shown; days are shown as days, and formulas with their values.
func TestAuditShowsWhatDiffers(t *testing.T) {
	for _, c := range []struct{ a, b, x, y string }{
		{"甲", "乙", "甲", "乙"},
		{strings.Repeat("前", 40) + "44个" + strings.Repeat("后", 40), strings.Repeat("前", 40) + "45个" + strings.Repeat("后", 40),
			"…" + strings.Repeat("前", 7) + "44个" + strings.Repeat("后", 7) + "…", "…" + strings.Repeat("前", 7) + "45个" + strings.Repeat("后", 7) + "…"},
		{strings.Repeat("长", 40), "", strings.Repeat("长", 7) + "…" + strings.Repeat("长", 6), ""},
		{strings.Repeat("长", 40) + "尾", strings.Repeat("长", 40), "…" + strings.Repeat("长", 8) + "尾", "…" + strings.Repeat("长", 8)},
	} {
		if x, y := contrast(c.a, c.b, 60); x != c.x || y != c.y {
			t.Errorf("%q and %q, want %q and %q", x, y, c.x, c.y)
		}
	}
	b := newBench(t)
	if code, out := b.run(b.dir, archive.Disk{}, "score", "--as-of", "2024-10-05"); code > exitErrors {
		t.Fatalf("exit %d\n%s", code, out)
	}
	if code, out := b.run(b.dir, archive.Disk{}, "merge"); code > exitErrors {
		t.Fatalf("exit %d\n%s", code, out)
	}
	const book = "报告/2024-09/汇总.xlsx"
	data := []byte(tree(t, b.dir)[book])
	read, err := xlsx.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	var day, formula sheet.Ref
	ledger := read.Sheet("任务总台账")
	for i := range ledger.Rows {
		for k := range ledger.Rows[i].Cells {
			c := &ledger.Rows[i].Cells[k]
			switch {
			case c.Format == sheet.Date && c.Formula == "":
				day = sheet.At(ledger.Rows[i].N, c.Col)
			case c.Formula != "" && c.Value.Kind == sheet.Text && c.Value.Text != "":
				formula = sheet.At(ledger.Rows[i].N, c.Col)
			}
		}
	}
	if day == (sheet.Ref{}) || formula == (sheet.Ref{}) {
		t.Fatalf("no day, or no formula: %v, %v", day, formula)
	}
	gives := ledger.Cell(formula)
	edited, err := xlsx.Apply(data, []xlsx.Edit{
		{Sheet: "任务总台账", Ref: day, Value: sheet.Num(45600)}, {Sheet: "任务总台账", Ref: formula, Value: sheet.Str("随手填的")},
	})
	if err != nil {
		t.Fatal(err)
	}
	b.put(t, book, edited)
	_, out := b.run(b.dir, archive.Disk{}, "check", "--archive", "--json")
	for _, want := range []string{"2024-11-04", `"随手填的"`, gives.Value.Text + "（公式 =" + gives.Formula} {
		if !strings.Contains(out, want) {
			t.Errorf("not said: %s\n%s", want, out)
		}
	}
}
