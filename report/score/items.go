package score

import (
	"fmt"
	"strings"

	"duban/workbook"
	"duban/workbook/sheet"
)

// itemTable makes the table with a row for each bureau and each item that applies to it.
func (t *tableSet) itemTable() {
	for _, b := range t.overviewRows {
		for _, it := range t.s.Scheme.Items {
			if it.Applies(b.Bureau) {
				t.itemRows = append(t.itemRows, itemRow{b, it})
			}
		}
	}
	t.items = t.book.table(tableItems, t.c.T("scoresheet.items"), len(t.itemRows))
}

// itemColumns adds the columns that compute items from their rows and groups from the items below them. Each height has columns of its
// own, since a sum over its own column would depend on itself.
func (t *tableSet) itemColumns() {
	tab, c := t.items, t.c
	center := func(key string, width float64) *calcColumn {
		return tab.add(calcColumn{key: key, heading: t.heading(key), width: width, role: sheet.Body, align: sheet.AlignCenter})
	}
	wide := func(key string, width float64) *calcColumn {
		return tab.add(calcColumn{key: key, heading: t.heading(key), width: width, role: sheet.Body})
	}
	bureau, category, item, section, grain := wide("bureau", 20), center("category", 12), wide("item", 24), wide("section", 14), center("grain", 9)
	points, rows := center("points", 9), center("item-rows", 8)
	combined := tab.add(calcColumn{key: "combined", heading: t.heading("combined"), width: 11, role: sheet.Body, align: sheet.AlignRight, format: t.scoreFormat()})
	noRows := center("no-rows", 11)
	score := tab.add(calcColumn{key: "score", heading: t.heading("score"), width: 11, role: sheet.BodyStrong, align: sheet.AlignRight, format: t.scoreFormat()})
	sentence := wide("item-sentence", 60)
	sentence.sentence = true
	parent, sum := t.helper(tab, "parent", ""), t.helper(tab, "row-sum", "")
	top, outside, aside := t.helper(tab, "top", ""), t.helper(tab, "outside", ""), t.helper(tab, "aside", "")
	highest := 0
	for _, it := range t.s.Scheme.Items {
		highest = max(highest, it.Height)
	}
	t.helper(tab, "blank", "")
	var worth, full, scaled []*calcColumn
	for h := 0; h <= highest; h++ {
		worth = append(worth, t.helper(tab, fmt.Sprint("worth:", h), ""))
		full = append(full, t.helper(tab, fmt.Sprint("full:", h), ""))
		scaled = append(scaled, t.helper(tab, fmt.Sprint("scaled:", h), ""))
	}
	plus, minus := t.helper(tab, "plus", ""), t.helper(tab, "minus", "")
	itemFull, itemScaled := t.helper(tab, "item-full", ""), t.helper(tab, "item-scaled", "")
	for i, r := range t.itemRows {
		it, p := r.item, t.params.items[r.item]
		bureau.set(i, t.bureau(r.bureau.Bureau))
		category.set(i, t.category(r.bureau.Bureau))
		for word, x := range map[string]*calcParam{"_label": p.label, "_points": p.points, "_floor": p.floor, "_cap": p.ceiling, "_norows": p.noRows, "_share": p.share} {
			tab.word(i, word, x)
		}
		for _, name := range t.s.Scheme.Parameters {
			tab.word(i, name, t.params.parameter(name, r.bureau.Bureau))
		}
		factor := p.factor
		if it.factor != "" {
			factor = t.params.parameter(it.factor, r.bureau.Bureau)
		}
		tab.word(i, "_factor", factor)
		f := func(col *calcColumn, source string, args ...any) {
			col.setFormula(i, tab.formula(fmt.Sprintf(source, args...)))
		}
		f(item, "_label")
		section.set(i, sheet.Str(it.Section))
		grain.set(i, sheet.Str(c.ChoiceLabel("grain", it.Grain)))
		grain.width = max(grain.width, sheet.WordWidth(c.ChoiceLabel("grain", it.Grain)))
		f(points, "_points")
		f(noRows, "_norows")
		if it.Parent != nil {
			parent.set(i, sheet.Str(it.Parent.Label))
		}
		top.set(i, oneIf(it.Parent == nil))
		outside.set(i, oneIf(it.adjusts()))
		h := it.Height
		to := itemCells{rows: rows, combined: combined, sum: sum, plus: plus, minus: minus, worth: worth[h], full: full[h], scaled: scaled[h], aside: aside}
		if it.Grain == workbook.GrainGroup {
			t.groupCells(i, it, to)
		} else {
			t.leafCells(i, it, to)
		}
		f(score, `IF([@[worth:%[1]d]]="",%[2]s,[@[worth:%[1]d]])`, h, inQuotes(t.none()))
		f(itemFull, "[@[full:%d]]", h)
		f(itemScaled, "[@[scaled:%d]]", h)
		sentence.setFormula(i, t.itemSentence(it))
	}
}

func oneIf(yes bool) sheet.Value {
	if yes {
		return sheet.Int(1)
	}
	return sheet.Int(0)
}

// itemCells are the columns in which an item is computed; worth, full and scaled are those of its height.
type itemCells struct {
	rows, combined, sum *calcColumn // the number of rows, what they make together, and the sum of their bases
	plus, minus         *calcColumn // a group's sums of positive and of negative scores
	worth, full, scaled *calcColumn // the score, the points that it is of, and as many of these as count
	aside               *calcColumn // 1 if the score is added after the scaling: an item that adjusts, or a group in which nothing else counts
}

// leafCells compute the score of an item that is no group from its rows.
func (t *tableSet) leafCells(i int, it *SchemeItem, to itemCells) {
	tab, d := t.items, t.details[it.Grain]
	f := func(col *calcColumn, source string, args ...any) {
		col.setFormula(i, tab.formula(fmt.Sprintf(source, args...)))
	}
	to.aside.set(i, oneIf(it.adjusts()))
	if d == nil || d.index[mark("score", it)] == nil {
		to.rows.set(i, sheet.Int(0))
		to.combined.set(i, sheet.Err("#NAME?"))
		to.worth.set(i, sheet.Err("#NAME?"))
		f(to.full, "IF([@outside]=1,0,_points)")
		f(to.scaled, "IF([@outside]=1,0,_points)")
		return
	}
	counts, score := "basis", mark("score", it)
	switch {
	case d.index[mark("top", it)] != nil:
		counts = mark("top", it)
	case d.index[mark("part", it)] != nil:
		counts = mark("part", it)
	case d.index[mark("basis", it)] != nil:
		counts = mark("basis", it)
	}
	of := func(key string) string { return "[[" + it.Grain + "." + key + "]]" }
	f(to.rows, `COUNTIFS(%s,[@bureau],%s,">0")`, of("bureau"), of(counts))
	if it.Grain == workbook.GrainTask || it.Grain == workbook.GrainTaskPeriod || it.Grain == workbook.GrainIndicator {
		f(to.sum, `SUMIFS(%s,%s,[@bureau])`, of(counts), of("bureau"))
	}
	total := fmt.Sprintf("SUMIFS(%s,%s,[@bureau])", of(score), of("bureau"))
	switch {
	case it.Summing == workbook.MeanRows:
		total += "/[@[item-rows]]"
	case it.Summing == workbook.MinRows, it.Summing == workbook.MaxRows:
		total = fmt.Sprintf(`IF(ISERROR(%[1]s),%[1]s,INDEX(%[2]s,MATCH([@bureau]&"|0",%[3]s,0)))`, total, of(mark("cut", it)), of(mark("extreme-key", it)))
	case it.Summing == workbook.RaterRows && it.Grain == workbook.GrainRating:
		total = fmt.Sprintf("SUMIFS(%s,%[3]s,[@bureau])/SUMIFS(%[2]s,%[3]s,[@bureau])", of(mark("weighted", it)), of(mark("weight", it)), of("bureau"))
	}
	f(to.combined, `IF([@[item-rows]]=0,"",ROUND(%s,9))`, total)
	source := fmt.Sprintf(`IF([@[item-rows]]=0,%s,%s)`, t.withoutRows(), t.clamped(it, "[@combined]*_factor"))
	if it.Item.NoRows == workbook.NoRowsFormula && !it.Deferred {
		source = fmt.Sprintf(`IF([@[item-rows]]=0,%s,%s)`, t.clamped(it, "("+t.methodSource(d, it)+")*_factor"), t.clamped(it, "[@combined]*_factor"))
	}
	to.worth.setFormula(i, t.worthOf(it, source, t.blankScope(it)))
	f(to.full, `IF(OR([@outside]=1,AND([@[worth:0]]="",_norows=%s)),0,_points)`, t.noRowsLabel(workbook.NoRowsDash))
	f(to.scaled, `IF([@[worth:0]]="",0,[@[full:0]])`)
}

// withoutRows gives the formula of an item's score for a bureau without rows.
func (t *tableSet) withoutRows() string {
	return fmt.Sprintf(`IF(_norows=%s,0,IF(_norows=%s,_points,IF(_norows=%s,ROUND(_points*_share/100,9),"")))`,
		t.noRowsLabel(workbook.NoRowsZero), t.noRowsLabel(workbook.NoRowsFull), t.noRowsLabel(workbook.NoRowsShare))
}

// noRowsLabel gives a choice of the policy for bureaus without rows as a string of a formula.
func (t *tableSet) noRowsLabel(key string) string { return inQuotes(t.c.ChoiceLabel("no-rows", key)) }

// worthOf gives the formula of an item's score, which all bureaus share.
func (t *tableSet) worthOf(it *SchemeItem, source string, scope calcScope) *calcFormula {
	f := t.worth[it]
	if f == nil {
		f = t.items.scoped(t.book.parse(source), scope)
		t.worth[it] = f
	}
	return f
}

// blankScope gives what a method sees if a bureau has no row: the item's points and bands, and blanks for all other inputs.
func (t *tableSet) blankScope(it *SchemeItem) calcScope {
	return func(name string) (string, bool) {
		if x, ok := t.s.words.inputs[foldWord(name)]; ok {
			switch x.Key {
			case workbook.InPoints:
				return "points", true
			case workbook.InBandFrom:
				return bandsKey(it) + ".from", true
			case workbook.InBandScore:
				return bandsKey(it) + ".score", true
			}
			return "blank", true
		}
		if t.items.index[name] != nil || strings.Contains(name, ".") {
			return "", false
		}
		return "blank", true
	}
}

// clamped holds a score between floor and cap and rounds it, to the item's decimals if it sets any, or else to nine.
func (t *tableSet) clamped(it *SchemeItem, of string) string {
	held := "MIN(_cap,MAX(_floor," + of + "))"
	if it.Decimals.Known {
		return fmt.Sprintf("ROUND(%s,%v)", held, it.Decimals.V)
	}
	return "ROUND(" + held + ",9)"
}

// groupCells compute a group's score from the items below it: their sum, mean, product, minimum or maximum, then the method and the factor,
// and last floor and cap.
func (t *tableSet) groupCells(i int, it *SchemeItem, to itemCells) {
	tab := t.items
	f := func(col *calcColumn, source string, args ...any) {
		col.setFormula(i, tab.formula(fmt.Sprintf(source, args...)))
	}
	// over adds up an expression over all lower heights; # stands for the height.
	over := func(source string) string {
		var parts []string
		for h := range it.Height {
			parts = append(parts, strings.ReplaceAll(source, "#", fmt.Sprint(h)))
		}
		if len(parts) == 0 {
			return "0"
		}
		return strings.Join(parts, "+")
	}
	const mine = "[bureau],[@bureau],[parent],[@item]"
	sum := over("SUMIFS([[worth:#]]," + mine + ")")
	count := over("COUNTIFS(" + mine + `,[[worth:#]],">-1E+300")`)
	f(to.rows, "%s", count)
	f(to.plus, "ROUND(%s,9)", over("SUMIFS([[worth:#]],"+mine+`,[[worth:#]],">0")`))
	f(to.minus, "ROUND(%s,9)", over("SUMIFS([[worth:#]],"+mine+`,[[worth:#]],"<0")`))
	made := sum
	switch it.Summing {
	case workbook.MeanRows:
		made = "(" + sum + ")/[@[item-rows]]"
	case workbook.ProductRows:
		made = t.eachChild(it, "*", "1")
	case workbook.MinRows:
		made = "MIN(" + t.eachChild(it, ",", "1E+300") + ")"
	case workbook.MaxRows:
		made = "MAX(" + t.eachChild(it, ",", "-1E+300") + ")"
	}
	// An error below makes the group an error; 加分小计 and 扣分小计 leave it out.
	f(to.combined, `IF([@[item-rows]]=0,IF(ISERROR(%[1]s),%[1]s,""),ROUND(%[2]s,9))`, sum, made)
	method := "[@combined]"
	if it.expr != nil {
		method = "(" + t.methodSource(tab, it) + ")"
	}
	if it.broken {
		method = "#NAME?"
	}
	source := fmt.Sprintf(`IF([@combined]="",%s,%s)`, t.withoutRows(), t.clamped(it, method+"*_factor"))
	to.worth.setFormula(i, t.worthOf(it, source, t.groupScope))
	below, reached := over("SUMIFS([[full:#]],"+mine+")"), over("SUMIFS([[scaled:#]],"+mine+")")
	h := it.Height
	f(to.full, "IF([@outside]=1,0,IF(%[1]s=0,0,IF(_points>0,_points,%[1]s)))", paren(below))
	// A score that the plan gives a group without rows counts for all of its points.
	f(to.scaled, `IF(OR([@outside]=1,[@[worth:%[1]d]]="",%[2]s=0),0,IF([@combined]="",[@[full:%[1]d]],ROUND([@[full:%[1]d]]*%[3]s/%[2]s,9)))`,
		h, paren(below), paren(reached))
	// An error is not set aside: it is to show in what is scaled.
	f(to.aside, `IF([@outside]=1,1,IFERROR(IF(AND([@combined]<>"",%s>0,%s=0),1,0),0))`, paren(below), paren(reached))
}

func paren(s string) string { return "(" + s + ")" }

// eachChild joins the scores of the items below a group by an operator; neutral stands in for an item without one.
func (t *tableSet) eachChild(it *SchemeItem, by, neutral string) string {
	var out []string
	for _, c := range it.Children {
		col := fmt.Sprintf("[[worth:%d]]", c.Height)
		where := "[bureau],[@bureau],[item]," + inQuotes(c.Label)
		out = append(out, fmt.Sprintf(`IF(COUNTIFS(%[1]s,%[2]s,">-1E+300")=0,%[3]s,SUMIFS(%[2]s,%[1]s))`, where, col, neutral))
	}
	if len(out) == 0 {
		return neutral
	}
	return strings.Join(out, by)
}

// groupScope gives what a group's method sees: its points, and the sums over the items below it.
func (t *tableSet) groupScope(name string) (string, bool) {
	if x, ok := t.s.words.inputs[foldWord(name)]; ok {
		switch x.Key {
		case workbook.InPoints:
			return "points", true
		case workbook.InSubtotal:
			return "combined", true
		case workbook.InPlus, workbook.InMinus:
			return x.Key, true
		}
	}
	return "", false
}

// itemSentence gives the formula of the sentence that says how an item's score came about.
func (t *tableSet) itemSentence(it *SchemeItem) *calcFormula {
	c, n := t.c, func(cell string) string { return "ROUND(" + cell + ",4)" }
	none := inQuotes(c.T("scorebook.item-none"))
	how := "item-from-rows"
	if it.Grain == workbook.GrainGroup {
		how = "item-from-group"
	}
	said := inQuotes(c.T("scorebook."+how, "how", c.ChoiceLabel("summing", it.Summing))) + "&" + n("[@combined]")
	before, after, _ := strings.Cut(c.T("scorebook.item-rows", "n", "\x00"), "\x00")
	said = strings.Join([]string{"[@[item-rows]]", inQuotes(after), said}, "&")
	if before != "" {
		said = inQuotes(before) + "&" + said
	}
	if it.constant != 1 || it.factor != "" {
		said += "&" + inQuotes(c.T("scorebook.item-factor")) + "&_factor"
	}
	said += `&IF(_cap="","",` + inQuotes(c.T("scorebook.item-cap")) + `&_cap)&IF(_floor="","",` + inQuotes(c.T("scorebook.item-floor")) + "&_floor)"
	said += "&" + inQuotes(c.T("scorebook.gives", "score", "")) + "&" + "ROUND([@score],_decimals)" + "&" + inQuotes(c.T("scorebook.stop"))
	source := fmt.Sprintf(`IF(ISERROR([@score]),%s,IF([@[item-rows]]=0,%s&IF(ISNUMBER([@score]),%s&%s,"")&%s,%s))`,
		inQuotes(c.T("scorebook.fails")+c.T("scorebook.stop")), none, inQuotes(c.T("scorebook.gives", "score", "")), "ROUND([@score],_decimals)", inQuotes(c.T("scorebook.stop")), said)
	return t.items.formula(source)
}

// sectionTable makes the table with a row for each bureau and each section in which an item applies to it.
func (t *tableSet) sectionTable() {
	for _, b := range t.overviewRows {
		for _, sec := range t.s.Scheme.Sections {
			for _, it := range t.s.Scheme.Items {
				if it.Parent == nil && it.Section == sec && it.Applies(b.Bureau) {
					t.sectionRows = append(t.sectionRows, sectionRow{b, sec})
					break
				}
			}
		}
	}
	t.sections = t.book.table(tableSections, t.c.T("scoresheet.sections"), len(t.sectionRows))
}

// sectionColumns adds the columns that sum a bureau's items by section, hold the sum between the section's floor and cap, and weigh it.
func (t *tableSet) sectionColumns() {
	tab := t.sections
	add := func(key string, width float64, role sheet.Role, align sheet.Align, format sheet.Format) *calcColumn {
		return tab.add(calcColumn{key: key, heading: t.heading(key), width: width, role: role, align: align, format: format})
	}
	bureau := add("bureau", 20, sheet.Body, sheet.AlignRole, sheet.General)
	category := add("category", 12, sheet.Body, sheet.AlignCenter, sheet.General)
	section := add("section", 22, sheet.Body, sheet.AlignRole, sheet.General)
	inner := add("section-sum", 12, sheet.Body, sheet.AlignRight, t.scoreFormat())
	extra := add("section-extra", 12, sheet.Body, sheet.AlignRight, t.scoreFormat())
	weight := add("section-weight", 10, sheet.Body, sheet.AlignCenter, sheet.Percent)
	value := add("section-score", 12, sheet.BodyStrong, sheet.AlignRight, t.scoreFormat())
	base, bonus := t.helper(tab, "base", ""), t.helper(tab, "bonus", "")
	full, scaled, counted := t.helper(tab, "full", ""), t.helper(tab, "scaled", ""), t.helper(tab, "counted", "")
	const mine = "[[items.bureau]],[@bureau],[[items.section]],[@section],[[items.top]],1"
	inner.formula("ROUND(SUMIFS([[items.score]],%s,[[items.aside]],0),9)", mine)
	extra.formula("ROUND(SUMIFS([[items.score]],%s,[[items.aside]],1),9)", mine)
	base.formula("ROUND(%s*[@[section-weight]],9)", "IF([@full]>0,MIN(_cap,MAX(_floor,[@[section-sum]])),[@[section-sum]])")
	bonus.formula("IF([@full]>0,[@[section-extra]],MIN(_cap,MAX(_floor,[@[section-extra]])))")
	full.formula("ROUND(SUMIFS([[items.item-full]],%s)*[@[section-weight]],9)", mine)
	scaled.formula("ROUND(SUMIFS([[items.item-scaled]],%s)*[@[section-weight]],9)", mine)
	counted.formula(`COUNTIFS(%s,[[items.score]],">-1E+300")`, mine)
	value.formula("IF(AND([@counted]=0,NOT(ISERROR([@base]+[@bonus]))),%s,ROUND([@base]+[@bonus],9))", inQuotes(t.none()))
	weighed := tab.formula("_weight/100")
	for i, r := range t.sectionRows {
		bureau.set(i, t.bureau(r.bureau.Bureau))
		category.set(i, t.category(r.bureau.Bureau))
		section.set(i, sheet.Str(r.section))
		floor, ceiling := t.params.empty, t.params.empty
		weight.set(i, sheet.Int(1))
		if sec := t.s.sectionFor(r.section, r.bureau.Bureau); sec != nil {
			p := t.params.sections[sec]
			tab.word(i, "_weight", p.weight)
			weight.setFormula(i, weighed)
			floor, ceiling = p.floor, p.ceiling
		}
		tab.word(i, "_floor", floor)
		tab.word(i, "_cap", ceiling)
	}
}

// sectionFor finds the row of 计分部分 for a section, by the workbook's name of it, and a bureau; nil if there is none.
func (s *Scores) sectionFor(name string, b *workbook.Bureau) *workbook.Section {
	for _, sec := range s.Plan.Sections {
		if foldWord(keyText(sec.Name)) == foldWord(name) {
			return s.Plan.SectionFor(sec.Name, b)
		}
	}
	return nil
}
