package validate

import (
	"sort"

	"duban/workbook"
	"duban/workbook/formula"
)

// sums reports points that do not add up: those that apply to a bureau to 100, those below a group to the group's own. Bureaus with the same
// sum of the same cells are reported once.
func (s *schemeCheck) sums() {
	said := map[string]bool{}
	for _, b := range s.p.Bureaus {
		if !b.Scored {
			continue
		}
		var sum float64
		var cells []workbook.Place
		for _, it := range s.p.Items {
			if s.outside(it) || !it.Applies(b) || !s.top(it) {
				continue
			}
			sum += s.points(it, 0) * s.weight(it, b)
			cells = append(cells, it.Rec.Place(workbook.ColPoints))
		}
		key := formula.NumberText(sum) + "\x00" + Cells(cells)
		if len(cells) == 0 || formula.NumberText(sum) == "100" || said[key] {
			continue
		}
		said[key] = true
		a := at(cells[0])
		a.field = heading(s.p.Items[0].Rec.Table.Form, workbook.ColPoints)
		s.add("scheme-sum", a, "name", categoryOf(b), "sum", formula.NumberText(sum), "cells", Cells(cells))
	}
	for _, it := range s.p.Items {
		if it.Grain == workbook.GrainGroup {
			s.groupSum(it)
		}
	}
}

func categoryOf(b *workbook.Bureau) string {
	if b.Category == "" {
		return b.Name
	}
	return b.Category
}

// weight gives the weight, 1 by default, of the points in an item's section for a bureau.
func (s *schemeCheck) weight(it *workbook.Item, b *workbook.Bureau) float64 {
	if sec := s.p.SectionFor(it.Section, b); sec != nil && sec.Weight.Known {
		return sec.Weight.V / 100
	}
	return 1
}

func (s *schemeCheck) groupSum(g *workbook.Item) {
	sum := 0.0
	var cells []workbook.Place
	for _, it := range s.p.Items {
		if it.Parent != "" && s.items[workbook.Fold(it.Parent)] == g && it != g {
			cells = append(cells, it.Rec.Place(workbook.ColPoints))
			if !s.outside(it) {
				sum += s.points(it, 0)
			}
		}
	}
	switch {
	case len(cells) == 0:
		s.add("scheme-group-empty", cell(g.Rec, workbook.ColCode), "name", g.Title)
	case g.Points > 0 && g.Summing == workbook.SumRows && g.Factor == "" && sum > 0 && formula.NumberText(sum) != formula.NumberText(g.Points):
		s.add("scheme-group-sum", cell(g.Rec, workbook.ColPoints), "sum", formula.NumberText(sum), "cells", Cells(cells))
	}
}

// sections checks 计分部分: each row has to name a section of the scheme, the points of its items have to sum to the declared ones, and the
// weights of all sections to 100.
func (s *schemeCheck) sections() {
	var names []string
	for _, it := range s.p.Items {
		names = append(names, it.Section)
	}
	for _, sec := range s.p.Sections {
		for _, n := range sec.Scope {
			s.scopeName(sec.Rec, n)
		}
		known := false
		for _, n := range names {
			known = known || workbook.SameName(n, sec.Name)
		}
		if !known && len(s.p.Items) > 0 {
			s.add("scheme-section-unknown", cell(sec.Rec, workbook.ColSection), "near", workbook.Nearest(sec.Name, names))
			continue
		}
		s.declared(sec)
	}
	said := map[string]bool{}
	for _, b := range s.p.Bureaus {
		if b.Scored {
			s.weights(b, said)
		}
	}
}

// declared compares a section's declared points with the sum of its items, for the first bureau that it applies to.
func (s *schemeCheck) declared(sec *workbook.Section) {
	if !sec.Declared.Known {
		return
	}
	for _, b := range s.p.Bureaus {
		if !b.Scored || s.p.SectionFor(sec.Name, b) != sec {
			continue
		}
		sum := 0.0
		var cells []workbook.Place
		for _, it := range s.p.Items {
			if workbook.SameName(it.Section, sec.Name) && s.top(it) && !s.outside(it) && it.Applies(b) {
				sum += s.points(it, 0)
				cells = append(cells, it.Rec.Place(workbook.ColPoints))
			}
		}
		if formula.NumberText(sum) != formula.NumberText(sec.Declared.V) {
			s.add("scheme-section-sum", cell(sec.Rec, workbook.ColPoints), "name", sec.Name, "sum", formula.NumberText(sum), "cells", Cells(cells))
		}
		return
	}
}

// weights reports weights of the sections for a bureau that do not sum to 100. said holds the cells that were reported already.
func (s *schemeCheck) weights(b *workbook.Bureau, said map[string]bool) {
	sum := 0.0
	var cells []workbook.Place
	seen := map[string]bool{}
	for _, it := range s.p.Items {
		name := workbook.Fold(it.Section)
		if seen[name] || s.outside(it) || !it.Applies(b) || !s.top(it) {
			continue
		}
		seen[name] = true
		sec := s.p.SectionFor(it.Section, b)
		if sec == nil || !sec.Weight.Known {
			return // a section without a weight counts in full, and sums checks its points
		}
		sum += sec.Weight.V
		cells = append(cells, sec.Rec.Place(workbook.ColWeight))
	}
	key := Cells(cells)
	if len(cells) == 0 || formula.NumberText(sum) == "100" || said[key] {
		return
	}
	said[key] = true
	a := at(cells[0])
	a.field = heading(s.p.Sections[0].Rec.Table.Form, workbook.ColWeight)
	s.add("scheme-weights-sum", a, "name", categoryOf(b), "sum", formula.NumberText(sum), "cells", Cells(cells))
}

// covered finds scored bureaus to which no item applies.
func (s *schemeCheck) covered() {
	if len(s.p.Items) == 0 {
		return
	}
	for _, b := range s.p.Bureaus {
		if !b.Scored || b.Rec == nil {
			continue
		}
		found := false
		for _, it := range s.p.Items {
			found = found || it.Applies(b) && !s.outside(it)
		}
		if !found {
			s.add("scheme-bureau-uncovered", cell(b.Rec, workbook.ColName), "name", b.Name)
		}
	}
}

// bandsOf checks that the plan has the table of bands that an item names.
func (s *schemeCheck) bandsOf(it *workbook.Item) {
	if it.Bands == "" || len(s.p.BandsOf(it.Bands)) > 0 {
		return
	}
	var names []string
	for _, b := range s.p.Bands {
		names = append(names, b.Table)
	}
	s.add("bands-unknown", cell(it.Rec, workbook.ColBands), "near", workbook.Nearest(it.Bands, names))
}

// bands reports gaps and overlaps in tables of bands, and tables that start above 0.
func (s *schemeCheck) bands() {
	tables := map[string][]*workbook.Band{}
	var order []string
	for _, b := range s.p.Bands {
		if len(tables[workbook.Fold(b.Table)]) == 0 {
			order = append(order, workbook.Fold(b.Table))
		}
		tables[workbook.Fold(b.Table)] = append(tables[workbook.Fold(b.Table)], b)
	}
	for _, name := range order {
		bands := tables[name]
		sort.SliceStable(bands, func(i, j int) bool { return bands[i].From < bands[j].From })
		for i, b := range bands {
			if b.UpTo.Known && b.UpTo.V <= b.From {
				s.add("bands-empty", cell(b.Rec, workbook.ColUpTo), "from", formula.NumberText(b.From))
			}
			if i == 0 {
				if b.From > 0 {
					s.add("bands-start", cell(b.Rec, workbook.ColFrom))
				}
				continue
			}
			before := bands[i-1]
			switch first := before.Rec.Place(workbook.ColFrom).Cell(); {
			case b.From == before.From:
				s.add("bands-overlap", cell(b.Rec, workbook.ColFrom), "first", first)
			case before.UpTo.Known && before.UpTo.V > b.From:
				s.add("bands-overlap", cell(b.Rec, workbook.ColFrom), "first", before.Rec.Place(workbook.ColUpTo).Cell())
			case before.UpTo.Known && before.UpTo.V < b.From:
				s.add("bands-gap", cell(b.Rec, workbook.ColFrom), "from", formula.NumberText(before.UpTo.V), "first", before.Rec.Place(workbook.ColUpTo).Cell())
			}
		}
	}
}

// grades finds grades that nobody can get, as they ask for more than can be reached or follow one that takes everybody, and quotas that
// sum to more than 100%.
func (s *schemeCheck) grades() {
	said := map[*workbook.GradeRule]bool{}
	for _, b := range s.p.Bureaus {
		if !b.Scored {
			continue
		}
		rules := s.p.GradesFor(b)
		most, known := s.reach(b)
		share := 0.0
		for i, g := range rules {
			if g.Rec == nil || said[g] {
				continue
			}
			said[g] = true
			for _, n := range g.Scope {
				s.scopeName(g.Rec, n)
			}
			if i > 0 {
				before := rules[i-1]
				open := !before.From.Known && !before.QuotaShare.Known && !before.Quota.Known
				risen := g.From.Known && before.From.Known && g.From.V >= before.From.V && !before.QuotaShare.Known && !before.Quota.Known
				if open || risen {
					s.add("grade-behind", cell(g.Rec, workbook.ColGrade), "name", g.Name, "other", before.Name, "first", before.Rec.Place(workbook.ColGrade).Cell())
				}
			}
			if share += g.QuotaShare.V; share > 100 {
				s.add("grade-quota", cell(g.Rec, workbook.ColQuotaShare), "sum", formula.NumberText(share))
			}
			if known && g.From.Known && g.From.V > most && len(s.p.Items) > 0 {
				s.add("grade-unreachable", cell(g.Rec, workbook.ColFrom), "name", g.Name, "most", formula.NumberText(most), "category", categoryOf(b))
			}
		}
	}
}

// reach gives the highest total that a bureau can get. It is not known, false, if an item outside the sum of points has no cap.
func (s *schemeCheck) reach(b *workbook.Bureau) (float64, bool) {
	sum := 0.0
	for _, it := range s.p.Items {
		if !it.Applies(b) || !s.top(it) {
			continue
		}
		most := s.points(it, 0)
		if it.Cap.Known {
			most = it.Cap.V
		} else if s.outside(it) {
			return 0, false
		}
		if !s.outside(it) {
			most *= s.weight(it, b)
		}
		sum += most
	}
	return formula.Round9(sum), true
}
