package draft

import (
	"math"
	"strings"

	"duban/workbook"
	"duban/workbook/pattern"
)

// Share is what one bureau is to reach of a task's figure.
type Share struct{ Bureau, Target Said }

// shares reads how a figure is given out: 改造2400户，其中甲镇、乙镇各完成500户，丙镇1400户, or 8万亩（甲镇5万亩、乙镇3万亩）. It gives none where a
// figure is nobody's, or where they do not come to the whole: what is given to some alone is no measure of the task.
func (s *segment) shares(whole *amount) []Share {
	if whole.at.para != s.whole.para || whole.at.from < s.whole.from || whole.at.to() > s.whole.to() {
		return nil
	}
	rest := s.whole.sub(whole.at.to()-s.whole.from, len(s.whole.text))
	if i := strings.IndexAny(rest.text, stops); i >= 0 {
		rest = rest.sub(0, i)
	}
	at := strings.Index(rest.text, "其中")
	if at < 0 && strings.HasPrefix(rest.text, "（") {
		at = 0
	}
	if at < 0 {
		return nil
	}
	rest = rest.sub(at, len(rest.text))
	var out []Share
	var sum float64
	from := 0
	for _, a := range amounts(rest) {
		of := owners(rest.sub(from, a.at.from-rest.from))
		if len(of) == 0 || !sameUnit(a, *whole) {
			return nil
		}
		for _, b := range of {
			target := said(a.at, "")
			target.Num, target.IsNum = a.value, true
			out = append(out, Share{said(b, b.text), target})
			sum += a.value
		}
		from = a.at.to() - rest.from
	}
	if len(out) < 2 || math.Abs(sum-whole.value) > 1e-9*math.Abs(whole.value) {
		return nil
	}
	return out
}

// shorten takes a bracket that gives the figure out off the title: what it says stands in the shares.
func (t *Task) shorten() {
	if len(t.Shares) == 0 {
		return
	}
	title := t.Fields[workbook.ColTitle]
	if at := strings.Index(title.Text, "（"+t.Shares[0].Bureau.Text); at > 0 {
		title.Text = title.Text[:at]
		t.Fields[workbook.ColTitle] = title
	}
}

// asMuch ends the names of several of whom each does as much, givenTo the name of one that does so much.
var (
	asMuch  = pattern.New(`各(?:自)?[\p{Han}]{0,4}$`)
	givenTo = pattern.New(`(?:完成|新建|建成|建设|改造|新增|承担|负责|达到|实施|任务|不少于|为|：|:)+$`)
)

// owners are those whose the figure behind some words is; none where the words say more than that.
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

// isOwner reports a name that a bureau or town has, and no group.
func isOwner(name string) bool {
	return !strings.ContainsAny(name, "，、和及") && !isGroup(name) && (townLike(name) || suffixOf(name) != "")
}
