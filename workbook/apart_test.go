package workbook_test

import (
	"strings"
	"testing"

	"duban/templates"
	"duban/workbook"
)

// apartTasks has the sheets of a plan that name its bureaus.
const apartTasks = `
# 任务
| 任务编号 | 重点任务 | 牵头单位 | 配合单位 | 计量方式 | 目标值 |
| T1 | 修路 | 甲局 | 乙局、丙局 | 数量 | 10 |
| T2 | 植树 | 乙局 | 甲局 | 数量 | 10 |
| T3 | 清欠 | 各局 | | 事项 | |
| T4 | 走访 | 丙局 | | 数量 | 10 |
# 节点
| 任务编号 | 节点编号 | 节点名称 | 责任单位 | 完成日期 |
| T1 | 1 | 制定方案 | 丙局、乙局 | 2024-09-25 |
| T1 | 2 | 完成初稿 | 丙局、甲局 | 2024-09-25 |
# 指标
| 指标编号 | 指标名称 | 责任单位 |
| Z1 | 户数 | 乙局 |
# 项目
| 任务编号 | 项目名称 | 环节序号 | 环节 | 责任单位 |
| T1 | 大桥 | 1 | 立项 | 乙局 |
# 分配
| 任务编号 | 单位 | 目标值 |
| T4 | 甲局 | 6 |
| T4 | 丙局 | 1 |
| T4 | 乙局 | 3 |
# 表样
| 表名 | 适用单位 | 列名 | 类型 |
| 开工项目 | 乙局 | 项目 | 文本 |
`

// If bureaus were merged after a round was issued, the plan of that round has them as they were, each with its own tasks, whatever the
// present plan calls their heir. Other edits of the plan count, and a new bureau is asked for nothing.
func TestBureausThatBecameOneAreApart(t *testing.T) {
	forms := templates.PlanForms(words(t))
	issued := planOf(t, "# 单位\n| 单位编码 | 单位名称 | 别名 | 所属组 |\n| A | 甲局 | | 各局 |\n| B | 乙局 | 乙办 | 各局 |\n| C | 丙局 | | |\n"+apartTasks)
	for _, c := range []struct{ name, bureaus, heir, want string }{
		{"taken in by one of them", "| A | 甲局 | 乙局、乙办 | 各局 |\n| C | 丙局 | | |\n", "甲局", "甲局 乙局 丙局"},
		{"under the other's name", "| A | 乙局 | 甲局 | 各局 |\n| C | 丙局 | | |\n", "乙局", "甲局 乙局 丙局"},
		{"of a new code", "| X | 甲局 | 乙局 | 各局 |\n| C | 丙局 | | |\n", "甲局", "甲局 乙局 丙局"},
		{"under a name of their own", "| A | 丁局 | 甲局、乙局、乙办 | 各局 |\n| C | 丙局 | | |\n", "丁局", "甲局 乙局 丙局"},
		{"both by a third", "| C | 丙局 | | |\n| D | 丁局 | 甲局、乙局 | 各局 |\n", "丁局", "甲局 乙局 丙局 丁局"},
		{"beside one that is new", "| A | 甲局 | 乙局 | 各局 |\n| C | 丙局 | | |\n| E | 戊局 | | 各局 |\n", "甲局", "甲局 乙局 丙局 戊局"},
	} {
		tasks := strings.NewReplacer("丙局、乙局", "丙局、"+c.heir, "乙局、丙局", "丙局", "乙局 | 甲局", c.heir+" |", "乙局", c.heir,
			"甲局", c.heir).Replace(apartTasks)
		tasks = strings.Replace(tasks, "| T4 | "+c.heir+" | 3 |\n", "", 1)
		tasks = strings.Replace(tasks, "| T4 | "+c.heir+" | 6 |", "| T4 | "+c.heir+" | 9 |", 1)
		tasks = strings.Replace(tasks, "| T4 | 丙局 | 1 |", "| T4 | 丙局 | 2 |", 1)
		sheets := "# 单位\n| 单位编码 | 单位名称 | 别名 | 所属组 |\n" + c.bureaus + tasks
		now := planOf(t, sheets)
		if !now.Overtakes(issued) {
			t.Fatalf("%s: the plan is taken for the one of the issue", c.name)
		}
		p := workbook.DecodePlanFor(bookOf(t, sheets), "任务总表.xlsx", forms, workbook.LastDay, issued, now)
		say := func(what, got, want string) {
			t.Helper()
			if got != want {
				t.Errorf("%s: %s: %s, want %s", c.name, what, got, want)
			}
		}
		say("bureaus", called(p.Bureaus), c.want)
		named := []*workbook.Bureau{p.BureauOf("B"), p.Directory.Bureau("乙办"), p.Directory.Bureau("乙局"), p.Directory.Bureau("甲局")}
		say("names", called(named), "乙局 乙局 乙局 甲局")
		for i, b := range p.Bureaus {
			if b.Order != i {
				t.Errorf("%s: %s is at %d, not at %d", c.name, b.Name, i, b.Order)
			}
		}
		say("T1", strings.ReplaceAll(assigned(p.Task("T1")), "(丁局)", ""), "甲局=lead 乙局=support 丙局=support")
		say("T2", assigned(p.Task("T2")), "乙局=lead 甲局=support")
		say("T3", assigned(p.Task("T3")), "甲局=member(各局) 乙局=member(各局)")
		say("milestone 1", called(p.Task("T1").Milestones[0].Bureaus), "丙局 乙局")
		say("milestone 2", called(p.Task("T1").Milestones[1].Bureaus), "丙局 甲局")
		say("step", called(p.Task("T1").Steps[0].Bureaus), "乙局")
		say("indicator", called(p.Indicators[0].Bureaus), "乙局")
		say("list", called(p.Lists[0].For), "乙局")
		parts := map[string]float64{}
		for _, part := range p.Task("T4").Parts {
			parts[part.Bureau.Name] = part.Target.V
		}
		if len(parts) != 3 || parts["甲局"] != 6 || parts["乙局"] != 3 || parts["丙局"] != 2 {
			t.Errorf("%s: parts %v: those of the two are of the issue, the third's as it was edited", c.name, parts)
		}
		if len(p.Kept) > 0 {
			t.Errorf("%s: %s of %s is told as edited", c.name, p.Kept[0].Field, p.Kept[0].Rec.ID)
		}
	}
}

// Changes of leads other than to the heirs are kept back and reported, as always.
func TestOthersThanHeirsAreTold(t *testing.T) {
	issued := planOf(t, "# 单位\n| 单位编码 | 单位名称 |\n| A | 甲局 |\n| B | 乙局 |\n| C | 丙局 |\n"+apartTasks)
	sheets := "# 单位\n| 单位编码 | 单位名称 | 别名 |\n| A | 甲局 | 乙局 |\n| C | 丙局 | |\n" +
		strings.Replace(apartTasks, "| T2 | 植树 | 乙局 |", "| T2 | 植树 | 丙局 |", 1)
	forms := templates.PlanForms(words(t))
	p := workbook.DecodePlanFor(bookOf(t, sheets), "任务总表.xlsx", forms, workbook.LastDay, issued, planOf(t, sheets))
	if got := assigned(p.Task("T2")); got != "乙局=lead 甲局=support" {
		t.Errorf("T2: %s", got)
	}
	if len(p.Kept) != 1 || p.Kept[0].Rec.ID != "T2" {
		t.Errorf("kept: %v", p.Kept)
	}
}

func called(bureaus []*workbook.Bureau) string {
	var names []string
	for _, b := range bureaus {
		names = append(names, b.Name)
	}
	return strings.Join(names, " ")
}
