package score

import (
	"fmt"
	"slices"
	"strings"

	"duban/workbook/formula"
	"duban/workbook/sheet"
)

// The scores are computed in tables of cells. A cell is typed in or has a formula of the rule language. The same formulas are evaluated here
// and written into the scoring workbook, so that there is one definition of a score.

// calcBook holds the tables of one scoring, and the parameters that their formulas refer to.
type calcBook struct {
	tables map[string]*calcTable
	order  []*calcTable
	// names holds the parameters that a word means in every row of every table.
	names map[string]*calcParam
	// parsed keeps the formulas parsed so far, by source.
	parsed map[string]*formula.Expr
	// circular names the columns that turned out to depend on themselves.
	circular []string
}

// calcParam is one figure that the scores depend on, in a cell of the sheet of parameters.
type calcParam struct {
	value sheet.Value
	// ref is how formulas refer to it: a defined name or an absolute reference.
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
	// role, align and format are the look of the column's cells.
	role   sheet.Role
	align  sheet.Align
	format sheet.Format
	// sentence columns hold sentences. Nothing depends on them, so each cell is computed when it is asked for, and not kept.
	sentence bool
	// helper columns serve formulas: they come after the others and are not printed.
	helper bool
	// pos is the column's number on the sheet. It is set by place unless it is set before.
	pos int

	table *calcTable
	// values holds the cells' values. If it is nil, typed gives the values; if that is nil too, the cells are blank.
	values []sheet.Value
	typed  func(row int) sheet.Value
	// formulas lists the formulas of the column's cells, most of them once. nth says which of them a cell has, counted from 1; 0 for a
	// cell that is typed in. In most columns every cell has the first formula, and nth is nil.
	formulas []*calcFormula
	nth      []uint32
	dress    map[int]calcDress
	// linked gives the link of a row's cell, false if it has none; it is nil if no cell has one.
	linked func(row int) (*sheet.Extra, bool)
	// states says which cells are computed, done that all are.
	states []calcState
	done   bool
	// byText lists the rows by the text in them, nil until it is needed.
	byText map[string][]int32
}

// name gives the heading on one line, as sentences call the column.
func (c *calcColumn) name() string { return strings.ReplaceAll(c.heading, "\n", " ") }

// calcDress says how a cell's look differs from its column's.
type calcDress struct {
	role  sheet.Role
	extra *sheet.Extra
	// unseen says that the cell keeps its value but shows nothing. instead is a text that replaces the cell in the workbook; no formula
	// refers to such a cell.
	unseen  bool
	instead string
}

// calcState says how far a cell with a formula is computed: not yet, being computed, or done.
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
	// spare is the number of empty rows at the end, to be filled in by hand.
	spare int
	// first is the row of the sheet in which the table begins. A foreign table is part of another sheet, which writes it.
	first   int
	foreign bool
	// shown gives each row's place on the sheet, from 0, if it differs from its number. That is possible because no formula refers to a
	// single cell of another row.
	shown []int
	// words holds the parameters that a word means in this table.
	words map[string]*calcWord
	// spans keeps the results of span, formulas the formulas made so far, by source.
	spans    map[string]string
	formulas map[string]*calcFormula
	// buf is a buffer in which formulas are written, one after the other.
	buf []byte
}

// calcWord is the parameter that a word means: all in every row, or each row by row.
type calcWord struct {
	all  *calcParam
	each []*calcParam
}

func (b *calcBook) table(key, name string, rows int) *calcTable {
	t := &calcTable{key: key, name: name, book: b, rows: rows, first: firstRow, index: map[string]*calcColumn{}, words: map[string]*calcWord{}, spans: map[string]string{}, formulas: map[string]*calcFormula{}}
	b.tables[key] = t
	b.order = append(b.order, t)
	return t
}

// add appends a column.
func (t *calcTable) add(c calcColumn) *calcColumn {
	col := &c
	col.table = t
	t.columns = append(t.columns, col)
	t.index[col.key] = col
	return col
}

// word makes a word mean a parameter in one row.
func (t *calcTable) word(row int, word string, p *calcParam) {
	w := t.words[word]
	if w == nil {
		w = &calcWord{each: make([]*calcParam, t.rows)}
		t.words[word] = w
	}
	w.each[row] = p
}

// wordAll makes a word mean a parameter in every row.
func (t *calcTable) wordAll(word string, p *calcParam) { t.words[word] = &calcWord{all: p} }

// set puts a value into a cell.
func (c *calcColumn) set(row int, v sheet.Value) { c.ownValues()[row] = v }

// ownValues gives the column's values, which it makes from typed first if there are none yet.
func (c *calcColumn) ownValues() []sheet.Value {
	if c.values == nil {
		c.values = make([]sheet.Value, c.table.rows)
		if c.typed != nil {
			for i := range c.values {
				c.values[i] = c.typed(i)
			}
		}
	}
	return c.values
}

// current gives a cell's value as it is now, typed in or computed before; blank for a formula that is not computed yet.
func (c *calcColumn) current(row int) sheet.Value {
	switch {
	case c.values != nil:
		return c.values[row]
	case c.typed != nil:
		return c.typed(row)
	}
	return sheet.Value{}
}

// calcScope gives names in a formula another meaning than that of a column of its table: it maps a name to the key of the column meant.
type calcScope func(name string) (key string, ok bool)

// formula puts one formula into every row of the column. It panics if the formula cannot be parsed.
func (c *calcColumn) formula(source string, args ...any) *calcColumn {
	c.setEveryFormula(c.table.formula(fmt.Sprintf(source, args...)))
	return c
}

func (c *calcColumn) setEveryFormula(f *calcFormula) { c.formulas, c.nth = []*calcFormula{f}, nil }

// lookback is the number of a column's latest formulas among which setFormula looks for the one to put into a row. It is enough, since only
// few formulas alternate.
const lookback = 16

// setFormula puts a formula into one row of the column.
func (c *calcColumn) setFormula(row int, f *calcFormula) {
	if c.nth == nil {
		c.nth = make([]uint32, c.table.rows)
		if len(c.formulas) > 0 {
			for i := range c.nth {
				c.nth[i] = 1
			}
		}
	}
	from := max(0, len(c.formulas)-lookback)
	i := slices.Index(c.formulas[from:], f)
	if i < 0 {
		i = len(c.formulas) - from
		c.formulas = append(c.formulas, f)
	}
	c.nth[row] = uint32(from + i + 1)
}

// formulaIn gives the formula in a row; nil if the cell's value was typed in.
func (c *calcColumn) formulaIn(row int) *calcFormula {
	n := 1
	if c.nth != nil {
		n = int(c.nth[row])
	}
	if n == 0 || len(c.formulas) == 0 {
		return nil
	}
	return c.formulas[n-1]
}

// calcFormula is a formula over a table; each name in it stands for a column of this table or of another.
type calcFormula struct {
	expr  *formula.Expr
	bound *formula.Bound
	refs  []*calcColumn
	scope calcScope
	table *calcTable
	// written is the formula as the workbook has it, nil until write is called.
	written *writtenFormula
}

// formula gives the formula over the table with a source; all cells that have it share one.
func (t *calcTable) formula(source string) *calcFormula {
	f := t.formulas[source]
	if f == nil {
		f = t.scoped(t.book.parse(source), nil)
		t.formulas[source] = f
	}
	return f
}

// parse parses a formula, once for each source. It panics if it cannot: the program itself composes these formulas.
func (b *calcBook) parse(source string) *formula.Expr {
	if e := b.parsed[source]; e != nil {
		return e
	}
	e, err := formula.Compose(source)
	if err != nil {
		panic(fmt.Sprintf("score formula %s: %v", source, err))
	}
	b.parsed[source] = e
	return e
}

// scoped makes a formula over the table in which names may have another meaning; scope may be nil. Columns of other tables are written as
// “table.column”. They are looked up when the formula is first evaluated, since they may not exist before.
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

// resolve finds the column that a name stands for; nil if there is none.
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

// calcRow is a row of a table as a formula sees it: the formula's columns by their index in refs, and parameters by name.
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

// RowsWith finds the rows of a column that hold a text, so that sums by bureau and item need not look at all rows; false if the column has
// no index.
func (r calcRow) RowsWith(i int, key string) ([]int32, bool) {
	c := r.f.refs[i]
	c.column()
	if c.byText == nil && !c.indexText() {
		return nil, false
	}
	return c.byText[key], true
}

// indexText makes byText. It returns false if some cells are not computed yet.
func (c *calcColumn) indexText() bool {
	for i := range c.states {
		if c.formulaIn(i) != nil && c.states[i] != calcDone {
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

// param gives the parameter that a word means in a row; nil if it means none.
func (t *calcTable) param(row int, name string) *calcParam {
	if w := t.words[name]; w != nil {
		p := w.all
		if w.each != nil {
			p = w.each[row]
		}
		if p != nil {
			return p
		}
	}
	return t.book.names[foldWord(name)]
}

// column computes all cells of the column.
func (c *calcColumn) column() []sheet.Value {
	if c.done {
		return c.values
	}
	for i := range c.ownValues() {
		c.values[i] = c.cell(i)
	}
	c.done = true
	return c.values
}

// cell computes one cell of the column, and the cells that it depends on.
func (c *calcColumn) cell(row int) sheet.Value {
	f := c.formulaIn(row)
	if f == nil {
		return c.current(row)
	}
	if c.states == nil {
		c.states = make([]calcState, c.table.rows)
		if !c.sentence {
			c.ownValues()
		}
	}
	if c.states[row] == calcDone {
		return c.values[row]
	}
	if c.states[row] == calcBusy {
		// The cell depends on itself, which only a county's own method can do. It becomes an error value, and the notes say so.
		c.table.book.circular = append(c.table.book.circular, c.name())
		if !c.sentence {
			c.values[row] = sheet.Err("#REF!")
		}
		return sheet.Err("#REF!")
	}
	c.states[row] = calcBusy
	v := f.eval(row)
	if c.sentence {
		c.states[row] = calcIdle
		return v
	}
	c.values[row], c.states[row] = v, calcDone
	return v
}

// value gives the value of a cell, by the column's key.
func (t *calcTable) value(key string, row int) sheet.Value { return t.index[key].cell(row) }

// compute computes every cell of the book except those of columns of sentences.
func (b *calcBook) compute() {
	for _, t := range b.order {
		for _, c := range t.columns {
			if !c.sentence && len(c.formulas) > 0 {
				c.column()
			}
		}
	}
}

// dressed sets how one cell's look differs from its column's.
func (c *calcColumn) dressed(row int, d calcDress) {
	if c.dress == nil {
		c.dress = map[int]calcDress{}
	}
	c.dress[row] = d
}
