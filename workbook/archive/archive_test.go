package archive

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

const logName = "收件记录.jsonl"

// disk is the computer's own.
var disk Disk

// held is the environment variable that makes a test process lock the archive of the folder that it names, until it is killed.
const held = "DUBAN_TEST_HOLD"

func TestMain(m *testing.M) {
	if dir := os.Getenv(held); dir != "" {
		a, err := disk.Open(dir, logName, 0)
		if err != nil {
			fmt.Println("refused:", err)
			os.Exit(1)
		}
		fmt.Println("held")
		time.Sleep(time.Minute)
		a.Close()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func open(t *testing.T, dir string) *Archive {
	t.Helper()
	a, err := disk.Open(dir, logName, time.Second)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

func add(t *testing.T, a *Archive, r Receipt) Receipt {
	t.Helper()
	r, err := a.Append(r)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// file stores bytes and files their receipt.
func file(t *testing.T, a *Archive, kind, period, name, data string) Receipt {
	t.Helper()
	path, err := a.Store(period, name, []byte(data))
	if err != nil {
		t.Fatal(err)
	}
	return add(t, a, Receipt{Kind: kind, Period: period, Name: name, Path: path, SHA256: Hash([]byte(data)), Size: int64(len(data))})
}

func faults(list []Fault) string {
	var out []string
	for _, f := range list {
		s := f.Code
		if f.Line > 0 {
			s += fmt.Sprintf(":%d", f.Line)
		}
		if f.Receipt != "" {
			s += ":" + f.Receipt
		}
		out = append(out, s)
	}
	return strings.Join(out, " ")
}

func readLogFile(t *testing.T, dir string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, logName))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func writeLogFile(t *testing.T, dir string, data []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, logName), data, 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestReceiptsAreNumberedChainedAndFound(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "存档")
	a := open(t, dir)
	if len(a.Receipts()) != 0 || a.Faults != nil {
		t.Fatalf("a new archive holds %v, %v", a.Receipts(), a.Faults)
	}
	file(t, a, KindPlan, "2024-09", "任务总表.xlsx", "plan")
	file(t, a, KindReturn, "2024-09", "甲.xlsx", "one")
	file(t, a, KindReturn, "2024-10", "乙.xlsx", "two")
	last := file(t, a, KindReturn, "2024-10", "丙.xlsx", "one")
	if last.N != 4 || last.ID() != "R0004" || last.Prev != a.Receipts()[2].Hash || last.Hash == "" {
		t.Errorf("last receipt %+v", last)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}

	b := open(t, dir)
	if !reflect.DeepEqual(b.Receipts(), a.Receipts()) || b.Faults != nil {
		t.Fatalf("read back %v, faults %s", b.Receipts(), faults(b.Faults))
	}
	r, err := disk.Read(dir, logName)
	if err != nil || !reflect.DeepEqual(r.Receipts(), a.Receipts()) || r.Close() != nil {
		t.Fatalf("read without holding it: %v, %v", r.Receipts(), err)
	}
	if got, ok := b.Find(KindReturn, Hash([]byte("one"))); !ok || got.ID() != "R0002" {
		t.Errorf("found %+v: the first one counts", got)
	}
	if _, ok := b.Find(KindPlan, Hash([]byte("one"))); ok {
		t.Error("found under another kind")
	}
	if got, ok := b.Latest(KindReturn, "2024-10"); !ok || got.ID() != "R0004" {
		t.Errorf("latest %+v", got)
	}
	if _, ok := b.Latest(KindMerge, ""); ok {
		t.Error("a latest one of none")
	}
	if n, m := len(b.Select(KindReturn, "")), len(b.Select(KindReturn, "2024-10")); n != 3 || m != 2 {
		t.Errorf("%d returns, %d in October", n, m)
	}
	if next := add(t, b, Receipt{Kind: KindMerge}); next.N != 5 || next.Prev != last.Hash {
		t.Errorf("the chain does not go on: %+v", next)
	}
}

func TestNoArchiveReadsAsNone(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "没有")
	a, err := disk.Read(dir, logName)
	if err != nil || len(a.Receipts()) != 0 {
		t.Errorf("%v, %v", a.Receipts(), err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Error("reading made a folder")
	}
}

// Receipts with any text are read back without a break in the chain.
func TestReceiptsReadBack(t *testing.T) {
	dir := t.TempDir()
	text := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"\xb7\xa2\xb8\xc4.xlsx", "a\u2028b", "<甲&乙>.xlsx", "\x00", "\ufffd", `"\`, "😀"}))
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		sub := filepath.Join(dir, fmt.Sprint(n))
		a, err := disk.Open(sub, logName, 0)
		if err != nil {
			t.Fatal(err)
		}
		for range rapid.IntRange(1, 3).Draw(t, "lines") {
			if _, err := a.Append(Receipt{Kind: KindReturn, Name: text.Draw(t, "name"), Note: text.Draw(t, "note")}); err != nil {
				t.Fatal(err)
			}
		}
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
		b, err := disk.Read(sub, logName)
		if err != nil || len(b.Faults) != 0 || !reflect.DeepEqual(b.Receipts(), a.Receipts()) {
			t.Fatalf("wrote %+v, read %+v, faults %s, %v", a.Receipts(), b.Receipts(), faults(b.Faults), err)
		}
	})
}

func TestEveryTextOfAReceiptIsLegible(t *testing.T) {
	var r Receipt
	v := reflect.ValueOf(&r).Elem()
	for i := range v.NumField() {
		if v.Field(i).Kind() == reflect.String {
			v.Field(i).SetString("\xb7")
		}
	}
	dir := t.TempDir()
	add(t, open(t, dir), r)
	if b, err := disk.Read(dir, logName); err != nil || len(b.Faults) != 0 || len(b.Receipts()) != 1 {
		t.Errorf("read back %+v, faults %s, %v", b.Receipts(), faults(b.Faults), err)
	}
}

// A run that is killed while it writes leaves the beginning of a line of any length: the next run loses nothing else.
func TestLogCutAtEveryByte(t *testing.T) {
	dir := t.TempDir()
	a := open(t, dir)
	for _, n := range []string{"甲.xlsx", "乙.xlsx", "丙 <&> 丁.xlsx"} {
		add(t, a, Receipt{Kind: KindReturn, Period: "2024-09", Name: n})
	}
	a.Close()
	whole := readLogFile(t, dir)
	lines := bytes.SplitAfter(bytes.TrimSuffix(whole, []byte("\n")), []byte("\n"))
	before := len(lines[0]) + len(lines[1])
	for cut := before; cut < len(whole)-1; cut++ {
		writeLogFile(t, dir, whole[:cut])
		// Reading without the lock sees whole lines and changes nothing.
		if r, err := disk.Read(dir, logName); err != nil || len(r.Receipts()) != 2 || len(r.Faults) != 0 {
			t.Fatalf("cut at %d: read %d receipts, faults %s, %v", cut, len(r.Receipts()), faults(r.Faults), err)
		}
		if got := readLogFile(t, dir); len(got) != cut {
			t.Fatalf("cut at %d: reading changed the log", cut)
		}
		b, err := disk.Open(dir, logName, 0)
		if err != nil {
			t.Fatal(err)
		}
		if len(b.Receipts()) != 2 || len(b.Faults) != 0 || !bytes.Equal(readLogFile(t, dir), whole[:before]) {
			t.Fatalf("cut at %d: %d receipts, faults %s", cut, len(b.Receipts()), faults(b.Faults))
		}
		if r, err := b.Append(Receipt{Kind: KindReturn, Name: "再来.xlsx"}); err != nil || r.N != 3 {
			t.Fatalf("cut at %d: %+v, %v", cut, r, err)
		}
		b.Close()
		if r, err := disk.Read(dir, logName); err != nil || len(r.Receipts()) != 3 || len(r.Faults) != 0 {
			t.Fatalf("cut at %d: after the next line %d receipts, faults %s, %v", cut, len(r.Receipts()), faults(r.Faults), err)
		}
	}
}

// A last line that only lacks its newline is complete: it is kept, and the next receipt starts on a new line.
func TestLogWithoutItsLastNewline(t *testing.T) {
	dir := t.TempDir()
	a := open(t, dir)
	add(t, a, Receipt{Kind: KindReturn, Name: "甲.xlsx"})
	add(t, a, Receipt{Kind: KindReturn, Name: "乙.xlsx"})
	a.Close()
	writeLogFile(t, dir, bytes.TrimSuffix(readLogFile(t, dir), []byte("\n")))
	b := open(t, dir)
	if len(b.Receipts()) != 2 {
		t.Fatalf("%d receipts", len(b.Receipts()))
	}
	add(t, b, Receipt{Kind: KindReturn, Name: "丙.xlsx"})
	b.Close()
	if r, err := disk.Read(dir, logName); err != nil || len(r.Receipts()) != 3 || len(r.Faults) != 0 {
		t.Fatalf("%d receipts, faults %s, %v", len(r.Receipts()), faults(r.Faults), err)
	}
}

func TestTampering(t *testing.T) {
	tests := []struct {
		name   string
		change func(t *testing.T, dir string, lines [][]byte, rs []Receipt) [][]byte
		want   string
	}{
		{"nothing", func(t *testing.T, dir string, lines [][]byte, rs []Receipt) [][]byte { return lines }, ""},
		{"line endings of Windows", func(t *testing.T, dir string, lines [][]byte, rs []Receipt) [][]byte {
			for i := range lines {
				lines[i] = bytes.Replace(lines[i], []byte("\n"), []byte("\r\n"), 1)
			}
			return lines
		}, ""},
		{"an edited line", func(t *testing.T, dir string, lines [][]byte, rs []Receipt) [][]byte {
			lines[1] = bytes.Replace(lines[1], []byte("2024-10-09"), []byte("2024-10-05"), 1)
			return lines
		}, "log-chain-broken:2:R0002"},
		{"an edited line with its own hash made anew", func(t *testing.T, dir string, lines [][]byte, rs []Receipt) [][]byte {
			r := rs[1]
			r.Received = "2024-10-05"
			lines[1] = bytes.Replace(lines[1], []byte("2024-10-09"), []byte("2024-10-05"), 1)
			lines[1] = bytes.Replace(lines[1], []byte(rs[1].Hash), []byte(r.digest()), 1)
			return lines
		}, "log-chain-broken:3:R0003"},
		{"a removed line", func(t *testing.T, dir string, lines [][]byte, rs []Receipt) [][]byte {
			return append(lines[:1:1], lines[2:]...)
		}, "log-chain-broken:2:R0003"},
		{"the first line removed", func(t *testing.T, dir string, lines [][]byte, rs []Receipt) [][]byte { return lines[1:] }, "log-chain-broken:1:R0002"},
		{"two lines exchanged", func(t *testing.T, dir string, lines [][]byte, rs []Receipt) [][]byte {
			lines[0], lines[1] = lines[1], lines[0]
			return lines
		}, "log-chain-broken:1:R0002 log-chain-broken:2:R0001 log-chain-broken:3:R0003"},
		{"a line that is none", func(t *testing.T, dir string, lines [][]byte, rs []Receipt) [][]byte {
			return slices.Insert(lines, 1, []byte("改过\n"))
		}, "log-line-unreadable:2"},
		{"an edited file", func(t *testing.T, dir string, lines [][]byte, rs []Receipt) [][]byte {
			if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(rs[0].Path)), []byte("tampered"), 0o644); err != nil {
				t.Fatal(err)
			}
			return lines
		}, "file-changed:R0001"},
		{"a missing file", func(t *testing.T, dir string, lines [][]byte, rs []Receipt) [][]byte {
			if err := os.Remove(filepath.Join(dir, filepath.FromSlash(rs[2].Path))); err != nil {
				t.Fatal(err)
			}
			return lines
		}, "file-missing:R0003"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			a := open(t, dir)
			for _, n := range []string{"甲", "乙", "丙"} {
				path, err := a.Store("2024-09", n+".xlsx", []byte(n))
				if err != nil {
					t.Fatal(err)
				}
				add(t, a, Receipt{Kind: KindReturn, Name: n + ".xlsx", Path: path, SHA256: Hash([]byte(n)), Received: "2024-10-09"})
			}
			add(t, a, Receipt{Kind: KindMerge, Period: "2024-09"}) // names no file
			rs := slices.Clone(a.Receipts())
			a.Close()
			lines := bytes.SplitAfter(bytes.TrimSuffix(readLogFile(t, dir), []byte("\n")), []byte("\n"))
			lines[len(lines)-1] = append(slices.Clone(lines[len(lines)-1]), '\n')
			writeLogFile(t, dir, bytes.Join(tt.change(t, dir, lines, rs), nil))
			b := open(t, dir)
			got, err := b.Verify()
			if err != nil || faults(got) != tt.want {
				t.Errorf("faults %s, %v, want %s", faults(got), err, tt.want)
			}
			if strings.HasPrefix(tt.want, "log") && faults(b.Faults) != tt.want {
				t.Errorf("on opening %s", faults(b.Faults))
			}
			for _, r := range b.Receipts() {
				if r.Path == "" {
					continue
				}
				_, err := b.Load(r)
				if damaged := strings.HasPrefix(tt.want, "file") && strings.HasSuffix(tt.want, r.ID()); (err != nil) != damaged {
					t.Errorf("loading %s: %v", r.ID(), err)
				}
				if tt.want == "file-missing:"+r.ID() && !errors.Is(err, fs.ErrNotExist) {
					t.Errorf("loading a missing file: %v", err)
				}
			}
		})
	}
}

func TestFilesAreKeptOnceAndApart(t *testing.T) {
	dir := t.TempDir()
	a := open(t, dir)
	store := func(period, name, data string) string {
		path, err := a.Store(period, name, []byte(data))
		if err != nil {
			t.Fatal(err)
		}
		got, err := a.Load(Receipt{Path: path, SHA256: Hash([]byte(data))})
		if err != nil || string(got) != data {
			t.Fatalf("%s holds %q, %v", path, got, err)
		}
		return path
	}
	one := store("2024-09", "表.xlsx", "one")
	if again := store("2024-09", "表.xlsx", "one"); again != one {
		t.Errorf("the same bytes under %s and %s", one, again)
	}
	two := store("2024-09", "表.xlsx", "two")
	if two == one {
		t.Errorf("other bytes under the same name %s", two)
	}
	if other := store("2024-10", "表.xlsx", "one"); other == one {
		t.Errorf("another period's file under %s", other)
	}
	if got, want := store("2024-09", `..\..\CON`, "three"), "2024-09/"+Hash([]byte("three"))[:8]+"-_._CON"; got != want {
		t.Errorf("kept as %s, want %s", got, want)
	}
	if want := "2024-09/" + Hash([]byte("one"))[:8] + "-表.xlsx"; one != want {
		t.Errorf("kept as %s, want %s", one, want)
	}
	names, err := os.ReadDir(filepath.Join(dir, "2024-09"))
	if err != nil || len(names) != 3 {
		t.Errorf("%d files in the period's folder, %v", len(names), err)
	}
}

func TestOneRunAtATime(t *testing.T) {
	dir := t.TempDir()
	a := open(t, dir)
	_, err := disk.Open(dir, logName, 0)
	var locked *Locked
	if !errors.As(err, &locked) || locked.Path != dir {
		t.Fatalf("a second run: %v", err)
	}
	start := time.Now()
	if _, err = disk.Open(dir, logName, 3*lockPoll); !errors.As(err, &locked) {
		t.Fatalf("a second run that waits: %v", err)
	}
	if waited := time.Since(start); waited < 3*lockPoll {
		t.Errorf("gave up after %v", waited)
	}
	released := make(chan error)
	go func() {
		time.Sleep(2 * lockPoll)
		released <- a.Close()
	}()
	b, err := disk.Open(dir, logName, 10*time.Second)
	if err != nil {
		t.Fatalf("after the first run let go: %v", err)
	}
	if err := <-released; err != nil {
		t.Fatal(err)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	// Once it is free there is no waiting.
	c, err := disk.Open(dir, logName, 0)
	if err != nil {
		t.Fatalf("a free archive without waiting: %v", err)
	}
	c.Close()
}

// A run that is killed releases the archive: nothing has to be removed by hand.
func TestKilledRunLetsGo(t *testing.T) {
	dir := t.TempDir()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, "-test.run=^$")
	cmd.Env = append(os.Environ(), held+"="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || strings.TrimSpace(line) != "held" {
		t.Fatalf("the other run says %q, %v", line, err)
	}
	var locked *Locked
	if _, err := disk.Open(dir, logName, lockPoll); !errors.As(err, &locked) {
		t.Errorf("while another process holds it: %v", err)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err == nil {
		t.Error("the other run was not killed")
	}
	open(t, dir)
}

// The reasons for refusing a file are read back as written, whatever bytes are in its part names, and the chain is unbroken.
func TestReasons(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "存档")
	a := open(t, dir)
	why := []Reason{{Code: "file-damaged", Sheet: "xl/\xff.xml", Args: map[string]string{"reason": "crc", "entry": "\xfe"}}, {Code: "no-bureau", Cell: "B4", Value: "某某局"}}
	if _, err := a.Append(Receipt{Kind: KindReturn, Period: "2024-09", Name: "a.xlsx", Verdict: "unreadable", Refused: why}); err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if why[0].Sheet != "xl/\xff.xml" || why[0].Args["entry"] != "\xfe" {
		t.Error("the caller's reasons were changed")
	}
	b := open(t, dir)
	want := []Reason{{Code: "file-damaged", Sheet: "xl/\uFFFD.xml", Args: map[string]string{"reason": "crc", "entry": "\uFFFD"}}, {Code: "no-bureau", Cell: "B4", Value: "某某局"}}
	if b.Faults != nil || !reflect.DeepEqual(b.Receipts()[0].Refused, want) {
		t.Errorf("read back %+v, faults %s", b.Receipts()[0].Refused, faults(b.Faults))
	}
}

// Commit waits until everything filed since Begin is on the disk.
func (a *Archive) Commit() error { return a.CommitBeside()() }

// Files that are filed together are not in the archive until they are committed; then they are there as if filed one by one.
func TestFiledTogether(t *testing.T) {
	one, many := filepath.Join(t.TempDir(), "存档"), filepath.Join(t.TempDir(), "存档")
	a, b := open(t, one), open(t, many)
	files := [][2]string{{"甲.xlsx", "one"}, {"乙.xlsx", "two"}, {"甲.xlsx", "one"}}
	b.Begin()
	for _, f := range files {
		file(t, a, KindReturn, "2024-09", f[0], f[1])
		file(t, b, KindReturn, "2024-09", f[0], f[1])
	}
	if got, ok := b.Find(KindReturn, Hash([]byte("two"))); !ok || got.ID() != "R0002" || b.Holds(got) {
		t.Errorf("before it is committed a file is known and is not there: %+v", got)
	}
	if c, err := disk.Read(many, logName); err != nil || len(c.Receipts()) != 0 {
		t.Errorf("%d receipts are written, %v", len(c.Receipts()), err)
	}
	if err := b.Commit(); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(readLogFile(t, one), readLogFile(t, many)) {
		t.Error("another log than of files that came one by one")
	}
	if faults, err := b.Verify(); err != nil || len(faults) > 0 {
		t.Errorf("faults %v, %v", faults, err)
	}
	if left := leftovers(t, many); left != nil {
		t.Errorf("left behind %v", left)
	}
	if err := b.Commit(); err != nil {
		t.Errorf("nothing to commit: %v", err)
	}
}

// If one of the files cannot be filed none is, and the next run files them all.
func TestNothingIsFiledByHalf(t *testing.T) {
	dir := t.TempDir()
	a := open(t, dir)
	file(t, a, KindReturn, "2024-09", "早.xlsx", "zero")
	whole := readLogFile(t, dir)
	a.Begin()
	file(t, a, KindReturn, "2024-09", "甲.xlsx", "one")
	last := file(t, a, KindReturn, "2024-10", "乙.xlsx", "two")
	// Something is in the way of a file's name.
	lay(t, dir, last.Path+"/别的.txt")
	if err := a.Commit(); err == nil {
		t.Fatal("committed")
	}
	if !bytes.Equal(readLogFile(t, dir), whole) || len(a.Receipts()) != 1 || len(a.WithSHA(Hash([]byte("one")))) != 0 {
		t.Errorf("%d receipts stand", len(a.Receipts()))
	}
	if left := leftovers(t, dir); left != nil {
		t.Errorf("left behind %v", left)
	}
	if err := os.RemoveAll(filepath.Join(dir, filepath.FromSlash(last.Path))); err != nil {
		t.Fatal(err)
	}
	a.Begin()
	file(t, a, KindReturn, "2024-09", "甲.xlsx", "one")
	file(t, a, KindReturn, "2024-10", "乙.xlsx", "two")
	if err := a.Commit(); err != nil {
		t.Fatal(err)
	}
	if faults, err := a.Verify(); err != nil || len(faults) > 0 || len(a.Receipts()) != 3 {
		t.Errorf("faults %v, %v", faults, err)
	}
}

// Files that are filed while others are on their way to the disk come after them; the same bytes under the same name are written once.
func TestFiledBeside(t *testing.T) {
	dir, together := t.TempDir(), t.TempDir()
	a, b := open(t, dir), open(t, together)
	b.Begin()
	for _, f := range [][2]string{{"甲.xlsx", "one"}, {"甲.xlsx", "one"}, {"乙.xlsx", "two"}} {
		file(t, b, KindReturn, "2024-09", f[0], f[1])
	}
	if err := b.Commit(); err != nil {
		t.Fatal(err)
	}
	a.Begin()
	file(t, a, KindReturn, "2024-09", "甲.xlsx", "one")
	wait := a.CommitBeside()
	a.Begin()
	file(t, a, KindReturn, "2024-09", "甲.xlsx", "one")
	file(t, a, KindReturn, "2024-09", "乙.xlsx", "two")
	if n := len(a.filing.files) + len(a.filing.unwritten); n != 1 {
		t.Errorf("%d files are written again", n)
	}
	if err := wait(); err != nil {
		t.Fatal(err)
	}
	if err := a.Commit(); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(readLogFile(t, dir), readLogFile(t, together)) {
		t.Error("another log than of files that were filed together")
	}
	if faults, err := a.Verify(); err != nil || len(faults) > 0 {
		t.Errorf("faults %v, %v", faults, err)
	}
}

// If files on their way to the disk fail, those filed since fail as well, whether on their way or not, as their receipts are chained to
// them.
func TestNothingIsFiledBehindWhatFailed(t *testing.T) {
	dir := t.TempDir()
	a := open(t, dir)
	file(t, a, KindReturn, "2024-09", "早.xlsx", "zero")
	whole := readLogFile(t, dir)
	a.Begin()
	first := file(t, a, KindReturn, "2024-09", "甲.xlsx", "one")
	lay(t, dir, first.Path+"/别的.txt")
	wait := a.CommitBeside()
	a.Begin()
	second := file(t, a, KindReturn, "2024-09", "乙.xlsx", "two")
	waitToo := a.CommitBeside()
	a.Begin()
	file(t, a, KindReturn, "2024-10", "丙.xlsx", "three")
	if err := wait(); err == nil {
		t.Fatal("committed")
	}
	if err := waitToo(); err == nil {
		t.Error("what came behind is committed")
	}
	if err := a.Commit(); err != nil {
		t.Errorf("there is nothing left to commit: %v", err)
	}
	if !bytes.Equal(readLogFile(t, dir), whole) || len(a.Receipts()) != 1 || len(a.WithSHA(Hash([]byte("two"))))+len(a.WithSHA(Hash([]byte("three")))) != 0 {
		t.Errorf("%d receipts stand", len(a.Receipts()))
	}
	if a.Holds(second) {
		t.Error("a file without a receipt has got its name")
	}
	if left := leftovers(t, dir); left != nil {
		t.Errorf("left behind %v", left)
	}
}

// Several pieces may be on their way to the disk: names and receipts are written in the order of the commits.
func TestFiledBesideEachOther(t *testing.T) {
	dir, together := t.TempDir(), t.TempDir()
	a, b := open(t, dir), open(t, together)
	var waits []func() error
	for i := range 5 {
		a.Begin()
		for j := range 4 {
			name, text := fmt.Sprint(i, j, ".xlsx"), fmt.Sprint(i*j)
			file(t, a, KindReturn, "2024-09", name, text)
			file(t, b, KindReturn, "2024-09", name, text)
		}
		waits = append(waits, a.CommitBeside())
	}
	for _, wait := range waits {
		if err := wait(); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(readLogFile(t, dir), readLogFile(t, together)) {
		t.Error("another log than of files that came one by one")
	}
	if faults, err := a.Verify(); err != nil || len(faults) > 0 || len(a.landing) > 0 {
		t.Errorf("faults %v, %v, %d pieces are on their way still", faults, err, len(a.landing))
	}
}

// Two files whose hashes begin alike are both kept, whether filed together or one after the other.
func TestHashesThatBeginAlike(t *testing.T) {
	seen := map[string]string{}
	var one, two string
	for i := 0; two == ""; i++ {
		data := fmt.Sprint(i)
		head := Hash([]byte(data))[:hashInName]
		if other, ok := seen[head]; ok {
			one, two = other, data
		}
		seen[head] = data
	}
	for _, together := range []bool{false, true} {
		a := open(t, t.TempDir())
		if together {
			a.Begin()
		}
		file(t, a, KindReturn, "2024-09", "甲.xlsx", one)
		file(t, a, KindReturn, "2024-09", "甲.xlsx", two)
		if err := a.Commit(); err != nil {
			t.Fatal(err)
		}
		if faults, err := a.Verify(); err != nil || len(faults) > 0 {
			t.Errorf("together %v: faults %v, %v", together, faults, err)
		}
	}
}

// A cache gives back what was kept under the same stamp, completely or not at all, however often it is appended to.
func TestCache(t *testing.T) {
	path := filepath.Join(t.TempDir(), "缓存", "2024-09")
	c := disk.OpenCache(path, "v1", secret)
	if _, ok := c.Get("甲"); ok {
		t.Error("nothing is kept yet")
	}
	c.Put("甲", []byte("one"))
	c.Put("乙", bytes.Repeat([]byte("二"), flushedAt))
	c.Put("丙", nil)
	c.Flush()
	c.Close()
	c = disk.OpenCache(path, "v1", secret)
	c.Put("甲", []byte("another"))
	c.Flush()
	for key, want := range map[string]string{"甲": "another", "乙": strings.Repeat("二", flushedAt), "丙": ""} {
		if got, ok := c.Get(key); !ok || string(got) != want {
			t.Errorf("%s: %d bytes, %v", key, len(got), ok)
		}
	}
	c.Close()
	c = disk.OpenCache(path, "v1", secret)
	if got, ok := c.Get("甲"); !ok || string(got) != "another" {
		t.Errorf("the last one counts: %q, %v", got, ok)
	}
	c.Close()
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	c = disk.OpenCache(path, "v2", secret)
	if _, ok := c.Get("甲"); ok {
		t.Error("another program's is taken")
	}
	c.Put("丁", []byte("four"))
	c.Flush()
	c.Close()
	if now, err := os.ReadFile(path); err != nil || len(now) > len(whole)/2 {
		t.Errorf("what another program kept is still there: %d of %d bytes, %v", len(now), len(whole), err)
	}
	// If any byte is changed or missing, the cache still gives only what was kept.
	c = disk.OpenCache(path, "v2", secret)
	c.Put("戊", []byte("five"))
	c.Flush()
	c.Close()
	if whole, err = os.ReadFile(path); err != nil {
		t.Fatal(err)
	}
	for i := range whole {
		for _, data := range [][]byte{whole[:i], append(slices.Clone(whole[:i]), append([]byte{whole[i] ^ 0x40}, whole[i+1:]...)...)} {
			if err := os.WriteFile(path, data, 0o644); err != nil {
				t.Fatal(err)
			}
			c := disk.OpenCache(path, "v2", secret)
			for key, want := range map[string]string{"丁": "four", "戊": "five"} {
				if got, ok := c.Get(key); ok && string(got) != want {
					t.Fatalf("byte %d: %s gives %q", i, key, got)
				}
			}
			c.Put("己", []byte("six"))
			c.Flush()
			c.Close()
			c = disk.OpenCache(path, "v2", secret)
			if got, ok := c.Get("己"); !ok || string(got) != "six" {
				t.Fatalf("byte %d: what is kept after it is lost: %q", i, got)
			}
			c.Close()
		}
	}
}
