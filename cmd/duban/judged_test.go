package main

import (
	"encoding/hex"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"duban/cmd/duban/round"
	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// twoRounds gives a bench with a round for October after September's: 发改局 has reported for both.
func twoRounds(t *testing.T) *bench {
	t.Helper()
	b := newBench(t)
	b.aged(t)
	for _, args := range [][]string{{"merge"}, {"issue", "--period", "2024-10"}} {
		if code, out := b.run(b.dir, archive.Disk{}, args...); code > exitErrors {
			t.Fatalf("%v: exit %d\n%s", args, code, out)
		}
	}
	data, row := b.firstRow(t, "../../下发/2024-10/发改局.xlsx")
	data, err := xlsx.Apply(data, []xlsx.Edit{
		{Sheet: "任务进展", Ref: row.Place(workbook.ColStatus).Ref, Value: sheet.Str("推进中")},
		{Sheet: "任务进展", Ref: row.Place(workbook.ColText).Ref, Value: sheet.Str("十月按计划推进，责任到人")},
	})
	if err != nil {
		t.Fatal(err)
	}
	b.put(t, "回收/2024-10/发改局.xlsx", data)
	b.day = calendar.NewDate(2024, 10, 26)
	b.aged(t)
	if code, out := b.run(b.dir, archive.Disk{}, "merge"); code > exitErrors {
		t.Fatalf("merge: exit %d\n%s", code, out)
	}
	return b
}

// A kept verdict is used if nothing that it depends on has changed, and not otherwise. It is forged here, with the workspace's own key, to
// see whether it is used: if something has changed, a merge gives the same as without any cache.
func TestJudgedAgainWhereAnythingChanged(t *testing.T) {
	const was, is = "责任到人", "全部建成"
	b := twoRounds(t)
	key, _ := workspaceKey(t, b.dir)
	keys := filepath.Join("存档", "密钥.txt")
	edit := func(name string, edits ...xlsx.Edit) func(t *testing.T, c *bench) {
		return func(t *testing.T, c *bench) {
			t.Helper()
			data, err := os.ReadFile(filepath.Join(c.dir, name))
			if err != nil {
				t.Fatal(err)
			}
			if data, err = xlsx.Apply(data, edits); err != nil {
				t.Fatal(err)
			}
			c.put(t, name, data)
		}
	}
	for name, tc := range map[string]struct {
		change func(t *testing.T, c *bench)
		taken  bool
	}{
		"nothing":          {func(*testing.T, *bench) {}, true},
		"one more of this": {func(t *testing.T, c *bench) { c.put(t, "回收/2024-10/说明.txt", []byte("请查收")) }, true},
		"the plan":         {edit("任务总表.xlsx", xlsx.Edit{Sheet: "任务", Ref: sheet.At(2, 5), Value: sheet.Str("2024-10-15")}), false},
		"a later one of the round before": {func(t *testing.T, c *bench) {
			data, row := c.firstRow(t, "../../下发/2024-09/商务局.xlsx")
			data, err := xlsx.Apply(data, []xlsx.Edit{
				{Sheet: "任务进展", Ref: row.Place(workbook.ColStatus).Ref, Value: sheet.Str("推进中")},
				{Sheet: "任务进展", Ref: row.Place(workbook.ColText).Ref, Value: sheet.Str("九月已走访五十家企业")},
			})
			if err != nil {
				t.Fatal(err)
			}
			c.put(t, "回收/2024-09/补报.xlsx", data)
		}, false},
		"one more key": {func(t *testing.T, c *bench) {
			data, err := os.ReadFile(filepath.Join(c.dir, keys))
			if err != nil {
				t.Fatal(err)
			}
			first := strings.Repeat("07", round.KeyBytes) + "\r\n" + hex.EncodeToString(key)
			c.put(t, keys, []byte(strings.Replace(string(data), hex.EncodeToString(key), first, 1)))
		}, false},
		"the round issued anew": {func(t *testing.T, c *bench) {
			data, err := os.ReadFile(filepath.Join(c.dir, keys))
			if err != nil {
				t.Fatal(err)
			}
			// Another key is used for a while and then gone: workbooks issued with it cannot be checked.
			c.put(t, keys, append(data, []byte(strings.Repeat("07", round.KeyBytes)+"\r\n")...))
			if code, out := c.run(c.dir, archive.Disk{}, "issue", "--period", "2024-10", "--force"); code > exitErrors {
				t.Fatalf("exit %d\n%s", code, out)
			}
			c.put(t, keys, data)
		}, false},
	} {
		run := func(forged bool) map[string]string {
			c := &bench{dir: b.copy(t), loaded: b.loaded, day: b.day}
			touch(t, b.dir, c.dir)
			if forged {
				forgeJudged(t, c.dir, "2024-10/发改局", key, key, was, is)
			} else if err := os.RemoveAll(filepath.Join(c.dir, "缓存")); err != nil {
				t.Fatal(err)
			}
			tc.change(t, c)
			if code, out := c.run(c.dir, archive.Disk{}, "merge"); code > exitErrors {
				t.Fatalf("%s: exit %d\n%s", name, code, out)
			}
			return tree(t, c.dir)
		}
		if got, want := run(true), run(false); maps.Equal(got, want) == tc.taken {
			t.Errorf("%s changed: taken as it was judged before: %v, want %v (%v)", name, !tc.taken, tc.taken, differing(got, want))
		}
	}
}

// A merge after one more return reads and judges no other.
func TestNothingIsJudgedTwice(t *testing.T) {
	b := newBench(t)
	late := b.take(t, "回收/2024-09/商务局.xlsx")
	b.aged(t)
	if code, out := b.run(b.dir, archive.Disk{}, "merge"); code > exitErrors {
		t.Fatalf("exit %d\n%s", code, out)
	}
	b.put(t, "回收/2024-09/商务局.xlsx", late)
	b.aged(t)
	disk, read := noting(b.dir)
	if code, out := b.run(b.dir, disk, "merge"); code != exitErrors || !strings.Contains(out, "商务局.xlsx：退回") {
		t.Fatalf("exit %d\n%s", code, out)
	}
	for _, name := range *read {
		if !strings.HasSuffix(name, "商务局.xlsx") {
			t.Errorf("read again: %s", name)
		}
	}
}

// A return that is filed as of an earlier day comes before those that were judged in earlier runs: the standing is the same as if all of
// them were judged now.
func TestBackdatedAmongThoseJudgedBefore(t *testing.T) {
	b := newBench(t)
	first := b.mended(t)
	b.aged(t)
	if code, out := b.run(b.dir, archive.Disk{}, "merge"); code > exitErrors {
		t.Fatalf("exit %d\n%s", code, out)
	}
	b.put(t, "回收/2024-09/商务局先报.xlsx", first)
	run := func(cached bool) (map[string]string, string) {
		c := &bench{dir: b.copy(t), loaded: b.loaded, day: b.day}
		touch(t, b.dir, c.dir)
		if !cached {
			if err := os.RemoveAll(filepath.Join(c.dir, "缓存")); err != nil {
				t.Fatal(err)
			}
		}
		said := ""
		for _, args := range [][]string{{"receive", "--received-at", "2024-09-26", "--reason", "邮箱26日已收到"}, {"merge"}, {"status"}} {
			code, out := c.run(c.dir, archive.Disk{}, args...)
			if code > exitErrors {
				t.Fatalf("%v: exit %d\n%s", args, code, out)
			}
			said += strings.ReplaceAll(out, c.dir, "")
		}
		return tree(t, c.dir), said
	}
	got, out := run(true)
	if want, said := run(false); !maps.Equal(got, want) || out != said || !strings.Contains(out, "商务局先报.xlsx") {
		t.Errorf("%v\n%s\nwant\n%s", differing(got, want), out, said)
	}
}
