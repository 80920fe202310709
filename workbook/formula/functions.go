package formula

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// fn is a function's index in the table, which is in the order of the names.
type fn uint8

const (
	fnAbs fn = iota
	fnAnd
	fnAverage
	fnAverageIf
	fnCeiling
	fnChoose
	fnClean
	fnConcatenate
	fnCount
	fnCountA
	fnCountBlank
	fnCountIf
	fnCountIfs
	fnDate
	fnDateValue
	fnDay
	fnDays
	fnEDate
	fnEOMonth
	fnExact
	fnExp
	fnFalse
	fnFind
	fnFloor
	fnIf
	fnIfError
	fnIfNA
	fnIndex
	fnInt
	fnIsBlank
	fnIsError
	fnIsLogical
	fnIsNA
	fnIsNonText
	fnIsNumber
	fnIsText
	fnLarge
	fnLeft
	fnLen
	fnLn
	fnLog10
	fnLookup
	fnLower
	fnMatch
	fnMax
	fnMedian
	fnMid
	fnMin
	fnMod
	fnMonth
	fnN
	fnNA
	fnNot
	fnOr
	fnPower
	fnProduct
	fnRank
	fnReplace
	fnRept
	fnRight
	fnRound
	fnRoundDown
	fnRoundUp
	fnSearch
	fnSign
	fnSmall
	fnSqrt
	fnSubstitute
	fnSum
	fnSumIf
	fnSumIfs
	fnSumProduct
	fnT
	fnText
	fnTrim
	fnTrue
	fnTrunc
	fnUpper
	fnValue
	fnVLookup
	fnWeekday
	fnXor
	fnYear
)

// want is what a function accepts as an argument.
type want uint8

const (
	wantNumber    want = iota // one number, or what counts as one
	wantText                  // one text, or what counts as one
	wantCondition             // one truth, or what counts as one
	wantAny                   // one value of any kind
	wantBranch                // one value, passed on as it is
	wantNumbers               // one number, or a column or list, whose texts and truths are ignored
	wantValues                // one value, or a column or list of any kind
	wantTruths                // one truth, or a column or list, whose texts are ignored
	wantCells                 // a column or a cell, nothing computed
	wantTable                 // a column, a cell or a list in braces
	wantArray                 // any of these, or an expression worked through element by element
)

func (w want) scalar() bool { return w <= wantBranch }

// function is one function of the language.
type function struct {
	name     string
	min, max int
	// takes lists the arguments; the last repeat of them may be repeated.
	takes  []want
	repeat int
	// lifts says that the function is computed for each element of an array, which Excel 2016 does not do for every function.
	lifts bool
	gives Kinds
	// newer says that the function is later than Excel 2007, so that the file format wants its name marked.
	newer     bool
	signature string // optional arguments in brackets; … says that the last ones may be repeated
}

func (f *function) want(i int) want {
	if n := len(f.takes); i >= n {
		return f.takes[n-f.repeat+(i-n)%f.repeat]
	}
	return f.takes[i]
}

func (f fn) info() *function { return &functions[f] }

// functions is a read-only table in the order of the constants above.
var functions = [...]function{
	{"ABS", 1, 1, []want{wantNumber}, 0, true, KindNumber, false, "ABS(number)"},
	{"AND", 1, maxArgs, []want{wantTruths}, 1, false, KindBool, false, "AND(condition,…)"},
	{"AVERAGE", 1, maxArgs, []want{wantNumbers}, 1, false, KindNumber, false, "AVERAGE(numbers,…)"},
	{"AVERAGEIF", 2, 3, []want{wantCells, wantAny, wantCells}, 0, false, KindNumber, false, "AVERAGEIF(cells,criterion,[average_cells])"},
	{"CEILING", 2, 2, []want{wantNumber, wantNumber}, 0, true, KindNumber, false, "CEILING(number,multiple)"},
	{"CHOOSE", 2, maxArgs, []want{wantNumber, wantBranch}, 1, false, 0, false, "CHOOSE(index,value,…)"},
	{"CLEAN", 1, 1, []want{wantText}, 0, true, KindText, false, "CLEAN(text)"},
	{"CONCATENATE", 1, maxArgs, []want{wantText}, 1, false, KindText, false, "CONCATENATE(text,…)"},
	{"COUNT", 1, maxArgs, []want{wantValues}, 1, false, KindNumber, false, "COUNT(values,…)"},
	{"COUNTA", 1, maxArgs, []want{wantValues}, 1, false, KindNumber, false, "COUNTA(values,…)"},
	{"COUNTBLANK", 1, 1, []want{wantCells}, 0, false, KindNumber, false, "COUNTBLANK(cells)"},
	{"COUNTIF", 2, 2, []want{wantCells, wantAny}, 0, true, KindNumber, false, "COUNTIF(cells,criterion)"},
	{"COUNTIFS", 2, maxArgs - 1, []want{wantCells, wantAny}, 2, false, KindNumber, false, "COUNTIFS(cells,criterion,…)"},
	{"DATE", 3, 3, []want{wantNumber, wantNumber, wantNumber}, 0, true, KindNumber, false, "DATE(year,month,day)"},
	{"DATEVALUE", 1, 1, []want{wantText}, 0, true, KindNumber, false, "DATEVALUE(text)"},
	{"DAY", 1, 1, []want{wantNumber}, 0, true, KindNumber, false, "DAY(date)"},
	{"DAYS", 2, 2, []want{wantNumber, wantNumber}, 0, false, KindNumber, true, "DAYS(end,start)"},
	{"EDATE", 2, 2, []want{wantNumber, wantNumber}, 0, false, KindNumber, false, "EDATE(date,months)"},
	{"EOMONTH", 2, 2, []want{wantNumber, wantNumber}, 0, false, KindNumber, false, "EOMONTH(date,months)"},
	{"EXACT", 2, 2, []want{wantText, wantText}, 0, true, KindBool, false, "EXACT(text,text)"},
	{"EXP", 1, 1, []want{wantNumber}, 0, true, KindNumber, false, "EXP(number)"},
	{"FALSE", 0, 0, nil, 0, false, KindBool, false, "FALSE()"},
	{"FIND", 2, 3, []want{wantText, wantText, wantNumber}, 0, true, KindNumber, false, "FIND(what,text,[start])"},
	{"FLOOR", 2, 2, []want{wantNumber, wantNumber}, 0, true, KindNumber, false, "FLOOR(number,multiple)"},
	{"IF", 2, 3, []want{wantCondition, wantBranch, wantBranch}, 0, false, 0, false, "IF(condition,then,[else])"},
	{"IFERROR", 2, 2, []want{wantAny, wantAny}, 0, false, 0, false, "IFERROR(value,otherwise)"},
	{"IFNA", 2, 2, []want{wantAny, wantAny}, 0, false, 0, true, "IFNA(value,otherwise)"},
	{"INDEX", 2, 3, []want{wantTable, wantNumber, wantNumber}, 0, false, 0, false, "INDEX(table,row,[column])"},
	{"INT", 1, 1, []want{wantNumber}, 0, true, KindNumber, false, "INT(number)"},
	{"ISBLANK", 1, 1, []want{wantAny}, 0, true, KindBool, false, "ISBLANK(value)"},
	{"ISERROR", 1, 1, []want{wantAny}, 0, true, KindBool, false, "ISERROR(value)"},
	{"ISLOGICAL", 1, 1, []want{wantAny}, 0, true, KindBool, false, "ISLOGICAL(value)"},
	{"ISNA", 1, 1, []want{wantAny}, 0, true, KindBool, false, "ISNA(value)"},
	{"ISNONTEXT", 1, 1, []want{wantAny}, 0, true, KindBool, false, "ISNONTEXT(value)"},
	{"ISNUMBER", 1, 1, []want{wantAny}, 0, true, KindBool, false, "ISNUMBER(value)"},
	{"ISTEXT", 1, 1, []want{wantAny}, 0, true, KindBool, false, "ISTEXT(value)"},
	{"LARGE", 2, 2, []want{wantNumbers, wantNumber}, 0, false, KindNumber, false, "LARGE(numbers,k)"},
	{"LEFT", 1, 2, []want{wantText, wantNumber}, 0, true, KindText, false, "LEFT(text,[count])"},
	{"LEN", 1, 1, []want{wantText}, 0, true, KindNumber, false, "LEN(text)"},
	{"LN", 1, 1, []want{wantNumber}, 0, true, KindNumber, false, "LN(number)"},
	{"LOG10", 1, 1, []want{wantNumber}, 0, true, KindNumber, false, "LOG10(number)"},
	{"LOOKUP", 2, 3, []want{wantAny, wantArray, wantArray}, 0, false, 0, false, "LOOKUP(value,list,[results])"},
	{"LOWER", 1, 1, []want{wantText}, 0, true, KindText, false, "LOWER(text)"},
	{"MATCH", 2, 3, []want{wantAny, wantTable, wantNumber}, 0, false, KindNumber, false, "MATCH(value,list,[order])"},
	{"MAX", 1, maxArgs, []want{wantNumbers}, 1, false, KindNumber, false, "MAX(numbers,…)"},
	{"MEDIAN", 1, maxArgs, []want{wantNumbers}, 1, false, KindNumber, false, "MEDIAN(numbers,…)"},
	{"MID", 3, 3, []want{wantText, wantNumber, wantNumber}, 0, true, KindText, false, "MID(text,start,count)"},
	{"MIN", 1, maxArgs, []want{wantNumbers}, 1, false, KindNumber, false, "MIN(numbers,…)"},
	{"MOD", 2, 2, []want{wantNumber, wantNumber}, 0, true, KindNumber, false, "MOD(number,divisor)"},
	{"MONTH", 1, 1, []want{wantNumber}, 0, true, KindNumber, false, "MONTH(date)"},
	{"N", 1, 1, []want{wantAny}, 0, false, KindNumber, false, "N(value)"},
	{"NA", 0, 0, nil, 0, false, KindError, false, "NA()"},
	{"NOT", 1, 1, []want{wantCondition}, 0, true, KindBool, false, "NOT(condition)"},
	{"OR", 1, maxArgs, []want{wantTruths}, 1, false, KindBool, false, "OR(condition,…)"},
	{"POWER", 2, 2, []want{wantNumber, wantNumber}, 0, true, KindNumber, false, "POWER(base,exponent)"},
	{"PRODUCT", 1, maxArgs, []want{wantNumbers}, 1, false, KindNumber, false, "PRODUCT(numbers,…)"},
	{"RANK", 2, 3, []want{wantNumber, wantCells, wantNumber}, 0, false, KindNumber, false, "RANK(number,cells,[ascending])"},
	{"REPLACE", 4, 4, []want{wantText, wantNumber, wantNumber, wantText}, 0, true, KindText, false, "REPLACE(text,start,count,new)"},
	{"REPT", 2, 2, []want{wantText, wantNumber}, 0, false, KindText, false, "REPT(text,times)"},
	{"RIGHT", 1, 2, []want{wantText, wantNumber}, 0, true, KindText, false, "RIGHT(text,[count])"},
	{"ROUND", 2, 2, []want{wantNumber, wantNumber}, 0, true, KindNumber, false, "ROUND(number,digits)"},
	{"ROUNDDOWN", 2, 2, []want{wantNumber, wantNumber}, 0, true, KindNumber, false, "ROUNDDOWN(number,digits)"},
	{"ROUNDUP", 2, 2, []want{wantNumber, wantNumber}, 0, true, KindNumber, false, "ROUNDUP(number,digits)"},
	{"SEARCH", 2, 3, []want{wantText, wantText, wantNumber}, 0, true, KindNumber, false, "SEARCH(what,text,[start])"},
	{"SIGN", 1, 1, []want{wantNumber}, 0, true, KindNumber, false, "SIGN(number)"},
	{"SMALL", 2, 2, []want{wantNumbers, wantNumber}, 0, false, KindNumber, false, "SMALL(numbers,k)"},
	{"SQRT", 1, 1, []want{wantNumber}, 0, true, KindNumber, false, "SQRT(number)"},
	{"SUBSTITUTE", 3, 4, []want{wantText, wantText, wantText, wantNumber}, 0, true, KindText, false, "SUBSTITUTE(text,old,new,[nth])"},
	{"SUM", 1, maxArgs, []want{wantNumbers}, 1, false, KindNumber, false, "SUM(numbers,…)"},
	{"SUMIF", 2, 3, []want{wantCells, wantAny, wantCells}, 0, false, KindNumber, false, "SUMIF(cells,criterion,[sum_cells])"},
	{"SUMIFS", 3, maxArgs, []want{wantCells, wantCells, wantAny}, 2, false, KindNumber, false, "SUMIFS(sum_cells,cells,criterion,…)"},
	{"SUMPRODUCT", 1, maxArgs, []want{wantArray}, 1, false, KindNumber, false, "SUMPRODUCT(array,…)"},
	{"T", 1, 1, []want{wantAny}, 0, false, KindText, false, "T(value)"},
	{"TEXT", 2, 2, []want{wantAny, wantText}, 0, true, KindText, false, "TEXT(value,format)"},
	{"TRIM", 1, 1, []want{wantText}, 0, true, KindText, false, "TRIM(text)"},
	{"TRUE", 0, 0, nil, 0, false, KindBool, false, "TRUE()"},
	{"TRUNC", 1, 2, []want{wantNumber, wantNumber}, 0, true, KindNumber, false, "TRUNC(number,[digits])"},
	{"UPPER", 1, 1, []want{wantText}, 0, true, KindText, false, "UPPER(text)"},
	{"VALUE", 1, 1, []want{wantAny}, 0, true, KindNumber, false, "VALUE(text)"},
	{"VLOOKUP", 3, 4, []want{wantAny, wantTable, wantNumber, wantCondition}, 0, false, 0, false, "VLOOKUP(value,table,column,[approximate])"},
	{"WEEKDAY", 1, 2, []want{wantNumber, wantNumber}, 0, true, KindNumber, false, "WEEKDAY(date,[type])"},
	{"XOR", 1, maxArgs, []want{wantTruths}, 1, false, KindBool, true, "XOR(condition,…)"},
	{"YEAR", 1, 1, []want{wantNumber}, 0, true, KindNumber, false, "YEAR(date)"},
}

// volatileFunctions lists functions that give another result each time, or for the same cells.
func volatileFunctions() []string {
	return []string{"CELL", "INDIRECT", "INFO", "NOW", "OFFSET", "RAND", "RANDARRAY", "RANDBETWEEN", "TODAY"}
}

// newerFunctions lists functions that are often seen but unknown to Excel 2016.
func newerFunctions() []string {
	return []string{
		"BYCOL", "BYROW", "CHOOSECOLS", "CHOOSEROWS", "CONCAT", "DROP", "EXPAND", "FILTER", "HSTACK", "IFS", "LAMBDA", "LET", "MAP", "MAXIFS",
		"MINIFS", "REDUCE", "SCAN", "SEQUENCE", "SORT", "SORTBY", "SWITCH", "TAKE", "TEXTAFTER", "TEXTBEFORE", "TEXTJOIN", "TEXTSPLIT",
		"TOCOL", "TOROW", "UNIQUE", "VSTACK", "XLOOKUP", "XMATCH",
	}
}

func functionNamed(t token) (fn, *SyntaxError) {
	name := strings.ToUpper(t.text)
	for _, prefix := range []string{"_XLFN.", "_XLWS."} {
		name = strings.TrimPrefix(name, prefix)
	}
	i, ok := slices.BinarySearchFunc(functions[:], name, func(f function, name string) int { return cmp.Compare(f.name, name) })
	switch {
	case ok:
		return fn(i), nil
	case slices.Contains(volatileFunctions(), name):
		return 0, syntaxError(t.pos, CodeFuncVolatile, "name", name)
	case slices.Contains(newerFunctions(), name):
		return 0, syntaxError(t.pos, CodeFuncNewer, "name", name)
	}
	near, least := "", 3
	for i := range functions {
		if d := distance(name, functions[i].name); d < least && d < len(functions[i].name) {
			near, least = functions[i].name, d
		}
	}
	return 0, syntaxError(t.pos, CodeFuncUnknown, "name", t.text, "near", near)
}

// distance counts the letters to add, drop or change to turn a into b.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := before
			if a[i] != b[j] {
				change++
			}
			before = row[j+1]
			row[j+1] = min(change, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)]
}

func checkCount(n *node) *SyntaxError {
	f, count := n.fn.info(), len(n.args)
	code := ""
	switch {
	case count < f.min:
		code = CodeArgsFew
	case count > f.max:
		code = CodeArgsMany
	case f.repeat > 1 && count > len(f.takes) && (count-len(f.takes))%f.repeat != 0:
		code = CodeArgsFew
	default:
		return nil
	}
	return syntaxError(n.pos, code, "name", f.name, "min", strconv.Itoa(f.min), "max", strconv.Itoa(f.max), "count", strconv.Itoa(count))
}
