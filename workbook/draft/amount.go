package draft

import (
	"strings"

	"duban/workbook/numeral"
	"duban/workbook/pattern"
)

// amount is a figure with its unit.
type amount struct {
	at    piece
	value float64
	unit  string
	// about says that the text rounds (余, 左右), atMost that the figure is a ceiling.
	about, atMost bool
	// from says that it is where things stand now (由…提高到…), size and cost that it says how large a thing is and not how much
	// is to be done, sum that it is what other figures make together.
	from, size, cost, sum bool
	// year says that it is the investment in a project that is planned for the year.
	year bool
	// ranged says that the text gives a range, of which this is the end to be reached: 3—5家.
	ranged bool
	// span says that it is a length of time that something may take: 压缩至10天.
	span bool
}

// units lists the units of figures. To teach a new one, add it here.
var units = newLexicon(`
微克/立方米 毫克/立方米 毫克/升 公斤/亩 吨/亩 吨标准煤 吨标煤
个百分点 百分点 平方公里 平方米 立方米 千瓦时 千瓦 兆瓦 公顷 公里 千米 蒸吨 人次 户次 场次 批次 家次 车次 台套 台（套） 个村 个行政村 个镇 公斤
% ％ 个 家 户 处 所 条 座 亩 吨 件 项 人 名 位 辆 场 次 部 台 套 元 美元 欧元 港元 米 村 份 宗 支 只 间 栋 幢 口 眼 期 批 篇 盏 株 棵 头 对 艘 门 类 斤 册 本 款 趟 张 组 班
`)

// oneFigure is a number in digits.
const oneFigure = `(\d[\d,]*(?:\.\d+)?)`

var (
	amountPattern = pattern.Of(func() string {
		return oneFigure + `(?:[%％]?[—–－\-~～至]{1,2}` + oneFigure + `)?\s?(余|多)?(万|亿|千)?((?:` + alternatives(units.words()) + `)(?:/(?:平方公里|平方米|立方米|公里|万人|千人|人|户|亩|年|月|日|天|小时)(?:[·•.](?:平方公里|平方米|公里|年|月|日|天|小时))?)?)`
	})
	// spanPattern matches a length of time, which is a figure only if the text says how long something may take.
	spanPattern = pattern.New(`(\d+(?:\.\d+)?)(?:(天|小时|分钟|秒)|个?(工作日)|(个月))`)
	mostBefore  = pattern.New(`(?:控制在|不得?超过|不得?高于|不得?多于|不得?大于|不得?突破|(?:下降|压降|压减|压缩|缩减|减少|降)(?:至|到)|(?:^|[^不得])低于)$`)
	mostBehind  = pattern.New(`^(?:以内|以下)`)
	// describes matches what follows a number that says which of a kind are meant: 50亩以上的大户.
	describes = pattern.New(`^(?:以上|以下|以内)(?:的|\p{Han}{0,4}(?:项目|企业|工程|大户|工地|场所|场馆|小区|商场|建筑|车辆|锅炉|窑炉|水库|河流|路段|养殖场|餐饮店|老年?人|人群|单位))`)
	// contact matches people who are to be named for the work. Their number is no figure of the work: 明确1名负责同志和1名联络员.
	contact = pattern.New(`^(?:[^，。；、和及与\d]{0,6})(?:联络员|联系人|信息员|经办人|负责同志|负责人|分管领导|班子成员|专人)(?:[，。；、和及与负任为报]|$)`)
	// manyGroups matches the end of the text before the number of groups or stages in which something is done: 分3个组.
	manyGroups = pattern.New(`分(?:成|为|设)?$`)
	// ofShare matches what follows a share that says which of a kind are meant: 降幅超过10%的26家企业.
	ofShare     = pattern.New(`^(?:以上|以下|左右)?的\d`)
	aboutBehind = pattern.New(`^(?:左右|上下)`)
	fromBefore  = pattern.New(`(?:由|从)[^，；。、]{0,8}$`)
	toBehind    = pattern.New(`^[^，；。、]{0,10}?(?:提高|提升|增加|增长|扩大|扩充|扩展|压缩|压减|缩短|缩减|下降|降低|降|减少|减|增|升|上升|拓展)?(?:到|至|为)`)
	sizeBefore  = pattern.New(`(?:全长|总长度?|长度|占地(?:面积)?|总占地|建筑面积|总建筑面积|规划面积)约?$`)
	costBefore  = pattern.New(`(?:总投资|计划总?投资|估算总?投资|概算总?投资|^投资|价值|总价|造价|单价|耗资)约?$`)
	yearBefore  = pattern.New(`(?:(?:` + yearWords + `)计划(?:完成)?投资额?|年度投资(?:计划|额)?|计划(?:年度|当年|本年|今年|年内)(?:完成)?投资)(?:约|为)?$`)
	// yearDone matches the words before an amount that all projects together should invest in the year: 完成年度投资150亿元.
	yearDone = pattern.New(`(?:完成|达到|实现)(?:年度|当年|本年度?|全年|年内)(?:计划)?投资额?(?:约|为)?$`)
	// finishBefore matches words that make the size itself the figure to be reached: 完成总投资5亿元.
	finishBefore = pattern.New(`(?:完成|达到|实现)[^，；。]{0,4}$`)
	// perOne matches the text before an amount of money that is paid for each: 每户补贴由800元提高到1000元.
	perOne    = pattern.Of(func() string { return `每(?:` + alternatives(units.words()) + `|人次|学年|生)[^，；。]*$` })
	sumBefore = pattern.New(`(?:共计?|合计|总计|总共)$`)
	// ofTime matches words that make a number a time, an age or a rank.
	ofTime = pattern.New(`^(?:月|日|号|年|周|天|时|分|小时|届|岁|版|级|强|个月|个工作日|个周|个季度|个半月)`)
	// ordinal matches the end of the text before a number that counts nothing: 第3次, 连续3次, 前50名, 〔2024〕11号, 3+3.
	ordinal = pattern.New(`(?:第|连续|(?:^|[^目此以之底月日旬号末年内])前|〔|\d至|[A-Za-z+\-—~.])$`)
)

func alternatives(words []string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = pattern.Quote(w)
	}
	return strings.Join(quoted, "|")
}

// amounts finds the figures of a clause. Text in quotation marks is a name and is left out.
func amounts(p piece) []amount {
	if !strings.ContainsAny(p.text, "0123456789") {
		return nil
	}
	var out []amount
	for _, m := range amountPattern.FindAllStringSubmatchIndex(p.text, -1) {
		n := numberIn(p, m)
		if n.countsNothing() {
			continue
		}
		if a, ok := n.amount(); ok {
			out = append(out, a)
		}
	}
	if out == nil {
		out = spans(p)
	}
	return out
}

// rawNumber is a number with a unit as it stands in a clause: 3—5万亩. upper is the higher end of a range, left and right the text close to it.
type rawNumber struct {
	clause, at                 piece
	digits, upper, scale, unit string
	// more says that it is rounded down: 30余.
	more        bool
	left, right string
}

// numberIn gives the number of a match of amountPattern.
func numberIn(p piece, match []int) rawNumber {
	group := func(n int) string {
		if match[2*n] < 0 {
			return ""
		}
		return p.text[match[2*n]:match[2*n+1]]
	}
	return rawNumber{clause: p, at: p.sub(match[0], match[1]), digits: group(1), upper: group(2), more: group(3) != "", scale: group(4), unit: group(5),
		left: nearEnd(p.text[:match[0]]), right: nearStart(p.text[match[1]:])}
}

// countsNothing reports whether a number is an ordinal, a time, a name, or says which of a kind are meant.
func (n rawNumber) countsNothing() bool {
	whole := n.clause.text
	from := n.at.from - n.clause.from
	return ordinal.MatchString(n.left) || manyGroups.MatchString(n.left) || endsInDigit(n.left) || inQuotes(whole[:from]) ||
		describes.MatchString(n.right) || n.unit == "%" && ofShare.MatchString(n.right) || ofTime.MatchString(whole[from+len(n.digits):])
}

// amount reads a number as a figure; ok is false if it cannot be read, or only counts the people who are to be named for the work.
func (n rawNumber) amount() (a amount, ok bool) {
	if strings.HasSuffix(n.unit, "元") && n.scale != "千" {
		n.unit, n.scale = n.scale+n.unit, ""
	}
	if n.unit == "％" {
		n.unit = "%"
	}
	money := strings.HasSuffix(n.unit, "元")
	a = amount{
		at: n.at, unit: n.unit, ranged: n.upper != "",
		from:   fromBefore.MatchString(n.left) && toBehind.MatchString(n.right),
		size:   sizeBefore.MatchString(n.left) && !finishBefore.MatchString(n.left) || money && perOne.MatchString(n.left),
		cost:   costBefore.MatchString(n.left) && !finishBefore.MatchString(n.left),
		sum:    sumBefore.MatchString(n.left),
		year:   money && yearBefore.MatchString(n.left) && !yearDone.MatchString(n.left),
		about:  n.more || aboutBehind.MatchString(n.right),
		atMost: mostBefore.MatchString(n.left) || mostBehind.MatchString(n.right),
	}
	digits := n.digits
	if a.ranged && a.atMost {
		digits = n.upper
	}
	a.value, _, ok = numeral.Parse(digits+n.scale, a.unit)
	return a, ok && !(a.value <= mostContacts && contact.MatchString(n.right))
}

// spans finds the lengths of time that something may take: 由20天压缩至10天, 用时不超过5天. The last of them is the one to be reached.
func spans(p piece) []amount {
	s := p.text
	all := spanPattern.FindAllStringSubmatchIndex(s, -1)
	if len(all) == 0 {
		return nil
	}
	last := all[len(all)-1]
	if left := nearEnd(s[:last[0]]); !standard.MatchString(left) && !longest.MatchString(left) || inQuotes(left) {
		return nil
	}
	var out []amount
	for _, m := range all {
		left, behind := nearEnd(s[:m[0]]), nearStart(s[m[1]:])
		a := amount{at: p.sub(m[0], m[1]), span: true, atMost: true, from: fromBefore.MatchString(left) && toBehind.MatchString(behind)}
		for _, n := range []int{2, 3, 4} {
			if m[2*n] >= 0 {
				a.unit = s[m[2*n]:m[2*n+1]]
			}
		}
		var ok bool
		if a.value, _, ok = numeral.Parse(s[m[2]:m[3]], a.unit); ok && (a.from || m[0] == last[0]) {
			out = append(out, a)
		}
	}
	return out
}

// mostContacts is the most people that a bureau names as contacts; a larger number is a figure: 培训200名负责人.
const mostContacts = 3

// longest matches the end of the text before the most time that something may take.
var longest = pattern.New(`(?:用时|时间|时长|时限|周期|天数)[^，]{0,2}(?:不得?超过|控制在)$`)

// inQuotes reports whether a quotation mark is open at the end of a text.
func inQuotes(left string) bool {
	return strings.LastIndex(left, "“") > strings.LastIndex(left, "”")
}
