package workbook_test

import (
	"slices"
	"strings"
	"testing"

	"duban/templates"
	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/sheet"

	"pgregory.net/rapid"
)

// tester is the part that *testing.T and *rapid.T have in common.
type tester interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

func words(t tester) *templates.Catalogue {
	t.Helper()
	c, err := templates.LoadCatalogue("zh")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func bookOf(t tester, pipes string) *sheet.Book {
	t.Helper()
	sheets, err := sheet.ParsePipe(pipes)
	if err != nil {
		t.Fatal(err)
	}
	return &sheet.Book{Sheets: sheets}
}

func planOf(t tester, pipes string) *workbook.Plan {
	t.Helper()
	return workbook.DecodePlan(bookOf(t, pipes), "任务总表.xlsx", templates.PlanForms(words(t)))
}

func period(t tester, s string) calendar.Period {
	t.Helper()
	p, ok := calendar.ParsePeriod(s)
	if !ok {
		t.Fatalf("no period: %q", s)
	}
	return p
}

func day(t tester, s string) calendar.Date {
	t.Helper()
	if s == "" {
		return 0
	}
	d, ok := calendar.ParseISO(s)
	if !ok {
		t.Fatalf("no day: %q", s)
	}
	return d
}

func bureau(t tester, p *workbook.Plan, name string) *workbook.Bureau {
	t.Helper()
	b := p.Directory.Bureau(name)
	if b == nil {
		t.Fatalf("no bureau %q", name)
	}
	return b
}

func task(t tester, p *workbook.Plan, id string) *workbook.Task {
	t.Helper()
	x := p.Task(id)
	if x == nil {
		t.Fatalf("no task %q", id)
	}
	return x
}

// observed writes an observation in one line: code, place and arguments.
func observed(o workbook.Observation) string {
	s := o.Code + " " + o.Place.String()
	for i := 0; i+1 < len(o.Args); i += 2 {
		s += " " + o.Args[i] + "=" + o.Args[i+1]
	}
	return s
}

func wantObserved(t *testing.T, list []workbook.Observation, want ...string) {
	t.Helper()
	var got []string
	for _, o := range list {
		got = append(got, observed(o))
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("observed\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}

// roster is the 单位 sheet of most plans below.
const roster = `
	# 单位
	| 单位编码 | 单位名称 | 别名             | 单位类别 | 所属组       | 参评 |
	| FG       | 发改局   | 发改、发改部门   | 部门     | 各部门       |      |
	| CZ       | 财政局   | 财政             | 部门     | 各部门       | 是   |
	| ZJ       | 住建局   | 建设局           | 部门     | 各部门       |      |
	| HY       | 海阳所镇 |                  | 镇       | 各镇、各镇区 |      |
	| BS       | 白沙滩镇 |                  | 镇       | 各镇、各镇区 |      |
	| RK       | 乳山口镇 |                  | 镇       | 各镇、各镇区 |      |
	| GY       | 国运公司 | 国运             | 企业     |              | 否   |
`

// assigned writes a task's bureaus as 发改局=lead, with the plan's wording of the name if that is different.
func assigned(x *workbook.Task) string {
	var out []string
	for _, a := range x.Assigned {
		s := a.Bureau.Name + "=" + a.Role
		if a.As != a.Bureau.Name {
			s += "(" + a.As + ")"
		}
		out = append(out, s)
	}
	return strings.Join(out, " ")
}

func TestRoles(t *testing.T) {
	tests := []struct {
		name, leads, supports string
		want                  string
		lead                  string
		open, byGroup         bool
		observed              []string
	}{
		{"one lead", "发改局", "", "发改局=lead", "发改局", false, false, nil},
		{"co-leads and supports", "发改部门、财政局、国运", "住建局", "发改局=lead(发改部门) 财政局=co-lead 国运公司=co-lead(国运) 住建局=support", "发改局", false, false, nil},
		{"a town leads bureaus", "海阳所镇", "发改、财政", "海阳所镇=lead 发改局=support(发改) 财政局=support(财政)", "海阳所镇", false, false, nil},
		{"a group leads", "各镇", "", "海阳所镇=member(各镇) 白沙滩镇=member(各镇) 乳山口镇=member(各镇)", "", false, true, nil},
		{"a lead and a group it belongs to", "海阳所镇、各镇", "", "海阳所镇=lead 白沙滩镇=member(各镇) 乳山口镇=member(各镇)", "海阳所镇", false, false, nil},
		{"a group before a lead that belongs to it", "各镇、海阳所镇", "", "海阳所镇=member(各镇) 白沙滩镇=member(各镇) 乳山口镇=member(各镇)", "", false, true, nil},
		{"supports through a group, the lead not again", "发改局", "各部门", "发改局=lead 财政局=support(各部门) 住建局=support(各部门)", "发改局", false, false, nil},
		{"two groups that share members", "发改局", "各镇、各镇区", "发改局=lead 海阳所镇=support(各镇) 白沙滩镇=support(各镇) 乳山口镇=support(各镇)", "发改局", false, false, nil},
		{"named twice", "发改局、发改", "发改局", "发改局=lead", "发改局", false, false, nil},
		{"未明确", "未明确", "财政局", "财政局=support", "", true, false, nil},
		{"blank", "", "财政局", "财政局=support", "", true, false, nil},
		{"an unknown co-lead", "发改局、审计局", "", "发改局=lead", "发改局", false, false, []string{"name-unknown 任务!C2 name=审计局 near="}},
		{"an unknown first lead: nobody moves up", "发改委、财政局", "", "财政局=co-lead", "", true, false, []string{"name-unknown 任务!C2 name=发改委 near=发改局"}},
		{"an unknown lead alone is none", "发改委", "财政局", "财政局=support", "", true, false, []string{"name-unknown 任务!C2 name=发改委 near=发改局"}},
		{"an unknown support", "发改局", "住建委", "发改局=lead", "发改局", false, false, []string{"name-unknown 任务!D2 name=住建委 near=住建局"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := planOf(t, roster+"# 任务\n| 任务编号 | 重点任务 | 牵头单位 | 配合单位 |\n| CY-01 | 甲 | "+tt.leads+" | "+tt.supports+" |")
			x := task(t, p, "CY-01")
			if got := assigned(x); got != tt.want {
				t.Errorf("assigned %s", got)
			}
			lead := ""
			if x.Lead() != nil {
				lead = x.Lead().Name
			}
			if lead != tt.lead || x.LeadOpen != tt.open || x.ByGroup() != tt.byGroup {
				t.Errorf("lead %q, open %v, by group %v", lead, x.LeadOpen, x.ByGroup())
			}
			wantObserved(t, p.Observations, tt.observed...)
		})
	}
}

// Each bureau is in a task only once, whatever names are used, and never in a weaker role than they give it.
func TestEachBureauStandsOnce(t *testing.T) {
	forms := templates.PlanForms(words(t))
	names := rapid.SampledFrom([]string{"发改局", "发改", "财政局", "海阳所镇", "各镇", "各镇区", "各部门", "FG", "白沙滩镇"})
	rapid.Check(t, func(t *rapid.T) {
		leads := rapid.SliceOfN(names, 0, 4).Draw(t, "leads")
		supports := rapid.SliceOfN(names, 0, 4).Draw(t, "supports")
		p := workbook.DecodePlan(bookOf(t, roster+"# 任务\n| 任务编号 | 重点任务 | 牵头单位 | 配合单位 |\n| A | 甲 | "+strings.Join(leads, "、")+" | "+strings.Join(supports, "、")+" |"),
			"", forms)
		seen := map[*workbook.Bureau]bool{}
		for _, a := range task(t, p, "A").Assigned {
			if seen[a.Bureau] {
				t.Fatalf("%s stands twice", a.Bureau.Name)
			}
			seen[a.Bureau] = true
			for i, n := range leads {
				switch b := p.Directory.Bureau(n); {
				case b == a.Bureau && i == 0 && a.Role != workbook.RoleLead:
					t.Fatalf("%s, named first, is %s", b.Name, a.Role)
				case b == a.Bureau && a.Role != workbook.RoleLead && a.Role != workbook.RoleCoLead && p.Directory.Bureau(leads[0]) != nil:
					t.Fatalf("%s, named by itself, is %s", b.Name, a.Role)
				case b == nil && slices.Contains(p.Directory.Group(n), a.Bureau) && a.Role == workbook.RoleSupport:
					t.Fatalf("%s, of the leading group, is a support", a.Bureau.Name)
				}
			}
		}
	})
}

// It is enough to fill in 单位 and 任务.
func TestBureausAndTasksAreEnough(t *testing.T) {
	p := planOf(t, `
		# 单位
		| 单位名称 | 单位类别 |
		| 发改局   |          |
		| 财政局   |          |
		# 任务
		| 任务编号 | 重点任务   | 牵头单位 | 完成日期   |
		| CY-01    | 编制规划   | 发改局   | 2024-12-31 |
		| CY-02    | 清理台账   | 财政局   | 未明确     |
		| CY-03    | 会后再定   | 未明确   |            |`)
	wantObserved(t, p.Observations)
	if len(p.Bureaus) != 2 || p.Bureaus[0].Code != "发改局" || !p.Bureaus[0].Scored || p.Bureaus[1].Order != 1 {
		t.Errorf("bureaus %+v", p.Bureaus)
	}
	x := task(t, p, "cy-01")
	if x.Measure != workbook.Deliverable || x.Weight != 1 || x.Direction != workbook.Higher || x.Baseline != workbook.Known(0) || x.Target.Known {
		t.Errorf("task %+v", x)
	}
	if task(t, p, "CY-02").Due != 0 || !task(t, p, "CY-03").LeadOpen {
		t.Error("未明确 was decided")
	}
	per := period(t, "2024-09")
	if got := len(p.Asked(nil, p.Bureaus[0], per)); got != 1 {
		t.Errorf("发改局 is asked %d tasks", got)
	}
	if got := len(p.Reporting(nil, per)); got != 2 {
		t.Errorf("%d bureaus report", got)
	}
	if p.DueDay(per).String() != "2024-10-08" { // the 5th is in the National Day holidays
		t.Errorf("due on %s", p.DueDay(per))
	}
}

func TestBureausThatCannotBe(t *testing.T) {
	p := planOf(t, `
		# 单位
		| 单位编码 | 单位名称 | 全称           | 别名 | 参评 |
		| FG       | 发改局   |                |      |      |
		| FG       | 财政局   |                |      |      |
		| ZJ       | 发 改 局 |                |      |      |
		| SL       |          | 乳山市水利局   | 水利 | 否   |
		| XX       |          |                |      |      |
		| JT       | 交通局   |                | 水利 |      |`)
	wantObserved(t, p.Observations,
		"bureau-code-twice 单位!A3 first=A2",
		"bureau-twice 单位!B4 first=B2",
		"bureau-nameless 单位!B6",
		"bureau-name-clash 单位!B7 name=水利 other=乳山市水利局 first=B5")
	var names []string
	for _, b := range p.Bureaus {
		names = append(names, b.Name)
	}
	if got := strings.Join(names, " "); got != "发改局 财政局 乳山市水利局 交通局" || p.Bureaus[2].Scored {
		t.Errorf("bureaus %s", got)
	}
}

func TestTasksThatCannotBe(t *testing.T) {
	p := planOf(t, roster+`
		# 任务
		| 任务编号 | 重点任务 | 牵头单位 | 上级任务 | 频次         |
		|          | 甲       | 发改局   |          |              |
		| CY-01    | 乙       | 发改局   | CY-09    | 每周、月末   |
		| cy-01    | 丙       | 发改局   |          |              |
		| CY-02    | 丁       | 发改局   | CY-1     | 有空就报     |`)
	wantObserved(t, p.Observations,
		"task-without-number 任务!A2",
		"task-twice 任务!A4 first=A3",
		"cadence-unknown 任务!E5",
		"parent-unknown 任务!D3 near=CY-01",
		"parent-unknown 任务!D5 near=CY-01")
	if len(p.Tasks) != 2 || len(p.Task("CY-01").Cadences) != 2 || p.Task("CY-02").Cadences != nil {
		t.Errorf("tasks %v", p.Tasks)
	}
}

func TestParents(t *testing.T) {
	p := planOf(t, roster+`
		# 任务
		| 任务编号 | 重点任务 | 牵头单位 | 上级任务 | 计量方式 |
		| CY       | 产业     |          |          |          |
		| CY-01    | 甲       | 发改局   | CY       |          |
		| CY-02    | 乙       | 财政局   | CY       | 数量     |
		| XC       | 乡村     | 未明确   |          |          |
		| XC-01    | 丙       | 住建局   | XC       |          |
		| DZ       | 独支     |          |          |          |
		| ZJ       | 自己     |          | ZJ       |          |`)
	wantObserved(t, p.Observations, "parent-loop 任务!D8")
	tests := []struct {
		id, measure string
		children    int
		open        bool
	}{
		{"CY", workbook.Grouping, 2, false},
		{"CY-01", workbook.Deliverable, 0, false},
		{"CY-02", workbook.Quantity, 0, false},
		{"XC", workbook.Grouping, 1, false},
		{"DZ", workbook.Deliverable, 0, true},
		{"ZJ", workbook.Deliverable, 0, true},
	}
	for _, tt := range tests {
		x := task(t, p, tt.id)
		if x.Measure != tt.measure || len(x.Children) != tt.children || x.LeadOpen != tt.open || x.Reports() == (tt.measure == workbook.Grouping) {
			t.Errorf("%s: %s, %d children, lead open %v", tt.id, x.Measure, len(x.Children), x.LeadOpen)
		}
	}
	if task(t, p, "CY-02").Basis != workbook.Cumulative {
		t.Errorf("a quantity's basis is %q", task(t, p, "CY-02").Basis)
	}
}

// Tasks that are their own ancestors are separated, so that no walk up or down runs in circles.
func TestParentLoopsAreCut(t *testing.T) {
	p := planOf(t, roster+`
		# 任务
		| 任务编号 | 重点任务 | 上级任务 | 计量方式 |
		| A        | 甲       | C        | 汇总     |
		| B        | 乙       | A        | 汇总     |
		| C        | 丙       | B        | 汇总     |
		| D        | 丁       | B        | 汇总     |`)
	wantObserved(t, p.Observations, "parent-loop 任务!C2")
	for _, x := range p.Tasks {
		steps := 0
		for a := p.Task(x.Parent); a != nil; a = p.Task(a.Parent) {
			if steps++; steps > len(p.Tasks) {
				t.Fatalf("%s: the way up does not end", x.ID)
			}
		}
	}
	var down func(x *workbook.Task, depth int)
	down = func(x *workbook.Task, depth int) {
		if depth > len(p.Tasks) {
			t.Fatalf("%s: the way down does not end", x.ID)
		}
		for _, c := range x.Children {
			if p.Task(c.Parent) != x {
				t.Errorf("%s is a child of %s, its parent is %q", c.ID, x.ID, c.Parent)
			}
			down(c, depth+1)
		}
	}
	for _, x := range p.Tasks {
		down(x, 0)
	}
	if c := p.Official((*workbook.Standing)(nil).Next(period(t, "2024-09")), task(t, p, "A")); c.Ratio.Known || c.Finished {
		t.Errorf("a grouping row over nothing is %+v", c)
	}
}

func TestDeadlinesOfThePlan(t *testing.T) {
	p := planOf(t, `
		# 参数
		| 参数     | 值         |
		| 文件日期 | 2024-09-01 |
		| 上旬     | 8          |
		`+roster+`
		# 任务
		| 任务编号 | 重点任务 | 牵头单位 | 开始日期   | 时限原文   | 完成日期   |
		| A        | 甲       | 发改局   |            | 9月底前    |            |
		| B        | 乙       | 发改局   | 2024-09-15 | 9月上旬    |            |
		| C        | 丙       | 发改局   |            | 9月底前    | 2024-10-15 |
		| D        | 丁       | 发改局   |            | 年底前     | 未明确     |
		| E        | 戊       | 发改局   |            | 会后       |            |
		| F        | 己       | 发改局   |            | 2024-11-30 |            |
		| G        | 庚       | 发改局   |            | 9月底前    | 明年再说   |
		# 节点
		| 任务编号 | 节点编号 | 节点名称 | 责任单位       | 时限原文 | 完成日期   |
		| A        | 1        | 初稿     |                | 9月10日前 |           |
		| A        | 2        | 会签     | 财政局、各镇   |          | 2024-09-20 |
		| A        | 2        | 又会签   |                |          |            |
		| H        | 1        | 无主     |                |          |            |`)
	wantObserved(t, p.Observations, "milestone-twice 节点!B4 first=B3", "task-unknown 节点!A5 near=")
	want := map[string]string{"A": "2024-09-30", "B": "2024-09-08", "C": "2024-10-15", "D": "", "E": "", "F": "2024-11-30", "G": ""}
	for id, due := range want {
		if x := task(t, p, id); x.Due != day(t, due) {
			t.Errorf("%s %s: due %v, want %s", id, x.DueText, x.Due, due)
		}
	}
	if task(t, p, "A").Start.String() != "2024-09-01" || task(t, p, "B").Start.String() != "2024-09-15" {
		t.Error("start dates")
	}
	ms := task(t, p, "A").Milestones
	if len(ms) != 2 || ms[0].Due.String() != "2024-09-10" || ms[1].Due.String() != "2024-09-20" || len(ms[0].Bureaus) != 1 || len(ms[1].Bureaus) != 4 {
		t.Errorf("milestones %+v", ms)
	}
}

// A formula that was typed into a cell for formulas is the formula, whatever a spreadsheet program worked out of it.
func TestFormulasAreReadAsTyped(t *testing.T) {
	p := planOf(t, roster+`
	# 计分方法
	| 方法名称 | 公式                        |
	| 照填     | '=ROUND([@分值],2)          |
	| 未算     | =ROUND([@分值],2)           |
	| 算错     | =ROUND([@分值],2) => #NAME? |
	# 计分办法
	| 编号 | 计分项 | 分值 | 取数 | 筛选                      | 计分方法 |
	| A    | 任务   | 100  | 任务 | =[@领域]="工业" => #NAME? | 照填     |
	`)
	for _, m := range p.Methods {
		if m.Source != "=ROUND([@分值],2)" {
			t.Errorf("%s: %q", m.Name, m.Source)
		}
	}
	if len(p.Methods) != 3 || len(p.Items) != 1 || p.Items[0].Filter != `=[@领域]="工业"` {
		t.Errorf("%d methods, %+v", len(p.Methods), p.Items)
	}
}
