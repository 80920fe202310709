package formula

import (
	"strings"
	"testing"

	"duban/workbook/pace"
)

func TestOutsideIn(t *testing.T) {
	for text, want := range map[string]bool{
		"[1]Sheet1!A1": true, "SUM([1]台账!$B$2:$B$9)": true, `'C:\报表\[台账.xlsx]9月'!B2`: true, `'[台账.xlsx]9月'!B2`: true, "台账.xlsx!总数": true, "台账.XLS!总数": true, `'D:\台账.xls'!总数`: true,
		"[台账.xlsx]9月!B2+1": true, `WEBSERVICE("http://a")`: true,
		"cmd|'/C calc'!A0": true, `1+'cmd'|'/C calc'!A0`: true, `_xlfn.IMAGE("https://a/b.png")`: true, `"|"&A1`: false, "'甲|乙'!B2": false,
		`HYPERLINK("file:///C:/台账.xlsx","见")`: true, `IF(A1,HYPERLINK("#a!A1"),hyperlink( "\\10.1.1.8\a"))`: true, "HYPERLINK(A1)": true,
		`HYPERLINK("#台账!A1","看")`: false, `HYPERLINK("https://example.com")`: false, `"HYPERLINK(A1)"`: false,
		"": false, "1+1": false, "台账!B2": false, "'9月 台账'!B2": false, "SUM(表1[累计])": false, "表1[累计]+台账!B2": false, "表1[[#This Row],[累计]]*2": false, `"[1]Sheet1!A1"`: false, `A1&"见[台账.xlsx]9月!B2"`: false, "IF(A1>1,'a'!B1,2)": false,
	} {
		if got := OutsideIn(text); got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
}

// The time for a malicious text, a megabyte of brackets, links and quotation marks, grows in proportion to its length. It would take
// minutes if each were searched from the start.
func TestOutsideInIsLinear(t *testing.T) {
	for _, piece := range []string{"!", `HYPERLINK("#a")+`, "'a'!B1+", `"a"&`, "A]", "]!+"} {
		t.Run(piece, func(t *testing.T) {
			pace.Linear(t, 1<<20, func(size int, start func()) {
				text := strings.Repeat(piece, size/len(piece))
				start()
				OutsideIn(text)
			})
		})
	}
}

func TestVolatileIn(t *testing.T) {
	for text, want := range map[string]string{
		"TODAY()": "TODAY", "A1+now()": "NOW", "IF(A1,RANDBETWEEN(1,9),2)": "RANDBETWEEN", "OFFSET(A1,1,1)": "OFFSET", "_xlfn.RANDARRAY(2)": "RANDARRAY", `INDIRECT("A"&1)`: "INDIRECT",
		"": "", "SUM(A1:A3)": "", `"TODAY()"`: "", "MYTODAY()": "", "TODAY": "", "'TODAY()'!A1": "",
	} {
		if got := VolatileIn(text); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

func FuzzForeign(f *testing.F) {
	for _, s := range []string{"[1]Sheet1!A1", `'C:\[a.xlsx]b'!c`, `TODAY()&"x"`, `"`, "'", "]!", "_.("} {
		f.Add(s)
	}
	f.Fuzz(func(_ *testing.T, text string) {
		OutsideIn(text)
		VolatileIn(text)
	})
}
