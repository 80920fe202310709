package calendar

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"duban/workbook/numeral"
)

// day is a date of a test, which must exist.
func day(t interface{ Fatalf(string, ...any) }, s string) Date {
	d, ok := ParseISO(s)
	if !ok {
		t.Fatalf("no date: %s", s)
	}
	return d
}

// chineseOf writes a number from 1 to 39 as people say it.
func chineseOf(n int) string {
	return [...]string{"", "十", "二十", "三十"}[n/10] + [...]string{"", "一", "二", "三", "四", "五", "六", "七", "八", "九"}[n%10]
}

func TestNewDate(t *testing.T) {
	tests := []struct {
		y, m, d int
		want    Date
	}{
		{2024, 9, 30, 45565}, {1900, 3, 1, 61}, {2000, 1, 1, 36526}, {2024, 2, 29, 45351}, {9999, 12, 31, 2958465},
		{1900, 2, 28, 0}, {2024, 2, 30, 0}, {2023, 2, 29, 0}, {2024, 13, 1, 0}, {2024, 0, 1, 0}, {2024, 4, 31, 0}, {2024, 1, 0, 0}, {10000, 1, 1, 0}, {0, 0, 0, 0},
	}
	for _, tt := range tests {
		if got := NewDate(tt.y, tt.m, tt.d); got != tt.want {
			t.Errorf("NewDate(%d, %d, %d) = %d, want %d", tt.y, tt.m, tt.d, got, tt.want)
		}
	}
}

func TestNoDate(t *testing.T) {
	for _, d := range []Date{0, -1, 60, 2958466} {
		if d.Valid() || d.String() != "" || d.Chinese() != "" || d.Year() != 0 || d.Month() != 0 || d.Day() != 0 || !d.Time().IsZero() {
			t.Errorf("Date(%d) is no date, yet reads %q %q", int(d), d, d.Chinese())
		}
		if d.AddDays(1) != 0 || d.AddMonths(1) != 0 {
			t.Errorf("Date(%d) leads on to %v and %v", int(d), d.AddDays(1), d.AddMonths(1))
		}
	}
	if DateOf(time.Time{}) != 0 {
		t.Error("the zero time has a date")
	}
}

func TestDateOf(t *testing.T) {
	china := time.FixedZone("CST", 8*3600)
	at := time.Date(2024, 9, 30, 1, 0, 0, 0, china)
	if got := DateOf(at); got != day(t, "2024-09-30") {
		t.Errorf("DateOf(%v) = %v", at, got)
	}
	if got := DateOf(at.UTC()); got != day(t, "2024-09-29") {
		t.Errorf("DateOf(%v) = %v", at.UTC(), got)
	}
}

func TestAddMonths(t *testing.T) {
	tests := []struct {
		from string
		n    int
		want string
	}{
		{"2024-09-01", 1, "2024-10-01"}, {"2024-08-31", 1, "2024-09-30"}, {"2024-01-31", 1, "2024-02-29"}, {"2023-01-31", 1, "2023-02-28"},
		{"2024-09-30", 6, "2025-03-30"}, {"2024-09-30", -7, "2024-02-29"}, {"2024-12-15", 1, "2025-01-15"}, {"2024-01-15", -1, "2023-12-15"},
		{"2024-02-29", 12, "2025-02-28"}, {"2024-09-30", 0, "2024-09-30"},
	}
	for _, tt := range tests {
		if got := day(t, tt.from).AddMonths(tt.n); got.String() != tt.want {
			t.Errorf("%s and %d months: %v, want %s", tt.from, tt.n, got, tt.want)
		}
	}
	if d := lastDate.AddDays(1); d != 0 {
		t.Errorf("after the last day comes %d", d)
	}
	if d := firstDate.AddMonths(-1); d != 0 {
		t.Errorf("a month before the first day lies %d", d)
	}
}

func TestParseDate(t *testing.T) {
	const plain, full, spaces, chinese = numeral.RepairDateText, numeral.RepairFullWidth, numeral.RepairSpaces, numeral.RepairChinese
	const year, short, cut = numeral.RepairYearAssumed, numeral.RepairShortYear, numeral.RepairTimeCut
	near := day(t, "2024-09-01")
	tests := []struct {
		text    string
		want    string
		repairs []numeral.Repair
	}{
		{"2024-09-30", "2024-09-30", []numeral.Repair{plain}},
		{"2024-9-30", "2024-09-30", []numeral.Repair{plain}},
		{"2024.9.30", "2024-09-30", []numeral.Repair{plain}},
		{"2024.9.3", "2024-09-03", []numeral.Repair{plain}},
		{"2024/9/30", "2024-09-30", []numeral.Repair{plain}},
		{"2024年9月30日", "2024-09-30", []numeral.Repair{plain}},
		{"2024年9月30号", "2024-09-30", []numeral.Repair{plain}},
		{"2024年9月30", "2024-09-30", []numeral.Repair{plain}},
		{"2024年9月30日。", "2024-09-30", []numeral.Repair{plain, full}},
		{"2024年9.30", "2024-09-30", []numeral.Repair{plain}},
		{"2024 年 9 月 30 日", "2024-09-30", []numeral.Repair{plain, spaces}},
		{"\t2024-09-30\n", "2024-09-30", []numeral.Repair{plain, spaces}},
		{"20240930", "2024-09-30", []numeral.Repair{plain}},
		{"２０２４－９－３０", "2024-09-30", []numeral.Repair{plain, full}},
		{"２０２４．９．３０", "2024-09-30", []numeral.Repair{plain, full}},
		{"2024。9。30", "2024-09-30", []numeral.Repair{plain, full}},
		{"2024—9—30", "2024-09-30", []numeral.Repair{plain, full}},
		{"24.9.30", "2024-09-30", []numeral.Repair{plain, short}},
		{"24年9月30日", "2024-09-30", []numeral.Repair{plain, short}},
		{"24-9-30", "2024-09-30", []numeral.Repair{plain, short}},
		{"9月30日", "2024-09-30", []numeral.Repair{plain, year}},
		{"9月30", "2024-09-30", []numeral.Repair{plain, year}},
		{"9.30", "2024-09-30", []numeral.Repair{plain, year}},
		{"9-30", "2024-09-30", []numeral.Repair{plain, year}},
		{"9/30", "2024-09-30", []numeral.Repair{plain, year}},
		{"1月5日", "2025-01-05", []numeral.Repair{plain, year}},
		{"3月3日", "2024-03-03", []numeral.Repair{plain, year}},
		{"2月28日", "2025-02-28", []numeral.Repair{plain, year}},
		{"二〇二四年九月三十日", "2024-09-30", []numeral.Repair{plain, chinese}},
		{"二○二四年九月三十日", "2024-09-30", []numeral.Repair{plain, chinese}},
		{"二O二四年九月三十日", "2024-09-30", []numeral.Repair{plain, chinese}},
		{"二零二四年十二月二十一日", "2024-12-21", []numeral.Repair{plain, chinese}},
		{"2024年九月三十日", "2024-09-30", []numeral.Repair{plain, chinese}},
		{"九月三十日", "2024-09-30", []numeral.Repair{plain, chinese, year}},
		{"2024-09-30 08:00", "2024-09-30", []numeral.Repair{plain, spaces, cut}},
		{"2024-09-30T08:00:00", "2024-09-30", []numeral.Repair{plain, cut}},
		{"2024/9/30 8:30:15.5", "2024-09-30", []numeral.Repair{plain, spaces, cut}},
		{"2024/9/30 8:30 AM", "2024-09-30", []numeral.Repair{plain, spaces, cut}},
		{"2024年9月30日8:30", "2024-09-30", []numeral.Repair{plain, cut}},
		{"2024年9月30日上午8:30", "2024-09-30", []numeral.Repair{plain, cut}},
		{"2024年9月30日 下午 3时", "2024-09-30", []numeral.Repair{plain, spaces, cut}},
		{"2024年9月30日下午三点半", "2024-09-30", []numeral.Repair{plain, chinese, cut}},
		{"2024年9月30日15时30分", "2024-09-30", []numeral.Repair{plain, cut}},
		{"2024年9月30日上午", "2024-09-30", []numeral.Repair{plain, cut}},
		{"2024年9月30日星期一", "2024-09-30", []numeral.Repair{plain, chinese}},
		{"2024年9月29日（周日）", "2024-09-29", []numeral.Repair{plain, full}},
		{"2024年9月29日（周日）上午9:00", "2024-09-29", []numeral.Repair{plain, full, cut}},
		{"45565", "2024-09-30", []numeral.Repair{plain, numeral.RepairSerial}},
		{"45565.0", "2024-09-30", []numeral.Repair{plain, numeral.RepairSerial}},
		{"45565.75", "2024-09-30", []numeral.Repair{plain, numeral.RepairSerial, cut}},
		{"20000", "1954-10-03", []numeral.Repair{plain, numeral.RepairSerial}},
	}
	for _, tt := range tests {
		d, repairs, ok := ParseDate(tt.text, near)
		if !ok || d.String() != tt.want {
			t.Errorf("ParseDate(%q) = %v, %v, want %s", tt.text, d, ok, tt.want)
		}
		if diff := cmp.Diff(tt.repairs, repairs); diff != "" {
			t.Errorf("ParseDate(%q) repairs (-want +got):\n%s", tt.text, diff)
		}
	}
}

func TestParseDateRefuses(t *testing.T) {
	near := day(t, "2024-09-01")
	for _, text := range []string{
		"", " ", "-", "无", "待定", "9月底", "9月", "2024年9月", "2024-09", "2024.9", "202409", "2024", "上旬", "9月上旬", "月底前", "9月30日前", "今天",
		"2024-02-30", "2023-02-29", "2024-13-01", "2024-00-10", "2024年4月31日", "13月1日", "2月30日", "20241301", "1899-12-31",
		"2024-9.30", "2024.9-30", "30.9.24", "30/9/2024", "9/30/2024", "9-30-2024", "240930", "4.9.30", "2024-9-30-1", "2024年9月30日至10月3日", "9月28-30日",
		"2024-09-30T00:00:00Z", "2024-09-30 25:00", "2024-09-30 08:61", "2024-09-30 8", "2024-9-3008:00",
		"2024年9月30日星期二", "五六月三日", "二四年九月三日", "19999", "80001", "12345", "100000", "9 30", "2024 9 30", "29.2", "2024-09-30\x00",
	} {
		if d, repairs, ok := ParseDate(text, near); ok || d != 0 || repairs != nil {
			t.Errorf("ParseDate(%q) = %v, %v; it must not be read", text, d, repairs)
		}
	}
	if d, _, ok := ParseDate("9月30日", 0); ok {
		t.Errorf("without a date at hand, 9月30日 is %v", d)
	}
	if d, _, ok := ParseDate("2月29日", near); ok {
		t.Errorf("2月29日 near %v is %v", near, d)
	}
	if d, _, ok := ParseDate("2月29日", day(t, "2024-01-15")); !ok || d.String() != "2024-02-29" {
		t.Errorf("2月29日 near 2024-01-15 is %v", d)
	}
}

func TestBeyondMonth(t *testing.T) {
	for text, want := range map[string][2]int{
		"2024年9月31日": {9, 30}, "2024-9-31": {9, 30}, "2024.02.30": {2, 29}, "2023/2/29": {2, 28}, "23-2-29": {2, 28}, "20240431": {4, 30},
		"二〇二四年九月三十一日": {9, 30}, "9月31日": {9, 30}, "2月30日": {2, 29}, "2024年9月31日 下午3点": {9, 30}, "9月31日（周一）": {9, 30},
		"2024年9月30日": {}, "2月29日": {}, "2024-13-31": {}, "2024-0-31": {}, "9月32日": {}, "9月底": {}, "": {}, "2024-9.31": {}, "45565": {},
	} {
		if month, days, ok := BeyondMonth(text, 0); month != want[0] || days != want[1] || ok != (want[0] != 0) {
			t.Errorf("BeyondMonth(%q) = %d, %d, %v; want %v", text, month, days, ok, want)
		}
	}
	for near, want := range map[Date]int{NewDate(2025, 2, 28): 28, NewDate(2024, 3, 31): 29, NewDate(2024, 12, 31): 28} {
		if _, days, _ := BeyondMonth("2月30日", near); days != want {
			t.Errorf("February near %s has %d days; want %d", near, days, want)
		}
	}
}

func anyDate(t *rapid.T) Date {
	return Date(rapid.IntRange(int(firstDate), int(lastDate)).Draw(t, "date"))
}

// commonDate is a day of the years that plans are made for.
func commonDate(t *rapid.T, label string) Date {
	return Date(rapid.IntRange(36526, 73050).Draw(t, label))
}

func TestDatesRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := anyDate(t)
		if back := NewDate(d.Year(), d.Month(), d.Day()); back != d {
			t.Fatalf("%v: NewDate gives %v", d, back)
		}
		if back := DateOf(d.Time()); back != d {
			t.Fatalf("%v: DateOf gives %v", d, back)
		}
		if back, ok := ParseISO(d.String()); !ok || back != d {
			t.Fatalf("%v: ParseISO gives %v", d, back)
		}
		if next := d.AddDays(1); next != 0 && !next.Time().Equal(d.Time().AddDate(0, 0, 1)) {
			t.Fatalf("after %v comes %v", d, next)
		}
		for _, s := range []string{d.String(), d.Chinese(), d.Time().Format("2006/1/2"), d.Time().Format("2006.1.2"), d.Time().Format("20060102")} {
			if back, _, ok := ParseDate(s, 0); !ok || back != d {
				t.Fatalf("%q reads as %v", s, back)
			}
		}
	})
}

func TestAddMonthsKeepsTheMonth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, n := commonDate(t, "date"), rapid.IntRange(-600, 600).Draw(t, "months")
		got := d.AddMonths(n)
		if want := d.Year()*12 + d.Month() + n; got.Year()*12+got.Month() != want {
			t.Fatalf("%v and %d months: %v", d, n, got)
		}
		if got.Day() != d.Day() && got.AddDays(1).Day() != 1 {
			t.Fatalf("%v and %d months: %v is neither the same day nor the last", d, n, got)
		}
	})
}

func TestAssumedYearIsTheClosest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		near, at := commonDate(t, "near"), commonDate(t, "at")
		d, repairs, ok := ParseDate(at.Time().Format("1月2日"), near)
		if !ok {
			if at.Month() != 2 || at.Day() != 29 {
				t.Fatalf("%v near %v is not read", at, near)
			}
			return
		}
		if d.Month() != at.Month() || d.Day() != at.Day() || max(d-near, near-d) > assumedYearReach || !slices.Contains(repairs, numeral.RepairYearAssumed) {
			t.Fatalf("%v near %v is %v, %v", at, near, d, repairs)
		}
		for _, y := range []int{-1, 1} {
			if other := NewDate(d.Year()+y, d.Month(), d.Day()); other != 0 && max(other-near, near-other) < max(d-near, near-d) {
				t.Fatalf("%v near %v is %v, though %v is closer", at, near, d, other)
			}
		}
	})
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2024-9-30", "24.9.30", "9月30日", "二〇二四年九月三十日", "2024-09-30 08:00", "45565.5", "2024年9月30日（星期一）下午3时", "20240930", "9月底", "二O二四年"} {
		f.Add(s, 45536)
	}
	f.Fuzz(func(t *testing.T, text string, near int) {
		d, repairs, ok := ParseDate(text, Date(near))
		if !ok {
			if d != 0 || repairs != nil {
				t.Fatalf("%q: not read, yet %v %v", text, d, repairs)
			}
			return
		}
		if !d.Valid() || len(repairs) == 0 || repairs[0] != numeral.RepairDateText {
			t.Fatalf("%q is %d %v", text, d, repairs)
		}
		for _, s := range []string{d.String(), d.Chinese()} {
			if again, _, ok := ParseDate(s, 0); !ok || again != d {
				t.Fatalf("%q is %v, then %v", text, d, again)
			}
		}
	})
}
