package draft_test

import (
	"slices"
	"strings"
	"testing"

	"duban/templates"
	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/draft"
	"duban/workbook/sheet"
)

// A bureau has the name that the document gives it. What the reforms made of it is only mentioned and never put into a task. Different ways
// of writing one bureau are joined; an old and a new bureau are not.
func TestReformsAreToldNotApplied(t *testing.T) {
	d := draft.Read(draft.ParseText(`全县重点工作安排
一、农业局牵头，环保局配合，10月底前完成粪污治理站3处。
二、国土局、城乡规划局牵头，11月底前完成规划编制。
三、农业农村局负责，年底前建成高标准农田2万亩。
四、发改部门负责，每月调度项目；发展和改革局要建立项目台账。
五、国网明河供电公司要更换电表1200只；供电公司每月排查线路。`), calendar.DefaultDeadlineRules(speechDay))
	var got []string
	for _, b := range d.Bureaus {
		line := b.Name.Text
		if len(b.Aliases) > 0 {
			line += " = " + strings.Join(b.Aliases, "、")
		}
		if b.Now != "" {
			line += " → " + b.Now
		}
		got = append(got, line)
	}
	want := []string{"农业局 → 农业农村局", "环保局 → 生态环境分局", "国土局 → 自然资源局", "城乡规划局 → 自然资源局", "农业农村局", "发展和改革局 = 发改部门", "国网明河供电公司 = 供电公司"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
	var leads []string
	for _, x := range d.Tasks {
		leads = append(leads, x.Leads...)
	}
	if slices.Contains(leads, "自然资源局") || slices.Contains(leads, "生态环境分局") || !slices.Contains(leads, "国土局") {
		t.Errorf("leads %q", leads)
	}
	// Compared with a plan that has only the new bureau, the row names the new one and says so, until somebody makes the old name an alias.
	// No bureau is added.
	for alias, why := range map[string]string{"": draft.WhyReformed, "农业局": ""} {
		sheets, err := sheet.ParsePipe("# 单位\n| 单位编码 | 单位名称 | 别名 | 单位类别 |\n| NY | 农业农村局 | " + alias + " | 部门 |\n" +
			"# 任务\n| 任务编号 | 重点任务 | 牵头单位 | 完成日期 |\n| T1 | 开展秋收 | 农业农村局 | 2024-12-31 |")
		if err != nil {
			t.Fatal(err)
		}
		words, err := templates.LoadCatalogue("zh")
		if err != nil {
			t.Fatal(err)
		}
		plan := workbook.DecodePlan(&sheet.Book{Sheets: sheets}, "", templates.PlanForms(words))
		minutes := draft.Read(draft.ParseText("会议纪要\n一、农业局负责，10月底前完成粪污治理站3处。"), calendar.DefaultDeadlineRules(speechDay))
		added := draft.Against(minutes, plan)
		lead := added.List[0].Task.Get(workbook.ColLeads)
		if len(added.Bureaus) > 0 || lead.Text != "农业农村局" || lead.Quote != "农业局" || lead.Why != why || why != "" && lead.About != "农业局 → 农业农村局" {
			t.Errorf("with the alias %q the plan lacks %d bureaus, and the lead is %q of %q, %q %q", alias, len(added.Bureaus), lead.Text, lead.Quote, lead.Why, lead.About)
		}
	}
}
