package draft

import (
	"strings"
	"unicode/utf8"

	"duban/workbook/pattern"
)

// gazetteer holds the names that a document uses.
type gazetteer struct {
	// full holds names with their ending, without 市 or 县; stems holds what speeches leave of them.
	full, stems map[string]bool
	first       map[rune]bool
	decided     telling
}

func newGazetteer(decided telling) *gazetteer {
	g := &gazetteer{decided: decided, full: map[string]bool{}, stems: map[string]bool{}, first: map[rune]bool{}}
	for n := range library().names {
		g.learn(n)
	}
	for s := range library().stems {
		g.stems[s] = true
		g.begin(s)
	}
	for _, p := range prefixes.words() {
		g.begin(p)
	}
	for _, h := range heads.words() {
		g.begin(h)
	}
	return g
}

func (g *gazetteer) begin(s string) {
	r, _ := utf8.DecodeRuneInString(s)
	g.first[r] = true
}

func (g *gazetteer) learn(n string) {
	g.full[n] = true
	g.begin(n)
	for _, t := range towns {
		if stem, ok := strings.CutSuffix(n, t); ok && utf8.RuneCountInString(stem) >= 2 && strings.Contains(t, "镇") {
			g.stems[stem] = true
			g.begin(stem)
		}
	}
}

const longestName = 14

// knownAt gives the longest known name that a text begins with, together with 市 or 县委 before it.
func (g *gazetteer) knownAt(s string) (size int, stem bool) {
	for _, p := range prefixes.words() {
		if rest, ok := strings.CutPrefix(s, p); ok {
			if n := g.longest(rest, g.full); n > 0 {
				return len(p) + n, false
			}
		}
	}
	full, short := g.longest(s, g.full), g.longest(s, g.stems)
	if short > full {
		if strings.HasPrefix(s[short:], "部门") && !strings.HasPrefix(s[short:], "部门的") {
			return short + len("部门"), false
		}
		return short, true
	}
	return full, false
}

// known reports whether a text begins with a known name.
func (g *gazetteer) known(s string) bool {
	size, _ := g.knownAt(s)
	return size > 0
}

func (g *gazetteer) longest(s string, names map[string]bool) int {
	best, n := 0, 0
	for i, r := range s {
		if n++; n > longestName {
			break
		}
		if end := i + utf8.RuneLen(r); n >= 2 && names[s[:end]] {
			best = end
		}
	}
	return best
}

var (
	// noStart matches words that no unknown name begins with, notWithin words that none has.
	noStart   = pattern.New(`^(?:全年|年内|由|请|会同|联合|得到|对|每|在|从|向|把|将|按|为|与|和|及|同|该|其|本|这|那|两|三|使|让|省|根据|按照|结合|围绕|通过|以|列席|出席|组织|聘|国家|中央)`)
	notWithin = pattern.New(`[\d由了的把将让使向给得并]|提出|完成|建成|形成|开展|推进|抓好|做好|加强|加快|落实|组建|成立|召开|举办|提交|全部|实现|年底|月底|确保|争取`)
)

// unknownAt finds an unknown name: a short text with the ending of a name, followed by what follows names. sure
// says that a word before it makes a name likely.
func unknownAt(s string, sure bool) int {
	if noStart.MatchString(s) {
		return 0
	}
	n := 0
	for i, r := range s {
		if n++; n > longestName+2 || strings.ContainsRune("、，,。；;：:“”（(的了", r) {
			return 0
		}
		end := i + utf8.RuneLen(r)
		if n < 3 || suffixOf(s[:end]) == "" {
			continue
		}
		rest := s[end:]
		if notWithin.MatchString(s[:end]) || !belongs(s[:end]) {
			return 0
		}
		if !followers.MatchString(rest) && verbAt(rest) == "" && !headPost.MatchString(rest) {
			continue
		}
		if suffixGoesOn(rest) || notNames.has(withoutPrefix(s[:end])) {
			continue
		}
		if !sure && (verbAt(s) != "" || stripLeadIns(s) > 0 || strings.HasPrefix(s, "对") || strings.HasPrefix(s, "每") || strings.ContainsAny(s[:end], "和与为在要")) {
			return 0
		}
		if sure && strings.ContainsAny(s[:end], "要为") {
			return 0
		}
		return end
	}
	return 0
}

// belongs reports whether the text before a known name within a longer one can be part of the name: 白河县财政局, but not
// 鲁担惠农贷财政局.
func belongs(n string) bool {
	for i := range n {
		if i == 0 || !knownName(n[i:]) {
			continue
		}
		head := n[:i]
		if branchOf.MatchString(head) {
			return true
		}
		for _, p := range prefixes.words() {
			if strings.HasSuffix(head, p) {
				return true
			}
		}
		return false
	}
	return true
}

// branchOf begins the full name of a local branch of a body above the county: 国网明河供电公司.
var branchOf = pattern.New(`^(?:国网|国家|中国)`)

func knownName(n string) bool { _, ok := library().names[n]; return ok }

// suffixGoesOn reports whether a suffix is the beginning of a longer one: 公安局|交警大队, 管委|会.
func suffixGoesOn(rest string) bool {
	for _, more := range []string{"会", "公室", "事处", "道办"} {
		if strings.HasPrefix(rest, more) && !strings.HasPrefix(rest, "会同") {
			return true
		}
	}
	return false
}

// followers match what may follow a name; before anything else it is longer, or no name.
var followers = pattern.New(`^(?:$|[、，,。；;：:（()）“”\s　]|和|与|及|等|要|应|须|需|必须|务必|确保|保证|力争|定期|负责|负总责|挂帅|牵头|主办|协办|承办|配合|会同|联合|协助|协同|协调|参与|参加|按|将|于|在|对|为|具体|共同|分别|分头|抓紧|立足|根据|结合|围绕|每|主要|分工|各自|也|还|已|可|继续|进一步|全面|尽快|联|统一|围|盯|重点|立足|着重|都|\d|明年|年|月|一|提|从|把|以|由|同|立即|马上|赴|再|一起|分(?:成|为)?\d|组成|派)`)
