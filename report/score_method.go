package report

import (
	"errors"
	"strings"

	"duban/workbook"
	"duban/workbook/formula"
	"duban/workbook/sheet"
)

// parseMethod reads a method's formula; where it cannot be read, pos counts the characters before the fault.
func parseMethod(source string) (expr *formula.Expr, pos int, ok bool) {
	expr, err := formula.Parse(source)
	if err == nil {
		return expr, 0, true
	}
	var wrong *formula.SyntaxError
	if errors.As(err, &wrong) {
		pos = wrong.Pos
	}
	return nil, pos, false
}

// speakRoles lets a method name roles in another language than the plan's.
func (s *Scores) speakRoles(expr *formula.Expr) *formula.Expr {
	return expr.Rewrite(formula.Rewriter{Text: func(text string) string {
		if key, ok := s.words.roles[foldWord(text)]; ok {
			return s.words.role(key)
		}
		return text
	}})
}

// mark gives every row its marks: first all shares of the items' points, since a method may look at whole columns, then
// what the methods make of them.
func (s *Scores) mark() {
	for _, grain := range scoreGrains() {
		rows := s.Rows[grain]
		sums := map[*workbook.Bureau]float64{}
		for _, r := range rows {
			sums[r.Bureau] += r.Basis
		}
		for _, it := range s.Scheme.ByGrain(grain) {
			for _, r := range rows {
				s.points(r, it, sums[r.Bureau])
			}
			s.evaluate(it, rows)
		}
	}
}

// points puts an item's mark into a row, with the row's 分值 where the row counts: of a task its share of the item's
// points, of an adjustment its amount, else the item's points.
func (s *Scores) points(r *ScoreRow, it *SchemeItem, sum float64) {
	if !it.Applies(r.Bureau) {
		return
	}
	m := r.MarkOf(it)
	if m == nil {
		if r.Adjustment != nil {
			return
		}
		r.Marks = append(r.Marks, Mark{Item: it})
		m = &r.Marks[len(r.Marks)-1]
	}
	if r.Left != "" {
		return
	}
	switch r.Grain {
	case workbook.GrainTask:
		m.Points = sheet.Num(roundHalfAway(it.Points*r.Basis/sum, 9))
	case workbook.GrainAdjustment:
		m.Points = sheet.Num(r.Adjustment.Amount)
	default:
		m.Points = sheet.Num(it.Points)
	}
}

// evaluate works out the item's method on every row that counts.
func (s *Scores) evaluate(it *SchemeItem, rows []*ScoreRow) {
	env := &methodEnv{words: &s.words, item: it, rows: rows}
	var first *ScoreRow
	var got sheet.Value
	failed := 0
	for _, r := range rows {
		m := r.MarkOf(it)
		if m == nil || r.Left != "" {
			continue
		}
		if it.expr == nil {
			m.Value = sheet.Err("#NAME?")
			continue
		}
		env.row, env.mark = r, m
		v := it.expr.Eval(env)
		it.truths = it.truths || v.Kind == sheet.Bool
		it.texts = it.texts || v.Kind == sheet.Text
		if m.Value = asNumber(v); m.Value.Kind == sheet.Error {
			if failed++; first == nil {
				first, got = r, v
			}
		}
	}
	if first != nil {
		f := ScoreFault{Code: "method-result", Item: it.Label, Bureau: first.Bureau.Name,
			Args: []any{"method", it.Method.Name, "n", failed, "value", got.String()}}
		if first.Line != nil {
			f.Task = first.Line.Task.ID
		}
		if it.Method.Rec != nil {
			f.Place = it.Method.Rec.Place(workbook.ColFormula)
		}
		s.fault(f)
	}
}

// asNumber is what a method's result is worth as a score: a truth counts as in arithmetic, a blank as a formula shows it,
// a text is no score.
func asNumber(v sheet.Value) sheet.Value {
	switch v.Kind {
	case sheet.Number, sheet.Bool, sheet.Blank:
		return sheet.Num(v.Num)
	case sheet.Error:
		return v
	}
	return sheet.Err("#VALUE!")
}

// methodEnv shows a row, and the column over all rows of its grain, to a method.
type methodEnv struct {
	words   *wording
	item    *SchemeItem
	rows    []*ScoreRow
	row     *ScoreRow
	mark    *Mark
	columns map[string][]sheet.Value
}

func (e *methodEnv) Cell(name string) (sheet.Value, bool) {
	key, ok := e.words.input(name)
	if !ok || !hasInput(e.item.Grain, key) {
		return sheet.Value{}, false
	}
	if key == inputPoints {
		return e.mark.Points, true
	}
	return e.row.Inputs[key], true
}

func (e *methodEnv) Column(name string) ([]sheet.Value, bool) {
	key, ok := e.words.input(name)
	if !ok || !hasInput(e.item.Grain, key) {
		return nil, false
	}
	if c, ok := e.columns[key]; ok {
		return c, true
	}
	out := make([]sheet.Value, len(e.rows))
	for i, r := range e.rows {
		if key != inputPoints {
			out[i] = r.Inputs[key]
		} else if m := r.MarkOf(e.item); m != nil {
			out[i] = e.item.pointsCell(m.Points)
		}
	}
	if e.columns == nil {
		e.columns = map[string][]sheet.Value{}
	}
	e.columns[key] = out
	return out, true
}

func (e *methodEnv) Name(string) (sheet.Value, bool) { return sheet.Value{}, false }

// pointsCell is what a cell of 分值 or of a score holds: nothing to see where the row does not count, except that an item
// that takes the least or the greatest of its rows needs a number there.
func (it *SchemeItem) pointsCell(v sheet.Value) sheet.Value {
	switch {
	case !v.IsBlank():
		return v
	case it.Summing == workbook.MinRows || it.Summing == workbook.MaxRows:
		return sheet.Num(0)
	}
	return sheet.Str("")
}

// keyText is a name as a key of conditional sums: what spreadsheet programs take for wildcards or comparisons in a
// condition is written full-width.
func keyText(s string) string {
	s = strings.NewReplacer("*", "＊", "?", "？", "~", "～").Replace(strings.TrimSpace(s))
	switch {
	case strings.HasPrefix(s, "="):
		return "＝" + s[1:]
	case strings.HasPrefix(s, "<"):
		return "＜" + s[1:]
	case strings.HasPrefix(s, ">"):
		return "＞" + s[1:]
	}
	return s
}
