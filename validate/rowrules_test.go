package validate

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/formula"
	"duban/workbook/sheet"
)

func exampleVerdict(t *testing.T, k *kit, rules []workbook.Rule, text string) Verdict {
	t.Helper()
	r := workbook.DecodeReturn(book(t, text), "r.xlsx", k.plan, k.returns)
	period, _ := calendar.ParsePeriod("2024-09")
	v := New().CheckReturn(Context{Plan: k.plan, Forms: k.returns, Rules: rules, Period: period}, r)
	complete(t, v.Findings)
	return v
}

// besideRows lists codes that the examples cannot avoid, as they are a few columns of one row without a period before.
var besideRows = map[string]bool{"column-lost": true, "column-missing": true, "unchanged-without-prior": true}

func TestRowRulesByExample(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		zh := newKit(t, county, "zh")
		k := newKit(t, county, lang)
		rules := RowRules(zh.returns, k.returns)
		for i, r := range builtInRules() {
			t.Run(fmt.Sprintf("%s/%s/%s", lang, r.form, r.code), func(t *testing.T) {
				// The examples are in Chinese; English forms know those headings and choices too.
				if lang == "en" && r.code == "state-backwards" {
					// What was issued is in the language of the template.
					r.good, r.bad = strings.Replace(r.good, "\n| 推进中", "\n| Ongoing", 1), strings.Replace(r.bad, "\n| 推进中", "\n| Ongoing", 1)
				}
				sheetName, _, _ := rowOf(r.form)
				good := exampleVerdict(t, k, rules, cover+rowExample(r.form, r.good).Return)
				for _, x := range good.Findings {
					if x.Place.Sheet == sheetName && x.Severity > info && !besideRows[x.Code] {
						t.Errorf("good example: %s", line(&x))
					}
				}
				bad := cover + rowExample(r.form, r.bad).Return
				sheets, marks, err := Marked(bad)
				if err != nil || len(marks[len(sheets)-1]) != 1 {
					t.Fatalf("the bad example marks %v: %v", marks, err)
				}
				at := marks[len(sheets)-1][0]
				found := false
				for _, x := range exampleVerdict(t, k, rules, strings.ReplaceAll(bad, Mark, "")).Findings {
					if x.Code == r.code && x.Place.Ref == at {
						found = true
						if x.Severity != rules[i].Severity {
							t.Errorf("severity %s", x.Severity)
						}
					} else if x.Place.Sheet == sheetName && !besideRows[x.Code] {
						t.Errorf("beside it: %s", line(&x))
					}
				}
				if !found {
					t.Errorf("bad example: no %s at %s", r.code, at)
				}
			})
		}
	}
}

// A short text says something if it says how much of something or which step was reached, and a number alone does not.
func TestShortTextsWithNumbers(t *testing.T) {
	k := newKit(t, county, "zh")
	rules := RowRules(k.returns, k.returns)
	for text, short := range map[string]bool{
		"已签约5户": false, "签约５户": false, "签约五户": false, "五户": false, "两家": false, "已建十座": false, "签约一户": false, "已过半": false, "约八成": false, "已完成初稿": true, "主体封顶": false, "已开工": false, "全线贯通": false, "方案已印发": false,
		"正常推进": true, "推进中": true, "一切正常": true, "进一步推进": true, "统一推进": true, "十分顺利": true, "顺利。": true,
		"1": true, "12.5": true, "1、": true, "80%": true, "１": true, "五": true, "一": true, "十二": true,
		"已完成初稿意见": false, "本月新增12个村完成": false,
	} {
		found := exampleVerdict(t, k, rules, cover+rowExample(workbook.FormProgress, "| 进展状态 | 进展情况 |\n| 推进中 | '"+text+" |").Return)
		got := slices.ContainsFunc(found.Findings, func(f Finding) bool { return f.Code == "text-short" })
		if got != short {
			t.Errorf("%q is said to be short: %v, want %v", text, got, short)
		}
	}
}

// TestRowRulesHoldOnBlankRows: a rule is TRUE on a row that nobody touched, but for those that ask for the cell that
// every row needs.
func TestRowRulesHoldOnBlankRows(t *testing.T) {
	k := newKit(t, county, "zh")
	asks := map[string]bool{"status-missing": true, "figure-missing": true, "problem-missing": true}
	c := New()
	for _, r := range RowRules(k.returns, k.returns) {
		f := formsByKey(k.returns)[r.Form]
		s := &sheet.Sheet{Name: f.Sheet}
		for i := range f.Columns {
			s.Put(sheet.At(1, i+1), sheet.Cell{Value: sheet.Str(f.Columns[i].Heading)})
		}
		s.Put(sheet.At(2, 1), sheet.Cell{Value: sheet.Str("T1")})
		table := workbook.ReadTable(f, s, "", workbook.Reading{})
		g := c.newGrid(table, nil)
		b := c.bind(f, r.Source)
		if b == nil {
			t.Errorf("%s does not bind", r.Code)
			continue
		}
		if v := b.formula.Eval(g); v.True() == asks[r.Code] {
			t.Errorf("%s %s: %v on a blank row", r.Form, r.Code, v)
		}
	}
}

// TestRowRulesCanWork: no built-in rule is always true or always false.
func TestRowRulesCanWork(t *testing.T) {
	k := newKit(t, county, "zh")
	for _, r := range RowRules(k.returns, k.returns) {
		e, err := formula.Parse(r.Source)
		if err != nil {
			t.Errorf("%s: %v", r.Code, err)
			continue
		}
		if _, faults := e.Type(func(name string) formula.Kinds { return columnKinds(formsByKey(k.returns)[r.Form], name) }); len(faults) > 0 {
			t.Errorf("%s: %+v", r.Code, faults)
		}
	}
}

// FuzzOwnRule: whatever a county writes as a rule, the plan can be checked, and a rule without an error can be checked on rows.
func FuzzOwnRule(f *testing.F) {
	f.Add(`=LEN([@进展情况])>=20`)
	f.Add(`=IF([@进展状态]="已完成",[@实际完成日期]<>"",TRUE)`)
	f.Add(`=SUMIFS([累计完成值],[任务编号],[@任务编号])>0`)
	f.Add(`=AND([@`)
	f.Add(`=［@进展状态］＝“已完成”`)
	k := newKit(f, county, "zh")
	c := New()
	f.Fuzz(func(t *testing.T, source string) {
		head := sheet.Row{N: 1}
		row := sheet.Row{N: 2}
		for i, cells := range [][2]string{{"规则编码", "qs-1"}, {"适用表", "任务进展"}, {"公式", source}, {"提示", "核对"}} {
			head.Cells = append(head.Cells, sheet.Cell{Col: i + 1, Value: sheet.Str(cells[0])})
			row.Cells = append(row.Cells, sheet.Cell{Col: i + 1, Value: sheet.Str(cells[1])})
		}
		b := book(t, county)
		b.Sheets = append(b.Sheets, &sheet.Sheet{Name: "校验规则", Rows: []sheet.Row{head, row}})
		p := workbook.DecodePlan(b, "plan.xlsx", k.forms)
		found := c.CheckPlan(p, k.forms, k.returns)
		complete(t, found)
		for i := range found {
			if found[i].Severity == problem {
				return
			}
		}
		for _, r := range p.Rules {
			if r.Source != "" && c.bind(k.returns.Progress, r.Source) == nil {
				t.Fatalf("%q has no error and cannot be put to rows", source)
			}
		}
	})
}

// TestRowRulesInEnglish: translated rules name the English columns and choices, without anything Chinese left.
func TestRowRulesInEnglish(t *testing.T) {
	zh, en := newKit(t, county, "zh"), newKit(t, county, "en")
	c := New()
	for _, r := range RowRules(zh.returns, en.returns) {
		f := formsByKey(en.returns)[r.Form]
		b := c.bind(f, r.Source)
		if b == nil {
			t.Errorf("%s: %s", r.Code, r.Source)
			continue
		}
		if hasHan(strings.Replace(r.Source, saysSomething("[@[Progress made]]"), "", 1)) {
			t.Errorf("%s is left in Chinese: %s", r.Code, r.Source)
		}
	}
	for i, r := range RowRules(zh.returns, zh.returns) {
		if r.Source != builtInRules()[i].source {
			t.Errorf("%s was changed", r.Code)
		}
	}
}

// TestOwnRuleInOtherWords: a county's rule written with Chinese headings works on English forms.
func TestOwnRuleInOtherWords(t *testing.T) {
	k := newKit(t, county, "en")
	own := workbook.Rule{Code: "qs-1", Form: workbook.FormProgress, Severity: problem, Own: true, Field: workbook.ColText, Message: "请写足",
		Source: `=IF([@进展状态]="推进中",LEN([@进展情况])>=12,TRUE)`}
	v := exampleVerdict(t, k, []workbook.Rule{own}, cover+"\n# 任务进展\n| 任务编号 | 进展状态 | 进展情况 |\n| T1 | 推进中 | 完成初稿并征求意见 |")
	found := false
	for _, f := range v.Findings {
		found = found || f.Code == "qs-1" && f.Place.Cell() == "C2"
	}
	if !found {
		t.Error(lines(v.Findings))
	}
}
