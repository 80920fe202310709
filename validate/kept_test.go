package validate

import (
	"maps"
	"reflect"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/compact"
)

// sameReturn compares returns by everything that reducing one leaves.
func sameReturn(a, b *workbook.Return) bool {
	for key, t := range a.Tables {
		u := b.Tables[key]
		if u == nil || t.Form != u.Form || t.Sheet != u.Sheet || t.File != u.File || !slices.Equal(t.Cols, u.Cols) || len(t.Records) != len(u.Records) {
			return false
		}
		for i, r := range t.Records {
			v := u.Records[i]
			if r.Row != v.Row || r.ID != v.ID || v.Table != u {
				return false
			}
			for c := range t.Form.Columns {
				if !reflect.DeepEqual(r.At(c), v.At(c)) {
					return false
				}
			}
		}
	}
	x, y := *a, *b
	x.Tables, y.Tables = nil, nil
	return len(a.Tables) == len(b.Tables) && x.Bureau == y.Bureau && reflect.DeepEqual(x, y)
}

// sameStanding compares standings; sources are compared by their places.
func sameStanding(a, b *workbook.Standing) bool {
	for key, e := range a.Entries {
		f := b.Entries[key]
		if f == nil || e.Cell(workbook.ColText) != f.Cell(workbook.ColText) || !reflect.DeepEqual(e.Source, f.Source) {
			return false
		}
		x, y := *e, *f
		if x.Source, y.Source = (workbook.Source{}), (workbook.Source{}); x != y {
			return false
		}
	}
	x, y := *a, *b
	x.Entries, y.Entries = nil, nil
	return len(a.Entries) == len(b.Entries) && reflect.DeepEqual(x, y)
}

func sameFinding(a, b Finding) bool {
	same := maps.Equal(a.Args, b.Args) && slices.Equal(a.Beside, b.Beside) && a.Switch == b.Switch
	a.Args, b.Args, a.Beside, b.Beside = nil, nil, nil, nil
	return same && reflect.DeepEqual(a, b)
}

// rowsOf names rows by their places.
func rowsOf(held map[*workbook.Record]bool) []string {
	var out []string
	for r := range maps.Keys(held) {
		out = append(out, r.Place("").String())
	}
	slices.Sort(out)
	return out
}

// A checked return that is kept and read again is the same, and so is the standing after it: both are as
// after the whole file.
func TestKept(t *testing.T) {
	k := newKit(t, with(switchHead+"| column-unknown | | | 提醒 | | | 批文未到 | 张县长 |\n| row-missing | | | 提示 | | | 试行 | 张县长 |\n"), "zh")
	period, _ := calendar.ParsePeriod("2024-09")
	switches := k.checker.SwitchesOn(k.plan, period.Last())
	kept, held, switched := 0, 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		b := k.sent(t)
		m := mutator{rt, b}
		for range rapid.IntRange(0, 4).Draw(rt, "mutations") {
			m.mutate()
		}
		whole, all := k.lookAt(b)
		v, ret := k.lookAt(b)
		ret.Reduce(v.Holds)
		ok := false
		data := new(compact.Writer).Write(func(w *compact.Writer) { ok = v.Keep(w, ret, k.plan) })
		if ok == v.Refused {
			rt.Fatalf("refused %v, kept %v", v.Refused, ok)
		}
		if !ok {
			return
		}
		in := compact.NewReader(data)
		got, gotV, ok := Kept(in, "r.xlsx", k.plan, k.returns, switches)
		if !ok || !in.Whole() {
			rt.Fatal("nothing was made of what was kept")
		}
		if !sameReturn(ret, got) {
			rt.Fatalf("%+v\n%+v", ret, got)
		}
		if !slices.EqualFunc(whole.Findings, gotV.Findings, sameFinding) {
			rt.Fatalf("%+v\n%+v", whole.Findings, gotV.Findings)
		}
		if whole.Taken != gotV.Taken || gotV.Refused || !slices.Equal(rowsOf(whole.Held), rowsOf(gotV.Held)) {
			rt.Fatalf("taken %d, %d; held %v, %v", whole.Taken, gotV.Taken, rowsOf(whole.Held), rowsOf(gotV.Held))
		}
		src := workbook.NewSource(workbook.Place{}, "ab", "cd")
		var before *workbook.Standing
		want, have := before.Next(period), before.Next(period)
		want.Accept(k.plan, nil, all, src, whole.Holds)
		have.Accept(k.plan, nil, got, src, gotV.Holds)
		if !sameStanding(want, have) {
			rt.Fatalf("%+v\n%+v", want, have)
		}
		kept++
		held += len(gotV.Held)
		for i := range gotV.Findings {
			if gotV.Findings[i].Switch != nil {
				switched++
			}
		}
		// Bytes that were cut off or changed never cause a panic.
		in = compact.NewReader(data[:rapid.IntRange(0, len(data)-1).Draw(rt, "cut")])
		if _, _, ok := Kept(in, "r.xlsx", k.plan, k.returns, switches); ok && in.Whole() {
			rt.Fatal("half of it was taken for the whole")
		}
		data[rapid.IntRange(0, len(data)-1).Draw(rt, "at")] ^= 1 << rapid.IntRange(0, 7).Draw(rt, "bit")
		Kept(compact.NewReader(data), "r.xlsx", k.plan, k.returns, switches)
	})
	if kept == 0 || held == 0 || switched == 0 {
		t.Errorf("the test shows little: %d kept, %d rows held, %d findings switched", kept, held, switched)
	}
}

// All fields of a finding are kept. This fails if a new field is not.
func TestFindingsAreKept(t *testing.T) {
	set := &workbook.Switch{Code: "c"}
	rapid.Check(t, func(rt *rapid.T) {
		want := Finding{Code: "c", Severity: workbook.Severity(rapid.IntRange(0, 2).Draw(rt, "severity"))}
		v := reflect.ValueOf(&want).Elem()
		for i := range v.NumField() {
			f, name := v.Field(i), v.Type().Field(i).Name
			switch x := f.Addr().Interface().(type) {
			case *string:
				if name != "Code" {
					*x = name + rapid.StringN(0, 3, 9).Draw(rt, name)
				}
			case *bool:
				*x = rapid.Bool().Draw(rt, name)
			case *workbook.Severity:
			case *workbook.Place:
				*x = workbook.Place{File: name, Sheet: "表"}
				x.Ref.Row, x.Ref.Col = rapid.IntRange(0, 9).Draw(rt, name), 3
			case *[]workbook.Place:
				*x = slices.Repeat([]workbook.Place{{Sheet: name}}, rapid.IntRange(0, 2).Draw(rt, name))
			case *map[string]string:
				*x = map[string]string{name: "甲", "": "乙"}
			case **Further:
				if rapid.Bool().Draw(rt, name) {
					*x = &Further{N: 7, Tasks: slices.Repeat([]string{"T1"}, rapid.IntRange(0, 2).Draw(rt, name))}
				}
			case **workbook.Switch:
				if rapid.Bool().Draw(rt, name) {
					*x = set
				}
			default:
				t.Fatalf("nothing to put into %s", name)
			}
		}
		data := new(compact.Writer).Write(func(w *compact.Writer) { keep(w, &want) })
		var got Finding
		in := compact.NewReader(data)
		if kept(in, &got, map[string]*workbook.Switch{"c": set}); !in.Whole() || !sameFinding(got, want) {
			rt.Fatalf("%+v\n%+v", got, want)
		}
		in = compact.NewReader(data)
		if kept(in, &got, nil); in.Whole() != (want.Switch == nil) {
			rt.Fatal("a setting of the county's that is gone was passed over")
		}
	})
}

// Of a return with thousands of held rows the first are kept, in the return, too, and the number of the others, and every
// row that counts.
func TestKeptOfAHopelessReturn(t *testing.T) {
	k := newKit(t, county, "zh")
	period, _ := calendar.ParsePeriod("2024-09")
	_, ret := k.lookAt(k.sent(t))
	form := k.returns.Problems
	const held, counts = mostHeldKept + 700, 20
	table := &workbook.Table{Form: form, File: "r.xlsx", Sheet: form.Sheet, Cols: make([]int, len(form.Columns))}
	v := Verdict{Held: map[*workbook.Record]bool{}, Taken: counts}
	for i := range held + counts {
		rec := &workbook.Record{Table: table, Row: i + 5, ID: strconv.Itoa(i)}
		table.Records = append(table.Records, rec)
		if i%(held/counts) != 0 || len(table.Records)-len(v.Held) > counts {
			v.Held[rec] = true
		}
	}
	ret.Tables = map[string]*workbook.Table{form.Key: table}
	v.Settled(ret)
	if len(table.Records) != mostHeldKept+counts {
		t.Fatalf("%d rows are left of %d held back and %d that count", len(table.Records), held, counts)
	}
	ok := false
	data := new(compact.Writer).Write(func(w *compact.Writer) { ok = v.Keep(w, ret, k.plan) })
	if !ok {
		t.Fatal("it is not kept")
	}
	in := compact.NewReader(data)
	got, gotV, ok := Kept(in, "r.xlsx", k.plan, k.returns, k.checker.SwitchesOn(k.plan, period.Last()))
	if !ok || !in.Whole() || len(got.Tables[form.Key].Records) != len(table.Records) || !slices.Equal(rowsOf(v.Held), rowsOf(gotV.Held)) {
		t.Fatalf("what was kept is not what there was: %d rows, %d of them held", len(got.Tables[form.Key].Records), len(gotV.Held))
	}
	if gotV.HeldRows() != held || gotV.HeldToo(form.Key) != held-mostHeldKept {
		t.Errorf("%d rows are held back, %d of them only counted", gotV.HeldRows(), gotV.HeldToo(form.Key))
	}
}
