package draft_test

import (
	"strconv"
	"strings"
	"testing"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/draft"
)

// One sentence that gives a work a figure for one time after another asks for one task: the last figure is its target, the others are what
// is to be reached before. Each was a task of its own, called 完成20亿元, and what the first three quarters were to bring was lost.
func TestFiguresOneAfterAnother(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"一、固定资产投资。县发改局牵头，一季度完成20亿元，上半年完成45亿元，前三季度完成70亿元，全年完成100亿元。",
			"固定资产投资完成100亿元 100 2025-12-31: 一季度 20, 上半年 45, 前三季度 70"},
		{"一、植树造林。县林业局牵头，4月底前完成造林700亩，年底前完成1000亩。", "完成造林1000亩 1000 2025-12-31: 4月底前 700"},
		{"一、招商引资。到位资金到6月底达到50%，9月底达到75%，年底完成60亿元，县商务局牵头。", "到位资金60亿元 60 2025-12-31: 6月底 30, 9月底 45"},
		// Other work, though it is counted alike, and figures that do not go on.
		{"一、改造老旧小区。县住建局牵头，6月底前开工10个，年底前完工10个。", "改造老旧小区：开工10个 10 2025-06-30:  / 改造老旧小区：完工10个 10 2025-12-31: "},
		{"一、招商引资。县商务局牵头，6月底前完成签约20个，年底前完成5亿元。", "完成签约20个 20 2025-06-30:  / 招商引资：完成5亿元 5 2025-12-31: "},
	} {
		day, _ := calendar.ParseISO("2025-01-10")
		d := draft.Read(draft.ParseText("青禾县2025年重点工作\n"+tt.text), calendar.DefaultDeadlineRules(day))
		var got []string
		for _, x := range d.Tasks {
			var by []string
			for _, p := range x.Targets {
				by = append(by, p.By.Text+" "+strconv.FormatFloat(p.Target.Num, 'f', -1, 64))
			}
			got = append(got, x.Get(workbook.ColTitle).Text+" "+strconv.FormatFloat(x.Get(workbook.ColTarget).Num, 'f', -1, 64)+" "+
				x.Get(workbook.ColDue).Date.String()+": "+strings.Join(by, ", "))
		}
		if s := strings.Join(got, " / "); s != tt.want {
			t.Errorf("%s\n got %s\nwant %s", tt.text, s, tt.want)
		}
	}
}
