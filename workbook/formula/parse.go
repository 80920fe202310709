package formula

import (
	"strconv"
	"strings"

	"duban/workbook/sheet"
)

// parser reads a source by precedence climbing. The first error stops it.
type parser struct {
	lex lexer
	tok token
	// nesting is the number of functions around the token.
	nesting int
}

// parseTree reads a source. made says that the program composed it: then Excel's limits do not apply.
func parseTree(src string, made bool) (*node, *SyntaxError) {
	if !made && sheet.Units(src) > sheet.MaxFormulaLen {
		return nil, syntaxError(0, CodeFormulaTooLong, "limit", strconv.Itoa(sheet.MaxFormulaLen))
	}
	p := &parser{lex: lexer{src: []rune(src), made: made}}
	for p.lex.at < len(p.lex.src) && (p.lex.src[p.lex.at] == ' ' || p.lex.src[p.lex.at] == '\n') {
		p.lex.at++
	}
	if p.lex.peek(0) == '=' {
		p.lex.at++
	}
	if err := p.advance(); err != nil {
		return nil, err
	}
	if p.tok.kind == endToken {
		return nil, syntaxError(p.tok.pos, CodeEmpty)
	}
	n, err := p.expression(compareStrength)
	if err != nil {
		return nil, err
	}
	switch {
	case p.tok.kind == endToken:
		return n, nil
	case p.isSign(')') || p.isSign('}'):
		return nil, syntaxError(p.tok.pos, CodeBracketExtra, "char", string(p.tok.sign))
	case p.isSign(',') || p.isSign(';'):
		return nil, syntaxError(p.tok.pos, CodeSeparator, "char", string(p.tok.sign), "use", "")
	}
	return nil, p.misplaced(CodeOperatorMissing)
}

func (p *parser) advance() *SyntaxError {
	var err *SyntaxError
	p.tok, err = p.lex.next()
	return err
}

func (p *parser) isSign(c rune) bool { return p.tok.kind == signToken && p.tok.sign == c }

// misplaced gives an error about the current token, which it quotes.
func (p *parser) misplaced(code string) *SyntaxError {
	return syntaxError(p.tok.pos, code, "found", string(p.lex.src[p.tok.pos:p.tok.end]))
}

// expression reads operators that bind at least as tightly as min; all of them group from the left.
func (p *parser) expression(min int) (*node, *SyntaxError) {
	left, err := p.signed()
	if err != nil {
		return nil, err
	}
	for p.tok.kind == operatorToken && p.tok.op.strength() >= min {
		op, pos := p.tok.op, p.tok.pos
		if err := p.advance(); err != nil {
			return nil, err
		}
		right, err := p.expression(op.strength() + 1)
		if err != nil {
			return nil, err
		}
		left = &node{kind: binaryNode, op: op, pos: pos, args: []*node{left, right}}
	}
	return left, nil
}

// signed reads a value with the signs before and after it. -2^2 is 4: a sign belongs to its value.
func (p *parser) signed() (*node, *SyntaxError) {
	if p.tok.kind == operatorToken && (p.tok.op == subtract || p.tok.op == add) {
		n := &node{kind: unaryNode, op: plus, pos: p.tok.pos}
		if p.tok.op == subtract {
			n.op = minus
		}
		if err := p.advance(); err != nil {
			return nil, err
		}
		arg, err := p.signed()
		n.args = []*node{arg}
		return n, err
	}
	n, err := p.primary()
	if err != nil {
		return nil, err
	}
	for p.isSign('%') {
		n = &node{kind: percentNode, pos: p.tok.pos, args: []*node{n}}
		if err := p.advance(); err != nil {
			return nil, err
		}
	}
	return n, nil
}

func (p *parser) primary() (*node, *SyntaxError) {
	t := p.tok
	n := &node{pos: t.pos, name: t.text, value: t.value}
	switch {
	case t.kind == valueToken:
	case t.kind == cellToken:
		n.kind = cellNode
	case t.kind == columnToken:
		n.kind = columnNode
	case t.kind == wordToken:
		return p.word()
	case p.isSign('('):
		if err := p.advance(); err != nil {
			return nil, err
		}
		n, err := p.expression(compareStrength)
		if err != nil {
			return nil, err
		}
		return n, p.closing(')', t)
	case p.isSign('{'):
		return p.array()
	default:
		return nil, p.misplaced(CodeValueMissing)
	}
	return n, p.advance()
}

// closing takes the bracket that closes open, or gives an error about what stands there instead.
func (p *parser) closing(c rune, open token) *SyntaxError {
	switch {
	case p.isSign(c):
		return p.advance()
	case p.tok.kind == endToken:
		return syntaxError(open.pos, CodeBracketOpen, "char", string(open.sign))
	case p.tok.kind == signToken && (p.tok.sign == ',' || p.tok.sign == ';'):
		use := ""
		if p.tok.sign == ';' {
			use = ","
		}
		return syntaxError(p.tok.pos, CodeSeparator, "char", string(p.tok.sign), "use", use)
	case p.tok.kind == signToken && (p.tok.sign == ')' || p.tok.sign == '}'):
		return syntaxError(p.tok.pos, CodeBracketExtra, "char", string(p.tok.sign))
	}
	return p.misplaced(CodeOperatorMissing)
}

// word reads TRUE, FALSE, a defined name or a function with its arguments.
func (p *parser) word() (*node, *SyntaxError) {
	t := p.tok
	if err := p.advance(); err != nil {
		return nil, err
	}
	if !p.isSign('(') {
		switch n := (&node{pos: t.pos}); {
		case strings.EqualFold(t.text, "TRUE"), strings.EqualFold(t.text, "FALSE"):
			n.value = sheet.Truth(len(t.text) == len("TRUE"))
			return n, nil
		default:
			n.kind, n.name = nameNode, t.text
			return n, nil
		}
	}
	open := p.tok
	n := &node{kind: callNode, pos: t.pos}
	var err *SyntaxError
	if n.fn, err = functionNamed(t); err != nil {
		return nil, err
	}
	if p.nesting++; p.nesting > MaxNesting && !p.lex.made {
		return nil, syntaxError(t.pos, CodeNestingTooDeep, "limit", strconv.Itoa(MaxNesting))
	}
	if n.args, err = p.arguments(open); err != nil {
		return nil, err
	}
	p.nesting--
	return n, checkCount(n)
}

func (p *parser) arguments(open token) ([]*node, *SyntaxError) {
	if err := p.advance(); err != nil {
		return nil, err
	}
	if p.isSign(')') {
		return nil, p.advance()
	}
	var args []*node
	for {
		arg := &node{kind: omittedNode, pos: p.tok.pos}
		if !p.isSign(',') && !p.isSign(')') {
			var err *SyntaxError
			if arg, err = p.expression(compareStrength); err != nil {
				return nil, err
			}
		}
		args = append(args, arg)
		if !p.isSign(',') {
			return args, p.closing(')', open)
		}
		if err := p.advance(); err != nil {
			return nil, err
		}
	}
}

// array reads {1,"好";2,"差"}: commas between columns, semicolons between rows, constants only.
func (p *parser) array() (*node, *SyntaxError) {
	open := p.tok
	n := &node{kind: arrayNode, pos: open.pos, rows: 1}
	inRow := 0
	for {
		if err := p.advance(); err != nil {
			return nil, err
		}
		v, err := p.element()
		if err != nil {
			return nil, err
		}
		n.items = append(n.items, v)
		inRow++
		if p.isSign(',') {
			continue
		}
		if n.rows == 1 {
			n.cols = inRow
		} else if inRow != n.cols {
			return nil, syntaxError(open.pos, CodeArrayRagged, "columns", strconv.Itoa(n.cols), "found", strconv.Itoa(inRow))
		}
		if !p.isSign(';') {
			return n, p.closing('}', open)
		}
		n.rows++
		inRow = 0
	}
}

func (p *parser) element() (sheet.Value, *SyntaxError) {
	sign := noOperator
	if p.tok.kind == operatorToken && (p.tok.op == subtract || p.tok.op == add) {
		sign = p.tok.op
		if err := p.advance(); err != nil {
			return sheet.Value{}, err
		}
	}
	v := p.tok.value
	switch {
	case p.tok.kind == endToken:
		return v, p.misplaced(CodeValueMissing)
	case p.tok.kind == wordToken && strings.EqualFold(p.tok.text, "TRUE"):
		v = sheet.Truth(true)
	case p.tok.kind == wordToken && strings.EqualFold(p.tok.text, "FALSE"):
		v = sheet.Truth(false)
	case p.tok.kind != valueToken:
		return v, p.misplaced(CodeArrayElement)
	}
	if sign != noOperator {
		if v.Kind != sheet.Number {
			return v, p.misplaced(CodeArrayElement)
		}
		if sign == subtract && v.Num != 0 {
			v.Num = -v.Num
		}
	}
	return v, p.advance()
}
