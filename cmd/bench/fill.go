package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"duban/seeds"
	"duban/templates"
	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// filler fills in templates with the sample data of the built-in plan.
type filler struct {
	forms *workbook.TemplateForms
	// last is the last day of the round.
	last calendar.Date
	// said holds the round's rows of the sample data, by form and row id; each holds its values by heading.
	said map[string]map[string]map[string]sheet.Value
}

// samples lists the sheets of the sample data, and the headings of the columns that identify a row of a form.
var samples = []struct {
	form, sheet string
	id          []string
}{
	{workbook.FormProgress, "填报", []string{"任务编号"}},
	{workbook.FormMilestoneState, "节点填报", []string{"任务编号", "节点编号"}},
	{workbook.FormStepState, "环节填报", []string{"任务编号", "环节序号"}},
	{workbook.FormStageState, "分段填报", []string{"任务编号", "阶段序号"}},
	{workbook.FormIndicatorState, "指标填报", []string{"指标编号"}},
}

// typed maps the headings of the sample data to the columns of a return.
var typed = map[string]string{
	"进展状态": workbook.ColStatus, "累计完成值": workbook.ColDoneValue, "完成进度": workbook.ColProgress, "实际完成日期": workbook.ColDoneOn,
	"进展情况": workbook.ColText, "存在问题及原因": workbook.ColTrouble, "下步措施": workbook.ColNext, "佐证材料": workbook.ColEvidence,
	"情况说明": workbook.ColAnswer, "节点状态": workbook.ColStatus, "环节状态": workbook.ColStatus, "实际开始日期": workbook.ColStartedOn,
	"本期数": workbook.ColCount, "本期值": workbook.ColValue, "说明": workbook.ColText,
}

func newFiller(words *templates.Catalogue) (*filler, error) {
	book, err := seeds.Samples(seed)
	if err != nil {
		return nil, fmt.Errorf("sample data: %w", err)
	}
	p, ok := calendar.ParsePeriod(period)
	if !ok {
		return nil, fmt.Errorf("sample data: no period %s", period)
	}
	f := &filler{forms: templates.ReturnForms(words), last: p.Last(), said: map[string]map[string]map[string]sheet.Value{}}
	for _, of := range samples {
		s := book.Sheet(of.sheet)
		heads := headings(s)
		rows := map[string]map[string]sheet.Value{}
		for _, r := range s.Rows[1:] {
			row := map[string]sheet.Value{}
			for _, c := range r.Cells {
				row[heads[c.Col]] = c.Value
			}
			if row["期"].String() != period {
				continue
			}
			var id []string
			for _, h := range of.id {
				id = append(id, row[h].String())
			}
			rows[strings.Join(id, "|")] = row
		}
		f.said[of.form] = rows
	}
	return f, nil
}

// fill fills in one template, as a clerk does by typing into its cells and saving it. If short is set, the first task has neither a status nor
// a text, which is an error.
func (f *filler) fill(from, to string, short bool) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return fmt.Errorf("fill in: %w", err)
	}
	book, err := xlsx.Read(data)
	if err != nil {
		return fmt.Errorf("fill in %s: %w", from, err)
	}
	bureau := strings.TrimSuffix(filepath.Base(from), filepath.Ext(from))
	var edits []xlsx.Edit
	for _, form := range f.forms.All() {
		s := workbook.FindSheet(form, book)
		if s == nil {
			continue
		}
		for i, r := range workbook.ReadTable(form, s, "", workbook.Reading{}).Records {
			row := f.row(bureau, form, r)
			if short && i == 0 && form.Key == workbook.FormProgress {
				delete(row, workbook.ColStatus)
				delete(row, workbook.ColText)
				row[workbook.ColProgress] = sheet.Num(0.5)
			}
			for key, v := range row {
				if form.Has(key) && !v.IsEmpty() {
					edits = append(edits, xlsx.Edit{Sheet: s.Name, Ref: r.Place(key).Ref, Value: v})
				}
			}
		}
	}
	if data, err = xlsx.Apply(data, edits); err != nil {
		return fmt.Errorf("fill in %s: %w", from, err)
	}
	if err := os.WriteFile(to, data, 0o644); err != nil {
		return fmt.Errorf("fill in: %w", err)
	}
	return nil
}

// row gives what is typed into a row, by column key: its sample data, or else the least that is required. No two bureaus write the same
// text.
func (f *filler) row(bureau string, form *workbook.Form, r *workbook.Record) map[string]sheet.Value {
	said := f.said[form.Key][ofSeed(r.ID)]
	if form.Key == workbook.FormProgress && r.Get(workbook.ColRole).Key != workbook.RoleLead {
		said = nil
	}
	row := map[string]sheet.Value{}
	for heading, v := range said {
		if key := typed[heading]; key != "" {
			row[key] = v
		}
	}
	switch {
	case form.Key == workbook.FormProgress && said == nil:
		row[workbook.ColStatus] = sheet.Str("推进中")
		row[workbook.ColText] = sheet.Str(bureau + "已按安排推进“" + r.Get(workbook.ColTitle).Text + "”，承担的部分责任到人。")
		if r.Get(workbook.ColTarget).Text != "" {
			row[workbook.ColDoneValue] = sheet.Int(1)
		}
		if due := r.Get(workbook.ColDue); due.Filled() && due.Date < f.last {
			row[workbook.ColTrouble], row[workbook.ColNext] = sheet.Str("前期手续办理较慢，影响了进度。"), sheet.Str("下月底前补齐手续，倒排工期。")
		}
	case form.Key == workbook.FormProgress:
		row[workbook.ColText] = sheet.Str(bureau + "：" + row[workbook.ColText].Text)
	case said != nil:
	case form.Key == workbook.FormMilestoneState, form.Key == workbook.FormStepState:
		row[workbook.ColStatus] = sheet.Str("未启动")
	case form.Key == workbook.FormStageState:
		row[workbook.ColCount] = r.Get(workbook.ColPriorCount).Raw
	case form.Key == workbook.FormIndicatorState:
		row[workbook.ColValue] = r.Get(workbook.ColPriorValue).Raw
	}
	return row
}
