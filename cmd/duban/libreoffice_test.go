//go:build libreoffice

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"duban/cmd/duban/round"
	"duban/templates"
	"duban/validate"
	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
	"duban/workbook/xlsx/xlsxcheck"
)

// TestLibreOffice tries the program's files in another spreadsheet program: it must calculate what is stored, its self-check must say what
// validate says, what it saves must be read as the same, and it must be able to print everything. That it opens a file proves nothing for
// Excel, so each kind is also checked against the OOXML schema. The demo is run once in each language; the slips come last, as they go
// through its inbox.
func TestLibreOffice(t *testing.T) {
	began := time.Now()
	o := newOffice(t)
	counties := demoCounties(t)
	t.Logf("demo: %v", time.Since(began).Round(time.Second))
	t.Run("computes what is stored", func(t *testing.T) { testRecalculation(t, o, counties) })
	t.Run("self-check says what validate says", func(t *testing.T) { testSelfCheck(t, o, counties) })
	t.Run("saves returns that read the same", func(t *testing.T) { testResaving(t, o, counties) })
	t.Run("prints every workbook", func(t *testing.T) { testPrinting(t, o, counties) })
	t.Run("is as the schema has it", func(t *testing.T) { testSchema(t, counties) })
	t.Run("saves slips that are returns again", func(t *testing.T) { testSlips(t, o, counties) })
}

// office is LibreOffice without a window, with several profiles, so that several processes can run in parallel.
type office struct {
	program  string
	profiles []string
}

// recalculating makes LibreOffice calculate every formula when it opens a file, whatever program wrote it.
const recalculating = `<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">` +
	`<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>`

func newOffice(t *testing.T) *office {
	program, err := exec.LookPath("soffice")
	if err != nil {
		t.Fatalf("this test needs LibreOffice: %v", err)
	}
	o := &office{program: program}
	for range min(2, runtime.NumCPU()) {
		profile := filepath.Join(t.TempDir(), "profile")
		if err := os.MkdirAll(filepath.Join(profile, "user"), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(profile, "user", "registrymodifications.xcu"), []byte(recalculating), 0o644); err != nil {
			t.Fatal(err)
		}
		o.profiles = append(o.profiles, profile)
	}
	return o
}

// officeFilter gives soffice's name for the format of a file extension.
func officeFilter(ending string) string {
	if ending == "xlsx" {
		return "xlsx:Calc MS Excel 2007 XML"
	}
	return ending
}

// fewFiles is a number of files that one LibreOffice converts before a second one would have started.
const fewFiles = 4

// ownEnding stands for files of several formats, whose keys end in their extension.
const ownEnding = ""

// convert saves files in another format, in one process or in two in parallel, as LibreOffice uses one processor. The result has the same
// keys.
func (o *office) convert(t *testing.T, from, to string, files map[string][]byte) map[string][]byte {
	t.Helper()
	began := time.Now()
	in, out := t.TempDir(), t.TempDir()
	// Plain names, as other characters in file names depend on the machine's locale and are not tested here.
	name := func(n int, ending string) string { return fmt.Sprintf("%03d.%s", n, ending) }
	ending := func(key string) string {
		if from == ownEnding {
			return strings.TrimPrefix(filepath.Ext(key), ".")
		}
		return from
	}
	profiles := o.profiles
	if len(files) <= fewFiles {
		profiles = profiles[:1]
	}
	keys, paths := slices.Sorted(maps.Keys(files)), make([][]string, len(profiles))
	for n, key := range keys {
		path := filepath.Join(in, name(n, ending(key)))
		if err := os.WriteFile(path, files[key], 0o644); err != nil {
			t.Fatal(err)
		}
		paths[n%len(profiles)] = append(paths[n%len(profiles)], path)
	}
	var all sync.WaitGroup
	said, errs := make([]string, len(profiles)), make([]error, len(profiles))
	for i, profile := range profiles {
		all.Go(func() {
			args := []string{"-env:UserInstallation=" + (&url.URL{Scheme: "file", Path: "/" + strings.TrimPrefix(filepath.ToSlash(profile), "/")}).String(),
				"--headless", "--convert-to", officeFilter(to), "--outdir", out}
			text, err := exec.Command(o.program, append(args, paths[i]...)...).CombinedOutput()
			said[i], errs[i] = string(text), err
		})
	}
	all.Wait()
	if err := errors.Join(errs...); err != nil || strings.Contains(strings.Join(said, ""), "Error") {
		t.Fatalf("soffice: %v\n%s", err, said)
	}
	result := map[string][]byte{}
	for i, key := range keys {
		data, err := os.ReadFile(filepath.Join(out, name(i, to)))
		if err != nil {
			t.Fatalf("%s: %v\n%s", key, err, said)
		}
		result[key] = data
	}
	t.Logf("%d files from %s to %s in %v", len(files), from, to, time.Since(began).Round(100*time.Millisecond))
	return result
}

// demoCounty is a workspace in which the demo was run.
type demoCounty struct {
	lang, dir string
	words     *templates.Catalogue
}

// The open period at the end of the demo, and the bureaus whose workbooks are tested, which together have most kinds of sheets.
const lastMonth = "2024-12"

func lookedAt() []string { return []string{"发改局", "农业局", "海阳所镇"} }

func demoCounties(t *testing.T) []*demoCounty {
	var out []*demoCounty
	for _, lang := range templates.Languages() {
		out = append(out, &demoCounty{lang: lang, dir: filepath.Join(t.TempDir(), "督办"), words: catalogue(t, lang)})
	}
	said := make([]bytes.Buffer, len(out))
	codes := make(chan int)
	for i, c := range out {
		go func() {
			a := &app{in: bytes.NewReader(nil), out: &said[i], err: &said[i], now: time.Now, disk: ownDisk()}
			codes <- a.run([]string{"--lang", c.lang, "demo", c.dir})
		}()
	}
	for range out {
		if code := <-codes; code != exitOK {
			t.Errorf("demo: exit %d", code)
		}
	}
	if t.Failed() {
		t.Fatalf("%s\n%s", &said[0], &said[1])
	}
	return out
}

// run runs a command in the county's workspace and gives its exit code and what it said.
func (c *demoCounty) run(args ...string) (int, string) {
	var said bytes.Buffer
	day := calendar.NewDate(2025, 1, 20)
	a := &app{in: bytes.NewReader(nil), out: &said, err: &said, now: day.Time, disk: ownDisk()}
	code := a.run(append([]string{"-C", c.dir}, args...))
	return code, said.String()
}

// open opens the workspace for reading and works a period's round out.
func (c *demoCounty) open(t *testing.T, period string) (*session, *round.Round) {
	t.Helper()
	return openIn(t, c.dir, period)
}

// file reads a file of the workspace; folders and fixed names are given by their keys in the catalogue.
func (c *demoCounty) file(t *testing.T, path ...string) []byte {
	t.Helper()
	parts := []string{c.dir}
	for _, p := range path {
		for _, id := range []string{"folder." + p, "file." + p} {
			if c.words.Has(id) {
				p = c.words.T(id)
			}
		}
		parts = append(parts, p)
	}
	data, err := os.ReadFile(filepath.Join(parts...))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// template prepares a bureau's template of a round.
func (s *session) template(t *testing.T, r *round.Round, bureau string) *templates.Template {
	t.Helper()
	b := r.Plan.Directory.Bureau(bureau)
	if b == nil {
		t.Fatalf("no bureau %s", bureau)
	}
	key, err := s.SealKey()
	if err != nil {
		t.Fatal(err)
	}
	tm := templates.Prepare(r.Plan, s.Forms, r.Before, b, r.Period, s.ws.Words)
	tm.Key = key
	return tm
}

// sameValue compares two values up to rounding from another order of summing; a blank equals an empty text, as LibreOffice does not
// distinguish them.
func sameValue(a, b sheet.Value) bool {
	if a.Kind == sheet.Number && b.Kind == sheet.Number {
		return math.Abs(a.Num-b.Num) <= 1e-9*max(1, math.Abs(a.Num))
	}
	return a.Equal(b) || a.IsEmpty() && b.IsEmpty()
}

// Every formula cell of every kind of workbook stores the value that LibreOffice calculates: previews show stored values, and nobody trusts
// a file that shows something else once it is opened.
func testRecalculation(t *testing.T, o *office, counties []*demoCounty) {
	files := map[string][]byte{}
	// leastFormulas is the least number of formulas of a kind of workbook: comparing none would prove nothing.
	leastFormulas := map[string]int{"plan": 0, "consolidated": 200, "score": 500, "blank": 10, "filled": 10}
	for _, c := range counties {
		s, r := c.open(t, lastMonth)
		files[c.lang+"/plan"] = c.file(t, "plan")
		files[c.lang+"/consolidated"] = c.file(t, "reports", lastMonth, "consolidated")
		files[c.lang+"/score"] = c.file(t, "reports", "2024", "score")
		for i, b := range lookedAt() {
			files[c.lang+"/blank/"+b] = c.file(t, "issued", lastMonth, b+".xlsx")
			for seed := range uint64(4) {
				tm := s.template(t, r, b)
				newClerk(10*uint64(i)+seed, s.ws.Words, true).fill(tm)
				laid, err := templates.Layout(tm, s.Forms, s.Rules, s.ws.Words)
				if err != nil {
					t.Fatal(err)
				}
				data, err := xlsx.Write(laid)
				if err != nil {
					t.Fatal(err)
				}
				files[fmt.Sprint(c.lang, "/filled/", b, seed)] = data
			}
		}
	}
	total := 0
	for name, data := range o.convert(t, "xlsx", "xlsx", files) {
		n := o.recalculated(t, name, files[name], data)
		if kind := strings.Split(name, "/")[1]; n < leastFormulas[kind] {
			t.Errorf("%s: %d formulas", name, n)
		}
		total += n
	}
	t.Logf("%d formulas compared", total)
}

// recalculated compares a workbook's stored values with those of the file that LibreOffice saved, and counts the formulas.
func (o *office) recalculated(t *testing.T, name string, written, saved []byte) (formulas int) {
	t.Helper()
	stored, fresh := readBookOf(t, name, written), readBookOf(t, name, saved)
	wrong := 0
	for _, s := range stored.Sheets {
		again := fresh.Sheet(s.Name)
		if again == nil {
			t.Errorf("%s: %s is gone", name, s.Name)
			continue
		}
		for _, row := range s.Rows {
			for _, cell := range row.Cells {
				if cell.Formula == "" {
					continue
				}
				formulas++
				at := sheet.At(row.N, cell.Col)
				if got := again.Value(at); cell.Unstored || !sameValue(cell.Value, got) {
					if wrong++; wrong <= 10 {
						t.Errorf("%s %s!%s: stored %q, recalculated %q, by %s", name, s.Name, at, cell.Value, got, cell.Formula)
					}
				}
			}
		}
	}
	if wrong > 0 {
		t.Errorf("%s: %d of %d formulas differ", name, wrong, formulas)
	}
	return formulas
}

// typeIn types a filled-in template into its issued workbook, cell by cell.
func typeIn(t *testing.T, s *session, issued []byte, tm *templates.Template) []byte {
	t.Helper()
	book := readBookOf(t, tm.Bureau.Name, issued)
	ret := workbook.DecodeReturn(book, tm.Bureau.Name, s.Plan, s.Forms)
	var edits []xlsx.Edit
	for _, ts := range tm.Sheets {
		table := ret.Tables[ts.Form.Key]
		if table == nil {
			t.Fatalf("%s has no sheet %s", tm.Bureau.Name, ts.Form.Sheet)
		}
		for i, r := range ts.Rows {
			for j := range ts.Form.Columns {
				col := &ts.Form.Columns[j]
				if v := r.Cells[col.Key]; col.Filled == workbook.ByBureau && !v.IsBlank() {
					edits = append(edits, xlsx.Edit{Sheet: table.Sheet, Ref: sheet.At(table.HeadingRow+1+i, table.Cols[j]), Value: v})
				}
			}
		}
	}
	cover := book.Sheet(s.Forms.Cover.Sheet)
	for key, v := range tm.Cover {
		label := s.ws.Words.T("cover." + key)
		for _, row := range cover.Rows {
			for _, c := range row.Cells {
				if c.Value.Text == label {
					edits = append(edits, xlsx.Edit{Sheet: cover.Name, Ref: sheet.At(row.N, c.Col+1), Value: v})
				}
			}
		}
	}
	data, err := xlsx.Apply(issued, edits)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// returned is what a merge would take of a return, without computed columns, as the formulas were not calculated when the values were typed
// in.
type returned struct {
	Bureau, Period string
	Whole, Nothing bool
	Reason         string
	Filled, Signed string
	Rows           map[string][]string // by form, ids in order
	Data           map[string]string   // by form, row and column
	Findings       map[string]int
}

func (s *session) returned(r *round.Round, name string, book *sheet.Book) *returned {
	in := r.Judge(name, book, nil)
	ret := in.Return
	v := &returned{Period: ret.Period.String(), Whole: ret.Identity.Whole, Nothing: ret.Nothing, Filled: ret.FilledBy, Signed: ret.SignedBy,
		Rows: map[string][]string{}, Data: map[string]string{}, Findings: map[string]int{}}
	if ret.Bureau != nil {
		v.Bureau = ret.Bureau.Name
	}
	if ret.NothingReason != nil {
		v.Reason = ret.NothingReason.Text
	}
	for key, table := range ret.Tables {
		for _, rec := range table.Records {
			v.Rows[key] = append(v.Rows[key], rec.ID)
			for i := range table.Form.Columns {
				d, col := rec.At(i), &table.Form.Columns[i]
				if col.Filled != workbook.Computed && d.State != workbook.Empty {
					v.Data[fmt.Sprintf("%s %d %s", key, rec.Row, col.Key)] = fmt.Sprintf("%d|%s|%g|%d|%s|%s|%v|%v", d.State, d.Text, d.Num, d.Date, d.Key, d.Fault(), d.List(), d.Repairs())
				}
			}
		}
	}
	for i := range in.Verdict.Findings {
		v.Findings[findingLine(&in.Verdict.Findings[i])]++
	}
	return v
}

func findingLine(f *validate.Finding) string {
	return strings.Join([]string{f.Code, f.Place.Sheet, f.Place.Cell(), f.Task, f.Field, f.Value}, "|")
}

// resaved checks that a return saved by LibreOffice has the same data and the same findings as the one that was sent.
func (s *session) resaved(t *testing.T, r *round.Round, name string, sent, again []byte) {
	t.Helper()
	want := s.returned(r, name, readBookOf(t, name, sent))
	book := readBookOf(t, name, again)
	got := s.returned(r, name, book)
	if len(want.Data) < 20 || !want.Whole {
		t.Errorf("%s: only %d cells are read", name, len(want.Data))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s is read otherwise after LibreOffice saved it (-sent +saved):\n%s", name, diff)
	}
	// LibreOffice has no very hidden sheets and makes them hidden, which the program must accept.
	if id := book.Sheet(workbook.IdentitySheet); id == nil || id.Visibility != sheet.Hidden {
		t.Errorf("%s: LibreOffice left the identity sheet as it was", name)
	}
}

// A clerk may fill the workbook in with LibreOffice, and may keep it as an .ods in between.
func testResaving(t *testing.T, o *office, counties []*demoCounty) {
	files := map[string][]byte{}
	judge := map[string]func(t *testing.T, again []byte){}
	for _, c := range counties {
		s, r := c.open(t, lastMonth)
		put := func(name string, tm *templates.Template) {
			key := c.lang + "/" + name
			sent := typeIn(t, s, c.file(t, "issued", lastMonth, tm.Bureau.Name+".xlsx"), tm)
			files[key] = sent
			judge[key] = func(t *testing.T, again []byte) { s.resaved(t, r, key, sent, again) }
		}
		for i, b := range lookedAt() {
			for seed := range uint64(3) {
				tm := s.template(t, r, b)
				newClerk(100+10*uint64(i)+seed, s.ws.Words, true).fill(tm)
				put(fmt.Sprint(b, seed), tm)
			}
		}
		nothing := s.template(t, r, "海阳所镇")
		nothing.Cover = map[string]sheet.Value{"nothing": sheet.Str(s.ws.Words.ChoiceLabel("yes", "yes")), "nothing-reason": sheet.Str("12月无新增任务")}
		put("nothing", nothing)
	}
	for name, again := range o.convert(t, "xlsx", "xlsx", files) {
		judge[name](t, again)
	}
	for name, again := range o.convert(t, "ods", "xlsx", o.convert(t, "xlsx", "ods", files)) {
		judge[name](t, again)
	}
}

// A clerk corrects the slip in LibreOffice and sends it back: it is a return with the same data, and a slip made from it has no marks of
// the earlier one.
func testSlips(t *testing.T, o *office, counties []*demoCounty) {
	slips, sent := map[string][]byte{}, map[string][]byte{}
	drop := func(c *demoCounty, name string, data []byte) {
		path := filepath.Join(c.dir, c.words.T("folder.inbox"), lastMonth, name)
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	receive := func(c *demoCounty) {
		t.Helper()
		if code, said := c.run("receive"); code != exitErrors {
			t.Fatalf("receive: exit %d\n%s", code, said)
		}
	}
	for _, c := range counties {
		s, r := c.open(t, lastMonth)
		for i, b := range lookedAt() {
			tm := s.template(t, r, b)
			newClerk(200+uint64(i), s.ws.Words, true).fill(tm)
			key := c.lang + "/" + b
			sent[key] = typeIn(t, s, c.file(t, "issued", lastMonth, b+".xlsx"), tm)
			drop(c, b+"（再报）.xlsx", sent[key])
		}
		receive(c)
		for _, b := range lookedAt() {
			slips[c.lang+"/"+b] = c.file(t, "corrections", lastMonth, b+".xlsx")
		}
	}
	again := o.convert(t, "xlsx", "xlsx", slips)
	marked := map[string][]byte{}
	for _, c := range counties {
		s, r := c.open(t, lastMonth)
		for _, b := range lookedAt() {
			key := c.lang + "/" + b
			s.resaved(t, r, key, sent[key], again[key])
			drop(c, b+"（退回表）.xlsx", again[key])
		}
		receive(c)
		for _, b := range lookedAt() {
			key := c.lang + "/" + b
			first, second := readBookOf(t, key, slips[key]), readBookOf(t, key, c.file(t, "corrections", lastMonth, b+".xlsx"))
			if diff := cmp.Diff(slipPoints(first), slipPoints(second)); diff != "" {
				t.Errorf("%s: the slip of a slip says something else:\n%s", key, diff)
			}
			had := xlsxcheck.Check(again[key])
			for _, fault := range xlsxcheck.Check(c.file(t, "corrections", lastMonth, b+".xlsx")) {
				if !slices.Contains(had, fault) {
					t.Errorf("%s: the slip of a slip: %s", key, fault)
				}
			}
		}
		key := c.lang + "/" + lookedAt()[0]
		marked[key+" as LibreOffice saved it.xlsx"], marked[key+" marked.xlsx"] = again[key], c.file(t, "corrections", lastMonth, lookedAt()[0]+".xlsx")
	}
	faults := schemaFaults(t, marked)
	for _, c := range counties {
		key := c.lang + "/" + lookedAt()[0]
		for _, f := range faults[key+" marked.xlsx"] {
			if !slices.Contains(faults[key+" as LibreOffice saved it.xlsx"], f) {
				t.Errorf("%s: the slip of a slip: %s", key, f)
			}
		}
	}
}

// slipPoints gives the names of a slip's sheets, the marked cells with their notes, and what to do, but not whether a point was there
// before, nor its number of lines.
func slipPoints(b *sheet.Book) []string {
	var out []string
	for _, s := range b.Sheets {
		out = append(out, s.Name)
	}
	said := map[string]bool{}
	for _, row := range b.Sheets[0].Rows {
		for _, c := range row.Cells {
			for _, line := range strings.Split(c.Value.Text, "\n") {
				// The page in front remembers its marks, one in each line.
				var mark struct{ S, C, N string }
				if json.Unmarshal([]byte(line), &mark) == nil && mark.S != "" {
					notes := strings.Split(mark.N, "\n")
					slices.Sort(notes)
					said[mark.S+"|"+mark.C+"|"+strings.Join(notes, "|")] = true
				}
			}
		}
		if no := row.Cell(1); no != nil && no.Value.Kind == sheet.Number {
			severity, _, _ := strings.Cut(row.Cell(2).Value.Text, "\n")
			said[severity+"|"+row.Cell(5).Value.String()] = true
		}
	}
	return append(out, slices.Sorted(maps.Keys(said))...)
}
