//go:build linux || darwin

package archive

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
)

// alone runs a test again in a process of its own, as the limit below applies to a whole process, including the files of the testing
// package. It reports whether this is that process.
func alone(t *testing.T) bool {
	t.Helper()
	const mark = "DUBAN_TEST_ALONE"
	if os.Getenv(mark) != "" {
		return true
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, "-test.run=^"+t.Name()+"$", "-test.v")
	cmd.Env = append(os.Environ(), mark+"=1")
	if out, err := cmd.CombinedOutput(); err != nil || !bytes.Contains(out, []byte("--- PASS: "+t.Name())) {
		t.Errorf("%v\n%s", err, out)
	}
	return false
}

// fill limits every file of this process to a number of bytes, like a full disk, until undo is called.
func fill(t *testing.T, bytes uint64) (undo func()) {
	t.Helper()
	var was syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &was); err != nil {
		t.Fatal(err)
	}
	now := was
	now.Cur = bytes
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &now); err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &was); err != nil {
			t.Fatal(err)
		}
	}
}

func TestFullDiskKeepsTheOldFile(t *testing.T) {
	if !alone(t) {
		return
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "汇总.xlsx")
	old := bytes.Repeat([]byte("old"), 1000)
	if err := disk.WriteFile(path, old); err != nil {
		t.Fatal(err)
	}
	undo := fill(t, 64<<10)
	defer undo()
	if err := disk.WriteFile(path, bytes.Repeat([]byte("new"), 100_000)); err == nil {
		t.Fatal("written to a full disk")
	}
	if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, old) {
		t.Errorf("the old file holds %d bytes, %v", len(got), err)
	}
	if left := leftovers(t, dir); left != nil {
		t.Errorf("left behind %v", left)
	}
}

// A receipt for which there is no room leaves no half line, and the next one follows the last whole one.
func TestFullDiskTakesNoHalfReceipt(t *testing.T) {
	if !alone(t) {
		return
	}
	dir := t.TempDir()
	a := open(t, dir)
	one := add(t, a, Receipt{Kind: KindReturn, Name: "甲.xlsx"})
	whole := readLogFile(t, dir)
	undo := fill(t, uint64(len(whole)+20))
	r, err := a.Append(Receipt{Kind: KindReturn, Name: "乙.xlsx"})
	undo()
	if err == nil {
		t.Fatalf("filed %+v", r)
	}
	if got := readLogFile(t, dir); !bytes.Equal(got, whole) || len(a.Receipts()) != 1 {
		t.Errorf("the log holds %d bytes, not %d; %d receipts", len(got), len(whole), len(a.Receipts()))
	}
	if r := add(t, a, Receipt{Kind: KindReturn, Name: "丙.xlsx"}); r.N != 2 || r.Prev != one.Hash {
		t.Errorf("next %+v", r)
	}
	if b, err := disk.Read(dir, logName); err != nil || len(b.Receipts()) != 2 || len(b.Faults) != 0 {
		t.Errorf("read %v, faults %s, %v", b.Receipts(), faults(b.Faults), err)
	}
}
