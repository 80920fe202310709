package report

import (
	"strconv"
	"strings"

	"duban/templates"
	"duban/workbook/sheet"
)

// Sentence says how a row came by its scores: for each item the inputs that the method looks at, and the result.
func (s *Scores) Sentence(r *ScoreRow, c *templates.Catalogue) string {
	if r.Left != "" {
		return c.T("scorebook.left", "reason", c.T("scoreleft."+r.Left)) + c.T("scorebook.stop")
	}
	var parts []string
	for i := range r.Marks {
		m := &r.Marks[i]
		var inputs []string
		for _, key := range append([]string{inputPoints}, inputsOf(r.Grain)...) {
			if m.Item.uses(&s.words, key) {
				v := r.Inputs[key]
				if key == inputPoints {
					v = m.Points
				}
				inputs = append(inputs, inputPhrase(key, v, c))
			}
		}
		id, args := "scorebook.part-plain", []any{"item", m.Item.Title, "score", s.figure(m.Value)}
		if len(inputs) > 0 {
			id, args = "scorebook.part", append(args, "inputs", strings.Join(inputs, c.T("scorebook.join")))
		}
		parts = append(parts, c.T(id, args...))
	}
	if len(parts) == 0 {
		return ""
	}
	return strings.Join(parts, c.T("scorebook.parts")) + c.T("scorebook.stop")
}

// TotalSentence says how a bureau came by its total.
func (s *Scores) TotalSentence(b *BureauScore, c *templates.Catalogue) string {
	if b.Total.IsBlank() {
		return c.T("scorebook.unranked") + c.T("scorebook.stop")
	}
	base := b.Base.String()
	if b.Base.Kind == sheet.Number {
		base = plainNumber(b.Base.Num, 4)
	}
	id, args := "scorebook.total", []any{"base", base, "adjusted", s.figure(b.Adjusted), "total", s.figure(b.Total)}
	if b.Scaled > 0 && b.Scaled != b.Full {
		id, args = "scorebook.total-scaled", append(args, "full", plainNumber(b.Full, 4), "scaled", plainNumber(b.Scaled, 4))
	}
	return c.T(id, args...) + c.T("scorebook.stop")
}

func inputPhrase(key string, v sheet.Value, c *templates.Catalogue) string {
	name := c.T("input." + key)
	if v.IsEmpty() {
		if why := c.Or("inputblank." + key); why != "" {
			return c.T("scorebook.input-why", "name", name, "why", why)
		}
		return c.T("scorebook.input-blank", "name", name)
	}
	text := v.String()
	if v.Kind == sheet.Number {
		text = plainNumber(v.Num, 4)
		if key == inputRatio || key == inputElapsed {
			text = plainNumber(v.Num*100, 2) + "%"
		}
	}
	return c.T("scorebook.input", "name", name, "value", text)
}

// figure writes a score with the plan's decimals.
func (s *Scores) figure(v sheet.Value) string {
	if v.Kind != sheet.Number {
		return v.String()
	}
	n := s.Plan.Settings.Decimals
	return strconv.FormatFloat(roundHalfAway(v.Num, n), 'f', n, 64)
}

// plainNumber writes a number with at most so many decimals and without trailing zeros.
func plainNumber(f float64, decimals int) string {
	return strconv.FormatFloat(roundHalfAway(f, decimals), 'f', -1, 64)
}
