package validate

import (
	"duban/workbook"
	"duban/workbook/numeral"
)

// fileRules lists the rules about a file as a whole: what kind it is, of which bureau, for which period. Those of the first group are the
// reasons for which the reader refuses a file.
func fileRules() []Rule {
	const in = ScopeFile
	out := []Rule{
		rule(in, problem, "file-empty"),
		rule(in, problem, "file-password", "kind"),
		rule(in, problem, "file-old-excel", "kind"),
		rule(in, problem, "file-ole"),
		rule(in, problem, "file-macro", "kind"),
		rule(in, problem, "file-xlsb"),
		rule(in, problem, "file-ods", "kind"),
		rule(in, problem, "file-docx", "kind"),
		rule(in, problem, "file-csv"),
		rule(in, problem, "file-html", "kind"),
		rule(in, problem, "file-xml", "kind"),
		rule(in, problem, "file-picture", "kind"),
		rule(in, problem, "file-pdf"),
		rule(in, problem, "file-zip", "kind"),
		rule(in, problem, "file-unknown"),
		rule(in, problem, "file-truncated", "kind"),
		rule(in, problem, "file-damaged", "reason", "part", "sheet", "cell"),
		rule(in, problem, "file-too-large", "cap", "limit", "part"),
		rule(in, problem, "file-unreadable", "reason", "slip"),
		rule(in, info, "external-links"),
		rule(in, info, "link-outside", "value", "more"),
		rule(in, info, "styles-missing"),
		rule(in, info, "date-1904"),

		rule(in, problem, "not-ours", "kind"),
		rule(in, problem, "identity-edited", "value"),
		rule(in, problem, "wrong-plan", "found", "wanted"),
		rule(in, problem, "other-plan", "value"),
		rule(in, problem, "form-too-old", "found", "wanted"),
		rule(in, problem, "no-bureau"),
		rule(in, problem, "no-period"),
		rule(in, problem, "wrong-period", "found", "wanted"),
		rule(in, info, "plan-older", "cells", "names"),
		rule(in, warning, "form-newer"),
		rule(in, info, "identity-lost", "how"),
		rule(in, warning, "seal-lost", "how"),
		rule(in, warning, "cover-bureau-differs", "cover", "issued"),
		rule(in, warning, "file-names-other", "name", "bureau"),
		rule(in, warning, "cover-period-differs", "cover", "issued"),
		rule(in, problem, "return-blank"),
		rule(in, problem, "nothing-unclear", "value"),
		rule(in, problem, "nothing-without-reason"),
		rule(in, warning, "nothing-but-filled", "n", "cells"),
		rule(in, problem, "ledger-county-unknown", "value", "near"),
		rule(in, problem, "ledger-not-asked", "value"),
		rule(in, problem, "ledger-partial", "found"),
		rule(in, warning, "ledger-identity-lost"),
		rule(in, warning, "ledger-early", "asof", "cutoff"),
	}
	for i := range out {
		out[i].Fixed = true
	}
	return out
}

// structureRules lists the rules about sheets, headings and rows; some hold for the plan's sheets, too.
func structureRules() []Rule {
	const in = ScopeStructure
	return []Rule{
		rule(in, problem, "sheet-missing", "name").fixed().inPlan(),
		rule(in, info, "sheet-renamed", "sheet", "name"),
		rule(in, info, "sheet-unknown", "sheet"),
		rule(in, warning, "sheet-twice", "sheet", "name"),
		rule(in, warning, "sheet-of-another", "sheet", "name", "bureau"),
		rule(in, problem, "headings-missing", "sheet").fixed().inPlan(),
		rule(in, problem, "column-missing", "name").fixed().inPlan(),
		rule(in, warning, "column-lost", "name"),
		rule(in, info, "column-unknown", "value", "near").inPlan(),
		rule(in, warning, "heading-twice", "value", "first").fixed().inPlan(),
		rule(in, info, "column-nameless", "value", "cells", "n"),
		rule(in, problem, "rows-above-headings", "cells", "n").fixed(),
		rule(in, warning, "row-missing", "task", "name"),
		rule(in, problem, "row-unknown", "value", "near").fixed(),
		rule(in, problem, "row-not-yours", "value", "name").fixed(),
		rule(in, info, "row-not-asked", "value", "name"),
		rule(in, info, "row-dropped", "value"),
		rule(in, info, "row-of-totals", "value"),
		rule(in, problem, "row-without-number", "field").fixed(),
		rule(in, problem, "row-twice", "value", "first").fixed(),
		rule(in, problem, "row-under-other", "value", "other", "cells").fixed(),
		rule(in, info, "row-id-restored", "task").fixed(),
		rule(in, warning, "row-untouched", "form", "carried"),
		rule(in, warning, "figure-unpublished", "field"),
		rule(in, info, "locked-changed", "field", "value", "issued"),
		rule(in, problem, "ledger-incomplete", "name", "column").fixed(),
		rule(in, warning, "ledger-column-lost", "name"),
		rule(in, warning, "ledger-without-sources", "name"),
		rule(in, warning, "ledger-problems-lost", "name", "column"),
		rule(in, warning, "ledger-row-added", "value", "list"),
	}
}

// fieldRules lists the rules about single cells: values that cannot be read or are not allowed.
func fieldRules() []Rule {
	const in = ScopeField
	return []Rule{
		rule(in, problem, workbook.FaultNumber, "value", "field", "unit").fixed().inPlan(),
		rule(in, problem, workbook.FaultPercent, "value", "field").fixed().inPlan(),
		rule(in, problem, workbook.FaultDate, "value", "field", "month", "days", "wording").fixed().inPlan(),
		rule(in, problem, workbook.FaultChoice, "value", "field", "near", "allowed").fixed().inPlan(),
		rule(in, problem, workbook.FaultBool, "value", "field").fixed().inPlan(),
		rule(in, problem, workbook.FaultError, "value", "field").fixed().inPlan(),
		rule(in, problem, workbook.FaultUnstored, "field").fixed().inPlan(),
		rule(in, problem, workbook.FaultUnit, "value", "field").fixed().inPlan(),
		rule(in, problem, workbook.FaultDated, "value", "field").fixed().inPlan(),
		rule(in, problem, workbook.FaultShown, "value", "field").fixed().inPlan(),
		rule(in, problem, workbook.FaultLarge, "value", "field").fixed().inPlan(),
		rule(in, problem, workbook.FaultMerged, "field", "range").fixed(),
		rule(in, warning, workbook.FaultPicture, "field").inPlan(),
		rule(in, warning, "outside-formula", "value", "field", "formula"),
		rule(in, warning, "volatile-formula", "value", "field", "name"),
		rule(in, warning, "ledger-edited", "field", "value", "task"),
		rule(in, problem, "required", "field").fixed().inPlan(),
		rule(in, problem, "field-gte", "value", "field", "limit").fixed().inPlan(),
		rule(in, problem, "field-lte", "value", "field", "limit").fixed().inPlan(),
		rule(in, problem, "field-max", "field", "limit", "n").inPlan(),
		rule(in, warning, "needed-unknown", "name", "near"),
		rule(in, warning, "level-unclear", "value", "field"),
		rule(in, warning, "problem-task-unknown", "value", "near"),
	}
}

// repairRules lists the rules that report what was repaired in reading, one for each kind of repair.
func repairRules() []Rule {
	var out []Rule
	for _, r := range numeral.Repairs() {
		out = append(out, rule(ScopeField, info, repairCode(r), "field", "value", "read", "cells", "n"))
	}
	return out
}

func repairCode(r numeral.Repair) string { return "repaired-" + string(r) }

// contextRules lists the rules that no formula over one row can express: they compare rows of several sheets, the period before, other
// bureaus, or dates and figures that are worked out.
func contextRules() []Rule {
	return []Rule{
		rule(ScopeBetween, warning, "figure-expected", "field"),
		rule(ScopeBetween, problem, "figure-fraction", "task", "field", "value", "target"),
		rule(ScopeBetween, warning, "figure-hundredth", "task", "field", "value", "target", "percent"),
		rule(ScopeBetween, warning, "figure-beyond", "task", "value", "target", "unit", "counted"),
		rule(ScopeBetween, warning, "done-below-target", "task", "value", "target", "unit"),
		rule(ScopeBetween, info, "target-reached", "task", "value", "target", "unit"),
		rule(ScopeBetween, warning, "done-milestones-open", "task", "n", "names"),
		rule(ScopeBetween, warning, "done-stages-open", "task", "n", "names"),
		rule(ScopeBetween, warning, "done-steps-open", "task", "n", "names"),
		rule(ScopeBetween, info, "milestones-done", "task"),
		rule(ScopeBetween, info, "steps-done", "task"),
		rule(ScopeBetween, info, "stages-done", "task"),
		rule(ScopeBetween, warning, "done-before-part", "task", "field", "value", "name", "date", "other"),
		rule(ScopeBetween, warning, "not-started-parts-begun", "task", "names", "other"),
		rule(ScopeBetween, warning, "not-started-stages-moved", "task"),
		rule(ScopeBetween, warning, "steps-out-of-order", "task", "name", "names", "other"),
		rule(ScopeBetween, warning, "done-problem-open", "task", "n", "other"),
		rule(ScopeBetween, info, "trouble-not-listed", "task", "field", "name"),
		rule(ScopeBetween, problem, "date-after-period", "value", "field", "last").fixed(),
		rule(ScopeBetween, warning, "date-before-start", "value", "field", "start"),

		rule(ScopeBetween, problem, "ledger-sum", "what", "found", "wanted"),

		rule(ScopePrior, warning, "ledger-task-gone", "task", "name"),
		rule(ScopePrior, warning, "reopened", "task", "value", "prior"),
		rule(ScopePrior, warning, "status-backwards", "task", "value", "prior"),
		rule(ScopePrior, warning, "unchanged-without-prior", "task", "value", "as"),
		rule(ScopePrior, warning, "estimate-fell", "task", "value", "prior"),
		rule(ScopePrior, info, "text-same", "field"),
		rule(ScopePrior, warning, "text-repeated", "field", "n"),

		rule(ScopePrior, warning, "done-date-changed", "field", "value", "prior"),
		rule(ScopePrior, warning, "part-reopened", "name", "value"),
		rule(ScopePrior, warning, "stages-fell", "name", "n", "prior"),
		rule(ScopePrior, info, "figure-standing", "task", "field", "value", "n"),
		rule(ScopePrior, info, "change-waiting", "task", "n"),
		rule(ScopePrior, info, "problem-reopened", "value"),
		rule(ScopePrior, info, "verified-differs", "task", "field", "value", "verified", "approver", "since"),

		rule(ScopeComputed, warning, "normal-but-overdue", "task", "value", "due", "days"),
		rule(ScopeComputed, warning, "normal-but-behind", "task", "value", "done", "expected"),
		rule(ScopeComputed, warning, "overdue-without-word", "task", "due", "days"),
		rule(ScopeComputed, warning, "done-late-without-word", "task", "value", "due", "days"),
		rule(ScopeComputed, warning, "estimate-beyond-computed", "task", "value", "done"),

		rule(ScopeOthers, warning, "parts-lead-differs", "task", "value", "sum", "others", "unit"),
		rule(ScopeOthers, warning, "lead-done-co-lead-open", "task", "bureau", "others"),
		rule(ScopeOthers, warning, "lead-done-parts-open", "task", "bureau", "n", "others"),
		rule(ScopeOthers, info, "lead-done-support-open", "task", "bureau", "others", "counted"),
		rule(ScopeOthers, info, "lead-behind-others", "task", "bureau", "others"),
		rule(ScopeOthers, warning, "part-states-differ", "task", "name", "others"),
		rule(ScopeOthers, warning, "earlier-step-open", "task", "name", "others"),
		rule(ScopeOthers, warning, "indicator-values-differ", "name", "value", "unit", "others"),
		rule(ScopeOthers, warning, "done-others-problem", "task", "bureau", "n", "others"),
		rule(ScopeOthers, warning, "text-shared", "task", "other", "n", "others"),
		rule(ScopeOthers, info, "text-shared-task", "task", "bureau", "n", "others"),
	}
}
