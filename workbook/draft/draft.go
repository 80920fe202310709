package draft

import (
	"slices"
	"strings"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/pattern"
)

// Draft is a draft plan: what a document asks, and of whom.
type Draft struct {
	Title      Said
	Date       calendar.Date
	Tasks      []*Task
	Bureaus    []*Bureau
	Indicators []*Indicator
	// Unused holds the paragraphs from which nothing was taken.
	Unused []Span
	// Passed holds sentences of other paragraphs with a clause from which nothing was taken although it gives a figure, limit or rhythm that
	// is not of the past.
	Passed []Span
	// Paragraphs holds the document's paragraphs, for looking spans up; Sheets names those that are sheets of a workbook.
	Paragraphs []string
	Sheets     map[int]string
	// compared counts how often a task was compared with another task or an indicator.
	compared int
}

// Read makes a draft of a document. Relative times count from the rules' base date.
func Read(doc Document, rules calendar.DeadlineRules) *Draft { return read(doc, rules, nil) }

func read(doc Document, rules calendar.DeadlineRules, decided telling) *Draft {
	paras := doc.paragraphs()
	d := &Draft{Date: rules.Base, Sheets: map[int]string{}}
	for _, p := range paras {
		d.Paragraphs = append(d.Paragraphs, p.text)
		if p.table != nil && p.table.Name != "" {
			d.Sheets[p.no] = p.table.Name
		}
	}
	o := readOutline(paras)
	r := &reader{names: newGazetteer(decided), rules: rules, decided: decided}
	if i := slices.IndexFunc(paras, func(p *paragraph) bool { return p.table != nil }); i >= 0 {
		r.firstTable = paras[i].no
	}
	r.learn(o)
	walk(o.root, r.join)
	r.read = map[clauseAt]*clause{}
	d.title(o)
	d.caption(paras)
	walk(o.root, func(s *section) {
		clear(r.read)
		for _, p := range s.tables {
			if in := r.indicatorTable(p); in != nil {
				d.Indicators = append(d.Indicators, in...)
				continue
			}
			d.Tasks = append(d.Tasks, r.table(p, s)...)
		}
		d.Tasks = append(d.Tasks, series(r.tasks(s))...)
		d.Indicators = append(d.Indicators, r.indicators(s)...)
	})
	d.gather()
	d.arrange()
	d.joinBureaus(r.aliases, listedGroups(paras))
	d.tie()
	d.unused(paras)
	d.passed(r, paras)
	return d
}

// title gives the first line, or the line that it was cut from if a table of contents repeats it.
func (d *Draft) title(o *outline) {
	for i, p := range o.titles {
		if dateLine.MatchString(p.text) || i+1 < len(o.titles) && masthead.MatchString(p.text) {
			continue
		}
		if i == 0 && (strings.HasSuffix(p.text, "...") || strings.HasSuffix(p.text, "…")) && len(o.titles) > 1 {
			continue
		}
		d.Title = said(p, strings.Trim(p.text, spaces+stops))
		return
	}
}

// caption takes a workbook's title from above the headings of its first table, if it would otherwise be the name of a sheet.
func (d *Draft) caption(paras []*paragraph) {
	for _, p := range paras {
		if p.table == nil || p.table.Name == "" || p.table.Name != d.Title.Text {
			continue
		}
		g := spread(p.table)
		if text, at := g.caption(g.heads()); text != "" {
			d.Title = Said{Text: text, At: Span{Para: p.no, Cell: at.String()}, Quote: text}
		}
		return
	}
}

// masthead matches the issuer of a paper, or its number, above the title.
var masthead = pattern.New(`^[^，。：]{2,24}(?:办公室|委员会|人民政府|指挥部|领导小组|[局委办])(?:文件)?$|〔20\d\d〕\d+号$`)

// countedHeading makes a task of a heading that says how many things to do, if the section only says how: 落实12项重点任务.
func (r *reader) countedHeading(s *section, tasks []*Task) *Task {
	if len(tasks) == 0 || len(s.subs) > 0 || s.tone != work || s.title.text == "" {
		return nil
	}
	c := r.clause(s.title.trim(spaces + stops))
	if len(c.amounts) != 1 || verbAt(c.body.text) == "" || !matters.MatchString(c.text) {
		return nil
	}
	for _, t := range tasks {
		if slices.ContainsFunc(t.claim.figures(), func(a amount) bool { return a.value == c.amounts[0].value }) {
			return nil
		}
	}
	return r.ofHeading(c, s, nil)
}

// matters end a heading that counts what is to be done.
var matters = pattern.New(`\d+(?:项|件|个|条)[\p{Han}]{0,4}(?:任务|事项|实事|举措|措施|工作|行动|工程)$`)

// ofHeading makes a task of work that only the heading asks for.
func (r *reader) ofHeading(c *clause, s *section, limit []moment) *Task {
	whole := s.title
	if len(s.body) > 0 && s.body[0].para == whole.para && s.body[0].from >= whole.to() {
		// The sentence after it usually says what the heading means.
		whole.text = whole.para.text[whole.from:s.body[0].to()]
	}
	cl := &claim{clauses: []*clause{c}, whole: whole, extra: limit}
	r.under(s, []*claim{cl})
	t := r.task(cl, s)
	title := t.Fields[workbook.ColTitle]
	title.Sure, title.Why = Likely, WhyHeading
	t.Fields[workbook.ColTitle] = title
	return t
}

var bareLimit = pattern.New(`^(?:时限|于|在|要|应|须|力争|确保)?[：:]?(?:全部|全面)?(?:完成|办结|到位|完工|竣工|建成)?$`)

// announces matches text that only announces what the document is going to tell.
var announces = pattern.New(`^(?:根据[^，。]*，)?经[^，。]*(?:会议|常委会|人大)[^，。]*(?:研究|审议|票决)[^，。]*，(?:现)?确定[^，。]*\d+[件项个]。?$|现(?:将|就|把)[^，；]{0,20}(?:通报|通知|公告|纪要|部署|交办|安排|函告)如下`)

// headingWorks reports whether a heading by itself asks for work.
func (r *reader) headingWorks(s *section) bool {
	if s.tone == background || s.tone == frame || s.title.text == "" || len(s.tables) > 0 {
		return false
	}
	c := r.clause(s.title.trim(spaces + stops))
	return (verbAt(c.body.text) != "" || c.actor == bureauActor) && !c.past && (len(s.body) > 0 || c.amounts != nil || c.moments != nil || c.deliver || c.actor == bureauActor || len(r.ownersOf(s.parent)) > 0)
}

// noted gives the claims of an item what its note says, and joins claims that only add details.
func noted(claims []*claim, n *note) []*claim {
	var out []*claim
	for _, cl := range claims {
		cl.note = n
		if n.due.text != "" {
			// The limit of the note counts, not one that was taken over from the clause before.
			cl.extra = nil
		}
		if len(out) > 0 {
			last := out[len(out)-1]
			if !cl.named() && !(last.named() && len(n.leads) > 0) && !last.apart(cl) && !last.builds(cl.clauses[0]) && !itemEnds(last.whole) {
				last.clauses = append(last.clauses, cl.clauses...)
				last.extra = append(last.extra, cl.extra...)
				continue
			}
		}
		out = append(out, cl)
	}
	return out
}

// itemEnds reports whether a sentence is an item among others: it ends with a semicolon.
func itemEnds(p piece) bool {
	return strings.HasSuffix(p.text, "；") || strings.HasSuffix(p.text, ";")
}

// apart reports whether claims of one item remain tasks of their own: each has a figure, or one is a rate and the other goes by days.
func (cl *claim) apart(t *claim) bool {
	return len(cl.amounts()) > 0 && (len(t.amounts()) > 0 || len(cl.moments()) == 0 && len(t.moments()) > 1 && cl.rate())
}

// rate reports whether the only figures of a claim are shares: 水质合格率稳定在95%以上.
func (cl *claim) rate() bool {
	return !slices.ContainsFunc(cl.amounts(), func(a amount) bool { return a.unit != "%" })
}

var goOn = pattern.New(`^(?:同时|此外|另外|并|还要|还|要同时|尤其|特别是)`)

// goesOn reports whether a sentence continues the one before: behind a semicolon, or with 同时.
func goesOn(p, before piece) bool {
	if p.para != before.para {
		return false
	}
	return itemEnds(before) || goOn.MatchString(p.text)
}

// heard gives the limits of a sentence in which the county only hears or decides.
func (r *reader) heard(p piece) []moment {
	if !meeting.MatchString(p.text) {
		return nil
	}
	head := false
	for _, text := range p.clauses() {
		switch c := r.clause(text); {
		case c.actor == headActor && meeting.MatchString(c.text):
			head = true
		case c.actor != noActor:
			return nil
		}
	}
	if !head {
		return nil
	}
	return r.moments(p)
}

// onlyOccasion reports whether a claim only tells when something takes place.
func (cl *claim) onlyOccasion() bool {
	for _, c := range cl.clauses {
		if !occasion.MatchString(c.text) {
			return false
		}
	}
	return true
}

// occasion gives the day of an event that a sentence tells of, which is the limit for its preparation.
func (r *reader) occasion(p piece) []moment {
	if !occasion.MatchString(p.text) {
		return nil
	}
	for _, c := range p.clauses() {
		if occasion.MatchString(c.text) && !meeting2.MatchString(c.text) {
			if ms := r.moments(c); len(ms) > 0 {
				return ms
			}
		}
	}
	return nil
}

// meeting2 matches meetings of others, which set nobody here a limit.
var meeting2 = pattern.New(`专题会|常务会|省.{0,6}将|现场会`)

func groupsOnly(names []name) bool {
	for _, n := range names {
		if n.kind != groupName {
			return false
		}
	}
	return len(names) > 0
}
