package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"duban/cmd/duban/round"
	"duban/workbook/archive"
	"duban/workbook/calendar"
	"duban/workbook/xlsx"
)

// sparse puts a sparse file of zeros into the inbox and gives its path.
func (b *bench) sparse(t *testing.T, name string, size int64) string {
	t.Helper()
	path := filepath.Join(b.dir, filepath.FromSlash(name))
	if err := os.WriteFile(path, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, size); err != nil {
		t.Fatal(err)
	}
	old := time.Now().Add(-time.Hour)
	if err := os.Chtimes(path, old, old); err != nil {
		t.Fatal(err)
	}
	return path
}

// weighing is a disk that adds up the bytes read from the inbox that are not in the archive yet.
type weighing struct {
	archive.System
	mu        sync.Mutex
	held      map[string]int64
	now, most int64
	// longest is the most bytes that were read of one file.
	longest   int64
	readInbox []string
}

func inInbox(path string) bool { return strings.Contains(filepath.ToSlash(path), "/回收/") }

func (w *weighing) ReadFile(path string, most int64) ([]byte, error) {
	data, err := w.System.ReadFile(path, most)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.longest = max(w.longest, int64(len(data)))
	if inInbox(path) {
		name := filepath.Base(path)
		w.readInbox = append(w.readInbox, name)
		w.held[name] = int64(len(data))
		w.now += int64(len(data))
		w.most = max(w.most, w.now)
	}
	return data, err
}

func (w *weighing) Rename(from, to string) error {
	w.mu.Lock()
	_, name, _ := strings.Cut(filepath.Base(to), "-")
	w.now -= w.held[name]
	delete(w.held, name)
	w.mu.Unlock()
	return w.System.Rename(from, to)
}

// Scans among the returns are filed a few at a time: the memory held does not grow with their number.
func TestScansAreNotAllHeld(t *testing.T) {
	b := newBench(t)
	const files = 24
	for i := range files {
		b.sparse(t, fmt.Sprintf("回收/2024-09/扫描%02d.pdf", i), 6<<20)
	}
	disk := &weighing{System: &failing{System: archive.OS()}, held: map[string]int64{}}
	code, out := b.run(b.dir, archive.On(disk), "receive")
	if code != exitErrors || !strings.Contains(out, fmt.Sprintf("无法读取 %d 份", files+1)) {
		t.Fatalf("exit %d\n%s", code, out)
	}
	if len(disk.readInbox) < files || disk.most > round.HeldTogether {
		t.Errorf("of %d files read, %d bytes were held", len(disk.readInbox), disk.most)
	}
	receipts(t, b.dir)
}

// A file that is too long to be read as a workbook is filed like others, but never held in memory. If it is being written meanwhile it is
// left. A file that has just arrived is not waited for: it is not read as a workbook anyway, and if two passes over it agree it is
// complete.
func TestLongFilesAreNotHeld(t *testing.T) {
	b := newBench(t)
	young := b.sparse(t, "回收/2024-09/录像.mp4", xlsx.MaxFileBytes+1)
	moment := b.day.Time().Add(-time.Second)
	if err := os.Chtimes(young, moment, moment); err != nil {
		t.Fatal(err)
	}
	touched := b.sparse(t, "回收/2024-09/还在拷.mp4", xlsx.MaxFileBytes+2)
	opened, read := 0, 0
	disk := &weighing{System: &failing{System: archive.OS(), refuse: func(call, path string) error {
		if call == "open" && path == young {
			read++
		}
		if call == "open" && path == touched {
			if opened++; opened == 2 {
				return os.Chtimes(path, time.Now(), time.Now())
			}
		}
		return nil
	}}, held: map[string]int64{}}
	code, out := b.run(b.dir, archive.On(disk), "receive")
	if code != exitErrors || opened != 2 || read != 2 || !strings.Contains(out, "无法读取 2 份") || !strings.Contains(out, "还在拷.mp4") {
		t.Fatalf("exit %d, opened %d and %d times\n%s", code, opened, read, out)
	}
	for _, name := range disk.readInbox {
		if strings.HasSuffix(name, ".mp4") {
			t.Errorf("%s was held", name)
		}
	}
	got := strings.Join(receipts(t, b.dir), "\n")
	if !strings.Contains(got, "录像.mp4") || strings.Contains(got, "还在拷.mp4") {
		t.Errorf("receipts\n%s", got)
	}
	audit := &weighing{System: archive.OS(), held: map[string]int64{}}
	if code, out := b.run(b.dir, archive.On(audit), "check", "--archive"); code != exitOK || audit.longest > xlsx.MaxFileBytes {
		t.Errorf("check: exit %d, %d bytes held of one file\n%s", code, audit.longest, out)
	}
}

// A long file is refused by its first bytes, whatever kind it is, and not held.
func TestLongFilesAreRefusedUnread(t *testing.T) {
	b := newBench(t)
	video := b.sparse(t, "回收/2024-09/录像.mp4", xlsx.MaxFileBytes+1)
	text := b.sparse(t, "回收/2024-09/讲话.txt", xlsx.MaxFileBytes+1)
	f, err := os.OpenFile(text, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString(strings.Repeat("由发改局牵头。\n", 200)); err != nil {
		t.Fatal(err)
	}
	f.Close()
	for _, args := range [][]string{
		{"objection", "--period", "2024", video},
		{"rating", "--period", "2024", video},
		{"show", video},
		{"explain", video, "汇总!A1"},
		{"draft", video},
		{"draft", text},
		{"draft", "--apply", video},
	} {
		disk := &weighing{System: archive.OS(), held: map[string]int64{}}
		code, out := b.run(b.dir, archive.On(disk), args...)
		if !strings.Contains(out, "太大") || disk.longest > 1<<20 {
			t.Errorf("%s: exit %d, %d bytes held of one file\n%s", args[0], code, disk.longest, out)
		}
	}
	if err := os.Truncate(filepath.Join(b.dir, "任务总表.xlsx"), xlsx.MaxFileBytes+1); err != nil {
		t.Fatal(err)
	}
	disk := &weighing{System: archive.OS(), held: map[string]int64{}}
	if code, out := b.run(b.dir, archive.On(disk), "status"); code != exitFailed || !strings.Contains(out, "任务总表.xlsx") || !strings.Contains(out, "太大") || disk.longest > 1<<20 {
		t.Errorf("plan: exit %d, %d bytes held of one file\n%s", code, disk.longest, out)
	}
}

// A small file can have so many cells that a few such files fill the memory. Its cells are not held while it waits to be judged, see the
// test of package round, and it is still judged like any other.
func TestBulkyWorkbooksAreJudged(t *testing.T) {
	b := newBench(t)
	path := filepath.Join(b.dir, "回收", "2024-09", "发改局.xlsx")
	sent, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, withCells(t, sent, round.HeldCells), 0o644); err != nil {
		t.Fatal(err)
	}

	for _, verb := range []string{"validate", "receive"} {
		if code, out := b.run(b.dir, archive.Disk{}, verb); code == exitFailed || !strings.Contains(out, "发改局.xlsx") || !strings.Contains(out, "任务进展!A1000") {
			t.Errorf("%s: exit %d\n%s", verb, code, out)
		}
	}
	if got := strings.Join(receipts(t, b.dir), "\n"); !strings.Contains(got, "发改局.xlsx") {
		t.Errorf("receipts\n%s", got)
	}
}

// A workbook that came back with more cells than any return needs is refused by every command before the cells are in memory, and the
// message says how many are allowed.
func TestTooManyCellsAreRefused(t *testing.T) {
	b := newBench(t)
	path := filepath.Join(b.dir, "回收", "2024-09", "发改局.xlsx")
	sent, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, withCells(t, sent, round.ReturnedCells), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, verb := range []string{"validate", "receive"} {
		if code, out := b.run(b.dir, archive.Disk{}, verb); code != exitErrors || !strings.Contains(out, strconv.Itoa(round.ReturnedCells)) {
			t.Errorf("%s: exit %d\n%s", verb, code, out)
		}
	}
	if got := strings.Join(receipts(t, b.dir), "\n"); !strings.Contains(got, "unreadable") {
		t.Errorf("receipts\n%s", got)
	}
}

// However many rounds an audit goes over, it holds only a few; a late return for a round that it has dropped is judged as it was.
func TestAuditHoldsFewRounds(t *testing.T) {
	b := newBench(t)
	run := func(args ...string) {
		t.Helper()
		if code, out := b.run(b.dir, archive.Disk{}, args...); code != exitOK && code != exitErrors {
			t.Fatalf("%v: exit %d\n%s", args, code, out)
		}
	}
	run("receive")
	send := func(period, bureau string) {
		t.Helper()
		data, err := os.ReadFile(filepath.Join(b.dir, "下发", period, bureau+".xlsx"))
		if err != nil {
			t.Fatal(err)
		}
		b.put(t, "回收/"+period+"/"+bureau+".xlsx", data)
		run("receive")
	}
	for month := 10; month <= 12; month++ {
		b.day = calendar.NewDate(2024, month, 20)
		period := fmt.Sprintf("2024-%02d", month)
		run("issue", "--period", period)
		send(period, "发改局")
	}
	send("2024-10", "商务局")
	b.put(t, "回收/2024-09/说明二.txt", []byte("请再查收"))
	run("receive")

	a := &app{in: strings.NewReader(""), out: &strings.Builder{}, err: &strings.Builder{}, now: b.day.Time, disk: ownDisk(), dir: b.dir, loaded: b.loaded}
	var err error
	if a.words, err = a.catalogue("zh"); err != nil {
		t.Fatal(err)
	}
	s, err := a.open(false)
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	re, most, judged := s.Replay(), 0, map[string]bool{}
	for i, rec := range s.Archive.Receipts() {
		if rec.Kind != archive.KindReturn {
			continue
		}
		again, err := re.Again(i, rec)
		if err != nil || !round.SameVerdict(rec, again) {
			t.Errorf("%s is judged as %+v, %v", rec.Name, again, err)
		}
		most, judged[rec.Period] = max(most, re.Held()), true
	}
	if most != round.ReplayedTogether || len(judged) != 4 {
		t.Errorf("of %d rounds %d were held", len(judged), most)
	}
}
