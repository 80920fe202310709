package draft

import (
	"fmt"
	"unicode/utf8"

	"duban/workbook"
	"duban/workbook/pattern"
)

// arrange gives tasks their areas, their headings as parents, and numbers.
func (d *Draft) arrange() {
	level := d.areaLevel()
	under := map[*section]int{}
	for _, t := range d.Tasks {
		if item := t.item(level); item != nil {
			under[item]++
		}
	}
	numbers := map[string]int{}
	letters := map[string]string{}
	parents := map[*section]*Task{}
	var out []*Task
	called := map[string]int{}
	for _, t := range d.Tasks {
		called[t.number]++
	}
	number := func(t *Task) {
		if t.number != "" && called[t.number] == 1 {
			// The document's own number is kept, as papers refer to it.
			t.ID = t.number
			out = append(out, t)
			return
		}
		area := t.Get(workbook.ColArea).Text
		if letters[area] == "" {
			letters[area] = letter(len(letters))
		}
		numbers[area]++
		t.ID = fmt.Sprintf("%s-%02d", letters[area], numbers[area])
		out = append(out, t)
	}
	for _, t := range d.Tasks {
		if !t.Get(workbook.ColArea).Filled() {
			t.put(workbook.ColArea, d.areaOf(t, level))
		}
		if item := t.item(level); item != nil && under[item] > 1 && item.title.text != "" {
			p := parents[item]
			if p == nil {
				p = &Task{Fields: map[string]Said{}, sec: item, Whole: item.title.span(), Quote: item.title.text}
				p.put(workbook.ColArea, t.Get(workbook.ColArea))
				p.put(workbook.ColTitle, said(item.title, item.heading()))
				p.put(workbook.ColMeasure, said(item.title, workbook.Grouping))
				p.put(workbook.ColSource, Said{Text: item.path(), At: p.Whole, Quote: p.Quote})
				parents[item] = p
				number(p)
			}
			t.Parent = p.ID
		}
		number(t)
	}
	d.Tasks = out
}

// letter numbers areas: A to Z, then AA.
func letter(n int) string {
	if n < 26 {
		return string(rune('A' + n))
	}
	return letter(n/26-1) + letter(n%26)
}

func (s *section) chain() []*section {
	var out []*section
	for ; s != nil && s.parent != nil; s = s.parent {
		out = append([]*section{s}, out...)
	}
	return out
}

// areaLevel gives the outermost level of sections in which the tasks differ: the second one if all are in 二、下半年工作.
func (d *Draft) areaLevel() int {
	for level := range 4 {
		seen := map[*section]bool{}
		deeper := false
		for _, t := range d.Tasks {
			c := t.sec.chain()
			if len(c) > level {
				seen[c[level]] = true
			}
			deeper = deeper || len(c) > level+1
		}
		if !deeper {
			if level > 0 && len(seen)*2 > len(d.Tasks) {
				return level - 1
			}
			return level
		}
		// If one section has nearly all tasks, those within it are the areas.
		most, all := 0, 0
		count := map[*section]int{}
		for _, t := range d.Tasks {
			if c := t.sec.chain(); len(c) > level {
				count[c[level]]++
				all++
				most = max(most, count[c[level]])
			}
		}
		if len(seen) >= 2 && most*10 < all*9 {
			if level > 0 && len(seen)*2 > all {
				// Sections with one task each are items, not areas.
				return level - 1
			}
			return level
		}
	}
	return 0
}

func (d *Draft) areaOf(t *Task, level int) Said {
	c := t.sec.chain()
	if len(c) == 0 {
		return Said{}
	}
	s := c[min(level, len(c)-1)]
	for s.title.text == "" && s.parent != nil && s.parent.parent != nil {
		s = s.parent
	}
	if s.title.text == "" {
		return Said{}
	}
	return said(s.title, areaName(s.heading()))
}

// item gives the section just within the area that the task is in, nil if it is in the area itself.
func (t *Task) item(level int) *section {
	c := t.sec.chain()
	if len(c) > level+1 && !fieldOf(t) {
		return c[level+1]
	}
	return nil
}

// fieldOf reports whether a task comes from a table, which has its own grouping.
func fieldOf(t *Task) bool { return t.claim == nil }

// longestArea is the most characters of an area's name.
const longestArea = 24

// frames match the words that headings put around their subject.
var frames = []*pattern.Pattern{
	pattern.New(`^(?:着力)?解决好?(.{2,30}?)的?问题$`),
	pattern.New(`^在(.{2,20}?)方面$`),
	pattern.New(`^关于(.{2,30}?)(?:的?工作|问题|事宜|的?议题)?$`),
}

func areaName(title string) string {
	if m, ok := markAt(title, false, noneBefore); ok && (m.kind == "han" || m.kind == "han-bracket") && m.size < len(title) {
		title = title[m.size:]
	}
	for _, f := range frames {
		if m := f.FindStringSubmatch(title); m != nil {
			title = m[1]
			break
		}
	}
	title = plainly(title)
	if utf8.RuneCountInString(title) > longestArea {
		title = string([]rune(title)[:longestArea])
	}
	return title
}
