package main

import (
	"fmt"
	"math"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"

	"duban/workbook/pace"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// allocated gives the bytes allocated for a return from file to verdict: the least of several measurements, since a garbage collection in
// between empties the pools.
func (d *desk) allocated(t *testing.T, data []byte) int64 {
	t.Helper()
	least := int64(math.MaxInt64)
	for range 5 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		d.read(t, data)
		runtime.ReadMemStats(&after)
		least = min(least, int64(after.TotalAlloc-before.TotalAlloc))
	}
	return least
}

// TestOddFilesCostWhatTheyHold checks that the cost of a workbook depends on its content, not on where it is in the sheet or how it is
// formatted.
func TestOddFilesCostWhatTheyHold(t *testing.T) {
	d := newDesk(t, "农业局")
	sent := d.file(t)
	want := d.read(t, sent)
	base := d.allocated(t, sent)
	const progress = "xl/worksheets/sheet2.xml"
	rowsEnd := regexp.MustCompile(`</sheetData>`)
	put := func(p *parts, xml string) {
		p.body[progress] = rowsEnd.ReplaceAllString(p.body[progress], xml+"</sheetData>")
	}
	long := strings.Repeat("长", 32767)
	for _, c := range []struct {
		name string
		do   func(p *parts)
		// more is what the file may cost beyond the one that was sent.
		more int64
	}{
		{"a stray cell in the last row", func(p *parts) { put(p, `<row r="1048576"><c r="XFD1048576" t="str"><v>.</v></c></row>`) }, 128 << 10},
		{"a styled cell in the last row", func(p *parts) { put(p, `<row r="1048576"><c r="XFD1048576" s="1"/></row>`) }, 16 << 10},
		{"ten thousand styled rows below", func(p *parts) {
			var rows strings.Builder
			for n := 2000; n < 12000; n++ {
				fmt.Fprintf(&rows, `<row r="%d" s="1" customFormat="1"><c r="A%d" s="1"/><c r="B%d" s="1"/></row>`, n, n, n)
			}
			put(p, rows.String())
		}, 4 << 20},
		{"four thousand styles", func(p *parts) {
			p.body["xl/styles.xml"] = strings.Replace(p.body["xl/styles.xml"], "</cellXfs>", strings.Repeat(`<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>`, 4000)+"</cellXfs>", 1)
		}, 1 << 20},
		{"texts of 32,767 characters", func(p *parts) {
			put(p, `<row r="900"><c r="A900" t="inlineStr"><is><t>`+long+`</t></is></c><c r="M900" t="inlineStr"><is><t>`+long+`</t></is></c></row>`)
		}, 6 << 20},
		{"control characters", func(p *parts) {
			put(p, `<row r="900"><c r="Z900" t="inlineStr"><is><t>`+strings.Repeat("_x0007_", 5000)+`</t></is></c></row>`)
		}, 1 << 20},
		{"merged cells down to the last row", func(p *parts) {
			p.body[progress] = strings.Replace(p.body[progress], "</mergeCells>", `<mergeCell ref="T5:T1048576"/><mergeCell ref="U5:XFD9"/></mergeCells>`, 1)
		}, 16 << 10},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := unpack(t, sent)
			c.do(p)
			data := p.pack(t)
			got := d.read(t, data)
			for key, w := range want.Cells {
				if got.Cells[key] != w {
					t.Errorf("%s is %q, want %q", key, got.Cells[key], w)
				}
			}
			if more := d.allocated(t, data) - base; more > c.more {
				t.Errorf("%d bytes more than the %d of the file that was sent, at most %d are allowed", more, base, c.more)
			} else {
				t.Logf("%d bytes more than %d", more, base)
			}
		})
	}
}

// TestLongTextsAreJudgedInAMoment checks that the cost of a long text only depends on its length, whatever it repeats and whichever cell it
// was pasted into.
func TestLongTextsAreJudgedInAMoment(t *testing.T) {
	d := newDesk(t, "农业局")
	sent := d.file(t)
	for _, piece := range []string{"1,", "T1、", "财政局、", "(", "9月", "1.", "长"} {
		t.Run(piece, func(t *testing.T) {
			pace.Linear(t, sheet.MaxCellLen, func(length int, start func()) {
				book, err := xlsx.Read(sent)
				if err != nil {
					t.Fatal(err)
				}
				pasted := paste(book, strings.Repeat(piece, length/utf8.RuneCountInString(piece)))
				start()
				if _, v := d.judged(book); len(v.Findings) == 0 || pasted < 100 {
					t.Errorf("in %d cells: %d findings", pasted, len(v.Findings))
				}
			})
		})
	}
}

// paste puts a text into the cells of the first rows of every sheet that shows, and counts them.
func paste(book *sheet.Book, text string) (n int) {
	for _, s := range book.Sheets {
		for i := range s.Rows {
			for k := range s.Rows[i].Cells {
				if c := &s.Rows[i].Cells[k]; s.Rows[i].N > 4 && s.Rows[i].N < 9 && s.Visibility == sheet.Visible && c.Formula == "" {
					c.Value = sheet.Str(text)
					n++
				}
			}
		}
	}
	return n
}
