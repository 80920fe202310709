package score

import (
	"strings"
	"testing"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
)

const countyReasons = `
# 正当理由
| 单位 | 任务编号 | 期 | 起始日 | 截至 | 原因 | 用于 | 依据 | 批准人 | 批准日期 |
| 发改局 | CY-01 | | 2024-11-01 | 2024-11-05 | 等上级批复 | 计分不计 | 变更单3号 | 分管市长 | 2024-11-20 |
| 发改局 | CY-01 | | 2024-11-04 | 2024-11-08 | 防汛 | 都适用 | | 市长 | |
| 商务局 | ZS-02 | | | | 展会延期 | 计分不计 | | | |
| 商务局 | | 2024-09 | | | 机构改革 | 都适用 | | 分管市长 | |
| 商务局 | | 2024-11 | | | 系统故障 | 暂不督办 | | 分管市长 | |
| 财政局 | | | 2024-10-01 | 2024-10-31 | 审计进点 | 计分不计 | | 市长 | 2025-01-05 |
| 财政局 | | 2024-03 | | | 不在计分的各期里 | 计分不计 | | 市长 | |
`

// Lateness with an approved reason costs nothing in the scores. It stays in the ledger, and the workbook says who approved the reason.
func TestApprovedReasonsExcuseInScores(t *testing.T) {
	c := County(t, countyReasons)
	for _, reg := range c.regs {
		reg.Due = reg.Period.Last()
	}
	s := c.Scores()
	for _, r := range s.Rows[workbook.GrainTask] {
		late, excused := r.Inputs.of(workbook.InDaysLate), r.Inputs.of(workbook.InExcused)
		switch r.Bureau.Name + " " + r.Line.Task.ID {
		case "发改局 CY-01":
			// It is 12 days late. Reasons cover the 1st to the 8th, the 4th and 5th twice.
			if late.Num != 4 || excused.Num != 8 || r.Line.DaysLate.V != 12 {
				t.Errorf("late %v, excused %v, in the ledger %v", late, excused, r.Line.DaysLate)
			}
			if text := s.Sentence(r, c.Words); !strings.Contains(text, "逾期天数4、免计天数8") {
				t.Errorf("the sentence does not say what was excused: %s", text)
			}
			if got := s.reasons(r); len(got) != 2 || reasonText(got[0], c.Words) != "CY-01 园区规划编制：等上级批复（分管市长、2024-11-20、变更单3号）" {
				t.Errorf("reasons %v", got)
			}
		case "商务局 ZS-02":
			if late.Num != 92 || excused.Num != 0 {
				t.Errorf("nobody approved that: late %v, excused %v", late, excused)
			}
		}
	}
	for _, r := range s.Rows[workbook.GrainReporting] {
		got := [4]float64{r.Inputs.of(workbook.InAsked).Num, r.Inputs.of(workbook.InLate).Num, r.Inputs.of(workbook.InSentBack).Num, r.Inputs.of(workbook.InExplained).Num}
		want, ok := map[string][4]float64{"商务局": {4, 1, 0, 1}, "财政局": {4, 0, 0, 1}}[r.Bureau.Name]
		if ok && got != want {
			t.Errorf("%s: due, late, sent back, explained %v, want %v", r.Bureau.Name, got, want)
		}
	}
	for _, lang := range []string{"zh", "en"} {
		words := wordsIn(t, lang)
		book := Book(s, words).Fill()
		sh := book.Sheet(words.T("scoresheet.reporting"))
		found := false
		for _, row := range sh.Rows {
			for _, cell := range row.Cells {
				found = found || cell.Value.Text == words.T("scorebook.with-reason", "outcome", words.T("outcome.late"))
			}
		}
		if !found {
			t.Errorf("%s: the sheet of reporting does not show the explained period", lang)
		}
		notes := book.Sheet(words.T("scoresheet.notes"))
		said := 0
		for row := firstRow; row <= notes.LastRow(); row++ {
			if notes.Value(sheet.At(row, 2)).Text == words.T("scorebook.note-reason") {
				said++
			}
		}
		if said != 4 {
			t.Errorf("%s: %d reasons are listed, want 4", lang, said)
		}
	}
}

// Lateness that came with a ledger from the level below is not counted from the task's own deadline, so a reason for some days of the year
// does not cancel it.
func TestReasonsLeaveTheLatenessOfTheLevelBelow(t *testing.T) {
	c := County(t, countyReasons)
	s := c.Scores()
	for _, r := range s.Rows[workbook.GrainTask] {
		if r.Bureau.Name != "发改局" || r.Line.Task.ID != "CY-01" {
			continue
		}
		task, line := *r.Line.Task, *r.Line
		task.Rolled, line.Task = true, &task
		for below, want := range map[float64][2]float64{12: {4, 8}, 40: {40, 0}} {
			line.DaysLate = workbook.Known(below)
			if late, excused := s.lateness(s.Ledger, &line); late.V != want[0] || excused.V != want[1] {
				t.Errorf("%v days late below: late %v, excused %v, want %v", below, late.V, excused.V, want)
			}
		}
		return
	}
	t.Fatal("there is no such row")
}

// A reason for one period does not apply to another, nor to a task.
func TestReasonsAreForWhatTheyName(t *testing.T) {
	p := NewCase(t, "zh", CountyPipes+countyReasons).Plan
	sep, oct := calendar.MonthOf(calendar.NewDate(2024, 9, 1)), calendar.MonthOf(calendar.NewDate(2024, 10, 1))
	day := calendar.NewDate(2024, 10, 10)
	swj, fgj := p.Directory.Bureau("商务局"), p.Directory.Bureau("发改局")
	if p.Held(swj, nil, sep, day) == nil || p.Held(swj, nil, oct, day) != nil || p.Held(swj, p.Task("ZS-02"), calendar.Period{}, day) != nil {
		t.Error("the reason for September's return holds something else back")
	}
	if p.Held(fgj, p.Task("CY-01"), calendar.Period{}, calendar.NewDate(2024, 11, 2)) != nil {
		t.Error("a reason for the scores alone holds a notice back")
	}
	if p.Held(fgj, p.Task("CY-01"), calendar.Period{}, calendar.NewDate(2024, 11, 8)) == nil || p.Held(fgj, p.Task("CY-02"), calendar.Period{}, calendar.NewDate(2024, 11, 8)) != nil {
		t.Error("the reason for one task is not for that task")
	}
}
