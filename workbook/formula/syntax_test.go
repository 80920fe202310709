package formula

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"duban/workbook/sheet"
)

func TestSyntaxErrors(t *testing.T) {
	long := strings.Repeat("a", MaxTextLen+1)
	for _, c := range []struct {
		src, code string
		pos       int
		args      map[string]string
	}{
		{"", CodeEmpty, 0, nil},
		{"= ", CodeEmpty, 2, nil},
		{"=IF（[@数]>0，1，2）", CodeFullWidth, 3, map[string]string{"char": "（", "use": "("}},
		{"=IF([@数]>0，1，2)", CodeFullWidth, 10, map[string]string{"char": "，", "use": ","}},
		{`=[@态]=“已完成”`, CodeFullWidth, 6, map[string]string{"char": "“", "use": `"`}},
		{"＝1", CodeFullWidth, 0, map[string]string{"char": "＝", "use": "="}},
		{"=１+1", CodeFullWidth, 1, map[string]string{"char": "１", "use": "1"}},
		{"=完成率％", CodeFullWidth, 4, map[string]string{"char": "％", "use": "%"}},
		{"=[@数]>0、1", CodeFullWidth, 7, map[string]string{"char": "、", "use": ","}},
		{"=【@数】", CodeFullWidth, 1, map[string]string{"char": "【", "use": "["}},
		{"=1　+1", CodeFullWidth, 2, map[string]string{"char": "　", "use": " "}},
		{"=[@数]≥3", CodeCharInstead, 5, map[string]string{"char": "≥", "use": ">="}},
		{"=2×3", CodeCharInstead, 2, map[string]string{"char": "×", "use": "*"}},
		{"=1;2", CodeSeparator, 2, map[string]string{"char": ";", "use": ""}},
		{"=IF(1;2;3)", CodeSeparator, 5, map[string]string{"char": ";", "use": ","}},
		{"=(1,2)", CodeSeparator, 3, map[string]string{"char": ",", "use": ""}},
		{"=~1", CodeCharUnknown, 1, map[string]string{"char": "~"}},
		{`="未闭合`, CodeTextOpen, 1, nil},
		{"=[@数", CodeColumnOpen, 1, nil},
		{"=[@[数]", CodeColumnOpen, 1, nil},
		{"=[@数[]", CodeColumnOpen, 1, nil},
		{"=[数'", CodeColumnOpen, 1, nil},
		{"=[@]", CodeColumnEmpty, 1, nil},
		{"=[[#This Row],[数]]", CodeColumnSpecial, 3, nil},
		{"=[#All]", CodeColumnSpecial, 2, nil},
		{"=表1[数]", CodeTableName, 1, map[string]string{"name": "表1"}},
		{"=((1+2)", CodeBracketOpen, 1, map[string]string{"char": "("}},
		{"=IF(1,2", CodeBracketOpen, 3, map[string]string{"char": "("}},
		{"={1,2", CodeBracketOpen, 1, map[string]string{"char": "{"}},
		{"=IF(1,2))", CodeBracketExtra, 8, map[string]string{"char": ")"}},
		{"=1]", CodeBracketExtra, 2, map[string]string{"char": "]"}},
		{"=1+", CodeValueMissing, 3, map[string]string{"found": ""}},
		{"=1+*2", CodeValueMissing, 3, map[string]string{"found": "*"}},
		{"=()", CodeValueMissing, 2, map[string]string{"found": ")"}},
		{"=1 2", CodeOperatorMissing, 3, map[string]string{"found": "2"}},
		{"=[@数][@态]", CodeOperatorMissing, 5, map[string]string{"found": "[@态]"}},
		{"=(1 2)", CodeOperatorMissing, 4, map[string]string{"found": "2"}},
		{"=1.2.3", CodeNumberMalformed, 1, map[string]string{"text": "1.2.3"}},
		{"=1E", CodeNumberMalformed, 1, map[string]string{"text": "1E"}},
		{"=1E400", CodeNumberTooLarge, 1, map[string]string{"text": "1E400"}},
		{"=#错", CodeErrorUnknown, 1, map[string]string{"text": "#错"}},
		{"=A1+1", CodeReference, 1, map[string]string{"text": "A1"}},
		{"=SUM(H5:H9)", CodeReference, 5, map[string]string{"text": "H5:H9"}},
		{"=$B$2", CodeReference, 1, map[string]string{"text": "$B$2"}},
		{"=参数!$B$3", CodeReference, 1, map[string]string{"text": "参数!$B$3"}},
		{"=R1C1", CodeReference, 1, map[string]string{"text": "R1C1"}},
		{"=LOOKUP(1,{1,[@数]})", CodeArrayElement, 13, map[string]string{"found": "[@数]"}},
		{`=SUM({-"a"})`, CodeArrayElement, 7, map[string]string{"found": `"a"`}},
		{"=SUM({1,2;3})", CodeArrayRagged, 5, map[string]string{"columns": "2", "found": "1"}},
		{"=ROUNDD(1,2)", CodeFuncUnknown, 1, map[string]string{"name": "ROUNDD", "near": "ROUND"}},
		{"=求和(1)", CodeFuncUnknown, 1, map[string]string{"name": "求和", "near": ""}},
		{"=[@日]>today()", CodeFuncVolatile, 6, map[string]string{"name": "TODAY"}},
		{"=IFS(1,2)", CodeFuncNewer, 1, map[string]string{"name": "IFS"}},
		{"=_xlfn.XLOOKUP(1,2,3)", CodeFuncNewer, 1, map[string]string{"name": "XLOOKUP"}},
		{"=1+ROUND(1)", CodeArgsFew, 3, map[string]string{"name": "ROUND", "min": "2", "max": "2", "count": "1"}},
		{"=NA(1)", CodeArgsMany, 1, map[string]string{"name": "NA", "min": "0", "max": "0", "count": "1"}},
		{"=COUNTIFS([数],1,[数])", CodeArgsFew, 1, map[string]string{"name": "COUNTIFS", "min": "2", "max": "254", "count": "3"}},
		{"=SUMIFS([数],[数],1,[数])", CodeArgsFew, 1, map[string]string{"name": "SUMIFS", "min": "3", "max": "255", "count": "4"}},
		{"=[数]", CodeColumnMisplaced, 1, map[string]string{"column": "数", "name": ""}},
		{"=[数]+1", CodeColumnMisplaced, 1, map[string]string{"column": "数", "name": "+"}},
		{"=SUM([数]*2)", CodeColumnMisplaced, 5, map[string]string{"column": "数", "name": "*"}},
		{"=IF([态]=1,2)", CodeColumnMisplaced, 4, map[string]string{"column": "态", "name": "="}},
		{"=SUMPRODUCT(IF([态]=1,2))", CodeColumnMisplaced, 15, map[string]string{"column": "态", "name": "="}},
		{"={1,2}", CodeArrayMisplaced, 1, map[string]string{"name": ""}},
		{"=ABS({1,2})", CodeArrayMisplaced, 5, map[string]string{"name": "ABS"}},
		{"=COUNTIF({1,2},1)", CodeCellsRequired, 9, map[string]string{"name": "COUNTIF"}},
		{"=COUNTIF([@数]+1,1)", CodeCellsRequired, 13, map[string]string{"name": "COUNTIF"}},
		{"=MATCH(1,[数]=1,0)", CodeTableRequired, 12, map[string]string{"name": "MATCH"}},
		{`="` + long + `"`, CodeTextTooLong, 1, map[string]string{"limit": "255"}},
		{"=" + strings.Repeat("1+", sheet.MaxFormulaLen), CodeFormulaTooLong, 0, map[string]string{"limit": "8192"}},
		{"=" + strings.Repeat("ABS(", MaxNesting+1) + "1" + strings.Repeat(")", MaxNesting+1), CodeNestingTooDeep, 1 + 4*MaxNesting, map[string]string{"limit": "64"}},
	} {
		_, err := Parse(c.src)
		var e *SyntaxError
		if !errors.As(err, &e) {
			t.Errorf("%.40q: got %v, want %s", c.src, err, c.code)
			continue
		}
		if e.Code != c.code || e.Pos != c.pos || !cmp.Equal(e.Args, c.args) {
			t.Errorf("%.40q: got %v, want %s at %d %v", c.src, e, c.code, c.pos, c.args)
		}
	}
}

func TestLimitsAreReached(t *testing.T) {
	for _, src := range []string{
		"=" + strings.Repeat("ABS(", MaxNesting) + "1" + strings.Repeat(")", MaxNesting),
		`="` + strings.Repeat("a", MaxTextLen) + `"`,
		strings.Repeat("(", 4000) + "1" + strings.Repeat(")", 4000),
		strings.Repeat("-", 8191) + "1",
		"1" + strings.Repeat("%", 8191),
	} {
		if _, err := Parse(src); err != nil {
			t.Errorf("%.20q…: %v", src, err)
		}
	}
}

func TestCanonical(t *testing.T) {
	for src, want := range map[string]string{
		`= if( [@[数]] > 1 , "a""b" , )`: `IF([@数]>1,"a""b",)`,
		"((1+2))*3":                     "(1+2)*3",
		"1-(2-3)-(4)":                   "1-(2-3)-4",
		"2^(3^2)":                       "2^(3^2)",
		"(2^3)^2":                       "2^3^2",
		"-(2^2)":                        "-(2^2)",
		"(-2)^2":                        "-2^2",
		"(-2)%":                         "(-2)%",
		"-2%":                           "-2%",
		"(1=1)=1":                       "1=1=1",
		"true&False":                    "TRUE&FALSE",
		"sum( [完成率(%)] )":               "SUM([[完成率(%)]])",
		"[@[a'[b'] '#'@'']]":            "[@[a'[b'] '#'@'']]",
		"sum({ 1 ,-2; TRUE,\"甲\" })":    `SUM({1,-2;TRUE,"甲"})`,
		"1.50":                          "1.5",
		"1e30":                          "1E+30",
		"12345678901234567":             "12345678901234500",
		"0.12345678901234567":           "0.123456789012345",
		"#n/a":                          "#N/A",
		"_xlfn.ifna(1,2)":               "IFNA(1,2)",
		"TRUE()":                        "TRUE()",
		"系数*1":                          "系数*1",
		"SUM(['@日])":                    "SUM([['@日]])",
	} {
		if got := mustParse(t, src).String(); got != want {
			t.Errorf("%s: got %s, want %s", src, got, want)
		}
	}
}

// sameTree compares trees without places.
func sameTree(a, b *node) bool {
	if a.kind != b.kind || a.op != b.op || a.fn != b.fn || a.id != b.id || !a.value.Equal(b.value) || a.name != b.name ||
		a.rows != b.rows || a.cols != b.cols || len(a.items) != len(b.items) || len(a.args) != len(b.args) {
		return false
	}
	for i := range a.items {
		if !a.items[i].Equal(b.items[i]) {
			return false
		}
	}
	for i := range a.args {
		if !sameTree(a.args[i], b.args[i]) {
			return false
		}
	}
	return true
}

// tree draws a tree of any shape that the kinds of its places allow.
func tree(t *rapid.T, depth int, w want) *node {
	column := rapid.StringMatching(`[a-z一-三 '#@\[\]().]{1,4}`)
	name := rapid.StringMatching(`[一-三_]{2,3}`)
	atoms := []func() *node{
		func() *node { return &node{kind: cellNode, name: column.Draw(t, "column")} },
	}
	if w == wantCells || w == wantTable {
		atoms = append(atoms, func() *node { return &node{kind: nameNode, name: name.Draw(t, "name")} })
	} else {
		atoms = append(atoms,
			func() *node {
				return &node{value: sheet.Num(float64(rapid.Int64Range(0, 1e15-1).Draw(t, "digits")) / rapid.SampledFrom([]float64{1, 1e3, 1e9}).Draw(t, "scale"))}
			},
			func() *node {
				return &node{value: sheet.Str(rapid.StringMatching(`[a"，（一\n]{0,4}`).Draw(t, "text"))}
			},
			func() *node { return &node{value: sheet.Truth(rapid.Bool().Draw(t, "truth"))} },
			func() *node { return &node{value: sheet.Err(rapid.SampledFrom(errorValues()).Draw(t, "error"))} },
			func() *node { return &node{kind: nameNode, name: name.Draw(t, "name")} },
		)
	}
	if w == wantTable || w == wantArray || w == wantNumbers || w == wantValues || w == wantTruths {
		atoms = append(atoms, func() *node {
			n := &node{kind: arrayNode, rows: rapid.IntRange(1, 2).Draw(t, "rows"), cols: rapid.IntRange(1, 2).Draw(t, "cols")}
			for range n.rows * n.cols {
				n.items = append(n.items, rapid.SampledFrom([]sheet.Value{sheet.Int(-2), sheet.Num(0.5), sheet.Str(`"甲`), sheet.Truth(true), sheet.Err(errNA)}).Draw(t, "item"))
			}
			return n
		})
	}
	if !w.scalar() {
		atoms = append(atoms, func() *node { return &node{kind: columnNode, name: column.Draw(t, "column")} })
	}
	if depth > 0 && w != wantCells && w != wantTable {
		below := wantAny
		if w == wantArray {
			below = wantArray
		}
		atoms = append(atoms,
			func() *node {
				return &node{kind: unaryNode, op: rapid.SampledFrom([]operator{plus, minus}).Draw(t, "sign"), args: []*node{tree(t, depth-1, below)}}
			},
			func() *node { return &node{kind: percentNode, args: []*node{tree(t, depth-1, below)}} },
			func() *node {
				op := operator(rapid.IntRange(int(equal), int(power)).Draw(t, "operator"))
				return &node{kind: binaryNode, op: op, args: []*node{tree(t, depth-1, below), tree(t, depth-1, below)}}
			},
			func() *node {
				n := &node{kind: callNode, fn: fn(rapid.IntRange(0, len(functions)-1).Draw(t, "function"))}
				f := n.fn.info()
				for i := range max(f.min, len(f.takes)) {
					n.args = append(n.args, tree(t, depth-1, f.want(i)))
				}
				return n
			},
		)
	}
	return atoms[rapid.IntRange(0, len(atoms)-1).Draw(t, "node")]()
}

func TestStringReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := newExpr(tree(t, 3, wantBranch))
		src := e.String()
		again, err := Parse(src)
		if err != nil {
			var s *SyntaxError
			if errors.As(err, &s) && s.Code == CodeFormulaTooLong {
				return // the formula may be longer than a cell allows; then there is nothing to read back
			}
			t.Fatalf("%s: %v", src, err)
		}
		if !sameTree(e.root, again.root) {
			t.Fatalf("%s reads back as %s", src, again)
		}
		if same := e.Rewrite(Rewriter{}); same.String() != src {
			t.Fatalf("%s rewritten as %s", src, same)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, m := range meanings() {
		f.Add(m.formula)
	}
	for _, s := range []string{`="未闭合`, "=[@数", "=IF（1）", "{1;2,3}", "=((((", "1E", "[@[a'", "#N/", "a!b", "\x00\xff", "=SUM({-1,#N/A;TRUE,\"\"})"} {
		f.Add(s)
	}
	w := small(f)
	f.Fuzz(func(t *testing.T, src string) {
		e, err := Parse(src)
		if err != nil {
			var s *SyntaxError
			if !errors.As(err, &s) || s.Pos < 0 || s.Pos > utf8.RuneCountInString(src) || s.Code == "" {
				t.Fatalf("%q: %v", src, err)
			}
			return
		}
		text := e.String()
		again, err := Parse(text)
		if err != nil {
			if sheet.Units(text) > sheet.MaxFormulaLen {
				return
			}
			t.Fatalf("%q, written as %q: %v", src, text, err)
		}
		if !sameTree(e.root, again.root) {
			t.Fatalf("%q, written as %q, reads back as %q", src, text, again)
		}
		if v := e.Eval(w); v.Kind == sheet.Blank {
			t.Fatalf("%q gives a blank", src)
		}
		_, _ = e.Type(func(string) Kinds { return anyKind })
	})
}
