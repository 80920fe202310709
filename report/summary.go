package report

import (
	"cmp"
	"slices"
	"sort"

	"duban/workbook"
)

// Tally counts tasks, or a bureau's lines, by how they stand. Grouping rows are not tasks and are never counted.
type Tally struct {
	Tasks   int
	Classes [7]int // by Class
	Lights  [5]int // by workbook.Light
	NearDue int
	// Unverified counts those of ClassOther that wait to be verified.
	Unverified int
	// Compared counts the tasks that enter the means: all whose completion is known, except 未派发, for which nobody answers, and 仅报状态.
	// A completion above 1 counts as 1, so that no task can make up for another. If no expectation is known, for want of a deadline, the
	// task's own completion takes its place.
	Compared int
	// Completion and Expected are means, 0–1, not known if nothing is compared. Gap is their difference in percentage points.
	Completion, Expected, Gap workbook.Amount

	completion, expected float64 // the sums over the tasks compared
}

// lit counts the tasks that show a light.
func (t *Tally) lit() int {
	n := 0
	for _, l := range lights() {
		n += t.Lights[l]
	}
	return n
}

func (t *Tally) add(task *workbook.Task, c workbook.Completion, s Standing) {
	t.Tasks++
	t.Classes[s.Class]++
	t.Lights[s.Light]++
	if s.NearDue {
		t.NearDue++
	}
	if s.Unverified() {
		t.Unverified++
	}
	if done, due, ok := compared(task, c, s); ok {
		t.Compared++
		t.completion += done
		t.expected += due
	}
}

// compared gives completion and expectation, 0–1, as they enter the means; ok is false if the task does not enter them.
func compared(t *workbook.Task, c workbook.Completion, s Standing) (done, due float64, ok bool) {
	if t.StatusOnly || !t.Reports() || !c.Ratio.Known || s.Class == ClassUnassigned {
		return 0, 0, false
	}
	done = min(1, c.Ratio.V)
	if s.Expected.Known {
		return done, s.Expected.V, true
	}
	return done, done, true
}

// settle computes the means once all tasks are added.
func (t *Tally) settle() {
	if t.Compared == 0 {
		return
	}
	n := float64(t.Compared)
	t.Completion, t.Expected = workbook.Known(round9(t.completion/n)), workbook.Known(round9(t.expected/n))
	t.Gap = workbook.Known(round9((t.Completion.V - t.Expected.V) * 100))
}

// overall counts all tasks.
func (l *Ledger) overall() Tally {
	var t Tally
	for _, tl := range l.Tasks {
		if tl.Task.Reports() {
			t.add(tl.Task, tl.Completion, tl.Standing)
		}
	}
	t.settle()
	return t
}

// AreaSum counts the tasks of an area.
type AreaSum struct {
	Area string
	Tally
}

// byArea sums up by area, in the order in which the plan first names them. Areas with nothing but grouping rows are left out.
func (l *Ledger) byArea() []*AreaSum {
	var out []*AreaSum
	at := map[string]*AreaSum{}
	for _, tl := range l.Tasks {
		if !tl.Task.Reports() {
			continue
		}
		a := at[tl.Task.Area]
		if a == nil {
			a = &AreaSum{Area: tl.Task.Area}
			at[a.Area] = a
			out = append(out, a)
		}
		a.add(tl.Task, tl.Completion, tl.Standing)
	}
	for _, a := range out {
		a.settle()
	}
	return out
}

// BureauSum counts the tasks that a bureau answers for: as lead, co-lead or member of a group that leads.
type BureauSum struct {
	Bureau *workbook.Bureau
	Tally
	// Leads counts the tasks that it sums up. Supports counts those in which it only supports, which the Tally leaves out.
	Leads, Supports int
	// Rank is the place within the category by mean completion; ties share the better place. It is 0 if there is nothing to compare or the
	// bureau is not scored. Of counts the ranked bureaus of the category; it is 0 if Rank is.
	Rank, Of int
}

// byBureau sums up by bureau, in the plan's order, for every bureau with a part in a task.
func (l *Ledger) byBureau() []*BureauSum {
	at := map[*workbook.Bureau]*BureauSum{}
	var out []*BureauSum
	for _, line := range l.Lines {
		s := at[line.Bureau]
		if s == nil {
			s = &BureauSum{Bureau: line.Bureau}
			at[line.Bureau] = s
			out = append(out, s)
		}
		if !line.answers() {
			s.Supports++
			continue
		}
		if line.Role == workbook.RoleLead {
			s.Leads++
		}
		s.add(line.Task, line.Completion, line.Standing)
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Bureau.Order < out[j].Bureau.Order })
	for _, s := range out {
		s.settle()
	}
	rank(out)
	return out
}

func (s *BureauSum) ranked() bool { return s.Bureau.Scored && s.Completion.Known }

// rank sets Rank and Of.
func rank(sums []*BureauSum) {
	best := map[string][]*BureauSum{}
	for _, s := range sums {
		if s.ranked() {
			best[s.Bureau.Category] = append(best[s.Bureau.Category], s)
		}
	}
	for _, among := range best {
		slices.SortFunc(among, func(a, b *BureauSum) int { return cmp.Compare(b.Completion.V, a.Completion.V) })
		for i, s := range among {
			s.Rank, s.Of = i+1, len(among)
			if i > 0 && s.Completion.V == among[i-1].Completion.V {
				s.Rank = among[i-1].Rank
			}
		}
	}
}

// bureauOrder gives the sums by bureau, ordered by category, in the plan's order, and then by rank, with those without a rank last.
func (l *Ledger) bureauOrder() []*BureauSum {
	order := map[string]int{}
	for _, b := range l.Plan.Bureaus {
		if _, ok := order[b.Category]; !ok {
			order[b.Category] = len(order)
		}
	}
	out := l.byBureau()
	sort.SliceStable(out, func(i, j int) bool {
		a, b := out[i], out[j]
		if x, y := order[a.Bureau.Category], order[b.Bureau.Category]; x != y {
			return x < y
		}
		if (a.Rank == 0) != (b.Rank == 0) {
			return a.Rank != 0
		}
		return a.Rank < b.Rank
	})
	return out
}

// rankings groups the ranked bureaus by category. sums are in bureauOrder, and so is each group: best first.
func rankings(sums []*BureauSum) [][]*BureauSum {
	var out [][]*BureauSum
	at := map[string]int{}
	for _, s := range sums {
		if s.Rank == 0 {
			continue
		}
		i, ok := at[s.Bureau.Category]
		if !ok {
			i = len(out)
			at[s.Bureau.Category] = i
			out = append(out, nil)
		}
		out[i] = append(out[i], s)
	}
	return out
}

// leaders gives the first few of a ranking: at most half of it, rounded up, and no bureau that has completed nothing.
func leaders(ranked []*BureauSum) []*BureauSum {
	n := 0
	for n < bestRows && n < (len(ranked)+1)/2 && ranked[n].Completion.Known && ranked[n].Completion.V > 0 {
		n++
	}
	return ranked[:n]
}

// tied counts the bureaus that share the first place.
func tied(ranked []*BureauSum) int {
	n := 0
	for n < len(ranked) && ranked[n].Rank == ranked[0].Rank {
		n++
	}
	return n
}
