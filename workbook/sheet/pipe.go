package sheet

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// A pipe table is a grid as text, to be read and compared line by line:
//
//	# 任务
//	| 任务编号 | 完成日期   | 目标值 |
//	| CY-01    | 2024-09-30 | 15     |
//
// A line "# name" opens a sheet, a line "| … |" is a row, "//" opens a comment line, blank lines and rules such as
// |---|---| are passed over. Within a cell \| is a bar, \n a line break, \s a space at
// the edge and \\ a backslash. A bare number is a number,
// 2024-09-30 a date, 80% a percentage, TRUE and FALSE are booleans, #N/A and its kin errors, "=…" a formula without
// a stored value, "=… => value" one with it; a leading ' makes the rest text. An empty cell is blank.

// PipeError says where and why a pipe table cannot be read.
type PipeError struct {
	Line   int
	Reason string
}

func (e *PipeError) Error() string { return fmt.Sprintf("pipe table, line %d: %s", e.Line, e.Reason) }

// ParsePipe reads pipe tables. Rows count from 1 within each sheet.
func ParsePipe(text string) ([]*Sheet, error) {
	var sheets []*Sheet
	var cur *Sheet
	row := 0
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || strings.HasPrefix(line, "//"):
		case strings.HasPrefix(line, "#"):
			cur, row = &Sheet{Name: strings.TrimSpace(line[1:])}, 0
			sheets = append(sheets, cur)
		case strings.HasPrefix(line, "|"):
			if cur == nil {
				return nil, &PipeError{i + 1, "a row before the first sheet"}
			}
			if len(line) < 2 || !strings.HasSuffix(line, "|") || strings.HasSuffix(line, `\|`) {
				return nil, &PipeError{i + 1, "a row that does not end in |"}
			}
			texts := splitPipe(line)
			if isRule(texts) {
				continue
			}
			row++
			r := Row{N: row}
			for c, t := range texts {
				if cell := parsePipeCell(pipeUnescaper.Replace(t)); !cell.Value.IsBlank() || cell.Formula != "" {
					cell.Col = c + 1
					r.Cells = append(r.Cells, cell)
				}
			}
			cur.Rows = append(cur.Rows, r)
		default:
			return nil, &PipeError{i + 1, "neither a row, a sheet nor a comment"}
		}
	}
	return sheets, nil
}

// splitPipe cuts a row at its bars; cells keep their escapes.
func splitPipe(line string) []string {
	var out []string
	body, start := line[1:len(line)-1], 0
	for i := 0; i < len(body); i++ {
		switch body[i] {
		case '\\':
			i++
		case '|':
			out = append(out, strings.Trim(body[start:i], " \t"))
			start = i + 1
		}
	}
	return append(out, strings.Trim(body[start:], " \t"))
}

func isRule(texts []string) bool {
	for _, t := range texts {
		if len(t) < 3 || strings.Trim(t, "-:") != "" {
			return false
		}
	}
	return true
}

func parsePipeCell(t string) Cell {
	if t == "" {
		return Cell{}
	}
	if t[0] == '\'' {
		return Cell{Value: Str(t[1:])}
	}
	if t[0] == '=' && len(t) > 1 {
		f, stored, ok := strings.Cut(t[1:], " => ")
		if !ok {
			return Cell{Formula: f, Unstored: true}
		}
		c := parsePipeCell(stored)
		if stored == "" {
			c.Value = Str("")
		}
		c.Formula = f
		return c
	}
	switch t {
	case "TRUE", "FALSE":
		return Cell{Value: Truth(t == "TRUE")}
	case "#N/A", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#NULL!":
		return Cell{Value: Err(t)}
	}
	if d, err := time.Parse("2006-01-02", t); err == nil {
		return Cell{Format: Date, Value: Num(serial(d))}
	}
	if p, ok := strings.CutSuffix(t, "%"); ok && plainNumber(p) {
		if f, err := strconv.ParseFloat(p, 64); err == nil {
			return Cell{Format: Percent, Value: Num(f / 100)}
		}
	}
	if plainNumber(t) {
		if f, err := strconv.ParseFloat(t, 64); err == nil && !math.IsInf(f, 0) {
			return Cell{Value: Num(f)}
		}
	}
	return Cell{Value: Str(t)}
}

// plainNumber excludes what ParseFloat accepts and no one types: hex, infinities, underscores.
func plainNumber(t string) bool {
	return t != "" && strings.Trim(t, "+-0123456789.eE") == "" && strings.ContainsAny(t, "0123456789")
}

var epoch = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)

// serial is right from 1900-03-01 on, which is enough for pipe tables.
func serial(t time.Time) float64 { return math.Round(t.Sub(epoch).Hours() / 24) }

// Pipe writes a sheet as a pipe table, values only; ParsePipe reads it back. Missing rows are written empty.
func Pipe(s *Sheet) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n", s.Name)
	last, cols := s.LastRow(), s.LastCol()
	for n := 1; n <= last; n++ {
		row := s.Row(n)
		b.WriteByte('|')
		for c := 1; c <= cols; c++ {
			b.WriteByte(' ')
			if cell := row.Cell(c); cell != nil {
				b.WriteString(pipeText(cell))
			}
			b.WriteString(" |")
		}
		b.WriteByte('\n')
	}
	return b.String()
}

var (
	pipeEscaper   = strings.NewReplacer(`\`, `\\`, "|", `\|`, "\r\n", `\n`, "\n", `\n`)
	pipeUnescaper = strings.NewReplacer(`\\`, `\`, `\|`, "|", `\n`, "\n", `\s`, " ")
)

func pipeText(c *Cell) string {
	v := pipeValue(c)
	if c.Formula == "" {
		return v
	}
	f := "=" + pipeEscaper.Replace(c.Formula)
	if c.Unstored {
		return f
	}
	return f + " => " + v
}

func pipeValue(c *Cell) string {
	v := c.Value
	switch v.Kind {
	case Number:
		if c.Format == Date && v.Num == math.Trunc(v.Num) && v.Num > 60 && v.Num < 2958466 {
			return epoch.AddDate(0, 0, int(v.Num)).Format("2006-01-02")
		}
		if c.Format == Percent {
			// Only if the percentage reads back as the same number.
			p := strconv.FormatFloat(math.Round(v.Num*1e11)/1e9, 'f', -1, 64)
			if f, err := strconv.ParseFloat(p, 64); err == nil && f/100 == v.Num {
				return p + "%"
			}
		}
		return strconv.FormatFloat(v.Num, 'f', -1, 64)
	case Text:
		t := v.Text
		if again := parsePipeCell(t); again.Formula != "" || !again.Value.Equal(v) {
			t = "'" + t
		}
		t = pipeEscaper.Replace(t)
		if in := strings.Trim(t, " "); len(in) < len(t) {
			lead := len(t) - len(strings.TrimLeft(t, " "))
			t = strings.Repeat(`\s`, lead) + in + strings.Repeat(`\s`, len(t)-lead-len(in))
		}
		return t
	}
	return v.String()
}
