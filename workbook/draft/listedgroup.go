package draft

import (
	"strings"

	"duban/workbook/pattern"
	"duban/workbook/sheet"
)

// listedGroup is a group whose members the document names: 各镇街指城关街道、柳林镇.
type listedGroup struct {
	name    string
	members []string
	at      Said
}

// groupSaid matches text that names the members of a group.
var groupSaid = pattern.New(`((?:全[市县区])?各?[\p{Han}]{0,4}?(?:镇街|街镇|镇办|乡镇|街道|镇|乡|园区|部门))(?:是?指|包括|即|具体为)[：:]?([^。；;：:\n]+)`)

// listedGroups finds the groups with named members, in paragraphs and in the rows of tables, which may have notes at the end.
func listedGroups(paras []*paragraph) []listedGroup {
	var out []listedGroup
	find := func(text string, at Span) {
		for _, m := range groupSaid.FindAllStringSubmatch(text, -1) {
			g := listedGroup{name: "各" + strings.TrimPrefix(m[1], "各"), at: Said{At: at, Quote: text}}
			if g.members = membersOf(m[2]); len(g.members) > 1 {
				out = append(out, g)
			}
		}
	}
	for _, p := range paras {
		if p.table == nil {
			find(p.text, p.span(0, len(p.text)))
			continue
		}
		for _, row := range p.table.Rows {
			for _, c := range row.Cells {
				if text := c.Value.String(); strings.ContainsRune(text, '、') {
					find(text, Span{Para: p.no, Cell: sheet.At(row.N, c.Col).String()})
				}
			}
		}
	}
	return out
}

// membersOf splits a list of names; nil if it has anything else. 和 joins two names, but may also be within one: 和平街道.
func membersOf(list string) []string {
	var out []string
	for _, n := range strings.FieldsFunc(list, func(r rune) bool { return strings.ContainsRune("、，, 　", r) }) {
		if a, b, ok := strings.Cut(n, "和"); ok && suffixOf(a) != "" {
			out, n = append(out, a), b
		}
		out = append(out, n)
	}
	for _, n := range out {
		if suffixOf(n) == "" || isGroup(n) {
			return nil
		}
	}
	return out
}

// joinListed puts the members that the document names into a group, whether or not they have a task. It reports whether there are any.
func (d *Draft) joinListed(group string, said []listedGroup) bool {
	for _, g := range said {
		if !(everyTown.MatchString(g.name) && townsOnly.MatchString(group)) && g.name != group && !(everyTown.MatchString(g.name) && everyTown.MatchString(group)) && !(townsOnly.MatchString(g.name) && townsOnly.MatchString(group)) {
			continue
		}
		for _, n := range g.members {
			if townsOnly.MatchString(group) && strings.HasSuffix(n, "街道") {
				// The listed members also decide which of them are towns.
				continue
			}
			b := d.bureau(n)
			if b == nil {
				b = &Bureau{Name: g.at}
				b.Name.Text = n
				b.category(key(n))
				d.Bureaus = append(d.Bureaus, b)
			}
			b.Groups = append(b.Groups, group)
		}
		return true
	}
	return false
}

// bureau finds the bureau with a name, nil if the draft has none.
func (d *Draft) bureau(name string) *Bureau {
	for _, b := range d.Bureaus {
		if key(b.Name.Text) == key(name) {
			return b
		}
	}
	return nil
}
