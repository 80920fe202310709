package formula

import (
	"strconv"
	"strings"
	"unicode"

	"duban/workbook/sheet"
)

type tokenKind uint8

const (
	endToken tokenKind = iota
	valueToken
	cellToken
	columnToken
	wordToken
	operatorToken
	signToken // ( ) { } , ; %
)

type token struct {
	kind  tokenKind
	pos   int
	end   int
	text  string // a column's or word's name
	value sheet.Value
	op    operator
	sign  rune
}

// lexer cuts a source into tokens, one at a time.
type lexer struct {
	src []rune
	at  int
	// made says that the program composed the source.
	made bool
}

func (l *lexer) peek(ahead int) rune {
	if l.at+ahead < len(l.src) {
		return l.src[l.at+ahead]
	}
	return 0
}

func (l *lexer) next() (token, *SyntaxError) {
	for l.at < len(l.src) && (l.src[l.at] == ' ' || l.src[l.at] == '\t' || l.src[l.at] == '\n' || l.src[l.at] == '\r') {
		l.at++
	}
	t := token{pos: l.at}
	if l.at >= len(l.src) {
		t.end = l.at
		return t, nil
	}
	var err *SyntaxError
	c := l.src[l.at]
	switch use, full := halfWidth(c); {
	case full:
		return t, syntaxError(l.at, CodeFullWidth, "char", string(c), "use", use)
	case c == '"':
		t.kind = valueToken
		t.value, err = l.text()
	case c == '[':
		t.kind, t.text, err = l.column()
	case isDigit(c) || c == '.' && isDigit(l.peek(1)):
		t.kind = valueToken
		t.value, err = l.number()
	case c == '#':
		t.kind = valueToken
		t.value, err = l.errorValue()
	case isWordStart(c):
		t.kind = wordToken
		t.text, err = l.word()
	default:
		err = l.sign(&t)
	}
	t.end = l.at
	return t, err
}

func (l *lexer) text() (sheet.Value, *SyntaxError) {
	open := l.at
	var b strings.Builder
	for l.at++; l.at < len(l.src); l.at++ {
		c := l.src[l.at]
		if c == '"' {
			if l.peek(1) != '"' {
				l.at++
				s := b.String()
				if !l.made && sheet.Units(s) > MaxTextLen {
					return sheet.Value{}, syntaxError(open, CodeTextTooLong, "limit", strconv.Itoa(MaxTextLen))
				}
				return sheet.Str(s), nil
			}
			l.at++
		}
		b.WriteRune(c)
	}
	return sheet.Value{}, syntaxError(open, CodeTextOpen)
}

// column reads [@名], [@[名]], [名] or [[名]]. Within a name ' escapes each of []#'@.
func (l *lexer) column() (tokenKind, string, *SyntaxError) {
	open, kind := l.at, columnToken
	l.at++
	if l.peek(0) == '@' {
		kind = cellToken
		l.at++
	}
	inner := l.peek(0) == '['
	if inner {
		l.at++
	}
	if l.peek(0) == '#' {
		return 0, "", syntaxError(l.at, CodeColumnSpecial)
	}
	var b strings.Builder
	for {
		if l.at >= len(l.src) {
			return 0, "", syntaxError(open, CodeColumnOpen)
		}
		c := l.src[l.at]
		if c == '\'' && strings.ContainsRune("[]#'@", l.peek(1)) && l.at+1 < len(l.src) {
			l.at++
			c = l.src[l.at]
		} else if c == ']' {
			break
		} else if c == '[' {
			return 0, "", syntaxError(open, CodeColumnOpen)
		}
		b.WriteRune(c)
		l.at++
	}
	l.at++
	if inner {
		if l.peek(0) != ']' {
			return 0, "", syntaxError(open, CodeColumnOpen)
		}
		l.at++
	}
	if b.Len() == 0 {
		return 0, "", syntaxError(open, CodeColumnEmpty)
	}
	return kind, b.String(), nil
}

// number reads digits; those after the fifteenth significant digit count as zeros, as in Excel.
func (l *lexer) number() (sheet.Value, *SyntaxError) {
	start := l.at
	var b []byte
	significant, dots := 0, 0
	for ; l.at < len(l.src) && (isDigit(l.src[l.at]) || l.src[l.at] == '.'); l.at++ {
		c := byte(l.src[l.at])
		if c == '.' {
			dots++
		} else if significant > 0 || c != '0' {
			if significant++; significant > 15 {
				c = '0'
			}
		}
		b = append(b, c)
	}
	malformed := dots > 1
	if c := l.peek(0); c == 'e' || c == 'E' {
		b = append(b, 'e')
		l.at++
		if c := l.peek(0); c == '+' || c == '-' {
			b = append(b, byte(c))
			l.at++
		}
		malformed = malformed || !isDigit(l.peek(0))
		for ; isDigit(l.peek(0)); l.at++ {
			b = append(b, byte(l.src[l.at]))
		}
	}
	text := string(l.src[start:l.at])
	if malformed {
		return sheet.Value{}, syntaxError(start, CodeNumberMalformed, "text", text)
	}
	f, err := strconv.ParseFloat(string(b), 64)
	if err != nil {
		return sheet.Value{}, syntaxError(start, CodeNumberTooLarge, "text", text)
	}
	return sheet.Num(f), nil
}

// errorValues lists the errors that a formula may name.
func errorValues() []string {
	return []string{errDiv, errNA, errName, errNull, errNum, errRef, errValue}
}

func (l *lexer) errorValue() (sheet.Value, *SyntaxError) {
	for _, code := range errorValues() {
		if end := l.at + len(code); end <= len(l.src) && strings.EqualFold(string(l.src[l.at:end]), code) {
			l.at = end
			return sheet.Err(code), nil
		}
	}
	start := l.at
	for l.at++; l.at < len(l.src) && (isWordPart(l.src[l.at]) || strings.ContainsRune("/!?", l.src[l.at])); l.at++ {
	}
	return sheet.Value{}, syntaxError(start, CodeErrorUnknown, "text", string(l.src[start:l.at]))
}

// word reads the name of a function or of a defined name.
func (l *lexer) word() (string, *SyntaxError) {
	start := l.at
	for l.at < len(l.src) && isWordPart(l.src[l.at]) {
		l.at++
	}
	w := string(l.src[start:l.at])
	switch c := l.peek(0); {
	case c == '[':
		return w, syntaxError(start, CodeTableName, "name", w)
	case c == '!' || c == ':' || c == '$' || l.peek(0) != '(' && looksLikeReference(w):
		for l.at < len(l.src) && (isWordPart(l.src[l.at]) || strings.ContainsRune("!:$", l.src[l.at])) {
			l.at++
		}
		return w, syntaxError(start, CodeReference, "text", string(l.src[start:l.at]))
	}
	return w, nil
}

func (l *lexer) sign(t *token) *SyntaxError {
	c := l.src[l.at]
	if use, ok := signInstead(c); ok {
		return syntaxError(l.at, CodeCharInstead, "char", string(c), "use", use)
	}
	t.kind = operatorToken
	l.at++
	switch c {
	case '=':
		t.op = equal
	case '<':
		t.op = less
		switch l.peek(0) {
		case '>':
			t.op = notEqual
			l.at++
		case '=':
			t.op = lessEqual
			l.at++
		}
	case '>':
		t.op = greater
		if l.peek(0) == '=' {
			t.op = greaterEqual
			l.at++
		}
	case '&':
		t.op = concat
	case '+':
		t.op = add
	case '-':
		t.op = subtract
	case '*':
		t.op = multiply
	case '/':
		t.op = divide
	case '^':
		t.op = power
	case '(', ')', '{', '}', ',', ';', '%':
		t.kind, t.sign = signToken, c
	case '$', '!', ':', '\'':
		start := l.at - 1
		for l.at < len(l.src) && (isWordPart(l.src[l.at]) || strings.ContainsRune("!:$'", l.src[l.at])) {
			l.at++
		}
		return syntaxError(start, CodeReference, "text", string(l.src[start:l.at]))
	case ']':
		return syntaxError(t.pos, CodeBracketExtra, "char", "]")
	default:
		return syntaxError(t.pos, CodeCharUnknown, "char", string(c))
	}
	return nil
}

func isDigit(c rune) bool { return c >= '0' && c <= '9' }

func isWordStart(c rune) bool { return c == '_' || c == '\\' || unicode.IsLetter(c) }

func isWordPart(c rune) bool {
	if _, full := halfWidth(c); full {
		return false
	}
	return c == '_' || c == '\\' || c == '.' || unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.IsMark(c)
}

// halfWidth gives the character for a full-width one; input methods type these unasked.
func halfWidth(c rune) (string, bool) {
	switch {
	case c >= '！' && c <= '～':
		return string(c - '！' + '!'), true
	case c == '　':
		return " ", true
	}
	switch c {
	case '“', '”', '〝', '〞':
		return `"`, true
	case '‘', '’':
		return "'", true
	case '、':
		return ",", true
	case '。', '．':
		return ".", true
	case '【', '〔', '「', '『':
		return "[", true
	case '】', '〕', '」', '』':
		return "]", true
	case '《', '〈':
		return "<", true
	case '》', '〉':
		return ">", true
	}
	return "", false
}

// signInstead gives the formula's operator for a sign that people write instead, such as ≥.
func signInstead(c rune) (string, bool) {
	switch c {
	case '≥', '≧':
		return ">=", true
	case '≤', '≦':
		return "<=", true
	case '≠':
		return "<>", true
	case '×', '·', '•':
		return "*", true
	case '÷':
		return "/", true
	case '−', '–', '—':
		return "-", true
	case '‰':
		return "/1000", true
	}
	return "", false
}

// looksLikeReference reports whether a word is a cell in A1 or R1C1 notation, which no name may be.
func looksLikeReference(w string) bool {
	if _, ok := sheet.ParseRef(w); ok {
		return true
	}
	rest := strings.ToUpper(w)
	if r, ok := strings.CutPrefix(rest, "R"); ok {
		rest = strings.TrimLeft(r, "0123456789")
	}
	if c, ok := strings.CutPrefix(rest, "C"); ok {
		rest = strings.TrimLeft(c, "0123456789")
	}
	return rest == ""
}
