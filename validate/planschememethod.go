package validate

import (
	"slices"
	"strings"

	"duban/workbook"
	"duban/workbook/formula"
	"duban/workbook/sheet"
)

// banded reports an item that names no table of bands although its method uses one.
func (s *schemeCheck) banded(it *workbook.Item, e *formula.Expr) {
	if it.Bands != "" {
		return
	}
	for _, col := range e.Columns() {
		if x, ok := workbook.SchemeInputNamed(col.Name); ok && (x.Key == workbook.InBandFrom || x.Key == workbook.InBandScore) {
			s.add("bands-missing", cell(it.Rec, workbook.ColBands), "name", it.Method)
			return
		}
	}
}

// shared reports an item whose points are divided among its rows and given by its method, but which does not sum the rows: of 10 points,
// a bureau with 20 rows would get a half.
//
// An item that is scored by the period is the opposite: each period has all of the points, and twelve of them together make twelve times as
// many. If that is meant, a cap says how many.
func (s *schemeCheck) shared(it *workbook.Item, e *formula.Expr) {
	code := ""
	switch summed := it.Summing == workbook.SumRows; {
	case workbook.DividesPoints(it.Grain) && (it.Summing == workbook.MeanRows || it.Summing == workbook.MinRows || it.Summing == workbook.MaxRows):
		code = "scheme-shares-not-summed"
	case it.Grain == workbook.GrainPeriod && summed && it.Points > 0 && !it.Cap.Known:
		code = "scheme-periods-summed"
	default:
		return
	}
	for _, col := range e.Columns() {
		if x, ok := workbook.SchemeInputNamed(col.Name); ok && x.Key == workbook.InPoints {
			s.add(code, cell(it.Rec, workbook.ColSumming), "name", it.Title, "points", formula.NumberText(it.Points))
			return
		}
	}
}

// trial is a sample row on which a method is tried; it is the formula.Env of the method.
type trial struct {
	s      *schemeCheck
	item   *workbook.Item
	values map[string]sheet.Value
}

func (t trial) Cell(name string) (sheet.Value, bool) {
	if x, ok := workbook.SchemeInputNamed(name); ok {
		if x.Key == workbook.InPoints {
			return sheet.Num(t.item.Points), true
		}
		v, ok := t.values[x.Key]
		return v, ok
	}
	return t.Name(name)
}

func (t trial) Column(name string) ([]sheet.Value, bool) {
	if x, ok := workbook.SchemeInputNamed(name); ok && (x.Key == workbook.InBandFrom || x.Key == workbook.InBandScore) {
		var out []sheet.Value
		for _, b := range t.s.p.BandsOf(t.item.Bands) {
			v := b.From
			if x.Key == workbook.InBandScore {
				v = b.Score
			}
			out = append(out, sheet.Num(v))
		}
		return out, true
	}
	v, ok := t.Cell(name)
	return []sheet.Value{v}, ok
}

func (t trial) Name(name string) (sheet.Value, bool) {
	for _, p := range t.s.p.Parameters {
		if workbook.SameName(p.Name, name) {
			return sheet.Num(p.Value), true
		}
	}
	for _, p := range workbook.BuiltInParameters() {
		if workbook.SameName(p.Zh, name) || workbook.SameName(p.En, name) {
			return sheet.Num(p.Value), true
		}
	}
	return sheet.Value{}, false
}

// tries gives the sample values of an input: what may well occur in a year.
func (s *schemeCheck) tries(key string) []sheet.Value {
	numbers := func(fs ...float64) []sheet.Value {
		out := make([]sheet.Value, len(fs))
		for i, f := range fs {
			out[i] = sheet.Num(f)
		}
		return out
	}
	switch key {
	case workbook.InRatio:
		return numbers(0, 0.6, 0.85, 0.95, 1, 1.2, 1.5)
	case workbook.InElapsed:
		return numbers(0.5, 1)
	case workbook.InDaysLate:
		return append(numbers(0, 5, 40), sheet.Value{})
	case workbook.InLeaderMark, workbook.InOfficeMark, workbook.InLeadMark, workbook.InMark:
		return numbers(0, 60, 100)
	case workbook.InGood, workbook.InPoor:
		return numbers(0, 0.5, 1)
	case workbook.InTarget, workbook.InBest:
		return numbers(100)
	case workbook.InBaseline:
		return numbers(0)
	case workbook.InDone, workbook.InOwn:
		return numbers(50, 100, 150)
	case workbook.InRank:
		return numbers(1, 2, 10)
	case workbook.InField:
		return numbers(20)
	case workbook.InDifficulty:
		most := 1.0
		for _, t := range s.p.Tasks {
			most = max(most, t.Difficulty)
		}
		return numbers(1, most)
	case workbook.InWeight, workbook.InShare, workbook.InEvents:
		return numbers(1)
	case workbook.InRole, workbook.InArea, workbook.InMeasure, workbook.InLevel, workbook.InIndicator, workbook.InDirection, workbook.InPeriod, workbook.InRaters:
		return []sheet.Value{sheet.Str("")}
	}
	return numbers(0, 1, 4)
}

// mostTrials is the most sample rows for one method; a method that needs more is not tried.
const mostTrials = 4000

// probe tries an item's method on sample rows. It reports a score above the item's points if the item has no cap, and one below their
// negative if it has no floor. Methods that use a verified figure are not tried, nor are adjustments and events: there the score is up to
// the approver.
func (s *schemeCheck) probe(it *workbook.Item, m *workbook.Method, e *formula.Expr) {
	if it.Points <= 0 || it.Cap.Known && it.Floor.Known || it.Grain == workbook.GrainAdjustment || it.Grain == workbook.GrainEvent || it.Grain == workbook.GrainGroup {
		return
	}
	var keys []string
	trials := 1
	for _, col := range e.Columns() {
		x, ok := workbook.SchemeInputNamed(col.Name)
		if !ok && !s.parameter(col.Name) || ok && (!x.Has(it.Grain) || x.Key == workbook.InVerified) {
			return
		}
		if ok && x.Key != workbook.InPoints && !slices.Contains(keys, x.Key) {
			keys = append(keys, x.Key)
			trials *= len(s.tries(x.Key))
		}
	}
	if trials > mostTrials {
		return
	}
	t := trial{s, it, map[string]sheet.Value{}}
	most, where := it.Points, ""
	least, below := -it.Points, ""
	var try func(i int)
	try = func(i int) {
		if i < len(keys) {
			for _, v := range s.tries(keys[i]) {
				t.values[keys[i]] = v
				try(i + 1)
			}
			return
		}
		// The best value (InBest) is never worse than the bureau's own.
		if own, best := t.values[workbook.InOwn], t.values[workbook.InBest]; own.Kind == sheet.Number && best.Kind == sheet.Number && (own.Num > best.Num) != (it.RankOrder == workbook.LowFirst) && own.Num != best.Num {
			return
		}
		v := e.Eval(t)
		if v.Kind == sheet.Number && v.Num > most+1e-9 {
			most, where = v.Num, t.words(keys, hasHan(m.Source))
		}
		if v.Kind == sheet.Number && v.Num < least-1e-9 {
			least, below = v.Num, t.words(keys, hasHan(m.Source))
		}
	}
	try(0)
	if below != "" && !it.Floor.Known {
		s.add("method-below-item", cell(it.Rec, workbook.ColFloor), "name", m.Name, "case", below, "least", formula.NumberText(least), "points", formula.NumberText(it.Points))
	}
	if where != "" && !it.Cap.Known {
		s.add("method-above-points", cell(it.Rec, workbook.ColCap), "name", m.Name, "case", where, "most", formula.NumberText(most), "points", formula.NumberText(it.Points))
	}
}

// words lists the numbers of the row with the names of their inputs, for a message.
func (t trial) words(keys []string, chinese bool) string {
	lang := "en"
	if chinese {
		lang = "zh"
	}
	var out []string
	for _, x := range workbook.SchemeInputs() {
		v, ok := t.values[x.Key]
		if !ok || !slices.Contains(keys, x.Key) || v.Kind != sheet.Number {
			continue
		}
		text := formula.NumberText(v.Num)
		if x.Ratio {
			text = formula.PercentText(v.Num)
		}
		out = append(out, x.Name(lang)+" "+text)
	}
	return strings.Join(out, "、")
}
