package formula

import (
	"fmt"
	"slices"
	"testing"

	"duban/workbook/sheet"
)

func parsed(t *testing.T, src string) *Expr {
	t.Helper()
	e, err := Parse(src)
	if err != nil {
		t.Fatalf("%s: %v", src, err)
	}
	return e
}

func TestComparisons(t *testing.T) {
	for src, want := range map[string][]string{
		`=[@态]="已完成"`:                             {"态=已完成@6"},
		`="已完成"<>[@态]`:                            {"态=已完成@1"},
		`=[@日]>"2024-09-01"`:                      {"日>2024-09-01@6"},
		`=SUMPRODUCT(([态]={"甲","乙"})*1)>0`:        {"态=甲@17", "态=乙@17"},
		`=MATCH([@态],{"甲","乙"},0)>0`:              {"态=甲@12", "态=乙@12"},
		`=COUNTIF([态],"甲")=0`:                     {"态=甲@13"},
		`=COUNTIFS([态],"甲",[数],">3",[文],"*会*")=0`: {"态=甲@14"},
		`=SUMIFS([数],[态],"甲")>0`:                  {"态=甲@16"},
		`=[@甲]=[@乙]`:                              nil,
		`=LEN([@文])>3`:                            nil,
		`=IF([@态]="甲",[@文]<>"",TRUE)`:             {"态=甲@9", "文=@19"},
	} {
		var got []string
		for _, c := range parsed(t, src).Comparisons() {
			op := ">"
			if c.Equal {
				op = "="
			}
			got = append(got, fmt.Sprintf("%s%s%s@%d", c.Column, op, c.Text, c.Pos))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", src, got, want)
		}
	}
}

func TestConstants(t *testing.T) {
	for src, want := range map[string][]string{
		`=[@数]>5`:                {"5"},
		`=[@日]<=DATE(2024,9,30)`: {"45565", "2024", "9", "30"},
		`=[@数]>2*50%`:            {"1", "2", "0.5", "50"},
		`=OR(MATCH([@态],{"甲","乙"},0)>0,[@态]="甲")`: {"甲", "乙", "0"},
		`=IF([@数]>0,"",TRUE)&REPT("长",3)`:         {"0", "", "TRUE", "长长长", "长", "3"},
	} {
		var got []string
		for _, v := range parsed(t, src).Constants() {
			got = append(got, v.String())
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", src, got, want)
		}
	}
}

func TestTry(t *testing.T) {
	values := func(column string) []sheet.Value {
		if column == "态" {
			return []sheet.Value{{}, sheet.Str("推进中"), sheet.Str("已完成")}
		}
		return []sheet.Value{{}, sheet.Num(-1), sheet.Num(0), sheet.Num(5), sheet.Num(1000)}
	}
	for src, want := range map[string]Outcomes{
		`=[@态]="已完成"`:                {True: true, False: true, All: true},
		`=[@态]<>"办结"`:                {True: true, All: true},
		`=[@态]="办结"`:                 {False: true, All: true},
		`=IF([@态]="办结",[@数]>0,TRUE)`: {True: true, All: true},
		`=OR([@数]>=0,[@数]<0)`:        {True: true, All: true},
		`=AND([@数]>3,[@数]<2)`:        {False: true, All: true},
		`=1/([@数]-[@数])>0`:           {Error: true, All: true},
		`=TRUE`:                      {True: true, All: true},
		`=LEFT([@态],1)<>"办"`:         {True: true},
		`=COUNTIF([态],[@态])<=1`:      {True: true, False: true, All: true},
		`=SUM([数])>=[@数]`:            {True: true, False: true, All: true},
	} {
		if got := parsed(t, src).Try(values, 1000); got != want {
			t.Errorf("%s: got %+v, want %+v", src, got, want)
		}
	}
	if got := parsed(t, `=IF([@态]="办结",[@数]>0,TRUE)`).Try(values, 4); got.All {
		t.Error("four rows are not all of fifteen")
	}
}
