package seeds

import (
	"errors"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
)

// row is one row of a table by heading.
type row map[string]sheet.Value

func (r row) text(heading string) string { return r[heading].String() }

func (r row) names(heading string) []string { return workbook.SplitNames(r.text(heading)) }

// is reports whether a cell has content other than 未明确.
func (r row) is(heading string) bool { return !r[heading].IsBlank() && r.text(heading) != "未明确" }

func rowsOf(t *testing.T, b *sheet.Book, name string) []row {
	t.Helper()
	s := b.Sheet(name)
	if s == nil {
		t.Fatalf("no sheet %s", name)
	}
	heads := s.Rows[0].Cells
	var out []row
	for _, r := range s.Rows[1:] {
		m := row{}
		for _, c := range r.Cells {
			if c.Col > len(heads) {
				t.Fatalf("%s, row %d: more cells than headings", name, r.N)
			}
			m[heads[c.Col-1].Value.Text] = c.Value
		}
		out = append(out, m)
	}
	return out
}

func plan(t *testing.T) *sheet.Book {
	t.Helper()
	b, err := Plan(rushan)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// headings lists the headings of the plan's sheets, in order.
var headings = []struct{ sheet, columns string }{
	{"参数", "参数 值 说明"},
	{"单位", "单位编码 单位名称 全称 别名 单位类别 所属组 联系人 联系电话 参评 备注"},
	{"任务", "任务编号 领域 上级任务 重点任务 目标要求 计量方式 牵头单位 配合单位 分管领导 开始日期 时限原文 完成日期 频次 计量单位 口径 基数 目标值 方向 权重 仅报状态 出处 备注"},
	{"节点", "任务编号 节点编号 节点名称 责任单位 时限原文 完成日期 出处 备注"},
	{"分段", "任务编号 阶段序号 阶段名称 折算值 期初数 备注"},
	{"分配", "任务编号 单位 基数 目标值 备注"},
	{"指标", "指标编号 指标名称 任务编号 责任单位 计量单位 方向 计划值 上年值 区域最优值 最新值 频次 出处 备注"},
	{"项目", "任务编号 项目名称 环节序号 环节 责任单位 办理时限（天） 时限原文 计划完成日期 总投资 年度计划投资 出处 备注"},
	{"表样", "表名 列名 类型 填写方 必填 频次 适用单位 可选项 说明"},
	{"节假日", "日期 安排 名称"},
	{"计分办法", "编号 部分 计分项 适用范围 分值 取数 计分方法 汇总方式 下限 上限 无数据时 备注"},
	{"计分方法", "方法名称 公式 说明"},
}

func TestEveryTextIsInOrderAndListed(t *testing.T) {
	var there []string
	err := fs.WalkDir(files, rushan, func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			there = append(there, strings.TrimPrefix(name, rushan+"/"))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	listed := append(slices.Clone(planTexts[:]), sampleTexts[:]...)
	slices.Sort(there)
	slices.Sort(listed)
	if !slices.Equal(there, listed) {
		t.Errorf("files %v, listed %v", there, listed)
	}
	texts, err := PlanTexts(rushan)
	if err != nil {
		t.Fatal(err)
	}
	for i, x := range texts {
		if x.Name != planTexts[i] || x.Body == "" || strings.Contains(x.Body, "\r") {
			t.Errorf("text %d is %s", i, x.Name)
		}
	}
	b := plan(t)
	for i, s := range b.Sheets {
		if i >= len(headings) || s.Name != headings[i].sheet {
			t.Fatalf("sheet %d is %s", i, s.Name)
		}
		var heads []string
		for _, c := range s.Rows[0].Cells {
			heads = append(heads, c.Value.Text)
		}
		if got := strings.Join(heads, " "); got != headings[i].columns {
			t.Errorf("%s: headings %s", s.Name, got)
		}
		if s.LastCol() != len(heads) {
			t.Errorf("%s: %d columns under %d headings", s.Name, s.LastCol(), len(heads))
		}
	}
	if len(b.Sheets) != len(headings) {
		t.Errorf("%d sheets", len(b.Sheets))
	}
}

func TestUnknownPlan(t *testing.T) {
	if _, err := Plan("nowhere"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("plan: %v", err)
	}
	if _, err := Samples("nowhere"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("samples: %v", err)
	}
	if !slices.Contains(Names(), rushan) {
		t.Errorf("names: %v", Names())
	}
}

func TestCallsShareNothing(t *testing.T) {
	a := plan(t)
	a.Sheets[0].Rows[1].Cells[0].Value = sheet.Str("改")
	if plan(t).Sheets[0].Rows[1].Cells[0].Value.Text == "改" {
		t.Error("a change to one book shows in the next")
	}
}

func TestSettings(t *testing.T) {
	want := map[string]string{
		"县市": "乳山市", "编发单位": "发改局", "年度": "2024", "计划编号": "rushan-2024", "填报截止": "次月5日", "周报截止": "次周周二",
		"数据截止日": "期末", "遇休息日": "顺延", "月初": "5", "上旬": "10", "中旬": "20", "黄灯起点": "10", "红灯起点": "30", "超进度起点": "10",
		"超进度灯名": "蓝灯", "正常灯名": "绿灯", "预警灯名": "黄灯", "滞后灯名": "红灯", "临期天数": "10", "补正期限": "3", "配合系数": "0.5",
		"共同牵头系数": "1", "得分小数位": "2", "文件名称": "全市半年工作总结会议部署事项", "文件日期": "45536", "默认开始日期": "45536",
		"等次": "优秀≥90、良好≥80、一般≥60、较差",
	}
	for _, r := range rowsOf(t, plan(t), "参数") {
		name := r.text("参数")
		if v, ok := want[name]; !ok || r.text("值") != v {
			t.Errorf("%s = %q, want %q", name, r.text("值"), v)
		}
		if !r.is("说明") {
			t.Errorf("%s is not explained", name)
		}
		delete(want, name)
	}
	for name := range want {
		t.Errorf("%s is missing", name)
	}
	for _, rule := range []string{"次月5日", "次周周二", "期末"} {
		if _, ok := calendar.ParseDueRule(rule); !ok {
			t.Errorf("%s is no rule", rule)
		}
	}
	if g, ok := workbook.ParseGrades("优秀≥90、良好≥80、一般≥60、较差"); !ok || len(g) != 4 {
		t.Errorf("grades %v", g)
	}
}

// directory makes the directory of the plan's bureaus and their names.
func directory(t *testing.T, b *sheet.Book) *workbook.Directory {
	var bureaus []*workbook.Bureau
	for _, r := range rowsOf(t, b, "单位") {
		bureaus = append(bureaus, &workbook.Bureau{Code: r.text("单位编码"), Name: r.text("单位名称"), FullName: r.text("全称"),
			Aliases: r.names("别名"), Category: r.text("单位类别"), Groups: r.names("所属组"), Scored: r.text("参评") == "是"})
	}
	return workbook.NewDirectory(bureaus)
}

func TestBureaus(t *testing.T) {
	b := plan(t)
	d := directory(t, b)
	for _, c := range d.Clashes {
		t.Errorf("%s is both %s and %s", c.Name, c.First.Name, c.Second.Name)
	}
	for group, n := range map[string]int{"各镇": 14, "各镇区": 17, "各部门": 23, "招商部门": 3} {
		if got := len(d.Group(group)); got != n {
			t.Errorf("%s has %d members, want %d", group, got, n)
		}
	}
	// Shortened and departmental names in the source.
	for written, name := range map[string]string{
		"发改": "发改局", "发改部门": "发改局", "发展改革局": "发改局", "商务部门": "商务局", "财政": "财政局", "国运": "国运公司", "海渔": "海渔局",
		"科技部门": "科技局", "组织": "组织部", "人社": "人社局", "招促局": "招商促进局", "海阳所": "海阳所镇", "市农业局": "农业局",
		"市政务服务中心": "政务服务中心", "市环卫一体办": "环卫一体办", "市大项目办": "大项目办", "智慧办": "智慧办",
	} {
		if got := d.Bureau(written); got == nil || got.Name != name {
			t.Errorf("%s is not %s", written, name)
		}
	}
	seen := map[string]bool{}
	for _, r := range rowsOf(t, b, "单位") {
		code := r.text("单位编码")
		if code == "" || seen[code] || strings.Trim(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
			t.Errorf("code %q", code)
		}
		seen[code] = true
		if !slices.Contains([]string{"市直部门", "党群机关", "镇区", "其他单位"}, r.text("单位类别")) || !slices.Contains([]string{"是", "否"}, r.text("参评")) {
			t.Errorf("%s: %s, %s", code, r.text("单位类别"), r.text("参评"))
		}
	}
}

func TestTasks(t *testing.T) {
	b := plan(t)
	tasks := rowsOf(t, b, "任务")
	areas := map[string]int{}
	measures := map[string]int{}
	byID := map[string]row{}
	children := map[string]int{}
	for _, r := range tasks {
		id := r.text("任务编号")
		if id == "" || byID[id] != nil {
			t.Errorf("task number %q", id)
		}
		byID[id] = r
		areas[r.text("领域")]++
		measures[r.text("计量方式")]++
		if n := len([]rune(r.text("重点任务"))); n == 0 || n > 30 {
			t.Errorf("%s: title of %d characters", id, n)
		}
		if n := len([]rune(r.text("目标要求"))); n == 0 || n > 60 {
			t.Errorf("%s: goal of %d characters", id, n)
		}
		if !strings.HasPrefix(r.text("出处"), "第") {
			t.Errorf("%s: source %q", id, r.text("出处"))
		}
		if r.text("计量方式") == "汇总" {
			if r.is("牵头单位") || r.is("上级任务") || r.is("完成日期") {
				t.Errorf("%s is a heading and has a lead, parent or deadline", id)
			}
			continue
		}
		children[r.text("上级任务")]++
		for _, need := range []string{"上级任务", "牵头单位", "时限原文", "完成日期", "频次"} {
			if r[need].IsBlank() {
				t.Errorf("%s: %s is blank", id, need)
			}
		}
		if _, ok := calendar.ParseCadences(r.text("频次")); !ok {
			t.Errorf("%s: 频次 %s", id, r.text("频次"))
		}
		if r.text("计量方式") == "数量" && (r[`目标值`].IsBlank() || !r.is("计量单位") || r.text("口径") != "累计" || r.text("方向") != "越高越好") {
			t.Errorf("%s: a quantity lacks target, unit, basis or direction", id)
		}
	}
	for _, area := range []string{"产业园区", "招商引资", "营商环境", "乡村振兴", "海洋产业", "重点工程", "三大攻坚"} {
		if areas[area] < 5 {
			t.Errorf("%s has %d tasks", area, areas[area])
		}
	}
	for _, m := range []string{"事项", "数量", "分段", "指标", "例行", "项目", "整改"} {
		if measures[m] == 0 {
			t.Errorf("no task is measured by %s", m)
		}
	}
	for id, r := range byID {
		if parent := r.text("上级任务"); parent != "" && (byID[parent] == nil || byID[parent].text("计量方式") != "汇总") {
			t.Errorf("%s: parent %s", id, parent)
		}
		if r.text("计量方式") == "汇总" && children[id] == 0 {
			t.Errorf("%s is a heading over nothing", id)
		}
	}
	// What must not be detailed in a general report.
	if byID["GJ-16"].text("仅报状态") != "是" {
		t.Error("GJ-16 is not 仅报状态")
	}
	for _, name := range []string{"节点", "分段", "分配", "指标", "项目"} {
		keys := map[string]bool{}
		for _, r := range rowsOf(t, b, name) {
			if byID[r.text("任务编号")] == nil {
				t.Errorf("%s: task %q", name, r.text("任务编号"))
			}
			key := r.text("任务编号") + "|" + r.text("节点编号") + r.text("阶段序号") + r.text("单位") + r.text("指标编号") + r.text("环节序号")
			if keys[key] {
				t.Errorf("%s: %s stands twice", name, key)
			}
			keys[key] = true
		}
	}
}

func TestNamesResolve(t *testing.T) {
	b := plan(t)
	d := directory(t, b)
	for name, columns := range map[string][]string{
		"任务": {"牵头单位", "配合单位"}, "节点": {"责任单位"}, "分配": {"单位"}, "指标": {"责任单位"}, "项目": {"责任单位"}, "表样": {"适用单位"},
	} {
		for _, r := range rowsOf(t, b, name) {
			for _, col := range columns {
				for _, n := range r.names(col) {
					if n != "未明确" && d.Bureau(n) == nil && d.Group(n) == nil {
						t.Errorf("%s %s: %s is nobody, perhaps %s", name, r.text("任务编号"), n, d.Suggest(n))
					}
				}
			}
		}
	}
}

// deadlines maps the plan's wordings to their days, counted from the document's date.
var deadlines = map[string]string{
	"一周内": "2024-09-08", "一个周内": "2024-09-08", "9月上旬": "2024-09-10", "9月中旬": "2024-09-20", "9月下旬": "2024-09-30",
	"9月底前": "2024-09-30", "9月份": "2024-09-30", "九月份": "2024-09-30", "9月28至30号": "2024-09-30", "10月初": "2024-10-05",
	"10月上旬": "2024-10-10", "10月份": "2024-10-31", "10月底前": "2024-10-31", "11月底或12月初": "2024-12-05", "年内": "2024-12-31",
	"年底前": "2024-12-31", "年终": "2024-12-31", "全年": "2024-12-31", "年度任务": "2024-12-31", "明年4月底前": "2025-04-30",
}

func TestDeadlines(t *testing.T) {
	b := plan(t)
	base := calendar.NewDate(2024, 9, 1)
	used := map[string]bool{}
	for name, due := range map[string]string{"任务": "完成日期", "节点": "完成日期", "项目": "计划完成日期"} {
		for _, r := range rowsOf(t, b, name) {
			at := name + " " + r.text("任务编号")
			wording := r.text("时限原文")
			if !r.is(due) {
				if r.is("时限原文") {
					t.Errorf("%s: %s has no day", at, wording)
				}
				continue
			}
			day := calendar.Date(r[due].Num)
			used[wording] = true
			if day.String() != deadlines[wording] {
				t.Errorf("%s: %s is %s, want %s", at, wording, day, deadlines[wording])
			}
			if day < base || r.is("开始日期") && (calendar.Date(r["开始日期"].Num) < base || calendar.Date(r["开始日期"].Num) > day) {
				t.Errorf("%s: dates run backwards", at)
			}
		}
	}
	rules := calendar.DefaultDeadlineRules(base)
	for wording, day := range deadlines {
		if !used[wording] {
			t.Errorf("%s is nowhere in the plan", wording)
		}
		d, ok := calendar.ResolveDeadline(wording, rules)
		// 年度任务 is a quota for the year; this plan decided that it is due at the year's end.
		if ok != (wording != "年度任务") || ok && d.Last.String() != day {
			t.Errorf("%s resolves to %s, want %s", wording, d.Last, day)
		}
	}
}

func TestFiguresOfTheSource(t *testing.T) {
	b := plan(t)
	byID := map[string]row{}
	for _, r := range rowsOf(t, b, "任务") {
		byID[r.text("任务编号")] = r
	}
	for id, want := range map[string]float64{
		"CY-33": 39, "CY-41": 32, "CY-42": 8, "ZS-12": 3 + 2 + 15, "ZS-16": 4, "ZS-17": 4 + 5, "ZS-34": 8, "ZS-35": 7, "YS-11": 20 - 4, "YS-22": 12,
		"YS-32": 50, "XC-11": 5, "XC-21": 157, "XC-32": 4, "XC-33": 4, "XC-34": 15, "XC-41": 10, "HY-21": 5000 + 95000, "GJ-11": 8,
	} {
		if got := byID[id]["目标值"]; got.Kind != sheet.Number || got.Num != want {
			t.Errorf("%s: target %s, want %g", id, got, want)
		}
	}
	stages := map[string]float64{}
	var villages float64
	for _, r := range rowsOf(t, b, "分段") {
		stages[r.text("阶段名称")] = r["期初数"].Num
		villages += r["期初数"].Num
	}
	if villages != 157 || stages["方案拟定"] != 15 || stages["具体实施"] != 92 || stages["改革完成"] != 50 {
		t.Errorf("villages by stage: %v", stages)
	}
	latest := map[string]row{}
	best := 0
	for _, r := range rowsOf(t, b, "指标") {
		latest[r.text("指标名称")] = r
		if strings.Contains(r.text("备注"), "威海最优") {
			best++
		}
	}
	if best != 4 {
		t.Errorf("%d best values", best)
	}
	for name, want := range map[string][3]string{
		"地区生产总值增速": {"7.2", "未明确", "未明确"}, "外贸进出口增速": {"6.5", "5", "未明确"}, "一般公共预算收入增速": {"9", "未明确", "未明确"},
		"税收占一般公共预算收入比重": {"83.1", "未明确", "81.1"}, "四税占税收收入比重": {"38.2", "未明确", "16.9"}, "规上工业增加值增速": {"8.8", "7.5", "未明确"},
		"工业用电量增速": {"6.1", "未明确", "未明确"}, "新开工投资过亿元项目": {"22", "未明确", "未明确"},
	} {
		r := latest[name]
		if r.text("最新值") != want[0] || r.text("计划值") != want[1] || r.text("上年值") != want[2] {
			t.Errorf("%s: %s, plan %s, last year %s", name, r.text("最新值"), r.text("计划值"), r.text("上年值"))
		}
	}
}

func TestScheme(t *testing.T) {
	b := plan(t)
	methods := map[string]bool{}
	for _, r := range rowsOf(t, b, "计分方法") {
		methods[r.text("方法名称")] = strings.HasPrefix(r.text("公式"), "=")
	}
	var points float64
	for _, r := range rowsOf(t, b, "计分办法") {
		points += r["分值"].Num
		if !methods[r.text("计分方法")] {
			t.Errorf("%s: method %s", r.text("编号"), r.text("计分方法"))
		}
		if r["下限"].Num >= r["上限"].Num {
			t.Errorf("%s: floor %s, cap %s", r.text("编号"), r["下限"], r["上限"])
		}
	}
	if points != 100 {
		t.Errorf("points sum to %g", points)
	}
}

func TestHolidaysAndLists(t *testing.T) {
	b := plan(t)
	var off, on []calendar.Date
	for _, r := range rowsOf(t, b, "节假日") {
		d := calendar.Date(r["日期"].Num)
		switch r.text("安排") {
		case "放假":
			off = append(off, d)
		case "上班":
			on = append(on, d)
		default:
			t.Errorf("%s: %s", d, r.text("安排"))
		}
	}
	planned, published := calendar.NewWorkdays(off, on), calendar.NewWorkdays(nil, nil)
	for d := calendar.NewDate(2024, 9, 1); d <= calendar.NewDate(2025, 5, 31); d++ {
		if published.Knows(d.Year()) && planned.Contains(d) != published.Contains(d) {
			t.Errorf("%s: worked %v, published otherwise", d, planned.Contains(d))
		}
	}
	types := map[string]bool{}
	for _, r := range rowsOf(t, b, "表样") {
		types[r.text("类型")] = true
		if (r.text("类型") == "选项") != r.is("可选项") {
			t.Errorf("%s: choices %q", r.text("列名"), r.text("可选项"))
		}
	}
	for _, typ := range []string{"文本", "数值", "日期", "选项"} {
		if !types[typ] {
			t.Errorf("no column is a %s", typ)
		}
	}
}
