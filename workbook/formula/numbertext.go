package formula

import (
	"math"
	"strconv"
	"strings"
)

// PercentText writes a ratio as a percentage, 0.285 as 28.5%, with the digits of NumberText.
func PercentText(f float64) string { return NumberText(f*100) + "%" }

// NumberText writes a number as Excel does when it needs a text: with fifteen significant digits, in full if that takes at most
// twenty characters. What is no number in a cell is #NUM!.
func NumberText(f float64) string {
	if math.IsInf(f, 0) || math.IsNaN(f) {
		return errNum
	}
	if f == math.Trunc(f) && math.Abs(f) < 1e15 {
		return strconv.FormatInt(int64(f), 10)
	}
	d := toDecimal(f)
	// With exponents of three digits Excel keeps one digit less.
	if d.exp > 98 || d.exp < -98 {
		d.digits = (d.digits + 5) / 10 * 10
		if d.digits >= digitsEnd {
			d.digits /= 10
			d.exp++
		}
	}
	var digits [significant]byte
	n := d.digits
	for i := significant - 1; i >= 0; i-- {
		digits[i] = byte('0' + n%10)
		n /= 10
	}
	used := significant
	for used > 1 && digits[used-1] == '0' {
		used--
	}
	const longest = 20
	b := make([]byte, 0, 32)
	if d.negative {
		b = append(b, '-')
	}
	switch {
	case d.exp >= longest || d.exp < 0 && 1-d.exp+used > longest:
		b = append(b, digits[0])
		if used > 1 {
			b = append(b, '.')
			b = append(b, digits[1:used]...)
		}
		b = append(b, 'E')
		e := d.exp
		if e < 0 {
			b = append(b, '-')
			e = -e
		} else {
			b = append(b, '+')
		}
		if e < 10 {
			b = append(b, '0')
		}
		b = strconv.AppendInt(b, int64(e), 10)
	case d.exp < 0:
		b = append(b, "0."...)
		for range -d.exp - 1 {
			b = append(b, '0')
		}
		b = append(b, digits[:used]...)
	default:
		for i := 0; i <= d.exp || i < used; i++ {
			if i == d.exp+1 {
				b = append(b, '.')
			}
			if i < used {
				b = append(b, digits[i])
			} else {
				b = append(b, '0')
			}
		}
	}
	return string(b)
}

// readNumber reads a text as arithmetic does: digits with a sign, thousands marks, decimals, an exponent or a percent sign; or a
// date.
func readNumber(s string) (float64, bool) {
	s = strings.Trim(s, " ")
	if s == "" {
		return 0, false
	}
	if f, ok := readDigits(s); ok {
		return f, true
	}
	return readDate(s)
}

func readDigits(s string) (float64, bool) {
	body, percent := strings.CutSuffix(s, "%")
	body = strings.TrimRight(body, " ")
	i, digits, marks, group := 0, 0, 0, 0
	if i < len(body) && (body[i] == '+' || body[i] == '-') {
		i++
	}
	for ; i < len(body); i++ {
		switch c := body[i]; {
		case c >= '0' && c <= '9':
			digits++
			group++
			continue
		case c == ',' && digits > 0 && (marks == 0 && group <= 3 || group == 3):
			marks++
			group = 0
			continue
		}
		break
	}
	if marks > 0 && group != 3 {
		return 0, false
	}
	if i < len(body) && body[i] == '.' {
		for i++; i < len(body) && body[i] >= '0' && body[i] <= '9'; i++ {
			digits++
		}
	}
	if digits == 0 {
		return 0, false
	}
	if i < len(body) && (body[i] == 'e' || body[i] == 'E') {
		i++
		if i < len(body) && (body[i] == '+' || body[i] == '-') {
			i++
		}
		from := i
		for ; i < len(body) && body[i] >= '0' && body[i] <= '9'; i++ {
		}
		if i == from {
			return 0, false
		}
	}
	if i != len(body) {
		return 0, false
	}
	if marks > 0 {
		body = strings.ReplaceAll(body, ",", "")
	}
	f, err := strconv.ParseFloat(body, 64)
	if err != nil {
		return 0, false
	}
	if percent {
		f /= 100
	}
	return f, true
}
