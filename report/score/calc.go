package score

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
	// said columns are what is said of a row: nothing rests on them, and each cell is worked out when it is looked at.
	said bool
	// helper columns serve formulas: they stand behind the others and are not printed.
	helper bool
	// pos is the column's number on the sheet, given by place where it is not set.
	pos int

	table *calcTable
	// values are what stands in the cells; nil where nothing does, or where typed gives it.
	values []sheet.Value
	typed  func(row int) sheet.Value
	// formulas are those in the column's cells, each once, and nth says which of them a cell has: counted from 1, 0 where it is
	// typed in. Where every cell has the first, as is so in most columns, nth is nil.
	formulas []*calcFormula
	nth      []uint32
	dress    map[int]calcDress
	// linked gives the place that a row's cell leads to, false where it leads nowhere; nil where none does.
	linked func(row int) (*sheet.Extra, bool)
	// states tell which cells are worked out, done that all are.
	states []calcState
	done   bool
	// byText lists the rows by the texts in them, nil until somebody asks.
	byText map[string][]int32
}

// name is the heading on one line, as sentences call the column.
func (c *calcColumn) name() string { return strings.ReplaceAll(c.heading, "\n", " ") }

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
	// words are what formulas have words of their own for.
	words map[string]*calcWord
	// spans keeps what span once worked out, formulas those that were read before.
	spans    map[string]string
	formulas map[string]*calcFormula
	// room is where formulas are written, one after the other.
	room []byte
}

// calcWord is the parameter that a word means: in all rows, or row by row.
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

// add puts a column behind the others.
func (t *calcTable) add(c calcColumn) *calcColumn {
	col := &c
	col.table = t
	t.columns = append(t.columns, col)
	t.index[col.key] = col
	return col
}

// word gives a word its meaning in a row, wordAll in every row.
func (t *calcTable) word(row int, word string, p *calcParam) {
	w := t.words[word]
	if w == nil {
		w = &calcWord{each: make([]*calcParam, t.rows)}
		t.words[word] = w
	}
	w.each[row] = p
}

func (t *calcTable) wordAll(word string, p *calcParam) { t.words[word] = &calcWord{all: p} }

// set types a value into a cell.
func (c *calcColumn) set(row int, v sheet.Value) { c.own()[row] = v }

// own gives the column values of its own.
func (c *calcColumn) own() []sheet.Value {
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

// stands is what stands in a cell, typed in or worked out before.
func (c *calcColumn) stands(row int) sheet.Value {
	switch {
	case c.values != nil:
		return c.values[row]
	case c.typed != nil:
		return c.typed(row)
	}
	return sheet.Value{}
}

// calcScope gives the names in a formula another meaning than the columns of its table: the key of a column.
type calcScope func(name string) (key string, ok bool)

// formula puts one formula into every row of the column. A formula that cannot be read is a mistake of the caller.
func (c *calcColumn) formula(source string, args ...any) *calcColumn {
	c.everywhere(c.table.formula(fmt.Sprintf(source, args...)))
	return c
}

func (c *calcColumn) everywhere(f *calcFormula) { c.formulas, c.nth = []*calcFormula{f}, nil }

// lookedBack is among how many of a column's last formulas one that is put into another row is looked for: those that alternate
// are few.
const lookedBack = 16

// at puts a formula into one row of the column.
func (c *calcColumn) at(row int, f *calcFormula) {
	if c.nth == nil {
		c.nth = make([]uint32, c.table.rows)
		if len(c.formulas) > 0 {
			for i := range c.nth {
				c.nth[i] = 1
			}
		}
	}
	from := max(0, len(c.formulas)-lookedBack)
	i := slices.Index(c.formulas[from:], f)
	if i < 0 {
		i = len(c.formulas) - from
		c.formulas = append(c.formulas, f)
	}
	c.nth[row] = uint32(from + i + 1)
}

// in is the formula in a row, nil where the cell is typed in.
func (c *calcColumn) in(row int) *calcFormula {
	n := 1
	if c.nth != nil {
		n = int(c.nth[row])
	}
	if n == 0 || len(c.formulas) == 0 {
		return nil
	}
	return c.formulas[n-1]
}

// calcFormula is a formula over a table: each name in it stands for a column of this or another table.
type calcFormula struct {
	expr  *formula.Expr
	bound *formula.Bound
	refs  []*calcColumn
	scope calcScope
	table *calcTable
	// written is how it is written, nil until somebody asks.
	written *writtenFormula
}

// formula is a formula over the table, one for all cells that have it.
func (t *calcTable) formula(source string) *calcFormula {
	f := t.formulas[source]
	if f == nil {
		f = t.scoped(t.book.parse(source), nil)
		t.formulas[source] = f
	}
	return f
}

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
	for i := range c.states {
		if c.in(i) != nil && c.states[i] != calcDone {
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

// column works all cells of the column out.
func (c *calcColumn) column() []sheet.Value {
	if c.done {
		return c.values
	}
	for i := range c.own() {
		c.values[i] = c.cell(i)
	}
	c.done = true
	return c.values
}

// cell works one cell of the column out, and before it what it rests on.
func (c *calcColumn) cell(row int) sheet.Value {
	f := c.in(row)
	if f == nil {
		return c.stands(row)
	}
	if c.states == nil {
		c.states = make([]calcState, c.table.rows)
		if !c.said {
			c.own()
		}
	}
	if c.states[row] == calcDone {
		return c.values[row]
	}
	if c.states[row] == calcBusy {
		// Only a method of the county's own can rest on itself: the notes say so, and here it is an error value.
		c.table.book.tangled = append(c.table.book.tangled, c.name())
		if !c.said {
			c.values[row] = sheet.Err("#REF!")
		}
		return sheet.Err("#REF!")
	}
	c.states[row] = calcBusy
	v := f.eval(row)
	if c.said {
		c.states[row] = calcIdle
		return v
	}
	c.values[row], c.states[row] = v, calcDone
	return v
}

// value is a cell of a column by its key.
func (t *calcTable) value(key string, row int) sheet.Value { return t.index[key].cell(row) }

// work works every cell of the book out but what is said.
func (b *calcBook) work() {
	for _, t := range b.order {
		for _, c := range t.columns {
			if !c.said && len(c.formulas) > 0 {
				c.column()
			}
		}
	}
}

// dressed sets how one cell differs from its column.
func (c *calcColumn) dressed(row int, d calcDress) {
	if c.dress == nil {
		c.dress = map[int]calcDress{}
	}
	c.dress[row] = d
}
