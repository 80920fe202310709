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

const minutesPlan = `
# 参数
| 参数 | 值 |
| 文件日期 | 2024-09-01 |

# 单位
| 单位编号 | 单位名称 | 别名 | 单位类别 |
| NY | 农业局 | 农业农村局 | 部门 |
| CZ | 财政局 | | 部门 |
| SW | 税务局 | | 部门 |

# 任务
| 任务编号 | 重点任务 | 目标要求 | 计量方式 | 牵头单位 | 配合单位 | 时限原文 | 完成日期 | 计量单位 | 目标值 |
| N-1 | 制定秸秆禁烧巡查方案 | 每个村聘用两名巡查人员并配齐灭火器材 | 事项 | 农业局 | | 9月底前 | 2024-09-30 | | |
| N-2 | 建成高标准农田3万亩 | 建成高标准农田3万亩，完善灌溉设施 | 数量 | 农业局 | 财政局 | 年底前 | 2024-12-31 | 亩 | 30000 |
| N-3 | 发放耕地地力补贴 | 补贴资金足额发放到户 | 事项 | 财政局 | | 10月底前 | 2024-10-31 | | |
`

// A later document is compared with the plan task by task. Different days, figures, names, titles and goals are changes; different wording
// of the same is not.
func TestAgainst(t *testing.T) {
	words, err := templates.LoadCatalogue("zh")
	if err != nil {
		t.Fatal(err)
	}
	sheets, err := sheet.ParsePipe(minutesPlan)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		what, text string
		state      draft.State
		fields     []string
	}{
		{"the same", "一、财政局负责，10月底前发放耕地地力补贴。", draft.Same, nil},
		{"put otherwise", "一、由财政局负责抓紧发放耕地地力补贴，10月底前资金要足额到户。", draft.Same, nil},
		{"another goal", "一、农业局负责，9月底前制定秸秆禁烧巡查方案，在公路两侧划分网格，安装高空瞭望设备。", draft.Changed, []string{workbook.ColGoal}},
		{"another figure and day", "一、农业局牵头、财政局配合，11月底前建成高标准农田4万亩。", draft.Changed, []string{workbook.ColDue, workbook.ColTarget}},
		{"another lead", "一、农业局牵头，10月底前发放耕地地力补贴。", draft.Changed, []string{workbook.ColLeads}},
		{"another name of the same bureau", "一、农业农村局牵头、财政局配合，年底前建成高标准农田3万亩。", draft.Same, nil},
		{"new", "一、农业局牵头，10月底前建成粮食烘干中心2处。", draft.Fresh, nil},
		{"a name of before the reforms", "一、地税局负责，10月底前核对社保费征缴名册。", draft.Fresh, nil},
	} {
		plan := workbook.DecodePlan(&sheet.Book{Sheets: sheets}, "", templates.PlanForms(words))
		d := draft.Read(draft.ParseText("专题会议纪要\n"+x.text), calendar.DefaultDeadlineRules(speechDay))
		a := draft.Against(d, plan)
		if len(a.List) != 1 {
			t.Errorf("%s: %d tasks", x.what, len(a.List))
			continue
		}
		var fields []string
		for _, c := range a.List[0].Changes {
			fields = append(fields, c.Field)
		}
		if a.List[0].State != x.state || !slices.Equal(fields, x.fields) {
			t.Errorf("%s: %s %v, want %s %v", x.what, a.List[0].State.Key(), a.List[0].Changes, x.state.Key(), x.fields)
		}
	}
}

// Of two tasks with the same wording, the one of the same bureau is meant.
func TestAgainstSameWords(t *testing.T) {
	words, err := templates.LoadCatalogue("zh")
	if err != nil {
		t.Fatal(err)
	}
	sheets, err := sheet.ParsePipe("# 单位\n| 单位名称 |\n| 教育局 |\n| 文旅局 |\n\n# 任务\n| 任务编号 | 重点任务 | 牵头单位 | 完成日期 |\n" +
		"| T1 | 完成消防安全排查 | 教育局 | 2024-10-31 |\n| T2 | 完成消防安全排查 | 文旅局 | 2024-11-30 |\n")
	if err != nil {
		t.Fatal(err)
	}
	plan := workbook.DecodePlan(&sheet.Book{Sheets: sheets}, "", templates.PlanForms(words))
	for text, want := range map[string]string{
		"一、文旅局12月10日前完成消防安全排查。":          "T2 2024-11-30 → 2024-12-10",
		"一、教育局10月底前、文旅局12月10日前完成消防安全排查。": "T1 T2 2024-11-30 → 2024-12-10",
	} {
		d := draft.Read(draft.ParseText("会议纪要\n"+text), calendar.DefaultDeadlineRules(speechDay))
		var got []string
		for _, x := range draft.Against(d, plan).List {
			if x.Plan == nil {
				t.Fatalf("%s: the plan's task is not found", text)
			}
			got = append(got, x.Plan.ID)
			for _, c := range x.Changes {
				got = append(got, c.Old+" → "+c.New)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
}

// A bureau from before the reforms is replaced by the plan's bureau that it became, and marked; one that the plan still has is kept.
func TestAgainstReformed(t *testing.T) {
	words, err := templates.LoadCatalogue("zh")
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct{ bureaus, text, lead, why, listed string }{
		{"税务局", "地税局", "税务局", draft.WhyReformed, ""},
		{"县税务局 | 税务局", "县地税局", "县税务局", draft.WhyReformed, ""},
		{"文旅局", "旅游局", "文旅局", draft.WhyReformed, ""},
		{"地税局 | |\n| 税务局", "地税局", "地税局", "", ""},
		{"财政局", "地税局", "地税局", "", "地税局"},
	} {
		sheets, err := sheet.ParsePipe("# 单位\n| 单位名称 | 别名 |\n| " + x.bureaus + " |\n\n# 任务\n| 任务编号 | 重点任务 |\n| T1 | 修桥 |\n")
		if err != nil {
			t.Fatal(err)
		}
		plan := workbook.DecodePlan(&sheet.Book{Sheets: sheets}, "", templates.PlanForms(words))
		d := draft.Read(draft.ParseText("会议纪要\n一、"+x.text+"负责，10月底前核对征缴名册。"), calendar.DefaultDeadlineRules(speechDay))
		a := draft.Against(d, plan)
		lead, listed := a.List[0].Task.Get(workbook.ColLeads), ""
		for _, b := range a.Bureaus {
			listed += b.Name.Text
		}
		if lead.Text != x.lead || lead.Why != x.why || listed != x.listed {
			t.Errorf("%s beside %s: the lead is %q, %q, added is %q; want %q, %q, %q", x.text, x.bureaus, lead.Text, lead.Why, listed, x.lead, x.why, x.listed)
		}
	}
}

// The plan's bureau is found without its level of government, and never at another level.
func TestLevelsAgainstAPlan(t *testing.T) {
	words, err := templates.LoadCatalogue("zh")
	if err != nil {
		t.Fatal(err)
	}
	sheets, err := sheet.ParsePipe("# 单位\n| 单位名称 | 别名 |\n| 区水务局 | 水务局 |\n| 市信访局 | |\n| 林业局 | |\n# 任务\n| 任务编号 | 重点任务 | 牵头单位 |\n| T1 | 编制规划 | 林业局 |")
	if err != nil {
		t.Fatal(err)
	}
	plan := workbook.DecodePlan(&sheet.Book{Sheets: sheets}, "", templates.PlanForms(words))
	for name, want := range map[string]string{"水务局": "区水务局", "市水务局": "市水务局", "区信访局": "区信访局", "信访局": "市信访局", "区林业局": "林业局"} {
		d := draft.Read(draft.ParseText("专题会议纪要\n一、"+name+"牵头，10月底前改造管网12公里。"), calendar.DefaultDeadlineRules(speechDay))
		if got := draft.Against(d, plan).List[0].Task.Leads; !slices.Equal(got, []string{want}) {
			t.Errorf("%s: got %q, want %s", name, got, want)
		}
	}
}
