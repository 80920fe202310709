package calendar

import (
	"testing"

	"pgregory.net/rapid"
)

func period(t interface{ Fatalf(string, ...any) }, s string) Period {
	p, ok := ParsePeriod(s)
	if !ok {
		t.Fatalf("no period: %s", s)
	}
	return p
}

func TestParsePeriod(t *testing.T) {
	tests := []struct {
		text, want, chinese, first, last, month string
		kind                                    PeriodKind
	}{
		{"2024-09", "2024-09", "2024年9月", "2024-09-01", "2024-09-30", "2024-09", Month},
		{"2024-02", "2024-02", "2024年2月", "2024-02-01", "2024-02-29", "2024-02", Month},
		{"2024-W36", "2024-W36", "2024年第36周", "2024-09-02", "2024-09-08", "2024-09", Week},
		{"2024-W40", "2024-W40", "2024年第40周", "2024-09-30", "2024-10-06", "2024-10", Week},
		{"2020-W53", "2020-W53", "2020年第53周", "2020-12-28", "2021-01-03", "2021-01", Week},
		{"2025-W01", "2025-W01", "2025年第1周", "2024-12-30", "2025-01-05", "2025-01", Week},
		{"2024-Q3", "2024-Q3", "2024年三季度", "2024-07-01", "2024-09-30", "2024-09", Quarter},
		{"2024-H1", "2024-H1", "2024年上半年", "2024-01-01", "2024-06-30", "2024-06", Half},
		{"2024-H2", "2024-H2", "2024年下半年", "2024-07-01", "2024-12-31", "2024-12", Half},
		{"2024", "2024", "2024年", "2024-01-01", "2024-12-31", "2024-12", Year},
	}
	for _, tt := range tests {
		p, ok := ParsePeriod(tt.text)
		if !ok || p.String() != tt.want || p.Chinese() != tt.chinese || p.Kind() != tt.kind {
			t.Errorf("ParsePeriod(%q) = %v %q of kind %d, %v", tt.text, p, p.Chinese(), p.Kind(), ok)
		}
		if p.First().String() != tt.first || p.Last().String() != tt.last || p.Month().String() != tt.month {
			t.Errorf("%v runs from %v to %v and belongs to %v", p, p.First(), p.Last(), p.Month())
		}
	}
}

func TestParsePeriodForgives(t *testing.T) {
	for text, want := range map[string]string{
		"2024-9": "2024-09", "2024年9月": "2024-09", "2024年9月份": "2024-09", "2024年09月": "2024-09", "202409": "2024-09", "2024.9": "2024-09", "2024.09": "2024-09",
		"2024.10": "2024-10", "2024/9": "2024-09", " 2024 年 9 月 ": "2024-09", "２０２４－０９": "2024-09", "二〇二四年九月": "2024-09", "2024年十二月": "2024-12",
		"2024-w36": "2024-W36", "2024W36": "2024-W36", "2024年第36周": "2024-W36", "2024年36周": "2024-W36", "2024-W9": "2024-W09",
		"2024q3": "2024-Q3", "2024Q3": "2024-Q3", "2024年三季度": "2024-Q3", "2024年第三季度": "2024-Q3", "2024年3季度": "2024-Q3", "二〇二四年三季度": "2024-Q3",
		"2024h1": "2024-H1", "2024H2": "2024-H2", "2024年上半年": "2024-H1", "2024年下半年": "2024-H2", "2024年": "2024", "2024年度": "2024", "2024年全年": "2024", "２０２４": "2024",
	} {
		if p, ok := ParsePeriod(text); !ok || p.String() != want {
			t.Errorf("ParsePeriod(%q) = %v, %v, want %s", text, p, ok, want)
		}
	}
}

func TestParsePeriodRefuses(t *testing.T) {
	for _, text := range []string{
		"", "9月", "24-09", "2024-13", "2024-00", "202413", "2024.1", "20241", "2024-9-30", "20240930", "2024-W00", "2024-W53", "2024-W54", "2024-Q0", "2024-Q5",
		"2024-H0", "2024-H3", "2024年五季度", "2024年上旬", "2024年9月上旬", "三季度", "0000", "1900", "9999", "2024 09", "x2024-09", "2024-09x", "2024-09至2024-10",
	} {
		if p, ok := ParsePeriod(text); ok || !p.IsZero() {
			t.Errorf("ParsePeriod(%q) = %v; it must not be read", text, p)
		}
	}
}

func TestNoPeriod(t *testing.T) {
	var p Period
	if !p.IsZero() || p.String() != "" || p.Chinese() != "" || p.First() != 0 || p.Last() != 0 || !p.Next().IsZero() || !p.Prev().IsZero() ||
		!p.Month().IsZero() || p.Contains(0) || p.Year() != 0 || p.Kind() != 0 {
		t.Errorf("the zero period reads %q, %v to %v", p, p.First(), p.Last())
	}
	for kind := Week; kind <= Year; kind++ {
		if p := PeriodOf(kind, 0); !p.IsZero() {
			t.Errorf("no date lies in %v", p)
		}
	}
	if p := PeriodOf(0, 45565); !p.IsZero() {
		t.Errorf("a day lies in %v of no kind", p)
	}
	if got := periods(Month, 0, 45565); got != nil {
		t.Errorf("from no date there are the periods %v", got)
	}
}

func TestPeriods(t *testing.T) {
	tests := []struct {
		kind     PeriodKind
		from, to string
		want     []string
	}{
		{Month, "2024-09-15", "2024-12-01", []string{"2024-09", "2024-10", "2024-11", "2024-12"}},
		{Month, "2024-12-31", "2025-01-01", []string{"2024-12", "2025-01"}},
		{Week, "2024-12-29", "2025-01-06", []string{"2024-W52", "2025-W01", "2025-W02"}},
		{Quarter, "2024-09-01", "2024-10-01", []string{"2024-Q3", "2024-Q4"}},
		{Half, "2024-09-01", "2025-01-01", []string{"2024-H2", "2025-H1"}},
		{Year, "2024-09-01", "2024-09-01", []string{"2024"}},
		{Month, "2024-10-01", "2024-09-30", nil},
	}
	for _, tt := range tests {
		got := periods(tt.kind, day(t, tt.from), day(t, tt.to))
		if len(got) != len(tt.want) {
			t.Errorf("from %s to %s: %v, want %v", tt.from, tt.to, got, tt.want)
			continue
		}
		for i, p := range got {
			if p.String() != tt.want[i] {
				t.Errorf("from %s to %s: %v, want %v", tt.from, tt.to, got, tt.want)
			}
		}
	}
}

func TestComparePeriods(t *testing.T) {
	order := []string{"2024-08", "2024-W36", "2024-09", "2024-Q3", "2024-W40", "2024-12", "2024-Q4", "2024-H2", "2024", "2025-W01"}
	for i, a := range order {
		for j, b := range order {
			got := period(t, a).Compare(period(t, b))
			if (got < 0) != (i < j) || (got > 0) != (i > j) {
				t.Errorf("%s compared with %s gives %d", a, b, got)
			}
		}
	}
	if (Period{}).Compare(period(t, "2024")) >= 0 || (Period{}).Compare(Period{}) != 0 {
		t.Error("the zero period does not come first")
	}
}

func TestPeriodsTileTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind := PeriodKind(rapid.IntRange(int(Week), int(Year)).Draw(t, "kind"))
		d := commonDate(t, "date")
		p := PeriodOf(kind, d)
		if !p.Contains(d) || p.Kind() != kind || p.First() > p.Last() {
			t.Fatalf("%v lies in %v, which runs from %v to %v", d, p, p.First(), p.Last())
		}
		if p.Next().Prev() != p || p.Prev().Next() != p {
			t.Fatalf("%v: next %v, previous %v", p, p.Next(), p.Prev())
		}
		if p.Next().First() != p.Last()+1 || p.Contains(p.Last()+1) || p.Contains(p.First()-1) || p.Compare(p.Next()) >= 0 {
			t.Fatalf("%v ends on %v and %v starts on %v", p, p.Last(), p.Next(), p.Next().First())
		}
		for _, s := range []string{p.String(), p.Chinese()} {
			if back, ok := ParsePeriod(s); !ok || back != p {
				t.Fatalf("%q reads as %v", s, back)
			}
		}
		if m := p.Month(); m.Kind() != Month || !m.Contains(p.Last()) {
			t.Fatalf("%v ends in %v", p, m)
		}
		to := d.AddDays(rapid.IntRange(0, 1000).Draw(t, "days"))
		list := periods(kind, d, to)
		if !list[0].Contains(d) || !list[len(list)-1].Contains(to) {
			t.Fatalf("from %v to %v: %v", d, to, list)
		}
		for i := range list[1:] {
			if list[i].Next() != list[i+1] {
				t.Fatalf("from %v to %v: %v", d, to, list)
			}
		}
	})
}

func FuzzParsePeriod(f *testing.F) {
	for _, s := range []string{"2024-09", "2024-W36", "2024年三季度", "2024H1", "2024年度", "二〇二四年九月", "202409", "2024.9"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, ok := ParsePeriod(text)
		if ok == p.IsZero() {
			t.Fatalf("%q is %v, %v", text, p, ok)
		}
		if !ok {
			return
		}
		for _, s := range []string{p.String(), p.Chinese()} {
			if again, ok := ParsePeriod(s); !ok || again != p {
				t.Fatalf("%q is %v, then %v", text, p, again)
			}
		}
		if !p.First().Valid() || !p.Last().Valid() || p.First() > p.Last() || p.Next().Prev() != p && p.Year() < lastPeriodYear {
			t.Fatalf("%q is %v, from %v to %v", text, p, p.First(), p.Last())
		}
	})
}
