package report

import (
	"fmt"
	"math"
	"math/rand/v2"
	"sort"
	"strconv"
	"testing"

	"duban/workbook"
	"duban/workbook/sheet"
)

// The built-in methods are worked out a second time, in plain arithmetic and without the rule language, over counties of
// more than a hundred bureaus.

// shownRound rounds as spreadsheet programs do: on the fifteen digits that they show.
func shownRound(f float64, decimals int) float64 {
	text := strconv.FormatFloat(math.Abs(f), 'e', 14, 64)
	digits, _ := strconv.ParseFloat(text, 64)
	scaled := digits * math.Pow(10, float64(decimals))
	scaled, _ = strconv.ParseFloat(strconv.FormatFloat(scaled, 'e', 14, 64), 64)
	return math.Copysign(math.Floor(scaled+0.5)/math.Pow(10, float64(decimals)), f)
}

// plainRow is a task row with what plain arithmetic needs of it.
type plainRow struct {
	line           *Line
	bureau         *workbook.Bureau
	ratio, late    float64
	due            bool
	weight, points float64
	rank           int
	best           float64
}

// methodCounty is a county with a row of every kind, and its rows as plain arithmetic sees them.
type methodCounty struct {
	plan    *workbook.Plan
	ledger  *Ledger
	regs    []*Register
	rows    map[*workbook.Bureau][]*plainRow
	reports map[*workbook.Bureau][]Outcome
}

func newMethodCounty(seed uint64) *methodCounty {
	r := rand.New(rand.NewPCG(seed, 7))
	grades, _ := workbook.ParseGrades("优秀≥90、良好≥80、一般")
	c := &methodCounty{rows: map[*workbook.Bureau][]*plainRow{}, reports: map[*workbook.Bureau][]Outcome{}}
	c.plan = &workbook.Plan{Settings: workbook.Settings{CoLeadShare: 1, SupportShare: 0.5, Decimals: 2, Grades: grades, GoodMark: 80, PoorMark: 60}}
	for i := range 100 + r.IntN(30) {
		c.plan.Bureaus = append(c.plan.Bureaus, &workbook.Bureau{Code: fmt.Sprint("B", i), Name: fmt.Sprint("单位", i),
			Category: []string{"市直部门", "镇区", "党群机关"}[r.IntN(3)], Scored: true, Order: i})
	}
	c.ledger = &Ledger{Plan: c.plan, Period: workbook.MonthOf(workbook.NewDate(2024, 12, 1)), AsOf: workbook.NewDate(2024, 12, 31)}
	measures := []string{workbook.Deliverable, workbook.Quantity, workbook.Staged, workbook.ByIndicator, workbook.Recurring, workbook.Project, workbook.Rectification}
	for i := range 90 {
		t := &workbook.Task{ID: fmt.Sprint("T", i), Measure: measures[i%len(measures)], Weight: float64(1+r.IntN(4)) / 2, Difficulty: []float64{1, 1.1, 1.35}[r.IntN(3)], Order: i}
		c.plan.Tasks = append(c.plan.Tasks, t)
		var among []*plainRow
		for j, k := range r.Perm(len(c.plan.Bureaus))[:4] {
			b := c.plan.Bureaus[k]
			role := workbook.RoleSupport
			if j == 0 {
				role = workbook.RoleLead
			}
			l := &Line{Task: t, Bureau: b, Role: role}
			of := float64(1 + r.IntN(60))
			done := float64(r.IntN(90))
			l.Completion.Done, l.Completion.Of = workbook.Known(done), workbook.Known(of)
			l.Completion.Ratio = workbook.Known(shownRound(done/of, 9))
			row := &plainRow{line: l, bureau: b, ratio: l.Completion.Ratio.V, weight: t.Weight * map[string]float64{workbook.RoleLead: 1, workbook.RoleSupport: 0.5}[role]}
			if row.due = r.IntN(3) > 0; row.due {
				row.late = float64(r.IntN(80) * r.IntN(2))
				l.DaysLate = workbook.Known(row.late)
			}
			c.ledger.Lines = append(c.ledger.Lines, l)
			c.rows[b] = append(c.rows[b], row)
			among = append(among, row)
		}
		for _, x := range among {
			x.rank, x.best = 1, among[0].ratio
			for _, y := range among {
				if y.ratio > x.ratio {
					x.rank++
				}
				x.best = math.Max(x.best, y.ratio)
			}
		}
	}
	for m := 9; m <= 12; m++ {
		reg := &Register{Period: workbook.MonthOf(workbook.NewDate(2024, m, 1))}
		for _, b := range c.plan.Bureaus {
			o := []Outcome{OnTime, OnTime, OnTime, Late, Missing, SentBack, Exempt}[r.IntN(7)]
			reg.Rows = append(reg.Rows, &RegisterRow{Bureau: b, Outcome: o})
			c.reports[b] = append(c.reports[b], o)
		}
		c.regs = append(c.regs, reg)
	}
	levels := []string{"国家级", "省级", "市级", "县级"}
	for i := range 80 {
		c.plan.Events = append(c.plan.Events, &workbook.Event{Bureau: c.plan.Bureaus[r.IntN(len(c.plan.Bureaus))], Title: fmt.Sprint("事", i%25), Level: levels[r.IntN(4)], Approver: "批准人"})
	}
	for i := range 150 {
		c.plan.Ratings = append(c.plan.Ratings, &workbook.Rating{Bureau: c.plan.Bureaus[r.IntN(len(c.plan.Bureaus))],
			Raters: []string{"市领导", "企业代表", "督查室"}[i%3], Mark: float64(r.IntN(401)) / 4})
	}
	c.plan.RaterGroups = []*workbook.RaterGroup{{Name: "市领导", Kind: workbook.RatersLeaders, Weight: 3}, {Name: "企业代表", Kind: workbook.RatersEnterprise, Weight: 2}}
	for i, b := range []struct{ from, score float64 }{{0, 0}, {60, 5}, {80, 8}, {100, 10}} {
		c.plan.Bands = append(c.plan.Bands, &workbook.Band{Table: "完成档", Name: fmt.Sprint(i), From: b.from, Score: b.score})
	}
	for i, b := range []struct{ from, score float64 }{{0, 0}, {1, 1}, {11, 3}, {31, 8}} {
		c.plan.Bands = append(c.plan.Bands, &workbook.Band{Table: "逾期档", Name: fmt.Sprint(i), From: b.from, Score: b.score})
	}
	return c
}

// item adds an item to the scheme.
func (c *methodCounty) item(id, grain, method, summing string, points float64) *workbook.Item {
	it := &workbook.Item{ID: id, Section: "部分" + id[:1], Title: method, Points: points, Grain: grain, Method: method, Summing: summing,
		NoRows: workbook.NoRowsRenormalise, RankOrder: workbook.HighFirst, Absent: workbook.AbsentSkip, When: workbook.WhenAlways}
	c.plan.Items = append(c.plan.Items, it)
	return it
}

func look(v float64, from, score []float64) float64 {
	out := math.NaN()
	for i := range from {
		if v >= from[i] {
			out = score[i]
		}
	}
	return out
}

// taskMethods are the methods over task rows in plain arithmetic: what the row gives for its points.
func taskMethods() map[string]func(r *plainRow) float64 {
	return map[string]func(r *plainRow) float64{
		"按完成率": func(r *plainRow) float64 { return r.points * math.Min(1, r.ratio) },
		"增长类":  func(r *plainRow) float64 { return r.points * r.ratio },
		"控制类": func(r *plainRow) float64 {
			return r.points * (2 - r.line.Completion.Done.V/r.line.Completion.Of.V)
		},
		"难度加权": func(r *plainRow) float64 { return r.points * r.line.Task.Difficulty * math.Min(1, r.ratio) },
		"逾期递减": func(r *plainRow) float64 {
			if !r.due {
				return r.points
			}
			return math.Max(0, r.points*(1-0.1*math.Ceil(r.late/7)))
		},
		"超欠幅度": func(r *plainRow) float64 {
			return math.Max(-15, math.Min(15, math.Trunc(shownRound((r.ratio-1)*100/2, 6))))
		},
		"超额折线": func(r *plainRow) float64 {
			bonus := math.Max(0, math.Min(r.ratio, 1.3)-1)*100*0.2 + math.Max(0, r.ratio-1.3)*100*0.1
			return r.points*math.Min(1, r.ratio) + shownRound(bonus, 9)
		},
		"达线得分": func(r *plainRow) float64 {
			if r.ratio >= 0.8 {
				return r.points
			}
			return 0
		},
		"断崖计分": func(r *plainRow) float64 {
			if r.ratio <= 0.9 {
				return 0
			}
			return r.points * math.Min(1, r.ratio)
		},
		"分档计分": func(r *plainRow) float64 {
			return look(shownRound(r.ratio*100, 7), []float64{0, 60, 80, 100}, []float64{0, 5, 8, 10})
		},
		"逾期分段扣": func(r *plainRow) float64 {
			off := 0.0
			if r.due {
				off = look(r.late, []float64{0, 1, 11, 31}, []float64{0, 1, 3, 8})
			}
			return math.Max(0, r.points-off)
		},
		"名次递减": func(r *plainRow) float64 { return math.Max(0, r.points*(1-0.05*float64(r.rank-1))) },
		"名次减分": func(r *plainRow) float64 { return math.Max(0, r.points-float64(r.rank-1)) },
		"与最优比": func(r *plainRow) float64 {
			if r.best == 0 {
				return r.points
			}
			return r.points * r.ratio / r.best
		},
	}
}

// byTask is what an item over task rows comes to for a bureau; not known without rows.
func (c *methodCounty) byTask(b *workbook.Bureau, it *workbook.Item, method func(*plainRow) float64) (float64, bool) {
	rows := c.rows[b]
	if len(rows) == 0 {
		return 0, false
	}
	weights := 0.0
	for _, r := range rows {
		weights += r.weight
	}
	sum := 0.0
	most, least := math.Inf(-1), math.Inf(1)
	for _, r := range rows {
		r.points = shownRound(it.Points*r.weight/weights, 9)
		v := method(r)
		sum += v
		most, least = math.Max(most, shownRound(v, 9)), math.Min(least, shownRound(v, 9))
	}
	switch it.Summing {
	case workbook.MeanRows:
		sum /= float64(len(rows))
	case workbook.MaxRows:
		sum = most
	case workbook.MinRows:
		sum = least
	}
	return shownRound(sum, 9), true
}

// byOther is what the items over other rows come to.
func (c *methodCounty) byOther(b *workbook.Bureau, it *workbook.Item) (float64, bool) {
	var n [NotAsked + 1]int
	asked := 0
	for _, o := range c.reports[b] {
		n[o]++
		if o != Exempt {
			asked++
		}
	}
	switch it.Method {
	case "报送扣分":
		return math.Max(0, shownRound(it.Points*(1-0.1*float64(n[Late])-0.2*float64(n[Missing])-0.15*float64(n[SentBack])), 2)), asked > 0
	case "扣完为止":
		return math.Max(0, it.Points-0.5*float64(n[Missing])), asked > 0
	case "报送赋分":
		sum := float64(n[OnTime])*it.Points + 10*float64(n[Late]+n[SentBack]) - 10*float64(n[Missing])
		if asked == 0 {
			return 0, false
		}
		return shownRound(sum/float64(asked), 9), true
	case "逾期按件扣":
		late := 0
		for _, r := range c.rows[b] {
			if r.due && r.late > 0 {
				late++
			}
		}
		return math.Max(0, it.Points-float64(late)), true
	case "任务量加分":
		leads := 0
		for _, r := range c.rows[b] {
			if r.line.Role == workbook.RoleLead {
				leads++
			}
		}
		return math.Min(it.Points, float64(leads)), true
	case "按级别计分":
		best := map[string]float64{}
		worth := map[string]float64{"国家级": 5, "省级": 3, "市级": 2, "县级": 1}
		for _, e := range c.plan.Events {
			if e.Bureau == b {
				best[e.Title] = math.Max(best[e.Title], worth[e.Level])
			}
		}
		sum := 0.0
		for _, v := range best {
			sum += v
		}
		return sum, len(best) > 0
	}
	groups, counts := map[string]float64{}, map[string]int{}
	good, poor, all := 0, 0, 0
	for _, r := range c.plan.Ratings {
		if r.Bureau != b {
			continue
		}
		all++
		if r.Mark >= 80 {
			good++
		}
		if r.Mark < 60 {
			poor++
		}
		groups[r.Raters] += shownRound(it.Points*r.Mark/100, 2)
		counts[r.Raters]++
	}
	if all == 0 {
		return 0, false
	}
	if it.Method == "满意度" {
		return shownRound(math.Max(0, it.Points*(shownRound(float64(good)/float64(all), 9)-shownRound(float64(poor)/float64(all), 9))), 9), true
	}
	sum, weights := 0.0, 0.0
	for name, total := range groups {
		w := map[string]float64{"市领导": 3, "企业代表": 2, "督查室": 1}[name]
		sum += w * total / float64(counts[name])
		weights += w
	}
	return shownRound(sum/weights, 9), true
}

func TestBuiltInMethodsAgreeWithPlainArithmetic(t *testing.T) {
	for seed := uint64(1); seed <= 4; seed++ {
		c := newMethodCounty(seed)
		methods := taskMethods()
		names := make([]string, 0, len(methods))
		for name := range methods {
			names = append(names, name)
		}
		sort.Strings(names)
		summings := []string{workbook.SumRows, workbook.MeanRows, workbook.MaxRows, workbook.MinRows}
		for i, name := range names {
			it := c.item(fmt.Sprint("T", i), workbook.GrainTask, name, summings[(i+int(seed))%4], float64(5+i))
			switch name {
			case "分档计分":
				it.Bands = "完成档"
			case "逾期分段扣":
				it.Bands = "逾期档"
			}
		}
		c.item("R1", workbook.GrainReporting, "报送扣分", workbook.SumRows, 10)
		c.item("R2", workbook.GrainReporting, "扣完为止", workbook.SumRows, 5)
		c.item("R3", workbook.GrainPeriod, "报送赋分", workbook.MeanRows, 15)
		c.item("B1", workbook.GrainBureau, "逾期按件扣", workbook.SumRows, 6)
		c.item("B2", workbook.GrainBureau, "任务量加分", workbook.SumRows, 2)
		c.item("B3", workbook.GrainBureau, "满意度", workbook.SumRows, 10)
		c.item("E1", workbook.GrainEvent, "按级别计分", workbook.SumRows, 0)
		c.item("V1", workbook.GrainRating, "评议折算", workbook.RaterRows, 20)
		s := Score(ScoreInput{Plan: c.plan, Ledger: c.ledger, Ledgers: []*Ledger{c.ledger}, Registers: c.regs, AsOf: c.ledger.AsOf})
		if len(s.Faults) > 0 {
			t.Fatalf("seed %d: faults %+v", seed, s.Faults)
		}
		for _, b := range s.Bureaus {
			base, adjusted, full, scaled := 0.0, 0.0, 0.0, 0.0
			sections := map[string]float64{}
			for _, is := range b.Items {
				var want float64
				var ok bool
				if f := methods[is.Item.Item.Method]; f != nil {
					want, ok = c.byTask(b.Bureau, is.Item.Item, f)
				} else {
					want, ok = c.byOther(b.Bureau, is.Item.Item)
				}
				if ok != is.Counts() || ok && is.Score.Num != want {
					t.Fatalf("seed %d, %s, %s by %s: %v, plainly %v %v", seed, b.Bureau.Name, is.Item.Item.Method, is.Item.Summing, is.Score, want, ok)
				}
				if is.Item.Points == 0 {
					adjusted += want
					continue
				}
				full += is.Item.Points
				if ok {
					scaled += is.Item.Points
					sections[is.Item.Section] += want
				}
			}
			for _, sum := range sections {
				base += shownRound(sum, 9)
			}
			if total := shownRound(shownRound(shownRound(base, 9)*full/scaled+adjusted, 9), 2); scaled > 0 && (b.Total.Kind != sheet.Number || b.Total.Num != total) {
				t.Fatalf("seed %d, %s: total %v, plainly %v", seed, b.Bureau.Name, b.Total, total)
			}
		}
		ranks := map[string][]int{}
		for _, b := range s.Bureaus {
			better := 1
			for _, x := range s.Bureaus {
				if x.Bureau.Category == b.Bureau.Category && x.Total.Num > b.Total.Num {
					better++
				}
			}
			if b.Rank != better {
				t.Fatalf("seed %d, %s: rank %d, %d by count", seed, b.Bureau.Name, b.Rank, better)
			}
			ranks[b.Bureau.Category] = append(ranks[b.Bureau.Category], b.Rank)
		}
		// The ranks of a category are those of a permutation, but that equals share the first of their places.
		for category, list := range ranks {
			sort.Ints(list)
			for i, rank := range list {
				if rank != i+1 && (i == 0 || rank != list[i-1]) {
					t.Fatalf("seed %d, %s: ranks %v", seed, category, list)
				}
			}
		}
	}
}
