package formula

import (
	"math"
	"strconv"
)

// decimal is a number as a spreadsheet program sees it: with fifteen significant digits. Its value is digits × 10^(exp−14), where
// digits has fifteen places and does not begin with a zero; zero has all fields zero.
type decimal struct {
	negative bool
	digits   uint64
	exp      int
}

const (
	significant = 15
	digitsEnd   = 1_000_000_000_000_000 // 10^15
)

// toDecimal rounds half away from zero, based on the exact value of the double.
func toDecimal(f float64) decimal {
	d := decimal{negative: f < 0}
	if f == 0 {
		return decimal{}
	}
	// Seventeen digits tell which way to round, unless they look like a tie; then the full expansion decides.
	var room [64]byte
	tail := d.read(strconv.AppendFloat(room[:0], math.Abs(f), 'e', significant+1, 64))
	if tail >= 49 && tail <= 51 {
		if d.readExact(strconv.AppendFloat(room[:0], math.Abs(f), 'e', significant+30, 64)) {
			tail = 50
		} else {
			tail = 0
		}
	}
	if tail >= 50 {
		if d.digits++; d.digits == digitsEnd {
			d.digits /= 10
			d.exp++
		}
	}
	return d
}

// read takes fifteen digits and the exponent from "d.ddde±dd" and gives the two digits that follow.
func (d *decimal) read(b []byte) (tail int) {
	d.digits = 0
	for i := range significant + 1 {
		if i != 1 {
			d.digits = d.digits*10 + uint64(b[i]-'0')
		}
	}
	tail = int(b[significant+1]-'0')*10 + int(b[significant+2]-'0')
	d.exponent(b[significant+4:])
	return tail
}

// readExact is read for a text with many more digits. It reports whether what follows the fifteenth is a half or more.
func (d *decimal) readExact(b []byte) bool {
	d.read(b)
	e := len(b) - 1
	for b[e] != 'e' {
		e--
	}
	d.exponent(b[e+1:])
	return b[significant+1] >= '5'
}

func (d *decimal) exponent(b []byte) {
	d.exp = 0
	for _, c := range b[1:] {
		if c >= '0' && c <= '9' {
			d.exp = d.exp*10 + int(c-'0')
		}
	}
	if b[0] == '-' {
		d.exp = -d.exp
	}
}

// compareNumbers compares on fifteen significant digits, as -1, 0 or 1.
func compareNumbers(a, b float64) int {
	if a == b {
		return 0
	}
	order := 1
	if a < b {
		order = -1
	}
	// Doubles farther apart than this differ in their fifteen digits.
	if math.Abs(a-b) > 1.1e-14*math.Abs(a) {
		return order
	}
	if toDecimal(a) == toDecimal(b) {
		return 0
	}
	return order
}

// sum adds; a result that cancels below what fifteen digits can tell is 0.
func sum(a, b float64) float64 {
	c := a + b
	if c != 0 && (a < 0) != (b < 0) && compareNumbers(a, -b) == 0 {
		return 0
	}
	return c
}

type rounding uint8

const (
	halfUp rounding = iota // half away from zero
	away
	towards
)

// Round rounds as spreadsheet programs do: half away from zero, on the fifteen digits that they show, so that 1.005 becomes 1.01
// although its double is less. Nothing remains after the fifteenth digit, and zero has no sign.
func Round(f float64, places int) float64 {
	if math.IsNaN(f) {
		return f
	}
	r := round(f, places, halfUp)
	switch {
	case r == 0:
		return 0
	case r == math.Trunc(r) || math.Abs(r)*pow10(max(0, places)) < digitsEnd/10:
		return r
	}
	d := toDecimal(r)
	return math.Copysign(scale(d.digits, d.exp-significant+1), r)
}

// Round9 rounds to nine decimals, as computed values are rounded before they enter cells, so that programs agree on comparisons.
func Round9(f float64) float64 {
	const exact = 1e6 // below it nine decimals are within the fifteen digits
	if math.Abs(f) < exact {
		return math.Round(f*1e9) / 1e9
	}
	return Round(f, 9)
}

// Plain writes a number as people type it, with at most so many decimals and no trailing zeros.
func Plain(f float64, places int) string { return strconv.FormatFloat(Round(f, places), 'f', -1, 64) }

// round rounds at a number of decimals, which may be negative.
func round(f float64, places int, r rounding) float64 {
	if f == 0 || places >= 0 && f == math.Trunc(f) {
		return f
	}
	if places >= 0 && places <= significant {
		// Unless it is close to a tie, the double itself is as good as its digits, and dividing whole numbers is exact.
		const margin = 1e-6
		scaled := math.Abs(f) * pow10(places)
		whole := math.Trunc(scaled)
		rest := scaled - whole
		tie := 0.5
		if r != halfUp {
			tie = 0
		}
		if scaled < 1e8 && math.Abs(rest-tie) > margin && rest < 1-margin {
			if r == halfUp && rest > tie || r == away {
				whole++
			}
			return math.Copysign(whole/pow10(places), f)
		}
	}
	d := toDecimal(f)
	drop := significant - 1 - d.exp - places
	switch {
	case drop <= 0:
		return f
	case drop > significant:
		d.digits = 0
		if r == away {
			d.digits = 1
		}
	default:
		unit := uint64(1)
		for range drop {
			unit *= 10
		}
		rest := d.digits % unit
		d.digits /= unit
		if r == halfUp && rest*2 >= unit || r == away && rest > 0 {
			d.digits++
		}
	}
	out := scale(d.digits, -places)
	if d.negative {
		return -out
	}
	return out
}

// scale gives the nearest double to digits × 10^exp.
func scale(digits uint64, exp int) float64 {
	switch {
	case digits == 0:
		return 0
	case exp >= 0 && exp <= 22:
		return float64(digits) * pow10(exp)
	case exp < 0 && exp >= -22:
		return float64(digits) / pow10(-exp)
	}
	var room [40]byte
	b := strconv.AppendUint(room[:0], digits, 10)
	b = append(b, 'e')
	b = strconv.AppendInt(b, int64(exp), 10)
	f, err := strconv.ParseFloat(string(b), 64)
	if err != nil {
		return math.Inf(1)
	}
	return f
}

// pow10 is exact from 0 to 22.
func pow10(n int) float64 { return math.Pow10(n) }

// toPlaces reads a number of decimals, limited to what a double can reach.
func toPlaces(f float64) int { return int(math.Trunc(max(-400, min(400, f)))) }
