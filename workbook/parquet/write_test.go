package parquet

import (
	"bytes"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"duban/workbook/sheet"
	"duban/workbook/tidy"
)

func sample() *tidy.Table {
	return &tidy.Table{Name: "ledger", Columns: []tidy.Column{{Name: "bureau", Type: tidy.Text}, {Name: "n", Type: tidy.Int}, {Name: "completion", Type: tidy.Real}, {Name: "due", Type: tidy.Day}, {Name: "verified", Type: tidy.Bool}},
		Rows: [][]sheet.Value{
			{sheet.Str("发改局"), sheet.Int(3), sheet.Num(0.465), sheet.Num(45565), sheet.Truth(true)},
			{sheet.Str("=1+1"), {}, {}, {}, {}},
		}}
}

// An independent reader finds the columns in order, with values, blanks and days as written.
func TestReadsBack(t *testing.T) {
	data, err := Write(sample())
	if err != nil {
		t.Fatal(err)
	}
	f, err := parquet.OpenFile(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, c := range f.Schema().Columns() {
		names = append(names, c[0])
	}
	if want := []string{"bureau", "n", "completion", "due", "verified"}; !cmp.Equal(names, want) {
		t.Errorf("columns %v, want %v", names, want)
	}
	due, _ := f.Schema().Lookup("due")
	if got := due.Node.Type().String(); got != "DATE" {
		t.Errorf("due is of type %s, not a date", got)
	}
	type row struct {
		Bureau     *string  `parquet:"bureau,optional"`
		N          *int64   `parquet:"n,optional"`
		Completion *float64 `parquet:"completion,optional"`
		Due        *int32   `parquet:"due,optional,date"`
		Verified   *bool    `parquet:"verified,optional"`
	}
	rows, err := parquet.Read[row](bytes.NewReader(data), int64(len(data)))
	if err != nil || len(rows) != 2 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	r := rows[0]
	if *r.Bureau != "发改局" || *r.N != 3 || *r.Completion != 0.465 || !*r.Verified {
		t.Errorf("%v %v %v %v", *r.Bureau, *r.N, *r.Completion, *r.Verified)
	}
	if day := time.Unix(int64(*r.Due)*86400, 0).UTC().Format(time.DateOnly); day != "2024-09-30" {
		t.Errorf("due %s", day)
	}
	if r := rows[1]; *r.Bureau != "=1+1" || r.N != nil || r.Completion != nil || r.Due != nil || r.Verified != nil {
		t.Errorf("blanks came back as %v", r)
	}
}

func TestWriteGivesTheSameBytes(t *testing.T) {
	first, err := Write(sample())
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if again, err := Write(sample()); err != nil || !bytes.Equal(first, again) {
			t.Fatalf("the same table gave other bytes, %v", err)
		}
	}
}
