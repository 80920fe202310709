package workbook

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strings"

	"duban/workbook/calendar"
)

// VerifiedValue finds the verification in force of a field of a bureau's entry on a task: the latest approved one up to a period, nil if
// there is none. What was verified while another bureau led the task is in force for the present lead.
func (p *Plan) VerifiedValue(t *Task, b *Bureau, field string, upTo calendar.Period) *Verification {
	var found *Verification
	for _, v := range p.Verified {
		if v.Task == t && v.Field == field && v.Approver != "" && p.verifiedOf(v, b) && (v.Period == calendar.Period{} || v.Period.Last() <= upTo.Last()) {
			if found == nil || found.Period.Last() <= v.Period.Last() {
				found = v
			}
		}
	}
	return found
}

// since reports whether a verification, which may be nil, judges what an entry says now rather than what it said before. A verification
// with neither period nor day judges whatever is said.
func (v *Verification) since(e *Accepted) bool {
	switch {
	case v == nil:
		return false
	case !v.Period.IsZero():
		return v.Period.Last() >= e.SaidIn.Last()
	}
	return v.Date == 0 || v.Date >= e.SaidIn.Last()
}

// settles reports whether a verified closing, which may be nil, closes everything that an entry calls done, and not only a problem that was
// settled while the task was under way.
func (v *Verification) settles(e *Accepted) bool {
	return v != nil && affirms(Fold(v.Value)) && v.since(e)
}

// verifiedOf reports whether a verification is of a bureau's entry, or of that of a former lead from whom the bureau took the task over.
// Marks and closings stay with the bureau that they were given to.
func (p *Plan) verifiedOf(v *Verification, b *Bureau) bool {
	if v.Bureau == b || v.Field == ColScore || v.Field == ColClosed {
		return v.Bureau == b
	}
	if v.Bureau == nil || b == nil || b != v.Task.Lead() || v.Task.PartOf(b) != nil || v.Task.PartOf(v.Bureau) != nil {
		return false
	}
	on := v.Date
	if !v.Period.IsZero() {
		on = v.Period.Last()
	}
	return p.led(v.Task, v.Bureau, on)
}

// Reaches reports whether a verification of a task is of somebody who has a part in it, or whose task another took over by a change in
// force.
func (p *Plan) Reaches(v *Verification) bool {
	return v.Task == nil || v.Bureau == nil || v.Field == ColScore || v.Field == ColClosed || v.Task.Role(v.Bureau) != "" || v.Task.PartOf(v.Bureau) != nil ||
		p.verifiedOf(v, v.Task.Lead())
}

// led reports whether a bureau led a task on a day and has given it up since, by a change in force.
func (p *Plan) led(t *Task, b *Bureau, on calendar.Date) bool {
	for _, c := range p.Changes {
		if c.From > on && c.holds(p.day) && c.of(ObjectTask, t.ID, ColLeads) {
			leads := p.assignedBefore(c, t, ColLeads)
			return len(leads) > 0 && leads[0] == b
		}
	}
	return false
}

// ProblemClosed reports whether a problem is off the list at the end of a period: its bureau says that it is settled, and a verification
// confirms that, by the problem's number or by its task and bureau. A problem of the level below is verified there. A verification of a
// closing that the bureau took back confirms no later closing.
func (p *Plan) ProblemClosed(pr *ProblemRow, upTo calendar.Period) bool {
	if pr.Below != nil {
		return pr.Below.Closed
	}
	if !pr.Closed {
		return false
	}
	for _, v := range p.Verified {
		if v.Closes(pr) && (v.Period.IsZero() || v.Period.Last() <= upTo.Last()) && !v.Outdated(pr) {
			return true
		}
	}
	return false
}

// Closes reports whether a verification is of a problem's closing, by its number or by its task and bureau.
func (v *Verification) Closes(pr *ProblemRow) bool {
	if v.Field != ColClosed || v.Approver == "" {
		return false
	}
	if v.Task == nil {
		return SameName(v.Problem, pr.ID)
	}
	return pr.Task != "" && SameName(v.Task.ID, pr.Task) && v.Bureau != nil && v.Bureau.Code == pr.Bureau
}

// Outdated reports whether a verification is of a closing that was taken back since; one that names no period is outdated too.
func (v *Verification) Outdated(pr *ProblemRow) bool {
	return !pr.Reopened.IsZero() && (v.Period.IsZero() || v.Period.Last() < pr.Reopened.Last())
}

// Effective gives a bureau's entry with the verified values in place of its own; nil if there is neither.
func (p *Plan) Effective(s *Standing, t *Task, b *Bureau) *Accepted {
	e := s.Entry(t, b)
	var c *Accepted
	over := func(field string) *Verification {
		v := p.VerifiedValue(t, b, field, s.Period)
		if v == nil {
			return nil
		}
		if c == nil {
			c = &Accepted{Role: t.Role(b), Status: NotStarted}
			if e != nil {
				*c = *e
			}
		}
		return v
	}
	if v := over(ColDoneValue); v != nil && v.Number.Known {
		c.Value = v.Number
	}
	if v := over(ColStatus); v != nil {
		if key, ok := p.statusKey(v.Value); ok {
			c.Status = key
		}
	}
	if v := over(ColDoneOn); v != nil {
		if d, _, ok := calendar.ParseDate(v.Value, s.Period.Last()); ok {
			c.DoneOn = d
		}
	}
	if c != nil {
		return c
	}
	return e
}

// statusKey gives the key of a verified status, however it is written.
func (p *Plan) statusKey(text string) (string, bool) {
	t := p.Tables[FormVerifications]
	if t == nil {
		return "", false
	}
	return t.Form.Column(ColValue).Choice(text)
}

// partedNow lists the bureaus with parts of a task, in an earlier state of the plan, whose parts belong to one bureau by now.
func (p *Plan) partedNow(t *Task) []*Bureau {
	of := map[*Bureau][]*Bureau{}
	for _, part := range t.Parts {
		heir := p.HeirOf(part.Bureau)
		of[heir] = append(of[heir], part.Bureau)
	}
	var out []*Bureau
	for heir, had := range of {
		if heir != nil && len(had) > 1 {
			out = append(out, had...)
		}
	}
	return out
}

// partsVerified gives the standing in which merged bureaus' parts of a task have their verified figures. A verification of one part then
// counts within the heir's sum, instead of replacing that sum. If nothing changes, the receiver itself is returned.
func (s *Standing) partsVerified(earlier, p *Plan) *Standing {
	if len(p.BecameOne(earlier)) == 0 {
		return s
	}
	out := s
	for _, t := range earlier.Tasks {
		for _, b := range p.partedNow(t) {
			k := EntryKey{t.ID, b.Code}
			v, e := earlier.VerifiedValue(t, b, ColDoneValue, s.Period), s.Entries[k]
			if v == nil || !v.Number.Known {
				continue
			}
			if e == nil {
				e = &Accepted{Role: t.Role(b), Status: NotStarted, Period: s.Period} // as Effective has it
			}
			if out == s {
				clone := *s
				clone.Entries = maps.Clone(s.Entries)
				out = &clone
			}
			out.Entries[k] = e.figured(v.Number, e.Opening)
		}
	}
	return out
}

// PartsVerified gives the verifications, up to a period, of parts that an earlier state of the plan allocated to bureaus that were merged
// since. The keys are what the rows say, the values the codes of the bureaus merged with the verified one.
func (p *Plan) PartsVerified(earlier *Plan, upTo calendar.Period) map[string][]string {
	out := map[string][]string{}
	if len(p.BecameOne(earlier)) == 0 {
		return out
	}
	for _, v := range earlier.Verified {
		if !v.outranks() || v.Period.IsZero() || v.Period.Last() > upTo.Last() {
			continue
		}
		if parted := p.partedNow(v.Task); slices.Contains(parted, v.Bureau) {
			for _, b := range parted {
				if p.HeirOf(b) == p.HeirOf(v.Bureau) {
					out[v.Rec.said()] = append(out[v.Rec.said()], b.Code)
				}
			}
		}
	}
	return out
}

// outranks reports whether a verification replaces what a bureau said of a task.
func (v *Verification) outranks() bool {
	return v.Task != nil && v.Bureau != nil && slices.Contains([]string{ColDoneValue, ColStatus, ColDoneOn}, v.Field)
}

// WithoutParts gives the plan without the verifications of merged bureaus' parts, as PartsVerified found them: none of them holds for the
// heir's whole. Without any it is the plan itself.
func (p *Plan) WithoutParts(verified map[string][]string) *Plan {
	var left []string
	kept := slices.DeleteFunc(slices.Clone(p.Verified), func(v *Verification) bool {
		if !v.outranks() {
			return false
		}
		said := v.Rec.said()
		ofPart := slices.ContainsFunc(verified[said], func(code string) bool { return p.BureauOf(code) == nil })
		if ofPart {
			left = append(left, said)
		}
		return ofPart
	})
	if len(left) == 0 {
		return p
	}
	out := *p
	sum := sha256.Sum256([]byte(strings.Join(left, "\x01")))
	out.Verified, out.leftOut = kept, hex.EncodeToString(sum[:])
	return &out
}
