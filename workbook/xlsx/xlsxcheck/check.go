package xlsxcheck

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Check gives the faults of a workbook, one line each, "part: what is wrong", in the order of the parts; none if it is in order.
func Check(data []byte) []string {
	b := &book{parts: map[string][]byte{}, trees: map[string]*node{}, kinds: map[string]string{}, rels: map[string]map[string]relation{}}
	if !b.unpack(data) {
		return b.faults
	}
	b.parse()
	b.contentTypes()
	b.relationships()
	orders := orders()
	for _, name := range b.names() {
		if t := b.trees[name]; t != nil {
			b.order(name, t, orders)
			b.references(name, t)
		}
	}
	b.workbook()
	return b.faults
}

// book is the workbook under check.
type book struct {
	parts map[string][]byte
	trees map[string]*node
	// kinds are the content types of the parts; rels are the relationships of a part, by id.
	kinds  map[string]string
	rels   map[string]map[string]relation
	faults []string

	main    string
	sheets  []sheetPart
	strings int
	formats int
	dxfs    int
	// defined holds the defined names, in lower case.
	defined map[string]bool
}

type sheetPart struct{ name, part string }

type relation struct {
	kind, target string
	external     bool
}

func (b *book) fault(part, format string, args ...any) {
	b.faults = append(b.faults, part+": "+fmt.Sprintf(format, args...))
}

// names gives the parts' names, sorted.
func (b *book) names() []string {
	out := make([]string, 0, len(b.parts))
	for name := range b.parts {
		out = append(out, name)
	}
	slices.SortFunc(out, cmp.Compare[string])
	return out
}

// related finds the part to which a part has a relationship of a kind; empty if there is none.
func (b *book) related(part, kind string) string {
	for _, id := range sortedKeys(b.rels[part]) {
		if r := b.rels[part][id]; r.kind == kind && !r.external {
			return r.target
		}
	}
	return ""
}

func sortedKeys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

func isXML(name string) bool {
	return strings.HasSuffix(name, ".xml") || strings.HasSuffix(name, ".rels") || strings.HasSuffix(name, ".vml")
}
