package workbook

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestResolveDeadline(t *testing.T) {
	// The base is a Sunday, the day before a week begins.
	r := DefaultDeadlineRules(day(t, "2024-09-01"))
	tests := []struct {
		wordings    string
		first, last string
		open        bool
	}{
		{"9月底 9月末 九月底 9月月底 2024年9月底 今年9月底 ９月底 9月底完成 24年9月底", "2024-09-30", "2024-09-30", false},
		{"9月底前 9月末前 九月底前 9月底之前 9月底以前 9月底前完成 于9月底前 争取9月底前 力争9月底前完成 9月底前。 最迟9月底 9月底止 截至9月底 不晚于9月底 2024年9月底前", "2024-09-30", "2024-09-30", true},
		{"9月上旬 九月上旬 2024年9月上旬", "2024-09-01", "2024-09-10", false},
		{"9月上旬前 9月上旬内", "2024-09-01", "2024-09-10", true},
		{"9月中旬", "2024-09-11", "2024-09-20", false},
		{"9月中旬前 9月中旬之前", "2024-09-11", "2024-09-20", true},
		{"9月下旬", "2024-09-21", "2024-09-30", false},
		{"9月上中旬 9月上旬至中旬", "2024-09-01", "2024-09-20", false},
		{"10月中下旬", "2024-10-11", "2024-10-31", false},
		{"10月初", "2024-10-01", "2024-10-05", false},
		{"10月初前", "2024-10-01", "2024-10-05", true},
		{"10月份 10月 十月 十月份", "2024-10-01", "2024-10-31", false},
		{"10月内 10月份内 10月期间 截至10月", "2024-10-01", "2024-10-31", true},
		{"10月前 十月前 10月份以前", "2024-09-30", "2024-09-30", true},
		{"年底 年末 今年底 今年年底 2024年底 2024年年底 本年底", "2024-12-31", "2024-12-31", false},
		{"年底前 年末前 今年年底前 2024年底前 2024年年底前完成", "2024-12-31", "2024-12-31", true},
		{"年内 今年内 本年度内 2024年内 本年内", "2024-01-01", "2024-12-31", true},
		{"今年 2024年 全年 2024年度", "2024-01-01", "2024-12-31", false},
		{"明年 2025年", "2025-01-01", "2025-12-31", false},
		{"2025年前 明年前", "2024-12-31", "2024-12-31", true},
		{"明年4月底前 2025年4月底前 次年4月底前 明年四月底前 二〇二五年四月底前", "2025-04-30", "2025-04-30", true},
		{"明年2月底", "2025-02-28", "2025-02-28", false},
		{"后年3月底前", "2026-03-31", "2026-03-31", true},
		{"明年年底前 明年底前", "2025-12-31", "2025-12-31", true},
		{"一周内 1周内 一个周内 1个星期内 7天内 七日内 会后一周内 一周之内 7天以内", "2024-09-01", "2024-09-08", true},
		{"两周内 2周内 14天内 十四日内", "2024-09-01", "2024-09-15", true},
		{"5个工作日内 五个工作日内 5工作日内", "2024-09-01", "2024-09-06", true},
		{"20个工作日内", "2024-09-01", "2024-09-29", true},
		{"24小时内 1天内", "2024-09-01", "2024-09-02", true},
		{"半个月内 半月内 15天内", "2024-09-01", "2024-09-16", true},
		{"一个月内 1个月内", "2024-09-01", "2024-10-01", true},
		{"三个月内 3个月内 一个季度内", "2024-09-01", "2024-12-01", true},
		{"半年内 六个月内 6个月之内", "2024-09-01", "2025-03-01", true},
		{"一年内 1年内 12个月内", "2024-09-01", "2025-09-01", true},
		{"9月28至30号 9月28日-30日 9月28-30日 9月28日至30日 9月28日—30日 9月28日～9月30日 9月28日到30日 定于9月28至30号 2024年9月28日至30日 2024年9月28日至9月30日 9.28-9.30 2024.9.28-9.30", "2024-09-28", "2024-09-30", false},
		{"9月28日至10月3日", "2024-09-28", "2024-10-03", false},
		{"12月28日至1月3日 2024年12月28日至2025年1月3日", "2024-12-28", "2025-01-03", false},
		{"9月底至10月初", "2024-09-30", "2024-10-05", false},
		{"9月-10月 9-10月 9月至10月 9-10月份", "2024-09-01", "2024-10-31", false},
		{"9-10月底", "2024-09-01", "2024-10-31", false},
		{"11月底或12月初 11月底或者12月初 十一月底或十二月初 2024年11月底或12月初", "2024-11-30", "2024-12-05", false},
		{"12月底或1月初", "2024-12-31", "2025-01-05", false},
		{"明年3月底或4月初", "2025-03-31", "2025-04-05", false},
		{"9月15日前 9月15号前 9月15日之前 9月15日以前完成 9.15前", "2024-09-15", "2024-09-15", true},
		{"9月15日 9.15 9/15 九月十五日 9月15", "2024-09-15", "2024-09-15", false},
		{"2024年10月20日 2024-10-20 2024.10.20 2024/10/20 20241020 二〇二四年十月二十日 10月20日", "2024-10-20", "2024-10-20", false},
		{"2024年10月20日前 2024.10.20前", "2024-10-20", "2024-10-20", true},
		{"8月20日", "2024-08-20", "2024-08-20", false},
		{"3月底", "2024-03-31", "2024-03-31", false},
		{"2月底", "2025-02-28", "2025-02-28", false},
		{"1月15日", "2025-01-15", "2025-01-15", false},
		{"三季度末 第三季度末 3季度末 三季度底 2024年三季度末 今年第三季度末", "2024-09-30", "2024-09-30", false},
		{"三季度末前 三季度底前", "2024-09-30", "2024-09-30", true},
		{"四季度 第四季度", "2024-10-01", "2024-12-31", false},
		{"四季度内", "2024-10-01", "2024-12-31", true},
		{"四季度前", "2024-09-30", "2024-09-30", true},
		{"二季度末", "2024-06-30", "2024-06-30", false},
		{"一季度末", "2024-03-31", "2024-03-31", false},
		{"明年一季度末 2025年第一季度末", "2025-03-31", "2025-03-31", false},
		{"本季度末", "2024-09-30", "2024-09-30", false},
		{"下季度内 下个季度内", "2024-10-01", "2024-12-31", true},
		{"下半年", "2024-07-01", "2024-12-31", false},
		{"明年上半年 2025年上半年", "2025-01-01", "2025-06-30", false},
		{"明年上半年末前", "2025-06-30", "2025-06-30", true},
		{"本月底 当月底 本月末", "2024-09-30", "2024-09-30", false},
		{"月底前 月末前 本月底前", "2024-09-30", "2024-09-30", true},
		{"本月内", "2024-09-01", "2024-09-30", true},
		{"本月18日前 当月18号前", "2024-09-18", "2024-09-18", true},
		{"下月3号 次月3日", "2024-10-03", "2024-10-03", false},
		{"下月上旬 下个月上旬 次月上旬", "2024-10-01", "2024-10-10", false},
		{"下周 下一周", "2024-09-02", "2024-09-08", false},
		{"下周五前 下周五之前", "2024-09-06", "2024-09-06", true},
		{"下周末", "2024-09-07", "2024-09-08", false},
		{"国庆节前 国庆前 今年国庆节之前", "2024-09-30", "2024-09-30", true},
		{"元旦前 明年元旦前 2025年元旦前", "2024-12-31", "2024-12-31", true},
		{"五一前 明年五一节前 明年劳动节前", "2025-04-30", "2025-04-30", true},
		{"国庆节", "2024-10-01", "2024-10-01", false},
		{"本周内", "2024-08-26", "2024-09-01", true},
	}
	for _, tt := range tests {
		for _, wording := range strings.Fields(tt.wordings) {
			d, ok := ResolveDeadline(wording, r)
			if !ok || d.First.String() != tt.first || d.Last.String() != tt.last || d.Open != tt.open || d.Wording != wording {
				t.Errorf("%s: %v to %v, open %v, %v; want %s to %s, open %v", wording, d.First, d.Last, d.Open, ok, tt.first, tt.last, tt.open)
			}
		}
	}
}

func TestResolveDeadlineRefuses(t *testing.T) {
	r := DefaultDeadlineRules(day(t, "2024-09-01"))
	for _, wording := range []string{
		"", " ", "月末", "月底", "每月", "每周", "每季度", "每月底前", "每月28日前", "每周五", "会后", "抓紧", "尽快", "近期", "适时", "长期", "长期坚持", "持续推进", "常态化", "待定",
		"上旬", "中旬前", "月初", "30号", "15日前", "周五前", "年前", "年", "年初", "9月中", "季末", "季度末", "春节前", "中秋节前", "教师节前",
		"一周", "7天", "三个月", "半年", "7天前", "一周左右", "五六天内", "三五年内", "0天内", "3个月前",
		"9月30日左右", "9月31日", "13月底", "2月30日前", "五季度末", "0月底", "9月0日", "9月30日至28日", "2024年9月30日至2024年9月28日", "9月底、10月底", "9月底和10月底", "28-30日", "9月或",
		"9月前", "三季度前", "今年前", "9月至10月前", "9月底前（分两批）", "9 30", "2024年2月30日", "9月底前或尽快", "24年", "二三月", "\x00",
	} {
		if d, ok := ResolveDeadline(wording, r); ok || d != (Deadline{Wording: wording}) {
			t.Errorf("%s: %v to %v; it must not be resolved", wording, d.First, d.Last)
		}
	}
}

func TestDeadlineYears(t *testing.T) {
	tests := []struct {
		base, wording, last string
	}{
		{"2024-12-15", "1月底前", "2025-01-31"},
		{"2024-12-15", "12月底前", "2024-12-31"},
		{"2024-12-15", "6月底前", "2024-06-30"},
		{"2024-12-15", "5月底前", "2025-05-31"},
		{"2025-01-10", "12月底前", "2025-12-31"},
		{"2025-01-10", "11月30日前", "2025-11-30"},
		{"2025-01-10", "年底前", "2025-12-31"},
		{"2024-03-01", "三季度前", "2024-06-30"},
		{"2024-03-01", "三季度末", "2024-09-30"},
		{"2024-03-01", "明年4月底前", "2025-04-30"},
		{"2023-09-01", "2月底前", "2024-02-29"},
		{"2023-09-01", "2月29日", "2024-02-29"},
		{"2023-11-30", "12月底或2月底", "2024-02-29"},
		{"2024-09-29", "5个工作日内", "2024-10-11"},
		{"2024-08-31", "一个月内", "2024-09-30"},
	}
	for _, tt := range tests {
		if d, ok := ResolveDeadline(tt.wording, DefaultDeadlineRules(day(t, tt.base))); !ok || d.Last.String() != tt.last {
			t.Errorf("%s from %s: %v, %v, want %s", tt.wording, tt.base, d.Last, ok, tt.last)
		}
	}
}

func TestDeadlineRules(t *testing.T) {
	r := DefaultDeadlineRules(day(t, "2024-09-01"))
	r.MonthStart, r.EarlyEnd, r.MidEnd, r.MonthEnd, r.YearEndMonth, r.YearEndDay = 3, 8, 18, 25, 11, 30
	r.Calendar = NewCalendar([]Date{day(t, "2024-09-02")}, nil)
	for wording, want := range map[string][2]string{
		"10月初": {"2024-10-01", "2024-10-03"}, "9月上旬": {"2024-09-01", "2024-09-08"}, "9月中旬": {"2024-09-09", "2024-09-18"}, "9月下旬": {"2024-09-19", "2024-09-30"},
		"9月底": {"2024-09-25", "2024-09-25"}, "三季度末": {"2024-09-25", "2024-09-25"}, "年底前": {"2024-11-30", "2024-11-30"}, "9月": {"2024-09-01", "2024-09-30"},
		"年内": {"2024-01-01", "2024-12-31"}, "5个工作日内": {"2024-09-01", "2024-09-09"},
	} {
		if d, ok := ResolveDeadline(wording, r); !ok || d.First.String() != want[0] || d.Last.String() != want[1] {
			t.Errorf("%s: %v to %v, %v, want %v", wording, d.First, d.Last, ok, want)
		}
	}
}

func TestDeadlineWithoutBase(t *testing.T) {
	r := DefaultDeadlineRules(0)
	for wording, want := range map[string]string{
		"2024年9月底前": "2024-09-30", "2024-10-20": "2024-10-20", "2025年三季度末": "2025-09-30", "2024年11月底或12月初": "2024-12-05",
		"9月底前": "", "年底前": "", "一周内": "", "5个工作日内": "", "本月底": "", "下周": "", "本季度末": "", "明年4月底": "", "9月15日": "", "半年内": "", "月底前": "", "2025年前": "",
	} {
		if d, ok := ResolveDeadline(wording, r); ok != (want != "") || d.Last.String() != want {
			t.Errorf("%s without a base: %v, %v, want %q", wording, d.Last, ok, want)
		}
	}
}

func TestDeadlinesInDigitsAndChinese(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := DefaultDeadlineRules(commonDate(t, "base"))
		month := rapid.IntRange(1, 12).Draw(t, "month")
		part := rapid.SampledFrom([]string{"", "初", "上旬", "中旬", "下旬", "底", "末前", "份"}).Draw(t, "part")
		d, ok := ResolveDeadline(strings.ReplaceAll("M月", "M", chineseOf(month))+part, r)
		if !ok || d.First.Month() != month || d.Last.Month() != month || d.First > d.Last {
			t.Fatalf("from %v, %d月%s: %v to %v, %v", r.Base, month, part, d.First, d.Last, ok)
		}
		if d.Last < r.Base.AddMonths(-deadlineReachBack) || d.Last > r.Base.AddMonths(18) {
			t.Fatalf("from %v, %d月%s is %v", r.Base, month, part, d.Last)
		}
		if exact, ok := ResolveDeadline(d.Last.Chinese()+"前", r); !ok || exact.Last != d.Last {
			t.Fatalf("%v前 is %v", d.Last.Chinese(), exact.Last)
		}
	})
}

func FuzzResolveDeadline(f *testing.F) {
	for _, s := range []string{"9月底前", "11月底或12月初", "9月28至30号", "明年4月底前", "5个工作日内", "半年内", "三季度前", "2024年10月20日", "下周五前", "月末", "9-10月", "二〇二五年四月底前", "截至10月"} {
		f.Add(s, 45536)
	}
	r := DefaultDeadlineRules(0)
	f.Fuzz(func(t *testing.T, wording string, base int) {
		r := r
		r.Base = Date(base)
		d, ok := ResolveDeadline(wording, r)
		if d.Wording != wording {
			t.Fatalf("%q became %q", wording, d.Wording)
		}
		if !ok {
			if d.First != 0 || d.Last != 0 || d.Open {
				t.Fatalf("%q: not resolved, yet %v to %v", wording, d.First, d.Last)
			}
			return
		}
		if !d.First.Valid() || !d.Last.Valid() || d.First > d.Last {
			t.Fatalf("%q: %v to %v", wording, d.First, d.Last)
		}
		for _, s := range []string{d.Last.String(), d.Last.Chinese()} {
			if again, ok := ResolveDeadline(s, r); !ok || again.First != d.Last || again.Last != d.Last || again.Open {
				t.Fatalf("%q is %v, then %v, %v", wording, d.Last, again.Last, ok)
			}
		}
	})
}

// TestLimitsOfTasksThatCameUpLater: a limit of days counts from the day that a task came up on; one that names the document or meeting from
// that, unless it would be over before the task began.
func TestLimitsOfTasksThatCameUpLater(t *testing.T) {
	p := &Plan{Settings: Settings{Deadlines: DefaultDeadlineRules(NewDate(2024, 9, 1))}}
	for _, tt := range []struct{ wording, start, want string }{
		{"两日内", "", "2024-09-03"},
		{"两日内", "2024-08-20", "2024-09-03"},
		{"两日内", "2024-10-15", "2024-10-17"},
		{"半个月内", "2024-10-15", "2024-10-30"},
		{"印发后一个月内", "2024-09-15", "2024-10-01"},
		{"印发后半年内", "2024-09-15", "2025-03-01"},
		{"会后三天内", "2024-10-15", "2024-10-18"},
		{"10月底前", "2024-10-15", "2024-10-31"},
	} {
		start, _ := ParseISO(tt.start) // 0 for none
		d, ok := p.LimitOf(tt.wording, start)
		if !ok || d.Last.String() != tt.want {
			t.Errorf("%s from %s: %v, want %s", tt.wording, tt.start, d.Last, tt.want)
		}
	}
}
