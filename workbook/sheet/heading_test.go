package sheet

import "testing"

func TestHeadingWidth(t *testing.T) {
	for _, c := range []struct {
		text     string
		from, to float64
	}{
		{"亮灯", 8.5, 8.5},
		{"承担角色", 5.5, 5.5},     // 承担|角色
		{"完成进度", 7, 8},         // 完成进|度
		{"累计完成值", 8.5, 10},     // 累计完成|值
		{"实际完成日期", 11, 12},     // 实际完成日|期
		{"差距(百分点)", 8.5, 12.5}, // 差距(百|分点)
		{"平均完成率(%)", 11, 11},   // 平均完成率|(%)
		{"办理时限（天）", 10, 14},
		{"任务完成 分值", 8, 8},
		{"任务完成 分值", 9.9, 9.9},
		{"Days late", 5, 5},
		{"Completion", 8, 11.5},
		{"Not assigned", 7, 9.5},
		{"", 4, 4},
	} {
		if got := HeadingWidth(c.text, c.from); got < c.to-0.3 || got > c.to+0.3 {
			t.Errorf("%q from %.1f: %.1f, want about %.1f", c.text, c.from, got, c.to)
		}
	}
}
