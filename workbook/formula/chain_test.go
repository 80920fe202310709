package formula

import (
	"strings"
	"testing"

	"duban/workbook/sheet"
)

// A chain of & gives the same as its operations one after the other: the first error, and its own error if it gets too long.
func TestAChainOfTexts(t *testing.T) {
	long := `REPT("长",20000)`
	for src, want := range map[string]sheet.Value{
		`="a"&1&TRUE&""&"b"`:                     sheet.Str("a1TRUEb"),
		`=("a"&"b")&("c"&"d")&"e"`:               sheet.Str("abcde"),
		`="a"&#N/A&#REF!`:                        sheet.Err("#N/A"),
		`="a"&"b"&(1/0)`:                         sheet.Err("#DIV/0!"),
		"=" + long + "&" + long + "&1":           sheet.Err("#VALUE!"),
		"=" + long + "&" + long + "&#N/A":        sheet.Err("#VALUE!"),
		`="1"&2&3+1`:                             sheet.Str("124"),
		`=` + strings.Repeat(`"甲"&`, 40) + `"乙"`: sheet.Str(strings.Repeat("甲", 40) + "乙"),
	} {
		if got := mustParse(t, src).Eval(&world{}); !got.Equal(want) {
			t.Errorf("%.40s: %.40v, want %.40v", src, got, want)
		}
	}
}
