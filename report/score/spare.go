package score

import (
	"strings"

	"duban/workbook"
	"duban/workbook/sheet"
)

// spareAdjustments is the number of empty rows at the end of the sheet of adjustments: what a leader adds there counts at once.
const spareAdjustments = 20

// spareElsewhere is a formula's condition: a spare row names an item that does not apply to its bureau.
const spareElsewhere = `AND([@bureau]<>"",[@item]<>"",COUNTIFS([[items.bureau]],[@bureau],[[items.item]],[@item])=0)`

// spareRows gives the number of empty rows at the end of a grain's table.
func (t *tableSet) spareRows(grain string) int {
	if grain == workbook.GrainAdjustment && len(t.s.Scheme.byGrain(grain)) > 0 {
		return spareAdjustments
	}
	return 0
}

// spareFormulas makes the spare rows of a table ready to be filled in: their other cells are formulas over what is typed.
func (t *tableSet) spareFormulas(tab *calcTable) {
	if tab.spare == 0 {
		return
	}
	const filled = `AND([@bureau]<>"",[@item]<>"",[@approver]<>"",ISNUMBER([@[in:amount]]),NOT(` + spareElsewhere + `))`
	formulas := map[string]*calcFormula{
		"category":   tab.formula(`IF([@bureau]="","",IF(COUNTIFS([[overview.bureau]],[@bureau])=0,"",INDEX([[overview.category]],MATCH([@bureau],[[overview.bureau]],0))))`),
		"matter-key": tab.formula(`IF(OR([@bureau]="",[@matter]=""),"",LOWER(TRIM([@bureau]))&"|"&` + plainSource(`LOWER(TRIM([@matter]))`) + `)`),
		"matter-no":  tab.formula(`IF([@[matter-key]]="",[@no],INDEX([no],MATCH([@[matter-key]],[[matter-key]],0)))`),
		"basis":      tab.formula(`IF(` + filled + `,1,0)`),
	}
	for i := tab.rows - tab.spare; i < tab.rows; i++ {
		for _, key := range []string{"bureau", "item", "matter", "evidence", "approver", "approved"} {
			tab.index[key].dressed(i, calcDress{role: sheet.Input})
		}
		tab.index["no"].set(i, sheet.Int(i+1))
		for key, f := range formulas {
			tab.index[key].setFormula(i, f)
		}
	}
}

// spareSentences adds sentences that say what a filled-in spare row gives, or what it lacks to count.
func (t *tableSet) spareSentences(tab *calcTable, col *calcColumn, items []*SchemeItem) {
	if tab.spare == 0 {
		return
	}
	parts := make([]string, 0, len(items))
	for _, it := range items {
		parts = append(parts, t.part(tab, it, len(parts) > 0, t.said(tab, it), func(*calcColumn) bool { return false }))
	}
	none, elsewhere := inQuotes(t.c.T("scorebook.spare-incomplete")), inQuotes(t.c.T("scorebook.spare-elsewhere"))
	source := `IF(AND([@bureau]="",[@matter]="",[@[in:amount]]=""),"",IF(` + spareElsewhere + `,` + elsewhere +
		`,IF([@basis]=0,` + none + `,` + t.joined(parts, t.leftText(leftHigher)) + `)))`
	f := tab.formula(source)
	for i := tab.rows - tab.spare; i < tab.rows; i++ {
		col.setFormula(i, f)
	}
}

// spareChoices makes the drop-downs of bureaus and items for the spare rows.
func (t *tableSet) spareChoices(tab *calcTable) []sheet.Validation {
	if tab.spare == 0 {
		return nil
	}
	over := func(key string) sheet.Range {
		pos := tab.index[key].pos
		return sheet.Rect(tab.at(tab.rows-tab.spare), pos, tab.last(), pos)
	}
	bureaus := sheet.Validation{Range: over("bureau"), Type: sheet.ListValidation, ListRange: t.overview.index["bureau"].span(tab),
		ErrorTitle: tab.name, Error: t.c.T("scorebook.refused")}
	items := sheet.Validation{Range: over("item"), Type: sheet.ListValidation, ErrorTitle: tab.name, Error: t.c.T("scorebook.refused")}
	for _, it := range t.s.Scheme.byGrain(workbook.GrainAdjustment) {
		items.Choices = append(items.Choices, it.Label)
	}
	// A list within the rule itself is split at commas and limited to 255 characters. If that is not enough, all items are offered.
	if joined := strings.Join(items.Choices, ","); len([]rune(joined)) > 255 || strings.Count(joined, ",") >= len(items.Choices) {
		first := t.params.items[t.s.Scheme.Items[0]].label.ref
		last := t.params.items[t.s.Scheme.Items[len(t.s.Scheme.Items)-1]].label.ref
		items.Choices, items.ListRange = nil, first+":"+last[strings.LastIndex(last, "!")+1:]
	}
	return []sheet.Validation{bureaus, items}
}
