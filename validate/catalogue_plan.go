package validate

import (
	"strings"

	"duban/workbook/formula"
)

// planRules are about the plan's bureaus, tasks and what hangs on them.
func planRules() []Rule {
	const in = ScopePlan
	return []Rule{
		rule(in, problem, "plan-empty"),
		rule(in, problem, "bureaus-missing"),
		rule(in, problem, "tasks-missing"),
		rule(in, info, "plan-id-missing"),
		rule(in, warning, "document-date-missing"),

		rule(in, problem, "setting-twice", "value", "first"),
		rule(in, problem, "setting-whole", "value", "name"),
		rule(in, problem, "setting-due", "value", "name"),
		rule(in, problem, "setting-shift", "value"),
		rule(in, problem, "setting-word", "value", "name", "allowed"),
		rule(in, problem, "setting-grades", "value"),
		rule(in, problem, "setting-range", "value", "name", "low", "high"),
		rule(in, problem, "lights-order", "yellow", "red"),
		rule(in, warning, "lights-alike", "name", "other"),
		rule(in, problem, "days-order", "start", "early", "mid"),

		rule(in, problem, "bureau-nameless"),
		rule(in, problem, "bureau-twice", "value", "first"),
		rule(in, problem, "bureau-code-twice", "value", "first"),
		rule(in, problem, "bureau-name-clash", "name", "other", "first"),
		rule(in, info, "bureau-without-task", "name"),
		rule(in, problem, "name-unknown", "name", "near", "field"),

		rule(in, problem, "task-without-number"),
		rule(in, problem, "task-twice", "value", "first"),
		rule(in, problem, "task-number-bar", "value"),
		rule(in, problem, "task-number-date", "value"),
		rule(in, problem, "task-unknown", "value", "near"),
		rule(in, problem, "parent-unknown", "value", "near"),
		rule(in, problem, "parent-loop", "value"),
		rule(in, warning, "parent-before-child", "task", "parent", "due", "first"),
		rule(in, problem, "cadence-unknown", "value"),
		rule(in, problem, "start-after-due", "task", "start", "due"),
		rule(in, warning, "due-differs", "value", "wording", "resolved"),
		rule(in, problem, "target-is-baseline", "task", "value"),
		rule(in, problem, "baseline-beyond-target", "task", "baseline", "target"),
		rule(in, warning, "stages-missing", "task"),
		rule(in, warning, "indicators-missing", "task"),
		rule(in, warning, "cadence-missing", "task"),
		rule(in, warning, "ladder-falls", "value", "trigger", "from", "other", "higher"),
		rule(in, warning, "project-empty", "task"),

		rule(in, problem, "milestone-twice", "value", "first"),
		rule(in, problem, "reason-dates", "value", "first", "place"),
		rule(in, problem, "reason-task-and-period", "value", "task"),
		rule(in, warning, "milestone-after-task", "value", "task", "due", "first"),
		rule(in, problem, "stage-twice", "value", "first"),
		rule(in, problem, "stages-sum", "task", "sum", "target", "cells", "first"),
		rule(in, problem, "part-twice", "name", "first"),
		rule(in, problem, "parts-sum", "task", "sum", "target", "cells", "first"),
		rule(in, problem, "parts-exceed", "task", "sum", "target", "cells", "first"),
		rule(in, problem, "indicator-twice", "value", "first"),
		rule(in, problem, "step-twice", "value", "first"),
		rule(in, warning, "step-after-task", "value", "task", "due", "first"),

		rule(in, problem, "list-nameless"),
		rule(in, problem, "list-name", "value"),
		rule(in, problem, "list-name-taken", "value"),
		rule(in, problem, "list-no-choices", "column"),
		rule(in, problem, "special-twice", "value"),
		rule(in, problem, "special-scope-unknown", "name", "near"),
		rule(in, problem, "list-choices-long", "column", "n", "limit"),
		rule(in, problem, "list-column-nameless"),
		rule(in, problem, "list-column-twice", "value"),

		rule(in, problem, "period-unknown", "value"),
		rule(in, problem, "change-object-unknown", "value", "near"),
		rule(in, problem, "change-date", "value"),
		rule(in, problem, "change-field", "value", "object"),
		rule(in, info, "change-lead-gone", "value", "task", "names"),
		rule(in, info, "change-after-issue", "task", "value", "name", "was", "now", "round"),
		rule(in, warning, "change-after-year", "task", "value", "name", "was", "now", "round"),
		rule(in, warning, "assignment-unrecorded", "task", "field", "value", "was", "round"),
		rule(in, warning, "change-withdrawn", "task", "field", "value", "was", "round"),
		rule(in, warning, "issued-plan-lost", "value", "round"),
		rule(in, info, "parts-edited", "name", "names", "n", "round"),
		rule(in, problem, "approver-missing", "field"),
		rule(in, problem, "intake-no-file", "decision"),
		rule(in, problem, "intake-file-unknown", "value", "near"),
		rule(in, problem, "intake-file-several", "value", "names"),
		rule(in, problem, "reopen-no-period"),
		rule(in, problem, "reopen-no-end"),
		rule(in, warning, "reopen-not-closed", "value", "name"),
		rule(in, warning, "reopen-too-early", "value", "closing"),
		rule(in, warning, "closing-before-mending", "days", "mend"),
		rule(in, problem, "waiver-rule-unknown", "value", "near"),
		rule(in, problem, "verification-no-bureau", "task"),
		rule(in, problem, "verification-value", "value", "name"),
		rule(in, warning, "verification-below", "value", "name"),

		rule(in, info, "pending-lead", "task"),
		rule(in, info, "pending-due", "task"),
		rule(in, info, "pending-due-wording", "task", "wording"),
		rule(in, info, "pending-target", "task"),
		rule(in, info, "pending-part", "task", "name"),
		rule(in, info, "pending-indicator", "name"),
		rule(in, info, "pending-cell", "field"),
	}
}

// schemeRules are about how a plan scores and what rules of its own it has.
func schemeRules() []Rule {
	const in = ScopePlan
	return []Rule{
		rule(in, warning, "scheme-sum", "name", "sum", "cells"),
		rule(in, problem, "scheme-item-twice", "value", "first"),
		rule(in, problem, "scheme-points-negative", "value"),
		rule(in, problem, "scheme-floor-above-cap", "floor", "cap"),
		rule(in, warning, "scheme-cap-below-points", "cap", "points"),
		rule(in, problem, "scheme-scope-unknown", "name", "near"),
		rule(in, problem, "method-unknown", "value", "near"),
		rule(in, problem, "method-twice", "value", "first"),
		rule(in, info, "method-unused", "name"),
		rule(in, problem, "method-input-unknown", "name", "pos", "near", "allowed"),
		rule(in, problem, "method-input-grain", "name", "pos", "item", "allowed"),

		rule(in, problem, "scheme-parent-unknown", "value", "near"),
		rule(in, problem, "scheme-parent-loop", "value"),
		rule(in, warning, "scheme-group-empty", "name"),
		rule(in, warning, "scheme-group-sum", "value", "sum", "cells"),
		rule(in, problem, "scheme-section-unknown", "value", "near"),
		rule(in, problem, "scheme-section-sum", "value", "name", "sum", "cells"),
		rule(in, warning, "scheme-weights-sum", "name", "sum", "cells"),
		rule(in, warning, "scheme-bureau-uncovered", "name"),
		rule(in, problem, "scheme-share-missing"),
		rule(in, problem, "scheme-summing-here", "value"),
		rule(in, problem, "scheme-factor-unknown", "value", "near"),
		rule(in, warning, "deduction-exceeds-item", "floor", "points"),
		rule(in, info, "parameter-unused", "name"),
		rule(in, problem, "method-missing"),
		rule(in, warning, "method-above-points", "name", "case", "most", "points"),
		rule(in, warning, "method-below-item", "name", "case", "least", "points"),
		rule(in, warning, "input-unsupplied", "name", "item"),
		rule(in, problem, "bands-unknown", "value", "near"),
		rule(in, problem, "bands-missing", "name"),
		rule(in, problem, "bands-empty", "value", "from"),
		rule(in, warning, "bands-start", "value"),
		rule(in, problem, "bands-overlap", "value", "first"),
		rule(in, problem, "bands-gap", "value", "from", "first"),
		rule(in, problem, "grade-behind", "name", "other", "first"),
		rule(in, problem, "grade-quota", "sum"),
		rule(in, warning, "grade-unreachable", "value", "name", "most", "category"),
		rule(in, problem, "adjustment-twice", "value", "first"),
		rule(in, problem, "adjustment-item-unknown", "value", "name", "near"),
		rule(in, problem, "adjustment-reverses-unknown", "value", "name"),
		rule(in, info, "adjustment-matter-twice", "value", "name", "first"),
		rule(in, problem, "event-item-unknown", "value", "name", "near"),
		rule(in, problem, "gate-grade-unknown", "value", "near", "allowed"),
		rule(in, warning, "rater-group-unknown", "value", "near"),

		rule(in, problem, "rule-twice", "value", "first"),
		rule(in, problem, "rule-code-taken", "value"),
		rule(in, problem, "rule-unknown", "value", "near"),
		rule(in, problem, "switch-fixed", "value"),
		rule(in, problem, "switch-severity"),
		rule(in, problem, "switch-reason"),
		rule(in, problem, "rule-column-unknown", "name", "pos", "near"),
		rule(in, problem, "rule-choice-unknown", "name", "column", "pos", "near", "allowed"),
		rule(in, problem, "rule-text-for-figure", "name", "column", "pos"),
		rule(in, problem, "rule-not-a-condition"),
		rule(in, warning, "rule-never-breaks"),
		rule(in, warning, "rule-always-breaks"),
		rule(in, warning, "rule-too-late", "value", "last"),
		rule(in, info, "rule-form-unused", "name"),
	}
}

// formulaRules say where a formula of the plan goes wrong: a scoring method or a rule of the county's own. The codes are
// those of the rule language.
func formulaRules() []Rule {
	out := []Rule{rule(ScopePlan, problem, "formula-name-unknown", "name", "pos")}
	for _, f := range []struct{ code, places string }{
		{formula.CodeEmpty, ""},
		{formula.CodeFormulaTooLong, "limit"},
		{formula.CodeTextTooLong, "limit"},
		{formula.CodeNestingTooDeep, "limit"},
		{formula.CodeFullWidth, "char use"},
		{formula.CodeCharInstead, "char use"},
		{formula.CodeCharUnknown, "char"},
		{formula.CodeTextOpen, ""},
		{formula.CodeColumnOpen, ""},
		{formula.CodeColumnEmpty, ""},
		{formula.CodeColumnSpecial, ""},
		{formula.CodeTableName, "name"},
		{formula.CodeBracketOpen, "char"},
		{formula.CodeBracketExtra, "char"},
		{formula.CodeValueMissing, "found"},
		{formula.CodeOperatorMissing, "found"},
		{formula.CodeSeparator, "char use"},
		{formula.CodeNumberMalformed, "text"},
		{formula.CodeNumberTooLarge, "text"},
		{formula.CodeErrorUnknown, "text"},
		{formula.CodeReference, "text"},
		{formula.CodeArrayElement, "found"},
		{formula.CodeArrayRagged, "columns found"},
		{formula.CodeFuncUnknown, "name near"},
		{formula.CodeFuncVolatile, "name"},
		{formula.CodeFuncNewer, "name"},
		{formula.CodeArgsFew, "name min max count"},
		{formula.CodeArgsMany, "name min max count"},
		{formula.CodeColumnMisplaced, "column name"},
		{formula.CodeArrayMisplaced, "name"},
		{formula.CodeCellsRequired, "name"},
		{formula.CodeTableRequired, "name"},
	} {
		out = append(out, rule(ScopePlan, problem, formulaCode(f.code), append([]string{"pos"}, strings.Fields(f.places)...)...))
	}
	// What parses and can still not do what it says.
	for _, f := range []struct{ code, places string }{
		{formula.CodeTextAsNumber, "name column"},
		{formula.CodeTextAsTruth, "name column"},
		{formula.CodeTextPassedBy, "name column"},
		{formula.CodeNeverEqual, "name"},
		{formula.CodeNoOrder, "name"},
		{formula.CodeTextOrder, "name"},
		{formula.CodeFormatUnknown, "format"},
	} {
		out = append(out, rule(ScopePlan, warning, formulaCode(f.code), append([]string{"pos"}, strings.Fields(f.places)...)...))
	}
	return out
}
