package xlsx

import (
	"testing"

	"duban/workbook/sheet"
)

func TestClassifyFormat(t *testing.T) {
	clock := cellFormat{format: sheet.DateTime, clock: true}
	is := func(f sheet.Format) cellFormat { return cellFormat{format: f} }
	looks := func(f sheet.Format, shown sheet.Shown) cellFormat { return cellFormat{format: f, shown: shown} }
	other := looks(sheet.General, sheet.ShownOtherwise)
	tests := map[string]cellFormat{
		"General": {}, "GENERAL": {}, "G/通用格式": {}, `General"项"`: {}, "": {}, ";;;": other, `"y"`: other, `\d`: other,
		"0": is(sheet.Integer), "#,##0": is(sheet.Integer), "000": is(sheet.Integer), `0"个"`: is(sheet.Integer), "[Red]0": is(sheet.Integer),
		"0.0": is(sheet.Decimal1), "0.00": is(sheet.Decimal2), "#,##0.00_);[Red](#,##0.00)": is(sheet.Decimal2), `"¥"#,##0.00`: is(sheet.Decimal2),
		"[$¥-804]#,##0.00": is(sheet.Decimal2), `_ * #,##0.00_ ;_ * \-#,##0.00_ ;_ * "-"??_ ;_ @_ `: is(sheet.Decimal2), "[>=1]0.00;0": is(sheet.Decimal2),
		"0.#########": is(sheet.Decimal9), "0.000": {}, "0.0#": {}, "0.00E+00": {}, "##0.0E-0": {}, "# ?/?": {}, "0.0,": other, `0!.0,"万"`: other,
		`0"万"`: looks(sheet.Integer, sheet.ShownWan), `G/通用格式"亿元"`: looks(sheet.General, sheet.ShownYi), `0.0"万亿"`: looks(sheet.Decimal1, sheet.ShownOtherwise), `0\.0`: looks(sheet.Integer, sheet.ShownOtherwise), `0;0"万"`: is(sheet.Integer), `"已完成"`: other,
		"0%": is(sheet.Percent), "0.00%": is(sheet.Percent), `0.0"%"`: is(sheet.Decimal1), `0\%`: is(sheet.Integer), "[Red]0%;-0%": is(sheet.Percent),
		"yyyy-mm-dd": is(sheet.Date), "m/d/yy": is(sheet.Date), `yyyy"年"m"月"d"日"`: is(sheet.Date), "yyyy年m月d日": is(sheet.Date), `m"月"d"日"`: is(sheet.Date),
		`yyyy"年"m"月"`: is(sheet.Date), `[$-804]yyyy"年"m"月"d"日";@`: is(sheet.Date), "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy": is(sheet.Date), "[$-804]aaaa": is(sheet.Date), "mmm": is(sheet.Date),
		`[DBNum1][$-804]yyyy"年"m"月"d"日"`: is(sheet.Date), "e/m/d": is(sheet.Date), "yyyy.m.d": is(sheet.Date), "YYYY-MM-DD": is(sheet.Date),
		"yyyy-mm-dd hh:mm": is(sheet.DateTime), "m/d/yy h:mm": is(sheet.DateTime), `yyyy"年"m"月"d"日" h"时"`: is(sheet.DateTime),
		"h:mm": clock, "h:mm:ss": clock, "[h]:mm:ss": clock, "mm:ss.0": clock, "[mm]:ss": clock, `上午/下午h"时"mm"分"`: clock, "h:mm AM/PM": clock, `[$-804]h"时"mm"分"`: clock,
		"@": is(sheet.TextFormat), "@@": is(sheet.TextFormat), `"编号"@`: is(sheet.TextFormat), "0;@": is(sheet.Integer),
		`"没有结尾`: other, "[没有结尾": other, `\`: other, "_": other, "*": other,
	}
	for code, want := range tests {
		if got := classifyFormat(code); got != want {
			t.Errorf("%s: got %+v, want %+v", code, got, want)
		}
	}
}

func TestBuiltInFormats(t *testing.T) {
	clock := cellFormat{format: sheet.DateTime, clock: true}
	is := func(f sheet.Format) cellFormat { return cellFormat{format: f} }
	tests := map[int]cellFormat{
		0: {}, 1: is(sheet.Integer), 2: is(sheet.Decimal2), 9: is(sheet.Percent), 10: is(sheet.Percent), 11: {}, 12: {}, 14: is(sheet.Date), 17: is(sheet.Date), 18: clock, 22: is(sheet.DateTime),
		27: is(sheet.Date), 31: is(sheet.Date), 32: clock, 36: is(sheet.Date), 44: is(sheet.Decimal2), 46: clock, 48: {}, 49: is(sheet.TextFormat), 50: is(sheet.Date), 55: clock, 58: is(sheet.Date), 59: {}, 999: {},
	}
	for id, want := range tests {
		if got := builtInFormat(id); got != want {
			t.Errorf("%d: got %+v, want %+v", id, got, want)
		}
	}
}

// A format code in the file outranks the built-in meaning of its number.
func TestReadCustomFormat(t *testing.T) {
	parts := with(testBook(`<row><c s="0"><v>0.5</v></c><c s="1"><v>1</v></c></row>`), stylesAt, `<styleSheet `+testMain+`><numFmts><numFmt numFmtId="14" formatCode="0%"/>`+
		`<numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf numFmtId="14"/><xf numFmtId="176"/></cellXfs></styleSheet>`)
	cells := mustRead(t, parts).Sheets[0].Rows[0].Cells
	if cells[0].Format != sheet.Percent || cells[1].Format != sheet.Date {
		t.Errorf("got %v and %v", cells[0].Format, cells[1].Format)
	}
}

func TestISOSerial(t *testing.T) {
	tests := map[string]isoMoment{
		"2024-09-30": {45565, false}, "2024-09-30T12:00:00": {45565.5, true}, "2024-09-30T06:00:00.000Z": {45565.25, true}, "2024-09-30T12:00:00+08:00": {45565.5, true},
		"1900-01-01": {1, false}, "1900-02-28": {59, false}, "1900-03-01": {61, false}, "1899-12-31": {0, false}, "12:00:00": {0.5, true}, "T18:00:00": {0.75, true}, "9999-12-31": {2958465, false},
	}
	for text, want := range tests {
		if got, ok := isoSerial([]byte(text)); !ok || got != want {
			t.Errorf("%s: got %+v", text, got)
		}
	}
	for _, bad := range []string{"", "2024", "2024-13-01", "1899-12-30", "30/09/2024", "2024-09-30T25:00:00"} {
		if got, ok := isoSerial([]byte(bad)); ok {
			t.Errorf("%s: read as %+v", bad, got)
		}
	}
}
