package draft

import (
	"slices"
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
		counts := keep(all[1:], func(a amount) bool { return sameUnit(a, all[0]) })
		sum := 0.0
		for _, a := range counts {
			sum += a.value
		}
		if len(counts) < 2 || sum != all[0].value || r.dated(p) || owned(counts) {
			continue
		}
		if stages := stagesIn(counts, p.to()); stages != nil {
			out = append(out, staging{whole: all[0], stages: stages})
		}
	}
	return out
}

// stagesIn reads the stages of a whole by the text behind each count, up to the end of the sentence. It gives nil if there is none behind
// any of them: then the text before each count says whose it is, not which stage it is.
func stagesIn(counts []amount, end int) []Stage {
	var out []Stage
	done, named := -1, false
	for i, a := range counts {
		to := end
		if i+1 < len(counts) {
			to = counts[i+1].at.from
		}
		label := stageLabel(piece{a.at.para, a.at.to(), a.at.para.text[a.at.to():to]})
		named = named || label.text != ""
		if doneWords.MatchString(label.text) && done < 0 {
			done = i
		}
		count := said(a.at, "")
		count.Num, count.IsNum = a.value, true
		out = append(out, Stage{Title: said(label, strings.TrimPrefix(strings.TrimPrefix(label.text, "停留在"), "进入")), Count: count})
	}
	if !named {
		return nil
	}
	// The last stage is worth 100. As the text says nothing about the others, they are spaced evenly.
	switch last := len(out) - 1; {
	case done == 0:
		slices.Reverse(out)
	case done > 0 && done < last:
		end := out[done]
		out = append(slices.Delete(out, done, done+1), end)
	}
	for i := range out {
		out[i].Worth = float64(100*i/(len(out)-1)*10) / 10
	}
	return out
}

// stageLabel gives what the text between a count and the next one says about the first.
func stageLabel(behind piece) piece {
	if cut := strings.IndexAny(behind.text, "，,。；;"); cut >= 0 {
		behind.text = behind.text[:cut]
	}
	if strings.HasPrefix(behind.text, "、") {
		behind.text = ""
	}
	return behind.trim(spaces + stops + "，,、")
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
