package score

import (
	"strings"

	"duban/templates"
	"duban/workbook"
	"duban/workbook/formula"
)

// grains are the grains that rows are made for, in the order of their sheets.
func grains() []string {
	return []string{workbook.GrainTask, workbook.GrainTaskPeriod, workbook.GrainBureau, workbook.GrainPeriod, workbook.GrainReporting, workbook.GrainIndicator,
		workbook.GrainEvent, workbook.GrainAdjustment, workbook.GrainRating}
}

// inputsOf lists the inputs that are columns of a grain's table, in their order: not what each item has of its own.
func inputsOf(grain string) []workbook.SchemeInput {
	var out []workbook.SchemeInput
	for _, in := range workbook.SchemeInputs() {
		if len(in.Grains) > 0 && in.Has(grain) && !ownInput(in.Key) {
			out = append(out, in)
		}
	}
	return out
}

// ownInput reports whether an input is each item's own: its points, and what its ranking and bands give.
func ownInput(key string) bool {
	switch key {
	case workbook.InPoints, workbook.InOwn, workbook.InRank, workbook.InBest, workbook.InField, workbook.InBandFrom, workbook.InBandScore:
		return true
	}
	return false
}

// wording is how a plan speaks: the catalogue of its language, and the words for inputs and roles in every language, since
// a method may be written in either.
type wording struct {
	own  *templates.Catalogue
	each []*templates.Catalogue
	// inputs gives an input by its folded name.
	inputs map[string]workbook.SchemeInput
	// roles gives a role's key by its folded label, levels an event level by any of its names.
	roles  map[string]string
	levels map[string]workbook.EventLevel
}

// wordingOf finds the language of a plan by the name of its form. A catalogue that cannot be loaded is a fault of the
// program that the catalogue's own tests catch; its names are then not known.
func wordingOf(plan *workbook.Plan, catalogues []*templates.Catalogue) wording {
	w := wording{each: catalogues, inputs: map[string]workbook.SchemeInput{}, roles: map[string]string{}, levels: map[string]workbook.EventLevel{}}
	if w.each == nil {
		for _, lang := range templates.Languages() {
			if c, err := templates.LoadCatalogue(lang); err == nil {
				w.each = append(w.each, c)
			}
		}
	}
	for _, in := range workbook.SchemeInputs() {
		w.inputs[foldWord(in.Zh)], w.inputs[foldWord(in.En)] = in, in
	}
	for _, c := range w.each {
		if t := plan.Tables[workbook.FormTasks]; w.own == nil || t != nil && t.Form.Sheet == c.T("sheet."+workbook.FormTasks) {
			w.own = c
		}
		for _, key := range paramRoles() {
			w.roles[foldWord(c.ChoiceLabel("role", key))] = key
		}
	}
	for _, l := range workbook.EventLevels() {
		for _, name := range append([]string{l.Zh, l.En}, l.Also...) {
			w.levels[foldWord(name)] = l
		}
	}
	return w
}

// role is a role's word in the plan's language.
func (w *wording) role(key string) string { return w.own.ChoiceLabel("role", key) }

// level is an event's level in the plan's own word where it is one of the known ones, else as it stands.
func (w *wording) level(text string) string {
	if l, ok := w.levels[foldWord(text)]; ok {
		if w.own.Lang == "en" {
			return l.En
		}
		return l.Zh
	}
	return strings.TrimSpace(text)
}

// speak lets a formula name roles and levels in another language than the plan's.
func (w *wording) speak(expr *formula.Expr) *formula.Expr {
	return expr.Rewrite(formula.Rewriter{Text: func(text string) string {
		if key, ok := w.roles[foldWord(text)]; ok {
			return w.role(key)
		}
		return w.level(text)
	}})
}

// foldWord makes two writings of a name equal.
func foldWord(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

// wildcards are what spreadsheet programs take for patterns in a text that they look for, with how they are written instead.
var wildcards = [][2]string{{"*", "＊"}, {"?", "？"}, {"~", "～"}}

// plainText is a text without wildcards.
func plainText(s string) string {
	for _, w := range wildcards {
		s = strings.ReplaceAll(s, w[0], w[1])
	}
	return s
}

// plainSource is the formula for plainText of what a formula gives.
func plainSource(source string) string {
	for _, w := range wildcards {
		source = "SUBSTITUTE(" + source + "," + text(w[0]) + "," + text(w[1]) + ")"
	}
	return source
}

// keyText is a name as a key of conditional sums: what spreadsheet programs take for wildcards or comparisons in a
// condition is written full-width.
func keyText(s string) string {
	s = plainText(strings.TrimSpace(s))
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
