package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"duban/workbook/xlsx/xlsxcheck"
)

// The demo is the program's main job from end to end.
func TestDemo(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "督办演示")
	var out, errs bytes.Buffer
	a := &app{in: bytes.NewReader(nil), out: &out, err: &errs, now: time.Now}
	if code := a.run([]string{"demo", dir}); code != exitOK {
		t.Fatalf("exit %d\n%s\n%s", code, out.String(), errs.String())
	}
	// Four months with plans that change, returns that are mended and ones that are late: worked out again from the archive,
	// every verdict, ledger and score is the same.
	out.Reset()
	a = &app{in: bytes.NewReader(nil), out: &out, err: &errs, now: time.Now}
	if code := a.run([]string{"-C", dir, "check", "--archive"}); code != exitOK || strings.Count(out.String(), "一致，重算的与它一字节不差") != 13 {
		t.Errorf("exit %d\n%s\n%s", code, out.String(), errs.String())
	}
	// Every kind of workbook that the program writes is in order as Excel wants it.
	seen := map[string]int{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".xlsx" {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		parts := strings.Split(filepath.ToSlash(rel), "/")
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if kind := parts[0]; kind == "存档" || kind == "回收" || kind == "下发" && (parts[1] != "2024-10" || seen[kind] == 12) {
			// Copies of what is looked at already, and more of the same.
			return nil
		}
		seen[parts[0]]++
		for _, fault := range xlsxcheck.Check(data) {
			t.Errorf("%s: %s", rel, fault)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{"任务总表.xlsx", "下发", "退回", "报告"} {
		if seen[folder] == 0 {
			t.Errorf("no workbook of %s was looked at", folder)
		}
	}
}
