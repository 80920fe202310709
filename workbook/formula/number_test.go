package formula

import (
	"math"
	"math/big"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestNumberText(t *testing.T) {
	for _, c := range []struct {
		f    float64
		want string
	}{
		{0, "0"}, {math.Copysign(0, -1), "0"}, {1, "1"}, {-7.56, "-7.56"}, {1e15, "1000000000000000"}, {1e19, "10000000000000000000"}, {1e20, "1E+20"},
		{1234567890123456, "1234567890123460"}, {123456789.125, "123456789.125"}, {1.0 / 3, "0.333333333333333"}, {2.0 / 3, "0.666666666666667"},
		{1.0 / 3000, "0.000333333333333333"}, {1.0 / 30000, "3.33333333333333E-05"}, {1e-7, "0.0000001"}, {1e-18, "0.000000000000000001"}, {1e-19, "1E-19"},
		{-13.0 / 1048576, "-1.23977661132813E-05"}, {1.5e100, "1.5E+100"}, {math.Float64frombits(0x5482_0FE0_BA17_F5E9), "1.2345678901236E+99"},
		{math.Float64frombits(0x544C_E634_5CF3_209D), "1.23456789012346E+98"}, {0.1 + 0.2, "0.3"}, {9.999999999999999e22, "1E+23"},
		{math.Inf(1), "#NUM!"}, {math.Inf(-1), "#NUM!"}, {math.NaN(), "#NUM!"},
	} {
		if got := NumberText(c.f); got != c.want {
			t.Errorf("%v: got %s, want %s", c.f, got, c.want)
		}
	}
}

func TestNumberTextReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := rapid.Float64().Draw(t, "f")
		got, ok := readNumber(NumberText(f))
		// Fifteen digits, one less if the exponent has three.
		if !ok || math.Abs(got-f) > 6e-14*math.Abs(f) {
			t.Fatalf("%v became %s, %v", f, NumberText(f), got)
		}
	})
}

// rounded is the definition of rounding: in decimal to fifteen significant digits, then to the places, half away from zero.
func rounded(f float64, places int) float64 {
	r, _ := new(big.Rat).SetString(strconv.FormatFloat(f, 'e', 14, 64))
	shift := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(places, -places))), nil))
	if places < 0 {
		shift.Inv(shift)
	}
	r.Mul(r, shift)
	half := big.NewRat(1, 2)
	if r.Sign() < 0 {
		half.Neg(half)
	}
	r.Add(r, half)
	whole := new(big.Int).Quo(r.Num(), r.Denom())
	out, _ := new(big.Rat).Quo(new(big.Rat).SetInt(whole), shift).Float64()
	return out
}

func TestRoundIsDecimal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		places := rapid.IntRange(-6, 9).Draw(t, "places")
		digits := float64(rapid.Int64Range(-1e9, 1e9).Draw(t, "digits"))
		f := digits * math.Pow10(rapid.IntRange(-10, 4).Draw(t, "exp"))
		if rapid.Bool().Draw(t, "off") {
			f *= 1 + 3e-16
		}
		want := rounded(f, places)
		if places >= 0 && f == math.Trunc(f) {
			want = f
		}
		if got := round(f, places, halfUp); got != want && !(got == 0 && want == 0) {
			// Nothing is left to round beyond fifteen digits.
			if d := toDecimal(f); significant-1-d.exp-places <= 0 && got == f {
				return
			}
			t.Fatalf("ROUND(%v,%d): got %v, want %v", f, places, got, want)
		}
	})
}

func TestRoundRoundsWhatIsShown(t *testing.T) {
	for _, c := range []struct {
		f        float64
		decimals int
		want     float64
	}{
		{1.005, 2, 1.01}, {2.675, 2, 2.68}, {-1.005, 2, -1.01}, {0.5, 0, 1}, {-0.4, 0, 0}, {66.66666666666667, 9, 66.666666667},
		{0.285 + 0.57 + 0.43, 2, 1.29}, {1e15, 2, 1e15}, {0, 2, 0}, {99.995, 2, 100}, {math.Inf(-1), 2, math.Inf(-1)},
		{12345678.1 + 0.2, 9, 12345678.3}, {-12345678.1 - 0.2, 9, -12345678.3}, {12345678901234567, 2, 12345678901234567},
		{503866.00000000006, 9, 503866}, {-2.1604400000000002e12, 2, -2.16044e12}, {722629.1 + 0.2, 9, 722629.3},
	} {
		if got := Round(c.f, c.decimals); got != c.want || got == 0 && 1/got < 0 {
			t.Errorf("%v at %d: %v, want %v", c.f, c.decimals, got, c.want)
		}
	}
}

// A typed figure, or a sum of typed figures, is rounded to what was typed, however large it is; no number changes by more than its
// fifteenth digit.
func TestRound9KeepsWhatWasTyped(t *testing.T) {
	if r := Round9(math.NaN()); !math.IsNaN(r) {
		t.Errorf("no number is rounded to %v", r)
	}
	for _, f := range []float64{503866, 2712550, 3984500} {
		if got := Round9(math.Nextafter(f, math.Inf(1))); got != f {
			t.Errorf("%v comes to %v", math.Nextafter(f, math.Inf(1)), got)
		}
	}
	r := rand.New(rand.NewPCG(9, 15))
	for range 100_000 {
		digits, decimals := r.Int64N(int64(math.Pow10(1+r.IntN(15)))), r.IntN(10)
		f, err := strconv.ParseFloat(strconv.FormatInt(digits, 10)+"e-"+strconv.Itoa(decimals), 64)
		if err != nil {
			t.Fatal(err)
		}
		if got := Round9(-f); got != -f {
			t.Fatalf("%v comes to %v", -f, got)
		}
		off := f * (1 + (r.Float64()-0.5)*1e-9)
		if got := Round9(off); math.Abs(got-off) > 1e-14*off+0.5e-9 {
			t.Fatalf("%v comes to %v", off, got)
		}
	}
}

func TestPlainIsAsPeopleType(t *testing.T) {
	for _, c := range []struct {
		f      float64
		places int
		want   string
	}{
		{7106487379, 9, "7106487379"}, {23336148260.3, 9, "23336148260.3"}, {0.1 + 0.2, 9, "0.3"}, {-0.004, 2, "0"}, {12.5, 0, "13"}, {2.50, 2, "2.5"},
	} {
		if got := Plain(c.f, c.places); got != c.want {
			t.Errorf("%v at %d: %s, want %s", c.f, c.places, got, c.want)
		}
	}
}

func TestRoundUpAndDownEnclose(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		places := rapid.IntRange(-3, 6).Draw(t, "places")
		f := rapid.Float64Range(-1e7, 1e7).Draw(t, "f")
		down, half, up := round(f, places, towards), round(f, places, halfUp), round(f, places, away)
		if math.Abs(down) > math.Abs(half) || math.Abs(half) > math.Abs(up) || half != down && half != up {
			t.Fatalf("%v at %d: %v, %v, %v", f, places, down, half, up)
		}
		if again := round(half, places, halfUp); again != half {
			t.Fatalf("%v at %d: %v, then %v", f, places, half, again)
		}
		if again := round(up, places, away); again != up {
			t.Fatalf("%v at %d: %v, then %v", f, places, up, again)
		}
	})
}

func TestDates(t *testing.T) {
	base := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	for day := 61; day <= lastDay; day += 1 + day%3 {
		d := base.AddDate(0, 0, day)
		y, m, n := civil(day)
		if y != d.Year() || m != int(d.Month()) || n != d.Day() {
			t.Fatalf("day %d: got %d-%d-%d, want %s", day, y, m, n, d.Format(time.DateOnly))
		}
		if back, e := dateDay(float64(y), float64(m), float64(n)); e != "" || back != day {
			t.Fatalf("%s: got %d %s, want %d", d.Format(time.DateOnly), back, e, day)
		}
		if w, _ := weekday(day, 1); w != int(d.Weekday())+1 {
			t.Fatalf("%s: weekday %d", d.Format(time.DateOnly), w)
		}
	}
	for day := 1; day <= leapDay; day++ {
		y, m, n := civil(day)
		if back, e := dateDay(float64(y), float64(m), float64(n)); e != "" || back != day {
			t.Fatalf("day %d, %d-%d-%d: got %d %s", day, y, m, n, back, e)
		}
	}
}

func TestWildcards(t *testing.T) {
	for _, c := range []struct {
		pattern, s   string
		whole, start bool
	}{
		{"", "", true, true}, {"", "a", false, true}, {"*", "", true, true}, {"a*c", "abc", true, true}, {"a*c", "abcd", false, true}, {"?", "督", true, true},
		{"*b*", "abc", true, true}, {"~*", "*", true, true}, {"~*", "a", false, false}, {"a~", "a~", true, true}, {"a~~", "a~", true, true}, {"A?c", "abC", true, true},
		{"*a?b", "aaaxb", true, true}, {"?", "", false, false}, {"**a", "bba", true, true}, {"张*", "李张", false, false},
	} {
		if got := wildcard(c.pattern, c.s, false); got != c.whole {
			t.Errorf("%q of %q: %v", c.pattern, c.s, got)
		}
		if got := wildcard(c.pattern, c.s, true); got != c.start {
			t.Errorf("%q at the start of %q: %v", c.pattern, c.s, got)
		}
	}
	// A pattern with many stars must not take forever on a long text.
	if wildcard(strings.Repeat("*a", 200)+"b", strings.Repeat("a", 20000), false) {
		t.Error("matched")
	}
}

func TestCutKeepsUnits(t *testing.T) {
	for _, c := range []struct {
		s        string
		from, to int
		want     string
	}{
		{"督办", 0, 1, "督"}, {"a𠮷b", 0, 3, "a𠮷"}, {"a𠮷b", 0, 2, "a\uFFFD"}, {"a𠮷b", 2, 4, "\uFFFDb"}, {"a𠮷b", 3, 4, "b"}, {"𠮷", 1, 2, "\uFFFD"}, {"ab", 2, 5, ""}, {"", 0, 3, ""},
	} {
		if got := cut(c.s, c.from, c.to); got != c.want {
			t.Errorf("%q %d–%d: got %q, want %q", c.s, c.from, c.to, got, c.want)
		}
	}
}
