package validate

import (
	"cmp"
	"maps"
	"slices"

	"duban/workbook"
	"duban/workbook/calendar"
)

// RulesOf gives the rules about rows for a plan: the built-in ones, in the language of forms and with the county's changes, and the county's
// own. zh are the Chinese forms, in whose words the built-in rules are written. A rule that changes at some day is given once for each span.
func RulesOf(p *workbook.Plan, zh, forms *workbook.TemplateForms) []workbook.Rule {
	built := append(RowRules(zh, forms), figureRule(zh, forms), fractionRule(zh, forms), beyondRule(zh, forms))
	if len(p.Switches) == 0 {
		return append(built, p.Rules...)
	}
	set := switchable(p, index(ruleList()))
	var out []workbook.Rule
	for _, r := range built {
		from := set[workbook.Fold(r.Code)]
		// The built-in rule holds up to the first change, and each change until the next.
		for i := -1; i < len(from); i++ {
			part := r
			if i+1 < len(from) {
				part.Until = from[i+1].From
			}
			if i >= 0 {
				part.Severity, part.From = from[i].Severity, from[i].From
			}
			if i >= 0 && from[i].Off || i+1 < len(from) && part.Until <= part.From {
				continue
			}
			out = append(out, part)
		}
	}
	return append(out, p.Rules...)
}

// SwitchesOn gives the county's changes of built-in rules that are in force on a day, by the rule's code; nil if the plan has none at all.
func (c *Checker) SwitchesOn(p *workbook.Plan, day calendar.Date) map[string]*workbook.Switch {
	set := switchable(p, c.rules)
	if len(set) == 0 {
		return nil
	}
	out := make(map[string]*workbook.Switch, len(set))
	for code, all := range set {
		for _, s := range all {
			if s.From <= day {
				out[code] = s
			}
		}
	}
	return out
}

// Settings lists all of the county's changes of built-in rules, sorted by the rule's code, then by day.
func (c *Checker) Settings(p *workbook.Plan) []SetRule {
	set := switchable(p, c.rules)
	var out []SetRule
	for _, code := range slices.Sorted(maps.Keys(set)) {
		for _, s := range set[code] {
			out = append(out, SetRule{Rule: c.rules[code], Switch: s})
		}
	}
	return out
}

// InForce lists the county's changes of built-in rules that are in force on a day, sorted by the rule's code.
func (c *Checker) InForce(p *workbook.Plan, day calendar.Date) []SetRule {
	var out []SetRule
	for code, s := range c.SwitchesOn(p, day) {
		out = append(out, SetRule{Rule: c.rules[code], Switch: s})
	}
	slices.SortFunc(out, func(a, b SetRule) int { return cmp.Compare(a.Rule.Code, b.Rule.Code) })
	return out
}

// SetRule is a built-in rule with a change of it by the county.
type SetRule struct {
	Rule   *Rule
	Switch *workbook.Switch
}

// switchable gives the plan's changes of rules that may be changed, by code, the earliest first, if they have an approver. Older plans have
// no column for the approver. Their changes count, so that their rounds stay as they were checked; a new round is not issued until the
// approver is filled in.
func switchable(p *workbook.Plan, rules map[string]*Rule) map[string][]*workbook.Switch {
	if len(p.Switches) == 0 {
		return nil
	}
	out := map[string][]*workbook.Switch{}
	for _, s := range p.Switches {
		if r := rules[workbook.Fold(s.Code)]; r != nil && r.Switchable() && (s.Approver != "" || !asksApprover(s.Rec.Table)) && (s.Off || s.Rec.Get(workbook.ColSeverity).Filled()) {
			out[workbook.Fold(s.Code)] = append(out[workbook.Fold(s.Code)], s)
		}
	}
	for _, all := range out {
		slices.SortStableFunc(all, func(a, b *workbook.Switch) int { return cmp.Compare(a.From, b.From) })
	}
	return out
}

// Switchable reports whether a county may give the rule another severity or switch it off. It may not for the rules about the plan itself,
// nor for fixed ones.
func (r *Rule) Switchable() bool { return r.Scope != ScopePlan && !r.Fixed }

// asksApprover reports whether a sheet has a column for the approver.
func asksApprover(t *workbook.Table) bool { return t.Cols[t.Form.Index(workbook.ColApprover)] > 0 }

// switchRow checks a row of 校验规则 that changes a built-in rule.
func (k *planCheck) switchRow(r *workbook.Record, known *Rule) {
	switch {
	case r.Get(workbook.ColFormula).Text != "" || r.Get(workbook.ColForm).State != workbook.Empty || r.Get(workbook.ColMessage).State != workbook.Empty:
		k.add("rule-code-taken", cell(r, workbook.ColCode))
	case !known.Switchable():
		k.add("switch-fixed", cell(r, workbook.ColCode))
	default:
		if r.Get(workbook.ColSeverity).State == workbook.Empty {
			k.add("switch-severity", cell(r, workbook.ColSeverity))
		}
		// Like every exception a change needs an approver and a reason, as it holds for all bureaus.
		if r.Get(workbook.ColApprover).State == workbook.Empty {
			k.add("approver-missing", cell(r, workbook.ColApprover))
		}
		if r.Get(workbook.ColRemark).State == workbook.Empty {
			k.add("switch-reason", cell(r, workbook.ColRemark))
		}
	}
	k.inUse(r, nil)
}
