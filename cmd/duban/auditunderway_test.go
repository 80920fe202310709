package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"duban/cmd/duban/audit"
	"duban/cmd/duban/round"
	"duban/workbook/archive"
)

// diesAt gives a disk for a process that is killed at a call on a file.
func diesAt(call, name string) archive.Disk {
	dead := false
	return archive.On(&failing{System: archive.OS(), refuse: func(c, path string) error {
		if dead = dead || c == call && strings.HasSuffix(filepath.ToSlash(path), name); dead {
			return &os.PathError{Op: c, Path: path, Err: syscall.EIO}
		}
		return nil
	}})
}

// If a run is killed after its files got their names and before their receipt was written, the audit says so and calls nothing wrong;
// running the command again puts everything in order. Files that somebody else wrote there are found even if they were announced, as that
// needs the key.
func TestAuditAfterARunThatWasKilled(t *testing.T) {
	const log = "存档/收件记录.jsonl"
	filed := newBench(t)
	if code, out := filed.run(filed.dir, archive.Disk{}, "receive"); code > exitErrors {
		t.Fatalf("exit %d\n%s", code, out)
	}
	for name, c := range map[string]struct {
		before, args, files []string
		at, call            string
	}{
		"first merge":  {nil, []string{"merge"}, []string{"报告/2024-09/汇总.xlsx", "报告/2024-09/manifest.json"}, log, "append"},
		"merge":        {[]string{"merge", "--as-of", "2024-10-10"}, []string{"merge", "--as-of", "2024-10-20"}, []string{"报告/2024-09/汇总.xlsx", "报告/2024-09/manifest.json"}, log, "append"},
		"between both": {[]string{"merge", "--as-of", "2024-10-10"}, []string{"merge", "--as-of", "2024-10-20"}, []string{"报告/2024-09/汇总.xlsx"}, "报告/2024-09/manifest.json", "rename"},
		"score sheets": {[]string{"score", "--notices", "--as-of", "2024-10-10"}, []string{"score", "--notices", "--as-of", "2024-10-10", "--period", "2024-H2"}, []string{"报告/2024-H2/得分.xlsx"}, log, "append"},
		"tables":       {[]string{"export", "--as-of", "2024-10-10"}, []string{"export", "--as-of", "2024-10-20"}, []string{"报告/2024-09/数据/tasks.csv", "报告/2024-09/数据/ledger.parquet"}, log, "append"},
		"first tables": {nil, []string{"export", "--as-of", "2024-10-20"}, []string{"报告/2024-09/数据/tasks.csv"}, log, "append"},
		"brief":        {[]string{"brief"}, []string{"brief", "--number", "77"}, []string{"报告/2024-09/简报.docx", "报告/2024-09/简报.md"}, log, "append"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := &bench{dir: filed.copy(t), loaded: filed.loaded, day: filed.day}
			if c.before != nil {
				if code, out := b.run(b.dir, archive.Disk{}, c.before...); code > exitErrors {
					t.Fatalf("exit %d\n%s", code, out)
				}
			}
			was := tree(t, b.dir)
			if code, out := b.run(b.dir, diesAt(c.call, c.at), c.args...); code != exitFailed {
				t.Fatalf("exit %d\n%s", code, out)
			}
			killed := tree(t, b.dir)
			states, said := b.audited(t, exitOK)
			for _, file := range c.files {
				if killed[file] == was[file] {
					t.Fatalf("%s was not written: the test shows nothing", file)
				}
				if states[file] != audit.StateStopped || !strings.Contains(said, file+"：是生成它的那一次运行写的") || !strings.Contains(said, "duban "+c.args[0]+" --period 2024") {
					t.Errorf("%s: %q\n%s", file, states[file], said)
				}
			}
			// Announced by somebody who has the program, but not the key.
			forged := c.files[0]
			b.put(t, forged, tampered(t, forged, []byte(killed[forged])))
			s := (&app{}).sessionOf(&round.Workspace{Dir: b.dir, Words: b.loaded["zh"]})
			s.Keys = append(s.Keys, make([]byte, round.KeyBytes))
			var err error
			if s.Archive, err = (archive.Disk{}).Read(filepath.Join(b.dir, "存档"), "收件记录.jsonl"); err != nil {
				t.Fatal(err)
			}
			s.Announce("duban merge", map[string]string{filepath.Join(b.dir, filepath.FromSlash(forged)): archive.Hash([]byte(tree(t, b.dir)[forged]))})
			if states, said := b.audited(t, exitErrors); states[forged] == audit.StateStopped || audit.InOrder(states[forged]) {
				t.Errorf("forged: %q\n%s", states[forged], said)
			}
			if code, out := b.run(b.dir, archive.Disk{}, c.args...); code > exitErrors {
				t.Fatalf("the run after: exit %d\n%s", code, out)
			}
			states, said = b.audited(t, exitOK)
			for _, file := range c.files {
				if states[file] != audit.StateSame {
					t.Errorf("%s after the next run: %q\n%s", file, states[file], said)
				}
			}
		})
	}
}
