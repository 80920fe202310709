package workbook

import (
	"slices"
	"sort"
	"strings"

	"duban/workbook/calendar"
	"duban/workbook/sheet"
)

// Change is one row of 变更: an approved change of a task's deadline, lead, target …
type Change struct {
	ID, Object, ObjectID, Field, Old, New string
	From                                  calendar.Date
	Reason, Approver                      string
	Approved                              calendar.Date
	// Due is the new deadline of a change of 完成日期.
	Due calendar.Date
	// Waits says that the round was issued before this change was known, so that it holds from the next round on.
	Waits bool
	Rec   *Record
}

// changeable lists the fields that can be changed, by object.
var changeable = map[string][]string{
	ObjectTask:      {ColDue, ColTarget, ColLeads, ColSupports, ColTitle, ColGoal},
	ObjectMilestone: {ColDue},
	ObjectBureau:    {ColName},
}

// Changeable lists the fields of a task that can be changed.
func Changeable() []string { return changeable[ObjectTask] }

// InForce gives a task's field with all its changes applied, including those of the deadline.
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

// holds reports whether a change is approved and in force on a day.
func (c *Change) holds(day calendar.Date) bool { return c.Approver != "" && c.From <= day && !c.Waits }

// same reports whether two changes have the same content, apart from number and reason.
func (c *Change) same(o *Change) bool {
	return c.of(o.Object, o.ObjectID, o.Field) && SameName(c.New, o.New) && c.From == o.From
}

// Overtakes reports whether the plan, with all its changes, has tasks, bureaus, leads or supports that the issued plan did not have. The
// bureaus that the round asked still answer until the next round; nobody was asked about the new tasks.
func (p *Plan) Overtakes(issued *Plan) bool {
	return issued != nil && (p.asksOthers(issued) || slices.ContainsFunc(p.Tasks, func(t *Task) bool {
		was := issued.Task(t.ID)
		return was == nil || slices.ContainsFunc(assigning(), func(f string) bool {
			return !p.Directory.same(was.Rec.Get(f).List(), t.Rec.Get(f).List(), f == ColLeads)
		})
	}))
}

// Kept says that an issued round still asks certain bureaus about a task although the plan names others now.
type Kept struct {
	// Rec is the task's row with all changes in force in the present plan.
	Rec   *Record
	Field string
	Was   []string
	// By is the change that names the others. If the row of 任务 itself was edited, By is nil, and Gone is the change that was in force when
	// the round was issued and no longer is.
	By, Gone *Change
}

// assigning lists the fields that say who is asked about a task.
func assigning() []string { return []string{ColLeads, ColSupports} }

// asIssued gives a task's record with the leads and supports that were asked when the round went out; now is its row as in force. Leads
// and supports that the round left undecided are taken from now. An empty cell of supports is a decision: there are none.
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
		is, was := now.Get(f), p.stillNamed(*t.Rec.Get(f), now.Get(f))
		if len(was.List()) == 0 && (f == ColLeads || was.State != Empty) || p.Directory.same(t.Rec.Get(f).List(), is.List(), f == ColLeads) ||
			p.Directory.same(was.List(), is.List(), f == ColLeads) {
			continue
		}
		k := &Kept{Rec: now, Field: f, Was: was.List(), By: p.deciding(now, f)}
		if k.By == nil || p.issued.knows(k.By, p.day) {
			k.By, k.Gone = nil, p.issued.deciding(t.Rec, f)
		}
		if k.By == nil && p.onlyJoined(f, t.Rec, now) {
			out = out.with(f, was) // the aliases already record the merger
			continue
		}
		for _, c := range p.Changes {
			c.Waits = c.Waits || c.of(ObjectTask, id, f) && c.holds(p.day) && !p.issued.knows(c, p.day)
		}
		p.Kept = append(p.Kept, k)
		out = out.with(f, was)
	}
	return out
}

// stillNamed translates a cell of the issued plan into names of this plan. A name that is no longer known is replaced by one that only
// this plan knows, in order, as when 单位 was corrected; without such a name it is left out.
func (p *Plan) stillNamed(was Datum, is *Datum) Datum {
	gone := p.strangers(&was)
	if len(gone) == 0 {
		return was
	}
	fresh := p.issued.strangers(is)
	var list []string
	for _, n := range was.List() {
		if slices.Contains(gone, n) {
			if len(fresh) == 0 {
				continue
			}
			n, fresh = fresh[0], fresh[1:]
		}
		list = append(list, n)
	}
	return was.listing(list)
}

// listing gives the cell with other names in it.
func (d Datum) listing(names []string) Datum {
	d.more, d.fault, d.Text = &more{list: names}, 0, strings.Join(names, "、")
	d.Raw = sheet.Str(d.Text)
	return d
}

// deciding finds the change that gives a task's field its value, nil if the row itself does.
func (p *Plan) deciding(r *Record, field string) *Change {
	for _, c := range slices.Backward(p.Changes) {
		if c.of(ObjectTask, r.Get(ColTask).Text, field) && c.holds(p.day) {
			if _, ok := p.newValue(c, r); ok {
				return c
			}
		}
	}
	return nil
}

// knows reports whether a change of another plan is in force in this one as well.
func (p *Plan) knows(c *Change, day calendar.Date) bool {
	return slices.ContainsFunc(p.Changes, func(o *Change) bool { return o.holds(day) && o.same(c) })
}

// with gives a copy of the record with another value in a column.
func (r *Record) with(field string, d Datum) *Record {
	out := *r
	out.data = slices.Clone(r.data)
	out.set(r.Table.Form.Index(field), d)
	for i := range out.data {
		out.data[i].part()
	}
	return &out
}

// of reports whether a change is about an object's field.
func (c *Change) of(object, id, field string) bool {
	return c.Object == object && c.Field == field && SameName(c.ObjectID, id)
}

// DueOn gives a task's deadline as in force on a date: the plan's, as changed by what was approved to hold from that date or earlier.
func (p *Plan) DueOn(t *Task, at calendar.Date) calendar.Date {
	return p.dueOn(ObjectTask, t.ID, t.Due, at)
}

// MilestoneDueOn gives a milestone's deadline in force on a date.
func (p *Plan) MilestoneDueOn(m *Milestone, at calendar.Date) calendar.Date {
	return p.dueOn(ObjectMilestone, m.Task.ID+"|"+m.ID, m.Due, at)
}

// MilestoneInForce gives a milestone's deadline with all its changes.
func (p *Plan) MilestoneInForce(m *Milestone) calendar.Date { return p.MilestoneDueOn(m, p.day) }

func (p *Plan) dueOn(object, id string, due, at calendar.Date) calendar.Date {
	for _, c := range p.Changes {
		if c.Due != 0 && c.holds(at) && c.of(object, id, ColDue) {
			due = c.Due
		}
	}
	return due
}

// ChangesAfter reports whether anything but a deadline changes after a day, which makes the plan of that day a different one.
func (p *Plan) ChangesAfter(day calendar.Date) bool {
	return slices.ContainsFunc(p.Changes, func(c *Change) bool { return c.Field != ColDue && c.Approver != "" && c.From > day })
}

// readChanges reads 变更 in the order in which the changes take effect.
func (p *Plan) readChanges() {
	for _, r := range p.records(FormChanges) {
		object, id := r.Get(ColObject).Key, r.Get(ColObjectID).Text
		if object == ObjectMilestone {
			id = milestoneID(id)
		}
		p.Changes = append(p.Changes, &Change{ID: r.Get(ColCode).Text, Object: object, ObjectID: id,
			Old: r.Get(ColOld).Text, New: r.Get(ColNew).Text, From: r.Get(ColFrom).Date, Reason: r.Get(ColReason).Text,
			Approver: r.Get(ColApprover).Text, Approved: r.Get(ColApproved).Date, Field: r.Get(ColField).Key, Rec: r})
	}
	sort.SliceStable(p.Changes, func(i, j int) bool { return p.Changes[i].From < p.Changes[j].From })
}

// milestoneID gives the number of a milestone behind its task's, as XC-02|1. The plan may write a slash between them. Numbers of tasks may
// hold slashes too, as 2024/02/1, so the last one counts.
func milestoneID(written string) string {
	id := strings.NewReplacer("／", "/", "｜", "|").Replace(written)
	if at := strings.LastIndexByte(id, '/'); at >= 0 && !strings.Contains(id, "|") {
		id = id[:at] + "|" + id[at+1:]
	}
	return id
}

// renamed gives a bureau its present name; its former names stay valid.
func (p *Plan) renamed(b *Bureau) {
	for _, c := range p.Changes {
		if c.Field == ColName && c.Object == ObjectBureau && c.New != "" && c.holds(p.day) && p.isCalled(b, c.ObjectID) {
			b.Aliases = append(slices.Clip(b.Aliases), b.Name)
			b.Name = c.New
		}
	}
}

// changed gives a task's record with its changes applied. The row on the sheet is left alone: it says what was asked first. Deadlines are
// not applied, as each day has its own.
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

// newValue reads a change's new value like the task's own cell. It is false if the value cannot be read or names somebody whom the plan
// does not have: then the task stays as it is, and the change is a finding.
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
	if slices.Contains(assigning(), c.Field) {
		d = p.inOwnNames(c.Rec, d)
	}
	return d, (d.State == Good || d.State == Open) && len(p.strangers(&d)) == 0
}

// strangers lists the names in a cell that are no bureau or group of the plan.
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
	id, _, _ := strings.Cut(c.ObjectID, "|")
	if county := p.fromBelow(id); county != nil && c.Object != ObjectBureau {
		p.observe("change-below", c.Rec, ColObjectID, "name", county.Name)
		return
	}
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
		if p.bureauMeant(c.Rec, c.ObjectID) == nil {
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
		d, _, ok := calendar.ParseDate(c.New, p.Settings.DocDate)
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
		} else if parts, names := p.leftBehind(c, task); len(parts) > 0 {
			p.observe("change-parts-stay", c.Rec, ColNew, "task", task.ID, "others", strings.Join(parts, "、"), "names", strings.Join(names, "、"))
		} else if c.Field == ColTarget && !task.byTarget() {
			p.observe("change-target-unused", c.Rec, ColNew, "task", task.ID)
		}
	}
}

// displaced names the former leads that have no part in a task any more after a change that gives the lead to one of its supports: the
// two may have been meant to change places.
func (p *Plan) displaced(c *Change, t *Task) []string {
	if c.Field != ColLeads || !c.holds(p.day) {
		return nil
	}
	next, _ := p.newValue(c, t.Rec)
	leads := p.named(next.List())
	if !slices.ContainsFunc(p.assignedBefore(c, t, ColSupports), func(b *Bureau) bool { return slices.Contains(leads, b) }) {
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

// leftBehind names the milestones, steps and indicators that still belong to former leads which have no part in the task any more after a
// change of its leads, and names these leads: they go on being asked for them.
func (p *Plan) leftBehind(c *Change, t *Task) (parts, names []string) {
	if c.Field != ColLeads || !c.holds(p.day) {
		return nil, nil
	}
	var gone []*Bureau
	for _, b := range p.assignedBefore(c, t, ColLeads) {
		if t.Role(b) == "" {
			gone = append(gone, b)
		}
	}
	note := func(part string, bureaus []*Bureau) {
		for _, b := range bureaus {
			if !slices.Contains(gone, b) {
				continue
			}
			if !slices.Contains(parts, part) {
				parts = append(parts, part)
			}
			if !slices.Contains(names, b.Name) {
				names = append(names, b.Name)
			}
		}
	}
	for _, m := range t.Milestones {
		note(m.Title, m.Bureaus)
	}
	for _, s := range t.Steps {
		note(s.Title, s.Bureaus)
	}
	for _, in := range t.Indicators {
		note(in.Title, in.Bureaus)
	}
	return parts, names
}

// assignedBefore lists the leads or supports of a task before a change: those of the previous change, or of the row.
func (p *Plan) assignedBefore(c *Change, t *Task, field string) []*Bureau {
	var names []string
	for _, r := range p.records(FormTasks) {
		if SameName(r.Get(ColTask).Text, t.ID) {
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

// named lists the bureaus that names stand for, with the members of groups.
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
