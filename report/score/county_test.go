package score

import (
	"fmt"
	"math"
	"math/rand/v2"
	"sort"
	"testing"

	"duban/report"
	"duban/templates"
	"duban/workbook"
	"duban/workbook/calendar"
)

// plainRow is a task's row with the figures that plain arithmetic needs.
type plainRow struct {
	line           *report.Line
	bureau         *workbook.Bureau
	ratio, late    float64
	due            bool
	weight, points float64
	rank           int
	best, least    float64
	// verified is the verified score, nil if there is none. marks are those of leaders, office and lead; not all rows have them.
	verified *float64
	marks    map[string][]float64
}

// methodCounty is a county with a row of every kind and a task of every measure, and its rows for plain arithmetic.
type methodCounty struct {
	plan    *workbook.Plan
	ledger  *report.Ledger
	regs    []*report.Register
	rows    map[*workbook.Bureau][]*plainRow
	all     []*plainRow
	reports map[*workbook.Bureau][]report.Outcome
	// due and started count a bureau's projects that were due to start, and those that have started.
	due, started map[*workbook.Bureau]int
}

// allMeasures lists the measures that a line of the ledger may have.
func allMeasures() []string {
	return []string{workbook.Deliverable, workbook.Quantity, workbook.Staged, workbook.ByIndicator, workbook.Recurring, workbook.Project, workbook.Rectification}
}

func newMethodCounty(seed uint64, bureaus, tasks int) *methodCounty {
	r := rand.New(rand.NewPCG(seed, 7))
	grades, _ := workbook.ParseGrades("优秀≥90、良好≥80、一般")
	c := &methodCounty{rows: map[*workbook.Bureau][]*plainRow{}, reports: map[*workbook.Bureau][]report.Outcome{}, due: map[*workbook.Bureau]int{}, started: map[*workbook.Bureau]int{}}
	c.plan = &workbook.Plan{Settings: workbook.Settings{CoLeadShare: 1, SupportShare: 0.5, Decimals: 2, Grades: grades, GoodMark: 80, PoorMark: 60}}
	for i := range bureaus + r.IntN(bureaus/4) {
		c.plan.Bureaus = append(c.plan.Bureaus, &workbook.Bureau{Code: fmt.Sprint("B", i), Name: fmt.Sprint("单位", i),
			Category: []string{"市直部门", "镇区", "党群机关"}[r.IntN(3)], Scored: true, Order: i})
	}
	c.ledger = &report.Ledger{Plan: c.plan, Period: calendar.MonthOf(calendar.NewDate(2024, 12, 1)), AsOf: calendar.NewDate(2024, 12, 31)}
	var none *workbook.Standing
	c.ledger.Now = none.Next(c.ledger.Period)
	measures := allMeasures()
	for i := range tasks {
		t := &workbook.Task{ID: fmt.Sprint("T", i), Measure: measures[i%len(measures)], Weight: float64(1+r.IntN(4)) / 2, Difficulty: []float64{1, 1.1, 1.35}[r.IntN(3)], Order: i}
		c.plan.Tasks = append(c.plan.Tasks, t)
		var among []*plainRow
		for j, k := range r.Perm(len(c.plan.Bureaus))[:4] {
			b := c.plan.Bureaus[k]
			role := workbook.RoleSupport
			if j == 0 {
				role = workbook.RoleLead
			}
			t.Assigned = append(t.Assigned, workbook.Assignment{Bureau: b, Role: role})
			l := &report.Line{Task: t, Bureau: b, Role: role}
			of := float64(1 + r.IntN(60))
			done := float64(r.IntN(90))
			l.Completion.Done, l.Completion.Of = workbook.Known(done), workbook.Known(of)
			l.Completion.Ratio = workbook.Known(shownRound(done/of, 9))
			row := &plainRow{line: l, bureau: b, ratio: l.Completion.Ratio.V, weight: t.Weight * map[string]float64{workbook.RoleLead: 1, workbook.RoleSupport: 0.5}[role]}
			if row.due = r.IntN(3) > 0; row.due {
				row.late = float64(r.IntN(80) * r.IntN(2))
				l.DaysLate = workbook.Known(row.late)
			}
			if r.IntN(3) == 0 {
				v := float64(r.IntN(100)) / 8
				row.verified = &v
				c.plan.Verified = append(c.plan.Verified, &workbook.Verification{Task: t, Bureau: b, Field: workbook.ColScore, Number: workbook.Known(v), Approver: "批准人"})
			}
			c.mark(r, row)
			c.ledger.Lines = append(c.ledger.Lines, l)
			c.rows[b] = append(c.rows[b], row)
			c.all = append(c.all, row)
			among = append(among, row)
		}
		if t.Measure == workbook.Project {
			c.start(r, t)
		}
		for _, x := range among {
			x.rank, x.best, x.least = 1, among[0].ratio, among[0].ratio
			for _, y := range among {
				if y.ratio > x.ratio {
					x.rank++
				}
				x.best, x.least = math.Max(x.best, y.ratio), math.Min(x.least, y.ratio)
			}
		}
	}
	for m := 9; m <= 12; m++ {
		reg := &report.Register{Period: calendar.MonthOf(calendar.NewDate(2024, m, 1))}
		for _, b := range c.plan.Bureaus {
			o := []report.Outcome{report.OnTime, report.OnTime, report.OnTime, report.Late, report.Missing, report.SentBack, report.Exempt}[r.IntN(7)]
			reg.Rows = append(reg.Rows, &report.RegisterRow{Bureau: b, Outcome: o})
			c.reports[b] = append(c.reports[b], o)
		}
		c.regs = append(c.regs, reg)
	}
	c.merits(r)
	for table, bands := range map[string][][2]float64{
		"完成档": {{0, 0}, {60, 5}, {80, 8}, {100, 10}}, "逾期档": {{0, 0}, {1, 1}, {11, 3}, {31, 8}}, "名次档": {{1, 12}, {2, 9}, {4, 3}},
	} {
		for i, b := range bands {
			c.plan.Bands = append(c.plan.Bands, &workbook.Band{Table: table, Name: fmt.Sprint(i), From: b[0], Score: b[1]})
		}
	}
	return c
}

// mark adds ratings of a bureau's part in a task by leaders, office and lead: by all of them in most cases, by some in others.
func (c *methodCounty) mark(r *rand.Rand, row *plainRow) {
	row.marks = map[string][]float64{}
	if r.IntN(3) == 0 {
		return
	}
	for _, g := range []string{"市领导", "督查室", "牵头评"} {
		for range r.IntN(3) {
			m := float64(r.IntN(401)) / 4
			row.marks[g] = append(row.marks[g], m)
			c.plan.Ratings = append(c.plan.Ratings, &workbook.Rating{Bureau: row.bureau, Raters: g, Task: row.line.Task, Mark: m})
		}
	}
}

// start gives a project its first step, which may be due or not, and done or not.
func (c *methodCounty) start(r *rand.Rand, t *workbook.Task) {
	lead := t.Assigned[0].Bureau
	step := &workbook.Step{Task: t, ID: "1", Title: "开工建设", Due: calendar.NewDate(2024, 11, 1) + calendar.Date(r.IntN(80))}
	t.Steps = append(t.Steps, step)
	done := r.IntN(2) == 0
	if done {
		c.ledger.Now.Steps[workbook.RowKey{Task: t.ID, ID: step.ID}] = &workbook.Reached{Status: workbook.Done}
		c.started[lead]++
	}
	if done || step.Due <= c.ledger.AsOf {
		c.due[lead]++
	}
}

// merits adds events, adjustments, and ratings of bureaus as a whole.
func (c *methodCounty) merits(r *rand.Rand) {
	anybody := func() *workbook.Bureau { return c.plan.Bureaus[r.IntN(len(c.plan.Bureaus))] }
	levels := []string{"国家级", "省级", "市级", "县级"}
	for i := range len(c.plan.Bureaus) {
		c.plan.Events = append(c.plan.Events, &workbook.Event{Bureau: anybody(), Title: fmt.Sprint("事", i%25), Level: levels[r.IntN(4)], Approver: "批准人"})
	}
	for i := range len(c.plan.Bureaus) {
		a := &workbook.Adjustment{ID: fmt.Sprint("J", i), Bureau: anybody(), Amount: float64(r.IntN(33)-16) / 4, Matter: fmt.Sprint("事由", i%6)}
		if r.IntN(5) > 0 {
			a.Approver = "批准人"
		}
		c.plan.Adjustments = append(c.plan.Adjustments, a)
		if r.IntN(9) == 0 {
			c.plan.Adjustments = append(c.plan.Adjustments, &workbook.Adjustment{ID: fmt.Sprint("C", i), Bureau: a.Bureau, Amount: -a.Amount, Matter: "冲销", Approver: "批准人", Reverses: a.ID})
		}
	}
	for i := range len(c.plan.Bureaus) * 3 / 2 {
		c.plan.Ratings = append(c.plan.Ratings, &workbook.Rating{Bureau: anybody(), Raters: []string{"市领导", "企业代表", "督查室"}[i%3], Mark: float64(r.IntN(401)) / 4})
	}
	c.plan.RaterGroups = []*workbook.RaterGroup{{Name: "市领导", Kind: workbook.RatersLeaders, Weight: 3}, {Name: "企业代表", Kind: workbook.RatersEnterprise, Weight: 2},
		{Name: "督查室", Kind: workbook.RatersOffice, Weight: 1}, {Name: "牵头评", Kind: workbook.RatersLead, Weight: 1}}
}

// item adds an item to the scheme.
func (c *methodCounty) item(id, grain, method, summing string, points float64) *workbook.Item {
	it := &workbook.Item{ID: id, Section: "部分" + id[:1], Title: method, Points: points, Grain: grain, Method: method, Summing: summing,
		NoRows: workbook.NoRowsRenormalise, RankOrder: workbook.HighFirst, Absent: workbook.AbsentSkip, When: workbook.WhenAlways}
	it.Bands = map[string]string{"分档计分": "完成档", "逾期分段扣": "逾期档", "名次分档": "名次档"}[method]
	if method == "与最低比" {
		it.RankOrder = workbook.LowFirst
	}
	c.plan.Items = append(c.plan.Items, it)
	return it
}

// allItems adds an item with every built-in method. Those over task rows take the ways to sum in turn.
func (c *methodCounty) allItems(turn int) {
	var names []string
	for name := range taskMethods() {
		names = append(names, name)
	}
	sort.Strings(names)
	summings := []string{workbook.SumRows, workbook.MeanRows, workbook.MaxRows, workbook.MinRows}
	for i, name := range names {
		c.item(fmt.Sprint("T", i), workbook.GrainTask, name, summings[(i+turn)%4], float64(5+i))
	}
	c.item("R1", workbook.GrainReporting, "报送扣分", workbook.SumRows, 10)
	c.item("R2", workbook.GrainReporting, "扣完为止", workbook.SumRows, 5)
	c.item("R3", workbook.GrainPeriod, "报送赋分", workbook.MeanRows, 15)
	c.item("B1", workbook.GrainBureau, "逾期按件扣", workbook.SumRows, 6)
	c.item("B2", workbook.GrainBureau, "任务量加分", workbook.SumRows, 2)
	c.item("B3", workbook.GrainBureau, "满意度", workbook.SumRows, 10)
	c.item("B4", workbook.GrainBureau, "开工率", workbook.SumRows, 8)
	c.item("E1", workbook.GrainEvent, "按级别计分", workbook.SumRows, 0)
	c.item("V1", workbook.GrainRating, "评议折算", workbook.RaterRows, 20)
	j := c.item("J1", workbook.GrainAdjustment, "直接计入", workbook.SumRows, 0)
	j.Floor, j.Cap = workbook.Known(-6), workbook.Known(6)
}

func (c *methodCounty) scores(t testing.TB) *Scores {
	s := Compute(Material{Plan: c.plan, Ledger: c.ledger, Ledgers: []*report.Ledger{c.ledger}, Registers: c.regs, AsOf: c.ledger.AsOf,
		Catalogues: []*templates.Catalogue{wordsIn(t, "zh"), wordsIn(t, "en")}})
	if len(s.Faults) > 0 {
		t.Fatalf("faults %+v", s.Faults)
	}
	return s
}
