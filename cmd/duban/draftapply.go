package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"duban/templates"
	"duban/validate"
	"duban/workbook"
	"duban/workbook/draft"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// applyDraft takes what a coordinator accepted in a draft into the workspace's plan: new tasks as rows of their own with
// their bureaus, milestones, stages and steps, changes as rows of 变更. Nothing in the plan is overwritten, and the plan as
// it was is archived first. A row with a cell that cannot be read is held back, and the others go on.
func (a *app) applyDraft(path string) error {
	s, err := a.open(true)
	if err != nil {
		return err
	}
	defer s.close()
	data, err := a.readShort(path)
	if err != nil {
		return a.noDocument(path, err)
	}
	name := filepath.Base(path)
	book, err := xlsx.Read(data)
	if err != nil {
		var refusal *xlsx.Refusal
		if errors.As(err, &refusal) {
			return a.notRead(name, refusal)
		}
		return err
	}
	form := templates.AcceptForm(s.ws.words)
	rows := workbook.FindSheet(form, book)
	if rows == nil {
		return a.usage("draft.no-accept", "name", name, "sheet", form.Sheet)
	}
	t := &taking{session: s, next: map[string]int{}, draft: workbook.DecodePlan(book, name, s.planForms), numbers: map[string]string{},
		was: map[string]*workbook.Record{}, existing: map[string]acceptedRow{}, grown: map[string]bool{}, milestones: map[string][]milestone{}}
	if t.plan, err = xlsx.Read(s.planBytes); err != nil {
		return err
	}
	reading := workbook.Reading{Near: t.draft.Settings.DocDate, Unit: func(r *workbook.Record) string { return r.Get(workbook.ColUnit).Text }}
	if base := workbook.FindSheet(templates.AcceptedBase(s.ws.words), book); base != nil {
		for _, r := range workbook.ReadTable(templates.AcceptedBase(s.ws.words), base, name, reading).Records {
			t.was[r.Get(templates.ColExisting).Text] = r
		}
	}
	t.accepted(workbook.ReadTable(form, rows, name, reading))
	if len(t.lost) > 0 {
		return a.fail(nil, "draft.no-sheet", "sheets", strings.Join(t.lost, "、"))
	}
	o := s.newOutput("draft", workbook.Period{})
	o.findings = t.held
	o.summary["added"], o.summary["changes"], o.summary["left"], o.summary["already"], o.summary["kept"] = t.added, t.changes, t.left, t.already, len(t.kept)
	o.summary["milestones"] = t.parted
	if len(t.edits) == 0 {
		o.line("draft.nothing", "left", t.left, "already", t.already)
		t.say(o)
		return o.print()
	}
	changed, err := xlsx.Apply(s.planBytes, t.edits)
	if err != nil {
		return fmt.Errorf("apply draft: %w", err)
	}
	after, err := s.readPlan(changed)
	if err != nil {
		return err
	}
	if err := s.keepPlan(workbook.MonthOf(s.today())); err != nil {
		return err
	}
	if err := s.disk.WriteFile(s.ws.plan(), changed); err != nil {
		return err
	}
	s.plan = after
	o.findings = append(o.findings, s.checker.CheckPlan(after, s.planForms, s.forms)...)
	o.file("plan", "", s.ws.plan())
	o.line("draft.applied", "added", t.added, "milestones", t.parted, "changes", t.changes, "left", t.left, "already", t.already)
	t.say(o)
	return o.print()
}

// taking collects what is typed into the plan.
type taking struct {
	*session
	// plan is the plan's workbook, draft the draft's sheets.
	plan  *sheet.Book
	draft *workbook.Plan
	// was are the rows of tasks that the plan has as the draft wrote them, by the task's number.
	was   map[string]*workbook.Record
	edits []xlsx.Edit
	// next is the row that a form's next record goes to.
	next map[string]int
	// numbers are those that new tasks got in the plan, by the ones that they have in the draft.
	numbers map[string]string
	// existing are the accepted rows of tasks that the plan has, by the number that the task has in the draft; idle are those
	// that change nothing by themselves, grown the tasks that got milestones or another day of one.
	existing map[string]acceptedRow
	idle     []string
	grown    map[string]bool
	// milestones are those of the tasks looked at, with what was added.
	milestones map[string][]milestone
	// given are numbers of the draft that the plan had given to another task, listed the bureaus that were added.
	given, listed []string
	// kept are cells and rows that change nothing although they were accepted, held what is wrong with rows held back.
	kept []string
	held []validate.Finding
	// lost are the sheets that the plan has not.
	lost []string
	// parted counts the milestones added to tasks that the plan had.
	added, changes, left, already, parted int
}

// acceptedRow is an accepted row of a task that the plan has.
type acceptedRow struct {
	*workbook.Record
	task *workbook.Task
}

// say tells of what was accepted otherwise than it stands in the draft, or not at all.
func (t *taking) say(o *output) {
	o.section("draft.numbered", t.given)
	o.section("draft.listed", t.listed)
	o.section("draft.kept", t.kept)
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
				t.left++
			}
		case len(faulty[r.Row]) > 0:
			t.held = append(t.held, faulty[r.Row]...)
		case existing != "":
			t.change(r, number, existing)
		case t.has(r):
			t.already++
		default:
			t.add(r, number)
		}
	}
	t.parts(known)
	for _, number := range t.idle {
		if !t.grown[number] {
			t.already++
		}
	}
}

// faulty are the errors of a table, by row.
func (t *taking) faulty(rows *workbook.Table) map[int][]validate.Finding {
	out := map[int][]validate.Finding{}
	for _, f := range t.checker.CheckRows(rows) {
		if f.Severity == workbook.Problem {
			out[f.Place.Ref.Row] = append(out[f.Place.Ref.Row], f)
		}
	}
	return out
}

// has reports that the plan has a new task by now: it was accepted before.
func (t *taking) has(r *workbook.Record) bool {
	source, title := r.Get(workbook.ColSource).Text, r.Get(workbook.ColTitle).Text
	like := func(x *workbook.Task) bool {
		return x != nil && (x.Title == title || source != "" && x.Source == source)
	}
	return like(t.session.plan.Task(r.Get(workbook.ColTask).Text)) ||
		slices.ContainsFunc(t.session.plan.Tasks, func(x *workbook.Task) bool { return x.Title == title && source != "" && x.Source == source })
}

// add appends a new task. A number that the plan gave to another task since is not used twice.
func (t *taking) add(r *workbook.Record, number string) {
	free := func(n string) bool {
		if t.session.plan.Task(n) != nil {
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
		now = fmt.Sprintf("%s%02d", t.ws.words.T("draft.new-prefix"), n)
	}
	if now != number && number != "" {
		t.given = append(t.given, "  "+t.words.T("draft.number", "was", number, "now", now, "title", r.Get(workbook.ColTitle).Text))
	}
	if _, twice := t.numbers[number]; twice {
		// The parts of a number that stands there twice are the first row's.
		number = "\x00" + now
	}
	t.numbers[number] = now
	t.bureaus(append(slices.Clone(r.Get(workbook.ColLeads).List()), r.Get(workbook.ColSupports).List()...))
	t.row(workbook.FormTasks, r, now)
	t.added++
}

// parts appends the milestones, stages and steps of the tasks that were added, and the milestones of those that the plan has.
func (t *taking) parts(known map[string]bool) {
	for _, key := range []string{workbook.FormMilestones, workbook.FormStages, workbook.FormProjects} {
		table := t.draft.Tables[key]
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
				t.held = append(t.held, faulty[r.Row]...)
			case existing && key == workbook.FormMilestones:
				t.milestone(r, row, number)
			case existing:
				t.keep(r.Place(workbook.ColTask), "draft.kept-step", "task", row.task.ID)
			case added:
				t.bureaus(r.Get(workbook.ColBureau).List())
				t.row(key, r, now)
			case !known[number]:
				t.keep(r.Place(workbook.ColTask), "draft.kept-part", "number", number)
			}
		}
	}
}

// keep notes a cell of the draft that changes nothing.
func (t *taking) keep(at workbook.Place, id string, args ...any) {
	t.kept = append(t.kept, "  "+at.String()+t.words.T("draft.colon")+t.words.T(id, args...))
}

// row appends a record to a form's sheet in the plan, under the number that the task has there.
func (t *taking) row(key string, r *workbook.Record, number string) {
	t.append(key, func(col *workbook.Column) sheet.Value {
		if col.Key == workbook.ColTask {
			return sheet.Str(number)
		}
		return valueOf(r, col)
	})
}

// valueOf is a cell of an accepted row as it is typed into the plan.
func valueOf(r *workbook.Record, col *workbook.Column) sheet.Value {
	d := r.Get(col.Key)
	switch {
	case d.State == workbook.Good && col.Type == workbook.ChoiceColumn:
		return sheet.Str(col.Label(d.Key))
	case d.State == workbook.Good && d.Date != 0:
		return sheet.Int(int(d.Date))
	case d.State == workbook.Good && col.Type == workbook.NumberColumn:
		return sheet.Num(d.Num)
	case d.State == workbook.Good && (col.Type == workbook.TextColumn || col.Type == workbook.NamesColumn):
		return sheet.Str(d.Text)
	}
	return d.Raw
}

// append puts a row behind the last one of a form's sheet.
func (t *taking) append(key string, value func(*workbook.Column) sheet.Value) {
	table := t.session.plan.Tables[key]
	if table == nil || table.HeadingRow == 0 {
		for _, f := range t.planForms {
			if f.Key == key && !slices.Contains(t.lost, f.Sheet) {
				t.lost = append(t.lost, f.Sheet)
			}
		}
		return
	}
	if t.next[key] == 0 {
		last := table.HeadingRow
		for _, r := range table.Records {
			last = max(last, r.Row)
		}
		t.next[key] = last + 1
	}
	n := t.next[key]
	t.next[key]++
	grid := t.plan.Sheet(table.Sheet)
	for i := range table.Form.Columns {
		col := &table.Form.Columns[i]
		v := value(col)
		if v.IsBlank() || table.Cols[i] == 0 {
			continue
		}
		at := sheet.At(n, table.Cols[i])
		if col.Type == workbook.DateColumn && v.Kind == sheet.Number {
			// Past the rows that stand ready a cell has no format, and would show the day's serial number.
			if cell := grid.Cell(at); cell == nil || cell.Format != sheet.Date {
				v = sheet.Str(workbook.Date(v.Num).String())
			}
		}
		t.edits = append(t.edits, xlsx.Edit{Sheet: table.Sheet, Ref: at, Value: v})
	}
}

// bureaus appends those that the plan has not, and says so: a slip of the pen would make a bureau of its own.
func (t *taking) bureaus(names []string) {
	dir := t.session.plan.Directory
	for _, n := range names {
		line := "  " + n
		if b := draft.Reformed(n, dir); b != nil {
			line = "  " + t.words.T("draft.listed-reformed", "name", n, "now", b.Name)
		} else if near := dir.Suggest(n); near != "" {
			line = "  " + t.words.T("draft.listed-near", "name", n, "near", near)
		}
		if dir.Bureau(n) != nil || dir.Group(n) != nil || slices.Contains(t.listed, line) {
			continue
		}
		t.listed = append(t.listed, line)
		t.append(workbook.FormBureaus, t.newBureau(n))
	}
}

// newBureau gives the cells of a bureau that the draft lists, else of one of which only the name is known.
func (t *taking) newBureau(n string) func(*workbook.Column) sheet.Value {
	if table := t.draft.Tables[workbook.FormBureaus]; table != nil {
		for _, r := range table.Records {
			if r.Get(workbook.ColName).Text == n {
				return func(col *workbook.Column) sheet.Value {
					if col.Key == workbook.ColCode {
						// The draft counted its own bureaus; in the plan the name stands for the code.
						return sheet.Value{}
					}
					return r.Get(col.Key).Raw
				}
			}
		}
	}
	return func(col *workbook.Column) sheet.Value {
		if col.Key == workbook.ColName {
			return sheet.Str(n)
		}
		return sheet.Value{}
	}
}

// change appends a row to 变更 for each field on which the accepted row says otherwise than the plan. The document is what
// approves it: it was said there.
func (t *taking) change(r *workbook.Record, number, existing string) {
	task := t.session.plan.Task(existing)
	if task == nil {
		t.keep(r.Place(templates.ColExisting), "draft.kept-unknown", "number", existing)
		return
	}
	if _, twice := t.existing[number]; !twice {
		t.existing[number] = acceptedRow{r, task}
	}
	taken := draft.Take(r, t.was[existing], task, t.session.plan)
	tasks := t.session.plan.Tables[workbook.FormTasks].Form
	for _, k := range taken.Kept {
		t.keep(r.Place(k.Field), "draft.kept-"+k.Why, "field", tasks.Column(k.Field).Heading, "task", task.ID, "now", k.Now)
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
	doc := t.draft.Settings
	code := ""
	for n := t.changes + len(t.session.plan.Changes) + 1; code == "" || t.changeNamed(code); n++ {
		code = fmt.Sprintf("%s%02d", t.ws.words.T("draft.change-prefix"), n)
	}
	t.changes++
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
	return slices.ContainsFunc(t.session.plan.Changes, func(c *workbook.Change) bool { return c.ID == code })
}
