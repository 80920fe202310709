package numeral

import (
	"math"
	"math/big"
	"strings"
	"unicode/utf8"

	"duban/workbook/pattern"
)

// Parse reads a number as people type it into a cell whose unit of measure is unit: 亩, 万元, 亿元, 个, % or nothing. The result is in that
// unit: "9.5万亩" is 95000 for 亩, "2亿" is 20000 for 万元, "8000万元" is 0.8 for 亿元. A number without 万 or 亿 is taken to be in the unit
// already.
//
// Not read, because they would have to be guessed, are another unit, two numbers, ranges, fractions, wrongly grouped thousands, 超 不足
// 以上 and other bounds, 一百五 (105 or 150), and an empty text.
func Parse(text, unit string) (f float64, repairs []Repair, ok bool) {
	in, readable := ParseUnit(unit)
	if !readable {
		return 0, nil, false
	}
	if in.Base == "%" {
		return ParsePercent(text)
	}
	found := RepairList{RepairTextNumber}
	s, negative, ok := openNumber(text, &found)
	if !ok {
		return 0, nil, false
	}
	s = trimMore(s, &found)
	named := false
	if in.Base == times {
		// 2场, 2期: a count of occasions, in the word for what took place.
		s = occasions.ReplaceAllString(s, times)
	}
	// A unit that begins like a number must not take a part of one, such as the 08 of 508.
	if rest, cut := strings.CutSuffix(s, in.Base); cut && in.Base != "" && arabicAmount.FindString(s) != s {
		named = true
		found.Add(RepairUnit)
		s = trimMore(rest, &found)
	}
	q, ok := readQuantity(s, &found)
	if !ok {
		return 0, nil, false
	}
	switch {
	case q.scale >= 4:
		// In a column counted in 万元, a typed 万 names the column's own scale: nothing is scaled.
		if in.Scale == q.scale && !q.joined {
			found.Add(RepairUnit)
		} else {
			found.Add(scaleRepair(q.scale))
		}
		q.shift(-in.Scale)
	case named && in.Scale > 0:
		found.Add(scaleRepair(in.Scale))
		q.shift(-in.Scale)
	case q.scale > 0 && in.Scale > 0:
		// 5千 in a column counted in 万元 may be 5000元 or 5000万元.
		return 0, nil, false
	case q.scale > 0:
		found.Add(scaleRepair(q.scale))
	}
	f, ok = q.float(negative)
	if !ok {
		return 0, nil, false
	}
	return f, found, true
}

// times is the unit for how often something was done; occasions matches the words for what was done.
const times = "次"

var occasions = pattern.New(`(?:场次?|批次?|期|回|趟)$`)

// ParsePercent reads a percentage; 80, 80%, 80％ and 百分之八十 all give 80. It does not judge whether a bare 0.8 means 80.
func ParsePercent(text string) (f float64, repairs []Repair, ok bool) {
	found := RepairList{RepairTextNumber}
	s, negative, ok := openNumber(text, &found)
	if !ok {
		return 0, nil, false
	}
	s = trimMore(s, &found)
	if rest, cut := strings.CutPrefix(s, "百分之"); cut {
		found.Add(RepairPercentSign)
		if s = rest; s == "百" {
			s = "一百"
		}
	} else if rest, cut := strings.CutSuffix(s, "%"); cut {
		found.Add(RepairPercentSign)
		s = trimMore(rest, &found)
	}
	q, ok := readQuantity(s, &found)
	if !ok || q.scale != 0 {
		return 0, nil, false
	}
	f, ok = q.float(negative)
	if !ok {
		return 0, nil, false
	}
	return f, found, true
}

// Unit is a unit of measure taken apart: 万元 is the base 元 with scale 4, ten to the fourth.
type Unit struct {
	Base  string // in plain, lower-case writing; empty if there is only a scale, or nothing
	Scale int    // the power of ten: 0, or that of 万, 亿 and so on
}

var unitScale = pattern.New(`^([十百千]?)(万亿|万|亿)`)

// ParseUnit takes a unit of measure apart; false if Plain refuses it. A leading 千 or 百 stays with the base: 千瓦 and 百分点 are units of
// their own.
func ParseUnit(unit string) (Unit, bool) {
	var ignored RepairList
	u, ok := Plain(unit, &ignored)
	if !ok {
		return Unit{}, false
	}
	u = strings.ToLower(u)
	m := unitScale.FindStringSubmatch(u)
	if m == nil {
		return Unit{Base: u}, true
	}
	return Unit{Base: u[len(m[0]):], Scale: exponent(m[1]) + exponent(m[2])}, true
}

func exponent(scale string) int {
	switch scale {
	case "十":
		return 1
	case "百":
		return 2
	case "千":
		return 3
	case "万":
		return 4
	case "亿":
		return 8
	case "万亿":
		return 12
	}
	return 0
}

func scaleRepair(scale int) Repair {
	switch {
	case scale >= 8:
		return RepairScaleYi
	case scale >= 4:
		return RepairScaleWan
	case scale == 3:
		return RepairScaleQian
	}
	return RepairScaleBai
}

// openNumber plains the writing and cuts off words of approximation and the sign.
func openNumber(text string, repairs *RepairList) (s string, negative, ok bool) {
	s, ok = Plain(text, repairs)
	if !ok {
		return "", false, false
	}
	s = strings.ToLower(s)
	for _, word := range []string{"大约", "大概", "约为", "约", "将近", "接近", "近"} {
		if rest, cut := strings.CutPrefix(s, word); cut {
			repairs.Add(RepairApprox)
			s = rest
			break
		}
	}
	for _, word := range []string{"左右", "上下"} {
		if rest, cut := strings.CutSuffix(s, word); cut {
			repairs.Add(RepairApprox)
			s = rest
			break
		}
	}
	switch {
	case strings.HasPrefix(s, "-"):
		s, negative = s[1:], true
	case strings.HasPrefix(s, "+"):
		s = s[1:]
	case strings.HasPrefix(s, "负"):
		repairs.Add(RepairChinese)
		s, negative = s[len("负"):], true
	}
	return s, negative, true
}

// trimMore cuts one 余 or 多 off the end: 15余, 15多.
func trimMore(s string, repairs *RepairList) string {
	for _, word := range []string{"余", "多"} {
		if rest, cut := strings.CutSuffix(s, word); cut && rest != "" {
			repairs.Add(RepairApprox)
			return rest
		}
	}
	return s
}

// quantity is a number written with or without 万 and the like. The value is exact until it becomes a float.
type quantity struct {
	value *big.Rat
	// scale is the power of ten of the largest 百, 千, 万 or 亿 in the writing; the value already includes it.
	scale int
	// joined marks a number of several parts, such as 2亿3000万.
	joined bool
}

// shift multiplies by a power of ten.
func (q *quantity) shift(power int) {
	if power != 0 {
		q.value.Mul(q.value, tenTo(power))
	}
}

// float gives the nearest floating-point number; false if the value is too large, or too small to differ from zero.
func (q *quantity) float(negative bool) (float64, bool) {
	f, _ := q.value.Float64()
	if math.IsInf(f, 0) || f == 0 && q.value.Sign() != 0 {
		return 0, false
	}
	if negative && f != 0 {
		f = -f
	}
	return f, true
}

func tenTo(power int) *big.Rat {
	n := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(power, -power))), nil)
	if power < 0 {
		return new(big.Rat).SetFrac(big.NewInt(1), n)
	}
	return new(big.Rat).SetInt(n)
}

var (
	// Three digits of exponent cover every number that a cell can hold.
	arabicAmount  = pattern.New(`^(?:\d[\d,']*(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,3})?`)
	groupedAmount = pattern.New(`^[1-9]\d{0,2}(?:(?:,\d{3})+|(?:'\d{3})+)(?:\.\d+)?$`)
	arabicScale   = pattern.New(`^(?:[十百千]?(?:万亿|万|亿)|千|百)`)
	chineseAmount = pattern.New(`^[零〇○一二两三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟]+(?:点[零〇○一二三四五六七八九]+)?`)
	chineseScale  = pattern.New(`^(?:万亿|万|亿)`)
	// 10多万, 10余亿: the word stands before the scale.
	moreInside = pattern.New(`^(.+)[余多]((?:[十百千]?(?:万亿|万|亿)|千|百))$`)
)

// readQuantity reads the number itself: digits or Chinese numerals, with 万 and 亿 inside and at the end.
func readQuantity(s string, repairs *RepairList) (quantity, bool) {
	if m := moreInside.FindStringSubmatch(s); m != nil {
		repairs.Add(RepairApprox)
		s = m[1] + m[2]
	}
	if r, _ := utf8.DecodeRuneInString(s); isChineseNumeral(r) {
		repairs.Add(RepairChinese)
		return readParts(s, chineseAmount, chineseScale, readChineseAmount)
	}
	return readParts(s, arabicAmount, arabicScale, func(text string, after int) (*big.Rat, bool) {
		return readArabicAmount(text, after, repairs)
	})
}

// readParts reads amounts with falling scales: 2亿3000万, 1万5000, 一万零五十. All but the last must be whole, and each is smaller than the
// scale before it. read gets the scale of the previous part, 0 for the first.
func readParts(s string, amounts, scales *pattern.Pattern, read func(string, int) (*big.Rat, bool)) (quantity, bool) {
	if s == "" {
		return quantity{}, false
	}
	q := quantity{value: new(big.Rat)}
	before := 0
	for first := true; s != ""; first = false {
		text := amounts.FindString(s)
		s = s[len(text):]
		scaled := scales.FindString(s)
		s = s[len(scaled):]
		scale := scaleOf(scaled)
		after := before
		if scale > 0 {
			// A part with a scale of its own is a number by itself.
			after = 0
		}
		v, ok := read(text, after)
		if !ok || s != "" && (!v.IsInt() || scale < 4) {
			return quantity{}, false
		}
		v.Mul(v, tenTo(scale))
		if !first && (scale >= before || v.Cmp(tenTo(before)) >= 0) {
			return quantity{}, false
		}
		q.value.Add(q.value, v)
		q.scale = max(q.scale, scale)
		q.joined = q.joined || !first
		before = scale
	}
	return q, true
}

func scaleOf(text string) int {
	if m := unitScale.FindStringSubmatch(text); m != nil {
		return exponent(m[1]) + exponent(m[2])
	}
	return exponent(text)
}

// readArabicAmount reads digits. After 万 a part without a scale must have four digits: 1万5 may be 15000 or 10005.
func readArabicAmount(text string, after int, repairs *RepairList) (*big.Rat, bool) {
	if after > 0 {
		whole, _, _ := strings.Cut(text, ".")
		if after != 4 || len(whole) != 4 || strings.Trim(text, "0123456789.") != "" {
			return nil, false
		}
	}
	if strings.ContainsAny(text, ",'") {
		if !groupedAmount.MatchString(text) {
			return nil, false
		}
		repairs.Add(RepairThousands)
		text = strings.NewReplacer(",", "", "'", "").Replace(text)
	}
	// SetString rejects an empty text and a trailing point; only the first is an error here.
	return new(big.Rat).SetString(strings.TrimSuffix(text, "."))
}

// readChineseAmount reads numerals below 10000, with decimals after 点. After 万 or 亿 a part without a scale needs its 零, or after 万 a
// unit of its own: 一万五 is not read, and 一亿五千 may be 1.5亿.
func readChineseAmount(text string, after int) (*big.Rat, bool) {
	whole, decimals, pointed := strings.Cut(text, "点")
	first, _ := utf8.DecodeRuneInString(whole)
	zero, isDigit := digitValue(first)
	inner := isDigit && zero == 0 && after > 0
	if after > 0 && !inner && (after != 4 || !strings.ContainsAny(whole, "百千佰仟")) {
		return nil, false
	}
	n, ok := chineseBelowWan(whole, inner)
	if !ok {
		return nil, false
	}
	v := new(big.Rat).SetInt64(int64(n))
	if pointed {
		place := -1
		for _, r := range decimals {
			d, _ := digitValue(r)
			v.Add(v, new(big.Rat).Mul(new(big.Rat).SetInt64(int64(d)), tenTo(place)))
			place--
		}
	}
	return v, true
}
