package score

import (
	"fmt"
	"strings"

	"duban/workbook"
	"duban/workbook/formula"
	"duban/workbook/sheet"
)

// marks adds an item's columns to its grain's table: whether a row counts for the item, its points, its rank among the others if the method
// asks for that, and the score that the method gives.
func (t *tableSet) marks(tab *calcTable, rows []*Row, it *SchemeItem) {
	mine, all := make([]bool, len(rows)), true
	for i, r := range rows {
		mine[i] = it.Applies(r.Bureau) && (r.only == nil || r.only == it)
		all = all && mine[i]
	}
	// each puts one formula into the rows that the item scores.
	each := func(col *calcColumn, f *calcFormula) {
		if all {
			col.setEveryFormula(f)
			return
		}
		for i := range tab.rows {
			if i >= len(rows) || mine[i] {
				col.setFormula(i, f)
			}
		}
	}
	tab.wordAll(fmt.Sprint("_points", it.No), t.params.items[it].points)
	tab.wordAll(fmt.Sprint("_label", it.No), t.params.items[it].label)
	basis := t.itemBasis(tab, it, each)
	if tab.key == workbook.GrainTaskPeriod {
		// A task's share is divided among its periods that count, so that the sum over them is their mean.
		part := t.helper(tab, mark("part", it), "")
		part.heading = t.c.T("scorecol.part-of", "item", it.Heading)
		each(part, tab.formula(fmt.Sprintf(`IF([@[%[1]s]]>0,ROUND([@[%[1]s]]/COUNTIFS([bureau],[@bureau],[[%[2]s]],[@[%[2]s]],[[%[1]s]],">0"),9),0)`, basis, t.taskKey())))
		basis = mark("part", it)
	}
	scope := t.scopeOf(tab, it)
	points := tab.add(calcColumn{key: mark("points", it), heading: t.c.T("scorecol.points-of", "item", it.Heading), width: markWidth(it), head: sheet.HeadingCheck,
		role: sheet.Body, align: sheet.AlignRight, format: sheet.Decimal2})
	var worth string
	switch {
	case workbook.DividesPoints(tab.key):
		worth = fmt.Sprintf("ROUND(_points%[1]d*[@[%[2]s]]/SUMIFS([[items.row-sum]],[[items.bureau]],[@bureau],[[items.item]],_label%[1]d),9)", it.No, basis)
	case tab.key == workbook.GrainAdjustment:
		worth = "[@[in:amount]]"
	default:
		worth = fmt.Sprintf("_points%d", it.No)
	}
	each(points, tab.formula(fmt.Sprintf(`IF([@[%s]]>0,%s,"")`, basis, worth)))
	if it.rankOn != nil {
		t.place(tab, it, basis, each)
		t.veilRanking(tab, it, rows)
	}
	score := calcColumn{key: mark("score", it), heading: t.c.T("scorecol.score-of", "item", it.Heading), width: markWidth(it), head: sheet.HeadingCheck,
		role: sheet.BodyStrong, align: sheet.AlignRight, format: t.scoreFormat()}
	method := t.methodSource(tab, it)
	given := fmt.Sprintf(`IF([@[%s]]>0,%s,"")`, basis, method)
	if key := presence(tab.key); key != "" && it.Absent != workbook.AbsentSkip {
		absent := "0"
		if it.Absent == workbook.AbsentFull {
			absent = fmt.Sprintf("[@[%s]]", mark("points", it))
		}
		given = fmt.Sprintf(`IF([@[%s]]>0,IF([@[%s]]>0,%s,%s),"")`, basis, in(key), method, absent)
	}
	if tab.key != workbook.GrainEvent && tab.key != workbook.GrainAdjustment {
		each(tab.add(score), tab.scoped(t.book.parse(given), scope))
	} else {
		t.oncePerMatter(tab, it, tab.scoped(t.book.parse(given), scope), each)
		each(tab.add(score), tab.formula(fmt.Sprintf(`IF([@[%s]]>0,[@[%s]],"")`, mark("top", it), mark("raw", it))))
	}
	if it.Summing == workbook.RaterRows && tab.key == workbook.GrainRating {
		each(t.helper(tab, mark("weighted", it), ""), tab.formula(fmt.Sprintf(`IF([@[%s]]>0,[@weight]*[@[%s]],0)`, basis, mark("score", it))))
		each(t.helper(tab, mark("weight", it), ""), tab.formula(fmt.Sprintf(`IF([@[%s]]>0,_group/COUNTIFS([bureau],[@bureau],[[in:raters]],[@[in:raters]],[[%s]],">0"),0)`, basis, basis)))
	}
	if it.Summing == workbook.MinRows || it.Summing == workbook.MaxRows {
		t.extreme(tab, it, each)
	}
}

// oncePerMatter adds the columns that let one matter count once: raw has each row's own score, by the formula given, and top is 1 in the row
// that counts. That is the row with the largest score by absolute value, the first of equal ones; an error counts in any case.
func (t *tableSet) oncePerMatter(tab *calcTable, it *SchemeItem, given *calcFormula, each func(*calcColumn, *calcFormula)) {
	raw := t.helper(tab, mark("raw", it), "")
	raw.heading = t.c.T("scorecol.raw-of", "item", it.Heading)
	each(raw, given)
	size := t.helper(tab, mark("size", it), "")
	each(size, tab.formula(fmt.Sprintf(`IF(ISNUMBER([@[%[1]s]]),ROUND(ABS([@[%[1]s]]),9),"")`, mark("raw", it))))
	top := t.helper(tab, mark("top", it), "")
	each(top, tab.formula(fmt.Sprintf(`IF(ISERROR([@[%[1]s]]),1,IF(ISNUMBER([@[%[2]s]]),IF(COUNTIFS([matter-no],[@[matter-no]],[[%[2]s]],">"&[@[%[2]s]])+COUNTIFS([matter-no],[@[matter-no]],[[%[2]s]],[@[%[2]s]],[no],"<"&[@no])=0,1,0),0))`,
		mark("raw", it), mark("size", it))))
}

// presence gives the input that says, for a grain by period, whether there was anything in the period; empty for other grains.
func presence(grain string) string {
	switch grain {
	case workbook.GrainPeriod:
		return workbook.InAsked
	case workbook.GrainTaskPeriod:
		return workbook.InReceived
	}
	return ""
}

// itemBasis gives the key of the column that says whether a row counts for an item. It is the table's own unless the item has a filter, needs
// an input that may be missing, or lets its formula decide.
func (t *tableSet) itemBasis(tab *calcTable, it *SchemeItem, each func(*calcColumn, *calcFormula)) string {
	base := "[@basis]"
	switch {
	case tab.key == workbook.GrainPeriod && it.Absent != workbook.AbsentSkip:
		base = "IF([@exempt]=1,0,1)"
	case tab.key == workbook.GrainTaskPeriod && it.Absent != workbook.AbsentSkip:
		base = "IF(AND([@[in:received]]>0,NOT(ISNUMBER([@[in:ratio]]))),0,MAX(0,[@[in:weight]]*[@[in:share]]))"
	case tab.key == workbook.GrainTaskPeriod:
		base = "IF([@[in:received]]>0,[@basis],0)"
	case tab.key == workbook.GrainReporting:
		base = t.reportingBasis(it)
	}
	decides := it.Item.NoRows == workbook.NoRowsFormula
	if decides && (tab.key == workbook.GrainTask || tab.key == workbook.GrainTaskPeriod) {
		base = "MAX(0,[@[in:weight]]*[@[in:share]])"
	} else if decides && tab.key != workbook.GrainEvent && tab.key != workbook.GrainAdjustment {
		base = "1"
	}
	var conditions []string
	if it.filter != nil {
		conditions = append(conditions, "("+it.filter.String()+")")
	}
	if !decides {
		for _, key := range t.needs(tab, it) {
			conditions = append(conditions, fmt.Sprintf("ISNUMBER([@[%s]])", key))
		}
	}
	switch {
	case it.Deferred:
		base, conditions = "0", nil
	case len(conditions) == 0 && base == "[@basis]" && tab.spare == 0:
		return "basis"
	case len(conditions) == 0:
	case len(conditions) == 1:
		base = fmt.Sprintf("IF(%s,%s,0)", conditions[0], base)
	case len(conditions) > 1:
		base = fmt.Sprintf("IF(AND(%s),%s,0)", strings.Join(conditions, ","), base)
	}
	key := mark("basis", it)
	col := t.helper(tab, key, "")
	col.heading = t.c.T("scorecol.counted-of", "item", it.Heading)
	each(col, tab.scoped(t.book.parse(base), t.scopeOf(tab, it)))
	if tab.spare > 0 {
		named := tab.scoped(t.book.parse(fmt.Sprintf("IF([@item]=_label%d,%s,0)", it.No, base)), t.scopeOf(tab, it))
		for i := tab.rows - tab.spare; i < tab.rows; i++ {
			col.setFormula(i, named)
		}
	}
	return key
}

// reportingBasis gives the formula that counts a bureau's reporting if it was asked for any round that the item looks at. An item looks at the
// months, unless its method uses only inputs of weeks or special rounds.
func (t *tableSet) reportingBasis(it *SchemeItem) string {
	looks := func(keys ...string) bool { return it.uses(&t.s.words, keys...) }
	kinds := kindsUsed(looks)
	months := len(kinds) == 0 || looks(workbook.InAsked, workbook.InReceived, workbook.InLate, workbook.InSentBack, workbook.InMissing,
		workbook.InNothing, workbook.InExplained)
	switch {
	case !months:
		return anyAsked(askedIn(kinds)[1:])
	case len(kinds) == len(t.s.partialUsed()):
		return "[@basis]"
	}
	return anyAsked(askedIn(kinds))
}

// anyAsked gives the formula of 1 if any of some inputs, which count rounds that a bureau was asked for, is positive, or else 0.
func anyAsked(keys []string) string {
	var terms []string
	for _, key := range keys {
		terms = append(terms, "[@["+in(key)+"]]")
	}
	return "IF(" + strings.Join(terms, "+") + ">0,1,0)"
}

// needs lists the columns that must hold a number for a row to count for an item: inputs that the method uses and that may be missing. It is
// left to the method to judge what it means that nothing has fallen due, or that a target is open.
func (t *tableSet) needs(tab *calcTable, it *SchemeItem) []string {
	var out []string
	for _, x := range inputsOf(tab.key) {
		if !it.uses(&t.s.words, x.Key) || !x.Kinds.Has(sheet.Blank) || !x.Kinds.Has(sheet.Number) {
			continue
		}
		switch {
		case tab.key == workbook.GrainTaskPeriod:
		case tab.key == workbook.GrainTask:
			switch x.Key {
			case workbook.InLeaderMark, workbook.InOfficeMark, workbook.InLeadMark, workbook.InVerified:
				out = append(out, in(x.Key))
			}
		case tab.key == workbook.GrainPeriod && x.Key == workbook.InElapsed, tab.key == workbook.GrainIndicator && x.Key != workbook.InRatio:
		case tab.key == workbook.GrainRating:
		default:
			out = append(out, in(x.Key))
		}
	}
	for _, expr := range []*formula.Expr{it.expr, it.rankOn} {
		if expr == nil {
			continue
		}
		for _, c := range expr.Columns() {
			if key := "dyn:" + foldWord(c.Name); tab.index[key] != nil && !c.Whole {
				out = append(out, key)
			}
		}
	}
	return out
}

// scopeOf maps the names in an item's formulas to columns.
func (t *tableSet) scopeOf(tab *calcTable, it *SchemeItem) calcScope {
	return func(name string) (string, bool) {
		folded := foldWord(name)
		x, ok := t.s.words.inputs[folded]
		if !ok {
			if key := "dyn:" + folded; tab.index[key] != nil {
				return key, true
			}
			return "", false
		}
		switch x.Key {
		case workbook.InPoints:
			return mark("points", it), true
		case workbook.InOwn, workbook.InRank, workbook.InBest, workbook.InField:
			return mark(x.Key, it), true
		case workbook.InBandFrom:
			return bandsKey(it) + ".from", true
		case workbook.InBandScore:
			return bandsKey(it) + ".score", true
		}
		return in(x.Key), true
	}
}

// methodSource gives the item's method as part of another formula. If it may give a truth value or a text, it is multiplied by 1: a truth
// value becomes 1 or 0, and a text an error.
func (t *tableSet) methodSource(tab *calcTable, it *SchemeItem) string {
	if it.expr == nil || it.broken {
		return "#NAME?"
	}
	kinds, _ := it.expr.Type(func(name string) formula.Kinds {
		if x, ok := t.s.words.inputs[foldWord(name)]; ok {
			return x.Kinds &^ formula.KindBlank
		}
		return formula.KindNumber
	})
	if kinds&^(formula.KindNumber|formula.KindError) != 0 {
		return "(" + it.expr.String() + ")*1"
	}
	return it.expr.String()
}

// place adds the columns of a ranking: the value that is ranked, its rank, the best value and the number ranked.
func (t *tableSet) place(tab *calcTable, it *SchemeItem, basis string, each func(*calcColumn, *calcFormula)) {
	own, rank, best, field, key := mark(workbook.InOwn, it), mark(workbook.InRank, it), mark(workbook.InBest, it), mark(workbook.InField, it), mark("rank-key", it)
	column := func(key, input string, helper bool) *calcColumn {
		heading := t.heading("rank-key")
		for _, x := range workbook.SchemeInputs() {
			if x.Key == input {
				heading = x.Name(t.c.Lang)
			}
		}
		return tab.add(calcColumn{key: key, heading: t.c.T("scorecol.of-item", "what", heading, "item", it.Heading), width: 10, head: sheet.HeadingCheck, role: sheet.Body, align: sheet.AlignCenter, helper: helper})
	}
	on := it.rankOn.String()
	each(column(own, workbook.InOwn, false), tab.scoped(t.book.parse(fmt.Sprintf(`IF([@[%s]]>0,IF(ISNUMBER(%[2]s),ROUND(%[2]s,9),""),"")`, basis, on)), t.scopeOf(tab, it)))
	among, group := t.among(tab, it)
	order := ">"
	if it.RankOrder == workbook.LowFirst {
		order = "<"
	}
	ranked := fmt.Sprintf("IF(ISNUMBER([@[%s]]),", own)
	each(column(rank, workbook.InRank, false), tab.formula(fmt.Sprintf(`%sCOUNTIFS(%s[[%[3]s]],"%[4]s"&[@[%[3]s]])+1,"")`, ranked, among, own, order)))
	each(column(key, "", true), tab.formula(fmt.Sprintf(`%s%s&[@[%s]],"")`, ranked, group, rank)))
	each(column(best, workbook.InBest, false), tab.formula(fmt.Sprintf(`%sINDEX([[%s]],MATCH(%s&1,[[%s]],0)),"")`, ranked, own, group, key)))
	each(column(field, workbook.InField, false), tab.formula(fmt.Sprintf(`%sCOUNTIFS(%s[[%s]],">0"),"")`, ranked, among, rank)))
}

// among gives the conditions, as arguments of COUNTIFS, that select the rows among which a row is ranked, and a text, as a formula, that is
// the same for all of these and for no other.
func (t *tableSet) among(tab *calcTable, it *SchemeItem) (conditions, group string) {
	within := it.RankWithin
	if within == "" {
		within = workbook.WithinCategory
		if tab.key == workbook.GrainTask || tab.key == workbook.GrainTaskPeriod || tab.key == workbook.GrainIndicator {
			within = workbook.WithinMatter
		}
	}
	switch {
	case within == workbook.WithinMatter && tab.key == workbook.GrainTaskPeriod:
		return t.sameTask() + "[[in:period]],[@[in:period]],", `[@task]&"|"&[@[in:period]]&"|"`
	case within == workbook.WithinAll && presence(tab.key) != "":
		return "[[in:period]],[@[in:period]],", `[@[in:period]]&"|"`
	case within == workbook.WithinAll:
		return "", `"|"`
	case within == workbook.WithinMatter && tab.key == workbook.GrainTask:
		return t.sameTask(), `[@task]&"|"`
	case within == workbook.WithinMatter && tab.key == workbook.GrainIndicator:
		return "[[in:indicator]],[@[in:indicator]],", `[@[in:indicator]]&"|"`
	case presence(tab.key) != "":
		return "[category],[@category],[[in:period]],[@[in:period]],", `[@category]&"|"&[@[in:period]]&"|"`
	}
	return "[category],[@category],", `[@category]&"|"`
}

// extreme adds the columns by which the minimum or maximum over a bureau's rows is found: older spreadsheet programs have no MAXIFS.
func (t *tableSet) extreme(tab *calcTable, it *SchemeItem, each func(*calcColumn, *calcFormula)) {
	cut, key := mark("cut", it), mark("extreme-key", it)
	order := "<"
	if it.Summing == workbook.MaxRows {
		order = ">"
	}
	each(t.helper(tab, cut, ""), tab.formula(fmt.Sprintf(`IF(ISNUMBER([@[%[1]s]]),ROUND([@[%[1]s]],9),[@[%[1]s]])`, mark("score", it))))
	each(t.helper(tab, key, ""), tab.formula(fmt.Sprintf(`IF(ISNUMBER([@[%[1]s]]),[@bureau]&"|"&COUNTIFS([bureau],[@bureau],[[%[1]s]],"%[2]s"&[@[%[1]s]]),"")`, cut, order)))
}

// markWidth gives the width of an item's columns of points and scores. Their heading is the item's and a word; it fits on one line, or
// breaks between the two.
func markWidth(it *SchemeItem) float64 {
	const word, least = 6, 9
	title := 1.05 * sheet.TextWidth(it.Heading)
	if title < least-1 {
		return max(least, title+word)
	}
	return min(title+1.5, 18)
}
