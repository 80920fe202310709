package score

import (
	"strings"

	"duban/report"
	"duban/workbook"
	"duban/workbook/formula"
	"duban/workbook/sheet"
)

// sentences adds the column that says how a row came by its scores. It is a formula, so that it stays true after a figure is changed in the
// workbook.
func (t *tableSet) sentences(tab *calcTable, rows []*Row, items []*SchemeItem) {
	width := 48.0
	switch tab.key {
	case workbook.GrainTask, workbook.GrainTaskPeriod, workbook.GrainReporting:
		width = 66 // for sentences about several items or inputs, in many rows
	case workbook.GrainAdjustment:
		width = 30 // for sentences about one amount
	}
	col := tab.add(calcColumn{key: "sentence", heading: t.heading("sentence"), width: width, role: sheet.Body, sentence: true})
	formulas := map[string]*calcFormula{}
	said := make([][]saidInput, len(items))
	scores := make([]*calcColumn, len(items))
	for j, it := range items {
		said[j], scores[j] = t.said(tab, it), tab.index[mark("score", it)]
	}
	for i, r := range rows {
		aside := t.unverified(r)
		kind := []byte(nil)
		for j := range items {
			if scores[j].formulaIn(i) != nil {
				kind = append(kind, byte(j), byte(j>>8))
				kind = append(kind, unseenAmong(said[j], i)...)
			}
		}
		if len(kind) == 0 {
			if r.Left != "" {
				col.set(i, sheet.Str(t.leftText(r.Left)+aside))
			}
			continue
		}
		left := r.Left
		if left == "" {
			left = r.leftByItems()
		}
		key := string(kind) + left + aside
		f, made := formulas[key]
		if !made {
			var parts []string
			for j, it := range items {
				if scores[j].formulaIn(i) != nil {
					parts = append(parts, t.part(tab, it, len(parts) > 0, said[j], func(c *calcColumn) bool { return c.dress[i].unseen }))
				}
			}
			sentence := t.joined(parts, t.leftText(left))
			if aside != "" {
				sentence += "&" + inQuotes(aside)
			}
			// A sentence too long for a formula is left out.
			if e, err := formula.Parse(sentence); err == nil {
				f = tab.scoped(e, nil)
			}
			formulas[key] = f
		}
		if f != nil {
			col.setFormula(i, f)
		}
	}
	t.spareSentences(tab, col, items)
}

// unverified says of a rectification's row that more was reported than the verified figure, on which its completion rests; empty if that is
// not so.
func (t *tableSet) unverified(r *Row) string {
	if r.Line == nil || r.statusOnly() {
		return ""
	}
	c := r.Line.Completion
	switch {
	case c.Reported.Known:
		return t.c.T("scorebook.reported", "reported", report.Counted(c.Reported, r.Line.Task), "verified", report.Counted(c.Done, r.Line.Task), "waits", c.Awaits())
	case c.Claimed:
		return t.c.T("scorebook.reported", "reported", "", "verified", "", "waits", true)
	}
	return ""
}

func (t *tableSet) leftText(reason string) string {
	return t.c.T("scorebook.left", "reason", t.c.T("scoreleft."+reason)) + t.c.T("scorebook.stop")
}

// joined gives the formula of the sentence about all items that score a row, or of the reason why none does.
func (t *tableSet) joined(parts []string, left string) string {
	all := strings.Join(parts, "&")
	return "IF(" + all + `="",` + inQuotes(left) + "," + all + ")"
}

// saidInput is the column of an input that an item's method uses, and the formula of what a sentence says of it.
type saidInput struct {
	col    *calcColumn
	source string
}

// said lists what a sentence says of the inputs of an item's method.
func (t *tableSet) said(tab *calcTable, it *SchemeItem) []saidInput {
	var out []saidInput
	for _, x := range workbook.SchemeInputs() {
		key := in(x.Key)
		if ownInput(x.Key) {
			key = mark(x.Key, it)
		}
		if !it.uses(&t.s.words, x.Key) || tab.index[key] == nil {
			continue
		}
		cell := "[@[" + key + "]]"
		source := inQuotes(t.c.T("scorebook.input", "name", x.Name(t.c.Lang), "value", "")) + "&"
		blank := t.c.Or("inputblank." + x.Key)
		if blank == "" {
			blank = t.c.T("scorebook.input-none")
		}
		switch {
		case x.Ratio:
			source += "IF(ISNUMBER(" + cell + "),ROUND(" + cell + `*100,2)&"%",` + inQuotes(blank) + ")"
		case x.Kinds.Has(sheet.Number):
			source += "IF(ISNUMBER(" + cell + "),ROUND(" + cell + ",4)," + inQuotes(blank) + ")"
		default:
			source += cell
		}
		out = append(out, saidInput{tab.index[key], source})
	}
	if it.expr != nil {
		for _, c := range it.expr.Columns() {
			if key := "dyn:" + foldWord(c.Name); tab.index[key] != nil {
				out = append(out, saidInput{tab.index[key], inQuotes(t.c.T("scorebook.input", "name", c.Name, "value", "")) + "&[@[" + key + "]]"})
			}
		}
	}
	return out
}

// part gives the formula of what a sentence says about one item: the inputs that its method uses, and the result; empty if the row does not
// count for it. Of inputs whose cells show nothing it says that they are not shown. later says that another part comes before, from which
// the language's own separator keeps this one apart.
func (t *tableSet) part(tab *calcTable, it *SchemeItem, later bool, inputs []saidInput, unseen func(*calcColumn) bool) string {
	score := mark("score", it)
	title := it.Heading
	if later {
		title = t.c.T("scorebook.apart") + title
	}
	var b strings.Builder
	b.WriteString(inQuotes(t.c.T("scorebook.colon", "what", title, "text", "")))
	var told []string
	veiled := false
	for _, x := range inputs {
		if unseen(x.col) {
			veiled = true
			continue
		}
		told = append(told, x.source)
	}
	if veiled {
		told = append(told, inQuotes(t.c.T("scorebook.input-unsaid")))
	}
	for i, source := range told {
		if i > 0 {
			b.WriteString("&" + inQuotes(t.c.T("scorebook.join")))
		}
		b.WriteString("&" + source)
	}
	b.WriteString(t.asides(tab, it))
	gives := t.c.T("scorebook.gives", "score", "")
	if len(told) == 0 {
		gives = t.c.T("scorebook.gives-plain", "score", "")
	}
	b.WriteString("&" + inQuotes(gives) + "&ROUND([@[" + score + "]],_decimals)&" + inQuotes(t.c.T("scorebook.stop")))
	said := b.String()
	if key := presence(tab.key); key != "" && it.Absent != workbook.AbsentSkip {
		absent := inQuotes(t.c.T("scorebook.colon", "what", title, "text", t.c.T("scorebook.absent")+t.c.T("scorebook.gives", "score", "")))
		said = "IF(N([@[" + in(key) + "]])>0," + said + "," + absent + "&ROUND([@[" + score + "]],_decimals)&" + inQuotes(t.c.T("scorebook.stop")) + ")"
	}
	fails := inQuotes(t.c.T("scorebook.colon", "what", title, "text", t.c.T("scorebook.fails")) + t.c.T("scorebook.stop"))
	return "IF(ISERROR([@[" + score + "]])," + fails + ",IF(ISNUMBER([@[" + score + "]])," + said + `,""))`
}
