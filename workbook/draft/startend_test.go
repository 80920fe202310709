package draft_test

import (
	"slices"
	"testing"

	"duban/workbook"
	"duban/workbook/draft"
)

// A figure of a whole year is counted from the first day of the year.
func TestWholeYearsCountFromJanuary(t *testing.T) {
	for _, x := range []struct{ text, start string }{
		{"一、工信局要抓好企业培育，全年新增规上工业企业8家。", "2024-01-01"},
		{"一、工信局年底前新增规上工业企业8家。", ""},
		{"一、人社局要稳定就业，全年城镇登记失业率控制在4%以内。", ""},
	} {
		got := read(x.text)
		if len(got) != 1 {
			t.Errorf("%s: %d tasks", x.text, len(got))
			continue
		}
		start := got[0].Get(workbook.ColStart)
		if start.Date.String() != x.start || (start.Why == draft.WhyWholeYear) != (x.start != "") {
			t.Errorf("%s: starts %s (%s), want %q", x.text, start.Date, start.Why, x.start)
		}
	}
}

// A limit for the beginning is a milestone; it does not say when the counted work is done.
func TestLimitsOfTheBeginning(t *testing.T) {
	for _, text := range []string{
		"一、住建局要改造老旧小区1460户，10月底前全部开工。",
		"一、水利局要加固塘坝26座，10月底前启动实施。",
	} {
		if task := taskDue(t, text, "10月底前", "", draft.WhyPartLimit); task != nil && len(task.Milestones) != 1 {
			t.Errorf("%s: %d milestones", text, len(task.Milestones))
		}
	}
	taskDue(t, "一、住建局要改造老旧小区1460户，10月底前全部完工。", "10月底前", "2024-10-31", "")
}

// Parts of a figure are not tasks. If they do not add up to the figure, a mark asks the coordinator to enter them.
func TestPartsOfAFigure(t *testing.T) {
	got := read("一、各乡镇要推进户厕改造，10月底前完成改造2400户，其中城关镇、石桥镇各完成500户，柳河镇、青坪镇各完成400户，大湾乡、白岩乡各完成200户。")
	if want := []string{"各乡镇 |  | 2024-10-31 | 2400户 | quantity"}; !slices.Equal(linesOf(got), want) {
		t.Fatalf("got %q, want %q", linesOf(got), want)
	}
	if target := got[0].Get(workbook.ColTarget); target.Why != draft.WhyShares || target.About != "其中城关镇、石桥镇各完成500户" {
		t.Errorf("target is marked %q, %q", target.Why, target.About)
	}
}

// A heading in three pieces is a heading even if it names the tasks of the year, and an appeal at the end asks for nothing.
func TestAppeals(t *testing.T) {
	got := read("一、突出重点，攻坚突破，全力完成全年目标任务\n（一）坚定不移推动工业提质增效。工信局年底前新增规上工业企业8家。\n" +
		"（二）用心用情办好民生实事。民政局年底前建成养老点15个，粮食总产稳定在18万吨以上。\n让我们以更加务实的作风，奋力冲刺四季度，为完成今年任务而努力奋斗！")
	if want := []string{"新增规上工业企业8家", "建成养老点15个", "粮食总产稳定在18万吨以上"}; !slices.Equal(titlesOf(got), want) {
		t.Fatalf("got %q, want %q", titlesOf(got), want)
	}
	areas := read("一、坚定不移推动工业提质增效\n工信局年底前新增规上工业企业8家。\n二、用心用情办好民生实事\n民政局年底前建成养老点15个。\n三、城乡建设\n住建局年底前修桥3座。")
	for i, want := range []string{"推动工业提质增效", "办好民生实事", "城乡建设"} {
		if area := areas[i].Get(workbook.ColArea).Text; area != want {
			t.Errorf("%s: area %q, want %q", titlesOf(areas)[i], area, want)
		}
	}
}
