// Package pattern holds regular expressions that are compiled when they are first used. The program knows some two hundred ways in
// which people write dates, numbers and tasks, and most runs need only a few of them: compiling all at the start took longer than
// printing the help.
package pattern

import (
	"regexp"
	"sync"
)

// Pattern is a regular expression. Several goroutines may use it at once.
type Pattern struct {
	expr     string
	write    func() string // builds expr; nil if it is given
	once     sync.Once
	compiled *regexp.Regexp
	gate     gate
}

// New gives the pattern of an expression. A malformed one panics when it is first used.
func New(expr string) *Pattern { return ready(&Pattern{expr: expr}) }

// Of is New for an expression that is composed of lists, also when it is first used.
func Of(write func() string) *Pattern { return ready(&Pattern{write: write}) }

func ready(p *Pattern) *Pattern {
	if eager {
		p.regexp()
	}
	return p
}

func (p *Pattern) regexp() *regexp.Regexp {
	p.once.Do(func() {
		if p.write != nil {
			p.expr = p.write()
		}
		p.compiled, p.gate = regexp.MustCompile(p.expr), newGate(p.expr)
	})
	return p.compiled
}

// String gives the expression.
func (p *Pattern) String() string { return p.regexp().String() }

// passed gives the compiled expression if a text may match it, otherwise nil.
func (p *Pattern) passed(s string) *regexp.Regexp {
	re := p.regexp()
	if !p.gate.lets(s) {
		return nil
	}
	return re
}

// Quote gives an expression that matches a text and nothing else.
func Quote(text string) string { return regexp.QuoteMeta(text) }

// The methods below are those of regexp.Regexp.

func (p *Pattern) MatchString(s string) bool {
	re := p.passed(s)
	return re != nil && re.MatchString(s)
}

func (p *Pattern) FindString(s string) string {
	if re := p.passed(s); re != nil {
		return re.FindString(s)
	}
	return ""
}

func (p *Pattern) FindStringIndex(s string) []int {
	if re := p.passed(s); re != nil {
		return re.FindStringIndex(s)
	}
	return nil
}

func (p *Pattern) FindStringSubmatch(s string) []string {
	if re := p.passed(s); re != nil {
		return re.FindStringSubmatch(s)
	}
	return nil
}

func (p *Pattern) FindStringSubmatchIndex(s string) []int {
	if re := p.passed(s); re != nil {
		return re.FindStringSubmatchIndex(s)
	}
	return nil
}

func (p *Pattern) FindAllStringIndex(s string, n int) [][]int {
	if re := p.passed(s); re != nil {
		return re.FindAllStringIndex(s, n)
	}
	return nil
}

func (p *Pattern) FindAllStringSubmatch(s string, n int) [][]string {
	if re := p.passed(s); re != nil {
		return re.FindAllStringSubmatch(s, n)
	}
	return nil
}

func (p *Pattern) FindAllStringSubmatchIndex(s string, n int) [][]int {
	if re := p.passed(s); re != nil {
		return re.FindAllStringSubmatchIndex(s, n)
	}
	return nil
}

func (p *Pattern) ReplaceAllString(s, with string) string {
	if re := p.passed(s); re != nil {
		return re.ReplaceAllString(s, with)
	}
	return s
}
