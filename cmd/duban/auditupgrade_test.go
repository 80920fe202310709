package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"duban/cmd/duban/audit"
	"duban/cmd/duban/outputs"
	"duban/cmd/duban/round"
	"duban/workbook/archive"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// written changes the reports to what another build that writes every file differently would have left there, and records what such a build
// records.
func (b *bench) written(t *testing.T, files map[string]string, build string) {
	t.Helper()
	sums := map[string]string{} // of what the files were before
	for name, data := range files {
		if strings.Contains(name, "/通知/") || filepath.Base(name) == outputs.ManifestName {
			continue // notices are restored from the archive as they are; the manifest names the others
		}
		now := tampered(t, name, []byte(data))
		b.put(t, name, now)
		sums[archive.Hash([]byte(data))] = archive.Hash(now)
	}
	for name, data := range files {
		if filepath.Base(name) == outputs.ManifestName {
			for was, is := range sums {
				data = strings.ReplaceAll(data, was, is)
			}
			b.put(t, name, []byte(data))
		}
	}
	b.rewrite(t, func(r *archive.Receipt) {
		r.Build = build
		if build == "" {
			r.Files = nil // versions that did not name their build kept no hashes of what they did not archive
		}
		for name, sum := range r.Files {
			if is, ok := sums[sum]; ok {
				r.Files[name] = is
			}
		}
		is, ok := sums[r.SHA256]
		if !ok {
			return
		}
		if r.Path != "" {
			kept := filepath.Join("存档", filepath.FromSlash(r.Path))
			data, err := os.ReadFile(filepath.Join(b.dir, "报告", r.Period, r.Name))
			if err != nil {
				t.Fatal(err)
			}
			b.put(t, kept, data)
			r.Size = int64(len(data))
		}
		r.SHA256 = is
	})
}

// If another build of the program wrote a file differently, the file is not called changed by hand, whether its receipts name the build or
// not; with the same build it is.
func TestAuditAfterAnotherBuild(t *testing.T) {
	b, files := reported(t)
	b.build = "after"
	if _, said := b.audited(t, exitOK); strings.Contains(said, "写法") {
		t.Errorf("what is the same to the byte is said to be written otherwise\n%s", said)
	}
	for _, build := range []string{"before", ""} {
		b.written(t, files, build)
		states, said := b.audited(t, exitOK)
		for name := range files {
			if strings.Contains(name, "/通知/") {
				continue
			}
			want := audit.StateReworded
			switch filepath.Base(name) {
			case "汇总.xlsx", "得分.xlsx", "简报.docx":
			case outputs.ManifestName:
				want = audit.StateSame
			default:
				if build == "" {
					want = audit.StateUncompared
				}
			}
			if states[name] != want {
				t.Errorf("build %q: %s: %q, want %q", build, name, states[name], want)
			}
		}
		if by := map[string]string{"before": "另一次编译的 0.1.0 版程序", "": "早先编译的 0.1.0 版程序"}[build]; !strings.Contains(said, by) || strings.Contains(said, "改过") || strings.Contains(said, "改动过") {
			t.Errorf("build %q: %s is not named, or somebody is accused\n%s", build, by, said)
		}
		if build != "" {
			// Changes of files without an archived copy are found by the hash.
			was := tree(t, b.dir)
			unarchived := []string{"报告/2024/得分告知单/商务局.xlsx", "报告/2024-09/数据/tasks.csv", "报告/2024-09/简报.md"}
			for _, name := range unarchived {
				if filepath.Ext(name) == ".xlsx" {
					b.put(t, name, []byte(recompressed(t, was[name])))
				} else {
					b.put(t, name, tampered(t, name, []byte(was[name])))
				}
			}
			states, said := b.audited(t, exitErrors)
			for _, name := range unarchived {
				if states[name] != audit.StateEdited || strings.Count(said, "它不是 2024-11-08 生成时的原样") != len(unarchived) {
					t.Errorf("%s: %q\n%s", name, states[name], said)
				}
				b.put(t, name, []byte(was[name]))
			}
		}
		for name := range files {
			for _, last := range []string{"汇总.xlsx", "得分.xlsx", "简报.docx"} {
				if filepath.Base(name) == last {
					b.put(t, name, []byte(files[name])) // as this build writes it
				}
			}
		}
		b.audited(t, exitOK)
		b.written(t, files, build)
	}

	// Changes made after the other build wrote the file are found by the hash.
	path := filepath.Join(b.dir, "报告", "2024-09", "汇总.xlsx")
	now, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(recompressed(t, string(now))), 0o644); err != nil {
		t.Fatal(err)
	}
	if states, said := b.audited(t, exitErrors); states["报告/2024-09/汇总.xlsx"] != audit.StateEdited || !strings.Contains(said, "汇总.xlsx：不一致，1 处与存档重算的不同。它不是 2024-11-08 生成时的原样") {
		t.Errorf("%q\n%s", states["报告/2024-09/汇总.xlsx"], said)
	}

	// With this build the same difference is a change by hand, as nothing else can have written it so.
	b.written(t, files, "after")
	states, said := b.audited(t, exitErrors)
	for name := range files {
		want := audit.StateEdited
		switch base := filepath.Base(name); {
		case strings.Contains(name, "/通知/"):
			continue
		case base == "汇总.xlsx", base == "得分.xlsx", base == "简报.docx":
			want = audit.StateRecount
		case base == outputs.ManifestName:
			want = audit.StateSame
		}
		if states[name] != want {
			t.Errorf("%s: %q, want %q", name, states[name], want)
		}
	}
	if !strings.Contains(said, "收件记录或存档可能被改动过") {
		t.Errorf("not said\n%s", said)
	}
}

// If another build judged a return differently, the audit says so, but it is not a disagreement, as that build may have had other rules.
// With the same build it is one.
func TestAuditOfVerdictsByAnotherBuild(t *testing.T) {
	b := newBench(t)
	b.build = "after"
	if code, out := b.run(b.dir, archive.Disk{}, "merge"); code > exitErrors {
		t.Fatalf("exit %d\n%s", code, out)
	}
	judged := func(build string) {
		n := 0
		b.rewrite(t, func(r *archive.Receipt) {
			if r.Kind == archive.KindReturn && round.Counts(r.Verdict) {
				r.Build = build
				if n++; n == 1 {
					r.Warnings += 2
				}
			}
		})
		if n < 2 {
			t.Fatalf("%d returns were accepted", n)
		}
	}
	judged("before")
	if _, said := b.audited(t, exitOK); !strings.Contains(said, "不一致的 0 份；另有 1 份是另一版程序收的") || strings.Contains(said, "改动过") ||
		!strings.Contains(said, "另有 2 处没有核对") {
		t.Errorf("not said, or somebody is accused\n%s", said)
	}
	judged("after")
	if _, said := b.audited(t, exitErrors); !strings.Contains(said, "不一致的 1 份。") || !strings.Contains(said, "收件记录可能被改动过") {
		t.Errorf("not said\n%s", said)
	}
}

// Files of which another build left no hash are compared with similar ones: if a table agrees in another format, or the other score sheets
// agree, the difference is not one of wording but a change.
func TestAuditOfChangesBeforeAnotherBuild(t *testing.T) {
	b := newBench(t)
	writePlan(t, filepath.Join(b.dir, "任务总表.xlsx"), `
# 单位
| 单位名称 |
| 发改局 |
| 商务局 |
| 财政局 |
| 教育局 |
# 任务
| 任务编号 | 重点任务 | 牵头单位 | 开始日期 | 完成日期 |
| T1 | 梳理清单 | 发改局 | 2024-09-01 | 2024-10-31 |
| T2 | 走访企业 | 商务局 | 2024-09-01 | 2024-12-31 |
| T3 | 编制预算 | 财政局 | 2024-09-01 | 2024-12-31 |
| T4 | 新建学校 | 教育局 | 2024-09-01 | 2024-12-31 |
`)
	for _, args := range [][]string{{"merge"}, {"score", "--period", "2024", "--notices"}, {"export"}} {
		if code, out := b.run(b.dir, archive.Disk{}, args...); code > exitErrors {
			t.Fatalf("%v: exit %d\n%s", args, code, out)
		}
	}
	b.rewrite(t, func(r *archive.Receipt) {
		if r.Files = nil; r.Program != "" {
			r.Build = "before"
		}
	})
	was := tree(t, b.dir)
	b.audited(t, exitOK)

	score, table, columns := "报告/2024/得分告知单/发改局.xlsx", "报告/2024-09/数据/tasks.csv", "报告/2024-09/数据/columns.csv"
	book, err := xlsx.Read([]byte(was[score]))
	if err != nil {
		t.Fatal(err)
	}
	figure, changed := "", []byte(nil)
	for _, row := range book.Sheets[0].Rows {
		for _, c := range row.Cells {
			if c.Value.Kind != sheet.Number || figure != "" {
				continue
			}
			at := sheet.At(row.N, c.Col)
			data, err := xlsx.Apply([]byte(was[score]), []xlsx.Edit{{Sheet: book.Sheets[0].Name, Ref: at, Value: sheet.Num(c.Value.Num + 3)}})
			if err != nil {
				t.Fatal(err)
			}
			figure = book.Sheets[0].Name + "!" + at.String()
			changed = data
			b.put(t, score, data)
		}
	}
	b.put(t, table, tampered(t, table, []byte(was[table])))
	b.put(t, columns, tampered(t, columns, []byte(was[columns])))
	states, said := b.audited(t, exitErrors)
	for name, want := range map[string]string{score: audit.StateEdited, table: audit.StateEdited, columns: audit.StateUncompared} {
		if states[name] != want {
			t.Errorf("%s: %q, want %q\n%s", name, states[name], want, said)
		}
	}
	if !strings.Contains(said, figure+"：现为") || !strings.Contains(said, table+"：不一致") || !strings.Contains(said, "对不上的共 2 处") {
		t.Errorf("%s or %s is not named\n%s", figure, table, said)
	}

	// The other build may have written different words, and what differs in most sheets or in every table of a format.
	b.put(t, score, tampered(t, score, []byte(was[score])))
	for name := range was {
		if strings.HasPrefix(name, "报告/2024-09/数据/") && filepath.Ext(name) == ".csv" {
			b.put(t, name, tampered(t, name, []byte(was[name])))
		}
	}
	states, said = b.audited(t, exitOK)
	if states[score] != audit.StateUncompared || states[table] != audit.StateUncompared {
		t.Errorf("%q, %q\n%s", states[score], states[table], said)
	}
	if strings.Contains(said, "个数字与现在的程序重算的不同") {
		t.Errorf("no figure stands otherwise\n%s", said)
	}
	// If most sheets differ nobody can tell; figures that differ are named.
	for name := range was {
		if strings.HasPrefix(name, "报告/2024/得分告知单/") {
			b.put(t, name, tampered(t, name, []byte(was[name])))
		}
	}
	b.put(t, score, changed)
	if states, said := b.audited(t, exitOK); states[score] != audit.StateUncompared || !strings.Contains(said, score+" 里有 1 个数字与现在的程序重算的不同："+figure+" 现为") {
		t.Errorf("%q\n%s", states[score], said)
	}
}
