package score

import (
	"regexp"
	"strings"
	"testing"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/formula"
	"duban/workbook/sheet"
)

func TestBuiltInSchemeOnACounty(t *testing.T) {
	c := County(t, CountyDecisions)
	s := c.Scores()
	if !s.Scheme.BuiltIn || len(s.Faults) > 0 {
		t.Fatalf("built in %v, faults %+v", s.Scheme.BuiltIn, s.Faults)
	}
	type want struct {
		total sheet.Value
		rank  int
		grade string
		items string
	}
	for name, w := range map[string]want{
		"财政局": {sheet.Num(97.5), 1, "优秀", "70 10 8.5 9 0"},
		"发改局": {sheet.Num(92.61), 2, "优秀", "62.363636365 9.272727273 10 8.975 2"},
		"商务局": {sheet.Num(67.1), 3, "一般", "47.6 8 8 8.5 -5"},
		"档案局": {sheet.Value{}, 0, "", "- - - - 0"},
		"夏村镇": {sheet.Num(99.8), 1, "优秀", "70 10 10 8.8 1"},
		"冯家镇": {sheet.Num(20.9), 2, "较差", "0 5 8 7.9 0"},
	} {
		b := c.result(s, name)
		var items []string
		for _, is := range b.Items {
			if is.Counts() {
				items = append(items, is.Score.String())
			} else {
				items = append(items, "-")
			}
		}
		if !b.Total.Equal(w.total) || b.Rank != w.rank || b.Grade != w.grade || strings.Join(items, " ") != w.items {
			t.Errorf("%s: %v rank %d %s, items %s; want %+v", name, b.Total, b.Rank, b.Grade, strings.Join(items, " "), w)
		}
	}
	if len(s.Unscored) != 1 || s.Unscored[0].Name != "国运公司" {
		t.Errorf("unscored: %v", s.Unscored)
	}
	left := map[string]string{}
	for _, grain := range grains() {
		for _, r := range s.Rows[grain] {
			if r.Left != "" {
				left[r.Bureau.Name+" "+strings.TrimSpace(r.what())] = r.Left
			}
		}
	}
	for what, reason := range map[string]string{
		"财政局 GJ-01 化解债务": leftUnknown, "财政局 尚未批准": leftNotApproved,
	} {
		if left[what] != reason {
			t.Errorf("%s: left %q, want %q", what, left[what], reason)
		}
	}
	if len(left) != 2 {
		t.Errorf("left out: %v", left)
	}
}

// A decision that comes after the year's end bears on the scores of that year, but not on its interim scores nor on another year's.
func TestDecisionsWhenTheYearIsOver(t *testing.T) {
	c := County(t, CountyDecisions+`
# 一票否决
| 单位 | 事项 | 处理 | 批准人 | 批准日期 |
| 冯家镇 | 安全事故 | 一票否决 | 李四 | 2025-01-06 |
`)
	year := func(y string) calendar.Period {
		p, ok := calendar.ParsePeriod(y)
		if !ok {
			t.Fatalf("%s is no year", y)
		}
		return p
	}
	for _, tt := range []struct {
		name    string
		span    calendar.Period
		interim bool
		counts  bool
	}{
		{"the plan's year", year("2024"), false, true},
		{"a standing within it", year("2024"), true, false},
		{"the year after", year("2025"), false, false},
	} {
		final := c.Scores()
		s := Compute(Material{Plan: c.Plan, Ledger: final.Ledger, Registers: c.regs, AsOf: c.asOf, Span: tt.span, Interim: tt.interim})
		for _, r := range s.Rows[workbook.GrainAdjustment] {
			if r.what() == "明年批准" && (r.Left == "") != tt.counts {
				t.Errorf("%s: the adjustment is left out as %q", tt.name, r.Left)
			}
		}
		if b := c.result(s, "冯家镇"); (b.Rank == 0) != tt.counts {
			t.Errorf("%s: rank %d of who was barred", tt.name, b.Rank)
		}
	}
}

func TestSupportsWithoutShareAreLeftOut(t *testing.T) {
	c := NewCase(t, "zh", strings.Replace(CountyPipes, "| 配合系数 | 0.5 |", "| 配合系数 | 0 |", 1))
	for _, r := range c.Scores().Rows[workbook.GrainTask] {
		if support := r.Line.Role == workbook.RoleSupport; support != (r.Left == leftNoShare) {
			t.Errorf("%s %s %s: left %q", r.Bureau.Name, r.Line.Task.ID, r.Line.Role, r.Left)
		}
	}
}

func TestCountysOwnScheme(t *testing.T) {
	c := County(t, OwnScheme)
	s := c.Scores()
	if len(s.Faults) > 0 {
		t.Fatalf("faults: %+v", s.Faults)
	}
	for name, want := range map[string]string{
		// The points go to CY-01, CY-02 and ZS-01 as 4:6:1; the lowest completion is 0.
		"发改局": "A1=21.818181818 A2=2.772727272 4=20 5=3 6=-3",
		"档案局": "A1=- A2=0 4=20 5=0 6=-",
		"夏村镇": "A2=29.5 A3=1 4=20 5=0 6=-10",
		"冯家镇": "A2=0 A3=0 4=15 5=0 6=-",
	} {
		if got := c.items(s, name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	if b := c.result(s, "发改局"); b.Full != 100 || b.Scaled != 100 || b.Total.Num != formula.Round(21.818181818+2.772727273+20, 2) {
		t.Errorf("发改局: full %v, scaled %v, total %v", b.Full, b.Scaled, b.Total)
	}
	if got := strings.Join(s.Scheme.Sections, " "); got != "重点任务 报送 5 加分 6 扣分" {
		t.Errorf("sections %s", got)
	}
}

func TestRenormalisingScalesUpToWhatApplies(t *testing.T) {
	c := County(t, "")
	for _, b := range c.Scores().Bureaus {
		if b.Bureau.Name == "夏村镇" && (b.Full != 100 || b.Scaled != 90 || b.Total.Num != 100) {
			t.Errorf("夏村镇: %v of %v, total %v; ratings are missing and the rest is full", b.Scaled, b.Full, b.Total)
		}
	}
}

func TestEqualTotalsShareARank(t *testing.T) {
	c := NewCase(t, "zh", `
# 单位
| 单位名称 | 单位类别 |
| 甲局 | 部门 |
| 乙局 | 部门 |
| 丙局 | 部门 |
| 丁局 | 部门 |

# 任务
| 任务编号 | 重点任务 |

# 计分办法
| 编号 | 计分项 | 分值 | 取数 | 计分方法 |
| S1 | 评议 | 100 | 评议 | 评议折算 |

# 评议
| 单位 | 评议分 |
| 甲局 | 80 |
| 乙局 | 91.5 |
| 丙局 | 91.5 |
| 丁局 | 70 |
`)
	s := c.Scores()
	for i, want := range []int{3, 1, 1, 4} {
		if s.Bureaus[i].Rank != want {
			t.Errorf("%v: rank %d, want %d", s.Bureaus[i].Total, s.Bureaus[i].Rank, want)
		}
	}
}

func TestFaultsOfASchemeAreSaid(t *testing.T) {
	item := func(method, grain string) string {
		return "\n# 计分办法\n| 编号 | 计分项 | 分值 | 取数 | 计分方法 |\n| S1 | 完成 | 100 | " + grain + " | " + method + " |\n"
	}
	method := func(source string) string {
		return "\n# 计分方法\n| 方法名称 | 公式 |\n| 新办法 | '" + source + " |\n"
	}
	for _, c := range []struct{ code, pipes string }{
		{"method-unknown", item("没有的办法", "任务")},
		{"grain-unknown", item("按完成率", "")},
		{"method-syntax", item("新办法", "任务") + method("=[@分值]*(")},
		{"method-input", item("新办法", "任务") + method("=[@分值]*[@评议分]")},
		{"method-input", item("新办法", "报送") + method("=[@分值]*[@完成率]")},
		{"method-result", item("新办法", "任务") + method("=[@分值]/0")},
		{"method-result", item("新办法", "任务") + method("=[@承担角色]")},
		{"item-twice", item("按完成率", "任务") + "| s1 | 又完成 | 0 | 任务 | 按完成率 |\n"},
		{"adjustment-item", "\n# 加减分\n| 单位 | 计分项 | 加减分 | 事项 | 批准人 |\n| 发改局 | S1 | 2 | 表彰 | 李四 |\n"},
	} {
		s := County(t, c.pipes).Scores()
		var codes []string
		for _, f := range s.Faults {
			codes = append(codes, f.Code)
		}
		if len(codes) != 1 || codes[0] != c.code {
			t.Errorf("faults %v, want %s", codes, c.code)
		}
		ranked := 0
		for _, b := range s.Bureaus {
			if b.Rank > 0 {
				ranked++
			}
		}
		if strings.HasPrefix(c.code, "method") && ranked > 0 {
			t.Errorf("%s: %d bureaus are ranked by a scheme that cannot be worked out", c.code, ranked)
		}
		for _, lang := range []string{"zh", "en"} {
			book := Book(s, wordsIn(t, lang)).Fill()
			words := wordsIn(t, lang).T("scoresheet.notes")
			if v := book.Sheet(words).Value(sheet.At(firstRow, 3)); strings.Contains(v.Text, "‹") || strings.Contains(v.Text, "<no value>") || v.IsEmpty() {
				t.Errorf("%s: the note reads %q", c.code, v.Text)
			}
		}
	}
}

func TestSentencesNameWhatTheMethodSaw(t *testing.T) {
	c := County(t, CountyDecisions)
	s := c.Scores()
	for _, r := range s.Rows[workbook.GrainTask] {
		text := s.Sentence(r, c.Words)
		switch {
		case r.Left != "":
		case r.Line.Task.ID == "CY-02" && r.Bureau.Name == "发改局":
			for _, part := range []string{"38.1818", "80%", "30.55", "5.45"} {
				if !strings.Contains(text, part) {
					t.Errorf("%s does not say %s", text, part)
				}
			}
			if strings.Contains(text, "30000") {
				t.Errorf("%s names an input that the methods do not see", text)
			}
		}
		if strings.Contains(text, "‹") || strings.Contains(text, "<no value>") || text == "" {
			t.Errorf("%s %s: %q", r.Bureau.Name, r.Line.Task.ID, text)
		}
	}
	// What is said of two items is separated like two sentences.
	run, apart := regexp.MustCompile(`[0-9]\.[^ 0-9]`), 0
	for _, r := range s.Rows[workbook.GrainTask] {
		text := s.Sentence(r, wordsIn(t, "en"))
		if run.MatchString(text) {
			t.Errorf("%s", text)
		}
		if strings.Contains(text, ". ") {
			apart++
		}
	}
	if apart == 0 {
		t.Error("no row says anything of two items")
	}
	for _, lang := range []string{"zh", "en"} {
		for _, b := range s.Bureaus {
			if text := s.TotalSentence(b, wordsIn(t, lang)); strings.Contains(text, "‹") || strings.Contains(text, "<no value>") || text == "" {
				t.Errorf("%s: %q", b.Bureau.Name, text)
			}
		}
	}
}

func TestKeysHoldNoWildcards(t *testing.T) {
	for in, want := range map[string]string{"发改局": "发改局", " a*b?~ ": "a＊b？～", "=甲": "＝甲", "<乙": "＜乙", ">丙": "＞丙", "": ""} {
		if got := keyText(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// An interim scoring leaves out marks that were given after its day; at the year's end all marks count.
func TestMarksGivenLater(t *testing.T) {
	c := NewCase(t, "zh", `
# 单位
| 单位名称 |
| 甲局 |
# 计分办法
| 编号 | 计分项 | 分值 | 取数 | 计分方法 |
| S1 | 评议 | 100 | 评议 | 评议折算 |
# 评议
| 单位 | 评议分 | 日期 |
| 甲局 | 80 | 2024-07-10 |
| 甲局 | 90 | 2024-12-20 |
| 甲局 | 85 | |
`)
	june, _ := calendar.ParseISO("2024-08-01")
	for _, x := range []struct {
		day     calendar.Date
		interim bool
		want    string
	}{{june, true, "S1=165"}, {c.asOf, false, "S1=255"}} {
		s := c.scoresAt(x.day, x.interim)
		if got := c.items(s, "甲局"); len(s.Faults) > 0 || got != x.want {
			t.Errorf("as of %s: %s, want %s %v", x.day, got, x.want, s.Faults)
		}
	}
}
