package main

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"duban/templates"
	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// readOnly gives a disk on which nothing below a folder of a workspace can be changed, as on a read-only share.
func readOnly(dir, below string) archive.Disk {
	root := filepath.Join(dir, filepath.FromSlash(below))
	return archive.On(&failing{System: archive.OS(), refuse: func(call, path string) error {
		within := path == root || strings.HasPrefix(path, root+string(filepath.Separator))
		if !within || slices.Contains(reads, call) {
			return nil
		}
		if info, err := os.Stat(path); call == "mkdir" && err == nil && info.IsDir() {
			return nil // it is there already
		}
		return &fs.PathError{Op: call, Path: path, Err: fs.ErrPermission}
	}})
}

// A folder that cannot be written is named, its content does not change, and once it can be written the next run does the rest.
func TestReadOnlyFolder(t *testing.T) {
	b := newBench(t)
	before := tree(t, b.dir)
	done := b.copy(t)
	if code, out := b.run(done, archive.Disk{}, "merge"); code != exitErrors {
		t.Fatalf("merge: exit %d\n%s", code, out)
	}
	after := tree(t, done)
	for below, want := range map[string]int{"存档": exitFailed, "报告": exitFailed, "退回": exitErrors, "": exitFailed} {
		t.Run("/"+below, func(t *testing.T) {
			dir := b.copy(t)
			code, out := b.run(dir, readOnly(dir, below), "merge")
			if code != want || !strings.Contains(out, "没有权限读写“") {
				t.Errorf("exit %d\n%s", code, out)
			}
			whole(t, before, after, tree(t, dir))
			receipts(t, dir)
			if code, out = b.run(dir, archive.Disk{}, "merge"); code > exitErrors {
				t.Errorf("writable again: exit %d\n%s", code, out)
			}
			if got := tree(t, dir); !maps.Equal(got, after) {
				t.Errorf("writable again it ends elsewhere: %v", differing(got, after))
			}
		})
	}
	// Commands that only look need no permission to write.
	seen := tree(t, done)
	for _, args := range [][]string{{"check"}, {"check", "--archive"}, {"validate"}, {"status", "--history"}, {"notice"}, {"explain", "发改局"}, {"score", "--what-if", "zzz=1"}, {"show", filepath.Join(done, "任务总表.xlsx")}, {}} {
		if code, out := b.run(done, readOnly(done, ""), args...); code == exitFailed || strings.Contains(out, "没有权限") {
			t.Errorf("%v: exit %d\n%s", args, code, out)
		}
	}
	if !maps.Equal(tree(t, done), seen) {
		t.Error("looking changed something")
	}
}

// A return may have any name that Windows allows: it is taken, archived, and named in every output as it came.
func TestAnyFileName(t *testing.T) {
	b := newBench(t)
	sent, row := b.firstRow(t, "发改局.xlsx")
	names := []string{
		" !#$%&'()+,-.;=@[]^_`{}~ 发改局 .xlsx", "发改局%E5%8F%91.XLSX", "发改局..xlsx", ".xlsx", "没有后缀的发改局", "发改局　（全角）①②③😀𠮷.xlsx",
		"Ｆ发改\u0301局\u200b.xlsx", strings.Repeat("长", 80) + ".xlsx", "{{.file}}.xlsx", "-rf.xlsx", "“发改局”‘报’.xlsx", "发改局\u202egpj.xlsx",
	}
	for i, name := range names {
		// Each is another return: its progress text says which.
		data, err := xlsx.Apply(sent, []xlsx.Edit{{Sheet: "任务进展", Ref: row.Place(workbook.ColText).Ref, Value: sheet.Str("已按计划推进到第" + strings.Repeat("一", i+1) + "步，责任到人")}})
		if err != nil {
			t.Fatal(err)
		}
		b.put(t, "回收/2024-09/"+name, data)
	}
	code, out := b.run(b.dir, archive.Disk{}, "merge")
	if code > exitErrors {
		t.Fatalf("exit %d\n%s", code, out)
	}
	a, err := archive.Disk{}.Read(filepath.Join(b.dir, "存档"), "收件记录.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	kept := map[string]archive.Receipt{}
	for _, r := range a.Receipts() {
		kept[r.Name] = r
	}
	data, err := os.ReadFile(filepath.Join(b.dir, "报告", "2024-09", "汇总.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	book, err := xlsx.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for _, r := range book.Sheet("收件").Rows {
		for _, c := range r.Cells {
			listed[c.Value.Text] = true
		}
	}
	for _, name := range names {
		if name == ".xlsx" {
			continue // hidden, as its first character says to other systems: passed over by name
		}
		r, ok := kept["2024-09/"+name]
		if !ok || r.Verdict != "accepted" {
			t.Errorf("%q: %q", name, r.Verdict)
			continue
		}
		if base := r.Path[strings.LastIndexByte(r.Path, '/')+1:]; archive.SafeName(base) != base {
			t.Errorf("%q is kept under %q, which not every system takes", name, base)
		}
		if _, err := a.Load(r); err != nil {
			t.Errorf("%q: %v", name, err)
		}
		if !listed["2024-09/"+name] {
			t.Errorf("%q is not listed", name)
		}
		if !strings.Contains(out, name) {
			t.Errorf("%q is not said", name)
		}
	}
	if !strings.Contains(out, "没有收：2024-09/.xlsx") {
		t.Errorf("a name of an ending alone is not said:\n%s", out)
	}
	if code, out := b.run(b.dir, archive.Disk{}, "check", "--archive"); code != exitOK {
		t.Errorf("exit %d\n%s", code, out)
	}
}

// Every refusal says in the reader's language what is wrong, in which part and cell, and what to do: every code, every sort of damage,
// every limit.
func TestEveryRefusalSaysWhatAndWhere(t *testing.T) {
	const part, cell = "xl/worksheets/sheet2.xml", "B7"
	for _, lang := range templates.Languages() {
		a := &app{words: catalogue(t, lang)}
		refused := func(code string, args map[string]string) string {
			return a.refusalText(&xlsx.Refusal{Code: code, Part: part, Args: args})
		}
		for _, code := range xlsx.RefusalCodes() {
			if _, hint, _ := strings.Cut(refused(code, nil), "\n"); len(strings.TrimSpace(hint)) < 10 {
				t.Errorf("%s: what to do is not said of %s", lang, code)
			}
		}
		unsaid := refused(xlsx.RefusedDamaged, map[string]string{"sheet": "任务进展", "cell": cell})
		for _, reason := range xlsx.DamageReasons() {
			said := refused(xlsx.RefusedDamaged, map[string]string{"reason": reason, "sheet": "任务进展", "cell": cell})
			if len(said) < len(unsaid)+10 || !strings.Contains(said, part) || !strings.Contains(said, cell) || !strings.Contains(said, "任务进展") {
				t.Errorf("%s: of %s it is said\n%s", lang, reason, said)
			}
		}
		for _, cap := range xlsx.Caps() {
			said := refused(xlsx.RefusedTooLarge, map[string]string{"cap": cap, "limit": "4711"})
			if !strings.Contains(said, "4711") || !strings.Contains(said, part) {
				t.Errorf("%s: of the cap %s it is said\n%s", lang, cap, said)
			}
		}
	}
}
