package draft_test

import (
	"fmt"
	"strings"
	"testing"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/draft"
)

// project says what a draft has of a project: its name, limit, investments in all and in the year, interim targets and steps.
func project(x *draft.Task) string {
	at := func(key string) string { return figureOf(x.Get(key)) }
	s := fmt.Sprintf("%s %s %s/%s%s %s", x.Get(workbook.ColTitle).Text, x.Get(workbook.ColDue).Date, at(workbook.ColTotalInvestment), at(workbook.ColYearInvestment),
		x.Get(workbook.ColUnit).Text, x.Get(workbook.ColMeasure).Text)
	if t := x.Get(workbook.ColTarget); t.IsNum {
		s += " " + figureOf(t)
	}
	for _, p := range x.Targets {
		s += fmt.Sprintf("; %s %s", p.By.Text, figureOf(p.Target))
	}
	for _, m := range x.Milestones {
		s += fmt.Sprintf("; %s %s", m.Title.Text, m.Due.Date)
	}
	return s
}

func figureOf(s draft.Said) string {
	if !s.IsNum {
		return ""
	}
	return fmt.Sprint(s.Num)
}

// In a list of projects, progress is counted by the year's investment in each, whatever the units of the columns. A row that counts
// something else keeps its figure, and columns without a unit only go into the remark.
func TestListsOfProjects(t *testing.T) {
	d := tableOf(
		"| 序号 | 项目名称 | 建设内容及规模 | 总投资（亿元） | 2024年计划投资（万元） | 开工时间 | 年度建设目标 | 责任单位 |",
		"| 1 | 城东污水处理厂二期 | 日处理污水2万吨 | 1.8 | 9000 | 2023年10月 | 10月底前主体完工，12月底前试运行 | 住建局 |",
		"| 2 | 城西水厂 | 日供水5万吨 | 3.2 | 12000 | 2024年3月 | 年底前主体封顶 | 水务局 |",
		"| 3 | 环湖路 | 全长18.6公里 | 8.6 | 20000 | 2024年5月 | 完成路基工程60% | 交通局 |",
		"| 4 | 污水管网 | 新建管网 | 0.3 | 3000 | 2024年2月 | 10月底前主体完工 | 住建局 |",
		"| 5 | 停车场 | 新建车位 | 0.05 | 500 | 2024年2月 | 新增车位300个 | 城管局 |",
		"| 6 | 智能产业园 | 标准厂房 | 待定 | 45000 | 2024年2月 | 竣工投产 | 工信局 |",
		"| 合计 | | | 18.35 | 89500 | | | |")
	want := []string{
		"城东污水处理厂二期 2024-12-31 18000/9000万元 project; 主体完工 2024-10-31; 试运行 2024-12-31",
		"城西水厂 2024-12-31 32000/12000万元 project; 主体封顶 2024-12-31",
		"环湖路 2024-12-31 86000/20000万元 project",
		"污水管网 2024-12-31 3000/3000万元 project; 主体完工 2024-10-31",
		"停车场  /个 quantity 300",
		"智能产业园 2024-12-31 /45000万元 project",
	}
	for i, x := range d.Tasks {
		if got := project(x); i >= len(want) || got != want[i] {
			t.Errorf("got  %s\nwant %s", got, want[min(i, len(want)-1)])
		}
	}
	if len(d.Tasks) != len(want) {
		t.Fatalf("%d tasks", len(d.Tasks))
	}
	if due := d.Tasks[2].Get(workbook.ColDue); due.Why != draft.WhyYearInvested {
		t.Errorf("why it is due at the end of the year: %q", due.Why)
	}
	for i, want := range map[int]string{0: "建设内容及规模：日处理污水2万吨", 4: "总投资（亿元）：0.05；2024年计划投资（万元）：500", 5: "总投资（亿元）：待定"} {
		if remark := d.Tasks[i].Get(workbook.ColRemark).Text; !strings.Contains(remark, want) {
			t.Errorf("remark %q, want %q in it", remark, want)
		}
	}

	for caption, want := range map[string]string{"": "城西水厂 2024-12-31 / project; 主体封顶 2024-12-31", "| 单位：亿元 | | | | |\n": "城西水厂 2024-12-31 3.2/1.2亿元 project; 主体封顶 2024-12-31"} {
		d := tableOf(caption+"| 项目名称 | 总投资 | 年度投资计划 | 年度目标 | 责任单位 |", "| 城西水厂 | 3.2 | 1.2 | 年底前主体封顶 | 水务局 |")
		if len(d.Tasks) != 1 || project(d.Tasks[0]) != want {
			t.Errorf("below %q: got %s, want %s", caption, project(d.Tasks[0]), want)
		}
	}
}

// A sentence that says how much is to be invested in a project in the year asks for one project. An amount to be invested by a day is an
// interim target, and a phase to be built by a day is a step.
func TestProjectsInSentences(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"城东污水处理厂二期年度投资9000万元，上半年完成投资40%，10月底前主体完工。", "城东污水处理厂二期 2025-12-31 /9000万元 project; 上半年 3600; 主体完工 2025-10-31"},
		{"城西水厂，总投资3.2亿元，年度计划投资1.2亿元，一季度开工，上半年完成投资5000万元，年底前主体封顶。",
			"城西水厂 2025-12-31 3.2/1.2亿元 project; 上半年 0.5; 开工 2025-03-31; 主体封顶 2025-12-31"},
		{"推进环湖路建设，总投资8600万元，今年计划完成投资0.2亿元，11月底前竣工通车。", "推进环湖路建设 2025-11-30 0.86/0.2亿元 project; 竣工通车 2025-11-30"},
		{"环湖路工程年内完成投资2亿元，其中上半年完成8000万元，12月底前路基贯通。", "环湖路工程完成投资2亿元 2025-12-31 /亿元 quantity 2; 上半年 0.8; 路基贯通 2025-12-31"},
		{"完成固定资产投资100亿元，上半年完成45亿元。", "完成固定资产投资100亿元  /亿元 quantity 100; 上半年 45"},
		{"推进老城改造（总投资5.6亿元，年度投资1.8亿元），9月底前完成征收。", "推进老城改造 2025-12-31 5.6/1.8亿元 project; 完成征收 2025-09-30"},
		{"重点抓好16个省市重点项目，年度计划投资86亿元。", "重点抓好16个省市重点项目 2025-12-31 /86亿元 project"},
		{"3月底前推动20个项目开工，总投资35亿元，年度计划投资12亿元。", "推动20个项目开工 2025-03-31 /个 quantity 20"},
		{"全年实施重点项目120个，完成年度投资150亿元。", "实施重点项目120个 2025-12-31 /个 quantity 120 / 完成年度投资150亿元 2025-12-31 /亿元 quantity 150"},
		{"3.城西水厂年度计划投资1.2亿元，6月底前主体封顶。", "城西水厂 2025-12-31 /1.2亿元 project; 主体封顶 2025-06-30"},
	} {
		day, _ := calendar.ParseISO("2025-01-10")
		lead := "一、项目。县发改局牵头，"
		if strings.HasPrefix(tt.text, "3.") {
			lead = "" // an item that begins with the project
		}
		d := draft.Read(draft.ParseText("青禾县2025年重点工作\n"+lead+tt.text), calendar.DefaultDeadlineRules(day))
		var got []string
		for _, x := range d.Tasks {
			got = append(got, project(x))
		}
		if s := strings.Join(got, " / "); s != tt.want {
			t.Errorf("%s\n got %s\nwant %s", tt.text, s, tt.want)
		}
	}
}
