package report

import (
	"fmt"

	"duban/workbook"
	"duban/workbook/sheet"
)

func (k *scoreBook) itemGrid() *scoreGrid {
	c := k.c
	rows := 0
	for _, b := range k.s.Bureaus {
		rows += len(b.Items)
	}
	return newScoreGrid(c.T("scoresheet.items"), rows, []scoreColumn{
		{"bureau", c.T("scorecol.bureau"), 20, sheet.Heading},
		{"category", c.T("scorecol.category"), 12, sheet.Heading},
		{"item", c.T("scorecol.item"), 24, sheet.Heading},
		{"section", c.T("scorecol.section"), 14, sheet.Heading},
		{"grain", c.T("scorecol.grain"), 9, sheet.Heading},
		{"points", c.T("scorecol.points"), 9, sheet.Heading},
		{"item-rows", c.T("scorecol.item-rows"), 8, sheet.Heading},
		{"row-sum", c.T("scorecol.row-sum"), 10, sheet.Heading},
		{"combined", c.T("scorecol.combined"), 11, sheet.Heading},
		{"no-rows", c.T("scorecol.no-rows"), 11, sheet.Heading},
		{"score", c.T("scorecol.score"), 11, sheet.Heading},
		{"counted", c.T("scorecol.counted"), 8, sheet.HeadingCheck},
		{"item-full", c.T("scorecol.item-full"), 10, sheet.HeadingCheck},
		{"item-scaled", c.T("scorecol.item-scaled"), 10, sheet.HeadingCheck},
	})
}

// itemSheet has a row for each bureau and each item that applies to it.
func (k *scoreBook) itemSheet() *sheet.Sheet {
	row := scoreFirst
	for _, b := range k.s.Ranked() {
		for _, is := range b.Items {
			k.itemRow(row, b.Bureau, is)
			row++
		}
	}
	k.items.dress(k.titleOf(k.items.sh.Name), k.stated(), k.c.T("scorebook.guide-items"), 3, k.c)
	return k.items.sh
}

func (k *scoreBook) itemRow(row int, b *workbook.Bureau, is *ItemScore) {
	g, p := k.items, k.params.items[is.Item]
	at := func(key string) string { return g.cell(key, row) }
	d := k.details[is.Item.Grain]
	g.put("bureau", row, body(k.bureau(b)))
	g.put("category", row, sheet.Cell{Role: sheet.Body, Align: sheet.AlignCenter, Value: k.category(b)})
	g.put("item", row, sheet.Cell{Role: sheet.Body, Value: sheet.Str(is.Item.Label), Formula: p.label})
	g.put("section", row, sheet.Cell{Role: sheet.Body, Value: sheet.Str(is.Item.Section), Formula: p.section})
	g.put("grain", row, sheet.Cell{Role: sheet.Body, Align: sheet.AlignCenter, Value: sheet.Str(k.grainWord(is.Item.Grain))})
	g.put("points", row, count(is.Item.Points, p.points))
	rows := "0"
	if d != nil {
		rows = fmt.Sprintf(`COUNTIFS(%s,%s,%s,">0"%s)`, d.span("bureau"), at("bureau"), d.span("basis"), k.ofItem(d, is.Item, at("item")))
	}
	g.put("item-rows", row, count(float64(is.Rows), rows))
	sum := sheet.Cell{Role: sheet.Body, Align: sheet.AlignCenter}
	if is.Item.Grain == workbook.GrainTask {
		sum.Value, sum.Formula = sheet.Num(is.Basis), fmt.Sprintf("SUMIFS(%s,%s,%s)", d.span("basis"), d.span("bureau"), at("bureau"))
	}
	g.put("row-sum", row, sum)
	combined := is.Combined
	if combined.IsBlank() {
		combined = sheet.Str("")
	}
	g.put("combined", row, k.score(combined, fmt.Sprintf(`IF(%s=0,"",ROUND(%s,9))`, at("item-rows"), k.combined(is.Item, at))))
	g.put("no-rows", row, sheet.Cell{Role: sheet.Body, Align: sheet.AlignCenter, Value: sheet.Str(k.c.ChoiceLabel("no-rows", is.Item.NoRows)), Formula: p.noRows})
	score := k.score(k.orNone(is.Score), fmt.Sprintf("IF(%[1]s=0,IF(%[2]s=%[3]s,0,IF(%[2]s=%[4]s,%[5]s,%[6]s)),MIN(%[7]s,MAX(%[8]s,%[9]s)))",
		at("item-rows"), at("no-rows"), quoted(k.c.ChoiceLabel("no-rows", workbook.NoRowsZero)), quoted(k.c.ChoiceLabel("no-rows", workbook.NoRowsFull)),
		at("points"), quoted(k.none()), p.ceiling, p.floor, at("combined")))
	score.Role = sheet.BodyStrong
	g.put("score", row, score)
	counted, full := 0.0, is.Item.Points
	if is.Counts() {
		counted = 1
	}
	g.put("counted", row, count(counted, fmt.Sprintf("IF(ISTEXT(%s),0,1)", at("score"))))
	if is.Item.Adjusts() {
		full = 0
		g.put("item-full", row, count(0, ""))
	} else {
		g.put("item-full", row, count(full, at("points")))
	}
	g.put("item-scaled", row, count(full*counted, at("item-full")+"*"+at("counted")))
}

// ofItem restricts a condition to an item's own rows, where a detail sheet's rows belong to one item each.
func (k *scoreBook) ofItem(d *scoreGrid, it *SchemeItem, label string) string {
	if !it.Adjusts() {
		return ""
	}
	return "," + d.span("item") + "," + label
}

// wideMark moves all scores to one side of nothing, so that rows of other bureaus, which count as nothing, never are the
// least or the greatest.
const wideMark = "1000000"

// combined is the sum, mean, least or greatest of a bureau's rows. Programs before dynamic arrays have no MAXIFS; a
// product within SUMPRODUCT is computed cell by cell in all of them.
func (k *scoreBook) combined(it *SchemeItem, at func(string) string) string {
	d := k.details[it.Grain]
	if d == nil {
		return "NA()"
	}
	scores := d.span(k.markColumn("score", it))
	sum := fmt.Sprintf("SUMIFS(%s,%s,%s)", scores, d.span("bureau"), at("bureau"))
	mine := fmt.Sprintf("(%s=%s)*(%s>0)", d.span("bureau"), at("bureau"), d.span("basis"))
	if it.Adjusts() {
		mine += fmt.Sprintf("*(%s=%s)", d.span("item"), at("item"))
	}
	switch it.Summing {
	case workbook.MeanRows:
		return sum + "/" + at("item-rows")
	case workbook.MaxRows:
		return fmt.Sprintf("SUMPRODUCT(MAX(%s*(%s+%s)))-%s", mine, wideMark, scores, wideMark)
	case workbook.MinRows:
		return fmt.Sprintf("%s-SUMPRODUCT(MAX(%s*(%s-%s)))", wideMark, mine, wideMark, scores)
	}
	return sum
}
