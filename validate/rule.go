package validate

import "duban/workbook"

// Scope says what a rule looks at.
type Scope string

// Scopes of rules, from the outside in.
const (
	ScopePlan      Scope = "plan"
	ScopeFile      Scope = "file"      // what kind of file it is, whose, for which period
	ScopeStructure Scope = "structure" // sheets, headings, rows
	ScopeField     Scope = "field"     // a single cell
	ScopeRow       Scope = "row"       // one row, in the rule language
	ScopeBetween   Scope = "between"   // rows of several sheets
	ScopePrior     Scope = "prior"     // what stood at the end of the period before
	ScopeComputed  Scope = "computed"  // what dates and figures say
	ScopeOthers    Scope = "others"    // what other bureaus report
)

// Scopes lists them.
func Scopes() []Scope {
	return []Scope{ScopePlan, ScopeFile, ScopeStructure, ScopeField, ScopeRow, ScopeBetween, ScopePrior, ScopeOthers, ScopeComputed}
}

// since is the release in which the catalogue first stood.
const since = "1.0"

// Rule is one entry of the catalogue: a code that the program can emit, and what it means for a return. Codes never
// change meaning.
type Rule struct {
	Code     string
	Severity workbook.Severity
	Since    string
	Scope    Scope
	// Places names every place that the rule's message and hint may fill, such as "value" or "near".
	Places []string
	// InPlan says that the rule judges the plan's sheets as well as a return's.
	InPlan bool
	// Fixed says that a county may not set the rule otherwise: without it a figure would be wrong, or nobody could tell
	// whose it is.
	Fixed bool
	// Forms are the keys of the forms that a row rule judges, with its Sources in the same order, in the words of the
	// Chinese forms.
	Forms, Sources []string
	// Good and Bad are one case each that keeps and that breaks the rule; a row rule's are of its first form.
	Good, Bad Example
}

// Standard are the places that every message may use: they come from the finding itself. All others come from its Args.
func Standard() []string {
	return []string{"value", "field", "task", "cell", "sheet", "file", "bureau", "code", "part"}
}

// Catalogue lists every code that the program can emit, in the order in which the documentation shows them.
func Catalogue() []Rule {
	out := ruleList()
	at := index(out)
	for _, e := range exampleList() {
		if r := at[e.code]; r != nil {
			r.Good, r.Bad = e.good, e.bad
		}
	}
	return out
}

// ruleList is the catalogue without its examples, which only people need.
func ruleList() []Rule {
	var out []Rule
	out = append(out, planRules()...)
	out = append(out, schemeRules()...)
	out = append(out, formulaRules()...)
	out = append(out, fileRules()...)
	out = append(out, structureRules()...)
	out = append(out, fieldRules()...)
	out = append(out, repairRules()...)
	out = mergeRows(out, rowCatalogue())
	return append(out, contextRules()...)
}

// exampleList are the examples of all rules but those about a row, whose own stand beside their formula.
func exampleList() []examples {
	var out []examples
	out = append(out, planExamples()...)
	out = append(out, intakeExamples()...)
	out = append(out, schemeExamples()...)
	out = append(out, schemePartExamples()...)
	out = append(out, formulaExamples()...)
	out = append(out, fileExamples()...)
	out = append(out, structureExamples()...)
	out = append(out, fieldExamples()...)
	out = append(out, repairExamples()...)
	out = append(out, contextExamples()...)
	out = append(out, rollupExamples()...)
	out = append(out, betweenExamples()...)
	out = append(out, priorExamples()...)
	out = append(out, computedExamples()...)
	return append(out, othersExamples()...)
}

// mergeRows adds the row rules. A rule that stands under a code of reading gives that entry its formula and examples.
func mergeRows(out, rows []Rule) []Rule {
	at := index(out)
	var further []Rule
	for _, r := range rows {
		if e := at[r.Code]; e != nil {
			e.Forms, e.Sources, e.Good, e.Bad = r.Forms, r.Sources, r.Good, r.Bad
			continue
		}
		further = append(further, r)
	}
	return append(out, further...)
}

// index finds the catalogue's entries by code.
func index(rules []Rule) map[string]*Rule {
	m := make(map[string]*Rule, len(rules))
	for i := range rules {
		m[rules[i].Code] = &rules[i]
	}
	return m
}

const (
	problem = workbook.Problem
	warning = workbook.Warning
	info    = workbook.Info
)

// fixed marks a rule that a county may not switch, inPlan one that judges the plan's sheets too.
func (r Rule) fixed() Rule  { r.Fixed = true; return r }
func (r Rule) inPlan() Rule { r.InPlan = true; return r }

func rule(scope Scope, severity workbook.Severity, code string, places ...string) Rule {
	return Rule{Code: code, Severity: severity, Since: since, Scope: scope, Places: places}
}

// Occasion is when a rule is put to something.
type Occasion string

// Occasions.
const (
	OnPlan     Occasion = "plan"     // when the plan is checked
	OnReturn   Occasion = "return"   // when a return is looked at, received or merged
	OnMerge    Occasion = "merge"    // when the returns of several bureaus lie side by side
	InTemplate Occasion = "template" // in the issued workbook, which checks itself
)

// Occasions lists them in the order in which a round meets them.
func Occasions() []Occasion { return []Occasion{OnPlan, InTemplate, OnReturn, OnMerge} }

// On lists the occasions on which the rule is put.
func (r *Rule) On() []Occasion {
	var out []Occasion
	switch {
	case r.Scope == ScopePlan:
		return []Occasion{OnPlan}
	case r.Scope == ScopeOthers:
		return []Occasion{OnMerge}
	case r.InPlan:
		out = append(out, OnPlan)
	}
	// The self-check asks for what must be mended or explained; it leaves what is merely said to the reading.
	// Beside the row rules it asks for the figure that a task is measured by, and how a percentage is written.
	if (len(r.Forms) > 0 || r.Code == "figure-expected" || r.Code == "figure-fraction") && r.Severity != info {
		out = append(out, InTemplate)
	}
	return append(out, OnReturn)
}
