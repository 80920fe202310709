package validate

import (
	"slices"
	"strconv"
	"strings"

	"duban/workbook"
	"duban/workbook/formula"
	"duban/workbook/numeral"
	"duban/workbook/sheet"
)

// judgeRows checks the rows of a table that the bureau filled in: cell by cell, then by the rules.
func (k *returnCheck) judgeRows(t *workbook.Table) {
	var g *grid
	var rules []formRule
	mended := newRepairs()
	for i, r := range t.Records {
		if k.odd[r] || !r.Touched() || k.foreign(r) || k.ofTotals(r) {
			continue
		}
		k.cells(r)
		mended.note(r)
		if g == nil {
			g, rules = k.c.newGrid(t, k.locked), k.rulesOf(t.Form)
		}
		g.row = i
		k.rowRules(rules, g, r)
		for j := range t.Form.Columns {
			if t.Form.Columns[j].Filled == workbook.ByBureau && !k.negative(r, j) {
				k.c.limits(&k.findings, r, j)
			}
		}
		k.dates(r)
		if t.Form.Key == workbook.FormProblems {
			k.namesInProblem(r)
			k.levelOfProblem(r)
		}
	}
	mended.report(k)
}

// foreign reports whether a row is another bureau's problem, issued only to be read. The issued text decides: a bureau cannot make another
// one answer for its own row by typing a name into the cell.
func (k *returnCheck) foreign(r *workbook.Record) bool {
	if r.Table.Form.Key != workbook.FormProblems {
		return false
	}
	by, issued := k.locked(r, workbook.ColRaisedBy)
	return issued && k.ctx.Plan.Directory.Bureau(by) != k.b
}

// ofTotals sets aside a row that a bureau put below its lines of a list to add them up: counted as one of them, it would count all
// of them twice.
func (k *returnCheck) ofTotals(r *workbook.Record) bool {
	if !strings.HasPrefix(r.Table.Form.Key, workbook.FormList) {
		return false
	}
	for i := range r.Table.Form.Columns {
		col := &r.Table.Form.Columns[i]
		if col.Filled != workbook.ByBureau || r.At(i).Raw.Kind == sheet.Blank {
			continue
		}
		switch strings.ReplaceAll(workbook.Fold(r.At(i).Text), " ", "") {
		case "合计", "小计", "总计", "共计", "total", "subtotal", "sum":
			k.odd[r] = true
			k.add("row-of-totals", cell(r, col.Key))
			return true
		}
		return false // the first cell that is filled in says what the row is
	}
	return false
}

// cells checks each of the bureau's cells by itself.
func (k *returnCheck) cells(r *workbook.Record) {
	unit := ""
	switch r.Table.Form.Key {
	case workbook.FormProgress:
		if t := k.ctx.Plan.Task(r.ID); t != nil {
			unit = t.CountedIn()
		}
	case workbook.FormIndicatorState:
		if in := k.ctx.Plan.Indicator(r.ID); in != nil {
			unit = in.Unit
		}
	}
	for i := range r.Table.Form.Columns {
		col := &r.Table.Form.Columns[i]
		if col.Filled != workbook.ByBureau {
			continue
		}
		switch r.At(i).State {
		case workbook.Bad:
			k.unreadable(r, i, unit)
		case workbook.Empty, workbook.Open:
			if col.Required && r.Table.Cols[i] > 0 {
				k.add("required", cell(r, col.Key))
			}
		case workbook.Good:
			k.formulas(r, i)
		}
	}
}

// negative reports whether a cell is a figure below 0 that its task allows.
func (k *returnCheck) negative(r *workbook.Record, i int) bool {
	if r.At(i).Num >= 0 || r.Table.Form.Columns[i].Key != workbook.ColDoneValue {
		return false
	}
	t := k.ctx.Plan.Task(r.Get(workbook.ColTask).Text)
	return t != nil && t.MayBeNegative()
}

// formRule is a rule in force that is bound to the columns of a form; field is the column that its findings are about.
type formRule struct {
	*workbook.Rule
	bound *boundRule
	field string
}

// rulesOf gives the rules about the rows of a form that are in force at the end of the period.
func (k *returnCheck) rulesOf(f *workbook.Form) []formRule {
	var out []formRule
	for i := range k.ctx.Rules {
		rule := &k.ctx.Rules[i]
		if rule.Figures || rule.Percents || rule.Most {
			continue // the self-check's version of what figures checks
		}
		if rule.Form != f.Key || !rule.InForce(k.last) {
			continue
		}
		b := k.c.bind(f, rule.Source)
		if b == nil {
			continue
		}
		field := rule.Field
		if field == "" {
			field = b.pointsAt(f)
		}
		out = append(out, formRule{rule, b, field})
	}
	return out
}

// rowRules checks a row by rules. A built-in rule is left out if its cell has an error already.
func (k *returnCheck) rowRules(rules []formRule, g *grid, r *workbook.Record) {
	for _, rule := range rules {
		field := rule.field
		if !rule.bound.judgeable(r.Table, r) || !rule.Own && (k.excused(rule.Rule, r) || k.has(r.Place(field))) {
			continue
		}
		v := rule.bound.formula.Eval(g)
		switch {
		case v.Kind == sheet.Error:
			// A rule that cannot be worked out holds nothing back. It is only reported if it is the county's own, which can correct it.
			if rule.Own {
				x := k.add("rule-not-computable", cell(r, field), "name", rule.Code)
				x.Value = v.Text
			}
		case (v.Kind == sheet.Bool || v.Kind == sheet.Number) && v.Num != 0:
		default:
			x := k.add(rule.Code, cell(r, field), g.quoted(rule.Rule)...)
			x.Severity = rule.Severity
			if rule.Own {
				x.Message = rule.Message
			}
		}
	}
}

// excused reports whether a breach of a built-in rule is none, for reasons that the formula cannot see: a percentage typed with its sign is
// not a fraction by mistake, and the figures of some tasks may fall.
func (k *returnCheck) excused(rule *workbook.Rule, r *workbook.Record) bool {
	switch rule.Code {
	case "progress-fraction", "indicator-fraction", "indicator-hundredth":
		return signedPercent(r.Get(rule.Field))
	}
	if rule.Rising {
		t := k.ctx.Plan.Task(r.ID)
		return t != nil && t.MayFall()
	}
	return false
}

// signedPercent reports whether a percentage was typed with its sign, so that it was surely read as it was meant.
func signedPercent(d *workbook.Datum) bool {
	return d.Format == sheet.Percent || slices.Contains(d.Repairs(), numeral.RepairPercentSign)
}

// dates reports days on which something cannot have happened: after the period, or before the task's start.
func (k *returnCheck) dates(r *workbook.Record) {
	for _, key := range []string{workbook.ColStartedOn, workbook.ColDoneOn, workbook.ColClosedOn} {
		d := r.Get(key)
		if !d.Filled() {
			continue
		}
		if d.Date > k.last {
			k.add("date-after-period", cell(r, key), "last", k.last.String())
			continue
		}
		if t := k.ctx.Plan.Task(r.Get(workbook.ColTask).Text); t != nil && key == workbook.ColDoneOn && d.Date < t.Start {
			k.add("date-before-start", cell(r, key), "start", t.Start.String())
		}
	}
}

// mostUnknownNames is the most unknown bureaus that are reported in one cell. A cell with more holds something else, such as a pasted page.
const mostUnknownNames = 10

// namesInProblem reports bureaus and a task that a problem names and the plan lacks. Offices above the county are in no plan.
func (k *returnCheck) namesInProblem(r *workbook.Record) {
	dir, unknown := k.ctx.Plan.Directory, map[string]bool{}
	for _, n := range r.Get(workbook.ColNeeded).List() {
		if dir.Bureau(n) != nil || dir.Group(n) != nil || unknown[n] || r.Get(workbook.ColLevel).Key == workbook.LevelAbove {
			continue
		}
		if unknown[n] = true; len(unknown) > mostUnknownNames {
			break
		}
		k.add("needed-unknown", cell(r, workbook.ColNeeded), "name", quoted(n), "near", k.guess("needed-unknown", func() string { return dir.Suggest(n) }))
	}
	if d := r.Get(workbook.ColTask); d.Filled() && k.ctx.Plan.Task(d.Text) == nil {
		near := k.guess("problem-task-unknown", func() string {
			ids := make([]string, 0, len(k.ctx.Plan.Tasks))
			for _, t := range k.ctx.Plan.Tasks {
				ids = append(ids, t.ID)
			}
			return workbook.Nearest(d.Text, ids)
		})
		k.add("problem-task-unknown", cell(r, workbook.ColTask), "near", near)
	}
}

// levelOfProblem reports that the city is to coordinate, by a word that means the plan's own level in a county-level city, and the one
// above it elsewhere.
func (k *returnCheck) levelOfProblem(r *workbook.Record) {
	raw := r.Get(workbook.ColLevel).Raw.String()
	if strings.HasPrefix(raw, "市") && !strings.HasSuffix(k.ctx.Plan.Settings.County, "市") {
		k.add("level-unclear", cell(r, workbook.ColLevel), "value", quoted(raw))
	}
}

// repairs collects the repairs made in reading, by column and kind, so that one finding stands for all cells.
type repairs struct {
	cells map[repairKey][]workbook.Place
	first map[repairKey]about
	read  map[repairKey]string
	order []repairKey
}

type repairKey struct {
	field  string
	repair numeral.Repair
}

func newRepairs() *repairs {
	return &repairs{cells: map[repairKey][]workbook.Place{}, first: map[repairKey]about{}, read: map[repairKey]string{}}
}

// note collects the repairs in the cells of a row.
func (m *repairs) note(r *workbook.Record) {
	for i := range r.Table.Form.Columns {
		d, col := r.At(i), &r.Table.Form.Columns[i]
		if d.State != workbook.Good && d.State != workbook.Open || col.Filled != workbook.ByBureau && !identifies(r.Table.Form, col.Key) {
			continue
		}
		if len(d.Repairs()) == 0 {
			continue
		}
		// Each cell is reported once, with the repair that is most worth checking, since the message quotes the whole cell.
		rep := mostTelling(d.Repairs())
		key := repairKey{col.Key, rep}
		if len(m.cells[key]) == 0 {
			m.order = append(m.order, key)
			a := cell(r, col.Key)
			a.value = quoted(d.Raw.String())
			if rep == numeral.RepairFormula {
				a.value = quoted("=" + d.Formula())
			}
			m.first[key] = a
			m.read[key] = readAs(col, d)
		}
		m.cells[key] = append(m.cells[key], r.Place(col.Key))
	}
}

// telling lists the repairs that may have changed a meaning, the gravest first. The others are only other ways of writing.
func telling() []numeral.Repair {
	return []numeral.Repair{
		numeral.RepairMerged, numeral.RepairScaleYi, numeral.RepairScaleWan, numeral.RepairScaleQian, numeral.RepairScaleBai, numeral.RepairApprox,
		numeral.RepairYearAssumed, numeral.RepairShortYear, numeral.RepairSerial, numeral.RepairFormula, numeral.RepairChinese, numeral.RepairUnit,
		numeral.RepairPercentSign, numeral.RepairThousands, numeral.RepairTimeCut,
	}
}

// mostTelling gives the gravest of a cell's repairs, or else the last one: the first is often only that the cell was text.
func mostTelling(repairs []numeral.Repair) numeral.Repair {
	if len(repairs) > 1 {
		for _, t := range telling() {
			if slices.Contains(repairs, t) {
				return t
			}
		}
	}
	return repairs[len(repairs)-1]
}

// readAs gives what a cell was read as.
func readAs(col *workbook.Column, d *workbook.Datum) string {
	switch col.Type {
	case workbook.NumberColumn, workbook.PercentColumn:
		return formula.NumberText(d.Num)
	}
	return quoted(d.Text)
}

// report adds a finding for each column and kind of repair.
func (m *repairs) report(k *returnCheck) {
	for _, key := range m.order {
		k.add(repairCode(key.repair), m.first[key], "cells", Cells(m.cells[key]), "n", strconv.Itoa(len(m.cells[key])), "read", m.read[key])
	}
}
