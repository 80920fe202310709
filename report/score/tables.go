package score

import (
	"fmt"
	"strings"

	"duban/templates"
	"duban/workbook"
	"duban/workbook/sheet"
)

// tableSet holds the computed tables of a scoring, in one language.
type tableSet struct {
	s      *Scores
	c      *templates.Catalogue
	book   *calcBook
	params *paramSet

	details  map[string]*calcTable
	items    *calcTable
	sections *calcTable
	overview *calcTable
	// itemRows, sectionRows and overviewRows say what the rows of those tables are about.
	itemRows     []itemRow
	sectionRows  []sectionRow
	overviewRows []*Result
	// worth keeps the formulas of the items' scores.
	worth map[*SchemeItem]*calcFormula
}

// itemRow is a bureau's row for an item.
type itemRow struct {
	bureau *Result
	item   *SchemeItem
}

// sectionRow is a bureau's row for a section.
type sectionRow struct {
	bureau  *Result
	section string
}

// Keys of the tables.
const (
	tableItems    = "items"
	tableSections = "sections"
	tableOverview = "overview"
)

// tablesIn makes and computes the tables in a catalogue's language, or gives those made before.
func (s *Scores) tablesIn(c *templates.Catalogue) *tableSet {
	if t := s.tables[c.Lang]; t != nil {
		return t
	}
	t := &tableSet{s: s, c: c, book: newCalcBook(), details: map[string]*calcTable{}, worth: map[*SchemeItem]*calcFormula{}}
	t.params = newParamSet(s, c, t.book)
	t.book.names["_decimals"], t.book.names["_good"], t.book.names["_poor"] = t.params.decimals, t.params.good, t.params.poor
	t.overviewTable()
	t.sectionTable()
	t.itemTable()
	for _, grain := range grains() {
		spare := t.spareRows(grain)
		t.details[grain] = t.book.table(grain, c.T("scoresheet."+sheetKey(grain)), len(s.Rows[grain])+spare)
		t.details[grain].spare = spare
	}
	for _, grain := range grains() {
		t.detailColumns(grain)
	}
	t.itemColumns()
	t.sectionColumns()
	t.overviewColumns()
	for _, x := range t.book.order {
		x.place()
	}
	t.book.compute()
	if s.tables == nil {
		s.tables = map[string]*tableSet{}
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

// in gives the key of an input's column.
func in(key string) string { return "in:" + key }

// mark gives the key of a column that each item has for itself.
func mark(kind string, it *SchemeItem) string { return fmt.Sprint(kind, ":", it.No) }

// inQuotes writes a text as a string literal of a formula.
func inQuotes(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

func (t *tableSet) none() string { return t.c.T("scorebook.none") }

// bureau gives a bureau's name as it is written in the tables, see keyText.
func (t *tableSet) bureau(b *workbook.Bureau) sheet.Value { return sheet.Str(keyText(b.Name)) }

// category gives a bureau's category likewise. It is never empty, since a condition on an empty cell finds nothing.
func (t *tableSet) category(b *workbook.Bureau) sheet.Value {
	if b.Category == "" {
		return sheet.Str(t.c.T("scorebook.no-category"))
	}
	return sheet.Str(keyText(b.Category))
}

func (t *tableSet) heading(key string) string { return t.c.T("scorecol." + key) }

// scoreFormat gives the format that shows scores with the plan's decimals.
func (t *tableSet) scoreFormat() sheet.Format {
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

// detailColumns adds the columns of a grain's table: what the row is about, its inputs, whether it counts, and then for each item its points
// and its score.
func (t *tableSet) detailColumns(grain string) {
	tab, rows, items := t.details[grain], t.s.Rows[grain], t.s.Scheme.byGrain(grain)
	bureau := tab.add(calcColumn{key: "bureau", heading: t.heading("bureau"), width: 18, role: sheet.Body})
	category := tab.add(calcColumn{key: "category", heading: t.heading("category"), width: 11, role: sheet.Body, align: sheet.AlignCenter})
	for i, r := range rows {
		bureau.set(i, t.bureau(r.Bureau))
		category.set(i, t.category(r.Bureau))
	}
	t.describe(tab, rows)
	t.inputs(tab, rows)
	t.dynamic(tab, rows, items)
	t.veilInputs(tab, rows)
	t.basis(tab, rows)
	t.spareFormulas(tab)
	for _, it := range items {
		t.marks(tab, rows, it)
	}
	t.sentences(tab, rows, items)
	t.sourceColumn(tab, rows)
	t.veil(tab, rows)
}

// basis adds the column that says whether a row counts, and with which weight.
func (t *tableSet) basis(tab *calcTable, rows []*Row) {
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
			col.setFormula(i, f)
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
		col.formula("%s", anyAsked(askedIn(t.s.partialUsed())))
	case workbook.GrainPeriod:
		col.formula("IF([@[in:asked]]>0,1,0)")
		// A period for which a bureau was exempt is not one that it missed, even if an item counts missed periods.
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
				col.setFormula(i, approved) // counts as soon as an approver is written in
				continue
			}
			col.set(i, sheet.Num(r.Basis))
		}
	}
	if tab.key == workbook.GrainRating {
		t.raterWeights(tab, rows)
	}
}

// bureauUses reports whether any item is scored by bureau, which takes sums over the other tables.
func (t *tableSet) bureauUses() bool { return len(t.s.Scheme.byGrain(workbook.GrainBureau)) > 0 }

// helper adds a helper column, with one formula for all rows unless source is empty.
func (t *tableSet) helper(tab *calcTable, key, source string) *calcColumn {
	kind, no, _ := strings.Cut(key, ":")
	col := tab.add(calcColumn{key: key, heading: t.heading(kind) + no, width: 10, head: sheet.HeadingCheck, role: sheet.Body, align: sheet.AlignCenter, helper: true})
	if source != "" {
		col.formula("%s", source)
	}
	return col
}

// raterWeights divides a group's weight among its marks, so that each group counts with its own mean.
func (t *tableSet) raterWeights(tab *calcTable, rows []*Row) {
	for i, r := range rows {
		tab.word(i, "_group", t.params.raters[foldWord(r.Rating.Raters)])
	}
	t.helper(tab, "weight", `IF([@basis]>0,_group/COUNTIFS([bureau],[@bureau],[[in:raters]],[@[in:raters]],[basis],1),0)`)
	t.helper(tab, "weighted", `[@weight]*[@[in:mark]]`)
}

// sourceColumn adds the column that says where a task's figures were read.
func (t *tableSet) sourceColumn(tab *calcTable, rows []*Row) {
	if tab.key != workbook.GrainTask && tab.key != workbook.GrainTaskPeriod {
		return
	}
	col := tab.add(calcColumn{key: "source", heading: t.heading("source"), width: 20, role: sheet.Body})
	col.typed = func(i int) sheet.Value {
		if rows[i].sourced() {
			return sheet.Str(rows[i].Line.Source().Place().String())
		}
		return sheet.Value{}
	}
}

// sourced reports whether the workbook says where the row's figures were read. For a task that is 仅报状态 it does not.
func (r *Row) sourced() bool {
	return !r.Line.Source().Place().IsZero() && !r.absent() && !r.Line.Task.StatusOnly
}
