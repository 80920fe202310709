package sample

import (
	"strconv"
	"strings"

	"duban/templates"
	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
)

// mistake makes one of the usual mistakes in a filled-in template: in the named task's row, or else in the first row in which it can be
// made.
func (f *Filler) mistake(t *templates.Template, kind, task string) {
	ts := t.Sheet(workbook.FormProgress)
	each := func(can func(*templates.TemplateRow) bool, do func(*templates.TemplateRow)) {
		if ts == nil {
			return
		}
		for pass := range 2 {
			for _, r := range ts.Rows {
				if (pass == 1 || r.ID == task) && can(r) {
					do(r)
					return
				}
			}
		}
	}
	any := func(*templates.TemplateRow) bool { return true }
	figure := func(r *templates.TemplateRow) bool { return r.Cells[workbook.ColDoneValue].Kind == sheet.Number }
	switch kind {
	case "完成缺日期":
		each(any, func(r *templates.TemplateRow) {
			r.Cells[workbook.ColStatus] = f.status(ts.Form, workbook.Done)
			delete(r.Cells, workbook.ColDoneOn)
		})
	case "文本数值":
		each(figure, func(r *templates.TemplateRow) {
			r.Cells[workbook.ColDoneValue] = sheet.Str(r.Cells[workbook.ColDoneValue].String() + f.Plan.Task(r.ID).Unit)
		})
	case "全角数字":
		each(figure, func(r *templates.TemplateRow) {
			r.Cells[workbook.ColDoneValue] = sheet.Str(fullWidth(r.Cells[workbook.ColDoneValue].String()))
		})
	case "小数进度":
		each(any, func(r *templates.TemplateRow) { r.Cells[workbook.ColProgress] = sheet.Num(0.8) })
	case "日期文本":
		each(func(r *templates.TemplateRow) bool { return r.Cells[workbook.ColDoneOn].Kind == sheet.Number }, func(r *templates.TemplateRow) {
			d := calendar.Date(r.Cells[workbook.ColDoneOn].Num)
			r.Cells[workbook.ColDoneOn] = sheet.Str(strconv.Itoa(d.Year()) + "." + strconv.Itoa(d.Month()) + "." + strconv.Itoa(d.Day()))
		})
	case "累计倒退":
		each(func(r *templates.TemplateRow) bool {
			return figure(r) && r.Cells[workbook.ColPriorValue].Kind == sheet.Number
		}, func(r *templates.TemplateRow) {
			r.Cells[workbook.ColDoneValue] = sheet.Num(r.Cells[workbook.ColPriorValue].Num - 1)
		})
	case "分段不平":
		if st := t.Sheet(workbook.FormStageState); st != nil && len(st.Rows) > 0 {
			c := st.Rows[0].Cells
			c[workbook.ColCount] = sheet.Num(c[workbook.ColCount].Num + 3)
		}
	}
}

func fullWidth(s string) string {
	return strings.Map(func(r rune) rune {
		if r > ' ' && r <= '~' {
			return r + 0xFEE0
		}
		return r
	}, s)
}

// spoil does to the finished workbook what people do to it in the spreadsheet program.
func (f *Filler) spoil(book *sheet.Book, t *templates.Template, kind string) {
	ts := t.Sheet(workbook.FormProgress)
	if ts == nil {
		return
	}
	s := book.Sheet(ts.Form.Sheet)
	switch kind {
	case "改动锁定格":
		col := ts.Form.Index(workbook.ColGoal) + 1
		for i := range s.Rows {
			if cell := s.Rows[i].Cell(col); cell != nil && cell.Role == sheet.Locked {
				cell.Value = sheet.Str(cell.Value.Text + f.Words.T("demo.changed-goal"))
				return
			}
		}
	case "行次打乱":
		// The rows of entries in reverse: every cell moves with its row, formulas stay where they were computed.
		var entries []int
		for i := range s.Rows {
			if c := s.Rows[i].Cell(1); c != nil && c.Role == sheet.Locked {
				entries = append(entries, i)
			}
		}
		for a, b := 0, len(entries)-1; a < b; a, b = a+1, b-1 {
			x, y := &s.Rows[entries[a]], &s.Rows[entries[b]]
			x.Cells, y.Cells = y.Cells, x.Cells
		}
	}
}
