package report

import (
	"strings"

	"duban/workbook"
	"duban/workbook/sheet"
)

// Columns of the front sheet. Together they are as wide as a page in portrait, which a phone shows whole.
const (
	slipNo = iota + 1
	slipSeverity
	slipMessage
	slipWhere
	slipHint
)

// front lays out the front sheet: what counts so far, by when and how to correct the rest, a line for each point, and below them the points
// that were corrected.
func (p *slipper) front() *sheet.Sheet {
	s := &sheet.Sheet{Name: p.c.T("slip.sheet"), Layout: &sheet.Layout{
		Columns: []sheet.ColumnLayout{{First: slipNo, Last: slipNo, Width: 5}, {First: slipSeverity, Last: slipSeverity, Width: 8},
			{First: slipMessage, Last: slipMessage, Width: 40}, {First: slipWhere, Last: slipWhere, Width: 21}, {First: slipHint, Last: slipHint, Width: 31}},
		Tab: sheet.Alert, Print: sheet.Print{FitWidth: true, CenterHorizontally: true, FooterCenter: p.c.T("print.page")},
	}}
	row := 0
	wide := func(role sheet.Role, text string) {
		row++
		s.Put(sheet.At(row, 1), sheet.Cell{Role: role, Value: sheet.Str(text)})
		s.Merges = append(s.Merges, sheet.Rect(row, 1, row, slipHint))
	}
	wide(sheet.Title, p.c.T("slip.title", "bureau", p.Return.Bureau.Name, "period", p.c.Round(p.Plan, p.Period), "ledger", p.ledger()))
	wide(sheet.Guide, p.standing())
	wide(sheet.Guide, p.deadline())
	wide(sheet.Guide, p.c.T("slip.how", "errors", p.count(workbook.Problem), "warnings", p.count(workbook.Warning), "ledger", p.ledger(), "anew", p.anew()))
	if text, some := p.unlisted(); some {
		wide(sheet.Guide, text)
	}
	if text, some := p.progress(); some {
		wide(sheet.Guide, text)
	}
	row++
	for i, h := range []string{"no", "severity", "message", "where", "hint"} {
		s.Put(sheet.At(row, i+1), sheet.Cell{Role: sheet.Heading, Value: sheet.Str(p.c.T("slip." + h))})
	}
	s.Layout.Print.TitleRows = sheet.Span{First: row, Last: row}
	text := func(col int, value string) {
		s.Put(sheet.At(row, col), sheet.Cell{Role: sheet.Body, Align: sheet.AlignLeft, Value: sheet.StrOrBlank(value)})
	}
	for i := range p.lines {
		l := &p.lines[i]
		row++
		s.Put(sheet.At(row, slipNo), sheet.Cell{Role: sheet.Body, Align: sheet.AlignCenter, Value: sheet.Int(i + 1)})
		s.Put(sheet.At(row, slipSeverity), sheet.Cell{Role: roleOf(&l.Finding), Align: sheet.AlignCenter, Value: sheet.Str(p.severity(l))})
		message, where := l.message, l.Place.Sheet
		if l.N > 1 && l.Cells != "" {
			message += "\n" + p.c.T("slip.cells", "cells", l.Cells)
			where = p.c.T("slip.first-of", "cell", l.Place.Sheet+" "+l.Place.Cell(), "n", l.N)
		} else if l.Cells != "" {
			where += " " + l.Cells
		}
		if about := p.about(l); about != "" {
			message += p.c.T("slip.about", "tasks", about)
		}
		text(slipMessage, message)
		text(slipHint, l.hint)
		text(slipWhere, where)
		if l.Cells != "" {
			// Some programs show a link on one line and would cut off a list of cells, so this names the first one only.
			s.Put(sheet.At(row, slipWhere), sheet.Cell{Role: sheet.Link, Align: sheet.AlignLeft, Value: sheet.Str(where),
				Extra: &sheet.Extra{Link: sheet.QuoteName(l.Place.Sheet) + "!" + l.Place.Cell()}})
		}
	}
	if len(p.mended) > 0 {
		row++
		wide(sheet.Section, p.c.T("slip.mended", "n", p.recheck.Mended))
		told := p.mended[:min(len(p.mended), slipPoints)]
		for _, l := range p.group(told, false) {
			where := strings.TrimSpace(l.Place.Sheet + " " + l.Cells)
			if about := p.about(&l); about != "" {
				where += p.c.T("slip.about", "tasks", about)
			}
			wide(sheet.Muted, p.c.T("slip.mended-line", "where", where, "message", l.message))
		}
		if n := p.recheck.Mended - len(told); n > 0 {
			wide(sheet.Muted, p.c.T("slip.mended-more", "n", n))
		}
	}
	return s
}

// severity words a line's severity and, if an earlier return was checked, whether the line was there then or is new.
func (p *slipper) severity(l *slipLine) string {
	text := p.c.T("severity." + l.Severity.String())
	switch {
	case p.Before == nil:
		return text
	case l.again:
		return text + "\n" + p.c.T("slip.still")
	}
	return text + "\n" + p.c.T("slip.new")
}
