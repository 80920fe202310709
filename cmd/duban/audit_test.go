package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// rewrite writes the log of receipts anew, as somebody who knows how it is chained would do.
func (b *bench) rewrite(t *testing.T, change func(*archive.Receipt)) {
	t.Helper()
	log := filepath.Join("存档", "收件记录.jsonl")
	was, err := archive.Disk{}.Read(filepath.Join(b.dir, "存档"), "收件记录.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	elsewhere := t.TempDir()
	a, err := archive.Disk{}.Open(elsewhere, "收件记录.jsonl", 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range was.Receipts() {
		change(&r)
		if _, err := a.Append(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(elsewhere, "收件记录.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(b.dir, log), data, 0o644); err != nil {
		t.Fatal(err)
	}
	// Somebody who rewrites the whole log also removes the mark of its end.
	if err := os.RemoveAll(filepath.Join(b.dir, "缓存", "log")); err != nil {
		t.Fatal(err)
	}
}

// A log that was rewritten completely has a sound chain, but its receipts are compared with the files themselves.
func TestAuditOfRewrittenReceipts(t *testing.T) {
	audit := func(b *bench, want ...string) {
		t.Helper()
		code, out := b.run(b.dir, archive.Disk{}, "check", "--archive")
		if code != exitErrors || !strings.Contains(out, "问题 0 处") {
			t.Errorf("exit %d\n%s", code, out)
		}
		for _, w := range want {
			if !strings.Contains(out, w) {
				t.Errorf("not said: %s\n%s", w, out)
			}
		}
	}
	filed := newBench(t)
	if code, out := filed.run(filed.dir, archive.Disk{}, "merge"); code != exitErrors {
		t.Fatalf("merge: exit %d\n%s", code, out)
	}
	if code, out := filed.run(filed.dir, archive.Disk{}, "check", "--archive"); code != exitOK {
		t.Fatalf("nothing was changed: exit %d\n%s", code, out)
	}
	fresh := func() *bench { return &bench{dir: filed.copy(t), loaded: filed.loaded, day: filed.day} }

	b := fresh()
	b.rewrite(t, func(r *archive.Receipt) {
		if r.Verdict == "sent-back" {
			r.Verdict, r.Errors = "accepted", 0
		}
	})
	audit(b, "与收件记录不一致的 1 份", "收件记录写的是“采纳，商务局，提醒 1 处，暂不计 1 行”，用存档的文件和当时的任务总表重判是“退回，商务局，错误", "请与备份核对", "汇总.xlsx：一致")

	// Another version of the program may have had other rules: the audit says so, which is not a disagreement.
	b = fresh()
	b.rewrite(t, func(r *archive.Receipt) {
		if r.Verdict == "sent-back" {
			r.Warnings, r.Program = 9, "0.0.9"
		}
	})
	if code, out := b.run(b.dir, archive.Disk{}, "check", "--archive"); code != exitOK || !strings.Contains(out, "收件时是 0.0.9 版程序") {
		t.Errorf("exit %d\n%s", code, out)
	}

	// If a late return is made punctual a figure in the report changes, but no verdict.
	b = fresh()
	b.rewrite(t, func(r *archive.Receipt) {
		if r.Kind == archive.KindReturn && r.Bureau != "" {
			r.Received = "2024-09-28"
		}
	})
	audit(b, "与收件记录不一致的 0 份", "汇总.xlsx：不一致", "文件是 2024-10-05 生成的原样，但按存档重算得到的不同", "报送情况!")

	// A return taken out of the log.
	b = fresh()
	b.rewrite(t, func(r *archive.Receipt) {
		if r.Bureau == "FGJ" || strings.HasSuffix(r.Name, "发改局.xlsx") && r.Kind == archive.KindReturn {
			r.Kind = archive.KindEvidence
		}
	})
	audit(b, "汇总.xlsx：不一致")

	// A plan that was never archived, and receipts of the early versions, which did not always archive it.
	b = fresh()
	b.rewrite(t, func(r *archive.Receipt) {
		if r.Kind == archive.KindReturn {
			r.PlanSHA256 = strings.Repeat("0", 64)
		}
	})
	audit(b, "没有重判的 3 份", "对不上的共 3 处")
	b.rewrite(t, func(r *archive.Receipt) { r.Program = "" })
	if code, out := b.run(b.dir, archive.Disk{}, "check", "--archive"); code != exitOK || !strings.Contains(out, "没有重判的 3 份") {
		t.Errorf("exit %d\n%s", code, out)
	}
}

// A bureau that was merged into another since has the name that it had then.
func TestAuditNamesFormerBureaus(t *testing.T) {
	b := newBench(t)
	plan := func(bureaus, lead string) {
		data, err := xlsx.Write(pipeBook(t, "# 单位\n| 单位编码 | 单位名称 | 别名 |\n"+bureaus+
			"# 任务\n| 任务编号 | 重点任务 | 牵头单位 | 开始日期 | 完成日期 |\n| T1 | 梳理清单 | 发改局 | 2024-09-01 | 2024-10-31 |\n| T2 | 走访企业 | "+lead+" | 2024-09-01 | 2024-12-31 |\n"))
		if err != nil {
			t.Fatal(err)
		}
		b.put(t, "任务总表.xlsx", data)
	}
	plan("| FGJ | 发改局 | |\n| SWJ | 商务局 | |\n", "商务局")
	for _, args := range [][]string{{"issue", "--period", "2024-09", "--force"}, {"merge"}} {
		if args[0] == "merge" {
			b.fill(t, "2024-09", "商务局", "已完成", "已按计划推进，责任到人")
		}
		if code, out := b.run(b.dir, archive.Disk{}, args...); code > exitErrors {
			t.Fatalf("%v: exit %d\n%s", args, code, out)
		}
	}
	b.rewrite(t, func(r *archive.Receipt) {
		if r.Bureau == "SWJ" {
			r.Warnings = 9
		}
	})
	plan("| FGJ | 发改局 | 商务局 |\n", "发改局")
	if code, out := b.run(b.dir, archive.Disk{}, "check", "--archive"); code != exitErrors || !strings.Contains(out, "，商务局，") || strings.Contains(out, "SWJ") {
		t.Errorf("exit %d\n%s", code, out)
	}
}

// If the archive has lost the plan that a past round keeps, a return that came late for it cannot be judged again; everything else can.
func TestAuditWithoutKeptPlan(t *testing.T) {
	b := newBench(t)
	anew := func(name string) {
		data, err := os.ReadFile(filepath.Join(b.dir, name))
		if err != nil {
			t.Fatal(err)
		}
		b.put(t, name, []byte(recompressed(t, string(data))))
	}
	for _, args := range [][]string{{"merge"}, {"issue", "--period", "2024-10"}, {"receive"}} {
		if args[0] == "receive" {
			anew("任务总表.xlsx")
			anew(filepath.Join("回收", "2024-09", "发改局.xlsx"))
		}
		if code, out := b.run(b.dir, archive.Disk{}, args...); code > exitErrors {
			t.Fatalf("%v: exit %d\n%s", args, code, out)
		}
	}
	b.audited(t, exitOK)
	b.rewrite(t, func(r *archive.Receipt) {
		if r.Kind == archive.KindMerge {
			r.PlanSHA256 = strings.Repeat("0", 64)
		}
	})
	if _, said := b.audited(t, exitErrors); !strings.Contains(said, "没有重判的 1 份") || !strings.Contains(said, "不一致的 0 份") || !strings.Contains(said, "报告/2024-09/汇总.xlsx") {
		t.Errorf("not said\n%s", said)
	}
}

// Another version of the program writes the same cells as other bytes: its workbook and manifest agree, but a manifest that names anything
// else does not.
func TestAuditOfAnotherVersionsBytes(t *testing.T) {
	b := newBench(t)
	if code, out := b.run(b.dir, archive.Disk{}, "merge"); code != exitErrors {
		t.Fatalf("merge: exit %d\n%s", code, out)
	}
	folder := filepath.Join(b.dir, "报告", "2024-09")
	read := func(name string) []byte {
		t.Helper()
		data, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	was := read("汇总.xlsx")
	other := []byte(recompressed(t, string(was)))
	sum, then := archive.Hash(was), archive.Hash(other)
	b.put(t, "报告/2024-09/汇总.xlsx", other)
	list := bytes.ReplaceAll(read("manifest.json"), []byte(sum), []byte(then))
	b.put(t, "报告/2024-09/manifest.json", list)
	b.rewrite(t, func(r *archive.Receipt) {
		if r.Kind == archive.KindMerge {
			r.SHA256, r.Program = then, "0.0.9"
		}
	})
	code, said := b.run(b.dir, archive.Disk{}, "check", "--archive")
	if code != exitOK || !strings.Contains(said, "由别的版本生成，或被别的程序另存过") || strings.Contains(said, "manifest.json：") {
		t.Errorf("exit %d\n%s", code, said)
	}
	b.put(t, "报告/2024-09/manifest.json", bytes.ReplaceAll(list, []byte(then), []byte(strings.Repeat("0", 64))))
	if code, said = b.run(b.dir, archive.Disk{}, "check", "--archive"); code != exitErrors || !strings.Contains(said, "manifest.json：") {
		t.Errorf("exit %d\n%s", code, said)
	}
}

// What the audit reads does not grow with the number of receipts that differ: a round is only worked out again if, since it was worked out,
// something came in for an earlier round or an earlier round was merged.
func TestAuditOfManyDifferences(t *testing.T) {
	b := newBench(t)
	sent, row := b.firstRow(t, "发改局.xlsx")
	for i := range 12 {
		data, err := xlsx.Apply(sent, []xlsx.Edit{{Sheet: "任务进展", Ref: row.Place(workbook.ColText).Ref, Value: sheet.Str(fmt.Sprintf("已按计划推进到第%d步，责任到人", i))}})
		if err != nil {
			t.Fatal(err)
		}
		b.put(t, fmt.Sprintf("回收/2024-09/发改局（%d）.xlsx", i), data)
	}
	if code, out := b.run(b.dir, archive.Disk{}, "receive"); code > exitErrors {
		t.Fatalf("exit %d\n%s", code, out)
	}
	reads := func(differing int) int {
		t.Helper()
		disk, read := noting(b.dir)
		code, out := b.run(b.dir, disk, "check", "--archive")
		if want := fmt.Sprintf("重新判定填报 15 份，与收件记录不一致的 %d 份", differing); code > exitErrors || !strings.Contains(out, want) {
			t.Fatalf("exit %d, not said: %s\n%s", code, want, out)
		}
		return len(*read)
	}
	sound := reads(0)
	b.rewrite(t, func(r *archive.Receipt) {
		if r.Kind == archive.KindReturn {
			r.Warnings += 9
		}
	})
	if n := reads(15); n != sound {
		t.Errorf("%d files of the archive read where all receipts differ, %d where none does", n, sound)
	}
}

// The audit names every kind of archived file if a byte of it is changed or the file is gone.
func TestAuditNamesEveryKindOfFile(t *testing.T) {
	b := newBench(t)
	for _, args := range [][]string{{"merge"}, {"brief"}, {"score", "--period", "2024"}, {"score", "--period", "2024", "--notices"}} {
		if code, out := b.run(b.dir, archive.Disk{}, args...); code > exitErrors {
			t.Fatalf("%v: exit %d\n%s", args, code, out)
		}
	}
	b.day = calendar.NewDate(2024, 11, 8)
	if code, out := b.run(b.dir, archive.Disk{}, "notice", "--issue"); code > exitErrors {
		t.Fatalf("exit %d\n%s", code, out)
	}
	a, err := archive.Disk{}.Read(filepath.Join(b.dir, "存档"), "收件记录.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	if code, out := b.run(b.dir, archive.Disk{}, "check", "--archive"); code != exitOK {
		t.Fatalf("before anything was touched: exit %d\n%s", code, out)
	}
	first := map[string]archive.Receipt{}
	for _, r := range slices.Backward(a.Receipts()) {
		if r.Path != "" {
			first[r.Kind] = r
		}
	}
	for _, kind := range []string{archive.KindReturn, archive.KindEvidence, archive.KindPlan, archive.KindBrief, archive.KindNotice, archive.KindText} {
		if first[kind].Path == "" {
			t.Errorf("no file of kind %s: the test shows nothing of it", kind)
		}
	}
	for _, c := range []struct {
		said   string
		change func(path string, data []byte) error
	}{
		{"与收到时不同", func(path string, data []byte) error {
			data[len(data)/2] ^= 1
			return os.WriteFile(path, data, 0o644)
		}},
		{"不见了", func(path string, _ []byte) error { return os.Remove(path) }},
	} {
		for _, r := range first {
			path := filepath.Join(b.dir, "存档", filepath.FromSlash(r.Path))
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := c.change(path, data); err != nil {
				t.Fatal(err)
			}
		}
		code, out := b.run(b.dir, archive.Disk{}, "check", "--archive")
		if code != exitErrors {
			t.Errorf("exit %d", code)
		}
		for kind, r := range first {
			if !strings.Contains(filepath.ToSlash(out), r.ID()+" 的存档文件"+c.said) || !strings.Contains(filepath.ToSlash(out), r.Path) {
				t.Errorf("%s, %s: not said\n%s", kind, c.said, out)
			}
		}
	}
}

// An audit makes the report of every round again, and each report is based on all rounds before it. Even so, a return is read only once to
// be hashed and once to be judged.
func TestAuditJudgesAReturnOnce(t *testing.T) {
	b := newBench(t)
	periods := []string{"2024-09", "2024-10", "2024-11"}
	for i, period := range periods {
		if i > 0 {
			b.day = calendar.NewDate(2024, 9+i, 25)
			if code, out := b.run(b.dir, archive.Disk{}, "issue", "--period", period); code != exitOK {
				t.Fatalf("issue: exit %d\n%s", code, out)
			}
			b.fill(t, period, "发改局", "推进中", "按计划推进到 "+period)
		}
		b.day = calendar.NewDate(2024, 10+i, 5)
		if code, out := b.run(b.dir, archive.Disk{}, "merge", "--period", period); code > exitErrors {
			t.Fatalf("merge: exit %d\n%s", code, out)
		}
	}
	probe := &failing{System: archive.OS()}
	code, out := b.run(b.dir, archive.On(probe), "check", "--archive")
	if code != exitOK || !strings.Contains(out, "报告/2024-11/汇总.xlsx：一致，重算的与它一字节不差") {
		t.Fatalf("exit %d\n%s", code, out)
	}
	reads := 0
	for _, call := range probe.names {
		if (strings.HasPrefix(call, "read ") || strings.HasPrefix(call, "open ")) && strings.Contains(call, "发改局") {
			reads++
		}
	}
	if want := 2 * len(periods); reads != want {
		t.Errorf("the returns of %d rounds are read %d times, want %d", len(periods), reads, want)
	}
}
