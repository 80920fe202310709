package report

import (
	"fmt"

	"duban/workbook"
	"duban/workbook/sheet"
)

// sheetKey names the detail sheet of a grain in the catalogue (scoresheet.<key>, scorebook.guide-<key>).
func sheetKey(grain string) string {
	switch grain {
	case workbook.GrainTask:
		return "tasks"
	case workbook.GrainReporting:
		return "reporting"
	case workbook.GrainAdjustment:
		return "adjustments"
	}
	return "ratings"
}

// markColumn is the key of an item's 分值 or 得分 among the columns of its detail sheet.
func (k *scoreBook) markColumn(kind string, it *SchemeItem) string {
	for i, x := range k.s.Scheme.Items {
		if x == it {
			return fmt.Sprint(kind, ":", i)
		}
	}
	return kind
}

// detailGrid lays out the columns of a grain's sheet: what the row is, its inputs, its share, then for each item its 分值
// and 得分.
func (k *scoreBook) detailGrid(grain string) *scoreGrid {
	c := k.c
	var columns []scoreColumn
	add := func(key string, width float64, role sheet.Role) {
		columns = append(columns, scoreColumn{key, c.T("scorecol." + key), width, role})
	}
	add("bureau", 18, sheet.Heading)
	add("category", 11, sheet.Heading)
	switch grain {
	case workbook.GrainTask:
		add("task", 11, sheet.Heading)
		add("title", 30, sheet.Heading)
	case workbook.GrainAdjustment:
		add("item", 20, sheet.Heading)
		add("matter", 36, sheet.Heading)
		add("evidence", 24, sheet.Heading)
		add("approver", 12, sheet.Heading)
		add("approved", 13, sheet.Heading)
	case workbook.GrainRating:
		add("raters", 18, sheet.Heading)
	}
	for _, key := range inputsOf(grain) {
		columns = append(columns, scoreColumn{"input:" + key, c.T("input." + key), 10, sheet.Heading})
	}
	basis := "counted"
	if grain == workbook.GrainTask {
		basis = "row-basis"
	}
	columns = append(columns, scoreColumn{"basis", c.T("scorecol." + basis), 10, sheet.HeadingCheck})
	for _, it := range k.s.Scheme.ByGrain(grain) {
		columns = append(columns,
			scoreColumn{k.markColumn("points", it), c.T("scorecol.points-of", "item", it.Title), 12, sheet.HeadingCheck},
			scoreColumn{k.markColumn("score", it), c.T("scorecol.score-of", "item", it.Title), 12, sheet.HeadingCheck})
	}
	columns = append(columns, scoreColumn{"sentence", c.T("scorecol.sentence"), 48, sheet.Heading})
	switch grain {
	case workbook.GrainTask:
		columns = append(columns, scoreColumn{"source", c.T("scorecol.source"), 20, sheet.Heading})
	case workbook.GrainReporting:
		for i, reg := range k.s.Registers {
			columns = append(columns, scoreColumn{fmt.Sprint("period:", i), reg.Period.String(), 16, sheet.HeadingInput})
		}
	}
	return newScoreGrid(c.T("scoresheet."+sheetKey(grain)), len(k.s.Rows[grain]), columns)
}

func (k *scoreBook) detailSheet(grain string) *sheet.Sheet {
	g := k.details[grain]
	items := k.s.Scheme.ByGrain(grain)
	var outcomes map[string][]sheet.Value
	if grain == workbook.GrainReporting {
		outcomes = k.outcomes()
	}
	for i, r := range k.s.Rows[grain] {
		row := scoreFirst + i
		g.put("bureau", row, body(k.bureau(r.Bureau)))
		g.put("category", row, sheet.Cell{Role: sheet.Body, Align: sheet.AlignCenter, Value: k.category(r.Bureau)})
		switch grain {
		case workbook.GrainTask:
			k.taskCells(g, row, r)
		case workbook.GrainReporting:
			k.reportingCells(g, row, r, outcomes[r.Bureau.Code])
		case workbook.GrainAdjustment:
			k.adjustmentCells(g, row, r)
		case workbook.GrainRating:
			g.put("raters", row, body(sheet.StrOrBlank(r.Rating.Raters)))
			g.put("input:"+inputMark, row, sheet.Cell{Role: sheet.Input, Align: sheet.AlignCenter, Value: r.Inputs[inputMark]})
			g.put("basis", row, count(r.Basis, ""))
		}
		for _, it := range items {
			k.markCells(g, row, r, it)
		}
		g.put("sentence", row, body(sheet.StrOrBlank(k.s.Sentence(r, k.c))))
	}
	freeze := 2
	if grain == workbook.GrainTask {
		freeze = 4
	}
	g.dress(k.titleOf(g.sh.Name), k.stated(), k.c.T("scorebook.guide-"+sheetKey(grain)), freeze, k.c)
	k.limit(g, grain)
	return g.sh
}

// limit keeps what is typed into a detail sheet within what its formulas can take: an outcome in other words would be
// counted nowhere.
func (k *scoreBook) limit(g *scoreGrid, grain string) {
	if g.rows == 0 {
		return
	}
	v := sheet.Validation{ErrorTitle: g.sh.Name, Error: k.c.T("scorebook.refused")}
	switch grain {
	case workbook.GrainReporting:
		first := g.col("period:0")
		v.Range = sheet.Rect(scoreFirst, first, g.last(), first+len(k.s.Registers)-1)
		v.Type = sheet.ListValidation
		v.Choices = []string{k.outcome(OnTime, false), k.outcome(OnTime, true), k.outcome(Late, false), k.outcome(Late, true),
			k.outcome(SentBack, false), k.outcome(Missing, false), k.outcome(Exempt, false)}
	case workbook.GrainRating:
		v.Range = sheet.Rect(scoreFirst, g.col("input:"+inputMark), g.last(), g.col("input:"+inputMark))
		v.Type, v.Min, v.Max = sheet.DecimalValidation, "0", "100"
	case workbook.GrainAdjustment:
		v.Range = sheet.Rect(scoreFirst, g.col("input:"+inputAmount), g.last(), g.col("input:"+inputAmount))
		v.Type, v.Min, v.Max = sheet.DecimalValidation, "-100000", "100000"
	default:
		return
	}
	g.sh.Layout.Validations = append(g.sh.Layout.Validations, v)
}

// taskCells writes a task row's inputs. Of a task whose content is not for general reports only what a method looks at is
// shown beside number, title and bureau.
func (k *scoreBook) taskCells(g *scoreGrid, row int, r *ScoreRow) {
	t := r.Line.Task
	at := func(key string) string { return g.cell("input:"+key, row) }
	g.put("task", row, body(sheet.Str(t.ID)))
	g.put("title", row, body(sheet.StrOrBlank(t.Title)))
	for _, key := range inputsOf(workbook.GrainTask) {
		cell := sheet.Cell{Role: sheet.Body, Align: sheet.AlignCenter, Value: r.Inputs[key]}
		switch key {
		case inputRatio, inputElapsed:
			cell.Format = sheet.Percent
		case inputWeight:
			cell.Formula = k.params.weights[t]
		case inputShare:
			cell.Formula = k.params.shares[r.Line.Role]
		case inputTarget, inputBaseline, inputDone:
			if t.StatusOnly && !k.used(workbook.GrainTask, key) {
				cell.Value = sheet.Value{}
			}
		}
		g.put("input:"+key, row, cell)
	}
	g.put("basis", row, count(r.Basis, fmt.Sprintf("IF(ISNUMBER(%s),MAX(0,%s*%s),0)", at(inputRatio), at(inputWeight), at(inputShare))))
	source := body(sheet.Value{})
	if i, ok := k.sourceRow[r]; ok {
		place := r.Line.Source().Place
		source = sheet.Cell{Role: sheet.Link, Value: sheet.Str(place.String()), Extra: linkTo(k.c.T("scoresheet.sources"), sheet.At(k.sourceFirst()+i, 1))}
	}
	g.put("source", row, source)
}

// used reports whether any item of a grain looks at an input.
func (k *scoreBook) used(grain, key string) bool {
	for _, it := range k.s.Scheme.ByGrain(grain) {
		if it.uses(&k.s.words, key) {
			return true
		}
	}
	return false
}

func (k *scoreBook) outcome(o Outcome, nothing bool) string {
	word := k.c.T("outcome." + o.Key())
	if nothing {
		return k.c.T("scorebook.with-nothing", "outcome", word)
	}
	return word
}

// outcomes gives by code what each bureau did, in the order of the registers; blank where it was not in the roster.
func (k *scoreBook) outcomes() map[string][]sheet.Value {
	out := map[string][]sheet.Value{}
	for i, reg := range k.s.Registers {
		for _, row := range reg.Rows {
			code := row.Bureau.Code
			if out[code] == nil {
				out[code] = make([]sheet.Value, len(k.s.Registers))
			}
			nothing := row.Nothing && (row.Outcome == OnTime || row.Outcome == Late)
			out[code][i] = sheet.Str(k.outcome(row.Outcome, nothing))
		}
	}
	return out
}

// reportingCells counts the periods' outcomes, which stand in the row's last columns.
func (k *scoreBook) reportingCells(g *scoreGrid, row int, r *ScoreRow, outcomes []sheet.Value) {
	n := len(k.s.Registers)
	periods := "$" + sheet.At(row, g.col("period:0")).String() + ":$" + sheet.At(row, g.col(fmt.Sprint("period:", n-1))).String()
	tally := func(words ...string) string {
		f := ""
		for _, w := range words {
			if f != "" {
				f += "+"
			}
			f += "COUNTIF(" + periods + "," + quoted(w) + ")"
		}
		return f
	}
	onTime, onTimeNothing := k.outcome(OnTime, false), k.outcome(OnTime, true)
	late, lateNothing := k.outcome(Late, false), k.outcome(Late, true)
	sentBack, missing := k.outcome(SentBack, false), k.outcome(Missing, false)
	formulas := map[string]string{
		inputAsked:    tally(onTime, onTimeNothing, late, lateNothing, sentBack, missing),
		inputReceived: tally(onTime, onTimeNothing, late, lateNothing, sentBack),
		inputLate:     tally(late, lateNothing),
		inputSentBack: tally(sentBack),
		inputMissing:  tally(missing),
		inputNothing:  tally(onTimeNothing, lateNothing),
	}
	for _, key := range inputsOf(workbook.GrainReporting) {
		g.put("input:"+key, row, count(r.Inputs[key].Num, formulas[key]))
	}
	g.put("basis", row, count(r.Basis, fmt.Sprintf("IF(%s>0,1,0)", g.cell("input:"+inputAsked, row))))
	for i, v := range outcomes {
		g.put(fmt.Sprint("period:", i), row, sheet.Cell{Role: sheet.Input, Align: sheet.AlignCenter, Value: v})
	}
}

func (k *scoreBook) adjustmentCells(g *scoreGrid, row int, r *ScoreRow) {
	a := r.Adjustment
	label := sheet.Str(a.Item)
	cell := body(label)
	if len(r.Marks) > 0 {
		cell.Value, cell.Formula = sheet.Str(r.Marks[0].Item.Label), k.params.items[r.Marks[0].Item].label
	}
	g.put("item", row, cell)
	g.put("matter", row, body(sheet.StrOrBlank(a.Matter)))
	g.put("evidence", row, body(sheet.StrOrBlank(a.Evidence)))
	g.put("approver", row, body(sheet.StrOrBlank(a.Approver)))
	approved := sheet.Cell{Role: sheet.Body, Align: sheet.AlignCenter, Format: sheet.Date}
	if a.Approved != 0 {
		approved.Value = sheet.Int(int(a.Approved))
	}
	g.put("approved", row, approved)
	g.put("input:"+inputAmount, row, sheet.Cell{Role: sheet.Input, Align: sheet.AlignCenter, Value: r.Inputs[inputAmount]})
	g.put("basis", row, count(r.Basis, ""))
}

// markCells writes an item's 分值 and 得分 of a row, the latter as the method's own formula.
func (k *scoreBook) markCells(g *scoreGrid, row int, r *ScoreRow, it *SchemeItem) {
	m := r.MarkOf(it)
	if m == nil {
		return
	}
	p := k.params.items[it]
	basis := g.cell("basis", row)
	points := p.points
	switch r.Grain {
	case workbook.GrainTask:
		points = fmt.Sprintf("ROUND(%s*%s/SUMIFS(%s,%s,%s,%s,%s),9)", p.points, basis,
			k.items.span("row-sum"), k.items.span("bureau"), g.cell("bureau", row), k.items.span("item"), p.label)
	case workbook.GrainAdjustment:
		points = g.cell("input:"+inputAmount, row)
	}
	blank := `""`
	if v := it.pointsCell(sheet.Value{}); v.Kind == sheet.Number {
		blank = "0"
	}
	g.put(k.markColumn("points", it), row, sheet.Cell{Role: sheet.Body, Align: sheet.AlignRight, Format: sheet.Decimal2, Value: it.pointsCell(m.Points),
		Formula: fmt.Sprintf("IF(%s>0,%s,%s)", basis, points, blank)})
	cell := k.score(it.pointsCell(m.Value), "")
	if formula, ok := k.method(g, row, it); ok {
		cell.Formula = fmt.Sprintf("IF(%s>0,%s,%s)", basis, formula, blank)
	}
	if len([]rune(cell.Formula)) > sheet.MaxFormulaLen {
		cell.Formula = ""
		k.stiff[it] = true
	}
	g.put(k.markColumn("score", it), row, cell)
}

// method is an item's method over the cells of a row; false where it cannot be written as a formula, or gives texts that
// sums would pass over, so that the value stands alone.
func (k *scoreBook) method(g *scoreGrid, row int, it *SchemeItem) (string, bool) {
	if it.expr == nil || it.texts {
		return "", false
	}
	f, err := it.expr.Render(methodRefs{k, g, it, row})
	if err != nil {
		k.stiff[it] = true
		return "", false
	}
	if it.truths {
		f = "(" + f + ")*1"
	}
	return f, true
}

// methodRefs points a method's names at the columns of a detail sheet.
type methodRefs struct {
	book *scoreBook
	grid *scoreGrid
	item *SchemeItem
	row  int
}

func (m methodRefs) column(name string) (string, bool) {
	key, ok := m.book.s.words.input(name)
	if !ok || !hasInput(m.item.Grain, key) {
		return "", false
	}
	if key == inputPoints {
		return m.book.markColumn("points", m.item), true
	}
	return "input:" + key, true
}

func (m methodRefs) Cell(name string) (string, bool) {
	key, ok := m.column(name)
	if !ok {
		return "", false
	}
	return m.grid.cell(key, m.row), true
}

func (m methodRefs) Column(name string) (string, bool) {
	key, ok := m.column(name)
	if !ok {
		return "", false
	}
	return m.grid.own(key), true
}

func (m methodRefs) Name(string) (string, bool) { return "", false }
