package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"duban/cmd/duban/round"
	"duban/workbook/archive"
)

// lines splits the log of receipts into lines, and gives a function that writes lines back.
func (b *bench) lines(t *testing.T) (lines []string, put func(...string)) {
	t.Helper()
	const log = "存档/收件记录.jsonl"
	data, err := os.ReadFile(filepath.Join(b.dir, filepath.FromSlash(log)))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		lines = append(lines, line)
	}
	return lines, func(lines ...string) { b.put(t, log, []byte(strings.Join(lines, ""))) }
}

// Missing receipts are reported until they are back, whatever happens in between; nothing is reported if none are missing.
func TestLogEnd(t *testing.T) {
	filed := newBench(t)
	if code, out := filed.run(filed.dir, archive.Disk{}, "merge"); code > exitErrors {
		t.Fatalf("exit %d\n%s", code, out)
	}
	const short, other = "收件记录比上次运行结束时少", "不是上次运行结束时的那一条"
	says := func(t *testing.T, b *bench, want string, args ...string) {
		t.Helper()
		_, out := b.run(b.dir, archive.Disk{}, args...)
		for _, s := range []string{short, other} {
			if strings.Contains(out, s) != (s == want) {
				t.Errorf("%v: %q said: %v\n%s", args, s, s != want, out)
			}
		}
	}
	keys := filepath.Join("存档", "密钥.txt")
	for name, meddle := range map[string]func(t *testing.T, b *bench){
		"a run that failed": func(t *testing.T, b *bench) {
			lines, put := b.lines(t)
			put(lines[:len(lines)-2]...)
			reports := filepath.Join(b.dir, "报告")
			if err := os.Rename(reports, reports+"~"); err != nil {
				t.Fatal(err)
			}
			b.put(t, "报告", nil)
			if code, out := b.run(b.dir, archive.Disk{}, "merge"); code != exitFailed {
				t.Fatalf("exit %d: the test shows nothing\n%s", code, out)
			}
			if err := os.Remove(reports); err != nil {
				t.Fatal(err)
			}
			if err := os.Rename(reports+"~", reports); err != nil {
				t.Fatal(err)
			}
			says(t, b, short, "status")
		},
		"a line that cannot be read": func(t *testing.T, b *bench) {
			lines, put := b.lines(t)
			hurt := append([]string{lines[0], "?" + lines[1]}, lines[2:]...)
			put(hurt...)
			says(t, b, "", "status")
			says(t, b, "", "merge", "--as-of", "2024-10-20")
			_, out := b.run(b.dir, archive.Disk{}, "status")
			if !strings.Contains(out, "第 2 行读不出来") {
				t.Errorf("the line is not named\n%s", out)
			}
			after, put := b.lines(t)
			put(append(lines, after[len(lines):]...)...)
			says(t, b, "", "status")
			b.audited(t, exitOK)
		},
		"one more key": func(t *testing.T, b *bench) {
			data, err := os.ReadFile(filepath.Join(b.dir, keys))
			if err != nil {
				t.Fatal(err)
			}
			b.put(t, keys, append(data, strings.Repeat("ab", round.KeyBytes)+"\r\n"...))
			says(t, b, "", "status")
			lines, put := b.lines(t)
			put(lines[:len(lines)-2]...)
			says(t, b, short, "status")
			says(t, b, short, "merge")
		},
	} {
		t.Run(name, func(t *testing.T) {
			meddle(t, &bench{dir: filed.copy(t), loaded: filed.loaded, day: filed.day})
		})
	}
}
