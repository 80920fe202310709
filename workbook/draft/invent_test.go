package draft_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/width"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/draft"
	"duban/workbook/numeral"
)

// A draft never invents anything. For every task of every document:
//
// - a title, goal, area, wording of a limit, unit or leader is the text's own, apart from punctuation, spaces and full width. If a title
// leaves something out (a limit, who does it, the other things that are listed beside), it is put together from at most four pieces of one
// paragraph in the paragraph's order, of two characters each on average; - a bureau's name stands in the text, or its short form does (财政
// for 财政局) and the name says so by its place; - a figure's digits or their Chinese writing stand in the words that it was read from, or it
// was put together from two figures there and says so; - a day has a wording of the text beside it, and where the text has none the cell is
// left open.
func TestNothingIsInvented(t *testing.T) {
	for _, m := range measured {
		d := draft.Read(readDoc(t, m.file), calendar.DefaultDeadlineRules(speechDay))
		text := plain(string(readText(t, m.file)))
		for _, x := range d.Tasks {
			for _, col := range []string{workbook.ColTitle, workbook.ColGoal, workbook.ColArea, workbook.ColDueText, workbook.ColLeader, workbook.ColUnit} {
				for _, run := range runs.FindAllString(x.Get(col).Text, -1) {
					if run = plain(run); !strings.Contains(text, run) && !joined(run, d, x) {
						t.Errorf("%s: %s %s: the text does not say %q of %q", m.file, x.ID, col, run, x.Get(col).Text)
					}
				}
			}
			for _, name := range slices.Concat(x.Leads, x.Supports) {
				if !named(text, name) {
					t.Errorf("%s: %s: the text does not name %s", m.file, x.ID, name)
				}
			}
			for _, col := range []string{workbook.ColTarget, workbook.ColBaseline} {
				if s := x.Get(col); s.IsNum && s.Why != draft.WhyWorkedOut && !counted(s) {
					t.Errorf("%s: %s %s: %v is not in %q", m.file, x.ID, col, s.Num, s.Quote)
				}
			}
			if due, words := x.Get(workbook.ColDue), x.Get(workbook.ColDueText); due.Date != 0 && words.Text == "" {
				t.Errorf("%s: %s: %s without a wording", m.file, x.ID, due.Date)
			}
			if due := x.Get(workbook.ColDue); due.Date == 0 && due.Text != "" {
				t.Errorf("%s: %s: a day in words: %s", m.file, x.ID, due.Text)
			}
		}
	}
}

// runs matches what is between the punctuation marks of a text.
var runs = regexp.MustCompile(`[\p{L}\p{N}%.+]+`)

// plain gives a text without punctuation and spaces, in half width.
func plain(s string) string { return strings.Join(runs.FindAllString(width.Narrow.String(s), -1), "") }

// joined reports whether words were put together, in order, from a few pieces of a task's paragraph or of the one before that it continues.
func joined(run string, d *draft.Draft, x *draft.Task) bool {
	for _, para := range []int{x.Whole.Para, x.Whole.Para - 1} {
		if para < 1 {
			continue
		}
		rest, text := []rune(run), plain(d.Paragraphs[para-1])
		for pieces := 0; pieces < min(4, len([]rune(run))/2) && len(rest) > 0; pieces++ {
			n, at := len(rest), -1
			for ; n > 0 && at < 0; n-- {
				at = strings.Index(text, string(rest[:n]))
			}
			if at < 0 {
				break
			}
			n++
			text, rest = text[at+len(string(rest[:n])):], rest[n:]
		}
		if len(rest) == 0 {
			return true
		}
	}
	return false
}

// named reports whether a text names a bureau: in full, or without the last one or two characters; a group also with 相关 or 有关 in it
// (各相关街道).
func named(text, name string) bool {
	name = plain(name)
	if members, ok := strings.CutPrefix(name, "各"); ok && (strings.Contains(text, "各相关"+members) || strings.Contains(text, "各有关"+members)) {
		return true
	}
	for _, tail := range []string{"", "局", "办", "公司", "镇", "街道", "中心", "委"} {
		if short := strings.TrimSuffix(name, tail); strings.Contains(text, short) && len([]rune(short)) > 1 {
			return true
		}
	}
	return false
}

// counted reports whether a figure is in the text that it was read from: in digits, scaled by 万 or 亿, or in Chinese.
func counted(s draft.Said) bool {
	words := append(figures.FindAllString(plain(s.Quote), -1), figures.FindAllString(s.Quote, -1)...)
	for _, unit := range []string{"", "万", "亿", "千", "百"} {
		for _, figure := range words {
			if n, _, ok := numeral.Parse(figure+unit, ""); ok && n == s.Num {
				return true
			}
		}
	}
	return false
}

// figures matches numbers in digits or in Chinese within words.
var figures = regexp.MustCompile(`[0-9][0-9.]*|[零一二两三四五六七八九十百千万]+`)
