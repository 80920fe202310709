package draft_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/draft"
	"duban/workbook/sheet"
)

// tableOf makes a draft of a table in pipes below a title.
func tableOf(rows ...string) *draft.Draft {
	return draft.Read(draft.ParseText("重点任务分解表\n"+strings.Join(rows, "\n")), calendar.DefaultDeadlineRules(speechDay))
}

// A row whose title contains a word of the headings is a task; repeated headings and totals are not.
func TestRowsOfTables(t *testing.T) {
	d := tableOf(
		"| 序号 | 项目名称 | 建设内容 | 计划投资（万元） | 责任单位 | 完成时限 |",
		"| 1 | 困难群众救助工程 | 发放低保金2860万元 | 2860 | 民政局 | 11月底前 |",
		"| 2 | 进展较慢项目攻坚 | 改造公厕9处 | 120 | 住建局 | 10月底前 |",
		"| 序号 | 项目名称 | 建设内容 | 计划投资（万元） | 责任单位 | 完成时限 |",
		"| 3 | 口袋公园 | 新建公园8处 | 300 | 城管局 | 10月底前 |",
		"| 合   计 | | | 3280 | | |",
		"| | 总计（3项） | | 3280 | | |")
	var got []string
	for _, x := range d.Tasks {
		got = append(got, x.Get(workbook.ColTitle).Text)
	}
	if want := []string{"困难群众救助工程", "进展较慢项目攻坚", "口袋公园"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if remark := d.Tasks[0].Get(workbook.ColRemark).Text; remark != "计划投资（万元）：2860" {
		t.Errorf("a column that no field takes: remark %q", remark)
	}
}

// If a row has other figures besides the one that is taken, the figure is marked as doubtful and the others are listed.
func TestOtherFiguresOfARow(t *testing.T) {
	for _, x := range []struct{ goal, target, why, about string }{
		{"固定资产投资增长8%，社会消费品零售总额增长6.5%", "8%", draft.WhyRowFigures, "社会消费品零售总额增长6.5%"},
		{"实施重点项目62个，其中新开工25个、竣工18个，完成投资146亿元", "62个", draft.WhyRowFigures, "其中新开工25个、竣工18个、完成投资146亿元"},
		{"到位资金85亿元，实际使用外资1.2亿美元", "85亿元", draft.WhyRowFigures, "实际使用外资1.2亿美元"},
		{"新增规上企业15家、专精特新企业8家", "15家", draft.WhyRowFigures, "专精特新企业8家"},
		{"改造雨污管网48.6公里", "48.6公里", "", ""},
		{"网办率由88%提高到95%以上", "95%", "", ""},
		{"新增“一件事”16项，网办率由88%提高到95%以上", "16项", draft.WhyRowFigures, "网办率由88%提高到95%以上"},
	} {
		d := tableOf("| 序号 | 重点工作 | 目标要求 | 责任单位 | 完成时限 |", "| 1 | 抓好重点工作 | "+x.goal+" | 发改局 | 年底前 |")
		if len(d.Tasks) != 1 {
			t.Errorf("%s: %d tasks", x.goal, len(d.Tasks))
			continue
		}
		s := d.Tasks[0].Get(workbook.ColTarget)
		if got := strings.Split(line(d.Tasks[0]), " | ")[3]; got != x.target || s.Why != x.why || s.About != x.about {
			t.Errorf("%s: got %s, %q, %q", x.goal, got, s.Why, s.About)
		}
	}
}

// If the limit only points to the row's text (按节点), the days are read from that text.
func TestLimitsInTheRowsWords(t *testing.T) {
	d := tableOf("| 序号 | 重点工作 | 目标要求 | 责任单位 | 完成时限 |",
		"| 1 | 环湖大道东延 | 9月底前完成征拆，10月底前路基贯通，12月底前建成通车 | 住建局 | 按节点 |",
		"| 2 | 河湖长制 | 河湖问题动态清零 | 水务局 | 持续推进 |",
		"| 3 | 政银企对接 | 召开对接会 | 金融办 | 每季度末 |")
	one := d.Tasks[0]
	if due := one.Get(workbook.ColDueText); due.Text != "按节点" || one.Get(workbook.ColDue).Date.String() != "2024-12-31" {
		t.Errorf("limit %q on %s", due.Text, one.Get(workbook.ColDue).Date)
	}
	var got []string
	for _, m := range one.Milestones {
		got = append(got, m.Title.Text+" "+m.Due.Date.String())
	}
	if want := []string{"完成征拆 2024-09-30", "路基贯通 2024-10-31", "建成通车 2024-12-31"}; !slices.Equal(got, want) {
		t.Errorf("milestones %q", got)
	}
	if due := d.Tasks[1].Get(workbook.ColDueText); due.Text != "持续推进" || due.Why != draft.WhyUnreadLimit {
		t.Errorf("limit %q, %q", due.Text, due.Why)
	}
	if due := d.Tasks[2].Get(workbook.ColDueText); due.Text != "每季度末" || due.Why != "" || d.Tasks[2].Get(workbook.ColCadence).Text != "quarterly" {
		t.Errorf("limit %q, %q, cadence %q", due.Text, due.Why, d.Tasks[2].Get(workbook.ColCadence).Text)
	}
}

// A list of problems keeps its numbers and its other columns, and its tasks count once they are verified.
func TestListsOfProblems(t *testing.T) {
	d := tableOf("| 问题编号 | 反馈问题 | 整改目标 | 整改措施 | 责任单位 | 督导单位 | 整改时限 | 整改进展 | 是否销号 |",
		"| HB-01 | 6家养殖场粪污直排 | 6家养殖场全部配套设施 | 逐场整治 | 河口镇 | 环保局 | 2024年10月底前 | 已完成2家 | 否 |",
		"| HB-02 | 工地扬尘 | 达标率100% | 举一反三 | 住建局 | 环保局 | 立行立改，长期坚持 | | 是 |")
	if len(d.Tasks) != 2 {
		t.Fatalf("%d tasks", len(d.Tasks))
	}
	one := d.Tasks[0]
	if one.ID != "HB-01" || d.Tasks[1].ID != "HB-02" {
		t.Errorf("numbers %s, %s", one.ID, d.Tasks[1].ID)
	}
	if got := line(one); got != "河口镇 |  | 2024-10-31 | 6家 | rectification" {
		t.Errorf("got %s", got)
	}
	if m := one.Get(workbook.ColMeasure); m.Why != draft.WhyClosed || m.Sure != draft.Likely {
		t.Errorf("why it is a rectification: %+v", m)
	}
	if got := line(d.Tasks[1]); got != "住建局 |  |  | 100% | quantity" {
		t.Errorf("got %s", got)
	}
	if got, want := one.Get(workbook.ColRemark).Text, "整改措施：逐场整治；督导单位：环保局；整改进展：已完成2家；是否销号：否"; got != want {
		t.Errorf("remark %q", got)
	}
}

// A problem is called by what is wrong, and what is done about it is its goal. How many there are of it may be in a column of its own. How
// the document came about is not work, and no bureau is called 经县委 or 场监管局.
func TestCountsOfProblems(t *testing.T) {
	d := draft.Read(draft.ParseText(strings.Join([]string{"明河县2025年环境问题整治方案", "2025年3月10日", "为抓好整治工作，经县委、县政府研究，制定本方案。",
		"| 序号 | 问题 | 整改目标 | 数量 | 单位 | 牵头单位 | 完成时限 | 销号 |", "|---|---|---|---|---|---|---|---|",
		"| 1 | 河道网箱养殖 | 拆除网箱并恢复河道 | 15 | 处 | 水利局 | 6月底前 | |", "| 2 | 占道经营 | 全部入市 | 30 | 户 | 市场监管局 | 4月底前 | |"}, "\n")),
		calendar.DefaultDeadlineRules(calendar.NewDate(2025, 3, 10)))
	var got []string
	for _, x := range d.Tasks {
		target := x.Get(workbook.ColTarget)
		got = append(got, fmt.Sprint(x.Get(workbook.ColTitle).Text, " ", x.Get(workbook.ColMeasure).Text, " ", target.Num, x.Get(workbook.ColUnit).Text))
	}
	for _, b := range d.Bureaus {
		got = append(got, b.Name.Text+strings.Join(b.Aliases, " "))
	}
	if want := []string{"河道网箱养殖 rectification 15处", "占道经营 rectification 30户", "水利局", "市场监管局"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Numbers that occur twice, plain counts and overlong numbers are not task numbers: the table's rows are counted instead.
func TestNumbersThatAreNoNames(t *testing.T) {
	d := tableOf("| 编号 | 工作任务 | 责任单位 | 完成时限 |", "| A-1 | 改造公厕9处 | 住建局 | 11月底前 |", "| A-1 | 新建公园8处 | 城管局 | 11月底前 |", "| 3 | 修路12公里 | 交通局 | 11月底前 |")
	long := tableOf("| 任务编号 | 工作任务 | 责任单位 | 完成时限 |", "| 区政府办督查室2025-重点-0001-01-A | 改造公厕9处 | 住建局 | 11月底前 |")
	var got []string
	for _, x := range append(d.Tasks, long.Tasks...) {
		got = append(got, x.ID)
	}
	if want := []string{"A-01", "A-02", "A-03", "A-01"}; !slices.Equal(got, want) {
		t.Errorf("numbers %q", got)
	}
}

// A table of indicators gives indicators: planned value, last year's value, direction, bureau, and targets for months.
func TestTablesOfIndicators(t *testing.T) {
	d := tableOf("| 序号 | 指标名称 | 单位 | 责任单位 | 2023年实绩 | 2024年目标 | 1—3月 | 1—6月 | 备注 |",
		"| 1 | 地区生产总值 | 亿元 | 发改局 | 412.6 | 437.4 | 98.5 | 208 | 增长6% |",
		"| 2 | 单位GDP能耗 | 吨标准煤/万元 | 发改局、工信局 | 0.412 | ≤0.400 | 0.409 | 0.406 | 逆向指标 |",
		"| 3 | 生产安全事故起数 | 起 | 应急局 | 26 | 下降5%左右 | 5 | 11 | |",
		"| 4 | 规上工业增加值增速 | % | 工信局 | 7.1 | 7.5 | 7 | 7.2 | |")
	if len(d.Tasks) != 0 || len(d.Indicators) != 4 {
		t.Fatalf("%d tasks, %d indicators", len(d.Tasks), len(d.Indicators))
	}
	one, two, three := d.Indicators[0], d.Indicators[1], d.Indicators[2]
	if one.Title.Text != "地区生产总值" || one.Unit.Text != "亿元" || one.Planned.Num != 437.4 || one.LastYear.IsNum || one.LastYear.Why != draft.WhyYearBase || one.Direction.Text != workbook.Higher ||
		one.Bureau.Text != "发改局" || one.Remark.Text != "2023年实绩：412.6；增长6%" {
		t.Errorf("got %+v", one)
	}
	if two.Planned.Num != 0.4 || two.Direction.Text != workbook.Ceiling || two.LastYear.Num != 0.412 || two.Bureau.Text != "发改局、工信局" {
		t.Errorf("got %+v", two)
	}
	if four := d.Indicators[3]; four.Planned.Num != 7.5 || four.Direction.Text != workbook.Floor {
		t.Errorf("got %+v", four)
	}
	if three.Planned.IsNum || three.Planned.Why != draft.WhyUnreadFigure || three.Planned.About != "下降5%左右" {
		t.Errorf("got %+v", three.Planned)
	}
}

// Figures for months or quarters in a table become interim targets if they are clearly totals, or add up to the year's plan; otherwise they
// stay in the remark.
func TestTargetsOfPeriods(t *testing.T) {
	for _, tt := range []struct{ head, row, want, remark string }{
		{"2024年目标 | 1—3月 | 1—6月 | 1-12月", "437.4 | 98.5 | 208 | 437.4", "1—3月 2024-03-31 98.5; 1—6月 2024-06-30 208", ""},
		{"2025年目标 | 一季度目标 | 上半年目标 | 前三季度累计", "437.4 | 98.5 | 208 | 320", "一季度 2025-03-31 98.5; 上半年 2025-06-30 208; 前三季度 2025-09-30 320", ""},
		{"全年目标 | 一季度 | 二季度 | 三季度 | 四季度", "100 | 20 | 30 | 30 | 20", "一季度 2024-03-31 20; 二季度 2024-06-30 50; 三季度 2024-09-30 80", ""},
		{"全年目标 | 一季度 | 二季度 | 三季度 | 四季度", "100 | 20 | 30 | 30 | 40", "", "一季度：20；二季度：30；三季度：30；四季度：40"},
		{"全年目标 | 3月底 | 6月底", "100 | 30 | 20", "", "3月底：30；6月底：20"},
		{"全年目标 | 1—6月完成 | 6月底", "100 | 41 | 50", "6月底 2024-06-30 50", "1—6月完成：41"},
		{"全年目标 | 1—3月 | 1—6月", "≤100 | 70 | 90", "1—3月 2024-03-31 70; 1—6月 2024-06-30 90", ""},
		{"全年目标 | 1—3月 | 1—6月", "100 | 待定 | 50", "", "1—3月：待定；1—6月：50"},
	} {
		d := tableOf("| 指标名称 | 单位 | 责任单位 | "+tt.head+" |", "| 固定资产投资 | 亿元 | 发改局 | "+tt.row+" |")
		if len(d.Indicators) != 1 {
			t.Fatalf("%s: %d indicators", tt.head, len(d.Indicators))
		}
		var got []string
		for _, x := range d.Indicators[0].Targets {
			got = append(got, x.By.Text+" "+x.Due.Date.String()+" "+strconv.FormatFloat(x.Target.Num, 'f', -1, 64))
		}
		if s := strings.Join(got, "; "); s != tt.want || d.Indicators[0].Remark.Text != tt.remark {
			t.Errorf("%s: %q beside %q", tt.head, s, d.Indicators[0].Remark.Text)
		}
	}
}

// The members of a group are read wherever the document lists them, also in a note below the table.
func TestGroupsThatAreListed(t *testing.T) {
	d := tableOf("| 序号 | 工作任务 | 责任单位 | 配合单位 | 完成时限 |",
		"| 1 | 改造公厕9处 | 住建局 | 各镇街 | 11月底前 |",
		"| 2 | 修路12公里 | 城关街道 | 各镇、区直各部门 | 11月底前 |",
		"| 注：1.责任单位为两个以上的，排第一位的牵头；2.各镇街指城关街道、湖东街道、柳林镇和白沙镇。 | | | | |")
	var got []string
	for _, b := range d.Bureaus {
		got = append(got, b.Name.Text+" "+strings.Join(b.Groups, "、"))
		if b.Unlisted || len(b.GroupsOpen) > 0 != (b.Name.Text == "住建局") {
			t.Errorf("%s: a list that is there is asked for", b.Name.Text)
		}
	}
	want := []string{"住建局 区直各部门", "城关街道 各镇街", "湖东街道 各镇街", "柳林镇 各镇街、各镇", "白沙镇 各镇街、各镇"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	if len(d.Tasks) != 2 {
		t.Errorf("%d tasks", len(d.Tasks))
	}
}

// A name in brackets on a line of its own is an alias of the name above it.
func TestNamesBeside(t *testing.T) {
	s := &sheet.Sheet{Name: "Sheet1"}
	for i, row := range [][]string{{"2024年重点任务分解表"}, {"区政府办公室                                  2024年8月14日"},
		{"序号", "重点工作", "责任单位", "完成时限"}, {"一、环境"}, {"1", "改造公厕9处", "数据局\n（行政审批局）", "11月底前"}} {
		for j, text := range row {
			s.Put(sheet.At(i+1, j+1), sheet.Cell{Value: sheet.Str(text)})
		}
	}
	doc := draft.Document{Blocks: []draft.Block{{Text: "Sheet1", Level: 1}, {Table: s}}}
	day, ok := draft.DateOf(doc)
	if !ok || day.String() != "2024-08-14" {
		t.Errorf("date %s", day)
	}
	d := draft.Read(doc, calendar.DefaultDeadlineRules(day))
	if len(d.Unused) > 0 {
		t.Errorf("the name of a sheet counts as text: %v", d.Unused)
	}
	if d.Title.Text != "2024年重点任务分解表" {
		t.Errorf("title %q", d.Title.Text)
	}
	if len(d.Tasks) != 1 || d.Tasks[0].Get(workbook.ColLeads).Text != "数据局" || d.Tasks[0].Get(workbook.ColArea).Text != "环境" {
		t.Fatalf("got %v", d.Tasks)
	}
	if len(d.Bureaus) != 1 || !slices.Equal(d.Bureaus[0].Aliases, []string{"行政审批局"}) {
		t.Errorf("bureaus %+v", d.Bureaus)
	}
}

// A limit in the first rows of a table is not the document's day.
func TestDayOfATable(t *testing.T) {
	s := &sheet.Sheet{Name: "任务"}
	for i, row := range [][]string{{"序号", "工作任务", "责任单位", "完成时限"}, {"1", "改造公厕9处", "住建局", "2024-11-30"}} {
		for j, text := range row {
			s.Put(sheet.At(i+1, j+1), sheet.Cell{Value: sheet.Str(text)})
		}
	}
	if day, ok := draft.DateOf(draft.Document{Blocks: []draft.Block{{Text: "任务", Level: 1}, {Table: s}}}); ok {
		t.Errorf("date %s", day)
	}
}

// A bureau that is always written with its level of government gets the name without it as an alias, unless two bureaus differ only in
// their level.
func TestNamesWithoutTheirLevel(t *testing.T) {
	d := tableOf("| 序号 | 工作任务 | 责任单位 | 配合单位 | 完成时限 |",
		"| 1 | 改造公厕9处 | 区住建局 | 区水务局、市水务局 | 11月底前 |", "| 2 | 修路12公里 | 城关街道 | 区法院 | 11月底前 |")
	var got []string
	for _, b := range d.Bureaus {
		got = append(got, strings.Join(append([]string{b.Name.Text}, b.Aliases...), " = "))
	}
	if want := []string{"区住建局 = 住建局", "区水务局", "市水务局", "区法院 = 法院", "城关街道"}; !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}
