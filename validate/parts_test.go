package validate

import "testing"

// TestLeadWithOthersMilestonesOpen: a lead that has done its own milestones may go on while others' are open, but has begun.
func TestLeadWithOthersMilestonesOpen(t *testing.T) {
	k := newKit(t, with("| T1 | 2 | 规划获批 | 发改局 | => | T1 | 2 | 规划获批 | 商务局 |"), "zh")
	for status, want := range map[string][]string{"推进中": nil, "未启动": {"not-started-parts-begun"}} {
		s := k.act(t, index(Catalogue())["milestones-done"], Example{
			Return: table(onProgress, stateHead, "T1 | "+status+" | 规划初稿已经送审") + table(onMilestones, mileHead, "T1 | '1 | 完成初稿 | 已完成 | 2024-09-25 |"),
		})
		var got []string
		for _, f := range s.found {
			got = append(got, f.Code)
		}
		got = without(got, "row-not-yours", "identity-lost") // the example's second milestone
		same(t, got, want)
	}
}

// TestLeadOfStagesAndParts: if a task goes by its stages, a figure that its lead gives besides is not compared with the parts.
func TestLeadOfStagesAndParts(t *testing.T) {
	o := office{newKit(t, with("| T7 | 白沙镇 | 600 | => | T3 | 白沙镇 | 10 |\n| T3 | 南湖镇 | 5 |\n| T7 | 白沙镇 | 600 |"), "zh"), New()}
	now := september()
	o.accept(t, now, "发改局", table(onProgress, progHead, "T3 | 推进中 | 3 | | | 三个村已经完成 |")+
		table(onStages, stageHead, "T3 | '1 | 拟定方案 | 5\nT3 | '2 | 具体实施 | 7\nT3 | '3 | 改革完成 | 3"))
	o.accept(t, now, "白沙镇", table(onProgress, progHead, "T3 | 推进中 | 3 | | | 三个村已经完成 |"))
	same(t, lines(o.c.CheckStanding(o.plan, now)), nil)
}
