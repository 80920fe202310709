package templates_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"duban/templates"
	"duban/validate"
	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/numeral"
	"duban/workbook/sheet"
)

const selfCheckPlan = `
# 参数
| 参数 | 值 |
| 文件日期 | 2024-09-01 |
| 计划编号 | zc-2024 |
# 单位
| 单位名称 |
| 发改局 |
# 任务
| 任务编号 | 重点任务 | 计量方式 | 牵头单位 | 开始日期 | 完成日期 | 频次 | 计量单位 | 口径 | 目标值 |
| T1 | 编制规划 | 事项 | 发改局 | 2024-09-01 | 2024-12-31 | 每月 | | | |
| T2 | 招引项目 | 数量 | 发改局 | 2024-09-01 | 2024-12-31 | 每月 | 项 | 累计 | 20 |
| T3 | 在建项目 | 数量 | 发改局 | 2024-09-01 | 2024-12-31 | 每月 | 项 | 时点 | 20 |
| T4 | 外出招商 | 例行 | 发改局 | 2024-09-01 | 2024-12-31 | 每月 | | | |
`

// typed is a cell after somebody typed or pasted into it.
type typed struct {
	value  sheet.Value
	format sheet.Format
}

func words(texts ...string) []typed {
	out := []typed{{}}
	for _, s := range texts {
		out = append(out, typed{value: sheet.Str(s)})
	}
	return out
}

func numbers(ns ...float64) []typed {
	var out []typed
	for _, n := range ns {
		out = append(out, typed{value: sheet.Num(n)})
	}
	return out
}

// The self-check says the same about a row as the check on arrival, whatever is in it: ● is an error, ○ a warning, △ a way of writing that
// may be readable, and a blank means that nothing is wrong.
func TestSelfCheckAgreesWithTheReceipt(t *testing.T) {
	checker := validate.New()
	for _, lang := range []string{"zh", "en"} {
		c := load(t, lang)
		plan, forms, template := selfCheckCounty(t, c)
		rules := validate.RulesOf(plan, templates.ReturnForms(load(t, "zh")), forms)

		columns := []struct {
			key    string
			values []typed
		}{
			{workbook.ColDoneValue, append(words("15项", "15", "约15", "１５", "1次", "六十多个", "待定"), numbers(0, 0.4, 15, 200, 201, 20000)...)},
			{workbook.ColProgress, append(append(words("40%", "百分之四十", "过半", "100"), numbers(0, 0.4, 1, 40, 100, 140)...),
				typed{sheet.Num(0.4), sheet.Percent}, typed{sheet.Num(1), sheet.Percent})},
			{workbook.ColDoneOn, append(words("9月20日", "2024.9.20", "月底"), typed{sheet.Num(45555), sheet.Date})},
			{workbook.ColText, words("正常推进", "已完成初稿并征求各镇意见")},
			{workbook.ColTrouble, words("用地指标没有批复", "无")},
			{workbook.ColEvidence, words("方案.pdf")},
		}
		states := words("未启动", "推进中", "已完成", "长期坚持", "申请调整", "本期无变化", "完成", "已办结", "未开展", "差不多了", "待定", "Done", "Ongoing")
		// The rest of the row is empty, or filled in as for a finished task.
		for _, full := range []bool{false, true} {
			for _, state := range states {
				for _, col := range columns {
					for _, v := range col.values {
						for i, task := range plan.Tasks {
							if i > 0 && (col.key != workbook.ColDoneValue || lang == "en") {
								continue // the others differ in the kind of figure
							}
							cells := map[string]typed{workbook.ColStatus: state}
							if full {
								cells[workbook.ColText] = typed{value: sheet.Str("方案已印发各镇执行并开展督查")}
								cells[workbook.ColDoneOn] = typed{sheet.Num(45555), sheet.Date}
								cells[workbook.ColDoneValue] = typed{value: sheet.Num(15)}
							}
							cells[col.key] = v
							agree(t, selfChecked{c, checker, plan, forms, rules, template, nil, task}, cells)
						}
					}
				}
			}
		}
	}
}

// selfChecked is what a row is judged by.
type selfChecked struct {
	c        *templates.Catalogue
	checker  *validate.Checker
	plan     *workbook.Plan
	forms    *workbook.TemplateForms
	rules    []workbook.Rule
	template *templates.Template
	prior    *workbook.Standing
	task     *workbook.Task
}

func agree(t *testing.T, k selfChecked, cells map[string]typed) {
	t.Helper()
	f := k.forms.Progress
	row := sheet.Row{N: 2}
	head := sheet.Row{N: 1}
	values := make([]sheet.Value, len(f.Columns))
	var shown []string
	touched := false
	for i := range f.Columns {
		col := &f.Columns[i]
		head.Cells = append(head.Cells, sheet.Cell{Col: i + 1, Value: sheet.Str(col.Heading)})
		cell := sheet.Cell{Col: i + 1}
		if text, ok := k.template.Locked(f.Key, k.task.ID, col.Key); ok && col.Filled == workbook.ByPlan {
			cell.Value = sheet.StrOrBlank(text)
		}
		if v, ok := cells[col.Key]; ok && !v.value.IsBlank() {
			cell.Value, cell.Format = v.value, v.format
			shown = append(shown, col.Heading+" "+v.value.String())
			touched = true
		}
		values[i] = cell.Value
		row.Cells = append(row.Cells, cell)
	}
	if !touched {
		return
	}
	book := &sheet.Book{Sheets: []*sheet.Sheet{{Name: f.Sheet, Rows: []sheet.Row{head, row}}}, Custom: map[string]string{
		workbook.IdentityKind: "template", workbook.IdentityPlan: k.plan.Settings.PlanID, workbook.IdentityBureau: k.template.Bureau.Code,
		workbook.IdentityPeriod: k.template.Period.String()}}
	ret := workbook.DecodeReturn(book, "r.xlsx", k.plan, k.forms)
	var ids []string
	figure, most := false, workbook.Amount{}
	for _, r := range k.template.Sheet(f.Key).Rows {
		ids = append(ids, r.ID)
		if r.ID == k.task.ID {
			figure, most = r.Figure, r.Most
		}
	}
	verdict := k.checker.CheckReturn(validate.Context{Plan: k.plan, Forms: k.forms, Rules: k.rules, Period: k.template.Period, Prior: k.prior,
		Rows: map[string][]string{f.Key: ids}, Locked: k.template.Locked}, ret)
	if verdict.Refused {
		t.Fatalf("the return is not read: %v", verdict.Findings)
	}
	said := templates.SelfCheckSays(f, k.rules, k.c, k.template.Period.Last(), values, figure, !k.task.MayFall(), most)
	must, odd, may := k.c.T("word.must"), k.c.T("word.odd"), k.c.T("word.may")
	worst := workbook.Info
	var found []string
	for _, x := range verdict.Findings {
		if x.Place.Ref.Row == row.N && x.Severity > workbook.Info && k.asked(x.Code) {
			worst = max(worst, x.Severity)
			found = append(found, fmt.Sprint(x.Severity, " ", x.Code))
		}
	}
	var wrong string
	switch {
	case strings.Contains(said, must) && worst < workbook.Problem:
		wrong = "● and no error"
	case strings.Contains(said, may) && worst == workbook.Info:
		wrong = "○ and nothing on arrival"
	case worst == workbook.Problem && !strings.Contains(said, must) && !strings.Contains(said, odd):
		wrong = "an error of which the self-check does not speak"
	case worst == workbook.Warning && said == "":
		wrong = "a warning of which the self-check does not speak"
	}
	if wrong != "" {
		t.Errorf("%s %s: %s\n  self-check %q\n  receipt %v", k.task.ID, strings.Join(shown, ", "), wrong, said, found)
	}
}

// asked reports whether a finding is one that a row can be asked about by itself.
func (k selfChecked) asked(code string) bool {
	return code == workbook.FaultDated || slices.ContainsFunc(k.rules, func(r workbook.Rule) bool { return r.Code == code })
}

// selfCheckCounty gives the plan for testing self-checks, and its first bureau's template for September.
func selfCheckCounty(t *testing.T, c *templates.Catalogue) (*workbook.Plan, *workbook.TemplateForms, *templates.Template) {
	t.Helper()
	sheets, err := sheet.ParsePipe(selfCheckPlan)
	if err != nil {
		t.Fatal(err)
	}
	plan, forms := workbook.DecodePlan(&sheet.Book{Sheets: sheets}, "plan.xlsx", templates.PlanForms(c)), templates.ReturnForms(c)
	period, ok := calendar.ParsePeriod("2024-09")
	if !ok {
		t.Fatal("no period")
	}
	return plan, forms, templates.Prepare(plan, forms, nil, plan.Bureaus[0], period, c)
}

// A figure of ten times the target or more is marked while the clerk types, only in rows with such a target; a reason answers it.
func TestSelfCheckAsksAboutFiguresThatAreTooLarge(t *testing.T) {
	c := load(t, "zh")
	plan, forms, template := selfCheckCounty(t, c)
	rules := validate.RulesOf(plan, forms, forms)
	book, err := templates.NewLayouter(forms, rules, c).Layout(template)
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]string{}
	check := forms.Progress.Index(workbook.ColCheck) + 1
	s := book.Sheet(forms.Progress.Sheet)
	for r := range s.Each() {
		if cell := r.Cell(check); cell != nil && cell.Formula != "" {
			said[s.Value(sheet.At(r.N, 1)).Text] = cell.Formula
			if open, closed := strings.Count(cell.Formula, "("), strings.Count(cell.Formula, ")"); open != closed {
				t.Errorf("%d brackets are opened and %d closed: %s", open, closed, cell.Formula)
			}
		}
	}
	for id, limit := range map[string]string{"T1": "", "T2": "<=200,", "T3": "<=200,", "T4": ""} {
		f := said[id]
		if asks := strings.Contains(f, "远超目标"); f == "" || asks != (limit != "") || !strings.Contains(f, limit) {
			t.Errorf("%s: asks %v: %s", id, asks, f)
		}
	}
	row := make([]sheet.Value, len(forms.Progress.Columns))
	put := func(key string, v sheet.Value) { row[forms.Progress.Index(key)] = v }
	put(workbook.ColStatus, sheet.Str("推进中"))
	put(workbook.ColText, sheet.Str("本月签约三个项目"))
	for _, x := range []struct {
		figure float64
		reason string
		want   string
	}{{200, "", ""}, {2000, "", "○远超目标  "}, {2000, "含上年结转项目", ""}} {
		put(workbook.ColDoneValue, sheet.Num(x.figure))
		put(workbook.ColAnswer, sheet.StrOrBlank(x.reason))
		if got := templates.SelfCheckSays(forms.Progress, rules, c, template.Period.Last(), row, false, true, workbook.Known(200)); got != x.want {
			t.Errorf("%v, %q: %q, want %q", x.figure, x.reason, got, x.want)
		}
	}
}

const largeFigurePlan = `
# 参数
| 参数 | 值 |
| 文件日期 | 2024-09-01 |
| 计划编号 | zc-2024 |
# 单位
| 单位名称 |
| 发改局 |
| 商务局 |
# 任务
| 任务编号 | 重点任务 | 计量方式 | 牵头单位 | 配合单位 | 开始日期 | 完成日期 | 频次 | 计量单位 | 口径 | 目标值 | 方向 |
| T1 | 招引项目 | 数量 | 发改局 | | 2024-09-01 | 2024-12-31 | 每周 | 项 | 当期 | 20 | |
| T2 | 治理河道 | 数量 | 发改局 | | 2024-09-01 | 2024-12-31 | 每周 | 公里 | 当期 | 0.09 | |
| T3 | 修复堤防 | 数量 | 发改局 | | 2024-09-01 | 2024-12-31 | 每月 | 公里 | 累计 | 0.09 | |
| T4 | 新增车位 | 数量 | 发改局、商务局 | | 2024-09-01 | 2024-12-31 | 每月 | 个 | 累计 | 900 | |
| T5 | 大桥工程 | 项目 | 发改局 | | 2024-09-01 | 2024-12-31 | 每月 | 万元 | 投资 | 900 | |
| T6 | 压减支出 | 数量 | 发改局 | | 2024-09-01 | 2024-12-31 | 每月 | 万元 | 累计 | 20 | 越低越好 |
| T7 | 控制用能 | 数量 | 发改局 | | 2024-09-01 | 2024-12-31 | 每月 | 吨 | 累计 | 20 | 不超过 |
| T8 | 安全事故 | 数量 | 发改局 | | 2024-09-01 | 2024-12-31 | 每月 | 起 | 累计 | 0 | 不超过 |
| T9 | 信访积案 | 整改 | 发改局 | | 2024-09-01 | 2024-12-31 | 每月 | 件 | 累计 | 20 | |
| T10 | 外出招商 | 数量 | 商务局 | 发改局 | 2024-09-01 | 2024-12-31 | 每月 | 次 | 累计 | 20 | |
| T11 | 走访企业 | 数量 | 发改局 | | 2024-09-01 | 2024-12-31 | 每月 | 家 | 累计 | 未明确 | |
# 分配
| 任务编号 | 单位 | 目标值 |
| T4 | 发改局 | 20 |
# 项目
| 任务编号 | 项目名称 | 年度计划投资 |
| T5 | 大桥工程 | 20 |
`

// The self-check asks about the same large figures as the check on arrival, for every measure, also if the figure is added to the total at
// the end of the month before or before the month's weeks.
func TestSelfCheckAsksAboutLargeFiguresAsTheReceiptDoes(t *testing.T) {
	c, checker := load(t, "zh"), validate.New()
	forms := templates.ReturnForms(c)
	september, _ := calendar.ParsePeriod("2024-09")
	before := map[string]map[string]workbook.Accepted{
		"":         nil,
		"2024-08":  {"T1": {Value: workbook.Known(70)}, "T2": {Value: workbook.Known(0.07)}, "T3": {Value: workbook.Known(0.07)}},
		"2024-W38": {"T1": {Value: workbook.Known(150), Opening: workbook.Opening{Month: workbook.Known(30)}}, "T2": {Value: workbook.Known(0.7), Opening: workbook.Opening{Month: workbook.Known(0.1)}}},
	}
	limits := map[string]map[string]float64{
		"":         {"T1": 200, "T2": 0.9, "T3": 0.9, "T4": 200, "T5": 40, "T7": 200, "T9": 200},
		"2024-08":  {"T1": 130, "T2": 0.83, "T3": 0.9, "T4": 200, "T5": 40, "T7": 200, "T9": 200},
		"2024-W38": {"T1": 170, "T2": 0.8, "T3": 0.9, "T4": 200, "T5": 40, "T7": 200, "T9": 200},
	}
	for _, setting := range []string{"", "# 校验规则\n| 规则编码 | 级别 | 批准人 | 备注 |\n| figure-beyond | 停用 | 张三 | 目标将调整 |", "# 校验规则\n| 规则编码 | 级别 | 批准人 | 备注 |\n| figure-beyond | 错误 | 张三 | 从严 |"} {
		sheets, err := sheet.ParsePipe(largeFigurePlan + setting)
		if err != nil {
			t.Fatal(err)
		}
		plan := workbook.DecodePlan(&sheet.Book{Sheets: sheets}, "plan.xlsx", templates.PlanForms(c))
		rules := validate.RulesOf(plan, forms, forms)
		if len(plan.Tasks) != 11 || len(plan.Switches) != strings.Count(setting, "figure-beyond") {
			t.Fatalf("%d tasks, %d settings", len(plan.Tasks), len(plan.Switches))
		}
		for at, entries := range before {
			var prior *workbook.Standing
			if at != "" {
				p, _ := calendar.ParsePeriod(at)
				prior = (*workbook.Standing)(nil).Next(p)
				for id, e := range entries {
					e.Period, e.Status = p, workbook.Ongoing
					prior.Entries[workbook.EntryKey{Task: id, Bureau: plan.Bureaus[0].Code}] = &e
				}
			}
			template := templates.Prepare(plan, forms, prior, plan.Bureaus[0], september, c)
			for _, r := range template.Sheet(forms.Progress.Key).Rows {
				most, doubted := limits[at][r.ID]
				if r.Most != (workbook.Amount{V: most, Known: doubted}) {
					t.Errorf("%s after %q: most %+v, want %v %v", r.ID, at, r.Most, most, doubted)
				}
				for _, x := range []float64{most - 0.01, most, most + 0.01, most + 1, 20000} {
					agree(t, selfChecked{c, checker, plan, forms, rules, template, prior, plan.Task(r.ID)}, map[string]typed{
						workbook.ColStatus: {value: sheet.Str("推进中")}, workbook.ColText: {value: sheet.Str("本月又签约三个项目")},
						workbook.ColDoneValue: {value: sheet.Num(math.Round(max(0, x)*100) / 100)}})
				}
			}
		}
	}
}

// The wording in which a template says what is due can be typed back.
func TestDutiesAreReadAsTheTemplateSaysThem(t *testing.T) {
	c := load(t, "zh")
	plan, _, template := selfCheckCounty(t, c)
	said, _ := template.Locked(workbook.FormProgress, "T4", workbook.ColTarget)
	n, _, ok := numeral.Parse(strings.TrimPrefix(said, "应办"), plan.Task("T4").CountedIn())
	if said != "应办1次" || !ok || n != 1 {
		t.Errorf("%q is read as %v, %v", said, n, ok)
	}
}
