package draft

import (
	"math"
	"slices"
	"strings"

	"duban/workbook"
	"duban/workbook/pattern"
)

// Share is what one bureau is to reach of a task's figure.
type Share struct{ Bureau, Target Said }

// behindFigure is the rest of a sentence behind a figure of it.
func (s *segment) behindFigure(whole *amount) piece {
	if whole.at.para != s.whole.para || whole.at.from < s.whole.from || whole.at.to() > s.whole.to() {
		return piece{}
	}
	rest := s.whole.sub(whole.at.to()-s.whole.from, len(s.whole.text))
	if i := strings.IndexAny(rest.text, stops); i >= 0 {
		rest = rest.sub(0, i)
	}
	return rest
}

// givenOut is what a sentence says behind a figure of how it is given out: 其中甲镇、乙镇各完成500户，丙镇1400户, or （甲镇5万亩、乙镇3万亩）; empty
// where it does not.
func (s *segment) givenOut(whole *amount) piece {
	rest := s.behindFigure(whole)
	at := strings.Index(rest.text, "其中")
	if at < 0 && strings.HasPrefix(rest.text, "（") {
		at = 0
	}
	if at < 0 {
		return piece{}
	}
	return rest.sub(at, len(rest.text))
}

// shares reads what each bureau is given of a figure.
func (s *segment) shares(whole *amount) []Share {
	if rest := s.givenOut(whole); rest.text != "" {
		return parted(rest, whole)
	}
	return parted(s.behindFigure(whole), whole) // 造林3万亩，甲镇1.8万亩、乙镇1.2万亩
}

// givesOut reports a clause that is nothing but how a figure before it is given out: 造林3万亩，甲镇1.8万亩、乙镇1.2万亩.
func (s *segment) givesOut(c *clause) bool {
	return len(c.amounts) > 1 && slices.ContainsFunc(s.amounts(), func(a amount) bool { return parted(c.sub(0, len(c.text)), &a) != nil })
}

// parted reads the parts of a figure. It gives none where a part is nobody's, or where they do not come to the whole: what is given to some
// alone is no measure of the task.
func parted(rest piece, whole *amount) []Share {
	var out []Share
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
			out = append(out, Share{said(b, b.text), target})
			sum += a.value
		}
		from = a.at.to() - rest.from
	}
	if len(out) < 2 || !comesTo(sum, whole.value) {
		return nil
	}
	return out
}

// sharing is the wording that begins to give each of some their part of a figure; empty where none does.
func (s *segment) sharing(whole *amount) string {
	text := s.givenOut(whole)
	all := amounts(text)
	if len(all) == 0 {
		return ""
	}
	whose := text.sub(0, all[0].at.from-text.from)
	if len(owners(whose)) == 0 && !eachShare.MatchString(strings.TrimPrefix(whose.text, "其中")) {
		return ""
	}
	return text.sub(0, all[0].at.to()-text.from).text
}

// eachShare says of several that each does as much.
var eachShare = pattern.New(`^[\p{Han}、]{2,40}各(?:自)?\p{Han}{0,4}$`)

// comesTo reports that parts add up to the whole, as far as sums of decimals do.
func comesTo(sum, whole float64) bool { return math.Abs(sum-whole) <= 1e-9*math.Abs(whole) }

// shorten takes a bracket that gives the figure out off the title: what it says stands in the shares.
func (t *Task) shorten() {
	if len(t.Shares) == 0 {
		return
	}
	title := t.Fields[workbook.ColTitle]
	before, bracket, found := strings.Cut(title.Text, "（")
	if !found || before == "" || !strings.HasPrefix(strings.TrimPrefix(bracket, "其中"), t.Shares[0].Bureau.Text) {
		return
	}
	_, after, _ := strings.Cut(bracket, "）")
	title.Text = before + after
	t.Fields[workbook.ColTitle] = title
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
