package score

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"duban/report"
	"duban/templates"
	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/formula"
	"duban/workbook/numeral"
	"duban/workbook/sheet"
)

// Identity lines of a rating workbook besides those of every workbook.
const (
	identityRaters = "raters"
	identityNumber = "number"
)

// The rows of a rating workbook's headings, and of its first line.
const (
	ratingHead  = 5
	ratingFirst = 6
)

// RatingForm is one rater's copy of a rating workbook.
type RatingForm struct {
	Plan  *workbook.Plan
	Group *workbook.RaterGroup
	// Number is the copy's number within its group, from 1. Rater is who fills it in; empty if the group names no members.
	Number int
	Rater  string
	Span   calendar.Period
	AsOf   calendar.Date
}

// RatingForms lists the copies for a county's groups of raters: one for each member, and one for a group that names none.
func RatingForms(p *workbook.Plan, span calendar.Period, asOf calendar.Date) []RatingForm {
	var out []RatingForm
	for _, g := range p.RaterGroups {
		if len(g.Members) == 0 {
			out = append(out, RatingForm{p, g, 1, "", span, asOf})
		}
		for i, m := range g.Members {
			out = append(out, RatingForm{p, g, i + 1, m, span, asOf})
		}
	}
	return out
}

// Name names the copy by group and rater, or by group and number if the group is anonymous or names no members.
func (f RatingForm) Name(c *templates.Catalogue) string {
	if f.Rater == "" || f.Group.Anonymous {
		return f.Group.Name + c.T("scorebook.apart") + c.T("scorebook.rater-number", "n", f.Number)
	}
	return f.Group.Name + " " + f.Rater
}

// ratedRow is one line to rate: a bureau as a whole, with a nil task, or its work on a task.
type ratedRow struct {
	bureau *workbook.Bureau
	task   *workbook.Task
}

// rows lists what the copy asks about. A group of leads rates, task by task, the bureaus that support the tasks that the rater leads.
// Nobody rates himself.
func (f RatingForm) rows() []ratedRow {
	var out []ratedRow
	self := f.Plan.Directory.Bureau(f.Rater)
	if !f.Group.ByTask {
		for _, b := range f.Plan.Bureaus {
			if b.Scored && b != self && f.Plan.Begins(b) == nil && workbook.InScope(f.Group.Rated, b) > 0 {
				out = append(out, ratedRow{bureau: b})
			}
		}
		return out
	}
	for _, t := range f.Plan.Tasks {
		if f.Group.Kind == workbook.RatersLead && (self == nil || t.Lead() != self) {
			continue
		}
		for _, a := range t.Assigned {
			lead := f.Group.Kind == workbook.RatersLead && a.Role != workbook.RoleSupport
			if !lead && a.Bureau.Scored && a.Bureau != self && workbook.InScope(f.Group.Rated, a.Bureau) > 0 {
				out = append(out, ratedRow{a.Bureau, t})
			}
		}
	}
	return out
}

// RatingBook lays the copy out: a line for each bureau, or bureau and task, with a cell for the mark. Its identity is sealed with key, which
// proves that a returned copy's marks are those of its group.
func RatingBook(f RatingForm, key workbook.Key, c *templates.Catalogue) *sheet.Book {
	title := c.T("rating.title", "county", f.Plan.Settings.County, "span", f.Span.String(), "group", f.Group.Name)
	columns := []struct {
		key   string
		width float64
	}{{"no", 7}, {"bureau", 22}, {"category", 14}, {"task", 12}, {"title", 40}, {"mark", 10}, {"remark", 40}}
	sh := &sheet.Sheet{Name: c.T("rating.sheet"), Layout: &sheet.Layout{Tab: sheet.HeadingInput, FreezeRows: ratingHead, Protection: &sheet.Protection{},
		// With tasks and their titles it is too wide to be read in portrait.
		Print: sheet.Print{Landscape: f.Group.ByTask, FitWidth: true, CenterHorizontally: true, TitleRows: sheet.Span{First: ratingHead, Last: ratingHead}, FooterCenter: c.T("scorebook.page")}}}
	guide := c.T("rating.guide")
	if f.Group.Anonymous {
		guide += c.T("rating.guide-anonymous")
	}
	topLines(sh, len(columns), title, f.Name(c), guide)
	for i, col := range columns {
		// A group that rates bureaus as a whole needs no columns for tasks.
		idle := !f.Group.ByTask && (col.key == "task" || col.key == "title")
		sh.Layout.Columns = append(sh.Layout.Columns, sheet.ColumnLayout{First: i + 1, Last: i + 1, Width: col.width, Hidden: idle})
		role := sheet.Heading
		if col.key == "mark" || col.key == "remark" {
			role = sheet.HeadingInput
		}
		sh.Put(sheet.At(ratingHead, i+1), sheet.Cell{Role: role, Value: sheet.Str(c.T("rating.col-" + col.key))})
	}
	rows := f.rows()
	for i, r := range rows {
		row := ratingFirst + i
		id, name := sheet.Value{}, sheet.Value{}
		if r.task != nil {
			id, name = sheet.Str(r.task.ID), sheet.StrOrBlank(r.task.Title)
		}
		for j, cell := range []sheet.Cell{{Role: sheet.Locked, Align: sheet.AlignCenter, Value: sheet.Int(i + 1)}, {Role: sheet.Locked, Value: sheet.Str(r.bureau.Name)},
			{Role: sheet.Locked, Value: sheet.StrOrBlank(r.bureau.Category)}, {Role: sheet.Locked, Value: id}, {Role: sheet.Locked, Value: name},
			{Role: sheet.Input, Align: sheet.AlignCenter}, {Role: sheet.Input, Align: sheet.AlignLeft}} {
			sh.Put(sheet.At(row, j+1), cell)
		}
	}
	if n := len(rows); n > 0 {
		sh.Layout.Validations = append(sh.Layout.Validations, sheet.Validation{Range: sheet.Rect(ratingFirst, 6, ratingFirst+n-1, 6), Type: sheet.DecimalValidation,
			Min: "0", Max: "100", ErrorTitle: c.T("rating.col-mark"), Error: c.T("rating.refused")})
		// A formula says how many marks are still missing.
		marks := sheet.Rect(ratingFirst, 6, ratingFirst+n-1, 6).Abs()
		sh.Put(sheet.At(4, 1), sheet.Cell{Role: sheet.Check, Value: sheet.Str(c.T("rating.missing", "n", n)),
			Formula: fmt.Sprintf(`IF(COUNT(%[1]s)=%[2]d,%[3]s,%[4]s&(%[2]d-COUNT(%[1]s))&%[5]s)`, marks, n, inQuotes(c.T("rating.complete")), inQuotes(c.T("rating.missing-before")), inQuotes(c.T("rating.missing-after")))})
		sh.Merges = append(sh.Merges, sheet.Rect(4, 1, 4, len(columns)))
	}
	id := &sheet.Sheet{Name: workbook.IdentitySheet, Visibility: sheet.VeryHidden, Layout: &sheet.Layout{Protection: &sheet.Protection{}}}
	for i, line := range [][]string{{workbook.IdentityMark}, {workbook.IdentityKind, workbook.KindRatingForm}, {workbook.IdentityForm, fmt.Sprint(workbook.FormVersion)},
		{workbook.IdentityPlan, f.Plan.Settings.PlanID}, {workbook.IdentityPlanSHA, f.Plan.SHA256}, {workbook.IdentityPeriod, f.Span.String()},
		{workbook.IdentityLang, c.Lang}, {identityRaters, f.Group.Name}, {identityNumber, strconv.Itoa(f.Number)}} {
		for j, x := range line {
			id.Put(sheet.At(i+1, j+1), sheet.Cell{Role: sheet.Identity, Format: sheet.TextFormat, Value: sheet.Str(x)})
		}
	}
	key.Seal(id)
	return &sheet.Book{Title: title, Creator: "duban", Created: float64(f.AsOf), Sheets: []*sheet.Sheet{sh, id}}
}

// RatingOf reads from a workbook's identity which group's copy it is, and the copy's number. ok is false if it is no rating workbook of the
// plan.
func RatingOf(id workbook.Identity, p *workbook.Plan) (group *workbook.RaterGroup, number int, ok bool) {
	group = p.RaterGroup(id.Other[identityRaters])
	number, _ = strconv.Atoi(id.Other[identityNumber])
	return group, number, id.Kind == workbook.KindRatingForm && group != nil && number > 0
}

// RatingMark is one line of a returned rating workbook.
type RatingMark struct {
	Rating *workbook.Rating
	Place  workbook.Place
	// Fault says why the mark cannot count (ratingfault.<key>), empty if it counts. Value is what was typed, or what is wrong.
	Fault, Value string
}

// ReadRatings reads the marks of a returned copy. An empty line is no mark. A mark has a fault and does not count if it is no number from 0 to
// 100 or a fraction, if its line names the rater or something else that the copy does not ask about, or if it rates a second time. ok is
// false if the table is not found.
func ReadRatings(book *sheet.Book, f RatingForm, file, receipt string, each []*templates.Catalogue) (marks []RatingMark, ok bool) {
	sh, at, head := ratingTable(book, each)
	if sh == nil {
		return nil, false
	}
	asked, seen := map[ratedRow]bool{}, map[ratedRow]bool{}
	for _, r := range f.rows() {
		asked[r] = true
	}
	for _, row := range sh.Rows {
		if row.N <= head {
			continue
		}
		cell, mark, fault := readMark(sh.Cell(sheet.At(row.N, at["mark"])))
		if cell.IsEmpty() {
			continue
		}
		m := RatingMark{Place: workbook.Place{File: file, Sheet: sh.Name, Ref: sheet.At(row.N, at["mark"])}, Value: cell.String()}
		name, id := sh.Value(sheet.At(row.N, at["bureau"])).String(), ""
		if at["task"] > 0 {
			id = sh.Value(sheet.At(row.N, at["task"])).String()
		}
		m.Rating = &workbook.Rating{Bureau: f.Plan.Directory.Bureau(name), Raters: f.Group.Name, Rater: f.Rater, Number: f.Number,
			Source: workbook.NewSource(m.Place, "", receipt)}
		if id != "" {
			m.Rating.Task = f.Plan.Task(id)
		}
		m.Rating.Mark = mark
		key := ratedRow{m.Rating.Bureau, m.Rating.Task}
		switch {
		case m.Rating.Bureau == nil:
			m.Fault, m.Value = "bureau", name
		case id != "" && m.Rating.Task == nil:
			m.Fault, m.Value = "task", id
		case m.Rating.Bureau == f.Plan.Directory.Bureau(f.Rater):
			m.Fault, m.Value = "self", name
		case !asked[key]:
			m.Fault, m.Value = "not-rated", strings.TrimSpace(name+" "+id)
		case seen[key]:
			m.Fault, m.Value = "twice", strings.TrimSpace(name+" "+id)
		default:
			m.Fault = fault
		}
		seen[key] = true
		marks = append(marks, m)
	}
	return marks, true
}

// readMark reads a mark out of 100 as raters type it: 85, 85分, 85%. A spreadsheet stores the last as 0.85 with a percentage format. fault
// says why it cannot count: "mark" if it is no mark, "fraction" if it is a bare 0.85 that may mean 85.
func readMark(c *sheet.Cell) (typed sheet.Value, mark float64, fault string) {
	if c == nil {
		return sheet.Value{}, 0, ""
	}
	bare, ok := true, false
	switch c.Value.Kind {
	case sheet.Number:
		if mark, ok = c.Value.Num, true; c.Format == sheet.Percent {
			mark, bare = formula.Round(mark*100, 9), false
		}
	case sheet.Text:
		text, said := strings.CutSuffix(strings.TrimSpace(c.Value.Text), "分")
		var repairs []numeral.Repair
		mark, repairs, ok = numeral.ParsePercent(text)
		bare = !said && !slices.Contains(repairs, numeral.RepairPercentSign)
	}
	switch {
	case !ok || mark < 0 || mark > 100:
		fault = "mark"
	case bare && mark > 0 && mark <= 1:
		fault = "fraction"
	}
	return c.Value, mark, fault
}

// ratingTable finds the table of a returned copy by its headings: on the sheet with its name, or else, since sheets get renamed, on any but
// the identity sheet. head is the row of the headings, at their columns by key; sh is nil if there is no such table.
func ratingTable(book *sheet.Book, each []*templates.Catalogue) (sh *sheet.Sheet, at map[string]int, head int) {
	for _, named := range []bool{true, false} {
		for _, c := range each {
			for _, sh := range book.Sheets {
				if sh.Name == workbook.IdentitySheet || (sh.Name == c.T("rating.sheet")) != named {
					continue
				}
				for _, row := range sh.Rows {
					at := map[string]int{}
					for _, cell := range row.Cells {
						for _, key := range []string{"bureau", "task", "mark"} {
							if foldWord(cell.Value.Text) == foldWord(c.T("rating.col-"+key)) {
								at[key] = cell.Col
							}
						}
					}
					if at["bureau"] > 0 && at["mark"] > 0 {
						return sh, at, row.N
					}
				}
			}
		}
	}
	return nil, nil, 0
}

// RatingSlip makes the slip of a copy in which some marks cannot count; nil if all count.
func RatingSlip(f RatingForm, marks []RatingMark, c *templates.Catalogue) *report.Slip {
	sh := &sheet.Sheet{Name: c.T("slip.sheet"), Layout: &sheet.Layout{Tab: sheet.Alert, Print: sheet.Print{FitWidth: true, CenterHorizontally: true, FooterCenter: c.T("print.page")},
		Columns: []sheet.ColumnLayout{{First: 1, Last: 1, Width: 5}, {First: 2, Last: 2, Width: 60}, {First: 3, Last: 3, Width: 21}}}}
	slip := &report.Slip{Front: sh}
	const head = 3
	for i, key := range []string{"no", "message", "where"} {
		sh.Put(sheet.At(head, i+1), sheet.Cell{Role: sheet.Heading, Value: sheet.Str(c.T("slip." + key))})
	}
	for _, m := range marks {
		if m.Fault == "" {
			continue
		}
		said := c.T("ratingslip."+m.Fault, "value", m.Value)
		slip.Marks = append(slip.Marks, report.SlipMark{Sheet: m.Place.Sheet, Ref: m.Place.Ref, Note: said, Role: sheet.Alert})
		row := head + len(slip.Marks)
		sh.Put(sheet.At(row, 1), sheet.Cell{Role: sheet.Body, Align: sheet.AlignCenter, Value: sheet.Int(len(slip.Marks))})
		sh.Put(sheet.At(row, 2), sheet.Cell{Role: sheet.Alert, Align: sheet.AlignLeft, Value: sheet.Str(said)})
		sh.Put(sheet.At(row, 3), sheet.Cell{Role: sheet.Link, Align: sheet.AlignLeft, Value: sheet.Str(m.Place.Sheet + " " + m.Place.Cell()),
			Extra: linkTo(m.Place.Sheet, m.Place.Ref)})
	}
	if len(slip.Marks) == 0 {
		return nil
	}
	sh.Put(sheet.At(1, 1), sheet.Cell{Role: sheet.Title, Value: sheet.Str(c.T("ratingslip.title", "name", f.Name(c)))})
	sh.Put(sheet.At(2, 1), sheet.Cell{Role: sheet.Guide, Value: sheet.Str(c.T("ratingslip.guide", "n", len(slip.Marks)))})
	sh.Merges = append(sh.Merges, sheet.Rect(1, 1, 1, 3), sheet.Rect(2, 1, 2, 3))
	return slip
}
