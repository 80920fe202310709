package draft

import (
	"strings"
	"unicode/utf8"

	"duban/workbook"
	"duban/workbook/numeral"
	"duban/workbook/pattern"
)

// staging is a whole with the numbers in each stage: 157个村, 50 done, 92 under way, 15 planning.
type staging struct {
	whole  amount
	stages []Stage
}

var doneWords = pattern.New(`完成了?|已经?建成|已有|建成`)

// dated reports whether a sentence gives each figure a limit, so that they are work, not stages: 5月15日前整治4处，剩余3处6月20日前销号.
func (r *reader) dated(p piece) bool {
	n := 0
	for _, c := range p.clauses() {
		if len(amounts(c)) > 0 && len(r.moments(c)) > 0 {
			n++
		}
	}
	return n > 1
}

// stages finds sentences in which figures of one unit are those of the stages of the first figure, as they sum up to it.
func (r *reader) stages(sentences []piece) []staging {
	var out []staging
	for _, p := range sentences {
		all := amounts(p)
		if len(all) < 3 {
			continue
		}
		whole := all[0]
		var counts []amount
		sum := 0.0
		for _, a := range all[1:] {
			if sameUnit(a, whole) {
				counts = append(counts, a)
				sum += a.value
			}
		}
		if len(counts) < 2 || sum != whole.value || r.dated(p) || owned(counts) {
			continue
		}
		st := staging{whole: whole}
		done, nameless := -1, 0
		for i, a := range counts {
			to := p.to()
			if i+1 < len(counts) {
				to = counts[i+1].at.from
			}
			label := piece{a.at.para, a.at.to(), a.at.para.text[a.at.to():to]}
			if cut := strings.IndexAny(label.text, "，,。；;"); cut >= 0 {
				label.text = label.text[:cut]
			}
			if strings.HasPrefix(label.text, "、") {
				label.text = ""
			}
			if label = label.trim(spaces + stops + "，,、"); label.text == "" {
				nameless++
			}
			if doneWords.MatchString(label.text) && done < 0 {
				done = i
			}
			title := strings.TrimPrefix(strings.TrimPrefix(label.text, "停留在"), "进入")
			count := said(a.at, "")
			count.Num, count.IsNum = a.value, true
			st.stages = append(st.stages, Stage{Title: said(label, title), Count: count})
		}
		if nameless == len(counts) {
			continue // the text before each figure says whose it is, not which stage it is
		}
		// The last stage is worth 100. As the text says nothing about the others, they are spaced evenly.
		if done == 0 {
			for i, j := 0, len(st.stages)-1; i < j; i, j = i+1, j-1 {
				st.stages[i], st.stages[j] = st.stages[j], st.stages[i]
			}
		} else if done > 0 && done < len(st.stages)-1 {
			s := st.stages[done]
			st.stages = append(append(st.stages[:done], st.stages[done+1:]...), s)
		}
		for i := range st.stages {
			st.stages[i].Worth = float64(100*i/(len(st.stages)-1)*10) / 10
		}
		out = append(out, st)
	}
	return out
}

// owned reports whether each figure has its owner before it: 其中甲镇2万亩、乙镇3万亩.
func owned(counts []amount) bool {
	for i, a := range counts {
		from := max(0, a.at.from-36)
		if i > 0 {
			from = counts[i-1].at.to()
		}
		owner := a.at.para.text[from:a.at.from]
		if at := strings.LastIndexAny(owner, "，,、；;"); at >= 0 {
			_, size := utf8.DecodeRuneInString(owner[at:])
			owner = owner[at+size:]
		}
		if len(owners(piece{a.at.para, 0, owner})) == 0 {
			return false
		}
	}
	return true
}

// in converts an amount of money to another unit of money: 8000万元 is 0.8亿元. Other amounts are returned unchanged.
func (a amount) in(unit string) amount {
	if a.unit != unit && strings.HasSuffix(a.unit, "元") && strings.HasSuffix(unit, "元") {
		if v, _, ok := numeral.Parse(a.at.text, unit); ok {
			a.value, a.unit = v, unit
		}
	}
	return a
}

func sameUnit(a, b amount) bool {
	return a.unit == b.unit || strings.HasPrefix(a.unit, "个") && strings.HasPrefix(b.unit, "个")
}

// staged makes a task one by stages if its figures are the whole of stages found before, or one of the stages.
func (t *Task) staged(all []staging) {
	if t.Get(workbook.ColMeasure).Text != workbook.Quantity {
		return
	}
	for _, st := range all {
		for _, a := range t.claim.amounts() {
			if a.value != st.whole.value || !sameUnit(a, st.whole) {
				continue
			}
			m := t.Fields[workbook.ColMeasure]
			m.Text, m.Sure, m.Why = workbook.Staged, Likely, WhyWorth
			t.Fields[workbook.ColMeasure] = m
			target := said(a.at, "")
			target.Num, target.IsNum = a.value, true
			t.put(workbook.ColTarget, target)
			t.put(workbook.ColUnit, said(a.at, a.unit))
			last := st.stages[len(st.stages)-1].Count
			t.put(workbook.ColBaseline, last)
			delete(t.Fields, workbook.ColBasis)
			t.Stages = st.stages
			return
		}
	}
}
