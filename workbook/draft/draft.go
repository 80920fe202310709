package draft

import (
	"slices"
	"strings"

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
