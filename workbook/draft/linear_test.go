package draft_test

import (
	"runtime"
	"strings"
	"testing"

	"duban/workbook/calendar"
	"duban/workbook/draft"
	"duban/workbook/pace"
)

// Texts that are made to be slow: one long clause, endless punctuation marks, brackets that never close, endless numbers.
func TestTimeGrowsWithLength(t *testing.T) {
	rules := calendar.DefaultDeadlineRules(speechDay)
	for _, unit := range []string{"一、", "（一）", "1.", "（", "“", "由", "各", "发改局、", "财政", "1", "9月底前", "牵头单位：", "要", "推进", "一是", "建设局", "、", "县", "年", "第", "市委", "对", "问题、", "建好综合服务平台，", "副县长张三负责统筹协调。", "对甲、乙、丙等项目，", "其中甲桥年底前开工，", "尤其要做好工作，", "计划建设泵站，", "一要", "尽快启动选址、采购等工作，"} {
		t.Run(unit, func(t *testing.T) {
			pace.Linear(t, 1_200, func(n int, start func()) {
				doc := draft.ParseText("一、" + strings.Repeat(unit, n))
				start()
				draft.Read(doc, rules)
			})
		})
	}
}

// The cost of reading grows in proportion to the length of the text, both in memory allocated and in how often tasks are compared. The
// document is read once and four times as long; it has tasks to be gathered and figures to be tied.
func TestCostGrowsWithLength(t *testing.T) {
	rules := calendar.DefaultDeadlineRules(speechDay)
	const section = "一、上半年工作回顾\n财政收入增长9%，外贸进出口增长6%。\n二、下步工作\n1.组建采购队伍。计划选聘采购员。2.制定经费管理办法。3.会后由教育局牵头，联合财政局，抓紧启动人员选聘、经费保障等工作，10月份组织实施。\n（一）财政局要确保财政收入增长8%以上；商务局要推动外贸进出口达到5亿元；对甲桥、乙路等重点项目，各责任单位要抓紧调度，其中乙路年内开工。副县长张三负责统筹协调。\n"
	measure := func(times int) (bytes uint64, compared int) {
		doc := draft.ParseText("报告\n" + strings.Repeat(section, times))
		draft.Read(doc, rules) // patterns are compiled when first used
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		d := draft.Read(doc, rules)
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc, draft.Compared(d)
	}
	const n = 150
	bytes, compared := measure(n)
	bytes4, compared4 := measure(4 * n)
	if compared < n {
		t.Fatalf("%d comparisons in %d sections: nothing was gathered or tied", compared, n)
	}
	if bytes4 > 5*bytes {
		t.Errorf("%d bytes are allocated for %d sections, %d for %d", bytes, n, bytes4, 4*n)
	}
	if compared4 > 5*compared {
		t.Errorf("%d comparisons for %d sections, %d for %d", compared, n, compared4, 4*n)
	}
	t.Logf("bytes %d and %d, comparisons %d and %d", bytes, bytes4, compared, compared4)
}
