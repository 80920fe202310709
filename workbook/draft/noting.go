package draft

import (
	"slices"

	"duban/workbook"
)

// noting is the reading of a part's own sentences with the notes among them that say who and when.
type noting struct {
	*reader
	s   *section
	out []*Task
	// claimed says that sentences were looked through for tasks.
	claimed bool
	// waiting are the sentences that no note behind them has spoken of, ahead is the note that stands before them.
	waiting []piece
	ahead   *note
	// behind is a note on sentences before it, which it holds; as there may be more lines of it, they are waited for.
	behind *note
}

// noteForm is how a note stands in the text, which tells what it speaks of.
type noteForm uint8

const (
	noNote noteForm = iota
	// bracketNote ends a sentence, or is a bracket of its own.
	bracketNote
	// lineNote is labelled values.
	lineNote
	// aloneNote is a sentence that says who does the work before it: 由住建局负责.
	aloneNote
)

// tasks reads a part's own sentences.
func (r *reader) tasks(s *section) []*Task {
	if s.noteOfAll(r) {
		return nil
	}
	if s.inline && s.parent.note != nil {
		s.note = s.parent.note
	}
	if s.behind != nil {
		s.note = r.jointNote(s.behind)
	}
	t := &noting{reader: r, s: s}
	for _, p := range s.body {
		if !r.assessed(p) {
			t.sentence(p)
		}
	}
	t.end()
	if !t.claimed {
		t.out = r.claims(s, nil, s.note, nil)
	}
	if s.note == nil {
		if one := r.countedHeading(s, t.out); one != nil {
			return append([]*Task{one}, t.out...)
		}
	}
	return t.out
}

// sentence reads one sentence, or the note that stands in the place of one.
func (t *noting) sentence(p piece) {
	if t.ahead != nil && t.ahead.only != nil && p.para != t.ahead.only {
		t.end()
	}
	if n, rest, ok := t.noteAhead(p); ok {
		t.begins(n)
		p = rest
	}
	n, rest, form := t.form(p)
	if rest.text != "" {
		t.spoken()
		t.waiting = append(t.waiting, rest)
	}
	switch k := t.spokenOf(p, form); {
	case form == noNote:
	case form == lineNote && rest.text == "" && t.ahead != nil && t.ahead.says(n):
		// What the lines above said is said anew: they are of the next item.
		t.begins(n)
	case k < len(t.waiting):
		t.spoken()
		own := t.waiting[k:]
		t.claim(t.waiting[:k], nil)
		n.sentences, t.waiting = own, nil
		t.behind = &n
	case form == aloneNote:
		// Nothing before it waits for who does it: it is a sentence as others.
		t.spoken()
		t.waiting = append(t.waiting, p)
	case t.behind != nil && !t.behind.says(n):
		t.behind.merge(n)
	case form == lineNote || len(t.out) == 0 && t.behind == nil:
		t.begins(n)
	}
}

// form tells how a note stands in a sentence, and gives what stands there beside it.
func (t *noting) form(p piece) (n note, rest piece, form noteForm) {
	n, rest, ok := t.noteOf(p)
	switch {
	case ok && isLabel(p) && n.aside() && n.labelled[0].key == fieldIgnored:
		return note{}, piece{}, noNote
	case ok && isLabel(p) && n.aside():
		// 整改措施：… is the work itself, 问题表现：… is none.
		return note{}, rest, noNote
	case ok && isLabel(p):
		return n, rest, lineNote
	case ok:
		return n, rest, bracketNote
	}
	if t.ahead == nil || t.ahead.only == nil {
		if n, ok := t.whoAlone(p); ok {
			return n, piece{}, aloneNote
		}
	}
	return note{}, p, noNote
}

// spokenOf is from which of the waiting sentences on a note speaks of them, their number where it speaks of none. Labelled lines
// speak of all. So does a bracket, but where nothing is numbered, and each paragraph is an item, only of those of its own; one that
// is a paragraph of its own is of all again. A sentence speaks of those before it in its paragraph that do not say themselves who
// does them.
func (t *noting) spokenOf(p piece, form noteForm) int {
	k := len(t.waiting)
	if k == 0 {
		return 0
	}
	items := form == bracketNote && t.s.parent == nil && t.waiting[k-1].para == p.para
	for k > 0 {
		before := t.waiting[k-1]
		if (items || form == aloneNote) && before.para != p.para || form == aloneNote && t.saysWhoDoes(before) {
			break
		}
		k--
	}
	return k
}

// begins takes a note for one on the sentences behind it. Of lines that stand one below the other each adds to it, until one says
// anew what an earlier one said.
func (t *noting) begins(n note) {
	t.spoken()
	if t.ahead != nil && len(t.waiting) == 0 && t.ahead.only == n.only && !t.ahead.says(n) {
		t.ahead.merge(n)
		return
	}
	t.end()
	n.over = n.only == nil
	t.ahead = &n
}

// spoken makes tasks of the sentences that the note behind them speaks of.
func (t *noting) spoken() {
	if n := t.behind; n != nil {
		t.behind = nil
		if t.ahead != nil {
			n.fill(*t.ahead)
		}
		t.claim(n.sentences, n)
	}
}

// end makes tasks of what waits, and of a heading with a note that no sentence follows.
func (t *noting) end() {
	t.spoken()
	n := t.ahead
	t.ahead = nil
	switch {
	case len(t.waiting) > 0:
		t.claim(t.waiting, n)
	case n != nil && t.s.title.text != "" && len(t.out) == 0:
		t.claim([]piece{t.s.title}, n)
	}
	t.waiting = nil
}

// claim makes tasks of sentences, with the note of the part where they have none of their own.
func (t *noting) claim(sentences []piece, n *note) {
	if len(sentences) == 0 {
		return
	}
	t.claimed = true
	if n == nil {
		n = t.s.note
	}
	t.out = append(t.out, t.claims(t.s, sentences, n, t.out)...)
}

// says reports a note that has a label already which another one brings.
func (n *note) says(m note) bool {
	for _, f := range m.labelled {
		if f.key != workbook.ColRemark && slices.ContainsFunc(n.labelled, func(g field) bool { return g.key == f.key }) {
			return true
		}
	}
	return false
}

// fill gives a note what another one says and it does not.
func (n *note) fill(m note) {
	m.labelled = slices.DeleteFunc(slices.Clone(m.labelled), func(f field) bool { return n.says(note{labelled: []field{f}}) })
	if len(n.leads) > 0 {
		m.leads, m.supports = nil, nil
	}
	n.merge(m)
}
