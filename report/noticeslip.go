package report

import (
	"strconv"

	"duban/templates"
	"duban/workbook"
	"duban/workbook/document"
	"duban/workbook/numeral"
)

// NoticeSlip writes a notice: one matter, its facts, what is asked by when, and the form for the reply. It leaves room for letterhead and
// seal.
func NoticeSlip(c *NoticeCase, r NoticeRecord, l *Ledger, cat *templates.Catalogue) *document.Document {
	n := noticer{newWords(l.Plan, cat), l}
	s := &l.Plan.Settings
	title := cat.T("noticetitle." + r.Level.Key())
	d := &document.Document{Title: title + " " + r.Number, Creator: s.Office, Created: float64(r.Issued), Lang: cat.Lang}
	d.Add(document.Placeholder, cat.T("notice.head-place"))
	d.Add(document.Title, title)
	d.Add(document.Issue, r.Number)
	d.Add(document.Addressee, cat.T("notice.to", "bureau", c.Bureau.Name))
	d.Add(document.Body, n.fact(c)+n.rung(c, r))
	if c.Given != nil && c.Given.To != "" {
		d.Add(document.Body, cat.T("notice.goes-on", "number", c.Given.Number, "day", n.day(c.Given.Issued), "was", c.Given.To))
	}
	if len(c.With) > 0 {
		d.Add(document.Body, cat.T("notice.with", "n", len(c.With), "asof", n.day(l.AsOf), "returns", n.returns(c)))
		for _, w := range c.With {
			d.Add(document.Body, cat.T("notice.with-task", "task", n.matter(w), "state", n.told(w)))
		}
	}
	var owed Owed
	var returns string
	if n.asks(c) == "return" {
		owed, returns = n.owed(c), n.returns(c)
	}
	below := c.Line != nil && c.Line.Task.Rolled || c.Problem != nil && c.Problem.Below != nil
	d.Add(document.Body, cat.T("notice.ask-"+n.ask(c, r), "by", n.day(r.Reply), "workbook", owed != Owed{Ledger: true}, "ledger", owed.Ledger, "below", below))
	end := n.asks(c)
	if below {
		end += "-below" // it stands in no workbook that the county fills in: it is settled in the county itself
	}
	d.Add(document.Body, cat.T("notice.end-"+end, "returns", returns))
	d.Add(document.Closing, s.Office)
	d.Add(document.Closing, n.day(r.Issued))
	if n.asks(c) == "return" {
		return d // the return is the reply
	}
	d.Blocks = append(d.Blocks, document.Paragraph{Role: document.Caption, Text: cat.T("notice.form", "number", r.Number), NewPage: true}, n.form(c, r))
	return d
}

// noticer words what notices are about.
type noticer struct {
	words
	l *Ledger
}

// rung says which trigger brought a notice to its level; empty for a task that is 仅报状态.
func (n noticer) rung(c *NoticeCase, r NoticeRecord) string {
	if c.secret() {
		return ""
	}
	return n.cat.T("notice.rung", "trigger", n.trigger(c.Trigger), "level", n.cat.ChoiceLabel("notice-level", r.Level.Key()), "urgent", c.Urgent)
}

// secret reports whether nothing but status and light may be shown of the case's task.
func (c *NoticeCase) secret() bool { return c.Line != nil && c.Line.Task.StatusOnly }

// asks says what kind of thing a notice asks for: work on a "task", a "return", or help with a "problem".
func (n noticer) asks(c *NoticeCase) string {
	switch {
	case c.Problem != nil:
		return "problem"
	case c.Line == nil:
		return "return"
	}
	return "task"
}

// ask tells what is asked for, by the level of the notice. Nobody is reminded of a deadline that is over when the notice goes out, as it may
// be if the figures are of a month's end and the notice is of the middle of the next.
func (n noticer) ask(c *NoticeCase, r NoticeRecord) string {
	if c.Trigger == workbook.TriggerDueSoon && r.Level == workbook.Remind && r.Issued > c.Line.Due {
		return "task-fallen"
	}
	return n.asks(c) + "-" + r.Level.Key()
}

// trigger names the occasion of a notice; lights have the county's own names.
func (n noticer) trigger(key string) string {
	switch key {
	case workbook.TriggerYellow:
		return n.plan.Settings.LightNames[workbook.Yellow]
	case workbook.TriggerRed:
		return n.plan.Settings.LightNames[workbook.Red]
	}
	return n.cat.ChoiceLabel("trigger", key)
}

// matter names what a case is about in a few words.
func (n noticer) matter(c *NoticeCase) string {
	switch {
	case c.Problem != nil:
		return c.Problem.ID + " " + c.Problem.Text
	case c.Line != nil:
		return c.Line.Task.ID + " " + c.Line.Task.Title
	}
	return n.cat.T("notice.return", "period", n.period(n.l.Period), "returns", n.returns(c))
}

// owed says which returns a notice about a bureau's report is about.
func (n noticer) owed(c *NoticeCase) Owed {
	for _, row := range n.l.Register.Rows {
		if row.Bureau.CodeNow() == c.Bureau.CodeNow() {
			return row.Short
		}
	}
	return Owed{Workbook: true}
}

func (n noticer) returns(c *NoticeCase) string { return n.cat.T("returns." + n.owed(c).Key()) }

// state says how a matter stands, in the few words that a table has room for.
func (n noticer) state(c *NoticeCase) string {
	switch {
	case c.secret():
		return n.lineStatus(c.Line)
	case c.Line != nil && (c.Trigger == workbook.TriggerYellow || c.Trigger == workbook.TriggerRed):
		return n.trigger(c.Trigger) + n.cat.T("notice.colon") + n.cat.T("notice.state-light", "n", int(c.Reached), "gap", pointsText(round1(-c.Line.Gap.V)))
	}
	return n.cat.T("notice.state-"+c.Trigger, "n", int(c.Reached), "unproven", n.l.unproven(c.Bureau))
}

// told says how a matter stands in running text, without the sign of a light, which is for tables.
func (n noticer) told(c *NoticeCase) string {
	if !c.secret() {
		return n.state(c)
	}
	status := ""
	if e := c.Line.Entry; e != nil {
		status = n.status(e.Status)
	}
	return n.cat.T("notice.told", "status", status, "light", n.plan.Settings.LightNames[c.Line.Light])
}

func (n noticer) lineStatus(line *Line) string {
	status := n.cat.T("report.not-reported")
	if line.Entry != nil {
		status = n.status(line.Entry.Status)
	}
	return status + n.cat.T("brief.comma") + n.lit(line.Standing)
}

// fact says in a sentence what a notice is based on.
func (n noticer) fact(c *NoticeCase) string {
	asof := n.day(n.l.AsOf)
	switch {
	case c.Problem != nil:
		raiser := c.Problem.Bureau
		if b := n.plan.Directory.Bureau(raiser); b != nil {
			raiser = b.Name
		}
		return n.cat.T("notice.fact-problem", "raiser", raiser, "own", raiser == c.Bureau.Name, "task", c.Problem.Task, "text", c.Problem.Text, "stuck", c.Problem.Stuck,
			"due", n.day(c.Problem.Due), "days", int(c.Reached), "asof", asof)
	case c.Line == nil && c.Trigger == workbook.TriggerSentBack:
		return n.cat.T("notice.fact-sent-back", "period", n.period(n.l.Period), "returns", n.returns(c), "n", int(c.Reached))
	case c.Line == nil:
		due := ""
		if n.l.Register.Due != 0 {
			due = n.day(n.l.Register.Due)
		}
		return n.cat.T("notice.fact-missing", "period", n.period(n.l.Period), "returns", n.returns(c), "due", due, "n", int(c.Reached))
	}
	line := c.Line
	task := line.Task.ID + " " + line.Task.Title
	if c.secret() {
		return n.cat.T("notice.fact-status", "task", task, "state", n.told(c))
	}
	done, expected := "", ""
	if line.Completion.Ratio.Known {
		done = percentText(line.Completion.Ratio.V)
	}
	if line.Expected.Known {
		expected = percentText(line.Expected.V)
	}
	due := ""
	if line.Due != 0 {
		due = n.day(line.Due)
	}
	part := ""
	if p := line.Task.PartOf(line.Bureau); p != nil && p.Target.Known {
		part = numeral.WithUnit(number(p.Target.V), line.Task.Unit)
	}
	reported, verified := "", ""
	if said, found, ok := line.beside(); ok && said.Known {
		if reported = Counted(said, line.Task); !line.Completion.Awaits() {
			verified = Counted(found, line.Task)
		}
	}
	return n.cat.T("notice.fact-"+c.Trigger, "reported", reported, "verified", verified, "part", part, "role", n.role(line.Role), "task", task, "goal", line.Task.Goal, "due", due, "asof", asof, "n", int(c.Reached),
		"done", done, "expected", expected, "gap", pointsText(round1(-line.Gap.V)), "light", n.plan.Settings.LightNames[line.Light])
}

// form makes the form that the bureau fills in to answer.
func (n noticer) form(c *NoticeCase, r NoticeRecord) document.Table {
	t := document.Table{Form: true, Columns: []document.Column{{Width: 26}, {Width: 74}}}
	row := func(key, value string, lines int) {
		t.Rows = append(t.Rows, document.Row{Cells: []string{n.cat.T("noticeform." + key), value}, Lines: lines})
	}
	row("bureau", c.Bureau.Name, 1)
	row("matter", n.matter(c), 1)
	row("by", n.day(r.Reply), 1)
	row("now", "", 4)
	row("why", "", 4)
	row("steps", "", 4)
	row("until", "", 1)
	row("person", "", 1)
	row("signed", "", 2)
	return t
}

// NoticeLine is a case as a list shows it.
type NoticeLine struct {
	*NoticeCase
	Level, Matter, State, Held string
}

// NoticeLines words cases for a list, in their order.
func NoticeLines(cases []*NoticeCase, l *Ledger, cat *templates.Catalogue) []NoticeLine {
	n := noticer{newWords(l.Plan, cat), l}
	out := make([]NoticeLine, len(cases))
	for i, c := range cases {
		out[i] = NoticeLine{NoticeCase: c, Level: cat.ChoiceLabel("notice-level", c.Level.Key()), Matter: n.matter(c), State: n.state(c)}
		if len(c.With) > 0 {
			out[i].State += cat.T("notice.state-with", "n", len(c.With))
		}
		if c.Hold != nil {
			out[i].Held = cat.T("notice.held", "reason", c.Hold.Reason, "approver", c.Hold.Approver)
		}
	}
	return out
}

// NoticeNumber words the number of a year's n-th notice.
func NoticeNumber(p *workbook.Plan, year, n int, cat *templates.Catalogue) string {
	return cat.T("notice.number", "mark", p.Settings.NoticeMark, "year", strconv.Itoa(year), "n", n)
}
