package main

import (
	"fmt"
	"slices"
	"strings"

	"duban/seeds"
	"duban/templates"
	"duban/workbook"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// seed is the built-in plan of one county, from which a prefecture's plan is made.
const seed = "rushan"

// Columns of the plan that hold names of bureaus and groups, and columns that hold numbers of tasks and indicators.
var (
	nameColumns = []string{"单位编码", "单位名称", "全称", "别名", "所属组", "牵头单位", "配合单位", "责任单位", "单位"}
	idColumns   = []string{"任务编号", "上级任务", "指标编号"}
	// shared lists the sheets that a prefecture's plan has once, not once for each county.
	shared = []string{"参数", "表样", "节假日", "计分办法", "计分方法"}
)

// prefecture makes the plan of a number of counties, each with the bureaus and tasks of the built-in plan, so that each bureau is asked as
// much as a bureau of the built-in plan, however many counties there are.
func prefecture(counties int, words *templates.Catalogue) ([]byte, error) {
	one, err := seeds.Plan(seed)
	if err != nil {
		return nil, fmt.Errorf("built-in plan: %w", err)
	}
	names := namesOf(one)
	out := &sheet.Book{}
	for _, s := range one.Sheets {
		if slices.Contains(shared, s.Name) {
			out.Sheets = append(out.Sheets, s)
			continue
		}
		heads := headings(s)
		all := &sheet.Sheet{Name: s.Name, Rows: []sheet.Row{s.Rows[0]}}
		for k := range counties {
			for _, r := range s.Rows[1:] {
				row := sheet.Row{N: len(all.Rows) + 1, Cells: slices.Clone(r.Cells)}
				for i := range row.Cells {
					c := &row.Cells[i]
					switch head := heads[c.Col]; {
					case c.Value.Kind != sheet.Text:
					case slices.Contains(nameColumns, head):
						c.Value.Text = inCounty(c.Value.Text, k, func(n string) bool { return names[n] })
					case slices.Contains(idColumns, head):
						c.Value.Text = ofCounty(c.Value.Text, k)
					}
				}
				all.Rows = append(all.Rows, row)
			}
		}
		out.Sheets = append(out.Sheets, all)
	}
	// The lists of the built-in plan go to the same bureaus in each county.
	lists := out.Sheet("表样")
	heads := headings(lists)
	for i := range lists.Rows[1:] {
		for j := range lists.Rows[i+1].Cells {
			if c := &lists.Rows[i+1].Cells[j]; heads[c.Col] == "适用单位" {
				var to []string
				for k := range counties {
					to = append(to, inCounty(c.Value.Text, k, func(n string) bool { return names[n] }))
				}
				c.Value.Text = strings.Join(to, "、")
			}
		}
	}
	plan := workbook.DecodePlan(out, seed, templates.PlanForms(words))
	data, err := xlsx.Write(templates.PlanBook(plan.Tables, words))
	if err != nil {
		return nil, fmt.Errorf("write plan: %w", err)
	}
	return data, nil
}

// namesOf gives the names by which the plan knows bureaus and groups.
func namesOf(b *sheet.Book) map[string]bool {
	names := map[string]bool{}
	s := b.Sheet("单位")
	heads := headings(s)
	for _, r := range s.Rows[1:] {
		for _, c := range r.Cells {
			if slices.Contains(nameColumns, heads[c.Col]) {
				for _, n := range workbook.SplitNames(c.Value.String()) {
					names[n] = true
				}
			}
		}
	}
	return names
}

// headings gives the texts in a sheet's first row, by column number.
func headings(s *sheet.Sheet) map[int]string {
	out := map[int]string{}
	for _, c := range s.Rows[0].Cells {
		out[c.Col] = c.Value.String()
	}
	return out
}

// inCounty turns the names in a cell into those of county k, from 0. A text that is no name, such as 未明确, stays as it is.
func inCounty(text string, k int, known func(string) bool) string {
	names := workbook.SplitNames(text)
	for i, n := range names {
		if known(n) {
			names[i] = ofCounty(n, k)
		}
	}
	return strings.Join(names, "、")
}

func ofCounty(s string, k int) string { return fmt.Sprintf("%s@%03d", s, k+1) }

// ofSeed gives the id of the row of the built-in plan from which a row of the prefecture's was made.
func ofSeed(id string) string {
	task, rest, _ := strings.Cut(id, "|")
	task, _, _ = strings.Cut(task, "@")
	if rest != "" {
		return task + "|" + rest
	}
	return task
}
