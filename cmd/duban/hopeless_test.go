package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"duban/validate"
	"duban/workbook/archive"
	"duban/workbook/pace"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// hopeless gives a bureau's workbook with a number of further rows on its sheet of problems, each with two cells that cannot be read.
func hopeless(t *testing.T, sent []byte, rows int) []byte {
	t.Helper()
	var xml strings.Builder
	for n := 1000; n < 1000+rows; n++ {
		fmt.Fprintf(&xml, `<row r="%d">`, n)
		for _, col := range []string{"D", "H", "I"} {
			fmt.Fprintf(&xml, `<c r="%s%d" t="inlineStr"><is><t>说不清楚的第%d行</t></is></c>`, col, n, n)
		}
		xml.WriteString("</row>")
	}
	return withRows(t, sent, "问题清单", xml.String())
}

// withRows adds rows, given as XML, at the end of a workbook's sheet.
func withRows(t *testing.T, data []byte, name, rows string) []byte {
	t.Helper()
	book, err := xlsx.ReadOwn(data)
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(book.Sheets, func(s *sheet.Sheet) bool { return s.Name == name })
	p, part := unpack(t, data), fmt.Sprintf("xl/worksheets/sheet%d.xml", at+1)
	const end = "</sheetData>"
	if !strings.Contains(p.body[part], end) {
		t.Fatalf("%s has no rows", part)
	}
	p.body[part] = strings.Replace(p.body[part], end, rows+end, 1)
	return p.pack(t)
}

// The time to judge a file in which nearly every cell is wrong grows in proportion to its cells.
func TestHopelessReturnIsJudgedInAMoment(t *testing.T) {
	d := newDesk(t, "农业局")
	sent := d.file(t)
	pace.Linear(t, 25_000, func(rows int, start func()) {
		book, err := xlsx.Read(hopeless(t, sent, rows))
		if err != nil {
			t.Fatal(err)
		}
		start()
		if _, v := d.judged(book); v.Errors() < 2*rows {
			t.Errorf("%d errors", v.Errors())
		}
	})
}

// If a file has more findings than are listed all are counted, and wherever they are listed, on the screen, in JSON, in the slip and on the
// sheet of findings, the number of the others is given. The rows are held back, and an audit finds the same.
func TestHopelessReturnIsCountedWhole(t *testing.T) {
	const rows = 2_000
	b := newBench(t)
	sent, err := os.ReadFile(filepath.Join(b.dir, "下发", "2024-09", "发改局.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	b.put(t, "回收/2024-09/发改局.xlsx", hopeless(t, sent, rows))
	has := func(said string, wants ...string) {
		t.Helper()
		for _, want := range wants {
			if !strings.Contains(said, want) {
				t.Errorf("no %q in\n%.3000s", want, said)
			}
		}
	}
	_, out := b.run(b.dir, archive.Disk{}, "validate", "--json")
	var o struct {
		Findings []struct {
			File, Severity string
			Further        int
		}
	}
	if err := json.Unmarshal([]byte(out), &o); err != nil {
		t.Fatal(err)
	}
	listed, errors := 0, 0
	for _, f := range o.Findings {
		if strings.HasSuffix(f.File, "发改局.xlsx") {
			listed++
			if f.Severity == "error" {
				errors += 1 + f.Further
			}
		}
	}
	if listed > validate.MostFindings || errors != 2*rows {
		t.Errorf("%d findings are listed, of %d errors", listed, errors)
	}
	const further = "（同类另有 150"
	code, out := b.run(b.dir, archive.Disk{}, "receive")
	if code != exitErrors {
		t.Errorf("receive: exit %d", code)
	}
	has(out, further, "错误 4000 处", "暂不计 2000 行")
	has(tree(t, b.dir)["退回/2024-09/发改局.txt"], "必须改的（4000 处）", "另有 300")
	_, out = b.run(b.dir, archive.Disk{}, "merge")
	has(out, "退回未改 2")
	_, out = b.run(b.dir, archive.Disk{}, "show", filepath.Join(b.dir, "报告", "2024-09", "汇总.xlsx"))
	has(out, further)
	_, out = b.run(b.dir, archive.Disk{}, "status")
	has(out, "等 2000 行")
	if code, out = b.run(b.dir, archive.Disk{}, "check", "--archive"); code != exitOK {
		t.Errorf("audit: exit %d\n%.3000s", code, out)
	}
}

// The memory that a merge holds for files in which nearly every cell is wrong is bounded, however many there are. If they have more
// findings than are listed together, a further file only adds one finding of each kind and what a recheck needs.
func TestHeldOfHopelessReturnsIsBounded(t *testing.T) {
	const few, many, rows, most = 26, 40, 400, 512 << 10 // without a bound 1.3 MB
	b := newCounty(t, many)
	came := 0
	live := func(returns int) uint64 {
		for ; came < returns; came++ {
			sent, err := os.ReadFile(filepath.Join(b.dir, "下发", "2024-09", bureau(came)+".xlsx"))
			if err != nil {
				t.Fatal(err)
			}
			b.put(t, "回收/2024-09/"+bureau(came)+".xlsx", hopeless(t, sent, rows))
		}
		// They are filed before, so that no slips are being written during the measurement.
		if code, out := b.run(b.dir, archive.Disk{}, "receive"); code != exitErrors {
			t.Fatalf("receive: exit %d\n%.2000s", code, out)
		}
		// The measurements differ by some megabytes, so the least of several counts.
		return min(b.liveAtReport(t), b.liveAtReport(t), b.liveAtReport(t))
	}
	before, after := live(few), live(many)
	held := func() int64 { return (int64(after) - int64(before)) / (many - few) }
	// On a busy machine none of three may be a good one. What is really held is held in every further one, too.
	for range 6 {
		if held() <= most {
			break
		}
		after = min(after, b.liveAtReport(t))
	}
	each := held()
	t.Logf("%d bytes are held of each file, of %d files %d in all", each, many, after)
	if each > most {
		t.Errorf("of each file %d bytes are held, of %d files %d in all", each, many, after)
	}
}
