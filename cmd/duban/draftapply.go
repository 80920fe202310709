package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"duban/templates"
	"duban/workbook"
	"duban/workbook/draft"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// applyDraft takes what a coordinator accepted in a draft into the workspace's plan: new tasks as rows of their own with
// their bureaus, milestones, stages and steps, changes as rows of 变更. Nothing in the plan is overwritten, and the plan as
// it was is archived first.
func (a *app) applyDraft(path string) error {
	s, err := a.open(true)
	if err != nil {
		return err
	}
	defer s.close()
	data, err := a.disk.ReadFile(path)
	if err != nil {
		return fmt.Errorf("read draft: %w", err)
	}
	book, err := xlsx.Read(data)
	if err != nil {
		var refusal *xlsx.Refusal
		if errors.As(err, &refusal) {
			return a.fail(err, "draft.not-read", "name", filepath.Base(path), "reason", a.refusalText(refusal))
		}
		return err
	}
	form := templates.AcceptForm(s.ws.words)
	rows := workbook.FindSheet(form, book)
	if rows == nil {
		return a.usage("draft.no-accept", "name", filepath.Base(path), "sheet", form.Sheet)
	}
	t := &taking{session: s, next: map[string]int{}, draft: workbook.DecodePlan(book, filepath.Base(path), s.planForms)}
	if t.plan, err = xlsx.Read(s.planBytes); err != nil {
		return err
	}
	t.accepted(workbook.ReadTable(form, rows, filepath.Base(path), workbook.Reading{Near: t.draft.Settings.DocDate}))
	o := s.newOutput("draft", workbook.Period{})
	o.summary["added"], o.summary["changes"], o.summary["left"], o.summary["already"] = len(t.added), t.changes, t.left, t.already
	if len(t.edits) == 0 {
		o.line("draft.nothing", "left", t.left, "already", t.already)
		return o.print()
	}
	if len(t.lost) > 0 {
		return a.fail(nil, "draft.no-sheet", "sheets", strings.Join(t.lost, "、"))
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
	o.findings = s.checker.CheckPlan(after, s.planForms, s.forms)
	o.file("plan", "", s.ws.plan())
	o.line("draft.applied", "added", len(t.added), "changes", t.changes, "left", t.left, "already", t.already)
	return o.print()
}

// taking collects what is typed into the plan.
type taking struct {
	*session
	// plan is the plan's workbook, draft the draft's sheets.
	plan  *sheet.Book
	draft *workbook.Plan
	edits []xlsx.Edit
	// next is the row that a form's next record goes to.
	next map[string]int
	// added are the numbers of tasks taken in; lost the sheets that the plan has not.
	added map[string]bool
	// listed are the bureaus that were added with them.
	listed                 map[string]bool
	lost                   []string
	changes, left, already int
}

// accepted goes through the rows of a draft.
func (t *taking) accepted(rows *workbook.Table) {
	t.added, t.listed = map[string]bool{}, map[string]bool{}
	for _, r := range rows.Records {
		state := r.Get(templates.ColState).Key
		switch {
		case state == "same":
		case r.Get(templates.ColAccept).Num == 0:
			t.left++
		case state == "changed":
			t.change(r)
		case t.session.plan.Task(r.Get(workbook.ColTask).Text) != nil:
			t.already++
		default:
			t.bureaus(r)
			t.row(workbook.FormTasks, r)
			t.added[r.Get(workbook.ColTask).Text] = true
		}
	}
	for _, key := range []string{workbook.FormMilestones, workbook.FormStages, workbook.FormProjects} {
		if table := t.draft.Tables[key]; table != nil {
			for _, r := range table.Records {
				if t.added[r.Get(workbook.ColTask).Text] {
					t.row(key, r)
				}
			}
		}
	}
}

// row appends a record to a form's sheet in the plan.
func (t *taking) row(key string, r *workbook.Record) {
	t.append(key, func(col *workbook.Column) sheet.Value {
		d := r.Get(col.Key)
		switch {
		case d.State == workbook.Good && col.Type == workbook.ChoiceColumn:
			return sheet.Str(col.Label(d.Key))
		case d.State == workbook.Good && d.Date != 0:
			return sheet.Int(int(d.Date))
		}
		return d.Raw
	})
}

// append puts a row behind the last one of a form's sheet.
func (t *taking) append(key string, value func(*workbook.Column) sheet.Value) {
	table := t.session.plan.Tables[key]
	if table == nil || table.HeadingRow == 0 {
		for _, f := range t.planForms {
			if f.Key == key {
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

// bureaus appends the bureaus of a row that the plan has not.
func (t *taking) bureaus(r *workbook.Record) {
	for _, n := range append(append([]string{}, r.Get(workbook.ColLeads).List...), r.Get(workbook.ColSupports).List...) {
		dir := t.session.plan.Directory
		if dir.Bureau(n) != nil || dir.Group(n) != nil || t.listed[n] {
			continue
		}
		t.listed[n] = true
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

// change appends a row to 变更 for each field on which the accepted row differs from the plan. The document is what
// approves it: it was said there.
func (t *taking) change(r *workbook.Record) {
	task := t.session.plan.Task(r.Get(templates.ColExisting).Text)
	if task == nil {
		t.left++
		return
	}
	form := t.session.plan.Tables[workbook.FormTasks].Form
	doc := t.draft.Settings
	done := false
	for _, field := range changeable {
		now, old := r.Get(field), task.Rec.Get(field)
		if now.State != workbook.Good || now.Text == old.Text || t.known(task, field, now.Text) {
			continue
		}
		if (field == workbook.ColTitle || field == workbook.ColGoal) && !draft.Reworded(field, r.Get(workbook.ColTitle).Text+"，"+r.Get(workbook.ColGoal).Text, task) {
			continue
		}
		done = true
		t.changes++
		t.append(workbook.FormChanges, func(col *workbook.Column) sheet.Value {
			switch col.Key {
			case workbook.ColCode:
				return sheet.Str(fmt.Sprintf("%s%02d", t.ws.words.T("draft.change-prefix"), t.changes+len(t.session.plan.Changes)))
			case workbook.ColObject:
				return sheet.Str(col.Label(workbook.ObjectTask))
			case workbook.ColObjectID:
				return sheet.Str(task.ID)
			case workbook.ColField:
				return sheet.Str(form.Column(field).Heading)
			case workbook.ColOld:
				return sheet.StrOrBlank(old.Text)
			case workbook.ColNew:
				return sheet.Str(now.Text)
			case workbook.ColFrom, workbook.ColApproved:
				return sheet.Int(int(doc.DocDate))
			case workbook.ColReason:
				return sheet.Str(t.ws.words.T("draft.change-reason", "document", doc.Document, "place", r.Get(workbook.ColSource).Text))
			case workbook.ColApprover:
				return sheet.Str(doc.Document)
			}
			return sheet.Value{}
		})
	}
	if !done {
		t.already++
	}
}

// changeable are the fields on which a document can change a task that the plan has.
var changeable = []string{workbook.ColDue, workbook.ColTarget, workbook.ColLeads, workbook.ColSupports, workbook.ColTitle, workbook.ColGoal}

// known reports a change that the plan holds already.
func (t *taking) known(task *workbook.Task, field, now string) bool {
	for _, c := range t.session.plan.Changes {
		if c.ObjectID == task.ID && c.Field == field && c.New == now {
			return true
		}
	}
	return false
}
