package main

import (
	"archive/zip"
	"bytes"
	"crypto/rand"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"duban/workbook/archive"
)

// A slip is dropped once it is written: all slips of a round, with the photos that clerks paste in, may be larger than memory.
func TestWrittenSlipsAreNotKept(t *testing.T) {
	const photo = 16 << 20
	b := newBench(t)
	name := filepath.Join(b.dir, "回收", "2024-09", "商务局.xlsx")
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	b.put(t, "回收/2024-09/商务局.xlsx", withPart(t, data, "xl/media/image1.png", photo))
	if code, out := b.run(b.dir, archive.Disk{}, "receive"); code != exitErrors {
		t.Fatalf("receive: exit %d\n%s", code, out)
	}
	if err := os.RemoveAll(filepath.Join(b.dir, "退回")); err != nil {
		t.Fatal(err)
	}
	s, r := openIn(t, b.dir, "2024-09")
	due := s.DueSlips(r)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	w := s.Slipping()
	w.Write(due)
	w.Wait()
	runtime.GC()
	runtime.ReadMemStats(&after)
	written := 0
	for i := range due {
		if due[i].Written {
			written++
		}
	}
	if kept := int64(after.HeapAlloc) - int64(before.HeapAlloc); written != 1 || kept > photo/4 {
		t.Errorf("%d slips were written, and %d kB are kept", written, kept>>10)
	}
}

// withPart adds a part of random, incompressible bytes to a workbook.
func withPart(t *testing.T, data []byte, name string, size int64) []byte {
	t.Helper()
	from, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	to := zip.NewWriter(&out)
	for _, f := range from.File {
		if err := to.Copy(f); err != nil {
			t.Fatal(err)
		}
	}
	part, err := to.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
	if err == nil {
		_, err = io.CopyN(part, rand.Reader, size)
	}
	if err == nil {
		err = to.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
