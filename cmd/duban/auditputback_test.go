package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"duban/cmd/duban/audit"
	"duban/workbook/archive"
	"duban/workbook/calendar"
)

// An announcement vouches for files only until a later receipt names them. If somebody puts back the files of an earlier run together with
// a cache that still has their announcement, it is found all the same.
func TestAuditOfFilesPutBack(t *testing.T) {
	b := newBench(t)
	const book, list, cache = "报告/2024-09/汇总.xlsx", "报告/2024-09/manifest.json", "缓存/" + "underway"
	var announced []byte
	watching := archive.On(&failing{System: archive.OS(), refuse: func(call, path string) error {
		if call == "rename" && filepath.Base(path) == "汇总.xlsx" {
			announced, _ = os.ReadFile(filepath.Join(b.dir, filepath.FromSlash(cache)))
		}
		return nil
	}})
	if code, out := b.run(b.dir, watching, "merge", "--as-of", "2024-10-10"); code > exitErrors {
		t.Fatalf("exit %d\n%s", code, out)
	}
	if len(announced) == 0 {
		t.Fatal("nothing was announced: the test shows nothing")
	}
	was := tree(t, b.dir)
	if code, out := b.run(b.dir, archive.Disk{}, "merge", "--as-of", "2024-10-20"); code > exitErrors {
		t.Fatalf("exit %d\n%s", code, out)
	}
	now := tree(t, b.dir)
	for _, file := range []string{book, list} {
		b.put(t, file, []byte(was[file]))
	}
	b.put(t, cache, announced)
	if states, said := b.audited(t, exitErrors); states[book] != audit.StateOlder || audit.InOrder(states[list]) || strings.Contains(said, "没有运行完") {
		t.Errorf("put back: %q, %q\n%s", states[book], states[list], said)
	}

	// If a run makes the same files as an earlier one and is killed, they are not taken for a backup.
	for _, file := range []string{book, list} {
		b.put(t, file, []byte(now[file]))
	}
	if code, out := b.run(b.dir, diesAt("append", "收件记录.jsonl"), "merge", "--as-of", "2024-10-10"); code != exitFailed {
		t.Fatalf("exit %d\n%s", code, out)
	}
	states, said := b.audited(t, exitOK)
	if tree(t, b.dir)[book] != was[book] || states[book] != audit.StateStopped || states[list] != audit.StateStopped {
		t.Errorf("made again: %q, %q\n%s", states[book], states[list], said)
	}
	if !strings.Contains(said, "核对过的存档、判定和报告都对得上；另有 2 处没有核对") {
		t.Errorf("it is not said that files were not compared\n%s", said)
	}
	// The announcement continues a log that no longer exists.
	b.rewrite(t, func(r *archive.Receipt) { r.Note += " " })
	if states, said := b.audited(t, exitErrors); states[book] == audit.StateStopped {
		t.Errorf("another log: %q\n%s", states[book], said)
	}
}

// Announcements are on the disk, safe from a power cut, before any of the files has its name.
func TestAnnouncedBeforeNamed(t *testing.T) {
	b := newBench(t)
	for range 2 { // the cache is begun, and gone on with
		sys := &failing{System: archive.OS()}
		b.day = calendar.NewDate(2024, 10, b.day.Day()+1)
		if code, out := b.run(b.dir, archive.On(sys), "export", "--as-of", b.day.String()); code > exitErrors {
			t.Fatalf("exit %d\n%s", code, out)
		}
		written := slices.IndexFunc(sys.names, func(call string) bool { return call == "append underway" || call == "rename underway" })
		named := slices.Index(sys.names, "rename tasks.csv")
		if written < 0 || named < written {
			t.Fatalf("nothing was announced: %q", sys.names)
		}
		between := sys.names[written:named]
		if want := map[bool]string{true: "sync underway", false: "sync folder 缓存"}[sys.names[written] == "append underway"]; !slices.Contains(between, want) {
			t.Errorf("no %s before a table has its name: %q", want, between)
		}
	}
}

// After a power cut there is no receipt for a file whose name was not written: otherwise the older file of that name would be taken for one
// put back.
func TestNamedBeforeReceipt(t *testing.T) {
	b := newBench(t)
	for _, c := range []struct{ verb, file, folder string }{
		{"merge", "汇总.xlsx", "2024-09"}, {"score", "得分.xlsx", "2024"}, {"brief", "简报.docx", "2024-09"}, {"export", "tasks.csv", "数据"},
	} {
		sys := &failing{System: archive.OS()}
		if code, out := b.run(b.dir, archive.On(sys), c.verb); code > exitErrors {
			t.Fatalf("%s: exit %d\n%s", c.verb, code, out)
		}
		named := slices.Index(sys.names, "rename "+c.file)
		if named < 0 {
			t.Fatalf("%s was not written: %q", c.file, sys.names)
		}
		after := sys.names[named:]
		sure, recorded := slices.Index(after, "sync folder "+c.folder), slices.Index(after, "append 收件记录.jsonl")
		if sure < 0 || recorded < sure {
			t.Errorf("%s: its folder is made sure of at %d, its receipt is written at %d: %q", c.file, sure, recorded, after)
		}
	}
}

// If a run is killed while it issues a notice, the next notice gets its number, perhaps with another text: the text written with the notice
// counts.
func TestAuditAfterANoticeOfAnotherDay(t *testing.T) {
	filed := newBench(t)
	if code, out := filed.run(filed.dir, archive.Disk{}, "merge"); code > exitErrors {
		t.Fatalf("exit %d\n%s", code, out)
	}
	filed.day = calendar.NewDate(2024, 12, 20)
	killed := func(t *testing.T, b *bench, want int, disk archive.Disk, day int) {
		t.Helper()
		b.day = calendar.NewDate(2024, 12, day)
		if code, out := b.run(b.dir, disk, "notice", "--issue"); code != want && (want == exitFailed || code > exitErrors) {
			t.Fatalf("exit %d\n%s", code, out)
		}
	}
	for name, days := range map[string][]int{"another day": {20, 23}, "and the first again": {20, 23, 20}} {
		t.Run(name, func(t *testing.T) {
			b := &bench{dir: filed.copy(t), loaded: filed.loaded}
			for _, day := range days[:len(days)-1] {
				killed(t, b, exitFailed, diesAt("rename", ".docx"), day)
			}
			killed(t, b, exitOK, archive.Disk{}, days[len(days)-1])
			was := tree(t, b.dir)
			if _, said := b.audited(t, exitOK); strings.Contains(said, "改过") {
				t.Errorf("accused\n%s", said)
			}
			notices := 0
			for file := range was {
				if strings.HasPrefix(file, "报告/2024-09/通知/") {
					notices++
					if err := os.Remove(filepath.Join(b.dir, filepath.FromSlash(file))); err != nil {
						t.Fatal(err)
					}
				}
			}
			if notices == 0 {
				t.Fatal("no notice was given: the test shows nothing")
			}
			if code, out := b.run(b.dir, archive.Disk{}, "merge"); code > exitErrors {
				t.Fatalf("exit %d\n%s", code, out)
			}
			back := tree(t, b.dir)
			for file := range was {
				if strings.HasPrefix(file, "报告/2024-09/通知/") && !bytes.Equal([]byte(back[file]), []byte(was[file])) {
					t.Errorf("%s came back as another", file)
				}
			}
			if _, said := b.audited(t, exitOK); strings.Contains(said, "不在了") {
				t.Errorf("not back\n%s", said)
			}
		})
	}
	// The text of a notice that was never issued is not called wrong, and is not restored.
	b := &bench{dir: filed.copy(t), loaded: filed.loaded}
	killed(t, b, exitFailed, diesAt("rename", ".docx"), 20)
	killed(t, b, exitFailed, diesAt("rename", ".docx"), 23)
	b.audited(t, exitOK)
	if err := os.RemoveAll(filepath.Join(b.dir, "报告", "2024-09", "通知")); err != nil {
		t.Fatal(err)
	}
	if code, out := b.run(b.dir, archive.Disk{}, "merge"); code > exitErrors {
		t.Fatalf("exit %d\n%s", code, out)
	}
	_, said := b.audited(t, exitOK)
	if _, err := os.Stat(filepath.Join(b.dir, "报告", "2024-09", "通知")); err == nil || strings.Contains(said, "不在了") {
		t.Errorf("the text of no notice: %v\n%s", err, said)
	}
}
