package accept_test

import (
	"slices"
	"strings"
	"testing"

	"duban/templates"
	"duban/templates/accept"
	"duban/validate"
	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/draft"
	"duban/workbook/sheet"
)

const speech = `在全县乡村振兴推进会上的讲话
（2024年9月1日）
（一）编制工作方案。由发改局牵头，农业局、财政局配合，9月底前印发实施乡村振兴工作方案。
（二）推进产权制度改革。由农业局牵头，各镇负责，10月底前157个村全部完成改革。
（三）建设示范村。由农业局牵头，年内建成示范村6个。`

const minutes = `县长办公会议纪要
2024年9月20日
会议明确：
一、由农业局牵头，各镇负责，11月底前157个村全部完成产权制度改革。
二、由水务公司牵头，财政局配合，10月20日前完成12处管网漏点抢修。
三、由发改局牵头，农业局、财政局配合，9月底前印发实施乡村振兴工作方案。
四、由发政局负责，12月底前开展涉农资金专项检查。
五、由农业局牵头，年内建成示范村6个，10月15日前完成规划设计，11月20日前完成招标。`

// desk holds a plan that was made from a speech, and the draft of what a meeting would add to it.
type desk struct {
	*testing.T
	words *templates.Catalogue
	forms []*workbook.Form
	plan  *sheet.Book
	draft *sheet.Book
}

func newDesk(t *testing.T) *desk {
	words, err := templates.LoadCatalogue("zh")
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{T: t, words: words, forms: templates.PlanForms(words)}
	d.plan = templates.DraftBook(d.read(speech), words)
	plan := d.decoded()
	in := d.read(minutes)
	d.draft = templates.AdditionBook(in, draft.Against(in.Draft, plan), plan, words)
	return d
}

func (d *desk) read(text string) templates.DraftInput {
	doc := draft.ParseText(text)
	date, ok := draft.DateOf(doc)
	if !ok {
		d.Fatalf("no date in %q", text)
	}
	return templates.DraftInput{Draft: draft.Read(doc, calendar.DefaultDeadlineRules(date)), File: "文.txt", SHA256: strings.Repeat("0", 64)}
}

func (d *desk) decoded() *workbook.Plan {
	return workbook.DecodePlan(d.plan, "任务总表.xlsx", d.forms)
}

// rows gives the draft's rows to accept.
func (d *desk) rows() *workbook.Table { return d.table(templates.AcceptForm(d.words)) }

func (d *desk) table(f *workbook.Form) *workbook.Table {
	s := workbook.FindSheet(f, d.draft)
	if s == nil {
		return nil
	}
	return workbook.ReadTable(f, s, "草案.xlsx", workbook.Reading{})
}

// write types a text into a column of the draft's rows whose title contains a word.
func (d *desk) write(title, column, text string) {
	d.Helper()
	rows := d.rows()
	i := rows.Form.Index(column)
	n := 0
	for _, r := range rows.Records {
		if strings.Contains(r.Get(workbook.ColTitle).Text, title) {
			d.draft.Sheet(rows.Sheet).Put(sheet.At(r.Row, rows.Cols[i]), sheet.Cell{Value: sheet.Str(text)})
			n++
		}
	}
	if n == 0 {
		d.Fatalf("no row about %q", title)
	}
}

func (d *desk) accept(title string) { d.Helper(); d.write(title, templates.ColAccept, "是") }

// take takes the draft into the plan, and checks that cells that are filled in were blank before.
func (d *desk) take() accept.Result {
	d.Helper()
	plan := d.decoded()
	in := accept.Input{Plan: plan, Book: d.plan, Forms: d.forms, Draft: workbook.DecodePlan(d.draft, "草案.xlsx", d.forms), Rows: d.rows(),
		Base: d.table(templates.AcceptedBase(d.words)), Checker: validate.New(), Words: d.words}
	got := accept.Take(in)
	for _, e := range got.Edits {
		s := d.plan.Sheet(e.Sheet)
		if s == nil {
			d.Fatalf("nothing is named %q, to type %v into", e.Sheet, e.Value)
		}
		if was := s.Value(e.Ref); !was.IsEmpty() {
			d.Errorf("%s!%v: %v was typed over %v", e.Sheet, e.Ref, e.Value, was)
		}
		s.Put(e.Ref, sheet.Cell{Value: e.Value})
	}
	return got
}

func titles(p *workbook.Plan) (out []string) {
	for _, t := range p.Tasks {
		out = append(out, t.Title)
	}
	return out
}

func TestAcceptedRowsStandInThePlan(t *testing.T) {
	d := newDesk(t)
	before := len(d.decoded().Tasks)
	d.accept("")
	got := d.take()
	plan := d.decoded()
	if got.Added != 2 || len(plan.Tasks) != before+2 {
		t.Errorf("%d tasks were added, and the plan grew from %d to %q", got.Added, before, titles(plan))
	}
	at := slices.IndexFunc(plan.Tasks, func(x *workbook.Task) bool { return strings.Contains(x.Title, "管网") })
	if at < 0 {
		t.Fatalf("the new task is none of %q", titles(plan))
	}
	task := plan.Tasks[at]
	if leads := task.Rec.Get(workbook.ColLeads).Text; leads != "水务公司" || task.Due != calendar.NewDate(2024, 10, 20) || task.Target.V != 12 {
		t.Errorf("the new task is led by %s, due %v, to reach %v", leads, task.Due, task.Target)
	}
	if got.Changes != 1 || len(plan.Changes) != 1 || plan.Changes[0].New != "2024-11-30" {
		t.Errorf("%d changes: %+v", got.Changes, plan.Changes)
	}
}

// An existing task gets the milestones that it lacks, and nothing else of it changes.
func TestMilestonesAreAddedToTheirTask(t *testing.T) {
	d := newDesk(t)
	d.accept("示范村")
	got := d.take()
	plan := d.decoded()
	at := slices.IndexFunc(plan.Tasks, func(x *workbook.Task) bool { return strings.Contains(x.Title, "示范村") })
	due := map[string]calendar.Date{}
	for _, m := range plan.Tasks[at].Milestones {
		due[m.Title] = m.Due
	}
	if due["完成规划设计"] != calendar.NewDate(2024, 10, 15) || due["完成招标"] != calendar.NewDate(2024, 11, 20) {
		t.Errorf("milestones: %v", due)
	}
	if got.Added != 0 || got.Changes != 0 || got.Milestones != len(due) {
		t.Errorf("%d tasks, %d changes and %d of %d milestones were added", got.Added, got.Changes, got.Milestones, len(due))
	}
}

// A bureau that the plan lacks is listed, with the similar name that may have been meant.
func TestNewBureausAreListed(t *testing.T) {
	d := newDesk(t)
	d.accept("")
	near := map[string]string{}
	for _, l := range d.take().Listed {
		near[l.Name] = l.Near
	}
	if len(near) != 2 || near["水务公司"] != "" || near["发政局"] == "" {
		t.Errorf("listed, with what is like it: %q", near)
	}
	plan := d.decoded()
	for name := range near {
		if plan.Directory.Bureau(name) == nil {
			t.Errorf("%s is not in the plan", name)
		}
	}
}

func TestAcceptedTwiceIsThereOnce(t *testing.T) {
	d := newDesk(t)
	d.accept("")
	d.take()
	again := d.take()
	if len(again.Edits) != 0 || again.Already != len(d.rows().Records) {
		t.Errorf("%d cells were typed again, %d rows known", len(again.Edits), again.Already)
	}
}

func TestNothingIsTakenThatNobodyAccepted(t *testing.T) {
	d := newDesk(t)
	if got := d.take(); len(got.Edits) != 0 || got.Left != 4 {
		t.Errorf("%d edits, %d rows left", len(got.Edits), got.Left)
	}
}

// A number that the plan has used since the draft was made is not used twice.
func TestNumbersStayTheirTasks(t *testing.T) {
	d := newDesk(t)
	number := ""
	for _, r := range d.rows().Records {
		if strings.Contains(r.Get(workbook.ColTitle).Text, "管网") {
			number = r.Get(workbook.ColTask).Text
		}
	}
	tasks := d.decoded().Tables[workbook.FormTasks]
	free := tasks.Records[len(tasks.Records)-1].Row + 1
	for key, text := range map[string]string{workbook.ColTask: number, workbook.ColTitle: "县里自己加的任务", workbook.ColLeads: "财政局"} {
		d.plan.Sheet(tasks.Sheet).Put(sheet.At(free, tasks.Cols[tasks.Form.Index(key)]), sheet.Cell{Value: sheet.Str(text)})
	}
	d.accept("管网")
	got := d.take()
	if len(got.Numbered) != 1 || got.Numbered[0].Was != number || got.Numbered[0].Now == number {
		t.Fatalf("numbers changed: %+v", got.Numbered)
	}
	plan := d.decoded()
	if own := plan.Task(number); own == nil || own.Title != "县里自己加的任务" {
		t.Errorf("%s is %+v now", number, own)
	}
	if added := plan.Task(got.Numbered[0].Now); added == nil || !strings.Contains(added.Title, "管网") {
		t.Errorf("%s is %+v", got.Numbered[0].Now, added)
	}
}

// A row with an unreadable cell is held back completely, and the others are taken.
func TestUnreadableRowsAreHeldBack(t *testing.T) {
	d := newDesk(t)
	d.accept("")
	d.write("管网", workbook.ColDue, "10月的某一天")
	got := d.take()
	if got.Added != 1 || len(got.Held) == 0 {
		t.Errorf("%d added, held: %v", got.Added, got.Held)
	}
	for _, e := range got.Edits {
		if strings.Contains(e.Value.Text, "管网") || e.Value.Text == "水务公司" {
			t.Errorf("%v of the row held back was typed into %s", e.Value, e.Sheet)
		}
	}
}

func TestLostSheetsAreNamed(t *testing.T) {
	d := newDesk(t)
	d.accept("")
	form := d.decoded().Tables[workbook.FormChanges].Form
	d.plan.Sheets = slices.DeleteFunc(d.plan.Sheets, func(s *sheet.Sheet) bool { return s.Name == form.Sheet })
	if got := d.take(); !slices.Equal(got.Lost, []string{form.Sheet}) {
		t.Errorf("lost: %q", got.Lost)
	}
}
