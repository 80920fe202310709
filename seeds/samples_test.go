package seeds

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
)

var samplePeriods = []string{"2024-09", "2024-10", "2024-11", "2024-12"}

// sampleTest holds the samples and the plan that they are about.
type sampleTest struct {
	*testing.T
	samples *sheet.Book
	plan    *sheet.Book
	names   *workbook.Directory
	tasks   map[string]row
}

func newSampleTest(t *testing.T) *sampleTest {
	t.Helper()
	b, err := Samples(rushan)
	if err != nil {
		t.Fatal(err)
	}
	s := &sampleTest{T: t, samples: b, plan: plan(t), tasks: map[string]row{}}
	s.names = directory(t, s.plan)
	for _, r := range rowsOf(t, s.plan, "任务") {
		s.tasks[r.text("任务编号")] = r
	}
	return s
}

func (s *sampleTest) rows(name string) []row { return rowsOf(s.T, s.samples, name) }

// period gives the row's month, the zero period if it is not one of the four.
func (s *sampleTest) period(at string, r row) calendar.Period {
	p, ok := calendar.ParsePeriod(r.text("期"))
	if !ok || !slices.Contains(samplePeriods, r.text("期")) {
		s.Errorf("%s: period %q", at, r.text("期"))
	}
	return p
}

// bureau finds the row's bureau by its exact name in the plan.
func (s *sampleTest) bureau(at string, r row) *workbook.Bureau {
	b := s.names.Bureau(r.text("单位"))
	if b == nil || b.Name != r.text("单位") {
		s.Errorf("%s: bureau %q", at, r.text("单位"))
		return &workbook.Bureau{}
	}
	return b
}

// takesPart reports whether a bureau is in a task, by name or in a group.
func (s *sampleTest) takesPart(b *workbook.Bureau, task string) bool {
	for _, n := range append(s.tasks[task].names("牵头单位"), s.tasks[task].names("配合单位")...) {
		if s.names.Bureau(n) == b || slices.Contains(s.names.Group(n), b) {
			return true
		}
	}
	return false
}

// within reports whether a cell is a day of the plan's time up to the end of a period.
func within(v sheet.Value, p calendar.Period) bool {
	d := calendar.Date(v.Num)
	return v.Kind == sheet.Number && d >= calendar.NewDate(2024, 9, 1) && d <= p.Last()
}

func TestSampleSheets(t *testing.T) {
	s := newSampleTest(t)
	for _, want := range []struct{ sheet, columns string }{
		{"填报", "任务编号 期 进展状态 累计完成值 完成进度 实际完成日期 进展情况 存在问题及原因 下步措施 佐证材料 情况说明"},
		{"节点填报", "任务编号 节点编号 期 节点状态 实际完成日期 说明"},
		{"分段填报", "任务编号 阶段序号 期 本期数 说明"},
		{"指标填报", "指标编号 期 本期值 说明"},
		{"环节填报", "任务编号 环节序号 期 环节状态 实际开始日期 实际完成日期 说明"},
		{"问题填报", "单位 期 任务编号 问题 卡在环节 需协调单位 责任人 要求办结日期 级别 是否办结 办结日期"},
		{"清单填报", "表名 单位 期 列1 列2 列3 列4 列5 列6 列7 列8"},
		{"差错", "单位 期 差错 任务编号 日期 补正日期 说明"},
		{"核定样例", "任务编号 单位 期 字段 核定值 原因 核定人"},
		{"变更样例", "变更编号 变更对象 对象编号 字段 原值 新值 生效日期 原因 批准人 批准日期"},
		{"加减分样例", "单位 计分项 加减分 事项 依据 批准人 批准日期"},
		{"评议样例", "单位 评议组 评议分"},
	} {
		sh := s.samples.Sheet(want.sheet)
		if sh == nil {
			t.Errorf("no sheet %s", want.sheet)
			continue
		}
		var heads []string
		for _, c := range sh.Rows[0].Cells {
			heads = append(heads, c.Value.Text)
		}
		if got := strings.Join(heads, " "); got != want.columns {
			t.Errorf("%s: headings %s", want.sheet, got)
		}
		for i, r := range sh.Rows {
			if r.N != i+1 {
				t.Fatalf("%s: row %d is numbered %d", want.sheet, i+1, r.N)
			}
		}
	}
}

func TestSampleEntries(t *testing.T) {
	s := newSampleTest(t)
	type last struct {
		period, status, text string
		value, estimate      float64
	}
	lasts := map[string]*last{}
	statuses := map[string]int{}
	late := 0
	for _, r := range s.rows("填报") {
		id := r.text("任务编号")
		at := id + " " + r.text("期")
		p := s.period(at, r)
		task := s.tasks[id]
		if task == nil || task.text("计量方式") == "汇总" || !task.is("牵头单位") {
			t.Errorf("%s: nobody reports on such a task", at)
			continue
		}
		status := r.text("进展状态")
		statuses[status]++
		l := lasts[id]
		if l == nil {
			l = &last{}
			lasts[id] = l
		}
		if r.text("期") <= l.period {
			t.Errorf("%s follows %s", at, l.period)
		}
		if l.status == "已完成" {
			t.Errorf("%s: reported after it was done", at)
		}
		if text := r.text("进展情况"); len([]rune(text)) < 12 || text == l.text {
			t.Errorf("%s: text %q", at, text)
		}
		measure := task.text("计量方式")
		counted := slices.Contains([]string{"数量", "例行", "整改"}, measure)
		value := r["累计完成值"]
		if counted != (value.Kind == sheet.Number) {
			t.Errorf("%s: value %q of a task measured by %s", at, value, measure)
		}
		if value.Num < l.value {
			t.Errorf("%s: the figure fell from %g to %g", at, l.value, value.Num)
		}
		est := r["完成进度"].Num
		if !r["完成进度"].IsBlank() && (est < l.estimate || est > 100 || est <= 1) {
			t.Errorf("%s: estimate %g after %g", at, est, l.estimate)
		}
		if measure == "例行" && task.text("频次") == "每月" && value.Num > float64(p.Last().Month()-8) {
			t.Errorf("%s: %g duties delivered", at, value.Num)
		}
		switch status {
		case "已完成":
			if !within(r["实际完成日期"], p) || !r.is("佐证材料") || est != 0 && est != 100 {
				t.Errorf("%s: done without date, evidence or all of it", at)
			}
			if measure == "数量" && value.Num != task["目标值"].Num {
				t.Errorf("%s: done at %g of %s", at, value.Num, task["目标值"])
			}
			if task.is("完成日期") && r["实际完成日期"].Num > task["完成日期"].Num {
				late++
			}
		case "推进中", "申请调整", "未启动":
			if !r["实际完成日期"].IsBlank() || est >= 100 {
				t.Errorf("%s: %s with a date or an estimate of %g", at, status, est)
			}
			if status == "申请调整" && !r.is("存在问题及原因") {
				t.Errorf("%s: asks for a change without a reason", at)
			}
		default:
			t.Errorf("%s: status %q", at, status)
		}
		if r.is("存在问题及原因") && !r.is("下步措施") {
			t.Errorf("%s: trouble and no next step", at)
		}
		*l = last{r.text("期"), status, r.text("进展情况"), value.Num, max(est, l.estimate)}
	}
	for status, n := range map[string]int{"已完成": 30, "推进中": 80, "申请调整": 2, "未启动": 2} {
		if statuses[status] < n {
			t.Errorf("%d entries are %s, want at least %d", statuses[status], status, n)
		}
	}
	if late < 6 {
		t.Errorf("%d tasks were done late", late)
	}
	// Every task that a bureau sums up has sample data; the demo fills in parts of allocated tasks.
	parts := map[string]bool{}
	for _, r := range rowsOf(t, s.plan, "分配") {
		parts[r.text("任务编号")] = true
	}
	for id, task := range s.tasks {
		if task.text("计量方式") != "汇总" && task.is("牵头单位") && !parts[id] && lasts[id] == nil {
			t.Errorf("%s has a lead and no sample", id)
		}
	}
}

// TestSampleParts compares milestones and steps with the plan and the entries: what is done stays done, and a task is only done with all
// its parts.
func TestSampleParts(t *testing.T) {
	s := newSampleTest(t)
	doneOn := map[string]string{}
	for _, r := range s.rows("填报") {
		if r.text("进展状态") == "已完成" {
			doneOn[r.text("任务编号")] = r.text("期")
		}
	}
	for _, k := range []struct{ sample, plan, id, status string }{
		{"节点填报", "节点", "节点编号", "节点状态"}, {"环节填报", "项目", "环节序号", "环节状态"},
	} {
		there := map[string]bool{}
		for _, r := range rowsOf(t, s.plan, k.plan) {
			there[r.text("任务编号")+"|"+r.text(k.id)] = true
		}
		done, last := map[string]string{}, map[string]string{}
		for _, r := range s.rows(k.sample) {
			key := r.text("任务编号") + "|" + r.text(k.id)
			at := key + " " + r.text("期")
			p := s.period(at, r)
			if !there[key] {
				t.Errorf("%s: not in the plan", at)
			}
			if done[key] != "" || r.text("期") <= last[key] {
				t.Errorf("%s: after %s, done in %s", at, last[key], done[key])
			}
			last[key] = r.text("期")
			switch status := r.text(k.status); status {
			case "已完成":
				done[key] = r.text("期")
				if !within(r["实际完成日期"], p) || r["实际完成日期"].Num < r["实际开始日期"].Num {
					t.Errorf("%s: done on %s", at, r["实际完成日期"])
				}
			case "推进中", "未启动":
				if !r["实际完成日期"].IsBlank() {
					t.Errorf("%s: %s with a date", at, status)
				}
			default:
				t.Errorf("%s: status %q", at, status)
			}
		}
		for key := range there {
			id, _, _ := strings.Cut(key, "|")
			if on := doneOn[id]; on != "" && (done[key] == "" || done[key] > on) {
				t.Errorf("%s is open though the task is done in %s", key, on)
			}
		}
	}
	sums := map[string]float64{}
	for _, r := range s.rows("分段填报") {
		s.period("分段", r)
		if r.text("任务编号") != "XC-21" || r["本期数"].Num < 0 {
			t.Errorf("stage row of %s", r.text("任务编号"))
		}
		sums[r.text("期")] += r["本期数"].Num
	}
	for _, p := range samplePeriods {
		if sums[p] != 157 {
			t.Errorf("the stages of %s sum to %g", p, sums[p])
		}
	}
	indicators := map[string]bool{}
	for _, r := range rowsOf(t, s.plan, "指标") {
		indicators[r.text("指标编号")] = r.is("责任单位")
	}
	for _, r := range s.rows("指标填报") {
		s.period("指标", r)
		if !indicators[r.text("指标编号")] || r["本期值"].Kind != sheet.Number {
			t.Errorf("indicator %s: nobody reports it, or no figure", r.text("指标编号"))
		}
	}
}

func TestSampleProblems(t *testing.T) {
	s := newSampleTest(t)
	open := map[string]bool{}
	for _, r := range s.rows("问题填报") {
		at := r.text("单位") + " " + r.text("期") + " " + r.text("问题")
		p, b := s.period(at, r), s.bureau(at, r)
		if !s.takesPart(b, r.text("任务编号")) {
			t.Errorf("%s: has no part in %s", at, r.text("任务编号"))
		}
		for _, n := range r.names("需协调单位") {
			if other := s.names.Bureau(n); other == nil || other == b {
				t.Errorf("%s: needs %s", at, n)
			}
		}
		if !slices.Contains([]string{"县市级", "部门", "镇街"}, r.text("级别")) {
			t.Errorf("%s: level %q", at, r.text("级别"))
		}
		key := b.Name + r.text("问题")
		if r.text("是否办结") == "是" {
			if !open[key] || !within(r["办结日期"], p) {
				t.Errorf("%s: closed without having been open, or on %s", at, r["办结日期"])
			}
			open[key] = false
			continue
		}
		if open[key] || !r["办结日期"].IsBlank() {
			t.Errorf("%s: opened twice or closed by date alone", at)
		}
		open[key] = true
	}
}

func TestSampleLists(t *testing.T) {
	s := newSampleTest(t)
	columns := map[string][]row{}
	for _, r := range rowsOf(t, s.plan, "表样") {
		columns[r.text("表名")] = append(columns[r.text("表名")], r)
	}
	for _, r := range s.rows("清单填报") {
		at := r.text("表名") + " " + r.text("单位") + " " + r.text("期")
		p, b := s.period(at, r), s.bureau(at, r)
		cols := columns[r.text("表名")]
		if len(cols) == 0 {
			t.Errorf("%s: no such list", at)
			continue
		}
		asked := false
		for _, n := range cols[0].names("适用单位") {
			asked = asked || s.names.Bureau(n) == b || slices.Contains(s.names.Group(n), b)
		}
		if !asked {
			t.Errorf("%s: is not asked for it", at)
		}
		for i := 1; i <= 8; i++ {
			v := r["列"+strconv.Itoa(i)]
			switch {
			case i > len(cols):
				if !v.IsBlank() {
					t.Errorf("%s: a value beyond the columns", at)
				}
			case v.IsBlank():
				if cols[i-1].text("必填") == "是" {
					t.Errorf("%s: %s is missing", at, cols[i-1].text("列名"))
				}
			case cols[i-1].text("类型") == "数值":
				if v.Kind != sheet.Number {
					t.Errorf("%s: %s is %q", at, cols[i-1].text("列名"), v)
				}
			case cols[i-1].text("类型") == "日期":
				if !within(v, p) || calendar.Date(v.Num) < p.First() {
					t.Errorf("%s: on %s", at, v)
				}
			case cols[i-1].text("类型") == "选项":
				if !slices.Contains(cols[i-1].names("可选项"), v.String()) {
					t.Errorf("%s: %q is no choice", at, v)
				}
			}
		}
	}
}

func TestSampleMistakes(t *testing.T) {
	s := newSampleTest(t)
	missing := map[string]bool{}
	for _, k := range []string{"迟报", "未报", "完成缺日期", "文本数值", "全角数字", "小数进度", "日期文本", "分段不平", "累计倒退", "改动锁定格",
		"错期文件", "改文件名", "行次打乱", "零报告"} {
		missing[k] = true
	}
	kinds := len(missing)
	done := map[string]bool{}
	for _, r := range s.rows("填报") {
		done[r.text("任务编号")+r.text("期")] = r.text("进展状态") == "已完成"
	}
	seen := map[string]bool{}
	n := 0
	for _, r := range s.rows("差错") {
		at := r.text("单位") + " " + r.text("期") + " " + r.text("差错")
		p, b := s.period(at, r), s.bureau(at, r)
		n++
		if key := b.Name + r.text("期"); seen[key] {
			t.Errorf("%s: a second mistake in one file", at)
		} else {
			seen[key] = true
		}
		kind := r.text("差错")
		delete(missing, kind)
		if r.is("任务编号") && !s.takesPart(b, r.text("任务编号")) {
			t.Errorf("%s: has no part in %s", at, r.text("任务编号"))
		}
		if kind == "日期文本" && !done[r.text("任务编号")+r.text("期")] {
			t.Errorf("%s: the row has no date to write as text", at)
		}
		on, mended := calendar.Date(r["日期"].Num), calendar.Date(r["补正日期"].Num)
		if on != 0 && on < p.Last() || mended != 0 && mended <= on {
			t.Errorf("%s: sent on %s, mended on %s", at, on, mended)
		}
		// Returns of September are due on 8 October, after the holidays.
		due := map[string]string{"2024-09": "2024-10-08", "2024-10": "2024-11-05", "2024-11": "2024-12-05", "2024-12": "2025-01-06"}[r.text("期")]
		if kind == "迟报" != (on.String() > due) {
			t.Errorf("%s: sent on %s, due on %s", at, on, due)
		}
		if kind == "零报告" && !r.is("说明") {
			t.Errorf("%s: no reason", at)
		}
	}
	for k := range missing {
		t.Errorf("nobody makes the mistake %s", k)
	}
	if n < 25 || kinds != 14 {
		t.Errorf("%d mistakes", n)
	}
}

func TestSampleDecisions(t *testing.T) {
	s := newSampleTest(t)
	rated := map[string]bool{}
	for _, r := range s.rows("评议样例") {
		b := s.bureau("评议", r)
		rated[b.Name] = true
		if v := r["评议分"].Num; v < 60 || v > 100 || !r.is("评议组") {
			t.Errorf("%s: rated %g", b.Name, v)
		}
	}
	for _, r := range rowsOf(t, s.plan, "单位") {
		if (r.text("参评") == "是") != rated[r.text("单位名称")] {
			t.Errorf("%s: scored %s, rated %v", r.text("单位名称"), r.text("参评"), rated[r.text("单位名称")])
		}
	}
	for _, r := range s.rows("核定样例") {
		id := r.text("任务编号")
		b := s.bureau("核定 "+id, r)
		s.period("核定 "+id, r)
		if !s.takesPart(b, id) || s.tasks[id].text("计量方式") != "整改" || !r.is("核定人") || !r.is("原因") {
			t.Errorf("verification of %s for %s", id, b.Name)
		}
		switch r.text("字段") {
		case "进展状态":
			if r.text("核定值") != "已完成" {
				t.Errorf("verified status %s", r.text("核定值"))
			}
		case "累计完成值":
			if r["核定值"].Kind != sheet.Number {
				t.Errorf("verified figure %s", r.text("核定值"))
			}
		default:
			t.Errorf("verified field %s", r.text("字段"))
		}
	}
	adjustments := s.rows("加减分样例")
	if len(adjustments) < 4 || len(adjustments) > 6 {
		t.Errorf("%d adjustments", len(adjustments))
	}
	for _, r := range adjustments {
		b := s.bureau("加减分", r)
		if r["加减分"].Num == 0 || !r.is("事项") || !r.is("依据") || !r.is("批准人") || calendar.Date(r["批准日期"].Num) < calendar.NewDate(2024, 9, 1) {
			t.Errorf("adjustment of %s", b.Name)
		}
	}
	for _, r := range s.rows("变更样例") {
		task := s.tasks[r.text("对象编号")]
		if task == nil || r["原值"].Num != task["完成日期"].Num || r["新值"].Num <= r["原值"].Num || !r.is("批准人") {
			t.Errorf("change of %s from %s to %s", r.text("对象编号"), r["原值"], r["新值"])
		}
		asked := false
		for _, e := range s.rows("填报") {
			asked = asked || e.text("任务编号") == r.text("对象编号") && e.text("进展状态") == "申请调整"
		}
		if !asked {
			t.Errorf("nobody asked for the change of %s", r.text("对象编号"))
		}
	}
}
