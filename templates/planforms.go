package templates

import "duban/workbook"

// Short names keep the tables below readable, with one line for each column.
const (
	text   = workbook.TextColumn
	number = workbook.NumberColumn
	pct    = workbook.PercentColumn
	date   = workbook.DateColumn
	choice = workbook.ChoiceColumn
	names  = workbook.NamesColumn
	yes    = workbook.BoolColumn
)

// column is one line of a form's table, without its texts, which come from the catalogue by key.
type column struct {
	key      string
	typ      workbook.ColumnType
	width    float64
	choices  string // name of a list of choices
	suggest  string // name of a list that a drop-down offers, while other values may be typed
	required bool
	check    string // validator/v10 tag
	filled   workbook.Filler
	formula  string // over the form's keys
	hidden   bool
}

// form is a form's table.
type form struct {
	key     string
	id      []string
	blank   int
	columns []column
}

// planForms lists the sheets of the plan in their order. A county fills in 单位 and 任务; the others have defaults.
var planForms = []form{
	{key: workbook.FormSettings, id: []string{workbook.ColName}, columns: []column{
		{key: workbook.ColName, typ: choice, choices: "setting", width: 20, required: true},
		{key: workbook.ColValue, width: 34},
		{key: workbook.ColExplain, width: 70},
	}},
	{key: workbook.FormBureaus, id: []string{workbook.ColName}, blank: 60, columns: []column{
		{key: workbook.ColCode, width: 10, check: "max=20"},
		{key: workbook.ColName, width: 18, required: true, check: "max=40"},
		{key: workbook.ColFullName, width: 28},
		{key: workbook.ColAliases, typ: names, width: 30},
		{key: workbook.ColCategory, width: 12},
		{key: workbook.ColGroups, typ: names, width: 22},
		{key: workbook.ColContact, width: 12},
		{key: workbook.ColPhone, width: 16},
		{key: workbook.ColScored, typ: yes, choices: "yes", width: 8},
		{key: workbook.ColSendsLedger, typ: yes, choices: "yes", width: 11},
		{key: workbook.ColRemark, width: 30},
	}},
	{key: workbook.FormTasks, id: []string{workbook.ColTask}, blank: 120, columns: []column{
		{key: workbook.ColTask, width: 11, required: true, check: "max=20"},
		{key: workbook.ColArea, width: 12},
		{key: workbook.ColParent, width: 10},
		{key: workbook.ColTitle, width: 30, required: true, check: "max=200"},
		{key: workbook.ColGoal, width: 40, check: "max=2000"},
		{key: workbook.ColMeasure, typ: choice, choices: "measure", width: 10},
		{key: workbook.ColLeads, typ: names, width: 20, suggest: "bureau"},
		{key: workbook.ColSupports, typ: names, width: 22, suggest: "bureau"},
		{key: workbook.ColLeader, width: 11},
		{key: workbook.ColStart, typ: date, width: 12},
		{key: workbook.ColDueText, width: 13},
		{key: workbook.ColDue, typ: date, width: 12},
		{key: workbook.ColCadence, width: 11, suggest: "cadence"},
		{key: workbook.ColUnit, width: 9},
		{key: workbook.ColBasis, typ: choice, choices: "basis", width: 8},
		{key: workbook.ColBaseline, typ: number, width: 10},
		{key: workbook.ColTarget, typ: number, width: 10},
		{key: workbook.ColDirection, typ: choice, choices: "direction", width: 10},
		{key: workbook.ColWeight, typ: number, width: 7, check: "gte=0,lte=1000"},
		{key: workbook.ColDifficulty, typ: number, width: 9, check: "gte=0,lte=10"},
		{key: workbook.ColStatusOnly, typ: yes, choices: "yes", width: 9},
		{key: workbook.ColUrgent, typ: yes, choices: "yes", width: 7},
		{key: workbook.ColSource, width: 22},
		{key: workbook.ColRemark, width: 36},
	}},
	{key: workbook.FormMilestones, id: []string{workbook.ColTask, workbook.ColMilestone}, blank: 60, columns: []column{
		{key: workbook.ColTask, width: 11, required: true, suggest: "task"},
		{key: workbook.ColMilestone, width: 9, required: true, check: "max=20"},
		{key: workbook.ColTitle, width: 40, required: true},
		{key: workbook.ColBureau, typ: names, width: 18, suggest: "bureau"},
		{key: workbook.ColDueText, width: 14},
		{key: workbook.ColDue, typ: date, width: 13},
		{key: workbook.ColSource, width: 22},
		{key: workbook.ColRemark, width: 36},
	}},
	{key: workbook.FormStages, id: []string{workbook.ColTask, workbook.ColStage}, blank: 20, columns: []column{
		{key: workbook.ColTask, width: 11, required: true, suggest: "task"},
		{key: workbook.ColStage, width: 9, required: true},
		{key: workbook.ColTitle, width: 26, required: true},
		{key: workbook.ColWorth, typ: pct, width: 10, required: true, check: "gte=0,lte=100"},
		{key: workbook.ColInitial, typ: number, width: 10, required: true, check: "gte=0"},
		{key: workbook.ColRemark, width: 40},
	}},
	{key: workbook.FormParts, id: []string{workbook.ColTask, workbook.ColBureau}, blank: 60, columns: []column{
		{key: workbook.ColTask, width: 11, required: true, suggest: "task"},
		{key: workbook.ColBureau, typ: names, width: 18, required: true, suggest: "bureau"},
		{key: workbook.ColBaseline, typ: number, width: 12},
		{key: workbook.ColTarget, typ: number, width: 12},
		{key: workbook.ColRemark, width: 40},
	}},
	{key: workbook.FormIndicators, id: []string{workbook.ColIndicator}, blank: 40, columns: []column{
		{key: workbook.ColIndicator, width: 11, required: true, check: "max=20"},
		{key: workbook.ColTitle, width: 30, required: true},
		{key: workbook.ColTask, width: 11, suggest: "task"},
		{key: workbook.ColBureau, typ: names, width: 18, suggest: "bureau"},
		{key: workbook.ColUnit, width: 10},
		{key: workbook.ColDirection, typ: choice, choices: "direction", width: 10},
		{key: workbook.ColPlanned, typ: number, width: 11},
		{key: workbook.ColLastYear, typ: number, width: 11},
		{key: workbook.ColBest, typ: number, width: 12},
		{key: workbook.ColLatest, typ: number, width: 11},
		{key: workbook.ColCadence, width: 10, suggest: "cadence"},
		{key: workbook.ColSource, width: 20},
		{key: workbook.ColRemark, width: 30},
	}},
	{key: workbook.FormInterims, id: []string{workbook.ColTask, workbook.ColIndicator, workbook.ColDueText, workbook.ColDue}, blank: 40, columns: []column{
		{key: workbook.ColTask, width: 11, suggest: "task"},
		{key: workbook.ColIndicator, width: 11},
		{key: workbook.ColDueText, width: 14},
		{key: workbook.ColDue, typ: date, width: 13},
		{key: workbook.ColTarget, typ: number, width: 12, required: true},
		{key: workbook.ColSource, width: 22},
		{key: workbook.ColRemark, width: 36},
	}},
	{key: workbook.FormProjects, id: []string{workbook.ColTask, workbook.ColStepNo}, blank: 40, columns: []column{
		{key: workbook.ColTask, width: 11, required: true, suggest: "task"},
		{key: workbook.ColProject, width: 24},
		{key: workbook.ColStepNo, width: 9},
		{key: workbook.ColStep, width: 26},
		{key: workbook.ColBureau, typ: names, width: 18, suggest: "bureau"},
		{key: workbook.ColDays, typ: number, width: 10, check: "gte=0,lte=3650"},
		{key: workbook.ColDueText, width: 14},
		{key: workbook.ColDue, typ: date, width: 13},
		{key: workbook.ColTotalInvestment, typ: number, width: 11, check: "gte=0"},
		{key: workbook.ColYearInvestment, typ: number, width: 13, check: "gte=0"},
		{key: workbook.ColSource, width: 20},
		{key: workbook.ColRemark, width: 30},
	}},
	{key: workbook.FormLists, id: []string{workbook.ColList, workbook.ColColumn}, blank: 30, columns: []column{
		{key: workbook.ColList, width: 16, required: true, check: "max=31"},
		{key: workbook.ColColumn, width: 20, required: true},
		{key: workbook.ColType, typ: choice, choices: "type", width: 10, required: true},
		{key: workbook.ColFilledBy, width: 10},
		{key: workbook.ColRequired, typ: yes, choices: "yes", width: 8},
		{key: workbook.ColCadence, width: 10, suggest: "cadence"},
		{key: workbook.ColBureau, typ: names, width: 22, suggest: "bureau"},
		{key: workbook.ColChoices, width: 30},
		{key: workbook.ColExplain, width: 40},
	}},
	{key: workbook.FormSpecials, id: []string{workbook.ColDate}, blank: 20, columns: []column{
		{key: workbook.ColDate, typ: date, width: 13, required: true},
		{key: workbook.ColName, width: 20, required: true, check: "max=40"},
		{key: workbook.ColScope, typ: names, width: 44, required: true},
		{key: workbook.ColDue, typ: date, width: 13},
		{key: workbook.ColRemark, width: 36},
	}},
	{key: workbook.FormHolidays, id: []string{workbook.ColDate}, blank: 40, columns: []column{
		{key: workbook.ColDate, typ: date, width: 14, required: true},
		{key: workbook.ColArrangement, typ: choice, choices: "arrangement", width: 12, required: true},
		{key: workbook.ColName, width: 30},
	}},
	{key: workbook.FormChanges, id: []string{workbook.ColCode}, blank: 30, columns: []column{
		{key: workbook.ColCode, width: 9},
		{key: workbook.ColObject, typ: choice, choices: "object", width: 9, required: true},
		{key: workbook.ColObjectID, width: 16, required: true},
		{key: workbook.ColField, typ: choice, choices: "changed", width: 12, required: true},
		{key: workbook.ColOld, width: 20},
		{key: workbook.ColNew, width: 20, required: true},
		{key: workbook.ColFrom, typ: date, width: 13, required: true},
		{key: workbook.ColReason, width: 36, required: true},
		{key: workbook.ColApprover, width: 12},
		{key: workbook.ColApproved, typ: date, width: 13},
	}},
	{key: workbook.FormExemptions, id: []string{workbook.ColBureau, workbook.ColPeriod}, blank: 20, columns: []column{
		{key: workbook.ColBureau, width: 18, required: true, suggest: "bureau"},
		{key: workbook.ColPeriod, width: 12},
		{key: workbook.ColReason, width: 40, required: true},
		{key: workbook.ColApprover, width: 14, required: true},
	}},
	{key: workbook.FormIntake, blank: 20, columns: []column{
		{key: workbook.ColPeriod, width: 12},
		{key: workbook.ColBureau, typ: names, width: 18, suggest: "bureau"},
		{key: workbook.ColFile, width: 30},
		{key: workbook.ColDecision, typ: choice, choices: "intake", width: 10, required: true},
		{key: workbook.ColUntil, typ: date, width: 13},
		{key: workbook.ColReason, width: 40, required: true},
		{key: workbook.ColApprover, width: 14, required: true},
	}},
	{key: workbook.FormWaivers, id: []string{workbook.ColRule, workbook.ColBureau, workbook.ColPeriod, workbook.ColTask}, blank: 20, columns: []column{
		{key: workbook.ColRule, width: 26, required: true},
		{key: workbook.ColBureau, width: 18, required: true, suggest: "bureau"},
		{key: workbook.ColPeriod, width: 12},
		{key: workbook.ColTask, width: 11},
		{key: workbook.ColReason, width: 40, required: true},
		{key: workbook.ColApprover, width: 14, required: true},
	}},
	{key: workbook.FormVerifications, id: []string{workbook.ColTask, workbook.ColBureau, workbook.ColPeriod, workbook.ColField}, blank: 40, columns: []column{
		{key: workbook.ColTask, width: 11, required: true, suggest: "task"},
		{key: workbook.ColBureau, width: 18, suggest: "bureau"},
		{key: workbook.ColPeriod, width: 12},
		{key: workbook.ColField, typ: choice, choices: "verified", width: 14, required: true},
		// A figure, a date or a status, depending on the field; only a status has a list of words.
		{key: workbook.ColValue, choices: "status", width: 14, required: true},
		{key: workbook.ColReason, width: 40, required: true},
		{key: workbook.ColApprover, width: 14, required: true},
		{key: workbook.ColDate, typ: date, width: 13},
	}},
	{key: workbook.FormLadder, id: []string{workbook.ColTrigger, workbook.ColReach}, blank: 20, columns: []column{
		{key: workbook.ColTrigger, typ: choice, choices: "trigger", width: 12, required: true},
		{key: workbook.ColReach, typ: number, width: 10, required: true, check: "gte=0"},
		{key: workbook.ColLevel, typ: choice, choices: "notice-level", width: 10, required: true},
		{key: workbook.ColReplyDays, typ: number, width: 12, check: "gte=1,lte=60"},
		{key: workbook.ColRemark, width: 40},
	}},
	{key: workbook.FormReasons, blank: 20, columns: []column{
		{key: workbook.ColBureau, width: 18, required: true, suggest: "bureau"},
		{key: workbook.ColTask, width: 11, suggest: "task"},
		{key: workbook.ColPeriod, width: 12},
		{key: workbook.ColFrom, typ: date, width: 13},
		{key: workbook.ColUntil, typ: date, width: 13},
		{key: workbook.ColReason, width: 40, required: true},
		{key: workbook.ColExcuses, typ: choice, choices: "excuses", width: 12},
		{key: workbook.ColEvidence, width: 26},
		{key: workbook.ColApprover, width: 14, required: true},
		{key: workbook.ColApproved, typ: date, width: 13},
	}},
	{key: workbook.FormEvents, id: []string{workbook.ColCode}, blank: 20, columns: []column{
		{key: workbook.ColCode, width: 10},
		{key: workbook.ColBureau, width: 18, required: true, suggest: "bureau"},
		{key: workbook.ColItem, width: 16},
		{key: workbook.ColEvent, width: 40, required: true},
		{key: workbook.ColLevel, width: 10},
		{key: workbook.ColDate, typ: date, width: 13},
		{key: workbook.ColEvidence, width: 30},
		{key: workbook.ColApprover, width: 14},
	}},
	{key: workbook.FormScheme, id: []string{workbook.ColCode}, blank: 12, columns: []column{
		{key: workbook.ColCode, width: 8, required: true, check: "max=20"},
		{key: workbook.ColParent, width: 8},
		{key: workbook.ColSection, width: 16},
		{key: workbook.ColItem, width: 22, required: true},
		{key: workbook.ColScope, typ: names, width: 20},
		{key: workbook.ColPoints, typ: number, width: 9, required: true},
		{key: workbook.ColGrain, typ: choice, choices: "grain", width: 10, required: true},
		{key: workbook.ColFilter, width: 22},
		{key: workbook.ColMethod, width: 16, suggest: "method"},
		{key: workbook.ColRankOn, width: 14},
		{key: workbook.ColRankOrder, typ: choice, choices: "rank-order", width: 10},
		{key: workbook.ColRankWithin, typ: choice, choices: "rank-within", width: 10},
		{key: workbook.ColBands, width: 12},
		{key: workbook.ColSumming, typ: choice, choices: "summing", width: 10},
		{key: workbook.ColAbsent, typ: choice, choices: "absent", width: 10},
		{key: workbook.ColFactor, width: 10},
		{key: workbook.ColFloor, typ: number, width: 8},
		{key: workbook.ColCap, typ: number, width: 8},
		{key: workbook.ColDecimals, typ: number, width: 8, check: "gte=0,lte=6"},
		{key: workbook.ColNoRows, typ: choice, choices: "no-rows", width: 12},
		{key: workbook.ColNoRowsShare, typ: pct, width: 10, check: "gte=0,lte=100"},
		{key: workbook.ColWhen, typ: choice, choices: "when", width: 10},
		{key: workbook.ColRemark, width: 40},
	}},
	{key: workbook.FormSections, id: []string{workbook.ColSection, workbook.ColScope}, blank: 12, columns: []column{
		{key: workbook.ColSection, width: 18, required: true},
		{key: workbook.ColScope, typ: names, width: 24},
		{key: workbook.ColWeight, typ: pct, width: 10, check: "gte=0,lte=1000"},
		{key: workbook.ColPoints, typ: number, width: 10, check: "gte=0"},
		{key: workbook.ColFloor, typ: number, width: 8},
		{key: workbook.ColCap, typ: number, width: 8},
		{key: workbook.ColRemark, width: 40},
	}},
	{key: workbook.FormMethods, id: []string{workbook.ColMethod}, blank: 12, columns: []column{
		{key: workbook.ColMethod, width: 18, required: true},
		{key: workbook.ColFormula, width: 90, required: true},
		{key: workbook.ColExplain, width: 60},
	}},
	{key: workbook.FormParameters, id: []string{workbook.ColName, workbook.ColScope}, blank: 12, columns: []column{
		{key: workbook.ColName, width: 20, required: true, check: "max=40"},
		{key: workbook.ColScope, typ: names, width: 24},
		{key: workbook.ColValue, typ: number, width: 10, required: true},
		{key: workbook.ColExplain, width: 50},
	}},
	{key: workbook.FormBands, id: []string{workbook.ColBands, workbook.ColFrom}, blank: 20, columns: []column{
		{key: workbook.ColBands, width: 16, required: true},
		{key: workbook.ColBand, width: 16},
		{key: workbook.ColFrom, typ: number, width: 10, required: true},
		{key: workbook.ColUpTo, typ: number, width: 10},
		{key: workbook.ColScore, typ: number, width: 10, required: true},
		{key: workbook.ColRemark, width: 40},
	}},
	{key: workbook.FormGrades, id: []string{workbook.ColGrade, workbook.ColScope}, blank: 12, columns: []column{
		{key: workbook.ColGrade, width: 12, required: true},
		{key: workbook.ColScope, typ: names, width: 24},
		{key: workbook.ColFrom, typ: number, width: 10},
		{key: workbook.ColQuotaShare, typ: pct, width: 12, check: "gte=0,lte=100"},
		{key: workbook.ColQuota, typ: number, width: 8, check: "gte=0"},
		{key: workbook.ColRemark, width: 40},
	}},
	{key: workbook.FormRules, id: []string{workbook.ColCode}, blank: 12, columns: []column{
		{key: workbook.ColCode, width: 22, required: true},
		{key: workbook.ColForm, typ: choice, choices: "ruleform", width: 12},
		{key: workbook.ColFormula, width: 70},
		{key: workbook.ColSeverity, typ: choice, choices: "severity", width: 9},
		{key: workbook.ColMessage, width: 50},
		{key: workbook.ColFrom, typ: date, width: 13},
		{key: workbook.ColApprover, width: 14},
		{key: workbook.ColRemark, width: 30},
	}},
	{key: workbook.FormAdjustments, id: nil, blank: 30, columns: []column{
		{key: workbook.ColCode, width: 9},
		{key: workbook.ColBureau, width: 18, required: true, suggest: "bureau"},
		{key: workbook.ColItem, width: 16},
		{key: workbook.ColAmount, typ: number, width: 10, required: true},
		{key: workbook.ColMatter, width: 40, required: true},
		{key: workbook.ColEvidence, width: 30},
		{key: workbook.ColApprover, width: 14, required: true},
		{key: workbook.ColApproved, typ: date, width: 13},
		{key: workbook.ColReverses, width: 10},
	}},
	{key: workbook.FormGates, id: nil, blank: 12, columns: []column{
		{key: workbook.ColBureau, width: 18, required: true, suggest: "bureau"},
		{key: workbook.ColMatter, width: 40, required: true},
		{key: workbook.ColEffect, typ: choice, choices: "effect", width: 14},
		{key: workbook.ColGrade, width: 12},
		{key: workbook.ColEvidence, width: 30},
		{key: workbook.ColApprover, width: 14, required: true},
		{key: workbook.ColApproved, typ: date, width: 13},
	}},
	{key: workbook.FormRaterGroups, id: []string{workbook.ColRaters}, blank: 12, columns: []column{
		{key: workbook.ColRaters, width: 18, required: true, check: "max=31"},
		{key: workbook.ColKind, typ: choice, choices: "raters", width: 12},
		{key: workbook.ColWeight, typ: number, width: 8, check: "gte=0"},
		{key: workbook.ColRated, typ: choice, choices: "rated", width: 12},
		{key: workbook.ColScope, typ: names, width: 24},
		{key: workbook.ColAnonymous, typ: yes, choices: "yes", width: 8},
		{key: workbook.ColRater, typ: names, width: 40},
		{key: workbook.ColRemark, width: 30},
	}},
	{key: workbook.FormRatings, id: []string{workbook.ColBureau, workbook.ColRaters, workbook.ColRater, workbook.ColTask}, blank: 60, columns: []column{
		{key: workbook.ColBureau, width: 18, required: true, suggest: "bureau"},
		{key: workbook.ColRaters, width: 16},
		{key: workbook.ColRater, width: 14},
		{key: workbook.ColTask, width: 11, suggest: "task"},
		{key: workbook.ColRating, typ: number, width: 10, required: true, check: "gte=0,lte=100"},
		{key: workbook.ColDate, typ: date, width: 13},
		{key: workbook.ColRemark, width: 30},
	}},
	{key: workbook.FormObjections, id: []string{workbook.ColCode}, blank: 30, columns: []column{
		{key: workbook.ColCode, width: 12, required: true},
		{key: workbook.ColBureau, width: 18, required: true, suggest: "bureau"},
		{key: workbook.ColItem, width: 20},
		{key: workbook.ColObjection, width: 40},
		{key: workbook.ColDecision, typ: choice, choices: "decision", width: 12},
		{key: workbook.ColReply, width: 44},
		{key: workbook.ColApprover, width: 14},
		{key: workbook.ColApproved, typ: date, width: 13},
		{key: workbook.ColAdjustment, width: 12},
	}},
}
