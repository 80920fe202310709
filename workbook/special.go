package workbook

import (
	"slices"

	"duban/workbook/calendar"
)

// SpecialRound is a round on a single day (专项调度), about some tasks, that the plan defines beside those of weeks and months: which projects
// broke ground on a 集中开工 day is asked on that day, not at the month's end.
type SpecialRound struct {
	Period calendar.Period
	Name   string
	// Due is the day by which returns are due: the round's own day if the plan names none.
	Due   calendar.Date
	Lists []*ListForm
	Rec   *Record

	tasks map[string]bool // by number
}

// Special finds the special round of a period, nil for any other period.
func (p *Plan) Special(per calendar.Period) *SpecialRound {
	if per.Kind() != calendar.Special {
		return nil
	}
	for _, r := range p.Specials {
		if r.Period == per {
			return r
		}
	}
	return nil
}

// SpecialNamed finds a special round by its day or its name. Of several with one name it takes the one nearest to a day, and of two
// equally near the later one.
func (p *Plan) SpecialNamed(text string, near calendar.Date) *SpecialRound {
	if day, dated := calendar.ParseISO(text); dated {
		return p.Special(calendar.PeriodOf(calendar.Special, day))
	}
	var found *SpecialRound
	away := func(r *SpecialRound) calendar.Date { return max(near-r.Period.Last(), r.Period.Last()-near) }
	for _, r := range p.Specials {
		if SameName(r.Name, text) && (found == nil || away(r) <= away(found)) {
			found = r
		}
	}
	return found
}

// Alike reports whether two periods belong to one series: both of the same length, or both special rounds of the same name.
func (p *Plan) Alike(a, b calendar.Period) bool {
	if a.Kind() != calendar.Special || b.Kind() != calendar.Special {
		return a.Kind() == b.Kind()
	}
	x, y := p.Special(a), p.Special(b)
	return a == b || x != nil && y != nil && SameName(x.Name, y.Name)
}

// tookSpecial reports whether a bureau filled in a list in a special round of a period: the list is then not asked for again, while a
// bureau that missed the round is asked in the period's own.
func (p *Plan) tookSpecial(prior *Standing, l *ListForm, b *Bureau, per calendar.Period) bool {
	return prior != nil && slices.ContainsFunc(prior.Lists, func(row *ListRow) bool {
		r := p.Special(row.Period)
		return r != nil && row.List == l.Name && row.Bureau == b.Code && per.Contains(r.Period.Last())
	})
}

// Following gives the next round of a series, or the zero period after the last special round of its name.
func (p *Plan) Following(per calendar.Period) calendar.Period {
	if per.Kind() != calendar.Special {
		return per.Next()
	}
	for _, r := range p.Specials {
		if r.Period.Compare(per) > 0 && p.Alike(r.Period, per) {
			return r.Period
		}
	}
	return calendar.Period{}
}

// decodeSpecials reads 专项调度. The scope of a round names tasks by number, areas, measures or lists; a task includes those below it.
func (p *Plan) decodeSpecials() {
	for _, r := range p.records(FormSpecials) {
		day := r.Get(ColDate)
		if !day.Filled() {
			continue // the column is required: the cell's own check reports it
		}
		s := &SpecialRound{Period: calendar.PeriodOf(calendar.Special, day.Date), Name: r.Get(ColName).Text, Due: day.Date, Rec: r, tasks: map[string]bool{}}
		if due := r.Get(ColDue); due.Filled() {
			s.Due = due.Date
		}
		if p.Special(s.Period) != nil {
			p.observe("special-twice", r, ColDate)
			continue
		}
		for _, name := range r.Get(ColScope).List() {
			if !s.take(p, name) {
				p.observe("special-scope-unknown", r, ColScope, "name", name, "near", Nearest(name, p.scopeWords()))
			}
		}
		p.Specials = append(p.Specials, s)
	}
	slices.SortStableFunc(p.Specials, func(a, b *SpecialRound) int { return a.Period.Compare(b.Period) })
}

// take adds what a word of the scope names to the round; false if it names nothing.
func (s *SpecialRound) take(p *Plan, name string) bool {
	found := false
	if t := p.Task(name); t != nil {
		s.takeTask(t)
		return true
	}
	if l := p.list(name); l != nil {
		s.Lists = append(s.Lists, l)
		return true
	}
	measure := ""
	if t := p.Tables[FormTasks]; t != nil {
		measure, _ = t.Form.Column(ColMeasure).Choice(name)
	}
	for _, t := range p.Tasks {
		if SameName(t.Area, name) || measure != "" && t.Measure == measure {
			s.tasks[t.ID], found = true, true
		}
	}
	return found
}

func (s *SpecialRound) takeTask(t *Task) {
	s.tasks[t.ID] = true
	for _, c := range t.Children {
		s.takeTask(c)
	}
}

// scopeWords lists the words by which a special round may name its scope.
func (p *Plan) scopeWords() []string {
	out := p.areas()
	for _, t := range p.Tasks {
		out = append(out, t.ID)
	}
	for _, l := range p.Lists {
		out = append(out, l.Name)
	}
	return out
}
