package draft

import (
	"strings"

	"duban/workbook"
	"duban/workbook/pattern"
)

// gathering matches the end of a section that names who does all the items before it, which have no names: 由商务局牵头，抓紧启动
// 人员选聘、机构组建、经费保障等工作.
var gathering = pattern.New(`(?:启动|抓好|做好|推进|落实|组织|完成)([^，。；：]*?、[^，。；：]*?)等(?:各项|几项|具体)?工作`)

// mostGathered is the most items that one sentence speaks for.
const mostGathered = 40

// gather gives items before such a sentence its names, and its limit if they have none of their own. An item is meant
// if it shares a word with the list, within the same section and paragraph.
func (d *Draft) gather() {
	for i, t := range d.Tasks {
		if t.claim == nil || !t.claim.named() || t.claim.carried {
			continue
		}
		m := gathering.FindStringSubmatch(t.Quote)
		if m == nil {
			continue
		}
		var topics []map[string]bool
		for _, item := range strings.Split(m[1], "、") {
			topics = append(topics, pairsOf(item))
		}
		for k := i - 1; k >= max(0, i-mostGathered); k-- {
			u := d.Tasks[k]
			d.compared++
			if u.Whole.Para != t.Whole.Para || !u.sec.within(t.sec.parent) {
				break
			}
			if u.Get(workbook.ColLeads).Why != WhyNoLead {
				continue
			}
			if u.sec == t.sec {
				// The sentence right behind an item's own.
				u.gathered(t)
				continue
			}
			said := pairsOf(u.Quote)
			for _, topic := range topics {
				if shared(topic, said) > 0 {
					u.gathered(t)
					break
				}
			}
		}
	}
}

// gathered takes over the names and the limit of a task that speaks of this one, too.
func (t *Task) gathered(by *Task) {
	about := by.Get(workbook.ColLeads).Text
	t.Leads, t.Supports = by.Leads, by.Supports
	for _, col := range []string{workbook.ColLeads, workbook.ColSupports, workbook.ColDueText, workbook.ColDue} {
		s, ok := by.Fields[col]
		limit := col == workbook.ColDueText || col == workbook.ColDue
		if !ok || !s.Filled() || limit && t.Get(workbook.ColDue).Filled() {
			continue
		}
		s.Sure, s.Why, s.About = max(s.Sure, Likely), WhyGathered, about
		t.Fields[col] = s
	}
}

// within reports whether a section is another one or is inside it.
func (s *section) within(outer *section) bool {
	for ; s != nil; s = s.parent {
		if s == outer {
			return outer.parent != nil
		}
	}
	return false
}
