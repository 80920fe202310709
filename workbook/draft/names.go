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

func (l nameList) has(k nameKind) bool {
	for _, n := range l.names {
		if n.kind == k {
			return true
		}
	}
	return false
}

// groupEnds match what may follow 各 and 所有.
var groupEnds = newLexicon(`街镇 镇区 镇街 镇办 乡镇街道 乡镇（街道） 镇（街道） 镇（街） 乡镇 镇 街道 村 村居 村社 社区 部门 区县 县区 县市区 区 开发区 园区 学校 林区乡镇`)

// bareGroups match groups that a list names without 各.
var bareGroups = newLexicon(`镇区 镇街 乡镇 街道`)

// bareSubject matches a group without 各 at the beginning of a clause.
var bareSubject = pattern.New(`^(?:镇区|镇街|乡镇|部门)[要应须]`)

// bareZone matches a zone that a county calls by its kind alone, if it is asked for work.
var bareZone = pattern.New(`^((?:经济|工业)?开发区|高新区|经开区)(?:、|和|与|(?:也|还|都)?(?:要|应|须|必须|务必|负责|牵头))`)

// howMany matches text that shows that elided names before it are organisations: 工信、商务两个部门.
var howMany = pattern.New(`^[两二三四五六七八九十\d]{1,2}个?(?:部门|单位|局)`)

var (
	groupPattern  = pattern.New(`^(?:各级)?(?:全市|全县|全镇|全区|沿江|沿海|沿线|城区|所有)?各(有关|相关|级)?(市直|县直|林区|山区|沿江|农村|行业主管|主管|行业|涉农)?`)
	vaguePattern  = pattern.New(`^(?:各|其他|所有)?(?:级)?(?:各)?(?:有关|相关|主要|协同|责任|项目|牵头|帮扶|包保|成员|职能|业务|涉及的?|所在|专业|承办|施工|建设)(?:有关|相关|责任|牵头|建设|职能|实施|招商)*(镇区|镇街|乡镇|单位|部门|科室|机构|队伍|企业)|^各(单位)`)
	leaderPattern = pattern.New(`^(?:各)?(?:包[^，。；]{1,8}?|各级)?(?:市级|县级|区级|镇级|分管|包保|班子|党政)(?:领导班子|领导干部|领导|干部|副县长|副市长)|^各位(?:副?(?:县长|市长|区长|镇长|乡长)|[县市区镇级]{1,2}领导)|^(?:河长|湾长|湖长|林长)|^(?:各(?:镇区|镇街|乡镇|镇|街道|开发区))?(?:党委|党工委)?书记[、和]?(?:镇长|乡长|主任|县长|市长|区长)(?:、主任)?`)
	seatPattern   = pattern.New(`^(?:项目)?(?:所在|落地|属地)(镇区|镇街|乡镇)`)
	restPattern   = pattern.New(`^等?(?:[\p{Han}]{0,4}?(?:部门|单位|机构|银行|乡镇|镇街|镇|局|企业))`)
	bothPattern   = pattern.New(`^(?:、|和|与|及|以及)(部门|单位|镇区|镇街|街道)`)
)

const joiners = `、|和|与|及|以及|并`

// followers match what may follow a name; before anything else it is longer, or no name.
var followers = pattern.New(`^(?:$|[、，,。；;：:（()）“”\s　]|和|与|及|等|要|应|须|需|必须|务必|确保|保证|力争|定期|负责|负总责|挂帅|牵头|主办|协办|承办|配合|会同|联合|协助|协同|协调|参与|参加|按|将|于|在|对|为|具体|共同|分别|分头|抓紧|立足|根据|结合|围绕|每|主要|分工|各自|也|还|已|可|继续|进一步|全面|尽快|联|统一|围|盯|重点|立足|着重|都|\d|明年|年|月|一|提|从|把|以|由|同|立即|马上|赴|再|一起|分(?:成|为)?\d|组成|派)`)

// opening matches the words after which an unknown name may begin.
var opening = newLexicon(`由 协助 配合 请 、 和 与 及 以及 同 会同 联合 协同 配合 牵头 商 ： : ； （ ( ， , 。 协调 委托 交 以`)

// gazetteer holds the names that a document uses.
type gazetteer struct {
	// full holds names with their ending, without 市 or 县; stems holds what speeches leave of them.
	full, stems map[string]bool
	first       map[rune]bool
}

func newGazetteer() *gazetteer {
	g := &gazetteer{full: map[string]bool{}, stems: map[string]bool{}, first: map[rune]bool{}}
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

// one reads a single name at the beginning of a text. opened says that a name may begin there, listed that it is in a list.
func (g *gazetteer) one(s string, opened, sure, listed bool) (name, int) {
	r, _ := utf8.DecodeRuneInString(s)
	if m := matchFrom(seatPattern, "项所落属", r, s); m != nil && opened {
		return name{text: "各" + m[1], kind: groupName}, len(seatPattern.FindString(s))
	}
	if m := matchFrom(leaderPattern, "各包市县区镇分班党河湾湖林书", r, s); m != nil {
		return name{text: m[0], kind: leaderName}, len(m[0])
	}
	if n := personAt(s); n > 0 && opened {
		return name{text: s[:n], kind: leaderName}, n
	}
	if m := matchFrom(groupPattern, "各全沿城所", r, s); m != nil {
		if end := groupEnds.opens(s[len(m[0]):]); end != "" && !notGroup(s[len(m[0])+len(end):]) {
			n := name{text: strings.TrimPrefix(s[:len(m[0])+len(end)], "各级"), kind: groupName}
			if m[1] == "级" {
				n.kind = vagueName
			}
			return n, len(m[0]) + len(end)
		}
	}
	if m := matchFrom(vaguePattern, "各其他所级有相主协责项牵帮包成职业涉专承施建", r, s); m != nil && (opened || listed) {
		n := name{text: m[0], kind: vagueName}
		if looseGroup.MatchString(n.text) && strings.Contains("镇区 镇街 乡镇", m[1]) {
			// 相关镇区 are some of a kind that is known.
			n.kind = groupName
		}
		return n, len(n.text)
	}
	if m := bareZone.FindStringSubmatch(s); m != nil && (opened || listed) {
		return name{text: m[1]}, len(m[1])
	}
	if m := bareSubject.FindString(s); m != "" && opened {
		m = m[:len(m)-len("要")]
		return name{text: "各" + m, kind: groupName}, len(m)
	}
	if listed {
		// 以及镇区: a group without 各 in a list.
		if end := bareGroups.opens(s); end != "" && followers.MatchString(s[len(end):]) {
			return name{text: "各" + end, kind: groupName}, len(end)
		}
	}
	size, stem := 0, false
	if g.first[r] {
		size, stem = g.knownAt(s)
	}
	if stem {
		next := s[size:]
		inList := listed || strings.HasPrefix(next, "、") || strings.HasPrefix(next, "等")
		if !inList || !opened && !listed {
			size = 0
		}
	}
	if (opened || listed) && (size == 0 || stem || !followers.MatchString(s[size:])) {
		if n := unknownAt(s, sure || listed); n > size {
			return name{text: s[:n]}, n
		}
	}
	if size > 0 {
		if heads.has(s[:size]) {
			return name{text: s[:size], kind: headName}, size
		}
		if stem {
			return name{text: s[:size], kind: stemName}, size
		}
		return name{text: s[:size]}, size
	}
	if h := heads.opens(s); h != "" && opened && utf8.RuneCountInString(h) > 1 {
		return name{text: h, kind: headName}, len(h)
	}
	return name{}, 0
}

// matchFrom matches a pattern that can only begin with certain characters.
func matchFrom(p *pattern.Pattern, first string, r rune, s string) []string {
	if !strings.ContainsRune(first, r) {
		return nil
	}
	return p.FindStringSubmatch(s)
}

// notGroup reports whether text that looks like a group is the beginning of another word: 各镇区域, 各村干部.
func notGroup(rest string) bool {
	for _, w := range []string{"域", "干部", "领导", "长", "庄", "民", "容", "级"} {
		if strings.HasPrefix(rest, w) {
			return true
		}
	}
	return false
}

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
