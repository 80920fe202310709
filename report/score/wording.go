package score

import (
	"strings"

	"duban/templates"
	"duban/workbook"
	"duban/workbook/formula"
)

// grains lists the grains of rows, in the order of their sheets.
func grains() []string {
	return []string{workbook.GrainTask, workbook.GrainTaskPeriod, workbook.GrainBureau, workbook.GrainPeriod, workbook.GrainReporting, workbook.GrainIndicator,
		workbook.GrainEvent, workbook.GrainAdjustment, workbook.GrainRating}
}

// inputsOf lists the inputs that are columns of a grain's table, in order, without those that each item has for itself.
func inputsOf(grain string) []workbook.SchemeInput {
	var out []workbook.SchemeInput
	for _, in := range workbook.SchemeInputs() {
		if len(in.Grains) > 0 && in.Has(grain) && !ownInput(in.Key) {
			out = append(out, in)
		}
	}
	return out
}

// ownInput reports whether each item has an input for itself: its points, and what its ranking and bands give.
func ownInput(key string) bool {
	switch key {
	case workbook.InPoints, workbook.InOwn, workbook.InRank, workbook.InBest, workbook.InField, workbook.InBandFrom, workbook.InBandScore:
		return true
	}
	return false
}

// wording holds the words of a plan: the catalogue of its language, and the words for inputs, roles and levels in every language, since a
// method may be written in any.
type wording struct {
	own  *templates.Catalogue
	each []*templates.Catalogue
	// inputs holds the inputs by folded name.
	inputs map[string]workbook.SchemeInput
	// roles holds the roles' keys by folded label, levels the levels of events by each of their folded names.
	roles  map[string]string
	levels map[string]workbook.EventLevel
}

// wordingOf finds the language of a plan by the name of its sheet of tasks. If catalogues is nil it loads all. A catalogue that cannot be
// loaded is left out; the catalogues' own tests make sure that this does not happen.
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

// role gives a role's word in the plan's language.
func (w *wording) role(key string) string { return w.own.ChoiceLabel("role", key) }

// level gives an event's level in the plan's language if it is a known one, or else as it was typed.
func (w *wording) level(text string) string {
	if l, ok := w.levels[foldWord(text)]; ok {
		if w.own.Lang == "en" {
			return l.En
		}
		return l.Zh
	}
	return strings.TrimSpace(text)
}

// speak translates the roles and levels that a formula names in another language into the plan's.
func (w *wording) speak(expr *formula.Expr) *formula.Expr {
	return expr.Rewrite(formula.Rewriter{Text: func(text string) string {
		if key, ok := w.roles[foldWord(text)]; ok {
			return w.role(key)
		}
		return w.level(text)
	}})
}

// foldWord folds case and white space, so that different ways to write a name become equal.
func foldWord(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

// wildcards lists the characters that spreadsheet programs take for patterns in conditions, each with its full-width replacement.
var wildcards = [][2]string{{"*", "＊"}, {"?", "？"}, {"~", "～"}}

// plainText replaces the wildcards in a text.
func plainText(s string) string {
	for _, w := range wildcards {
		s = strings.ReplaceAll(s, w[0], w[1])
	}
	return s
}

// plainSource gives a formula that replaces the wildcards in the result of another.
func plainSource(source string) string {
	for _, w := range wildcards {
		source = "SUBSTITUTE(" + source + "," + inQuotes(w[0]) + "," + inQuotes(w[1]) + ")"
	}
	return source
}

// keyText makes a name usable in the conditions of sums: characters that spreadsheet programs would take for wildcards or comparisons
// become full-width.
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
