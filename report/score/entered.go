package score

import (
	"maps"
	"strings"

	"duban/workbook"
	"duban/workbook/sheet"
)

// These rows are of what people enter in the plan: events, adjustments and ratings.

// eventRows makes a row for each event of a scored bureau. An event that names no item counts for every event item that applies.
func (s *Scores) eventRows() {
	byBureau := map[*workbook.Bureau][]*workbook.Event{}
	for _, e := range s.Plan.Events {
		byBureau[e.Bureau] = append(byBureau[e.Bureau], e)
	}
	items := s.Scheme.byGrain(workbook.GrainEvent)
	for _, b := range s.Bureaus {
		for _, e := range byBureau[b.Bureau] {
			r := &Row{Grain: workbook.GrainEvent, Bureau: e.Bureau, Event: e, Basis: 1, Inputs: knownInputs([]knownInput{
				{workbook.InEvents, sheet.Int(1)}, {workbook.InLevel, sheet.StrOrBlank(s.words.level(e.Level))},
			})}
			named := namedItem(items, e.Item, e.Bureau)
			switch {
			case len(items) > 0 && named == nil:
				r.Left = leftNoItem
				f := Fault{Code: "event-item", Bureau: e.Bureau.Name, Args: []any{"value", e.Item}}
				if e.Rec != nil {
					f.Place = e.Rec.Place(workbook.ColItem)
				}
				s.fault(f)
			case strings.TrimSpace(e.Approver) == "":
				r.Left = leftNotApproved
			case e.Date > s.AsOf && s.AsOf != 0:
				r.Left = leftHappensLater
			case s.refused(b.Bureau, e.Rec):
				r.Left = leftHeir
			}
			if e.Item != "" {
				r.only = named
			}
			if r.Left != "" {
				r.Basis = 0
			}
			s.row(r)
		}
	}
}

// adjustmentRows makes a row for each adjustment of a scored bureau. An adjustment that names no item counts for the first adjustment item
// that applies to the bureau.
func (s *Scores) adjustmentRows() {
	byBureau := map[*workbook.Bureau][]*workbook.Adjustment{}
	for _, a := range s.Plan.Adjustments {
		byBureau[a.Bureau] = append(byBureau[a.Bureau], a)
	}
	reversed := s.reversed()
	items := s.Scheme.byGrain(workbook.GrainAdjustment)
	for _, b := range s.Bureaus {
		for _, a := range byBureau[b.Bureau] {
			r := &Row{
				Grain: workbook.GrainAdjustment, Bureau: a.Bureau, Adjustment: a, Basis: 1,
				Inputs: knownInputs([]knownInput{{workbook.InAmount, sheet.Num(a.Amount)}}),
			}
			r.only = namedItem(items, a.Item, a.Bureau)
			switch {
			case r.only == nil:
				r.Left = leftNoItem
				f := Fault{Code: "adjustment-item", Bureau: a.Bureau.Name, Args: []any{"value", a.Item}}
				if a.Rec != nil {
					f.Place = a.Rec.Place(workbook.ColItem)
				}
				s.fault(f)
			case strings.TrimSpace(a.Approver) == "":
				r.Left = leftNotApproved
			case !s.decided(a.Approved):
				r.Left = leftApprovedLater
			case a.Reverses != "" || a.ID != "" && reversed[foldWord(a.ID)]:
				// Neither the reversal nor the adjustment that it takes back counts; both stay listed.
				r.Left = leftReversed
			case s.refused(b.Bureau, a.Rec):
				r.Left = leftHeir
			}
			if r.Left != "" {
				r.Basis = 0
			}
			s.row(r)
		}
	}
}

// reversed holds the folded numbers of the adjustments that were taken back. A reversal that was itself taken back takes nothing back.
func (s *Scores) reversed() map[string]bool {
	by := map[string][]*workbook.Adjustment{}
	for _, a := range s.Plan.Adjustments {
		if a.Reverses != "" && strings.TrimSpace(a.Approver) != "" && s.decided(a.Approved) {
			by[foldWord(a.Reverses)] = append(by[foldWord(a.Reverses)], a)
		}
	}
	out, asked := map[string]bool{}, map[string]bool{}
	var isReversed func(id string) bool
	isReversed = func(id string) bool {
		if id == "" || asked[id] {
			return out[id]
		}
		asked[id] = true
		for _, a := range by[id] {
			out[id] = out[id] || !isReversed(foldWord(a.ID))
		}
		return out[id]
	}
	for _, a := range s.Plan.Adjustments {
		isReversed(foldWord(a.Reverses))
	}
	return out
}

// namedItem finds the item that an adjustment or event names by code, title or both, or the first one if name is empty, among those that
// apply to the bureau; nil if there is none.
func namedItem(items []*SchemeItem, name string, b *workbook.Bureau) *SchemeItem {
	want := foldWord(name)
	for _, it := range items {
		if !it.Applies(b) {
			continue
		}
		if want == "" || want == foldWord(it.ID) || want == foldWord(it.Title) || want == foldWord(it.Label) {
			return it
		}
	}
	return nil
}

// ratingRows makes a row for each rating of a scored bureau, in the plan's order, and numbers those of each group.
func (s *Scores) ratingRows() {
	byBureau := map[*workbook.Bureau][]*workbook.Rating{}
	forms := map[string]int{}
	for _, r := range s.Plan.Ratings {
		byBureau[r.Bureau] = append(byBureau[r.Bureau], r)
		group := foldWord(r.Raters)
		forms[group] = max(forms[group], r.Number)
	}
	for _, b := range s.Bureaus {
		numbers := maps.Clone(forms)
		for _, rt := range byBureau[b.Bureau] {
			group, name := foldWord(rt.Raters), keyText(rt.Raters)
			if name == "" {
				name = s.words.own.T("scorebook.none") // since a condition on an empty cell finds nothing
			}
			number := rt.Number
			if number == 0 {
				numbers[group]++
				number = numbers[group]
			}
			r := &Row{
				Grain: workbook.GrainRating, Bureau: rt.Bureau, Rating: rt, Number: number, Basis: 1,
				Inputs: knownInputs([]knownInput{{workbook.InMark, sheet.Num(rt.Mark)}, {workbook.InRaters, sheet.Str(name)}}),
			}
			switch {
			case rt.Task != nil:
				r.Left, r.Basis = leftByTask, 0
			case !s.decided(rt.Date):
				r.Left, r.Basis = leftHappensLater, 0
			case s.refused(b.Bureau, rt.Rec):
				r.Left, r.Basis = leftHeir, 0
			}
			s.row(r)
		}
	}
}

// refused reports whether a row of the plan names the heir of several bureaus that are still scored separately, since the round on which the
// scores rest has them so: nobody can tell which of them the row concerns. That is a fault, except in an interim scoring, since the heir
// may be scored itself at the year's end.
func (s *Scores) refused(heir *workbook.Bureau, rec *workbook.Record) bool {
	was := s.Plan.Begins(heir)
	if was != nil && rec != nil && !s.Interim {
		var names []string
		for _, b := range was {
			names = append(names, b.Name)
		}
		s.fault(Fault{Code: "heir-later", Place: rec.Place(workbook.ColBureau),
			Args: []any{"heir", heir.Name, "was", strings.Join(names, s.words.own.T("report.join")), "period", s.Ledger.Period.String()}})
	}
	return was != nil
}
