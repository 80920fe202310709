package numeral

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestParse(t *testing.T) {
	const plain, full, spaces, thousands, unit = RepairTextNumber, RepairFullWidth, RepairSpaces, RepairThousands, RepairUnit
	const bai, qian, wan, yi, approx, chinese = RepairScaleBai, RepairScaleQian, RepairScaleWan, RepairScaleYi, RepairApprox, RepairChinese
	tests := []struct {
		text, unit string
		want       float64
		repairs    []Repair
	}{
		{"15", "", 15, []Repair{plain}},
		{"0", "个", 0, []Repair{plain}},
		{"-0", "个", 0, []Repair{plain}},
		{"+3", "", 3, []Repair{plain}},
		{"-3.5", "", -3.5, []Repair{plain}},
		{"−3.5", "", -3.5, []Repair{plain, full}},
		{"－３．５", "", -3.5, []Repair{plain, full}},
		{"3。5", "", 3.5, []Repair{plain, full}},
		{"15.", "", 15, []Repair{plain}},
		{".5", "", 0.5, []Repair{plain}},
		{"007", "", 7, []Repair{plain}},
		{"  15 ", "", 15, []Repair{plain, spaces}},
		{"15\n", "", 15, []Repair{plain, spaces}},
		{"　１５　个", "个", 15, []Repair{plain, full, spaces, unit}},
		{"１２３", "", 123, []Repair{plain, full}},
		{"1,234", "", 1234, []Repair{plain, thousands}},
		{"1，234，567.8", "", 1234567.8, []Repair{plain, full, thousands}},
		{"1'234", "", 1234, []Repair{plain, thousands}},
		{"12,345亩", "亩", 12345, []Repair{plain, unit, thousands}},
		{"1.5e3", "", 1500, []Repair{plain}},
		{"1.5E+05", "", 150000, []Repair{plain}},
		{"2E-3", "", 0.002, []Repair{plain}},
		{"15个", "个", 15, []Repair{plain, unit}},
		{"15 个", "个", 15, []Repair{plain, spaces, unit}},
		{"100KW", "kW", 100, []Repair{plain, unit}},
		{"5千瓦", "千瓦", 5, []Repair{plain, unit}},
		{"7.3个百分点", "个百分点", 7.3, []Repair{plain, unit}},
		{"3万元/亩", "元/亩", 30000, []Repair{plain, unit, wan}},
		{"约15", "", 15, []Repair{plain, approx}},
		{"大约 15 个", "个", 15, []Repair{plain, spaces, approx, unit}},
		{"近百", "", 0, nil},
		{"近100", "", 100, []Repair{plain, approx}},
		{"15左右", "", 15, []Repair{plain, approx}},
		{"15个左右", "个", 15, []Repair{plain, approx, unit}},
		{"100余个", "个", 100, []Repair{plain, unit, approx}},
		{"100多", "", 100, []Repair{plain, approx}},
		{"10多万", "亩", 100000, []Repair{plain, approx, wan}},
		{"10余万亩", "亩", 100000, []Repair{plain, unit, approx, wan}},
		{"9.5万余亩", "亩", 95000, []Repair{plain, unit, approx, wan}},
		{"9.5万亩", "亩", 95000, []Repair{plain, unit, wan}},
		{"9.5万", "亩", 95000, []Repair{plain, wan}},
		{"9.5万", "万亩", 9.5, []Repair{plain, unit}},
		{"9.5万亩", "万亩", 9.5, []Repair{plain, unit}},
		{"95000亩", "万亩", 9.5, []Repair{plain, unit, wan}},
		{"0.07亿", "元", 7000000, []Repair{plain, yi}},
		{"0.07亿", "", 7000000, []Repair{plain, yi}},
		{"2000万", "万元", 2000, []Repair{plain, unit}},
		{"2000万元", "万元", 2000, []Repair{plain, unit}},
		{"2000", "万元", 2000, []Repair{plain}},
		{"2000元", "万元", 0.2, []Repair{plain, unit, wan}},
		{"2000万", "元", 20000000, []Repair{plain, wan}},
		{"2场", "次", 2, []Repair{plain, unit}},
		{"１期", "次", 1, []Repair{plain, full, unit}},
		{"3次", "次", 3, []Repair{plain, unit}},
		{"2亿", "万元", 20000, []Repair{plain, yi}},
		{"2亿元", "万元", 20000, []Repair{plain, unit, yi}},
		{"8000万元", "亿元", 0.8, []Repair{plain, unit, wan}},
		{"8000万", "亿元", 0.8, []Repair{plain, wan}},
		{"8亿", "亿元", 8, []Repair{plain, unit}},
		{"1.2万亿", "亿元", 12000, []Repair{plain, yi}},
		{"500万", "百万元", 5, []Repair{plain, wan}},
		{"5", "万", 5, []Repair{plain}},
		{"5万", "万", 5, []Repair{plain, unit}},
		{"5千亩", "亩", 5000, []Repair{plain, unit, qian}},
		{"3百", "", 300, []Repair{plain, bai}},
		{"5千万", "万元", 5000, []Repair{plain, wan}},
		{"2亿3000万", "元", 230000000, []Repair{plain, yi}},
		{"2亿3000万元", "亿元", 2.3, []Repair{plain, unit, yi}},
		{"1万5000", "", 15000, []Repair{plain, wan}},
		{"9万5千", "亩", 95000, []Repair{plain, wan}},
		{"零", "", 0, []Repair{plain, chinese}},
		{"〇", "", 0, []Repair{plain, chinese}},
		{"十", "", 10, []Repair{plain, chinese}},
		{"十五", "", 15, []Repair{plain, chinese}},
		{"二十", "", 20, []Repair{plain, chinese}},
		{"两个", "个", 2, []Repair{plain, unit, chinese}},
		{"一百五十七", "个", 157, []Repair{plain, chinese}},
		{"一百五十七个", "个", 157, []Repair{plain, unit, chinese}},
		{"一百零五", "", 105, []Repair{plain, chinese}},
		{"三千零二", "", 3002, []Repair{plain, chinese}},
		{"三千零一十", "", 3010, []Repair{plain, chinese}},
		{"一万零五十", "", 10050, []Repair{plain, chinese, wan}},
		{"一万五千", "", 15000, []Repair{plain, chinese, wan}},
		{"九万五千亩", "亩", 95000, []Repair{plain, unit, chinese, wan}},
		{"两亿", "亿元", 2, []Repair{plain, chinese, unit}},
		{"一亿二千万", "", 120000000, []Repair{plain, chinese, yi}},
		{"一亿零五", "", 100000005, []Repair{plain, chinese, yi}},
		{"九点五万", "亩", 95000, []Repair{plain, chinese, wan}},
		{"十多个", "个", 10, []Repair{plain, unit, approx, chinese}},
		{"负三", "", -3, []Repair{plain, chinese}},
		{"壹佰贰拾", "", 120, []Repair{plain, chinese}},
		{"80%", "%", 80, []Repair{plain, RepairPercentSign}},
		{"80", "％", 80, []Repair{plain}},
		{"3‰", "‰", 3, []Repair{plain, unit}},
		{"508", "08", 508, []Repair{plain}},
		{"12m2", "m2", 12, []Repair{plain, unit}},
	}
	for _, tt := range tests {
		f, repairs, ok := Parse(tt.text, tt.unit)
		if wantOK := tt.repairs != nil; ok != wantOK || f != tt.want {
			t.Errorf("Parse(%q, %q) = %v, %v, want %v, %v", tt.text, tt.unit, f, ok, tt.want, wantOK)
		}
		if math.Signbit(f) && f == 0 {
			t.Errorf("Parse(%q, %q) is a negative zero", tt.text, tt.unit)
		}
		if d := cmp.Diff(tt.repairs, repairs); d != "" {
			t.Errorf("Parse(%q, %q) repairs (-want +got):\n%s", tt.text, tt.unit, d)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	tests := []struct{ text, unit string }{
		{"", ""}, {" ", ""}, {"个", "个"}, {"-", ""}, {"—", ""}, {"/", ""}, {"无", ""}, {"。", ""}, {"万", ""}, {"约", ""}, {"余", ""},
		{"待定", ""}, {"15户", "个"}, {"15个", "户"}, {"15个", ""}, {"15个村", "个"}, {"3万人", "万人次"}, {"5万元", "千元"},
		{"80%", ""}, {"80%", "个"}, {"80%%", "%"}, {"9.5万", "%"},
		{"10-15", ""}, {"10至15", ""}, {"10~15", ""}, {"10—15", ""}, {"3/10", ""}, {"10、15", ""}, {"9 5", ""}, {"1 000", ""}, {"3. 5", ""},
		{"15个/20个", "个"}, {"10+5", ""}, {"1:5", ""},
		{"1,5", ""}, {"1,2345", ""}, {"12,34,567", ""}, {"1,234'567", ""}, {"0,123", ""}, {",123", ""}, {"1,234,", ""}, {"1.2.3", ""}, {"1..2", ""},
		{"2024-09-30", ""}, {"0x1F", ""}, {"Inf", ""}, {"NaN", ""}, {"1_000", ""}, {"1e999", ""}, {"1e", ""}, {"1e-999", ""}, {"1e400", ""},
		{"超15个", "个"}, {"15个以上", "个"}, {"不足15", ""}, {"至少15", ""}, {"逾15", ""}, {"数十", ""}, {"几", ""}, {"半", ""},
		{"一百五", ""}, {"一万五", ""}, {"一亿五千", ""}, {"一五七", ""}, {"五六", ""}, {"百五", ""}, {"十百", ""}, {"一百零", ""}, {"零五", ""}, {"一零五", ""},
		{"百", ""}, {"千", ""}, {"十十", ""}, {"1万5", ""}, {"1亿5000", ""}, {"1万2亿", ""}, {"2.5亿3000万", ""}, {"1万20000", ""}, {"1万十", ""},
		{"5千", "万元"}, {"1多5", ""}, {"第3", ""}, {"(5)", ""}, {"15\x00", ""}, {"15\ufffd", ""},
		{strings.Repeat("1", 65), ""}, {strings.Repeat("万", 1000), ""},
	}
	for _, tt := range tests {
		if f, repairs, ok := Parse(tt.text, tt.unit); ok || f != 0 || repairs != nil {
			t.Errorf("Parse(%q, %q) = %v, %v, %v; it must not be read", tt.text, tt.unit, f, repairs, ok)
		}
	}
}

func TestParsePercent(t *testing.T) {
	const plain, sign = RepairTextNumber, RepairPercentSign
	tests := []struct {
		text    string
		want    float64
		repairs []Repair
	}{
		{"80", 80, []Repair{plain}},
		{"80%", 80, []Repair{plain, sign}},
		{"80％", 80, []Repair{plain, RepairFullWidth, sign}},
		{"８０．５％", 80.5, []Repair{plain, RepairFullWidth, sign}},
		{"80 %", 80, []Repair{plain, RepairSpaces, sign}},
		{"-3.5%", -3.5, []Repair{plain, sign}},
		{"0.8", 0.8, []Repair{plain}},
		{"约80%", 80, []Repair{plain, RepairApprox, sign}},
		{"80%左右", 80, []Repair{plain, RepairApprox, sign}},
		{"百分之八十", 80, []Repair{plain, sign, RepairChinese}},
		{"百分之80", 80, []Repair{plain, sign}},
		{"百分之百", 100, []Repair{plain, sign, RepairChinese}},
		{"百分之九十五点一", 95.1, []Repair{plain, sign, RepairChinese}},
		{"八十", 80, []Repair{plain, RepairChinese}},
		{"110%", 110, []Repair{plain, sign}},
		{"", 0, nil}, {"%", 0, nil}, {"80%-90%", 0, nil}, {"80‰", 0, nil}, {"1万", 0, nil}, {"8成", 0, nil}, {"百分之", 0, nil},
		{"100%完成", 0, nil}, {"80%%", 0, nil}, {"3/4", 0, nil}, {"80个百分点", 0, nil}, {"百分之五六", 0, nil}, {"百分之80%", 0, nil},
	}
	for _, tt := range tests {
		f, repairs, ok := ParsePercent(tt.text)
		if wantOK := tt.repairs != nil; ok != wantOK || f != tt.want {
			t.Errorf("ParsePercent(%q) = %v, %v, want %v, %v", tt.text, f, ok, tt.want, wantOK)
		}
		if d := cmp.Diff(tt.repairs, repairs); d != "" {
			t.Errorf("ParsePercent(%q) repairs (-want +got):\n%s", tt.text, d)
		}
	}
}

func TestRepairs(t *testing.T) {
	seen := map[Repair]bool{}
	for _, r := range Repairs() {
		if seen[r] || r == "" || strings.Trim(string(r), "abcdefghijklmnopqrstuvwxyz-") != "" {
			t.Errorf("repair %q is listed twice or is no kebab-case code", r)
		}
		seen[r] = true
	}
	if len(seen) != 20 {
		t.Errorf("%d repairs; a new one also needs its message", len(seen))
	}
}

// chineseOf writes a number below 10000 as people say it.
func chineseOf(n int) string {
	digits := []string{"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"}
	if n < 10 {
		return digits[n]
	}
	if n < 20 {
		return strings.TrimSuffix("十"+digits[n-10], "零")
	}
	var b strings.Builder
	gap := false
	for _, u := range []struct {
		value int
		name  string
	}{{1000, "千"}, {100, "百"}, {10, "十"}, {1, ""}} {
		d := n / u.value % 10
		if d == 0 {
			gap = b.Len() > 0
			continue
		}
		if gap {
			b.WriteString("零")
			gap = false
		}
		b.WriteString(digits[d] + u.name)
	}
	return b.String()
}

func TestChineseNumerals(t *testing.T) {
	for n := range 10000 {
		f, _, ok := Parse(chineseOf(n), "")
		if !ok || f != float64(n) {
			t.Fatalf("Parse(%q) = %v, %v, want %d", chineseOf(n), f, ok, n)
		}
	}
}

func TestNumbersRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.Float64().Draw(t, "number")
		f, repairs, ok := Parse(strconv.FormatFloat(want, 'g', -1, 64), "")
		if !ok || f != want || !slices.Equal(repairs, []Repair{RepairTextNumber}) {
			t.Fatalf("%v came back as %v, %v, %v", want, f, repairs, ok)
		}
	})
}

func TestScalesAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cents := rapid.Int64Range(0, 1e10).Draw(t, "hundredths")
		digits := strconv.FormatFloat(float64(cents)/100, 'f', 2, 64)
		yuan, _, ok := Parse(digits+"万", "元")
		// A hundredth of 万 is a hundred: an integer that a float holds exactly.
		if !ok || yuan != float64(cents*100) {
			t.Fatalf("%s万 is %v of 元", digits, yuan)
		}
		same, _, ok := Parse(digits+"万元", "万元")
		bare, _, _ := Parse(digits, "万元")
		if !ok || same != bare {
			t.Fatalf("%s万元 is %v of 万元, bare %v", digits, same, bare)
		}
		back, _, ok := Parse(strconv.FormatFloat(yuan, 'f', -1, 64)+"元", "万元")
		if !ok || back != bare {
			t.Fatalf("%v元 is %v of 万元, want %v", yuan, back, bare)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"9.5万亩", "2亿3000万", "一百五十七", "约１５个", "1,234.5", "80%", "百分之八十", "10-15", "1e308", "负三", "一万零五十", "10余万"} {
		f.Add(s, "亩")
		f.Add(s, "万元")
		f.Add(s, "%")
	}
	f.Add("1亿1万", "08")
	f.Fuzz(func(t *testing.T, text, unit string) {
		n, repairs, ok := Parse(text, unit)
		if !ok {
			if n != 0 || repairs != nil {
				t.Fatalf("%q of %q: not read, yet %v %v", text, unit, n, repairs)
			}
			return
		}
		if math.IsNaN(n) || math.IsInf(n, 0) || len(repairs) == 0 || repairs[0] != RepairTextNumber {
			t.Fatalf("%q of %q is %v %v", text, unit, n, repairs)
		}
		for _, r := range repairs {
			if !slices.Contains(Repairs(), r) {
				t.Fatalf("%q of %q: repair %q is not listed", text, unit, r)
			}
		}
		again, _, ok := Parse(strconv.FormatFloat(n, 'g', -1, 64), unit)
		if !ok || again != n {
			t.Fatalf("%q of %q is %v, then %v, %v", text, unit, n, again, ok)
		}
	})
}

func TestWithUnit(t *testing.T) {
	for _, c := range [][3]string{{"62", "亩", "62亩"}, {"5", "%", "5%"}, {"60", "km", "60 km"}, {"3", "", "3"}, {"7", "㎡", "7㎡"}} {
		if got := WithUnit(c[0], c[1]); got != c[2] {
			t.Errorf("WithUnit(%q, %q) = %q, want %q", c[0], c[1], got, c[2])
		}
	}
}
