package xlsx

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/klauspost/compress/flate"
	"github.com/xuri/excelize/v2"
)

// returnLikeBook makes a workbook of about 2,600 cells, the size of a bureau's return, with texts, numbers, dates and formulas. The texts
// vary, as repeated content inflates faster than that of any real file.
func returnLikeBook(tb testing.TB) []byte {
	tb.Helper()
	f := excelize.NewFile()
	defer f.Close()
	date, err := f.NewStyle(&excelize.Style{NumFmt: 14})
	if err != nil {
		tb.Fatal(err)
	}
	put := func(sheet, cell string, value any) {
		if err := f.SetCellValue(sheet, cell, value); err != nil {
			tb.Fatal(err)
		}
	}
	words := []rune("督办重点任务推进建设完成主体工程验收问题整改落实责任单位牵头配合进度资金项目审批用地环评招标开工投产")
	seed := uint32(1)
	random := func(n int) int {
		seed = seed*1664525 + 1013904223
		return int(seed>>8) % n
	}
	sentence := func(n int) string {
		out := make([]rune, n)
		for i := range out {
			out[i] = words[random(len(words))]
		}
		return string(out)
	}
	for i := range 4 {
		name := fmt.Sprintf("任务进展%d", i+1)
		if _, err := f.NewSheet(name); err != nil {
			tb.Fatal(err)
		}
		for row := 1; row <= 54; row++ {
			put(name, fmt.Sprintf("A%d", row), fmt.Sprintf("CY-%03d", i*100+row))
			put(name, fmt.Sprintf("B%d", row), sentence(20+random(30)))
			put(name, fmt.Sprintf("C%d", row), []string{"推进中", "已完成", "未启动"}[row%3])
			put(name, fmt.Sprintf("D%d", row), 45565+row)
			if err := f.SetCellStyle(name, fmt.Sprintf("D%d", row), fmt.Sprintf("D%d", row), date); err != nil {
				tb.Fatal(err)
			}
			for c := 5; c <= 11; c++ {
				cell, _ := excelize.CoordinatesToCellName(c, row)
				put(name, cell, float64(random(1e7))/100)
			}
			if err := f.SetCellFormula(name, fmt.Sprintf("L%d", row), fmt.Sprintf(`IF(E%d>F%d,"达标","")`, row, row)); err != nil {
				tb.Fatal(err)
			}
		}
	}
	out, err := f.WriteToBuffer()
	if err != nil {
		tb.Fatal(err)
	}
	return out.Bytes()
}

func BenchmarkRead(b *testing.B) {
	data := returnLikeBook(b)
	b.ReportAllocs()
	var reader Reader
	for b.Loop() {
		if _, err := reader.Read(data); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkInflate is the lower bound for BenchmarkRead: it inflates and checks the same parts without parsing them.
func BenchmarkInflate(b *testing.B) {
	data := returnLikeBook(b)
	b.ReportAllocs()
	for b.Loop() {
		z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			b.Fatal(err)
		}
		z.RegisterDecompressor(zip.Deflate, flate.NewReader)
		for _, f := range z.File {
			if !strings.HasPrefix(f.Name, "xl/worksheets/sheet") && !strings.HasPrefix(f.Name, "xl/workbook.xml") &&
				!strings.HasPrefix(f.Name, "xl/_rels/") && f.Name != "xl/sharedStrings.xml" && f.Name != "xl/styles.xml" {
				continue
			}
			r, err := f.Open()
			if err != nil {
				b.Fatal(err)
			}
			if _, err := io.Copy(io.Discard, r); err != nil {
				b.Fatal(err)
			}
			r.Close()
		}
	}
}
