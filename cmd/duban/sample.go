package main

import (
	"fmt"
	"hash/fnv"
	"slices"

	"duban/templates"
	"duban/workbook"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// filler fills in a period's templates with sample data, as clerks would, mistakes included.
type filler struct {
	s      *session
	r      *round
	data   *sampleData
	period workbook.Period
	due    workbook.Date
	// layouter and writer make once what the bureaus' workbooks have in common.
	layouter *templates.Layouter
	writer   *xlsx.Writer
}

// bureau gives what a bureau sends in the period: mostly one file on time; a mistake is mended in a second one.
func (f *filler) bureau(b *workbook.Bureau) ([]mail, error) {
	day := f.due.AddDays(-1 - f.pick(b.Code, 4))
	name := b.Name + ".xlsx"
	var wrong, mended []string
	mendDay := workbook.Date(0)
	wrongTasks := map[string]string{}
	for _, m := range f.data.find("差错", "单位", b.Name, "期", f.period.String()) {
		kind, task := m["差错"].Value.String(), m["任务编号"].Value.String()
		on := workbook.Date(m["日期"].Value.Num)
		switch kind {
		case "未报":
			return nil, nil
		case "迟报":
			if day = on; day == 0 {
				day = f.due.AddDays(3)
			}
			continue
		case "改文件名":
			name = f.s.words.T("demo.renamed", "bureau", b.Name)
			continue
		case "零报告":
			data, err := f.nothing(b, m["说明"].Value.String())
			return []mail{{day, name, data}}, err
		}
		if on != 0 {
			day = on
		}
		wrong = append(wrong, kind)
		wrongTasks[kind] = task
		if fix := workbook.Date(m["补正日期"].Value.Num); fix != 0 {
			mendDay = max(mendDay, fix)
		} else {
			mended = append(mended, kind)
		}
	}
	first, err := f.file(b, wrong, wrongTasks)
	if err != nil {
		return nil, err
	}
	out := []mail{{day, name, first}}
	if mendDay != 0 {
		second, err := f.file(b, mended, wrongTasks)
		if err != nil {
			return nil, err
		}
		out = append(out, mail{max(mendDay, day.AddDays(1)), b.Name + f.s.words.T("demo.mended") + ".xlsx", second})
	}
	return out, nil
}

// pick is a number below n that depends on the bureau and the period and nothing else.
func (f *filler) pick(what string, n int) int {
	h := fnv.New32a()
	fmt.Fprintf(h, "%s|%s", what, f.period)
	return int(h.Sum32() % uint32(n))
}

// file fills in a template and makes the mistakes that are asked for.
func (f *filler) file(b *workbook.Bureau, wrong []string, tasks map[string]string) ([]byte, error) {
	p := f.period
	before := f.r.before
	if slices.Contains(wrong, "错期文件") && f.before() != nil {
		// Last month's workbook, filled in once more.
		p, before = p.Prev(), f.before()
	}
	t := templates.Prepare(f.s.plan, f.s.forms, before, b, p, f.s.ws.words)
	f.progress(t)
	f.parts(t)
	f.problems(t)
	f.lists(t)
	t.Cover = map[string]sheet.Value{"filled-by": sheet.Str(f.s.words.T("demo.clerk")), "signed-by": sheet.Str(f.s.words.T("demo.signer"))}
	for _, kind := range wrong {
		f.mistake(t, kind, tasks[kind])
	}
	return f.write(t, wrong)
}

// write makes a workbook of a template that is filled in, with the mistakes that only a workbook can have.
func (f *filler) write(t *templates.Template, wrong []string) ([]byte, error) {
	key, err := f.s.sealKey()
	if err != nil {
		return nil, err
	}
	t.Key = key
	book, err := f.layouter.Layout(t)
	if err != nil {
		return nil, err
	}
	for _, kind := range wrong {
		spoil(book, t, kind, f.s.ws.words)
	}
	return f.writer.Write(book)
}

// before is what stood two periods ago, nil in the first round.
func (f *filler) before() *workbook.Standing {
	if f.r.before == nil {
		return nil
	}
	return (*workbook.Standing)(nil).Next(f.period.Prev())
}

func (f *filler) nothing(b *workbook.Bureau, reason string) ([]byte, error) {
	t := templates.Prepare(f.s.plan, f.s.forms, f.r.before, b, f.period, f.s.ws.words)
	t.Cover = map[string]sheet.Value{"nothing": sheet.Str(f.s.words.ChoiceLabel("yes", "yes")), "nothing-reason": sheet.Str(reason)}
	return f.write(t, nil)
}

// status gives the label of the sample's status in the workspace's language.
func (f *filler) status(form *workbook.Form, word string) sheet.Value {
	col := form.Column(workbook.ColStatus)
	for _, ch := range col.Choices {
		if ch.Label == word || ch.Key == word || slices.Contains(ch.Also, word) {
			return sheet.Str(ch.Label)
		}
	}
	return sheet.Str(word)
}

// progress fills in 任务进展: the first lead's rows from the samples, others' by the task's own state.
func (f *filler) progress(t *templates.Template) {
	ts := t.Sheet(workbook.FormProgress)
	if ts == nil {
		return
	}
	words := f.s.ws.words
	for _, r := range ts.Rows {
		task := f.s.plan.Task(r.ID)
		rows := f.data.find("填报", "任务编号", r.ID, "期", t.Period.String())
		if t.Bureau == task.Lead() || task.Lead() == nil && len(rows) > 0 {
			if len(rows) == 0 {
				r.Cells[workbook.ColStatus] = f.status(ts.Form, workbook.Unchanged)
				if f.r.before.Entry(task, t.Bureau) == nil {
					r.Cells[workbook.ColStatus] = f.status(ts.Form, workbook.Ongoing)
					r.Cells[workbook.ColText] = sheet.Str(words.T("demo.lead-started", "title", task.Title))
				}
				continue
			}
			row := rows[0]
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
				r.Cells[workbook.ColText] = sheet.Str(t.Bureau.Name + f.s.words.T("word.comma") + text.Text)
			}
			continue
		}
		f.follow(t, ts, r, task)
	}
}

// follow fills in a row of a bureau that does not sum up: it keeps step with the task, bureau by bureau at its own pace.
func (f *filler) follow(t *templates.Template, ts *templates.TemplateSheet, r *templates.TemplateRow, task *workbook.Task) {
	words := f.s.ws.words
	lead := f.data.find("填报", "任务编号", task.ID, "期", t.Period.String())
	prior := f.r.before.Entry(task, t.Bureau)
	pace := f.pick(t.Bureau.Code+task.ID, 100)
	switch {
	case len(lead) > 0 && lead[0]["进展状态"].Value.String() == "已完成" && pace < 90:
		r.Cells[workbook.ColStatus] = f.status(ts.Form, workbook.Done)
		if c, ok := lead[0]["实际完成日期"]; ok {
			r.Cells[workbook.ColDoneOn] = c.Value
		}
		r.Cells[workbook.ColText] = sheet.Str(words.T("demo.follow-done", "title", task.Title))
		r.Cells[workbook.ColEvidence] = sheet.Str(words.T("demo.evidence"))
	case prior == nil || pace < 35:
		r.Cells[workbook.ColStatus] = f.status(ts.Form, workbook.Ongoing)
		r.Cells[workbook.ColText] = sheet.Str(words.T("demo.follow", "title", task.Title, "month", t.Period.Last().Month()))
	default:
		r.Cells[workbook.ColStatus] = f.status(ts.Form, workbook.Unchanged)
	}
	done := r.Cells[workbook.ColStatus].Text == f.status(ts.Form, workbook.Done).Text
	if due := f.s.plan.DueOn(task, t.Period.Last()); !done && due != 0 && due < t.Period.Last() {
		r.Cells[workbook.ColTrouble] = sheet.Str(words.T("demo.follow-late"))
		r.Cells[workbook.ColNext] = sheet.Str(words.T("demo.follow-next"))
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
		r.Cells[workbook.ColDoneValue] = sheet.Int(f.s.plan.DutiesDue(task, t.Period.Last()))
	case done && task.Target.Known:
		r.Cells[workbook.ColDoneValue] = sheet.Num(task.Target.V)
	default:
		r.Cells[workbook.ColDoneValue] = sheet.Num(had + float64(1+pace%3))
	}
}

// parts fills in the sheets below the tasks: milestones, stages, indicators, steps.
func (f *filler) parts(t *templates.Template) {
	per := t.Period.String()
	if ts := t.Sheet(workbook.FormMilestoneState); ts != nil {
		for _, r := range ts.Rows {
			id := r.Cells[workbook.ColTask].Text
			rows := f.data.find("节点填报", "任务编号", id, "节点编号", r.Cells[workbook.ColMilestone].Text, "期", per)
			f.reached(ts.Form, r, rows, "节点状态")
		}
	}
	if ts := t.Sheet(workbook.FormStepState); ts != nil {
		for _, r := range ts.Rows {
			rows := f.data.find("环节填报", "任务编号", r.Cells[workbook.ColTask].Text, "环节序号", r.Cells[workbook.ColStepNo].Text, "期", per)
			f.reached(ts.Form, r, rows, "环节状态")
		}
	}
	if ts := t.Sheet(workbook.FormStageState); ts != nil {
		for _, r := range ts.Rows {
			r.Cells[workbook.ColCount] = r.Cells[workbook.ColPriorCount]
			for _, row := range f.data.find("分段填报", "任务编号", r.Cells[workbook.ColTask].Text, "阶段序号", r.Cells[workbook.ColStage].Text, "期", per) {
				r.Cells[workbook.ColCount] = row["本期数"].Value
			}
		}
	}
	if ts := t.Sheet(workbook.FormIndicatorState); ts != nil {
		for _, r := range ts.Rows {
			if v := r.Cells[workbook.ColPriorValue]; v.Kind == sheet.Number {
				r.Cells[workbook.ColValue] = v
			}
			for _, row := range f.data.find("指标填报", "指标编号", r.ID, "期", per) {
				r.Cells[workbook.ColValue] = row["本期值"].Value
				if c, ok := row["说明"]; ok {
					r.Cells[workbook.ColText] = c.Value
				}
			}
		}
	}
}

func (f *filler) reached(form *workbook.Form, r *templates.TemplateRow, rows []map[string]sheet.Cell, status string) {
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

func (f *filler) problems(t *templates.Template) {
	ts := t.Sheet(workbook.FormProblems)
	if ts == nil {
		return
	}
	for _, row := range f.data.find("问题填报", "单位", t.Bureau.Name, "期", t.Period.String()) {
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

func (f *filler) lists(t *templates.Template) {
	for _, l := range f.s.plan.Lists {
		ts := t.Sheet(l.Form.Key)
		if ts == nil {
			continue
		}
		for _, row := range f.data.find("清单填报", "表名", l.Name, "单位", t.Bureau.Name, "期", t.Period.String()) {
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
