package main

import (
	"strings"

	"duban/cmd/duban/round"
	"duban/report"
	"duban/validate"
	"duban/workbook"
)

// mostExceptions is how many of a kind status names one by one; --json and the consolidated workbook name all that are kept.
const mostExceptions = 12

// exceptions lists exceptions to what was reported: verifications beside the reported values, waivers with their approver, warnings
// with the reason given. The held rows are listed before.
func (s *session) exceptions(o *output, r *round.Round) {
	lines := map[string][]string{}
	listed := map[string][]map[string]any{report.Verified: {}, report.Waived: {}, report.Explained: {}}
	further := map[string]int{} // not listed, by kind
	var given reasons
	var verified gathered[verifiedAlike]
	for _, x := range r.Ledger(r.Plan.CutoffDay(r.Period)).Exceptions() {
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
			words["value"], words["reported"] = v.Value, report.ReportedAs(&x, r.Plan, s.words)
		} else {
			words["message"], _ = s.findingText(x.Finding)
			m["code"] = x.Finding.Code
			if more := x.Finding.Number() - 1; more > 0 {
				m["further"] = more
				further[x.Kind] += more
			}
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
			words["task"] = "" // the message names the task
		}
		var args []any
		for name, word := range words {
			args = append(args, name, word)
		}
		line := s.words.T("status."+x.Kind+"-line", args...)
		lines[x.Kind] = append(lines[x.Kind], line)
		if x.Kind == report.Verified {
			verified.add(verifiedAlike{words["task"], words["field"], words["reported"], words["value"], x.Reason, x.Approver}, 1, words["bureau"], line)
		}
	}
	lines[report.Explained] = given.lines(lines[report.Explained], s)
	lines[report.Verified] = verified.lines(func(v verifiedAlike, a *alike) string {
		return s.words.T("status.verified-together", "task", v.task, "field", v.field, "reported", v.reported, "value", v.value, "reason", v.reason,
			"approver", v.approver, "n", a.n, "bureaus", s.first(a.names))
	})
	for _, kind := range []string{report.Waived, report.Explained, report.Verified} {
		o.summary[kind] = listed[kind]
		s.shown(o, "status."+kind, len(listed[kind])+further[kind], lines[kind])
	}
}

// verifiedAlike is what the verifications of several bureaus may have in common.
type verifiedAlike struct{ task, field, reported, value, reason, approver string }

// gathered groups lines by what they have in common, in the order of the first line of each kind. People who look for what is to be
// done read one line for each kind, followed by the names.
type gathered[K comparable] struct {
	order []K
	of    map[K]*alike
}

// alike holds the names of a kind's lines, their number including those that are not listed, and the line itself if it is the only
// one.
type alike struct {
	names []string
	n     int
	line  string
}

func (g *gathered[K]) add(kind K, n int, name, line string) {
	a := g.of[kind]
	if a == nil {
		if g.of == nil {
			g.of = map[K]*alike{}
		}
		a = &alike{line: line}
		g.of[kind] = a
		g.order = append(g.order, kind)
	}
	a.names, a.n = append(a.names, name), a.n+n
}

// lines gives one line for each kind; a kind with a single line keeps that.
func (g *gathered[K]) lines(together func(kind K, a *alike) string) []string {
	var out []string
	for _, kind := range g.order {
		if a := g.of[kind]; a.n == 1 {
			out = append(out, a.line)
		} else {
			out = append(out, together(kind, a))
		}
	}
	return out
}

// reasons groups the warnings that bureaus explained by bureau and reason: one reason often answers many.
type reasons struct {
	order []reasonKey
	by    map[reasonKey]*reasoned
}

type reasonKey struct{ bureau, reason string }

// reasoned holds the warnings that one reason answers: their indices among all, and their places by message.
type reasoned struct {
	at       []int
	messages []string
	places   map[string][]string
}

// add adds the warning with index n.
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

// lines gives one line for each reason; a reason with a single warning keeps that warning's own line.
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

// contradictions lists contradictions between the returns of several bureaus.
func (s *session) contradictions(o *output, r *round.Round) {
	var warnings, remarks gathered[string]
	found := []map[string]any{}
	between, n := r.Between(), 0
	for i := range between {
		f := &between[i]
		if f.Answered || f.Waived || s.Checker.Rule(f.Code).Scope != validate.ScopeOthers {
			continue // answered ones are among the exceptions, those about dates and figures on the consolidated workbook's sheet
		}
		message, _ := s.findingText(f)
		of := &remarks
		if f.Severity > workbook.Info {
			of = &warnings
		}
		n += f.Number()
		of.add(f.Code, f.Number(), strings.TrimSpace(s.bureauName(f.Bureau)+" "+f.Task), s.words.T("status.between-line", "bureau", s.bureauName(f.Bureau), "place", f.Place.String(), "message", message))
		m := map[string]any{"code": f.Code, "severity": f.Severity.String(), "bureau": s.bureauName(f.Bureau), "task": f.Task,
			"place": f.Place.File + " " + f.Place.String(), "beside": besides(f), "message": message}
		if f.Further != nil {
			m["further"] = f.Further.N
		}
		found = append(found, m)
	}
	together := func(code string, a *alike) string {
		return s.words.T("status.between-together", "gist", s.words.T("gist."+code), "n", a.n, "names", s.first(a.names))
	}
	o.summary["between"] = found
	s.shown(o, "status.between", n, append(warnings.lines(together), remarks.lines(together)...))
}

// shown adds a section about n things, of which only the first lines are listed.
func (s *session) shown(o *output, id string, n int, lines []string) {
	if more := len(lines) - mostExceptions; more > 0 {
		lines = append(lines[:mostExceptions:mostExceptions], s.words.T("status.more", "n", more))
	}
	if n > 0 {
		o.lines = append(append(o.lines, "", s.words.T(id, "n", n)), lines...)
	}
}

// besides lists the further cells that a finding is about.
func besides(f *validate.Finding) []string {
	out := []string{}
	for _, p := range f.Beside {
		out = append(out, strings.TrimSpace(p.File+" "+p.String()))
	}
	return out
}

// between adds, once, the findings about contradictions between returns of a round.
func (o *output) between(r *round.Round) {
	for _, p := range o.compared {
		if p == r.Period {
			return
		}
	}
	o.compared = append(o.compared, r.Period)
	o.findings = append(o.findings, r.Between()...)
}
