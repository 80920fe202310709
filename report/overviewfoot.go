package report

import (
	"math"
	"strings"

	"duban/workbook"
	"duban/workbook/sheet"
)

// places names the first and the last bureaus of each category that ranks at least two.
func (p *page) places() {
	first := p.row
	const each, categoryCols = 4, 4
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
		// If more share the first place than are named, the label says how many.
		if n := tied(ranked); n > len(best) {
			label += "\n" + p.c.T("report.tied", "n", n)
		}
		high := float64(overviewRow)
		put := func(at int, c sheet.Cell) {
			p.put(p.row, at, at+each-1, c)
			if sheet.TextWidth(c.Value.Text) > each*overviewWidth-2 {
				high = overviewTwo
			}
		}
		put(1, sheet.Cell{Role: sheet.BodyStrong, Align: sheet.AlignLeft, Value: sheet.Str(label)})
		if strings.Contains(label, "\n") {
			high = overviewTwo
		}
		last := ranked[max(len(best), len(ranked)-lastRows):]
		// A bureau that shares the first place is not among the last, unless nobody has completed anything.
		for len(last) > 0 && last[0].Rank == 1 && last[0].Completion.V > 0 {
			last = last[1:]
		}
		for i := range bestRows + lastRows {
			var s *BureauSum
			if i < len(best) {
				s = best[i]
			} else if j := i - bestRows; j >= 0 && j < len(last) {
				s = last[j]
			}
			if s == nil {
				put(categoryCols+1+i*each, sheet.Cell{Role: sheet.Body})
				continue
			}
			row := p.sumRow[s]
			mean := p.bureaus.values(row).Value(p.bureaus.at[colMeanDone])
			f, text := p.sentence("report.place", "bureau", inQuotes(s.Bureau.Name), s.Bureau.Name, "percent", p.bureaus.outer(colMeanDone, row), mean.String())
			put(categoryCols+1+i*each, sheet.Cell{Role: sheet.Link, Align: sheet.AlignLeft, Formula: f, Value: sheet.Str(text), Extra: p.bureaus.link(row)})
		}
		p.s.SetHeight(p.row, high)
		p.row++
	}
	if p.row > first {
		p.gap(p.row)
	}
}

// lines writes the sentences at the foot: what the signs of the lights mean, and the register's identities.
func (p *page) lines() {
	var signs []string
	for _, l := range lights() {
		signs = append(signs, p.light(l)+" "+p.c.T("report.light-"+lightKey(l)))
	}
	p.line(sheet.Cell{Value: sheet.Str(p.c.T("report.legend", "signs", strings.Join(signs, "　")))})
	if r := p.l.Register; r != nil && p.register != nil {
		f, text := p.registerLine(r, p.register.s.Name)
		p.line(sheet.Cell{Formula: inQuotes(p.c.T("report.reporting")) + "&" + f, Value: sheet.Str(p.c.T("report.reporting") + text)})
	}
}

func (p *page) line(c sheet.Cell) {
	c.Role = sheet.Guide
	p.put(p.row, 1, overviewCols, c)
	p.row++
}

// beside lists every sheet with a link and what it holds, to the right of the page. Notes follow: what the figures rest on and leave out,
// which of them follow a correction, and which sheets are missing. It shares the page's rows and leaves their heights alone.
func (p *page) beside(sheets []*sheet.Sheet) {
	row := 4
	put := func(c sheet.Cell) {
		p.put(row, besideCol, besideCol+1, c)
		row = p.below(row)
	}
	put(sheet.Cell{Role: sheet.Section, Value: sheet.Str(p.c.T("report.contents"))})
	about := map[string]string{}
	for _, tab := range tabs() {
		about[p.c.T("tab."+tab)] = p.c.T("about."+tab, "red", p.lightName(workbook.Red), "yellow", p.lightName(workbook.Yellow))
	}
	for _, s := range sheets {
		if s == nil {
			continue
		}
		text, ok := about[s.Name]
		if !ok {
			text = p.c.T("about.lists")
		}
		p.s.Put(sheet.At(row, besideCol), sheet.Cell{Role: sheet.Link, Value: sheet.Str(s.Name), Extra: &sheet.Extra{Link: sheet.QuoteName(s.Name) + "!A1"}})
		p.s.Put(sheet.At(row, besideCol+1), sheet.Cell{Role: sheet.Caption, Value: sheet.Str(text)})
		row = p.below(row)
	}
	row = p.below(row)
	var notes []string
	if p.l.Plan.LostIssuedPlan != "" {
		notes = append(notes, p.c.T("report.unheld", "period", p.l.Period.String()))
	}
	for _, j := range p.joined {
		from := ""
		if !j.From.IsZero() {
			from = p.period(j.From)
		}
		notes = append(notes, p.c.T("report.joined", "was", strings.Join(j.Was, p.join()), "heir", j.Heir.Name, "from", from, "period", p.period(p.l.Period)))
	}
	decided := ""
	if sum := p.l.Plan.DecidedIn; sum != "" {
		decided = hashMark(sum)
	}
	notes = append(notes, p.c.T("report.live-note"), p.c.T("report.plan-note", "plan", hashMark(p.l.Plan.SHA256), "decided", decided))
	if p.areaAll != 0 {
		notes = append(notes, p.c.T("report.means-note"))
	}
	if grouping := len(p.l.Tasks) - p.l.overall().Tasks; grouping > 0 {
		notes = append(notes, p.c.T("report.grouping-note", "rows", len(p.l.Tasks), "n", grouping))
	}
	for _, absent := range []struct {
		id    string
		names []string
	}{{"report.left-out", p.leftOut}, {"report.no-past", p.noPast}} {
		if len(absent.names) > 0 {
			notes = append(notes, p.c.T(absent.id, "sheets", strings.Join(absent.names, p.join())))
		}
	}
	put(sheet.Cell{Role: sheet.Section, Value: sheet.Str(p.c.T("report.notes"))})
	for _, note := range notes {
		// A note is merged over as many of the page's rows as its text needs.
		points, last := noteLine*math.Ceil(sheet.TextWidth(note)/noteWidth), row
		for points -= p.high(last); points > 0; points -= p.high(last) {
			last++
		}
		p.s.Put(sheet.At(row, besideCol), sheet.Cell{Role: sheet.Guide, Value: sheet.Str(note)})
		p.s.Merges = append(p.s.Merges, sheet.Rect(row, besideCol, last, besideCol+1))
		row = last + 1
	}
}

// The height of a note's line in points, and its width in characters.
const (
	noteLine  = 16.5
	noteWidth = 66
)

// below gives the next row that is not just a gap.
func (p *page) below(row int) int {
	for row++; p.high(row) < overviewRow; row++ {
	}
	return row
}

// high gives the height of a row in points.
func (p *page) high(row int) float64 {
	if r := p.s.Row(row); r != nil && r.Height > 0 {
		return r.Height
	}
	return overviewRow
}
