package draft_test

import (
	"strconv"
	"strings"
	"testing"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/draft"
)

// A sentence that gives the same work a figure for successive times is one task: the last figure is its target, the others are interim
// targets.
func TestFiguresOneAfterAnother(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"一、固定资产投资。县发改局牵头，一季度完成20亿元，上半年完成45亿元，前三季度完成70亿元，全年完成100亿元。",
			"固定资产投资完成100亿元 100 2025-12-31: 一季度 20, 上半年 45, 前三季度 70"},
		{"一、植树造林。县林业局牵头，4月底前完成造林700亩，年底前完成1000亩。", "完成造林1000亩 1000 2025-12-31: 4月底前 700"},
		{"一、招商引资。到位资金到6月底达到50%，9月底达到75%，年底完成60亿元，县商务局牵头。", "到位资金60亿元 60 2025-12-31: 6月底 30, 9月底 45"},
		// Other work in the same unit, and figures that do not continue.
		{"一、改造老旧小区。县住建局牵头，6月底前开工10个，年底前完工10个。", "改造老旧小区：开工10个 10 2025-06-30:  / 改造老旧小区：完工10个 10 2025-12-31: "},
		{"一、招商引资。县商务局牵头，6月底前完成签约20个，年底前完成5亿元。", "完成签约20个 20 2025-06-30:  / 招商引资：完成5亿元 5 2025-12-31: "},
	} {
		day, _ := calendar.ParseISO("2025-01-10")
		d := draft.Read(draft.ParseText("青禾县2025年重点工作\n"+tt.text), calendar.DefaultDeadlineRules(day))
		if s := strings.Join(withTargets(d), " / "); s != tt.want {
			t.Errorf("%s\n got %s\nwant %s", tt.text, s, tt.want)
		}
	}
}

// Figures of a whole for days before its end (其中上半年完成600亩) are interim targets, not milestones, so that the plan compares the task with
// them. They may be in the next sentence. Figures of other work, or not clearly totals, stay what they were.
func TestFiguresOfAWholeByDays(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"一、造林绿化。县林业局牵头，全年完成造林2000亩，其中上半年完成600亩。", "完成造林2000亩 2000 2025-12-31: 上半年 600"},
		{"一、招商引资。县商务局牵头，全年招引亿元以上项目20个，其中一季度5个、上半年10个，前三季度16个。",
			"招引亿元以上项目20个 20 2025-12-31: 一季度 5, 上半年 10, 前三季度 16"},
		{"一、公路。县交通局牵头，新建农村公路80公里，6月底前完成40公里，11月底前全部完工。", "新建农村公路80公里 80 2025-11-30: 6月底前 40"},
		{"一、公路。县交通局牵头，新建农村公路80公里，6月底前完成50%，11月底前全部完工。", "新建农村公路80公里 80 2025-11-30: 6月底前 40"},
		{"一、政务。县审批局牵头，3月底前，新增“一件事”主题20个，全年累计达到60个。", "新增“一件事”主题 60 2025-12-31: 3月底前 20"},
		{"一、住房。县住建局牵头，改造棚户区500户。上半年完成200户，年底前全部完成。", "改造棚户区500户 500 2025-12-31: 上半年 200"},
		{"一、投资。县发改局牵头，完成固定资产投资100亿元。其中一季度完成20亿元，上半年完成45亿元。", "完成固定资产投资100亿元 100 : 一季度 20, 上半年 45"},
		{"一、投资。县发改局牵头，全年完成投资100亿元，其中一季度20亿元、二季度30亿元、三季度30亿元、四季度20亿元。",
			"完成投资100亿元 100 2025-12-31: 一季度 20, 二季度 50, 三季度 80"},
		{"一、水表。市水务集团牵头，加快老旧水表更换，三季度完成2.3万只。", "加快老旧水表更换，完成2.3万只 23000 2025-09-30: "},
		{"一、项目。县发改局牵头，3月底前开工12个，6月底前累计开工20个，年底前全部开工30个。", "项目：开工30个 30 2025-12-31: 3月底前 12, 6月底前 20"},
		{"一、高标准农田。县农业局牵头，建设高标准农田3万亩，到6月底完成60%，9月底完成80%，年底前全部完成。", "建设高标准农田3万亩 30000 2025-12-31: 6月底 18000, 9月底 24000"},
		{"一、投资。县发改局牵头，完成工业投资100亿元，力争一季度完成10亿元、上半年完成45亿元。", "完成工业投资100亿元 100 : 一季度 10, 上半年 45"},
		{"一、路灯。县城管局牵头，6月底前更换路灯500盏，年底前更换1200盏。", "更换路灯1200盏 1200 2025-12-31: 6月底前 500"},
		{"一、水管。县水务局牵头，改造管网30公里，其中6月底前改造12公里。", "改造管网30公里 30 : 6月底前 12"},
		{"一、投资。县发改局牵头，全年完成固定资产投资80亿元（一季度10亿元、上半年30亿元、三季度末55亿元）。",
			"完成固定资产投资80亿元 80 2025-12-31: 一季度 10, 上半年 30, 三季度末 55"},
		{"一、清淤。县水利局牵头，清淤河道120公里，一季度完成30%，二季度完成60%，三季度全面完成。", "清淤河道120公里 120 2025-09-30: 一季度 36, 二季度 72"},
		{"一、旅游。县文旅局牵头，接待游客300万人次，其中“五一”前完成80万人次，国庆节前达到220万人次。", "接待游客300万人次 3000000 : 五一前 800000, 国庆节前 2200000"},
		{"一、就业。县人社局牵头，城镇新增就业5000人，1—6月新增2600人。", "城镇新增就业5000人 5000 : 6月 2600"},
		{"一、收入。县财政局牵头，一般公共预算收入完成12亿元，增长6%，上半年完成6.5亿元。", "一般公共预算收入完成12亿元 12 : 上半年 6.5 / 收入：增长6% 6 : "},
		{"一、绿化。县林业局牵头，栽植苗木10万株，3月底完成6万株，4月15日前全部栽完。", "栽植苗木10万株 100000 2025-04-15: 3月底 60000"},
		{"一、清欠。县财政局牵头，清偿拖欠账款1.2亿元，3月底前清偿30%，6月底前清偿60%，年底前清零。", "清偿拖欠账款1.2亿元，清零 1.2 2025-12-31: 3月底前 0.36, 6月底前 0.72"},
		// A smaller figure for the day of the whole contradicts it: the day stays.
		{"一、造林。县林业局牵头，12月底前完成造林2000亩。12月底前完成1500亩。", "完成造林2000亩 2000 2025-12-31:  / 造林：完成1500亩 1500 2025-12-31: "},
		// Other work in the same unit, other things, and quarters that may or may not be totals.
		{"一、资金。县财政局牵头，年底前安排资金800万元，其中4月底前拨付500万元。", "安排资金800万元 800 2025-12-31:  + 安排资金800万元 2025-12-31, 拨付500万元 2025-04-30"},
		{"一、学位。县教育局牵头，年底前新增学位3000个，其中8月底前公办2000个。", "新增学位3000个 3000 2025-12-31:  + 新增学位3000个 2025-12-31, 公办2000个 2025-08-31"},
		{"一、投资。县发改局牵头，全年完成投资100亿元，其中一季度20亿元、二季度30亿元。", "完成投资100亿元 100 2025-12-31:  + 完成投资100亿元 2025-12-31, 一季度20亿元 2025-03-31, 二季度30亿元 2025-06-30"},
	} {
		day, _ := calendar.ParseISO("2025-01-10")
		d := draft.Read(draft.ParseText("青禾县2025年重点工作\n"+tt.text), calendar.DefaultDeadlineRules(day))
		if s := strings.Join(withTargets(d), " / "); s != tt.want {
			t.Errorf("%s\n got %s\nwant %s", tt.text, s, tt.want)
		}
	}
}

// withTargets writes each task with its figure, its day, its interim targets, and its milestones after a plus.
func withTargets(d *draft.Draft) []string {
	var out []string
	for _, x := range d.Tasks {
		var by, steps []string
		for _, p := range x.Targets {
			if x.Get(workbook.ColTarget).Why == draft.WhySeveral {
				by = append(by, "several figures")
			}
			by = append(by, p.By.Text+" "+strconv.FormatFloat(p.Target.Num, 'f', -1, 64))
		}
		for _, m := range x.Milestones {
			steps = append(steps, strings.TrimSpace(m.Title.Text+" "+m.Due.Date.String()))
		}
		s := x.Get(workbook.ColTitle).Text + " " + strconv.FormatFloat(x.Get(workbook.ColTarget).Num, 'f', -1, 64) + " " +
			x.Get(workbook.ColDue).Date.String() + ": " + strings.Join(by, ", ")
		if len(steps) > 0 {
			s += " + " + strings.Join(steps, ", ")
		}
		out = append(out, s)
	}
	return out
}
