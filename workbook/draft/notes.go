package draft

import (
	"slices"
	"strings"

	"duban/workbook"
	"duban/workbook/pattern"
)

// noteOfAll reports whether a section's own text is only labelled lines, while its work is in the sections within it; it keeps
// the note for those.
func (s *section) noteOfAll(r *reader) bool {
	if len(s.subs) == 0 {
		return false
	}
	var all *note
	for _, p := range s.body {
		n, rest, ok := r.noteOf(p)
		if ok && isLabel(p) && n.aside() {
			continue
		}
		if !ok || !isLabel(p) || rest.text != "" {
			return false
		}
		if all == nil {
			all = &note{at: n.at}
		}
		all.merge(n)
	}
	if all == nil {
		return false
	}
	all.resolve(r)
	if len(all.leads)+len(all.supports) == 0 && all.due.text == "" {
		return false
	}
	s.note = all
	return true
}

func isLabel(p piece) bool { return labelPattern.MatchString(p.text) }

// noteOf finds the note that a sentence ends with or is.
func (r *reader) noteOf(p piece) (n note, rest piece, ok bool) {
	if fields, before, labelled := readFields(p); labelled {
		n = note{at: p, labelled: fields}
		before = before.trim(spaces + openBrackets)
		for _, f := range fields {
			if f.key == workbook.ColTitle || f.key == workbook.ColGoal {
				before = f.value
				if f.value.to() < p.to() && itemEnds(p) {
					before = p.sub(f.value.from-p.from, len(p.text))
				}
			}
		}
		return n, before, true
	}
	m := asidePattern.FindStringIndex(p.text)
	if m == nil {
		return note{}, p, false
	}
	n, ok = r.readNote(p.sub(m[0], m[1]).trim(stops).trim(brackets))
	if !ok {
		return note{}, p, false
	}
	return n, p.sub(0, m[0]).trim(spaces), true
}

// join finds a note behind the last of several items: 1.… 2.… 责任单位：…. It is meant for the items before, too, if
// none of these says itself who does it.
func (r *reader) join(s *section) {
	for i, sub := range s.subs {
		if sub.inline || !r.labelledLines(sub) {
			continue
		}
		for k := i - 1; k >= 0; k-- {
			before := s.subs[k]
			if before.kind != sub.kind || before.inline || len(before.subs) > 0 || before.behind != nil || r.saysWho(before) {
				break
			}
			before.behind = sub
		}
	}
}

// labelledLines reports whether an item has labelled lines of its own behind it, or a bracket for 以上任务.
func (r *reader) labelledLines(s *section) bool {
	for _, p := range s.body {
		if n, rest, ok := r.noteOf(p); ok && rest.text == "" && (isLabel(p) && !n.aside() || ofAbove.MatchString(p.text)) {
			return true
		}
	}
	return false
}

// ofAbove begins a bracket that speaks of all items before it.
var ofAbove = pattern.New(`^[（(](?:以上|上述)`)

// saysWho reports whether an item names who does it, in its sentences, a bracket or labels.
func (r *reader) saysWho(s *section) bool {
	for _, p := range append([]piece{s.title}, s.body...) {
		if _, _, ok := r.noteOf(p); ok || isLabel(p) {
			return true
		}
		if r.saysWhoDoes(p) {
			return true
		}
	}
	return false
}

func (r *reader) saysWhoDoes(p piece) bool {
	return slices.ContainsFunc(p.clauses(), func(c piece) bool { return r.clause(c).actor != noActor })
}

// jointNote gives what the lines behind a later item say that also applies to the items before it.
func (r *reader) jointNote(s *section) *note {
	all := &note{joint: true}
	for _, p := range s.body {
		if n, rest, ok := r.noteOf(p); ok && rest.text == "" {
			all.at = p
			all.joint = all.joint && !ofAbove.MatchString(p.text)
			all.merge(n)
		}
	}
	all.resolve(r)
	return all
}

// whoAlone reads a sentence that only says who does the work before it, and perhaps by when: 由住建局负责，财政局配合.
func (r *reader) whoAlone(p piece) (note, bool) {
	n := note{at: p}
	for _, c := range p.trim(stops).clauses() {
		c = c.trim(spaces)
		lists := r.names.lists(c)
		if len(lists) == 1 && onlyBefore.MatchString(c.text[:lists[0].from]) {
			l, rest := lists[0], c.text[lists[0].to:]
			switch {
			case leadsAlone.MatchString(rest) && len(n.supports) == 0:
				n.lead(l, c)
				continue
			case supportsAlone.MatchString(rest) && len(n.leads) > 0:
				n.supports = append(n.supports, l.firm()...)
				continue
			}
		}
		ms := r.allMoments(c)
		if len(ms) != 1 || len(n.leads) == 0 || n.due.text != "" || ms[0].at.from != c.from || !doneAlone.MatchString(c.text[len(ms[0].at.text):]) {
			return note{}, false
		}
		n.due = ms[0].at
	}
	return n, len(n.leads) > 0
}

var (
	leadsAlone    = pattern.New(`^(?:等)?(?:按照?职责(?:分工)?|共同|分别|分头|具体|总)?(?:牵头负责|负责|牵头|承办|主办|抓总)(?:落实|实施|抓落实)?$`)
	supportsAlone = pattern.New(`^(?:等)?(?:要|应)?(?:共同|积极|密切|全力|主动)?(?:配合|协助|参与|协办)$`)
	doneAlone     = pattern.New(`^前?(?:全部|全面)?(?:完成|落实到位|落实|到位|办结|完工)?$`)
)

// noteAhead finds a note before the work: in a bracket, which is for all of the paragraph (【牵头单位：住建局】改造公厕9处),
// or under labels, of which the last value goes over into the work (【责任单位】水利局 【完成时限】11月底前 清淤渠道32公里).
func (r *reader) noteAhead(p piece) (n note, rest piece, ok bool) {
	if at := bracketAhead.FindStringIndex(p.text); at != nil && at[1] < len(p.text) {
		if n, ok = r.readNote(p.sub(0, at[1]).trim(brackets)); ok {
			n.only = p.para
			return n, p.sub(at[1], len(p.text)).trim(spaces + "：:"), true
		}
	}
	fields, before, ok := readFields(p)
	if !ok || before.text != "" {
		return note{}, p, false
	}
	last := &fields[len(fields)-1]
	end := r.valueEnd(*last)
	if end == 0 {
		return note{}, p, false
	}
	rest = last.value.sub(end, len(last.value.text)).trim(spaces)
	last.value = last.value.sub(0, end)
	return note{at: p, labelled: fields, only: p.para}, rest, true
}

// valueEnd gives the offset at which a value ends and the work begins behind a space; 0 if the text is all value.
func (r *reader) valueEnd(f field) int {
	end := 0
	switch f.key {
	case workbook.ColLeads, workbook.ColSupports, fieldDuty:
		if lists := r.names.lists(f.value); len(lists) > 0 && lists[0].from == 0 {
			end = lists[0].to
		}
	case workbook.ColDueText:
		if at := limits.FindStringIndex(f.value.text); at != nil && at[0] == 0 {
			end = at[1]
		}
	}
	behind := f.value.text[end:]
	work := strings.TrimLeft(behind, spaces)
	if end == 0 || work == behind || verbAt(work[stripLeadIns(work):]) == "" {
		return 0
	}
	return end
}

var bracketAhead = pattern.New(`^(?:(?:【[^【】]{2,120}】)+|(?:〔[^〔〕]{2,120}〕)+|(?:［[^［］]{2,120}］)+|(?:[（(][^（）()]{2,120}[）)])+)`)
