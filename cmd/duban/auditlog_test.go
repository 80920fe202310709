package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"duban/cmd/duban/round"
	"duban/workbook/archive"
)

// If somebody cuts the log off and removes the mark of its end, archived files and issued workbooks are left that no receipt names. A note
// of the end that was kept elsewhere shows it in any case. If nothing was changed, nothing is reported.
func TestAuditOfTheLogsEnd(t *testing.T) {
	filed := newBench(t)
	if code, out := filed.run(filed.dir, archive.Disk{}, "merge"); code > exitErrors {
		t.Fatalf("exit %d\n%s", code, out)
	}
	const unmarked, extra, unissued = "收件记录的末尾没有核对", "个文件，收件记录里没有", "收件记录里没有这一期的下发"
	audit := func(t *testing.T, b *bench, want []string, args ...string) string {
		t.Helper()
		_, out := b.run(b.dir, archive.Disk{}, append([]string{"check", "--archive"}, args...)...)
		for _, s := range []string{unmarked, extra, unissued} {
			if strings.Contains(out, s) != strings.Contains(strings.Join(want, "|"), s) {
				t.Errorf("%q said: %v\n%s", s, strings.Contains(out, s), out)
			}
		}
		return out
	}
	m := regexp.MustCompile(`末条 (R[0-9]+:[0-9a-f]{16})`).FindStringSubmatch(audit(t, filed, nil))
	if m == nil {
		t.Fatal("the end is not given")
	}
	fresh := func() *bench { return &bench{dir: filed.copy(t), loaded: filed.loaded, day: filed.day} }
	remove := func(t *testing.T, b *bench, names ...string) {
		t.Helper()
		for _, name := range names {
			if err := os.RemoveAll(filepath.Join(b.dir, filepath.FromSlash(name))); err != nil {
				t.Fatal(err)
			}
		}
	}

	b := fresh()
	lines, put := b.lines(t)
	remove(t, b, "缓存")
	audit(t, b, []string{unmarked})
	put(lines[0]) // the plan of the round, and nothing since
	out := audit(t, b, []string{unmarked, extra, unissued})
	if !strings.Contains(out, "说明.txt") || !strings.Contains(out, "duban issue --period 2024-09") {
		t.Errorf("not named\n%s", out)
	}
	if code, out := b.run(b.dir, archive.Disk{}, "check", "--noted", m[1]); code != exitErrors || !strings.Contains(out, "没有记下的那一条 "+m[1]) {
		t.Errorf("exit %d\n%s", code, out)
	}

	// The log is rewritten completely, and nothing else is changed.
	b = fresh()
	if code, out := b.run(b.dir, archive.Disk{}, "check", "--noted", strings.ToLower(strings.Replace(m[1], ":", "： ", 1))); code != exitOK {
		t.Errorf("nothing was changed: exit %d\n%s", code, out)
	}
	b.rewrite(t, func(r *archive.Receipt) { r.Override = "补记" })
	if code, out := b.run(b.dir, archive.Disk{}, "check", "--archive", "--noted", m[1]); code != exitErrors || !strings.Contains(out, "没有记下的那一条 "+m[1]) {
		t.Errorf("exit %d\n%s", code, out)
	}
	if code, out := b.run(b.dir, archive.Disk{}, "check", "--noted", "R0001"); code != exitUsage || !strings.Contains(out, "“R0001”看不懂") {
		t.Errorf("exit %d\n%s", code, out)
	}

	// With a replaced key the mark cannot be read, and the next run leaves its own.
	b = fresh()
	b.put(t, "存档/密钥.txt", []byte(strings.Repeat("ab", round.KeyBytes)+"\r\n"))
	audit(t, b, []string{unmarked})
	if code, out := b.run(b.dir, archive.Disk{}, "merge", "--as-of", "2024-10-20"); code > exitErrors {
		t.Fatalf("exit %d\n%s", code, out)
	}
	audit(t, b, nil)

	// After a run was killed and the command is run again, no receipt is missing.
	b = fresh()
	b.put(t, "回收/2024-09/补充.pdf", []byte("%PDF-1.7"))
	if code, out := b.run(b.dir, diesAt("append", "收件记录.jsonl"), "receive"); code != exitFailed {
		t.Fatalf("exit %d\n%s", code, out)
	}
	if code, out := b.run(b.dir, archive.Disk{}, "check", "--archive"); code != exitOK || !strings.Contains(out, "补充.pdf") || !strings.Contains(out, "另有 1 处没有核对") {
		t.Errorf("exit %d\n%s", code, out)
	}
	if code, out := b.run(b.dir, archive.Disk{}, "receive"); code > exitErrors {
		t.Fatalf("exit %d\n%s", code, out)
	}
	audit(t, b, nil)
}

// The folder of a year has rating forms but no issued round; it is not taken for a round without a receipt.
func TestRatingFormsAreNoRound(t *testing.T) {
	b := newBench(t)
	writePlan(t, filepath.Join(b.dir, "任务总表.xlsx"), ratedPlan)
	if code, out := b.run(b.dir, archive.Disk{}, "merge"); code > exitErrors {
		t.Fatalf("merge: exit %d\n%s", code, out)
	}
	if code, out := b.run(b.dir, archive.Disk{}, "rating", "--issue", "--period", "2024"); code > exitErrors {
		t.Fatalf("rating: exit %d\n%s", code, out)
	}
	if _, out := b.run(b.dir, archive.Disk{}, "check", "--archive"); strings.Contains(out, "duban issue --period 2024") {
		t.Errorf("a round is said to be ready\n%s", out)
	}
}
