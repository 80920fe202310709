package draft_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"duban/workbook"
	"duban/workbook/draft"
)

// The parts of a figure go to the sheet of parts if they add up to the figure.
func TestParts(t *testing.T) {
	for _, x := range []struct {
		text string
		want []string
	}{
		{"一、年内新建高标准农田8万亩，由农业农村局牵头，其中东溪镇2.5万亩、南河镇2万亩、西山镇2万亩、北坪镇1.5万亩。",
			[]string{"东溪镇 25000", "南河镇 20000", "西山镇 20000", "北坪镇 15000"}},
		{"一、各乡镇要推进户厕改造，10月底前完成改造2400户，其中城关镇、石桥镇各完成500户，柳河镇、青坪镇各完成400户，大湾乡、白岩乡各完成300户。",
			[]string{"城关镇 500", "石桥镇 500", "柳河镇 400", "青坪镇 400", "大湾乡 300", "白岩乡 300"}},
		{"一、林业局要新增造林3万亩（东溪镇1.8万亩，南河镇1.2万亩），年底前完成。", []string{"东溪镇 18000", "南河镇 12000"}},
		{"一、各镇要抓好造林，全年新增造林3万亩，其中东溪镇1.8万亩，南河镇1.2万亩。", []string{"东溪镇 18000", "南河镇 12000"}},
		{"一、年内新增规上企业20家（工信局12家、商务局8家）。（牵头单位：发改局）", []string{"工信局 12", "商务局 8"}},
		{"一、年内新增规上企业20家，其中工信局12家、商务局8家。（牵头单位：发改局）", []string{"工信局 12", "商务局 8"}},
		// Figures after the parts are not parts.
		{"一、改造户厕2400户，其中城关镇、石桥镇各1000户，柳河镇400户，年底前完成，总投资500万元。（牵头单位：农业农村局）",
			[]string{"城关镇 1000", "石桥镇 1000", "柳河镇 400"}},
		{"一、林业局要新增造林3万亩（其中东溪镇1.8万亩，南河镇1.2万亩），年底前完成。", []string{"东溪镇 18000", "南河镇 12000"}},
		{"一、年内建成充电桩600个（城关镇、石桥镇各300个）。（牵头单位：发改局）", []string{"城关镇 300", "石桥镇 300"}},
		{"二、林业局要新增造林3万亩，东溪镇1.8万亩、南河镇1.2万亩，年底前完成。", []string{"东溪镇 18000", "南河镇 12000"}},
		// The owners of the parts are not bureaus.
		{"一、全年新增贷款10亿元，其中甲行6亿元、乙行4亿元，由金融办负责。", nil},
		// 1.5 of the 8 belong to nobody: measured by these parts alone, the task would be incomplete.
		{"一、农业农村局年内新建高标准农田8万亩，其中东溪镇2.5万亩、南河镇2万亩、西山镇2万亩。", nil},
		{"一、商务局全年引进项目5家以上，其中外资项目不少于1家。", nil},
		{"一、住建局改造老旧小区20处，其中9月底前完成8处，年底前全部完成。", nil},
		{"一、财政局安排资金800万元，其中县级300万元、镇级500万元。", nil},
	} {
		var got []string
		tasks := read(x.text)
		if len(tasks) != 1 && (len(tasks) == 0 || x.want != nil) {
			t.Errorf("%s: %d tasks", x.text, len(tasks))
		}
		for _, task := range tasks {
			for _, s := range task.Parts {
				got = append(got, fmt.Sprint(s.Bureau.Text, " ", s.Target.Num))
			}
			if strings.Contains(task.Get(workbook.ColTitle).Text, "（") || len(task.Parts) > 0 && task.Get(workbook.ColArea).Text != "" {
				t.Errorf("%s: title %q, area %q", x.text, task.Get(workbook.ColTitle).Text, task.Get(workbook.ColArea).Text)
			}
			if target := task.Get(workbook.ColTarget); len(task.Parts) > 0 && target.Why == draft.WhyShares {
				t.Errorf("%s: the target is marked for parts that were written down", x.text)
			}
		}
		if !slices.Equal(got, x.want) {
			t.Errorf("%s:\ngot  %q\nwant %q", x.text, got, x.want)
		}
	}
}

// A bracket that allocates a figure is removed from the title; what follows it is not.
func TestTitleOfAFigureGivenOut(t *testing.T) {
	for _, x := range []struct{ text, want string }{
		{"一、新建高标准农田8万亩（东溪镇5万亩、西山镇3万亩）并配套机井，10月底前完成。（牵头单位：农业农村局）", "新建高标准农田8万亩并配套机井"},
		{"一、新建高标准农田8万亩（其中东溪镇5万亩、西山镇3万亩），10月底前完成。（牵头单位：农业农村局）", "新建高标准农田8万亩"},
	} {
		tasks := read(x.text)
		if len(tasks) != 1 || tasks[0].Get(workbook.ColTitle).Text != x.want {
			t.Errorf("%s: got %q", x.text, linesOf(tasks))
		}
	}
}

// Parts that do not add up to the figure are in no column of the plan, so the figure is marked.
func TestPartsThatLeaveSomeOut(t *testing.T) {
	for _, text := range []string{
		"一、改造户厕2400户，其中城关镇1000户，石桥镇1000户，柳河镇300户，年底前完成。（牵头单位：农业农村局）",
		"一、农业农村局年内新建高标准农田8万亩，其中东溪镇2.5万亩、南河镇2万亩、西山镇2万亩。",
	} {
		tasks := read(text)
		if len(tasks) != 1 || len(tasks[0].Parts) > 0 || tasks[0].Get(workbook.ColTarget).Why != draft.WhyShares {
			t.Errorf("%s: got %q", text, linesOf(tasks))
		}
	}
}
