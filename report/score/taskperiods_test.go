package score

import (
	"slices"
	"strings"
	"testing"

	"duban/report"
	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/formula"
	"duban/workbook/sheet"
)

const byPeriodScheme = `
# 参数
| 参数 | 值 |
| 年度 | 2024 |

# 单位
| 单位编码 | 单位名称 | 单位类别 |
| A | 甲局 | 部门 |
| B | 乙局 | 部门 |

# 任务
| 任务编号 | 重点任务 | 计量方式 | 牵头单位 | 完成日期 | 目标值 | 权重 |
| T1 | 办件 | 数量 | 甲局 | 2024-12-31 | 10 | 3 |
| T2 | 方案 | 事项 | 甲局 | 2024-10-31 | | 1 |
| T3 | 修路 | 数量 | 乙局 | 2024-12-31 | 10 | 1 |

# 计分办法
| 编号 | 计分项 | 分值 | 取数 | 筛选 | 计分方法 | 汇总方式 | 缺期计 | 上限 |
| Z | 月度进展 | 40 | 任务按期 | | 按完成率 | 合计 | 零分 | 40 |
| K | 不算缺期 | 30 | 任务按期 | | 按完成率 | 合计 | 不算 | 30 |
| F | 缺期满分 | 20 | 任务按期 | | 按完成率 | 合计 | 满分 | 20 |
| O | 后两期 | 10 | 任务按期 | '=[@期]<>"2024-10" | 按完成率 | 最低 | 零分 | 10 |
`

// ByPeriodCase makes a county that scores every task by month, from October to December.
func ByPeriodCase(t testing.TB) *Case { return byPeriodCase(t, byPeriodScheme) }

func byPeriodCase(t testing.TB, plan string) *Case {
	c := NewCase(t, "zh", plan)
	var now *workbook.Standing
	for m := 10; m <= 12; m++ {
		before := now
		now = before.Next(c.month(m))
		c.now = now
		says := func(task, bureau, status string, value float64, on calendar.Date) {
			c.entry(task, bureau, status, value, on)
			now.Entries[workbook.EntryKey{Task: task, Bureau: c.bureau(bureau).Code}].Period = c.month(m)
		}
		switch m {
		case 10:
			says("T1", "甲局", workbook.Ongoing, 2, 0)
			says("T2", "甲局", workbook.Done, -1, calendar.NewDate(2024, 10, 20))
		case 11: // 甲局 does not report; T2 is finished anyway
			says("T3", "乙局", workbook.Ongoing, 5, 0)
		case 12:
			says("T1", "甲局", workbook.Ongoing, 8, 0)
			says("T3", "乙局", workbook.Ongoing, 6, 0)
		}
		p := c.month(m)
		c.ledgers = append(c.ledgers, report.BuildLedger(report.LedgerInput{Plan: c.Plan, Period: p, AsOf: p.Last(), Now: now, Before: before}))
	}
	return c
}

func TestTasksAreScoredByPeriod(t *testing.T) {
	c := ByPeriodCase(t)
	s := c.Scores()
	if len(s.Faults) > 0 {
		t.Fatalf("faults: %+v", s.Faults)
	}
	for name, want := range map[string]string{
		// T1 has three of four parts, 30 of 40 points, and three months at 20 %, nothing and 80 %; T2 is done in all three.
		"甲局": "Z=20 K=18.75 F=15 O=0",
		// T3 has nothing in October, then 50 % and 60 %. For the last item, the lower of two months is November's 5 × 50 %.
		"乙局": "Z=14.666666667 K=16.5 F=14 O=2.5",
	} {
		var got []string
		for _, is := range c.result(s, name).Items {
			got = append(got, is.Item.ID+"="+formula.Plain(is.Score.Num, 8))
		}
		want = strings.ReplaceAll(want, "14.666666667", "14.66666667")
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %s, want %s", name, strings.Join(got, " "), want)
		}
	}
	said := map[string]string{}
	for _, r := range s.Rows[workbook.GrainTaskPeriod] {
		said[r.Bureau.Name+" "+r.what()] = s.Sentence(r, c.Words)
	}
	if len(said) != 9 {
		t.Errorf("%d rows, want 9", len(said))
	}
	for what, part := range map[string]string{
		"甲局 T1 办件 2024-11": "月度进展：这一期没有被采纳的填报，按缺期计，得0",
		"甲局 T1 办件 2024-12": "月度进展：分值10、完成率80%，得8",
		"甲局 T2 方案 2024-12": "完成率100%",
	} {
		if !strings.Contains(said[what], part) {
			t.Errorf("%s: %s", what, said[what])
		}
	}
	// A task is the same in a ledger whose plan wrote its number otherwise.
	was := *c.ledgers[0].Lines[0].Task
	was.ID = "ｔ 1"
	c.ledgers[0].Lines[0].Task = &was
	// The mean of the periods does not depend on the order of the ledgers.
	c.ledgers[0], c.ledgers[2] = c.ledgers[2], c.ledgers[0]
	last := c.ledgers[0]
	again := Compute(Material{Plan: c.Plan, Ledger: last, Ledgers: c.ledgers, AsOf: c.asOf})
	for i, b := range again.Bureaus {
		if !b.Total.Equal(s.Bureaus[i].Total) {
			t.Errorf("%s: %v, before %v", b.Bureau.Name, b.Total, s.Bureaus[i].Total)
		}
	}
}

// A month without a report is not traced to the cell of the month before, and a task that is no longer in the plan is said to be gone.
func TestPeriodsWithoutAReportHaveNoSource(t *testing.T) {
	c := ByPeriodCase(t)
	gone := *c.ledgers[0].Lines[0].Task
	gone.ID = "T0"
	line := *c.ledgers[0].Lines[0]
	line.Task = &gone
	c.ledgers[0].Lines = append(c.ledgers[0].Lines, &line)
	s := c.Scores()
	sh := Book(s, c.Words).Fill().Sheet(c.Words.T("scoresheet.task-periods"))
	source, task, period := columnOf(t, sh, c.Words.T("scorecol.source")), columnOf(t, sh, c.Words.T("scorecol.task")), columnOf(t, sh, "期")
	seen := 0
	for row := firstRow; row <= sh.LastRow(); row++ {
		switch sh.Value(sheet.At(row, task)).Text + " " + sh.Value(sheet.At(row, period)).Text {
		case "T1 2024-10":
			seen++
			if sh.Value(sheet.At(row, source)).IsEmpty() {
				t.Error("the report of October has no source")
			}
		case "T1 2024-11":
			seen++
			if !sh.Value(sheet.At(row, source)).IsEmpty() {
				t.Error("November has October's source")
			}
		}
	}
	if seen != 2 {
		t.Fatalf("%d rows seen", seen)
	}
	left := 0
	for _, n := range s.leftOut() {
		if n.reason == leftTaskGone {
			left++
		}
	}
	if left != 1 || len(s.Faults) > 0 {
		t.Errorf("%d tasks are said to be gone, faults %+v", left, s.Faults)
	}
}

// Task 1.10 is not task 1.1, although a program reads both as one number.
func TestNumbersOfTasksAreNoFigures(t *testing.T) {
	score := func(rename *strings.Replacer) string {
		c := byPeriodCase(t, byPeriodScheme)
		for _, task := range c.Plan.Tasks {
			task.ID = rename.Replace(task.ID)
		}
		var out []string
		for _, b := range c.Scores().Bureaus {
			for _, is := range b.Items {
				out = append(out, is.Score.String())
			}
		}
		return strings.Join(out, " ")
	}
	want := score(strings.NewReplacer())
	if got := score(strings.NewReplacer("T1", "1.1", "T2", "1.10", "T3", "1.2")); got != want {
		t.Errorf("numbered by figures: %s, want %s", got, want)
	}
}

// A return that was sent back and not mended came, so it is not called missing: the source says what became of it.
func TestTheSourceOfAnAbsentPeriodIsTheRegister(t *testing.T) {
	for outcome, want := range map[report.Outcome]string{report.SentBack: "2024-11：退回未改，收到 2024-12-03，退回的文件 甲局.xlsx", report.Missing: "2024-11：未报"} {
		c := ByPeriodCase(t)
		c.register(11, map[string]report.Outcome{"甲局": outcome})
		if outcome == report.SentBack {
			c.regs[0].Rows[0].FirstSeen, c.regs[0].Rows[0].Files = calendar.NewDate(2024, 12, 3), []string{"甲局.xlsx"}
		}
		s := c.Scores()
		i := slices.IndexFunc(s.Rows[workbook.GrainTaskPeriod], func(r *Row) bool { return r.absent() && r.Bureau.Name == "甲局" })
		if got := s.Sources(s.Rows[workbook.GrainTaskPeriod][i], c.Words); len(got) != 1 || got[0] != want {
			t.Errorf("%s: %q, want %q", outcome.Key(), got, want)
		}
	}
}

// A sheet takes a limited number of links; further sources are listed without one.
func TestSourcesBeyondTheMostLinksAreListed(t *testing.T) {
	c := ByPeriodCase(t)
	s := c.Scores()
	k := &bookLayout{s: s, c: c.Words, t: s.tablesIn(c.Words)}
	var row *Row
	for _, r := range s.Rows[workbook.GrainTaskPeriod] {
		if !r.absent() {
			row = r
		}
	}
	const n = mostSourceLinks + 100
	s.Rows[workbook.GrainTaskPeriod] = slices.Repeat([]*Row{row}, n)
	k.links()
	got, places := 0, map[string]bool{}
	for i := range n {
		if extra, ok := k.t.details[workbook.GrainTaskPeriod].index["source"].linked(i); ok {
			got++
			places[extra.Link] = true
		}
	}
	if got != mostSourceLinks || len(places) != got || len(k.sources) < n {
		t.Errorf("%d links to %d places, %d sources", got, len(places), len(k.sources))
	}
}

// A period in which nothing was due for a task does not count, whatever the item makes of periods without a report. A declaration of nothing
// to report is a report.
func TestAPeriodInWhichNothingWasDueIsNoneMissed(t *testing.T) {
	const reasons = `
# 正当理由
| 单位 | 期 | 原因 | 用于 | 批准人 |
| 甲局 | 2024-11 | 机构改革 | 计分不计 | 分管市长 |
`
	begunInDecember := strings.Replace(strings.Replace(byPeriodScheme, "完成日期 |", "完成日期 | 开始日期 |", 1),
		"甲局 | 2024-12-31 |", "甲局 | 2024-12-31 | 2024-12-01 |", 1)
	for name, c := range map[string]struct {
		plan    string
		outcome report.Outcome
		nothing []string
		z, f    float64
	}{
		"missed":                        {byPeriodScheme, report.Missing, nil, 20, 15},
		"excused":                       {byPeriodScheme + reasons, report.Missing, nil, 25, 12.5},
		"exempt":                        {byPeriodScheme, report.Exempt, nil, 25, 12.5},
		"nothing to say":                {byPeriodScheme, report.OnTime, []string{"甲局"}, 22, 11},
		"not yet begun":                 {begunInDecember, report.Missing, nil, 25, 12.5},
		"not yet begun, nothing to say": {begunInDecember, report.OnTime, []string{"甲局"}, 25, 12.5},
	} {
		county := byPeriodCase(t, c.plan)
		county.register(11, map[string]report.Outcome{"甲局": c.outcome, "乙局": report.OnTime}, c.nothing...)
		s := county.Scores()
		items := county.result(s, "甲局").Items
		z, f := items[0].Score.Num, items[2].Score.Num
		if len(s.Faults) > 0 || formula.Round(z, 6) != c.z || formula.Round(f, 6) != c.f {
			t.Errorf("%s: zero %v, full %v, faults %+v; want %v and %v", name, z, f, s.Faults, c.z, c.f)
		}
		for _, r := range s.Rows[workbook.GrainTaskPeriod] {
			if r.Left == leftNoneDue && s.Sentence(r, county.Words) != s.tablesIn(county.Words).leftText(leftNoneDue) {
				t.Errorf("%s: %s", name, s.Sentence(r, county.Words))
			}
		}
	}
}
