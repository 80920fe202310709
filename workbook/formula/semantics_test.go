package formula

import (
	"strconv"
	"strings"
	"testing"

	"duban/workbook/sheet"
)

// world is what the tests evaluate over: columns of equal length and a row at hand, and names.
type world struct {
	columns map[string][]sheet.Value
	names   map[string]sheet.Value
	row     int
}

func (w *world) Cell(column string) (sheet.Value, bool) {
	c, ok := w.columns[column]
	if !ok {
		return sheet.Value{}, false
	}
	return c[w.row], true
}

func (w *world) Column(column string) ([]sheet.Value, bool) {
	c, ok := w.columns[column]
	return c, ok
}

func (w *world) Name(name string) (sheet.Value, bool) {
	v, ok := w.names[name]
	return v, ok
}

// small is the world of the hand-written tables. The row at hand is the first.
func small(t testing.TB) *world {
	w := &world{columns: map[string][]sheet.Value{}, names: map[string]sheet.Value{"系数": sheet.Num(1.5)}}
	sheets, err := sheet.ParsePipe(smallTable)
	if err != nil {
		t.Fatal(err)
	}
	s := sheets[0]
	for c := 1; c <= s.LastCol(); c++ {
		name := s.Value(sheet.At(1, c)).Text
		for r := 2; r <= s.LastRow(); r++ {
			v := s.Value(sheet.At(r, c))
			if v.Text == "<空文>" {
				v = sheet.Str("")
			}
			w.columns[name] = append(w.columns[name], v)
		}
	}
	return w
}

const smallTable = `
# 表
| 数 | 文 | 空 | 空文 | 数文 | 真 | 日 | 状态 | 升 | 错 | 混 |
| 3 | 甲 | | <空文> | '12 | TRUE | 2024-09-30 | 已完成 | 10 | #N/A | 5 |
| -1.5 | 乙 | | x | '3 | FALSE | 2024-02-29 | 推进中 | 20 | 1 | '5 |
| 4 | 张三 | | | '7 | TRUE | | 已完成 | 30 | 2 | |
| 0 | 张四丰 | | <空文> | '1 | TRUE | 2023-12-31 | | 40 | 3 | TRUE |
| 3 | a*b | | ABC | '0 | FALSE | 2024-10-01 | 未启动 | 50 | 4 | <空文> |
`

// meaning is a formula and what it gives: a number, TRUE, an error, or a text in quotes.
type meaning struct {
	formula, want string
	// alone marks what LibreOffice is known to do otherwise (doc.go).
	alone bool
}

func meanings() []meaning {
	return []meaning{
		// Precedence.
		{"-2^2", "4", false}, {"2^3^2", "64", false}, {"50%%", "0.005", false}, {"1+2*3", "7", false}, {"(1+2)*3", "9", false},
		{"2^-1", "0.5", false}, {"-3%", "-0.03", false}, {"10-2-3", "5", false}, {"12/3/2", "2", false}, {"2*3%", "0.06", false},
		{`1&2+3`, `"15"`, false}, {`"a"&1=1&"a"`, "FALSE", false}, {"1<2=TRUE", "TRUE", false}, {"3>2>1", "TRUE", true}, {"--3", "3", false},
		{"2^3%", "1.02101212570719", false}, {"-2%^2", "0.0004", false}, {`+"文"`, `"文"`, false}, {"1=1=1", "FALSE", true},
		// Coercion.
		{`"3"+4`, "7", false}, {`" 3 "+4`, "7", false}, {`"1,234"+1`, "1235", true}, {`"1,23"+1`, "#VALUE!", false}, {`"50%"*2`, "1", true},
		{`"甲"+1`, "#VALUE!", false}, {`""+1`, "#VALUE!", false}, {`"2024-09-30"+1`, "45566", false}, {`"2024年9月30日"+1`, "45566", true},
		{`"2024/9/30"+0`, "45565", true}, {`"2024-02-30"+0`, "#VALUE!", false}, {`"1e2"+0`, "100", false}, {`".5"+0`, "0.5", false}, {`"1e"+0`, "#VALUE!", false},
		{"TRUE+1", "2", false}, {"[@空]+1", "1", false}, {"[@空]&1", `"1"`, false}, {"[@数文]*2", "24", false}, {"[@空文]*2", "#VALUE!", false},
		{"[@真]+1", "2", false}, {"TRUE&1", `"TRUE1"`, true}, {"[@空]", "0", false}, {"-[@空]", "0", false}, {"[@空文]", `""`, false},
		{"系数*2", "3", false}, {"无名", "#NAME?", true}, {"[@无]", "#REF!", true}, {"SUM([无])", "#REF!", true},
		{"1/0", "#DIV/0!", false}, {"0/0", "#DIV/0!", false}, {"0^0", "#NUM!", true}, {"0^-1", "#DIV/0!", true}, {"(-8)^(1/3)", "#NUM!", true}, {"1E+300*1E+300", "#NUM!", false},
		{"#N/A+1/0", "#N/A", true}, {"1/0+#N/A", "#DIV/0!", false}, {`"甲"+#N/A`, "#VALUE!", true},
		// Comparison.
		{`[@空]=""`, "TRUE", false}, {`[@空]=0`, "TRUE", false}, {`[@空文]=""`, "TRUE", false}, {`[@空文]=0`, "FALSE", false}, {`""=0`, "FALSE", false},
		{`[@空]=FALSE`, "TRUE", false}, {`"ABC"="abc"`, "TRUE", false}, {`"a"<"B"`, "TRUE", false}, {`1<"a"`, "TRUE", false}, {`99<""`, "TRUE", false}, {`"z"<TRUE`, "TRUE", true},
		{"TRUE=1", "FALSE", true}, {`[@文]>5`, "TRUE", false}, {`[@数]<>""`, "TRUE", false}, {"0.1+0.2=0.3", "TRUE", false}, {"0.1+0.2-0.3", "0", false},
		{"(0.1+0.2-0.3)=0", "TRUE", false}, {"1-0.9=0.1", "TRUE", false}, {"0.1*3>0.3", "FALSE", false}, {"1.00000000000001=1", "FALSE", false}, {`"12"=12`, "FALSE", false},
		{"#N/A=1", "#N/A", false}, {`[@日]>=DATE(2024,9,1)`, "TRUE", false}, {`[@日]="2024-09-30"`, "FALSE", false},
		// Choice.
		{`IF([@状态]="已完成",[@日]<>"",TRUE)`, "TRUE", false}, {"IF(1,2)", "2", false}, {"IF(0,2)", "FALSE", false}, {"IF(1,,3)", "0", false}, {"IF(0,1/0,5)", "5", false},
		{`IF("甲",1,2)`, "#VALUE!", false}, {`IF("true",1,2)`, "1", true}, {"IF([@空],1,2)", "2", false}, {"IF(#N/A,1,2)", "#N/A", false}, {"IF(TRUE,[@空])", "0", false},
		{`IF(TRUE,[@空])=""`, "TRUE", false}, {"IFERROR(1/0,7)", "7", false}, {"IFERROR(3,1/0)", "3", false}, {"IFNA(#N/A,7)", "7", false}, {"IFNA(1/0,7)", "#DIV/0!", false},
		{"IFERROR(1/0,[@空])", "0", false}, {"CHOOSE(2,1/0,8)", "8", false}, {"CHOOSE(3,1,2)", "#VALUE!", false}, {"CHOOSE(0,1)", "#VALUE!", false}, {"CHOOSE(1.9,5,6)", "5", false},
		{"AND(TRUE,1)", "TRUE", false}, {"AND(TRUE,0)", "FALSE", false}, {"AND(TRUE,#N/A)", "#N/A", false}, {"AND(FALSE,1/0)", "#DIV/0!", false}, {"OR(FALSE,0)", "FALSE", false},
		{"OR(TRUE,1/0)", "#DIV/0!", false}, {"XOR(TRUE,TRUE,TRUE)", "TRUE", false}, {"XOR(TRUE,TRUE)", "FALSE", false}, {"NOT([@空])", "TRUE", false}, {"NOT(0)", "TRUE", false},
		{"AND([真])", "FALSE", false}, {"OR([真])", "TRUE", false}, {`AND("甲")`, "#VALUE!", false}, {"AND([文])", "#VALUE!", false}, {"AND(TRUE(),NOT(FALSE()))", "TRUE", false},
		{"AND([@空],TRUE)", "TRUE", true}, {"AND([@文],TRUE)", "TRUE", true}, {`NOT("甲")`, "#VALUE!", false}, {`OR("TRUE",FALSE)`, "TRUE", true},
		// Rounding, halves away from zero on fifteen digits.
		{"ROUND(2.675,2)", "2.68", false}, {"ROUND(1.005,2)", "1.01", false}, {"ROUND(-2.5,0)", "-3", false}, {"ROUND(2.5,0)", "3", false}, {"ROUND(1234.5,-2)", "1200", false},
		{"ROUND(1250,-2)", "1300", false}, {"ROUND(0.285*100,0)", "29", true}, {"ROUND(1.45,1)", "1.5", false}, {"ROUND(-1.005,2)", "-1.01", false}, {"ROUND(0.5,)", "1", true},
		{"ROUND(5,-1)", "10", false}, {"ROUND(4,-1)", "0", false}, {"ROUND(12345.6789,9)", "12345.6789", false}, {"ROUND(8.325,2)", "8.33", false}, {"ROUND(1E+20,2)", "1E+20", false},
		{"ROUND(2.5,0.9)", "3", false}, {"ROUND(1/3,9)", "0.333333333", false}, {"ROUND(45,-2)", "0", false}, {"ROUND(50,-2)", "100", false},
		{"ROUNDUP(2.1,0)", "3", false}, {"ROUNDUP(-2.1,0)", "-3", false}, {"ROUNDUP(2,0)", "2", false}, {"ROUNDUP(0.0001,2)", "0.01", false}, {"ROUNDUP(14/7,0)", "2", false},
		{"ROUNDUP(12/7,0)", "2", false}, {"ROUNDUP(1,-2)", "100", false}, {"ROUNDUP(1.1*3,1)", "3.3", false}, {"ROUNDDOWN(2.9,0)", "2", false}, {"ROUNDDOWN(-2.9,0)", "-2", false},
		{"ROUNDDOWN(0.29*100,0)", "29", false}, {"ROUNDDOWN(199,-2)", "100", false}, {"TRUNC(-2.99)", "-2", false}, {"TRUNC(2.456,2)", "2.45", false}, {"INT(-2.1)", "-3", false}, {"INT(2.9)", "2", false},
		{"INT((0.1+0.7)*10)", "7", true}, {"MOD(-3,2)", "1", false}, {"MOD(3,-2)", "-1", false}, {"MOD(5,0)", "#DIV/0!", false}, {"MOD(5.5,2)", "1.5", false}, {"MOD(-1,3)", "2", false},
		{"CEILING(2.1,1)", "3", false}, {"CEILING(-2.5,2)", "-2", false}, {"CEILING(-2.5,-2)", "-4", false}, {"CEILING(2.5,-2)", "#NUM!", false}, {"CEILING(0.3,0.1)", "0.3", false}, {"CEILING(3,0)", "0", false},
		{"FLOOR(2.9,1)", "2", false}, {"FLOOR(-2.5,2)", "-4", false}, {"FLOOR(-2.5,-2)", "-2", false}, {"FLOOR(2.5,-2)", "#NUM!", false}, {"FLOOR(3,0)", "#DIV/0!", false}, {"FLOOR(0.7,0.1)", "0.7", false},
		{"ABS(-3)", "3", false}, {"SIGN(-0.1)", "-1", false}, {"SIGN(0)", "0", false}, {"SQRT(2)^2=2", "TRUE", false}, {"SQRT(-1)", "#NUM!", false}, {"POWER(2,10)", "1024", false}, {"EXP(0)", "1", false},
		{"LN(0)", "#NUM!", false}, {"LOG10(1000)", "3", false}, {"LN(EXP(2))", "2", false},
		// Aggregates: what stands in cells and lists is passed by where it is no number, what is written out counts.
		{"SUM([数])", "8.5", false}, {"SUM([数文])", "0", false}, {`SUM("3",4)`, "7", true}, {`SUM("甲")`, "#VALUE!", false}, {"SUM([@数文],1)", "1", false}, {"SUM([错])", "#N/A", false},
		{`SUM({1,"2",TRUE})`, "1", true}, {"SUM(TRUE,2)", "3", false}, {"SUM([真])", "0", true}, {"SUM(IF(TRUE,[@数文]),1)", "1", false}, {"SUM([@数文]+0,1)", "13", false}, {"SUM([空])", "0", false},
		{"AVERAGE([数])", "1.7", false}, {"AVERAGE([空])", "#DIV/0!", false}, {"MIN([数])", "-1.5", false}, {"MAX([数],10)", "10", false}, {"MAX([空])", "0", false}, {"PRODUCT([升])", "12000000", false},
		{"MIN(1,[@空])", "1", false}, {"MIN(1,[@数])", "1", false}, {"MAX(0,-1)", "0", false}, {"COUNT([混])", "1", true}, {"COUNTA([混])", "4", false}, {"COUNT([空文])", "0", false}, {"COUNTA([空文])", "4", false},
		{"COUNTBLANK([空文])", "3", false}, {`COUNT("3","甲",TRUE)`, "2", false}, {"COUNT(1,)", "2", true}, {"COUNT([错])", "4", false}, {"COUNTA([错],1/0)", "6", false}, {"MEDIAN([数])", "3", false}, {"MEDIAN(1,4)", "2.5", false},
		{"LARGE([数],1)", "4", false}, {"LARGE([数],2)", "3", false}, {"SMALL([数],2)", "0", false}, {"LARGE([数],6)", "#NUM!", false}, {"RANK(3,[数])", "2", false}, {"RANK(3,[数],1)", "3", false}, {"RANK(9,[数])", "#N/A", false},
		{"SUMPRODUCT([数],[升])", "270", false}, {`SUMPRODUCT(([状态]="已完成")*[升])`, "40", false}, {`SUMPRODUCT([状态]="已完成")`, "0", true}, {`SUMPRODUCT(--([状态]="已完成"))`, "2", false},
		{"SUMPRODUCT({1,2,3},{4,5,6})", "32", false}, {"SUMPRODUCT({1,2},{1;2})", "#VALUE!", false}, {"SUMPRODUCT([升]*{1,2})", "450", false}, {"SUMPRODUCT(ABS([数]))", "11.5", false}, {"SUMPRODUCT(LEN([文]))", "10", false},
		{"SUMPRODUCT([升]/SUM([升]))", "1", false}, {"SUMPRODUCT(1/COUNTIF([数],[数]))", "4", false}, {"SUMPRODUCT((MONTH([日])=9)*1)", "1", false}, {"SUMPRODUCT([数],[混])", "15", true},
		// Criteria.
		{`COUNTIF([状态],"已完成")`, "2", false}, {`COUNTIF([数],">=3")`, "3", false}, {`COUNTIF([数],3)`, "2", false}, {`COUNTIF([数],"3")`, "2", false}, {`COUNTIF([文],"张*")`, "2", false}, {`COUNTIF([文],"张?")`, "1", false},
		{`COUNTIF([文],"a~*b")`, "1", false}, {`COUNTIF([空文],"")`, "3", false}, {`COUNTIF([空文],"=")`, "1", true}, {`COUNTIF([状态],"<>已完成")`, "3", false}, {`COUNTIF([空文],"<>")`, "4", true}, {`COUNTIF([混],5)`, "2", true},
		{`COUNTIF([混],TRUE)`, "1", false}, {`COUNTIF([错],"#N/A")`, "1", false}, {`COUNTIF([错],#N/A)`, "1", true}, {`COUNTIF([空文],"abc")`, "1", false}, {`COUNTIF([日],">=2024-09-01")`, "2", false}, {`COUNTIF([数],[@空])`, "1", true},
		{`COUNTIF([文],"*")`, "5", false}, {`COUNTIF([混],"<10")`, "1", true}, {`COUNTIF([@状态],"已完成")`, "1", false}, {`COUNTIF([文],"<>张*")`, "3", false},
		{`SUMIF([状态],"已完成",[升])`, "40", false}, {`SUMIF([升],">20")`, "120", false}, {`AVERAGEIF([状态],"已完成",[升])`, "20", false}, {`AVERAGEIF([状态],"无",[升])`, "#DIV/0!", false},
		{`COUNTIFS([状态],"已完成",[数],">3")`, "1", false}, {`SUMIFS([升],[状态],"<>",[数],">0")`, "90", false}, {`SUMIFS([升],[状态],[@状态])`, "40", false}, {`SUMIF([升],">100",[错])`, "0", false}, {`SUMIF([升],10,[错])`, "#N/A", false},
		// Text.
		{`LEN("督办abc")`, "5", false}, {"LEN([@空])", "0", false}, {`LEN("𠮷")`, "2", true}, {`LEN(1/4)`, "4", false}, {`LEFT("督办台账",2)`, `"督办"`, false}, {`LEFT("ab")`, `"a"`, false}, {`LEFT("ab",9)`, `"ab"`, false}, {`LEFT("ab",-1)`, "#VALUE!", false},
		{`RIGHT("督办台账",2)`, `"台账"`, false}, {`RIGHT("ab",0)`, `""`, false}, {`MID("督办台账",2,2)`, `"办台"`, false}, {`MID("ab",5,1)`, `""`, false}, {`MID("ab",0,1)`, "#VALUE!", false}, {`FIND("台","督办台账")`, "3", false}, {`FIND("A","a")`, "#VALUE!", false},
		{`SEARCH("A","ba")`, "2", false}, {`SEARCH("办?账","督办台账")`, "2", false}, {`SEARCH("b","abcb",3)`, "4", false}, {`FIND("","ab")`, "1", true}, {`FIND("b","ab",3)`, "#VALUE!", false}, {`FIND("b","ab",4)`, "#VALUE!", false}, {`SEARCH("~?","a?")`, "2", false},
		{`TRIM("  a  b ")`, `"a b"`, false}, {`CLEAN("a` + "\n" + `b")`, `"ab"`, false}, {`SUBSTITUTE("aaa","a","b")`, `"bbb"`, false}, {`SUBSTITUTE("aaa","a","b",2)`, `"aba"`, false}, {`SUBSTITUTE("aaa","a","b",0)`, "#VALUE!", false}, {`SUBSTITUTE("abc","","x")`, `"abc"`, false},
		{`REPLACE("督办台账",2,1,"查")`, `"督查台账"`, false}, {`REPLACE("ab",5,1,"c")`, `"abc"`, false}, {`CONCATENATE("a",1,TRUE)`, `"a1TRUE"`, true}, {`EXACT("a","A")`, "FALSE", false}, {`EXACT("a","a")`, "TRUE", false}, {`UPPER("aé")`, `"AÉ"`, false}, {`LOWER("AB")`, `"ab"`, false},
		{`REPT("█",3)`, `"███"`, false}, {`REPT("a",0)`, `""`, false}, {`REPT("a",-1)`, "#VALUE!", false}, {`REPT("ab",20000)`, "#VALUE!", true}, {`"a""b"`, `"a"b"`, false},
		{`1/3&""`, `"0.333333333333333"`, false}, {`0.1+0.2&""`, `"0.3"`, false}, {`1E+15&""`, `"1000000000000000"`, true}, {`1E+20&""`, `"1E+20"`, true}, {`0.00001&""`, `"0.00001"`, true}, {`-0.5&""`, `"-0.5"`, false}, {`123456789.125&""`, `"123456789.125"`, false}, {`1/30000&""`, `"3.33333333333333E-05"`, true},
		{`TEXT(2.5,"0")`, `"3"`, false}, {`TEXT(1.005,"0.00")`, `"1.01"`, false}, {`TEXT(0.285,"0%")`, `"29%"`, true}, {`TEXT(0.2854,"0.0%")`, `"28.5%"`, false}, {`TEXT(45565,"yyyy-mm-dd")`, `"2024-09-30"`, false}, {`TEXT([@日],"yyyy""年""m""月""d""日""")`, `"2024年9月30日"`, false},
		{`TEXT("甲","0")`, `"甲"`, false}, {`TEXT("甲","@")`, `"甲"`, false}, {`TEXT(1.5,"@")`, `"1.5"`, false}, {`TEXT(1,"0.000")`, "#VALUE!", true}, {`TEXT(-1,"yyyy-mm-dd")`, "#VALUE!", true}, {`TEXT(12.25,"0.0")`, `"12.3"`, false}, {`TEXT([@空],"0")`, `"0"`, false}, {`TEXT(-2.5,"0")`, `"-3"`, false},
		{`TEXT(TRUE,"0")`, `"TRUE"`, true}, {`TEXT(1234567.891,"0.00")`, `"1234567.89"`, false}, {`VALUE("12.5")`, "12.5", false}, {`VALUE("甲")`, "#VALUE!", false}, {`VALUE("")`, "#VALUE!", false}, {`VALUE(5)`, "5", false}, {`VALUE("2024-09-30")`, "45565", false}, {`VALUE("80%")`, "0.8", false},
		// Dates.
		{"DATE(2024,9,30)", "45565", false}, {"DATE(2024,14,1)", "45689", false}, {"DATE(2024,1,0)", "45291", false}, {"DATE(2024,3,-1)", "45350", false}, {"DATE(1900,1,1)", "1", true}, {"DATE(1900,2,29)", "60", true}, {"DATE(1900,3,1)", "61", false}, {"DATE(1899,12,31)", "693962", true}, {"DATE(10000,1,1)", "#NUM!", true},
		{"DATE(24,1,1)", "8767", true}, {"YEAR(60)*10000+MONTH(60)*100+DAY(60)", "19000229", true}, {"DAY(0)", "0", true}, {"YEAR([@日])", "2024", false}, {"MONTH([@日])", "9", false}, {"DAY([@日])", "30", false}, {`MONTH("2024-09-30")`, "9", false}, {"YEAR(-1)", "#NUM!", true}, {"DAY(45565.9)", "30", false},
		{"WEEKDAY([@日])", "2", false}, {"WEEKDAY([@日],2)", "1", false}, {"WEEKDAY([@日],3)", "0", false}, {"WEEKDAY([@日],11)", "1", false}, {"WEEKDAY([@日],17)", "2", false}, {"WEEKDAY([@日],4)", "#NUM!", true}, {"WEEKDAY(1)", "1", true},
		{"EDATE(DATE(2024,1,31),1)", "45351", false}, {"EDATE(DATE(2024,3,31),-1)", "45351", false}, {"EOMONTH(DATE(2024,1,15),0)", "45322", false}, {"EOMONTH(DATE(2024,1,15),1)", "45351", false}, {"EDATE([@日],12)", "45930", false}, {"DAYS(DATE(2024,3,1),DATE(2024,2,1))", "29", false},
		{"EDATE([@空],-1)", "#NUM!", true}, {`DATEVALUE("2024-09-30")`, "45565", false}, {`DATEVALUE("甲")`, "#VALUE!", false}, {"DATEVALUE(45565)", "#VALUE!", true}, {`DATEVALUE("2024-9-3")`, "45538", true},
		// Kinds.
		{"ISBLANK([@空])", "TRUE", false}, {"ISBLANK([@空文])", "FALSE", false}, {`ISBLANK("")`, "FALSE", false}, {"ISTEXT([@空文])", "TRUE", false}, {"ISTEXT([@数])", "FALSE", false}, {"ISNUMBER([@日])", "TRUE", false}, {"ISNUMBER([@数文])", "FALSE", false}, {"ISNUMBER([@空])", "FALSE", false},
		{"ISNUMBER(TRUE)", "FALSE", true}, {"ISERROR(1/0)", "TRUE", false}, {"ISERROR([@错])", "TRUE", false}, {"ISNA([@错])", "TRUE", false}, {"ISNA(1/0)", "FALSE", false}, {"ISLOGICAL([@真])", "TRUE", false}, {"ISLOGICAL(1)", "FALSE", false}, {"ISNONTEXT([@空])", "TRUE", false}, {"ISNONTEXT([@文])", "FALSE", false},
		{"ISBLANK(IF(TRUE,[@空]))", "TRUE", false}, {"N(TRUE)", "1", false}, {`N("3")`, "0", false}, {"N([@数])", "3", false}, {`T("a")`, `"a"`, false}, {"T(3)", `""`, false}, {"T([@空])", `""`, false}, {"NA()", "#N/A", false}, {"N([@错])", "#N/A", false},
		// Looking up.
		{`LOOKUP(0.75,{0,0.6,0.8},{"差","中","好"})`, `"中"`, false}, {`LOOKUP(0.8,{0,0.6,0.8},{"差","中","好"})`, `"好"`, false}, {`LOOKUP(-1,{0,0.6,0.8},{"差","中","好"})`, "#N/A", false}, {`LOOKUP(7,{0,"差";6,"中";8,"好"})`, `"中"`, false}, {`LOOKUP(25,[升],[文])`, `"乙"`, false},
		{`LOOKUP(2,1/([状态]="已完成"),[升])`, "30", false}, {`LOOKUP(25,[升])`, "20", false}, {"MATCH(30,[升],0)", "3", false}, {"MATCH(35,[升])", "3", false}, {"MATCH(35,{50,40,30},-1)", "2", false}, {"MATCH(30,{50,40,30},-1)", "3", false}, {`MATCH("张*",[文],0)`, "3", false}, {`MATCH("无",[文],0)`, "#N/A", false},
		{`MATCH(5,[升])`, "#N/A", false}, {`MATCH("ABC",[空文],0)`, "5", false}, {"INDEX([升],2)", "20", false}, {"INDEX([升],9)", "#REF!", true}, {"INDEX({1,2;3,4},2,1)", "3", false}, {"INDEX({7,8,9},2)", "8", false}, {"INDEX([文],MATCH(30,[升],0))", `"张三"`, false}, {"INDEX([空],1)", "0", false}, {"INDEX([升],-1)", "#VALUE!", true},
		{`VLOOKUP("乙",{"甲",1;"乙",2},2,FALSE)`, "2", false}, {`VLOOKUP(7,{0,"差";6,"中"},2)`, `"中"`, false}, {`VLOOKUP("丙",{"甲",1;"乙",2},2,FALSE)`, "#N/A", false}, {`VLOOKUP("甲",{"甲",1},3,FALSE)`, "#REF!", true}, {"SUM(INDEX([数文],1),1)", "1", false},
	}
}

func value(want string) sheet.Value {
	switch {
	case want == "TRUE" || want == "FALSE":
		return sheet.Truth(want == "TRUE")
	case strings.HasPrefix(want, "#"):
		return sheet.Err(want)
	case strings.HasPrefix(want, `"`):
		return sheet.Str(want[1 : len(want)-1])
	}
	f, err := strconv.ParseFloat(want, 64)
	if err != nil {
		panic(err)
	}
	return sheet.Num(f)
}

// alike takes numbers as equal that agree in fifteen digits.
func alike(a, b sheet.Value) bool {
	if a.Kind == sheet.Number && b.Kind == sheet.Number {
		return compareNumbers(a.Num, b.Num) == 0
	}
	return a.Equal(b)
}

func mustParse(t testing.TB, src string) *Expr {
	t.Helper()
	e, err := Parse(src)
	if err != nil {
		t.Fatalf("%s: %v", src, err)
	}
	return e
}

func TestMeanings(t *testing.T) {
	w := small(t)
	for _, m := range meanings() {
		e, err := Parse("=" + m.formula)
		if err != nil {
			t.Errorf("%s: %v", m.formula, err)
			continue
		}
		want := value(m.want)
		if got := e.Eval(w); !alike(got, want) {
			t.Errorf("%s: got %s %q, want %q", m.formula, got, got.Text, want)
		}
		again := mustParse(t, e.String())
		if got := again.Eval(w); !alike(got, want) {
			t.Errorf("%s, written again as %s: got %s", m.formula, e, got)
		}
	}
}
