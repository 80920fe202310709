package workbook

import (
	"sort"
	"strings"

	"duban/workbook/sheet"
)

// Plan is the 任务总表 as decoded: what a county asks of whom, by when, and how it is scored.
type Plan struct {
	// File is the plan's file name, SHA256 the hash of its bytes in hexadecimal; both are set by whoever read it.
	File, SHA256 string
	Settings     Settings
	Bureaus      []*Bureau
	Tasks        []*Task
	Indicators   []*Indicator
	Lists        []*ListForm
	Calendar     Calendar
	Changes      []*Change
	Exemptions   []*Exemption
	Waivers      []*Waiver
	Verified     []*Verification
	Events       []*Event
	Items        []*Item
	Methods      []*Method
	Rules        []Rule
	Adjustments  []*Adjustment
	Ratings      []*Rating

	Directory *Directory
	// Tables are the sheets as read, by form key.
	Tables map[string]*Table
	// Observations are what decoding met in the plan, for package validate to judge.
	Observations []Observation

	tasks map[string]*Task
}

// Bureau is a unit that reports: a department, a town, a company.
type Bureau struct {
	Code, Name, FullName string
	Aliases              []string
	Category             string
	Groups               []string
	Contact, Phone       string
	Scored               bool
	Remark               string
	// Order is the bureau's position in the plan, for sorting.
	Order int
	Rec   *Record
}

// Assignment is one bureau's part in a task.
type Assignment struct {
	Bureau *Bureau
	Role   string
	// As is the name as the plan writes it, a group's name where the bureau was named through a group.
	As string
}

// Task is one row of 任务.
type Task struct {
	ID, Area, Parent, Title, Goal string
	Measure                       string
	// Assigned lists every bureau once, in its strongest role, in the plan's order.
	Assigned []Assignment
	// LeadOpen says that the plan names no lead.
	LeadOpen bool
	Leader   string
	Start    Date
	DueText  string
	// Due is the plan's deadline, 0 where it is not decided. Changes are not counted in; see Plan.Due.
	Due              Date
	Cadences         []Cadence
	CadenceText      string
	Unit, Basis      string
	Baseline, Target Amount
	Direction        string
	Weight           float64
	StatusOnly       bool
	Source, Remark   string

	Children   []*Task
	Milestones []*Milestone
	Stages     []*Stage
	Parts      []*Part
	Indicators []*Indicator
	Steps      []*Step
	// Investment is what the project sheet says of the task's project, in the task's unit.
	TotalInvestment, YearInvestment Amount
	// Order is the task's position in the plan.
	Order int
	Rec   *Record
}

// Milestone is one row of 节点.
type Milestone struct {
	Task      *Task
	ID, Title string
	Bureaus   []*Bureau // the task's first lead where the plan names none
	DueText   string
	Due       Date
	Rec       *Record
}

// Stage is one row of 分段: how many units stood in the stage at the start, and what a unit in it is worth (0–100).
type Stage struct {
	Task    *Task
	ID      string
	Title   string
	Worth   float64
	Initial float64
	Rec     *Record
}

// Part is one row of 分配: a bureau's share of a task's target.
type Part struct {
	Task             *Task
	Bureau           *Bureau
	Baseline, Target Amount
	Rec              *Record
}

// Indicator is one row of 指标.
type Indicator struct {
	ID, Title                       string
	Task                            *Task
	Bureaus                         []*Bureau
	Unit, Direction                 string
	Planned, LastYear, Best, Latest Amount
	Source                          string
	Rec                             *Record
}

// Step is one row of 项目: a step of a project's way through approval and building.
type Step struct {
	Task    *Task
	Project string
	ID      string
	Title   string
	Bureaus []*Bureau
	// Days is the step's own limit in days, 0 where the plan sets none.
	Days    int
	DueText string
	Due     Date
	Rec     *Record
}

// ListForm is a list that the county defines in 表样: rows the bureaus add themselves.
type ListForm struct {
	Name     string
	Form     Form
	Cadences []Cadence
	// For are the bureaus that get the list; empty means all.
	For []*Bureau
}

// Change is one row of 变更: an approved change of a task's deadline, lead, target …
type Change struct {
	ID, Object, ObjectID, Field, Old, New string
	From                                  Date
	Reason, Approver                      string
	Approved                              Date
	// Due is the new deadline of a change of 完成日期.
	Due Date
	Rec *Record
}

// Exemption frees a bureau from reporting in a period.
type Exemption struct {
	Bureau           *Bureau
	Period           Period
	Reason, Approver string
	Rec              *Record
}

// Waiver lets a finding stand.
type Waiver struct {
	Rule             string
	Bureau           *Bureau
	Period           Period // zero: every period
	Task             string
	Reason, Approver string
	Rec              *Record
}

// Verification is one row of 核定: a value that outranks the return's.
type Verification struct {
	Task             *Task
	Bureau           *Bureau
	Period           Period
	Field, Value     string
	Number           Amount
	Reason, Approver string
	Date             Date
	Rec              *Record
}

// Event is one row of 事件, for items scored by event.
type Event struct {
	ID                 string
	Bureau             *Bureau
	Title, Level       string
	Date               Date
	Evidence, Approver string
	Rec                *Record
}

// Grains of a scheme's item: what its rows are.
const (
	GrainTask       = "task"
	GrainReporting  = "reporting"
	GrainAdjustment = "adjustment"
	GrainRating     = "rating"
	GrainIndicator  = "indicator"
	GrainEvent      = "event"
)

// Ways in which an item's rows become its score.
const (
	SumRows  = "sum"
	MeanRows = "mean"
	MinRows  = "min"
	MaxRows  = "max"
)

// Policies for a bureau that has no row for an item.
const (
	NoRowsRenormalise = "renormalise" // the item is left out and the rest scaled up
	NoRowsZero        = "nil-points"
	NoRowsFull        = "full"
)

// Item is one row of 计分办法.
type Item struct {
	ID, Section, Title string
	// Scope names the categories, groups or bureaus to which the item applies; empty means all.
	Scope   []string
	Points  float64
	Grain   string
	Filter  string
	Method  string
	Summing string
	Floor   Amount
	Cap     Amount
	NoRows  string
	Rec     *Record
}

// Method is one row of 计分方法: a named formula over the inputs of a scheme's rows.
type Method struct {
	Name, Source, Explain string
	Rec                   *Record
}

// Adjustment is one row of 加减分.
type Adjustment struct {
	Bureau           *Bureau
	Item             string
	Amount           float64
	Matter, Evidence string
	Approver         string
	Approved         Date
	Rec              *Record
}

// Rating is one row of 评议: a group's mark for a bureau, 0–100.
type Rating struct {
	Bureau *Bureau
	Raters string
	Mark   float64
	Rec    *Record
}

// Task finds a task by its number, nil where there is none.
func (p *Plan) Task(id string) *Task { return p.tasks[fold(id)] }

// Lead is the first-listed lead, who sums up; nil where the plan names none, or names a group first.
func (t *Task) Lead() *Bureau {
	if len(t.Assigned) > 0 && t.Assigned[0].Role == RoleLead {
		return t.Assigned[0].Bureau
	}
	return nil
}

// ByGroup reports that the task is led by a group as a whole: nobody sums up, the task stands where its members stand.
func (t *Task) ByGroup() bool { return len(t.Assigned) > 0 && t.Assigned[0].Role == RoleMember }

// Role is a bureau's role in the task, empty where it has none.
func (t *Task) Role(b *Bureau) string {
	for _, a := range t.Assigned {
		if a.Bureau == b {
			return a.Role
		}
	}
	return ""
}

// Reports tells whether anything is reported on the task: a grouping row has nothing of its own.
func (t *Task) Reports() bool { return t.Measure != Grouping }

// PartOf is a bureau's part of an allocated task, nil where it has none.
func (t *Task) PartOf(b *Bureau) *Part {
	for _, p := range t.Parts {
		if p.Bureau == b {
			return p
		}
	}
	return nil
}

// For reports whether a bureau gets the list.
func (l *ListForm) ForBureau(b *Bureau) bool {
	if len(l.For) == 0 {
		return true
	}
	for _, x := range l.For {
		if x == b {
			return true
		}
	}
	return false
}

// DecodePlan reads a plan from a book. It is total: what cannot be read is observed, and everything else goes on. The
// forms are those of the plan workbook, in order.
func DecodePlan(book *sheet.Book, file string, forms []*Form) *Plan {
	p := &Plan{File: file, Tables: map[string]*Table{}, tasks: map[string]*Task{}}
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
			p.decodeSettings(t)
		}
	}
	if p.Tables[FormSettings] == nil {
		p.decodeSettings(nil)
	}
	p.decodeCalendar()
	p.decodeBureaus()
	p.decodeTasks()
	p.guessYear()
	p.decodeTaskParts()
	p.decodeLists()
	p.decodeDecisions()
	p.decodeScheme()
	return p
}

// findSheets finds each form's sheet: by name, else by headings among the sheets that are no form's by name. A sheet that
// looks like one of the plan's and is none is observed, so that no renamed sheet is passed over in silence.
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
			if n := Score(f, s); n > most {
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

// rowUnit gives the unit of measure of a row's numbers: its own where the form has such a column, else that of the task
// that the row belongs to.
func (p *Plan) rowUnit(f *Form) func(*Record) string {
	if f.Has(ColUnit) {
		return func(r *Record) string { return r.Get(ColUnit).Text }
	}
	if !f.Has(ColTask) {
		return nil
	}
	units := map[string]string{}
	for _, r := range p.records(FormTasks) {
		if id := fold(r.ID); units[id] == "" {
			units[id] = r.Get(ColUnit).Text
		}
	}
	return func(r *Record) string { return units[fold(r.Get(ColTask).Text)] }
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

func (p *Plan) decodeCalendar() {
	var off, on []Date
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
	p.Calendar = NewCalendar(off, on)
	p.Settings.Deadlines.Calendar = p.Calendar
}

func (p *Plan) decodeBureaus() {
	seen := map[string]*Record{}
	for _, r := range p.records(FormBureaus) {
		b := &Bureau{
			Code: r.Get(ColCode).Text, Name: r.Get(ColName).Text, FullName: r.Get(ColFullName).Text,
			Aliases: r.Get(ColAliases).List, Category: r.Get(ColCategory).Text, Groups: r.Get(ColGroups).List,
			Contact: r.Get(ColContact).Text, Phone: r.Get(ColPhone).Text, Remark: r.Get(ColRemark).Text,
			Scored: true, Order: len(p.Bureaus), Rec: r,
		}
		if s := r.Get(ColScored); s.Filled() {
			b.Scored = s.Num != 0
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
		if first := seen[fold(b.Name)]; first != nil {
			p.observe("bureau-twice", r, ColName, "first", first.Place(ColName).Cell())
			continue
		}
		if first := seen["\x00"+fold(b.Code)]; first != nil {
			p.observe("bureau-code-twice", r, ColCode, "first", first.Place(ColCode).Cell())
		}
		seen[fold(b.Name)], seen["\x00"+fold(b.Code)] = r, r
		p.Bureaus = append(p.Bureaus, b)
	}
	p.Directory = NewDirectory(p.Bureaus)
	for _, c := range p.Directory.Clashes {
		p.observe("bureau-name-clash", c.Second.Rec, ColName, "name", c.Name, "other", c.First.Name,
			"first", c.First.Rec.Place(ColName).Cell())
	}
}

func (p *Plan) decodeTasks() {
	for _, r := range p.records(FormTasks) {
		t := &Task{
			ID: r.Get(ColTask).Text, Area: r.Get(ColArea).Text, Parent: r.Get(ColParent).Text,
			Title: r.Get(ColTitle).Text, Goal: r.Get(ColGoal).Text, Measure: r.Get(ColMeasure).Key,
			Leader: r.Get(ColLeader).Text, Start: r.Get(ColStart).Date, DueText: r.Get(ColDueText).Text,
			Due: r.Get(ColDue).Date, Unit: r.Get(ColUnit).Text, Basis: r.Get(ColBasis).Key,
			Baseline: amount(r.Get(ColBaseline)), Target: amount(r.Get(ColTarget)),
			Direction: r.Get(ColDirection).Key, Weight: 1, StatusOnly: r.Get(ColStatusOnly).Num != 0,
			Source: r.Get(ColSource).Text, Remark: r.Get(ColRemark).Text, CadenceText: r.Get(ColCadence).Text,
			Order: len(p.Tasks), Rec: r,
		}
		if t.ID == "" {
			p.observe("task-without-number", r, ColTask)
			continue
		}
		if first := p.tasks[fold(t.ID)]; first != nil {
			p.observe("task-twice", r, ColTask, "first", first.Rec.Place(ColTask).Cell())
			continue
		}
		if w := r.Get(ColWeight); w.Filled() {
			t.Weight = w.Num
		}
		if t.Start == 0 {
			t.Start = p.Settings.Start
		}
		if t.Due == 0 && t.DueText != "" && r.Get(ColDue).State == Empty {
			if d, ok := ResolveDeadline(t.DueText, p.Settings.Deadlines); ok {
				t.Due = d.Last
			}
		}
		if t.CadenceText != "" && r.Get(ColCadence).State == Good {
			var ok bool
			if t.Cadences, ok = ParseCadences(t.CadenceText); !ok {
				p.observe("cadence-unknown", r, ColCadence)
			}
		}
		p.setDefaults(t)
		p.assign(t)
		p.Tasks = append(p.Tasks, t)
		p.tasks[fold(t.ID)] = t
	}
	p.cutLoops()
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
		// A heading over sub-tasks that says nothing of its own is known by having children and no measure.
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

// guessYear takes the year assessed from the tasks' own dates where the plan names neither year nor document date.
func (p *Plan) guessYear() {
	for _, t := range p.Tasks {
		for _, d := range []Date{t.Start, t.Due} {
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
	// Leads named one by one come before those named through a group, so that a town that leads is not taken for one of
	// 各镇.
	for i, n := range leads.List {
		if b := p.Directory.Bureau(n); b != nil {
			role := RoleCoLead
			if i == 0 {
				role = RoleLead
			}
			add(b, role, n)
		}
	}
	for _, n := range leads.List {
		if p.Directory.Bureau(n) != nil {
			continue
		}
		members := p.Directory.Group(n)
		for _, b := range members {
			add(b, RoleMember, n)
		}
		if members == nil {
			p.observeName(t.Rec, ColLeads, n)
		}
	}
	for _, n := range t.Rec.Get(ColSupports).List {
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
		// The first-listed name is unknown: the next one does not move up, since who sums up is the plan's to say.
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
	for _, n := range r.Get(field).List {
		members := p.Directory.Group(n)
		if b := p.Directory.Bureau(n); b != nil {
			members = []*Bureau{b}
		}
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

// Areas are the plan's areas in the order in which they first occur.
func (p *Plan) Areas() []string {
	var out []string
	seen := map[string]bool{}
	for _, t := range p.Tasks {
		if !seen[t.Area] {
			seen[t.Area] = true
			out = append(out, t.Area)
		}
	}
	return out
}

// Categories are the bureaus' categories in the order in which they first occur, of the scored bureaus only.
func (p *Plan) Categories() []string {
	var out []string
	seen := map[string]bool{}
	for _, b := range p.Bureaus {
		if b.Scored && !seen[b.Category] {
			seen[b.Category] = true
			out = append(out, b.Category)
		}
	}
	return out
}

// TasksOf lists the tasks in which a bureau has a part, in the plan's order.
func (p *Plan) TasksOf(b *Bureau) []*Task {
	var out []*Task
	for _, t := range p.Tasks {
		if t.Reports() && t.Role(b) != "" {
			out = append(out, t)
		}
	}
	return out
}

// DueOn is a task's deadline in force for somebody who looks at a date: the plan's, as changed by what was approved to
// hold from then on or earlier.
func (p *Plan) DueOn(t *Task, at Date) Date {
	due := t.Due
	for _, c := range p.Changes {
		if c.Object == ObjectTask && fold(c.ObjectID) == fold(t.ID) && c.Field == ColDue && c.Due != 0 && c.From <= at && c.Approver != "" {
			due = c.Due
		}
	}
	return due
}

// MilestoneDueOn is a milestone's deadline in force at a date.
func (p *Plan) MilestoneDueOn(m *Milestone, at Date) Date {
	due := m.Due
	for _, c := range p.Changes {
		if c.Object == ObjectMilestone && fold(c.ObjectID) == fold(m.Task.ID+"|"+m.ID) && c.Field == ColDue && c.Due != 0 && c.From <= at && c.Approver != "" {
			due = c.Due
		}
	}
	return due
}

// sortChanges puts changes in the order in which they take effect.
func sortChanges(cs []*Change) {
	sort.SliceStable(cs, func(i, j int) bool { return cs[i].From < cs[j].From })
}

// splitMilestone takes "XC-02|1" or "XC-02/1" apart.
func splitMilestone(id string) string {
	return strings.NewReplacer("/", "|", "／", "|", "｜", "|").Replace(id)
}
