package draft

import "slices"

// noting is the state of reading a section's own sentences, with the notes among them that say who and when.
type noting struct {
	*reader
	s   *section
	out []*Task
	// claimed says that sentences were searched for tasks.
	claimed bool
	// waiting are the sentences that no note behind them is about yet, ahead is the note before them.
	waiting []piece
	ahead   *note
	// behind is a note with the sentences before it that it is about. It is kept as more lines of it may follow.
	behind *note
}

// noteForm is the form of a note, which decides which sentences it is about.
type noteForm uint8

const (
	noNote noteForm = iota
	// bracketNote ends a sentence, or is a bracket of its own.
	bracketNote
	// lineNote is a line of labelled values.
	lineNote
	// aloneNote is a sentence that says who does the work before it: 由住建局负责.
	aloneNote
)

// tasks reads a section's own sentences.
func (r *reader) tasks(s *section) []*Task {
	if s.noteOfAll(r) {
		return nil
	}
	if s.parent != nil && s.parent.note != nil {
		s.note = s.parent.note
	}
	if s.behind != nil {
		s.note = r.jointNote(s.behind)
	}
	t := &noting{reader: r, s: s}
	for _, p := range s.body {
		if !r.assessed(p) && !s.statesProblem(p) {
			t.sentence(p)
		}
	}
	behind := t.behind
	t.end()
	if s.note == nil && behind != nil && len(s.subs) > 0 && s.subs[0].inline {
		// 责任单位：…。整改措施：（1）…: what is numbered behind the note belongs to it, too.
		s.note = behind
	}
	if !t.claimed {
		t.out = r.tasksOf(s, nil, s.note, nil)
	}
	if s.note == nil {
		if one := r.countedHeading(s, t.out); one != nil {
			return append([]*Task{one}, t.out...)
		}
	}
	return t.out
}

// statesProblem reports whether a sentence is in the paragraph that says what is wrong, as its mark tells: 问题一：…. If the section has no
// other paragraph, this one also says what is done about it.
func (s *section) statesProblem(p piece) bool {
	first := s.firstParagraph()
	return s.kind == problemMark && p.para == first && slices.ContainsFunc(s.body, func(o piece) bool { return o.para != first })
}

// firstParagraph gives the paragraph that the section begins with, nil if it is empty.
func (s *section) firstParagraph() *paragraph {
	if s.title.text != "" || len(s.body) == 0 {
		return s.title.para
	}
	return s.body[0].para
}

// sentence reads one sentence, or a note in the place of one.
func (t *noting) sentence(p piece) {
	if t.ahead != nil && t.ahead.only != nil && p.para != t.ahead.only {
		t.end()
	}
	if n, rest, ok := t.noteAhead(p); ok {
		t.begins(n)
		p = rest
	}
	n, rest, form := t.form(p)
	if form == noNote && t.s.kind == problemMark && t.behind != nil {
		// What is done about a problem may stand behind who does it.
		t.behind.sentences = append(t.behind.sentences, rest)
		return
	}
	if rest.text != "" {
		t.spoken()
		t.waiting = append(t.waiting, rest)
	}
	switch k := t.spokenOf(p, form); {
	case form == noNote:
	case form == lineNote && rest.text == "" && t.ahead != nil && t.ahead.says(n):
		// A label of the lines above comes again, so these lines are about the next item.
		t.begins(n)
	case k < len(t.waiting):
		t.spoken()
		own := t.waiting[k:]
		t.claim(t.waiting[:k], nil)
		n.sentences, t.waiting = own, nil
		t.behind = &n
	case form == aloneNote:
		// No sentence before it lacks an actor, so it is an ordinary sentence.
		t.spoken()
		t.waiting = append(t.waiting, p)
	case t.behind != nil && !t.behind.says(n):
		t.behind.merge(n)
	case form == lineNote || len(t.out) == 0 && t.behind == nil:
		t.begins(n)
	}
}

// form finds a note in a sentence, with its form, and gives the rest of the sentence.
func (t *noting) form(p piece) (n note, rest piece, form noteForm) {
	n, rest, ok := t.noteOf(p)
	switch {
	case ok && isLabel(p) && n.aside() && (n.labelled[0].key == fieldIgnored || n.labelled[0].key == fieldProblem):
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

// spokenOf gives the index of the first waiting sentence that a note is about, or their number if it is about none. Labelled lines
// are about all. So is a bracket; but if nothing is numbered, so that each paragraph is an item, only about those of its own. One that
// is a paragraph of its own is about all again. A sentence is about those before it in its paragraph that do not name who
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

// begins takes a note as one about the sentences behind it. Lines below each other add to one note, until one repeats
// a label.
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

// spoken makes tasks of the sentences that the note behind them is about.
func (t *noting) spoken() {
	if n := t.behind; n != nil {
		t.behind = nil
		if t.ahead != nil {
			n.fill(*t.ahead)
		}
		t.claim(n.sentences, n)
	}
}

// end makes tasks of the waiting sentences, and of a heading with a note but without a sentence.
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

// claim makes tasks of sentences, with the note of the section if they have none of their own.
func (t *noting) claim(sentences []piece, n *note) {
	if len(sentences) == 0 {
		return
	}
	t.claimed = true
	if n == nil {
		n = t.s.note
	} else if t.s.parent != nil && t.s.parent.note != nil {
		n.resolve(t.reader)
		n.inherit(t.s.parent.note)
	}
	t.out = append(t.out, t.tasksOf(t.s, sentences, n, t.out)...)
}
