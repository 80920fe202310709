package score

import (
	"math/big"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"duban/report"
	"duban/templates"
	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/formula"
	"duban/workbook/sheet"
)

// The proof computes the built-in scheme a second time, in exact decimal arithmetic and without the rule language.

func exactly(f float64) *big.Rat {
	r, _ := new(big.Rat).SetString(strconv.FormatFloat(f, 'f', -1, 64))
	return r
}

func exactRound(r *big.Rat, decimals int) *big.Rat {
	text := r.FloatString(decimals) // rounds half away from zero
	out, _ := new(big.Rat).SetString(text)
	return out
}

func ratTimes(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }
func ratPlus(a, b *big.Rat) *big.Rat  { return new(big.Rat).Add(a, b) }

func ratLeast(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) < 0 {
		return a
	}
	return b
}

func ratMost(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) > 0 {
		return a
	}
	return b
}

// weeksBegun counts the weeks that have begun after so many days.
func weeksBegun(days float64) int64 { return (int64(days) + 6) / 7 }

// drawn is a county as rapid draws it.
type drawn struct {
	plan *workbook.Plan
	l    *report.Ledger
	regs []*report.Register
	asOf calendar.Date
	each []*templates.Catalogue
}

func (d drawn) scores() *Scores {
	return Compute(Material{Plan: d.plan, Ledger: d.l, Registers: d.regs, AsOf: d.asOf, Catalogues: d.each})
}

func drawCounty(t *rapid.T, each []*templates.Catalogue) drawn {
	d := drawn{each: each, asOf: calendar.NewDate(2024, 12, 31)}
	grades, _ := workbook.ParseGrades("优秀≥90、良好≥80、一般≥60、较差")
	d.plan = &workbook.Plan{Settings: workbook.Settings{
		SupportShare: rapid.SampledFrom([]float64{0, 0.5, 0.25, 0.3}).Draw(t, "support"), CoLeadShare: rapid.SampledFrom([]float64{1, 0.8}).Draw(t, "co-lead"),
		Decimals: rapid.SampledFrom([]int{2, 1, 3}).Draw(t, "decimals"), Grades: grades,
	}}
	n := rapid.IntRange(1, 6).Draw(t, "bureaus")
	for i := range n {
		d.plan.Bureaus = append(d.plan.Bureaus, &workbook.Bureau{
			Code: "B" + strconv.Itoa(i), Name: "单位" + strconv.Itoa(i), Category: rapid.SampledFrom([]string{"部门", "镇区"}).Draw(t, "category"),
			Scored: rapid.IntRange(0, 9).Draw(t, "scored") > 0, Order: i,
		})
	}
	d.l = &report.Ledger{Plan: d.plan, Period: calendar.MonthOf(d.asOf), AsOf: d.asOf}
	roles := []string{workbook.RoleLead, workbook.RoleCoLead, workbook.RoleMember, workbook.RoleSupport}
	for i := range rapid.IntRange(0, 8).Draw(t, "tasks") {
		task := &workbook.Task{ID: "T" + strconv.Itoa(i), Measure: workbook.Quantity, Weight: float64(rapid.IntRange(0, 12).Draw(t, "weight")) / 4, Order: i}
		d.plan.Tasks = append(d.plan.Tasks, task)
		for _, b := range d.plan.Bureaus {
			if rapid.IntRange(0, 2).Draw(t, "part") == 0 {
				continue
			}
			line := &report.Line{Task: task, Bureau: b, Role: rapid.SampledFrom(roles).Draw(t, "role")}
			if rapid.IntRange(0, 7).Draw(t, "known") > 0 {
				line.Completion.Ratio = workbook.Known(formula.Round(float64(rapid.IntRange(0, 130).Draw(t, "done"))/float64(rapid.IntRange(1, 100).Draw(t, "of")), 9))
			}
			if rapid.Bool().Draw(t, "fallen due") {
				line.DaysLate = workbook.Known(float64(rapid.IntRange(0, 90).Draw(t, "late")))
			}
			d.l.Lines = append(d.l.Lines, line)
		}
	}
	for m := range rapid.IntRange(0, 4).Draw(t, "periods") {
		reg := &report.Register{Period: calendar.MonthOf(calendar.NewDate(2024, 9+m, 1))}
		for _, b := range d.plan.Bureaus {
			if o := report.Outcome(rapid.IntRange(0, int(report.NotAsked)).Draw(t, "outcome")); o != report.NotAsked {
				reg.Rows = append(reg.Rows, &report.RegisterRow{Bureau: b, Outcome: o, Nothing: rapid.IntRange(0, 4).Draw(t, "nothing") == 0})
			}
		}
		d.regs = append(d.regs, reg)
	}
	for range rapid.IntRange(0, 5).Draw(t, "adjustments") {
		a := &workbook.Adjustment{Bureau: rapid.SampledFrom(d.plan.Bureaus).Draw(t, "adjusted"), Amount: float64(rapid.IntRange(-40, 40).Draw(t, "amount")) / 8}
		if rapid.IntRange(0, 4).Draw(t, "approved") > 0 {
			a.Approver = "批准人"
		}
		d.plan.Adjustments = append(d.plan.Adjustments, a)
	}
	for range rapid.IntRange(0, 8).Draw(t, "ratings") {
		d.plan.Ratings = append(d.plan.Ratings, &workbook.Rating{
			Bureau: rapid.SampledFrom(d.plan.Bureaus).Draw(t, "rated"), Mark: float64(rapid.IntRange(0, 400).Draw(t, "mark")) / 4,
		})
	}
	return d
}

// straight computes a bureau's total as a person would by the built-in scheme; nil if there is nothing to score.
func (d drawn) straight(b *workbook.Bureau) *big.Rat {
	set := d.plan.Settings
	share := map[string]float64{workbook.RoleLead: 1, workbook.RoleMember: 1, workbook.RoleCoLead: set.CoLeadShare, workbook.RoleSupport: set.SupportShare}
	sum := new(big.Rat)
	var lines []*report.Line
	for _, l := range d.l.Lines {
		if l.Bureau == b && l.Completion.Ratio.Known && l.Task.Weight*share[l.Role] > 0 {
			lines = append(lines, l)
			sum = ratPlus(sum, ratTimes(exactly(l.Task.Weight), exactly(share[l.Role])))
		}
	}
	base, scaled := new(big.Rat), int64(0)
	count := func(score *big.Rat, points int64) {
		base, scaled = ratPlus(base, ratMost(new(big.Rat), ratLeast(score, big.NewRat(points, 1)))), scaled+points
	}
	if len(lines) > 0 {
		completion, punctual := new(big.Rat), new(big.Rat)
		for _, l := range lines {
			part := new(big.Rat).Quo(ratTimes(exactly(l.Task.Weight), exactly(share[l.Role])), sum)
			points := exactRound(ratTimes(part, big.NewRat(70, 1)), 9)
			completion = ratPlus(completion, ratTimes(points, ratLeast(exactly(l.Completion.Ratio.V), big.NewRat(1, 1))))
			points = exactRound(ratTimes(part, big.NewRat(10, 1)), 9)
			if l.DaysLate.Known {
				left := ratPlus(big.NewRat(1, 1), big.NewRat(-weeksBegun(l.DaysLate.V), 10))
				points = ratMost(new(big.Rat), ratTimes(points, left))
			}
			punctual = ratPlus(punctual, points)
		}
		// An item's score enters its cell with nine decimals, like every other figure.
		count(exactRound(completion, 9), 70)
		count(exactRound(punctual, 9), 10)
	}
	var asked, late, missing, back int64
	for _, reg := range d.regs {
		for _, row := range reg.Rows {
			if row.Bureau != b || row.Outcome == report.Exempt {
				continue
			}
			asked++
			switch row.Outcome {
			case report.Late:
				late++
			case report.Missing:
				missing++
			case report.SentBack:
				back++
			}
		}
	}
	if asked > 0 {
		count(exactRound(big.NewRat(200-20*late-40*missing-30*back, 20), 2), 10)
	}
	marks, raters := new(big.Rat), int64(0)
	for _, r := range d.plan.Ratings {
		if r.Bureau == b {
			marks, raters = ratPlus(marks, exactRound(ratTimes(exactly(r.Mark), big.NewRat(1, 10)), 2)), raters+1
		}
	}
	if raters > 0 {
		count(exactRound(ratTimes(marks, big.NewRat(1, raters)), 9), 10)
	}
	if scaled == 0 {
		return nil
	}
	adjusted := new(big.Rat)
	for _, a := range d.plan.Adjustments {
		if a.Bureau == b && a.Approver != "" {
			adjusted = ratPlus(adjusted, exactly(a.Amount))
		}
	}
	adjusted = ratLeast(ratMost(adjusted, big.NewRat(-5, 1)), big.NewRat(5, 1))
	total := ratPlus(ratTimes(exactRound(base, 9), big.NewRat(100, scaled)), adjusted)
	return exactRound(exactRound(total, 9), set.Decimals)
}

func TestScoresAgreeWithAStraightComputation(t *testing.T) {
	each := []*templates.Catalogue{wordsIn(t, "zh"), wordsIn(t, "en")}
	rapid.Check(t, func(t *rapid.T) {
		d := drawCounty(t, each)
		s := d.scores()
		if len(s.Faults) > 0 {
			t.Fatalf("faults: %+v", s.Faults)
		}
		for _, b := range s.Bureaus {
			want := d.straight(b.Bureau)
			if want == nil {
				if !b.Total.IsBlank() || b.Rank != 0 || b.Grade != "" {
					t.Fatalf("%s: %v, rank %d, want nothing", b.Bureau.Name, b.Total, b.Rank)
				}
				continue
			}
			if f, _ := want.Float64(); b.Total.Kind != sheet.Number || b.Total.Num != f {
				t.Fatalf("%s: total %v, want %v", b.Bureau.Name, b.Total, f)
			}
		}
	})
}

func TestInvariantsOfScores(t *testing.T) {
	each := []*templates.Catalogue{wordsIn(t, "zh"), wordsIn(t, "en")}
	rapid.Check(t, func(t *rapid.T) {
		s := drawCounty(t, each).scores()
		for _, b := range s.Bureaus {
			base, rows := 0.0, 0
			for _, is := range b.Items {
				rows += is.Rows
				if !is.Counts() {
					continue
				}
				v := is.Score.Num
				if it := is.Item; it.Floor.Known && v < it.Floor.V || it.Cap.Known && v > it.Cap.V {
					t.Fatalf("%s %s: %v lies outside %v and %v", b.Bureau.Name, it.Label, v, it.Floor, it.Cap)
				}
				if !is.Item.adjusts() {
					base += v
				}
			}
			if formula.Round(base, 9) != b.Base.Num || rows != b.Rows {
				t.Fatalf("%s: base %v rows %d, items sum to %v over %d", b.Bureau.Name, b.Base, b.Rows, base, rows)
			}
			shares := map[*SchemeItem]float64{}
			for _, r := range s.Rows[workbook.GrainTask] {
				for _, m := range r.Marks {
					if r.Bureau == b.Bureau && r.Left == "" {
						shares[m.Item] += m.Points.Num
					}
				}
			}
			for it, sum := range shares {
				if diff := sum - it.Points; diff > 1e-7 || diff < -1e-7 {
					t.Fatalf("%s %s: the rows' points sum to %v", b.Bureau.Name, it.Label, sum)
				}
			}
		}
		for _, a := range s.Bureaus {
			better := 0
			for _, b := range s.Bureaus {
				if b.Total.Kind == sheet.Number && a.Total.Kind == sheet.Number && a.Bureau.Category == b.Bureau.Category && b.Total.Num > a.Total.Num {
					better++
				}
			}
			if want := better + 1; a.Total.Kind == sheet.Number && a.Rank != want {
				t.Fatalf("%s: rank %d, %d are better", a.Bureau.Name, a.Rank, better)
			}
		}
	})
}

func TestOrderOfInputDoesNotMatter(t *testing.T) {
	each := []*templates.Catalogue{wordsIn(t, "zh"), wordsIn(t, "en")}
	rapid.Check(t, func(t *rapid.T) {
		d := drawCounty(t, each)
		before := map[string]*Result{}
		for _, b := range d.scores().Bureaus {
			before[b.Bureau.Name] = b
		}
		d.l.Lines = rapid.Permutation(d.l.Lines).Draw(t, "lines")
		d.regs = rapid.Permutation(d.regs).Draw(t, "registers")
		d.plan.Bureaus = rapid.Permutation(d.plan.Bureaus).Draw(t, "bureaus in another order")
		d.plan.Adjustments = rapid.Permutation(d.plan.Adjustments).Draw(t, "adjustments in another order")
		d.plan.Ratings = rapid.Permutation(d.plan.Ratings).Draw(t, "ratings in another order")
		for _, b := range d.scores().Bureaus {
			if was := before[b.Bureau.Name]; !b.Total.Equal(was.Total) || b.Rank != was.Rank || b.Grade != was.Grade {
				t.Fatalf("%s: %v rank %d, before %v rank %d", b.Bureau.Name, b.Total, b.Rank, was.Total, was.Rank)
			}
		}
	})
}
