package sample

import (
	"fmt"
	"hash/fnv"
	"slices"

	"duban/templates"
	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
)

// Filler fills in one round's templates with sample data, as clerks would, mistakes included.
type Filler struct {
	Plan   *workbook.Plan
	Forms  *workbook.TemplateForms
	Data   *Data
	Period calendar.Period
	// Before is what stood before the round, nil in the first one.
	Before *workbook.Standing
	// Layouter makes once what the bureaus' workbooks have in common, Key seals them, Words are in the workspace's language.
	Layouter *templates.Layouter
	Key      workbook.Key
	Words    *templates.Catalogue
}

// Mail is one file that a bureau sends.
type Mail struct {
	Day  calendar.Date
	Name string
	Book *sheet.Book
}

// Bureau gives the files that a bureau sends in the round: usually one, a few days before it is due. A file with mistakes is followed by a
// second one, with the corrections that the sample data have. A bureau that does not report sends none. It returns an error if a workbook
// cannot be laid out.
func (f *Filler) Bureau(b *workbook.Bureau) ([]Mail, error) {
	s := f.story(b)
	if s.silent {
		return nil, nil
	}
	if s.nothing {
		book, err := f.nothing(b, s.reason)
		return []Mail{{s.day, s.name, book}}, err
	}
	first, err := f.Return(b, s.wrong, s.tasks)
	if err != nil {
		return nil, err
	}
	out := []Mail{{s.day, s.name, first}}
	if s.mendDay != 0 {
		second, err := f.Return(b, s.left, s.tasks)
		if err != nil {
			return nil, err
		}
		out = append(out, Mail{max(s.mendDay, s.day.AddDays(1)), b.Name + f.Words.T("demo.mended") + ".xlsx", second})
	}
	return out, nil
}

// story is what the sample data say of how a bureau reports in the round.
type story struct {
	silent bool
	// nothing says that it has nothing to report, for a reason.
	nothing bool
	reason  string
	day     calendar.Date
	name    string
	// wrong names the mistakes in its first file, left those still in the second one, which it sends on mendDay; mendDay is zero if it
	// sends none. tasks holds the tasks in whose rows the mistakes are made, by mistake.
	wrong, left []string
	mendDay     calendar.Date
	tasks       map[string]string
}

func (f *Filler) story(b *workbook.Bureau) story {
	due := f.Plan.DueDay(f.Period)
	s := story{day: due.AddDays(-1 - f.pick(b.Code, 4)), name: b.Name + ".xlsx", tasks: map[string]string{}}
	for _, m := range f.Data.find("差错", "单位", b.Name, "期", f.Period.String()) {
		kind, on := m["差错"].Value.String(), calendar.Date(m["日期"].Value.Num)
		switch kind {
		case "未报":
			return story{silent: true}
		case "迟报":
			if s.day = on; s.day == 0 {
				s.day = due.AddDays(3)
			}
			continue
		case "改文件名":
			s.name = f.Words.T("demo.renamed", "bureau", b.Name)
			continue
		case "零报告":
			s.nothing, s.reason = true, m["说明"].Value.String()
			return s
		}
		if on != 0 {
			s.day = on
		}
		s.wrong = append(s.wrong, kind)
		s.tasks[kind] = m["任务编号"].Value.String()
		if fix := calendar.Date(m["补正日期"].Value.Num); fix != 0 {
			s.mendDay = max(s.mendDay, fix)
		} else {
			s.left = append(s.left, kind)
		}
	}
	return s
}

// pick is a number below n that depends on the bureau and the period and nothing else.
func (f *Filler) pick(what string, n int) int {
	h := fnv.New32a()
	fmt.Fprintf(h, "%s|%s", what, f.Period)
	return int(h.Sum32() % uint32(n))
}

// Return fills in a bureau's template and makes the mistakes in wrong, each in the row of its task if tasks names one.
func (f *Filler) Return(b *workbook.Bureau, wrong []string, tasks map[string]string) (*sheet.Book, error) {
	p, before := f.Period, f.Before
	if slices.Contains(wrong, "错期文件") && f.Before != nil {
		// Last month's workbook, filled in once more, of which nothing had stood before.
		p = p.Prev()
		before = (*workbook.Standing)(nil).Next(p)
	}
	t := templates.Prepare(f.Plan, f.Forms, before, b, p, f.Words)
	f.progress(t)
	f.parts(t)
	f.problems(t)
	f.lists(t)
	t.Cover = map[string]sheet.Value{"filled-by": sheet.Str(f.Words.T("demo.clerk")), "signed-by": sheet.Str(f.Words.T("demo.signer"))}
	for _, kind := range wrong {
		f.mistake(t, kind, tasks[kind])
	}
	return f.layout(t, wrong)
}

// nothing is a bureau's report that there is nothing to report.
func (f *Filler) nothing(b *workbook.Bureau, reason string) (*sheet.Book, error) {
	t := templates.Prepare(f.Plan, f.Forms, f.Before, b, f.Period, f.Words)
	t.Cover = map[string]sheet.Value{"nothing": sheet.Str(f.Words.ChoiceLabel("yes", "yes")), "nothing-reason": sheet.Str(reason)}
	return f.layout(t, nil)
}

// layout makes a workbook of a template that is filled in, with the mistakes that only a workbook can have.
func (f *Filler) layout(t *templates.Template, wrong []string) (*sheet.Book, error) {
	t.Key = f.Key
	book, err := f.Layouter.Layout(t)
	if err != nil {
		return nil, err
	}
	for _, kind := range wrong {
		f.spoil(book, t, kind)
	}
	return book, nil
}

// status gives the label of the sample's status in the workspace's language.
func (f *Filler) status(form *workbook.Form, word string) sheet.Value {
	col := form.Column(workbook.ColStatus)
	for _, ch := range col.Choices {
		if ch.Label == word || ch.Key == word || slices.Contains(ch.Also, word) {
			return sheet.Str(ch.Label)
		}
	}
	return sheet.Str(word)
}

// progress fills in 任务进展: the rows of first leads from the samples, others' by the task's own state.
func (f *Filler) progress(t *templates.Template) {
	ts := t.Sheet(workbook.FormProgress)
	if ts == nil {
		return
	}
	for _, r := range ts.Rows {
		task := f.Plan.Task(r.ID)
		rows := f.Data.find("填报", "任务编号", r.ID, "期", t.Period.String())
		switch leads := t.Bureau == task.Lead(); {
		case len(rows) > 0 && (leads || task.Lead() == nil):
			f.said(t, ts, r, task, rows[0])
		case leads:
			f.unsaid(t, ts, r, task)
		default:
			f.follow(t, ts, r, task)
		}
	}
}

// said fills in a row as the samples have it.
func (f *Filler) said(t *templates.Template, ts *templates.TemplateSheet, r *templates.TemplateRow, task *workbook.Task, row map[string]sheet.Cell) {
	for from, to := range map[string]string{"累计完成值": workbook.ColDoneValue, "完成进度": workbook.ColProgress, "实际完成日期": workbook.ColDoneOn,
		"进展情况": workbook.ColText, "存在问题及原因": workbook.ColTrouble, "下步措施": workbook.ColNext, "佐证材料": workbook.ColEvidence,
		"情况说明": workbook.ColAnswer} {
		if c, ok := row[from]; ok {
			r.Cells[to] = c.Value
		}
	}
	r.Cells[workbook.ColStatus] = f.status(ts.Form, row["进展状态"].Value.String())
	if !task.Counted() {
		delete(r.Cells, workbook.ColDoneValue)
	}
	if text := r.Cells[workbook.ColText]; task.Lead() == nil && !text.IsEmpty() {
		// Nobody sums up: each member of the group reports for itself.
		r.Cells[workbook.ColText] = sheet.Str(t.Bureau.Name + f.Words.T("word.comma") + text.Text)
	}
}

// unsaid fills in a lead's row of which the samples have nothing: it began once, and nothing has changed since.
func (f *Filler) unsaid(t *templates.Template, ts *templates.TemplateSheet, r *templates.TemplateRow, task *workbook.Task) {
	if f.Before.Entry(task, t.Bureau) != nil {
		r.Cells[workbook.ColStatus] = f.status(ts.Form, workbook.Unchanged)
		return
	}
	r.Cells[workbook.ColStatus] = f.status(ts.Form, workbook.Ongoing)
	r.Cells[workbook.ColText] = sheet.Str(f.Words.T("demo.lead-started", "title", task.Title))
}

// follow fills in a row of a bureau that does not sum up: it keeps step with the task, bureau by bureau at its own pace.
func (f *Filler) follow(t *templates.Template, ts *templates.TemplateSheet, r *templates.TemplateRow, task *workbook.Task) {
	lead := f.Data.find("填报", "任务编号", task.ID, "期", t.Period.String())
	prior := f.Before.Entry(task, t.Bureau)
	pace := f.pick(t.Bureau.Code+task.ID, 100)
	switch {
	case len(lead) > 0 && lead[0]["进展状态"].Value.String() == "已完成" && pace < 90:
		r.Cells[workbook.ColStatus] = f.status(ts.Form, workbook.Done)
		if c, ok := lead[0]["实际完成日期"]; ok {
			r.Cells[workbook.ColDoneOn] = c.Value
		}
		r.Cells[workbook.ColText] = sheet.Str(f.Words.T("demo.follow-done", "title", task.Title))
		r.Cells[workbook.ColEvidence] = sheet.Str(f.Words.T("demo.evidence"))
	case prior == nil || pace < 35:
		r.Cells[workbook.ColStatus] = f.status(ts.Form, workbook.Ongoing)
		r.Cells[workbook.ColText] = sheet.Str(f.Words.T("demo.follow", "title", task.Title, "month", t.Period.Last().Month()))
	default:
		r.Cells[workbook.ColStatus] = f.status(ts.Form, workbook.Unchanged)
	}
	done := r.Cells[workbook.ColStatus].Text == f.status(ts.Form, workbook.Done).Text
	if due := f.Plan.DueOn(task, t.Period.Last()); !done && due != 0 && due < t.Period.Last() {
		r.Cells[workbook.ColTrouble] = sheet.Str(f.Words.T("demo.follow-late"))
		r.Cells[workbook.ColNext] = sheet.Str(f.Words.T("demo.follow-next"))
	}
	if !task.Counted() || r.Cells[workbook.ColStatus].Text == f.status(ts.Form, workbook.Unchanged).Text {
		return
	}
	had := 0.0
	if prior != nil && prior.Value.Known {
		had = prior.Value.V
	}
	switch part := task.PartOf(t.Bureau); {
	case part != nil:
		r.Cells[workbook.ColDoneValue] = sheet.Num(had + 60 + float64(pace))
	case task.Measure == workbook.Recurring:
		r.Cells[workbook.ColDoneValue] = sheet.Int(f.Plan.DutiesDue(task, t.Period.Last()))
	case done && task.Target.Known:
		r.Cells[workbook.ColDoneValue] = sheet.Num(task.Target.V)
	default:
		r.Cells[workbook.ColDoneValue] = sheet.Num(had + float64(1+pace%3))
	}
}

// parts fills in the sheets below the tasks: milestones, stages, indicators, steps.
func (f *Filler) parts(t *templates.Template) {
	per := t.Period.String()
	if ts := t.Sheet(workbook.FormMilestoneState); ts != nil {
		for _, r := range ts.Rows {
			id := r.Cells[workbook.ColTask].Text
			rows := f.Data.find("节点填报", "任务编号", id, "节点编号", r.Cells[workbook.ColMilestone].Text, "期", per)
			f.reached(ts.Form, r, rows, "节点状态")
		}
	}
	if ts := t.Sheet(workbook.FormStepState); ts != nil {
		for _, r := range ts.Rows {
			rows := f.Data.find("环节填报", "任务编号", r.Cells[workbook.ColTask].Text, "环节序号", r.Cells[workbook.ColStepNo].Text, "期", per)
			f.reached(ts.Form, r, rows, "环节状态")
		}
	}
	if ts := t.Sheet(workbook.FormStageState); ts != nil {
		for _, r := range ts.Rows {
			r.Cells[workbook.ColCount] = r.Cells[workbook.ColPriorCount]
			for _, row := range f.Data.find("分段填报", "任务编号", r.Cells[workbook.ColTask].Text, "阶段序号", r.Cells[workbook.ColStage].Text, "期", per) {
				r.Cells[workbook.ColCount] = row["本期数"].Value
			}
		}
	}
	if ts := t.Sheet(workbook.FormIndicatorState); ts != nil {
		for _, r := range ts.Rows {
			if v := r.Cells[workbook.ColPriorValue]; v.Kind == sheet.Number {
				r.Cells[workbook.ColValue] = v
			}
			for _, row := range f.Data.find("指标填报", "指标编号", r.ID, "期", per) {
				r.Cells[workbook.ColValue] = row["本期值"].Value
				if c, ok := row["说明"]; ok {
					r.Cells[workbook.ColText] = c.Value
				}
			}
		}
	}
}

func (f *Filler) reached(form *workbook.Form, r *templates.TemplateRow, rows []map[string]sheet.Cell, status string) {
	if len(rows) == 0 {
		word := workbook.NotStarted
		if v := r.Cells[workbook.ColPriorStatus]; v.Text != "" {
			word = v.Text
		}
		r.Cells[workbook.ColStatus] = f.status(form, word)
		return
	}
	row := rows[0]
	r.Cells[workbook.ColStatus] = f.status(form, row[status].Value.String())
	for from, to := range map[string]string{"实际开始日期": workbook.ColStartedOn, "实际完成日期": workbook.ColDoneOn, "说明": workbook.ColText} {
		if c, ok := row[from]; ok && form.Has(to) {
			r.Cells[to] = c.Value
		}
	}
}

func (f *Filler) problems(t *templates.Template) {
	ts := t.Sheet(workbook.FormProblems)
	if ts == nil {
		return
	}
	for _, row := range f.Data.find("问题填报", "单位", t.Bureau.Name, "期", t.Period.String()) {
		r := &templates.TemplateRow{Cells: map[string]sheet.Value{}}
		// A problem that was named before is brought up to date in its own row.
		known := false
		for _, old := range ts.Rows {
			if old.Cells[workbook.ColProblemText].Text == row["问题"].Value.Text && old.Cells[workbook.ColRaisedBy].Text == t.Bureau.Name {
				r, known = old, true
			}
		}
		for from, to := range map[string]string{"任务编号": workbook.ColTask, "问题": workbook.ColProblemText, "卡在环节": workbook.ColStuck,
			"需协调单位": workbook.ColNeeded, "责任人": workbook.ColPerson, "要求办结日期": workbook.ColDue, "办结日期": workbook.ColClosedOn} {
			if c, ok := row[from]; ok {
				r.Cells[to] = c.Value
			}
		}
		for from, to := range map[string]string{"级别": workbook.ColLevel, "是否办结": workbook.ColClosed} {
			if c, ok := row[from]; ok {
				r.Cells[to] = label(ts.Form.Column(to), c.Value.String())
			}
		}
		if !known {
			ts.Rows = append(ts.Rows, r)
			ts.Blank = max(0, ts.Blank-1)
		}
	}
}

func label(col *workbook.Column, word string) sheet.Value {
	for _, ch := range col.Choices {
		if ch.Label == word || slices.Contains(ch.Also, word) {
			return sheet.Str(ch.Label)
		}
	}
	return sheet.StrOrBlank(word)
}

func (f *Filler) lists(t *templates.Template) {
	for _, l := range f.Plan.Lists {
		ts := t.Sheet(l.Form.Key)
		if ts == nil {
			continue
		}
		for _, row := range f.Data.find("清单填报", "表名", l.Name, "单位", t.Bureau.Name, "期", t.Period.String()) {
			r := &templates.TemplateRow{Cells: map[string]sheet.Value{}}
			for i := range l.Form.Columns {
				if c, ok := row[fmt.Sprintf("列%d", i+1)]; ok {
					r.Cells[l.Form.Columns[i].Key] = c.Value
				}
			}
			ts.Rows = append(ts.Rows, r)
			ts.Blank = max(0, ts.Blank-1)
		}
	}
}
