package xlsx

import "duban/workbook/sheet"

// A formula that repeats down a column is written once, in its first cell, and the others refer to it by the number of their
// group; other programs write it out in each, and both are read as the same. The range that the first cell gives for its
// group is not asked: programs leave cells out of it, and let it stand when others are moved.
//
// Two things that a file hardly has are read otherwise here than elsewhere. A cell with a text of its own reads so
// although its group has one already, where LibreOffice and openpyxl read the group's: what is written in a cell is shown,
// not passed over. And a cell whose group has no text before it holds a formula that nobody can read, where LibreOffice looks
// further down and openpyxl reads none: reading is one pass. What was
// worked out last is stored beside either, and read as it stands.

// formulaGroup is a formula that other cells of a sheet refer to, and where it is written.
type formulaGroup struct {
	*sharedFormula
	at sheet.Ref
}

// share remembers a formula that is written out for its group, and gives the others theirs.
func (s *sheetReader) share(c *rawCell, group int, text []byte) error {
	at := sheet.At(s.row, s.col)
	g, ok := s.shared[group]
	switch {
	case len(text) > 0 && ok:
		c.formula = s.kept.keep(text)
	case len(text) > 0:
		g = formulaGroup{s.memory.formulas.of(text), at}
		if s.shared == nil {
			s.shared = map[int]formulaGroup{}
		}
		s.shared[group], c.formula = g, g.text
	case ok:
		// A few bytes of file stand for a whole text here, so this is what the size of the part does not bound.
		if s.copied += int64(len(g.text)); s.copied > s.limits.formulas {
			return tooLarge(s.lexer.part, "formulas", s.limits.formulas)
		}
		by := sheet.At(at.Row-g.at.Row, at.Col-g.at.Col)
		if c.formula, ok = g.moved[by]; !ok {
			s.scratch = moveFormula(s.scratch[:0], g.text, by.Row, by.Col)
			if c.formula, ok = s.memory.formulas.keep(g.sharedFormula, by, s.scratch); !ok {
				c.formula = s.kept.keep(s.scratch)
			}
		}
	default:
		c.formula = unreadFormula
	}
	return nil
}

// sharedFormula is a formula and how it reads so many rows and columns further.
type sharedFormula struct {
	text  string
	moved map[sheet.Ref]string
}

// sharedFormulas are those of the files read before: the returns of a round have the same, and each of them the same text
// then, which is worked out and held once. A Reader's books may hold on to them, as nobody changes a text.
type sharedFormulas struct {
	known map[string]*sharedFormula
	bytes int
}

// mostSharedBytes is how much text is kept for the next file: ten times the self-checks of a round.
const mostSharedBytes = 2 << 20

// of gives a formula. What is known is let go of once there is too much of it.
func (k *sharedFormulas) of(text []byte) *sharedFormula {
	if f, ok := k.known[string(text)]; ok {
		return f
	}
	if k.known == nil || k.bytes+len(text) > mostSharedBytes {
		k.known, k.bytes = map[string]*sharedFormula{}, 0
	}
	f := &sharedFormula{text: string(text), moved: map[sheet.Ref]string{}}
	if k.bytes += len(text); k.bytes <= mostSharedBytes {
		k.known[f.text] = f
	}
	return f
}

// keep remembers a reading of a formula, where there is room.
func (k *sharedFormulas) keep(f *sharedFormula, by sheet.Ref, text []byte) (string, bool) {
	if k.bytes+len(text) > mostSharedBytes {
		return "", false
	}
	k.bytes += len(text)
	kept := string(text)
	f.moved[by] = kept
	return kept, true
}
