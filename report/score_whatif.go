package report

import (
	"sort"
	"strconv"
	"strings"

	"duban/templates"
	"duban/workbook"
	"duban/workbook/sheet"
)

// WhatIf sets one figure of a plan's scheme to another value, in the plan as it was read: what stands in the workbook
// stays. The key is a parameter's or setting's name; or a task's number, an item's code, a section or a group of raters,
// with the field behind a full stop where it is not the weight or the points, such as “S1.上限”. It gives what the figure
// was, and false where the key names nothing or the value is no number.
//
// Of a plan without a scheme the built-in one is meant, in the words of the catalogue.
func WhatIf(p *workbook.Plan, key, value string, c *templates.Catalogue) (was string, ok bool) {
	if len(p.Items) == 0 {
		p.Items = defaultScheme(c)
	}
	f, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(value), "%"), 64)
	if err != nil {
		return "", false
	}
	number := func(to *float64) (string, bool) {
		was := plainNumber(*to, 9)
		*to = f
		return was, true
	}
	amount := func(to *workbook.Amount) (string, bool) {
		was := ""
		if to.Known {
			was = plainNumber(to.V, 9)
		}
		*to = workbook.Known(f)
		return was, true
	}
	set := &p.Settings
	for _, x := range []struct {
		zh, en string
		to     *float64
	}{
		{"配合系数", "support share", &set.SupportShare}, {"共同牵头系数", "co-lead share", &set.CoLeadShare},
		{"好评线", "good mark", &set.GoodMark}, {"差评线", "poor mark", &set.PoorMark},
	} {
		if foldWord(key) == x.zh || foldWord(key) == x.en {
			return number(x.to)
		}
	}
	for _, x := range p.Parameters {
		if foldWord(x.Name) == foldWord(key) {
			was := plainNumber(x.Value, 9)
			x.Value = f
			return was, true
		}
	}
	for _, x := range workbook.BuiltInParameters() {
		if foldWord(x.Zh) == foldWord(key) || foldWord(x.En) == foldWord(key) {
			p.Parameters = append(p.Parameters, &workbook.Parameter{Name: key, Value: f})
			return plainNumber(x.Value, 9), true
		}
	}
	name, field := key, ""
	if at := strings.LastIndex(key, "."); at > 0 {
		name, field = key[:at], foldWord(key[at+1:])
	}
	is := func(words ...string) bool {
		for _, w := range words {
			if field == w {
				return true
			}
		}
		return false
	}
	for _, it := range p.Items {
		switch {
		case foldWord(it.ID) == foldWord(key):
			return number(&it.Points)
		case foldWord(it.ID) != foldWord(name):
		case is("分值", "points"):
			return number(&it.Points)
		case is("上限", "cap", "ceiling"):
			return amount(&it.Cap)
		case is("下限", "floor"):
			return amount(&it.Floor)
		case is("系数", "factor"):
			was := it.Factor
			it.Factor = strconv.FormatFloat(f, 'f', -1, 64)
			return was, true
		}
	}
	for _, s := range p.Sections {
		if foldWord(s.Name) == foldWord(key) || foldWord(s.Name) == foldWord(name) && is("权重", "weight") {
			return amount(&s.Weight)
		}
	}
	for _, g := range p.RaterGroups {
		if foldWord(g.Name) == foldWord(key) || foldWord(g.Name) == foldWord(name) && is("权重", "weight") {
			return number(&g.Weight)
		}
	}
	if t := p.Task(key); t != nil {
		return number(&t.Weight)
	}
	if t := p.Task(name); t != nil {
		switch {
		case is("权重", "weight"):
			return number(&t.Weight)
		case is("难度系数", "difficulty"):
			return number(&t.Difficulty)
		}
	}
	return "", false
}

// WhatIfKeys lists what WhatIf may be asked to set, for the hint where a key names nothing.
func WhatIfKeys(p *workbook.Plan) []string {
	var out []string
	for _, x := range p.Parameters {
		out = append(out, x.Name)
	}
	for _, it := range p.Items {
		out = append(out, it.ID)
	}
	for _, s := range p.Sections {
		out = append(out, s.Name)
	}
	for _, t := range p.Tasks {
		out = append(out, t.ID)
	}
	return out
}

// ScoreMove is how a bureau's result differs between two scorings.
type ScoreMove struct {
	Bureau      *workbook.Bureau
	Was, Is     sheet.Value
	WasRank     int
	Rank        int
	Grade, Then string
}

// Changed reports whether the bureau moves at all.
func (m ScoreMove) Changed() bool {
	return !m.Was.Equal(m.Is) || m.WasRank != m.Rank || m.Grade != m.Then
}

// ScoreMoves lists how every bureau's result differs, those that change places first, then by how much the total changes.
func ScoreMoves(before, after *Scores) []ScoreMove {
	was := map[string]*BureauScore{}
	for _, b := range before.Bureaus {
		was[b.Bureau.Code] = b
	}
	var out []ScoreMove
	for _, b := range after.Ranked() {
		if w := was[b.Bureau.Code]; w != nil {
			out = append(out, ScoreMove{b.Bureau, w.Total, b.Total, w.Rank, b.Rank, w.Grade, b.Grade})
		}
	}
	size := func(m ScoreMove) float64 {
		d := m.Is.Num - m.Was.Num
		if d < 0 {
			return -d
		}
		return d
	}
	sort.SliceStable(out, func(i, j int) bool {
		if a, b := out[i].WasRank != out[i].Rank, out[j].WasRank != out[j].Rank; a != b {
			return a
		}
		return size(out[i]) > size(out[j])
	})
	return out
}
