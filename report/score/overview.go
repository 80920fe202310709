package score

import (
	"fmt"
	"strings"

	"duban/workbook"
	"duban/workbook/sheet"
)

// overviewTable makes the table with a row for each bureau.
func (t *tableSet) overviewTable() {
	t.overviewRows = t.s.Bureaus
	t.overview = t.book.table(tableOverview, t.c.T("scoresheet.overview"), len(t.overviewRows))
}

// overviewColumns adds the columns that sum the sections to the total, rank the bureaus within their categories, grade them, and last apply
// what bars a bureau from a rank or grade.
func (t *tableSet) overviewColumns() {
	tab := t.overview
	add := func(key string, width float64, role sheet.Role) *calcColumn {
		return tab.add(calcColumn{key: key, heading: t.heading(key), width: max(width, sheet.WordWidth(t.heading(key))), role: role, align: sheet.AlignCenter})
	}
	// Leaders are handed this page. With four sections and the changes of rank, all bureaus of a county fit on one page in portrait.
	add("no", 5, sheet.Body)
	bureau := add("bureau", 20, sheet.BodyStrong)
	bureau.align = sheet.AlignRole
	category := add("category", 10, sheet.Body)
	for i, sec := range t.s.Scheme.Sections {
		col := tab.add(calcColumn{key: fmt.Sprint("section:", i), heading: sec, width: max(11, min(sheet.WordWidth(sec), sheet.WidestForHeading)), role: sheet.Body, align: sheet.AlignCenter, format: t.scoreFormat()})
		col.formula(`IF(COUNTIFS([[sections.bureau]],[@bureau],[[sections.section]],%[1]s)=0,%[2]s,IF(SUMIFS([[sections.counted]],[[sections.bureau]],[@bureau],[[sections.section]],%[1]s)=0,IF(ISERROR(%[3]s),%[3]s,%[2]s),ROUND(%[3]s,9)))`,
			inQuotes(sec), inQuotes(t.none()), fmt.Sprintf("SUMIFS([[sections.section-score]],[[sections.bureau]],[@bureau],[[sections.section]],%s)", inQuotes(sec)))
	}
	total := add("total", 10, sheet.Total)
	total.format = t.scoreFormat()
	rank := add("rank", 9, sheet.BodyStrong)
	if t.s.Before != nil {
		was, move := add("rank-was", 9, sheet.Body), add("rank-move", 9, sheet.Body)
		for i, b := range t.overviewRows {
			if r := t.s.rankBefore(b.Bureau); r > 0 {
				was.set(i, sheet.Int(r))
			} else {
				was.set(i, sheet.Str(t.none()))
			}
		}
		move.formula(`IF(AND(ISNUMBER([@rank]),ISNUMBER([@[rank-was]])),IF([@[rank-was]]>[@rank],"↑"&([@[rank-was]]-[@rank]),IF([@[rank-was]]<[@rank],"↓"&([@rank]-[@[rank-was]]),"—")),%s)`, inQuotes(t.none()))
	}
	grade := add("grade", 9, sheet.Body)
	gate := calcColumn{key: "gate", heading: t.heading("gate"), width: 34, role: sheet.Body}
	for _, b := range t.overviewRows {
		if t.gateText(b) != "" && tab.index["gate"] == nil {
			tab.add(gate) // only if something bars a bureau, to save room on the page
		}
	}
	base, full, scaled := t.helper(tab, "base", ""), t.helper(tab, "full", ""), t.helper(tab, "scaled", "")
	factor, adjusted, rows := t.helper(tab, "scaling", ""), t.helper(tab, "adjusted", ""), t.helper(tab, "rows", "")
	exact, ranked, load := t.helper(tab, "exact", ""), t.helper(tab, "ranked", ""), t.helper(tab, "load", "")
	barred, limit, demoted, step := t.helper(tab, "barred", ""), t.helper(tab, "limit", ""), t.helper(tab, "demoted", ""), t.helper(tab, "grade-step", "")
	graded := t.gradedColumns()
	const mine = "[[sections.bureau]],[@bureau]"
	base.formula("ROUND(SUMIFS([[sections.base]],%s),9)", mine)
	full.formula("ROUND(SUMIFS([[sections.full]],%s),9)", mine)
	scaled.formula("ROUND(SUMIFS([[sections.scaled]],%s),9)", mine)
	factor.formula("IF([@scaled]>0,ROUND([@full]/[@scaled],9),1)")
	factor.format = sheet.Decimal9
	adjusted.formula("ROUND(SUMIFS([[sections.bonus]],%s),9)", mine)
	rows.formula("SUMIFS([[items.item-rows]],[[items.bureau]],[@bureau])")
	exact.formula(`IF(AND([@scaled]=0,OR([@rows]=0,[@full]>0)),"",ROUND(IF([@scaled]>0,[@base]*[@full]/[@scaled],[@base])+[@adjusted],9))`)
	exact.format = sheet.Decimal9
	total.formula(`IF(ISERROR([@exact]),[@exact],IF([@exact]="",%s,ROUND([@exact],_decimals)))`, inQuotes(t.none()))
	load.formula(`SUMIFS([[task.basis]],[[task.bureau]],[@bureau])`)
	by := map[string]string{
		workbook.RankByExact: "[@exact]", workbook.RankByPercent: "IF([@full]>0,ROUND([@exact]/[@full]*100,9),[@total])",
	}[t.s.Plan.Settings.RankBy]
	if by == "" {
		by = "[@total]"
	}
	ranked.formula(`IF(ISNUMBER([@total]),IF([@barred]=1,"",%s),"")`, by)
	ties := ""
	if t.s.Plan.Settings.Ties == workbook.TiesByLoad {
		ties = `+COUNTIFS([category],[@category],[ranked],[@ranked],[load],">"&ROUND([@load],9))`
	}
	rank.formula(`IF(ISNUMBER([@ranked]),COUNTIFS([category],[@category],[ranked],">"&[@ranked])+1%s,%s)`, ties, inQuotes(t.none()))
	for i, b := range t.overviewRows {
		bureau.set(i, t.bureau(b.Bureau))
		category.set(i, t.category(b.Bureau))
		t.gradeCells(i, b, grade, step, graded)
		bar := t.s.gatesOf(b)
		barred.set(i, oneIf(bar.noRank))
		limit.set(i, sheet.Int(bar.limit))
		demoted.set(i, sheet.Int(bar.demoted))
		if col := tab.index["gate"]; col != nil {
			col.set(i, sheet.StrOrBlank(t.gateText(b)))
		}
	}
}

// gradedColumns adds a column for each n from 1 to the number of grades. It gives the grade that a bureau reaches among the first n, or 0.
// Each needs a column of its own, since the seats of a grade go to bureaus that have no better one.
func (t *tableSet) gradedColumns() []*calcColumn {
	most := 0
	for _, b := range t.overviewRows {
		most = max(most, len(b.grades))
	}
	var out []*calcColumn
	for n := 1; n <= most; n++ {
		out = append(out, t.helper(t.overview, fmt.Sprint("graded:", n), ""))
	}
	return out
}

// gradeCells gives a bureau the best grade that its total and its place reach, and then applies what bars it from that grade. A seat that
// nobody reaches stays empty; the next grade has no more seats for that. A quota in per cent is a share of all bureaus with a total, since
// those that are barred from a rank were assessed too.
func (t *tableSet) gradeCells(i int, b *Result, grade, step *calcColumn, graded []*calcColumn) {
	tab := t.overview
	names := make([]string, 0, len(b.grades))
	for j, col := range graded {
		if j >= len(b.grades) {
			if j > 0 {
				col.setFormula(i, tab.formula(fmt.Sprintf("[@[graded:%d]]", j)))
			} else {
				col.set(i, sheet.Int(0))
			}
			continue
		}
		p := t.params.grades[b.grades[j]]
		word := func(kind string, x *calcParam) string {
			w := fmt.Sprintf("_%s%d", kind, j+1)
			tab.word(i, w, x)
			return w
		}
		names = append(names, word("grade", p.name))
		from, share, seats := word("from", p.from), word("quota", p.share), word("seats", p.quota)
		place, better := "[@rank]", "0"
		if j > 0 {
			better = fmt.Sprintf("[@[graded:%d]]", j)
			place = fmt.Sprintf(`COUNTIFS([category],[@category],[[graded:%d]],0,[rank],"<"&[@rank])+1`, j)
		}
		assessed := `COUNTIFS([category],[@category],[total],">-1000000")`
		reached := fmt.Sprintf(`AND(OR(%[1]s="",[@total]>=%[1]s),OR(AND(%[2]s="",%[3]s=""),%[4]s<=ROUNDDOWN(%[5]s*%[2]s/100,0)+%[3]s))`,
			from, share, seats, place, assessed)
		col.setFormula(i, tab.formula(fmt.Sprintf("IF(ISNUMBER([@rank]),IF(%[1]s>0,%[1]s,IF(%[2]s,%[3]d,0)),0)", better, reached, j+1)))
	}
	n := len(b.grades)
	if n == 0 {
		grade.set(i, sheet.Str(t.none()))
		step.set(i, sheet.Int(0))
		return
	}
	// A bureau below the last threshold has no grade: its step is n+1.
	step.setFormula(i, tab.formula(fmt.Sprintf("IF(ISNUMBER([@rank]),IF([@[graded:%[1]d]]=0,%[2]d,MIN(%[1]d,MAX([@[graded:%[1]d]]+[@demoted],[@limit]))),0)", n, n+1)))
	grade.setFormula(i, tab.formula(fmt.Sprintf(`IF(OR([@[grade-step]]=0,[@[grade-step]]>%d),%s,CHOOSE([@[grade-step]],%s))`, n, inQuotes(t.none()), strings.Join(names, ","))))
}

// bar is the effect of the gates in force on a bureau.
type bar struct {
	noRank  bool // it has no rank and no grade
	limit   int  // the best grade that it may have, counted from 1; 0 for any
	demoted int  // the number of grades by which it is demoted
}

// gatesInForce lists a bureau's approved gates.
func (s *Scores) gatesInForce(b *workbook.Bureau) []*workbook.Gate {
	var out []*workbook.Gate
	for _, g := range s.Plan.Gates {
		if g.Bureau == b && strings.TrimSpace(g.Approver) != "" && s.decided(g.Approved) && s.Plan.Begins(b) == nil {
			out = append(out, g)
		}
	}
	return out
}

func (s *Scores) gatesOf(b *Result) bar {
	var out bar
	for _, g := range s.gatesInForce(b.Bureau) {
		switch g.Effect {
		case workbook.GateLimit:
			for i, rule := range b.grades {
				if foldWord(rule.Name) == foldWord(g.Grade) {
					out.limit = max(out.limit, i+1)
				}
			}
		case workbook.GateDemote:
			out.demoted++
		default:
			out.noRank = true
		}
	}
	return out
}

// gateText says what bars a bureau, and why.
func (t *tableSet) gateText(b *Result) string {
	var out []string
	for _, g := range t.s.gatesInForce(b.Bureau) {
		effect := t.c.ChoiceLabel("effect", g.Effect)
		if g.Effect == workbook.GateLimit {
			effect = t.c.T("scorebook.gate-limit", "effect", effect, "grade", g.Grade)
		}
		out = append(out, t.c.T("scorebook.colon", "what", effect, "text", g.Matter))
	}
	return strings.Join(out, t.c.T("scorebook.parts"))
}

// rankBefore gives a bureau's rank in the last scoring, if it was in the same category; 0 if it had none.
func (s *Scores) rankBefore(b *workbook.Bureau) int {
	if s.Before == nil {
		return 0
	}
	for _, x := range s.Before.Bureaus {
		if x.Bureau.Code == b.Code && x.Bureau.Category == b.Category {
			return x.Rank
		}
	}
	return 0
}
