package workbook

// Keys of the plan's forms.
const (
	FormSettings      = "settings"
	FormBureaus       = "bureaus"
	FormTasks         = "tasks"
	FormMilestones    = "milestones"
	FormStages        = "stages"
	FormParts         = "parts"
	FormIndicators    = "indicators"
	FormInterims      = "interims"
	FormProjects      = "projects"
	FormLists         = "lists"
	FormSpecials      = "specials"
	FormHolidays      = "holidays"
	FormChanges       = "changes"
	FormExemptions    = "exemptions"
	FormIntake        = "intake"
	FormWaivers       = "waivers"
	FormVerifications = "verifications"
	FormLadder        = "ladder"
	FormReasons       = "reasons"
	FormEvents        = "events"
	FormScheme        = "scheme"
	FormMethods       = "methods"
	FormSections      = "sections"
	FormParameters    = "parameters"
	FormBands         = "bands"
	FormGrades        = "grades"
	FormGates         = "gates"
	FormRaterGroups   = "rater-groups"
	FormObjections    = "objections"
	FormRules         = "rules"
	FormAdjustments   = "adjustments"
	FormRatings       = "ratings"
)

// Keys of the forms that a template is made of. A county's own list has the key FormList + its name.
const (
	FormProgress       = "progress"
	FormMilestoneState = "milestone-state"
	FormStageState     = "stage-state"
	FormIndicatorState = "indicator-state"
	FormStepState      = "step-state"
	FormProblems       = "problems"
	FormList           = "list:"
)

// Measures: how a task's completion is worked out.
const (
	Deliverable   = "deliverable"
	Quantity      = "quantity"
	Staged        = "staged"
	ByIndicator   = "indicator"
	Recurring     = "recurring"
	Project       = "project"
	Rectification = "rectification"
	Grouping      = "grouping" // a heading over its sub-tasks, nothing to report
)

// Bases of a quantity or project.
const (
	Cumulative   = "cumulative"
	PointInTime  = "point"
	ThisPeriod   = "period"
	BySteps      = "steps"
	ByInvestment = "investment"
)

// Directions of a value.
const (
	Higher  = "higher"
	Lower   = "lower"
	Ceiling = "ceiling" // at most
	Floor   = "floor"   // at least, at any time: a rate of growth, not a total that grows
)

// IsBound reports whether a direction bounds a value at any time, instead of saying which way it should move.
func IsBound(direction string) bool { return direction == Ceiling || direction == Floor }

// Statuses of an entry.
const (
	NotStarted = "not-started"
	Ongoing    = "ongoing"
	Done       = "done"
	Sustained  = "sustained"
	AskChange  = "ask-change"
	Unchanged  = "unchanged"
)

// Roles of a bureau in a task.
const (
	RoleLead    = "lead"    // the first-listed lead, who sums up
	RoleCoLead  = "co-lead" // a further lead
	RoleMember  = "member"  // a lead named only through a group such as 各镇
	RoleSupport = "support"
)

// Levels that have to coordinate for a problem to be solved.
const (
	LevelAbove  = "above" // above the county whose plan it is
	LevelCounty = "county"
	LevelBureau = "bureau"
	LevelTown   = "town"
)

// Columns. The same key means the same thing in every form.
const (
	ColTask       = "task"
	ColArea       = "area"
	ColParent     = "parent"
	ColTitle      = "title"
	ColGoal       = "goal"
	ColMeasure    = "measure"
	ColLeads      = "leads"
	ColSupports   = "supports"
	ColLeader     = "leader"
	ColStart      = "start"
	ColDueText    = "due-text"
	ColDue        = "due"
	ColCadence    = "cadence"
	ColUnit       = "unit"
	ColBasis      = "basis"
	ColBaseline   = "baseline"
	ColTarget     = "target"
	ColDirection  = "direction"
	ColWeight     = "weight"
	ColStatusOnly = "status-only"
	ColUrgent     = "urgent"
	ColSource     = "source"
	ColRemark     = "remark"

	ColName            = "name"
	ColValue           = "value"
	ColExplain         = "explain"
	ColCode            = "code"
	ColFullName        = "full-name"
	ColAliases         = "aliases"
	ColCategory        = "category"
	ColGroups          = "groups"
	ColContact         = "contact"
	ColPhone           = "phone"
	ColScored          = "scored"
	ColSendsLedger     = "sends-ledger"
	ColBureau          = "bureau"
	ColMilestone       = "milestone"
	ColStage           = "stage"
	ColWorth           = "worth"
	ColInitial         = "initial"
	ColIndicator       = "indicator"
	ColPlanned         = "planned"
	ColInterim         = "interim"
	ColLastYear        = "last-year"
	ColBest            = "best"
	ColLatest          = "latest"
	ColProject         = "project"
	ColStepNo          = "step-no"
	ColStep            = "step"
	ColDays            = "days"
	ColTotalInvestment = "total-investment"
	ColYearInvestment  = "year-investment"
	ColList            = "list"
	ColColumn          = "column"
	ColType            = "type"
	ColFilledBy        = "filled-by"
	ColRequired        = "required"
	ColChoices         = "choices"
	ColDate            = "date"
	ColArrangement     = "arrangement"
	ColObject          = "object"
	ColObjectID        = "object-id"
	ColField           = "field"
	ColOld             = "old"
	ColNew             = "new"
	ColFrom            = "from"
	ColReason          = "reason"
	ColApprover        = "approver"
	ColApproved        = "approved"
	ColPeriod          = "period"
	ColFile            = "file"
	ColDecision        = "decision"
	ColUntil           = "until"
	ColExcuses         = "excuses"
	ColRule            = "rule"
	ColEvent           = "event"
	ColLevel           = "level"
	ColEvidence        = "evidence"
	ColSection         = "section"
	ColItem            = "item"
	ColScope           = "scope"
	ColPoints          = "points"
	ColGrain           = "grain"
	ColFilter          = "filter"
	ColMethod          = "method"
	ColSumming         = "summing"
	ColFloor           = "floor"
	ColCap             = "cap"
	ColNoRows          = "no-rows"
	ColFormula         = "formula"
	ColForm            = "form"
	ColSeverity        = "severity"
	ColMessage         = "message"
	ColAmount          = "amount"
	ColMatter          = "matter"
	ColRaters          = "raters"
	ColRating          = "rating"
	ColDifficulty      = "difficulty"
	ColRankOn          = "rank-on"
	ColRankOrder       = "rank-order"
	ColRankWithin      = "rank-within"
	ColBands           = "bands"
	ColBand            = "band"
	ColUpTo            = "up-to"
	ColAbsent          = "absent"
	ColFactor          = "factor"
	ColDecimals        = "decimals"
	ColNoRowsShare     = "no-rows-share"
	ColWhen            = "when"
	ColReverses        = "reverses"
	ColGrade           = "grade"
	ColQuotaShare      = "quota-share"
	ColQuota           = "quota"
	ColEffect          = "effect"
	ColKind            = "kind"
	ColAnonymous       = "anonymous"
	ColRated           = "rated"
	ColRater           = "rater"
	ColScore           = "score"
	ColTrigger         = "trigger"
	ColReach           = "reach"
	ColReplyDays       = "reply-days"
	ColObjection       = "objection"
	ColReply           = "reply"
	ColAdjustment      = "adjustment"

	// Of the returned workbook.
	ColRole        = "role"
	ColPriorValue  = "prior-value"
	ColPriorText   = "prior-text"
	ColStatus      = "status"
	ColDoneValue   = "done-value"
	ColProgress    = "progress"
	ColDoneOn      = "done-on"
	ColText        = "text"
	ColTrouble     = "trouble"
	ColNext        = "next"
	ColAnswer      = "answer" // 情况说明: the reason that answers a warning
	ColCheck       = "check"  // 自查
	ColPriorStatus = "prior-status"
	ColCount       = "count"
	ColPriorCount  = "prior-count"
	ColSum         = "sum"
	ColWhole       = "whole"
	ColStartedOn   = "started-on"
	ColProblem     = "problem"
	ColProblemText = "problem-text"
	ColStuck       = "stuck"
	ColNeeded      = "needed"
	ColPerson      = "person"
	ColClosed      = "closed"
	ColClosedOn    = "closed-on"
	ColRaisedBy    = "raised-by"
	ColSettleBy    = "settle-by" // of the consolidated workbook: by when
	ColSince       = "since"     // of the consolidated workbook: in which period
)
