// Package pattern holds regular expressions that are compiled when they are first used. The program knows some two
// hundred ways in which people write dates, numbers and tasks, and most runs meet a handful of them: compiled one and all
// at the start, they took longer than printing the help does.
package pattern

import (
	"regexp"
	"sync"
)

// Pattern is a regular expression. Several goroutines may use it at once.
type Pattern struct {
	expr     string
	once     sync.Once
	compiled *regexp.Regexp
}

// New gives the pattern of an expression. One that is malformed panics when it is first used.
func New(expr string) *Pattern {
	p := &Pattern{expr: expr}
	if eager {
		p.regexp()
	}
	return p
}

func (p *Pattern) regexp() *regexp.Regexp {
	p.once.Do(func() { p.compiled = regexp.MustCompile(p.expr) })
	return p.compiled
}

// String gives the expression.
func (p *Pattern) String() string { return p.expr }

// The methods below are those of regexp.Regexp.

func (p *Pattern) MatchString(s string) bool { return p.regexp().MatchString(s) }

func (p *Pattern) FindString(s string) string { return p.regexp().FindString(s) }

func (p *Pattern) FindStringIndex(s string) []int { return p.regexp().FindStringIndex(s) }

func (p *Pattern) FindStringSubmatch(s string) []string { return p.regexp().FindStringSubmatch(s) }

func (p *Pattern) FindStringSubmatchIndex(s string) []int {
	return p.regexp().FindStringSubmatchIndex(s)
}

func (p *Pattern) FindAllStringIndex(s string, n int) [][]int {
	return p.regexp().FindAllStringIndex(s, n)
}

func (p *Pattern) FindAllStringSubmatch(s string, n int) [][]string {
	return p.regexp().FindAllStringSubmatch(s, n)
}

func (p *Pattern) FindAllStringSubmatchIndex(s string, n int) [][]int {
	return p.regexp().FindAllStringSubmatchIndex(s, n)
}

func (p *Pattern) ReplaceAllString(s, with string) string {
	return p.regexp().ReplaceAllString(s, with)
}
