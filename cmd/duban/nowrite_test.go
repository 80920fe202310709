package main

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"duban/workbook/archive"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
)

// refusing gives a disk on which every write fails with why, as on a full disk or in a folder shared for reading.
func refusing(why error) archive.Disk {
	return archive.On(&failing{System: archive.OS(), refuse: func(call, path string) error {
		if slices.Contains(reads, call) || call == "mkdir" {
			return nil
		}
		return &fs.PathError{Op: call, Path: path, Err: why}
	}})
}

// On a full disk and in a folder shared for reading, every command that writes says what it could not write and what to do; nothing is
// changed, and once there is room the same command succeeds.
func TestNothingCanBeWritten(t *testing.T) {
	b := newBench(t)
	b.put(t, "纪要.txt", []byte("2024年9月1日\n由发改局牵头，9月底前完成8个重点项目开工。\n"))
	if code, out := b.run(b.dir, archive.Disk{}, "draft", filepath.Join(b.dir, "纪要.txt"), "-o", "新增.xlsx"); code > exitErrors {
		t.Fatalf("draft: exit %d\n%s", code, out)
	}
	b.acceptFirst(t, "新增.xlsx")
	merged := &bench{dir: b.copy(t), loaded: b.loaded, day: calendar.NewDate(2024, 11, 8)}
	if code, out := merged.run(merged.dir, archive.Disk{}, "merge"); code > exitErrors {
		t.Fatalf("merge: exit %d\n%s", code, out)
	}
	raters := &bench{dir: merged.copy(t), loaded: b.loaded, day: merged.day}
	writePlan(t, filepath.Join(raters.dir, "任务总表.xlsx"), ratedPlan)
	marked := raters.withRatings(t)
	for _, c := range []struct {
		*bench
		args string
	}{
		{b, "receive"}, {b, "merge"}, {b, "draft 纪要.txt -o 又一份.xlsx"}, {b, "draft --apply 新增.xlsx"}, {b, "init 另一个"},
		{merged, "issue --period 2024-10"}, {merged, "brief --number 3"}, {merged, "notice --issue"}, {merged, "export --period 2024-09"},
		{merged, "score --period 2024"}, {merged, "score --period 2024 --notices"}, {raters, "rating --issue --period 2024"},
		{marked, "rating --period 2024"}, {marked, "objection --period 2024"},
	} {
		args := strings.Fields(c.args)
		if args[0] == "draft" && args[1] != "--apply" {
			args[1] = filepath.Join(c.dir, args[1])
		}
		t.Run(c.args, func(t *testing.T) {
			before := tree(t, c.dir)
			for why, words := range map[error]string{syscall.ENOSPC: "磁盘满了，“", fs.ErrPermission: "没有权限读写“"} {
				code, out := c.run(c.dir, refusing(why), args...)
				if code != exitFailed || !strings.Contains(out, words) || !strings.Contains(out, "\n  → ") {
					t.Errorf("%v: exit %d\n%s", why, code, out)
				}
				if got := tree(t, c.dir); !maps.Equal(got, before) {
					t.Errorf("%v: changed all the same: %v", why, differing(got, before))
				}
			}
			dir := c.copy(t)
			if code, out := c.run(dir, archive.Disk{}, args...); code > exitErrors {
				t.Errorf("exit %d where it can be written\n%s", code, out)
			}
			if maps.Equal(tree(t, dir), before) {
				t.Error("nothing is written even where it can be: this shows nothing")
			}
		})
	}
}

// withRatings copies the bench, gives out rating forms and score sheets, and has one of each come back.
func (b *bench) withRatings(t *testing.T) *bench {
	t.Helper()
	with := &bench{dir: b.copy(t), loaded: b.loaded, day: b.day}
	for _, args := range []string{"rating --issue --period 2024", "score --period 2024 --notices"} {
		if code, out := with.run(with.dir, archive.Disk{}, strings.Fields(args)...); code > exitErrors {
			t.Fatalf("%s: exit %d\n%s", args, code, out)
		}
	}
	read := func(name string) []byte {
		data, err := os.ReadFile(filepath.Join(with.dir, filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	form, given := read("下发/2024/评议/县领导 李书记.xlsx"), read("报告/2024/得分告知单/发改局.xlsx")
	with.put(t, "回收/2024/评议/李书记.xlsx", rated(t, form, b.loaded["zh"], sheet.Str("很好")))
	with.put(t, "回收/2024/发改局.xlsx", typedInto(t, given, objected(readBookOf(t, "score sheet", given), b.loaded["zh"])))
	return with
}

// If one draft is accepted twice at the same time it is in the plan once: the run that waited finds it accepted.
func TestOneDraftAcceptedTwiceAtOnce(t *testing.T) {
	b := newBench(t)
	b.put(t, "纪要.txt", []byte("2024年9月1日\n由发改局牵头，9月底前完成8个重点项目开工。\n"))
	if code, out := b.run(b.dir, archive.Disk{}, "draft", filepath.Join(b.dir, "纪要.txt"), "-o", "新增.xlsx"); code > exitErrors {
		t.Fatalf("draft: exit %d\n%s", code, out)
	}
	b.acceptFirst(t, "新增.xlsx")
	apply := []string{"draft", "--apply", "新增.xlsx"}
	once := b.copy(t)
	if code, out := b.run(once, archive.Disk{}, apply...); code > exitErrors {
		t.Fatalf("exit %d\n%s", code, out)
	}
	codes, said := b.together(t, b.dir, apply, apply)
	if max(codes[0], codes[1]) > exitErrors || strings.Contains(said[0], "新增 1 项任务") == strings.Contains(said[1], "新增 1 项任务") {
		t.Errorf("exits %v\n%s\n%s", codes, said[0], said[1])
	}
	if got, want := tree(t, b.dir), tree(t, once); !maps.Equal(got, want) {
		t.Errorf("twice at once is not once: %v", differing(got, want))
	}
}
