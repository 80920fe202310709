package validate

import (
	"testing"

	"duban/workbook"
	"duban/workbook/calendar"
)

func TestSaysNormal(t *testing.T) {
	for text, want := range map[string]string{
		"各项工作进展顺利，已完成初稿":                                              "进展顺利",
		"目前推进正常":                                                      "推进正常",
		"项目按序时进度推进，已完成主体":                                             "按序时进度推进",
		"受天气影响未按计划推进":                                                 "",
		"进展不顺利，推进正常的只有两个":                                             "推进正常",
		"确保按计划推进":                                                     "",
		"争取十月恢复正常推进":                                                  "",
		"已完成初稿并征求意见":                                                  "",
		"":                                                            "",
		"Work is On Track in all towns":                               "on track",
		"we are not on track":                                         "",
		"The bridge is no longer on schedule, the road is going well": "going well",
	} {
		if got := SaysNormal(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// TestContrastsFollowTheFigures has figures on both sides of each threshold.
func TestContrastsFollowTheFigures(t *testing.T) {
	for _, tc := range []struct {
		name, plan, row string
		want            []string
	}{
		// T2: 8 of 20 is 40 %; the month is a quarter of the time until the end of the year.
		{"ahead and says so", "", "T2 | 推进中 | 8 | 40 | | 进展顺利，已签约八个 |", nil},
		// By the end of September 30 of 122 days have passed: 24.6 %.
		{"behind by less than yellow", "", "T2 | 推进中 | 3 | 15 | | 进展顺利，已签约三个 |", nil},
		{"behind and says all is well", "", "T2 | 推进中 | 2 | 10 | | 进展顺利，已签约两个 |", []string{"normal-but-behind"}},
		{"behind and does not", "", "T2 | 推进中 | 2 | 10 | | 已签约两个，进度偏慢 |", nil},
		{"estimate within the gap", "", "T2 | 推进中 | 8 | 69 | | 新签约两个亿元项目 |", nil},
		{"estimate at the gap", "", "T2 | 推进中 | 8 | 70 | | 新签约两个亿元项目 |", []string{"estimate-beyond-computed"}},
		{"a wider gap is allowed", "# 参数\n| 参数 | 值 |\n| 自评高估 | 50 |", "T2 | 推进中 | 8 | 70 | | 新签约两个亿元项目 |", nil},
		{"both", "", "T2 | 推进中 | 1 | 60 | | 进展顺利，已签约一个 |", []string{"estimate-beyond-computed", "normal-but-behind"}},
		{"on its last day", "# 任务\n| 任务编号 | 完成日期 |\n| T2 | 2024-09-30 |", "T2 | 推进中 | 18 | 90 | | 还差两个没有签约 |", nil},
		{"the day after", "# 任务\n| 任务编号 | 完成日期 |\n| T2 | 2024-09-29 |", "T2 | 推进中 | 18 | 90 | | 还差两个没有签约 |", []string{"overdue-without-word"}},
		{"overdue and all is well is one point", "# 任务\n| 任务编号 | 完成日期 |\n| T2 | 2024-09-29 |", "T2 | 推进中 | 5 | 25 | | 进展顺利，已签约五个 |", []string{"normal-but-overdue"}},
		{"extended in time", "# 任务\n| 任务编号 | 完成日期 |\n| T2 | 2024-09-29 |\n# 变更\n| 变更对象 | 对象编号 | 字段 | 新值 | 生效日期 | 原因 | 批准人 |\n| 任务 | T2 | 完成日期 | 2024-12-31 | 2024-09-20 | 用地 | 张县长 |",
			"T2 | 推进中 | 18 | 90 | | 还差两个没有签约 |", nil},
		{"status only", "# 任务\n| 任务编号 | 完成日期 | 仅报状态 |\n| T2 | 2024-09-20 | 是 |", "T2 | 推进中 | 1 | 90 | | 进展顺利，已签约一个 |", nil},
		{"a deliverable is not measured in between", "# -节点", "T1 | 推进中 | | 90 | | 进展顺利，已完成初稿 |", nil},
		// 7.1 of 500; it does not depend on what other members of the group are asked for.
		{"one of a group is held to its own indicators", "# 任务\n| 任务编号 | 牵头单位 |\n| T6 | 各部门 |\n# 指标\n| 指标编号 | 指标名称 | 任务编号 | 责任单位 | 计划值 |\n| Z1 | 进出口增速 | T6 | | 500 |\n| Z2 | 外资 | T6 | 商务局 | 9 |",
			"T6 | 推进中 | | | | 进展顺利，正在洽谈 |", []string{"normal-but-behind"}},
		// Its part of the task's 15 villages; the lead counts the stages.
		{"who has a part of a staged task is held to it", "# 任务\n| 任务编号 | 牵头单位 |\n| T3 | 商务局 |\n# =分配\n| 任务编号 | 单位 | 目标值 |\n| T3 | 发改局 | 15 |",
			"T3 | 推进中 | 1 | | | 进展顺利，正在实施 |", []string{"normal-but-behind"}},
		{"a part's figure that is missing is one point", "# 任务\n| 任务编号 | 牵头单位 |\n| T3 | 商务局 |\n# =分配\n| 任务编号 | 单位 | 目标值 |\n| T3 | 发改局 | 15 |",
			"T3 | 推进中 | | 90 | | 各村正在具体实施 |", []string{"figure-expected"}},
		{"a figure that is missing is one point", "", "T2 | 推进中 | | 90 | | 新签约两个亿元项目 |", []string{"figure-expected"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			k := newKit(t, ExamplePlan, "zh")
			r := index(Catalogue())["normal-but-behind"]
			s := k.act(t, r, Example{Plan: tc.plan, Return: table(onProgress, progHead, tc.row)})
			var got []string
			for _, f := range s.found {
				if f.Severity > info {
					got = append(got, f.Code)
				}
			}
			switch tc.name {
			case "a deliverable is not measured in between", "who has a part of a staged task is held to it", "a part's figure that is missing is one point":
				got = without(got, "row-not-yours", "row-unknown")
			}
			same(t, got, tc.want)
		})
	}
}

func without(codes []string, drop ...string) []string {
	var out []string
next:
	for _, c := range codes {
		for _, d := range drop {
			if c == d {
				continue next
			}
		}
		out = append(out, c)
	}
	return out
}

// TestContrastsOfTheLedger: reports show the same contrasts as the returns, whether or not they depend on one return only.
func TestContrastsOfTheLedger(t *testing.T) {
	k := newKit(t, ExamplePlan, "zh")
	p, _ := calendar.ParsePeriod("2024-09")
	now := (*workbook.Standing)(nil).Next(p)
	ret := workbook.DecodeReturn(book(t, exampleCover+table(onProgress, progHead, "T2 | 推进中 | 2 | 60 | | 进展顺利，已签约两个 |")), "r.xlsx", k.plan, k.returns)
	now.Accept(k.plan, nil, ret, workbook.Source{}, func(*workbook.Record) bool { return false })
	got := Contrasts(k.plan, now, p.Last())
	if len(got) != 2 {
		t.Fatalf("%d contrasts", len(got))
	}
	for _, x := range got {
		if x.Task.ID != "T2" || x.Bureau.Code != "FGJ" || percent(x.Reached) != "10" || percent(x.Expected) != "24.6" {
			t.Errorf("%s: %+v", x.Code, x)
		}
	}
	if got[1].Estimate.V != 60 || got[1].Word != "60%" || got[0].Word != "进展顺利" {
		t.Errorf("%+v", got)
	}
	// What is carried over is not reported again.
	q, _ := calendar.ParsePeriod("2024-10")
	if got := Contrasts(k.plan, now.Next(q), q.Last()); len(got) != 0 {
		t.Errorf("carried over: %+v", got)
	}
}

// TestContrastsOfACoLeadAreByItsOwnMilestones: what another bureau still has to do on a task is no contrast for a
// co-lead that has done its own.
func TestContrastsOfACoLeadAreByItsOwnMilestones(t *testing.T) {
	k := newKit(t, with("| T1 | 产业 | 编制园区规划 | 规划获批 | 事项 | 发改局 | => | T1 | 产业 | 编制园区规划 | 规划获批 | 事项 | 发改局、商务局 |",
		"| T1 | 1 | 完成初稿 | 发改局 | 10月底前 | 2024-10-31 | => | T1 | 1 | 完成初稿 | 发改局 | 9月中旬 | 2024-09-15 |",
		"| T1 | 2 | 规划获批 | 发改局 | => | T1 | 2 | 规划获批 | 商务局 |"), "zh")
	o := office{k, New()}
	now := september()
	o.accept(t, now, "商务局", table(onProgress, stateHead, "T1 | 推进中 | 规划正在报批，进展顺利")+table(onMilestones, mileHead, "T1 | '2 | 规划获批 | 推进中 | |"))
	o.accept(t, now, "发改局", table(onProgress, stateHead, "T1 | 推进中 | 初稿还在修改，进展顺利")+table(onMilestones, mileHead, "T1 | '1 | 完成初稿 | 推进中 | |"))
	var got []string
	for _, f := range o.c.CheckStanding(k.plan, now) {
		got = append(got, f.Code+" "+f.Bureau)
	}
	same(t, got, []string{"normal-but-behind FGJ"})
}
