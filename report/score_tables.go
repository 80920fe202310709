package report

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"duban/templates"
	"duban/workbook"
	"duban/workbook/formula"
	"duban/workbook/sheet"
)

// scoreTables are the tables of a scoring in the words of a language, worked out.
type scoreTables struct {
	s      *Scores
	c      *templates.Catalogue
	book   *calcBook
	params *scoreParams

	details  map[string]*calcTable
	items    *calcTable
	sections *calcTable
	overview *calcTable
	// itemRows, sectionRows and overviewRows say what the rows of those tables stand for.
	itemRows     []itemRow
	sectionRows  []sectionRow
	overviewRows []*BureauScore
}

// itemRow is a bureau's row for an item, sectionRow for a section.
type itemRow struct {
	bureau *BureauScore
	item   *SchemeItem
}

type sectionRow struct {
	bureau  *BureauScore
	section string
}

// Keys of the tables.
const (
	tableItems    = "items"
	tableSections = "sections"
	tableOverview = "overview"
)

// tablesIn lays the scores out in tables in the words of a language, and works them out.
func (s *Scores) tablesIn(c *templates.Catalogue) *scoreTables {
	if t := s.tables[c.Lang]; t != nil {
		return t
	}
	t := &scoreTables{s: s, c: c, book: newCalcBook(), details: map[string]*calcTable{}}
	t.params = newScoreParams(s, c, t.book)
	t.book.names["_decimals"], t.book.names["_good"], t.book.names["_poor"] = t.params.decimals, t.params.good, t.params.poor
	t.overviewTable()
	t.sectionTable()
	t.itemTable()
	for _, grain := range scoreGrains() {
		spare := t.spareRows(grain)
		t.details[grain] = t.book.table(grain, c.T("scoresheet."+sheetKey(grain)), len(s.Rows[grain])+spare)
		t.details[grain].spare = spare
	}
	for _, grain := range scoreGrains() {
		t.detailColumns(grain)
	}
	t.itemColumns()
	t.sectionColumns()
	t.overviewColumns()
	for _, x := range t.book.order {
		x.place()
	}
	t.book.work()
	if s.tables == nil {
		s.tables = map[string]*scoreTables{}
	}
	s.tables[c.Lang] = t
	return t
}

// sheetKey names the detail sheet of a grain in the catalogue (scoresheet.<key>, scorebook.guide-<key>).
func sheetKey(grain string) string {
	switch grain {
	case workbook.GrainTask:
		return "tasks"
	case workbook.GrainReporting:
		return "reporting"
	case workbook.GrainAdjustment:
		return "adjustments"
	case workbook.GrainRating:
		return "ratings"
	}
	return grain + "s"
}

// in is the key of an input's column, mark of an item's own.
func in(key string) string { return "in:" + key }

func mark(kind string, it *SchemeItem) string { return fmt.Sprint(kind, ":", it.No) }

// text is a text as a formula has it.
func text(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

func (t *scoreTables) none() string { return t.c.T("scorebook.none") }

// bureau is a bureau's name as the keys of the workbook have it.
func (t *scoreTables) bureau(b *workbook.Bureau) sheet.Value { return sheet.Str(keyText(b.Name)) }

// category is never empty, since a condition on an empty cell finds nothing.
func (t *scoreTables) category(b *workbook.Bureau) sheet.Value {
	if b.Category == "" {
		return sheet.Str(t.c.T("scorebook.no-category"))
	}
	return sheet.Str(keyText(b.Category))
}

func (t *scoreTables) heading(key string) string { return t.c.T("scorecol." + key) }

// scoreFormat is how scores show at the plan's decimals.
func (t *scoreTables) scoreFormat() sheet.Format {
	switch t.s.Plan.Settings.Decimals {
	case 0:
		return sheet.Integer
	case 1:
		return sheet.Decimal1
	case 2:
		return sheet.Decimal2
	}
	return sheet.Decimal9
}

// detailColumns makes the columns of a grain's table: what the row is, its inputs, whether it counts, and then for each
// item its points and its score.
func (t *scoreTables) detailColumns(grain string) {
	tab, rows, items := t.details[grain], t.s.Rows[grain], t.s.Scheme.ByGrain(grain)
	bureau := tab.add(calcColumn{key: "bureau", heading: t.heading("bureau"), width: 18, role: sheet.Body})
	category := tab.add(calcColumn{key: "category", heading: t.heading("category"), width: 11, role: sheet.Body, align: sheet.AlignCenter})
	for i, r := range rows {
		bureau.set(i, t.bureau(r.Bureau))
		category.set(i, t.category(r.Bureau))
	}
	t.describe(tab, rows)
	t.inputs(tab, rows)
	t.dynamic(tab, rows, items)
	t.basis(tab, rows)
	t.open(tab)
	for _, it := range items {
		t.marks(tab, rows, it)
	}
	t.sentences(tab, rows, items)
	t.behind(tab, rows)
	t.veil(tab, rows)
}

// describe adds the columns that say what a row is.
func (t *scoreTables) describe(tab *calcTable, rows []*ScoreRow) {
	column := func(key string, width float64, value func(r *ScoreRow) sheet.Value) *calcColumn {
		col := tab.add(calcColumn{key: key, heading: t.heading(key), width: width, role: sheet.Body})
		for i, r := range rows {
			col.set(i, value(r))
		}
		return col
	}
	switch tab.key {
	case workbook.GrainTask, workbook.GrainTaskPeriod:
		column("task", 11, func(r *ScoreRow) sheet.Value { return sheet.Str(keyText(r.Line.Task.ID)) })
		t.taskKeys(tab, rows, func(r *ScoreRow) *workbook.Task { return r.Line.Task })
		column("title", 30, func(r *ScoreRow) sheet.Value { return sheet.StrOrBlank(r.Line.Task.Title) })
	case workbook.GrainEvent:
		column("matter", 36, func(r *ScoreRow) sheet.Value { return sheet.StrOrBlank(r.Event.Title) })
		column("happened", 13, func(r *ScoreRow) sheet.Value { return dateValue(r.Event.Date) }).format = sheet.Date
		column("evidence", 24, func(r *ScoreRow) sheet.Value { return sheet.StrOrBlank(r.Event.Evidence) })
		column("approver", 12, func(r *ScoreRow) sheet.Value { return sheet.StrOrBlank(r.Event.Approver) })
		t.matters(tab, rows, func(r *ScoreRow) string { return r.Event.Title })
	case workbook.GrainAdjustment:
		item := tab.add(calcColumn{key: "item", heading: t.heading("item"), width: 20, role: sheet.Body})
		for i, r := range rows {
			if r.only == nil {
				item.set(i, sheet.StrOrBlank(r.Adjustment.Item))
				continue
			}
			tab.word(i, "_item", t.params.items[r.only].label)
			item.at(i, tab.formula("_item"))
		}
		column("matter", 36, func(r *ScoreRow) sheet.Value { return sheet.StrOrBlank(r.Adjustment.Matter) })
		column("evidence", 24, func(r *ScoreRow) sheet.Value { return sheet.StrOrBlank(r.Adjustment.Evidence) })
		column("approver", 12, func(r *ScoreRow) sheet.Value { return sheet.StrOrBlank(r.Adjustment.Approver) })
		column("approved", 13, func(r *ScoreRow) sheet.Value { return dateValue(r.Adjustment.Approved) }).format = sheet.Date
		t.matters(tab, rows, func(r *ScoreRow) string { return r.Adjustment.Matter })
	case workbook.GrainRating:
		column("raters-kind", 12, func(r *ScoreRow) sheet.Value {
			return sheet.Str(t.c.ChoiceLabel("raters", t.s.Plan.RaterKind(r.Rating.Raters)))
		})
		column("rater", 14, func(r *ScoreRow) sheet.Value { return sheet.Str(t.s.raterName(r, t.c)) })
		column("task", 11, func(r *ScoreRow) sheet.Value {
			if r.Rating.Task == nil {
				return sheet.Value{}
			}
			return sheet.Str(keyText(r.Rating.Task.ID))
		})
		t.taskKeys(tab, rows, func(r *ScoreRow) *workbook.Task { return r.Rating.Task })
	}
}

// taskKey is the column by which rows of one task are found. Programs take 1.10 in a condition for the number 1.1: where a
// number of the plan does not begin with a letter, a column of keys stands behind.
func (t *scoreTables) taskKey() string {
	for _, grain := range []string{workbook.GrainTask, workbook.GrainTaskPeriod} {
		for _, r := range t.s.Rows[grain] {
			if first, _ := utf8.DecodeRuneInString(strings.TrimSpace(r.Line.Task.ID)); !unicode.IsLetter(first) {
				return "task-key"
			}
		}
	}
	return "task"
}

// sameTask is the condition that holds for the rows of a row's task.
func (t *scoreTables) sameTask() string { return fmt.Sprintf("[[%[1]s]],[@[%[1]s]],", t.taskKey()) }

// taskKeys adds the column of keys of tasks where it is needed.
func (t *scoreTables) taskKeys(tab *calcTable, rows []*ScoreRow, of func(*ScoreRow) *workbook.Task) {
	if t.taskKey() == "task" {
		return
	}
	col := t.helper(tab, "task-key", "")
	for i, r := range rows {
		if task := of(r); task != nil {
			col.set(i, sheet.Str("|"+keyText(task.ID)))
		}
	}
}

func dateValue(d workbook.Date) sheet.Value {
	if d == 0 {
		return sheet.Value{}
	}
	return sheet.Int(int(d))
}

// raterName is who gave a mark, or the number of the mark within its group where the group is anonymous or nobody is named.
func (s *Scores) raterName(r *ScoreRow, c *templates.Catalogue) string {
	g := s.Plan.RaterGroup(r.Rating.Raters)
	if r.Rating.Rater == "" || g != nil && g.Anonymous {
		return c.T("scorebook.rater-number", "n", r.Number)
	}
	return r.Rating.Rater
}

// matters numbers rows that speak of one matter of one bureau alike, so that it counts once. Rows without a word on what
// they are about stand for themselves.
func (t *scoreTables) matters(tab *calcTable, rows []*ScoreRow, of func(*ScoreRow) string) {
	no := tab.add(calcColumn{key: "no", heading: t.heading("no"), width: 6, helper: true})
	matter := tab.add(calcColumn{key: "matter-no", heading: t.heading("matter-no"), width: 8, helper: true})
	written := tab.add(calcColumn{key: "matter-key", heading: t.heading("matter-key"), width: 8, helper: true})
	numbers := map[string]int{}
	for i, r := range rows {
		no.set(i, sheet.Int(i+1))
		key := fmt.Sprint(i)
		if said := foldWord(of(r)); said != "" {
			key = foldWord(keyText(r.Bureau.Name)) + "|" + plainText(said)
			written.set(i, sheet.Str(key))
		}
		if numbers[key] == 0 {
			numbers[key] = i + 1
		}
		matter.set(i, sheet.Int(numbers[key]))
	}
}

// inputs adds the columns of the grain's inputs: typed in, or summed up from other tables.
func (t *scoreTables) inputs(tab *calcTable, rows []*ScoreRow) {
	for _, x := range inputsOf(tab.key) {
		col := tab.add(calcColumn{key: in(x.Key), heading: x.Name(t.c.Lang), width: 10, role: sheet.Body, align: sheet.AlignCenter})
		if x.Ratio {
			col.format = sheet.Percent
		}
		for i, r := range rows {
			col.set(i, r.Inputs.Of(x.Key))
		}
		switch {
		case tab.key == workbook.GrainRating && x.Key == workbook.InMark, tab.key == workbook.GrainAdjustment:
			col.role = sheet.Input
		case tab.key == workbook.GrainTask, tab.key == workbook.GrainTaskPeriod:
			t.taskInput(tab, col, rows, x.Key)
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

// taskInput lets weights and shares come from the parameters, and marks from the ratings. Of a task whose content is not
// for general reports only what a method looks at is shown beside number, title and bureau.
func (t *scoreTables) taskInput(tab *calcTable, col *calcColumn, rows []*ScoreRow, key string) {
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
				p = t.params.hard[t.s.taskNow(r.Line.Task.ID)]
			}
			tab.word(i, "_"+key[:1], p)
			col.at(i, f)
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
		for i, r := range rows {
			if r.Line.Task.StatusOnly && !t.used(tab.key, key) {
				col.set(i, sheet.Value{})
			}
		}
	}
}

// drop takes a column away again that nobody looks at.
func (t *scoreTables) drop(tab *calcTable, col *calcColumn) {
	for i, c := range tab.columns {
		if c == col {
			tab.columns = append(tab.columns[:i], tab.columns[i+1:]...)
			delete(tab.index, col.key)
			return
		}
	}
}

// meanMark is the mean of the marks of one kind of raters for the row's bureau.
func (t *scoreTables) meanMark(col *calcColumn, key, more string) {
	kind := map[string]string{workbook.InLeaderMark: workbook.RatersLeaders, workbook.InOfficeMark: workbook.RatersOffice, workbook.InLeadMark: workbook.RatersLead}[key]
	where := "[[rating.bureau]],[@bureau],[[rating.raters-kind]]," + text(t.c.ChoiceLabel("raters", kind)) + more
	col.formula(`IF(COUNTIFS(%[1]s)=0,"",ROUND(SUMIFS([[rating.in:mark]],%[1]s)/COUNTIFS(%[1]s),9))`, where)
}

// bureauInput sums a bureau's figures up from the other tables.
func (t *scoreTables) bureauInput(col *calcColumn, key string) {
	mine := func(table string) string { return "[[" + table + ".bureau]],[@bureau]" }
	role := func(key string) string { return text(t.c.ChoiceLabel("role", key)) }
	switch key {
	case workbook.InRatio:
		col.formula(`IF(SUMIFS([[task.basis]],%[1]s)=0,"",ROUND(SUMIFS([[task.part-ratio]],%[1]s)/SUMIFS([[task.basis]],%[1]s),9))`, mine("task"))
	case workbook.InElapsed:
		col.formula(`IF(SUMIFS([[task.timed]],%[1]s)=0,"",ROUND(SUMIFS([[task.part-elapsed]],%[1]s)/SUMIFS([[task.timed]],%[1]s),9))`, mine("task"))
	case workbook.InTasks:
		col.formula(`COUNTIFS(%s)`, mine("task"))
	case workbook.InLeads:
		col.formula(`COUNTIFS(%s,[[task.in:role]],%s)`, mine("task"), role(workbook.RoleLead))
	case workbook.InFinished:
		col.formula(`COUNTIFS(%s,[[task.finished]],1)`, mine("task"))
	case workbook.InOverdue:
		col.formula(`COUNTIFS(%s,[[task.in:days-late]],">0")`, mine("task"))
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

// tally counts the periods' outcomes, which stand in the row's last columns.
func (t *scoreTables) tally(col *calcColumn, key string) {
	n := len(t.s.Registers)
	var terms []string
	for _, w := range t.counted(key) {
		for i := range n {
			terms = append(terms, fmt.Sprintf("IF([@[period:%d]]=%s,1,0)", i, text(w)))
		}
	}
	if len(terms) == 0 {
		return
	}
	col.formula("%s", strings.Join(terms, "+"))
}

// counted lists the words of the outcomes that an input counts.
func (t *scoreTables) counted(key string) []string {
	onTime, onTimeNothing := t.outcome(OnTime, false), t.outcome(OnTime, true)
	late, lateNothing := t.outcome(Late, false), t.outcome(Late, true)
	sentBack, missing := t.outcome(SentBack, false), t.outcome(Missing, false)
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
	}
	return []string{onTimeNothing, lateNothing, t.explained(lateNothing)}
}

// explained is the word of an outcome for which there is an approved reason.
func (t *scoreTables) explained(outcome string) string {
	return t.c.T("scorebook.with-reason", "outcome", outcome)
}

func (t *scoreTables) outcome(o Outcome, nothing bool) string {
	word := t.c.T("outcome." + o.Key())
	if nothing {
		return t.c.T("scorebook.with-nothing", "outcome", word)
	}
	return word
}

// outcomes adds a column for each register: what each bureau did, blank where it was not in the roster.
func (t *scoreTables) outcomes(tab *calcTable, rows []*ScoreRow) {
	for i, reg := range t.s.Registers {
		col := tab.add(calcColumn{key: fmt.Sprint("period:", i), heading: reg.Period.String(), width: 16, head: sheet.HeadingInput, role: sheet.Input, align: sheet.AlignCenter})
		by := map[string]*RegisterRow{}
		for _, row := range reg.Rows {
			by[row.Bureau.Code] = row
		}
		for j, r := range rows {
			if row := by[r.Bureau.Code]; row != nil {
				word := t.outcome(row.Outcome, row.Nothing && (row.Outcome == OnTime || row.Outcome == Late))
				if t.s.explained(reg, row) != nil {
					word = t.explained(word)
				}
				col.set(j, sheet.Str(word))
			}
		}
	}
}

// dynamic adds a column for each parameter and indicator that a method names as a column.
func (t *scoreTables) dynamic(tab *calcTable, rows []*ScoreRow, items []*SchemeItem) {
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
				col := tab.add(calcColumn{key: key, heading: c.Name, width: 11, role: sheet.Body, align: sheet.AlignCenter})
				param := false
				for _, name := range t.s.Scheme.Parameters {
					param = param || foldWord(name) == foldWord(c.Name)
				}
				f := tab.formula("_dyn")
				for i, r := range rows {
					if param {
						tab.word(i, "_dyn", t.params.parameter(c.Name, r.Bureau))
						col.at(i, f)
					} else {
						col.set(i, t.s.indicatorValue(c.Name, r.Bureau))
					}
				}
			}
		}
	}
}

// used reports whether any item of a grain looks at an input.
func (t *scoreTables) used(grain, key string) bool {
	for _, it := range t.s.Scheme.ByGrain(grain) {
		if it.uses(&t.s.words, key) {
			return true
		}
	}
	return false
}

// basis adds the column that says whether a row counts, and with what share.
func (t *scoreTables) basis(tab *calcTable, rows []*ScoreRow) {
	heading := "counted"
	if tab.key == workbook.GrainTask || tab.key == workbook.GrainTaskPeriod {
		heading = "row-basis"
	}
	col := tab.add(calcColumn{key: "basis", heading: t.heading(heading), width: 10, head: sheet.HeadingCheck, role: sheet.Body, align: sheet.AlignCenter})
	switch tab.key {
	case workbook.GrainTask:
		f := tab.formula("IF(ISNUMBER([@[in:ratio]]),MAX(0,[@[in:weight]]*[@[in:share]]),0)")
		for i, r := range rows {
			if r.Left == leftNotDue {
				col.set(i, sheet.Int(0))
				continue
			}
			col.at(i, f)
		}
		t.helper(tab, "part-ratio", `IF([@basis]>0,[@basis]*MIN(1,[@[in:ratio]]),0)`)
		t.helper(tab, "timed", `IF(ISNUMBER([@[in:elapsed]]),[@basis],0)`)
		t.helper(tab, "part-elapsed", `IF(ISNUMBER([@[in:elapsed]]),[@basis]*[@[in:elapsed]],0)`)
		finished := t.helper(tab, "finished", "")
		for i, r := range rows {
			v := 0
			if r.Line.Completion.Finished {
				v = 1
			}
			finished.set(i, sheet.Int(v))
		}
		if !t.bureauUses() {
			for _, key := range []string{"part-ratio", "timed", "part-elapsed", "finished"} {
				t.drop(tab, tab.index[key])
			}
		}
	case workbook.GrainTaskPeriod:
		col.formula("IF(ISNUMBER([@[in:ratio]]),MAX(0,[@[in:weight]]*[@[in:share]]),0)")
	case workbook.GrainReporting:
		col.formula("IF([@[in:asked]]>0,1,0)")
	case workbook.GrainPeriod:
		col.formula("IF([@[in:asked]]>0,1,0)")
		// A period in which a bureau was let off with approval is none that it missed, whatever an absent period counts.
		exempt := t.helper(tab, "exempt", "")
		for i, r := range rows {
			exempt.set(i, oneIf(r.Left == leftExempt))
		}
	default:
		approved := tab.formula(`IF([@approver]="",0,1)`)
		if tab.key != workbook.GrainAdjustment {
			approved = nil
		}
		for i, r := range rows {
			if r.Left == leftNotApproved && approved != nil {
				col.at(i, approved) // counts as soon as an approver is written in
				continue
			}
			col.set(i, sheet.Num(r.Basis))
		}
	}
	if tab.key == workbook.GrainRating {
		t.raterWeights(tab, rows)
	}
}

// bureauUses reports whether any item is scored by bureau, from the sums over its tasks.
func (t *scoreTables) bureauUses() bool { return len(t.s.Scheme.ByGrain(workbook.GrainBureau)) > 0 }

func (t *scoreTables) helper(tab *calcTable, key, source string) *calcColumn {
	kind, no, _ := strings.Cut(key, ":")
	col := tab.add(calcColumn{key: key, heading: t.heading(kind) + no, width: 10, head: sheet.HeadingCheck, role: sheet.Body, align: sheet.AlignCenter, helper: true})
	if source != "" {
		col.formula("%s", source)
	}
	return col
}

// raterWeights divides a group's weight among its marks, so that each group counts with its own mean.
func (t *scoreTables) raterWeights(tab *calcTable, rows []*ScoreRow) {
	for i, r := range rows {
		tab.word(i, "_group", t.params.raters[foldWord(r.Rating.Raters)])
	}
	t.helper(tab, "weight", `IF([@basis]>0,_group/COUNTIFS([bureau],[@bureau],[[in:raters]],[@[in:raters]],[basis],1),0)`)
	t.helper(tab, "weighted", `[@weight]*[@[in:mark]]`)
}

// behind adds what stands behind the scores: where a figure was read.
func (t *scoreTables) behind(tab *calcTable, rows []*ScoreRow) {
	if tab.key != workbook.GrainTask && tab.key != workbook.GrainTaskPeriod {
		return
	}
	col := tab.add(calcColumn{key: "source", heading: t.heading("source"), width: 20, role: sheet.Body})
	for i, r := range rows {
		if r.sourced() {
			col.set(i, sheet.Str(r.Line.Source().Place.String()))
		}
	}
}

// sourced reports whether the workbook says where the row's figures were read: of a task of which only the status is shown
// it does not.
func (r *ScoreRow) sourced() bool {
	return !r.Line.Source().Place.IsZero() && !r.absent() && !r.Line.Task.StatusOnly
}

// veil keeps the figures of tasks of which only the status is shown off the pages: how far they are, how late, and what
// they give. The scores are worked out from them all the same, and follow.
func (t *scoreTables) veil(tab *calcTable, rows []*ScoreRow) {
	if tab.key != workbook.GrainTask && tab.key != workbook.GrainTaskPeriod {
		return
	}
	shown := []string{"bureau", "category", "task", "title", in(workbook.InRole), in(workbook.InWeight), in(workbook.InShare), in(workbook.InDifficulty), in(workbook.InPeriod)}
	for i, r := range rows {
		if !r.Line.Task.StatusOnly {
			continue
		}
		for _, c := range tab.columns {
			switch {
			case c.key == "sentence":
				c.dressed(i, calcDress{instead: t.c.T("scorebook.status-only")})
			case !slices.Contains(shown, c.key):
				c.dressed(i, calcDress{unseen: true})
			}
		}
	}
}
