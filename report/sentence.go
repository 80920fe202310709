package report

import (
	"strings"
)

// sentence makes a formula that joins the words of a catalogue's text with cells, and gives the text that the formula results in. places
// are triples: the placeholder's name, the reference to the cell, and the cell's value as text.
func (k *consolidated) sentence(id string, places ...string) (formula, text string) {
	marked, plain := []any{}, []any{}
	refs := map[string]string{}
	for i := 0; i+2 < len(places); i += 3 {
		mark := "\x00" + places[i] + "\x00"
		refs[mark] = places[i+1]
		marked, plain = append(marked, places[i], mark), append(plain, places[i], places[i+2])
	}
	var parts []string
	for i, p := range strings.Split(k.c.T(id, marked...), "\x00") {
		switch {
		case i%2 == 1:
			parts = append(parts, refs["\x00"+p+"\x00"])
		case p != "":
			parts = append(parts, inQuotes(p))
		}
	}
	return strings.Join(parts, "&"), k.c.T(id, plain...)
}
