package score

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"duban/report"
	"duban/templates"
	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
)

func textAt(sh *sheet.Sheet, row, col int) string { return sh.Value(sheet.At(row, col)).String() }

// columnOf finds the number of a column by its heading.
func columnOf(t *testing.T, sh *sheet.Sheet, heading string) int {
	t.Helper()
	for _, c := range sh.Row(headRow).Cells {
		if c.Value.Text == heading {
			return c.Col
		}
	}
	t.Fatalf("%s has no column %s", sh.Name, heading)
	return 0
}

func TestOverviewShowsTheScores(t *testing.T) {
	c := County(t, CountyDecisions)
	s := c.Scores()
	sh := Book(s, c.Words).Fill().Sheet("得分总览")
	total, rank, grade := columnOf(t, sh, "总分"), columnOf(t, sh, "类别名次"), columnOf(t, sh, "等次")
	var got []string
	for row := firstRow; row <= sh.LastRow(); row++ {
		got = append(got, strings.Join([]string{textAt(sh, row, 2), textAt(sh, row, total), textAt(sh, row, rank), textAt(sh, row, grade)}, " "))
	}
	want := "财政局 97.5 1 优秀, 发改局 92.61 2 优秀, 商务局 67.1 3 一般, 档案局 / / /, 夏村镇 99.8 1 优秀, 冯家镇 20.9 2 较差"
	if strings.Join(got, ", ") != want {
		t.Errorf("%s\nwant %s", strings.Join(got, ", "), want)
	}
}

// The scoring workbook has a sheet of exceptions under its own title, which says so if there are none, as here.
func TestTheBookTellsOfExceptions(t *testing.T) {
	c := County(t, "")
	c.ledgers = []*report.Ledger{c.Scores().Ledger}
	for _, lang := range []string{"zh", "en"} {
		words := wordsIn(t, lang)
		s := Book(c.Scores(), words).Sheet(words.T("tab.year-exceptions"))
		if s == nil {
			t.Fatalf("%s: no sheet of exceptions", lang)
		}
		text := sheet.Pipe(s)
		for _, want := range []string{words.T("exception.none"), "乳山市", "任务总表.xlsx"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s: no %q in\n%s", lang, want, text)
			}
		}
	}
}

// Every formula refers to cells that exist, keeps Excel's limits, and has a value stored.
func TestFormulasOfTheBookAreSound(t *testing.T) {
	refers := regexp.MustCompile(`'((?:[^']|'')+)'!\$?([A-Z]+)\$?([0-9]+)(?::\$?([A-Z]+)\$?([0-9]+))?`)
	modern := regexp.MustCompile(`\b(IFS|MAXIFS|MINIFS|XLOOKUP|FILTER|LET|SWITCH|TEXTJOIN|CONCAT|UNIQUE|SORT|OFFSET|INDIRECT|TODAY|NOW)\(`)
	for _, more := range []string{"", CountyDecisions, OwnScheme, ColumnScheme} {
		for _, lang := range []string{"zh", "en"} {
			book := Book(County(t, more).Scores(), wordsIn(t, lang)).Fill()
			names := map[string]bool{}
			for _, n := range book.Names {
				if names[strings.ToLower(n.Name)] || refers.FindString(n.Refers) == "" {
					t.Errorf("%s: the name %s for %s", lang, n.Name, n.Refers)
				}
				names[strings.ToLower(n.Name)] = true
			}
			for _, sh := range book.Sheets {
				if utf8.RuneCountInString(sh.Name) > sheet.MaxNameLen {
					t.Errorf("%s is too long", sh.Name)
				}
				for _, row := range sh.Rows {
					for _, cell := range row.Cells {
						at := sh.Name + "!" + sheet.At(row.N, cell.Col).String()
						if strings.Contains(cell.Value.Text, "‹") || strings.Contains(cell.Value.Text, "<no value>") {
							t.Errorf("%s %s: %s", lang, at, cell.Value.Text)
						}
						if cell.Extra != nil && cell.Extra.Link != "" && !strings.HasPrefix(cell.Extra.Link, "../") {
							m := refers.FindStringSubmatch(cell.Extra.Link)
							if m == nil || book.Sheet(m[1]) == nil {
								t.Errorf("%s: the link %s leads nowhere", at, cell.Extra.Link)
							} else if n, _ := strconv.Atoi(m[3]); book.Sheet(m[1]).Row(n) == nil {
								t.Errorf("%s: the link %s leads to an empty row", at, cell.Extra.Link)
							}
						}
						if cell.Formula == "" {
							continue
						}
						if cell.Value.IsBlank() || cell.Value.Kind == sheet.Error {
							t.Errorf("%s: stored %v for %s", at, cell.Value, cell.Formula)
						}
						if utf8.RuneCountInString(cell.Formula) > sheet.MaxFormulaLen || modern.MatchString(cell.Formula) {
							t.Errorf("%s: %s", at, cell.Formula)
						}
						for _, m := range refers.FindAllStringSubmatch(cell.Formula, -1) {
							if book.Sheet(m[1]) == nil {
								t.Errorf("%s speaks of the sheet %s", at, m[1])
							}
						}
					}
				}
			}
		}
	}
}

// A scheme may give towns and departments an item of the same title. Their columns are told apart by the items' codes.
func TestItemsOfOneTitleHaveColumnsOfTheirOwn(t *testing.T) {
	c := County(t, `
# 计分办法
| 编号 | 计分项 | 适用范围 | 分值 | 取数 | 计分方法 | 汇总方式 | 上限 |
| S1 | 任务完成 | 市直部门 | 60 | 任务 | 按完成率 | 合计 | 60 |
| S2 | 任务完成 | 镇区 | 70 | 任务 | 按完成率 | 合计 | 70 |
| S3 | 按时办结 | 全部 | 30 | 任务 | 逾期递减 | 合计 | 30 |
`)
	s := c.Scores()
	sh := Book(s, c.Words).Fill().Sheet("任务得分明细")
	seen := map[string]int{}
	for _, cell := range sh.Row(headRow).Cells {
		seen[strings.ReplaceAll(cell.Value.Text, "\n", " ")]++
	}
	for _, heading := range []string{"S1 任务完成 分值", "S1 任务完成 得分", "S2 任务完成 分值", "S2 任务完成 得分", "按时办结 分值", "按时办结 得分"} {
		if seen[heading] != 1 {
			t.Errorf("%d columns are headed %q", seen[heading], heading)
		}
	}
	for _, r := range s.Rows[workbook.GrainTask] {
		if said := s.Sentence(r, c.Words); r.Left == "" && !strings.HasPrefix(said, "S1 任务完成：") && !strings.HasPrefix(said, "S2 任务完成：") {
			t.Errorf("it does not say which item it is: %s", said)
		}
	}
}

func TestCountyWithoutRowsIsLaidOut(t *testing.T) {
	c := NewCase(t, "zh", "# 单位\n| 单位名称 | 单位类别 |\n| 发改局 | 部门 |\n\n# 任务\n| 任务编号 | 重点任务 |\n")
	book := Book(Compute(Material{Plan: c.Plan, AsOf: c.asOf}), c.Words).Fill()
	sh := book.Sheet("得分总览")
	if got := textAt(sh, firstRow, columnOf(t, sh, "总分")); got != "/" {
		t.Errorf("total %q", got)
	}
	if len(book.Sheets) != 11 {
		t.Errorf("%d sheets", len(book.Sheets))
	}
}

func TestNamesWithWildcardsStayApart(t *testing.T) {
	c := NewCase(t, "zh", "# 单位\n| 单位名称 | 单位类别 |\n| 局* | 部门 |\n| 局甲 | 部门 |\n\n# 任务\n| 任务编号 | 重点任务 | 牵头单位 |\n| A1 | 甲事 | 局* |\n| A2 | 乙事 | 局甲 |\n")
	c.entry("A1", "局*", workbook.Done, -1, calendar.NewDate(2024, 9, 1))
	for _, sh := range Book(c.Scores(), c.Words).Fill().Sheets {
		for _, row := range sh.Rows {
			if row.N >= firstRow && len(row.Cells) > 0 && strings.Contains(row.Cells[0].Value.Text, "*") {
				t.Errorf("%s row %d has the key %s", sh.Name, row.N, row.Cells[0].Value.Text)
			}
		}
	}
}

func TestStatusOnlyTasksShowNoFigures(t *testing.T) {
	pipes := strings.Replace(CountyPipes, "| 权重 |", "| 权重 | 仅报状态 |", 1)
	pipes = strings.Replace(pipes, "| 个 | 0 | 15 | |", "| 个 | 0 | 15 | | 是 |", 1)
	c := NewCase(t, "zh", pipes)
	c.entry("ZS-01", "商务局", workbook.Ongoing, 12, 0)
	sh := Book(c.Scores(), c.Words).Fill().Sheet("任务得分明细")
	target, done := columnOf(t, sh, "目标值"), columnOf(t, sh, "完成值")
	seen := 0
	for row := firstRow; row <= sh.LastRow(); row++ {
		if textAt(sh, row, 3) == "ZS-01" {
			seen++
			if textAt(sh, row, target) != "" || textAt(sh, row, done) != "" {
				t.Errorf("row %d shows target %s and value %s", row, textAt(sh, row, target), textAt(sh, row, done))
			}
			// The row holds the figures that the scores are computed from but shows nothing of them, and its sentence says so.
			for _, cell := range sh.Row(row).Cells {
				heading := textAt(sh, headRow, cell.Col)
				switch heading {
				case "单位", "单位类别", "任务编号", "重点任务", "承担角色", "权重", "角色系数", "难度系数":
				case "得分说明":
					if cell.Formula != "" || cell.Value.Text != c.Words.T("scorebook.status-only") {
						t.Errorf("row %d tells %q", row, cell.Value.Text)
					}
				default:
					if cell.Format != sheet.Unseen {
						t.Errorf("row %d shows %s: %s", row, heading, cell.Value)
					}
				}
			}
			if v := sh.Value(sheet.At(row, columnOf(t, sh, "完成率"))); v.Num != 0.8 {
				t.Errorf("row %d is scored by a completion of %v", row, v)
			}
		}
	}
	if seen == 0 {
		t.Error("ZS-01 has no row")
	}
}

func TestEnglishPlanIsScoredByEitherLanguagesNames(t *testing.T) {
	const pipes = `
# Bureaus
| Bureau | Category |
| Planning | Department |

# Tasks
| Task no. | Task | Measure | Leads | Deadline | Target |
| A-1 | Plan drawn up | Quantity | Planning | 2024-12-31 | 10 |

# Scheme
| Code | Item | Points | Grain | Method |
| S1 | Done | 60 | Tasks | By completion |
| S2 | Role | 40 | Tasks | Own |

# Methods
| Method | Formula |
| Own | '=IF([@承担角色]="牵头",[@Points],0)*[@Completion] |
`
	c := NewCase(t, "en", pipes)
	c.entry("A-1", "Planning", workbook.Ongoing, 5, 0)
	s := c.Scores()
	if len(s.Faults) > 0 || len(s.Bureaus) != 1 {
		t.Fatalf("faults %+v, %d bureaus, observed %+v", s.Faults, len(s.Bureaus), c.Plan.Observations)
	}
	b := s.Bureaus[0]
	if len(b.Items) != 2 || b.Items[0].Score.Num != 30 || b.Items[1].Score.Num != 20 {
		t.Errorf("items %+v", b.Items)
	}
	if got := s.Rows[workbook.GrainTask][0].Inputs.of(workbook.InRole).Text; got != "Lead" {
		t.Errorf("role %q", got)
	}
}

// largeCounty makes a county of many bureaus and tasks. Each task has a lead and two supports; every tenth is led by a group. more are further
// sheets of the plan.
func largeCounty(tb testing.TB, bureaus, tasks int, more ...string) *Case {
	var p strings.Builder
	p.WriteString("# 参数\n| 参数 | 值 |\n| 配合系数 | 0.5 |\n\n# 单位\n| 单位名称 | 单位类别 | 所属组 |\n")
	for i := range bureaus {
		group, category := "", "部门"
		if i%5 == 0 {
			group, category = "各镇", "镇区"
		}
		fmt.Fprintf(&p, "| 单位%d局 | %s | %s |\n", i, category, group)
	}
	p.WriteString("\n# 任务\n| 任务编号 | 重点任务 | 计量方式 | 牵头单位 | 配合单位 | 完成日期 | 目标值 | 权重 |\n")
	for i := range tasks {
		lead := fmt.Sprintf("单位%d局", i%bureaus)
		if i%10 == 0 {
			lead = "各镇"
		}
		fmt.Fprintf(&p, "| T%04d | 第%d项重点任务 | 数量 | %s | 单位%d局、单位%d局 | 2024-12-%02d | %d | %d |\n",
			i, i, lead, (i+7)%bureaus, (i+31)%bureaus, i%28+1, i%90+10, i%3+1)
	}
	c := NewCase(tb, "zh", p.String()+strings.Join(more, "\n"))
	for i, t := range c.Plan.Tasks {
		for _, a := range t.Assigned {
			c.entry(t.ID, a.Bureau.Name, workbook.Ongoing, float64(i%100), 0)
		}
	}
	for m := 9; m <= 12; m++ {
		outcomes := map[string]report.Outcome{}
		for i, b := range c.Plan.Bureaus {
			outcomes[b.Name] = report.Outcome((i + m) % 4)
		}
		c.register(m, outcomes)
	}
	return c
}

func BenchmarkScore(b *testing.B) {
	c := largeCounty(b, 130, 600)
	l := report.BuildLedger(report.LedgerInput{Plan: c.Plan, Period: c.month(12), AsOf: c.asOf, Now: c.now})
	in := Material{Plan: c.Plan, Ledger: l, Registers: c.regs, AsOf: c.asOf, Catalogues: []*templates.Catalogue{c.Words}}
	b.ReportAllocs()
	for b.Loop() {
		if s := Compute(in); len(s.Bureaus) != 130 {
			b.Fatal(len(s.Bureaus))
		}
	}
	b.ReportMetric(float64(len(l.Lines)), "rows")
}

func BenchmarkScoreBook(b *testing.B) {
	c := largeCounty(b, 130, 600)
	s := c.Scores()
	b.ReportAllocs()
	for b.Loop() {
		if book := Book(s, c.Words).Fill(); len(book.Sheets) != 11 {
			b.Fatal(len(book.Sheets))
		}
	}
}
