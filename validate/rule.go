package validate

import "duban/workbook"

// Scope says what a rule looks at.
type Scope string

// Scopes of rules, from the outside in.
const (
	ScopePlan      Scope = "plan"
	ScopeFile      Scope = "file"      // what kind of file it is, from which bureau, for which period
	ScopeStructure Scope = "structure" // sheets, headings, rows
	ScopeField     Scope = "field"     // a single cell
	ScopeRow       Scope = "row"       // one row, in the rule language
	ScopeBetween   Scope = "between"   // rows of several sheets
	ScopePrior     Scope = "prior"     // what stood at the end of the period before
	ScopeComputed  Scope = "computed"  // what is computed from dates and figures
	ScopeOthers    Scope = "others"    // what other bureaus report
)

// Scopes lists them.
func Scopes() []Scope {
	return []Scope{ScopePlan, ScopeFile, ScopeStructure, ScopeField, ScopeRow, ScopeBetween, ScopePrior, ScopeOthers, ScopeComputed}
}

// since is the first release with the catalogue.
const since = "1.0"

// Rule is one entry of the catalogue: a code that the program can emit, and what it means. Codes never change meaning.
type Rule struct {
	Code     string
	Severity workbook.Severity
	Since    string
	Scope    Scope
	// Places names every placeholder that the rule's message and hint may use, such as "value" or "near".
	Places []string
	// InPlan says that the rule checks the plan's sheets as well as a return's.
	InPlan bool
	// Fixed says that a county may not change the rule: without it a figure would be wrong, or nobody could tell whose it is.
	Fixed bool
	// Forms holds the keys of the forms that a row rule checks; Sources, in the same order, its formulas in the words of the Chinese forms.
	Forms, Sources []string
	// Good is a case that keeps the rule, Bad one that breaks it; those of a row rule are of its first form.
	Good, Bad Example
}

// Standard lists the placeholders that every message may use. They come from the finding itself; all others come from its Args.
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

// ruleList gives the catalogue without its examples, which only the documentation needs.
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

// exampleList gives the examples of all rules except those about a row, whose examples stand beside their formulas.
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

// mergeRows adds the row rules. If a rule has the code of a reading fault, that entry gets its formula and examples.
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

// fixed marks a rule that a county may not change, inPlan one that checks the plan's sheets, too.
func (r Rule) fixed() Rule  { r.Fixed = true; return r }
func (r Rule) inPlan() Rule { r.InPlan = true; return r }

func rule(scope Scope, severity workbook.Severity, code string, places ...string) Rule {
	return Rule{Code: code, Severity: severity, Since: since, Scope: scope, Places: places}
}

// Occasion is when a rule is checked.
type Occasion string

// Occasions.
const (
	OnPlan     Occasion = "plan"     // when the plan is checked
	OnReturn   Occasion = "return"   // when a return is validated, received or merged
	OnMerge    Occasion = "merge"    // when the returns of several bureaus are compared
	InTemplate Occasion = "template" // in the issued workbook, by its self-check
)

// Occasions lists them in the order in which a round meets them.
func Occasions() []Occasion { return []Occasion{OnPlan, InTemplate, OnReturn, OnMerge} }

// On lists the occasions on which the rule is checked.
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
	// The self-check has the row rules that ask for a correction or an explanation, not those of info level. It also has simple forms of
	// three others, see figureRule, fractionRule and beyondRule.
	simple := r.Code == "figure-expected" || r.Code == "figure-fraction" || r.Code == "figure-beyond"
	if (len(r.Forms) > 0 || simple) && r.Severity != info {
		out = append(out, InTemplate)
	}
	return append(out, OnReturn)
}
