package score

import (
	"math"
	"sort"
	"strconv"
	"testing"

	"duban/report"
	"duban/workbook"
	"duban/workbook/sheet"
)

// These tests compute the built-in methods a second time, in plain arithmetic and without the rule language, over counties of more than a
// hundred bureaus.

// shownRound rounds as spreadsheet programs do: by the fifteen digits that they show.
func shownRound(f float64, decimals int) float64 {
	text := strconv.FormatFloat(math.Abs(f), 'e', 14, 64)
	digits, _ := strconv.ParseFloat(text, 64)
	scaled := digits * math.Pow(10, float64(decimals))
	scaled, _ = strconv.ParseFloat(strconv.FormatFloat(scaled, 'e', 14, 64), 64)
	return math.Copysign(math.Floor(scaled+0.5)/math.Pow(10, float64(decimals)), f)
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

// taskMethods gives the methods over task rows in plain arithmetic: each computes the score of a row.
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
		"与最低比": func(r *plainRow) float64 {
			if r.ratio == 0 {
				return r.points
			}
			return r.points * r.least / r.ratio
		},
		"名次分档": func(r *plainRow) float64 { return look(float64(r.rank), []float64{1, 2, 4}, []float64{12, 9, 3}) },
		"核定计分": func(r *plainRow) float64 { return *r.verified },
		"配合三方评": func(r *plainRow) float64 {
			return r.points * (0.5*meanOf(r.marks["市领导"]) + 0.25*meanOf(r.marks["督查室"]) + 0.25*meanOf(r.marks["牵头评"])) / 100
		},
	}
}

func meanOf(marks []float64) float64 {
	sum := 0.0
	for _, m := range marks {
		sum += m
	}
	return shownRound(sum/float64(len(marks)), 9)
}

// scored reports whether a row has the inputs that a method needs.
func (r *plainRow) scored(method string) bool {
	switch method {
	case "核定计分":
		return r.verified != nil
	case "配合三方评":
		return len(r.marks["市领导"]) > 0 && len(r.marks["督查室"]) > 0 && len(r.marks["牵头评"]) > 0
	}
	return true
}

// byTask computes a bureau's score for an item over task rows; false if it has no rows.
func (c *methodCounty) byTask(b *workbook.Bureau, it *workbook.Item, method func(*plainRow) float64) (float64, bool) {
	var rows []*plainRow
	for _, r := range c.rows[b] {
		if r.scored(it.Method) {
			rows = append(rows, r)
		}
	}
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

// byOther does so for items over other rows.
func (c *methodCounty) byOther(b *workbook.Bureau, it *workbook.Item) (float64, bool) {
	var n [report.NotAsked + 1]int
	asked := 0
	for _, o := range c.reports[b] {
		n[o]++
		if o != report.Exempt {
			asked++
		}
	}
	switch it.Method {
	case "报送扣分":
		return math.Max(0, shownRound(it.Points*(1-0.1*float64(n[report.Late])-0.2*float64(n[report.Missing])-0.15*float64(n[report.SentBack])), 2)), asked > 0
	case "扣完为止":
		return math.Max(0, it.Points-0.5*float64(n[report.Missing])), asked > 0
	case "报送赋分":
		sum := float64(n[report.OnTime])*it.Points + 10*float64(n[report.Late]+n[report.SentBack]) - 10*float64(n[report.Missing])
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
	case "开工率":
		if c.due[b] == 0 {
			return it.Points, true
		}
		return shownRound(it.Points*math.Min(1, float64(c.started[b])/float64(c.due[b])), 9), true
	case "直接计入":
		return c.adjusted(b)
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
		if r.Bureau != b || r.Task != nil {
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

// adjusted sums a bureau's approved adjustments. One matter counts once, at its largest, the first of equal ones; an adjustment that was
// reversed does not count, nor does its reversal.
func (c *methodCounty) adjusted(b *workbook.Bureau) (float64, bool) {
	reversed := map[string]bool{}
	for _, a := range c.plan.Adjustments {
		if a.Reverses != "" {
			reversed[a.Reverses] = true
		}
	}
	greatest := map[string]float64{}
	n := 0
	for _, a := range c.plan.Adjustments {
		if a.Bureau != b || a.Approver == "" || a.Reverses != "" || reversed[a.ID] {
			continue
		}
		n++
		if v, ok := greatest[a.Matter]; !ok || math.Abs(a.Amount) > math.Abs(v) {
			greatest[a.Matter] = a.Amount
		}
	}
	sum := 0.0
	for _, v := range greatest {
		sum += v
	}
	return math.Max(-6, math.Min(6, sum)), n > 0
}

func TestBuiltInMethodsAgreeWithPlainArithmetic(t *testing.T) {
	for seed := uint64(1); seed <= 4; seed++ {
		c := newMethodCounty(seed, 100, 90)
		methods := taskMethods()
		c.allItems(int(seed))
		s := c.scores(t)
		used := map[string]bool{}
		for _, it := range c.plan.Items {
			used[it.Method] = true
		}
		for _, m := range workbook.InLanguage("zh") {
			if !used[m.Name] {
				t.Errorf("no item by %s", m.Name)
			}
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
		// The ranks of a category are a permutation, except that equal bureaus share the first of their places.
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
