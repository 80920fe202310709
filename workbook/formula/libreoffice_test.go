//go:build libreoffice

package formula

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"duban/workbook/sheet"
)

// LibreOffice and Eval calculate the same formulas on every row of a table: those written by hand (meanings), except the ones that
// LibreOffice is known to calculate differently, and many generated ones that avoid what doc.go lists.
//
// Tolerated are: TRUE and 1, FALSE and 0 are equal, as LibreOffice has no booleans of its own; numbers agree within 1e-12 relative, as
// LibreOffice adds up in another order; if Eval gives an error, #VALUE! is equal to it, as LibreOffice gives that for every argument that
// it refuses.

// trial is one workbook of one table: its columns from A on, a formula in each column after them, on every row.
type trial struct {
	world    *world
	headings []string
	rows     int
	formulas []string
	// first says that the formulas are calculated on the first row only.
	first bool
}

// firstRow is the table's first row in the sheet.
const firstRow = 2

type trialRefs struct {
	t   *trial
	row int
}

func (r trialRefs) col(name string) int {
	for i, h := range r.t.headings {
		if h == name {
			return i + 1
		}
	}
	return 0
}

func (r trialRefs) Cell(name string) (string, bool) {
	c := r.col(name)
	return "$" + sheet.At(firstRow+r.row, c).String(), c > 0
}

func (r trialRefs) Column(name string) (string, bool) {
	c := r.col(name)
	return sheet.Rect(firstRow, c, firstRow+r.t.rows-1, c).Abs(), c > 0
}

func (r trialRefs) Name(string) (string, bool) { return "名!$A$1", true }

func (t *trial) asked() int {
	if t.first {
		return 1
	}
	return t.rows
}

func TestLibreOfficeOnMeanings(t *testing.T) {
	onMeanings(t, false).run(t)
}

// Formulas that are marked as different do differ, so that the list in doc.go stays true.
func TestLibreOfficeDiffersWhereSaid(t *testing.T) {
	tr := onMeanings(t, true)
	exprs := tr.parse(t)
	got := recalculate(t, tr.workbook(t, exprs))
	for i, e := range exprs {
		if have := got[tr.place(i, 0)]; agree(e.Eval(tr.world), have) {
			t.Errorf("%s is %s in both", tr.formulas[i], have)
		}
	}
}

// onMeanings makes a trial of the meanings whose mark is alone, on the first row of the small table.
func onMeanings(t *testing.T, alone bool) *trial {
	w := small(t)
	tr := &trial{world: w, first: true}
	for _, line := range strings.SplitN(smallTable, "\n", 4)[2:3] {
		for _, h := range strings.Split(strings.Trim(line, "| "), "|") {
			tr.headings = append(tr.headings, strings.TrimSpace(h))
		}
	}
	tr.rows = len(w.columns[tr.headings[0]])
	for _, m := range meanings() {
		// Unknown names cannot be rendered.
		unknown := strings.Contains(m.formula, "无名") || strings.Contains(m.formula, "无]")
		if m.alone == alone && !unknown {
			tr.formulas = append(tr.formulas, m.formula)
		}
	}
	return tr
}

func TestLibreOfficeOnGenerated(t *testing.T) {
	rng := rand.New(rand.NewPCG(2024, 9))
	tr := &trial{world: &world{columns: map[string][]sheet.Value{}, names: map[string]sheet.Value{"系数": sheet.Num(1.5)}}, rows: 30}
	add := func(name string, cell func(i int) sheet.Value) {
		tr.headings = append(tr.headings, name)
		for i := range tr.rows {
			tr.world.columns[name] = append(tr.world.columns[name], cell(i))
		}
	}
	add("整", func(int) sheet.Value { return sheet.Int(rng.IntN(201) - 100) })
	add("率", func(int) sheet.Value { return sheet.Num(math.Round(rng.Float64()*1.5e9) / 1e9) })
	add("钱", func(i int) sheet.Value {
		if i%5 == 4 {
			return sheet.Value{}
		}
		return sheet.Num(float64(rng.IntN(2_000_000)) / 100)
	})
	add("日", func(i int) sheet.Value {
		if i%4 == 3 {
			return sheet.Value{}
		}
		return sheet.Int(45292 + rng.IntN(700))
	})
	states := []string{"未启动", "推进中", "已完成", "长期坚持", "", "ab", "Ab", "申请 调整 "}
	add("态", func(i int) sheet.Value {
		if i%7 == 6 {
			return sheet.Value{}
		}
		return sheet.Str(states[rng.IntN(len(states))])
	})
	add("文", func(i int) sheet.Value {
		return sheet.Str([]string{"用地指标未批复", "a*b", "12", "新增12个村", " x  y ", "X", "第3批"}[i%7])
	})
	add("真", func(int) sheet.Value { return sheet.Truth(rng.IntN(2) == 0) })
	g := &generator{rng: rng}
	seen := map[string]bool{}
	for len(tr.formulas) < 600 {
		f := g.any(3)
		if !seen[f] {
			seen[f] = true
			tr.formulas = append(tr.formulas, f)
		}
	}
	tr.run(t)
}

// Products and quotients that are ties in decimal are usually slightly off as doubles.
func TestLibreOfficeOnTies(t *testing.T) {
	tr := &trial{world: &world{columns: map[string][]sheet.Value{}}, headings: []string{"分", "比"}}
	for score := 5; score <= 150; score += 5 {
		for share := 50; share <= 1000; share += 25 {
			tr.world.columns["分"] = append(tr.world.columns["分"], sheet.Num(float64(score)/10))
			tr.world.columns["比"] = append(tr.world.columns["比"], sheet.Num(float64(share)/1000))
			tr.rows++
		}
	}
	tr.formulas = []string{
		"ROUND([@分]*[@比],1)", "ROUND([@分]*[@比],2)", "ROUND([@分]*[@比],3)", "ROUND(-[@分]*[@比]/10,2)", "ROUND([@分]*(1-[@比]),2)", "ROUND([@比]*[@比]*[@分],3)",
		"ROUNDUP([@分]*[@比],1)", "ROUNDDOWN([@分]*[@比],2)", "ROUNDUP([@分]/[@比],0)", "ROUNDDOWN([@分]*[@比]*10,0)", "TRUNC([@分]*[@比]*100,0)", "[@分]*[@比]-[@分]+[@分]*(1-[@比])",
		`TEXT(ROUND([@分]*[@比],2),"0.00")`, `TEXT(ROUND([@分]*[@比],1),"0.0")`, `ROUND([@分]*[@比],4)&""`, `[@分]*[@比]=ROUND([@分]*[@比],6)`, "CEILING([@分]*[@比],0.1)", "FLOOR([@分]*[@比],0.1)",
		"ROUND(ROUND([@分]*[@比]*10,9),0)", "INT(ROUND([@分]*[@比],9))",
	}
	tr.run(t)
}

// generator makes formulas in which every part has a kind that its place accepts.
type generator struct{ rng *rand.Rand }

func (g *generator) pick(of ...func() string) string { return of[g.rng.IntN(len(of))]() }

func (g *generator) word(of ...string) string { return of[g.rng.IntN(len(of))] }

func (g *generator) any(depth int) string {
	return g.pick(func() string { return g.num(depth) }, func() string { return g.text(depth) }, func() string { return g.truth(depth) })
}

func (g *generator) num(depth int) string {
	if depth == 0 {
		return g.word("[@整]", "[@率]", "[@钱]", "[@日]", strconv.Itoa(g.rng.IntN(20)), "0.05", "2.5", "10%", "系数")
	}
	n := func() string { return g.num(depth - 1) }
	b := func() string { return g.truth(depth - 1) }
	s := func() string { return g.text(depth - 1) }
	column := g.word("[整]", "[率]", "[钱]", "[日]")
	return g.pick(
		func() string { return "(" + n() + g.word("+", "-", "*", "/") + n() + ")" },
		func() string { return n() + g.word("+", "-", "*", "/") + n() },
		func() string { return "-" + n() },
		func() string { return "ROUND(" + n() + "," + g.word("0", "1", "2", "-1", "3") + ")" },
		func() string {
			return g.word("ROUNDUP", "ROUNDDOWN", "TRUNC") + "(" + n() + "," + g.word("0", "1", "2") + ")"
		},
		func() string { return g.word("ABS", "SIGN", "SQRT") + "(" + n() + ")" },
		func() string { return "INT(ROUND(" + n() + ",6))" },
		func() string { return "MOD(ROUND(" + n() + ",0)," + g.word("7", "-3", "12") + ")" },
		func() string {
			return g.word("CEILING", "FLOOR") + "(ABS(ROUND(" + n() + ",3))," + g.word("1", "5", "10") + ")"
		},
		func() string { return g.word("MIN", "MAX", "SUM", "AVERAGE", "MEDIAN") + "(" + n() + "," + n() + ")" },
		func() string {
			return g.word("MIN", "MAX", "SUM", "AVERAGE", "COUNT", "COUNTA", "MEDIAN") + "(" + column + ")"
		},
		func() string { return g.word("LARGE", "SMALL") + "(" + column + "," + g.word("1", "3", "40") + ")" },
		func() string { return "RANK([@整],[整]" + g.word("", ",1") + ")" },
		func() string { return "IF(" + b() + "," + n() + "," + n() + ")" },
		func() string { return "IFERROR(" + n() + "," + n() + ")" },
		func() string { return "LEN(" + s() + ")" },
		func() string { return g.word("FIND", "SEARCH") + "(" + g.word(`"中"`, `"a"`, `"1"`) + "," + s() + ")" },
		func() string {
			return "COUNTIF([态]," + g.word(`"已完成"`, `"<>已完成"`, `"*中"`, `"ab"`, `"长?坚持"`, "[@态]&\"\"") + ")"
		},
		func() string {
			return "COUNTIF(" + column + `,"` + g.word(">", "<", ">=", "<=", "=", "<>") + `"&` + g.word("5", "0.5", "[@整]") + ")"
		},
		func() string { return "SUMIF([态]," + g.word(`"已完成"`, `"<>推进中"`) + "," + column + ")" },
		func() string {
			return "SUMIFS([钱],[态]," + g.word(`"已完成"`, `"推*"`) + `,[整],"` + g.word(">", "<=") + `0")`
		},
		func() string { return "SUMPRODUCT(([态]=" + g.word(`"已完成"`, `"AB"`, "[@态]") + ")*[整])" },
		func() string { return "SUMPRODUCT([整],[率])" },
		func() string { return "LOOKUP(0+" + n() + ",{-1000,0,0.6,80},{1,2,3,4})" },
		func() string { return "MATCH(" + g.word("[@整]", "5") + ",[整],0)" },
		func() string { return "INDEX([钱]," + g.word("1", "5", "30") + ")" },
		func() string {
			return g.word("YEAR", "MONTH", "DAY", "WEEKDAY") + "(" + g.word("[@日]+40000", "EDATE([@日]+4000,[@整])", "EOMONTH([@日]+4000,5)") + ")"
		},
		func() string { return "DATE(2024," + g.word("[@整]", "3") + "," + g.word("[@整]", "31") + ")" },
		func() string { return "DAYS([@日]," + g.word("45300", "DATE(2024,9,1)") + ")" },
		func() string { return "CHOOSE(" + g.word("1", "2", "3", "[@整]") + "," + n() + "," + n() + ")" },
		func() string { return "POWER(ABS(" + n() + ")+1," + g.word("2", "0.5", "-1") + ")" },
	)
}

func (g *generator) text(depth int) string {
	if depth == 0 {
		return g.word("[@态]", "[@文]", `"已完成"`, `""`, `"、"`, `"a""b"`)
	}
	s := func() string { return g.text(depth - 1) }
	k := func() string { return g.word("0", "1", "2", "5") }
	return g.pick(
		func() string { return s() + "&" + s() },
		func() string { return s() + "&[@整]" },
		func() string { return "ROUND([@钱],1)&" + s() },
		func() string { return g.word("LEFT", "RIGHT") + "(" + s() + "," + k() + ")" },
		func() string { return "MID(" + s() + "," + g.word("1", "2", "4") + "," + k() + ")" },
		func() string { return g.word("TRIM", "UPPER", "LOWER", "CLEAN", "T") + "(" + s() + ")" },
		func() string { return "SUBSTITUTE(" + s() + `,"中",` + g.word(`""`, `"完"`) + ")" },
		func() string { return "REPLACE(" + s() + "," + g.word("1", "3") + "," + k() + "," + s() + ")" },
		func() string { return "REPT(" + s() + "," + k() + ")" },
		func() string { return "CONCATENATE(" + s() + "," + s() + ",[@整])" },
		func() string { return "IF(" + g.truth(depth-1) + "," + s() + "," + s() + ")" },
		func() string {
			return "TEXT(" + g.word("[@率]", "[@整]", "[@钱]") + `,"` + g.word("0", "0.0", "0.00", "0%", "0.0%") + `")`
		},
		func() string {
			return "TEXT([@日]+400," + g.word(`"yyyy-mm-dd"`, `"yyyy""年""m""月""d""日"""`) + ")"
		},
		func() string { return "LOOKUP([@率],{0,0.6,0.8},{\"差\",\"中\",\"好\"})" },
		func() string { return "INDEX([文]," + g.word("1", "9") + ")" },
		func() string { return `VLOOKUP([@态],{"已完成","完";"推进中","推";"ab","x"},2,FALSE)` },
		func() string { return "IFERROR(" + s() + "," + s() + ")" },
	)
}

func (g *generator) truth(depth int) string {
	if depth == 0 {
		return g.word("[@真]", "TRUE", `[@态]="已完成"`, "[@整]>0", `[@日]=""`, "[@钱]>=[@整]")
	}
	n := func() string { return g.num(depth - 1) }
	b := func() string { return g.truth(depth - 1) }
	s := func() string { return g.text(depth - 1) }
	return g.pick(
		func() string { return n() + g.word("=", "<>", "<", "<=", ">", ">=") + n() },
		func() string { return s() + g.word("=", "<>") + s() },
		func() string { return g.word("[@日]", "[@钱]", "[@态]", "[@文]") + g.word("=", "<>") + `""` },
		func() string { return g.word("AND", "OR", "XOR") + "(" + b() + "," + b() + ")" },
		func() string { return "NOT(" + b() + ")" },
		func() string { return "IF(" + b() + "," + b() + "," + b() + ")" },
		func() string {
			return g.word("ISBLANK", "ISTEXT", "ISNUMBER", "ISNONTEXT") + "(" + g.word("[@日]", "[@钱]", "[@态]", "[@文]") + ")"
		},
		func() string { return g.word("ISERROR", "ISNA") + "(" + n() + ")" },
		func() string { return "EXACT(" + s() + "," + s() + ")" },
	)
}

func (tr *trial) parse(t *testing.T) []*Expr {
	exprs := make([]*Expr, len(tr.formulas))
	for i, f := range tr.formulas {
		exprs[i] = mustParse(t, f)
	}
	return exprs
}

// place gives the cell of a formula on a row, both counted from 0.
func (tr *trial) place(formula, row int) sheet.Ref {
	return sheet.At(firstRow+row, len(tr.headings)+1+formula)
}

// run evaluates both ways and compares.
func (tr *trial) run(t *testing.T) {
	exprs := tr.parse(t)
	began := time.Now()
	got := recalculate(t, tr.workbook(t, exprs))
	t.Logf("LibreOffice took %v", time.Since(began).Round(time.Millisecond))
	compared, wrong := 0, 0
	for i, e := range exprs {
		for r := range tr.asked() {
			tr.world.row = r
			want := e.Eval(tr.world)
			have := got[tr.place(i, r)]
			compared++
			if !agree(want, have) {
				if wrong++; wrong <= 40 {
					text, _ := e.Render(trialRefs{tr, r})
					t.Errorf("%s (%s): Eval %v %q, LibreOffice %v %q", tr.formulas[i], text, want.Kind, want, have.Kind, have)
				}
			}
		}
	}
	t.Logf("%d formulas, %d values compared, %d differ", len(exprs), compared, wrong)
}

func agree(a, b sheet.Value) bool {
	numeric := func(v sheet.Value) bool { return v.Kind == sheet.Number || v.Kind == sheet.Bool }
	switch {
	case numeric(a) && numeric(b):
		return math.Abs(a.Num-b.Num) <= 1e-12*math.Max(1, math.Abs(a.Num))
	case a.IsEmpty() && b.IsEmpty():
		return true
	case a.Kind == sheet.Error && b.Kind == sheet.Error && b.Text == errValue:
		return true
	}
	return a.Equal(b)
}

// workbook writes the file by hand: this package knows file formats only in this test.
func (tr *trial) workbook(t *testing.T, exprs []*Expr) []byte {
	var b strings.Builder
	b.WriteString(`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`)
	for r := range tr.rows {
		fmt.Fprintf(&b, `<row r="%d">`, firstRow+r)
		for c, h := range tr.headings {
			ref := sheet.At(firstRow+r, c+1)
			switch v := tr.world.columns[h][r]; v.Kind {
			case sheet.Number:
				fmt.Fprintf(&b, `<c r="%s"><v>%s</v></c>`, ref, v)
			case sheet.Bool:
				fmt.Fprintf(&b, `<c r="%s" t="b"><v>%g</v></c>`, ref, v.Num)
			case sheet.Error:
				fmt.Fprintf(&b, `<c r="%s" t="e"><v>%s</v></c>`, ref, v.Text)
			case sheet.Text:
				// An inline empty text would be read as a blank, so a formula makes it.
				if v.Text == "" {
					fmt.Fprintf(&b, `<c r="%s" t="str"><f>""</f><v></v></c>`, ref)
				} else {
					fmt.Fprintf(&b, `<c r="%s" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>`, ref, escape(v.Text))
				}
			}
		}
		for i, e := range exprs {
			if r >= tr.asked() {
				break
			}
			f, err := e.Render(trialRefs{tr, r})
			if err != nil {
				t.Fatalf("%s: %v", e, err)
			}
			fmt.Fprintf(&b, `<c r="%s"><f>%s</f></c>`, tr.place(i, r), escape(f))
		}
		b.WriteString(`</row>`)
	}
	b.WriteString(`</sheetData></worksheet>`)
	const head = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`
	parts := [][2]string{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/worksheets/sheet2.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="表" sheetId="1" r:id="rId1"/><sheet name="名" sheetId="2" r:id="rId2"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet2.xml"/></Relationships>`},
		{"xl/worksheets/sheet1.xml", b.String()},
		{"xl/worksheets/sheet2.xml", `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1"><v>1.5</v></c></row></sheetData></worksheet>`},
	}
	var file bytes.Buffer
	z := zip.NewWriter(&file)
	for _, p := range parts {
		w, err := z.Create(p[0])
		if err == nil {
			_, err = io.WriteString(w, head+p[1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s))
	return b.String()
}

// always makes LibreOffice calculate every formula when it loads a file.
const always = `<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>`

func recalculate(t *testing.T, file []byte) map[sheet.Ref]sheet.Value {
	program, err := exec.LookPath("soffice")
	if err != nil {
		t.Fatalf("this test needs LibreOffice: %v", err)
	}
	dir := t.TempDir()
	user := filepath.Join(dir, "profile", "user")
	for _, err := range []error{
		os.MkdirAll(user, 0o755),
		os.WriteFile(filepath.Join(user, "registrymodifications.xcu"), []byte(always), 0o600),
		os.WriteFile(filepath.Join(dir, "in.xlsx"), file, 0o600),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(program, "-env:UserInstallation=file://"+filepath.ToSlash(filepath.Join(dir, "profile")), "--headless",
		"--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", filepath.Join(dir, "out"), filepath.Join(dir, "in.xlsx"))
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	z, err := zip.OpenReader(filepath.Join(dir, "out", "in.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = z.Close() }()
	var strs struct {
		Items []struct {
			Text string `xml:"t"`
			Runs []struct {
				Text string `xml:"t"`
			} `xml:"r"`
		} `xml:"si"`
	}
	if f, err := z.Open("xl/sharedStrings.xml"); err == nil { // absent if no cell has a text
		_ = f.Close()
		readPart(t, &z.Reader, "xl/sharedStrings.xml", &strs)
	}
	var data struct {
		Cells []struct {
			Ref  string `xml:"r,attr"`
			Type string `xml:"t,attr"`
			V    string `xml:"v"`
		} `xml:"sheetData>row>c"`
	}
	readPart(t, &z.Reader, "xl/worksheets/sheet1.xml", &data)
	out := map[sheet.Ref]sheet.Value{}
	for _, c := range data.Cells {
		ref, _ := sheet.ParseRef(c.Ref)
		switch c.Type {
		case "s":
			i, err := strconv.Atoi(c.V)
			if err != nil {
				t.Fatal(err)
			}
			s := strs.Items[i].Text
			for _, r := range strs.Items[i].Runs {
				s += r.Text
			}
			out[ref] = sheet.Str(s)
		case "str":
			out[ref] = sheet.Str(c.V)
		case "b":
			out[ref] = sheet.Truth(c.V == "1")
		case "e":
			out[ref] = sheet.Err(c.V)
		default:
			if f, err := strconv.ParseFloat(c.V, 64); err == nil {
				out[ref] = sheet.Num(f)
			}
		}
	}
	return out
}

func readPart(t *testing.T, z *zip.Reader, name string, into any) {
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	if err := xml.NewDecoder(f).Decode(into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}
