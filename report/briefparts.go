package report

import (
	"slices"
	"strings"

	"duban/workbook"
	"duban/workbook/document"
)

// watched is an indicator that the brief may tell of, with its value at the end of the period.
type watched struct {
	*workbook.Indicator
	// of lists the bureaus that the value belongs to if each answers for its own; nil otherwise.
	of  []*workbook.Bureau
	now workbook.Amount
	// planned is the value to reach by the end of the period, by the interim target that sets it; nil if it is the plan's own target.
	planned workbook.Amount
	by      *workbook.Interim
}

func (b *briefer) watched() []watched {
	var out []watched
	for _, in := range b.plan.Indicators {
		if !b.plan.IndicatorInRound(in, b.l.Period) {
			continue
		}
		if in.Task == nil || !in.Task.StatusOnly {
			for _, f := range b.l.Now.IndicatorStates(in) {
				w := watched{Indicator: in, now: f.Value(in)}
				w.planned, w.by = b.plan.PlannedAt(in, b.l.Period.Last())
				if in.Each {
					w.of = f.Bureaus
				}
				out = append(out, w)
			}
		}
	}
	return out
}

// watchedTitle names an indicator, with the bureau if each answers for its own value.
func (b *briefer) watchedTitle(w watched) string {
	if len(w.of) == 0 {
		return w.Title
	}
	return b.t("indicator-own", "bureau", b.actors(w.of, 1), "title", w.Title)
}

// better compares two values in the indicator's direction: 1 if a is better, −1 if b is, 0 if they are equal.
func (w watched) better(a, b float64) int {
	if w.Direction == workbook.Lower || w.Direction == workbook.Ceiling {
		a, b = b, a
	}
	return sign(round9(a - b))
}

// indicators compares the indicators with the plan, with last year and with the best in the region. If there are none, the brief has no
// such part.
func (b *briefer) indicators() {
	all := b.watched()
	if len(all) == 0 {
		return
	}
	b.head("indicators")
	var short []string
	var listed, known, planned, met, bested, best, yearly int
	var years [3]int // worse, same, better
	interim := false // whether interim targets hold for some
	for i, w := range all {
		if i == 0 || w.Indicator != all[i-1].Indicator {
			listed++
		}
		if !w.now.Known {
			continue
		}
		known++
		if w.planned.Known {
			by := ""
			if w.by != nil {
				by, interim = w.by.By(), true
			}
			if planned++; w.better(w.now.V, w.planned.V) >= 0 {
				met++
			} else {
				short = append(short, b.t("indicator", "title", b.watchedTitle(w), "now", number(w.now.V), "plan", number(w.planned.V), "unit", w.Unit, "by", by))
			}
		}
		if w.Best.Known {
			if bested++; w.better(w.now.V, w.Best.V) >= 0 {
				best++
			}
		}
		if w.LastYear.Known {
			yearly++
			years[w.better(w.now.V, w.LastYear.V)+1]++
		}
	}
	text := b.t("indicators-total", "n", listed, "values", len(all), "known", known)
	if planned > 0 {
		text += b.t("indicators-plan", "n", planned, "met", met, "short", planned-met, "interim", interim)
	}
	if bested > 0 {
		text += b.t("indicators-best", "n", bested, "met", best, "short", bested-best)
	}
	if yearly > 0 {
		var parts []string
		for i, id := range []string{"indicators-worse", "indicators-same", "indicators-better"} {
			if years[i] > 0 {
				parts = append(parts, b.t(id, "n", years[i]))
			}
		}
		text += b.t("indicators-year", "n", yearly, "parts", b.comma(parts))
	}
	if len(short) > 0 {
		text += b.t("indicators-short", "interim", interim, "list", strings.Join(short, b.t("semicolon")))
	}
	b.say(text)
}

// areas says how each area stands, which tasks were finished in it and which lag most.
func (b *briefer) areas() {
	b.head("areas")
	areas := b.l.byArea()
	for i, a := range areas {
		// A single area needs no heading: its paragraph is about all tasks.
		if len(areas) > 1 {
			b.heading2(i, b.area(a.Area))
		}
		var parts []string
		names, counts := b.classCounts(a.Tally)
		for i, class := range names {
			parts = append(parts, b.t("class-short", "class", class, "n", counts[i]))
		}
		text := b.t("area", "tasks", a.Tasks, "parts", b.comma(parts))
		if a.Completion.Known {
			text += b.pace("area-mean", a.Tally)
		}
		b.say(text + b.finished(a.Area) + b.slowest(a.Area))
	}
	b.bureaus()
	b.figure()
}

func (b *briefer) heading2(i int, text string) {
	b.doc.Add(document.Heading2, b.t("h2", "n", b.numeral(i), "text", text))
}

// finished names the tasks of an area that were finished since the period before.
func (b *briefer) finished(area string) string {
	var names []string
	for _, m := range b.l.moves() {
		if m.Move == NewlyDone && m.Task.Area == area && !m.Task.StatusOnly {
			names = append(names, b.taskName(m.Task))
		}
	}
	if len(names) == 0 {
		return ""
	}
	return b.t("area-done", "list", strings.Join(names, b.t("semicolon")))
}

// slowShown is how many lagging tasks of an area are named.
const slowShown = 2

// slowest names the tasks of an area that lag most, by percentage points behind.
func (b *briefer) slowest(area string) string {
	var slow []*Matter
	for _, m := range b.matters {
		if m.Task.Area == area && !m.Task.StatusOnly && m.Gap.Known && m.Gap.V <= -b.plan.Settings.YellowFrom && !m.Unverified() {
			slow = append(slow, m)
		}
	}
	slices.SortStableFunc(slow, func(x, y *Matter) int { return sign(x.Gap.V - y.Gap.V) })
	var names []string
	for _, m := range slow[:min(slowShown, len(slow))] {
		names = append(names, b.t("slow", "task", b.t("task-code", "id", m.Task.ID), "title", m.Task.Title, "gap", pointsText(round1(-m.Gap.V))))
	}
	if len(names) == 0 {
		return ""
	}
	return b.t("area-slow", "list", strings.Join(names, b.t("semicolon")))
}

// bureaus names the first and the last bureaus of each category that ranks at least two.
func (b *briefer) bureaus() {
	var parts []string
	for _, ranked := range rankings(b.l.bureauOrder()) {
		if len(ranked) < 2 {
			continue
		}
		category := b.category(ranked[0].Bureau.Category)
		mean := func(s *BureauSum) string { done, _, _ := meanCells(s.Tally); return done.String() + "%" }
		if tied(ranked) == len(ranked) {
			parts = append(parts, b.t("bureaus-level", "category", category, "n", len(ranked), "done", mean(ranked[0])))
			continue
		}
		var best, last []string
		first := leaders(ranked)
		if n := tied(ranked); n > len(first) && len(first) > 0 {
			// More share the first place than leaders names: one is named, with the number of all.
			best = append(best, b.t("bureau-tied", "bureau", ranked[0].Bureau.Name, "done", mean(ranked[0]), "n", n))
			first = ranked[:n]
		} else {
			for _, s := range first {
				best = append(best, b.t("bureau-mean", "bureau", s.Bureau.Name, "done", mean(s)))
			}
		}
		for _, s := range ranked[max(len(first), len(ranked)-lastRows):] {
			last = append(last, b.t("bureau-mean", "bureau", s.Bureau.Name, "done", mean(s)))
		}
		parts = append(parts, b.t("bureaus-category", "category", category, "n", len(ranked), "best", strings.Join(best, b.join()), "last", strings.Join(last, b.join())))
	}
	if len(parts) > 0 {
		b.say(b.t("bureaus", "parts", strings.Join(parts, b.t("semicolon"))))
	}
}

// lists sums up the county's own lists: the number of rows, the sum of each column of figures, and how often each choice was made.
func (b *briefer) lists() {
	var lines []string
	for _, list := range b.plan.Lists {
		var rows []*workbook.ListRow
		from := map[string]bool{}
		for _, r := range b.l.Now.Lists {
			if r.List == list.Name && b.l.within(r.Period) {
				rows = append(rows, r)
				from[r.Bureau] = true
			}
		}
		if len(rows) == 0 && !b.plan.ListInRound(list, b.l.Period) {
			continue
		}
		if len(rows) == 0 {
			lines = append(lines, b.t("list-none", "list", list.Name))
			continue
		}
		var more []string
		for i := range list.Form.Columns {
			if text := b.listColumn(&list.Form.Columns[i], i, rows); text != "" {
				more = append(more, text)
			}
		}
		lines = append(lines, b.t("list", "list", list.Name, "rows", len(rows), "bureaus", len(from), "more", strings.Join(more, b.t("semicolon"))))
	}
	if len(lines) == 0 {
		return
	}
	b.head("lists")
	for _, line := range lines {
		b.say(line)
	}
}

// listColumn sums up the column with index i; empty if no row fills it, or if it holds neither figures nor choices.
func (b *briefer) listColumn(col *workbook.Column, i int, rows []*workbook.ListRow) string {
	sum, filled := 0.0, 0
	counts := map[string]int{}
	for _, r := range rows {
		if i >= len(r.Cells) || !r.Cells[i].Filled() {
			continue
		}
		filled++
		sum += r.Cells[i].Num
		counts[r.Cells[i].Key]++
	}
	switch {
	case filled == 0:
	case col.Type == workbook.NumberColumn:
		return b.t("list-sum", "column", col.Heading, "sum", number(sum))
	case col.Type == workbook.ChoiceColumn:
		var parts []string
		for _, ch := range col.Choices {
			if n := counts[ch.Key]; n > 0 {
				parts = append(parts, b.t("list-count", "choice", ch.Label, "n", n))
			}
		}
		return b.t("list-choice", "column", col.Heading, "parts", strings.Join(parts, b.join()))
	}
	return ""
}
