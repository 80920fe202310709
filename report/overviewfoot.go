package report

import (
	"strings"

	"duban/workbook"
	"duban/workbook/sheet"
)

// places names the best and the last bureaus of each category, where it has enough of them to tell.
func (p *page) places() {
	first := p.row
	const nameCols, each, categoryCols = 3, 5, 4
	for _, ranked := range rankings(p.sums) {
		if len(ranked) < 2 {
			continue
		}
		if p.row == first {
			p.put(p.row, 1, overviewCols, p.sectionLink("report.places", p.bureaus))
			p.s.SetHeight(p.row, overviewRow)
			p.head(p.row+1, 1, categoryCols, p.heading(workbook.ColCategory))
			p.head(p.row+1, categoryCols+1, categoryCols+bestRows*each, p.c.T("report.best"))
			p.head(p.row+1, categoryCols+bestRows*each+1, overviewCols, p.c.T("report.last"))
			p.s.SetHeight(p.row+1, overviewRow)
			p.row += 2
		}
		best := leaders(ranked)
		label := p.c.T("report.category-of", "category", p.category(ranked[0].Bureau.Category), "n", len(ranked))
		// Naming three of twelve that stand alike says how many there are.
		if n := tied(ranked); n > len(best) {
			label += p.c.T("report.tied", "n", n)
		}
		p.put(p.row, 1, categoryCols, sheet.Cell{Role: sheet.BodyStrong, Value: sheet.Str(label)})
		last := ranked[max(len(best), len(ranked)-lastRows):]
		for i := range bestRows + lastRows {
			at := categoryCols + 1 + i*each
			end := at + each - 1
			if i == bestRows+lastRows-1 {
				end = overviewCols
			}
			var s *BureauSum
			if i < len(best) {
				s = best[i]
			} else if j := i - bestRows; j >= 0 && j < len(last) {
				s = last[j]
			}
			if s == nil {
				p.put(p.row, at, end, sheet.Cell{Role: sheet.Body})
				continue
			}
			row := p.sumRow[s]
			p.put(p.row, at, at+nameCols-1, sheet.Cell{Role: sheet.Link, Value: sheet.Str(s.Bureau.Name), Extra: p.bureaus.link(row)})
			src := p.bureaus.s.Cell(sheet.At(row, p.bureaus.at[colMeanDone]))
			text := "—"
			if src.Value.Kind == sheet.Number {
				text = src.Value.String() + "%"
			}
			p.put(p.row, at+nameCols, end, sheet.Cell{Role: sheet.Body, Align: sheet.AlignCenter, Formula: percentFormula(p.bureaus.outer(colMeanDone, row)), Value: sheet.Str(text)})
		}
		p.s.SetHeight(p.row, overviewRow)
		p.row++
	}
	if p.row > first {
		p.row++
	}
}

// leaders are the first few of a ranking: at most half of it, and nobody who has completed nothing.
func leaders(ranked []*BureauSum) []*BureauSum {
	n := 0
	for n < bestRows && n < (len(ranked)+1)/2 && ranked[n].Completion.Known && ranked[n].Completion.V > 0 {
		n++
	}
	return ranked[:n]
}

// tied counts those that share the first place.
func tied(ranked []*BureauSum) int {
	n := 0
	for n < len(ranked) && ranked[n].Rank == ranked[0].Rank {
		n++
	}
	return n
}

// lines are the sentences at the foot: what the signs of the lights mean, the register's identities, what the means leave out, what sheets are left out.
func (p *page) lines() {
	var signs []string
	for _, l := range lights() {
		signs = append(signs, p.light(l)+" "+p.c.T("report.light-"+lightKey(l)))
	}
	p.put(p.row, 1, overviewCols, sheet.Cell{Role: sheet.Guide, Value: sheet.Str(p.c.T("report.legend", "signs", strings.Join(signs, "　")))})
	p.row++
	if r := p.l.Register; r != nil && p.register != nil {
		f, text := p.registerLine(r, p.register.s.Name)
		p.put(p.row, 1, overviewCols, sheet.Cell{Role: sheet.Guide, Formula: inQuotes(p.c.T("report.reporting")) + "&" + f, Value: sheet.Str(p.c.T("report.reporting") + text)})
		p.row++
	}
	if p.areaAll != 0 {
		p.put(p.row, 1, overviewCols, sheet.Cell{Role: sheet.Guide, Value: sheet.Str(p.c.T("report.means-note"))})
		p.row++
	}
	if grouping := len(p.l.Tasks) - p.l.Overall().Tasks; grouping > 0 {
		p.put(p.row, 1, overviewCols, sheet.Cell{Role: sheet.Guide, Value: sheet.Str(p.c.T("report.grouping-note", "rows", len(p.l.Tasks), "n", grouping))})
		p.row++
	}
	p.absent("report.left-out", p.leftOut)
	p.absent("report.no-past", p.noPast)
}

// absent says which sheets the workbook does not have, and why.
func (p *page) absent(id string, names []string) {
	if len(names) == 0 {
		return
	}
	p.put(p.row, 1, overviewCols, sheet.Cell{Role: sheet.Guide, Value: sheet.Str(p.c.T(id, "sheets", strings.Join(names, p.join())))})
	p.row++
}

// contents leads to every sheet.
func (p *page) contents(sheets []*sheet.Sheet) {
	const each = 3
	col := 1
	for _, s := range sheets {
		if s == nil {
			continue
		}
		if col > overviewCols {
			col = 1
			p.row++
		}
		p.put(p.row, col, col+each-1, sheet.Cell{Role: sheet.Link, Align: sheet.AlignCenter, Value: sheet.Str(s.Name), Extra: &sheet.Extra{Link: sheet.QuoteName(s.Name) + "!A1"}})
		p.s.SetHeight(p.row, overviewRow)
		col += each
	}
	p.row++
}
