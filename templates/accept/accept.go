// Package accept adds to a plan what a coordinator accepted in a draft: new tasks as rows of their own with their bureaus,
// milestones, stages and steps, and changes as rows of 变更. Nothing in the plan is overwritten.
//
// It knows which cells have to be written into the plan's workbook, and what was accepted in another form than the draft has it, or not
// at all. It refuses to know files and wording.
package accept

import (
	"fmt"
	"slices"

	"duban/templates"
	"duban/validate"
	"duban/workbook"
	"duban/workbook/draft"
	"duban/workbook/sheet"
)

// Input is a plan and a draft in which a coordinator marked what to accept.
type Input struct {
	// Plan is the plan, Book its workbook, Forms are its forms.
	Plan  *workbook.Plan
	Book  *sheet.Book
	Forms []*workbook.Form
	// Draft holds the draft's other sheets read as a plan, Rows its rows to accept, of templates.AcceptForm. Base is what the draft
	// was made against, of templates.AcceptedBase, nil if somebody removed that sheet.
	Draft      *workbook.Plan
	Rows, Base *workbook.Table
	Checker    *validate.Checker
	// Words holds the texts in the plan's language, in which new tasks and changes are numbered.
	Words *templates.Catalogue
}

// Result says what has to be written into the plan, and what to tell the user.
type Result struct {
	Edits []Edit
	// Added counts the new tasks, Milestones those added to tasks that the plan had, Changes the rows of 变更; Left counts the rows
	// that nobody accepted, Already the accepted rows whose content the plan has already.
	Added, Milestones, Changes, Left, Already int
	// Indicators counts the new indicators.
	Indicators int
	// Numbered lists the new tasks that could not keep their number, Listed the bureaus that the plan did not have.
	Numbered []Numbered
	Listed   []Listed
	// Kept lists the accepted cells and rows that change nothing, Held the errors of accepted rows, which change nothing either.
	Kept []Kept
	Held []validate.Finding
	// Lost lists the sheets that the plan lacks. If there are any nothing is written.
	Lost []string
}

// Edit is a value for a cell of the plan's workbook.
type Edit struct {
	Sheet string
	Ref   sheet.Ref
	Value sheet.Value
}

// Numbered is a new task whose number in the draft was no longer free in the plan.
type Numbered struct{ Was, Now, Title string }

// Listed is a bureau that was added to the plan. Reformed is the plan's bureau that took over its work, nil if none did; Near is
// the most similar name in the plan, empty if none is similar.
type Listed struct {
	Name     string
	Reformed *workbook.Bureau
	Near     string
}

// Kept is a cell of the draft that changes nothing. Why is the key of the reason, Args holds the arguments of its message, by name.
type Kept struct {
	At   workbook.Place
	Why  string
	Args []any
}

// Reasons why a cell changes nothing, besides those of package draft for cells of tasks.
const (
	KeptStep      = "step"      // stages and steps are not added to a task that the plan has
	KeptPart      = "part"      // it belongs to a task that the draft lacks
	KeptUnknown   = "unknown"   // the plan has no such task
	KeptMilestone = "milestone" // somebody changed the day in the plan since the draft was made
)

// Take works out what the accepted rows of a draft change in a plan. A row with a cell that cannot be read is held back, and the
// others go on.
func Take(in Input) Result {
	t := &taking{Input: in, next: map[string]int{}, numbers: map[string]string{}, was: map[string]*workbook.Record{},
		existing: map[string]acceptedRow{}, grown: map[string]bool{}, milestones: map[string][]milestone{}}
	if in.Base != nil {
		for _, r := range in.Base.Records {
			t.was[r.Get(templates.ColExisting).Text] = r
		}
	}
	t.accepted(in.Rows)
	return t.Result
}

// taking is one draft being taken into a plan.
type taking struct {
	Input
	Result
	// was holds the rows of tasks that the plan has, as the draft wrote them, by the task's number.
	was map[string]*workbook.Record
	// next gives the row for a form's next record.
	next map[string]int
	// numbers gives the numbers of new tasks in the plan, by those in the draft.
	numbers map[string]string
	// existing holds the accepted rows of tasks that the plan has, by the task's number in the draft. idle holds those
	// that change nothing by themselves, grown the tasks that got milestones or another day for one.
	existing map[string]acceptedRow
	idle     []string
	grown    map[string]bool
	// milestones holds those of the tasks looked at, with the added ones.
	milestones map[string][]milestone
}

// acceptedRow is an accepted row of a task that the plan has.
type acceptedRow struct {
	*workbook.Record
	task *workbook.Task
}

// accepted goes through the rows of a draft.
func (t *taking) accepted(rows *workbook.Table) {
	known := map[string]bool{}
	faulty := t.faulty(rows)
	for _, r := range rows.Records {
		number := r.Get(workbook.ColTask).Text
		known[number] = true
		switch existing := r.Get(templates.ColExisting).Text; {
		case r.Get(templates.ColAccept).Num == 0 && r.Get(templates.ColAccept).State != workbook.Bad:
			if r.Get(templates.ColState).Key != draft.Same.Key() {
				t.Left++
			}
		case len(faulty[r.Row]) > 0:
			t.Held = append(t.Held, faulty[r.Row]...)
		case existing != "":
			t.change(r, number, existing)
		case t.has(r):
			t.Already++
		default:
			t.add(r, number)
		}
	}
	t.parts(known)
	t.indicators()
	for _, number := range t.idle {
		if !t.grown[number] {
			t.Already++
		}
	}
}

// faulty gives the errors of a table, by row.
func (t *taking) faulty(rows *workbook.Table) map[int][]validate.Finding {
	out := map[int][]validate.Finding{}
	for _, f := range t.Checker.CheckRows(rows) {
		if f.Severity == workbook.Problem {
			out[f.Place.Ref.Row] = append(out[f.Place.Ref.Row], f)
		}
	}
	return out
}

// has reports whether the plan has a new task already, as it was accepted before.
func (t *taking) has(r *workbook.Record) bool {
	source, title := r.Get(workbook.ColSource).Text, r.Get(workbook.ColTitle).Text
	like := func(x *workbook.Task) bool {
		return x != nil && (x.Title == title || source != "" && x.Source == source)
	}
	return like(t.Plan.Task(r.Get(workbook.ColTask).Text)) ||
		slices.ContainsFunc(t.Plan.Tasks, func(x *workbook.Task) bool { return x.Title == title && source != "" && x.Source == source })
}

// add appends a new task, under another number if the plan has given its number to another task since.
func (t *taking) add(r *workbook.Record, number string) {
	free := func(n string) bool {
		if t.Plan.Task(n) != nil {
			return false
		}
		for _, taken := range t.numbers {
			if taken == n {
				return false
			}
		}
		return n != ""
	}
	now := number
	for n := 1; !free(now); n++ {
		now = fmt.Sprintf("%s%02d", t.Words.T("draft.new-prefix"), n)
	}
	if now != number && number != "" {
		t.Numbered = append(t.Numbered, Numbered{number, now, r.Get(workbook.ColTitle).Text})
	}
	if _, twice := t.numbers[number]; twice {
		// If a number is there twice, the rows below it belong to the first task.
		number = "\x00" + now
	}
	t.numbers[number] = now
	t.bureaus(append(slices.Clone(r.Get(workbook.ColLeads).List()), r.Get(workbook.ColSupports).List()...))
	t.row(workbook.FormTasks, r, now)
	t.Added++
}

// parts appends the milestones, stages, allocated parts and steps of new tasks, and the milestones of tasks that the plan has.
func (t *taking) parts(known map[string]bool) {
	for _, key := range []string{workbook.FormMilestones, workbook.FormStages, workbook.FormParts, workbook.FormInterims, workbook.FormProjects} {
		table := t.Draft.Tables[key]
		if table == nil {
			continue
		}
		faulty := t.faulty(table)
		for _, r := range table.Records {
			number := r.Get(workbook.ColTask).Text
			now, added := t.numbers[number]
			row, existing := t.existing[number]
			switch {
			case (added || existing) && len(faulty[r.Row]) > 0:
				t.Held = append(t.Held, faulty[r.Row]...)
			case existing && key == workbook.FormMilestones:
				t.milestone(r, row, number)
			case existing:
				t.keep(r.Place(workbook.ColTask), KeptStep, "task", row.task.ID)
			case added:
				t.bureaus(r.Get(workbook.ColBureau).List())
				t.row(key, r, now)
			case !known[number]:
				t.keep(r.Place(workbook.ColTask), KeptPart, "number", number)
			}
		}
	}
}

// indicators appends the indicators that the plan lacks. They belong to no task row that could be accepted: a coordinator who does
// not want one deletes its row.
func (t *taking) indicators() {
	table := t.Draft.Tables[workbook.FormIndicators]
	if table == nil {
		return
	}
	faulty := t.faulty(table)
	taken := map[string]bool{}
	for n, r := range table.Records {
		title := r.Get(workbook.ColTitle).Text
		switch {
		case len(faulty[r.Row]) > 0:
			t.Held = append(t.Held, faulty[r.Row]...)
			continue
		case slices.ContainsFunc(t.Plan.Indicators, func(i *workbook.Indicator) bool { return i.Title == title }):
			t.Already++
			continue
		}
		id := r.Get(workbook.ColIndicator).Text
		for n++; id == "" || taken[id] || t.Plan.Indicator(id) != nil; n++ {
			id = fmt.Sprintf("ZB-%02d", n)
		}
		taken[id] = true
		t.bureaus(r.Get(workbook.ColBureau).List())
		t.append(workbook.FormIndicators, func(col *workbook.Column) sheet.Value {
			if col.Key == workbook.ColIndicator {
				return sheet.Str(id)
			}
			return valueOf(r, col)
		})
		t.interims(r.Get(workbook.ColIndicator).Text, id)
		t.Indicators++
	}
}

// interims appends the interim targets of an indicator that was appended under a number of the plan.
func (t *taking) interims(was, id string) {
	table := t.Draft.Tables[workbook.FormInterims]
	if table == nil {
		return
	}
	faulty := t.faulty(table)
	for _, r := range table.Records {
		switch {
		case r.Get(workbook.ColIndicator).Text != was:
		case len(faulty[r.Row]) > 0:
			t.Held = append(t.Held, faulty[r.Row]...)
		default:
			t.append(workbook.FormInterims, func(col *workbook.Column) sheet.Value {
				if col.Key == workbook.ColIndicator {
					return sheet.Str(id)
				}
				return valueOf(r, col)
			})
		}
	}
}

// keep notes a cell of the draft that changes nothing.
func (t *taking) keep(at workbook.Place, why string, args ...any) {
	t.Kept = append(t.Kept, Kept{at, why, args})
}

// change appends a row to 变更 for each field in which the accepted row differs from the plan. The approver is the document,
// which says so.
func (t *taking) change(r *workbook.Record, number, existing string) {
	task := t.Plan.Task(existing)
	if task == nil {
		t.keep(r.Place(templates.ColExisting), KeptUnknown, "number", existing)
		return
	}
	if _, twice := t.existing[number]; !twice {
		t.existing[number] = acceptedRow{r, task}
	}
	taken := draft.Take(r, t.was[existing], task, t.Plan)
	tasks := t.Plan.Tables[workbook.FormTasks].Form
	for _, k := range taken.Kept {
		t.keep(r.Place(k.Field), k.Why, "field", tasks.Column(k.Field).Heading, "task", task.ID, "now", k.Now)
	}
	for _, c := range taken.Changes {
		switch c.Field {
		case workbook.ColLeads, workbook.ColSupports:
			t.bureaus(workbook.SplitNames(c.New))
		}
		t.record(r, workbook.ObjectTask, task.ID, tasks.Column(c.Field).Heading, c)
	}
	if len(taken.Changes) == 0 && len(taken.Kept) == 0 {
		t.idle = append(t.idle, number)
	}
}

// record appends a row to 变更.
func (t *taking) record(r *workbook.Record, object, id, heading string, c draft.Difference) {
	doc := t.Draft.Settings
	code := ""
	for n := t.Changes + len(t.Plan.Changes) + 1; code == "" || t.changeNamed(code); n++ {
		code = fmt.Sprintf("%s%02d", t.Words.T("draft.change-prefix"), n)
	}
	t.Changes++
	t.append(workbook.FormChanges, func(col *workbook.Column) sheet.Value {
		switch col.Key {
		case workbook.ColCode:
			return sheet.Str(code)
		case workbook.ColObject:
			return sheet.Str(col.Label(object))
		case workbook.ColObjectID:
			return sheet.Str(id)
		case workbook.ColField:
			return sheet.Str(heading)
		case workbook.ColOld:
			return sheet.StrOrBlank(c.Old)
		case workbook.ColNew:
			return sheet.Str(c.New)
		case workbook.ColFrom, workbook.ColApproved:
			return sheet.Int(int(doc.DocDate))
		case workbook.ColReason:
			return sheet.Str(r.Get(workbook.ColSource).Text)
		case workbook.ColApprover:
			return sheet.Str(doc.Document)
		}
		return sheet.Value{}
	})
}

// changeNamed reports a number that the plan has given to a change.
func (t *taking) changeNamed(code string) bool {
	return slices.ContainsFunc(t.Plan.Changes, func(c *workbook.Change) bool { return c.ID == code })
}
