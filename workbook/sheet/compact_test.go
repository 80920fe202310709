package sheet

import (
	"reflect"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"duban/workbook/compact"
)

// fill puts something into all fields of a value, so that added fields are tested, too.
func fill(t *rapid.T, v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if v.Type() == reflect.TypeFor[*Layout]() {
			return // a reader leaves it nil
		}
		if rapid.Bool().Draw(t, "there") {
			v.Set(reflect.New(v.Type().Elem()))
			fill(t, v.Elem())
		}
	case reflect.Func: // a reader lays nothing out
	case reflect.Struct:
		for i := range v.NumField() {
			fill(t, v.Field(i))
		}
	case reflect.Slice:
		n := rapid.IntRange(0, 3).Draw(t, "n")
		if n > 0 {
			v.Set(reflect.MakeSlice(v.Type(), n, n))
		}
		for i := range n {
			if v.Index(i).Kind() == reflect.Pointer {
				v.Index(i).Set(reflect.New(v.Index(i).Type().Elem()))
				fill(t, v.Index(i).Elem())
				continue
			}
			fill(t, v.Index(i))
		}
	case reflect.Map:
		if n := rapid.IntRange(0, 3).Draw(t, "n"); n > 0 {
			v.Set(reflect.ValueOf(rapid.MapOfN(rapid.String(), rapid.String(), n, n).Draw(t, "map")))
		}
	case reflect.String:
		v.SetString(rapid.OneOf(rapid.SampledFrom([]string{"", "推进中", "=A1"}), rapid.String()).Draw(t, "text"))
	case reflect.Int:
		v.SetInt(int64(rapid.IntRange(-3, MaxRows).Draw(t, "int")))
	case reflect.Uint8:
		v.SetUint(uint64(rapid.Byte().Draw(t, "byte")))
	case reflect.Float64:
		v.SetFloat(rapid.SampledFrom([]float64{0, 0.1, -1, 45567, 1e300}).Draw(t, "number"))
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(t, "bool"))
	default:
		t.Fatalf("nothing to put into a %s", v.Type())
	}
}

// The book that is read from compact bytes has everything that the original has.
func TestCompact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := &Book{}
		fill(t, reflect.ValueOf(want).Elem())
		data := Compact(new(compact.Writer), want)
		got, err := FromCompact(data)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("%v\n%+v\n%+v", err, got, want)
		}
		// Bytes that were cut off or changed do no harm.
		if _, err := FromCompact(data[:rapid.IntRange(0, len(data)-1).Draw(t, "cut")]); err == nil {
			t.Fatal("half a book was taken for a whole one")
		}
		data[rapid.IntRange(0, len(data)-1).Draw(t, "at")] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
		FromCompact(data)
	})
}

// BenchmarkCompact encodes and decodes a book as large as a return: 6 sheets of 25 rows of 18 cells.
func BenchmarkCompact(b *testing.B) {
	book := &Book{}
	for i := range 6 {
		s := &Sheet{Name: "表" + strconv.Itoa(i)}
		for row := 1; row <= 25; row++ {
			for col := 1; col <= 18; col++ {
				s.Put(At(row, col), Cell{Value: Str("第" + strconv.Itoa(row%9*col) + "项")})
			}
		}
		book.Sheets = append(book.Sheets, s)
	}
	data := Compact(new(compact.Writer), book)
	b.Run("keep", func(b *testing.B) {
		b.ReportAllocs()
		w := new(compact.Writer)
		for b.Loop() {
			Compact(w, book)
		}
	})
	b.Run("make", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := FromCompact(data); err != nil {
				b.Fatal(err)
			}
		}
	})
}
