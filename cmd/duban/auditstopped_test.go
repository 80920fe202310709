package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"duban/cmd/duban/audit"
	"duban/workbook/archive"
	"duban/workbook/calendar"
)

// notReplacing gives the computer's disk, except that replacing a file whose path ends in name fails with what err returns.
func notReplacing(name string, err func(path string) error) archive.Disk {
	return archive.On(&failing{System: archive.OS(), refuse: func(call, path string) error {
		if call == "rename" && strings.HasSuffix(filepath.ToSlash(path), name) {
			return err(path)
		}
		return nil
	}})
}

func openInExcel(path string) error { return &archive.Busy{Path: path, Err: os.ErrPermission} }

func brokenOff(path string) error {
	return &fs.PathError{Op: "rename", Path: path, Err: syscall.EIO}
}

// If a run cannot write one of many files the others are written. The audit calls none of them changed: it compares new files with the new
// scoring, and those that stayed with their own. The next run writes the rest.
func TestAuditAfterARunThatStopped(t *testing.T) {
	b := newBench(t)
	must := func(want int, disk archive.Disk, args ...string) string {
		t.Helper()
		code, out := b.run(b.dir, disk, args...)
		if code != want {
			t.Fatalf("%v: exit %d, want %d\n%s", args, code, want, out)
		}
		return out
	}
	must(exitErrors, archive.Disk{}, "merge")
	sheets, tables := "报告/2024/得分告知单/", "报告/2024-09/数据/"
	asOf := map[string][]string{
		"score":  {"score", "--period", "2024", "--notices", "--as-of"},
		"export": {"export", "--period", "2024-09", "--as-of"},
	}
	for _, name := range []string{"score", "export"} {
		args := asOf[name]
		stuck, other := sheets+"商务局.xlsx", sheets+"发改局.xlsx"
		if name == "export" {
			stuck, other = tables+"tasks.csv", tables+"ledger.csv"
		}
		must(exitOK, archive.Disk{}, append(args, "2024-10-10")...)
		was := tree(t, b.dir)

		out := must(exitFailed, notReplacing(stuck, openInExcel), append(args, "2024-10-20")...)
		if !strings.Contains(filepath.ToSlash(out), stuck) || strings.Contains(filepath.ToSlash(out), other) || !strings.Contains(out, "关掉上面的文件，再运行一次") {
			t.Errorf("%s: what is open is not named\n%s", name, out)
		}
		now := tree(t, b.dir)
		if now[stuck] != was[stuck] || now[other] == was[other] {
			t.Errorf("%s: %s is written or %s is not", name, stuck, other)
		}
		states, said := b.audited(t, exitOK)
		if states[stuck] != audit.StateSame || states[other] != audit.StateSame {
			t.Errorf("%s open: %q, and of the others %q\n%s", stuck, states[stuck], states[other], said)
		}
		must(exitOK, archive.Disk{}, append(args, "2024-10-20")...)
		if states, said := b.audited(t, exitOK); states[stuck] != audit.StateSame || tree(t, b.dir)[stuck] == was[stuck] {
			t.Errorf("%s after the next run: %q\n%s", stuck, states[stuck], said)
		}
	}

	// The run was stopped before it could record whose sheets it had written.
	stuck, other := sheets+"商务局.xlsx", sheets+"发改局.xlsx"
	was := tree(t, b.dir)
	must(exitFailed, notReplacing(stuck, brokenOff), append(asOf["score"], "2024-10-25")...)
	if now := tree(t, b.dir); now[stuck] != was[stuck] || now[other] == was[other] {
		t.Fatalf("%s is written or %s is not: the test shows nothing", stuck, other)
	}
	states, said := b.audited(t, exitOK)
	if states[stuck] != audit.StateSame || states[other] != audit.StateSame {
		t.Errorf("%s stuck: %q, and of the other %q\n%s", stuck, states[stuck], states[other], said)
	}
	// A file that no run wrote like this is found all the same.
	b.put(t, other, tampered(t, other, []byte(tree(t, b.dir)[other])))
	if states, said := b.audited(t, exitErrors); states[other] != audit.StateEdited {
		t.Errorf("%s changed by hand: %q\n%s", other, states[other], said)
	}
	// If the plan of the scoring is gone its sheets cannot be checked, but they are not strays.
	b.put(t, other, []byte(was[other]))
	if err := os.RemoveAll(filepath.Join(b.dir, "存档", "2024-09")); err != nil {
		t.Fatal(err)
	}
	if states, said := b.audited(t, exitErrors); states[other] != audit.StateUnmade || states[stuck] != audit.StateUnmade {
		t.Errorf("without the archive: %q, %q\n%s", states[other], states[stuck], said)
	}
}

// Early versions left no receipt of an export: its tables are compared with what the archive gives now, and differences are not called
// wrong. If no early version was used, tables without a receipt count as wrong.
func TestAuditOfExportsWithoutReceipt(t *testing.T) {
	b := newBench(t)
	if code, out := b.run(b.dir, archive.Disk{}, "merge"); code != exitErrors {
		t.Fatalf("exit %d\n%s", code, out)
	}
	elsewhere := b.copy(t)
	if code, out := b.run(elsewhere, archive.Disk{}, "export", "--period", "2024-09"); code != exitOK {
		t.Fatalf("exit %d\n%s", code, out)
	}
	tables := map[string]string{}
	for name, data := range tree(t, elsewhere) {
		if strings.HasPrefix(name, "报告/2024-09/数据/") {
			tables[name] = data
			b.put(t, name, []byte(data))
		}
	}
	expect := func(exit int, of string, want, saying string) {
		t.Helper()
		states, said := b.audited(t, exit)
		for name := range tables {
			if state := states[name]; name == of && state != want || name != of && state != audit.StateSame {
				t.Errorf("%s: %q\n%s", name, state, said)
			}
		}
		if !strings.Contains(said, saying) {
			t.Errorf("not said: %s\n%s", saying, said)
		}
	}
	const one = "报告/2024-09/数据/tasks.csv"
	expect(exitOK, "", "", "等 13 个文件：一致，重算的与它一字节不差（截至 2024-09-30）")
	b.put(t, one, tampered(t, one, []byte(tables[one])))
	expect(exitErrors, one, audit.StateUnrecorded, "存档里没有它的生成记录")
	b.rewrite(t, func(r *archive.Receipt) { r.Build = "" })
	expect(exitOK, one, audit.StateUncompared, one+"：没有逐格核对。存档里没有它的生成记录，多半是早先的程序生成的")
	b.put(t, one, []byte(tables[one]))
	// A run for one format records that format and not the others.
	if code, out := b.run(b.dir, archive.Disk{}, "export", "--period", "2024-09", "--format", "csv"); code != exitOK {
		t.Fatalf("exit %d\n%s", code, out)
	}
	expect(exitOK, "", "", "等 13 个文件：一致，重算的与它一字节不差（截至 2024-09-30）")
	const other = "报告/2024-09/数据/tasks.jsonl"
	b.put(t, other, tampered(t, other, []byte(tables[other])))
	expect(exitOK, other, audit.StateUncompared, other+"：没有逐格核对。存档里没有它的生成记录，多半是早先的程序生成的")
	if code, out := b.run(b.dir, archive.Disk{}, "export", "--period", "2024-09"); code != exitOK {
		t.Fatalf("exit %d\n%s", code, out)
	}
	expect(exitOK, "", "", "等 13 个文件：一致")

	// An early version cannot have written tables of a round that was issued after its last run.
	b.day = calendar.NewDate(2024, 10, 28)
	if code, out := b.run(b.dir, archive.Disk{}, "issue", "--period", "2024-10"); code != exitOK {
		t.Fatalf("exit %d\n%s", code, out)
	}
	const forged = "报告/2024-10/数据/tasks.csv"
	b.put(t, forged, []byte(tables[one]))
	if states, said := b.audited(t, exitErrors); states[forged] != audit.StateUnrecorded || !strings.Contains(said, forged+"：不一致") {
		t.Errorf("%q\n%s", states[forged], said)
	}
}

// A brief is written as a document and as a text, or not at all: if one of them or its receipt cannot be written, the other stays as it
// was, and the audit calls neither changed.
func TestAuditAfterABriefThatStopped(t *testing.T) {
	b := newBench(t)
	if code, out := b.run(b.dir, archive.Disk{}, "brief"); code != exitErrors && code != exitOK {
		t.Fatalf("exit %d\n%s", code, out)
	}
	was := tree(t, b.dir)
	notKept := archive.On(&failing{System: archive.OS(), refuse: func(call, path string) error {
		if call == "append" {
			return brokenOff(path)
		}
		return nil
	}})
	for name, disk := range map[string]archive.Disk{
		"the document is open": notReplacing("简报.docx", openInExcel), "the text is open": notReplacing("简报.md", openInExcel),
		"the text cannot be written": notReplacing("简报.md", brokenOff), "its receipt cannot be written": notKept,
	} {
		t.Run(name, func(t *testing.T) {
			if code, out := b.run(b.dir, disk, "brief", "--number", "77"); code != exitFailed || !strings.Contains(out, "简报") && !strings.Contains(out, "收件记录") {
				t.Errorf("exit %d\n%s", code, out)
			}
			for _, file := range []string{"报告/2024-09/简报.docx", "报告/2024-09/简报.md"} {
				states, said := b.audited(t, exitOK)
				if tree(t, b.dir)[file] != was[file] || states[file] != audit.StateSame {
					t.Errorf("%s: %q\n%s", file, states[file], said)
				}
			}
		})
	}
	if code, out := b.run(b.dir, archive.Disk{}, "brief", "--number", "77"); code > exitErrors {
		t.Fatalf("exit %d\n%s", code, out)
	}
	if states, said := b.audited(t, exitOK); states["报告/2024-09/简报.docx"] != audit.StateSame || states["报告/2024-09/简报.md"] != audit.StateSame {
		t.Errorf("after the next run\n%s", said)
	}
}

// If a manifest is open in another program, everything else is still recorded: the workbook beside it agrees with the archive, the old
// manifest is not called changed, and the next run writes it.
func TestAuditAfterAListThatWasOpen(t *testing.T) {
	b := newBench(t)
	const book, list = "报告/2024-09/汇总.xlsx", "报告/2024-09/manifest.json"
	if code, out := b.run(b.dir, notReplacing(list, openInExcel), "merge"); code != exitFailed || !strings.Contains(filepath.ToSlash(out), list) || !strings.Contains(out, "再运行一次") {
		t.Errorf("what is open is not named: exit %d\n%s", code, out)
	}
	if states, said := b.audited(t, exitOK); states[book] != audit.StateSame || states[list] != audit.StateMissing {
		t.Errorf("%q, %q\n%s", states[book], states[list], said)
	}
	if code, out := b.run(b.dir, archive.Disk{}, "merge", "--as-of", "2024-10-10"); code > exitErrors {
		t.Fatalf("exit %d\n%s", code, out)
	}
	was := tree(t, b.dir)
	if code, out := b.run(b.dir, notReplacing(list, openInExcel), "merge", "--as-of", "2024-10-20"); code != exitFailed || tree(t, b.dir)[book] == was[book] {
		t.Fatalf("exit %d, or nothing was written\n%s", code, out)
	}
	states, said := b.audited(t, exitErrors)
	if states[book] != audit.StateSame || states[list] != audit.StateOlder || !strings.Contains(said, list+"：是较早一次生成的清单") || strings.Contains(said, "改过") {
		t.Errorf("%q, %q\n%s", states[book], states[list], said)
	}
	if code, out := b.run(b.dir, archive.Disk{}, "merge", "--as-of", "2024-10-20"); code > exitErrors {
		t.Fatalf("exit %d\n%s", code, out)
	}
	b.audited(t, exitOK)
	b.put(t, list, []byte(strings.ReplaceAll(tree(t, b.dir)[list], "发改局", "财政局")))
	if states, said := b.audited(t, exitErrors); states[list] != audit.StateEdited {
		t.Errorf("%q\n%s", states[list], said)
	}
}

// A notice is recorded before it is put into the reports: whenever a run is killed, there is no notice without a receipt, and the next run
// writes those that are missing.
func TestAuditAfterANoticeThatStopped(t *testing.T) {
	b := newBench(t)
	if code, out := b.run(b.dir, archive.Disk{}, "merge"); code > exitErrors {
		t.Fatalf("exit %d\n%s", code, out)
	}
	b.day = calendar.NewDate(2024, 12, 20)
	for _, at := range []struct{ call, name string }{{"append", "收件记录.jsonl"}, {"rename", ".txt"}, {"rename", ".docx"}} {
		c := &bench{dir: b.copy(t), loaded: b.loaded, day: b.day}
		if code, out := c.run(c.dir, diesAt(at.call, at.name), "notice", "--issue"); code != exitFailed {
			t.Fatalf("%v: exit %d\n%s", at, code, out)
		}
		if _, said := c.audited(t, exitOK); strings.Contains(said, "样子像程序的产出") {
			t.Errorf("%v\n%s", at, said)
		}
		if code, out := c.run(c.dir, archive.Disk{}, "notice", "--issue"); code > exitErrors {
			t.Fatalf("%v: exit %d\n%s", at, code, out)
		}
		given := 0
		for name := range tree(t, c.dir) {
			if strings.HasPrefix(name, "报告/2024-09/督办通知/") || strings.HasPrefix(name, "报告/2024-09/通知/") {
				given++
			}
		}
		if _, said := c.audited(t, exitOK); given == 0 || strings.Contains(said, "不在了") {
			t.Errorf("%v: %d given\n%s", at, given, said)
		}
	}
}
