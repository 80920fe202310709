package report

import (
	"fmt"
	"slices"
	"strings"

	"duban/workbook/formula"
	"duban/workbook/sheet"
)

// The scores are worked out in tables of cells, each typed in or given by a formula of the rule language. The same
// formulas are evaluated here and written into the scoring workbook, so that there is one definition of a score.

// calcBook is the tables of one scoring, and the parameters that their formulas speak of.
type calcBook struct {
	tables map[string]*calcTable
	order  []*calcTable
	// names are the parameters by the word that a formula has for them, in every row.
	names map[string]*calcParam
	// parsed keeps formulas that were read before.
	parsed map[string]*formula.Expr
	// tangled names the columns that were found to rest on themselves.
	tangled []string
}

// calcParam is one figure that drives the scores: it stands in the sheet of parameters.
type calcParam struct {
	value sheet.Value
	// ref is how formulas speak of it: a defined name or an absolute reference.
	ref string
}

func newCalcBook() *calcBook {
	return &calcBook{tables: map[string]*calcTable{}, names: map[string]*calcParam{}, parsed: map[string]*formula.Expr{}}
}

// calcColumn is a column of a table.
type calcColumn struct {
	key, heading string
	width        float64
	head         sheet.Role
	// role, align and format dress the column's cells.
	role   sheet.Role
	align  sheet.Align
	format sheet.Format
	// helper columns serve formulas: they stand behind the others and are not printed.
	helper bool
	// pos is the column's number on the sheet, given by place where it is not set.
	pos int

	table  *calcTable
	values []sheet.Value
	// formulas are nil where a cell is typed in.
	formulas []*calcFormula
	dress    map[int]calcDress
	// states tell which cells are worked out, done that all are.
	states []calcState
	done   bool
	// byText lists the rows by the texts in them, nil until somebody asks.
	byText map[string][]int32
}

// calcDress is how a cell differs from its column.
type calcDress struct {
	role  sheet.Role
	extra *sheet.Extra
	// unseen cells show nothing, instead of others stands a text in the workbook: no formula speaks of them.
	unseen  bool
	instead string
}

type calcState uint8

const (
	calcIdle calcState = iota
	calcBusy
	calcDone
)

// calcTable is one table of the scoring workbook.
type calcTable struct {
	key     string
	name    string
	book    *calcBook
	columns []*calcColumn
	index   map[string]*calcColumn
	rows    int
	// spare are the last of the rows, empty ones to be filled in by hand.
	spare int
	// first is the row of the sheet in which the table begins. A foreign table stands on another's sheet, which writes it.
	first   int
	foreign bool
	// shown gives the place on the sheet of each row where it is not the row's own: no formula speaks of a row but its own.
	shown []int
	// words are the parameters that a row's formulas have their own words for.
	words []map[string]*calcParam
	// spans keeps what span once worked out.
	spans map[string]string
}

func (b *calcBook) table(key, name string, rows int) *calcTable {
	t := &calcTable{key: key, name: name, book: b, rows: rows, first: scoreFirst, index: map[string]*calcColumn{}, words: make([]map[string]*calcParam, rows), spans: map[string]string{}}
	b.tables[key] = t
	b.order = append(b.order, t)
	return t
}

// add puts a column behind the others.
func (t *calcTable) add(c calcColumn) *calcColumn {
	col := &c
	col.table, col.values, col.formulas, col.states = t, make([]sheet.Value, t.rows), make([]*calcFormula, t.rows), make([]calcState, t.rows)
	t.columns = append(t.columns, col)
	t.index[col.key] = col
	return col
}

// word gives a row its own meaning of a word.
func (t *calcTable) word(row int, word string, p *calcParam) {
	if t.words[row] == nil {
		t.words[row] = map[string]*calcParam{}
	}
	t.words[row][word] = p
}

// set types a value into a cell.
func (c *calcColumn) set(row int, v sheet.Value) { c.values[row] = v }

// calcScope gives the names in a formula another meaning than the columns of its table: the key of a column.
type calcScope func(name string) (key string, ok bool)

// formula puts one formula into every row of the column. A formula that cannot be read is a mistake of the caller.
func (c *calcColumn) formula(source string, args ...any) *calcColumn {
	f := c.table.formula(fmt.Sprintf(source, args...))
	for i := range c.formulas {
		c.formulas[i] = f
	}
	return c
}

// at puts a formula into one row of the column.
func (c *calcColumn) at(row int, f *calcFormula) { c.formulas[row] = f }

// calcFormula is a formula over a table: each name in it stands for a column of this or another table.
type calcFormula struct {
	expr  *formula.Expr
	bound *formula.Bound
	refs  []*calcColumn
	scope calcScope
	table *calcTable
}

func (t *calcTable) formula(source string) *calcFormula { return t.scoped(t.book.parse(source), nil) }

func (b *calcBook) parse(source string) *formula.Expr {
	if e := b.parsed[source]; e != nil {
		return e
	}
	e, err := formula.Parse(source)
	if err != nil {
		panic(fmt.Sprintf("score formula %s: %v", source, err))
	}
	b.parsed[source] = e
	return e
}

// scoped is a formula over the table in which names may have another meaning. Columns of other tables are written as
// “table.column”; they are looked up when the formula is first worked out, since those tables may not have them yet.
func (t *calcTable) scoped(e *formula.Expr, scope calcScope) *calcFormula {
	return &calcFormula{expr: e, scope: scope, table: t}
}

func (f *calcFormula) eval(row int) sheet.Value {
	if f.bound == nil {
		f.bound = f.expr.Bind(func(name string) int {
			col := f.resolve(name)
			if col == nil {
				return -1
			}
			f.refs = append(f.refs, col)
			return len(f.refs) - 1
		})
	}
	return f.bound.Eval(calcRow{f, row})
}

// resolve finds the column that a name stands for.
func (f *calcFormula) resolve(name string) *calcColumn {
	if f.scope != nil {
		if key, ok := f.scope(name); ok {
			name = key
		}
	}
	if col := f.table.index[name]; col != nil {
		return col
	}
	if table, key, ok := strings.Cut(name, "."); ok {
		if t := f.table.book.tables[table]; t != nil {
			return t.index[key]
		}
	}
	return nil
}

// calcRow is a row of a table as a formula sees it.
type calcRow struct {
	f   *calcFormula
	row int
}

func (r calcRow) CellAt(i int) sheet.Value {
	c := r.f.refs[i]
	if c.table != r.f.table {
		return sheet.Err("#REF!")
	}
	return c.cell(r.row)
}

func (r calcRow) ColumnAt(i int) []sheet.Value { return r.f.refs[i].column() }

// RowsWith finds the rows of a column that hold a text: sums by bureau and item look at those alone.
func (r calcRow) RowsWith(i int, key string) ([]int32, bool) {
	c := r.f.refs[i]
	c.column()
	if c.byText == nil && !c.indexText() {
		return nil, false
	}
	return c.byText[key], true
}

// indexText lists the column's rows by the texts in them, once all cells are worked out.
func (c *calcColumn) indexText() bool {
	for i, f := range c.formulas {
		if f != nil && c.states[i] != calcDone {
			return false
		}
	}
	c.byText = map[string][]int32{}
	for i, v := range c.values {
		if v.Kind == sheet.Text {
			key := formula.TextKey(v.Text)
			c.byText[key] = append(c.byText[key], int32(i))
		}
	}
	return true
}

func (r calcRow) Name(name string) (sheet.Value, bool) {
	if p := r.f.table.param(r.row, name); p != nil {
		return p.value, true
	}
	return sheet.Value{}, false
}

// param is what a word means in a row.
func (t *calcTable) param(row int, name string) *calcParam {
	if p := t.words[row][name]; p != nil {
		return p
	}
	return t.book.names[foldWord(name)]
}

// column works all cells of the column out.
func (c *calcColumn) column() []sheet.Value {
	if c.done {
		return c.values
	}
	for i := range c.values {
		c.cell(i)
	}
	c.done = true
	return c.values
}

// cell works one cell of the column out, and before it what it rests on.
func (c *calcColumn) cell(row int) sheet.Value {
	f := c.formulas[row]
	if f == nil || c.states[row] == calcDone {
		return c.values[row]
	}
	if c.states[row] == calcBusy {
		// Only a method of the county's own can rest on itself: the notes say so, and here it is an error value.
		c.table.book.tangled = append(c.table.book.tangled, c.heading)
		c.values[row] = sheet.Err("#REF!")
		return c.values[row]
	}
	c.states[row] = calcBusy
	v := f.eval(row)
	c.values[row], c.states[row] = v, calcDone
	return v
}

// value is a cell of a column by its key.
func (t *calcTable) value(key string, row int) sheet.Value { return t.index[key].cell(row) }

// work works every cell of the book out.
func (b *calcBook) work() {
	for _, t := range b.order {
		for _, c := range t.columns {
			c.column()
		}
	}
}

// place gives the columns their numbers: helper columns stand behind the others.
func (t *calcTable) place() {
	n := 0
	for _, helper := range []bool{false, true} {
		for _, c := range t.columns {
			if c.helper == helper && c.pos == 0 {
				n++
				c.pos = n
			}
		}
	}
}

// at is the row of the sheet in which a row of the table stands.
func (t *calcTable) at(row int) int {
	if t.shown != nil {
		row = t.shown[row]
	}
	return t.first + row
}

// visible counts the columns that are no helpers.
func (t *calcTable) visible() int {
	n := 0
	for _, c := range t.columns {
		if !c.helper {
			n++
		}
	}
	return n
}

// last is the last row of the table; a table without rows has one that stands empty, so that ranges are never void.
func (t *calcTable) last() int { return t.first + max(t.rows, 1) - 1 }

// span is a column's range, with the sheet's name for formulas of other sheets.
func (c *calcColumn) span(from *calcTable) string {
	key := c.key
	if from.name != c.table.name {
		key = "!" + key
	}
	span, ok := c.table.spans[key]
	if !ok {
		span = sheet.Rect(c.table.first, c.pos, c.table.last(), c.pos).Abs()
		if from.name != c.table.name {
			span = sheet.QuoteName(c.table.name) + "!" + span
		}
		c.table.spans[key] = span
	}
	return span
}

// calcRefs points the names in a formula at cells of the workbook.
type calcRefs struct {
	f   *calcFormula
	row int
}

func (r calcRefs) Cell(name string) (string, bool) {
	c := r.f.resolve(name)
	if c == nil || c.table != r.f.table {
		return "", false
	}
	return "$" + sheet.At(c.table.at(r.row), c.pos).String(), true
}

func (r calcRefs) Column(name string) (string, bool) {
	c := r.f.resolve(name)
	if c == nil {
		return "", false
	}
	return c.span(r.f.table), true
}

func (r calcRefs) Name(name string) (string, bool) {
	if p := r.f.table.param(r.row, name); p != nil {
		return p.ref, true
	}
	return "", false
}

// lay puts the table on its sheet. stiff is called for a cell whose formula is longer than programs take: it stands as a
// value. The rows of a long table are laid out as the sheet is written, and not kept.
func (t *calcTable) lay(sh *sheet.Sheet, long bool, stiff func(c *calcColumn)) {
	for _, c := range t.columns {
		if c.tooLong() {
			stiff(c)
		}
	}
	if long {
		sh.Lay = t.each
		return
	}
	for i := range t.rows {
		for _, c := range t.columns {
			if cell, ok := c.laid(i); ok {
				sh.Put(sheet.At(t.at(i), c.pos), cell)
			}
		}
	}
}

// each lays the rows out one after the other, each in the place of the one before.
func (t *calcTable) each(yield func(*sheet.Row) bool) {
	columns := slices.Clone(t.columns)
	slices.SortFunc(columns, func(a, b *calcColumn) int { return a.pos - b.pos })
	row := &sheet.Row{}
	for i := range t.rows {
		row.N, row.Cells = t.at(i), row.Cells[:0]
		for _, c := range columns {
			if cell, ok := c.laid(i); ok {
				cell.Col = c.pos
				row.Cells = append(row.Cells, cell)
			}
		}
		if !yield(row) {
			return
		}
	}
}

// laid is a cell as the sheet has it, false where it has none.
func (c *calcColumn) laid(i int) (sheet.Cell, bool) {
	f, d := c.formulas[i], c.dress[i]
	if f == nil && c.values[i].IsBlank() && d.extra == nil && c.role == sheet.Plain {
		return sheet.Cell{}, false
	}
	cell := sheet.Cell{Role: c.role, Align: c.align, Format: c.format, Value: c.values[i], Extra: d.extra}
	if d.role != sheet.Plain {
		cell.Role = d.role
	}
	if cell.Role == sheet.Plain {
		cell.Role = sheet.Body
	}
	if d.unseen {
		cell.Format = sheet.Unseen
	}
	if d.instead != "" {
		cell.Value = sheet.Str(d.instead)
		return cell, true
	}
	if f != nil {
		if text, err := f.expr.Render(calcRefs{f, i}); err == nil {
			cell.Formula = text
		}
	}
	return cell, true
}

// farFromLimit is a formula's length at which it may differ from row to row, by the numbers of rows and the names of
// parameters, and still be no longer than programs take.
const farFromLimit = sheet.MaxFormulaLen / 4

// tooLong reports whether a cell of the column has a formula that programs do not take. One row of each formula tells, but
// for those that come near.
func (c *calcColumn) tooLong() bool {
	known := map[*calcFormula]bool{}
	for i, f := range c.formulas {
		if f == nil || known[f] {
			continue
		}
		text, err := f.expr.Render(calcRefs{f, i})
		if err != nil {
			return true
		}
		known[f] = len(text) < farFromLimit
	}
	return false
}

// dressed sets how one cell differs from its column.
func (c *calcColumn) dressed(row int, d calcDress) {
	if c.dress == nil {
		c.dress = map[int]calcDress{}
	}
	c.dress[row] = d
}
