package main

import (
	"strings"
	"testing"

	"github.com/jedib0t/go-pretty/v6/text"
	"pgregory.net/rapid"
)

// The beginning and the end of a name are kept, the middle is cut out.
func TestShorten(t *testing.T) {
	for _, tt := range []struct {
		text  string
		width int
		want  string
	}{
		{"发改局.xlsx", 16, "发改局.xlsx"},
		{"新建 Microsoft Excel 工作表（发改局）.xlsx", 24, "新建 Microso…改局）.xlsx"},
		{"abcdefgh", 5, "ab…gh"},
		{"一二三四五", 7, "一二…五"},
	} {
		if got := shorten(tt.text, tt.width); got != tt.want {
			t.Errorf("%s in %d: %s, want %s", tt.text, tt.width, got, tt.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOfN(rapid.RuneFrom([]rune("发改局ab.（）—1")), 0, 60, -1).Draw(t, "text")
		width := rapid.IntRange(4, 40).Draw(t, "width")
		if got := shorten(s, width); text.StringWidth(got) > width {
			t.Fatalf("%s in %d: %s", s, width, got)
		}
	})
}

// A table is no wider than allowed, and all of its lines have the same width, whatever the names.
func TestTableFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringOfN(rapid.RuneFrom([]rune("督查室经济开发区管委会abc（）.x")), 0, 50, -1)
		head := []string{"单位", "情况", "采用的文件"}
		var rows [][]string
		for range rapid.IntRange(1, 5).Draw(t, "rows") {
			rows = append(rows, []string{shorten(name.Draw(t, "bureau"), longestBureau), "退回未改（关闭后到）", name.Draw(t, "file")})
		}
		fit(head, rows, len(head)-1, statusWidth, leastFile)
		widths := map[int]bool{}
		for line := range strings.SplitSeq(tableText(head, rows), "\n") {
			widths[text.StringWidth(line)] = true
			if text.StringWidth(line) > statusWidth {
				t.Fatalf("%d wide: %s", text.StringWidth(line), line)
			}
		}
		if len(widths) != 1 {
			t.Fatalf("lines of %d widths", len(widths))
		}
	})
}

// Figures are aligned by their last digit, words by their first letter.
func TestFiguresStandOnTheRight(t *testing.T) {
	got := tableText([]string{"单位", "得分", "按时率", "收到"}, [][]string{{"发改局", "100.65", "100%", "2"}, {"财政局", "99.2", "—", "2024-10-08"}})
	for _, want := range []string{"│ 单位   │   得分 │ 按时率 │ 收到       │", "│ 发改局 │ 100.65 │   100% │ 2          │", "│ 财政局 │   99.2 │      — │ 2024-10-08 │"} {
		if !strings.Contains(got, want) {
			t.Errorf("no line %s in\n%s", want, got)
		}
	}
}
