package draft

import (
	"cmp"
	"slices"
	"strings"

	"duban/workbook"
	"duban/workbook/pattern"
)

// asidePattern matches the last bracket of a sentence: …。（发改局牵头，9月底前）.
var asidePattern = pattern.New(`(?:(?:[（(][^（）()]{2,120}[）)])+|(?:【[^【】]{2,120}】)+|(?:〔[^〔〕]{2,120}〕)+|(?:［[^［］]{2,120}］)+)[。；;]?$`)

// note is what a bracket or labels at an item say about who and when.
type note struct {
	leads, supports []name
	more            bool
	// whose is the name with a role that may also be meant for the names before it.
	whose string
	// parts is wording that gives several bureaus a part each without saying which: 卫健局、教育局分别负责.
	parts       string
	leader, due piece
	// labelled holds the values under labels, sentences the text before them.
	labelled  []field
	sentences []piece
	at        piece
	// only is the paragraph that the note is for, if it stands before the work in that paragraph.
	only *paragraph
	// over says that the note stands over sentences like a heading: not all of them need be work.
	over bool
	// joint says that the note stands behind a later item, and is taken to be meant for this one, too.
	joint bool
}

// readNote reads a bracket or labelled fields; ok says that it names anyone or a limit.
func (r *reader) readNote(p piece) (note, bool) {
	n := note{at: p}
	if fields, _, ok := readFields(p); ok {
		n.labelled = fields
		n.resolve(r)
		return n, len(n.leads)+len(n.supports) > 0 || n.due.text != "" || n.leader.text != ""
	}
	for _, b := range p.byBracket() {
		for _, c := range b.clauses() {
			c = c.trim("。；;")
			for _, one := range semis(c) {
				r.noteClause(&n, one)
			}
		}
	}
	return n, len(n.leads)+len(n.supports) > 0
}

// byBracket splits several brackets that each say one thing: 【城管局】【10月底前】.
func (p piece) byBracket() []piece {
	var out []piece
	start := 0
	for _, at := range nextBracket.FindAllStringIndex(p.text, -1) {
		out = append(out, p.sub(start, at[0]))
		start = at[1]
	}
	return append(out, p.sub(start, len(p.text)))
}

var nextBracket = pattern.New(`】【|〕〔|］［|）（|\)\(`)

func semis(p piece) []piece {
	var out []piece
	start := 0
	for i, r := range p.text {
		if r == '；' || r == ';' {
			out = append(out, p.sub(start, i))
			start = i + len(string(r))
		}
	}
	return append(out, p.sub(start, len(p.text)))
}

var (
	supportBehind = pattern.New(`^(?:等)?(?:要|应|须|也要|都要)?(?:共同|积极|密切|全力|主动)?(?:配合|协助|参与|协办|参加|支持)`)
	roleBehind    = pattern.New(`^(?:等)?(?:按职责分工|共同|分别|具体|总)?(?:负责|牵头|落实|承办|主办|组织实施|实施|抓落实|为?主责|为?责任主体)?(?:落实)?[。，；]?$`)
)

// onlyBefore matches what may stand before a name in a bracket.
var onlyBefore = pattern.New(`^(?:以上|上述)?(?:各?项|全部)?(?:任务|工作|事项|措施)?(?:均|都|统一)?由?[\s　]*$`)

// noteClause reads one clause of a bracket: who, with or without a role, or a limit.
func (r *reader) noteClause(n *note, c piece) {
	c = c.trim(spaces)
	if c.text == "" {
		return
	}
	lists := r.names.lists(c)
	if len(lists) == 0 && !strings.ContainsAny(c.text, "0123456789") && suffixOf(c.text) != "" {
		lists = []nameList{{names: []name{{text: c.text, at: c}}, to: len(c.text)}}
	}
	if len(lists) == 1 && onlyBefore.MatchString(c.text[:lists[0].from]) {
		l, rest := lists[0], c.text[lists[0].to:]
		switch {
		case supportBehind.MatchString(rest):
			n.supports = append(n.supports, l.firm()...)
			return
		case roleBehind.MatchString(rest):
			n.lead(l, c)
			return
		}
	}
	switch ms := r.allMoments(c); {
	case len(ms) == 0:
	case n.due.text != "" && n.due.para == c.para && n.due.from < c.from:
		// 9月底前完成设计，12月底前建成: all of it is the limit.
		n.due.text = c.para.text[n.due.from:c.to()]
	case n.due.text == "" && len(ms) > 1:
		n.due = c.sub(ms[0].at.from-c.from, len(c.text))
	case n.due.text == "":
		n.due = ms[0].at
	}
}

// lead adds the leads that a clause of a bracket, or of a sentence of its own, names.
func (n *note) lead(l nameList, c piece) {
	n.leads = append(n.leads, l.firm()...)
	n.more = n.more || l.more || l.has(vagueName)
	if len(l.names) > 1 && strings.HasPrefix(c.text[l.to:], "分别") {
		n.parts = c.text
	}
}

// resolve sorts labelled values into who and when. A 责任单位 alone is the lead; beside a 牵头单位 it supports.
func (n *note) resolve(r *reader) {
	var duties []name
	for _, f := range n.labelled {
		var named roles
		if f.key == workbook.ColLeads || f.key == fieldDuty || f.key == workbook.ColSupports {
			f.value = n.limitBehind(f.value)
			named = r.listed(f.value)
			n.leads, n.supports = append(n.leads, named.leads...), append(n.supports, named.supports...)
			n.whose = cmp.Or(n.whose, named.whose)
		}
		switch f.key {
		case workbook.ColLeads:
			n.leads = append(n.leads, named.plain...)
		case fieldDuty:
			duties = append(duties, named.plain...)
		case workbook.ColSupports:
			n.supports = append(n.supports, named.plain...)
		case workbook.ColLeader:
			n.leader = f.value
		case workbook.ColDueText:
			n.due = f.value
		}
	}
	n.labelled = nil
	if len(n.leads) == 0 {
		n.leads = duties
	} else {
		n.supports = append(n.supports, duties...)
	}
}

// limitBehind splits off a limit at the end of names: 责任单位：水利局，12月底前完成.
func (n *note) limitBehind(names piece) piece {
	for _, c := range names.clauses() {
		at := limits.FindStringIndex(c.text)
		if at == nil || c.from == names.from {
			continue
		}
		if n.due.text == "" {
			n.due = c.sub(at[0], at[1])
		}
		return names.sub(0, c.from-names.from).trim(spaces + "，,")
	}
	return names
}

// aside reports whether labelled lines say neither who nor when: 问题表现：….
func (n *note) aside() bool {
	for _, f := range n.labelled {
		if f.key != fieldIgnored && f.key != fieldProblem && f.key != workbook.ColGoal && f.key != workbook.ColTitle {
			return false
		}
	}
	return true
}

func (n *note) merge(m note) {
	n.labelled = append(n.labelled, m.labelled...)
	n.leads, n.supports = append(n.leads, m.leads...), append(n.supports, m.supports...)
	n.parts = cmp.Or(n.parts, m.parts)
	if n.due.text == "" {
		n.due = m.due
	}
}

// says reports whether a note already has a label of another one.
func (n *note) says(m note) bool {
	for _, f := range m.labelled {
		if f.key != workbook.ColRemark && slices.ContainsFunc(n.labelled, func(g field) bool { return g.key == f.key }) {
			return true
		}
	}
	return false
}

// inherit takes over from the note of the section around, both resolved, what this one does not say.
func (n *note) inherit(m *note) {
	if len(n.leads) == 0 {
		n.leads, n.more = m.leads, m.more
		if len(n.supports) == 0 {
			n.supports = m.supports
		}
	}
	if n.due.text == "" {
		n.due = m.due
	}
	if n.leader.text == "" {
		n.leader = m.leader
	}
}

// fill adds to a note what another one says and it lacks.
func (n *note) fill(m note) {
	m.labelled = slices.DeleteFunc(slices.Clone(m.labelled), func(f field) bool { return n.says(note{labelled: []field{f}}) })
	if len(n.leads) > 0 {
		m.leads, m.supports = nil, nil
	}
	n.merge(m)
}
