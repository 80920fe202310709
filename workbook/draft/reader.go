package draft

import (
	"strings"

	"duban/workbook/calendar"
)

// reader reads a document. It has the names learnt from it, and the rules that turn wordings into days.
type reader struct {
	names *gazetteer
	rules calendar.DeadlineRules
	// read caches the clauses read already, as each is looked at several times.
	read map[clauseAt]*clause
	// staged holds the stages found in the current section.
	staged []staging
	// aliases holds further names of bureaus: 数据局（行政审批局）.
	aliases  map[string][]string
	stagedOf *section
	// firstTable is the number of the document's first table, 0 if it has none.
	firstTable int
	decided    telling
}

// stagesOf finds a section's stages, once.
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

// clause reads a clause, once. The caller must not change the result, but copy it.
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

// learn goes over the text once for its names, so that a name written out in one place is known in others.
func (r *reader) learn(o *outline) {
	walk(o.root, func(s *section) {
		for _, p := range append([]piece{s.title}, s.body...) {
			if p.text == "" {
				continue
			}
			for _, p := range p.clauses() {
				if !strings.ContainsAny(p.text, openBrackets+"：:") {
					// Only brackets and labels have notes.
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

// walk goes through the sections of a document in order.
func walk(s *section, visit func(*section)) {
	visit(s)
	for _, sub := range s.subs {
		walk(sub, visit)
	}
}
