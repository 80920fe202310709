package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"duban/seeds"
	"duban/templates"
	"duban/validate"
	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// Every row refers to stages that exist. choose keeps the rows asked for with their stages, and says why others are not measured.
func TestPlan(t *testing.T) {
	words, err := templates.LoadCatalogue("zh")
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{options: options{returns: 1000, most: 10_000, mergePeer: "peer"}, words: words}
	b.plan()
	for _, r := range b.rows {
		for _, name := range []string{r.ours, r.peer} {
			if name != "" && !slices.ContainsFunc(b.stages, func(s stage) bool { return s.name == name }) {
				t.Errorf("%s: no stage %s", r.name, name)
			}
		}
	}
	all := len(b.stages)
	b.only = []string{"validate", "help"}
	if err := b.checkOnly(); err == nil || !strings.Contains(err.Error(), `no row begins with "help"; the rows are`) || !strings.Contains(err.Error(), "duban --help, wall") {
		t.Errorf("a word that is no row's: %v", err)
	}
	b.only = []string{"validate"}
	if err := b.checkOnly(); err != nil {
		t.Error(err)
	}
	b.choose()
	if len(b.rows) != 1 || len(b.stages) != 2 || all < 10 {
		t.Errorf("%d rows and %d of %d stages for one row", len(b.rows), len(b.stages), all)
	}
	b = &bench{options: options{returns: 100, most: 100}, words: words}
	b.plan()
	b.choose()
	if len(b.unmeasured) < 5 || slices.ContainsFunc(b.stages, func(s stage) bool { return s.returns > 100 }) {
		t.Errorf("it is not said that large workspaces are left out: %v", b.unmeasured)
	}
	if !slices.ContainsFunc(b.unmeasured, func(l [2]string) bool { return strings.HasPrefix(l[0], "merge, ") && strings.Contains(l[1], "pandas") }) {
		t.Errorf("without a Python it is not said that merge is compared with nothing: %v", b.unmeasured)
	}
	b = &bench{options: options{returns: 1000, most: 1000, only: []string{"merge after"}}, words: words}
	b.plan()
	b.choose()
	if len(b.stages) != 2 || b.stages[0].name != mergeAll {
		t.Errorf("the second merge needs the first: %v", b.stages)
	}
}

func TestTable(t *testing.T) {
	b := &bench{options: options{runs: 1}, unmeasured: [][2]string{{"the script", "no Python"}}, rows: []row{
		{name: "fast enough", ours: "a", peer: "b", figure: faster, unit: "×", digits: 1, atLeast: 5},
		{name: "too dear", ours: "b", peer: "a", figure: share, unit: "×", digits: 1, atMost: 4},
		{name: "unknown", ours: "a", figure: megabytes, unit: "MB", atMost: 300},
	}}
	var out strings.Builder
	b.print(&out, map[string]usage{"a": {cpu: time.Second}, "b": {cpu: 10 * time.Second}})
	for _, want := range []string{"fast enough  1.00 s   10.00 s  10.0 ×  ≥ 5.0 ×  yes", "too dear     10.00 s  1.00 s   10.0 ×  ≤ 4.0 ×  no", "the script   not measured: no Python"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not in\n%s", want, out.String())
		}
	}
	if strings.Contains(out.String(), "unknown") {
		t.Errorf("a figure that the system does not give is printed:\n%s", out.String())
	}
}

// The plan of the year is sound and has the size that its constants say.
func TestYearPlan(t *testing.T) {
	words, err := templates.LoadCatalogue("zh")
	if err != nil {
		t.Fatal(err)
	}
	for _, byMonth := range []bool{false, true} {
		sheets, err := sheet.ParsePipe(yearPlan(byMonth))
		if err != nil {
			t.Fatal(err)
		}
		plan := workbook.DecodePlan(&sheet.Book{Sheets: sheets}, "", templates.PlanForms(words))
		if len(plan.Bureaus) != yearBureaus || len(plan.Tasks) != yearTasks || len(plan.Observations) > 0 || byMonth != (len(plan.Items) == 4) {
			t.Errorf("%d bureaus, %d tasks, %d items, observed %v", len(plan.Bureaus), len(plan.Tasks), len(plan.Items), plan.Observations)
		}
	}
}

// The processes that are compared do the same work on the same file.
func TestPeers(t *testing.T) {
	b := &sheet.Book{Sheets: []*sheet.Sheet{{Name: "任务进展"}}}
	for i := range 20 {
		b.Sheets[0].Put(sheet.At(i+1, 1), sheet.Cell{Value: sheet.Str("推进中")})
		b.Sheets[0].Put(sheet.At(i+1, 2), sheet.Cell{Value: sheet.Int(i)})
	}
	data, err := xlsx.Write(b)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "发改局.xlsx")
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	if n, err := inflate(path); err != nil || n < 1000 {
		t.Errorf("%d bytes, %v", n, err)
	}
	read := reading()
	ours, err := read(path)
	if err != nil || ours != 40 {
		t.Errorf("%d cells, %v", ours, err)
	}
	if theirs, err := excelizeRows(path); err != nil || theirs != ours {
		t.Errorf("%d cells by excelize, %d by us, %v", theirs, ours, err)
	}
	again := filepath.Join(t.TempDir(), "excelize.xlsx")
	if err := writeByExcelize(b, again); err != nil {
		t.Fatal(err)
	}
	if n, err := read(again); err != nil || n != ours {
		t.Errorf("%d of %d cells were written, %v", n, ours, err)
	}
}

// A template built with excelize's ordinary API holds the same as ours, so that neither has less work.
func TestExcelizeBuildsTheSameTemplate(t *testing.T) {
	words, err := templates.LoadCatalogue("zh")
	if err != nil {
		t.Fatal(err)
	}
	book, err := seeds.Plan(seed)
	if err != nil {
		t.Fatal(err)
	}
	plan, forms := workbook.DecodePlan(book, seed, templates.PlanForms(words)), templates.ReturnForms(words)
	p, _ := calendar.ParsePeriod(period)
	laid, err := templates.Layout(templates.Prepare(plan, forms, nil, plan.Directory.Bureau("发改局"), p, words), forms, validate.RulesOf(plan, forms, forms), words)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	data, err := xlsx.Write(laid)
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "ours.xlsx"), data, 0o644)
	}
	if err == nil {
		err = writeByExcelize(laid, filepath.Join(dir, "theirs.xlsx"))
	}
	if err != nil {
		t.Fatal(err)
	}
	ours, theirs := contentOf(t, filepath.Join(dir, "ours.xlsx")), contentOf(t, filepath.Join(dir, "theirs.xlsx"))
	for what, n := range ours {
		if n == 0 || theirs[what] != n {
			t.Errorf("%s: %d in ours, %d in theirs", what, n, theirs[what])
		}
	}
}

// BenchmarkIssue makes the templates of a round, from what each bureau is asked to the bytes of its file, by duban and by excelize's ordinary
// API. Its figures are for one template.
func BenchmarkIssue(b *testing.B) {
	words, err := templates.LoadCatalogue("zh")
	if err != nil {
		b.Fatal(err)
	}
	book, err := seeds.Plan(seed)
	if err != nil {
		b.Fatal(err)
	}
	plan, forms := workbook.DecodePlan(book, seed, templates.PlanForms(words)), templates.ReturnForms(words)
	p, _ := calendar.ParsePeriod(period)
	bureaus := plan.Reporting(nil, p)
	path := filepath.Join(b.TempDir(), "excelize.xlsx")
	var writer xlsx.Writer
	for name, write := range map[string]func(*sheet.Book) error{
		"duban":    func(laid *sheet.Book) error { _, err := writer.Write(laid); return err },
		"excelize": func(laid *sheet.Book) error { return writeByExcelize(laid, path) },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			layouter := templates.NewLayouter(forms, validate.RulesOf(plan, forms, forms), words)
			for i := 0; b.Loop(); i++ {
				laid, err := layouter.Layout(templates.Prepare(plan, forms, nil, bureaus[i%len(bureaus)], p, words))
				if err == nil {
					err = write(laid)
				}
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// contentOf counts what a workbook holds, by kind of content.
func contentOf(t *testing.T, path string) map[string]int {
	t.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	n := map[string]int{}
	for _, name := range f.GetSheetList() {
		n["sheets"]++
		rows, err := f.Rows(name)
		if err != nil {
			t.Fatal(err)
		}
		for row := 1; rows.Next(); row++ {
			cells, err := rows.Columns(excelize.Options{RawCellValue: true})
			if err != nil {
				t.Fatal(err)
			}
			for col := range cells {
				at := sheet.At(row, col+1).String()
				formula, err := f.GetCellFormula(name, at)
				if err != nil {
					t.Fatal(err)
				}
				switch {
				case formula != "":
					n["formulas"]++
					n["characters of formulas"] += len(formula)
				case cells[col] != "":
					n["cells"]++
					n["characters"] += len(cells[col])
				}
			}
		}
		rules, err := f.GetDataValidations(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range rules {
			n["validations"]++
			n["kinds of limits"] += len(v.Type)
			for words, text := range map[string]*string{"prompts": v.Prompt, "titles": v.PromptTitle, "refusals": v.Error} {
				if text != nil {
					n[words] += len(*text)
				}
			}
		}
		conditionals, err := f.GetConditionalFormats(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range conditionals {
			n["conditional formats"] += len(c)
		}
		notes, err := f.GetComments(name)
		if err != nil {
			t.Fatal(err)
		}
		n["notes"] += len(notes)
		merged, err := f.GetMergeCells(name)
		if err != nil {
			t.Fatal(err)
		}
		n["merges"] += len(merged)
		protection, err := f.GetSheetProtection(name)
		if err != nil {
			t.Fatal(err)
		}
		if protection.AutoFilter {
			n["protected sheets"]++
		}
	}
	n["names"] = len(f.GetDefinedName())
	return n
}
