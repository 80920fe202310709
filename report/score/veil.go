package score

import (
	"slices"
	"strings"

	"duban/workbook"
	"duban/workbook/sheet"
)

// A row may be scored by a figure of a task that is 仅报状态 although it is not that task's row: by an indicator that a method names, or by a
// mean over such tasks alone. The scores use the figure nevertheless, in cells that show nothing and that no sentence tells of.

// statusOnly reports whether the row is of a task, or of a task's indicator, that is 仅报状态.
func (r *Row) statusOnly() bool {
	if r.Line != nil {
		return r.Line.Task.StatusOnly
	}
	return statusOnlyIndicator(r.Indicator)
}

func statusOnlyIndicator(in *workbook.Indicator) bool {
	return in != nil && in.Task != nil && in.Task.StatusOnly
}

// veiledName finds the first indicator of a task that is 仅报状态 among those that a name in a method may mean; nil if there is none.
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

// veiledFor reports whether a bureau's row must not tell the figure that a name in a method means, or, if the bureau has no such indicator,
// even the name.
func (s *Scores) veiledFor(name string, b *workbook.Bureau) bool {
	if in, _ := s.Plan.IndicatorFigure(name, b); in != nil {
		return statusOnlyIndicator(in)
	}
	return s.veiledName(name) != nil
}

// shownName gives the heading for a name in a method: an indicator of a task that is 仅报状态 goes by the task's name.
func (s *Scores) shownName(name string) string {
	if in := s.veiledName(name); in != nil {
		return in.Task.ID + " " + in.Task.Title
	}
	return name
}

// veiled reports whether a method names such an indicator, so that its formula is not shown.
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

// mean says of a mean over tasks whether it includes open tasks, and whether it includes tasks that are 仅报状态.
type mean struct{ open, veiled bool }

func (m *mean) add(t *workbook.Task) {
	m.open, m.veiled = m.open || !t.StatusOnly, m.veiled || t.StatusOnly
}

// veil notes on a row that an input is a mean over nothing but tasks that are 仅报状态.
func (m mean) veil(r *Row, key string) {
	if m.veiled && !m.open {
		r.veiled = append(r.veiled, key)
	}
}

// veilMeans notes on the rows of bureaus which means are over nothing but tasks that are 仅报状态. They are computed from the rows of tasks.
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
		if r.Inputs.of(workbook.InElapsed).Kind == sheet.Number {
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

// veilInputs makes the cells of veiled inputs show nothing.
func (t *tableSet) veilInputs(tab *calcTable, rows []*Row) {
	for i, r := range rows {
		for _, key := range r.veiled {
			if col := tab.index[in(key)]; col != nil {
				col.dressed(i, calcDress{unseen: true})
			}
		}
	}
}

// veilRanking hides the value by which an item ranks a row if it is computed from a cell that shows nothing. If there is any such row, it
// also hides the best value in all rows, which may be that row's.
func (t *tableSet) veilRanking(tab *calcTable, it *SchemeItem, rows []*Row) {
	scope, hidden := t.scopeOf(tab, it), false
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
				hidden = true
			}
		}
	}
	if hidden {
		for i := range rows {
			best.dressed(i, calcDress{unseen: true})
		}
	}
}

// veil hides the figures of tasks that are 仅报状态, and of their indicators: how far they are, how late, and which score they give. The cells
// keep their formulas and values, so that the scores stay live.
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

// unseenAmong joins the keys of the columns that show nothing in a row.
func unseenAmong(said []saidInput, row int) string {
	var b strings.Builder
	for _, x := range said {
		if x.col.dress[row].unseen {
			b.WriteString(x.col.key + "\x00")
		}
	}
	return b.String()
}
