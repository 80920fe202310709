package main

import (
	"bytes"
	"encoding/hex"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"duban/cmd/duban/round"
	"duban/templates"
	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// Two coordinators work at the same time, each in a process of its own: one waits for the other, and every file is filed once.
func TestTwoAtOnce(t *testing.T) {
	b := newBench(t)
	alone := b.settled(t)
	cmd, out := launch(t, alone, "merge")
	if code := exitOf(t, cmd); code != exitErrors {
		t.Fatalf("merge: exit %d\n%s", code, out)
	}
	dir := b.settled(t)
	one, oneOut := launch(t, dir, "merge")
	two, twoOut := launch(t, dir, "receive")
	codes := []int{exitOf(t, one), exitOf(t, two)}
	if slices.Max(codes) > exitErrors {
		t.Fatalf("exits %v\n%s\n%s", codes, oneOut, twoOut)
	}
	if got, want := tree(t, dir), tree(t, alone); !maps.Equal(got, want) {
		t.Errorf("two runs end elsewhere than one: %v", differing(got, want))
	}
	if got, want := receipts(t, dir), receipts(t, alone); !slices.Equal(got, want) {
		t.Errorf("receipts\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// watched is what a run says, and when it says that it waits for another one.
type watched struct {
	mu      sync.Mutex
	text    bytes.Buffer
	waiting chan struct{}
}

func (w *watched) Write(b []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if bytes.Contains(b, []byte("等它完成")) {
		close(w.waiting)
	}
	return w.text.Write(b)
}

func (w *watched) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.String()
}

// hold locks a workspace's archive, as a run at work does.
func hold(t *testing.T, dir string) *archive.Archive {
	t.Helper()
	a, err := archive.Disk{}.Open(filepath.Join(dir, "存档"), "收件记录.jsonl", 0)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// together runs two command lines that begin while a third run is at work, and lets them go on once both wait for it.
func (b *bench) together(t *testing.T, dir string, one, two []string) (codes [2]int, said [2]string) {
	t.Helper()
	atWork := hold(t, dir)
	var runs sync.WaitGroup
	outs := [2]*watched{{waiting: make(chan struct{})}, {waiting: make(chan struct{})}}
	for i, args := range [2][]string{one, two} {
		runs.Go(func() {
			a := &app{in: strings.NewReader(""), out: outs[i], err: outs[i], now: b.day.Time, disk: ownDisk(), loaded: maps.Clone(b.loaded)}
			codes[i] = a.run(append([]string{"-C", dir}, args...))
		})
	}
	for i, out := range outs {
		select {
		case <-out.waiting:
		case <-time.After(lockWait):
			t.Fatalf("run %d does not say that it waits:\n%s", i, out)
		}
	}
	if err := atWork.Close(); err != nil {
		t.Fatal(err)
	}
	runs.Wait()
	return codes, [2]string{outs[0].String(), outs[1].String()}
}

// Any two commands run at the same time give the same result as one after the other.
func TestAnyTwoAtOnce(t *testing.T) {
	b := newBench(t)
	if code, out := b.run(b.dir, archive.Disk{}, "merge"); code != exitErrors {
		t.Fatalf("merge: exit %d\n%s", code, out)
	}
	issue, score, merge := []string{"issue", "--period", "2024-10"}, []string{"score", "--period", "2024"}, []string{"merge", "--period", "2024-09"}
	// Another return is in the inbox, so that a merge changes what a score rests on.
	mended := b.mended(t)
	b.put(t, "回收/2024-09/商务局改.xlsx", mended)
	for _, c := range [][2][]string{{issue, issue}, {issue, merge}, {score, merge}, {score, issue}, {{"receive"}, score}} {
		t.Run(c[0][0]+" and "+c[1][0], func(t *testing.T) {
			t.Parallel()
			var after [2]map[string]string
			var filed [2][]string
			for i := range 2 {
				dir := b.copy(t)
				for _, args := range [2][]string{c[i], c[1-i]} {
					if code, out := b.run(dir, archive.Disk{}, args...); code > exitErrors {
						t.Fatalf("%v: exit %d\n%s", args, code, out)
					}
				}
				after[i], filed[i] = tree(t, dir), receipts(t, dir)
			}
			dir := b.copy(t)
			if codes, said := b.together(t, dir, c[0], c[1]); max(codes[0], codes[1]) > exitErrors {
				t.Fatalf("exits %v\n%s\n%s", codes, said[0], said[1])
			}
			got, log := tree(t, dir), receipts(t, dir)
			if !(maps.Equal(got, after[0]) && slices.Equal(log, filed[0])) && !(maps.Equal(got, after[1]) && slices.Equal(log, filed[1])) {
				t.Errorf("at once is neither order: %v, %v", differing(got, after[0]), differing(got, after[1]))
			}
		})
	}
}

// firstRow gives a return in the inbox and the first row of its tasks.
func (b *bench) firstRow(t *testing.T, name string) ([]byte, *workbook.Record) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(b.dir, "回收", "2024-09", name))
	if err != nil {
		t.Fatal(err)
	}
	book, err := xlsx.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	return data, workbook.ReadTable(templates.ReturnForms(b.loaded["zh"]).Progress, book.Sheet("任务进展"), "", workbook.Reading{}).Records[0]
}

// mended gives the return of 商务局 with its errors corrected.
func (b *bench) mended(t *testing.T) []byte {
	t.Helper()
	data, row := b.firstRow(t, "商务局.xlsx")
	data, err := xlsx.Apply(data, []xlsx.Edit{{Sheet: "任务进展", Ref: row.Place(workbook.ColStatus).Ref, Value: sheet.Str("推进中")}})
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// If the first round is issued twice at the same time there is one key: the run that waited seals with the key that the other made.
func TestOneKeyForTwo(t *testing.T) {
	b := newBench(t)
	dir := t.TempDir()
	plan, err := os.ReadFile(filepath.Join(b.dir, "任务总表.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "任务总表.xlsx"), plan, 0o644); err != nil {
		t.Fatal(err)
	}
	args := []string{"issue", "--period", "2024-09"}
	if codes, said := b.together(t, dir, args, args); codes != [2]int{} {
		t.Fatalf("exits %v\n%s\n%s", codes, said[0], said[1])
	}
	file, err := os.ReadFile(filepath.Join(dir, "存档", "密钥.txt"))
	if err != nil {
		t.Fatal(err)
	}
	keys := 0
	for _, line := range strings.Fields(string(file)) {
		if k, err := hex.DecodeString(line); err == nil && len(k) == round.KeyBytes {
			keys++
		}
	}
	if issued := hold(t, dir).Select(archive.KindIssue, "2024-09"); keys != 1 || len(issued) != 1 {
		t.Errorf("%d keys, %d receipts of the issue", keys, len(issued))
	}
}

// Two drafts that are accepted at the same time are both in the plan; of two drafts written under the same name the second is refused.
func TestTwoDraftsAtOnce(t *testing.T) {
	b := newBench(t)
	drafts := []string{"甲.xlsx", "乙.xlsx"}
	for i, text := range []string{"由发改局牵头，9月底前完成8个重点项目开工。", "由商务局牵头，10月底前举办3场招商活动。"} {
		source := drafts[i][:len("甲")] + ".txt"
		b.put(t, source, []byte("2024年9月1日\n"+text+"\n"))
		if code, out := b.run(b.dir, archive.Disk{}, "draft", filepath.Join(b.dir, source), "-o", drafts[i]); code > exitErrors {
			t.Fatalf("exit %d\n%s", code, out)
		}
		b.acceptFirst(t, drafts[i])
	}
	tasks := func() int {
		t.Helper()
		book := readBookFile(t, filepath.Join(b.dir, "任务总表.xlsx"))
		return len(workbook.DecodePlan(book, "", templates.PlanForms(b.loaded["zh"])).Tasks)
	}
	was := tasks()
	codes, said := b.together(t, b.dir, []string{"draft", "--apply", drafts[0]}, []string{"draft", "--apply", drafts[1]})
	if max(codes[0], codes[1]) > exitErrors || tasks() != was+2 {
		t.Errorf("exits %v, %d tasks and now %d\n%s\n%s", codes, was, tasks(), said[0], said[1])
	}

	write := func(source string) []string { return []string{"draft", filepath.Join(b.dir, source), "-o", "新.xlsx"} }
	codes, said = b.together(t, b.dir, write("甲.txt"), write("乙.txt"))
	slices.Sort(codes[:])
	if codes != [2]int{exitOK, exitFailed} || !strings.Contains(said[0]+said[1], "新.xlsx 已经有了，没有覆盖") {
		t.Errorf("exits %v\n%s\n%s", codes, said[0], said[1])
	}
}

// acceptFirst says in a draft's workbook that its first row is accepted.
func (b *bench) acceptFirst(t *testing.T, name string) {
	t.Helper()
	path := filepath.Join(b.dir, name)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	book, err := xlsx.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	form := templates.AcceptForm(b.loaded["zh"])
	row := workbook.ReadTable(form, workbook.FindSheet(form, book), "", workbook.Reading{}).Records[0]
	if data, err = xlsx.Apply(data, []xlsx.Edit{{Sheet: form.Sheet, Ref: row.Place(templates.ColAccept).Ref, Value: sheet.Str("是")}}); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// A run that has waited long enough says that the other is still at work, and has changed nothing.
func TestAnotherIsStillAtWork(t *testing.T) {
	b := newBench(t)
	before := tree(t, b.dir)
	atWork := hold(t, b.dir)
	for _, args := range [][]string{{"receive"}, {"merge"}, {"issue", "--period", "2024-10"}, {"score", "--period", "2024"}, {"export", "--period", "2024-09"}, {"notice", "--issue"}} {
		var out bytes.Buffer
		a := &app{in: strings.NewReader(""), out: &out, err: &out, now: b.day.Time, disk: ownDisk(), loaded: b.loaded, patience: time.Millisecond}
		if code := a.run(append([]string{"-C", b.dir}, args...)); code != exitFailed || !strings.Contains(out.String(), "另一个 duban 正在这个文件夹里工作："+filepath.Join(b.dir, "存档")+"\n  → 等它结束再运行") {
			t.Errorf("%v: exit %d\n%s", args, code, out.String())
		}
	}
	for _, args := range [][]string{{"check"}, {"validate"}, {"status"}} { // which only look
		if code, out := b.run(b.dir, archive.Disk{}, args...); code > exitErrors || strings.Contains(out, "另一个") {
			t.Errorf("%v: exit %d\n%s", args, code, out)
		}
	}
	if got := tree(t, b.dir); !maps.Equal(got, before) {
		t.Errorf("changed all the same: %v", differing(got, before))
	}
	if err := atWork.Close(); err != nil {
		t.Fatal(err)
	}
}
