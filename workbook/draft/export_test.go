package draft

import "duban/workbook/calendar"

// Compared gives how often a task was compared with another one, or with an indicator, while the draft was made.
func Compared(d *Draft) int { return d.compared }

// Rule is a rule of a table, or a sign that is weighed.
type Rule struct{ Table, Name, Example string }

// Rules gives the rules of all tables, in order.
func Rules() []Rule {
	var out []Rule
	out = append(out, rulesOf("noLimits", noLimits)...)
	for _, x := range nameForms {
		out = append(out, Rule{"nameForms", x.name, x.example})
	}
	out = append(out, rulesOf("casting", casting)...)
	out = append(out, rulesOf("passing", passing)...)
	out = append(out, rulesOf("naming", naming)...)
	out = append(out, rulesOf("asking", asking)...)
	out = append(out, rulesOf("splitting", splitting)...)
	out = append(out, rulesOf("weighing", weighing)...)
	out = append(out, signsOf("claimSigns", claimSigns)...)
	out = append(out, signsOf("clauseSigns", clauseSigns)...)
	out = append(out, signsOf("mainSigns", mainSigns)...)
	out = append(out, rulesOf("sorting", sorting)...)
	out = append(out, rulesOf("measuring", measuring)...)
	return append(out, rulesOf("doubting", doubting)...)
}

func rulesOf[C, A any](table string, rules []rule[C, A]) []Rule {
	var out []Rule
	for _, x := range rules {
		out = append(out, Rule{table, x.name, x.example})
	}
	return out
}

func signsOf[C any](table string, signs []sign[C]) []Rule {
	var out []Rule
	for _, x := range signs {
		out = append(out, Rule{table, x.name, x.example})
	}
	return out
}

// Decided gives the rules that decide anything while a draft of a document is made.
func Decided(doc Document, rules calendar.DeadlineRules) map[string]bool {
	out := map[string]bool{}
	read(doc, rules, func(rule string) { out[rule] = true })
	return out
}
