package templates

import "duban/workbook"

const (
	byPlan   = workbook.ByPlan
	byBureau = workbook.ByBureau
	computed = workbook.Computed
)

// returnForms lists the sheets of an issued workbook. Known values are on the left, then what the bureau fills in, then the
// self-check.
var returnForms = []form{
	// The widths fit office screens, at seven pixels a digit: sheets of the first round fit one of 1366 pixels, later ones, which
	// also show last period's text, one of 1536 (1920 at 125 %).
	{key: workbook.FormProgress, id: []string{workbook.ColTask}, columns: []column{
		{key: workbook.ColTask, width: 8},
		{key: workbook.ColTitle, width: 14.5},
		{key: workbook.ColGoal, width: 15.5},
		{key: workbook.ColRole, typ: choice, choices: "role", width: 5},
		{key: workbook.ColDue, typ: date, width: 11},
		{key: workbook.ColTarget, width: 8},
		{key: workbook.ColPriorValue, typ: number, width: 8},
		{key: workbook.ColPriorText, width: 16},
		{key: workbook.ColStatus, typ: choice, choices: "status", width: 9.5, filled: byBureau},
		{key: workbook.ColDoneValue, typ: number, width: 10, check: "gte=0", filled: byBureau},
		{key: workbook.ColProgress, typ: pct, width: 8, check: "gte=0,lte=100", filled: byBureau},
		{key: workbook.ColDoneOn, typ: date, width: 12, filled: byBureau},
		{key: workbook.ColText, width: 24.5, check: "max=1000", filled: byBureau},
		{key: workbook.ColTrouble, width: 14, check: "max=1000", filled: byBureau},
		{key: workbook.ColNext, width: 13, check: "max=1000", filled: byBureau},
		{key: workbook.ColEvidence, width: 9.5, check: "max=500", filled: byBureau},
		{key: workbook.ColAnswer, width: 10, check: "max=500", filled: byBureau},
		{key: workbook.ColCheck, width: 15.5, filled: computed},
	}},
	{key: workbook.FormMilestoneState, id: []string{workbook.ColTask, workbook.ColMilestone}, columns: []column{
		{key: workbook.ColTask, width: 10},
		{key: workbook.ColTitle, width: 26},
		{key: workbook.ColMilestone, width: 8},
		{key: workbook.ColGoal, width: 32},
		{key: workbook.ColDue, typ: date, width: 12},
		{key: workbook.ColPriorStatus, width: 10},
		{key: workbook.ColStatus, typ: choice, choices: "step-status", width: 11, filled: byBureau},
		{key: workbook.ColDoneOn, typ: date, width: 13, filled: byBureau},
		{key: workbook.ColText, width: 40, check: "max=1000", filled: byBureau},
		{key: workbook.ColCheck, width: 26, filled: computed},
	}},
	{key: workbook.FormStageState, id: []string{workbook.ColTask, workbook.ColStage}, columns: []column{
		{key: workbook.ColTask, width: 10},
		{key: workbook.ColTitle, width: 26},
		{key: workbook.ColStage, width: 8},
		{key: workbook.ColGoal, width: 20},
		{key: workbook.ColInitial, typ: number, width: 9},
		{key: workbook.ColPriorCount, typ: number, width: 9},
		{key: workbook.ColWhole, typ: number, width: 10},
		{key: workbook.ColCount, typ: number, width: 10, check: "gte=0", filled: byBureau},
		{key: workbook.ColText, width: 40, check: "max=1000", filled: byBureau},
		{key: workbook.ColSum, typ: number, width: 10, filled: computed,
			formula: `=SUMIFS([count],[task],[@task])`},
		{key: workbook.ColCheck, width: 28, filled: computed},
	}},
	{key: workbook.FormIndicatorState, id: []string{workbook.ColIndicator}, columns: []column{
		{key: workbook.ColIndicator, width: 10},
		{key: workbook.ColTitle, width: 30},
		{key: workbook.ColUnit, width: 9},
		{key: workbook.ColDirection, typ: choice, choices: "direction", width: 10},
		{key: workbook.ColPlanned, typ: number, width: 10},
		{key: workbook.ColInterim, width: 16},
		{key: workbook.ColLastYear, typ: number, width: 10},
		{key: workbook.ColBest, typ: number, width: 11},
		{key: workbook.ColPriorValue, typ: number, width: 10},
		{key: workbook.ColValue, typ: number, width: 11, filled: byBureau},
		{key: workbook.ColText, width: 40, check: "max=1000", filled: byBureau},
		{key: workbook.ColCheck, width: 26, filled: computed},
	}},
	{key: workbook.FormStepState, id: []string{workbook.ColTask, workbook.ColStepNo}, columns: []column{
		{key: workbook.ColTask, width: 10},
		{key: workbook.ColProject, width: 22},
		{key: workbook.ColStepNo, width: 8},
		{key: workbook.ColStep, width: 24},
		{key: workbook.ColDays, typ: number, width: 9},
		{key: workbook.ColDue, typ: date, width: 12},
		{key: workbook.ColPriorStatus, width: 10},
		{key: workbook.ColStatus, typ: choice, choices: "step-status", width: 11, filled: byBureau},
		{key: workbook.ColStartedOn, typ: date, width: 13, filled: byBureau},
		{key: workbook.ColDoneOn, typ: date, width: 13, filled: byBureau},
		{key: workbook.ColText, width: 30, check: "max=1000", filled: byBureau},
		{key: workbook.ColCheck, width: 26, filled: computed},
	}},
	{key: workbook.FormProblems, id: []string{workbook.ColProblem}, blank: 15, columns: []column{
		{key: workbook.ColProblem, width: 17},
		{key: workbook.ColRaisedBy, width: 10},
		{key: workbook.ColTask, width: 10, suggest: "task", filled: byBureau},
		{key: workbook.ColProblemText, width: 34, check: "max=1000", filled: byBureau},
		{key: workbook.ColStuck, width: 16, check: "max=200", filled: byBureau},
		{key: workbook.ColNeeded, typ: names, width: 16, suggest: "bureau", filled: byBureau},
		{key: workbook.ColPerson, width: 10, filled: byBureau},
		{key: workbook.ColDue, typ: date, width: 13, filled: byBureau},
		{key: workbook.ColLevel, typ: choice, choices: "level", width: 9, filled: byBureau},
		{key: workbook.ColClosed, typ: yes, choices: "yes", width: 9, filled: byBureau},
		{key: workbook.ColClosedOn, typ: date, width: 13, filled: byBureau},
		{key: workbook.ColCheck, width: 26, filled: computed},
	}},
}
