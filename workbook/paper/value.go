package paper

import (
	"bytes"
	"encoding/hex"
	"errors"
	"strconv"
)

// The elements of a PDF: numbers (float64), names, texts, references, lists ([]any), dictionaries, and the drawing operators.
type (
	name       string
	text       []byte
	reference  int
	dictionary map[string]any
	operator   string
)

var errBroken = errors.New("a PDF other than LibreOffice writes it")

// lexer reads values one after the other.
type lexer struct {
	data []byte
	at   int
}

const spaces, delimiters = " \t\r\n\f\x00", "()<>[]{}/%"

// word reads up to the next space or delimiter.
func (l *lexer) word() string {
	from := l.at
	for l.at < len(l.data) && !bytes.ContainsRune([]byte(spaces+delimiters), rune(l.data[l.at])) {
		l.at++
	}
	return string(l.data[from:l.at])
}

func (l *lexer) skip() {
	for l.at < len(l.data) && bytes.IndexByte([]byte(spaces), l.data[l.at]) >= 0 {
		l.at++
	}
}

// value reads the next value, nil at the end. The end of a list or dictionary is read as an operator.
func (l *lexer) value() (any, error) {
	l.skip()
	if l.at >= len(l.data) {
		return nil, nil
	}
	rest := l.data[l.at:]
	switch {
	case bytes.HasPrefix(rest, []byte("<<")):
		l.at += 2
		return l.dictionary()
	case bytes.HasPrefix(rest, []byte(">>")):
		l.at += 2
		return operator(">>"), nil
	case rest[0] == '[':
		l.at++
		return l.until("]")
	case rest[0] == ']':
		l.at++
		return operator("]"), nil
	case rest[0] == '<':
		return l.hexadecimal()
	case rest[0] == '(':
		return l.literal()
	case rest[0] == '/':
		l.at++
		return name(l.word()), nil
	}
	w := l.word()
	if w == "" {
		return nil, errBroken
	}
	if n, err := strconv.ParseFloat(w, 64); err == nil {
		return n, nil
	}
	return operator(w), nil
}

// until reads the values before an operator; "6 0 R" among them is a reference.
func (l *lexer) until(end operator) ([]any, error) {
	var out []any
	for {
		v, err := l.value()
		if err != nil {
			return nil, err
		}
		switch n := len(out); v {
		case nil:
			return nil, errBroken
		case end:
			return out, nil
		case operator("R"):
			id, ok := any(nil), n >= 2
			if ok {
				id = out[n-2]
			}
			number, ok := id.(float64)
			if !ok {
				return nil, errBroken
			}
			out = append(out[:n-2], reference(number))
		default:
			out = append(out, v)
		}
	}
}

func (l *lexer) dictionary() (dictionary, error) {
	list, err := l.until(">>")
	if err != nil || len(list)%2 != 0 {
		return nil, errBroken
	}
	d := dictionary{}
	for i := 0; i < len(list); i += 2 {
		key, ok := list[i].(name)
		if !ok {
			return nil, errBroken
		}
		d[string(key)] = list[i+1]
	}
	return d, nil
}

func (l *lexer) hexadecimal() (text, error) {
	end := bytes.IndexByte(l.data[l.at:], '>')
	if end < 0 {
		return nil, errBroken
	}
	digits := bytes.Join(bytes.Fields(l.data[l.at+1:l.at+end]), nil)
	l.at += end + 1
	out := make([]byte, hex.DecodedLen(len(digits)))
	if _, err := hex.Decode(out, digits); err != nil {
		return nil, errBroken
	}
	return out, nil
}

// literal reads a text in parentheses, in which a backslash escapes a parenthesis. No page shows such texts.
func (l *lexer) literal() (text, error) {
	from := l.at + 1
	for l.at++; l.at < len(l.data); l.at++ {
		switch l.data[l.at] {
		case '\\':
			l.at++
		case ')':
			l.at++
			return l.data[from : l.at-1], nil
		}
	}
	return nil, errBroken
}
