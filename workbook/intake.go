package workbook

import (
	"slices"
	"strings"

	"duban/workbook/calendar"
	"duban/workbook/pattern"
)

// Actions of an intake decision.
const (
	SetAside = "set-aside" // 作废: a return does not count
	Vouch    = "vouch"     // 认定: vouches for a return that nothing else proves to be its bureau's own
	Reopen   = "reopen"    // 重开: a closed period takes returns again
)

// IntakeDecision is one row of 收件处理: what was decided about a return that came in, or about a period that closed.
type IntakeDecision struct {
	// Period is the period that is reopened; it may be zero in a decision about a return.
	Period calendar.Period
	// Bureaus are those that it applies to; none means all.
	Bureaus []*Bureau
	// File names the return that is set aside or vouched for: its receipt, its hash or its name.
	File   string
	Action string
	// Until is the last day on which a reopened period takes returns.
	Until            calendar.Date
	Reason, Approver string
	Rec              *Record
}

// holds reports whether the decision has an effect. It has none without an approver, or if it does not say how far it reaches.
func (d *IntakeDecision) holds() bool {
	switch {
	case d.Approver == "":
		return false
	case d.OfFile():
		return d.File != ""
	case d.Action == Reopen:
		return !d.Period.IsZero() && d.Until != 0
	}
	return false
}

// OfFile reports whether the decision is about one return.
func (d *IntakeDecision) OfFile() bool { return d.Action == SetAside || d.Action == Vouch }

// Concerns reports whether the decision applies to a bureau, given by its code, which may be of an earlier plan. In a plan without codes
// these are names, and former names are among the aliases.
func (d *IntakeDecision) Concerns(code string) bool {
	return len(d.Bureaus) == 0 || slices.ContainsFunc(d.Bureaus, func(b *Bureau) bool {
		return slices.ContainsFunc(b.names(), func(n string) bool { return SameName(n, code) })
	})
}

// reopens reports whether the decision reopens the given period: it names this period, or one in which it ends.
func (d *IntakeDecision) reopens(per calendar.Period) bool {
	return d.Action == Reopen && d.holds() && (d.Period == per || d.Period.Contains(per.Last()))
}

// Reopenings lists the decisions that reopen a period, in the plan's order.
func (p *Plan) Reopenings(per calendar.Period) []*IntakeDecision {
	var out []*IntakeDecision
	for _, d := range p.Intake {
		if d.reopens(per) {
			out = append(out, d)
		}
	}
	return out
}

// Reopened finds the decision by which a bureau's return that came on a day counts although its period had closed; nil if there is none.
// A decision that names the bureau takes precedence over one for all.
func (p *Plan) Reopened(per calendar.Period, code string, day calendar.Date) *IntakeDecision {
	var found *IntakeDecision
	for _, d := range p.Reopenings(per) {
		if d.Concerns(code) && day <= d.Until && (found == nil || len(found.Bureaus) == 0) {
			found = d
		}
	}
	return found
}

// ClosingDay gives the last day on which a period takes returns without being reopened; 0 if it stays open.
func (p *Plan) ClosingDay(per calendar.Period) calendar.Date {
	if !p.Settings.CloseDays.Known {
		return 0
	}
	return p.Workdays.Add(p.DueDay(per), int(p.Settings.CloseDays.V))
}

// Filed is a return that came in, as a decision may name it.
type Filed struct {
	// Receipt is the number of its receipt, "R0012".
	Receipt, SHA256, Name string
	// Bureau is the sender's code, empty if it is not known.
	Bureau, Period string
}

// leastHash is the least number of digits of a hash that names a file: as many as outputs show.
const leastHash = 8

var receiptNumber = pattern.New(`^r0*([0-9]+)$`)

// Files lists the returns that the decision may mean, each content once: by receipt number, by the beginning of the hash, by the name or
// its last part. If the row names a period or a bureau, only theirs count. A decision must mean exactly one; none or several is for the
// plan to correct.
func (d *IntakeDecision) Files(filed []Filed) []Filed {
	want := Fold(strings.ReplaceAll(d.File, `\`, "/"))
	number := ""
	if m := receiptNumber.FindStringSubmatch(want); m != nil {
		number = m[1]
	}
	var out []Filed
	seen := map[string]bool{}
	for _, f := range filed {
		if seen[f.SHA256] || !d.Period.IsZero() && d.Period.String() != f.Period || f.Bureau != "" && !d.Concerns(f.Bureau) {
			continue
		}
		name := Fold(f.Name)
		last := name[strings.LastIndexByte(name, '/')+1:]
		m := receiptNumber.FindStringSubmatch(Fold(f.Receipt))
		switch {
		case number != "" && m != nil && m[1] == number:
		case len(want) >= leastHash && strings.HasPrefix(f.SHA256, want):
		case want == name, want == last, want+".xlsx" == last:
		default:
			continue
		}
		seen[f.SHA256] = true
		out = append(out, f)
	}
	return out
}

// Decided maps the contents that decisions of an action are about to these decisions.
func (p *Plan) Decided(action string, filed []Filed) map[string]*IntakeDecision {
	out := map[string]*IntakeDecision{}
	for _, d := range p.Intake {
		if d.Action != action || !d.OfFile() || !d.holds() {
			continue
		}
		if fs := d.Files(filed); len(fs) == 1 && out[fs[0].SHA256] == nil {
			out[fs[0].SHA256] = d
		}
	}
	return out
}

// decodeIntake reads 收件处理.
func (p *Plan) decodeIntake() {
	for _, r := range p.records(FormIntake) {
		per, ok := p.period(r, ColPeriod)
		if !ok {
			continue
		}
		d := &IntakeDecision{Period: per, File: r.Get(ColFile).Text, Action: r.Get(ColDecision).Key, Until: r.Get(ColUntil).Date,
			Reason: r.Get(ColReason).Text, Approver: r.Get(ColApprover).Text, Rec: r}
		if !everyBureau(r.Get(ColBureau).List()) {
			d.Bureaus = p.bureaus(r, ColBureau)
			if len(d.Bureaus) == 0 && r.Get(ColBureau).State != Empty {
				continue // an unknown name does not stand for all
			}
		}
		p.Intake = append(p.Intake, d)
	}
}

// everyBureau reports whether a cell says in words that all are meant.
func everyBureau(names []string) bool {
	if len(names) != 1 {
		return false
	}
	switch Fold(names[0]) {
	case "全部", "所有单位", "全部单位", "各单位", "all":
		return true
	}
	return false
}
