package main

import (
	"bytes"
	"errors"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"duban/workbook/archive"
	"duban/workbook/calendar"
)

// launch starts the program as a process of its own.
func launch(t *testing.T, dir string, args ...string) (*exec.Cmd, *bytes.Buffer) {
	t.Helper()
	var out bytes.Buffer
	cmd := exec.Command("duban", append([]string{"-C", dir}, args...)...)
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd, &out
}

// exitOf waits for a process and gives its exit code, -1 if it was killed.
func exitOf(t *testing.T, cmd *exec.Cmd) int {
	t.Helper()
	var exit *exec.ExitError
	if err := cmd.Wait(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode()
}

// A process that is killed at any moment leaves nothing half-written, and the next run completes what was begun. In TestEveryFault a run
// dies at each of its system calls; here the system kills it, wherever it is.
func TestKilledAtAnyMoment(t *testing.T) {
	b := newBench(t)
	b.day = calendar.DateOf(time.Now()) // processes use the computer's clock
	merged := &bench{dir: b.copy(t), loaded: b.loaded, day: b.day}
	if code, out := merged.run(merged.dir, archive.Disk{}, "merge"); code != exitErrors {
		t.Fatalf("merge: exit %d\n%s", code, out)
	}
	for i, c := range []struct {
		*bench
		copies int
		args   []string
	}{
		{b, 6, []string{"receive"}},
		{b, 6, []string{"merge"}},
		{merged, 6, []string{"issue", "--period", "2024-10"}},
		{merged, 6, []string{"score", "--period", "2024"}},
		// These write their files as the others do.
		{merged, 2, []string{"brief", "--number", "3"}},
		{merged, 2, []string{"notice", "--issue"}},
		{merged, 2, []string{"export", "--period", "2024-09"}},
	} {
		t.Run(c.args[0], func(t *testing.T) {
			t.Parallel()
			c.killAtAnyMoment(t, rand.New(rand.NewPCG(1, uint64(i))), c.copies, c.args...)
		})
	}
}

// killAtAnyMoment kills a command twice on each of several copies of the bench before it lets it finish.
func (b *bench) killAtAnyMoment(t *testing.T, r *rand.Rand, copies int, args ...string) {
	before, done := tree(t, b.dir), b.settled(t)
	begun := time.Now()
	cmd, out := launch(t, done, args...)
	if code := exitOf(t, cmd); code > exitErrors {
		t.Fatalf("exit %d\n%s", code, out)
	}
	took := time.Since(begun)
	after, filed := tree(t, done), receipts(t, done)
	killed := 0
	for n := 0; n < copies || killed == 0 && n < 4*copies; n++ {
		dir := b.settled(t)
		for range 2 {
			cmd, _ := launch(t, dir, args...)
			time.Sleep(time.Duration(r.Float64() * float64(took)))
			if err := cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
				t.Fatal(err)
			}
			if exitOf(t, cmd) < 0 {
				killed++
			} else if killed == 0 {
				took /= 2 // the run that was timed had less of the machine
			}
			whole(t, before, after, tree(t, dir))
			receipts(t, dir)
		}
		if code, out := b.run(dir, archive.Disk{}, args...); code > exitErrors {
			t.Fatalf("the run after the kill: exit %d\n%s", code, out)
		}
		if got := tree(t, dir); !maps.Equal(got, after) {
			t.Errorf("the run after the kill ends elsewhere: %v", differing(got, after))
		}
		if got := receipts(t, dir); !slices.Equal(got, filed) {
			t.Errorf("receipts\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(filed, "\n"))
		}
	}
	if killed == 0 {
		t.Error("no process was killed at work: the test shows nothing")
	}
}

// settled copies the bench and makes its files old enough that no run takes them for files still being copied.
func (b *bench) settled(t *testing.T) string {
	t.Helper()
	dir := b.copy(t)
	then := time.Now().Add(-time.Hour)
	for name := range tree(t, dir) {
		if err := os.Chtimes(filepath.Join(dir, filepath.FromSlash(name)), then, then); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// A file that is still being copied into the inbox is left for later, not taken for a damaged one.
func TestStillBeingCopied(t *testing.T) {
	b := newBench(t)
	path := filepath.Join(b.dir, "回收", "2024-09", "商务局.xlsx")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	b.put(t, "回收/2024-09/商务局.xlsx", data[:len(data)/2])
	var out bytes.Buffer
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	a := &app{in: strings.NewReader(""), out: &out, err: &out, now: func() time.Time { return info.ModTime().Add(time.Second) }, disk: ownDisk(), loaded: b.loaded,
		pause: func(time.Duration) { b.put(t, "回收/2024-09/商务局.xlsx", data) }}
	if code := a.run([]string{"-C", b.dir, "receive"}); code != exitErrors {
		t.Fatalf("exit %d\n%s", code, out.String())
	}
	if !strings.Contains(out.String(), "可能还没复制完") || !strings.Contains(out.String(), "没有收 1 份") {
		t.Errorf("not said:\n%s", out.String())
	}
	for _, r := range receipts(t, b.dir) {
		if strings.Contains(r, "商务局.xlsx") {
			t.Errorf("half a file was filed: %s", r)
		}
	}
	out.Reset()
	if code := a.run([]string{"-C", b.dir, "receive"}); code != exitErrors || !strings.Contains(out.String(), "商务局.xlsx：退回") {
		t.Errorf("exit %d\n%s", code, out.String())
	}
}

// On Windows a file that is open in Excel cannot be replaced, and sometimes not be read: the run says so and does everything else, and the
// next run does the rest.
func TestOpenInExcel(t *testing.T) {
	b := newBench(t)
	held := func(call, name string) archive.Disk {
		return archive.On(&failing{System: archive.OS(), refuse: func(c, path string) error {
			if c == call && strings.HasSuffix(filepath.ToSlash(path), name) {
				return &archive.Busy{Path: path, Err: os.ErrPermission}
			}
			return nil
		}})
	}
	code, out := b.run(b.dir, held("read", "回收/2024-09/发改局.xlsx"), "receive")
	if code != exitErrors || !strings.Contains(out, "正被其他程序打开") || !strings.Contains(out, "没有收 1 份") || !strings.Contains(out, "退回 1 份") {
		t.Errorf("an open return: exit %d\n%s", code, out)
	}
	code, out = b.run(b.dir, held("rename", "报告/2024-09/汇总.xlsx"), "merge")
	if code != exitFailed || !strings.Contains(out, "正被其他程序打开") || !strings.Contains(out, "采纳 1 份") {
		t.Errorf("an open report: exit %d\n%s", code, out)
	}
	if err := os.RemoveAll(filepath.Join(b.dir, "退回")); err != nil {
		t.Fatal(err)
	}
	code, out = b.run(b.dir, held("rename", "退回/2024-09/商务局.xlsx"), "merge")
	if code != exitErrors || !strings.Contains(out, "退回/2024-09/商务局.xlsx") || !strings.Contains(out, "汇总已生成") {
		t.Errorf("an open slip: exit %d\n%s", code, out)
	}
	if code, out = b.run(b.dir, archive.Disk{}, "merge"); code != exitOK || !strings.Contains(out, "已出退回表") {
		t.Errorf("the run after: exit %d\n%s", code, out)
	}
	receipts(t, b.dir)
}

// Files that are open while their round is issued again stay as they were and are all named together. The others are written, the round is
// not recorded yet, and the next run does the rest.
func TestIssueWhileFilesAreOpen(t *testing.T) {
	const folder, list = "下发/2024-10/", "下发/2024-10/分发清单.xlsx"
	b := newBench(t)
	before := receipts(t, b.dir)
	undisturbed := b.copy(t)
	if code, out := b.run(undisturbed, archive.Disk{}, "issue", "--period", "2024-10"); code != exitOK {
		t.Fatalf("exit %d\n%s", code, out)
	}
	after, filed := tree(t, undisturbed), receipts(t, undisturbed)
	for _, open := range [][]string{{list}, {folder + "发改局.xlsx"}, {list, folder + "发改局.xlsx", folder + "商务局.xlsx"}} {
		dir := b.copy(t)
		for name := range after {
			if strings.HasPrefix(name, folder) && strings.HasSuffix(name, ".xlsx") {
				path := filepath.Join(dir, filepath.FromSlash(name))
				if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, []byte("上一版"), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		}
		held := archive.On(&failing{System: archive.OS(), refuse: func(call, path string) error {
			for _, name := range open {
				if call == "rename" && strings.HasSuffix(filepath.ToSlash(path), name) {
					return &archive.Busy{Path: path, Err: os.ErrPermission}
				}
			}
			return nil
		}})
		code, out := b.run(dir, held, "issue", "--period", "2024-10")
		if code != exitFailed || strings.Contains(out, "没有写入") {
			t.Errorf("%v open: exit %d\n%s", open, code, out)
		}
		got := tree(t, dir)
		for name, want := range after {
			switch {
			case !strings.HasPrefix(name, folder) || !strings.HasSuffix(name, ".xlsx"):
				continue
			case slices.Contains(open, name):
				want = "上一版"
			}
			if got[name] != want {
				t.Errorf("%v open: %s is not what it should be", open, name)
			}
			if slices.Contains(open, name) != strings.Contains(filepath.ToSlash(out), name) {
				t.Errorf("%v open: of %s it is said\n%s", open, name, out)
			}
		}
		if got := receipts(t, dir); !slices.Equal(got, before) {
			t.Errorf("%v open: on record already: %v", open, got)
		}
		if code, out := b.run(dir, archive.Disk{}, "issue", "--period", "2024-10"); code != exitOK {
			t.Errorf("the run after: exit %d\n%s", code, out)
		}
		if got := tree(t, dir); !maps.Equal(got, after) {
			t.Errorf("%v open: the run after ends elsewhere: %v", open, differing(got, after))
		}
		if got := receipts(t, dir); !slices.Equal(got, filed) {
			t.Errorf("%v open: receipts after\n%s\nwant\n%s", open, strings.Join(got, "\n"), strings.Join(filed, "\n"))
		}
	}
}

// A clock that was set back would make late returns early, so nothing is filed until somebody gives the day.
func TestClockSetBack(t *testing.T) {
	b := newBench(t)
	if code, out := b.run(b.dir, archive.Disk{}, "receive"); code > exitErrors {
		t.Fatalf("exit %d\n%s", code, out)
	}
	before := receipts(t, b.dir)
	b.day = calendar.NewDate(2020, 1, 1)
	if code, out := b.run(b.dir, archive.Disk{}, "merge"); code != exitOK {
		t.Errorf("nothing new is nothing to date: exit %d\n%s", code, out)
	}
	b.put(t, "回收/2024-09/又一份.txt", []byte("补充说明"))
	code, out := b.run(b.dir, archive.Disk{}, "receive")
	if code != exitFailed || !strings.Contains(out, "2020-01-01") || !strings.Contains(out, "--received-at") {
		t.Errorf("exit %d\n%s", code, out)
	}
	if got := receipts(t, b.dir); !slices.Equal(got, before) {
		t.Errorf("filed all the same: %v", got)
	}
	if code, out = b.run(b.dir, archive.Disk{}, "receive", "--received-at", "2024-10-06", "--reason", "电脑日期不对"); code != exitErrors {
		t.Errorf("vouched for: exit %d\n%s", code, out)
	}
	b.day = calendar.NewDate(2024, 10, 7)
	b.put(t, "回收/2024-09/第三份.txt", []byte("再补充"))
	if code, out = b.run(b.dir, archive.Disk{}, "receive"); code != exitErrors {
		t.Errorf("the clock is right again: exit %d\n%s", code, out)
	}
}

// If a power cut deleted an archived file, the message says which receipt lacks it, and the file is restored if the inbox still has it.
func TestLostFromTheArchive(t *testing.T) {
	b := newBench(t)
	if code, out := b.run(b.dir, archive.Disk{}, "receive"); code != exitErrors {
		t.Fatalf("exit %d\n%s", code, out)
	}
	paths, err := filepath.Glob(filepath.Join(b.dir, "存档", "2024-09", "*-发改局.xlsx"))
	if err != nil || len(paths) != 1 {
		t.Fatalf("%v, %v", paths, err)
	}
	if err := os.Remove(paths[0]); err != nil {
		t.Fatal(err)
	}
	if code, out := b.run(b.dir, archive.Disk{}, "status"); code != exitFailed || !strings.Contains(out, "存档文件不见了") {
		t.Errorf("exit %d\n%s", code, out)
	}
	if code, out := b.run(b.dir, archive.Disk{}, "merge"); code > exitErrors || !strings.Contains(out, "已从回收文件夹补回") {
		t.Errorf("exit %d\n%s", code, out)
	}
	receipts(t, b.dir)
	if err := os.WriteFile(paths[0], []byte("另存过"), 0o644); err != nil {
		t.Fatal(err)
	}
	if code, out := b.run(b.dir, archive.Disk{}, "merge"); code != exitFailed || !strings.Contains(out, "存档文件与收到时不同") {
		t.Errorf("exit %d\n%s", code, out)
	}
}

// If the receipts cannot be written, nothing is filed, and nothing is reported as filed.
func TestNothingIsSaidOfWhatWasNotFiled(t *testing.T) {
	b := newBench(t)
	if err := os.Remove(filepath.Join(b.dir, "存档", "密钥.txt")); err != nil {
		t.Fatal(err)
	}
	full := archive.On(&failing{System: archive.OS(), refuse: func(call, path string) error {
		if call == "write" && strings.HasSuffix(path, "收件记录.jsonl") {
			return &fs.PathError{Op: call, Path: path, Err: syscall.ENOSPC}
		}
		return nil
	}})
	const unchecked = "份交回的表没有核对标识页"
	if code, out := b.run(b.dir, full, "receive"); code != exitFailed || strings.Contains(out, unchecked) || strings.Contains(out, "收件 ") {
		t.Errorf("exit %d\n%s", code, out)
	}
	if code, out := b.run(b.dir, archive.Disk{}, "receive"); code != exitErrors || !strings.Contains(out, "2 "+unchecked) {
		t.Errorf("the run after it: exit %d\n%s", code, out)
	}
}
