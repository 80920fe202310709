package score

import (
	"strconv"

	"duban/templates"
	"duban/workbook"
	"duban/workbook/formula"
	"duban/workbook/sheet"
)

// Sentence says how a row came by its scores: for each item the inputs that its method uses, and the result.
func (s *Scores) Sentence(r *Row, c *templates.Catalogue) string {
	t := s.tablesIn(c)
	if r.Left != "" {
		return t.leftText(r.Left) + t.unverified(r)
	}
	for i, x := range s.Rows[r.Grain] {
		if x == r {
			return t.details[r.Grain].value("sentence", i).Text
		}
	}
	return ""
}

// What names a row's matter; for a rating, the group and the rater, see raterName.
func (s *Scores) What(r *Row, c *templates.Catalogue) string {
	if r.Rating != nil {
		return r.Inputs.of(workbook.InRaters).Text + " " + s.raterName(r, c)
	}
	return r.what()
}

// ItemSentence says how a bureau came by its score for an item.
func (s *Scores) ItemSentence(b *Result, it *SchemeItem, c *templates.Catalogue) string {
	t := s.tablesIn(c)
	for i, r := range t.itemRows {
		if r.bureau == b && r.item == it {
			return t.items.value("item-sentence", i).Text
		}
	}
	return ""
}

// TotalSentence says how a bureau came by its total.
func (s *Scores) TotalSentence(b *Result, c *templates.Catalogue) string {
	if b.Total.IsBlank() {
		return c.T("scorebook.unranked") + c.T("scorebook.stop")
	}
	id, args := "scorebook.total", []any{"base", s.baseText(b), "adjusted", s.figure(b.Adjusted), "total", s.figure(b.Total)}
	if b.Scaled > 0 && b.Scaled != b.Full {
		id, args = "scorebook.total-scaled", append(args, "full", formula.Plain(b.Full, 4), "scaled", formula.Plain(b.Scaled, 4))
	}
	return c.T(id, args...) + c.T("scorebook.stop")
}

// baseText writes the base with the plan's decimals, or with more, up to four, if a reader who adds up the sentence's figures would otherwise
// not get the total.
func (s *Scores) baseText(b *Result) string {
	if b.Base.Kind != sheet.Number || b.Total.Kind != sheet.Number {
		return b.Base.String()
	}
	n := s.Plan.Settings.Decimals
	scale := 1.0
	if b.Scaled > 0 {
		scale = b.Full / b.Scaled
	}
	for d := n; d < 4; d++ {
		if formula.Round(formula.Round(b.Base.Num, d)*scale+formula.Round(b.Adjusted.Num, n), n) == formula.Round(b.Total.Num, n) {
			return strconv.FormatFloat(formula.Round(b.Base.Num, d), 'f', d, 64)
		}
	}
	return formula.Plain(b.Base.Num, 4)
}

// figure writes a score with the plan's decimals.
func (s *Scores) figure(v sheet.Value) string {
	if v.Kind != sheet.Number {
		return v.String()
	}
	n := s.Plan.Settings.Decimals
	return strconv.FormatFloat(formula.Round(v.Num, n), 'f', n, 64)
}
