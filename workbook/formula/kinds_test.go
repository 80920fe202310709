package formula

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"duban/workbook/sheet"
)

func kindsOf(name string) Kinds {
	switch name {
	case "数":
		return KindNumber | KindBlank
	case "必":
		return KindNumber
	case "文":
		return KindText | KindBlank
	case "真":
		return KindBool
	case "混":
		return KindNumber | KindText | KindBlank
	}
	return anyKind
}

func TestFaults(t *testing.T) {
	type fault struct {
		code string
		pos  int
	}
	for src, want := range map[string][]fault{
		`=[@文]+1`:                      {{CodeTextAsNumber, 1}},
		`=[@数]*"甲"`:                    {{CodeTextAsNumber, 6}},
		`=[@数]*"12"`:                   nil,
		`=-[@文]%`:                      {{CodeTextAsNumber, 2}},
		`=[@混]+1`:                      nil,
		`=ROUND([@文],2)`:               {{CodeTextAsNumber, 7}},
		`=IF([@文],1,2)`:                {{CodeTextAsTruth, 4}},
		`=IF([@真],1,2)`:                nil,
		`=AND([@文],TRUE)`:              {{CodeTextPassedBy, 5}},
		`=AND("甲",TRUE)`:               {{CodeTextAsTruth, 5}},
		`=SUM([文])`:                    {{CodeTextPassedBy, 5}},
		`=SUM([数],[混])`:                nil,
		`=[@数]="已完成"`:                  {{CodeNeverEqual, 5}},
		`=[@数]=""`:                     nil,
		`=[@必]<>""`:                    {{CodeNeverEqual, 5}},
		`=[@文]=0`:                      nil,
		`=[@文]=5`:                      {{CodeNeverEqual, 5}},
		`=[@文]=[@数]`:                   nil,
		`=[@真]=1`:                      {{CodeNeverEqual, 5}},
		`=[@必]>"2024-09-01"`:           {{CodeNoOrder, 5}},
		`=[@文]>"a"`:                    {{CodeTextOrder, 5}},
		`=[@混]>"a"`:                    nil,
		`=[@数]>=0`:                     nil,
		`=[@文]&[@数]`:                   nil,
		`=TEXT([@数],"0.000")`:          {{CodeFormatUnknown, 11}},
		`=TEXT([@数],"0.00")`:           nil,
		`=LEN([@数])+1`:                 nil,
		`=LEFT([@文],1)="甲"`:            nil,
		`=IF([@文]="甲",[@数],"")="乙"`:    nil,
		`=SUMPRODUCT(([文]="甲")*[数])`:   nil,
		`=[@文]+[@文]`:                   {{CodeTextAsNumber, 1}, {CodeTextAsNumber, 6}},
		`=IFERROR(VALUE([@文]),0)+[@数]`: nil,
	} {
		_, faults := mustParse(t, src).Type(kindsOf)
		var got []fault
		for _, f := range faults {
			got = append(got, fault{f.Code, f.Pos})
		}
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(fault{})); diff != "" {
			t.Errorf("%s: %s", src, diff)
		}
	}
}

func TestTypes(t *testing.T) {
	for src, want := range map[string]Kinds{
		`=1+1`:                   KindNumber,
		`=[@数]`:                  KindNumber,
		`=[@文]`:                  KindText | KindNumber,
		`=[@文]="甲"`:              KindBool,
		`=IF([@文]="甲",[@数],"无")`: KindNumber | KindText,
		`=IF([@数]>0,TRUE)`:       KindBool,
		`=IFERROR(1/[@数],"—")`:   KindNumber | KindText,
		`=COUNT([数])`:            KindNumber,
		`=NA()`:                  KindError,
		`=ISNUMBER(1/0)`:         KindBool,
		`=[@数]&""`:               KindText,
	} {
		if got, _ := mustParse(t, src).Type(kindsOf); got != want {
			t.Errorf("%s: got %s, want %s", src, got, want)
		}
	}
	if k := KindsOf(sheet.Text, sheet.Error); !k.Has(sheet.Text) || k.Has(sheet.Blank) || k.String() != "text|error" {
		t.Errorf("got %s", k)
	}
}

// Whatever the cells contain, the result is of a kind that Type predicted.
func TestTypeForetells(t *testing.T) {
	cell := rapid.SampledFrom([]sheet.Value{{}, sheet.Int(0), sheet.Int(3), sheet.Num(-0.5), sheet.Int(45565), sheet.Str(""), sheet.Str("甲"), sheet.Str("12"),
		sheet.Truth(true), sheet.Truth(false), sheet.Err(errNA), sheet.Err(errDiv)})
	rapid.Check(t, func(t *rapid.T) {
		e := newExpr(tree(t, 3, wantBranch))
		w := &world{columns: map[string][]sheet.Value{}, names: map[string]sheet.Value{}}
		kinds := map[string]Kinds{}
		for _, c := range e.Columns() {
			if _, ok := w.columns[c.Name]; ok {
				continue
			}
			column := rapid.SliceOfN(cell, 2, 2).Draw(t, "cells")
			w.columns[c.Name] = column
			kinds[c.Name] = KindsOf(column[0].Kind, column[1].Kind)
		}
		for _, n := range e.Names() {
			w.names[n.Name] = cell.Draw(t, "named")
		}
		may, _ := e.Type(func(c string) Kinds { return kinds[c] })
		if v := e.Eval(w); !may.Has(v.Kind) {
			t.Fatalf("%s over %v gives %v %s, not %s", e, w.columns, v.Kind, v, may)
		}
	})
}
