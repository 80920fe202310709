package report

import (
	"strings"
	"testing"

	"duban/workbook"
	"duban/workbook/sheet"
)

// If a county's plan gives the lights other names, colours and thresholds, every sheet, chart, legend and sentence has these, and none of the
// built-in ones.
func TestLightsFollowThePlan(t *testing.T) {
	plan := strings.Replace(smallPlan, "| 临期天数 | 10 |", `| 临期天数 | 10 |
| 超进度灯名 | 领先 |
| 正常灯名 | 正常 |
| 预警灯名 | 预警 |
| 滞后灯名 | 滞后 |
| 超进度灯色 | 紫 |
| 正常灯色 | 蓝 |
| 预警灯色 | 橙色 |
| 红灯起点 | 15 |
| 黄灯起点 | 5 |`, 1)
	sep, oct := roundsOf(t, plan)
	lightOf := func(id string) workbook.Light { return oct.Tasks[oct.Plan.Task(id).Order].Light }
	// 16.7 points behind: yellow by the built-in thresholds.
	if got := lightOf("XC-02"); got != workbook.Red {
		t.Errorf("XC-02 shows %d", got)
	}
	b := laidOut(oct, &History{Ledgers: []*Ledger{sep}}, catalogueOf(t, "zh"))
	roles := map[string]sheet.Role{"◆领先": sheet.LightPurple, "●正常": sheet.LightBlue, "▲预警": sheet.LightOrange, "■滞后": sheet.LightRed}
	seen := map[string]int{}
	for _, s := range b.Sheets {
		for _, row := range s.Rows {
			for _, c := range row.Cells {
				if builtInName(c.Value.Text + c.Formula) {
					t.Errorf("%s!%s: %s", s.Name, sheet.At(row.N, c.Col), c.Value.Text)
				}
				if want, is := roles[c.Value.Text]; is && c.Role != sheet.Identity {
					if seen[c.Value.Text]++; c.Role != want {
						t.Errorf("%s!%s shows %s in role %d", s.Name, sheet.At(row.N, c.Col), c.Value.Text, c.Role)
					}
				}
			}
		}
		for _, ch := range s.Layout.Charts {
			if builtInName(ch.Title) {
				t.Errorf("%s: a chart is called %s", s.Name, ch.Title)
			}
			for _, series := range ch.Series {
				name, at, _ := strings.Cut(strings.ReplaceAll(series.Name, "$", ""), "!")
				ref, _ := sheet.ParseRef(at)
				if want, is := roles[b.Sheet(strings.Trim(name, "'")).Value(ref).Text]; is && series.Role != want {
					t.Errorf("%s: a chart shows %s in role %d", s.Name, series.Name, series.Role)
				}
			}
		}
		for _, cond := range s.Layout.Conditionals {
			for name, want := range roles {
				if strings.Contains(cond.Formula, name) && cond.Role != want {
					t.Errorf("%s: %s is coloured as role %d", s.Name, cond.Formula, cond.Role)
				}
			}
		}
	}
	for name := range roles {
		if seen[name] < 2 {
			t.Errorf("%s stands in %d cells", name, seen[name])
		}
	}
	if text := briefOf(t, oct, []*Ledger{sep}, "zh"); builtInName(text) || !strings.Contains(text, "滞后") {
		t.Error("the brief goes by the built-in names")
	}
}

func builtInName(text string) bool {
	for _, name := range []string{"蓝灯", "绿灯", "黄灯", "红灯"} {
		if strings.Contains(strings.NewReplacer("黄灯起点", "", "红灯起点", "").Replace(text), name) {
			return true
		}
	}
	return false
}
