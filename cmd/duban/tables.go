package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
)

// printTable prints rows under headings.
func (a *app) printTable(head []string, rows [][]string) { fmt.Fprintln(a.out, tableText(head, rows)) }

// tableText lays rows out under headings, aligned by the width of Chinese characters on a terminal. Columns of figures are aligned
// right, so that they can be compared.
func tableText(head []string, rows [][]string) string {
	t, columns := table.NewWriter(), []table.ColumnConfig(nil)
	t.SetStyle(table.StyleLight)
	t.Style().Options.SeparateRows = false
	t.Style().Format.Header = text.FormatDefault
	for i := range head {
		if isFigures(rows, i) {
			columns = append(columns, table.ColumnConfig{Number: i + 1, Align: text.AlignRight, AlignHeader: text.AlignRight})
		}
	}
	t.SetColumnConfigs(columns)
	t.AppendHeader(tableRow(head))
	for _, r := range rows {
		t.AppendRow(tableRow(r))
	}
	return t.Render()
}

// isFigures reports whether a column holds only figures, dashes and blanks.
func isFigures(rows [][]string, column int) bool {
	some := false
	for _, r := range rows {
		if column >= len(r) || r[column] == "" || r[column] == "—" || r[column] == "/" {
			continue
		}
		if _, err := strconv.ParseFloat(strings.TrimSuffix(r[column], "%"), 64); err != nil {
			return false
		}
		some = true
	}
	return some
}

func tableRow(cells []string) table.Row {
	out := make(table.Row, len(cells))
	for i, c := range cells {
		out[i] = strings.ReplaceAll(c, "\n", " ")
	}
	return out
}

// cellFrame is how many characters a table draws around a cell.
const cellFrame = 3

// fit shortens one column, but not below least, so that the whole table is no wider than width.
func fit(head []string, rows [][]string, column, width, least int) {
	for c := range head {
		if c == column {
			continue
		}
		widest := text.StringWidth(head[c])
		for _, r := range rows {
			widest = max(widest, text.StringWidth(r[c]))
		}
		width -= widest + cellFrame
	}
	width = max(width-cellFrame-1, least)
	for _, r := range rows {
		r[column] = shorten(r[column], width)
	}
}

// mostWide is how much of a cell's content is shown, in terminal columns.
const mostWide = 60

// aroundContrast is how many characters are shown before and after a difference.
const aroundContrast = 8

// contrast shortens two texts to a width so that their difference remains visible.
func contrast(a, b string, width int) (string, string) {
	if max(text.StringWidth(a), text.StringWidth(b)) <= width {
		return a, b
	}
	x, y := []rune(a), []rune(b)
	head, tail := 0, 0
	for head < min(len(x), len(y)) && x[head] == y[head] {
		head++
	}
	for tail < min(len(x), len(y))-head && x[len(x)-1-tail] == y[len(y)-1-tail] {
		tail++
	}
	part := func(r []rune) string {
		from, to := max(0, head-aroundContrast), min(len(r), len(r)-tail+aroundContrast)
		s := string(r[from:head]) + shorten(string(r[head:len(r)-tail]), width-4*aroundContrast) + string(r[len(r)-tail:to])
		if from > 0 {
			s = "…" + s
		}
		if to < len(r) {
			s += "…"
		}
		return s
	}
	return part(x), part(y)
}

// shorten cuts the middle out of a text that is too wide: a file's name begins with what it is about and ends with what it is.
func shorten(s string, width int) string {
	if text.StringWidth(s) <= width {
		return s
	}
	r := []rune(s)
	head, tail := 0, len(r)
	for room := width - 1; head < tail; {
		// The end gets the smaller half.
		next := r[head]
		fromHead := text.StringWidth(string(r[:head])) <= text.StringWidth(string(r[tail:]))
		if !fromHead {
			next = r[tail-1]
		}
		if room -= text.StringWidth(string(next)); room < 0 {
			break
		}
		if fromHead {
			head++
		} else {
			tail--
		}
	}
	return string(r[:head]) + "…" + string(r[tail:])
}
