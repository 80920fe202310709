package draft

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"duban/workbook/pattern"
)

// bySubject splits a claim whose clause names several works with the same aim: A、B年内确保开工.
func (cl *claim) bySubject() []*claim {
	if len(cl.clauses) == 0 {
		return nil
	}
	c := cl.clauses[0]
	if len(c.moments) == 0 || buildWords.within(c.text) == "" {
		return []*claim{cl}
	}
	m := c.moments[0].at
	subject := c.body.sub(0, max(0, m.from-c.body.from)).trim(spaces)
	if m.from < c.body.from {
		return []*claim{cl}
	}
	subject.text = strings.TrimPrefix(subject.text, "其中")
	subject.from = m.from - len(subject.text)
	subject.text = strings.TrimRight(subject.text, "，在于")
	things := strings.Split(subject.text, "、")
	if len(things) < 2 || verbAt(subject.text) != "" || strings.ContainsAny(subject.text, "个两") {
		return []*claim{cl}
	}
	var out []*claim
	at := subject.from
	for _, thing := range things {
		t := *cl
		t.clauses = append([]*clause(nil), cl.clauses...)
		one := *c
		one.body = piece{c.para, at, thing}
		one.body.text = thing + c.para.text[m.from:c.to()]
		one.subject = true
		t.clauses[0] = &one
		out = append(out, &t)
		at += len(thing) + len("、")
	}
	return out
}

// bySite splits a claim whose clause names several building works with a limit each: 推动A3月投产、B6月竣工、C9月开工.
func (cl *claim) bySite() []*claim {
	for i, c := range cl.clauses {
		sites := c.sites()
		if sites == nil {
			continue
		}
		var out []*claim
		for k, site := range sites {
			one := *cl
			one.clauses = []*clause{site}
			if k == 0 {
				one.clauses = append(slices.Clone(cl.clauses[:i]), site)
			}
			if k == len(sites)-1 {
				one.clauses = append(one.clauses, cl.clauses[i+1:]...)
			}
			out = append(out, &one)
		}
		return out
	}
	return []*claim{cl}
}

// sites gives a clause of its own for each building work that a clause names with a limit; nil unless the whole clause consists of at least
// two.
func (c *clause) sites() []*clause {
	if len(c.moments) < 2 || len(c.amounts) > 0 {
		return nil
	}
	items := byMark(c.ground())
	if len(items) != len(c.moments) {
		return nil
	}
	var out []*clause
	for i, p := range items {
		m := c.moments[i].at
		if m.from < p.from || m.to() > p.to() {
			return nil
		}
		name := strings.TrimRight(c.para.text[p.from:m.from], "在于")
		name = name[stripLeadIns(name):]
		name = strings.TrimPrefix(name, verbAt(name))
		if done := p.text[m.to()-p.from:]; utf8.RuneCountInString(name) < 2 || buildWords.opens(done) != done && handingOver.opens(done) != done {
			return nil
		}
		one := *c
		one.piece, one.moments, one.subject = p, c.moments[i:i+1], true
		one.body = piece{c.para, p.from, name + c.para.text[m.from:p.to()]}
		out = append(out, &one)
	}
	return out
}

// byObject splits a claim whose clause deals with several kinds of problems: A问题、B问题以及C问题的整改.
func (cl *claim) byObject() []*claim {
	if len(cl.clauses) == 0 {
		return nil
	}
	c := cl.clauses[0]
	at := heaps.FindStringSubmatchIndex(c.body.text)
	if at == nil {
		return []*claim{cl}
	}
	head, tail := c.body.text[:at[2]], c.body.text[at[3]:]
	var problems []string
	rest := c.body.text[at[2]:at[3]]
	for {
		m := heapMarks.FindStringSubmatchIndex(rest)
		if m == nil {
			problems = append(problems, rest)
			break
		}
		problems = append(problems, rest[:m[2]])
		rest = rest[m[1]:]
	}
	if len(problems) < 2 || !strings.HasSuffix(rest, "问题") {
		return []*claim{cl}
	}
	var out []*claim
	for _, p := range problems {
		t := *cl
		one := *c
		one.body.text = head + p + tail
		t.clauses = append([]*clause{&one}, cl.clauses[1:]...)
		if len(out) > 0 {
			t.clauses = t.clauses[:1]
		}
		out = append(out, &t)
	}
	return out
}

var (
	heaps     = pattern.New(`^(?:抓好|做好|加快|推进|推动|落实)?([^，]*问题[^，]*问题)的?(?:整改|整治)`)
	heapMarks = pattern.New(`问题()(?:、|以及|和)`)
)

// byProject splits a claim on several projects if the sentence adds something about one of them: 对A、B、C等项目要调度，其中C年内开工.
// That goes to C.
func (cl *claim) byProject(behind []*claim) []*claim {
	at := projects.FindStringSubmatchIndex(cl.context.text)
	if at == nil {
		return []*claim{cl}
	}
	var out []*claim
	apart := false
	for _, p := range byMark(cl.context.sub(at[2], at[3])) {
		if slices.ContainsFunc(behind, func(t *claim) bool { return strings.Contains(t.clauses[0].body.text, p.text) }) {
			apart = true
			continue
		}
		one := *cl
		one.context = p
		out = append(out, &one)
	}
	if !apart || len(out) == 0 {
		return []*claim{cl}
	}
	return out
}

var projects = pattern.New(`^对([^，和及]+、[^，和及]+?)等[^，、]{0,12}(?:项目|工程)$`)

// byFigure splits a claim whose clause counts two kinds of things together: 8个模式、7个路径. Their verb
// stands before the first or behind the last.
func (cl *claim) byFigure() []*claim {
	for i, c := range cl.clauses {
		if first, second := c.bothRates(); first != nil {
			one, two := *cl, *cl
			one.clauses = append(slices.Clone(cl.clauses[:i]), first)
			two.clauses = append([]*clause{second}, cl.clauses[i+1:]...)
			one.close(cl)
			return []*claim{&one, &two}
		}
		if items := c.listedFigures(); len(items) > 1 {
			var out []*claim
			for k, item := range items {
				one := *cl
				switch k {
				case 0:
					one.clauses = append(append([]*clause(nil), cl.clauses[:i]...), item)
				case len(items) - 1:
					one.clauses = append([]*clause{item}, cl.clauses[i+1:]...)
				default:
					one.clauses = []*clause{item}
				}
				one.close(cl)
				if k > 0 && len(one.moments()) == 0 {
					one.extra = openingLimit(cl.clauses[:i])
				}
				out = append(out, &one)
			}
			return out
		}
		if len(c.amounts) != 2 || c.amounts[0].unit == "%" || c.amounts[1].unit == "%" || c.rated() {
			continue
		}
		a, b := c.amounts[0].at, c.amounts[1].at
		between := c.para.text[a.to():b.from]
		m := lastJoin.FindStringIndex(between)
		if m == nil || m[1] != len(between) || verbWithin(between) || strings.ContainsAny(between, "，（(") {
			continue
		}
		first, second := *c, *c
		head := c.para.text[c.body.from:max(a.from, c.body.from)]
		first.body = piece{c.para, c.body.from, head + c.para.text[a.from:b.from-(m[1]-m[0])]}
		first.amounts = c.amounts[:1]
		if tail := carriedOn.FindString(c.para.text[b.to():c.to()]); tail != "" && strings.HasPrefix(head, "对") {
			// 对8个模式、7个路径进行论证: both are.
			first.body.text += tail
		} else if lightVerbs.MatchString(c.undated(false)) && !workNamed.MatchString(between[:m[0]]) {
			first.body.text += workNamed.FindString(c.para.text[b.to():c.to()])
		}
		if strings.Contains(head, "、") {
			head = verbAt(head)
		}
		if len(c.moments) > 0 {
			head = withoutLimit(head, c.moments[0].wording)
		}
		second.body = piece{c.para, b.from, head + c.para.text[b.from:c.to()]}
		second.amounts = c.amounts[1:]
		one, two := *cl, *cl
		one.clauses = append(append([]*clause(nil), cl.clauses[:i]...), &first)
		two.clauses = append([]*clause{&second}, cl.clauses[i+1:]...)
		one.close(cl)
		return []*claim{&one, &two}
	}
	return []*claim{cl}
}

// bothRates takes a clause apart that gives the rates of two things: 入户率、知晓率分别达到95%和90%, 城乡居民收入分别增长5%、6.5%. It is nil
// for any other.
func (c *clause) bothRates() (first, second *clause) {
	if len(c.amounts) != 2 || c.amounts[0].unit != "%" || c.amounts[1].unit != "%" {
		return nil, nil
	}
	if m := eachRate.FindStringSubmatch(c.body.text); m != nil {
		of := func(what string, a amount) *clause {
			one := *c
			one.body.text = what + m[3] + a.at.text
			one.amounts = []amount{a}
			return &one
		}
		return of(m[1], c.amounts[0]), of(m[2], c.amounts[1])
	}
	m := townAndCountry.FindStringSubmatchIndex(c.body.text)
	if m == nil {
		return nil, nil
	}
	of := func(who string, a amount) *clause {
		one := *c
		one.body.text = c.body.text[:m[2]] + who + c.body.text[m[3]:m[4]] + c.body.text[m[5]:m[6]] + a.at.text
		one.amounts = []amount{a}
		return &one
	}
	return of("城镇", c.amounts[0]), of("农村", c.amounts[1])
}

// eachRate gives the two things and the words before the figures.
var eachRate = pattern.New(`^([^，、\d和]{2,14})[、和]([^，、\d]{2,14}?)分别([^，、\d]{0,8}?)\d[\d.]*[%％](?:左右|以上)?[、和]\d[\d.]*[%％](?:左右|以上)?$`)

// townAndCountry gives 城乡, 分别 and the first figure of a clause.
var townAndCountry = pattern.New(`^[^，\d]*?(城乡)居民[^，、\d]{0,16}?(分别)[^，、\d]{0,8}(\d[\d.]*[%％](?:左右|以上)?[、和])\d[\d.]*[%％](?:左右|以上)?$`)

// lightVerbs need the work that is named behind its objects: 完成83座水库、36处山塘安全鉴定.
var (
	lightVerbs = pattern.New(`^(?:完成|开展|做好|抓好|组织)`)
	workNamed  = pattern.New(`(?:安全)?(?:鉴定|评估|排查|检查|普查|整治|治理|改造|建设|维修|加固|清理|清淤|验收|整改|调查|摸底|登记|确权|招标|审计)[^，、]*$`)
)

// openingLimit gives the limit of clauses that say nothing else: 11月15日前，购置A、B.
func openingLimit(cs []*clause) []moment {
	var out []moment
	for _, c := range cs {
		if len(c.moments) != 1 || strings.Trim(strings.Replace(c.body.text, c.moments[0].wording, "", 1), "在于") != "" {
			return nil
		}
		out = append(out, c.moments...)
	}
	return out
}

// listedFigures splits a clause whose list has a figure in each item: 新增企业20家、绿色工厂3家. The verb of the first
// is that of all. Items that only say whom the work reaches (惠及居民5300户),
// or what it costs (价值80万元), are not work.
func (c *clause) listedFigures() []*clause {
	if len(c.amounts) < 2 || c.rated() || strings.Contains(c.text, "其中") || strings.Contains(c.text, "分别") {
		return nil
	}
	var items []piece
	for _, p := range byMark(c.ground()) {
		p = p.trim(spaces)
		if countAny(p.text, openBrackets) != countAny(p.text, closeBrackets) {
			return nil // the list is one in brackets, such as 600个（甲镇、乙镇各300个）
		}
		if len(items) > 0 && (effectVerbs.opens(p.text) != "" || priced.MatchString(p.text)) {
			continue
		}
		items = append(items, p)
	}
	if len(items) < 2 || len(items) != len(c.amounts) {
		return nil
	}
	verb := verbAt(items[0].text)
	if verb == "" {
		// The verb may stand behind the limit: 5月底前采购….
		verb = cmp.Or(deliverVerbs.within(items[0].text), conductVerbs.within(items[0].text))
	}
	var out []*clause
	for i, p := range items {
		a := c.amounts[i]
		if a.at.from < p.from || a.at.to() > p.to() || a.from || strings.HasPrefix(a.unit, "个百") || a.at.from == p.from || i > 0 && startsWithDigit(p.text) {
			return nil
		}
		one := *c
		one.piece, one.body, one.amounts = p, p, c.amounts[i:i+1]
		if named := namedLikeFirst(items[0], c.amounts[0], p, a); i > 0 && named != "" {
			one.body.text = named
		} else if i > 0 && verbAt(p.text) == "" && deliverVerbs.within(p.text) == "" {
			if verb == "" {
				return nil
			}
			one.body.text = verb + p.text
		} else if i > 0 && p.text == verbAt(p.text)+a.at.text {
			// 新建幼儿园2所、改扩建3所: the second has the thing of the first.
			one.body.text = nounOf(items[0], c.amounts[0], verb) + p.text
		}
		out = append(out, &one)
	}
	return out
}

// namedLikeFirst names an item of a list that leaves out the noun, which the first one has: 省级示范村3个、市级12个;
// 棚户区改造开工600套、基本建成1100套. It is empty if the item has a noun itself.
func namedLikeFirst(first piece, of amount, item piece, a amount) string {
	head, own := first.text[:of.at.from-first.from], item.text[:a.at.from-item.from]
	if m := levelAlone.FindString(own); m != "" {
		if at := levels.FindStringIndex(head); at != nil {
			return head[:at[0]] + m + head[at[1]:] + item.text[len(own):]
		}
	}
	if bare := strings.TrimPrefix(own, "基本"); bare == verbAt(bare) && bare != "" && verbAt(head) == "" {
		for _, verbs := range []*lexicon{deliverVerbs, conductVerbs} {
			if v := verbs.ends(head); v != "" && len(v) < len(head) {
				return strings.TrimSuffix(head, v) + item.text
			}
		}
	}
	return ""
}

var (
	levels     = pattern.New(`(?:国家|省|市|县|区|镇)级`)
	levelAlone = pattern.New(`^(?:国家|省|市|县|区|镇)级$`)
)

// nounOf gives the text between an item's verb and its figure.
func nounOf(item piece, a amount, verb string) string {
	_, noun, _ := strings.Cut(item.text[:a.at.from-item.from], verb)
	return noun
}

// priced matches the cost of the things before it, or a number for each: 价值80万元, 每台50万元.
var priced = pattern.New(`^(?:总?价值|总值|总价|单价|造价|总?金额|总?投资|耗资|概算|人均|户均|每\p{Han})约?\d`)

// listCounted reads a count at the end of a list: 会商、交办、督查三项机制. It is a figure if the list has as many items.
func (c *clause) listCounted() (amount, bool) {
	at := countBehind.FindStringSubmatchIndex(c.body.text)
	if at == nil || verbAt(c.body.text) == "" {
		return amount{}, false
	}
	n := hanNumber(c.body.text[at[2]:at[3]])
	items := 1
	for rest := c.body.text[:at[2]]; ; items++ {
		m := listMark.FindStringIndex(rest)
		if m == nil {
			break
		}
		rest = rest[m[1]:]
	}
	if n < 2 || items != n {
		return amount{}, false
	}
	from := c.body.from + at[2]
	return amount{at: piece{c.para, from, c.body.text[at[2]:at[5]]}, value: float64(n), unit: c.body.text[at[4]:at[5]]}, true
}

var (
	countBehind = pattern.New(`([二两三四五六七八九十]{1,2})(项|个|类|支|套|种|条|处|张)[\p{Han}]{2,8}$`)
	listMark    = pattern.New(`、|以及|和|与|及`)
)

// close gives one of several works the limit that ends all of them.
func (cl *claim) close(all *claim) {
	if len(cl.moments()) == 0 && !cl.rhythmic() {
		cl.extra = all.closingLimit()
	}
}

func startsWithDigit(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }

var carriedOn = pattern.New(`(?:(?:进行|予以|逐[个项一]|开展|实施)[^，]{2,16}|(?:再|全部|全面|集中)?(?:巡查|排查|检查|走访|摸排|整治|过)一遍)$`)

var lastJoin = pattern.New(`(?:、|和|与|及|以及)$`)

// rated reports whether the figures of a clause say how often, or how much each time.
func (c *clause) rated() bool {
	for _, a := range c.amounts {
		if rateUnits.has(a.unit) {
			return true
		}
	}
	return false
}

func verbWithin(s string) bool {
	for _, v := range deliverVerbs.words() {
		if strings.Contains(s, v) && utf8.RuneCountInString(s) > 8 {
			return true
		}
	}
	return false
}
