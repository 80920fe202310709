package report

import (
	"slices"
	"strings"
	"testing"

	"duban/validate"
	"duban/workbook"
	"duban/workbook/sheet"
)

// withExceptions gives October's ledger with one exception of each kind, and with contradictions.
func withExceptions(t testing.TB) *Ledger {
	t.Helper()
	_, l := smallRounds(t)
	at := func(bureau, tab string, row, col int) workbook.Place {
		return workbook.Place{File: bureau + "10月.xlsx", Sheet: tab, Ref: sheet.At(row, col)}
	}
	add := func(f validate.Finding) { l.Findings = append(l.Findings, f) }
	l.Findings = nil
	for _, code := range []string{"done-without-date", "text-missing"} {
		add(validate.Finding{Code: code, Severity: workbook.Problem, Bureau: "FG", Task: "CY-02", Field: "实际完成日期", Form: workbook.FormProgress, Row: "CY-02", Place: at("发改局", "任务进展", 6, 12)})
	}
	add(validate.Finding{Code: "not-a-number", Severity: workbook.Problem, Bureau: "NY", Task: "XC-01", Value: "若干", Form: workbook.FormStageState, Row: "XC-01|2", Place: at("农业局", "分段进展", 4, 8), Args: map[string]string{"unit": "个"}})
	add(validate.Finding{Code: "row-unknown", Severity: workbook.Problem, Bureau: "NY", Value: "XC-99", Form: workbook.FormProgress, Row: "XC-99", Place: at("农业局", "任务进展", 9, 1), Args: map[string]string{"near": ""}})
	add(validate.Finding{Code: "done-without-date", Severity: workbook.Problem, Bureau: "CZ", Task: "YS-02", Field: "实际完成日期", Form: workbook.FormProgress, Row: "YS-02", Place: at("财政局", "任务进展", 6, 12),
		Waived: true, Reason: "日期以验收为准", Approver: "张县长"})
	add(validate.Finding{Code: "normal-but-behind", Severity: workbook.Warning, Bureau: "GY", Task: "CY-02", Value: "进展顺利", Form: workbook.FormProgress, Row: "CY-02", Place: at("国运公司", "任务进展", 5, 13),
		Args: map[string]string{"done": "40", "expected": "50.8"}, Answered: true, Reason: "钢材月底到货"})
	add(validate.Finding{Code: "estimate-beyond-computed", Severity: workbook.Warning, Bureau: "FG", Task: "GJ-01", Value: "90%", Place: at("发改局", "任务进展", 9, 11), Args: map[string]string{"done": "10"}})
	add(validate.Finding{Code: "lead-behind-others", Severity: workbook.Info, Bureau: "FG", Task: "CY-01", Place: at("发改局", "任务进展", 5, 9), Args: map[string]string{"others": "财政局 (财政局10月.xlsx 任务进展!I5)", "n": "1"},
		Beside: []workbook.Place{at("财政局", "任务进展", 5, 9)}})
	return l
}

func TestExceptions(t *testing.T) {
	l := withExceptions(t)
	var got []string
	for _, x := range l.Exceptions() {
		s := x.Kind
		if x.Bureau != nil {
			s += " " + x.Bureau.Code
		}
		if x.Task != nil {
			s += " " + x.Task.ID
		}
		if x.Kind == HeldRow {
			s += " since " + x.Since.String()
		}
		if x.More > 0 {
			s += " and more"
		}
		got = append(got, s+" "+x.Reason+" "+x.Approver)
	}
	want := []string{
		"held FG CY-02 since 2024-09 and more  ", "held NY XC-01 since 2024-10  ", "held NY since   ",
		"verified CZ YS-02 现场核查 督查室",
		"waived CZ YS-02 日期以验收为准 张县长",
		"explained GY CY-02 钢材月底到货 ",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	// Over two rounds, the verification counts once and the other exceptions once for each round.
	twice := exceptionsOf([]*Ledger{l, l})
	if len(twice) != 2*len(got)-1 {
		t.Errorf("%d exceptions over two rounds", len(twice))
	}
}

// Each kind of exception can be read in the consolidated workbook and in the scoring workbook, in both languages, but not those of tasks
// that are 仅报状态.
func TestExceptionsAreShown(t *testing.T) {
	l := withExceptions(t)
	for lang, want := range map[string]map[string][]string{
		"zh": {
			"沿用与核定":    {"退回未改", "沿用 2024年9月", "尚无采纳的数", "另有 1 处错误", "核定 | 2024年10月 | 财政局 | YS-02", "现场核查 | 督查室"},
			"校验与豁免":    {"日期以验收为准 | 张县长", "钢材月底到货", "已说明", "已豁免"},
			"自报与研判不一致": {"进展顺利", "50.8%", "钢材月底到货", "国运公司10月.xlsx 任务进展!M5"},
			"牵头配合不一致":  {"发改局10月.xlsx 任务进展!I5 | 财政局10月.xlsx 任务进展!I5", "提示"},
		},
		"en": {"Held and verified": {"To be corrected", "Carried over from 2024-09"}, "Word and figures": {"50.8%"}, "Leads and supports": {"财政局10月.xlsx 任务进展!I5"}},
	} {
		book := laidOut(l, nil, catalogueOf(t, lang))
		for name, texts := range want {
			s := book.Sheet(name)
			if s == nil {
				t.Errorf("no sheet %s", name)
				continue
			}
			text := sheet.Pipe(s)
			for _, w := range texts {
				if !strings.Contains(text, w) {
					t.Errorf("%s: no %q in\n%s", name, w, text)
				}
			}
			if strings.Contains(text, "GJ-01") || strings.Contains(text, "<no value>") {
				t.Errorf("%s:\n%s", name, text)
			}
		}
	}
	for lang, want := range map[string][]string{
		"zh": {"退回未改", "沿用 2024年9月", "督查室", "张县长", "钢材月底到货", "已说明", "豁免"},
		"en": {"To be corrected", "Verified", "Waived", "Explained", "张县长"},
	} {
		c := catalogueOf(t, lang)
		s := YearExceptions(l.Plan, []*Ledger{l}, "", "", c)
		for _, w := range want {
			if text := sheet.Pipe(s); !strings.Contains(text, w) {
				t.Errorf("%s: no %q in\n%s", lang, w, text)
			}
		}
	}
}

// The scoring workbook says so if there are no exceptions.
func TestNoExceptionsIsSaid(t *testing.T) {
	sep, _ := smallRounds(t)
	c := catalogueOf(t, "zh")
	if text := sheet.Pipe(YearExceptions(sep.Plan, []*Ledger{sep}, "", "", c)); !strings.Contains(text, c.T("exception.none")) {
		t.Error(text)
	}
}

// Errors that are not listed are counted in any case: if another error of their row is listed, and if their task is 仅报状态, of which
// nothing else is told. A task whose errors are only counted is listed as held back too.
func TestExceptionsThatAreOnlyCounted(t *testing.T) {
	l := withExceptions(t)
	l.Plan.Task("GJ-01").StatusOnly = true
	l.Findings[1].Further = &validate.Further{N: 7, Tasks: []string{"CY-01", "CY-02", "GJ-01", "none"}}
	secret := l.Findings[2]
	secret.Bureau, secret.Task, secret.Form, secret.Row, secret.Value = "FG", "GJ-01", workbook.FormProgress, "GJ-01", "机密"
	secret.Further = &validate.Further{N: 5}
	l.Findings = append(l.Findings, secret)
	counted := map[string]int{}
	for _, x := range l.Exceptions() {
		if x.Counted {
			counted[x.Bureau.Code+" "+x.Task.ID]++
		}
	}
	if len(counted) != 1 || counted["FG CY-01"] != 1 {
		t.Errorf("only counted: %v", counted)
	}
	for lang, want := range map[string][]string{
		"zh": {"同类另有 7 处", "仅报状态的任务，内容不列（同类另有 5 处", "CY-01 | 编制园区规划 | 有错误没有逐条列出"},
		"en": {"7 more of this kind", "A status-only task (5 more of this kind", "Has errors that are not listed one by one, of the same kind as"},
	} {
		c := catalogueOf(t, lang)
		book := laidOut(l, nil, c)
		year := YearExceptions(l.Plan, []*Ledger{l}, "", "", c)
		for name, s := range map[string]*sheet.Sheet{"exceptions": book.Sheet(c.T("tab.exceptions")), "year": year} {
			text := sheet.Pipe(s)
			for _, w := range want {
				if !strings.Contains(text, w) {
					t.Errorf("%s: no %q in\n%s", name, w, text)
				}
			}
			if strings.Contains(text, secret.Value) {
				t.Errorf("%s tells of a task that shows its status only:\n%s", name, text)
			}
		}
		if text := sheet.Pipe(book.Sheet(c.T("tab.findings"))); !strings.Contains(text, want[1]) || strings.Contains(text, secret.Value) {
			t.Errorf("%s", text)
		}
	}
}
