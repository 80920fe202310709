package workbook_test

import (
	"testing"

	"duban/templates"
	"duban/workbook"
	"duban/workbook/calendar"
)

// A problem leaves the list once its bureau reports it as settled and a verification confirms that.
func TestProblemIsClosedWhenVerified(t *testing.T) {
	fg := &workbook.Bureau{Code: "FG", Name: "发改局"}
	sw := &workbook.Bureau{Code: "SW", Name: "商务局"}
	task := &workbook.Task{ID: "CY-01"}
	period := func(s string) calendar.Period {
		p, ok := calendar.ParsePeriod(s)
		if !ok {
			t.Fatal(s)
		}
		return p
	}
	settled := workbook.ProblemRow{ID: "FG-202409-01", Task: "CY-01", Bureau: "FG", Closed: true}
	open := settled
	open.Closed = false
	again := settled
	again.Reopened = period("2024-09")
	for _, c := range []struct {
		name     string
		problem  workbook.ProblemRow
		verified workbook.Verification
		want     bool
	}{
		{"by its number", settled, workbook.Verification{Problem: "fg-202409-01", Field: workbook.ColClosed, Approver: "督查室"}, true},
		{"by its task and bureau", settled, workbook.Verification{Task: task, Bureau: fg, Field: workbook.ColClosed, Approver: "督查室"}, true},
		{"another bureau's", settled, workbook.Verification{Task: task, Bureau: sw, Field: workbook.ColClosed, Approver: "督查室"}, false},
		{"nobody approved", settled, workbook.Verification{Problem: "FG-202409-01", Field: workbook.ColClosed}, false},
		{"of a later period", settled, workbook.Verification{Problem: "FG-202409-01", Period: period("2024-11"), Field: workbook.ColClosed, Approver: "督查室"}, false},
		{"another field", settled, workbook.Verification{Task: task, Bureau: fg, Field: workbook.ColStatus, Approver: "督查室"}, false},
		{"before it was taken back", again, workbook.Verification{Problem: "FG-202409-01", Period: period("2024-08"), Field: workbook.ColClosed, Approver: "督查室"}, false},
		{"since it was taken back", again, workbook.Verification{Problem: "FG-202409-01", Period: period("2024-10"), Field: workbook.ColClosed, Approver: "督查室"}, true},
		{"taken back, and of no period", again, workbook.Verification{Problem: "FG-202409-01", Field: workbook.ColClosed, Approver: "督查室"}, false},
		{"its bureau does not say so", open, workbook.Verification{Problem: "FG-202409-01", Field: workbook.ColClosed, Approver: "督查室"}, false},
	} {
		p := &workbook.Plan{Verified: []*workbook.Verification{&c.verified}}
		if got := p.ProblemClosed(&c.problem, period("2024-10")); got != c.want {
			t.Errorf("%s: closed %v, want %v", c.name, got, c.want)
		}
	}
}

// A figure that has reached its target is still reported; the task was finished in the first period with that figure.
func TestAFigureIsFinishedOnce(t *testing.T) {
	o := newOffice(t, roster+"# 任务\n| 任务编号 | 重点任务 | 计量方式 | 牵头单位 | 开始日期 | 完成日期 | 计量单位 | 目标值 |\n| SL-09 | 改造老旧小区 | 数量 | 住建局 | 2024-09-01 | 2024-09-30 | 个 | 20 |")
	head := "# 任务进展\n| 任务编号 | 进展状态 | 累计完成值 | 进展情况 |\n"
	sep := first(t, "2024-09")
	o.accept(t, sep, nil, "住建局", head+"| SL-09 | 推进中 | 20 | 二十个小区完工 |")
	oct := sep.Next(period(t, "2024-10"))
	o.accept(t, oct, sep, "住建局", head+"| SL-09 | 推进中 | 21 | 又完工一个 |")
	c := o.plan.Official(oct, task(t, o.plan, "SL-09"))
	if !c.Finished || c.FinishedOn.String() != "2024-09-30" {
		t.Errorf("finished %v on %s, want 2024-09-30", c.Finished, c.FinishedOn)
	}
	if late := o.plan.DaysLate(oct, task(t, o.plan, "SL-09"), c, day(t, "2024-10-31")); !late.Known || late.V != 0 {
		t.Errorf("%v days late, want 0", late)
	}
}

// A closing that waits for its verification is carried into the next template, so that a return without changes says the same again.
func TestAClosingIsCarriedOver(t *testing.T) {
	o := newOffice(t, roster+"# 任务\n| 任务编号 | 重点任务 | 牵头单位 | 开始日期 |\n| CY-01 | 甲 | 住建局 | 2024-09-01 |")
	sep := first(t, "2024-09")
	sep.Problems = []*workbook.ProblemRow{{ID: "P-1", Task: "CY-01", Text: "用地未批", Bureau: bureau(t, o.plan, "住建局").Code, Closed: true, ClosedOn: day(t, "2024-09-20")}}
	tm := templates.Prepare(o.plan, o.forms, sep, bureau(t, o.plan, "住建局"), period(t, "2024-10"), words(t))
	r := tm.Sheet(workbook.FormProblems).Row("P-1")
	if r == nil || r.Cells[workbook.ColClosed].Text != "是" || r.Cells[workbook.ColClosedOn].Num != float64(day(t, "2024-09-20")) {
		t.Errorf("carried over as %+v", r)
	}
}
