package draft

import (
	"duban/workbook/pattern"
)

var (
	// assessing matches a clause about how the work is assessed: 纳入年度考核, 严格奖惩.
	assessing = pattern.New(`考核|考评|奖惩|奖罚|赏罚|评先评优|评优评先`)
	// consequence matches a clause about what follows from the assessment: 对完成不力的单位予以通报批评.
	consequence = pattern.New(`^(?:对|凡)[^，]*(?:通报|约谈|问责|追责|扣减|扣分|表彰|表扬|奖励)`)
	// weighs matches words by which the work only counts in the assessment and nobody has to do more: 各单位完成情况纳入考核.
	weighs = pattern.New(`纳入|列入|计入|作为|挂钩|依据`)
	// arranging matches work for the assessment itself, whoever does it: 制定考核办法, 组织岗位考核.
	arranging = pattern.New(`制定|出台|印发|修订|完善|建立|健全|编制|组织|开展|举办|培训|公布`)
)

// assessed reports whether a sentence below a table only says how the table's work is assessed, and gives nobody work: 以上任务纳入年度考核，严格奖惩. If
// it names a bureau or says how often, it is work like any other: 督查室负责考核.
func (r *reader) assessed(p piece) bool {
	if r.firstTable == 0 || p.para.no < r.firstTable || !assessing.MatchString(p.text) {
		return false
	}
	for _, at := range p.clauses() {
		if !assessing.MatchString(at.text) && !consequence.MatchString(at.text) {
			return false
		}
		c := r.clause(at)
		switch {
		case len(c.rhythms)+len(c.amounts)+len(c.leads)+len(c.supports) > 0, arranging.MatchString(at.text):
			return false
		case c.actor == bureauActor || c.actor == leaderActor:
			return false
		case c.actor == vagueActor && !weighs.MatchString(at.text):
			return false
		}
	}
	return true
}
