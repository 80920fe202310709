package paper

// font gives the widths and meanings of letters by their code.
type font struct {
	wide [256]float64 // in thousandths of the size
	says [256]string
}

func (f *file) font(v any) (*font, error) {
	id, _ := v.(reference)
	if known := f.fonts[id]; known != nil {
		return known, nil
	}
	d, err := f.dictionary(v)
	if err != nil {
		return nil, err
	}
	out := &font{}
	first, _ := d["FirstChar"].(float64)
	widths, _ := d["Widths"].([]any)
	for i, w := range widths {
		if code := int(first) + i; code < len(out.wide) {
			out.wide[code], _ = w.(float64)
		}
	}
	meanings, err := f.stream(d["ToUnicode"])
	if err != nil {
		return nil, err
	}
	if err := out.learn(meanings); err != nil {
		return nil, err
	}
	f.fonts[id] = out
	return out, nil
}

// learn reads the meanings of letters: lists of "<01> <4E00>" between beginbfchar and endbfchar.
func (o *font) learn(meanings []byte) error {
	l := &lexer{data: meanings}
	var code text
	for in := false; ; {
		v, err := l.value()
		if v == nil || err != nil {
			return err
		}
		switch v := v.(type) {
		case operator:
			in = v == "beginbfchar"
		case text:
			switch {
			case !in:
			case code == nil && len(v) != 1:
				return errBroken
			case code == nil:
				code = v
			default:
				o.says[code[0]], code = utf16Text(v), nil
			}
		}
	}
}
