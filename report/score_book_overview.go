package report

import (
	"fmt"

	"duban/workbook"
	"duban/workbook/sheet"
)

// overviewSheet is the ranking: one row a bureau, by category and rank at the time of writing.
func (k *scoreBook) overviewSheet() *sheet.Sheet {
	c := k.c
	sections := k.s.Scheme.Sections
	columns := []scoreColumn{
		{"no", c.T("scorecol.no"), 6, sheet.Heading},
		{"bureau", c.T("scorecol.bureau"), 20, sheet.Heading},
		{"category", c.T("scorecol.category"), 12, sheet.Heading},
	}
	for i, sec := range sections {
		columns = append(columns, scoreColumn{fmt.Sprint("section:", i), sec, 12, sheet.Heading})
	}
	for _, key := range []string{"total", "rank", "grade"} {
		columns = append(columns, scoreColumn{key, c.T("scorecol." + key), 11, sheet.Heading})
	}
	for _, key := range []string{"base", "full", "scaled", "factor", "adjusted", "rows"} {
		columns = append(columns, scoreColumn{key, c.T("scorecol." + key), 10, sheet.HeadingCheck})
	}
	ranked := k.s.Ranked()
	g := newScoreGrid(c.T("scoresheet.overview"), len(ranked), columns)
	for i, sec := range sections {
		g.put(fmt.Sprint("section:", i), scoreHead, sheet.Cell{Role: sheet.Heading, Value: sheet.Str(sec), Formula: k.params.section(sec)})
	}
	for i, b := range ranked {
		k.overviewRow(g, scoreFirst+i, i+1, b)
	}
	g.dress(k.title(), k.stated(), c.T("scorebook.guide-overview"), 2, c)
	return g.sh
}

func (k *scoreBook) overviewRow(g *scoreGrid, row, no int, b *BureauScore) {
	at := func(key string) string { return g.cell(key, row) }
	items := k.items
	// sum adds a column of the items of this row's bureau, under further conditions.
	sum := func(column, more string) string {
		return fmt.Sprintf("SUMIFS(%s,%s,%s%s)", items.span(column), items.span("bureau"), at("bureau"), more)
	}
	score := func(v sheet.Value, formula string) sheet.Cell {
		cell := k.score(v, formula)
		cell.Align = sheet.AlignCenter
		return cell
	}
	g.put("no", row, count(float64(no), ""))
	name := sheet.Cell{Role: sheet.BodyStrong, Value: k.bureau(b.Bureau)}
	if first, ok := k.firstRow[b.Bureau]; ok {
		name.Role, name.Extra = sheet.Link, linkTo(k.details[workbook.GrainTask].sh.Name, sheet.At(first, 1))
	}
	g.put("bureau", row, name)
	g.put("category", row, sheet.Cell{Role: sheet.Body, Align: sheet.AlignCenter, Value: k.category(b.Bureau)})
	for i, sec := range k.s.Scheme.Sections {
		key := fmt.Sprint("section:", i)
		in := "," + items.span("section") + "," + sheet.At(scoreHead, g.col(key)).Abs()
		g.put(key, row, score(k.orNone(b.SectionScore(sec)),
			fmt.Sprintf("IF(%s=0,%s,ROUND(%s,9))", sum("counted", in), quoted(k.none()), sum("score", in))))
	}
	total := score(k.orNone(b.Total), fmt.Sprintf("IF(OR(%[1]s=0,AND(%[2]s>0,%[3]s=0)),%[4]s,ROUND(IF(%[3]s>0,%[5]s*%[2]s/%[3]s,%[5]s)+%[6]s,%[7]s))",
		at("rows"), at("full"), at("scaled"), quoted(k.none()), at("base"), at("adjusted"), k.params.decimals))
	total.Role = sheet.Total
	g.put("total", row, total)
	rank := sheet.Str(k.none())
	if b.Rank > 0 {
		rank = sheet.Int(b.Rank)
	}
	g.put("rank", row, sheet.Cell{Role: sheet.BodyStrong, Align: sheet.AlignCenter, Value: rank,
		Formula: fmt.Sprintf(`IF(ISNUMBER(%[1]s),COUNTIFS(%[2]s,%[3]s,%[4]s,">"&%[1]s)+1,%[5]s)`, at("total"), g.own("category"), at("category"),
			g.own("total"), quoted(k.none()))})
	grade := b.Grade
	if grade == "" {
		grade = k.none()
	}
	g.put("grade", row, sheet.Cell{Role: sheet.Body, Align: sheet.AlignCenter, Value: sheet.Str(grade),
		Formula: fmt.Sprintf("IF(ISNUMBER(%[1]s),LOOKUP(%[1]s,%[2]s,%[3]s),%[4]s)", at("total"), k.params.gradeFrom, k.params.gradeName, quoted(k.none()))})
	grain := "," + items.span("grain") + ","
	adjusting := k.grainWord(workbook.GrainAdjustment)
	g.put("base", row, score(b.Base, "ROUND("+sum("score", grain+quoted("<>"+adjusting))+",9)"))
	g.put("full", row, count(b.Full, sum("item-full", "")))
	g.put("scaled", row, count(b.Scaled, sum("item-scaled", "")))
	factor := 1.0
	if b.Scaled > 0 {
		factor = roundHalfAway(b.Full/b.Scaled, 9)
	}
	g.put("factor", row, sheet.Cell{Role: sheet.Body, Align: sheet.AlignCenter, Format: sheet.Decimal2, Value: sheet.Num(factor),
		Formula: fmt.Sprintf("IF(%[2]s>0,ROUND(%[1]s/%[2]s,9),1)", at("full"), at("scaled"))})
	g.put("adjusted", row, score(b.Adjusted, "ROUND("+sum("score", grain+quoted(adjusting))+",9)"))
	g.put("rows", row, count(float64(b.Rows), sum("item-rows", "")))
}

func (k *scoreBook) grainWord(grain string) string { return k.c.ChoiceLabel("grain", grain) }
