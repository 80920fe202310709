package draft_test

import (
	"strings"
	"testing"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/draft"
	"duban/workbook/sheet"
)

// A plan with a column for each quarter or month asks for something by the end of each: milestones, and interim targets of the task's own
// figure.
func TestColumnsOfQuartersAndMonths(t *testing.T) {
	for _, tt := range []struct {
		name   string
		rows   []string
		want   []string
		remark string
	}{
		{"quarters", []string{"| 序号 | 重点工作 | 三季度 | 四季度工作目标 | 责任单位 |",
			"| 1 | 老旧小区改造 | 完成招标 | 竣工验收 | 住建局 |",
			"| 2 | 新建高标准农田3万亩 | 完成勘测设计 | 完成3万亩 | 农业农村局 |",
			"| 3 | 创建文明城市 | / | — | 文明办 |"},
			[]string{"老旧小区改造 2024-12-31 / deliverable; 完成招标 2024-09-30; 竣工验收 2024-12-31",
				"新建高标准农田3万亩 2024-12-31 /亩 quantity 30000; 完成勘测设计 2024-09-30",
				"创建文明城市  / deliverable"}, ""},
		{"what goes on is to be done by its last month, and what is over is remarked on", []string{"| 序号 | 项目名称 | 8月 | 9月 | 10月 | 11月 | 12月底 | 责任单位 |",
			"| 1 | 环湖路 | 完成可研 | 征地拆迁 | 征地拆迁 | 路基施工 | 完成路基5公里 | 交通局 |"},
			[]string{"环湖路 2024-12-31 / deliverable; 征地拆迁 2024-10-31; 路基施工 2024-11-30; 完成路基5公里 2024-12-31"}, "8月：完成可研"},
		{"a column for the day of each step", []string{"| 序号 | 项目名称 | 签约时限 | 开工时限 | 责任单位 |",
			"| 1 | 电池材料项目 | 2024年10月底 | 2025年3月 | 商务局 |", "| 2 | 预制菜园 | 11月30日 | 2025-06-30 | 南湖镇 |", "| 3 | 康养小镇 | 2024年12月底 | 待定 | 文旅局 |"},
			[]string{"电池材料项目 2025-03-31 / deliverable; 签约 2024-10-31; 开工 2025-03-31", "预制菜园 2025-06-30 / deliverable; 签约 2024-11-30; 开工 2025-06-30",
				"康养小镇 2024-12-31 / deliverable; 签约 2024-12-31"}, ""},
		{"beginning and end are no steps", []string{"| 序号 | 项目名称 | 开工时间 | 竣工时间 | 责任单位 |", "| 1 | 环湖路 | 2024年9月 | 2025年6月 | 交通局 |"},
			[]string{"环湖路 2025-06-30 / deliverable"}, ""},
		{"figures", []string{"| 序号 | 任务名称 | 计量单位 | 目标值 | 10月底 | 11月底 | 12月底 | 责任单位 |",
			"| 1 | 新增参保 | 人 | 5000 | 1000 | 3000 | 5000 | 人社局 |",
			"| 2 | 走访企业 | 家 | 60 | 20 | 20 | 20 | 工信局 |",
			"| 3 | 化解矛盾 | 件 | 60 | 50 | 20 | 40 | 信访局 |"},
			[]string{"新增参保 2024-12-31 /人 quantity 5000; 10月底 1000; 11月底 3000",
				"走访企业 2024-12-31 /家 quantity 60",
				"化解矛盾 2024-12-31 /件 quantity 60"}, ""},
		{"investments", []string{"| 序号 | 项目名称 | 2024年计划投资（万元） | 三季度 | 四季度 | 责任单位 |",
			"| 1 | 城西水厂 | 12000 | 5000 | 7000 | 水务局 |", "| 2 | 环湖路 | 12000 | 5000 | 12000 | 交通局 |", "| 3 | 管网 | 待定 | 500 | 700 | 住建局 |"},
			[]string{"城西水厂 2024-12-31 /12000万元 project; 三季度 5000", "环湖路 2024-12-31 /12000万元 project; 三季度 5000",
				"管网 2024-12-31 / deliverable"}, ""},
	} {
		d := tableOf(tt.rows...)
		var got []string
		for _, x := range d.Tasks {
			got = append(got, project(x))
		}
		if strings.Join(got, "\n") != strings.Join(tt.want, "\n") {
			t.Errorf("%s: got\n%s\nwant\n%s", tt.name, strings.Join(got, "\n"), strings.Join(tt.want, "\n"))
		}
		if tt.remark != "" && d.Tasks[0].Get(workbook.ColRemark).Text != tt.remark {
			t.Errorf("%s: remark %q", tt.name, d.Tasks[0].Get(workbook.ColRemark).Text)
		}
	}
}

// The headings of such columns, and of those of investments, may take two rows, of which the lower one has the times or the unit.
func TestColumnsBelowACommonHeading(t *testing.T) {
	s := &sheet.Sheet{Name: "计划"}
	for i, row := range [][]string{
		{"2024年重点项目推进计划表"},
		{"序号", "项目名称", "总投资", "年度计划投资", "季度推进计划", "", "责任单位"},
		{"", "", "（万元）", "（亿元）", "三季度", "四季度", ""},
		{"1", "城东污水处理厂", "18000", "0.9", "完成招标", "主体完工", "住建局"},
	} {
		for j, text := range row {
			if text != "" {
				s.Put(sheet.At(i+1, j+1), sheet.Cell{Value: sheet.Str(text)})
			}
		}
	}
	s.Merges = []sheet.Range{sheet.Rect(2, 1, 3, 1), sheet.Rect(2, 2, 3, 2), sheet.Rect(2, 5, 2, 6), sheet.Rect(2, 7, 3, 7)}
	d := draft.Read(draft.Document{Blocks: []draft.Block{{Text: "计划", Level: 1}, {Table: s}}}, calendar.DefaultDeadlineRules(speechDay))
	want := "城东污水处理厂 2024-12-31 1.8/0.9亿元 project; 完成招标 2024-09-30; 主体完工 2024-12-31"
	if len(d.Tasks) != 1 || project(d.Tasks[0]) != want {
		t.Fatalf("got %d tasks, %s\nwant %s", len(d.Tasks), project(d.Tasks[0]), want)
	}
}
