package draft_test

import (
	"slices"
	"testing"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/draft"
)

// A sentence below a table that says how the work is assessed is not a task, unless it gives somebody work. It is listed as unused.
func TestAssessmentBelowATable(t *testing.T) {
	const table = "2024年重点任务分工\n| 序号 | 重点任务 | 牵头单位 | 完成时限 |\n| 1 | 编制园区规划 | 发改局 | 9月底前 |\n| 2 | 整理规划档案 | 档案馆 | 年底前 |\n"
	for text, tasks := range map[string][]string{
		"以上任务完成情况纳入年度考核。":               nil,
		"上述任务纳入年度综合考核，对完成不力的单位予以通报批评。":  nil,
		"各单位完成情况将纳入年度绩效考核，严格奖惩。":        nil,
		"严格考核奖惩，对未按期完成的单位扣减年度考核分值。":     nil,
		"市里将按完成情况在年终考核中奖分、罚分。":          nil,
		"考核结果作为评先评优的重要依据。":              nil,
		"督查室将任务完成情况纳入年度考核。":             {"督查室"},
		"由县督查室负责考核，每季度通报一次。":            {"县督查室"},
		"县考核办要把以上任务纳入年度考核，11月底前制定考核细则。": {"县考核办"},
		"各牵头单位每月5日前报送进展，完成情况纳入年度考核。":    {""},
		"11月底前制定年度考核细则。":                {""},
		"考核结果靠后的3个单位要作出书面检查。":           {""},
		"组织特种作业人员培训考核20期。":              {""},
		"每季度考核一次。":                      {""},
	} {
		d := draft.Read(draft.ParseText(table+text), calendar.DefaultDeadlineRules(speechDay))
		var got []string
		for _, task := range d.Tasks {
			if task.Whole.Cell != "" {
				continue // the table's own
			}
			lead := ""
			if len(task.Leads) > 0 {
				lead = task.Leads[0]
			}
			got = append(got, lead)
		}
		unused := slices.ContainsFunc(d.Unused, func(s draft.Span) bool { return d.Paragraphs[s.Para-1] == text })
		if !slices.Equal(got, tasks) || unused != (tasks == nil) {
			t.Errorf("%s\n got %q, want %q; unused %v", text, got, tasks, unused)
		}
		if len(d.Tasks) != 2+len(tasks) {
			t.Errorf("%s: %d tasks", text, len(d.Tasks))
		}
	}
	// In a document without a table, the sentence itself is the task.
	if tasks := read("一、县里将根据测评结果，在年终考核中对各单位进行加减分。"); len(tasks) != 1 || tasks[0].Get(workbook.ColMeasure).Text != "deliverable" {
		t.Errorf("%d tasks", len(tasks))
	}
}
