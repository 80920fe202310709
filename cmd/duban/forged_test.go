package main

import (
	"encoding/hex"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"duban/workbook/archive"
	"duban/workbook/sheet"
)

// forge writes into a cache that a return said something else, as somebody would who has the program and its source, and
// knows the secret or guesses one.
func forge(t *testing.T, dir, bureau string, secret []byte, old, new string) {
	t.Helper()
	a, err := archive.Disk{}.Read(filepath.Join(dir, "存档"), "收件记录.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	for _, rec := range a.Receipts() {
		if rec.Kind != archive.KindReturn || !strings.HasSuffix(rec.Name, bureau+".xlsx") {
			continue
		}
		s := &session{app: &app{}, archive: a}
		rb, err := s.readArchived(rec)
		if err != nil || rb.err != nil {
			t.Fatal(err, rb.err)
		}
		forged := 0
		for _, sh := range rb.book.Sheets {
			for i := range sh.Rows {
				for j := range sh.Rows[i].Cells {
					if c := &sh.Rows[i].Cells[j]; strings.Contains(c.Value.Text, old) {
						c.Value = sheet.Str(strings.ReplaceAll(c.Value.Text, old, new))
						forged++
					}
				}
			}
		}
		at, ok := s.modified(rec)
		if !ok || forged == 0 {
			t.Fatalf("nothing was forged in %s", rec.Name)
		}
		c := archive.Disk{}.OpenCache(filepath.Join(dir, "缓存", rec.Period), program(), secret)
		c.Put(rec.SHA256, append(at, sheet.Compact(rb.book)...))
		c.Flush()
		c.Close()
		return
	}
	t.Fatalf("nothing came from %s", bureau)
}

// A forged reading in the cache changes no merge as long as the forger lacks the workspace's key; with it, the audit says
// that the report is not what the archive gives.
func TestForgedCache(t *testing.T) {
	const was, is = "责任到人", "全部建成"
	b := newBench(t)
	b.aged(t)
	if code, out := b.run(b.dir, archive.Disk{}, "receive"); code > exitErrors {
		t.Fatalf("exit %d\n%s", code, out)
	}
	text, err := os.ReadFile(filepath.Join(b.dir, "存档", "密钥.txt"))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Fields(string(text))
	key, err := hex.DecodeString(lines[len(lines)-1])
	if err != nil {
		t.Fatal(err)
	}
	merged := func(secret []byte) (map[string]string, *bench) {
		c := &bench{dir: b.copy(t), loaded: b.loaded, day: b.day}
		touch(t, b.dir, c.dir)
		if secret != nil {
			forge(t, c.dir, "发改局", secret, was, is)
		}
		if code, out := c.run(c.dir, archive.Disk{}, "merge"); code > exitErrors {
			t.Fatalf("exit %d\n%s", code, out)
		}
		return tree(t, c.dir), c
	}
	want, _ := merged(nil)
	for name, guess := range map[string][]byte{"none": {}, "another": make([]byte, keyBytes), "its name": []byte(lines[len(lines)-1])} {
		if got, _ := merged(guess); !maps.Equal(got, want) {
			t.Errorf("%s as the secret: %v", name, differing(got, want))
		}
	}
	got, c := merged(key)
	if maps.Equal(got, want) {
		t.Fatal("with the key itself nothing was forged: the test shows nothing")
	}
	code, out := c.run(c.dir, archive.Disk{}, "check", "--archive")
	if code != exitErrors || !strings.Contains(out, "汇总.xlsx：不一致") || !strings.Contains(out, is) || !strings.Contains(out, was) {
		t.Errorf("exit %d\n%s", code, out)
	}
}
