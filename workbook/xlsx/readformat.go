package xlsx

import (
	"strings"

	"duban/workbook/sheet"
)

// cellFormat is what the number format of a cell says about its value.
type cellFormat struct {
	format sheet.Format
	// clock marks a time of day or a duration: it counts no days, and does not shift with the date system.
	clock bool
	// shown is set if the format makes a number look like another one.
	shown sheet.Shown
}

// readStyles reads the number format of every cell style. If the part is missing all cells are read as General.
func (r *reader) readStyles(rels relationships) error {
	part, ok := rels.ofKind("styles")
	if !ok || !r.zip.has(part) {
		r.odd(OddStylesMissing, part)
		return nil
	}
	var err error
	r.styles, err = recall(r, &r.memory.styles, part, func() ([]cellFormat, error) { return r.readStylesPart(part) })
	return err
}

func (r *reader) readStylesPart(part string) ([]cellFormat, error) {
	if err := r.open(part, nsMain, "styleSheet"); err != nil {
		return nil, err
	}
	l := &r.lexer
	custom := map[int]cellFormat{}
	var ids []int
	err := r.children(func() error {
		switch {
		case l.is("numFmts"):
			return r.children(func() error {
				if !l.is("numFmt") {
					return nil
				}
				id, err := r.number("numFmtId", 0)
				if err != nil {
					return err
				}
				code, err := r.attrText("formatCode")
				if err != nil {
					return err
				}
				custom[id] = classifyFormat(code)
				return nil
			})
		case l.is("cellXfs"):
			return r.children(func() error {
				if !l.is("xf") {
					return nil
				}
				if len(ids) >= r.limits.styles {
					return tooLarge(part, "styles", int64(r.limits.styles))
				}
				id, err := r.number("numFmtId", 0)
				ids = append(ids, id)
				return err
			})
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	styles := make([]cellFormat, len(ids))
	for i, id := range ids {
		f, ok := custom[id]
		if !ok {
			f = builtInFormat(id)
		}
		styles[i] = f
	}
	return styles, nil
}

// builtInFormat knows the formats that have a number but no code in the file. Those from 27 on depend on the program's language; the
// Chinese ones are assumed.
func builtInFormat(id int) cellFormat {
	switch {
	case id == 1, id == 3, id == 5, id == 6, id == 37, id == 38, id == 41, id == 42:
		return cellFormat{format: sheet.Integer}
	case id == 2, id == 4, id == 7, id == 8, id == 39, id == 40, id == 43, id == 44:
		return cellFormat{format: sheet.Decimal2}
	case id == 9, id == 10:
		return cellFormat{format: sheet.Percent}
	case id >= 14 && id <= 17, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 54, id == 57, id == 58:
		return cellFormat{format: sheet.Date}
	case id >= 18 && id <= 21, id >= 32 && id <= 35, id >= 45 && id <= 47, id == 55, id == 56:
		return cellFormat{format: sheet.DateTime, clock: true}
	case id == 22:
		return cellFormat{format: sheet.DateTime}
	case id == 49:
		return cellFormat{format: sheet.TextFormat}
	}
	return cellFormat{}
}

// classifyFormat reads a number format code just far enough to tell dates, times, percentages, text and decimals apart. Only the
// first section counts: it is the one for positive numbers.
func classifyFormat(code string) cellFormat {
	var s formatScan
	end := 0
	for end < len(code) && !s.ended {
		end = s.step(code, end)
	}
	if strings.HasPrefix(strings.ToLower(code), "general") || strings.HasPrefix(code, "G/通用格式") {
		return cellFormat{shown: scaleWord(code[:end])}
	}
	f := s.class()
	switch {
	case f.format == sheet.Date || f.format == sheet.DateTime || f.format == sheet.TextFormat || code == "":
	case s.scaled || s.placeholders == 0 || s.drawnPoint:
		f.shown = sheet.ShownOtherwise
	default:
		f.shown = scaleWord(code[:end])
	}
	return f
}

// scaleWord detects a format that writes 万 or 亿 behind the digits. WPS offers such formats ready made, 0!.0,"万" among them.
func scaleWord(section string) sheet.Shown {
	wan, yi := strings.Contains(section, "万"), strings.Contains(section, "亿")
	switch {
	case wan && yi:
		return sheet.ShownOtherwise
	case wan:
		return sheet.ShownWan
	case yi:
		return sheet.ShownYi
	}
	return sheet.AsStored
}

// formatScan collects what the first section of a format code asks for.
type formatScan struct {
	day, month, year, hour, second   bool
	elapsed, percent, at, scientific bool
	fraction, scaled, ended          bool
	point, drawnPoint                bool
	placeholders                     int
	decimals, optional               int // placeholders after the point, and those among them that show no zero
}

// step reads one token of the code and returns the index at which the next one starts.
func (s *formatScan) step(code string, i int) int {
	switch c := code[i]; {
	case c == '"':
		return closing(code, i+1, '"')
	case c == '[':
		return s.bracket(code, i)
	case c == '\\' || c == '!' || c == '_' || c == '*':
		return s.escape(code, i)
	case c|0x20 >= 'a' && c|0x20 <= 'z':
		return s.letters(code, i)
	default:
		s.symbol(c)
		return i + 1
	}
}

// bracket reads [h], [mm] and [ss], which count beyond a day. Other brackets hold colours, conditions and locales.
func (s *formatScan) bracket(code string, i int) int {
	end := closing(code, i+1, ']')
	inner := strings.ToLower(strings.Trim(code[i:end], "[]"))
	if inner != "" && (strings.Trim(inner, "h") == "" || strings.Trim(inner, "m") == "" || strings.Trim(inner, "s") == "") {
		s.elapsed = true
	}
	return end
}

// escape reads a sign with the character behind it, whatever its length: that stands for itself, its width or a filling.
func (s *formatScan) escape(code string, i int) int {
	if (code[i] == '\\' || code[i] == '!') && i+1 < len(code) && code[i+1] == '.' {
		s.drawnPoint = true
	}
	i += 2
	for i < len(code) && code[i]&0xC0 == 0x80 {
		i++
	}
	return i
}

// letters reads a run of one letter, such as yyyy or mm, or one of the marks E+ and AM/PM.
func (s *formatScan) letters(code string, i int) int {
	letter, run := code[i]|0x20, i+1
	for run < len(code) && code[run]|0x20 == letter {
		run++
	}
	switch letter {
	case 'e':
		if i+1 < len(code) && (code[i+1] == '+' || code[i+1] == '-') && s.placeholders > 0 {
			s.scientific = true
			return i + 2
		}
		s.year = true // the year of an era
	case 'y', 'b':
		s.year = true
	case 'g': // the name of an era
	case 'd':
		s.day = true
	case 'm':
		s.month = true
	case 'h':
		s.hour = true
	case 's':
		s.second = true
	case 'a':
		for _, half := range []string{"am/pm", "a/p"} {
			if len(code)-i >= len(half) && strings.EqualFold(code[i:i+len(half)], half) {
				s.hour = true
				return i + len(half)
			}
		}
		if run-i >= 3 { // aaa and aaaa name the day of the week
			s.day = true
		}
	default:
		return i + 1
	}
	return run
}

func (s *formatScan) symbol(c byte) {
	switch c {
	case ';':
		s.ended = true
	case '%':
		s.percent = true
	case '@':
		s.at = true
	case '.':
		s.point = true
	case '/':
		s.fraction = true
	case ',':
		// After the last digit it divides by a thousand, between digits it groups.
		s.scaled = true
	case '0', '#', '?':
		s.placeholders++
		s.scaled = false
		if s.point {
			s.decimals++
			if c != '0' {
				s.optional++
			}
		}
	}
}

// closing gives what follows the next mark, or the end.
func closing(code string, from int, mark byte) int {
	if end := strings.IndexByte(code[from:], mark); end >= 0 {
		return from + end + 1
	}
	return len(code)
}

func (s *formatScan) class() cellFormat {
	timed := s.hour || s.second || s.elapsed
	switch {
	case (s.day || s.year) && timed:
		return cellFormat{format: sheet.DateTime}
	case timed:
		// Then m is minutes.
		return cellFormat{format: sheet.DateTime, clock: true}
	case s.day || s.year || s.month:
		return cellFormat{format: sheet.Date}
	case s.percent:
		return cellFormat{format: sheet.Percent}
	case s.at && s.placeholders == 0:
		return cellFormat{format: sheet.TextFormat}
	case s.placeholders == 0 || s.scientific || s.fraction || s.scaled:
		return cellFormat{}
	case s.decimals == 0 && !s.point:
		return cellFormat{format: sheet.Integer}
	case s.optional == 0 && s.decimals == 1:
		return cellFormat{format: sheet.Decimal1}
	case s.optional == 0 && s.decimals == 2:
		return cellFormat{format: sheet.Decimal2}
	case s.optional == 9 && s.decimals == 9:
		return cellFormat{format: sheet.Decimal9}
	}
	return cellFormat{}
}
