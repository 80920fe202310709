package validate

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"duban/workbook"
)

// leastShared is the fewest characters, without punctuation, that a text must have for two bureaus not to write it by coincidence.
const leastShared = 20

// stockClauses lists clauses that any bureau may write.
func stockClauses() []string {
	return []string{
		"本期无变化", "无变化", "同上期", "同上月", "无新进展", "暂无进展", "工作正常开展", "正常推进", "正在推进", "正在有序推进", "有序推进", "稳步推进", "按计划推进",
		"按计划有序推进", "正按计划有序推进", "正在按计划推进", "各项工作有序推进", "各项工作正常开展", "各项工作按计划推进", "已制定工作方案", "已制定实施方案", "已成立工作专班",
		"已召开专题会议研究部署", "正在积极推进", "正在积极推进中", "积极推进", "加快推进", "持续推进", "全力推进", "按照时序进度推进", "按序时进度推进",
		"nochange", "nochangethisperiod", "asplanned", "onschedule", "ontrack", "workisunderway", "inprogress",
	}
}

// substance gives the part of a text that two bureaus hardly write by coincidence: the text without punctuation and stock clauses. It is
// empty if too little is left.
func substance(text string, stock map[string]bool) string {
	var b strings.Builder
	b.Grow(len(text))
	for clause := range strings.FieldsFuncSeq(text, endsClause) {
		clause = strings.Trim(workbook.Fold(clause), ".")
		if !stock[clause] {
			b.WriteString(clause)
		}
	}
	if s := b.String(); utf8.RuneCountInString(s) >= leastShared {
		return s
	}
	return ""
}

// endsClause reports whether a character stands between clauses. Most characters are Chinese, and are decided without a look at the tables.
func endsClause(r rune) bool {
	if r >= '一' && r <= '鿿' {
		return false
	}
	return unicode.IsPunct(r) && r != '.' && r != '%' || r == '\n' || unicode.IsSymbol(r)
}

// sent is a text that a bureau sent about a task.
type sent struct {
	t *workbook.Task
	word
}

// sharedTexts finds bureaus that sent the same text in the period. If it is about different tasks somebody copied, and each of them gets a
// finding that names where the others' texts are. If it is about one task they may have agreed on it, and only the first gets one.
func (k *standingCheck) sharedTexts() {
	texts, order := k.textsSent()
	for _, s := range order {
		senders, tasks, both := map[*workbook.Bureau]int{}, map[*workbook.Task]int{}, map[workbook.EntryKey]int{}
		for _, o := range texts[s] {
			senders[o.bureau]++
			tasks[o.t]++
			both[workbook.EntryKey{Task: o.t.ID, Bureau: o.bureau.Code}]++
		}
		told := map[*workbook.Task]bool{}
		for _, own := range texts[s] {
			same := tasks[own.t] - both[workbook.EntryKey{Task: own.t.ID, Bureau: own.bureau.Code}]
			other := len(texts[s]) - senders[own.bureau] - same
			switch {
			case other > 0:
				some := firstSent(texts[s], func(o sent) bool { return o.bureau != own.bureau && o.t != own.t })
				k.say("text-shared", own.word, own.t.ID, "", wordsOf(some), "other", some[0].t.ID, "n", strconv.Itoa(other))
			case same > 0 && !told[own.t]:
				told[own.t] = true
				some := firstSent(texts[s], func(o sent) bool { return o.bureau != own.bureau && o.t == own.t })
				k.say("text-shared-task", own.word, own.t.ID, "", wordsOf(some), "n", strconv.Itoa(same))
			}
		}
	}
}

// mostSharing is the most others with the same text that a finding names. Thousands of bureaus may have sent one text, and each would name
// all others.
const mostSharing = 20

// firstSent gives the first mostSharing texts for which which is true.
func firstSent(texts []sent, which func(sent) bool) []sent {
	var some []sent
	for _, o := range texts {
		if which(o) {
			if some = append(some, o); len(some) == mostSharing {
				break
			}
		}
	}
	return some
}

func wordsOf(texts []sent) []word {
	var out []word
	for _, s := range texts {
		out = append(out, s.word)
	}
	return out
}

// textsSent gives the texts of the period by their substance, and the substances in the plan's order.
func (k *standingCheck) textsSent() (texts map[string][]sent, order []string) {
	stock := map[string]bool{}
	for _, c := range stockClauses() {
		stock[c] = true
	}
	texts = map[string][]sent{}
	for _, t := range k.p.Tasks {
		if t.StatusOnly {
			continue
		}
		for _, a := range t.Assigned {
			e := k.now.Entry(t, a.Bureau)
			if e == nil || e.TextIn != k.now.Period {
				continue
			}
			s := substance(e.Text, stock)
			if s == "" {
				continue
			}
			if len(texts[s]) == 0 {
				order = append(order, s)
			}
			_, w, _ := k.said(t, a.Bureau)
			w.place = e.Cell(workbook.ColText)
			texts[s] = append(texts[s], sent{t, w})
		}
	}
	return texts, order
}
