package draft

import (
	"math"
	"slices"
	"strings"

	"duban/workbook"
	"duban/workbook/pattern"
)

// Part is one bureau's part of a task's figure.
type Part struct{ Bureau, Target Said }

// behindFigure gives the rest of a sentence behind one of its figures.
func (cl *claim) behindFigure(whole *amount) piece {
	if whole.at.para != cl.whole.para || whole.at.from < cl.whole.from || whole.at.to() > cl.whole.to() {
		return piece{}
	}
	rest := cl.whole.sub(whole.at.to()-cl.whole.from, len(cl.whole.text))
	if i := strings.IndexAny(rest.text, stops); i >= 0 {
		rest = rest.sub(0, i)
	}
	return rest
}

// allocating gives the text behind a figure that allocates it: 其中甲镇、乙镇各完成500户，丙镇1400户, or （甲镇5万亩、乙镇3万亩）; empty
// if the sentence does not allocate it.
func (cl *claim) allocating(whole *amount) piece {
	rest := cl.behindFigure(whole)
	at := strings.Index(rest.text, "其中")
	if at < 0 && strings.HasPrefix(rest.text, "（") {
		at = 0
	}
	if at < 0 {
		return piece{}
	}
	return rest.sub(at, len(rest.text))
}

// parts reads each bureau's part of a figure.
func (cl *claim) parts(whole *amount) []Part {
	if rest := cl.allocating(whole); rest.text != "" {
		return partsIn(rest, whole)
	}
	return partsIn(cl.behindFigure(whole), whole) // 造林3万亩，甲镇1.8万亩、乙镇1.2万亩
}

// onlyAllocates reports whether a clause only allocates a figure before it: 造林3万亩，甲镇1.8万亩、乙镇1.2万亩.
func (cl *claim) onlyAllocates(c *clause) bool {
	return len(c.amounts) > 1 && slices.ContainsFunc(cl.amounts(), func(a amount) bool { return partsIn(c.sub(0, len(c.text)), &a) != nil })
}

// allocatesFurther reports whether a clause continues to allocate the figure before: 改造2400户，其中甲镇、乙镇各完成500户，
// 丙镇、丁镇各完成400户.
func (cl *claim) allocatesFurther(c *clause) bool {
	if len(c.amounts) != 1 || c.amounts[0].at.from < c.from || len(owners(c.sub(0, c.amounts[0].at.from-c.from))) == 0 {
		return false
	}
	before := c.para.text[min(cl.whole.from, c.from):c.from]
	if i := strings.LastIndexAny(before, stops); i >= 0 {
		before = before[i:]
	}
	return strings.Contains(before, "其中") && cl.countsIn(c.amounts[0])
}

// partsIn reads the parts of a figure. It gives none if a part has no bureau, or if they do not sum up to the whole: parts of some bureaus
// only are no measure of the task.
func partsIn(rest piece, whole *amount) []Part {
	var out []Part
	var sum float64
	from := 0
	for _, a := range amounts(rest) {
		of := owners(rest.sub(from, a.at.from-rest.from))
		if len(of) == 0 || !sameUnit(a, *whole) {
			if comesTo(sum, whole.value) {
				break // another matter, once all is given out
			}
			return nil
		}
		for _, b := range of {
			target := said(a.at, "")
			target.Num, target.IsNum = a.value, true
			out = append(out, Part{said(b, b.text), target})
			sum += a.value
		}
		from = a.at.to() - rest.from
	}
	if len(out) < 2 || !comesTo(sum, whole.value) {
		return nil
	}
	return out
}

// allocation gives the wording that begins the parts of a figure; empty if there is none.
func (cl *claim) allocation(whole *amount) string {
	text := cl.allocating(whole)
	all := amounts(text)
	if len(all) == 0 {
		return ""
	}
	whose := text.sub(0, all[0].at.from-text.from)
	if len(owners(whose)) == 0 && !samePart.MatchString(strings.TrimPrefix(whose.text, "其中")) {
		return ""
	}
	return text.sub(0, all[0].at.to()-text.from).text
}

// samePart matches words that give several bureaus the same part.
var samePart = pattern.New(`^[\p{Han}、]{2,40}各(?:自)?\p{Han}{0,4}$`)

// comesTo reports whether parts add up to the whole, apart from rounding.
func comesTo(sum, whole float64) bool { return math.Abs(sum-whole) <= 1e-9*math.Abs(whole) }

// shorten removes a bracket that allocates the figure from the title, as the parts have its content.
func (t *Task) shorten() {
	if len(t.Parts) == 0 {
		return
	}
	title := t.Fields[workbook.ColTitle]
	before, bracket, found := strings.Cut(title.Text, "（")
	if !found || before == "" || !strings.HasPrefix(strings.TrimPrefix(bracket, "其中"), t.Parts[0].Bureau.Text) {
		return
	}
	_, after, _ := strings.Cut(bracket, "）")
	title.Text = before + after
	t.Fields[workbook.ColTitle] = title
}

// asMuch matches text between several names and a part that each of them does, givenTo text between one name and its part.
var (
	asMuch  = pattern.New(`各(?:自)?[\p{Han}]{0,4}$`)
	givenTo = pattern.New(`(?:完成|新建|建成|建设|改造|新增|承担|负责|达到|实施|任务|不少于|为|：|:)+$`)
)

// owners gives the bureaus that the words before a figure name; none if the words say anything else.
func owners(words piece) []piece {
	words = words.trim(spaces + "，,、（(；")
	words = words.sub(len(words.text)-len(strings.TrimPrefix(words.text, "其中")), len(words.text)).trim(spaces + "，,：:")
	each := asMuch.FindStringIndex(words.text)
	if each == nil {
		name := words.sub(0, len(words.text)-len(givenTo.FindString(words.text)))
		if !isOwner(name.text) {
			return nil
		}
		return []piece{name}
	}
	var out []piece
	for _, name := range byMark(words.sub(0, each[0])) {
		if !isOwner(name.text) {
			return nil
		}
		out = append(out, name)
	}
	return out
}

// isOwner reports whether a name is that of a bureau or town, not of a group.
func isOwner(name string) bool {
	return !strings.ContainsAny(name, "，、和及") && !isGroup(name) && (townLike(name) || suffixOf(name) != "")
}
