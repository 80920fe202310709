package formula

import (
	"math"
	"strconv"
	"strings"

	"duban/workbook/sheet"
)

// textFormat is a number format that TEXT knows.
type textFormat uint8

const (
	unknownFormat textFormat = iota
	fixed0
	fixed1
	fixed2
	percent0
	percent1
	isoDate
	chineseDate
	asIsFormat
)

// formatNamed recognises the formats that every spreadsheet program writes alike.
func formatNamed(s string) textFormat {
	switch strings.ToLower(s) {
	case "0":
		return fixed0
	case "0.0":
		return fixed1
	case "0.00":
		return fixed2
	case "0%":
		return percent0
	case "0.0%":
		return percent1
	case "yyyy-mm-dd":
		return isoDate
	case `yyyy"年"m"月"d"日"`:
		return chineseDate
	case "@":
		return asIsFormat
	}
	return unknownFormat
}

// formatText is TEXT.
func formatText(v sheet.Value, format string) sheet.Value {
	f := formatNamed(format)
	switch {
	case v.Kind == sheet.Error:
		return v
	case f == unknownFormat:
		return sheet.Err(errValue)
	case v.Kind == sheet.Bool:
		return sheet.Str(truthText(v.Num != 0))
	case v.Kind == sheet.Text && f == asIsFormat:
		return v
	}
	x, e := asNumber(v)
	if e != "" {
		return v
	}
	switch f {
	case fixed0:
		return sheet.Str(fixed(x, 0))
	case fixed1:
		return sheet.Str(fixed(x, 1))
	case fixed2:
		return sheet.Str(fixed(x, 2))
	case percent0:
		return sheet.Str(fixed(x*100, 0) + "%")
	case percent1:
		return sheet.Str(fixed(x*100, 1) + "%")
	case asIsFormat:
		return sheet.Str(NumberText(x))
	}
	day, e := toDay(x)
	if e != "" {
		return sheet.Err(errValue)
	}
	y, m, d := civil(day)
	if f == chineseDate {
		return sheet.Str(strconv.Itoa(y) + "年" + strconv.Itoa(m) + "月" + strconv.Itoa(d) + "日")
	}
	return sheet.Str(strconv.Itoa(y) + "-" + twoDigits(m) + "-" + twoDigits(d))
}

func twoDigits(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

// fixed writes a number with a number of decimals; digits after the fifteenth are zeros.
func fixed(f float64, places int) string {
	r := round(f, places, halfUp)
	if math.Abs(r) >= 1e15 {
		d := toDecimal(r)
		s := strconv.FormatUint(d.digits, 10) + strings.Repeat("0", d.exp-significant+1)
		if places > 0 {
			s += "." + strings.Repeat("0", places)
		}
		if d.negative {
			s = "-" + s
		}
		return s
	}
	return strconv.FormatFloat(math.Copysign(r, f), 'f', places, 64)
}
