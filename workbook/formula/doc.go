// Package formula is the rule language: Excel's formulas over named columns, as
//
//	=IF([@进展状态]="已完成",[@实际完成日期]<>"",TRUE)
//	=ROUND([@分值]*MIN(1,[@完成率]),2)
//
// One text is read once (Parse) and then evaluated in Go over values (Eval, Bind), written as a plain A1 formula into
// workbooks (Render), written back as source in its own or another language (String, Rewrite) and judged before it is
// used (Columns, Names, Type).
//
// The package knows Excel's grammar, precedence, coercions and some ninety functions that Excel 2016, WPS and LibreOffice 7 compute alike.
// It refuses to know forms, rules, files and the clock: there is no TODAY here, and no A1 reference. [@名] is the cell of the column in the
// row at hand, [名] the whole column, and a bare word a defined name. What only newer versions of Excel compute, or only as an array
// formula, does not parse: an array may stand only where a function takes one, and is worked through element by element in SUMPRODUCT and
// LOOKUP alone.
//
// # Where programs differ
//
// Excel counts. LibreOffice is known to differ in what follows, so no rule should rely on any of it:
//
//   - Comparisons are made on 15 significant digits, and a sum or difference that cancels to less than that is 0. Excel does
//     this only in the last step of a formula; this package always does, as LibreOffice does, which cancels a little earlier.
//   - INT and MOD take doubles as they are: INT((0.1+0.7)*10) is 7; LibreOffice gives 8. ROUND, ROUNDUP, ROUNDDOWN, TRUNC,
//     CEILING and FLOOR work on 15 significant digits, as in LibreOffice, except that its ROUND to whole numbers takes doubles
//     as they are. Literals have 15 digits as well; further digits are zeros.
//   - TEXT rounds on 15 digits too; LibreOffice rounds the double itself. TEXT(ROUND(x,2),"0.00") is the same in both.
//   - 0^0 is #NUM!; LibreOffice gives 1. 0^-1 is #DIV/0!. A negative base takes whole exponents only; LibreOffice knows odd roots.
//   - Errors are Excel's own, such as #NUM! for SQRT(-1) and #N/A for a number that RANK does not find. LibreOffice gives
//     #VALUE! for every argument that it refuses.
//   - TRUE is no number: TRUE=1 and ISNUMBER(TRUE) are FALSE, a sum over cells ignores TRUE, and SUMPRODUCT counts it as 0.
//     LibreOffice has no separate booleans: TRUE is 1 in all of these, and "1" as a text. A literal text counts in SUM("3",4);
//     LibreOffice refuses it.
//   - Any two texts are ordered by code point, ignoring case. Spreadsheet programs order Chinese by the language that they
//     run in; Type reports such comparisons. Equality is not affected.
//   - A text counts as a number in arithmetic if Excel reads one on a Chinese system: with blanks around it, thousands marks,
//     a percent sign, or as 2024-9-30, 2024/9/30 or 2024年9月30日. LibreOffice reads the last two at most when it runs in Chinese.
//     Times, fractions, currencies and (1) for -1 do not count here, though they would in Excel.
//   - Numbers become text in 15 digits and at most twenty characters: 1E+19 is written in full, 1E+20 and 3.3E-05 are not.
//     LibreOffice writes more of them in full, and exponents in three digits.
//   - Day 60 is 1900-02-29, and the days before it are one later than in LibreOffice. DATE adds 1900 to years below 1900.
//   - LEN and its kin count UTF-16 units. A cut through a surrogate pair leaves U+FFFD, as a Go text cannot hold half a pair.
//   - A criterion that is a number also equals texts that look like it: COUNTIF of 5 counts "5". A criterion may be an error.
//   - If both operands give an error the left one counts, including the #VALUE! of a left operand that is no number. AND and OR
//     take a literal text that says TRUE or FALSE.
//   - A blank cell is looked up as 0; LibreOffice does not find it. FIND finds an empty text at the start.
//   - Dates before 1900 and after 9999 are #NUM!, in TEXT #VALUE!; texts over 32,767 characters are #VALUE!.
//
// Two things are alike in both and worth knowing. An omitted argument is a 0, "" or FALSE of its own, so COUNT(1,) is 2. MATCH,
// LOOKUP and VLOOKUP in approximate mode bisect the list, so on an unsorted list the result is arbitrary. One thing is unlike
// both: INDEX with row or column 0 is #VALUE! here rather than a whole row.
package formula
