package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// The demo runs the program's main job from end to end.
func TestDemo(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "督办演示")
	var out, errs bytes.Buffer
	a := &app{in: bytes.NewReader(nil), out: &out, err: &errs, now: time.Now, disk: ownDisk()}
	if code := a.run([]string{"demo", dir}); code != exitOK {
		t.Fatalf("exit %d\n%s\n%s", code, out.String(), errs.String())
	}
	// The demo has four months with changed plans, corrected returns and late returns: worked out again from the archive, every verdict,
	// ledger and score is the same.
	out.Reset()
	a = &app{in: bytes.NewReader(nil), out: &out, err: &errs, now: time.Now, disk: ownDisk()}
	if code := a.run([]string{"-C", dir, "check", "--archive"}); code != exitOK || strings.Count(out.String(), "一致，重算的与它一字节不差") != 13 {
		t.Errorf("exit %d\n%s\n%s", code, out.String(), errs.String())
	}
	// Every kind of workbook that the program writes is as Excel requires.
	seen := map[string]int{}
	inOrderForExcel(t, dir, func(rel string) bool {
		parts := strings.Split(rel, "/")
		if kind := parts[0]; kind == "存档" || kind == "回收" || kind == "下发" && (parts[1] != "2024-10" || seen[kind] == 12) {
			return false // copies of files that are checked anyway
		}
		seen[parts[0]]++
		return true
	})
	for _, folder := range []string{"任务总表.xlsx", "下发", "退回", "报告"} {
		if seen[folder] == 0 {
			t.Errorf("no workbook of %s was looked at", folder)
		}
	}
}
