package validate

import (
	"slices"
	"strconv"
	"strings"

	"duban/workbook"
	"duban/workbook/formula"
	"duban/workbook/sheet"
)

// planCheck checks one plan.
type planCheck struct {
	findings
	c       *Checker
	p       *workbook.Plan
	forms   []*workbook.Form
	returns *workbook.TemplateForms
}

// CheckPlan checks a plan and gives everything that is wrong, in the order of its cells. forms are the forms by which the plan was read;
// returns are those of the issued workbooks, whose columns the county's own rules name. What the plan leaves open (未明确) is reported as
// info and is never an error.
func (c *Checker) CheckPlan(p *workbook.Plan, forms []*workbook.Form, returns *workbook.TemplateForms) []Finding {
	return (&planCheck{findings: findings{rules: c.rules}, c: c, p: p, forms: forms, returns: returns}).judged()
}

// CheckPlanErrors is CheckPlan without findings of info level. A plan for thousands of bureaus has tens of thousands of these (未明确).
func (c *Checker) CheckPlanErrors(p *workbook.Plan, forms []*workbook.Form, returns *workbook.TemplateForms) []Finding {
	return (&planCheck{findings: findings{rules: c.rules, quiet: true}, c: c, p: p, forms: forms, returns: returns}).judged()
}

// judged runs all checks and gives the findings in the order of the plan's cells.
func (k *planCheck) judged() []Finding {
	p, forms := k.p, k.forms
	for i := range p.Observations {
		k.observation(&p.Observations[i])
	}
	if k.begun() {
		for _, f := range forms {
			if t := p.Tables[f.Key]; t != nil {
				k.table(t)
			}
		}
		k.settings()
		k.ladder()
		k.bureaus()
		k.tasks()
		k.parts()
		k.lists()
		k.decisions()
		k.intake()
		k.scheme()
		k.ownRules()
	}
	var order []string
	for _, f := range forms {
		if t := p.Tables[f.Key]; t != nil {
			order = append(order, t.Sheet)
		}
	}
	return k.sorted(order)
}

// begun reports whether there is a plan to check. If the sheets of bureaus and tasks are empty it adds one finding that says where to begin
// and returns false.
func (k *planCheck) begun() bool {
	missing := false
	for _, key := range []string{workbook.FormBureaus, workbook.FormTasks} {
		if k.p.Tables[key] == nil {
			missing = true
			k.add("sheet-missing", at(workbook.Place{File: k.p.File}), "name", k.sheet(key))
		}
	}
	bureaus, tasks := k.p.Tables[workbook.FormBureaus], k.p.Tables[workbook.FormTasks]
	switch {
	case missing:
	case len(bureaus.Records) == 0 && len(tasks.Records) == 0 && bureaus.HeadingRow > 0 && tasks.HeadingRow > 0:
		k.add("plan-empty", at(tasks.Place()))
		return false
	case len(bureaus.Records) == 0 && bureaus.HeadingRow > 0:
		k.add("bureaus-missing", at(bureaus.Place()))
	case len(tasks.Records) == 0 && tasks.HeadingRow > 0 && !k.p.Counties():
		k.add("tasks-missing", at(tasks.Place()))
	}
	return true
}

// sheet gives the sheet name of a form by its key.
func (k *planCheck) sheet(key string) string {
	for _, f := range k.forms {
		if f.Key == key {
			return f.Sheet
		}
	}
	return key
}

// observation turns what decoding observed into a finding, and adds the arguments that some messages need besides.
func (k *planCheck) observation(o *workbook.Observation) {
	x := k.observed(o, k.p.Tables)
	set := func(name, value string) {
		if x.Args == nil {
			x.Args = map[string]string{}
		}
		x.Args[name] = value
	}
	if strings.HasPrefix(o.Code, "setting-") && x.rec != nil {
		set("name", x.rec.Get(workbook.ColName).Text)
	}
	switch o.Code {
	case workbook.FaultNumber:
		set("unit", "")
	case workbook.FaultChoice:
		set("near", "")
		set("allowed", "")
	}
}

// CheckRows checks the cells of a table by its columns, as CheckPlan does for the sheets of a plan.
func (c *Checker) CheckRows(t *workbook.Table) []Finding {
	k := &planCheck{findings: findings{rules: c.rules}, c: c, p: &workbook.Plan{}}
	k.table(t)
	return k.sorted([]string{t.Sheet})
}

// table checks the headings of a sheet, and every cell by its column.
func (k *planCheck) table(t *workbook.Table) {
	if t.HeadingRow == 0 {
		k.add("headings-missing", at(t.Place()))
		return
	}
	var missing []string
	for _, col := range t.Missing() {
		missing = append(missing, col.Heading)
		if col.Required {
			k.add("column-missing", at(t.Place()), "name", col.Heading)
		}
	}
	k.strays(t, missing)
	for _, r := range t.Records {
		unit := r.Get(workbook.ColUnit).Text
		if task := k.p.Task(r.Get(workbook.ColTask).Text); task != nil && !t.Form.Has(workbook.ColUnit) {
			unit = task.Unit
		}
		for i := range t.Form.Columns {
			k.planCell(r, i, unit)
		}
	}
}

func (k *planCheck) planCell(r *workbook.Record, i int, unit string) {
	col, d := &r.Table.Form.Columns[i], r.At(i)
	place := r.Place(col.Key)
	switch d.State {
	case workbook.Bad:
		k.unreadable(r, i, unit)
	case workbook.Empty:
		if r.Table.Cols[i] == 0 || k.has(place) {
			return
		}
		switch {
		// A missing approval has a message of its own, which says that the row does not count.
		case col.Key == workbook.ColApprover && approved(r.Table.Form.Key):
			k.add("approver-missing", cell(r, col.Key))
		case col.Required && !k.named(r, col.Key):
			k.add("required", cell(r, col.Key))
		}
	case workbook.Open:
		if !k.openElsewhere(r.Table.Form.Key, col.Key) {
			k.add("pending-cell", cell(r, col.Key))
		}
	case workbook.Good:
		k.c.limits(&k.findings, r, i)
		// A grade's quota of 0.4 typed for 40% would leave no place among fifty bureaus. The worth of stages may have any scale, as stages
		// are only compared with each other.
		if r.Table.Form.Key != workbook.FormStages && col.Type == workbook.PercentColumn && d.Num > 0 && d.Num <= 1 && !signedPercent(d) {
			k.add("plan-fraction", cell(r, col.Key), "field", col.Heading)
		}
	}
}

// approved reports whether the rows of a form only count with an approver. An event may wait for one, and of the rules only those that
// change a built-in rule need one.
func approved(form string) bool { return form != workbook.FormEvents && form != workbook.FormRules }

// named reports whether the empty cell is the name of a bureau that has a full name instead.
func (k *planCheck) named(r *workbook.Record, key string) bool {
	return r.Table.Form.Key == workbook.FormBureaus && key == workbook.ColName && r.Get(workbook.ColFullName).Filled()
}

// openElsewhere reports whether a column has a finding of its own for an open cell.
func (k *planCheck) openElsewhere(form, key string) bool {
	if key == workbook.ColDueText {
		return true // the date beside it counts: it is open too, or has been decided already
	}
	switch form {
	case workbook.FormTasks:
		return key == workbook.ColLeads || key == workbook.ColDue || key == workbook.ColTarget
	case workbook.FormParts:
		return key == workbook.ColTarget
	case workbook.FormIndicators:
		return key == workbook.ColPlanned
	}
	return false
}

// longestName is the most UTF-16 units for the names of the county and its office, which stand in titles and at the foot of pages.
const longestName = 60

// settings checks 参数 as a whole. Single values are checked while they are decoded.
func (k *planCheck) settings() {
	s := &k.p.Settings
	whole := workbook.Place{File: k.p.File}
	if t := k.p.Tables[workbook.FormSettings]; t != nil {
		whole = t.Place()
	}
	place := func(key string) about {
		if p, ok := s.Places[key]; ok {
			return at(p)
		}
		return at(whole)
	}
	if s.PlanID == "" {
		k.add("plan-id-missing", place(workbook.SetPlanID))
	}
	if s.Start == 0 && len(k.p.Tasks) > 0 {
		k.add("document-date-missing", place(workbook.SetDocDate))
	}
	if s.YellowFrom >= s.RedFrom {
		a := place(workbook.SetRed)
		if _, ok := s.Places[workbook.SetRed]; !ok {
			a = place(workbook.SetYellow)
		}
		k.add("lights-order", a, "yellow", formula.NumberText(s.YellowFrom), "red", formula.NumberText(s.RedFrom))
	}
	k.lightsAlike(s, place)
	short := func(key, name string) {
		if n := sheet.Units(name); n > longestName {
			k.add("setting-long", place(key), "name", k.settingName(key), "n", strconv.Itoa(n), "limit", strconv.Itoa(longestName))
		}
	}
	short(workbook.SetCounty, s.County)
	short(workbook.SetOffice, s.Office)
	d := &s.Deadlines
	if !(1 <= d.MonthStart && d.MonthStart <= d.EarlyEnd && d.EarlyEnd < d.MidEnd && d.MidEnd <= 31) {
		k.add("days-order", place(workbook.SetMid), "start", strconv.Itoa(d.MonthStart), "early", strconv.Itoa(d.EarlyEnd), "mid", strconv.Itoa(d.MidEnd))
	}
	within := func(key string, v, low, high float64) {
		if v < low || v > high {
			a := place(key)
			a.value = formula.NumberText(v)
			k.add("setting-range", a, "name", k.settingName(key), "low", formula.NumberText(low), "high", formula.NumberText(high))
		}
	}
	within(workbook.SetYellow, s.YellowFrom, 0, 100)
	within(workbook.SetRed, s.RedFrom, 0, 100)
	within(workbook.SetAhead, s.AheadFrom, 0, 1000)
	within(workbook.SetSupport, s.SupportShare, 0, 10)
	within(workbook.SetCoLead, s.CoLeadShare, 0, 10)
	within(workbook.SetEstimateGap, s.EstimateGap, 0, 100)
	within(workbook.SetBriefItems, float64(s.BriefItems), 0, 50)
	within(workbook.SetSameText, float64(s.SameText), 1, 12)
	within(workbook.SetStanding, float64(s.Standing), 1, 12)
	within(workbook.SetNearDays, float64(s.NearDays), 0, 366)
	within(workbook.SetMendDays, float64(s.MendDays), 0, 366)
	within(workbook.SetCloseDays, s.CloseDays.V, 0, 366)
	within(workbook.SetReplyDays, float64(s.ReplyDays), 0, 366)
	within(workbook.SetDecimals, float64(s.Decimals), 0, 6)
	if _, set := s.Places[workbook.SetYear]; set && s.Year != 0 {
		within(workbook.SetYear, float64(s.Year), 2000, 2099)
	}
}

// settingName gives the name of a setting in the plan's language.
func (k *planCheck) settingName(key string) string {
	for _, f := range k.forms {
		if f.Key == workbook.FormSettings {
			return f.Column(workbook.ColName).Label(key)
		}
	}
	return key
}

// bureaus finds bureaus without anything to do in the plan, and names that stand for many (各镇).
func (k *planCheck) bureaus() {
	if len(k.p.Tasks) == 0 {
		return
	}
	busy := map[*workbook.Bureau]bool{}
	mark := func(bs []*workbook.Bureau) {
		for _, b := range bs {
			busy[b] = true
		}
	}
	for _, t := range k.p.Tasks {
		for _, a := range t.Assigned {
			busy[a.Bureau] = true
		}
		for _, m := range t.Milestones {
			mark(m.Bureaus)
		}
		for _, s := range t.Steps {
			mark(s.Bureaus)
		}
	}
	for _, in := range k.p.Indicators {
		mark(in.Bureaus)
	}
	for _, b := range k.p.Bureaus {
		if strings.ContainsAny(b.Code, "|｜") {
			field := workbook.ColCode
			if !b.Rec.Get(field).Filled() {
				field = workbook.ColName
			}
			k.add("bureau-code-bar", cell(b.Rec, field))
		}
		if strings.HasPrefix(b.Name, "各") {
			k.add("bureau-collective", cell(b.Rec, workbook.ColName), "name", b.Name)
		}
		if !busy[b] && !b.SendsLedger {
			k.add("bureau-without-task", cell(b.Rec, workbook.ColName), "name", b.Name)
		}
	}
}

// lists checks the names and choices of the sheets that a county defines itself.
func (k *planCheck) lists() {
	taken := map[string]bool{}
	for _, f := range k.returns.All() {
		taken[workbook.Fold(f.Sheet)] = true
	}
	for _, name := range slices.Concat(k.returns.Choices, []string{k.returns.Cover.Sheet, workbook.IdentitySheet, "History"}) {
		taken[workbook.Fold(name)] = true // History is reserved by Excel
	}
	t := k.p.Tables[workbook.FormLists]
	if t == nil {
		return
	}
	said := map[string]bool{}
	for _, r := range t.Records {
		name := r.Get(workbook.ColList).Text
		if name != "" && !said[workbook.Fold(name)] {
			said[workbook.Fold(name)] = true
			switch {
			case strings.ContainsAny(name, `[]:*?/\`) || strings.HasPrefix(name, "'") || strings.HasSuffix(name, "'"):
				k.add("list-name", cell(r, workbook.ColList))
			case taken[workbook.Fold(name)]:
				k.add("list-name-taken", cell(r, workbook.ColList))
			case sheet.Units(name) > sheet.MaxNameLen && !k.has(r.Place(workbook.ColList)):
				k.add("field-max", cell(r, workbook.ColList), "limit", strconv.Itoa(sheet.MaxNameLen), "n", strconv.Itoa(sheet.Units(name)))
			}
		}
		if n := sheet.Units(strings.Join(workbook.SplitNames(r.Get(workbook.ColChoices).Text), ",")); n > longestChoices {
			k.add("list-choices-long", cell(r, workbook.ColChoices), "column", r.Get(workbook.ColColumn).Text,
				"n", strconv.Itoa(n), "limit", strconv.Itoa(longestChoices))
		}
	}
}
