package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"

	"duban/templates"
	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// failing is the computer's own system, except that one of its calls fails. If it is dead all later calls fail as well, as for a process
// that was killed there. A write that fails has written half.
type failing struct {
	archive.System
	at   int // the call that fails, counting from 1; 0 is none
	dead bool
	err  error
	// refuse fails chosen calls, nil none.
	refuse func(call, path string) error

	mu    sync.Mutex
	calls int
	names []string
}

func (s *failing) call(name, path string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls++
	s.names = append(s.names, name+" "+filepath.Base(path))
	if s.refuse != nil {
		if err := s.refuse(name, path); err != nil {
			return err
		}
	}
	if s.at > 0 && (s.calls == s.at || s.dead && s.calls > s.at) {
		return &fs.PathError{Op: name, Path: path, Err: s.err}
	}
	return nil
}

func (s *failing) Open(p string) (io.ReadCloser, error) {
	if err := s.call("open", p); err != nil {
		return nil, err
	}
	return s.System.Open(p)
}

func (s *failing) ReadFile(p string, most int64) ([]byte, error) {
	if err := s.call("read", p); err != nil {
		return nil, err
	}
	return s.System.ReadFile(p, most)
}

func (s *failing) Stat(p string) (fs.FileInfo, error) {
	if err := s.call("stat", p); err != nil {
		return nil, err
	}
	return s.System.Stat(p)
}

func (s *failing) ReadDir(p string) ([]fs.DirEntry, error) {
	if err := s.call("list", p); err != nil {
		return nil, err
	}
	return s.System.ReadDir(p)
}

func (s *failing) MkdirAll(p string) error {
	if err := s.call("mkdir", p); err != nil {
		return err
	}
	return s.System.MkdirAll(p)
}

func (s *failing) Truncate(p string, size int64) error {
	if err := s.call("truncate", p); err != nil {
		return err
	}
	return s.System.Truncate(p, size)
}

func (s *failing) Rename(from, to string) error {
	if err := s.call("rename", to); err != nil {
		return err
	}
	return s.System.Rename(from, to)
}

func (s *failing) Remove(p string) error {
	if err := s.call("remove", p); err != nil {
		return err
	}
	return s.System.Remove(p)
}

// SyncDir and Sync only fail or do nothing: what a test wrote need not survive a power cut.
func (s *failing) SyncDir(p string) error { return s.call("sync folder", p) }

func (s *failing) CreateTemp(dir, pattern string) (archive.File, error) {
	if err := s.call("create", dir); err != nil {
		return nil, err
	}
	f, err := s.System.CreateTemp(dir, pattern)
	if err != nil {
		return nil, err
	}
	return &failingFile{f, s}, nil
}

func (s *failing) OpenAppend(p string) (archive.File, error) {
	if err := s.call("append", p); err != nil {
		return nil, err
	}
	f, err := s.System.OpenAppend(p)
	if err != nil {
		return nil, err
	}
	return &failingFile{f, s}, nil
}

type failingFile struct {
	archive.File
	s *failing
}

func (f *failingFile) Write(b []byte) (int, error) {
	if err := f.s.call("write", f.Name()); err != nil {
		n, _ := f.File.Write(b[:len(b)/2])
		return n, err
	}
	return f.File.Write(b)
}

func (f *failingFile) Sync() error { return f.s.call("sync", f.Name()) }

func (f *failingFile) Truncate(size int64) error {
	if err := f.s.call("cut", f.Name()); err != nil {
		return err
	}
	return f.File.Truncate(size)
}

// Close closes the file all the same, as the system does for a process that ends.
func (f *failingFile) Close() error {
	err := f.s.call("close", f.Name())
	return errors.Join(err, f.File.Close())
}

// bench is a workspace for tests of failures: a round was issued, and the inbox has a good return, one with errors, a file that is not a
// workbook, and evidence.
type bench struct {
	build  string // the build that runs, empty for this one
	dir    string
	loaded map[string]*templates.Catalogue
	day    calendar.Date
	cells  int // the most cells of a workbook that came back, 0 for that of this build
}

func newBench(t testing.TB) *bench {
	t.Helper()
	b := &bench{dir: t.TempDir(), loaded: map[string]*templates.Catalogue{}, day: calendar.NewDate(2024, 9, 25)}
	// They are loaded once and shared by the runs.
	for _, lang := range templates.Languages() {
		b.loaded[lang] = catalogue(t, lang)
	}
	plan, err := xlsx.Write(pipeBook(t, `
# 单位
| 单位名称 |
| 发改局 |
| 商务局 |
# 任务
| 任务编号 | 重点任务 | 牵头单位 | 开始日期 | 完成日期 |
| T1 | 梳理清单 | 发改局 | 2024-09-01 | 2024-10-31 |
| T2 | 走访企业 | 商务局 | 2024-09-01 | 2024-12-31 |
`))
	if err != nil {
		t.Fatal(err)
	}
	b.put(t, "任务总表.xlsx", plan)
	b.put(t, "回收/2024-09/附件/佐证.pdf", []byte("%PDF-1.4"))
	b.put(t, "回收/2024-09/说明.txt", []byte("请查收"))
	if code, out := b.run(b.dir, archive.Disk{}, "issue", "--period", "2024-09"); code != exitOK {
		t.Fatalf("issue: exit %d\n%s", code, out)
	}
	for bureau, status := range map[string]string{"发改局": "推进中", "商务局": "已完成"} {
		b.fill(t, "2024-09", bureau, status, "已按计划推进，责任到人")
	}
	b.day = calendar.NewDate(2024, 10, 5)
	return b
}

// fill puts a bureau's workbook of a round into the inbox with its first row filled in.
func (b *bench) fill(t testing.TB, period, bureau, status, text string) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(b.dir, "下发", period, bureau+".xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	book, err := xlsx.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	row := workbook.ReadTable(templates.ReturnForms(b.loaded["zh"]).Progress, book.Sheet("任务进展"), "", workbook.Reading{}).Records[0]
	data, err = xlsx.Apply(data, []xlsx.Edit{
		{Sheet: "任务进展", Ref: row.Place(workbook.ColStatus).Ref, Value: sheet.Str(status)},
		{Sheet: "任务进展", Ref: row.Place(workbook.ColText).Ref, Value: sheet.Str(text)},
	})
	if err != nil {
		t.Fatal(err)
	}
	b.put(t, "回收/"+period+"/"+bureau+".xlsx", data)
}

func (b *bench) put(t testing.TB, name string, data []byte) {
	t.Helper()
	path := filepath.Join(b.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// run runs a command on a disk; the zero Disk is the computer's own, without waiting for it to sync.
func (b *bench) run(dir string, disk archive.Disk, args ...string) (int, string) {
	if disk == (archive.Disk{}) {
		disk = ownDisk()
	}
	var out bytes.Buffer
	a := &app{in: strings.NewReader(""), out: &out, err: &out, now: b.day.Time, disk: disk, loaded: b.loaded, build: b.build, cells: b.cells}
	code := a.run(append([]string{"-C", dir}, args...))
	return code, out.String()
}

// copy makes a workspace like the bench's.
func (b *bench) copy(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(b.dir)); err != nil {
		t.Fatal(err)
	}
	return dir
}

// tree reads every file of a workspace except the lock and the cache, which may be gone at any time, and the log of receipts, which
// receipts reads.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.Name() == ".lock" || d.Name() == "收件记录.jsonl" {
			return err
		}
		if d.IsDir() {
			if d.Name() == "缓存" {
				return fs.SkipDir
			}
			return nil
		}
		data, err := os.ReadFile(path)
		rel, _ := filepath.Rel(dir, path)
		out[filepath.ToSlash(rel)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// receipts reads the receipts without what depends on the order of filing or on the build.
func receipts(t *testing.T, dir string) []string {
	t.Helper()
	a, err := archive.Disk{}.Read(filepath.Join(dir, "存档"), "收件记录.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	if len(a.Faults) > 0 {
		t.Errorf("the log has faults: %+v", a.Faults)
	}
	if faults, err := a.Verify(); err != nil || len(faults) > 0 {
		t.Errorf("the archive is not as it was filed: %+v, %v", faults, err)
	}
	var out []string
	for _, r := range a.Receipts() {
		if r.Kind == archive.KindMerge {
			continue // a merge that lacked an unreadable file has a receipt of its own
		}
		r.N, r.Prev, r.Hash, r.Build = 0, "", "", ""
		out = append(out, fmt.Sprintf("%+v", r))
	}
	slices.Sort(out)
	return out
}

// whole compares a workspace after a failure with its states before and after the command: nothing may be lost or half-written, and the
// inbox must be unchanged.
func whole(t *testing.T, before, after, now map[string]string) {
	t.Helper()
	for name, data := range now {
		if strings.HasPrefix(filepath.Base(name), "~duban-") {
			continue // half-written under a name that nobody reads
		}
		old, was := before[name]
		next, is := after[name]
		if was && data == old || is && data == next {
			continue
		}
		// A report without a file of the inbox that could not be read is whole, too.
		switch filepath.Ext(name) {
		case ".xlsx":
			if _, err := xlsx.Read([]byte(data)); err == nil {
				continue
			}
		case ".json":
			if json.Valid([]byte(data)) {
				continue
			}
		}
		t.Errorf("%s is neither what it was nor what it is to be: %d bytes", name, len(data))
	}
	for name, data := range before {
		if _, kept := now[name]; !kept && after[name] == data {
			t.Errorf("%s is gone", name)
		}
	}
}

// Each system call of the verbs that write fails in turn, once or for good: every file is in its old or its new state, the message explains
// the failure, and the next run completes what was begun.
func TestEveryFault(t *testing.T) {
	b := newBench(t)
	t.Run("receive", func(t *testing.T) { b.breakAt(t, everyCall, "receive") })
	t.Run("merge", func(t *testing.T) { b.breakAt(t, everyCall, "merge") })
	if code, out := b.run(b.dir, archive.On(&failing{System: archive.OS()}), "merge"); code != exitErrors {
		t.Fatalf("merge: exit %d\n%s", code, out)
	}
	b.day = calendar.NewDate(2024, 10, 28)
	t.Run("issue", func(t *testing.T) { b.breakAt(t, everyCall, "issue", "--period", "2024-10") })
	t.Run("score", func(t *testing.T) { b.breakAt(t, everyCall, "score", "--period", "2024") })
	t.Run("brief", func(t *testing.T) { b.breakAt(t, someWrites, "brief") })
	t.Run("export", func(t *testing.T) { b.breakAt(t, someWrites, "export", "--period", "2024-09") })
	t.Run("notice", func(t *testing.T) { b.breakAt(t, everyWrite, "notice", "--issue") })
	t.Run("score sheets", func(t *testing.T) { b.breakAt(t, someWrites, "score", "--period", "2024", "--notices") })
}

// ratedPlan is the bench's plan with a rater group of leaders.
const ratedPlan = `
# 单位
| 单位名称 |
| 发改局 |
| 商务局 |
# 任务
| 任务编号 | 重点任务 | 牵头单位 | 开始日期 | 完成日期 |
| T1 | 梳理清单 | 发改局 | 2024-09-01 | 2024-10-31 |
| T2 | 走访企业 | 商务局 | 2024-09-01 | 2024-12-31 |
# 评议组
| 评议组 | 评议主体 | 权重 | 评议对象 | 匿名 | 成员 |
| 县领导 | 领导 | 3 | 单位 | | 王县长、李书记 |
`

// Rating forms are written completely or not at all, and taken in with their slips, as are score sheets with objections; a form that is
// open in Excel does not stop the others.
func TestEveryFaultOfRatings(t *testing.T) {
	b := newBench(t)
	writePlan(t, filepath.Join(b.dir, "任务总表.xlsx"), ratedPlan)
	issue := []string{"rating", "--issue", "--period", "2024"}
	if code, out := b.run(b.dir, archive.Disk{}, "check"); code != exitOK {
		t.Fatalf("check: exit %d\n%s", code, out)
	}
	t.Run("issue", func(t *testing.T) { b.breakAt(t, everyWrite, issue...) })
	open, other := "下发/2024/评议/县领导 王县长.xlsx", "下发/2024/评议/县领导 李书记.xlsx"
	code, out := b.run(b.dir, notReplacing(open, openInExcel), issue...)
	now := tree(t, b.dir)
	if _, ok := now[open]; ok || now[other] == "" || code != exitFailed || !strings.Contains(filepath.ToSlash(out), open) || !strings.Contains(out, "再运行一次") {
		t.Errorf("an open form: exit %d\n%s", code, out)
	}
	if code, out := b.run(b.dir, archive.Disk{}, issue...); code != exitOK || tree(t, b.dir)[open] == "" {
		t.Fatalf("the run after: exit %d\n%s", code, out)
	}
	came, err := os.ReadFile(filepath.Join(b.dir, filepath.FromSlash(other)))
	if err != nil {
		t.Fatal(err)
	}
	b.put(t, "回收/2024/评议/李书记.xlsx", rated(t, came, b.loaded["zh"], sheet.Str("很好")))
	t.Run("receive", func(t *testing.T) { b.breakAt(t, everyWrite, "rating", "--period", "2024") })
	if code, out := b.run(b.dir, archive.Disk{}, "score", "--period", "2024", "--notices"); code > exitErrors {
		t.Fatalf("score: exit %d\n%s", code, out)
	}
	given, err := os.ReadFile(filepath.Join(b.dir, "报告", "2024", "得分告知单", "发改局.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	b.put(t, "回收/2024/发改局.xlsx", typedInto(t, given, objected(readBookOf(t, "score sheet", given), b.loaded["zh"])))
	t.Run("objection", func(t *testing.T) { b.breakAt(t, everyWrite, "objection", "--period", "2024") })
}

// A draft is accepted into the plan completely or not at all, whatever fails, as everything else is based on the plan.
func TestEveryFaultOfADraft(t *testing.T) {
	b := newBench(t)
	b.put(t, "纪要.txt", []byte("2024年9月1日\n由发改局牵头，9月底前完成8个重点项目开工。\n"))
	if code, out := b.run(b.dir, archive.Disk{}, "draft", filepath.Join(b.dir, "纪要.txt"), "--date", "2024-09-01", "-o", "新增.xlsx"); code > exitErrors {
		t.Fatalf("exit %d\n%s", code, out)
	}
	b.acceptFirst(t, "新增.xlsx")
	b.breakAt(t, everyWrite, "draft", "--apply", "新增.xlsx")
}

// breaking says which calls fail, each in a run of its own.
type breaking int

const (
	everyCall  breaking = iota // every call fails once, and those that write also for good
	everyWrite                 // every call that changes something fails, alternately once and for good
	someWrites                 // every fifth of these, as all files are written by the same six calls
)

// breakAt runs a command line on copies of the bench, in each of which another call fails.
func (b *bench) breakAt(t *testing.T, which breaking, args ...string) {
	before := tree(t, b.dir)
	done := b.copy(t)
	probe := &failing{System: archive.OS()}
	if code, out := b.run(done, archive.On(probe), args...); code > exitErrors {
		t.Fatalf("exit %d\n%s", code, out)
	}
	after, filed := tree(t, done), receipts(t, done)
	if maps.Equal(before, after) {
		t.Fatal("nothing was written: there is nothing to break")
	}
	causes := []error{syscall.ENOSPC, fs.ErrPermission, syscall.EIO}
	writes := 0
	for at := 1; at <= probe.calls; at++ {
		call, file, _ := strings.Cut(probe.names[at-1], " ")
		reading := slices.Contains(reads, call)
		if reading && which != everyCall {
			continue
		}
		if !reading {
			if writes++; which == someWrites && writes%5 != 0 {
				continue
			}
		}
		for _, dead := range []bool{false, true} {
			if reading && dead {
				continue // a run that dies while reading leaves the same as one that dies at the next write
			}
			if which != everyCall && dead != (writes%2 == 0) {
				continue
			}
			t.Run(fmt.Sprintf("%d %s %s dead=%v", at, call, file, dead), func(t *testing.T) {
				t.Parallel()
				dir := b.copy(t)
				code, out := b.run(dir, archive.On(&failing{System: archive.OS(), at: at, dead: dead, err: causes[at%len(causes)]}), args...)
				// Receipts are written before slips are made: a run that dies after that has filed everything, and says so. The same holds
				// for a run that dies when only the cache is still to be written.
				if done := code == exitErrors && strings.Contains(out, "退回表没有更新：") || code <= exitErrors && maps.Equal(tree(t, dir), after); dead && !done && (code != exitFailed || strings.TrimSpace(out) == "") {
					t.Fatalf("exit %d\n%s", code, out)
				}
				if code == exitFailed && !strings.Contains(out, "→") && !strings.Contains(out, "没有办成") {
					t.Errorf("not said in words:\n%s", out)
				}
				whole(t, before, after, tree(t, dir))
				receipts(t, dir)
				if code, out = b.run(dir, archive.On(&failing{System: archive.OS()}), args...); code > exitErrors {
					t.Errorf("the next run: exit %d\n%s", code, out)
				}
				if got := tree(t, dir); !maps.Equal(got, after) {
					t.Errorf("the next run ends elsewhere: %v", differing(got, after))
				}
				if got := receipts(t, dir); !slices.Equal(got, filed) {
					t.Errorf("receipts\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(filed, "\n"))
				}
			})
		}
	}
}

// reads lists the calls that change nothing.
var reads = []string{"open", "read", "stat", "list"}

func differing(a, b map[string]string) []string {
	var out []string
	for name := range a {
		if a[name] != b[name] {
			out = append(out, name)
		}
	}
	for name := range b {
		if _, ok := a[name]; !ok {
			out = append(out, "no "+name)
		}
	}
	slices.Sort(out)
	return out
}
