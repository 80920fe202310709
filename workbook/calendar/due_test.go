package calendar

import (
	"testing"

	"pgregory.net/rapid"
)

func TestDueRules(t *testing.T) {
	workdays := NewWorkdays(nil, nil)
	tests := []struct {
		rule, canonical, period, none, next, previous string
	}{
		{"当月28日", "当月28日", "2024-09", "2024-09-28", "2024-09-29", "2024-09-27"},
		{"28日", "当月28日", "2024-09", "2024-09-28", "2024-09-29", "2024-09-27"},
		{"28号前", "当月28日", "2024-09", "2024-09-28", "2024-09-29", "2024-09-27"},
		{"每月28日", "当月28日", "2024-10", "2024-10-28", "2024-10-28", "2024-10-28"},
		{"二十八日", "当月28日", "2024-10", "2024-10-28", "2024-10-28", "2024-10-28"},
		{"31日", "当月31日", "2024-02", "2024-02-29", "2024-02-29", "2024-02-29"},
		{"当月底", "当月31日", "2024-09", "2024-09-30", "2024-09-30", "2024-09-30"},
		{"月底", "当月31日", "2024-W36", "2024-09-30", "2024-09-30", "2024-09-30"},
		{"次月5日", "次月5日", "2024-09", "2024-10-05", "2024-10-08", "2024-09-30"},
		{"下月5号", "次月5日", "2024-12", "2025-01-05", "2025-01-06", "2025-01-03"},
		{"次月10日", "次月10日", "2024-09", "2024-10-10", "2024-10-10", "2024-10-10"},
		{"次月末", "次月31日", "2024-09", "2024-10-31", "2024-10-31", "2024-10-31"},
		{"次月5日", "次月5日", "2024-Q3", "2024-10-05", "2024-10-08", "2024-09-30"},
		{"次月5日", "次月5日", "2024", "2025-01-05", "2025-01-06", "2025-01-03"},
		{"季末月20日", "季末月20日", "2024-Q3", "2024-09-20", "2024-09-20", "2024-09-20"},
		{"季末月20日", "季末月20日", "2024-07", "2024-09-20", "2024-09-20", "2024-09-20"},
		{"季度末", "季末月31日", "2024-Q2", "2024-06-30", "2024-07-01", "2024-06-28"},
		{"次季末月20日", "次季末月20日", "2024-Q4", "2025-03-20", "2025-03-20", "2025-03-20"},
		{"次月第3个工作日", "次月第3个工作日", "2024-09", "2024-10-10", "2024-10-10", "2024-10-10"},
		{"次周周二", "次周周二", "2024-W36", "2024-09-10", "2024-09-10", "2024-09-10"},
		{"下周二", "次周周二", "2024-W36", "2024-09-10", "2024-09-10", "2024-09-10"},
		{"次周星期二", "次周周二", "2024-W39", "2024-10-01", "2024-10-08", "2024-09-30"},
		{"周二", "周二", "2024-W36", "2024-09-03", "2024-09-03", "2024-09-03"},
		{"每周五", "周五", "2024-W36", "2024-09-06", "2024-09-06", "2024-09-06"},
		{"周日", "周日", "2024-W36", "2024-09-08", "2024-09-09", "2024-09-06"},
		{"期末", "期末", "2024-09", "2024-09-30", "2024-09-30", "2024-09-30"},
		{"期末", "期末", "2024-W36", "2024-09-08", "2024-09-09", "2024-09-06"},
		{"期末后0个工作日", "期末", "2024-09", "2024-09-30", "2024-09-30", "2024-09-30"},
		{"期末后3个工作日", "期末后3个工作日", "2024-09", "2024-10-10", "2024-10-10", "2024-10-10"},
		{"期末之后三个工作日内", "期末后3个工作日", "2024-09", "2024-10-10", "2024-10-10", "2024-10-10"},
		{"期末后5天", "期末后5天", "2024-09", "2024-10-05", "2024-10-08", "2024-09-30"},
		{"期末前2个工作日", "期末前2个工作日", "2024-09", "2024-09-27", "2024-09-27", "2024-09-27"},
	}
	for _, tt := range tests {
		r, ok := ParseDueRule(tt.rule)
		if !ok || r.String() != tt.canonical {
			t.Errorf("ParseDueRule(%q) = %v, %v, want %s", tt.rule, r, ok, tt.canonical)
			continue
		}
		for shift, want := range map[Shift]string{ShiftNone: tt.none, ShiftNext: tt.next, ShiftPrevious: tt.previous} {
			if got := r.Date(period(t, tt.period), workdays, shift); got.String() != want {
				t.Errorf("%s for %s, shift %d: %v, want %s", tt.rule, tt.period, shift, got, want)
			}
		}
	}
}

func TestParseDueRuleRefuses(t *testing.T) {
	for _, s := range []string{
		"", "每月", "底", "底前", "0日", "32日", "次月", "次月32日", "周", "周八", "次周", "上月5日", "28", "2024-09-28", "期末后", "期末后999天", "期末后三五天", "次月第0个工作日",
		"次月第20个工作日", "尽快", "9月28日", "年底",
	} {
		if r, ok := ParseDueRule(s); ok {
			t.Errorf("ParseDueRule(%q) = %v; it must not be read", s, r)
		}
	}
}

func TestNoDueRule(t *testing.T) {
	workdays := NewWorkdays(nil, nil)
	if d := (DueRule{}).Date(period(t, "2024-09"), workdays, ShiftNext); d != 0 || (DueRule{}).String() != "" {
		t.Errorf("the zero rule is due on %v", d)
	}
	r, _ := ParseDueRule("次月5日")
	for _, shift := range []Shift{ShiftNone, ShiftNext, ShiftPrevious} {
		if d := r.Date(Period{}, workdays, shift); d != 0 {
			t.Errorf("due on %v for no period", d)
		}
	}
}

func TestDueRulesRoundTripAndKeepOrder(t *testing.T) {
	workdays := NewWorkdays(nil, nil)
	writings := []string{"当月%", "次月%", "隔月%", "季末月%", "期末后%", "期末前%"}
	rapid.Check(t, func(t *rapid.T) {
		w := rapid.SampledFrom(writings).Draw(t, "writing")
		n := rapid.IntRange(1, 28).Draw(t, "n")
		s := w[:len(w)-1] + chineseOf(n) + "日"
		r, ok := ParseDueRule(s)
		if !ok {
			t.Fatalf("%s is not read", s)
		}
		if back, ok := ParseDueRule(r.String()); !ok || back != r {
			t.Fatalf("%s is %v, then %v", s, r, back)
		}
		p := MonthOf(commonDate(t, "date"))
		for _, shift := range []Shift{ShiftNone, ShiftNext, ShiftPrevious} {
			d := r.Date(p, workdays, shift)
			if next := r.Date(p.Next(), workdays, shift); !d.Valid() || next < d {
				t.Fatalf("%s: %v for %v, %v for %v", s, d, p, next, p.Next())
			}
			if shift != ShiftNone && !workdays.Contains(d) {
				t.Fatalf("%s: %v for %v is not worked", s, d, p)
			}
		}
	})
}
