package report

import (
	"slices"
	"strings"

	"duban/templates"
	"duban/validate"
	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
)

// SlipInput is what a slip (退回表) is made of.
type SlipInput struct {
	Plan    *workbook.Plan
	Return  *workbook.Return
	Verdict *validate.Verdict
	Before  *validate.Verdict // of the bureau's earlier return of the period, nil if there was none
	// Beside lists the points at the return's cells that show only when several bureaus' returns are compared. No earlier return was asked
	// to correct them, so they count neither as remaining nor as new.
	Beside []validate.Finding
	Period calendar.Period
	// Received is the day on which the return came, First that of the bureau's first return of the period. A return that is corrected by
	// MendBy still counts as having come on the first day.
	Received, First, MendBy calendar.Date
	// Sent is the name of the file that came, File that of the slip.
	Sent, File string
	// Text words a finding's message and hint.
	Text func(*validate.Finding) (message, hint string)
}

// SlipMark is a cell to be marked in the clerk's own file.
type SlipMark struct {
	Sheet string
	Ref   sheet.Ref
	Note  string
	Role  sheet.Role
}

// Slip is the content of the marked-up copy: marks, the front sheet, a text to paste into a message, and a summary.
type Slip struct {
	Marks   []SlipMark
	Front   *sheet.Sheet
	Message string
	Summary SlipSummary
}

// SlipSummary sums up a slip for the coordinator, who may use another language than the bureau.
type SlipSummary struct {
	Bureau           string
	Errors, Warnings int
	// Again says that there was an earlier return, with which Recheck compares.
	Again   bool
	Recheck validate.Recheck
}

// Line words the summary in one line, in the catalogue's language.
func (s SlipSummary) Line(c *templates.Catalogue) string {
	line := c.T("slip.summary", "bureau", s.Bureau, "errors", s.Errors, "warnings", s.Warnings)
	if s.Again && s.Recheck != (validate.Recheck{}) {
		line += c.T("slip.summary-again", "mended", s.Recheck.Mended, "remaining", s.Recheck.Remaining, "new", s.Recheck.New)
	}
	return line
}

// BuildSlip makes a slip: its front sheet has a line for each point, linked to the cell, and every such cell is marked with its messages.
func BuildSlip(in SlipInput, c *templates.Catalogue) *Slip {
	p := &slipper{SlipInput: in, c: c}
	p.sort()
	return &Slip{Marks: p.marks(), Front: p.front(), Message: p.message(), Summary: p.summary()}
}

// slipPoints is the most points that a slip lists and marks, which is as many as are kept of a return. Programs are slow to open a workbook
// with tens of thousands of notes, and a sheet takes no more than 65,530 links.
const slipPoints = validate.MostFindings

// slipper makes one slip.
type slipper struct {
	SlipInput
	c *templates.Catalogue
	// points lists the findings that ask for something: errors before warnings, and of each those of last time first. The slip lists the
	// first of them, up to listed. mended lists the points of last time that are gone. Both hold only the findings that were kept; recheck
	// counts the others too.
	points, mended []validate.Finding
	listed         int
	recheck        validate.Recheck
	lines          []slipLine
}

// slipLine is one line of the slip: the points with one message.
type slipLine struct {
	validate.Grouped
	message, hint string
	// tasks lists the numbers of the tasks that the points are about, each once.
	tasks []string
	again bool // the points were on the slip last time
}

// sort fills in points, mended, listed, recheck and lines.
func (p *slipper) sort() {
	var stayed map[int]bool
	if p.Before != nil {
		f := validate.Follow(p.Before, p.Verdict)
		stayed, p.mended, p.recheck = f.Stayed, f.Gone, f.Recheck
	}
	take := func(some []validate.Finding, again bool) {
		p.points = append(p.points, some...)
		some = some[:min(len(some), slipPoints-p.listed)]
		p.listed += len(some)
		p.lines = append(p.lines, p.group(some, again)...)
	}
	for _, severity := range []workbook.Severity{workbook.Problem, workbook.Warning} {
		for _, again := range []bool{true, false} {
			var some []validate.Finding
			for i := range p.Verdict.Findings {
				if f := &p.Verdict.Findings[i]; f.Counts() && f.Severity == severity && stayed[i] == again {
					some = append(some, *f)
				}
			}
			take(some, again)
		}
		var some []validate.Finding
		for _, f := range p.Beside {
			if f.Counts() && f.Severity == severity {
				some = append(some, f)
			}
		}
		take(some, false)
	}
}

// unlisted says how many points the slip does not list; some is false if it lists all.
func (p *slipper) unlisted() (text string, some bool) {
	n := p.count(workbook.Problem) + p.count(workbook.Warning) - p.listed
	return p.c.T("slip.unlisted", "listed", p.listed, "n", n), n > 0
}

// ledger reports whether the return is a county's consolidated workbook, which is not corrected itself but merged anew.
func (p *slipper) ledger() bool { return p.Return.Ledger != nil }

// anew reports whether the file as a whole is the wrong one, such as last month's: it is no use to correct it, and it does not count as
// having come.
func (p *slipper) anew() bool {
	wrong := []string{"wrong-period", "wrong-plan", "form-too-old", "identity-edited"}
	return p.Verdict != nil && p.Verdict.Refused && slices.ContainsFunc(p.Verdict.Findings, func(f validate.Finding) bool { return slices.Contains(wrong, f.Code) })
}

// count counts the points of a severity.
func (p *slipper) count(s workbook.Severity) int {
	n := 0
	for i := range p.points {
		if p.points[i].Severity == s {
			n += p.points[i].Number()
		}
	}
	return n
}

// Asks reports whether there is anything to correct or to explain.
func (in *SlipInput) Asks() bool {
	counts := func(f validate.Finding) bool { return f.Counts() }
	return slices.ContainsFunc(in.Verdict.Findings, counts) || slices.ContainsFunc(in.Beside, counts)
}

// group joins points with one message into lines.
func (p *slipper) group(points []validate.Finding, again bool) []slipLine {
	task := map[workbook.Place]string{}
	for i := range points {
		task[points[i].Place] = points[i].Task
	}
	var out []slipLine
	for _, g := range validate.Group(points, func(f *validate.Finding) string {
		message, _ := p.Text(f)
		return message
	}) {
		l := slipLine{Grouped: g, again: again}
		l.message, l.hint = p.Text(&g.Finding)
		l.Cells = p.c.Listing(l.Cells)
		for _, at := range g.Places {
			if id := task[at]; id != "" && !slices.Contains(l.tasks, id) {
				l.tasks = append(l.tasks, id)
			}
		}
		out = append(out, l)
	}
	return out
}

// about names the tasks of a line: one with its title, several by their numbers. It is empty if the message names the only one.
func (p *slipper) about(l *slipLine) string {
	const most = 4
	switch {
	case len(l.tasks) == 0 || len(l.tasks) == 1 && strings.Contains(l.message, l.tasks[0]):
		return ""
	case len(l.tasks) == 1:
		title := ""
		if t := p.Plan.Task(l.tasks[0]); t != nil {
			title = t.Title
		}
		return strings.TrimSpace(l.tasks[0] + " " + title)
	case len(l.tasks) > most:
		return p.c.T("slip.tasks", "tasks", strings.Join(l.tasks[:most], p.c.T("word.list")), "n", len(l.tasks))
	}
	return strings.Join(l.tasks, p.c.T("word.list"))
}

func roleOf(f *validate.Finding) sheet.Role {
	if f.Severity == workbook.Problem {
		return sheet.Alert
	}
	return sheet.Warn
}

// marks makes one mark for each cell with listed points. Its note has all their messages; an error's colour wins over a warning's.
func (p *slipper) marks() []SlipMark {
	var out []SlipMark
	at := map[string]int{}
	for i := range p.points[:p.listed] {
		f := &p.points[i]
		if f.Place.Sheet == "" || f.Place.Ref == (sheet.Ref{}) {
			continue
		}
		note, hint := p.Text(f)
		note = p.c.T("severity."+f.Severity.String()) + p.c.T("word.colon") + note
		if hint != "" {
			note += "\n→ " + hint
		}
		key := f.Place.Sheet + "\x00" + f.Place.Cell()
		if k, ok := at[key]; ok {
			m := &out[k]
			m.Note += "\n" + note
			if roleOf(f) == sheet.Alert {
				m.Role = sheet.Alert
			}
			continue
		}
		at[key] = len(out)
		out = append(out, SlipMark{Sheet: f.Place.Sheet, Ref: f.Place.Ref, Note: note, Role: roleOf(f)})
	}
	return out
}

// standing says how many rows of the return count so far, and how many are held back.
func (p *slipper) standing() string {
	rows, held, adrift := p.Verdict.Taken, p.Verdict.HeldRows(), p.Verdict.Adrift
	switch {
	case p.Verdict.Refused:
		return p.c.T("slip.refused")
	case rows == 0 && held == 0:
		return p.c.T("slip.nothing-counts")
	case rows > 0 && held == 0:
		return p.c.T("slip.all-count", "rows", rows)
	case rows == 0 && adrift == 0:
		return p.c.T("slip.all-held", "held", held)
	}
	return p.c.T("slip.some-held", "rows", rows, "held", held-adrift, "adrift", adrift)
}

// deadline says by when the corrected return is to be back, and that it then counts as having come on the day of the first one.
func (p *slipper) deadline() string {
	if p.anew() {
		due := p.Plan.DueDay(p.Period)
		return p.c.T("slip.deadline-anew", "due", p.c.LongDay(due), "past", due < p.Received)
	}
	if p.MendBy < p.Received {
		return p.c.T("slip.past-deadline", "by", p.c.LongDay(p.MendBy))
	}
	return p.c.T("slip.deadline", "by", p.c.LongDay(p.MendBy), "received", p.c.Day(p.First))
}

// progress says what became of the points of last time. Nothing is said if there were none then and are none now: what only shows beside
// other bureaus' returns has nothing to be compared with.
func (p *slipper) progress() (text string, some bool) {
	beside := 0
	for i := range p.Beside {
		if p.Beside[i].Counts() {
			beside++
		}
	}
	return p.c.T("slip.progress", "mended", p.recheck.Mended, "remaining", p.recheck.Remaining, "new", p.recheck.New, "beside", beside), p.recheck != validate.Recheck{}
}

func (p *slipper) summary() SlipSummary {
	return SlipSummary{Bureau: p.Return.Bureau.Name, Errors: p.count(workbook.Problem), Warnings: p.count(workbook.Warning),
		Again: p.Before != nil, Recheck: p.recheck}
}

// message words the text to paste as a colleague would write it, with as many points as a message has room for.
func (p *slipper) message() string {
	const most = 10
	var b strings.Builder
	say := func(id string, args ...any) { b.WriteString(p.c.T(id, args...) + "\n") }
	say("slip.greeting", "bureau", p.Return.Bureau.Name)
	say("slip.thanks", "period", p.c.Round(p.Plan, p.Period), "file", p.Sent, "standing", p.standing(), "ledger", p.ledger())
	if text, some := p.progress(); some {
		b.WriteString(text + "\n")
	}
	say("slip.ask", "deadline", p.deadline(), "anew", p.anew(), "n", p.count(workbook.Problem)+p.count(workbook.Warning))
	severity := workbook.Info
	for i := range p.lines {
		l := &p.lines[i]
		if i == most {
			say("slip.more", "n", len(p.lines)-most)
			break
		}
		if l.Severity != severity {
			severity = l.Severity
			say("slip.list-"+severity.String(), "n", p.count(severity), "ledger", p.ledger(), "anew", p.anew())
		}
		where := strings.TrimSpace(l.Place.Sheet + " " + l.Cells)
		if about := p.about(l); about != "" {
			where = strings.TrimSpace(where + p.c.T("slip.about", "tasks", about))
		}
		hint := ""
		if p.anew() {
			hint = l.hint
		}
		say("slip.point", "n", i+1, "where", where, "message", l.message, "hint", hint)
	}
	text, some := p.unlisted()
	if some {
		b.WriteString(text + "\n")
	}
	say("slip.closing", "file", p.File, "office", p.Plan.Settings.Office, "some", some, "ledger", p.ledger(), "anew", p.anew())
	return b.String()
}
