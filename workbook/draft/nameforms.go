package draft

import (
	"strings"
	"unicode/utf8"

	"duban/workbook/pattern"
)

// nameStart is a place in a clause at which a name may begin.
type nameStart struct {
	*gazetteer
	// text is the clause from there on.
	text string
	// opened says that a name may begin there, sure that a word before it makes one likely, listed that it is in a list.
	opened, sure, listed bool
}

// nameForms are the forms that a name may have, in the order in which they are tried. Each gives the name and its number of bytes; 0 if there
// is none of this form.
var nameForms = []struct {
	name    string
	example string
	read    func(nameStart) (name, int)
}{
	{"seat of a project", "由项目所在镇区10月底前完成征地", nameStart.seat},
	{"leaders", "各包片县级领导要加强督导", nameStart.leaders},
	{"person", "李梅同志负总责，住建局11月底前改造老旧小区6个", nameStart.person},
	{"group", "各镇区要按计划完成改厕任务", nameStart.group},
	{"some of a kind", "各有关单位要提前筹备展会，12月初举办", nameStart.vague},
	{"zone called by its kind", "高新区要新建厂房3栋", nameStart.zone},
	{"group that is the subject", "镇街要建立工作台账", nameStart.subjectGroup},
	{"group in a list", "由住建局以及镇区负责，10月底前清理广告牌", nameStart.listedGroup},
	{"organisation", "水利局要做好雨季调度", nameStart.organisation},
	{"county", "县里要组织观摩，10月底前完成", nameStart.county},
}

// one reads a single name at the beginning of a text.
func (g *gazetteer) one(s string, opened, sure, listed bool) (name, int) {
	at := nameStart{g, s, opened, sure, listed}
	for i := range nameForms {
		if n, size := nameForms[i].read(at); size > 0 {
			g.decided.tell(nameForms[i].name)
			return n, size
		}
	}
	return name{}, 0
}

// seat reads the town in which something is: 项目所在镇区.
func (at nameStart) seat() (name, int) {
	m := at.match(seatPattern, "项所落属")
	if m == nil || !at.opened {
		return name{}, 0
	}
	return name{text: "各" + m[1], kind: groupName}, len(m[0])
}

var seatPattern = pattern.New(`^(?:项目)?(?:所在|落地|属地)(镇区|镇街|乡镇)`)

func (at nameStart) leaders() (name, int) {
	m := at.match(leaderPattern, "各包市县区镇分班党河湾湖林书")
	if m == nil {
		return name{}, 0
	}
	return name{text: m[0], kind: leaderName}, len(m[0])
}

var leaderPattern = pattern.New(`^(?:各)?(?:包[^，。；]{1,8}?|各级)?(?:市级|县级|区级|镇级|分管|包保|班子|党政)(?:领导班子|领导干部|领导|干部|副县长|副市长)|^各位(?:副?(?:县长|市长|区长|镇长|乡长)|[县市区镇级]{1,2}领导)|^(?:河长|湾长|湖长|林长)|^(?:各(?:镇区|镇街|乡镇|镇|街道|开发区))?(?:党委|党工委)?书记[、和]?(?:镇长|乡长|主任|县长|市长|区长)(?:、主任)?`)

func (at nameStart) person() (name, int) {
	if !at.opened {
		return name{}, 0
	}
	n := personAt(at.text)
	return name{text: at.text[:n], kind: leaderName}, n
}

// group reads all of a kind: 各镇区.
func (at nameStart) group() (name, int) {
	m := at.match(groupPattern, "各全沿城所")
	if m == nil {
		return name{}, 0
	}
	end := groupEnds.opens(at.text[len(m[0]):])
	size := len(m[0]) + len(end)
	if end == "" || notGroup(at.text[size:]) {
		return name{}, 0
	}
	n := name{text: strings.TrimPrefix(at.text[:size], "各级"), kind: groupName}
	if m[1] == "级" {
		n.kind = vagueName
	}
	return n, size
}

var groupPattern = pattern.New(`^(?:各级)?(?:全市|全县|全镇|全区|沿江|沿海|沿线|城区|所有)?各(有关|相关|级)?(市直|县直|林区|山区|沿江|农村|行业主管|主管|行业|涉农)?`)

// groupEnds match what may follow 各 and 所有.
var groupEnds = newLexicon(`街镇 镇区 镇街 镇办 乡镇街道 乡镇（街道） 镇（街道） 镇（街） 乡镇 镇 街道 村 村居 村社 社区 部门 区县 县区 县市区 区 开发区 园区 学校 林区乡镇`)

// notGroup reports whether text that looks like a group is the beginning of another word: 各镇区域, 各村干部.
func notGroup(rest string) bool {
	for _, w := range []string{"域", "干部", "领导", "长", "庄", "民", "容", "级"} {
		if strings.HasPrefix(rest, w) {
			return true
		}
	}
	return false
}

// vague reads some of a kind: 相关部门. 相关镇区 are some of a kind that is known.
func (at nameStart) vague() (name, int) {
	m := at.match(vaguePattern, "各其他所级有相主协责项牵帮包成职业涉专承施建")
	if m == nil || !at.opened && !at.listed {
		return name{}, 0
	}
	n := name{text: m[0], kind: vagueName}
	if looseGroup.MatchString(n.text) && strings.Contains("镇区 镇街 乡镇", m[1]) {
		n.kind = groupName
	}
	return n, len(n.text)
}

var vaguePattern = pattern.New(`^(?:各|其他|所有)?(?:级)?(?:各)?(?:有关|相关|主要|协同|责任|项目|牵头|帮扶|包保|成员|职能|业务|涉及的?|所在|专业|承办|施工|建设)(?:有关|相关|责任|牵头|建设|职能|实施|招商)*(镇区|镇街|乡镇|单位|部门|科室|机构|队伍|企业)|^各(单位)`)

func (at nameStart) zone() (name, int) {
	m := bareZone.FindStringSubmatch(at.text)
	if m == nil || !at.opened && !at.listed {
		return name{}, 0
	}
	return name{text: m[1]}, len(m[1])
}

// bareZone matches a zone that a county calls by its kind alone, if it is asked for work.
var bareZone = pattern.New(`^((?:经济|工业)?开发区|高新区|经开区)(?:、|和|与|\d{1,2}月|年底前|年内|(?:也|还|都)?(?:要|应|须|必须|务必|负责|牵头|具体))`)

func (at nameStart) subjectGroup() (name, int) {
	m := bareSubject.FindString(at.text)
	if m == "" || !at.opened {
		return name{}, 0
	}
	m = m[:len(m)-len("要")]
	return name{text: "各" + m, kind: groupName}, len(m)
}

// bareSubject matches a group without 各 at the beginning of a clause.
var bareSubject = pattern.New(`^(?:镇区|镇街|乡镇|部门)[要应须]`)

// listedGroup reads a group that a list names without 各: 以及镇区.
func (at nameStart) listedGroup() (name, int) {
	end := bareGroups.opens(at.text)
	if !at.listed || end == "" || !followers.MatchString(at.text[len(end):]) {
		return name{}, 0
	}
	return name{text: "各" + end, kind: groupName}, len(end)
}

// bareGroups match groups that a list names without 各.
var bareGroups = newLexicon(`镇区 镇街 乡镇 街道`)

// organisation reads a name that the gazetteer knows, or an unknown one that is longer. A name without its ending counts only in a list.
func (at nameStart) organisation() (name, int) {
	size, stem := 0, false
	if r, _ := utf8.DecodeRuneInString(at.text); at.first[r] {
		size, stem = at.knownAt(at.text)
	}
	if next := at.text[size:]; stem && !at.listed && !(at.opened && (strings.HasPrefix(next, "、") || strings.HasPrefix(next, "等"))) {
		size = 0
	}
	if (at.opened || at.listed) && (size == 0 || stem || !followers.MatchString(at.text[size:])) {
		if n := unknownAt(at.text, at.sure || at.listed); n > size {
			return name{text: at.text[:n]}, n
		}
	}
	n := name{text: at.text[:size]}
	switch {
	case heads.has(n.text):
		n.kind = headName
	case stem:
		n.kind = stemName
	}
	return n, size
}

func (at nameStart) county() (name, int) {
	h := heads.opens(at.text)
	if !at.opened || utf8.RuneCountInString(h) < 2 {
		return name{}, 0
	}
	return name{text: h, kind: headName}, len(h)
}

// match matches a pattern that can only begin with certain characters.
func (at nameStart) match(p *pattern.Pattern, first string) []string {
	r, _ := utf8.DecodeRuneInString(at.text)
	if !strings.ContainsRune(first, r) {
		return nil
	}
	return p.FindStringSubmatch(at.text)
}
