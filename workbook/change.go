package workbook

import (
	"slices"
	"sort"
	"strings"

	"duban/workbook/sheet"
)

// Change is one row of 变更: an approved change of a task's deadline, lead, target …
type Change struct {
	ID, Object, ObjectID, Field, Old, New string
	From                                  Date
	Reason, Approver                      string
	Approved                              Date
	// Due is the new deadline of a change of 完成日期.
	Due Date
	// Waits says that the round which the plan is read for was issued before the change was known: it holds from the next on.
	Waits bool
	Rec   *Record
}

// changeable are the fields that can be changed, by object.
var changeable = map[string][]string{
	ObjectTask:      {ColDue, ColTarget, ColLeads, ColSupports, ColTitle, ColGoal},
	ObjectMilestone: {ColDue},
	ObjectBureau:    {ColName},
}

// Changeable are the fields of a task that can be changed.
func Changeable() []string { return changeable[ObjectTask] }

// InForce is a task's field with all its changes, the deadline among them.
func (p *Plan) InForce(t *Task, field string) *Datum {
	d := t.Rec.Get(field)
	if field != ColDue {
		return d
	}
	due := p.DueOn(t, p.day)
	if due == d.Date {
		return d
	}
	return &Datum{State: Good, Date: due, Text: due.String(), Raw: sheet.Int(int(due)), Format: sheet.Date}
}

// holds reports that a change is approved and in force on a day.
func (c *Change) holds(day Date) bool { return c.Approver != "" && c.From <= day && !c.Waits }

// same reports that two changes say the same, whatever their number and their reason.
func (c *Change) same(o *Change) bool {
	return c.of(o.Object, o.ObjectID, o.Field) && fold(c.New) == fold(o.New) && c.From == o.From
}

// awaits reports that a round which was issued with another plan does not take a change: the workbooks that are out there
// ask those who led and supported by that plan, and what they answer stays theirs.
func (c *Change) awaits(issued *Plan, day Date) bool {
	return slices.Contains(assigning(), c.Field) && c.holds(day) &&
		!slices.ContainsFunc(issued.Changes, func(o *Change) bool { return o.holds(day) && o.same(c) })
}

// Overtakes reports that the plan may have others lead or support on the last day of a round than the plan that the round
// was issued with: they wait for the next one.
func (p *Plan) Overtakes(issued *Plan, day Date) bool {
	return issued != nil && (slices.ContainsFunc(p.Changes, func(c *Change) bool { return c.awaits(issued, day) }) ||
		slices.ContainsFunc(p.Tasks, func(t *Task) bool {
			was := issued.Task(t.ID)
			return was != nil && slices.ContainsFunc(assigning(), func(f string) bool {
				return !p.Directory.Same(was.Rec.Get(f).List(), t.Rec.Get(f).List(), f == ColLeads)
			})
		}))
}

// Retyped is a cell of 任务 in which others lead or support than the round went out with, and nothing in 变更 says so: who was
// asked stays until the next round.
type Retyped struct {
	// Rec is the row with what is typed there now.
	Rec   *Record
	Field string
	Was   []string
}

// assigning are the fields that say who is asked about a task.
func assigning() []string { return []string{ColLeads, ColSupports} }

// asIssued is a task's record with who was asked about it when the round went out; now is its row as it is in force. Whom the
// round left undecided is taken as soon as it is known.
func (p *Plan) asIssued(now *Record) *Record {
	if p.issued == nil {
		return now
	}
	id := now.Get(ColTask).Text
	t := p.issued.Task(id)
	if t == nil {
		return now
	}
	out := now
	for _, f := range assigning() {
		was := *t.Rec.Get(f)
		if len(was.List()) == 0 || len(p.strangers(&was)) > 0 || p.Directory.Same(was.List(), now.Get(f).List(), f == ColLeads) {
			continue
		}
		if !slices.ContainsFunc(p.Changes, func(c *Change) bool { return c.Waits && c.of(ObjectTask, id, f) }) {
			p.Retyped = append(p.Retyped, &Retyped{now, f, was.List()})
		}
		out = out.with(f, was)
	}
	return out
}

// with is a record that says something else in a column, where it says it.
func (r *Record) with(field string, d Datum) *Record {
	out := *r
	out.data = slices.Clone(r.data)
	out.set(r.Table.Form.Index(field), d)
	return &out
}

// await lets the changes wait that a round's issue did not know.
func (p *Plan) await(issued *Plan) {
	p.issued = issued
	if issued == nil {
		return
	}
	for _, c := range p.Changes {
		c.Waits = c.awaits(issued, p.day)
	}
}

// of reports that a change is about an object's field.
func (c *Change) of(object, id, field string) bool {
	return c.Object == object && c.Field == field && fold(c.ObjectID) == fold(id)
}

// DueOn is a task's deadline in force for somebody who looks at a date: the plan's, as changed by what was approved to
// hold from then on or earlier.
func (p *Plan) DueOn(t *Task, at Date) Date { return p.dueOn(ObjectTask, t.ID, t.Due, at) }

// MilestoneDueOn is a milestone's deadline in force at a date.
func (p *Plan) MilestoneDueOn(m *Milestone, at Date) Date {
	return p.dueOn(ObjectMilestone, m.Task.ID+"|"+m.ID, m.Due, at)
}

// MilestoneInForce is a milestone's deadline with all its changes.
func (p *Plan) MilestoneInForce(m *Milestone) Date { return p.MilestoneDueOn(m, p.day) }

func (p *Plan) dueOn(object, id string, due, at Date) Date {
	for _, c := range p.Changes {
		if c.Due != 0 && c.holds(at) && c.of(object, id, ColDue) {
			due = c.Due
		}
	}
	return due
}

// ChangesAfter reports that something other than a deadline changes after a day: the plan of that day is another one.
func (p *Plan) ChangesAfter(day Date) bool {
	return slices.ContainsFunc(p.Changes, func(c *Change) bool { return c.Field != ColDue && c.Approver != "" && c.From > day })
}

// readChanges reads 变更 in the order in which the changes take effect.
func (p *Plan) readChanges() {
	for _, r := range p.records(FormChanges) {
		p.Changes = append(p.Changes, &Change{ID: r.Get(ColCode).Text, Object: r.Get(ColObject).Key, ObjectID: splitMilestone(r.Get(ColObjectID).Text),
			Old: r.Get(ColOld).Text, New: r.Get(ColNew).Text, From: r.Get(ColFrom).Date, Reason: r.Get(ColReason).Text,
			Approver: r.Get(ColApprover).Text, Approved: r.Get(ColApproved).Date, Field: r.Get(ColField).Key, Rec: r})
	}
	sort.SliceStable(p.Changes, func(i, j int) bool { return p.Changes[i].From < p.Changes[j].From })
}

// splitMilestone takes "XC-02|1" or "XC-02/1" apart.
func splitMilestone(id string) string {
	return strings.NewReplacer("/", "|", "／", "|", "｜", "|").Replace(id)
}

// renamed gives a bureau the name that it has by now; the former ones stay good.
func (p *Plan) renamed(b *Bureau) {
	for _, c := range p.Changes {
		if c.Field == ColName && c.Object == ObjectBureau && c.New != "" && c.holds(p.day) &&
			slices.ContainsFunc(append([]string{b.Code, b.Name}, b.Aliases...), func(n string) bool { return n != "" && fold(n) == fold(c.ObjectID) }) {
			b.Aliases = append(slices.Clip(b.Aliases), b.Name)
			b.Name = c.New
		}
	}
}

// changed is a task's record with what was changed in it by now. The row as it stands on the sheet is left alone: it says
// what was asked first. Deadlines are not among it, as each day has its own.
func (p *Plan) changed(r *Record) *Record {
	out := r
	for _, c := range p.Changes {
		if c.Field == ColDue || !c.holds(p.day) || !c.of(ObjectTask, r.Get(ColTask).Text, c.Field) {
			continue
		}
		d, ok := p.newValue(c, r)
		if !ok {
			continue
		}
		out = out.with(c.Field, d)
	}
	return p.asIssued(out)
}

// newValue reads a change's new value as the task's own cell would be read; false where it cannot be, or names somebody whom
// the plan does not have: then the task stays as it is, and the change is a finding.
func (p *Plan) newValue(c *Change, r *Record) (Datum, bool) {
	if !slices.Contains(changeable[c.Object], c.Field) {
		return Datum{}, false
	}
	i := r.Table.Form.Index(c.Field)
	cell := c.Rec.cell(ColNew)
	d := readCell(&r.Table.Form.Columns[i], &cell, &Reading{Near: p.Settings.DocDate})
	if r.Table.Form.Columns[i].Type == NumberColumn {
		d.readNumber(r.Get(ColUnit).Text)
	}
	return d, (d.State == Good || d.State == Open) && len(p.strangers(&d)) == 0
}

// strangers are the names of a cell that the plan has no bureau or group for.
func (p *Plan) strangers(d *Datum) []string {
	var out []string
	for _, n := range d.List() {
		if p.Directory.Bureau(n) == nil && p.Directory.Group(n) == nil {
			out = append(out, n)
		}
	}
	return out
}

// resolveChange finds what a change is about and reads its new value.
func (p *Plan) resolveChange(c *Change) {
	var task *Task
	switch c.Object {
	case ObjectTask:
		if task = p.Task(c.ObjectID); task == nil {
			p.observe("change-object-unknown", c.Rec, ColObjectID, "near", p.nearTask(c.ObjectID))
		}
	case ObjectMilestone:
		id, ms, _ := strings.Cut(c.ObjectID, "|")
		if t := p.Task(id); t == nil || t.milestone(ms) == nil {
			p.observe("change-object-unknown", c.Rec, ColObjectID, "near", p.nearTask(id))
		}
	case ObjectBureau:
		if p.Directory.Bureau(c.ObjectID) == nil {
			p.observe("change-object-unknown", c.Rec, ColObjectID, "near", p.Directory.Suggest(c.ObjectID))
		}
	}
	if c.Field != "" && c.Object != "" && !slices.Contains(changeable[c.Object], c.Field) {
		p.observe("change-field", c.Rec, ColField, "object", c.Rec.Get(ColObject).Text)
		return
	}
	switch {
	case c.New == "":
	case c.Field == ColDue:
		d, _, ok := ParseDate(c.New, p.Settings.DocDate)
		if !ok {
			p.observe("change-date", c.Rec, ColNew)
			return
		}
		c.Due = d
	case task != nil:
		if d, ok := p.newValue(c, task.Rec); !ok {
			for _, n := range p.strangers(&d) {
				p.observeName(c.Rec, ColNew, n)
			}
			if d.State == Bad {
				p.observe(d.Fault(), c.Rec, ColNew)
			}
		} else if gone := p.displaced(c, task); len(gone) > 0 {
			p.observe("change-lead-gone", c.Rec, ColNew, "task", task.ID, "names", strings.Join(gone, "、"))
		}
	}
}

// displaced names the leads that a change takes a task from to give it to one who supported it, and who have no part in it
// any more: the two may have been meant to change places.
func (p *Plan) displaced(c *Change, t *Task) []string {
	if c.Field != ColLeads || !c.holds(p.day) {
		return nil
	}
	next, _ := p.newValue(c, t.Rec)
	leads := p.named(next.List())
	if !slices.ContainsFunc(p.assignedBefore(c, t, ColSupports), func(b *Bureau) bool { return contains(leads, b) }) {
		return nil
	}
	var gone []string
	for _, b := range p.assignedBefore(c, t, ColLeads) {
		if t.Role(b) == "" {
			gone = append(gone, b.Name)
		}
	}
	return gone
}

// assignedBefore are those whom a task's leads or supports named until a change: its row, or the change before.
func (p *Plan) assignedBefore(c *Change, t *Task, field string) []*Bureau {
	var names []string
	for _, r := range p.records(FormTasks) {
		if fold(r.Get(ColTask).Text) == fold(t.ID) {
			names = r.Get(field).List()
			break
		}
	}
	for _, o := range p.Changes {
		if o == c {
			break
		}
		if o.holds(p.day) && o.of(ObjectTask, t.ID, field) {
			if d, ok := p.newValue(o, t.Rec); ok {
				names = d.List()
			}
		}
	}
	return p.named(names)
}

// named are the bureaus that names stand for, those of groups among them.
func (p *Plan) named(names []string) []*Bureau {
	var out []*Bureau
	for _, n := range names {
		if b := p.Directory.Bureau(n); b != nil {
			out = append(out, b)
		} else {
			out = append(out, p.Directory.Group(n)...)
		}
	}
	return out
}
