package draft

import (
	"duban/workbook/pattern"
)

// under gives claims without an actor the bureau that their heading names: 一、教育局 above a list of its tasks.
func (r *reader) under(s *section, claims []*claim) {
	if s.tone != work {
		return
	}
	owners := r.ownersOf(s)
	if len(owners) == 0 {
		return
	}
	for _, cl := range claims {
		if cl.actor == noActor && !toAll.MatchString(cl.whole.text) && (cl.note == nil || len(cl.note.leads) == 0) {
			cl.actor, cl.leads, cl.under = bureauActor, owners, true
		}
	}
}

// toAll begins text that asks everyone at a document's end, or tells of a meeting, whatever its heading is.
var toAll = pattern.New(`^请[^。]*(?:报送?|反馈|上报)|^会议`)

// ownersOf gives the bureaus that the heading of a section, or of the section around it, consists of.
func (r *reader) ownersOf(s *section) []name {
	if s.parent == nil {
		return nil
	}
	if !s.owned {
		s.owned = true
		s.owners = r.whoseHeading(s.title.trim(spaces + stops + "：:"))
		if s.owners == nil {
			s.owners = r.ownersOf(s.parent)
		}
	}
	return s.owners
}

// tasksOf matches what may follow a bureau's name in a heading above its tasks.
var tasksOf = pattern.New(`^(?:牵头|负责|承担|主办)?的?(?:重点|主要|年度|工作|目标)*(?:任务|工作|事项|项目)?(?:清单)?(?:[（(][^（）()]{1,20}[）)])?$`)

func (r *reader) whoseHeading(title piece) []name {
	if title.text == "" || len(title.text) > 3*longestTitle {
		return nil
	}
	lists := r.names.lists(title)
	if len(lists) != 1 || lists[0].from != 0 || lists[0].more || !tasksOf.MatchString(title.text[lists[0].to:]) {
		return nil
	}
	names := lists[0].firm()
	if len(names) != len(lists[0].names) {
		return nil
	}
	return names
}
