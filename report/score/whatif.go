package score

import (
	"slices"
	"sort"
	"strings"

	"duban/templates"
	"duban/workbook"
	"duban/workbook/formula"
	"duban/workbook/numeral"
	"duban/workbook/sheet"
)

// WhatIf sets one figure of a plan's scheme to another value. It changes p, not the workbook that p was read from. The key is the name of a
// parameter or setting, a task's number, an item's code, a section or a group of raters. A field other than the weight or the points follows
// a full stop, such as “S1.上限”. If several rows have the name, each for some bureaus, all are set. The value is read as a cell of the plan
// would be. It returns what the figures were and what they are; ok is false if the key names nothing or the value is no number there.
//
// A plan without a scheme gets the built-in one, in the catalogue's language.
func WhatIf(p *workbook.Plan, key, value string, c *templates.Catalogue) (was, is string, ok bool) {
	if len(p.Items) == 0 {
		p.Items = defaultScheme(c)
	}
	key = strings.ReplaceAll(key, "．", ".")
	k := figureKey{whole: foldWord(key), name: foldWord(key), task: key}
	if at := strings.LastIndex(key, "."); at > 0 {
		k.name, k.field, k.task = foldWord(key[:at]), foldWord(key[at+1:]), key[:at]
	}
	for _, found := range []struct {
		sets []setFigure
		unit string
	}{
		{k.ofSettings(p), ""}, {k.ofParameters(p, key), ""}, {k.ofItems(p), ""}, {k.ofSections(p), "%"}, {k.ofRaters(p), ""}, {k.ofTasks(p, key), ""},
	} {
		if found.sets == nil {
			continue
		}
		f, _, ok := numeral.Parse(value, found.unit)
		if !ok {
			return "", "", false
		}
		var old []string
		for _, set := range found.sets {
			if o := set(f); !slices.Contains(old, o) {
				old = append(old, o)
			}
		}
		return strings.Join(old, c.T("word.list")), formula.Plain(f, 9), true
	}
	return "", "", false
}

// setFigure sets a figure of a plan and returns what it was.
type setFigure func(f float64) (was string)

func setNumber(to *float64) setFigure {
	return func(f float64) string {
		was := formula.Plain(*to, 9)
		*to = f
		return was
	}
}

func setAmount(to *workbook.Amount) setFigure {
	return func(f float64) string {
		was := ""
		if to.Known {
			was = formula.Plain(to.V, 9)
		}
		*to = workbook.Known(f)
		return was
	}
}

// figureKey is the key of a figure: whole as it was typed, and name and field before and after its last full stop. All are folded except
// task, which is name as it was typed.
type figureKey struct{ whole, name, field, task string }

// means reports whether the key is a name alone, or a name with one of its fields.
func (k figureKey) means(name string, field ...string) bool {
	return foldWord(name) == k.whole || foldWord(name) == k.name && slices.Contains(field, k.field)
}

// settingNames lists the settings that WhatIf can set, by their names in both languages.
func settingNames(p *workbook.Plan) []struct {
	zh, en string
	to     *float64
} {
	set := &p.Settings
	return []struct {
		zh, en string
		to     *float64
	}{
		{"配合系数", "support share", &set.SupportShare}, {"共同牵头系数", "co-lead share", &set.CoLeadShare},
		{"好评线", "good mark", &set.GoodMark}, {"差评线", "poor mark", &set.PoorMark},
	}
}

func (k figureKey) ofSettings(p *workbook.Plan) []setFigure {
	for _, x := range settingNames(p) {
		if k.whole == x.zh || k.whole == x.en {
			return []setFigure{setNumber(x.to)}
		}
	}
	return nil
}

// ofParameters finds the plan's parameters with the key as name, or else a built-in one; setting that adds it to the plan under the name
// typed.
func (k figureKey) ofParameters(p *workbook.Plan, typed string) []setFigure {
	var found []setFigure
	for _, x := range p.Parameters {
		if foldWord(x.Name) == k.whole {
			found = append(found, setNumber(&x.Value))
		}
	}
	if found != nil {
		return found
	}
	for _, x := range workbook.BuiltInParameters() {
		if foldWord(x.Zh) == k.whole || foldWord(x.En) == k.whole {
			return []setFigure{func(f float64) string {
				p.Parameters = append(p.Parameters, &workbook.Parameter{Name: typed, Value: f})
				return formula.Plain(x.Value, 9)
			}}
		}
	}
	return nil
}

func (k figureKey) ofItems(p *workbook.Plan) []setFigure {
	var found []setFigure
	for _, it := range p.Items {
		switch {
		case k.means(it.ID, "分值", "points"):
			found = append(found, setNumber(&it.Points))
		case k.means(it.ID, "上限", "cap", "ceiling"):
			found = append(found, setAmount(&it.Cap))
		case k.means(it.ID, "下限", "floor"):
			found = append(found, setAmount(&it.Floor))
		case k.means(it.ID, "系数", "factor"):
			found = append(found, func(f float64) string {
				was := it.Factor
				it.Factor = formula.NumberText(f)
				return was
			})
		}
	}
	return found
}

// ofSections finds the weights of a section. If only items name the section, setting its weight adds it to the plan.
func (k figureKey) ofSections(p *workbook.Plan) []setFigure {
	var found []setFigure
	for _, s := range p.Sections {
		if k.means(s.Name, "权重", "weight") {
			found = append(found, func(f float64) string {
				was := formula.Plain(sectionWeight(s), 9)
				s.Weight = workbook.Known(f)
				return was
			})
		}
	}
	if found != nil {
		return found
	}
	for _, it := range p.Items {
		if it.Section != "" && k.means(it.Section, "权重", "weight") {
			return []setFigure{func(f float64) string {
				p.Sections = append(p.Sections, &workbook.Section{Name: it.Section, Weight: workbook.Known(f)})
				return formula.Plain(wholeSection, 9)
			}}
		}
	}
	return nil
}

// ofRaters finds the weight of a group of raters. If only ratings name the group, setting its weight adds it to the plan.
func (k figureKey) ofRaters(p *workbook.Plan) []setFigure {
	for _, g := range p.RaterGroups {
		if k.means(g.Name, "权重", "weight") {
			return []setFigure{setNumber(&g.Weight)}
		}
	}
	for _, r := range p.Ratings {
		if k.means(r.Raters, "权重", "weight") {
			return []setFigure{func(f float64) string {
				p.RaterGroups = append(p.RaterGroups, &workbook.RaterGroup{Name: r.Raters, Kind: p.RaterKind(r.Raters), Weight: f})
				return formula.Plain(groupWeight, 9)
			}}
		}
	}
	return nil
}

func (k figureKey) ofTasks(p *workbook.Plan, typed string) []setFigure {
	if t := p.Task(typed); t != nil {
		return []setFigure{setNumber(&t.Weight)}
	}
	t := p.Task(k.task)
	if t == nil {
		return nil
	}
	switch k.field {
	case "权重", "weight":
		return []setFigure{setNumber(&t.Weight)}
	case "难度系数", "difficulty":
		return []setFigure{setNumber(&t.Difficulty)}
	}
	return nil
}

// WhatIfKeys lists the keys that WhatIf knows, without fields, for the hint that follows an unknown key.
func WhatIfKeys(p *workbook.Plan, c *templates.Catalogue) []string {
	var out []string
	add := func(zh, en string) {
		if c.Lang == "zh" {
			en = zh
		}
		out = append(out, en)
	}
	for _, x := range settingNames(p) {
		add(x.zh, x.en)
	}
	for _, x := range p.Parameters {
		out = append(out, x.Name)
	}
	for _, x := range workbook.BuiltInParameters() {
		add(x.Zh, x.En)
	}
	for _, it := range p.Items {
		out = append(out, it.ID, it.Section)
	}
	for _, s := range p.Sections {
		out = append(out, s.Name)
	}
	for _, r := range p.Ratings {
		out = append(out, r.Raters)
	}
	for _, g := range p.RaterGroups {
		out = append(out, g.Name)
	}
	for _, t := range p.Tasks {
		out = append(out, t.ID)
	}
	slices.Sort(out)
	return slices.DeleteFunc(slices.Compact(out), func(s string) bool { return s == "" })
}

// Move is the difference of a bureau's result between two scorings: total, rank and grade.
type Move struct {
	Bureau      *workbook.Bureau
	Was, Is     sheet.Value
	WasRank     int
	Rank        int
	Grade, Then string
}

// Changed reports whether anything differs.
func (m Move) Changed() bool {
	return !m.Was.Equal(m.Is) || m.WasRank != m.Rank || m.Grade != m.Then
}

// Moves compares the results of every bureau that is in both scorings. Those with another rank come first, then those whose total changes
// most.
func Moves(before, after *Scores) []Move {
	was := map[string]*Result{}
	for _, b := range before.Bureaus {
		was[b.Bureau.Code] = b
	}
	var out []Move
	for _, b := range after.ranked() {
		if w := was[b.Bureau.Code]; w != nil {
			out = append(out, Move{b.Bureau, w.Total, b.Total, w.Rank, b.Rank, w.Grade, b.Grade})
		}
	}
	size := func(m Move) float64 {
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
