package workbook

import (
	"cmp"
	"math"

	"duban/workbook/calendar"
	"duban/workbook/sheet"
)

// DecodePlan reads a plan from a book, with all approved changes applied. It never fails: what cannot be read is observed, and everything
// else goes on. forms are those of the plan workbook, in order.
func DecodePlan(book *sheet.Book, file string, forms []*Form) *Plan {
	return DecodePlanOn(book, file, forms, LastDay)
}

// LastDay is later than every day of a plan.
const LastDay calendar.Date = math.MaxInt32

// DecodePlanOn reads a plan as it is in force on a day.
func DecodePlanOn(book *sheet.Book, file string, forms []*Form, day calendar.Date) *Plan {
	return DecodePlanFor(book, file, forms, day, nil, nil)
}

// DecodePlanFor reads a plan as it is in force on the last day of a round. issued is the plan that the round was issued with, nil before
// that; now is the present plan with all its changes, nil if this one is that.
func DecodePlanFor(book *sheet.Book, file string, forms []*Form, day calendar.Date, issued, now *Plan) *Plan {
	p := &Plan{File: file, Tables: map[string]*Table{}, tasks: map[string]*Task{}, day: day, now: now}
	sheets := p.findSheets(book, forms)
	for i, f := range forms {
		s := sheets[i]
		if s == nil {
			continue
		}
		near := p.Settings.DocDate
		t := ReadTable(f, s, file, Reading{Near: near, Unit: p.rowUnit(f)})
		p.Tables[f.Key] = t
		if f.Key == FormSettings {
			p.decodeSettings(f, t)
		}
	}
	if p.Tables[FormSettings] == nil {
		p.decodeSettings(settingsForm(forms), nil)
	}
	p.decodeWorkdays()
	p.readChanges()
	if p.issued = issued; issued != nil {
		p.issuedAs = cmp.Or(issued.State(), unknownState)
	}
	p.decodeBureaus()
	p.decodeTasks()
	p.guessYear()
	p.decodeTaskParts()
	p.listTasks()
	p.decodeLists()
	p.issued, p.apart = nil, nil
	p.decodeSpecials()
	p.decodeDecisions()
	p.decodeLadder()
	p.decodeReasons()
	p.decodeScheme()
	p.decodeMerits()
	p.decodeRules()
	return p
}

// settingsForm finds the form of settings among a plan's forms.
func settingsForm(forms []*Form) *Form {
	for _, f := range forms {
		if f.Key == FormSettings {
			return f
		}
	}
	return &Form{Key: FormSettings}
}

// findSheets finds each form's sheet: by name, or else by headings among the sheets that no form has by name. A sheet that looks like one
// of the plan's and is none is observed, so that a renamed sheet is not silently ignored.
func (p *Plan) findSheets(book *sheet.Book, forms []*Form) []*sheet.Sheet {
	out := make([]*sheet.Sheet, len(forms))
	taken := map[*sheet.Sheet]bool{}
	for i, f := range forms {
		if s := FindSheet(f, book); s != nil && !taken[s] {
			out[i], taken[s] = s, true
		}
	}
	for _, s := range book.Sheets {
		if taken[s] || s.Visibility != sheet.Visible {
			continue
		}
		best, most := -1, 2
		for i, f := range forms {
			if n := headingsFound(f, s); n > most {
				best, most = i, n
			}
		}
		at := Place{File: p.File, Sheet: s.Name}
		switch {
		case best < 0:
		case out[best] == nil && most*3 >= len(forms[best].Columns)*2:
			out[best] = s
			p.Observations = append(p.Observations, Observation{Code: "sheet-renamed", Place: at, Args: []string{"sheet", forms[best].Sheet}})
		default:
			p.Observations = append(p.Observations, Observation{Code: "sheet-unknown", Place: at})
		}
	}
	return out
}

// rowUnit gives the unit of measure of a row's numbers: its own if the form has such a column, or else that of the row's task.
func (p *Plan) rowUnit(f *Form) func(*Record) string {
	if f.Has(ColUnit) {
		return func(r *Record) string { return r.Get(ColUnit).Text }
	}
	if !f.Has(ColTask) {
		return nil
	}
	units := map[string]string{}
	for _, r := range p.records(FormTasks) {
		if id := Fold(r.ID); units[id] == "" {
			units[id] = r.Get(ColUnit).Text
		}
	}
	return func(r *Record) string { return units[Fold(r.Get(ColTask).Text)] }
}

func (p *Plan) observe(code string, r *Record, field string, args ...string) {
	o := Observation{Code: code, Place: r.Place(field), Field: field, Value: r.Get(field).Text, Args: args}
	if r.Table.Form.Has(ColTask) {
		o.Task = r.Get(ColTask).Text
	}
	p.Observations = append(p.Observations, o)
}

func (p *Plan) records(form string) []*Record {
	if t := p.Tables[form]; t != nil {
		return t.Records
	}
	return nil
}

func (p *Plan) decodeWorkdays() {
	var off, on []calendar.Date
	for _, r := range p.records(FormHolidays) {
		d := r.Get(ColDate)
		if !d.Filled() {
			continue
		}
		if r.Get(ColArrangement).Key == "workday" {
			on = append(on, d.Date)
		} else {
			off = append(off, d.Date)
		}
	}
	p.Workdays = calendar.NewWorkdays(off, on)
	p.Settings.Deadlines.Workdays = p.Workdays
}

func (p *Plan) decodeBureaus() {
	seen := map[string]*Record{}
	for _, r := range p.records(FormBureaus) {
		b := &Bureau{
			Code: r.Get(ColCode).Text, Name: r.Get(ColName).Text, FullName: r.Get(ColFullName).Text,
			Aliases: r.Get(ColAliases).List(), Category: r.Get(ColCategory).Text, Groups: r.Get(ColGroups).List(),
			Contact: r.Get(ColContact).Text, Phone: r.Get(ColPhone).Text, Remark: r.Get(ColRemark).Text,
			Scored: true, Order: len(p.Bureaus), Rec: r,
		}
		if s := r.Get(ColScored); s.Filled() {
			b.Scored = s.Num != 0
		}
		if s := r.Get(ColSendsLedger); s.Filled() {
			b.SendsLedger = s.Num != 0
		}
		if b.Name == "" {
			b.Name = b.FullName
		}
		if b.Name == "" {
			p.observe("bureau-nameless", r, ColName)
			continue
		}
		if b.Code == "" {
			b.Code = b.Name
		}
		if first := seen[Fold(b.Name)]; first != nil {
			p.observe("bureau-twice", r, ColName, "first", first.Place(ColName).Cell())
			continue
		}
		if first := seen["\x00"+Fold(b.Code)]; first != nil {
			p.observe("bureau-code-twice", r, ColCode, "first", first.Place(ColCode).Cell())
		}
		seen[Fold(b.Name)], seen["\x00"+Fold(b.Code)] = r, r
		p.renamed(b)
		p.Bureaus = append(p.Bureaus, b)
	}
	p.Directory = NewDirectory(p.Bureaus)
	if p.issued != nil {
		p.listBureaus()
		p.setApart()
		p.listBureaus()
		p.Directory = NewDirectory(p.Bureaus)
	}
	p.learnNames()
	for _, c := range p.Directory.Clashes {
		if code := Fold(c.Name); code == Fold(c.First.Code) && code == Fold(c.Second.Code) {
			continue // observed with the code already
		}
		p.observe("bureau-name-clash", c.Second.Rec, ColName, "name", c.Name, "other", c.First.Name,
			"first", c.First.Rec.Place(ColName).Cell())
	}
}

// decodeTasks reads 任务. A task that came into the plan after the round was issued goes into Later and is not part of the round. A heading
// put above tasks of the round asks nobody anything, and is part of it at once.
func (p *Plan) decodeTasks() {
	tree := p.readTree()
	for _, r := range p.records(FormTasks) {
		r = p.changed(r)
		t := p.decodeTask(r)
		if t.ID == "" {
			p.observe("task-without-number", r, ColTask)
			continue
		}
		if first := p.tasks[Fold(t.ID)]; first != nil {
			p.observe("task-twice", r, ColTask, "first", first.Rec.Place(ColTask).Cell())
			continue
		}
		if p.issued != nil && !p.issued.wentOut(t.ID) {
			heading := tree.heading(r)
			if !heading {
				p.Later = append(p.Later, r)
			}
			if !heading || !tree.over[Fold(t.ID)] {
				continue
			}
		}
		if t.CadenceText != "" && r.Get(ColCadence).State == Good {
			var ok bool
			if t.Cadences, ok = calendar.ParseCadences(t.CadenceText); !ok {
				p.observe("cadence-unknown", r, ColCadence)
			}
		}
		p.setDefaults(t)
		p.assign(t)
		p.Tasks = append(p.Tasks, t)
		p.tasks[Fold(t.ID)], p.tasks[t.ID] = t, t
	}
	p.cutLoops()
	p.linkParents()
}

// decodeTask reads a row of 任务: its cells, with the settings as defaults. It does not yet resolve names, and observes nothing.
func (p *Plan) decodeTask(r *Record) *Task {
	t := &Task{
		ID: r.Get(ColTask).Text, Area: r.Get(ColArea).Text, Parent: r.Get(ColParent).Text,
		Title: r.Get(ColTitle).Text, Goal: r.Get(ColGoal).Text, Measure: r.Get(ColMeasure).Key,
		Leader: r.Get(ColLeader).Text, Start: r.Get(ColStart).Date, DueText: r.Get(ColDueText).Text,
		Due: r.Get(ColDue).Date, Unit: r.Get(ColUnit).Text, Basis: r.Get(ColBasis).Key,
		Baseline: amount(r.Get(ColBaseline)), Target: amount(r.Get(ColTarget)),
		Direction: r.Get(ColDirection).Key, Weight: 1, Difficulty: 1, StatusOnly: r.Get(ColStatusOnly).Num != 0, Urgent: r.Get(ColUrgent).Num != 0,
		Source: r.Get(ColSource).Text, Remark: r.Get(ColRemark).Text, CadenceText: r.Get(ColCadence).Text,
		Order: len(p.Tasks), Rec: r,
	}
	if w := r.Get(ColWeight); w.Filled() {
		t.Weight = w.Num
	}
	if w := r.Get(ColDifficulty); w.Filled() {
		t.Difficulty = w.Num
	}
	if t.Start == 0 {
		t.Start = p.Settings.Start
	}
	if t.Due == 0 && t.DueText != "" && r.Get(ColDue).State == Empty {
		if d, ok := p.LimitOf(t.DueText, r.Get(ColStart).Date); ok {
			t.Due = d.Last
		}
	}
	return t
}

// linkParents puts tasks under their parents, and tells headings from tasks.
func (p *Plan) linkParents() {
	for _, t := range p.Tasks {
		if t.Parent == "" {
			continue
		}
		parent := p.Task(t.Parent)
		if parent == nil {
			p.observe("parent-unknown", t.Rec, ColParent, "near", p.nearTask(t.Parent))
			continue
		}
		parent.Children = append(parent.Children, t)
	}
	for _, t := range p.Tasks {
		// A row that has children and no measure, and says nothing of its own, is a heading.
		if t.Measure == "" {
			t.Measure = Deliverable
			if len(t.Children) > 0 && len(t.Assigned) == 0 {
				t.Measure = Grouping
			}
		}
		if t.Measure == Grouping {
			t.LeadOpen = false
		}
	}
}

// guessYear takes the year under assessment from the tasks' dates if the plan names neither the year nor a document date.
func (p *Plan) guessYear() {
	for _, t := range p.Tasks {
		for _, d := range []calendar.Date{t.Start, t.Due} {
			if p.Settings.Year == 0 && d != 0 {
				p.Settings.Year = d.Year()
			}
		}
	}
}

func (p *Plan) setDefaults(t *Task) {
	if t.Basis == "" {
		switch t.Measure {
		case Quantity:
			t.Basis = Cumulative
		case Project:
			t.Basis = BySteps
		}
	}
	if t.Direction == "" {
		t.Direction = Higher
	}
	if !t.Baseline.Known && t.Rec.Get(ColBaseline).State == Empty {
		t.Baseline = Known(0)
	}
}

// cutLoops finds tasks that are their own ancestors, and cuts the loop there.
func (p *Plan) cutLoops() {
	for _, t := range p.Tasks {
		seen := map[*Task]bool{t: true}
		for a := p.Task(t.Parent); a != nil; a = p.Task(a.Parent) {
			if a == t {
				p.observe("parent-loop", t.Rec, ColParent)
				t.Parent = ""
				break
			}
			if seen[a] {
				break
			}
			seen[a] = true
		}
	}
}

// assign resolves a task's leads and supports to bureaus. Each bureau stands once, in its strongest role.
func (p *Plan) assign(t *Task) {
	seen := map[*Bureau]bool{}
	add := func(b *Bureau, role, as string) {
		if !seen[b] {
			seen[b] = true
			t.Assigned = append(t.Assigned, Assignment{b, role, as})
		}
	}
	leads := t.Rec.Get(ColLeads)
	t.LeadOpen = leads.State == Empty || leads.State == Open
	byGroup := len(leads.List()) > 0 && p.Directory.Bureau(leads.List()[0]) == nil && p.Directory.Group(leads.List()[0]) != nil
	group := func(n string) {
		members := p.Directory.Group(n)
		for _, b := range members {
			add(b, RoleMember, n)
		}
		if members == nil {
			p.observeName(t.Rec, ColLeads, n)
		}
	}
	if byGroup {
		// The group comes first: then nobody sums up, and who is named beside it leads along with its members.
		group(leads.List()[0])
	}
	// Leads named one by one come before those named through a group, so that a leading town is not taken for a mere member of 各镇.
	for i, n := range leads.List() {
		if b := p.Directory.Bureau(n); b != nil {
			role := RoleCoLead
			if i == 0 {
				role = RoleLead
			}
			add(b, role, n)
		}
	}
	for i, n := range leads.List() {
		if p.Directory.Bureau(n) == nil && !(byGroup && i == 0) {
			group(n)
		}
	}
	for _, n := range t.Rec.Get(ColSupports).List() {
		members := p.Directory.Group(n)
		if b := p.Directory.Bureau(n); b != nil {
			members = []*Bureau{b}
		}
		for _, b := range members {
			add(b, RoleSupport, n)
		}
		if members == nil {
			p.observeName(t.Rec, ColSupports, n)
		}
	}
	if t.Lead() == nil && !t.ByGroup() {
		// The first-listed name is unknown. The next one does not move up: who sums up is for the plan to say.
		t.LeadOpen = true
	}
}

func (p *Plan) observeName(r *Record, field, name string) {
	p.observe("name-unknown", r, field, "name", name, "near", p.Directory.Suggest(name))
}

// bureaus resolves the names of one cell, groups included.
func (p *Plan) bureaus(r *Record, field string) []*Bureau {
	var out []*Bureau
	seen := map[*Bureau]bool{}
	for _, n := range r.Get(field).List() {
		members := p.meant(r, n)
		if members == nil {
			p.observeName(r, field, n)
		}
		for _, b := range members {
			if !seen[b] {
				seen[b] = true
				out = append(out, b)
			}
		}
	}
	return out
}

func (p *Plan) nearIndicator(id string) string {
	numbers := make([]string, 0, len(p.Indicators))
	for _, in := range p.Indicators {
		numbers = append(numbers, in.ID)
	}
	return Nearest(id, numbers)
}

func (p *Plan) nearTask(id string) string {
	ids := make([]string, 0, len(p.Tasks))
	for _, t := range p.Tasks {
		ids = append(ids, t.ID)
	}
	return Nearest(id, ids)
}

func amount(d *Datum) Amount {
	if !d.Filled() {
		return Amount{}
	}
	return Known(d.Num)
}
