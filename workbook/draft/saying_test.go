package draft_test

import (
	"slices"
	"strings"
	"testing"

	"duban/workbook"
	"duban/workbook/draft"
)

// A bound from below is one to reach, a bound from above one not to pass.
func TestDirections(t *testing.T) {
	for _, x := range []struct{ text, want string }{
		{"一、卫健局要做好老年人体检，体检率不低于75%。", workbook.Higher},
		{"一、畜牧局要抓好秋防，免疫密度不得低于95%。", workbook.Higher},
		{"一、商务局年内引进外资不少于800万元。", workbook.Higher},
		{"一、水务局要把管网漏损率控制在9%以内。", workbook.Ceiling},
		{"一、教育局要规范办学，大班额比例不得高于3%。", workbook.Ceiling},
		{"一、财政局要从严管理，三公经费不得突破900万元。", workbook.Ceiling},
		{"一、统计局要加强核查，数据差错率低于1%。", workbook.Ceiling},
	} {
		got := read(x.text)
		if len(got) != 1 || got[0].Get(workbook.ColDirection).Text != x.want {
			t.Errorf("%s: %d tasks, got %q, want %q", x.text, len(got), directionsOf(got), x.want)
		}
	}
}

func directionsOf(tasks []*draft.Task) []string {
	var out []string
	for _, t := range tasks {
		out = append(out, t.Get(workbook.ColDirection).Text)
	}
	return out
}

// Each wording of a limit, what stands in its cell, the day, and whether somebody has to look at it.
func TestLimits(t *testing.T) {
	for _, x := range []struct{ text, wording, day, why string }{
		{"一、城管局于本月18日前完成广告牌排查。", "本月18日前", "2024-09-18", ""},
		{"一、自然资源局要在本月26号前交出净地。", "本月26号前", "2024-09-26", ""},
		{"一、畜牧局下月8日前完成补免。", "下月8日前", "2024-10-08", ""},
		{"一、审计局次月6日前上报台账。", "次月6日前", "2024-10-06", draft.WhyLooseLimit},
		{"一、民政局确保春节前发放到户。", "春节前", "", draft.WhyOccasion},
		{"一、公路站确保国庆节前恢复通行。", "国庆节前", "2024-09-30", ""},
		{"一、文旅局力争中秋节前开放夜市。", "中秋节前", "", draft.WhyOccasion},
		{"一、供热公司要把停暖抢修时间压缩到4小时以内。", "", "", draft.WhyNoDate},
		{"一、政务服务中心要把开户时间缩短至1个工作日内。", "", "", draft.WhyNoDate},
		{"一、市场监管局要在3个工作日内办结消费投诉。", "", "", draft.WhyNoDate},
		{"一、教体局要在20日内完成摸底。", "20日内", "2024-09-21", ""},
	} {
		got := read(x.text)
		if len(got) != 1 {
			t.Errorf("%s: %d tasks", x.text, len(got))
			continue
		}
		wording := got[0].Get(workbook.ColDueText)
		if day := got[0].Get(workbook.ColDue).Date.String(); wording.Text != x.wording || day != x.day || wording.Why != x.why {
			t.Errorf("%s: got %q, %s, %q, want %q, %s, %q", x.text, wording.Text, day, wording.Why, x.wording, x.day, x.why)
		}
		if len(got[0].Milestones) > 0 {
			t.Errorf("%s: %d milestones", x.text, len(got[0].Milestones))
		}
	}
}

var _ = slices.Equal[[]string]
var _ = strings.Join
