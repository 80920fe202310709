package draft

import (
	"slices"
	"strings"

	"duban/workbook"
	"duban/workbook/pattern"
)

// roles are the names of a cell or labelled value by what it says of each: the plain ones have the role that the label
// or heading gives.
type roles struct {
	leads, supports, plain []name
	// whose is the name with 牵头 behind it, if that may also be meant for the names before.
	whose string
}

var (
	// bracketRole and roleWord say with a name what it does: 水利局（牵头）, 城管局配合. A bracket speaks of one name, a word
	// of all that are joined before it.
	bracketRole = pattern.New(`^(.+?)[（(](总?牵头|主办|主责|负责|配合|协办|协助|参与|支持)(?:单位|部门)?[）)]$`)
	roleWord    = pattern.New(`^由?(.+?)(总?牵头|主办|主责|负责|(?:积极|共同|参与)?配合|协办|协助|参与)(?:落实|实施)?$`)
	helping     = pattern.New(`配合|协办|协助|参与|支持`)
	// besideName matches other text in a bracket behind a name: 水利局（河道科）.
	besideName = pattern.New(`^(.+?)[（(][^（）()]*[）)]$`)
)

// asideName matches a name in a bracket.
var asideName = pattern.New(`^[（(]([^（）()]{2,20})[）)]$`)

// besideNext matches a bracket at the beginning of a line, which belongs to the name in the line above.
var besideNext = pattern.New(`^[\s　]*[（(]`)

// alias records a further name of a bureau, if it is that of a bureau and not of an office within it (水利局（河道科）).
func (r *reader) alias(name, other string) {
	if suffixOf(other) == "" || strings.HasSuffix(other, "科") || slices.Contains(r.aliases[name], other) {
		return
	}
	if r.aliases == nil {
		r.aliases = map[string][]string{}
	}
	r.aliases[name] = append(r.aliases[name], other)
}

// roleOf reads the role beside a name, empty if there is none.
func (r *reader) roleOf(p piece) (who piece, role string, word bool) {
	at := bracketRole.FindStringSubmatchIndex(p.text)
	if at == nil {
		if at = roleWord.FindStringSubmatchIndex(p.text); at != nil && !r.wholeName(p.text[at[2]:at[3]]) {
			at = nil
		}
		word = at != nil
	}
	if at == nil {
		if at := besideName.FindStringSubmatchIndex(p.text); at != nil && !r.wholeName(p.text) && r.wholeName(p.text[at[2]:at[3]]) {
			r.alias(p.text[at[2]:at[3]], strings.Trim(p.text[at[3]:], brackets))
			return p.sub(at[2], at[3]), "", false
		}
		return p, "", false
	}
	role = workbook.ColLeads
	if helping.MatchString(p.text[at[4]:at[5]]) {
		role = workbook.ColSupports
	}
	return p.sub(at[2], at[3]), role, word
}

// wholeName reports whether a text is only one name.
func (r *reader) wholeName(s string) bool {
	_, size := r.names.one(s, true, true, true)
	return size == len(s)
}

// listed reads a cell or labelled value that has only names: each text between the marks is one.
func (r *reader) listed(p piece) roles {
	var out roles
	var before []name // joined by 、 to what comes next
	start := 0
	add := func(a, b int) {
		who, role, word := r.roleOf(p.sub(a, b).trim(spaces + stops + "，,、\n"))
		who.text = strings.TrimSuffix(strings.TrimSuffix(who.text, "等单位"), "等")
		if m := asideName.FindStringSubmatch(who.text); m != nil && len(before) > 0 {
			// On a line of its own below a name it is a further name of that bureau.
			r.alias(before[len(before)-1].text, m[1])
			return
		}
		if who.text == "" || workbook.IsOpenWord(who.text) || strings.Trim(who.text, "/-—－") == "" || who.text == "无" {
			return
		}
		n := name{text: who.text, at: who}
		switch one, size := r.names.one(who.text, true, true, true); {
		case size == len(who.text):
			n.kind = one.kind
		case vaguePattern.MatchString(who.text):
			n.kind = vagueName
		}
		if n.kind == stemName {
			n.kind = bureauName
		}
		if role == "" {
			before = append(before, n)
			return
		}
		with := []name{n}
		if word {
			with, before = append(before, n), nil
		} else if role == workbook.ColLeads && len(before) > 0 {
			out.whose = n.text
		}
		if role == workbook.ColLeads {
			out.leads = append(out.leads, with...)
		} else {
			out.supports = append(out.supports, with...)
		}
		out.plain, before = append(out.plain, before...), nil
	}
	c := cutter{text: p.text}
	for i, ch := range p.text {
		if c.outside(i, ch) && strings.ContainsRune("、，,；;\n ", ch) {
			add(start, i)
			start = i + len(string(ch))
			if ch != '、' && ch != ' ' && !besideNext.MatchString(nearStart(p.text[start:])) {
				out.plain, before = append(out.plain, before...), nil
			}
		}
	}
	add(start, len(p.text))
	out.plain = append(out.plain, before...)
	return out.settled()
}

// settled makes names without a role supports if another one leads.
func (o roles) settled() roles {
	if len(o.leads) > 0 {
		o.supports, o.plain = append(o.plain, o.supports...), nil
	}
	return o
}

// named reads a cell of names, which may have labels: 牵头单位：住建局；配合单位：公安局.
func (r *reader) named(p piece) roles {
	fields, rest, ok := readFields(p)
	if !ok {
		return r.listed(p)
	}
	out := r.listed(rest)
	for _, f := range fields {
		in := r.listed(f.value)
		out.leads, out.supports, out.whose = append(out.leads, in.leads...), append(out.supports, in.supports...), out.whose+in.whose
		switch f.key {
		case workbook.ColLeads:
			out.leads = append(out.leads, in.plain...)
		case workbook.ColSupports:
			out.supports = append(out.supports, in.plain...)
		case fieldDuty:
			out.plain = append(out.plain, in.plain...)
		}
	}
	return out.settled()
}

// firmOnly gives the texts of the names that are not vague.
func firmOnly(names []name) []string {
	return texts(nameList{names: names}.firm())
}
