//go:build libreoffice

package main

import (
	"math/rand/v2"
	"slices"
	"strings"

	"duban/templates"
	"duban/workbook"
	"duban/workbook/sheet"
)

// clerk fills in templates at random with what clerks type, right and wrong, so that each rule about rows is kept on some rows and broken
// on others.
type clerk struct {
	rng   *rand.Rand
	words *templates.Catalogue
	// untidy also types what has to be repaired to be read: full-width digits, units, dates in words.
	untidy bool
}

func newClerk(seed uint64, words *templates.Catalogue, untidy bool) *clerk {
	return &clerk{rng: rand.New(rand.NewPCG(2024, seed)), words: words, untidy: untidy}
}

func (c *clerk) chance(percent int) bool { return c.rng.IntN(100) < percent }

// fill types into every sheet of a template. It leaves a few rows alone and uses some of the blank rows.
func (c *clerk) fill(t *templates.Template) {
	for _, ts := range t.Sheets {
		// Random counts by stage would hardly ever add up.
		steady := c.chance(40)
		for _, r := range ts.Rows {
			if c.chance(95) {
				c.row(t, ts.Form, r, steady)
			}
		}
		for range min(ts.Blank, 5) {
			r := &templates.TemplateRow{Cells: map[string]sheet.Value{}}
			c.row(t, ts.Form, r, steady)
			ts.Rows = append(ts.Rows, r)
			ts.Blank--
		}
	}
	t.Cover = map[string]sheet.Value{"filled-by": sheet.Str("王 芳"), "signed-by": sheet.Str("李建国"), "signed-on": sheet.Int(int(t.Due))}
}

func (c *clerk) row(t *templates.Template, f *workbook.Form, r *templates.TemplateRow, steady bool) {
	for i := range f.Columns {
		col := &f.Columns[i]
		if col.Filled != workbook.ByBureau {
			continue
		}
		if f.Key == workbook.FormStageState && col.Key == workbook.ColCount && steady {
			r.Cells[col.Key] = r.Cells[workbook.ColPriorCount]
			continue
		}
		r.Cells[col.Key] = c.value(t, f, r, col)
	}
}

func (c *clerk) value(t *templates.Template, f *workbook.Form, r *templates.TemplateRow, col *workbook.Column) sheet.Value {
	if c.chance(25) {
		return sheet.Value{}
	}
	switch col.Type {
	case workbook.ChoiceColumn, workbook.BoolColumn:
		return sheet.Str(c.word(append(slices.Clone(col.Labels()), "差不多了")...))
	case workbook.NumberColumn:
		return c.number(f, r)
	case workbook.PercentColumn:
		return c.percentage()
	case workbook.DateColumn:
		return c.date(t)
	case workbook.NamesColumn:
		return sheet.Str(c.word("发改局", "财政局、农业局", "各镇区"))
	}
	return c.text(t, f, col.Key)
}

func (c *clerk) word(of ...string) string { return of[c.rng.IntN(len(of))] }

// number gives a figure that is mostly near the last one, as real figures are.
func (c *clerk) number(f *workbook.Form, r *templates.TemplateRow) sheet.Value {
	last := r.Cells[workbook.ColPriorValue]
	if f.Key == workbook.FormStageState {
		last = r.Cells[workbook.ColPriorCount]
	}
	if c.untidy && c.chance(40) {
		return sheet.Str(c.word("１２", " 62 ", "1,200", "六十二", "约15", "若干"))
	}
	percent := f.Key == workbook.FormProgress && r.Percent || f.Key == workbook.FormIndicatorState && r.Cells[workbook.ColUnit].Text == "%"
	if percent && c.chance(30) {
		if planned := r.Cells[workbook.ColPlanned]; f.Key == workbook.FormIndicatorState && planned.Num < 10 {
			// 5% typed as 0.05, compared with the plan or the last figure, and figures on either side of the threshold for that warning.
			return sheet.Num([]float64{planned.Num / 100, last.Num / 100, planned.Num / 50, planned.Num/50 + 0.001}[c.rng.IntN(4)])
		}
		// 85% typed as 0.85, and figures on either side of the threshold for that warning.
		return sheet.Num([]float64{0.85, 1, 1.01, 0}[c.rng.IntN(4)])
	}
	if f.Key == workbook.FormProgress && r.Most.Known && c.chance(15) {
		// A figure in 元 instead of 万元, or the largest figure without a warning.
		return sheet.Num([]float64{1000 * r.Most.V, r.Most.V, r.Most.V + 1}[c.rng.IntN(3)])
	}
	if last.Kind == sheet.Number && c.chance(60) {
		return sheet.Num([]float64{last.Num, last.Num - 1, last.Num + 3, 11 * last.Num, -last.Num, last.Num + 0.125}[c.rng.IntN(6)])
	}
	switch c.rng.IntN(6) {
	case 0:
		return sheet.Int(0)
	case 1:
		return sheet.Num(15.5)
	case 2:
		return sheet.Int(-3)
	case 3:
		return sheet.Str("若干")
	}
	return sheet.Int(1 + c.rng.IntN(60))
}

func (c *clerk) percentage() sheet.Value {
	if c.untidy && c.chance(40) {
		return sheet.Str(c.word("80%", "８０％", "百分之八十", "65", "过半"))
	}
	if c.chance(10) {
		return sheet.Str("过半")
	}
	return sheet.Num([]float64{0, 0, 20, 65, 99.5, 100, 100, 120, -5, 0.8, 1}[c.rng.IntN(11)])
}

// date is a day of the period or near it.
func (c *clerk) date(t *templates.Template) sheet.Value {
	if c.untidy && c.chance(40) {
		return sheet.Str(c.word("2024.9.30", "2024年9月28日", "９月２８日", "2024/10/8", "20240930", "月底"))
	}
	if c.chance(10) {
		return sheet.Str("月底")
	}
	return sheet.Int(int(t.Period.Last()) - c.rng.IntN(28) + 2)
}

func (c *clerk) text(t *templates.Template, f *workbook.Form, key string) sheet.Value {
	if key == workbook.ColTask {
		if ts := t.Sheet(workbook.FormProgress); ts != nil && len(ts.Rows) > 0 {
			return sheet.Str(ts.Rows[c.rng.IntN(len(ts.Rows))].ID)
		}
	}
	// Most warnings are left unanswered, as the self-check would hardly show any otherwise.
	answer := key == workbook.ColAnswer || key == workbook.ColText && !f.Has(workbook.ColAnswer)
	if answer && c.chance(70) {
		return sheet.Value{}
	}
	if c.untidy && c.chance(30) {
		return sheet.Str(c.word("一是完成清查；\n二是建立台账", "  与“上月”相同 ", `方案"送审稿"已报 <办公室> & 财政`, "=SUM(A1)", "第1批　已验收", strings.Repeat("已完成初稿并征求各单位意见。", 12)))
	}
	return sheet.Str(c.word("无", "同上月", "正常推进", "已签约5户", "五户", "签约一户", "十分顺利", "12", "用地指标未批复", "已完成初稿并征求意见", "本月召开专题会议两次，印发实施方案"))
}
