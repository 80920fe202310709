package report

import (
	"math"
	"sort"
	"strconv"

	"duban/workbook"
	"duban/workbook/sheet"
)

// Ranked lists the bureaus as an output shows them: by category in the plan's order, within it by rank, those without a
// rank last.
func (s *Scores) Ranked() []*BureauScore {
	place := map[string]int{}
	for i, c := range s.Plan.Categories() {
		place[c] = i
	}
	out := append([]*BureauScore(nil), s.Bureaus...)
	sort.SliceStable(out, func(i, j int) bool {
		a, b := out[i], out[j]
		if pa, pb := place[a.Bureau.Category], place[b.Bureau.Category]; pa != pb {
			return pa < pb
		}
		if (a.Rank == 0) != (b.Rank == 0) {
			return b.Rank == 0
		}
		if a.Rank != b.Rank {
			return a.Rank < b.Rank
		}
		return a.Bureau.Order < b.Bureau.Order
	})
	return out
}

// scoreItems works out a bureau's items from its rows.
func (s *Scores) scoreItems(b *BureauScore, rows []*ScoreRow) {
	for _, it := range s.Scheme.Items {
		if !it.Applies(b.Bureau) {
			continue
		}
		is := &ItemScore{Item: it}
		var values []sheet.Value
		for _, r := range rows {
			if m := r.MarkOf(it); m != nil && r.Left == "" {
				is.Rows++
				is.Basis += r.Basis
				values = append(values, m.Value)
			}
		}
		is.Combined = combine(it.Summing, values)
		is.Score = it.score(is)
		b.Rows += is.Rows
		b.Items = append(b.Items, is)
	}
}

// combine makes one figure of an item's rows, at nine decimals; the first error among them stands for all.
func combine(summing string, values []sheet.Value) sheet.Value {
	if len(values) == 0 {
		return sheet.Value{}
	}
	out, sum := values[0].Num, 0.0
	for _, v := range values {
		if v.Kind == sheet.Error {
			return v
		}
		sum += v.Num
		switch summing {
		case workbook.MinRows:
			out = min(out, v.Num)
		case workbook.MaxRows:
			out = max(out, v.Num)
		}
	}
	switch summing {
	case workbook.MinRows, workbook.MaxRows:
	case workbook.MeanRows:
		out = sum / float64(len(values))
	default:
		out = sum
	}
	return sheet.Num(roundHalfAway(out, 9))
}

// score applies floor and cap in this order, or the policy where there are no rows.
func (it *SchemeItem) score(is *ItemScore) sheet.Value {
	if is.Rows == 0 {
		switch it.NoRows {
		case workbook.NoRowsZero:
			return sheet.Num(0)
		case workbook.NoRowsFull:
			return sheet.Num(it.Points)
		}
		return sheet.Value{}
	}
	if is.Combined.Kind == sheet.Error {
		return is.Combined
	}
	v := is.Combined.Num
	if it.Floor.Known {
		v = max(v, it.Floor.V)
	}
	if it.Cap.Known {
		v = min(v, it.Cap.V)
	}
	return sheet.Num(v)
}

// total sums a bureau's items and scales them up to what the bureau could have reached.
func (s *Scores) total(b *BureauScore) {
	var base, adjusted []sheet.Value
	for _, is := range b.Items {
		if is.Item.Adjusts() {
			adjusted = append(adjusted, is.Score)
			continue
		}
		base = append(base, is.Score)
		b.Full += is.Item.Points
		if is.Counts() {
			b.Scaled += is.Item.Points
		}
	}
	b.Base, b.Adjusted = sumScores(base), sumScores(adjusted)
	switch {
	case b.Rows == 0 || b.Full > 0 && b.Scaled == 0:
		// Nothing was scored: a bureau is not ranked by its adjustments alone.
	case b.Base.Kind == sheet.Error:
		b.Total = b.Base
	case b.Adjusted.Kind == sheet.Error:
		b.Total = b.Adjusted
	default:
		v := b.Base.Num
		if b.Scaled > 0 {
			v = v * b.Full / b.Scaled
		}
		b.Total = sheet.Num(roundHalfAway(v+b.Adjusted.Num, s.Plan.Settings.Decimals))
	}
}

// sumScores sums item scores at nine decimals; blanks are left out, the first error stands for all.
func sumScores(values []sheet.Value) sheet.Value {
	sum := 0.0
	for _, v := range values {
		switch v.Kind {
		case sheet.Error:
			return v
		case sheet.Number:
			sum += v.Num
		}
	}
	return sheet.Num(roundHalfAway(sum, 9))
}

// rank gives places within each category, and grades.
func (s *Scores) rank() {
	byCategory := map[string][]*BureauScore{}
	for _, b := range s.Bureaus {
		if b.Total.Kind == sheet.Number {
			byCategory[b.Bureau.Category] = append(byCategory[b.Bureau.Category], b)
		}
	}
	for _, group := range byCategory {
		sort.SliceStable(group, func(i, j int) bool { return group[i].Total.Num > group[j].Total.Num })
		for i, b := range group {
			b.Rank = i + 1
			if i > 0 && b.Total.Num == group[i-1].Total.Num {
				b.Rank = group[i-1].Rank
			}
			b.Grade = gradeOf(s.Plan.Settings.Grades, b.Total.Num)
		}
	}
}

// gradeOf is the grade whose threshold a total reaches; the one without a threshold takes what is left.
func gradeOf(grades []workbook.Grade, total float64) string {
	for _, g := range grades {
		if g.Rest || total >= g.From {
			return g.Name
		}
	}
	return ""
}

// SectionScore sums a bureau's items of one section, before scaling: blank where none of them counts.
func (b *BureauScore) SectionScore(section string) sheet.Value {
	var values []sheet.Value
	counted := false
	for _, is := range b.Items {
		if foldWord(is.Item.Section) == foldWord(section) && is.Counts() {
			counted = true
			values = append(values, is.Score)
		}
	}
	if !counted {
		return sheet.Value{}
	}
	return sumScores(values)
}

// roundHalfAway rounds as spreadsheet programs do: half away from zero, on the fifteen digits that they show, so that
// 1.005 rounds to 1.01 though its double lies below.
func roundHalfAway(f float64, decimals int) float64 {
	scale := math.Pow10(decimals)
	shown, err := strconv.ParseFloat(strconv.FormatFloat(math.Abs(f)*scale, 'g', 15, 64), 64)
	if err != nil || math.IsInf(shown, 0) || shown >= 1<<52 {
		return f
	}
	whole := math.Floor(shown + 0.5)
	if whole == 0 {
		return 0
	}
	return math.Copysign(whole/scale, f)
}
