package numeral

import (
	"strconv"
	"strings"
	"unicode"
)

// longestValue is the most characters that anyone types for one number, date or deadline; longer texts are sentences.
const longestValue = 64

// Plain converts a text to half width, without spaces at the edges, with one kind of dash, quote and point, and records what that
// took. A space stays only between two digits, where dropping it would make one number of two. It is false for a text that is too
// long for one value or holds control characters.
func Plain(text string, repairs *RepairList) (string, bool) {
	// A rune has at most four bytes, so such a text is refused without looking at it.
	if len(text) > 4*longestValue {
		return "", false
	}
	out := make([]rune, 0, len(text))
	for _, r := range text {
		switch {
		case r > 0x7f && Invisible(r):
			continue
		case unicode.IsSpace(r):
			r = ' '
		case r == unicode.ReplacementChar || unicode.IsControl(r):
			return "", false
		case r > '\u00b7':
			if h := halfWidth(r); h != r {
				repairs.Add(RepairFullWidth)
				r = h
			}
		}
		out = append(out, r)
	}
	if len(out) > longestValue {
		return "", false
	}
	kept := out[:0:0]
	for i, r := range out {
		if r != ' ' {
			kept = append(kept, r)
			continue
		}
		repairs.Add(RepairSpaces)
		if n := len(kept); n > 0 && kept[n-1] != ' ' && numeric(kept[n-1]) {
			if next := nextSolid(out[i:]); next != 0 && numeric(next) {
				kept = append(kept, ' ')
			}
		}
	}
	return string(kept), true
}

// Invisible reports characters without a visible width that come along when text is copied from web pages, chats and phones.
func Invisible(r rune) bool {
	switch {
	case r >= '\u200b' && r <= '\u200f', r >= '\u202a' && r <= '\u202e', r >= '\u2060' && r <= '\u2069', r == '\ufeff', r == '\u00ad':
		return true
	}
	return false
}

// halfWidth gives the plain character for the one that an input method puts in its place. 。 is what the point key gives in a Chinese
// input method.
func halfWidth(r rune) rune {
	switch r {
	case '−', '–', '—', '﹣', '－', '‐', '‑', '─':
		return '-'
	case '’', '‘', '＇':
		return '\''
	case '。', '．', '｡':
		return '.'
	case '﹪':
		return '%'
	case '～', '〜', '∼':
		return '~'
	}
	if r >= '！' && r <= '～' {
		return r - '！' + '!'
	}
	return r
}

func nextSolid(rs []rune) rune {
	for _, r := range rs {
		if r != ' ' {
			return r
		}
	}
	return 0
}

func numeric(r rune) bool { return r >= '0' && r <= '9' || r == '.' || r == ',' || r == '\'' }

// digitValue gives the value of a Chinese digit, everyday or financial; false for any other rune.
func digitValue(r rune) (int, bool) {
	switch r {
	case '零', '〇', '○':
		return 0, true
	case '一', '壹':
		return 1, true
	case '二', '两', '贰':
		return 2, true
	case '三', '叁':
		return 3, true
	case '四', '肆':
		return 4, true
	case '五', '伍':
		return 5, true
	case '六', '陆':
		return 6, true
	case '七', '柒':
		return 7, true
	case '八', '捌':
		return 8, true
	case '九', '玖':
		return 9, true
	}
	return 0, false
}

// unitValue is 10, 100 or 1000 for 十, 百 and 千, otherwise 0.
func unitValue(r rune) int {
	switch r {
	case '十', '拾':
		return 10
	case '百', '佰':
		return 100
	case '千', '仟':
		return 1000
	}
	return 0
}

func isChineseNumeral(r rune) bool {
	_, digit := digitValue(r)
	return digit || unitValue(r) != 0
}

// chineseBelowWan reads a Chinese integer below 10000, such as 十五, 一百五十七 or 三千零二. A last digit without its unit (一百五) may mean 105 or
// 150 and is not read. A leading 零 is accepted only if inner is set: the text is then the end of a longer number.
func chineseBelowWan(s string, inner bool) (int, bool) {
	rs := []rune(s)
	if len(rs) == 0 {
		return 0, false
	}
	if d, ok := digitValue(rs[0]); ok && d == 0 && len(rs) == 1 {
		return 0, !inner
	}
	value, last, zero := 0, 10000, false
	for i := 0; i < len(rs); i++ {
		digit, isDigit := digitValue(rs[i])
		if isDigit && digit == 0 {
			if zero || i == 0 && !inner || i == len(rs)-1 {
				return 0, false
			}
			zero = true
			continue
		}
		if !isDigit {
			// 十五 and 三百零十五: only ten may omit its one.
			if unitValue(rs[i]) != 10 || i > 0 && !zero {
				return 0, false
			}
			digit, i = 1, i-1
		}
		unit := 1
		if i+1 < len(rs) {
			if unit = unitValue(rs[i+1]); unit == 0 {
				return 0, false
			}
			i++
		} else if value > 0 && last != 10 && !zero {
			return 0, false
		}
		if unit >= last {
			return 0, false
		}
		value, last, zero = value+digit*unit, unit, false
	}
	return value, true
}

// Arabic writes the Chinese numerals of a date or deadline, as Plain gives it, in digits: 二〇二四年九月三十日 becomes 2024年9月30日. Adjacent
// digits can only be a year: 五六天 is not 56 days. It is false if a numeral cannot be read.
func Arabic(s string, repairs *RepairList) (string, bool) {
	rs := []rune(s)
	var b strings.Builder
	for i := 0; i < len(rs); {
		if !isChineseNumeral(rs[i]) {
			b.WriteRune(rs[i])
			i++
			continue
		}
		start := i
		for i < len(rs) && (isChineseNumeral(rs[i]) || isZeroTypedOtherwise(rs, i)) {
			i++
		}
		n, ok := chineseYearOrSmall(rs[start:i])
		if !ok || i < len(rs) && rs[i] >= '0' && rs[i] <= '9' || start > 0 && rs[start-1] >= '0' && rs[start-1] <= '9' {
			return "", false
		}
		repairs.Add(RepairChinese)
		b.WriteString(strconv.Itoa(n))
	}
	return b.String(), true
}

// isZeroTypedOtherwise reports a 0 or O within a Chinese year: 二O二四年.
func isZeroTypedOtherwise(rs []rune, i int) bool {
	return (rs[i] == '0' || rs[i] == 'O' || rs[i] == 'o') && i+1 < len(rs) && isChineseNumeral(rs[i+1])
}

func chineseYearOrSmall(rs []rune) (int, bool) {
	if len(rs) == 4 {
		year := 0
		for _, r := range rs {
			d, ok := digitValue(r)
			if !ok && (r == '0' || r == 'O' || r == 'o') {
				d, ok = 0, true
			}
			if !ok {
				year = -1
				break
			}
			year = year*10 + d
		}
		if year >= 1000 {
			return year, true
		}
	}
	return chineseBelowWan(string(rs), false)
}
