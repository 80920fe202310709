package formula

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"duban/workbook/sheet"
)

// places renders columns to fixed references.
type places struct{ columns, names map[string]string }

func (p places) Cell(column string) (string, bool) {
	c, ok := p.columns[column]
	return "$" + c + "5", ok
}

func (p places) Column(column string) (string, bool) {
	c, ok := p.columns[column]
	return "$" + c + "$5:$" + c + "$20", ok
}

func (p places) Name(name string) (string, bool) {
	r, ok := p.names[name]
	return r, ok
}

func TestRender(t *testing.T) {
	refs := places{map[string]string{"态": "H", "日": "I", "率(%)": "J"}, map[string]string{"系数": "参数!$B$3"}}
	for src, want := range map[string]string{
		`=IF([@态]="已完成",[@日]<>"",TRUE)`:             `IF($H5="已完成",$I5<>"",TRUE)`,
		`=SUM([[率(%)]])*系数`:                         `SUM($J$5:$J$20)*参数!$B$3`,
		`=IFNA(XOR(DAYS([@日],1)>0,TRUE),#N/A)`:      `_xlfn.IFNA(_xlfn.XOR(_xlfn.DAYS($I5,1)>0,TRUE),#N/A)`,
		`=-([@[率(%)]]+1)^2%`:                        `-($J5+1)^2%`,
		`=0.1+1E-9`:                                 `0.1+0.000000001`,
		`=[@态]&"a""b"`:                              `$H5&"a""b"`,
		`=LOOKUP([@[率(%)]],{0,-1;0.6,2},{"差";"好"})`: `LOOKUP($J5,{0,-1;0.6,2},{"差";"好"})`,
	} {
		got, err := mustParse(t, src).Render(refs)
		if err != nil || got != want {
			t.Errorf("%s: got %s, %v, want %s", src, got, err, want)
		}
		pieces, err := mustParse(t, src).Pieces()
		if got := joined(pieces, refs); err != nil || got != want {
			t.Errorf("%s: in pieces %s, %v, want %s", src, got, err, want)
		}
	}
	long := mustParse(t, "=[@态]&"+strings.Repeat(`[@态]&`, 1500)+`""`)
	wide := mustParse(t, `=[@态]="是"`).Rewrite(Rewriter{Text: func(string) string { return strings.Repeat("a", MaxTextLen+1) }})
	for _, c := range []struct {
		expr *Expr
		code string
		refs Refs
	}{
		{mustParse(t, "=1+[@无]"), CodeColumnUnresolved, refs},
		{mustParse(t, "=SUM([无])"), CodeColumnUnresolved, refs},
		{mustParse(t, "=无名"), CodeNameUnresolved, refs},
		{long, CodeFormulaTooLong, places{columns: map[string]string{"态": "ABC"}}},
		{wide, CodeTextTooLong, refs},
	} {
		_, err := c.expr.Render(c.refs)
		var e *RenderError
		if !errors.As(err, &e) || e.Code != c.code {
			t.Errorf("%.30s: got %v, want %s", c.expr, err, c.code)
		}
	}
}

// joined puts the references into a formula in pieces.
func joined(pieces []Piece, refs Refs) string {
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(p.Text)
		ref := ""
		switch p.Ref {
		case CellRef:
			ref, _ = refs.Cell(p.Name)
		case ColumnRef:
			ref, _ = refs.Column(p.Name)
		case NameRef:
			ref, _ = refs.Name(p.Name)
		}
		b.WriteString(ref)
	}
	return b.String()
}

func TestPiecesHoldTextsToTheirLimit(t *testing.T) {
	wide := mustParse(t, `=[@态]="是"`).Rewrite(Rewriter{Text: func(string) string { return strings.Repeat("a", MaxTextLen+1) }})
	_, err := wide.Pieces()
	var e *RenderError
	if !errors.As(err, &e) || e.Code != CodeTextTooLong {
		t.Errorf("got %v, want %s", err, CodeTextTooLong)
	}
}

func TestColumnsAndNames(t *testing.T) {
	e := mustParse(t, "=SUM([分])+[@分]*系数+[@率]+[@分]+COUNTIF([分],界)+系数")
	if diff := cmp.Diff([]Column{{"分", true, 5}, {"分", false, 10}, {"率", false, 18}}, e.Columns()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]Name{{"系数", 15}, {"界", 40}}, e.Names()); diff != "" {
		t.Error(diff)
	}
}

func TestRewrite(t *testing.T) {
	e := mustParse(t, `=IF([@进展状态]="已完成",LOOKUP(1,{0,"已完成"}),COUNTIF([进展状态],"推进中"))`)
	words := map[string]string{"进展状态": "Status [now]", "已完成": "Done"}
	to := func(s string) string {
		if w, ok := words[s]; ok {
			return w
		}
		return s
	}
	got := e.Rewrite(Rewriter{Column: to, Text: to})
	if want := `IF([@[Status '[now']]]="Done",LOOKUP(1,{0,"Done"}),COUNTIF([[Status '[now']]],"推进中"))`; got.String() != want {
		t.Errorf("got %s", got)
	}
	if got.Columns()[0].Name != "Status [now]" || e.Columns()[0].Name != "进展状态" {
		t.Errorf("got %v of %v", got.Columns(), e.Columns())
	}
	if _, err := Parse(got.String()); err != nil {
		t.Error(err)
	}
}

// row is a Grid of one row.
type row struct {
	cells   []sheet.Value
	columns [][]sheet.Value
}

func (r *row) CellAt(i int) sheet.Value        { return r.cells[i] }
func (r *row) ColumnAt(i int) []sheet.Value    { return r.columns[i] }
func (r *row) Name(string) (sheet.Value, bool) { return sheet.Num(1.5), true }

func bound(t testing.TB, src string, names ...string) *Bound {
	return mustParse(t, src).Bind(func(name string) int { return slices.Index(names, name) })
}

func TestBoundIsTheSame(t *testing.T) {
	w := small(t)
	var names []string
	g := &row{}
	for name, column := range w.columns {
		names = append(names, name)
		g.cells = append(g.cells, column[0])
		g.columns = append(g.columns, column)
	}
	for _, m := range meanings() {
		e := mustParse(t, m.formula)
		if len(e.Names()) > 0 {
			continue
		}
		if got, want := bound(t, m.formula, names...).Eval(g), value(m.want); !alike(got, want) {
			t.Errorf("%s: got %s, want %s", m.formula, got, want)
		}
	}
	if got := bound(t, "=[@数]+系数", names...).Eval(g); got.Num != 4.5 {
		t.Errorf("got %s", got)
	}
}

// More whole columns than an evaluation caches, each read for every row.
func TestManyColumns(t *testing.T) {
	w := &world{columns: map[string][]sheet.Value{}}
	var parts []string
	for _, c := range strings.Split("甲乙丙丁戊己庚辛壬癸", "") {
		w.columns[c] = []sheet.Value{sheet.Int(1), sheet.Int(2)}
		parts = append(parts, "["+c+"]")
	}
	if got := mustParse(t, "SUMPRODUCT("+strings.Join(parts, "+")+")").Eval(w); got.Num != 30 {
		t.Errorf("got %s", got)
	}
	delete(w.columns, "癸")
	if got := mustParse(t, "SUMPRODUCT("+strings.Join(parts, "+")+")").Eval(w); !got.Equal(sheet.Err(errRef)) {
		t.Errorf("without a column: got %s", got)
	}
}

func TestFunctionTable(t *testing.T) {
	if !slices.IsSortedFunc(functions[:], func(a, b function) int { return strings.Compare(a.name, b.name) }) {
		t.Error("the table is not in the order of the names")
	}
	if len(functions) != int(fnYear)+1 {
		t.Errorf("%d functions, the last constant is %d", len(functions), fnYear)
	}
	for i := range functions {
		f := &functions[i]
		name, args, _ := strings.Cut(strings.TrimSuffix(f.signature, ")"), "(")
		list := strings.Split(args, ",")
		if args == "" {
			list = nil
		}
		most := len(list)
		least := most
		for _, a := range list {
			if strings.HasPrefix(a, "[") || a == "…" {
				least--
			}
		}
		open := most > 0 && list[most-1] == "…"
		if name != f.name || least != f.min || open != (f.repeat > 0) || !open && most != f.max || !open && most != len(f.takes) {
			t.Errorf("%s: %s does not fit %d to %d arguments", f.name, f.signature, f.min, f.max)
		}
		if f.repeat > len(f.takes) || open && f.max < maxArgs-1 {
			t.Errorf("%s: repeats %d of %d up to %d", f.name, f.repeat, len(f.takes), f.max)
		}
	}
	for _, names := range [][]string{volatileFunctions(), newerFunctions()} {
		for _, n := range names {
			if slices.ContainsFunc(functions[:], func(f function) bool { return f.name == n }) {
				t.Errorf("%s is refused and known", n)
			}
		}
	}
}

func TestEveryFunctionHasAMeaning(t *testing.T) {
	seen := map[fn]bool{}
	for _, m := range meanings() {
		mustParse(t, m.formula).root.walk(func(n *node) {
			if n.kind == callNode {
				seen[n.fn] = true
			}
		})
	}
	for i := range functions {
		if !seen[fn(i)] {
			t.Errorf("%s is not in the table of meanings", functions[i].name)
		}
	}
}

// The cost of nesting grows in proportion to its depth: no part is evaluated twice.
func TestNestingIsCheap(t *testing.T) {
	src := "1"
	for range MaxNesting / 2 {
		src = "SUM(IF(" + src + ">0,[@数],0))"
	}
	if got := mustParse(t, src).Eval(small(t)); got.Num != 3 {
		t.Errorf("got %s", got)
	}
}

func TestEvalDoesNotAllocate(t *testing.T) {
	names := []string{"进展状态", "实际完成日期", "完成率", "分值"}
	g := &row{cells: []sheet.Value{sheet.Str("已完成"), sheet.Int(45565), sheet.Num(0.333333333), sheet.Num(5)}}
	g.columns = [][]sheet.Value{nil, nil, {sheet.Num(1), sheet.Num(0.5)}, {sheet.Num(5), sheet.Num(3)}}
	for _, src := range rowRules() {
		b := bound(t, src, names...)
		if v := b.Eval(g); v.Kind == sheet.Error {
			t.Errorf("%s: %s", src, v.Text)
		}
		if n := testing.AllocsPerRun(100, func() { b.Eval(g) }); n != 0 {
			t.Errorf("%s: %v allocations", src, n)
		}
	}
}

func rowRules() []string {
	return []string{
		`=IF([@进展状态]="已完成",[@实际完成日期]<>"",TRUE)`,
		`=ROUND([@分值]*MIN(1,[@完成率]),2)`,
		`=ROUND([@分值]*0.285*1.05,2)`,
		`=IF(AND(ISNUMBER([@完成率]),[@完成率]>=0,LEN([@进展状态])>1),[@完成率]<=1,FALSE)`,
		`=LOOKUP([@完成率],{0,0.6,0.8},{"差","中","好"})`,
		`=SUMIFS([分值],[完成率],">=0.5")+COUNTIF([完成率],"<>x")+MEDIAN([分值])`,
		`=IF(FIND("完",[@进展状态])>1,YEAR(EDATE([@实际完成日期],3)),SEARCH("*完",[@进展状态]))`,
		`=SUMPRODUCT(([完成率]>0.5)*[分值])`,
	}
}

func BenchmarkEval(b *testing.B) {
	names := []string{"进展状态", "实际完成日期", "完成率", "分值"}
	g := &row{cells: []sheet.Value{sheet.Str("已完成"), sheet.Int(45565), sheet.Num(0.333333333), sheet.Num(5)}}
	for _, src := range rowRules()[:4] {
		e := bound(b, src, names...)
		b.Run(e.expr.String(), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				e.Eval(g)
			}
		})
	}
}

func BenchmarkParse(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse(rowRules()[0]); err != nil {
			b.Fatal(err)
		}
	}
}
