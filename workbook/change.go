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
func (c *Change) holds(day calendar.Date) bool { return c.Approver != "" && c.From <= day && !c.Waits }

// same reports that two changes say the same, whatever their number and their reason.
func (c *Change) same(o *Change) bool {
	return c.of(o.Object, o.ObjectID, o.Field) && fold(c.New) == fold(o.New) && c.From == o.From
}

// Overtakes reports that the plan has tasks or bureaus, or with all that it changes others who lead or support them, that the plan which
// a round was issued with has not: whom the round asked goes on answering until the next one, and nobody was asked about the former.
func (p *Plan) Overtakes(issued *Plan) bool {
	return issued != nil && (p.asksOthers(issued) || slices.ContainsFunc(p.Tasks, func(t *Task) bool {
		was := issued.Task(t.ID)
		return was == nil || slices.ContainsFunc(assigning(), func(f string) bool {
			return !p.Directory.Same(was.Rec.Get(f).List(), t.Rec.Get(f).List(), f == ColLeads)
		})
	}))
}

// Kept is whom a round that is out goes on asking about a task, where the plan says another by now.
type Kept struct {
	// Rec is the task's row with all that is in force in the plan as it is now.
	Rec   *Record
	Field string
	Was   []string
	// By is the change that says another. Where the row of 任务 alone does, Gone is the change that the round went out with
	// and that the plan has in force no more.
	By, Gone *Change
}

// assigning are the fields that say who is asked about a task.
func assigning() []string { return []string{ColLeads, ColSupports} }

// asIssued is a task's record with who was asked about it when the round went out; now is its row as it is in force. Whom the
// round left undecided is taken as soon as it is known; no supports are nobody, and decided.
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
		if len(was.List()) == 0 && (f == ColLeads || was.State != Empty) || p.Directory.Same(t.Rec.Get(f).List(), is.List(), f == ColLeads) ||
			p.Directory.Same(was.List(), is.List(), f == ColLeads) {
			continue
		}
		k := &Kept{Rec: now, Field: f, Was: was.List(), By: p.deciding(now, f)}
		if k.By == nil || p.issued.knows(k.By, p.day) {
			k.By, k.Gone = nil, p.issued.deciding(t.Rec, f)
		}
		if k.By == nil && p.onlyJoined(f, t.Rec, now) {
			out = out.with(f, was) // that they are one is on record among the aliases
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

// stillNamed is a cell of the plan that a round went out with in the names of this one: a name that is known no more becomes
// the one that this plan is the first to know, as where 单位 was mended, and is left out where there is none.
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

// listing is a cell that names others.
func (d Datum) listing(names []string) Datum {
	d.more, d.fault, d.Text = &more{list: names}, 0, strings.Join(names, "、")
	d.Raw = sheet.Str(d.Text)
	return d
}

// deciding is the change by which a task's field is what it is, nil where its row says so.
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

// knows reports that a change of another plan is in force in this one as well.
func (p *Plan) knows(c *Change, day calendar.Date) bool {
	return slices.ContainsFunc(p.Changes, func(o *Change) bool { return o.holds(day) && o.same(c) })
}

// with is a record that says something else in a column, where it says it.
func (r *Record) with(field string, d Datum) *Record {
	out := *r
	out.data = slices.Clone(r.data)
	out.set(r.Table.Form.Index(field), d)
	for i := range out.data {
		out.data[i].part()
	}
	return &out
}

// of reports that a change is about an object's field.
func (c *Change) of(object, id, field string) bool {
	return c.Object == object && c.Field == field && fold(c.ObjectID) == fold(id)
}

// DueOn is a task's deadline in force for somebody who looks at a date: the plan's, as changed by what was approved to
// hold from then on or earlier.
func (p *Plan) DueOn(t *Task, at calendar.Date) calendar.Date {
	return p.dueOn(ObjectTask, t.ID, t.Due, at)
}

// MilestoneDueOn is a milestone's deadline in force at a date.
func (p *Plan) MilestoneDueOn(m *Milestone, at calendar.Date) calendar.Date {
	return p.dueOn(ObjectMilestone, m.Task.ID+"|"+m.ID, m.Due, at)
}

// MilestoneInForce is a milestone's deadline with all its changes.
func (p *Plan) MilestoneInForce(m *Milestone) calendar.Date { return p.MilestoneDueOn(m, p.day) }

func (p *Plan) dueOn(object, id string, due, at calendar.Date) calendar.Date {
	for _, c := range p.Changes {
		if c.Due != 0 && c.holds(at) && c.of(object, id, ColDue) {
			due = c.Due
		}
	}
	return due
}

// ChangesAfter reports that something other than a deadline changes after a day: the plan of that day is another one.
func (p *Plan) ChangesAfter(day calendar.Date) bool {
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
		if c.Field == ColName && c.Object == ObjectBureau && c.New != "" && c.holds(p.day) && p.isCalled(b, c.ObjectID) {
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
	if slices.Contains(assigning(), c.Field) {
		d = p.inOwnNames(c.Rec, d)
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

// leftBehind are the milestones, steps and indicators of a task, by what they are called, that a change of its leads leaves with those
// who led it before and have no part in it any more, and who these are: they go on being asked for them.
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
			if !contains(gone, b) {
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
