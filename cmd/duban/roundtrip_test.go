package main

import (
	"fmt"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"duban/seeds"
	"duban/templates"
	"duban/validate"
	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

func catalogue(t testing.TB, lang string) *templates.Catalogue {
	t.Helper()
	c, err := templates.LoadCatalogue(lang)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func rushan(t testing.TB, forms []*workbook.Form) *workbook.Plan {
	t.Helper()
	book, err := seeds.Plan("rushan")
	if err != nil {
		t.Fatal(err)
	}
	return workbook.DecodePlan(book, "rushan", forms)
}

// told gives the content of a plan's tables, without places.
func told(tables map[string]*workbook.Table) map[string][]map[string]string {
	out := map[string][]map[string]string{}
	for key, t := range tables {
		for _, r := range t.Records {
			row := map[string]string{}
			for i := range t.Form.Columns {
				d := r.At(i)
				// An empty setting has a row in the plan workbook but not in the source.
				if d.State != workbook.Empty {
					text := d.Text
					if n, err := strconv.ParseFloat(text, 64); err == nil { // gnumeric writes 0.6 with more digits than it takes
						text = strconv.FormatFloat(n, 'f', -1, 64)
					}
					// Undecided values and cadences are written in the plan's language.
					if cadences, ok := calendar.ParseCadences(text); ok && t.Form.Columns[i].Suggest == "cadence" {
						text = fmt.Sprint(cadences)
					} else if d.State == workbook.Open {
						text = ""
					}
					row[t.Form.Columns[i].Key] = fmt.Sprint(d.State, "|", text, "|", d.Key, "|", d.Num, "|", d.Date)
					if d.Key != "" || t.Form.Columns[i].Type == workbook.BoolColumn {
						row[t.Form.Columns[i].Key] = fmt.Sprint(d.State, "|", d.Key, "|", d.Num)
					}
				}
			}
			if key == workbook.FormSettings {
				if _, set := row[workbook.ColValue]; !set {
					continue
				}
				delete(row, workbook.ColExplain)
			}
			out[key] = append(out[key], row)
		}
	}
	return out
}

// The built-in plan is the same after it was written as a workbook and read back, with headings in either language.
func TestPlanSurvivesThePlanWorkbook(t *testing.T) {
	want := told(rushan(t, templates.PlanForms(catalogue(t, "zh"))).Tables)
	for _, lang := range templates.Languages() {
		c := catalogue(t, lang)
		forms := templates.PlanForms(c)
		data, err := xlsx.Write(templates.PlanBook(rushan(t, forms).Tables, c))
		if err != nil {
			t.Fatal(err)
		}
		book, err := xlsx.Read(data)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, told(workbook.DecodePlan(book, "plan", forms).Tables)); diff != "" {
			t.Errorf("%s: the plan changed on its way:\n%s", lang, diff)
		}
		// A workbook under English headings is read by the Chinese forms too.
		if diff := cmp.Diff(want, told(workbook.DecodePlan(book, "plan", templates.PlanForms(catalogue(t, "zh"))).Tables)); diff != "" {
			t.Errorf("%s: read by the Chinese forms the plan changed:\n%s", lang, diff)
		}
	}
}

// Any plan that can be typed is the same after it was written as a workbook and read back.
func TestAnyPlanSurvivesThePlanWorkbook(t *testing.T) {
	c := catalogue(t, "zh")
	forms := templates.PlanForms(c)
	word := rapid.StringMatching(`[一-龥A-Za-z0-9=+@（）“”、|'" \n-]{0,12}`)
	rapid.Check(t, func(t *rapid.T) {
		book := &sheet.Book{}
		for _, f := range forms {
			if f.Key == workbook.FormSettings || !rapid.Bool().Draw(t, f.Key) {
				continue
			}
			s := &sheet.Sheet{Name: f.Sheet}
			for i, col := range f.Columns {
				s.Put(sheet.At(1, i+1), sheet.Cell{Value: sheet.Str(col.Heading)})
				for row := 2; row <= 4; row++ {
					switch {
					case rapid.IntRange(0, 3).Draw(t, "blank") == 0:
					case len(col.Choices) > 0:
						s.Put(sheet.At(row, i+1), sheet.Cell{Value: sheet.Str(rapid.SampledFrom(col.Labels()).Draw(t, "choice"))})
					case col.Type == workbook.NumberColumn:
						s.Put(sheet.At(row, i+1), sheet.Cell{Value: sheet.Num(float64(rapid.IntRange(-1e9, 1e9).Draw(t, "n")) / 1000)})
					case col.Type == workbook.DateColumn:
						s.Put(sheet.At(row, i+1), sheet.Cell{Value: sheet.Int(rapid.IntRange(40000, 60000).Draw(t, "day")), Format: sheet.Date})
					default:
						s.Put(sheet.At(row, i+1), sheet.Cell{Value: sheet.Str(word.Draw(t, "word"))})
					}
				}
			}
			book.Sheets = append(book.Sheets, s)
		}
		plan := workbook.DecodePlan(book, "plan", forms)
		data, err := xlsx.Write(templates.PlanBook(plan.Tables, c))
		if err != nil {
			t.Fatal(err)
		}
		back, err := xlsx.Read(data)
		if err != nil {
			t.Fatal(err)
		}
		again := workbook.DecodePlan(back, "plan", forms)
		if diff := cmp.Diff(told(plan.Tables), told(again.Tables)); diff != "" {
			t.Fatalf("the plan changed on its way:\n%s", diff)
		}
	})
}

// An issued workbook is read back with the same bureau, period and rows, and with every locked cell as the plan has it. The only finding in
// an untouched workbook is that it is blank.
func TestIssuedIsWhatIsRead(t *testing.T) {
	for _, lang := range templates.Languages() {
		c := catalogue(t, lang)
		zh := templates.ReturnForms(catalogue(t, "zh"))
		forms := templates.ReturnForms(c)
		plan := rushan(t, templates.PlanForms(c))
		rules := validate.RowRules(zh, forms)
		checker := validate.New()
		period, _ := calendar.ParsePeriod("2024-09")
		bureaus := plan.Reporting(nil, period)
		if len(bureaus) < 40 {
			t.Fatalf("only %d bureaus are asked", len(bureaus))
		}
		for _, b := range bureaus {
			tm := templates.Prepare(plan, forms, nil, b, period, c)
			laid, err := templates.Layout(tm, forms, rules, c)
			if err != nil {
				t.Fatal(err)
			}
			data, err := xlsx.Write(laid)
			if err != nil {
				t.Fatal(err)
			}
			book, err := xlsx.Read(data)
			if err != nil {
				t.Fatal(err)
			}
			ret := workbook.DecodeReturn(book, b.Name, plan, forms)
			if ret.Bureau != b || ret.Period != period {
				t.Fatalf("%s: read as %v, %s", b.Name, ret.Bureau, ret.Period)
			}
			for _, ts := range tm.Sheets {
				var ids, got []string
				for _, r := range ts.Rows {
					ids = append(ids, r.ID)
				}
				table := ret.Tables[ts.Form.Key]
				if table == nil {
					t.Fatalf("%s: %s was not found", b.Name, ts.Form.Sheet)
				}
				for _, r := range table.Records {
					got = append(got, r.ID)
				}
				if diff := cmp.Diff(ids, got); diff != "" {
					t.Errorf("%s %s: rows differ:\n%s", b.Name, ts.Form.Sheet, diff)
				}
			}
			v := checker.CheckReturn(validate.Context{Plan: plan, Forms: forms, Rules: rules, Period: period, Locked: tm.Locked, Rows: tm.RowIDs()}, ret)
			blank := false
			for _, f := range v.Findings {
				if f.Code == "return-blank" {
					blank = true
				} else if f.Severity == workbook.Problem || f.Code == "locked-changed" || f.Code == "row-missing" {
					t.Errorf("%s %s: an untouched workbook has %s at %s (%s)", lang, b.Name, f.Code, f.Place, f.Value)
				}
			}
			if !blank {
				t.Errorf("%s %s: nobody says that the workbook is blank", lang, b.Name)
			}
		}
	}
}
