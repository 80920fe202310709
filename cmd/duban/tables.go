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

// tableText lays rows out under headings, aligned by the width that Chinese characters take on a terminal; columns of figures
// stand on the right, so that they compare.
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

// isFigures reports a column that holds figures, and where it does not a dash or nothing.
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

// fit shortens one column so that the whole table is no wider than width, but not below least.
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

// mostWide is how much is shown of what a cell holds, in columns of a terminal.
const mostWide = 60

// aroundContrast is how many letters stand before and behind what differs, where the rest is left out.
const aroundContrast = 8

// contrast shortens two texts to a width so that what differs is in what stays.
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

// shorten cuts the middle out of a text that is wider than a terminal's column: what a file is for stands at the beginning
// of its name, what it is at the end.
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
