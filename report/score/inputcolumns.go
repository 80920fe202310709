package score

import (
	"fmt"
	"slices"
	"strings"

	"duban/report"
	"duban/workbook"
	"duban/workbook/formula"
	"duban/workbook/sheet"
)

// inputs adds the columns of the grain's inputs: typed in, or formulas over parameters and other tables.
func (t *tableSet) inputs(tab *calcTable, rows []*Row) {
	for _, x := range inputsOf(tab.key) {
		col := tab.add(calcColumn{key: in(x.Key), heading: x.Name(t.c.Lang), width: 10, role: sheet.Body, align: sheet.AlignCenter})
		if x.Ratio {
			col.format = sheet.Percent
		}
		col.typed = func(i int) sheet.Value {
			if i < len(rows) {
				return rows[i].Inputs.of(x.Key)
			}
			return sheet.Value{}
		}
		switch {
		case tab.key == workbook.GrainRating && x.Key == workbook.InMark, tab.key == workbook.GrainAdjustment:
			col.role = sheet.Input
		case tab.key == workbook.GrainTask, tab.key == workbook.GrainTaskPeriod:
			t.taskInput(tab, col, rows, x.Key)
		case tab.key == workbook.GrainIndicator:
			t.hideUnused(tab, col, rows, x.Key)
		case tab.key == workbook.GrainBureau:
			t.bureauInput(col, x.Key)
		case tab.key == workbook.GrainReporting:
			t.tally(col, x.Key)
		}
	}
	if tab.key == workbook.GrainReporting {
		t.outcomes(tab, rows)
	}
}

// taskInput makes weights, shares and difficulties refer to the parameters, and marks to the ratings. It drops columns that no method uses.
func (t *tableSet) taskInput(tab *calcTable, col *calcColumn, rows []*Row, key string) {
	switch key {
	case workbook.InWeight, workbook.InShare, workbook.InDifficulty:
		f := tab.formula("_" + key[:1])
		for i, r := range rows {
			if r.Left == leftTaskGone || r.Left == leftNoneDue && key == workbook.InWeight {
				continue
			}
			p := t.params.weights[t.s.taskNow(r.Line.Task.ID)]
			switch key {
			case workbook.InShare:
				p = t.params.shares[r.Line.Role]
			case workbook.InDifficulty:
				p = t.params.difficulties[t.s.taskNow(r.Line.Task.ID)]
			}
			tab.word(i, "_"+key[:1], p)
			col.setFormula(i, f)
		}
	case workbook.InLeaderMark, workbook.InOfficeMark, workbook.InLeadMark:
		if !t.used(tab.key, key) {
			t.drop(tab, col)
			return
		}
		t.meanMark(col, key, fmt.Sprintf(",[[rating.%[1]s]],[@[%[1]s]]", t.taskKey()))
	case workbook.InExcused:
		if !t.used(tab.key, key) && !anyExcused(rows) {
			t.drop(tab, col)
		}
	case workbook.InVerified, workbook.InArea, workbook.InMeasure:
		if !t.used(tab.key, key) {
			t.drop(tab, col)
		}
	case workbook.InTarget, workbook.InBaseline, workbook.InDone:
		t.hideUnused(tab, col, rows, key)
	}
}

// hideUnused shows targets, baselines and values that no method uses as the ledger shows them: rounded, and blank for a task that is 仅报状态.
func (t *tableSet) hideUnused(tab *calcTable, col *calcColumn, rows []*Row, key string) {
	if key != workbook.InTarget && key != workbook.InBaseline && key != workbook.InDone || t.used(tab.key, key) {
		return
	}
	for i, r := range rows {
		switch {
		case r.statusOnly():
			col.set(i, sheet.Value{})
		case key == workbook.InDone && r.Line != nil && r.Fallen == 0 && r.Line.DoneShown() != r.Line.Completion.Done:
			col.set(i, amountValue(r.Line.DoneShown()))
		}
	}
}

// drop removes a column that nothing uses.
func (t *tableSet) drop(tab *calcTable, col *calcColumn) {
	for i, c := range tab.columns {
		if c == col {
			tab.columns = append(tab.columns[:i], tab.columns[i+1:]...)
			delete(tab.index, col.key)
			return
		}
	}
}

// meanMark fills a column with the mean of the marks that one kind of raters gave the row's bureau; more is a further condition.
func (t *tableSet) meanMark(col *calcColumn, key, more string) {
	kind := map[string]string{workbook.InLeaderMark: workbook.RatersLeaders, workbook.InOfficeMark: workbook.RatersOffice, workbook.InLeadMark: workbook.RatersLead}[key]
	where := "[[rating.bureau]],[@bureau],[[rating.raters-kind]]," + inQuotes(t.c.ChoiceLabel("raters", kind)) + more
	col.formula(`IF(COUNTIFS(%[1]s)=0,"",ROUND(SUMIFS([[rating.in:mark]],%[1]s)/COUNTIFS(%[1]s),9))`, where)
}

// bureauInput fills a column of bureaus' inputs with a formula over the other tables, or drops it if no method uses it.
func (t *tableSet) bureauInput(col *calcColumn, key string) {
	mine := func(table string) string { return "[[" + table + ".bureau]],[@bureau]" }
	role := func(key string) string { return inQuotes(t.c.ChoiceLabel("role", key)) }
	// A task that a bureau only supports is not among its tasks unless the plan gives supports a share.
	scored := mine("task") + `,[[task.in:share]],">0"`
	switch key {
	case workbook.InRatio:
		col.formula(`IF(SUMIFS([[task.basis]],%[1]s)=0,"",ROUND(SUMIFS([[task.part-ratio]],%[1]s)/SUMIFS([[task.basis]],%[1]s),9))`, mine("task"))
	case workbook.InElapsed:
		col.formula(`IF(SUMIFS([[task.timed]],%[1]s)=0,"",ROUND(SUMIFS([[task.part-elapsed]],%[1]s)/SUMIFS([[task.timed]],%[1]s),9))`, mine("task"))
	case workbook.InTasks:
		col.formula(`COUNTIFS(%s)`, scored)
	case workbook.InLeads:
		col.formula(`COUNTIFS(%s,[[task.in:role]],%s)`, scored, role(workbook.RoleLead))
	case workbook.InFinished:
		col.formula(`COUNTIFS(%s,[[task.finished]],1)`, scored)
	case workbook.InOverdue:
		col.formula(`COUNTIFS(%s,[[task.in:days-late]],">0")`, scored)
	case workbook.InAsked, workbook.InReceived, workbook.InLate, workbook.InSentBack, workbook.InMissing, workbook.InNothing, workbook.InExplained:
		col.formula(`SUMIFS([[reporting.in:%s]],%s)`, key, mine("reporting"))
	case workbook.InEvents:
		col.formula(`SUMIFS([[event.basis]],%s)`, mine("event"))
	case workbook.InPlus:
		col.formula(`SUMIFS([[adjustment.in:amount]],%s,[[adjustment.in:amount]],">0",[[adjustment.basis]],1)`, mine("adjustment"))
	case workbook.InMinus:
		col.formula(`SUMIFS([[adjustment.in:amount]],%s,[[adjustment.in:amount]],"<0",[[adjustment.basis]],1)`, mine("adjustment"))
	case workbook.InMark:
		col.formula(`IF(SUMIFS([[rating.weight]],%[1]s)=0,"",ROUND(SUMIFS([[rating.weighted]],%[1]s)/SUMIFS([[rating.weight]],%[1]s),9))`, mine("rating"))
	case workbook.InGood:
		col.formula(`IF(COUNTIFS(%[1]s)=0,"",ROUND(COUNTIFS(%[1]s,[[rating.in:mark]],">="&_good)/COUNTIFS(%[1]s),9))`, mine("rating")+",[[rating.basis]],1")
	case workbook.InPoor:
		col.formula(`IF(COUNTIFS(%[1]s)=0,"",ROUND(COUNTIFS(%[1]s,[[rating.in:mark]],"<"&_poor)/COUNTIFS(%[1]s),9))`, mine("rating")+",[[rating.basis]],1")
	case workbook.InLeaderMark, workbook.InOfficeMark, workbook.InLeadMark:
		t.meanMark(col, key, ",[[rating.basis]],1")
	}
	if !t.used(workbook.GrainBureau, key) {
		t.drop(col.table, col)
	}
}

// tally fills a column with the count of some outcomes in the row's columns of periods. An input that counts no outcomes of months stays as
// it is, or is dropped if nothing uses it.
func (t *tableSet) tally(col *calcColumn, key string) {
	words := t.counted(key)
	if words == nil {
		if !t.used(workbook.GrainReporting, key) && !slices.Contains(askedIn(t.s.partialUsed()), key) {
			t.drop(col.table, col)
		}
		return
	}
	n := len(t.s.Registers)
	var terms []string
	for _, w := range words {
		for i := range n {
			terms = append(terms, fmt.Sprintf("IF([@[period:%d]]=%s,1,0)", i, inQuotes(w)))
		}
	}
	if len(terms) == 0 {
		return
	}
	col.formula("%s", strings.Join(terms, "+"))
}

// counted lists the words of the months' outcomes that an input counts; nil for an input that counts none.
func (t *tableSet) counted(key string) []string {
	onTime, onTimeNothing := t.outcome(report.OnTime, false), t.outcome(report.OnTime, true)
	late, lateNothing := t.outcome(report.Late, false), t.outcome(report.Late, true)
	sentBack, missing := t.outcome(report.SentBack, false), t.outcome(report.Missing, false)
	came := []string{t.explained(late), t.explained(lateNothing), t.explained(sentBack)}
	switch key {
	case workbook.InAsked:
		return append(came, onTime, onTimeNothing, late, lateNothing, sentBack, missing, t.explained(missing))
	case workbook.InReceived:
		return append(came, onTime, onTimeNothing, late, lateNothing, sentBack)
	case workbook.InExplained:
		return append(came, t.explained(missing))
	case workbook.InLate:
		return []string{late, lateNothing}
	case workbook.InSentBack:
		return []string{sentBack}
	case workbook.InMissing:
		return []string{missing}
	case workbook.InNothing:
		return []string{onTimeNothing, lateNothing, t.explained(lateNothing)}
	}
	return nil
}

// explained words an outcome for which there is an approved reason.
func (t *tableSet) explained(outcome string) string {
	return t.c.T("scorebook.with-reason", "outcome", outcome)
}

// outcome words an outcome; nothing says that the bureau declared to have nothing to report.
func (t *tableSet) outcome(o report.Outcome, nothing bool) string {
	word := t.c.T("outcome." + o.Key())
	if nothing {
		return t.c.T("scorebook.with-nothing", "outcome", word)
	}
	return word
}

// outcomes adds a column for each register with the outcome of each bureau; blank if the bureau was not in the roster.
func (t *tableSet) outcomes(tab *calcTable, rows []*Row) {
	for i, reg := range t.s.Registers {
		col := tab.add(calcColumn{key: fmt.Sprint("period:", i), heading: reg.Period.String(), width: 16, head: sheet.HeadingInput, role: sheet.Input, align: sheet.AlignCenter})
		by := map[string]*report.RegisterRow{}
		for _, row := range reg.Rows {
			by[row.Bureau.CodeNow()] = row
		}
		for j, r := range rows {
			if row := by[r.Bureau.Code]; row != nil {
				word := t.outcome(row.Outcome, row.Nothing && (row.Outcome == report.OnTime || row.Outcome == report.Late))
				if t.s.explained(reg, row) != nil {
					word = t.explained(word)
				}
				col.set(j, sheet.Str(word))
			}
		}
	}
}

// dynamic adds a column for each parameter and indicator that a method names as a column.
func (t *tableSet) dynamic(tab *calcTable, rows []*Row, items []*SchemeItem) {
	for i, r := range rows {
		for _, name := range t.s.Scheme.Parameters {
			tab.word(i, name, t.params.parameter(name, r.Bureau))
		}
	}
	for i := len(rows); i < tab.rows; i++ {
		for _, name := range t.s.Scheme.Parameters {
			tab.word(i, name, t.params.parameter(name, &workbook.Bureau{}))
		}
	}
	for _, it := range items {
		for _, expr := range []*formula.Expr{it.expr, it.filter, it.rankOn} {
			if expr == nil {
				continue
			}
			for _, c := range expr.Columns() {
				key := "dyn:" + foldWord(c.Name)
				if _, ok := t.s.words.inputs[foldWord(c.Name)]; ok || tab.index[key] != nil {
					continue
				}
				col := tab.add(calcColumn{key: key, heading: t.s.shownName(c.Name), width: 11, role: sheet.Body, align: sheet.AlignCenter})
				param := false
				for _, name := range t.s.Scheme.Parameters {
					param = param || foldWord(name) == foldWord(c.Name)
				}
				if param {
					col.heading = c.Name
				}
				f := tab.formula("_dyn")
				for i, r := range rows {
					if param {
						tab.word(i, "_dyn", t.params.parameter(c.Name, r.Bureau))
						col.setFormula(i, f)
					} else {
						col.set(i, t.s.indicatorValue(c.Name, r.Bureau))
						if t.s.veiledFor(c.Name, r.Bureau) {
							col.dressed(i, calcDress{unseen: true})
						}
					}
				}
			}
		}
	}
}

// used reports whether any item of a grain uses an input.
func (t *tableSet) used(grain, key string) bool { return t.s.uses(grain, key) }

// uses reports whether any item of a grain uses one of some inputs.
func (s *Scores) uses(grain string, keys ...string) bool {
	return slices.ContainsFunc(s.Scheme.byGrain(grain), func(it *SchemeItem) bool { return it.uses(&s.words, keys...) })
}
