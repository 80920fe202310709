package report

import (
	"strings"

	"duban/templates"
	"duban/workbook"
)

// Inputs of a method, by key. Their names in the rule language stand in the catalogues as input.<key>.
const (
	inputPoints   = "points"
	inputWeight   = "weight"
	inputRole     = "role"
	inputShare    = "share"
	inputTarget   = "target"
	inputBaseline = "baseline"
	inputDone     = "done"
	inputRatio    = "ratio"
	inputElapsed  = "elapsed"
	inputDaysLate = "days-late"
	inputAsked    = "asked"
	inputReceived = "received"
	inputLate     = "late"
	inputSentBack = "sent-back"
	inputMissing  = "missing"
	inputNothing  = "nothing"
	inputAmount   = "amount"
	inputMark     = "mark"
)

// inputsOf lists the inputs of a grain in the order of their columns, without 分值; none for a grain that is not known.
func inputsOf(grain string) []string {
	switch grain {
	case workbook.GrainTask:
		return []string{inputRole, inputWeight, inputShare, inputTarget, inputBaseline, inputDone, inputRatio, inputElapsed, inputDaysLate}
	case workbook.GrainReporting:
		return []string{inputAsked, inputReceived, inputLate, inputSentBack, inputMissing, inputNothing}
	case workbook.GrainAdjustment:
		return []string{inputAmount}
	case workbook.GrainRating:
		return []string{inputMark}
	}
	return nil
}

// scoreGrains are the grains that rows are made for, in the order of their sheets.
func scoreGrains() []string {
	return []string{workbook.GrainTask, workbook.GrainReporting, workbook.GrainAdjustment, workbook.GrainRating}
}

// wording is how a plan speaks: the catalogue of its language, and the names of inputs and roles in every language, since
// a method may be written in either.
type wording struct {
	own  *templates.Catalogue
	each []*templates.Catalogue
	// inputs gives an input's key by its folded name.
	inputs map[string]string
	// roles gives a role's key by its folded label.
	roles map[string]string
}

// wordingOf finds the language of a plan by the name of its form. A catalogue that cannot be loaded is a fault of the
// program that the catalogue's own tests catch; its names are then not known.
func wordingOf(plan *workbook.Plan, catalogues []*templates.Catalogue) wording {
	w := wording{each: catalogues, inputs: map[string]string{}, roles: map[string]string{}}
	if w.each == nil {
		for _, lang := range templates.Languages() {
			if c, err := templates.LoadCatalogue(lang); err == nil {
				w.each = append(w.each, c)
			}
		}
	}
	for _, c := range w.each {
		if t := plan.Tables[workbook.FormTasks]; w.own == nil || t != nil && t.Form.Sheet == c.T("sheet."+workbook.FormTasks) {
			w.own = c
		}
		for _, grain := range scoreGrains() {
			for _, key := range inputsOf(grain) {
				w.inputs[foldWord(c.T("input."+key))] = key
			}
		}
		w.inputs[foldWord(c.T("input."+inputPoints))] = inputPoints
		for _, key := range []string{workbook.RoleLead, workbook.RoleCoLead, workbook.RoleMember, workbook.RoleSupport} {
			w.roles[foldWord(c.ChoiceLabel("role", key))] = key
		}
	}
	return w
}

// input finds the key of an input by its name in either language.
func (w *wording) input(name string) (string, bool) {
	key, ok := w.inputs[foldWord(name)]
	return key, ok
}

// role is a role's word in the plan's language.
func (w *wording) role(key string) string { return w.own.ChoiceLabel("role", key) }

// foldWord makes two writings of a name equal.
func foldWord(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }
