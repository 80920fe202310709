package workbook

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"duban/workbook/calendar"
)

// Plan is the 任务总表 as decoded: what a county asks of whom, by when, and how it is scored.
type Plan struct {
	// File is the plan's file name and SHA256 the hash of its bytes in hexadecimal; whoever reads the file sets both.
	File, SHA256 string
	Settings     Settings
	Bureaus      []*Bureau
	Tasks        []*Task
	Indicators   []*Indicator
	Lists        []*ListForm
	Specials     []*SpecialRound
	Workdays     calendar.Workdays
	Changes      []*Change
	Exemptions   []*Exemption
	Intake       []*IntakeDecision
	Waivers      []*Waiver
	Verified     []*Verification
	Ladder       []*Rung
	Reasons      []*ApprovedReason
	Events       []*Event
	Items        []*Item
	Methods      []*Method
	Rules        []Rule
	Switches     []*Switch
	Adjustments  []*Adjustment
	Ratings      []*Rating
	Sections     []*Section
	Parameters   []*Parameter
	Bands        []*Band
	GradeRules   []*GradeRule
	Gates        []*Gate
	RaterGroups  []*RaterGroup
	Answers      []*Answer

	Directory *Directory
	// Tables are the sheets as read, by form key.
	Tables map[string]*Table
	// Observations are what decoding met in the plan, for package validate to judge.
	Observations []Observation

	// Kept says whom the plan's round goes on asking, although the plan names others by now.
	Kept []*Kept
	// LostIssuedPlan is the SHA-256 of the plan that the round went out with, if the archive has lost that plan: then nobody can tell whether
	// others led or supported. It is empty otherwise.
	LostIssuedPlan string
	// DecidedIn is the digest of the decisions if they are taken from another state of the plan (see WithDecisions and DecidedUpTo);
	// empty if they are the plan's own.
	DecidedIn string
	// Later are the rows of tasks that came into the plan after its round was issued, and so are not part of it.
	Later []*Record

	// issued is the plan that the round went out with. apart says which bureaus were merged since, nil if none were. Both are set only
	// while tasks and their parts are read.
	issued *Plan
	apart  *apart
	// becomes maps the bureaus that the plan's round has by themselves to their present heirs; nil if none were merged.
	becomes map[*Bureau]*Bureau
	// now is the present plan, nil if this one is. here maps its bureaus to those of this plan. calledNow is the digest of the names that
	// only the present plan uses, empty if there are none.
	now       *Plan
	here      map[*Bureau]*Bureau
	calledNow string
	// leftOut is the digest of the verifications that WithoutParts removed.
	leftOut string
	// day is the day on which the plan is looked at: later changes are not applied.
	day calendar.Date
	// within holds the folded numbers of tasks that the round has only because weeks and special rounds within it asked about them.
	within map[string]bool
	// issuedAs is the State of the plan that the round went out with; empty if there is none.
	issuedAs string
	tasks    map[string]*Task
	// with lists the tasks that name a bureau.
	with map[*Bureau][]*Task
	// indicators holds the indicators by folded number.
	indicators map[string]*Indicator
	// owned lists the indicators that a bureau answers for.
	owned map[*Bureau][]*Indicator
	// order gives a bureau's place in the plan by its code.
	order map[string]int
}

// State names the plan by what it was read from: the file's hash, the digest of decisions from another state, the digest of present
// names, the day on which it is looked at, and the plan that the round went out with. Plans that one program read and that have the same
// state say the same. Marks from returned rating forms are added to the plan later and are not part of it. It is empty if the plan, or
// the one it was issued with, has no hash.
func (p *Plan) State() string {
	if p.SHA256 == "" || p.issuedAs == unknownState {
		return ""
	}
	state := fmt.Sprintf("%s %s %s %d %s", p.SHA256, p.DecidedIn, p.calledNow, p.day, p.issuedAs)
	if p.leftOut != "" {
		state += " -" + p.leftOut
	}
	if len(p.within) > 0 {
		state += " +" + strings.Join(slices.Sorted(maps.Keys(p.within)), "|")
	}
	return state
}

// unknownState is the issuedAs of a plan whose issued plan has no State.
const unknownState = "?"

// Bureau is a unit that reports: a department, a town, a company.
type Bureau struct {
	Code, Name, FullName string
	Aliases              []string
	Category             string
	Groups               []string
	Contact, Phone       string
	Scored               bool
	// SendsLedger says that the bureau is a county with bureaus of its own, whose consolidated workbook is its return.
	SendsLedger bool
	Remark      string
	// Order is the bureau's position in the plan, for sorting.
	Order int
	Rec   *Record
	// codeNow is the code by which the present plan knows the bureau (see CodeNow); empty if that is its own.
	codeNow string
}

// Assignment is one bureau's part in a task.
type Assignment struct {
	Bureau *Bureau
	Role   string
	// As is the name as the plan writes it: a group's name if the bureau was named through a group.
	As string
}

// Task is one row of 任务.
type Task struct {
	ID, Area, Parent, Title, Goal string
	Measure                       string
	// Assigned lists every bureau once, in its strongest role, in the plan's order.
	Assigned []Assignment
	// LeadOpen says that the plan names no lead, or that its first-listed lead is unknown.
	LeadOpen bool
	Leader   string
	Start    calendar.Date
	DueText  string
	// Due is the plan's deadline, 0 if undecided. Changes are not applied; see Plan.DueOn.
	Due              calendar.Date
	Cadences         []calendar.Cadence
	CadenceText      string
	Unit, Basis      string
	Baseline, Target Amount
	Direction        string
	Weight           float64
	// Difficulty is 难度系数, 1 if the plan gives none.
	Difficulty     float64
	StatusOnly     bool
	Urgent         bool // its notices start one rung higher
	Source, Remark string
	// own says that only the milestones, steps and indicators that one bureau answers for are left; see Concerning.
	own bool
	// Rolled says that the task came with a ledger of the level below, which worked out its completion.
	Rolled bool

	Children   []*Task
	Milestones []*Milestone
	Stages     []*Stage
	Parts      []*Part
	Indicators []*Indicator
	Steps      []*Step
	Interims   Interims
	// TotalInvestment and YearInvestment are those of the task's project in the sheet 项目, in the task's unit.
	TotalInvestment, YearInvestment Amount
	// Order is the task's position in the plan.
	Order int
	Rec   *Record
}

// Milestone is one row of 节点.
type Milestone struct {
	Task      *Task
	ID, Title string
	Asked
	DueText string
	Due     calendar.Date
	Rec     *Record
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

// Nothing reports whether there is nothing to do in a part: its target is 0, and no baseline is known that would have to be brought down
// to it. A bound of 0 still has to be kept.
func (p *Part) Nothing() bool {
	return p.Target == Known(0) && p.Baseline.V == 0 && !IsBound(p.Task.Direction)
}

// Indicator is one row of 指标.
type Indicator struct {
	ID, Title string
	Task      *Task
	Asked
	Unit, Direction                 string
	Planned, LastYear, Best, Latest Amount
	Interims                        Interims
	// Cadences say how often there is a new figure; none means in every round.
	Cadences []calendar.Cadence
	Source   string
	Rec      *Record
}

// Expected reports whether a new figure is expected in a round. Many figures are published by the quarter or the year: in the months between
// there is a row for one that comes late, which may stay blank.
func (in *Indicator) Expected(per calendar.Period) bool {
	return len(in.Cadences) == 0 || slices.ContainsFunc(in.Cadences, func(c calendar.Cadence) bool { return c == calendar.OneOff || c.DueIn(per) })
}

// Step is one row of 项目: a step of a project's way through approval and building.
type Step struct {
	Task    *Task
	Project string
	ID      string
	Title   string
	Asked
	// Days is the step's own limit in days, 0 if the plan sets none.
	Days    int
	DueText string
	Due     calendar.Date
	Rec     *Record
}

// ListForm is a list that the county defines in 表样: rows the bureaus add themselves.
type ListForm struct {
	Name     string
	Form     Form
	Cadences []calendar.Cadence
	// For are the bureaus that get the list; empty means all.
	For []*Bureau
	// issued holds the forms made by Issued, by *TemplateForms.
	issued sync.Map
}

// Issued gives the list as it goes out and comes back: the county's columns with the self-check beside them. All bureaus share one form,
// as rules are parsed once for a form.
func (l *ListForm) Issued(forms *TemplateForms) *Form {
	if made, ok := l.issued.Load(forms); ok {
		return made.(*Form)
	}
	f := l.Form
	f.Columns = append(slices.Clip(f.Columns), *forms.Progress.Column(ColCheck))
	f.IndexHeadings()
	made, _ := l.issued.LoadOrStore(forms, &f)
	return made.(*Form)
}

// ReturnForms lists the forms that a return may hold: the fixed ones, and the county's lists as they go out.
func (p *Plan) ReturnForms(forms *TemplateForms) []*Form {
	all := forms.All()
	for _, l := range p.Lists {
		all = append(all, l.Issued(forms))
	}
	return all
}

// Exemption frees a bureau from reporting in a period.
type Exemption struct {
	Bureau           *Bureau
	Period           calendar.Period
	Reason, Approver string
	Rec              *Record
}

// Waiver lets a finding stand.
type Waiver struct {
	Rule             string
	Bureau           *Bureau
	Period           calendar.Period // zero: every period
	Task             string
	Reason, Approver string
	Rec              *Record
}

// Verification is one row of 核定: a value that outranks the return's.
type Verification struct {
	Task *Task
	// Problem is the number of the problem that is closed, if the row names one instead of a task; Task is then nil.
	Problem          string
	Bureau           *Bureau
	Period           calendar.Period
	Field, Value     string
	Number           Amount
	Reason, Approver string
	Date             calendar.Date
	Rec              *Record
}

// Task finds a task by its number, nil if there is none.
func (p *Plan) Task(id string) *Task {
	// Mostly the number is written as in the plan; folding would cost an allocation each time.
	if t := p.tasks[id]; t != nil {
		return t
	}
	return p.tasks[Fold(id)]
}

// Lead is the first-listed lead, who sums up; nil if the plan names none, or names a group first.
func (t *Task) Lead() *Bureau {
	if len(t.Assigned) > 0 && t.Assigned[0].Role == RoleLead {
		return t.Assigned[0].Bureau
	}
	return nil
}

// ByGroup reports whether a group as a whole leads the task: then nobody sums up, and the task stands at the average of its members.
func (t *Task) ByGroup() bool { return len(t.Assigned) > 0 && t.Assigned[0].Role == RoleMember }

// Role is a bureau's role in the task, empty if it has none.
func (t *Task) Role(b *Bureau) string {
	for _, a := range t.Assigned {
		if a.Bureau == b {
			return a.Role
		}
	}
	return ""
}

// Reports reports whether anything is reported on the task itself: on a heading nothing is.
func (t *Task) Reports() bool { return t.Measure != Grouping }

// Unassigned reports whether nobody has been given the task yet.
func (t *Task) Unassigned() bool { return t.LeadOpen && len(t.Assigned) == 0 }

// PartOf is a bureau's part of an allocated task, nil if it has none.
func (t *Task) PartOf(b *Bureau) *Part {
	for _, p := range t.Parts {
		if p.Bureau == b {
			return p
		}
	}
	return nil
}

// list finds a county's list by its name, nil if there is none.
func (p *Plan) list(name string) *ListForm {
	for _, l := range p.Lists {
		if SameName(l.Name, name) {
			return l
		}
	}
	return nil
}

// isFor reports whether a bureau gets the list.
func (l *ListForm) isFor(b *Bureau) bool {
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

// areas are the plan's areas in the order in which they first occur.
func (p *Plan) areas() []string {
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
	for _, t := range p.TasksWith(b) {
		if t.Reports() && t.Role(b) != "" {
			out = append(out, t)
		}
	}
	return out
}

// TasksWith lists the tasks that name a bureau, as theirs or in a milestone or step, in the plan's order. They are listed once, as each
// of a bureau's returns asks for them.
func (p *Plan) TasksWith(b *Bureau) []*Task {
	if p.with == nil { // put together otherwise than by decoding
		q := *p
		q.listTasks()
		return q.with[b]
	}
	return p.with[b]
}

// IndicatorsOf lists the indicators that a bureau answers for, in the plan's order.
func (p *Plan) IndicatorsOf(b *Bureau) []*Indicator {
	if p.owned == nil {
		q := *p
		q.listTasks()
		return q.owned[b]
	}
	return p.owned[b]
}

// BureauOf finds a bureau by its code alone, nil if none has it.
func (p *Plan) BureauOf(code string) *Bureau {
	if i, ok := p.places()[code]; ok {
		return p.Bureaus[i]
	}
	return nil
}

// places maps each bureau's code to its place in the plan.
func (p *Plan) places() map[string]int {
	if p.order == nil {
		q := *p
		q.listBureaus()
		return q.order
	}
	return p.order
}

// listBureaus fills in order.
func (p *Plan) listBureaus() {
	p.order = make(map[string]int, len(p.Bureaus))
	for i, b := range p.Bureaus {
		p.order[b.Code] = i
	}
}

// listTasks fills in with, owned and order.
func (p *Plan) listTasks() {
	p.listBureaus()
	p.owned = map[*Bureau][]*Indicator{}
	for _, in := range p.Indicators {
		for _, b := range in.Bureaus {
			if of := p.owned[b]; len(of) == 0 || of[len(of)-1] != in {
				p.owned[b] = append(of, in)
			}
		}
	}
	p.with = make(map[*Bureau][]*Task, len(p.Bureaus))
	for _, t := range p.Tasks {
		add := func(b *Bureau) {
			if of := p.with[b]; len(of) == 0 || of[len(of)-1] != t {
				p.with[b] = append(of, t)
			}
		}
		for _, a := range t.Assigned {
			add(a.Bureau)
		}
		for _, m := range t.Milestones {
			for _, b := range m.Bureaus {
				add(b)
			}
		}
		for _, s := range t.Steps {
			for _, b := range s.Bureaus {
				add(b)
			}
		}
	}
}
