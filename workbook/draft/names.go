package draft

import (
	"strings"
	"unicode/utf8"

	"duban/workbook/pattern"
)

// name is one organisation, group or person of rank as a text names it.
type name struct {
	text string
	kind nameKind
	at   piece
}

type nameKind uint8

const (
	bureauName nameKind = iota
	// stemName is a name without its ending, among others that have theirs: 财政、国运等.
	stemName
	// groupName names all of a kind: 各镇区.
	groupName
	// vagueName names some of a kind without saying which: 相关部门.
	vagueName
	// headName is the county itself: 市里, 市政府.
	headName
	// leaderName names the county's leaders, or one of them: 各市级领导.
	leaderName
)

// nameList is a run of names joined by 、, 和 and the like.
type nameList struct {
	names []name
	// more says that the list is not complete: 等部门.
	more bool
	// counted says that the list gives the number of its organisations.
	counted  bool
	from, to int
}

// firm gives the names of a list that are not vague.
func (l nameList) firm() []name {
	var out []name
	for _, n := range l.names {
		if n.kind == bureauName || n.kind == stemName || n.kind == groupName {
			out = append(out, n)
		}
	}
	return out
}

func groupsOnly(names []name) bool {
	for _, n := range names {
		if n.kind != groupName {
			return false
		}
	}
	return len(names) > 0
}

func (l nameList) has(k nameKind) bool {
	for _, n := range l.names {
		if n.kind == k {
			return true
		}
	}
	return false
}

// howMany matches text that shows that elided names before it are organisations: 工信、商务两个部门.
var howMany = pattern.New(`^[两二三四五六七八九十\d]{1,2}个?(?:部门|单位|局)`)

var restPattern = pattern.New(`^等?(?:[\p{Han}]{0,4}?(?:部门|单位|机构|银行|乡镇|镇街|镇|局|企业))`)

var bothPattern = pattern.New(`^(?:、|和|与|及|以及)(部门|单位|镇区|镇街|街道)`)

const joiners = `、|和|与|及|以及|并`

// opening matches the words after which an unknown name may begin.
var opening = newLexicon(`由 协助 配合 请 、 和 与 及 以及 同 会同 联合 协同 配合 牵头 商 ： : ； （ ( ， , 。 协调 委托 交 以`)

// lists finds the runs of names in a clause.
func (g *gazetteer) lists(p piece) []nameList {
	var out []nameList
	s := p.text
	skip, asked := stripLeadIns(s), 0
	if strings.HasPrefix(s, "请") {
		asked = len("请")
	}
	for i := 0; i < len(s); {
		r, w := utf8.DecodeRuneInString(s[i:])
		opened, sure := i == 0 || i == skip || i == asked, false
		if !opened {
			if o := opening.ends(s[:i]); o != "" && (o != "商" || g.known(s[i:])) {
				opened, sure = true, o != "和" && o != "与" && o != "及" && o != "同" && o != "以" && o != "交"
			}
		}
		if !opened && !g.first[r] && r != '各' && r != '相' && r != '有' {
			i += w
			continue
		}
		l, n := g.list(p, i, opened, sure)
		if n == 0 {
			i += w
			continue
		}
		out = append(out, l)
		i += n
	}
	return out
}

var joint = pattern.New(`^(?:` + joiners + `)`)

// elidedList matches the rest of a list of organisations that says at its end what they are: 卫健、|电力、通信等单位.
var elidedList = pattern.New(`^([\p{Han}]{2,5})(?:、[\p{Han}]{2,5})*等(?:行业|相关|有关|主管|职能)*(?:单位|部门)`)

// elided reads an unknown name without its ending in such a list.
func elided(s string) (name, int) {
	m := elidedList.FindStringSubmatch(s)
	if m == nil || strings.Contains(m[1], "等") {
		return name{}, 0
	}
	return name{text: m[1], kind: stemName}, len(m[1])
}

// list reads a run of names from an offset on.
func (g *gazetteer) list(p piece, from int, opened, sure bool) (nameList, int) {
	s := p.text
	l := nameList{from: from}
	at := from
	for {
		n, size := g.one(s[at:], opened || len(l.names) > 0, sure, len(l.names) > 0)
		if size == 0 && len(l.names) > 0 {
			n, size = elided(s[at:])
		}
		if size == 0 {
			break
		}
		n.at = p.sub(at, at+size)
		l.names = append(l.names, n)
		at += size
		l.to = at
		// 镇区、部门 behind 相关镇区: the words that the first name began with also apply to the next.
		if m := bothPattern.FindStringSubmatch(s[at:]); m != nil && (n.kind == groupName || n.kind == vagueName) {
			whole := bothPattern.FindString(s[at:])
			kind, text := n.kind, "各"+m[1]
			if m[1] == "单位" {
				kind = vagueName
			}
			l.names = append(l.names, name{text: text, kind: kind, at: p.sub(at, at+len(whole))})
			at += len(whole)
			l.to = at
		}
		if rest := restPattern.FindString(s[at:]); rest != "" && strings.HasPrefix(rest, "等") {
			l.more = true
			at += len(rest)
			l.to = at
		} else if strings.HasPrefix(s[at:], "等") && len(l.names) > 1 {
			l.more = true
			at += len("等")
			l.to = at
		}
		if n := howMany.FindString(s[at:]); n != "" && len(l.names) > 1 {
			l.counted = true
			at += len(n)
			l.to = at
			break
		}
		j := joint.FindString(s[at:])
		if j == "" && !(n.kind == groupName && strings.HasPrefix(s[at:], "各")) {
			// 各乡镇各部门 needs no mark between them.
			break
		}
		at += len(j)
	}
	if len(l.names) == 0 {
		return l, 0
	}
	// A list of stems only is one of names only if it says that they are organisations.
	if !l.more && !l.counted && !l.has(bureauName) && !l.has(groupName) && !l.has(vagueName) && !l.has(leaderName) && !l.has(headName) {
		return nameList{}, 0
	}
	return l, l.to - from
}
