package sheet

import (
	"strings"
	"testing"
)

func TestFormulaLimit(t *testing.T) {
	long := func(n int) string { return strings.Repeat("长", n) }
	for _, tt := range []struct {
		name, formula, broken string
		got                   int
	}{
		{"of the length", strings.Repeat("1+", MaxFormulaLen/2-1) + "11", "", 0},
		{"too long", strings.Repeat("1+", MaxFormulaLen/2) + "1", FormulaLength, MaxFormulaLen + 1},
		{"characters of two units", `"` + strings.Repeat("𠀀", 127) + `"`, "", 0},
		{"text of as many characters", `"` + strings.Repeat("𠀀", 128) + `"`, FormulaText, 256},
		{"text with quotes", `"` + long(254) + `"""`, "", 0},
		{"nested", strings.Repeat("ABS(", 65) + "1" + strings.Repeat(")", 65), FormulaNesting, 65},
		{"open quote", `IF(A1="甲`, FormulaOpen, 0},
		{"closed twice", `IF(A1=1))`, FormulaOpen, 0},
		{"a sheet's name with a bracket", `'甲(1'!A1`, "", 0},
		// A formula with a short text may be long when saved: ten bytes for each fraction and its sign.
		{"fractions", strings.Repeat(".5+", 1637) + "1", "", 0},
		{"more fractions", strings.Repeat(".5+", 1639) + "1", FormulaBytes, 1639*10 + 3},
		{"texts", strings.Repeat(`"长"&`, 2047) + `""`, "", 0},
		{"references", strings.Repeat("A1+", 2047) + "1", "", 0},
		{"areas", strings.Repeat("N(A:B),", 1000), FormulaBytes, 1000 * 18},
	} {
		t.Run(tt.name, func(t *testing.T) {
			broken, got, _ := FormulaLimit(tt.formula)
			if broken != tt.broken || got != tt.got {
				t.Errorf("%q with %d, want %q with %d", broken, got, tt.broken, tt.got)
			}
		})
	}
}
