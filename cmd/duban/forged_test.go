package main

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"duban/cmd/duban/round"
	"duban/workbook/archive"
	"duban/workbook/compact"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// forge writes into a cache that a return said something else, as somebody could who has the program and its source and knows or guesses
// the secret. It deletes the cache of verdicts, as anybody can.
func forge(t *testing.T, dir, bureau string, secret []byte, old, new string) {
	t.Helper()
	rec, at := filedFrom(t, dir, bureau)
	a, err := archive.Disk{}.Read(filepath.Join(dir, "存档"), "收件记录.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	data, err := a.Load(rec)
	if err != nil {
		t.Fatal(err)
	}
	book, err := xlsx.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	forged := 0
	for _, sh := range book.Sheets {
		for i := range sh.Rows {
			for j := range sh.Rows[i].Cells {
				if c := &sh.Rows[i].Cells[j]; strings.Contains(c.Value.Text, old) {
					c.Value = sheet.Str(strings.ReplaceAll(c.Value.Text, old, new))
					forged++
				}
			}
		}
	}
	if forged == 0 {
		t.Fatalf("nothing was forged in %s", rec.Name)
	}
	put(filepath.Join(dir, "缓存", rec.Period), program(), secret, rec.SHA256, at, sheet.Compact(&compact.Writer{}, book))
	if err := os.Remove(filepath.Join(dir, "缓存", "judged-"+rec.Period)); err != nil {
		t.Fatal(err)
	}
}

// filedFrom gives the receipt of a bureau's last return, and the time of its file as a cache keeps it.
func filedFrom(t *testing.T, dir, bureau string) (archive.Receipt, []byte) {
	t.Helper()
	a, err := archive.Disk{}.Read(filepath.Join(dir, "存档"), "收件记录.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	for _, rec := range slices.Backward(a.Receipts()) {
		if rec.Kind == archive.KindReturn && strings.HasSuffix(rec.Name, bureau+".xlsx") {
			info, err := a.Stat(rec)
			if err != nil {
				t.Fatal(err)
			}
			return rec, binary.LittleEndian.AppendUint64(nil, uint64(info.ModTime().UnixNano()))
		}
	}
	t.Fatalf("nothing came from %s", bureau)
	return archive.Receipt{}, nil
}

// put writes something into a cache.
func put(path, stamp string, secret []byte, key string, pieces ...[]byte) {
	c := archive.Disk{}.OpenCache(path, stamp, secret)
	c.Put(key, pieces...)
	c.Flush()
	c.Close()
}

// forgeJudged changes the verdict on a return in the cache, under the digest in the cache's file of everything that the round is judged by.
// own is the workspace's key, with which the true entry is read.
func forgeJudged(t *testing.T, dir, bureau string, own, secret []byte, old, new string) {
	t.Helper()
	rec, _ := filedFrom(t, dir, bureau)
	path := filepath.Join(dir, "缓存", "judged-"+rec.Period)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	head, _, _ := strings.Cut(string(data), "\n")
	stamp := strings.TrimPrefix(head, "duban cache ")
	c := archive.Disk{}.OpenCache(path, stamp, own)
	was, ok := c.Get(rec.SHA256 + " " + rec.Name)
	c.Close()
	is := bytes.ReplaceAll(was, []byte(old), []byte(new))
	if !ok || len(old) != len(new) || bytes.Equal(is, was) {
		t.Fatalf("nothing was forged of %s", rec.Name)
	}
	put(path, stamp, secret, rec.SHA256+" "+rec.Name, is)
}

// A forged entry in the cache does not change a merge if the forger lacks the workspace's key. If the forger has it, the audit says that
// the report is not what the archive gives.
func TestForgedCache(t *testing.T) {
	const was, is = "责任到人", "全部建成"
	b := newBench(t)
	b.aged(t)
	if code, out := b.run(b.dir, archive.Disk{}, "receive"); code > exitErrors {
		t.Fatalf("exit %d\n%s", code, out)
	}
	key, name := workspaceKey(t, b.dir)
	merged := func(secret []byte, judged bool) (map[string]string, *bench) {
		c := &bench{dir: b.copy(t), loaded: b.loaded, day: b.day}
		touch(t, b.dir, c.dir)
		switch {
		case secret == nil:
		case judged:
			forgeJudged(t, c.dir, "发改局", key, secret, was, is)
		default:
			forge(t, c.dir, "发改局", secret, was, is)
		}
		if code, out := c.run(c.dir, archive.Disk{}, "merge"); code > exitErrors {
			t.Fatalf("exit %d\n%s", code, out)
		}
		return tree(t, c.dir), c
	}
	want, _ := merged(nil, false)
	for _, judged := range []bool{false, true} {
		for name, guess := range map[string][]byte{"none": {}, "another": make([]byte, round.KeyBytes), "its name": []byte(name)} {
			if got, _ := merged(guess, judged); !maps.Equal(got, want) {
				t.Errorf("%s as the secret, judged %v: %v", name, judged, differing(got, want))
			}
		}
		got, c := merged(key, judged)
		if maps.Equal(got, want) {
			t.Fatalf("judged %v: with the key itself nothing was forged: the test shows nothing", judged)
		}
		code, out := c.run(c.dir, archive.Disk{}, "check", "--archive")
		if code != exitErrors || !strings.Contains(out, "汇总.xlsx：不一致") || !strings.Contains(out, is) || !strings.Contains(out, was) {
			t.Errorf("judged %v: exit %d\n%s", judged, code, out)
		}
	}
}

// workspaceKey gives the key in use in a workspace, and its line in the file of keys.
func workspaceKey(t *testing.T, dir string) (key []byte, line string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "存档", "密钥.txt"))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Fields(string(text))
	line = lines[len(lines)-1]
	if key, err = hex.DecodeString(line); err != nil {
		t.Fatal(err)
	}
	return key, line
}
