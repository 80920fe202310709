package score

import (
	"slices"
	"strings"

	"duban/workbook"
	"duban/workbook/sheet"
)

// What is scored by may be the figure of a task of which only the status is shown, in a row that is none of that task's: an
// indicator that a method names, or a mean over such tasks alone. Scores are worked out from it all the same, in cells that
// show nothing and of which no sentence speaks.

// statusOnly reports whether the row is of a task, or of an indicator of a task, of which only the status is shown.
func (r *Row) statusOnly() bool {
	if r.Line != nil {
		return r.Line.Task.StatusOnly
	}
	return statusOnlyIndicator(r.Indicator)
}

func statusOnlyIndicator(in *workbook.Indicator) bool {
	return in != nil && in.Task != nil && in.Task.StatusOnly
}

// veiledName is the first status-only indicator of those that a name in a method speaks of, nil where there is none.
func (s *Scores) veiledName(name string) *workbook.Indicator {
	if in, _ := s.Plan.IndicatorFigure(name, nil); statusOnlyIndicator(in) {
		return in
	}
	for _, b := range s.Bureaus {
		if in, _ := s.Plan.IndicatorFigure(name, b.Bureau); statusOnlyIndicator(in) {
			return in
		}
	}
	return nil
}

// veiledFor reports whether what a name in a method speaks of is not told in a bureau's row: nor is the name, where the bureau
// has no indicator that goes by it.
func (s *Scores) veiledFor(name string, b *workbook.Bureau) bool {
	if in, _ := s.Plan.IndicatorFigure(name, b); in != nil {
		return statusOnlyIndicator(in)
	}
	return s.veiledName(name) != nil
}

// shownName is a column of a method as its heading has it: an indicator of a status-only task stands under the task's name.
func (s *Scores) shownName(name string) string {
	if in := s.veiledName(name); in != nil {
		return in.Task.ID + " " + in.Task.Title
	}
	return name
}

// veiled reports whether a method speaks of such an indicator, so that its formula is not shown.
func (s *Scores) veiled(m *workbook.Method) bool {
	for _, it := range s.Scheme.Items {
		if it.Method != m || it.expr == nil {
			continue
		}
		for _, c := range it.expr.Columns() {
			if _, input := s.words.inputs[foldWord(c.Name)]; !input && !slices.Contains(s.Scheme.Parameters, c.Name) && s.veiledName(c.Name) != nil {
				return true
			}
		}
	}
	return false
}

// mean is what goes into a mean over tasks: whether a task does of which all is shown, and whether one that is status-only.
type mean struct{ open, veiled bool }

func (m *mean) add(t *workbook.Task) {
	m.open, m.veiled = m.open || !t.StatusOnly, m.veiled || t.StatusOnly
}

// veil notes on a row that an input is such a mean and tells the figures of status-only tasks alone.
func (m mean) veil(r *Row, key string) {
	if m.veiled && !m.open {
		r.veiled = append(r.veiled, key)
	}
}

// veilMeans notes it on the rows of bureaus, whose means are summed up from the rows of tasks.
func (s *Scores) veilMeans() {
	type means struct{ ratio, elapsed mean }
	by := map[*workbook.Bureau]*means{}
	for _, r := range s.Rows[workbook.GrainTask] {
		if r.Basis <= 0 {
			continue
		}
		m := by[r.Bureau]
		if m == nil {
			m = &means{}
			by[r.Bureau] = m
		}
		m.ratio.add(r.Line.Task)
		if r.Inputs.Of(workbook.InElapsed).Kind == sheet.Number {
			m.elapsed.add(r.Line.Task)
		}
	}
	for _, r := range s.Rows[workbook.GrainBureau] {
		if m := by[r.Bureau]; m != nil {
			m.ratio.veil(r, workbook.InRatio)
			m.elapsed.veil(r, workbook.InElapsed)
		}
	}
}

// veilInputs lets the cells of such inputs show nothing.
func (t *tableSet) veilInputs(tab *calcTable, rows []*Row) {
	for i, r := range rows {
		for _, key := range r.veiled {
			if col := tab.index[in(key)]; col != nil {
				col.dressed(i, calcDress{unseen: true})
			}
		}
	}
}

// veilRanking hides what an item ranks by where it is worked out from a cell that shows nothing, and then the best of all
// rows, which may be that one.
func (t *tableSet) veilRanking(tab *calcTable, it *SchemeItem, rows []*Row) {
	scope, any := t.scopeOf(tab, it), false
	own, best := tab.index[mark(workbook.InOwn, it)], tab.index[mark(workbook.InBest, it)]
	for _, c := range it.rankOn.Columns() {
		key, _ := scope(c.Name)
		col := tab.index[key]
		if col == nil {
			continue
		}
		for i := range rows {
			if col.dress[i].unseen {
				own.dressed(i, calcDress{unseen: true})
				any = true
			}
		}
	}
	if any {
		for i := range rows {
			best.dressed(i, calcDress{unseen: true})
		}
	}
}

// veil keeps the figures of tasks of which only the status is shown, and of their indicators, off the pages: how far they
// are, how late, and what they give. The scores are worked out from them all the same, and follow.
func (t *tableSet) veil(tab *calcTable, rows []*Row) {
	shown := []string{"bureau", "category", "task", "title", in(workbook.InRole), in(workbook.InWeight), in(workbook.InShare), in(workbook.InDifficulty), in(workbook.InPeriod)}
	for i, r := range rows {
		if !r.statusOnly() {
			continue
		}
		for _, c := range tab.columns {
			switch {
			case c.key == in(workbook.InIndicator) && !t.used(tab.key, workbook.InIndicator):
				c.dressed(i, calcDress{instead: keyText(r.what())})
			case c.key == "sentence":
				c.dressed(i, calcDress{instead: t.c.T("scorebook.status-only")})
			case !slices.Contains(shown, c.key):
				c.dressed(i, calcDress{unseen: true})
			}
		}
	}
}

// unseenAmong lists the columns that show nothing in a row, by their keys.
func unseenAmong(said []saidInput, row int) string {
	var b strings.Builder
	for _, x := range said {
		if x.col.dress[row].unseen {
			b.WriteString(x.col.key + "\x00")
		}
	}
	return b.String()
}
