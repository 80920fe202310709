package report

import (
	"slices"
	"strings"

	"duban/workbook"
	"duban/workbook/calendar"
)

// NoticeRecord is a notice that was issued, as the archive's log has it.
type NoticeRecord struct {
	Number  string
	Matter  string // the key of what it is about, as NoticeCase.Key
	Trigger string
	Level   workbook.NoticeLevel
	Bureau  string // code
	// To is what the bureau was called that it went out to, where that became another one since, whose it is; else empty.
	To     string
	Period calendar.Period
	// Issued is the day that it bears, Reply the day by which it is to be answered.
	Issued, Reply calendar.Date
	// With are the tasks that a notice on a missing return names, by their numbers, each with the rung that it had reached.
	With map[string]workbook.NoticeLevel
}

// NoticeCase is a matter of a bureau's that has reached a rung of the plan's ladder. It is a fact, not yet a notice:
// people decide whether one is given.
type NoticeCase struct {
	Key, Trigger string
	Bureau       *workbook.Bureau
	// Line is the bureau's line of the ledger where the matter is a task, Problem the problem where it is one; a return that
	// is missing has neither.
	Line    *Line
	Problem *workbook.ProblemRow
	// Reached counts what the rung counts: days or periods.
	Reached float64
	Level   workbook.NoticeLevel
	Urgent  bool // a rung higher than the ladder alone gives
	Reply   int  // workdays
	Hold    *workbook.ApprovedReason
	// Given is the latest notice on the matter that is not settled.
	Given *NoticeRecord
	// With are the tasks that the notice on a missing return names, or named when it was given: nothing was heard of them,
	// and the return will say how they stand. Within is that case, of one of these tasks.
	With   []*NoticeCase
	Within *NoticeCase
}

// Task is the task that the case is about, nil for returns and for problems of no task.
func (c *NoticeCase) Task() *workbook.Task {
	if c.Line != nil {
		return c.Line.Task
	}
	return nil
}

// Due reports that a notice may be given: nothing holds it back, and none of this level was given yet.
func (c *NoticeCase) Due() bool { return c.Hold == nil && (c.Given == nil || c.Given.Level < c.Level) }

// Open reports that a notice of its own is proposed: one on the bureau's return does not name it as well.
func (c *NoticeCase) Open() bool { return c.Due() && c.Within == nil }

// ReplyBy is the day by which a notice given on a day is to be answered. A reminder is of no use after the deadline.
func (c *NoticeCase) ReplyBy(p *workbook.Plan, day calendar.Date) calendar.Date {
	by := p.Workdays.Add(day, c.Reply)
	if c.Trigger == workbook.TriggerDueSoon && c.Line.Due > day {
		by = min(by, c.Line.Due)
	}
	return by
}

// NoticeInput is what notices are worked out from: the ledgers up to the period, the notices issued so far in the order
// in which they were, and the day on which somebody looks.
type NoticeInput struct {
	History *History
	Records []NoticeRecord
	Day     calendar.Date
}

// current is the ledger of the period.
func (in *NoticeInput) current() *Ledger { return in.History.Ledgers[len(in.History.Ledgers)-1] }

// NoticeCases lists the matters that have reached a rung, the highest level first, then by bureau and task. A matter
// stands there once, at the highest rung that it has reached.
func NoticeCases(in NoticeInput) []*NoticeCase {
	var out []*NoticeCase
	l := in.current()
	for _, line := range l.Lines {
		if c := in.lineCase(line); c != nil {
			out = append(out, c)
		}
	}
	out = append(out, in.returnCases()...)
	out = append(out, in.problemCases()...)
	given := map[string]*NoticeRecord{}
	for _, s := range NoticeStates(in) {
		if !s.Settled() {
			r := s.NoticeRecord
			if r.To != "" && strings.HasPrefix(r.Matter, "return|") {
				continue // what another one did not report is answered by its heir, who was never told of its own
			}
			if last := given[r.Matter]; last == nil || r.Level >= last.Level { // an heir may have had one of its own
				given[r.Matter] = &r
			}
		}
	}
	for _, c := range out {
		c.Given = given[c.Key]
		returned := calendar.Period{}
		if c.Line == nil && c.Problem == nil {
			returned = l.Period
		}
		c.Hold = l.Plan.Held(c.Bureau, c.Task(), returned, in.Day)
	}
	in.gather(out)
	slices.SortStableFunc(out, func(a, b *NoticeCase) int {
		if a.Level != b.Level {
			return int(b.Level) - int(a.Level)
		}
		return a.Bureau.Order - b.Bureau.Order
	})
	return out
}

// gather puts the tasks of a bureau that did not report under the notice on its return: in a round that few have answered
// there would be one for every task, all of them about the same thing. What the bureau did say of a task, an urgent one and
// one on which a notice stands already keep their own, and so does one that came up, or rose, after the notice on the return
// was given.
func (in *NoticeInput) gather(cases []*NoticeCase) {
	missing := map[*workbook.Bureau]*NoticeCase{}
	for _, c := range cases {
		if c.Line == nil && c.Problem == nil && c.Trigger == workbook.TriggerMissing && c.Hold == nil {
			missing[c.Bureau] = c
		}
	}
	for _, c := range cases {
		over := missing[c.Bureau]
		if over == nil || c.Line == nil || c.Urgent || c.Given != nil || !c.Due() {
			continue
		}
		if r := c.Line.Reported; r != nil && r.Period == in.current().Period {
			continue
		}
		if over.Due() || over.Given.With[c.Line.Task.ID] >= c.Level {
			c.Within, over.With = over, append(over.With, c)
		}
	}
}

// Named are the tasks that a notice on the case names, as its record keeps them.
func (c *NoticeCase) Named() map[string]workbook.NoticeLevel {
	named := map[string]workbook.NoticeLevel{}
	for _, w := range c.With {
		named[w.Line.Task.ID] = w.Level
	}
	return named
}

// Keys of matters: what they are about, and of whom. Bureaus go by their codes and tasks by their numbers, which are the
// same all year.
func taskKey(t *workbook.Task, b *workbook.Bureau) string { return "task|" + t.ID + "|" + b.Code }
func returnKey(b *workbook.Bureau) string                 { return "return||" + b.Code }
func problemKey(p *workbook.ProblemRow, b *workbook.Bureau) string {
	return "problem|" + p.ID + "|" + b.Code
}

// rise sets a case on the highest of the rungs that it has reached.
func (c *NoticeCase) rise(p *workbook.Plan, trigger string, reached float64) {
	r := p.Rung(trigger, reached)
	if r == nil {
		return
	}
	level := r.Level
	if c.Urgent {
		level = min(workbook.Circulate, level+1)
	}
	if level > c.Level {
		c.Trigger, c.Reached, c.Level, c.Reply = trigger, reached, level, r.ReplyDays
	}
}

// lineCase looks at a bureau's part in a task. Each of a group is written to for itself, and so is who supports with an
// allocated part; those that only support are not.
func (in *NoticeInput) lineCase(line *Line) *NoticeCase {
	l := in.current()
	if !line.Owes() || line.over() {
		return nil
	}
	c := &NoticeCase{Key: taskKey(line.Task, line.Bureau), Bureau: line.Bureau, Line: line, Urgent: line.Task.Urgent}
	switch {
	case line.Class == ClassOverdue:
		c.rise(l.Plan, workbook.TriggerOverdue, float64(l.AsOf-line.Due))
	case line.Class == ClassBehind:
		if line.Light == workbook.Red {
			c.rise(l.Plan, workbook.TriggerRed, float64(in.run(line, workbook.Red)))
		}
		c.rise(l.Plan, workbook.TriggerYellow, float64(in.run(line, workbook.Yellow)))
	}
	if line.NearDue {
		c.rise(l.Plan, workbook.TriggerDueSoon, float64(line.Due-l.AsOf))
	}
	if c.Level == workbook.NoNotice {
		return nil
	}
	return c
}

// run counts the periods in a row, up to the present one, in which a bureau's part in a task stood under a light at least
// as bad.
func (in *NoticeInput) run(line *Line, light workbook.Light) int {
	n := 0
	past := earlier(in.History, in.current().Period)
	for i := len(past); i >= 0; i-- {
		was := line
		if i < len(past) {
			was = past[i].lineOf(line.Task.ID, line.Bureau.CodeNow())
		}
		if was == nil || was.Light < light {
			return n
		}
		n++
		if i > 0 && past[i-1].Period.Next() != ledgerAt(past, i, in.current()).Period {
			return n
		}
	}
	return n
}

func ledgerAt(past []*Ledger, i int, current *Ledger) *Ledger {
	if i < len(past) {
		return past[i]
	}
	return current
}

// lineOf finds a bureau's line on a task by number and present code, nil where there is none: the plan may have changed.
func (l *Ledger) lineOf(task, bureau string) *Line {
	for _, line := range l.Lines {
		if line.Task.ID == task && line.Bureau.CodeNow() == bureau {
			return line
		}
	}
	return nil
}

// returnCases looks at who did not report though the day has passed, and who did not mend.
func (in *NoticeInput) returnCases() []*NoticeCase {
	l := in.current()
	if l.Register == nil || l.Register.Due != 0 && in.Day <= l.Register.Due {
		return nil
	}
	var out []*NoticeCase
	for _, row := range l.Register.Rows {
		c := &NoticeCase{Key: returnKey(row.Bureau), Bureau: row.Bureau}
		switch row.Outcome {
		case Missing:
			c.rise(l.Plan, workbook.TriggerMissing, float64(in.runOf(row.Bureau, Missing)))
		case SentBack:
			c.rise(l.Plan, workbook.TriggerSentBack, float64(in.runOf(row.Bureau, SentBack)))
		}
		if c.Level != workbook.NoNotice {
			out = append(out, c)
		}
	}
	return out
}

// runOf counts the periods in a row in which a bureau's report had an outcome. A period in which it was not asked breaks
// nothing.
func (in *NoticeInput) runOf(b *workbook.Bureau, o Outcome) int {
	n := 0
	for i := len(in.History.Ledgers) - 1; i >= 0; i-- {
		r := in.History.Ledgers[i].Register
		if r == nil {
			continue
		}
		for _, row := range r.Rows {
			if row.Bureau.CodeNow() != b.CodeNow() || row.Outcome == Exempt {
				continue
			}
			if row.Outcome != o {
				return n
			}
			n++
		}
	}
	return n
}

// problemCases looks at open problems past the day by which they were to be settled. Who is needed to solve one is
// written to; where nobody is named, who raised it, and so is the county whose ledger brought it. One that its raiser calls settled
// waits for the coordinator's verification, which no bureau can hasten.
func (in *NoticeInput) problemCases() []*NoticeCase {
	l := in.current()
	var out []*NoticeCase
	for _, p := range l.openProblems() {
		if p.Due == 0 || p.Due >= l.AsOf || p.Closed {
			continue
		}
		who := p.NeededOf(l.Plan)
		if b := l.Plan.Directory.Bureau(p.Bureau); len(who) == 0 && b != nil {
			who = append(who, b)
		}
		for _, b := range who {
			c := &NoticeCase{Key: problemKey(p, b), Bureau: b, Problem: p}
			c.rise(l.Plan, workbook.TriggerProblem, float64(l.AsOf-p.Due))
			if c.Level != workbook.NoNotice {
				out = append(out, c)
			}
		}
	}
	return out
}

// NoticeEnd says how a notice stands.
type NoticeEnd uint8

const (
	NoticeStands  NoticeEnd = iota // 未销号
	NoticeLate                     // 未销号, and the day by which it was to be answered has passed
	NoticeClosed                   // 已销号: a return shows it done
	NoticeVacated                  // the plan was changed with approval: nothing is asked any more
)

// Key is the state's key in the catalogue (noticestate.<key>).
func (e NoticeEnd) Key() string { return [...]string{"stands", "late", "closed", "vacated"}[e] }

// NoticeState is a notice with how it stands. Closing is worked out and never typed: it needs a return that shows the
// matter done, and Period and Source say which.
type NoticeState struct {
	NoticeRecord
	End    NoticeEnd
	By     calendar.Period
	Source workbook.Source
	// Title is what the matter's task is called in the last ledger whose plan has it; empty for another matter.
	Title string
	// File is the return that ended a notice on a missing one.
	File string
	// code is the one by which the present plan knows the bureau, was the bureau as it was when the notice was given; nil where no ledger
	// has it.
	code string
	was  *workbook.Bureau
}

// Settled reports that nothing more is asked.
func (s *NoticeState) Settled() bool { return s.End == NoticeClosed || s.End == NoticeVacated }

// NoticeStates says of every notice how it stands at the end of the period. The first ledger in which a matter is settled
// settles it for good: what comes up again is a new matter.
func NoticeStates(in NoticeInput) []*NoticeState {
	var out []*NoticeState
	for _, r := range in.Records {
		s := in.state(r)
		s.Title = in.titleOf(s)
		for _, l := range in.History.Ledgers {
			if l.Plan.Alike(l.Period, r.Period) && l.Period.Compare(r.Period) >= 0 && s.settle(l) {
				s.By = l.Period
				break
			}
		}
		if s.End == NoticeStands && r.Reply != 0 && in.Day > r.Reply && !s.answered(in.current()) {
			s.End = NoticeLate
		}
		out = append(out, s)
	}
	return out
}

// state is a notice that was issued, in the words of the current plan: its bureau may have had another code when it was, or have become
// another one since.
func (in *NoticeInput) state(r NoticeRecord) *NoticeState {
	s := &NoticeState{NoticeRecord: r, code: r.Bureau}
	for _, l := range in.History.Ledgers {
		if b := l.Plan.BureauOf(r.Bureau); b != nil {
			s.code, s.was = b.CodeNow(), b
			break
		}
	}
	plan := in.current().Plan
	if plan.BureauOf(r.Bureau) != nil {
		return s
	}
	if b := s.in(plan); b != nil {
		s.Bureau, s.Matter = b.Code, strings.TrimSuffix(r.Matter, r.Bureau)+b.Code
		if b.CodeNow() != s.code {
			s.To = s.was.Name
		}
	}
	return s
}

// in is the bureau of a plan whose the notice is: the same one, or who took it in; nil where there is none.
func (s *NoticeState) in(p *workbook.Plan) *workbook.Bureau {
	for _, b := range p.Bureaus {
		if b.CodeNow() == s.code {
			return b
		}
	}
	if s.was == nil {
		return nil
	}
	return p.HeirOf(s.was)
}

// titleOf is what the task of a notice is called, also where the plan has it no more.
func (in *NoticeInput) titleOf(s *NoticeState) string {
	kind, id, _ := strings.Cut(s.Matter, "|")
	if kind != "task" {
		return ""
	}
	id, _, _ = strings.Cut(id, "|")
	for _, l := range slices.Backward(in.History.Ledgers) {
		if t := l.Plan.Task(id); t != nil {
			return t.Title
		}
	}
	return ""
}

// settle reports that a ledger settles the notice.
func (s *NoticeState) settle(l *Ledger) bool {
	kind, id, _ := strings.Cut(s.Matter, "|")
	id, _, _ = strings.Cut(id, "|")
	switch kind {
	case "return":
		return s.settleReturn(l)
	case "problem":
		return s.settleProblem(l, id)
	}
	return s.settleTask(l, id)
}

func (s *NoticeState) settleReturn(l *Ledger) bool {
	if l.Register == nil {
		return false
	}
	b := s.in(l.Plan)
	for _, row := range l.Register.Rows {
		if row.Bureau != b {
			continue
		}
		switch {
		case row.Outcome == Exempt && l.Period == s.Period:
			s.End = NoticeVacated
			return true
		case row.Outcome == OnTime, row.Outcome == Late, row.Outcome == SentBack && s.Trigger == workbook.TriggerMissing:
			s.End, s.File = NoticeClosed, row.File
			return true
		}
	}
	return false
}

func (s *NoticeState) settleProblem(l *Ledger, id string) bool {
	for _, p := range l.Now.Problems {
		if p.ID == id {
			if !l.Plan.ProblemClosed(p, l.Period) {
				return false
			}
			s.End, s.Source = NoticeClosed, p.Source
			return true
		}
	}
	// A later return of the period may have taken the problem back.
	s.End = NoticeVacated
	return true
}

// answered reports that the notice's bureau has reported what it was asked for, and that only a verification is missing.
func (s *NoticeState) answered(l *Ledger) bool {
	kind, id, _ := strings.Cut(s.Matter, "|")
	b := s.in(l.Plan)
	if kind != "task" || b == nil {
		return false
	}
	id, _, _ = strings.Cut(id, "|")
	line := l.lineOf(id, b.CodeNow())
	return line != nil && (line.Unverified() || line.Completion.Claimed)
}

func (s *NoticeState) settleTask(l *Ledger, task string) bool {
	var line *Line
	if b := s.in(l.Plan); b != nil {
		line = l.lineOf(task, b.CodeNow())
	}
	if line == nil || !line.Owes() {
		s.End = NoticeVacated
		return true
	}
	shown := line.Reported != nil && line.Reported.Period.Compare(s.Period) >= 0
	slow := s.Trigger == workbook.TriggerYellow || s.Trigger == workbook.TriggerRed
	caughtUp := slow && l.Period != s.Period && line.Reported != nil && line.Reported.Period == l.Period && line.Class != ClassBehind && line.Class != ClassOverdue &&
		!line.Unverified()
	if line.Completion.Finished && shown || caughtUp {
		s.End, s.Source = NoticeClosed, line.Source()
		return true
	}
	// Only an approved extension takes the ground from under a notice about a deadline.
	overdue := s.Trigger == workbook.TriggerOverdue && line.Class != ClassOverdue
	soon := s.Trigger == workbook.TriggerDueSoon && line.Class != ClassOverdue && !line.NearDue
	if !line.over() && !line.Unverified() && (overdue || soon) {
		s.End = NoticeVacated
		return true
	}
	return false
}
