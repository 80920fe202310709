package templates

import (
	"duban/workbook"
	"duban/workbook/draft"
	"duban/workbook/formula"
)

// choiceLists names the keys of every closed list; labels come from the catalogue as choice.<list>.<key>.
var choiceLists = map[string][]string{
	"setting": {
		workbook.SetCounty, workbook.SetOffice, workbook.SetDocument, workbook.SetDocDate, workbook.SetYear, workbook.SetPlanID,
		workbook.SetStart, workbook.SetDueRule, workbook.SetWeekDueRule, workbook.SetCutoff, workbook.SetShift, workbook.SetMonthStart,
		workbook.SetEarly, workbook.SetMid, workbook.SetYellow, workbook.SetRed, workbook.SetAhead, workbook.SetBlueName,
		workbook.SetGreenName, workbook.SetYellowName, workbook.SetRedName, workbook.SetBlueColor, workbook.SetGreenColor,
		workbook.SetYellowColor, workbook.SetRedColor, workbook.SetNearDays, workbook.SetBriefItems, workbook.SetMendDays, workbook.SetCloseDays,
		workbook.SetReplyDays, workbook.SetNoticeMark, workbook.SetSameText, workbook.SetStanding, workbook.SetEstimateGap,
		workbook.SetSupport, workbook.SetCoLead, workbook.SetDecimals, workbook.SetGrades, workbook.SetRankBy, workbook.SetTies,
		workbook.SetGoodMark, workbook.SetPoorMark,
	},
	"yes":      {"yes", "no"},
	"addition": {draft.Fresh.Key(), draft.Changed.Key(), draft.Same.Key()},
	"measure": {
		workbook.Deliverable, workbook.Quantity, workbook.Staged, workbook.ByIndicator, workbook.Recurring, workbook.Project,
		workbook.Rectification, workbook.Grouping,
	},
	"basis":       {workbook.Cumulative, workbook.PointInTime, workbook.ThisPeriod, workbook.BySteps, workbook.ByInvestment},
	"direction":   {workbook.Higher, workbook.Lower, workbook.Ceiling, workbook.Floor},
	"type":        {"text", "number", "date", "choice"},
	"arrangement": {"holiday", "workday"},
	"intake":      {workbook.SetAside, workbook.Vouch, workbook.Reopen},
	"object":      {workbook.ObjectTask, workbook.ObjectMilestone, workbook.ObjectBureau},
	"changed":     {workbook.ColDue, workbook.ColTarget, workbook.ColLeads, workbook.ColSupports, workbook.ColTitle, workbook.ColGoal, workbook.ColName},
	"verified":    {workbook.ColDoneValue, workbook.ColStatus, workbook.ColDoneOn, workbook.ColClosed, workbook.ColScore},
	"grain": {
		workbook.GrainTask, workbook.GrainTaskPeriod, workbook.GrainBureau, workbook.GrainPeriod, workbook.GrainReporting, workbook.GrainIndicator, workbook.GrainEvent,
		workbook.GrainAdjustment, workbook.GrainRating, workbook.GrainGroup,
	},
	"summing": {workbook.SumRows, workbook.MeanRows, workbook.MinRows, workbook.MaxRows, workbook.ProductRows, workbook.RaterRows},
	"no-rows": {
		workbook.NoRowsRenormalise, workbook.NoRowsZero, workbook.NoRowsFull, workbook.NoRowsShare, workbook.NoRowsDash, workbook.NoRowsFormula,
	},
	"rank-order":  {workbook.HighFirst, workbook.LowFirst},
	"rank-within": {workbook.WithinCategory, workbook.WithinAll, workbook.WithinMatter},
	"absent":      {workbook.AbsentSkip, workbook.AbsentZero, workbook.AbsentFull},
	"when":        {workbook.WhenAlways, workbook.WhenYearEnd},
	"effect":      {workbook.GateNoRank, workbook.GateLimit, workbook.GateDemote},
	"raters": {
		workbook.RatersLeaders, workbook.RatersOffice, workbook.RatersLead, workbook.RatersPeers, workbook.RatersEnterprise,
		workbook.RatersDeputies, workbook.RatersOther,
	},
	"rated":    {"in-all", "by-task"},
	"excuses":  {workbook.ExcuseNotices, workbook.ExcuseScore, workbook.ExcuseBoth},
	"decision": {workbook.DecisionUpheld, workbook.DecisionPartly, workbook.DecisionKept},
	"severity": {"error", "warning", "info", "off"},
	"ruleform": {
		workbook.FormProgress, workbook.FormMilestoneState, workbook.FormStageState, workbook.FormIndicatorState,
		workbook.FormStepState, workbook.FormProblems,
	},
	"role":   {workbook.RoleLead, workbook.RoleCoLead, workbook.RoleMember, workbook.RoleSupport},
	"status": {workbook.NotStarted, workbook.Ongoing, workbook.Done, workbook.Sustained, workbook.AskChange, workbook.Unchanged},
	"step-status": {
		workbook.NotStarted, workbook.Ongoing, workbook.Done,
	},
	"level": {workbook.LevelAbove, workbook.LevelCounty, workbook.LevelBureau, workbook.LevelTown},
	"trigger": {
		workbook.TriggerDueSoon, workbook.TriggerMissing, workbook.TriggerSentBack, workbook.TriggerYellow, workbook.TriggerRed, workbook.TriggerOverdue,
		workbook.TriggerProblem,
	},
	"notice-level": {"remind", "press", "supervise", "circulate"},
}

// PlanForms gives the forms of the plan workbook in a language. Headings, sheet names and choices of the other languages
// are known, too, so that a plan in any language can be read.
func PlanForms(c *Catalogue) []*workbook.Form { return c.build(planForms) }

// ReturnForms gives the forms of the issued workbooks in a language.
func ReturnForms(c *Catalogue) *workbook.TemplateForms {
	fs := c.build(returnForms)
	cover := func(key string) []string {
		out := []string{c.T("cover." + key)}
		for _, o := range c.others() {
			out = append(out, o.T("cover."+key))
		}
		return out
	}
	f := &workbook.TemplateForms{
		Progress: fs[0], Milestones: fs[1], Stages: fs[2], Indicators: fs[3], Steps: fs[4], Problems: fs[5],
		Cover: workbook.CoverForm{
			Sheet: c.T("sheet.cover"), Bureau: cover("bureau"), Period: cover("period"), Nothing: cover("nothing"),
			NothingReason: cover("nothing-reason"), FilledBy: cover("filled-by"), SignedBy: cover("signed-by"), SignedOn: cover("signed-on"),
			Contact: cover("contact"),
		},
	}
	f.Ledgers = LedgerForms(c)
	f.Slip, f.Choices = []string{c.T("slip.sheet")}, []string{c.T("sheet.choices")}
	for _, o := range c.others() {
		f.Cover.Also = append(f.Cover.Also, o.T("sheet.cover"))
		f.Slip = append(f.Slip, o.T("slip.sheet"))
		f.Choices = append(f.Choices, o.T("sheet.choices"))
	}
	f.Cover.IndexLabels()
	return f
}

func (c *Catalogue) build(tables []form) []*workbook.Form {
	others := c.others()
	out := make([]*workbook.Form, len(tables))
	for i, t := range tables {
		f := &workbook.Form{Key: t.key, Sheet: c.T("sheet." + t.key), ID: t.id, BlankRows: t.blank, Intro: c.Or("intro." + t.key)}
		f.Also = c.List("alsosheet." + t.key)
		for _, o := range others {
			f.Also = append(f.Also, o.T("sheet."+t.key))
		}
		for _, col := range t.columns {
			w := workbook.Column{
				Key: col.key, Heading: c.heading(t.key, col.key), Type: col.typ, Filled: col.filled, Suggest: col.suggest,
				Required: col.required, Check: col.check, Formula: col.formula, Width: col.width, Hidden: col.hidden,
				Note: c.Or("noteof."+t.key+"."+col.key, "note."+col.key), Example: c.Or("exampleof."+t.key+"."+col.key, "example."+col.key),
			}
			w.Also = append(c.List("alsoof."+t.key+"."+col.key), c.List("also."+col.key)...)
			for _, o := range others {
				w.Also = append(w.Also, o.heading(t.key, col.key))
			}
			w.Choices = c.choices(col.choices, others)
			f.Columns = append(f.Columns, w)
		}
		if t.key == workbook.FormSettings {
			f.Defaults = map[string]string{}
			for _, key := range workbook.WordedSettings() {
				f.Defaults[key] = c.T("settingdefault." + key)
			}
		}
		nameColumns(f)
		f.IndexHeadings()
		out[i] = f
	}
	return out
}

// nameColumns replaces keys by headings in the formulas of computed columns.
func nameColumns(f *workbook.Form) {
	for i := range f.Columns {
		e, err := formula.Parse(f.Columns[i].Formula)
		if err != nil {
			continue // no formula; a test makes sure that all formulas can be parsed
		}
		f.Columns[i].Formula = e.Rewrite(formula.Rewriter{Column: func(key string) string {
			if f.Has(key) {
				return f.Column(key).Heading
			}
			return key
		}}).String()
	}
}

func (c *Catalogue) heading(form, key string) string {
	if s := c.Or("headingof."+form+"."+key, "heading."+key); s != "" {
		return s
	}
	return c.T("heading." + key)
}

func (c *Catalogue) choices(list string, others []*Catalogue) []workbook.Choice {
	if list == "" {
		return nil
	}
	var out []workbook.Choice
	for _, key := range choiceLists[list] {
		id := "choice." + list + "." + key
		ch := workbook.Choice{Key: key, Label: c.T(id), Also: c.List("also" + id)}
		for _, o := range others {
			ch.Also = append(append(ch.Also, o.T(id)), o.List("also"+id)...)
		}
		out = append(out, ch)
	}
	return out
}

// others gives the catalogues of the other languages.
func (c *Catalogue) others() []*Catalogue {
	c.loadOthers.Do(func() {
		for _, lang := range Languages() {
			if lang == c.Lang {
				continue
			}
			if o, err := LoadCatalogue(lang); err == nil {
				c.otherLangs = append(c.otherLangs, o)
			}
		}
	})
	return c.otherLangs
}

// ChoiceLabel gives the label of a key in a list of choices.
func (c *Catalogue) ChoiceLabel(list, key string) string {
	if key == "" {
		return ""
	}
	if id := "choice." + list + "." + key; c.Has(id) {
		return c.T(id)
	}
	return key
}
