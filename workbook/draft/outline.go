package draft

import (
	"strings"
	"unicode/utf8"

	"duban/workbook/pattern"
)

// section is a numbered division of the document, from 第一部分 down to 一是 within a paragraph.
type section struct {
	parent *section
	kind   string
	mark   string
	number int
	// title is the heading: a paragraph of its own, or the short sentence that the section begins with.
	title piece
	// inline says that the section begins within a paragraph; note holds the labelled lines behind such sections, which are about them all.
	inline bool
	note   *note
	// behind is the section whose labelled lines are meant for this one, too.
	behind *section
	tone   tone
	// charge is who answers for the section, by the bracket behind its heading.
	charge piece
	// owners are the bureaus that the heading names, if it is nothing else; owned says that they were looked for.
	owners []name
	owned  bool
	body   []piece
	// subs are the sections within, in order.
	subs []*section
	// tables are the tables in it.
	tables []*paragraph
}

// tone is what a section of a document is for, as its heading says.
type tone uint8

const (
	work tone = iota
	// background tells of the past and of how things stand: it has figures, but no tasks.
	background
	// frame asks everyone for attitude: only those who are named have a task.
	frame
	// goals are figures to be reached.
	goals
)

// tones lists the words that decide a heading's tone; the first that fits counts.
var tones = []struct {
	tone    tone
	pattern *pattern.Pattern
}{
	{goals, pattern.New(`(?:工作|主要|预期|总体|行动|年度|发展)目标|目标任务$`)},
	{frame, pattern.New(`总体要求|指导思想|基本原则|工作原则|工作要求|有关要求|几点要求|组织领导|组织保障|保障措施|组织实施$|强化保障|重要意义|提高认识|统一思想`)},
	{background, pattern.New(`回顾|(?:工作|经济|基本|主要|总体|运行|完成|进展|落实)情况$|运行$|总结$|现状|形势|成效|成绩|背景|存在的?(?:主要|突出|共性|普遍|一些)*(?:困难|问题|不足|短板)|(?:上半年|去年|前期)的?(?:工作|经济运行)`)},
}

func toneOf(title string, parent *section) tone {
	title = strings.Trim(title, spaces+stops+"：:")
	for _, t := range tones {
		if t.pattern.MatchString(title) && utf8.RuneCountInString(title) <= longestTitle {
			return t.tone
		}
	}
	if parent != nil {
		return parent.tone
	}
	return work
}

// longestTitle is the most characters of a heading that begins a paragraph; a longer first sentence is a task itself.
const longestTitle = 32

// outline divides paragraphs into sections. Text before the first mark belongs to the root.
type outline struct {
	root  *section
	stack []*section
	// titles are the paragraphs before the first section: the document's title, its date, the address.
	titles []piece
	began  bool
}

func readOutline(paras []*paragraph) *outline {
	o := &outline{root: &section{tone: frame}}
	o.stack = []*section{o.root}
	for i, p := range paras {
		switch {
		case p.table != nil:
			o.top().tables = append(o.top().tables, p)
		case i+1 < len(paras) && overItems(p, paras[i+1]):
			at := piece{p, 0, p.text}.trim(spaces)
			o.name(o.open(overList, at.text, 0), at)
		default:
			o.paragraph(p)
		}
	}
	if len(o.root.subs) == 0 {
		// Nothing is numbered, so there is no address before the work.
		o.root.tone = work
	}
	return o
}

// overList is the kind of section that a line of names begins.
const overList = "bureau"

// overItems reports whether a line has only names and is followed by the first of numbered items, which are their tasks.
func overItems(p, next *paragraph) bool {
	m, marked := markAt(strings.Trim(next.text, spaces), false, noneBefore)
	if !marked || m.number != 1 || next.table != nil || m.kind == "han" || m.kind == "chapter" {
		return false
	}
	names := strings.TrimRight(strings.Trim(p.text, spaces), "：:")
	for _, n := range strings.Split(names, "、") {
		if count := utf8.RuneCountInString(n); count < 3 || count > longestName || suffixOf(n) == "" || strings.ContainsAny(n, "，。；：") {
			return false
		}
		if _, marked := markAt(n, false, noneBefore); marked || verbAt(n) != "" {
			return false
		}
	}
	return true
}

func (o *outline) top() *section { return o.stack[len(o.stack)-1] }

// last gives the last number of a kind of mark, in the open sections and those within them.
func (o *outline) last(kind string) int {
	for i := len(o.stack) - 1; i >= 0; i-- {
		if o.stack[i].kind == kind {
			return o.stack[i].number
		}
	}
	return 0
}

// open begins a section. If a section of the same kind is open, it ends that section and all within it; a new kind begins a section within.
func (o *outline) open(kind, text string, number int) *section {
	for i := 1; i < len(o.stack); i++ {
		if o.stack[i].kind == kind {
			o.stack = o.stack[:i]
			break
		}
	}
	if o.top().kind == "annex" && (kind == "han" || kind == "chapter") {
		// 一、 in an annex stands beside 一、 before it.
		o.stack = o.stack[:1]
	}
	s := &section{parent: o.top(), kind: kind, mark: text, number: number, tone: o.top().tone}
	if s.parent == o.root {
		s.tone = work
	}
	o.top().subs = append(o.top().subs, s)
	o.stack = append(o.stack, s)
	o.began = true
	return s
}

var dateLine = pattern.New(`^[（(]?\s*(?:20\d\d|二[〇○零]).{1,14}[日号]?(?:印发|发布|通过)?[）)]?$|^20\d\d[-./]\d{1,2}[-./]\d{1,2}$`)

func (o *outline) paragraph(p *paragraph) {
	at := piece{p, 0, p.text}.trim(spaces)
	if at.text == "" {
		return
	}
	if roll.MatchString(at.text) {
		return
	}
	if o.began && annex.MatchString(at.text) {
		o.stack = o.stack[:1]
		o.open("annex", "", 0)
		return
	}
	if top := o.top(); top.kind == "annex" && top.title.text == "" && len(top.body) == 0 && annexTitle(at.text) {
		o.name(top, at)
		return
	}
	if at2 := framed.FindStringIndex(at.text); at2 != nil {
		o.stack = o.stack[:1]
		s := o.open("frame", "", 0)
		o.name(s, at.sub(0, at2[1]))
		s.tone = frame
		o.run(at.sub(at2[1], len(at.text)), false)
		return
	}
	if labelAhead.MatchString(at.text) {
		// 责任单位：… behind 1. 2. 3. within a paragraph is of all of them.
		for len(o.stack) > 1 && o.top().inline {
			o.stack = o.stack[:len(o.stack)-1]
		}
	}
	m, marked := markAt(at.text, false, o.last)
	if title, to, ok := bracketTitle(at); ok && !labelAhead.MatchString(at.text) && p.level == 0 && len(o.titles) > 0 {
		s := o.open(at.text[:len("【")], "", 0)
		o.name(s, title)
		rest := at.sub(to, len(at.text))
		if s.tone == frame && limits.MatchString(rest.text) {
			// 【工作要求】各单位9月底前报送方案 asks for more than attitude.
			s.tone = work
		}
		o.run(rest, false)
		return
	}
	if p.level > 0 {
		kind := "heading" + string(rune('0'+min(p.level, 9)))
		if p.level == 1 && !o.began && !marked {
			o.titles = append(o.titles, at)
			return
		}
		o.closeDeeper(p.level)
		s := o.open(kind, m.text, m.number)
		if marked {
			at = at.sub(m.size, len(at.text))
		}
		o.name(s, at)
		return
	}
	if !marked && !o.began && (address.MatchString(at.text) ||
		len(o.titles) < 3 && utf8.RuneCountInString(at.text) <= 60 && !orders(at.text) || dateLine.MatchString(at.text)) {
		o.titles = append(o.titles, at)
		return
	}
	if marked && m.kind != "aspect" {
		o.open(m.kind, m.text, m.number)
		at = o.bracketNamed(at.sub(m.size, len(at.text)))
		marked = o.top().title.text == ""
	}
	o.run(at, marked)
}

// bracketNamed takes a heading in brackets for the title of the section just opened, and gives the text behind it: 1.【安全生产】应急局….
func (o *outline) bracketNamed(at piece) piece {
	title, to, ok := bracketTitle(at)
	if !ok || labelAhead.MatchString(at.text) {
		return at
	}
	o.name(o.top(), title)
	return at.sub(to, len(at.text)).trim(spaces)
}

// address matches the line that says who a paper is for.
var address = pattern.New(`^[^，。；：]{2,20}(?:[、，][^，。；：]{2,20})*[：:]$`)

// annex matches the first line of an annex; its title is in the next.
var annex = pattern.New(`^附件[ 　]*[\d一二三四五六七八九十]{0,2}[：:]?$`)

// annexTitle reports whether a line below 附件 is the title of the annex.
func annexTitle(text string) bool {
	_, marked := markAt(text, false, noneBefore)
	return !marked && !orders(text) && utf8.RuneCountInString(text) <= longestTitle
}

// orders reports whether a paragraph may ask for something, as a whole sentence or by labels. Then it is no title, wherever it is.
func orders(text string) bool {
	if labelAhead.MatchString(text) || len(labelPattern.FindAllStringSubmatchIndex(text, -1)) > 1 {
		// 【责任单位】水利局 清淤渠道…, 任务：…；责任单位：…
		return true
	}
	end := strings.TrimRight(text, spaces)
	if bracketEnd.MatchString(end) {
		return true
	}
	return strings.HasSuffix(end, "。") || strings.HasSuffix(end, "；") || strings.HasSuffix(end, "！")
}

// bracketEnd matches a bracket behind a sentence that says who and when: 新建口袋公园8处。（住建局）
var bracketEnd = pattern.New(`[。；](?:[（(][^（）()]{2,120}[）)]|【[^【】]{2,120}】|〔[^〔〕]{2,120}〕|［[^［］]{2,120}］)[。；]?$`)

// labelAhead begins a line of labelled values.
var labelAhead = pattern.Of(func() string {
	return `^(?:` + alternatives(labelList()) + `)[：:]|^[【〔［](?:` + alternatives(whoAndWhen()) + `)[】〕］]`
})

// framed begins a paragraph that asks everyone for attitude.
var framed = pattern.New(`^(?:工作要求|有关要求|几点要求|组织领导|保障措施)[：:]`)

// bracketed matches a heading in brackets, alone or before its text: 【安全生产】….
var bracketed = pattern.New(`^(?:【[^【】]{2,24}】|〔[^〔〕]{2,24}〕|〈[^〈〉]{2,24}〉|［[^［］]{2,24}］)[：:]?`)

// bracketTitle finds a heading in brackets. A bracket that says who, when or which paper is none.
func bracketTitle(p piece) (title piece, to int, ok bool) {
	to = len(bracketed.FindString(p.text))
	if to == 0 {
		return piece{}, 0, false
	}
	title = p.sub(0, to).trim(brackets + "〈〉：:")
	if bracketed.MatchString(p.text[to:]) || asidePattern.MatchString(p.text[to:]) && strings.IndexAny(p.text[to:], openBrackets) == 0 {
		// 【城管局】【10月底前】 says who and when.
		return piece{}, 0, false
	}
	if strings.ContainsAny(title.text, "，,。；;：:0123456789") || asked.MatchString(title.text) {
		return piece{}, 0, false
	}
	if _, numbered := markAt(p.text, false, noneBefore); numbered {
		return piece{}, 0, false
	}
	return title, to, true
}

// roll matches lists of participants and recipients.
var roll = pattern.New(`^(?:出席|列席|参加会议|参会|主持|记录|抄送|发送|主送|缺席|请假)[^，。]{0,12}[：:]`)

// closeDeeper ends the sections of a level and deeper ones: a heading of level 2 ends one of level 3.
func (o *outline) closeDeeper(level int) {
	for i := 1; i < len(o.stack); i++ {
		if n, ok := strings.CutPrefix(o.stack[i].kind, "heading"); ok && int(n[0]-'0') >= level {
			o.stack = o.stack[:i]
			return
		}
	}
}

// run goes through a paragraph's sentences and begins a section at each that starts with a mark.
func (o *outline) run(at piece, fresh bool) {
	for i, s := range at.sentences() {
		m, marked := markAt(s.text, true, o.last)
		if i == 0 && fresh {
			marked = marked && m.kind == "aspect"
		}
		if marked {
			o.open(m.kind, m.text, m.number).inline = true
			s = s.sub(m.size, len(s.text)).trim(spaces)
			if m.kind != "aspect" {
				s = o.bracketNamed(s)
			}
			if m.kind == "aspect" {
				o.name(o.top(), s)
				continue
			}
			if s.text == "" {
				continue
			}
		}
		sec := o.top()
		if (marked || i == 0 && fresh) && sec.title.text == "" {
			if headline(s) {
				o.name(sec, s)
				continue
			}
			if at := inCharge.FindStringIndex(s.text); at != nil && strings.TrimRight(s.para.text[s.to():], spaces) == "" && headline(s.sub(0, at[0])) {
				// 一、春耕备耕（责任人：…）
				o.name(sec, s.sub(0, at[0]))
				sec.charge = s.sub(at[0], at[1]).trim(brackets)
				continue
			}
		}
		// 重点抓好3件事：1.由… opens a section behind a colon.
		if head, rest, ok := o.colon(s); ok {
			sec.body = append(sec.body, head)
			o.run(rest, false)
			continue
		}
		sec.body = append(sec.body, s)
	}
}

// inCharge matches a bracket behind a heading that names the person who answers for the section.
var inCharge = pattern.New(`[（(](?:责任人|负责人|联系人|包抓领导|分管领导|责任领导|牵头领导)[：:]?[^（）()]{2,40}[）)]$`)

func (o *outline) name(s *section, title piece) {
	s.title = title.trim(spaces)
	s.tone = toneOf(s.title.text, s.parent)
	if s.parent == o.root && s.tone == frame && !frameWords(s.title.text) {
		s.tone = work
	}
}

func frameWords(title string) bool { return tones[1].pattern.MatchString(title) }

// headline reports whether a sentence can be a heading: it is short, and no work to do by a date.
func headline(s piece) bool {
	text := strings.Trim(s.text, spaces+stops)
	if itemEnds(s) || isLabel(s) {
		return false
	}
	if utf8.RuneCountInString(text) > longestTitle {
		return false
	}
	if tasksOfOne.MatchString(text) {
		return true
	}
	if strings.ContainsAny(text, "，,：:") && !slogan(s) {
		return quotedTitle.MatchString(text)
	}
	return !asked.MatchString(text) && !counted(s, text) && !dueWork.MatchString(text) && !comesAgain(s, text)
}

// comesAgain reports whether a sentence says how often something is done, which no heading does: 每周调度一次, but not 建立每月例会制度.
func comesAgain(s piece, text string) bool {
	at := often.FindStringIndex(text)
	if at == nil || systems.MatchString(text) {
		return false
	}
	behind := text[at[1]:]
	return verbAt(behind[stripLeadIns(behind):]) != "" || times.MatchString(text) || strings.TrimRight(s.para.text[s.to():], spaces) == "" && strings.HasSuffix(s.text, "。")
}

var (
	often   = pattern.New(`每(?:半?个?月[底末]?|周|季度?|半年|年|天|日|旬)`)
	systems = pattern.New(`(?:制度|机制|体系|例会|活动|行动)$`)
	times   = pattern.New(`[\d一两二三四]次$`)
)

// tasksOfOne ends a heading over the tasks of a bureau: 教育局牵头任务.
var tasksOfOne = pattern.New(`^[^，,：:]*(?:牵头|负责|承担|主办)的?(?:重点|主要|年度|工作)*(?:任务|事项)(?:清单)?$`)

// dueWork matches a limit with work that is due by it, which no heading has: 10月8日前完成清渠.
var dueWork = pattern.New(`(?:\d{1,2}月(?:\d{1,2}[日号]|[底末初]|[上中下]旬)|年底|月底)(?:之|以)?前[^，]`)

// counted reports whether a sentence ends with its figure, which no heading does: 新增民宿12家, 造林3万亩（甲镇2万亩、乙镇1万亩）, but not 落实12项任务.
func counted(s piece, text string) bool {
	all := amounts(s)
	if len(all) == 0 {
		return false
	}
	if len(all) > 1 {
		text = strings.TrimRight(text, closeBrackets)
	}
	last := all[len(all)-1]
	return last.at.to() >= s.from+len(text) || len(all) > 1 && all[0].from ||
		boundAtEnd.MatchString(s.para.text[last.at.to():s.from+len(text)])
}

// boundAtEnd matches what may follow the figure: 保持在99%以上.
var boundAtEnd = pattern.New(`^(?:以上|以下|以内|左右|上下)$`)

// slogan reports whether a paragraph is a heading in two or three pieces: 坚持实体为本，建设现代产业体系. The tasks of a whole year
// (全力完成全年目标任务) set no limit.
func slogan(s piece) bool {
	whole := strings.TrimRight(s.para.text, spaces)
	return s.to() == len(whole) && !strings.ContainsAny(whole[len(whole)-len("。"):], "。；;：:") && !strings.ContainsAny(s.text, "0123456789：:、（") &&
		strings.Count(s.text, "，") <= 2 && limits.FindString(wholeYear.ReplaceAllString(s.text, "")) == ""
}

var wholeYear = pattern.New(`全年(?:各项|主要|工作)?(?:目标|任务)+$`)

// asked matches words that say who has to do something: such a sentence is work, however short.
var asked = pattern.New(`[^主重首需]要[^素点求闻]|由.{2,14}(?:牵头|负责)|牵头|负责|必须`)

var quotedTitle = pattern.New(`^“[^”]{2,24}”$`)

// colon finds a mark behind a colon within a sentence, and cuts there.
func (o *outline) colon(s piece) (head, rest piece, ok bool) {
	for _, sign := range []string{"：", ":"} {
		at := strings.Index(s.text, sign)
		if at < 0 {
			continue
		}
		after := s.sub(at+len(sign), len(s.text)).trim(spaces)
		if m, marked := markAt(after.text, true, o.last); marked && m.kind != "aspect" && m.number == 1 {
			return s.sub(0, at+len(sign)), after, true
		}
	}
	return piece{}, piece{}, false
}

// heading gives a section's title without its full stop.
func (s *section) heading() string { return strings.Trim(s.title.text, spaces+stops+"：:") }

// answers gives the wording that says who answers for a section, its own or that of the section around it.
func (s *section) answers() piece {
	for ; s != nil; s = s.parent {
		if s.charge.text != "" {
			return s.charge
		}
	}
	return piece{}
}

// path lists the marks from the outermost section down: 二/(一)/三是.
func (s *section) path() string {
	var marks []string
	for ; s != nil && s.parent != nil; s = s.parent {
		m := strings.Trim(s.mark, spaces+"、．.")
		if m == "" {
			m = s.heading()
		}
		marks = append([]string{m}, marks...)
	}
	return strings.Join(marks, "/")
}

// headings gives the titles of a section and of the one around it.
func (s *section) headings() string {
	out := ""
	for i := 0; i < 2 && s != nil && s.parent != nil; i++ {
		out += " " + s.heading()
		s = s.parent
	}
	return out
}

// generalHeadings match headings that do not name a subject.
var generalHeadings = pattern.New(`^(?:重点|主要|工作|具体|下步|下一步|其他|有关)*(?:任务|工作|措施|事项|安排|要求|目标|打算)$`)

// bracketAtEnd matches a bracket at the end of a heading.
var bracketAtEnd = pattern.New(`[（(][^（）()]*[）)]$`)

// manner matches words before a verb that say how eagerly to do the work: 坚定不移推动工业提质增效.
var manner = pattern.New(`^(?:坚定不移|持之以恒|用心用情|用情用力|全力以赴|毫不放松|毫不动摇|坚持不懈|驰而不息|锲而不舍|一以贯之|千方百计|从严从实|从细从实|抓紧抓实|` +
	`铁腕|持续|纵深|精准|有序|统筹|扎实|强力|聚力|奋力|全力|全面|着力|大力|深入|加快|切实|严格|务实|高效|高标准|高质量|高水平|倾力|倾情)+`)

// plainly gives a heading without such words.
func plainly(heading string) string {
	if bare := manner.ReplaceAllString(heading, ""); verbAt(bare) != "" {
		return bare
	}
	return heading
}

// itemOfMinutes gives the subject of a heading in minutes.
var itemOfMinutes = pattern.New(`^关于(?:审议|研究|讨论)?(?:《)?([^，。、《》的]{3,16}?)(?:》)?(?:有关|相关)?(?:工作|问题|事项|事宜|的?情况)*$`)

// problem names what is wrong in a section that its mark calls a problem, by the first clause of it; empty if that is long.
func (s *section) problem() string {
	first := s.firstParagraph()
	if first == nil {
		return ""
	}
	text := strings.TrimSpace(first.text)
	if m, ok := markAt(text, false, func(string) int { return 0 }); ok {
		text = text[m.size:]
	}
	text, _, _ = strings.Cut(text, "，")
	if text = strings.Trim(text, spaces+stops); utf8.RuneCountInString(text) > longestTopic {
		return ""
	}
	return text
}

// longestTopic is the most characters of a heading that may be put before a title.
const longestTopic = 18

// topic gives the subject of a section within an area, without its verb: 农村改厕; or that of an item of minutes: 关于…项目. It is empty if
// the heading names none.
func (s *section) topic() string {
	if s.parent == nil || s.tone != work {
		return ""
	}
	if s.kind == problemMark {
		return s.problem()
	}
	if s.inline && s.parent.kind == problemMark {
		return s.parent.problem()
	}
	if m := itemOfMinutes.FindStringSubmatch(strings.TrimSpace(s.heading())); m != nil && s.parent.parent == nil {
		return m[1]
	}
	if s.parent.parent == nil {
		return ""
	}
	h := areaName(strings.TrimSpace(bracketAtEnd.ReplaceAllString(s.heading(), "")))
	if generalHeadings.MatchString(h) || strings.Contains(h, "了") || strings.Contains(h, "，") {
		return ""
	}
	if v := verbAt(h); v != "" && !strings.HasSuffix(h, "阶段") && utf8.RuneCountInString(h) > utf8.RuneCountInString(v)+3 {
		h = strings.TrimPrefix(strings.TrimPrefix(h, v), "好")
	}
	h = strings.TrimSuffix(strings.TrimSuffix(h, "工作"), "的")
	if n := utf8.RuneCountInString(h); n > longestTopic || n < 2 {
		return ""
	}
	return h
}
