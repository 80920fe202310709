package workbook

import (
	"reflect"
	"testing"
	"unsafe"

	"pgregory.net/rapid"

	"duban/workbook/calendar"
	"duban/workbook/compact"
	"duban/workbook/sheet"
)

// fill puts something into all fields of a value, including unexported ones, so that added fields are tested, too.
func fill(t *rapid.T, v reflect.Value) {
	if p, ok := v.Addr().Interface().(*calendar.Period); ok {
		kind := calendar.PeriodKind(rapid.IntRange(0, int(calendar.Year)).Draw(t, "kind"))
		*p = calendar.PeriodOf(kind, calendar.Date(rapid.IntRange(0, sheet.MaxRows).Draw(t, "day")))
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if rapid.Bool().Draw(t, "there") {
			v.Set(reflect.New(v.Type().Elem()))
			fill(t, v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Field(i)
			fill(t, reflect.NewAt(f.Type(), unsafe.Pointer(f.UnsafeAddr())).Elem())
		}
	case reflect.Slice:
		if n := rapid.IntRange(0, 3).Draw(t, "n"); n > 0 {
			v.Set(reflect.MakeSlice(v.Type(), n, n))
		}
		for i := range v.Len() {
			fill(t, v.Index(i))
		}
	case reflect.String:
		v.SetString(rapid.OneOf(rapid.SampledFrom([]string{"", "推进中", "=A1"}), rapid.String()).Draw(t, "text"))
	case reflect.Int:
		v.SetInt(int64(rapid.IntRange(-3, sheet.MaxRows).Draw(t, "int")))
	case reflect.Int16:
		v.SetInt(int64(rapid.Int16().Draw(t, "int")))
	case reflect.Uint8, reflect.Uint16:
		v.SetUint(uint64(rapid.Byte().Draw(t, "byte")))
	case reflect.Float64:
		v.SetFloat(rapid.SampledFrom([]float64{0, 0.1, -1, 45567, 1e300}).Draw(t, "number"))
	default:
		t.Fatalf("nothing to put into a %s", v.Type())
	}
}

// Everything in a cell or a period is kept.
func TestCellsAreKept(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var want, got struct {
			d Datum
			p calendar.Period
		}
		fill(t, reflect.ValueOf(&want).Elem())
		want.d.fault %= uint8(len(faults))
		data := new(compact.Writer).Write(func(w *compact.Writer) {
			keeper{w}.datum(&want.d)
			keeper{w}.period(want.p)
		})
		in := compact.NewReader(data)
		kept{in}.datum(&got.d)
		got.p = kept{in}.period()
		if !in.Whole() || !reflect.DeepEqual(got, want) {
			t.Fatalf("%+v\n%+v", got, want)
		}
	})
}

// The state of a plan depends on its bytes, on the day, and on the plan that the round was issued with.
func TestStateOfAPlan(t *testing.T) {
	read := func(sha string, day calendar.Date, issued *Plan) string {
		p := DecodePlanFor(&sheet.Book{}, "", nil, day, issued, nil)
		p.SHA256 = sha
		return p.State()
	}
	first := DecodePlanFor(&sheet.Book{}, "", nil, 1, nil, nil)
	if first.State() != "" || read("a", 1, first) != "" {
		t.Error("a plan that was read from nobody knows what has a state")
	}
	first.SHA256 = "f"
	second := *first
	second.day = 2
	seen := map[string]bool{}
	for _, s := range []string{read("a", 1, nil), read("b", 1, nil), read("a", 2, nil), read("a", 1, first), read("a", 1, &second)} {
		if s == "" || seen[s] {
			t.Errorf("state %q", s)
		}
		seen[s] = true
	}
	if !seen[read("a", 1, nil)] {
		t.Error("one plan has two states")
	}
}
