package xlsx

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"duban/workbook/sheet"
)

// longBook makes a book with a long sheet between two others. The sheet has rows that are laid out while it is written, some of them
// grouped or with links, notes and formulas, between rows that are kept, and a chart of some of them.
func longBook(rows int) *sheet.Book {
	long := &sheet.Sheet{Name: "长表", Layout: &sheet.Layout{FreezeRows: 2, Filter: sheet.Rect(2, 1, 2+rows, 6), Columns: []sheet.ColumnLayout{{First: 1, Last: 3, Width: 14}}}}
	long.Put(sheet.At(1, 1), sheet.Cell{Role: sheet.Title, Value: sheet.Str("长表")})
	long.Merges = append(long.Merges, sheet.Rect(1, 1, 1, 6))
	for col := range 6 {
		long.Put(sheet.At(2, col+1), sheet.Cell{Role: sheet.Heading, Value: sheet.Str("列" + strconv.Itoa(col))})
	}
	long.Put(sheet.At(4+rows, 2), sheet.Cell{Role: sheet.Guide, Value: sheet.Str("说明")})
	long.Lay = func(yield func(*sheet.Row) bool) {
		r := &sheet.Row{}
		for i := range rows {
			n := 3 + i
			*r = sheet.Row{N: n, Outline: uint8(i % 3), Cells: append(r.Cells[:0],
				sheet.Cell{Col: 1, Role: sheet.Body, Format: sheet.TextFormat, Value: sheet.Str(fmt.Sprint("RW-", i%70))},
				sheet.Cell{Col: 2, Role: sheet.Role(i % 5), Value: sheet.Num(float64(i%90) / 7)},
				sheet.Cell{Col: 4, Role: sheet.Body, Format: sheet.Percent, Formula: "ROUND($B" + strconv.Itoa(n) + "/3,9)", Value: sheet.Num(float64(i % 90))},
				sheet.Cell{Col: 6, Role: sheet.Link, Value: sheet.Str("存档"), Extra: &sheet.Extra{Link: fmt.Sprintf("../存档/%d.xlsx#'任务'!B%d", i%4, n)}},
			)}
			if i%11 == 0 {
				r.Cells[0].Extra = &sheet.Extra{Link: "'前'!A1", Note: fmt.Sprint("第", i, "行")}
			}
			if !yield(r) {
				return
			}
		}
	}
	front := &sheet.Sheet{Name: "前"}
	front.Put(sheet.At(1, 1), sheet.Cell{Role: sheet.Link, Value: sheet.Str("RW-3"), Extra: &sheet.Extra{Link: "'长表'!A3"}})
	front.Layout = &sheet.Layout{Charts: []sheet.Chart{{Type: sheet.BarChart, Title: "前十行", At: sheet.At(3, 1), Series: []sheet.Series{
		{Name: "'长表'!$B$2", Categories: "'长表'!$A$3:$A$12", Values: "'长表'!$B$3:$B$12"},
		{Name: "'长表'!$D$2", Categories: "'长表'!$A$3:$A$12", Values: "'长表'!$D$3:$D$12"},
	}}}}
	back := &sheet.Sheet{Name: "后"}
	back.Put(sheet.At(1, 1), sheet.Cell{Role: sheet.Alert, Value: sheet.Str("存档")})
	return &sheet.Book{Sheets: []*sheet.Sheet{front, long, back}}
}

// partsOf unpacks a file; every part is read to its end, which verifies its checksum.
func partsOf(t *testing.T, data []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		part, err := io.ReadAll(r)
		if err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		out[f.Name] = string(part)
	}
	return out
}

// Rows that are laid out as they are written give the same file as rows that are kept.
func TestLongRows(t *testing.T) {
	for _, rows := range []int{0, 1, 12, 3000} {
		data := mustWrite(t, longBook(rows))
		if again := mustWrite(t, longBook(rows)); !bytes.Equal(data, again) {
			t.Errorf("%d rows: other bytes the second time", rows)
		}
		got, want := partsOf(t, data), partsOf(t, mustWrite(t, longBook(rows).Fill()))
		if len(got) != len(want) {
			t.Errorf("%d rows: %d parts, %d where they are kept", rows, len(got), len(want))
		}
		for name, part := range want {
			if got[name] != part {
				t.Errorf("%d rows: %s differs", rows, name)
			}
		}
		book, err := Read(data)
		if err != nil {
			t.Fatal(err)
		}
		if n := len(book.Sheet("长表").Rows); n != rows+3 {
			t.Errorf("%d rows are read as %d", rows+3, n)
		}
	}
}

// Many texts, and many rows that are kept, are also compressed while they are written.
func TestManyTexts(t *testing.T) {
	s := &sheet.Sheet{Name: "长表"}
	for i := range 9_000 {
		s.Put(sheet.At(i+1, 1), sheet.Cell{Value: sheet.Str(fmt.Sprintf("第%d项工作的进展情况 <%d> ", i, i))})
		s.Put(sheet.At(i+1, 2), sheet.Cell{Value: sheet.Str("同样的话")})
	}
	book := &sheet.Book{Sheets: []*sheet.Sheet{s}}
	data := mustWrite(t, book)
	if parts := partsOf(t, data); len(parts[textsPart]) < spillAt || len(parts[sheetPartName(0)]) < spillAt {
		t.Fatalf("parts of %d and %d bytes are not long", len(parts[textsPart]), len(parts[sheetPartName(0)]))
	}
	got, err := Read(data)
	if err != nil {
		t.Fatal(err)
	}
	if d, err := sheet.Diff(book, got, 1); err != nil || d.N > 0 {
		t.Errorf("%d cells read otherwise, the first %v: %v", d.N, d.Listed, err)
	}
	var w Writer
	if kept, err := w.Write(book); err != nil || !bytes.Equal(kept, data) {
		t.Errorf("other bytes with a writer that keeps parts (%v)", err)
	}
}

// A writer that reuses what books have in common writes long sheets like any other writer.
func TestLongRowsWithAWriter(t *testing.T) {
	var w Writer
	for range 2 {
		got, err := w.Write(longBook(200))
		if err != nil || !bytes.Equal(got, mustWrite(t, longBook(200))) {
			t.Errorf("other bytes than without one (%v)", err)
		}
	}
}

func TestLongRowsAreJudged(t *testing.T) {
	for _, c := range []struct {
		limit string
		row   func() *sheet.Row
	}{
		{LimitRows, func() *sheet.Row { return &sheet.Row{N: 2} }}, // there is one
		{LimitText, func() *sheet.Row {
			return &sheet.Row{N: 3, Cells: []sheet.Cell{{Col: 1, Value: sheet.Str(string(make([]byte, sheet.MaxCellLen+1)))}}}
		}},
		{LimitLinkTarget, func() *sheet.Row {
			return &sheet.Row{N: 3, Cells: []sheet.Cell{{Col: 1, Extra: &sheet.Extra{Link: "'没有'!A1"}}}}
		}},
	} {
		book := longBook(0)
		book.Sheets[1].Lay = func(yield func(*sheet.Row) bool) { yield(c.row()) }
		_, err := Write(book)
		var limit *LimitError
		if !errors.As(err, &limit) || limit.Limit != c.limit || limit.Sheet != "长表" {
			t.Errorf("%s: %v", c.limit, err)
		}
	}
}

func TestJoinedCRC(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.SliceOf(rapid.Byte()).Draw(t, "a"), rapid.SliceOfN(rapid.Byte(), 0, 9000).Draw(t, "b")
		if got, want := joinedCRC(crc32.ChecksumIEEE(a), crc32.ChecksumIEEE(b), len(b)), crc32.ChecksumIEEE(append(a, b...)); got != want {
			t.Fatalf("%08x, want %08x", got, want)
		}
	})
}

// The memory that the writer holds while it writes a long sheet does not grow with the rows: neither cells nor XML are kept.
func TestLongRowsAreNotHeld(t *testing.T) {
	held := func(rows int) int {
		book := longBook(rows)
		long := book.Sheets[1]
		lay, at := long.Lay, 0
		long.Lay = func(yield func(*sheet.Row) bool) {
			n := 0
			lay(func(r *sheet.Row) bool {
				for i := range r.Cells {
					r.Cells[i].Extra = nil // links and notes are written after the rows
				}
				if n++; n == rows {
					at = liveHeap()
				}
				return yield(r)
			})
		}
		before := liveHeap()
		mustWrite(t, book)
		return at - before
	}
	// 40,000 rows of four cells are 11 MB of cells, 10 MB of XML and less than 1 MB compressed, in a buffer up to twice as large. The heap
	// is that of the whole process, in which something else may be freed between two measurements. What the writer holds is there each
	// time.
	const most, tries = 5 << 20, 3
	var grown []int
	for range tries {
		few, many := held(5_000), held(45_000)
		if grown = append(grown, many-few); many-few <= most {
			return
		}
	}
	t.Errorf("40,000 rows more are %d bytes more in memory", grown)
}

// liveHeap gives the bytes in use. The second collection empties the pools of earlier tests, which would otherwise distort the first
// measurement.
func liveHeap() int {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}

// Every role and every format in every alignment gets the number that excelize gives it later.
func TestFormatsAreNumberedAsMet(t *testing.T) {
	s := &sheet.Sheet{Name: "样式"}
	for align := range sheet.AlignRight + 1 {
		for role := range sheet.Roles {
			s.Put(sheet.At(role+1, 1+int(align)), sheet.Cell{Role: sheet.Role(role), Align: align, Value: sheet.Int(1)})
		}
		for format := range sheet.Formats {
			s.Put(sheet.At(sheet.Roles+format+1, 1+int(align)), sheet.Cell{Role: sheet.Body, Format: sheet.Format(format), Align: align, Value: sheet.Int(1)})
		}
	}
	mustWrite(t, &sheet.Book{Sheets: []*sheet.Sheet{s}})
}

// BenchmarkWriteLong writes a sheet of 10,000 rows that are laid out as they are written.
func BenchmarkWriteLong(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Write(longBook(10_000)); err != nil {
			b.Fatal(err)
		}
	}
}

// A front sheet is added to another file without changes, however long it is.
func TestLongFrontSheet(t *testing.T) {
	front := &sheet.Sheet{Name: "需要修改的地方"}
	for i := range 5_000 {
		front.Put(sheet.At(i+1, 1), sheet.Cell{Role: sheet.Body, Value: sheet.Str(fmt.Sprintf("第%d处要改的地方：数字应为大于零的数", i))})
	}
	data, err := MarkUp(mustWrite(t, sampleBook()), nil, front)
	if err != nil {
		t.Fatal(err)
	}
	book, err := Read(data)
	if err != nil {
		t.Fatal(err)
	}
	if got := book.Sheets[0]; got.Name != front.Name || !got.Value(sheet.At(5_000, 1)).Equal(front.Value(sheet.At(5_000, 1))) {
		t.Errorf("the front sheet is %s with %d rows", got.Name, len(got.Rows))
	}
}

// A file that is written to a stream has the same bytes, and an error of the stream is returned.
func TestWriteTo(t *testing.T) {
	for _, rows := range []int{3, 6000, 30_000} {
		var got bytes.Buffer
		if err := WriteTo(&got, nil, longBook(rows)); err != nil {
			t.Fatal(err)
		}
		want := mustWrite(t, longBook(rows))
		if !bytes.Equal(got.Bytes(), want) {
			t.Errorf("%d rows: %d bytes, not the %d of Write", rows, got.Len(), len(want))
		}
		got.Reset()
		var aside asideBuffer
		if err := WriteTo(&got, &aside, longBook(rows)); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got.Bytes(), want) {
			t.Errorf("%d rows: %d bytes where what is compressed waits aside, not the %d of Write", rows, got.Len(), len(want))
		}
		if waited := len(aside.data) > 0; waited != (rows > 3) {
			t.Errorf("%d rows: %d of %d bytes waited aside", rows, len(aside.data), len(want))
		} else if waited && len(want)-len(aside.data) > len(want)/4+2*setAside {
			t.Errorf("%d rows: only %d of %d bytes waited aside", rows, len(aside.data), len(want))
		}
	}
	full := errors.New("no room")
	if err := WriteTo(&narrow{room: 20_000, err: full}, nil, longBook(6000)); !errors.Is(err, full) {
		t.Errorf("no room gives %v", err)
	}
	if err := WriteTo(io.Discard, &asideBuffer{room: 1000, err: full}, longBook(30_000)); !errors.Is(err, full) {
		t.Errorf("no room aside gives %v", err)
	}
	if err := WriteTo(io.Discard, &asideBuffer{lost: full}, longBook(30_000)); !errors.Is(err, full) {
		t.Errorf("what waits aside and cannot be read gives %v", err)
	}
	if err := WriteTo(io.Discard, &asideBuffer{short: true}, longBook(30_000)); err == nil {
		t.Error("what waits aside and is cut off gives a workbook")
	}
}

// asideBuffer is an Aside in memory, which may run out of room or lose data.
type asideBuffer struct {
	data      []byte
	room      int
	err, lost error
	short     bool // only half of it can be read back
}

func (a *asideBuffer) Write(b []byte) (int, error) {
	if a.err != nil && len(a.data)+len(b) > a.room {
		return 0, a.err
	}
	a.data = append(a.data, b...)
	return len(b), nil
}

func (a *asideBuffer) ReadAt(b []byte, off int64) (int, error) {
	if a.lost != nil {
		return 0, a.lost
	}
	if a.short {
		return bytes.NewReader(a.data[:len(a.data)/2]).ReadAt(b, off)
	}
	return bytes.NewReader(a.data).ReadAt(b, off)
}

// narrow is a writer that takes a limited number of bytes.
type narrow struct {
	room int
	err  error
}

func (w *narrow) Write(b []byte) (int, error) {
	if w.room -= len(b); w.room < 0 {
		return 0, w.err
	}
	return len(b), nil
}

// The pieces together are what was written, and no piece is reallocated.
func TestPieces(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var p pieces
		var want []byte
		first := map[int]*byte{}
		for i, size := range rapid.SliceOfN(rapid.IntRange(0, 3*largestPiece/2), 0, 12).Draw(t, "sizes") {
			data := bytes.Repeat([]byte{byte('a' + i)}, size)
			want = append(want, data...)
			if i%2 == 0 {
				p.writeString(string(data))
			} else if n, err := p.Write(data); n != size || err != nil {
				t.Fatalf("%d of %d bytes, %v", n, size, err)
			}
			for j, piece := range p.list {
				if at, ok := first[j]; ok && at != &piece[0] {
					t.Fatalf("piece %d was made anew", j)
				}
				first[j] = &piece[0]
			}
		}
		if got := bytes.Join(p.list, nil); !bytes.Equal(got, want) || p.n != len(want) {
			t.Fatalf("%d bytes of %d, said to be %d", len(got), len(want), p.n)
		}
	})
}

// Compression in parallel gives the same bytes with one processor and with many, and no goroutine is left once a book is written or
// refused.
func TestPress(t *testing.T) {
	before := runtime.NumGoroutine()
	many := mustWrite(t, longBook(6000))
	one := func() []byte {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
		return mustWrite(t, longBook(6000))
	}()
	if !bytes.Equal(one, many) {
		t.Error("other bytes with one processor")
	}
	refused := longBook(6000)
	last := refused.Sheets[1]
	last.Put(sheet.At(7000, 1), sheet.Cell{Value: sheet.Str(strings.Repeat("长", sheet.MaxCellLen+1))})
	if _, err := Write(refused); err == nil {
		t.Error("a text that is too long was written")
	}
	for i := 0; runtime.NumGoroutine() > before; i++ {
		if i == 1000 {
			t.Fatalf("%d goroutines, %d before", runtime.NumGoroutine(), before)
		}
		time.Sleep(time.Millisecond) // a goroutine that has reported that it is done ends shortly
	}
}
