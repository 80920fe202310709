package draft

import (
	"strings"

	"duban/workbook/calendar"
)

// reader reads a document: the names it has learnt, and the rules by which wordings become days.
type reader struct {
	names *gazetteer
	rules calendar.DeadlineRules
	// read are the clauses read already: each is looked at more than once.
	read map[clauseAt]*clause
	// staged are the stages found in the part that is being read.
	staged []staging
	// aliases are what bureaus are called besides: 数据局（行政审批局）.
	aliases  map[string][]string
	stagedOf *section
	// firstTable is the number of the document's first table, 0 if it has none.
	firstTable int
}

// stagesOf finds a part's stages once.
func (r *reader) stagesOf(s *section) []staging {
	if r.stagedOf != s {
		r.stagedOf, r.staged = s, r.stages(append([]piece{s.title}, s.body...))
	}
	return r.staged
}

type clauseAt struct {
	para     *paragraph
	from, to int
}

// clause reads a clause once. Who changes it makes a copy.
func (r *reader) clause(p piece) *clause {
	at := clauseAt{p.para, p.from, p.to()}
	if c := r.read[at]; c != nil {
		return c
	}
	c := r.readClause(p)
	if r.read != nil {
		r.read[at] = c
	}
	return c
}

// learn goes over the text once for the names it uses, so that what is written out in one place is known in the others.
func (r *reader) learn(o *outline) {
	walk(o.root, func(s *section) {
		for _, p := range append([]piece{s.title}, s.body...) {
			if p.text == "" {
				continue
			}
			for _, p := range p.clauses() {
				if !strings.ContainsAny(p.text, openBrackets+"：:") {
					// Only brackets and labels hold notes.
				} else if n, ok := r.readNote(p.trim(brackets)); ok {
					r.learnNames(n.leads)
					r.learnNames(n.supports)
				}
				c, _ := r.whoIn(p)
				r.learnNames(c.leads)
				r.learnNames(c.supports)
			}
		}
	})
}

func (r *reader) learnNames(names []name) {
	for _, n := range names {
		if n.kind == bureauName {
			r.names.learn(withoutPrefix(n.text))
		}
	}
}

// walk goes through the parts of a document in order.
func walk(s *section, visit func(*section)) {
	visit(s)
	for _, sub := range s.subs {
		walk(sub, visit)
	}
}
