package validate

import (
	"strings"
	"testing"

	"duban/workbook"
)

// say gives a finding's message as readers see it.
func (k *kit) say(f *Finding) string {
	args := []any{"value", f.Value, "field", f.Field, "task", f.Task, "cell", f.Place.Cell(), "sheet", f.Place.Sheet, "file", f.Place.File}
	for name, v := range f.Args {
		args = append(args, name, v)
	}
	return k.words.T("finding."+f.Code, args...)
}

// TestOneCauseOneLine: whatever goes wrong in one place is one line, without lines for what only follows from it.
func TestOneCauseOneLine(t *testing.T) {
	const (
		mile1   = "| T1 | 编制园区规划 | '1 | 完成初稿 | 2024-10-31 | | 已完成 | 2024-09-25 | |"
		mile2   = "| T1 | 编制园区规划 | '2 | 规划获批 | 2024-12-31 | | 未启动 | | |"
		doneT1  = t1 + " => | T1 | 编制园区规划 | 规划获批 | 牵头 | 2024-12-31 | | | | 已完成 | | 100 | 2024-09-28 | 规划已获市政府批复 | | | 批复 | |"
		doneT3  = "| 推进中 | | 50 | | 五个村开始具体实施 | | | | | => | 已完成 | | 100 | 2024-09-28 | 十五个村都已完成 | | | 验收单 | |"
		stage2  = "| T3 | 村级改革 | '2 | 具体实施 | 4 | 4 | 15 | 9 | |"
		step1   = "| T4 | 大桥工程 | '1 | 立项批复 | 2024-10-15 | | 推进中 | 2024-09-10 | | |"
		mileAll = "# 节点进展\n| 任务编号 | 重点任务 | 节点编号 | 节点名称 | 完成时限 | 上期状态 | 节点状态 | 实际完成日期 | 说明 |\n" + mile1 + "\n" + mile2 + "\n"
	)
	done := workbook.Accepted{Status: workbook.Done, Value: workbook.Known(5), DoneOn: 45530, Estimate: workbook.Known(30)}
	for _, tc := range []struct {
		name    string
		changes []string
		prior   *workbook.Accepted // of T2
		want    string
	}{
		{"status that is none", []string{row2("| 差不多 | 8 | 40 | | 新签约两个亿元项目 | | | | |")}, nil, "error not-a-choice 任务进展!I3"},
		{"date that is none", []string{row1("| 已完成 | | 100 | 下旬 | 规划已获市政府批复 | | | 批复 | |"), mile2 + " => " + strings.Replace(mile2, "未启动 | |", "已完成 | 2024-09-28 |", 1)}, nil, "error not-a-date 任务进展!L2"},
		{"status of a milestone that is none", []string{doneT1, mile2 + " => " + strings.Replace(mile2, "未启动", "批了", 1)}, nil, "error not-a-choice 节点进展!G3"},
		{"milestone left out", []string{doneT1, mile2 + " => " + strings.Replace(mile2, "未启动", "", 1)}, nil, "warning done-milestones-open 任务进展!I2"},
		{"row of a milestone gone", []string{doneT1, mile2 + " => "}, nil, "warning row-missing 节点进展"},
		{"sheet of milestones gone", []string{doneT1, mileAll + " => "}, nil, "error sheet-missing"},
		{"column of states gone", []string{doneT1, "| 上期状态 | 节点状态 | 实际完成日期 | => | 上期状态 | 办到哪了 | 实际完成日期 |"}, nil, "error column-missing 节点进展"},
		{"stage that is no figure", []string{doneT3, stage2 + " => " + strings.Replace(stage2, "| 9 |", "| 其余 |", 1)}, nil, "error not-a-number 分段进展!H3"},
		{"step that cannot be", []string{step1 + " => " + strings.Replace(step1, "推进中", "快了", 1)}, nil, "error not-a-choice 项目进度!G2"},
		{"figure a thousand times too large", []string{row2("| 推进中 | 8000 | 40 | | 新签约两个亿元项目 | | | | |")}, nil, "warning figure-beyond 任务进展!J3"},
		{"figure that is none, behind a high estimate", []string{row2("| 推进中 | 若干 | 90 | | 进展顺利，新签约两个 | | | | |")}, nil, "error not-a-number 任务进展!J3"},
		{"reopened", []string{row2("| 未启动 | | | | | | | | |")}, &done, "warning reopened 任务进展!I3"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			k := newKit(t, county, "zh")
			var before *workbook.Standing
			if tc.prior != nil {
				before = prior(k, *tc.prior)
			}
			v, _ := k.judge(t, change(t, filled, tc.changes...), before)
			var got []string
			for _, g := range Group(v.Findings, k.say) {
				if g.Counts() {
					got = append(got, line(&g.Finding))
				}
			}
			same(t, got, []string{tc.want})
		})
	}
	t.Run("stages that do not sum are one line", func(t *testing.T) {
		k := newKit(t, county, "zh")
		v, _ := k.judge(t, change(t, filled, doneT3, stage2+" => "+strings.Replace(stage2, "| 9 |", "| 8 |", 1)), nil)
		var got []string
		for _, g := range Group(v.Findings, k.say) {
			if g.Counts() {
				got = append(got, g.Code+" "+g.Cells)
			}
		}
		same(t, got, []string{"stages-total H2–H4"})
	})
}
