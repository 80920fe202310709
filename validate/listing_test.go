package validate

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"duban/workbook"
	"duban/workbook/sheet"
)

// manyFiles gives the findings of several files, some with far too many.
func manyFiles(r *rand.Rand, files int) [][]Finding {
	out := make([][]Finding, files)
	for i := range out {
		for code := range 4 {
			severity := []workbook.Severity{problem, problem, warning, workbook.Info}[code]
			for n := range r.IntN([]int{3, MostFindings / 4}[r.IntN(2)]) {
				out[i] = append(out[i], Finding{Code: fmt.Sprint("rule-", code), Severity: severity, Row: fmt.Sprint(n), Place: workbook.Place{File: fmt.Sprint(i), Ref: sheet.At(n+1, code+1)}})
			}
		}
	}
	return out
}

// However many files have however much, what is listed of them has room, says how much there is besides, names errors before warnings
// and these before remarks, and is the same in whatever order they come and whenever it is cut.
func TestListingOfManyFiles(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	files := manyFiles(r, 200)
	all := 0
	want := map[string][]Finding{}
	var whole Listing
	for _, list := range files {
		all += len(list)
		whole.Take(list)
	}
	listed, turns := 0, whole.findings.turns()
	for i, list := range files {
		cut := whole.Cut(list, nil)
		want[fmt.Sprint(i)] = cut
		listed += len(cut)
		number := 0
		for i := range cut {
			number += cut[i].Number()
		}
		if number != len(list) {
			t.Fatalf("of %d findings %d are listed or counted", len(list), number)
		}
	}
	if all < 2*MostListed || listed > MostListed || listed < MostListed-4*len(files) {
		t.Errorf("%d of %d are listed", listed, all)
	}
	if turns[0] <= turns[1] || turns[1] != 1 || turns[2] != 1 {
		t.Errorf("turns %v", turns)
	}
	for range 5 {
		r.Shuffle(len(files), func(i, j int) { files[i], files[j] = files[j], files[i] })
		var l Listing
		var list []Finding
		for i, some := range files {
			l.Take(some)
			if list = append(list, some...); i%7 == 0 {
				list = l.Cut(list, nil)
			}
		}
		got := map[string][]Finding{}
		for _, f := range l.Cut(list, nil) {
			got[f.Place.File] = append(got[f.Place.File], f)
		}
		for file, list := range want {
			if !slices.EqualFunc(list, got[file], func(a, b Finding) bool { return reflect.DeepEqual(a, b) }) {
				t.Fatalf("of file %s %d are listed, want %d", file, len(got[file]), len(list))
			}
		}
	}
}

// A list that fits is not cut.
func TestListingThatFits(t *testing.T) {
	list := manyFiles(rand.New(rand.NewPCG(3, 4)), 1)[0]
	var l Listing
	l.Take(list)
	if got := l.Cut(list, nil); len(got) != len(list) || l.Over() {
		t.Errorf("%d of %d", len(got), len(list))
	}
}

// An abridged return is compared with the one before it as if all its findings were listed.
func TestAbridgedReturnsAreFollowed(t *testing.T) {
	of := func(from, to int) Verdict {
		var v Verdict
		for n := from; n < to; n++ {
			v.Findings = append(v.Findings, Finding{Code: "no-date", Severity: problem, Form: "progress", Row: fmt.Sprint(n)})
		}
		return v
	}
	var l Listing
	for range 100 {
		v := of(0, MostFindings)
		l.Take(v.Findings)
	}
	before, now := of(0, 900), of(300, 1000)
	want := now.Recheck(&before)
	if want != (Recheck{Mended: 300, Remaining: 600, New: 100}) {
		t.Fatalf("%+v", want)
	}
	for _, v := range []*Verdict{&before, &now} {
		v.Abridge(&l, &workbook.Return{}, &workbook.Plan{})
		if !v.Abridged() || len(v.Findings) > MostListed/100 {
			t.Fatalf("%d are listed", len(v.Findings))
		}
	}
	if got := now.Recheck(&before); got != want || before.Errors() != 900 {
		t.Errorf("%+v, %d errors", got, before.Errors())
	}
}

// If two files, in two folders, have the same name, the counts of both are kept.
func TestListingOfFilesWithOneName(t *testing.T) {
	one := func() []Finding {
		list := make([]Finding, MostFindings)
		for n := range list {
			list[n] = Finding{Code: "no-date", Severity: problem, Row: fmt.Sprint(n), Place: workbook.Place{File: "交通局.xlsx", Ref: sheet.At(n+1, 1)}}
		}
		list[len(list)-1].Further = &Further{N: 100}
		return list
	}
	number := func(list []Finding) (n int) {
		for i := range list {
			n += list[i].Number()
		}
		return n
	}
	var l Listing
	var list []Finding
	const files = 40
	for n := range files {
		l.Take(one())
		if list = append(list, one()...); n == files/2 {
			list = l.Cut(list, nil)
		}
	}
	if got, want := number(l.Cut(list, nil)), files*(MostFindings+100); got != want {
		t.Errorf("%d of %d", got, want)
	}
	if got, want := number(l.Cut(append(l.Cut(one(), nil), l.Cut(one(), nil)...), nil)), 2*(MostFindings+100); got != want {
		t.Errorf("%d of %d", got, want)
	}
}
