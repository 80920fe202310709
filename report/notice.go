package report

import (
	"slices"
	"strings"

	"duban/workbook"
	"duban/workbook/calendar"
)

// NoticeRecord is a notice that was issued, as the archive's log keeps it.
type NoticeRecord struct {
	Number  string
	Matter  string // the key of what it is about: NoticeCase.Key
	Trigger string
	Level   workbook.NoticeLevel
	Bureau  string // code
	// To is the name of the bureau that the notice went out to, if another bureau has taken that one in and the notice with it; empty
	// otherwise.
	To     string
	Period calendar.Period
	// Issued is the date of the notice, Reply the day by which it is to be answered.
	Issued, Reply calendar.Date
	// With lists the tasks that a notice on a missing return names, by number, each with the level that it had reached.
	With map[string]workbook.NoticeLevel
}

// NoticeCase is a bureau's matter that has reached a rung of the plan's ladder of notices. It is a fact, not yet a notice: people decide
// whether to give one.
type NoticeCase struct {
	Key, Trigger string
	Bureau       *workbook.Bureau
	// Line is the bureau's line of the ledger if the matter is a task; Problem is the problem if it is one. A return has neither.
	Line    *Line
	Problem *workbook.ProblemRow
	// Reached counts what the rung counts: days or periods.
	Reached float64
	Level   workbook.NoticeLevel
	Urgent  bool // the level is one higher than the ladder alone gives
	Reply   int  // workdays
	Hold    *workbook.ApprovedReason
	// Given is the latest notice on the matter that is not settled.
	Given *NoticeRecord
	// With lists the tasks that the notice on a missing return names, or named when it was given: nothing was heard of them, and the
	// return will say how they stand. In the case of such a task, Within is the case of the return.
	With   []*NoticeCase
	Within *NoticeCase
}

// Task gives the task that the case is about; nil for returns and problems.
func (c *NoticeCase) Task() *workbook.Task {
	if c.Line != nil {
		return c.Line.Task
	}
	return nil
}

// due reports whether a notice may be given: nothing holds it back, and none of this level or a higher one was given yet.
func (c *NoticeCase) due() bool { return c.Hold == nil && (c.Given == nil || c.Given.Level < c.Level) }

// Open reports whether a notice of its own is proposed: it is due, and no notice on the bureau's return names it.
func (c *NoticeCase) Open() bool { return c.due() && c.Within == nil }

// ReplyBy gives the day by which a notice given on a day is to be answered. A reminder of a deadline is to be answered by then at the
// latest.
func (c *NoticeCase) ReplyBy(p *workbook.Plan, day calendar.Date) calendar.Date {
	by := p.Workdays.Add(day, c.Reply)
	if c.Trigger == workbook.TriggerDueSoon && c.Line.Due > day {
		by = min(by, c.Line.Due)
	}
	return by
}

// NoticeInput is what notices are computed from: the ledgers up to the period, which is the last one's, the notices issued so far, in the
// order of issue, and today's date.
type NoticeInput struct {
	History *History
	Records []NoticeRecord
	Day     calendar.Date
}

// current gives the ledger of the period.
func (in *NoticeInput) current() *Ledger { return in.History.Ledgers[len(in.History.Ledgers)-1] }

// NoticeCases lists the matters that have reached a rung, each once, at the highest level that it has reached: the highest level first, then
// by bureau.
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
		if !s.settled() {
			r := s.NoticeRecord
			if r.To != "" && strings.HasPrefix(r.Matter, "return|") {
				continue // a notice on the former bureau's return does not count as one on the heir's own
			}
			matter := workbook.Fold(r.Matter)                                // numbers may be written otherwise by now
			if last := given[matter]; last == nil || r.Level >= last.Level { // an heir may have two: its own and one that it took over
				given[matter] = &r
			}
		}
	}
	for _, c := range out {
		c.Given = given[workbook.Fold(c.Key)]
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

// gather puts the tasks of a bureau that did not report under the notice on its return. Without that, a round that few have answered would
// give a notice for every task, all about the same thing. A task keeps its own notice if the bureau did report on it, if it is urgent, if a
// notice on it stands already, or if it reached its level only after the notice on the return was given.
func (in *NoticeInput) gather(cases []*NoticeCase) {
	missing := map[*workbook.Bureau]*NoticeCase{}
	for _, c := range cases {
		if c.Line == nil && c.Problem == nil && c.Trigger == workbook.TriggerMissing && c.Hold == nil {
			missing[c.Bureau] = c
		}
	}
	for _, c := range cases {
		over := missing[c.Bureau]
		if over == nil || c.Line == nil || c.Urgent || c.Given != nil || !c.due() {
			continue
		}
		if r := c.Line.Reported; r != nil && r.Period == in.current().Period {
			continue
		}
		if over.due() || over.Given.named(c.Line.Task) >= c.Level {
			c.Within, over.With = over, append(over.With, c)
		}
	}
}

// named gives the level that a task had reached when the notice named it.
func (r *NoticeRecord) named(t *workbook.Task) workbook.NoticeLevel {
	if level, ok := r.With[t.ID]; ok {
		return level
	}
	for id, level := range r.With {
		if workbook.SameName(id, t.ID) {
			return level
		}
	}
	return workbook.NoNotice
}

// Named gives the tasks that a notice on the case names, as NoticeRecord.With keeps them.
func (c *NoticeCase) Named() map[string]workbook.NoticeLevel {
	named := map[string]workbook.NoticeLevel{}
	for _, w := range c.With {
		named[w.Line.Task.ID] = w.Level
	}
	return named
}

// The keys of matters hold the matter and its bureau: tasks and problems by number, bureaus by code, which stay the same all year.
func taskKey(t *workbook.Task, b *workbook.Bureau) string { return "task|" + t.ID + "|" + b.Code }
func returnKey(b *workbook.Bureau) string                 { return "return||" + b.Code }
func problemKey(p *workbook.ProblemRow, b *workbook.Bureau) string {
	return "problem|" + p.ID + "|" + b.Code
}

// rise raises a case to the rung that it has reached with a trigger, unless it stands as high already.
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

// lineCase makes the case of a bureau's part in a task; nil if it has reached no rung. Each member of a group has its own case, and so has a
// supporting bureau with an allocated part. Other supporting bureaus have none.
func (in *NoticeInput) lineCase(line *Line) *NoticeCase {
	l := in.current()
	if !line.owes() || line.over() {
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

// run counts the periods in a row, up to the present one, in which a bureau's part in a task had the given light or a worse one.
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

// ledgerAt gives past[i], or current if i is past its end.
func ledgerAt(past []*Ledger, i int, current *Ledger) *Ledger {
	if i < len(past) {
		return past[i]
	}
	return current
}

// lineOf finds a bureau's line on a task by the task's number and the bureau's present code; nil if there is none, since the plan may have
// changed.
func (l *Ledger) lineOf(task, bureau string) *Line {
	t := l.Plan.Task(task)
	for _, line := range l.Lines {
		if line.Task == t && line.Bureau.CodeNow() == bureau {
			return line
		}
	}
	return nil
}

// returnCases makes the cases of bureaus whose report is missing, or sent back and not corrected, once the due day has passed.
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

// runOf counts the periods in a row, up to the present one, in which a bureau's report had an outcome. Periods in which it was not asked or
// was exempt are skipped.
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

// problemCases makes the cases of open problems past the day by which they were to be settled: one for each bureau that is needed to solve
// the problem, or else for the bureau that raised it, which is the county for a problem from the level below. A problem that is called
// settled has none: it waits for the coordinator's verification, which no bureau can hasten. Nor has one that a county puts before this
// level: the answer is not the county's to give.
func (in *NoticeInput) problemCases() []*NoticeCase {
	l := in.current()
	var out []*NoticeCase
	for _, p := range l.openProblems() {
		if p.Due == 0 || p.Due >= l.AsOf || p.Closed || p.Below != nil && p.Level == workbook.LevelAbove {
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

// NoticeEnd is the state of a notice.
type NoticeEnd uint8

const (
	NoticeStands  NoticeEnd = iota // 未销号
	NoticeLate                     // 未销号, and the day by which it was to be answered has passed
	NoticeClosed                   // 已销号: a return shows it done
	NoticeVacated                  // nothing is asked any more: the plan was changed with approval, or the problem taken back
)

// key is the state's key in the catalogue (noticestate.<key>).
func (e NoticeEnd) key() string { return [...]string{"stands", "late", "closed", "vacated"}[e] }

// NoticeState is a notice with its state. A notice is never closed by hand: a return has to show the matter done, and By and Source say in
// which period and where.
type NoticeState struct {
	NoticeRecord
	End    NoticeEnd
	By     calendar.Period
	Source workbook.Source
	// Title is the title of the task, or the text of the problem, in the last ledger that has it; empty for other matters, and for problems
	// of status-only tasks.
	Title string
	// File is the return that ended a notice on a return.
	File string
	// code is the code by which the present plan knows the bureau. was is the bureau in the first ledger whose plan knows it by the code in
	// the record; nil if none does.
	code string
	was  *workbook.Bureau
}

// settled reports whether nothing more is asked.
func (s *NoticeState) settled() bool { return s.End == NoticeClosed || s.End == NoticeVacated }

// NoticeStates gives the state of every notice at the end of the period. The first ledger in which a matter is settled settles its notice
// for good: if the matter comes up again, it needs a new one.
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

// state begins the state of a notice, with bureau and matter in the codes of the current plan: since it was issued, the bureau may have got
// another code or become part of another bureau.
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

// in finds the bureau of a plan that has to answer the notice: the same bureau, or the one that took it in; nil if there is none.
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

// titleOf gives the title of a notice's task, or the text of its problem, even if the plan no longer has it or the problem is closed. It is
// empty for other matters, and for problems of status-only tasks.
func (in *NoticeInput) titleOf(s *NoticeState) string {
	kind, id, _ := strings.Cut(s.Matter, "|")
	id, _, _ = strings.Cut(id, "|")
	for _, l := range slices.Backward(in.History.Ledgers) {
		switch kind {
		case "task":
			if t := l.Plan.Task(id); t != nil {
				return t.Title
			}
		case "problem":
			for _, p := range l.Now.Problems {
				if p.ID != id {
					continue
				}
				if t := l.Plan.Task(p.Task); t != nil && t.StatusOnly {
					return "" // nothing but the status of such a task may be shown
				}
				return p.Text
			}
		}
	}
	return ""
}

// settle reports whether a ledger settles the notice, and if so sets how.
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
			s.End, s.File = NoticeClosed, strings.Join(row.Files, "、")
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
	// The problem is gone: a later return of the period took it back.
	s.End = NoticeVacated
	return true
}

// answered reports whether the notice's bureau has reported what it was asked for and only a verification is missing.
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
	if line == nil || !line.owes() {
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
	// If the task is unfinished and yet neither overdue nor near its deadline any more, the deadline was extended with approval.
	overdue := s.Trigger == workbook.TriggerOverdue && line.Class != ClassOverdue
	soon := s.Trigger == workbook.TriggerDueSoon && line.Class != ClassOverdue && !line.NearDue
	if !line.over() && !line.Unverified() && (overdue || soon) {
		s.End = NoticeVacated
		return true
	}
	return false
}
