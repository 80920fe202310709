package xlsx

// readStrings reads the texts that cells refer to by number. They are shared by every cell that uses them.
func (r *reader) readStrings(rels relationships) error {
	part, ok := rels.ofKind("sharedStrings")
	if !ok {
		return nil
	}
	if !r.zip.has(part) {
		// A cell that needs a text is refused for its index.
		r.odd(OddStringsMissing, part)
		return nil
	}
	if err := r.open(part, nsMain, "sst"); err != nil {
		return err
	}
	l := &r.lexer
	add := func(text []byte) error {
		if len(r.strings) >= r.limits.strings {
			return tooLarge(part, "strings", int64(r.limits.strings))
		}
		r.strings = append(r.strings, r.kept.keep(text))
		return nil
	}
	// Nearly all texts are plain and follow each other; any other takes the slow path.
	plain := func() error {
		for {
			raw, ok := l.leaf("<si><t>", "</t></si>")
			if !ok {
				return nil
			}
			text, err := r.appendString(r.scratch[:0], raw)
			if err != nil {
				return err
			}
			r.scratch = text
			if err := add(text); err != nil {
				return err
			}
		}
	}
	if err := plain(); err != nil {
		return err
	}
	return r.children(func() error {
		if !l.is("si") {
			if l.ns == nsMain && string(l.local) != "extLst" {
				return damaged(part, damagedElement, "element", string(l.local))
			}
			return nil
		}
		text, err := r.richText(r.scratch[:0])
		if err != nil {
			return err
		}
		if err := add(text); err != nil {
			return err
		}
		return plain()
	})
}

// richText appends the text of the element whose start tag was just read, an <si> or <is>: its own text and that of its runs, without
// the phonetic ones. dst is the reader's scratch space.
func (r *reader) richText(dst []byte) ([]byte, error) {
	l := &r.lexer
	texted := false
	for {
		switch l.next() {
		case lexStart:
			switch {
			case l.is("t"):
				if texted { // it cannot be known which of two is meant
					return nil, damaged(l.part, damagedElement, "element", "t")
				}
				texted = true
				var err error
				if dst, err = r.appendContent(dst); err != nil {
					return nil, err
				}
			case l.is("r"):
				var err error
				if dst, err = r.richText(dst); err != nil {
					return nil, err
				}
			case l.is("rPh"), l.is("rPr"), l.is("phoneticPr"), l.is("extLst"), l.ns != nsMain:
				if !l.skip() {
					return nil, r.fault()
				}
			default:
				return nil, damaged(l.part, damagedElement, "element", string(l.local))
			}
		case lexEnd:
			r.scratch = dst
			return dst, nil
		case lexText:
		default:
			return nil, r.fault()
		}
	}
}

// appendString appends a text as written, decoded. Escapes are decoded within one element, never across.
func (r *reader) appendString(dst, raw []byte) ([]byte, error) {
	start := len(dst)
	dst, ok := r.lexer.decode(dst, raw)
	if !ok {
		return nil, r.fault()
	}
	return dst[:start+len(unescape(dst[start:]))], nil
}

// appendContent appends the content of the element whose start tag was just read, as appendString does.
func (r *reader) appendContent(dst []byte) ([]byte, error) {
	start := len(dst)
	dst, ok := r.lexer.content(dst)
	if !ok {
		return nil, r.fault()
	}
	return dst[:start+len(unescape(dst[start:]))], nil
}
