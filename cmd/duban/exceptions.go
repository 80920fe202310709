package main

import (
	"strings"

	"duban/report"
	"duban/validate"
	"duban/workbook"
)

// mostExceptions is how many of a kind status names one by one; --json and the consolidated workbook have all.
const mostExceptions = 12

// exceptions says what stands otherwise than it was reported, and what was let stand: verifications beside what was
// reported, waivers with their approver, warnings with the reason given. The rows that are held are said before.
func (s *session) exceptions(o *output, r *round) {
	lines := map[string][]string{}
	listed := map[string][]map[string]any{report.Verified: {}, report.Waived: {}, report.Explained: {}}
	var given reasons
	for _, x := range r.ledger(r.plan.CutoffDay(r.period)).Exceptions() {
		if listed[x.Kind] == nil {
			continue
		}
		words := map[string]string{"bureau": "", "task": "", "place": "", "reason": x.Reason, "approver": x.Approver, "value": "", "reported": "", "field": "", "message": ""}
		if x.Bureau != nil {
			words["bureau"] = x.Bureau.Name
		}
		if x.Task != nil {
			words["task"] = x.Task.ID
		}
		m := map[string]any{"period": x.Period.String()}
		if v := x.Verification; v != nil {
			words["field"] = strings.TrimSpace(s.words.ChoiceLabel("verified", v.Field) + " " + v.Problem)
			words["value"], words["reported"] = v.Value, report.ReportedAs(&x, r.plan, s.words)
		} else {
			words["message"], _ = s.findingText(x.Finding)
			m["code"] = x.Finding.Code
		}
		if !x.Place.IsZero() {
			words["place"] = x.Place.File + " " + x.Place.String()
		}
		for name, word := range words {
			m[name] = word
		}
		listed[x.Kind] = append(listed[x.Kind], m)
		if x.Kind == report.Explained {
			given.add(len(lines[x.Kind]), words["bureau"], words["reason"], words["message"], x.Place)
		}
		words["place"] = x.Place.String()
		if strings.Contains(words["message"], words["task"]) {
			words["task"] = "" // the message names it
		}
		var args []any
		for name, word := range words {
			args = append(args, name, word)
		}
		lines[x.Kind] = append(lines[x.Kind], s.words.T("status."+x.Kind+"-line", args...))
	}
	lines[report.Explained] = given.lines(lines[report.Explained], s)
	for _, kind := range []string{report.Waived, report.Explained, report.Verified} {
		o.summary[kind] = listed[kind]
		s.shown(o, "status."+kind, len(listed[kind]), lines[kind])
	}
}

// reasons are the warnings that bureaus explained, by bureau and reason: one reason often answers many.
type reasons struct {
	order []reasonKey
	by    map[reasonKey]*reasoned
}

type reasonKey struct{ bureau, reason string }

// reasoned are the warnings that one reason answers: which of all they are, and their places by what they say.
type reasoned struct {
	at       []int
	messages []string
	places   map[string][]string
}

// add takes up the warning that is the n-th of all.
func (g *reasons) add(n int, bureau, reason, message string, place workbook.Place) {
	if g.by == nil {
		g.by = map[reasonKey]*reasoned{}
	}
	key := reasonKey{bureau, reason}
	r := g.by[key]
	if r == nil {
		r = &reasoned{places: map[string][]string{}}
		g.by[key] = r
		g.order = append(g.order, key)
	}
	r.at = append(r.at, n)
	if r.places[message] == nil {
		r.messages = append(r.messages, message)
	}
	r.places[message] = append(r.places[message], place.String())
}

// lines has a line a reason: a warning that has its reason to itself keeps the line that it has alone.
func (g *reasons) lines(single []string, s *session) []string {
	var out []string
	for _, key := range g.order {
		r := g.by[key]
		if len(r.at) == 1 {
			out = append(out, single[r.at[0]])
			continue
		}
		var points []string
		for _, m := range r.messages {
			points = append(points, s.words.T("status.explained-point", "message", m, "places", s.listed(r.places[m])))
		}
		out = append(out, s.words.T("status.explained-together", "bureau", key.bureau, "n", len(r.at), "reason", key.reason,
			"points", strings.Join(points, s.words.T("filenote.join"))))
	}
	return out
}

// contradictions says what the returns of several bureaus say against each other.
func (s *session) contradictions(o *output, r *round) {
	var warnings, remarks []string
	found := []map[string]any{}
	for i := range r.between {
		f := &r.between[i]
		if f.Answered || f.Waived || s.checker.Rule(f.Code).Scope != validate.ScopeOthers {
			continue // what is answered stands among the exceptions, what dates and figures say on the consolidated workbook's sheet
		}
		message, _ := s.findingText(f)
		line := s.words.T("status.between-line", "bureau", s.bureauName(f.Bureau), "place", f.Place.String(), "message", message)
		if f.Severity > workbook.Info {
			warnings = append(warnings, line)
		} else {
			remarks = append(remarks, line)
		}
		found = append(found, map[string]any{"code": f.Code, "severity": f.Severity.String(), "bureau": s.bureauName(f.Bureau), "task": f.Task,
			"place": f.Place.File + " " + f.Place.String(), "beside": besides(f), "message": message})
	}
	lines := append(warnings, remarks...)
	o.summary["between"] = found
	s.shown(o, "status.between", len(lines), lines)
}

// shown adds a section about n things of which only the first lines are named.
func (s *session) shown(o *output, id string, n int, lines []string) {
	if more := len(lines) - mostExceptions; more > 0 {
		lines = append(lines[:mostExceptions:mostExceptions], s.words.T("status.more", "n", more))
	}
	if n > 0 {
		o.lines = append(append(o.lines, "", s.words.T(id, "n", n)), lines...)
	}
}

// besides are the further cells that a finding is about.
func besides(f *validate.Finding) []string {
	out := []string{}
	for _, p := range f.Beside {
		out = append(out, strings.TrimSpace(p.File+" "+p.String()))
	}
	return out
}

// beside are the points at returns' cells that only several bureaus' returns together show, by the files that they are in.
func (r *round) beside() map[string][]validate.Finding {
	out := map[string][]validate.Finding{}
	for _, f := range r.between {
		if f.Severity > workbook.Info {
			out[f.Place.File] = append(out[f.Place.File], f)
		}
	}
	return out
}

// between adds what several bureaus' returns of a round say together to the findings, once.
func (o *output) between(r *round) {
	for _, p := range o.compared {
		if p == r.period {
			return
		}
	}
	o.compared = append(o.compared, r.period)
	o.findings = append(o.findings, r.between...)
}
