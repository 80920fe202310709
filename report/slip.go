package report

import (
	"strings"

	"duban/templates"
	"duban/validate"
	"duban/workbook"
	"duban/workbook/sheet"
)

// SlipInput is what a slip (退回表) is made of.
type SlipInput struct {
	Plan     *workbook.Plan
	Return   *workbook.Return
	Verdict  *validate.Verdict
	Before   *validate.Verdict // of the bureau's earlier return of the period, nil where there was none
	Period   string
	Received string
	// Text gives a finding's message and hint in words.
	Text func(*validate.Finding) (message, hint string)
}

// SlipMark is a cell to be marked in the clerk's own file.
type SlipMark struct {
	Sheet string
	Ref   sheet.Ref
	Note  string
	Role  sheet.Role
}

// Slip is the marked-up copy's content: marks, the sheet in front, a text to paste into a message, and one line for the
// coordinator.
type Slip struct {
	Marks   []SlipMark
	Front   *sheet.Sheet
	Message string
	Summary string
	// Recheck compares with the bureau's earlier return.
	validate.Recheck
}

// BuildSlip lays a slip out: one line a point, message first, linked to its cell; every cell marked with its message.
func BuildSlip(in SlipInput, c *templates.Catalogue) *Slip {
	s := &Slip{}
	if in.Before != nil {
		s.Recheck = validate.Compare(in.Before, in.Verdict)
	}
	var points []validate.Finding
	for _, f := range in.Verdict.Findings {
		if f.Counts() {
			points = append(points, f)
		}
	}
	s.mark(in, points)
	s.front(in, points, c)
	s.message(in, points, c)
	return s
}

// say is a finding's message alone.
func (in *SlipInput) say(f *validate.Finding) string {
	message, _ := in.Text(f)
	return message
}

func roleOf(f *validate.Finding) sheet.Role {
	if f.Severity == workbook.Problem {
		return sheet.Alert
	}
	return sheet.Warn
}

// mark gathers a cell's messages into one note; an error's colour wins over a warning's.
func (s *Slip) mark(in SlipInput, points []validate.Finding) {
	at := map[string]int{}
	for i := range points {
		f := &points[i]
		if f.Place.Sheet == "" || f.Place.Ref == (sheet.Ref{}) {
			continue
		}
		message, hint := in.Text(f)
		note := message
		if hint != "" {
			note += "\n→ " + hint
		}
		key := f.Place.Sheet + "\x00" + f.Place.Cell()
		if k, ok := at[key]; ok {
			m := &s.Marks[k]
			m.Note += "\n" + note
			if roleOf(f) == sheet.Alert {
				m.Role = sheet.Alert
			}
			continue
		}
		at[key] = len(s.Marks)
		s.Marks = append(s.Marks, SlipMark{Sheet: f.Place.Sheet, Ref: f.Place.Ref, Note: note, Role: roleOf(f)})
	}
}

func (s *Slip) front(in SlipInput, points []validate.Finding, c *templates.Catalogue) {
	sh := &sheet.Sheet{Name: c.T("slip.sheet"), Layout: &sheet.Layout{
		Columns: []sheet.ColumnLayout{{First: 1, Last: 1, Width: 6}, {First: 2, Last: 2, Width: 9}, {First: 3, Last: 3, Width: 62},
			{First: 4, Last: 4, Width: 22}, {First: 5, Last: 5, Width: 44}},
		FreezeRows: 4, Tab: sheet.Alert, Print: sheet.Print{Landscape: true, FitWidth: true, TitleRows: sheet.Span{First: 4, Last: 4}},
	}}
	wide := func(row int, role sheet.Role, text string) {
		sh.Put(sheet.At(row, 1), sheet.Cell{Role: role, Value: sheet.Str(text)})
		sh.Merges = append(sh.Merges, sheet.Rect(row, 1, row, 5))
	}
	wide(1, sheet.Title, c.T("slip.title", "bureau", in.Return.Bureau.Name, "period", in.Period))
	wide(2, sheet.Guide, c.T("slip.intro", "errors", in.Verdict.Errors(), "warnings", in.Verdict.Warnings(), "days", in.Plan.Settings.MendDays))
	progress := ""
	if in.Before != nil {
		progress = c.T("slip.progress", "mended", s.Mended, "remaining", s.Remaining, "new", s.New)
	}
	wide(3, sheet.Guide, progress)
	for i, h := range []string{"no", "severity", "message", "where", "hint"} {
		sh.Put(sheet.At(4, i+1), sheet.Cell{Role: sheet.Heading, Value: sheet.Str(c.T("slip." + h))})
	}
	row := 5
	for _, g := range validate.Group(points, in.say) {
		f := &g.Finding
		message, hint := in.Text(f)
		sh.Put(sheet.At(row, 1), sheet.Cell{Role: sheet.Body, Align: sheet.AlignCenter, Value: sheet.Int(row - 4)})
		sh.Put(sheet.At(row, 2), sheet.Cell{Role: roleOf(f), Align: sheet.AlignCenter, Value: sheet.Str(c.T("severity." + f.Severity.String()))})
		sh.Put(sheet.At(row, 3), sheet.Cell{Role: sheet.Body, Value: sheet.Str(message)})
		where := sheet.Cell{Role: sheet.Body, Value: sheet.StrOrBlank(f.Place.Sheet)}
		if g.Cells != "" {
			where.Role = sheet.Link
			where.Value = sheet.Str(f.Place.Sheet + " " + g.Cells)
			where.Extra = &sheet.Extra{Link: sheet.QuoteName(f.Place.Sheet) + "!" + f.Place.Cell()}
		}
		sh.Put(sheet.At(row, 4), where)
		sh.Put(sheet.At(row, 5), sheet.Cell{Role: sheet.Body, Value: sheet.StrOrBlank(hint)})
		row++
	}
	s.Front = sh
}

func (s *Slip) message(in SlipInput, points []validate.Finding, c *templates.Catalogue) {
	var b strings.Builder
	b.WriteString(c.T("slip.greeting", "bureau", in.Return.Bureau.Name, "period", in.Period, "errors", in.Verdict.Errors(),
		"warnings", in.Verdict.Warnings(), "days", in.Plan.Settings.MendDays) + "\n")
	n := 0
	for _, g := range validate.Group(points, in.say) {
		message, _ := in.Text(&g.Finding)
		n++
		b.WriteString(c.T("slip.point", "n", n, "where", strings.TrimSpace(g.Finding.Place.Sheet+" "+g.Cells), "message", message) + "\n")
	}
	b.WriteString(c.T("slip.closing") + "\n")
	s.Message = b.String()
	s.Summary = c.T("slip.summary", "bureau", in.Return.Bureau.Name, "errors", in.Verdict.Errors(), "warnings", in.Verdict.Warnings())
	if in.Before != nil {
		s.Summary += c.T("slip.summary-again", "mended", s.Mended, "remaining", s.Remaining, "new", s.New)
	}
}
