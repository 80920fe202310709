package score

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sort"
	"strings"
	"testing"

	"duban/report"
	"duban/workbook"
)

// The directions in which a score may change.
const (
	mayRise = 1
	mayFall = -1
)

// nudge changes one thing of one bureau, and says which methods' scores may change, and in which direction; all others stay as they are.
type nudge struct {
	name  string
	apply func(c *methodCounty, r *rand.Rand) *workbook.Bureau
	moves map[string]int
	// only says that the other methods are not checked.
	only bool
}

// anyRow picks a random row for which a condition holds.
func (c *methodCounty) anyRow(r *rand.Rand, holds func(*plainRow) bool) *plainRow {
	for _, i := range r.Perm(len(c.all)) {
		if holds(c.all[i]) {
			return c.all[i]
		}
	}
	return nil
}

func nudges() []nudge {
	always := func(*plainRow) bool { return true }
	return []nudge{
		{"more is done", func(c *methodCounty, r *rand.Rand) *workbook.Bureau {
			row := c.anyRow(r, always)
			done := &row.line.Completion
			done.Done.V += float64(1 + r.IntN(40))
			done.Ratio.V = shownRound(done.Done.V/done.Of.V, 9)
			return row.bureau
		}, map[string]int{"按完成率": mayRise, "增长类": mayRise, "难度加权": mayRise, "超欠幅度": mayRise, "超额折线": mayRise, "达线得分": mayRise, "断崖计分": mayRise,
			"分档计分": mayRise, "名次递减": mayRise, "名次减分": mayRise, "名次分档": mayRise, "与最优比": mayRise, "控制类": mayFall, "与最低比": mayFall}, false},
		{"it is later", func(c *methodCounty, r *rand.Rand) *workbook.Bureau {
			row := c.anyRow(r, func(x *plainRow) bool { return x.due })
			row.line.DaysLate.V += float64(1 + r.IntN(30))
			return row.bureau
		}, map[string]int{"逾期递减": mayFall, "逾期分段扣": mayFall, "逾期按件扣": mayFall}, false},
		{"a report is worse", func(c *methodCounty, r *rand.Rand) *workbook.Bureau {
			for {
				row := c.regs[r.IntN(len(c.regs))].Rows[r.IntN(len(c.plan.Bureaus))]
				if row.Outcome == report.OnTime {
					row.Outcome = []report.Outcome{report.Late, report.SentBack, report.Missing}[r.IntN(3)]
					return row.Bureau
				}
			}
		}, map[string]int{"报送扣分": mayFall, "扣完为止": mayFall, "报送赋分": mayFall}, false},
		{"a mark is better", func(c *methodCounty, r *rand.Rand) *workbook.Bureau {
			for {
				if m := c.plan.Ratings[r.IntN(len(c.plan.Ratings))]; m.Task == nil && m.Mark < 70 {
					m.Mark += float64(1 + r.IntN(30))
					return m.Bureau
				}
			}
		}, map[string]int{"评议折算": mayRise, "满意度": mayRise}, false},
		{"a task's mark is better", func(c *methodCounty, r *rand.Rand) *workbook.Bureau {
			for {
				if m := c.plan.Ratings[r.IntN(len(c.plan.Ratings))]; m.Task != nil && m.Mark < 90 {
					m.Mark += float64(1 + r.IntN(10))
					return m.Bureau
				}
			}
		}, map[string]int{"配合三方评": mayRise}, false},
		{"more is verified", func(c *methodCounty, r *rand.Rand) *workbook.Bureau {
			v := c.plan.Verified[r.IntN(len(c.plan.Verified))]
			v.Number.V += 2
			return v.Bureau
		}, map[string]int{"核定计分": mayRise}, false},
		{"a project has started", func(c *methodCounty, _ *rand.Rand) *workbook.Bureau {
			for _, t := range c.plan.Tasks {
				if len(t.Steps) > 0 && c.ledger.Now.Steps[workbook.RowKey{Task: t.ID, ID: "1"}] == nil {
					c.ledger.Now.Steps[workbook.RowKey{Task: t.ID, ID: "1"}] = &workbook.Reached{Status: workbook.Done}
					return t.Assigned[0].Bureau
				}
			}
			return c.plan.Bureaus[0]
		}, map[string]int{"开工率": mayRise}, false},
		{"an event is of a higher level", func(c *methodCounty, r *rand.Rand) *workbook.Bureau {
			for {
				if e := c.plan.Events[r.IntN(len(c.plan.Events))]; e.Level == "县级" {
					e.Level = "省级"
					return e.Bureau
				}
			}
		}, map[string]int{"按级别计分": mayRise}, false},
		{"something is added", func(c *methodCounty, r *rand.Rand) *workbook.Bureau {
			b := c.plan.Bureaus[r.IntN(len(c.plan.Bureaus))]
			c.plan.Adjustments = append(c.plan.Adjustments, &workbook.Adjustment{Bureau: b, Amount: 1.5, Matter: "新的事", Approver: "批准人"})
			return b
		}, map[string]int{"直接计入": mayRise}, false},
		{"something is taken", func(c *methodCounty, r *rand.Rand) *workbook.Bureau {
			b := c.plan.Bureaus[r.IntN(len(c.plan.Bureaus))]
			c.plan.Adjustments = append(c.plan.Adjustments, &workbook.Adjustment{Bureau: b, Amount: -1.5, Matter: "新的事", Approver: "批准人"})
			return b
		}, map[string]int{"直接计入": mayFall}, false},
		{"another task is led", func(c *methodCounty, r *rand.Rand) *workbook.Bureau {
			row := c.anyRow(r, func(x *plainRow) bool { return x.line.Role == workbook.RoleSupport })
			row.line.Role = workbook.RoleLead
			return row.bureau
		}, map[string]int{"任务量加分": mayRise}, true},
	}
}

// More completion never lowers a score by a method that rewards it, more lateness never raises one, and an input that a method does not use
// does not change it.
func TestScoresFollowWhatTheyAreGivenFor(t *testing.T) {
	covered := map[string]bool{}
	moved := map[string]bool{}
	for seed := uint64(1); seed <= 4; seed++ {
		county := func() *methodCounty {
			c := newMethodCounty(seed, 12, 28)
			c.allItems(int(seed))
			return c
		}
		before := county().scores(t)
		for k, n := range nudges() {
			c := county()
			b := n.apply(c, rand.New(rand.NewPCG(seed, uint64(k))))
			after := c.scores(t)
			for i, x := range before.Bureaus {
				if x.Bureau.Code != b.Code {
					continue
				}
				for j, is := range x.Items {
					now, method := after.Bureaus[i].Items[j], is.Item.Item.Method
					way, named := n.moves[method]
					covered[method] = covered[method] || named
					if !is.Counts() || !now.Counts() || !named && n.only {
						continue
					}
					d := now.Score.Num - is.Score.Num
					if d != 0 {
						moved[n.name] = true
					}
					if way == 0 && d != 0 || float64(way)*d < 0 {
						t.Errorf("seed %d, %s, %s: %s by %s goes from %v to %v", seed, n.name, b.Name, method, is.Item.Summing, is.Score, now.Score)
					}
				}
			}
		}
	}
	for _, n := range nudges() {
		if !moved[n.name] {
			t.Errorf("%s: no score moves at all", n.name)
		}
	}
	for _, m := range workbook.InLanguage("zh") {
		if !covered[m.Name] {
			t.Errorf("nothing is tried on %s", m.Name)
		}
	}
}

// Every score, rank and grade is the same in whatever order bureaus, tasks, lines, registers, events, adjustments, ratings and verifications
// come.
func TestNoScoreHangsOnTheOrderOfInput(t *testing.T) {
	c := newMethodCounty(5, 100, 60)
	c.allItems(1)
	said := func(s *Scores) map[string]string {
		out := map[string]string{}
		for _, b := range s.Bureaus {
			line := fmt.Sprint(b.Total, b.Rank, b.Grade)
			for _, is := range b.Items {
				line += fmt.Sprint(" ", is.Item.ID, "=", is.Score, "/", is.Rows)
			}
			out[b.Bureau.Name] = line
		}
		return out
	}
	want := said(c.scores(t))
	r := rand.New(rand.NewPCG(5, 5))
	shuffle(r, c.plan.Bureaus)
	shuffle(r, c.plan.Tasks)
	shuffle(r, c.ledger.Lines)
	shuffle(r, c.regs)
	shuffle(r, c.plan.Events)
	shuffle(r, c.plan.Ratings)
	shuffle(r, c.plan.Verified)
	for _, reg := range c.regs {
		shuffle(r, reg.Rows)
	}
	// The first of several equal adjustments of one matter counts, so the order among these is kept.
	keys := map[string]int{}
	group := func(a *workbook.Adjustment) string { return a.Bureau.Code + "|" + a.Matter }
	for _, a := range c.plan.Adjustments {
		if _, ok := keys[group(a)]; !ok {
			keys[group(a)] = r.Int()
		}
	}
	sort.SliceStable(c.plan.Adjustments, func(i, j int) bool { return keys[group(c.plan.Adjustments[i])] < keys[group(c.plan.Adjustments[j])] })
	slices.Reverse(c.plan.Items[:3])
	got := said(c.scores(t))
	for name, line := range want {
		if sortedWords(line) != sortedWords(got[name]) {
			t.Errorf("%s: %s\nbefore %s", name, got[name], line)
		}
	}
}

// A bureau that is asked for nothing, is rated by nobody and has no adjustment changes no other bureau's scores.
func TestABureauThatOwesNothingChangesNoScore(t *testing.T) {
	c := newMethodCounty(1, 12, 28)
	c.allItems(1)
	before := c.scores(t)
	c.plan.Bureaus = append(c.plan.Bureaus, &workbook.Bureau{Code: "idle", Name: "另设局", Category: c.plan.Bureaus[0].Category, Scored: true, Order: len(c.plan.Bureaus)})
	after := c.scores(t)
	if len(after.Bureaus) != len(before.Bureaus)+1 {
		t.Fatalf("%d bureaus, before %d", len(after.Bureaus), len(before.Bureaus))
	}
	for i, was := range before.Bureaus {
		is := after.Bureaus[i]
		if !is.Total.Equal(was.Total) {
			t.Errorf("%s has %v, before %v", was.Bureau.Name, is.Total, was.Total)
		}
		for j := range was.Items {
			if !is.Items[j].Score.Equal(was.Items[j].Score) {
				t.Errorf("%s by %s: %v, before %v", was.Bureau.Name, was.Items[j].Item.Item.Method, is.Items[j].Score, was.Items[j].Score)
			}
		}
	}
}

func shuffle[T any](r *rand.Rand, list []T) {
	r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
}

// sortedWords sorts the words of a line, since the items were shuffled too.
func sortedWords(s string) string {
	words := strings.Fields(s)
	slices.Sort(words)
	return strings.Join(words, " ")
}
