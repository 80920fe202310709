package validate

import (
	"strings"

	"duban/workbook"
	"duban/workbook/formula"
)

// merits checks what counts for the scores besides the ledger: 加减分 事件 一票否决 评议.
func (s *schemeCheck) merits() {
	s.adjustments()
	s.events()
	s.gates()
	s.ratings()
}

// ofGrain reports whether an item of a grain that applies to the bureau has the given code, title or both; an empty name fits any. names
// lists the codes and titles of the items of that grain.
func (s *schemeCheck) ofGrain(grain, name string, b *workbook.Bureau) (found bool, names []string) {
	for _, it := range s.p.Items {
		if it.Grain != grain || !it.Applies(b) {
			continue
		}
		names = append(names, it.ID, it.Title)
		label := it.ID + " " + it.Title
		found = found || name == "" || workbook.SameName(name, it.ID) || workbook.SameName(name, it.Title) || workbook.SameName(name, label)
	}
	return found, names
}

func (s *schemeCheck) adjustments() {
	byID := map[string]*workbook.Adjustment{}
	matters := map[string]*workbook.Adjustment{}
	for _, a := range s.p.Adjustments {
		if a.ID == "" {
			continue
		}
		if first := byID[workbook.Fold(a.ID)]; first != nil {
			s.add("adjustment-twice", cell(a.Rec, workbook.ColCode), "first", first.Rec.Place(workbook.ColCode).Cell())
			continue
		}
		byID[workbook.Fold(a.ID)] = a
	}
	for _, a := range s.p.Adjustments {
		if len(s.p.Items) > 0 && a.Bureau.Scored {
			if ok, names := s.ofGrain(workbook.GrainAdjustment, a.Item, a.Bureau); !ok {
				first := "" // such item; with none the message says so
				if len(names) > 0 {
					first = names[0]
				}
				s.add("adjustment-item-unknown", cell(a.Rec, workbook.ColItem), "name", a.Bureau.Name, "near", workbook.Nearest(a.Item, names), "first", first)
			}
		}
		if a.Reverses != "" {
			switch was := byID[workbook.Fold(a.Reverses)]; {
			case was == nil || was == a || was.Bureau != a.Bureau:
				s.add("adjustment-reverses-unknown", cell(a.Rec, workbook.ColReverses), "name", a.Bureau.Name)
			case a.Amount != -was.Amount:
				// A reversal cancels the other row whole, whatever amount it names, so a different amount would mislead.
				s.add("adjustment-reverses-differs", cell(a.Rec, workbook.ColAmount), "code", was.ID, "amount", formula.NumberText(was.Amount), "opposite", formula.NumberText(-was.Amount))
			}
			continue
		}
		key := a.Bureau.Code + "\x00" + workbook.Fold(a.Item) + "\x00" + workbook.Fold(a.Matter)
		if first := matters[key]; first != nil && strings.TrimSpace(a.Matter) != "" {
			s.add("adjustment-matter-twice", cell(a.Rec, workbook.ColMatter), "name", a.Bureau.Name, "first", first.Rec.Place(workbook.ColMatter).Cell())
		} else {
			matters[key] = a
		}
	}
}

func (s *schemeCheck) events() {
	if len(s.p.Items) == 0 {
		return
	}
	for _, e := range s.p.Events {
		if ok, names := s.ofGrain(workbook.GrainEvent, e.Item, e.Bureau); !ok && e.Bureau.Scored && e.Item != "" {
			s.add("event-item-unknown", cell(e.Rec, workbook.ColItem), "name", e.Bureau.Name, "near", workbook.Nearest(e.Item, names))
		}
	}
}

func (s *schemeCheck) gates() {
	for _, g := range s.p.Gates {
		if g.Effect != workbook.GateLimit {
			continue
		}
		var names []string
		known := false
		for _, rule := range s.p.GradesFor(g.Bureau) {
			names = append(names, rule.Name)
			known = known || workbook.SameName(rule.Name, g.Grade)
		}
		if !known {
			s.add("gate-grade-unknown", cell(g.Rec, workbook.ColGrade), "near", workbook.Nearest(g.Grade, names), "allowed", strings.Join(names, "、"))
		}
	}
}

func (s *schemeCheck) ratings() {
	for _, g := range s.p.RaterGroups {
		for _, n := range g.Rated {
			s.scopeName(g.Rec, n)
		}
	}
	for _, r := range s.p.Ratings {
		if r.Mark > 0 && r.Mark <= 1 {
			s.add("rating-fraction", cell(r.Rec, workbook.ColRating))
		}
	}
	if len(s.p.RaterGroups) == 0 {
		return
	}
	var names []string
	for _, g := range s.p.RaterGroups {
		names = append(names, g.Name)
	}
	for _, r := range s.p.Ratings {
		if s.p.RaterGroup(r.Raters) == nil {
			s.add("rater-group-unknown", cell(r.Rec, workbook.ColRaters), "near", workbook.Nearest(r.Raters, names))
		}
	}
}
