package sheet

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

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
		{"备\n注", 6, 6}, // the county's own line break
		{"得\n分", 5, 5},
		{"金额\n", 9, 9},
		{"\n", 4, 4},
		{"备", 1, 2.5},
		{"外出招商\n次", 5.5, 5.5}, // 外出|招商|次: of its own
		{"完成进度\n（全年）", 7, 8},  // 完成进|度
		{"（）", 2, 4.5},
		{strings.Repeat("a", 300), 12, 12},
	} {
		if got := HeadingWidth(c.text, c.from); got < c.to-0.3 || got > c.to+0.3 {
			t.Errorf("%q from %.1f: %.1f, want about %.1f", c.text, c.from, got, c.to)
		}
	}
}

// Every heading that a county writes gets a width: at least the given one, and not wider than a page.
func TestHeadingWidthOfAnyText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(
			rapid.String(),
			rapid.StringOf(rapid.RuneFrom([]rune("备注金额a-z ()（）\n\r\t　"))),
			rapid.StringMatching(`\pL{0,80}\n?.?\n?`),
		).Draw(t, "text")
		from := float64(rapid.IntRange(0, 160).Draw(t, "halves")) / 2
		got := HeadingWidth(text, from)
		if got < from || got > max(from, WidestForHeading) {
			t.Fatalf("%q from %.1f: %.1f", text, from, got)
		}
		if again := HeadingWidth(text, got); again != got {
			t.Fatalf("%q: %.1f, and from there %.1f", text, got, again)
		}
	})
}
