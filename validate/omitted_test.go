package validate

import (
	"testing"

	"duban/workbook"
)

// Rules for which a self-check has no room are named if the plan issues the sheet.
func TestOmittedRulesOfSheetsThatAreIssued(t *testing.T) {
	k := newKit(t, county, "zh")
	for _, f := range k.returns.All() {
		plan := &workbook.Plan{File: "任务总表.xlsx"}
		unissued := f.Key == workbook.FormMilestoneState || f.Key == workbook.FormStageState || f.Key == workbook.FormStepState || f.Key == workbook.FormIndicatorState
		if got := len(k.checker.CheckOmitted(plan, f, []string{"qs-1"}, nil)); got == 0 != unissued {
			t.Errorf("%s of a plan without tasks: %d", f.Sheet, got)
		}
		task := &workbook.Task{Milestones: make([]*workbook.Milestone, 1), Stages: make([]*workbook.Stage, 1), Steps: make([]*workbook.Step, 1)}
		plan.Tasks, plan.Indicators = []*workbook.Task{task}, make([]*workbook.Indicator, 1)
		if got := k.checker.CheckOmitted(plan, f, []string{"qs-1"}, nil); len(got) != 1 || got[0].Args["names"] != "qs-1" {
			t.Errorf("%s of a plan with everything: %v", f.Sheet, got)
		}
	}
}
