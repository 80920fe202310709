package xlsx

import "duban/workbook/sheet"

// A formula that repeats down a column is written once, in its first cell, and the others refer to it by the number of their group.
// Other programs write it out in each cell; both are read as the same. The range that the first cell gives for its group is ignored:
// programs leave cells out of it, and do not adjust it when cells are moved.
//
// Two things that files rarely have are read differently here than elsewhere. If a cell has a text of its own although its group
// already has one, its own text is read, while LibreOffice and openpyxl read the group's: what is written in a cell is shown, not
// ignored. If no text of its group comes before a cell, the cell holds a formula that cannot be read, while LibreOffice looks further
// down and openpyxl reads no formula: reading is a single pass. In either case the stored result is read as it is.

// formulaGroup is a formula that other cells of a sheet refer to, and the cell where it is written.
type formulaGroup struct {
	*sharedFormula
	at sheet.Ref
}

// share remembers a formula that is written out for its group, and gives it to the others of the group.
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
		// Here a few bytes of file stand for a whole text, so the size of the part does not bound this.
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

// sharedFormula is a formula with the texts that it has so many rows and columns further.
type sharedFormula struct {
	text  string
	moved map[sheet.Ref]string
}

// sharedFormulas keeps those of the files read before. The returns of a round have the same formulas, so each text is worked out and
// held once. A Reader's books may refer to the texts, as nobody changes them.
type sharedFormulas struct {
	known map[string]*sharedFormula
	bytes int
}

// mostSharedBytes is how much text is kept for the next file: ten times the self-checks of a round.
const mostSharedBytes = 2 << 20

// of gives the shared form of a formula. If too much is kept already, it is all dropped first.
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

// keep remembers a formula's text at a distance, if there is room.
func (k *sharedFormulas) keep(f *sharedFormula, by sheet.Ref, text []byte) (string, bool) {
	if k.bytes+len(text) > mostSharedBytes {
		return "", false
	}
	k.bytes += len(text)
	kept := string(text)
	f.moved[by] = kept
	return kept, true
}
