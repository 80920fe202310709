// Package formula is the rule language: Excel's formulas over named columns, as
//
//	=IF([@进展状态]="已完成",[@实际完成日期]<>"",TRUE)
//	=ROUND([@分值]*MIN(1,[@完成率]),2)
//
// One text is read once (Parse) and then evaluated in Go over values (Eval, Bind), written as a plain A1 formula into
// workbooks (Render), written back as source in its own or another language (String, Rewrite) and judged before it is
// used (Columns, Names, Type).
//
// The package knows Excel's grammar, precedence, coercions and some ninety functions that Excel 2016, WPS and
// LibreOffice 7 compute alike. It refuses to know forms, rules, files and the clock: there is no TODAY here, and no A1
// reference. [@名] is the cell of the column in the row at hand, [名] the whole column, and a bare word a defined name.
// What only newer versions of Excel compute, or only as an array formula, does not parse: an array stands only where a
// function takes one, and is worked through element by element in SUMPRODUCT and LOOKUP alone.
//
// # What counts where programs differ
//
// Excel counts. LibreOffice is known to differ, so rules had better not lean on any of this:
//
//   - Comparisons are made on 15 significant digits, and a sum or difference that cancels to less than that is 0, in
//     Excel only where it is the last step of a formula, here always, as in LibreOffice, which cancels a little earlier.
//   - INT and MOD take doubles as they are: INT((0.1+0.7)*10) is 7, in LibreOffice 8. ROUND, ROUNDUP, ROUNDDOWN,
//     TRUNC, CEILING and FLOOR work on 15 significant digits, as in LibreOffice, whose ROUND to whole numbers takes doubles
//     as they are. So do literals; further digits are zeros.
//   - TEXT rounds on 15 digits too, LibreOffice what the double is: TEXT(ROUND(x,2),"0.00") is the same in both.
//   - 0^0 is #NUM!, in LibreOffice 1, and 0^-1 #DIV/0!. A negative base takes whole exponents only; LibreOffice knows odd roots.
//   - Errors are Excel's own, such as #NUM! for SQRT(-1) and #N/A for a number that RANK does not find. LibreOffice gives
//     #VALUE! for every argument that it refuses.
//   - TRUE is no number: TRUE=1 is FALSE, ISNUMBER(TRUE) is FALSE, a sum over cells passes TRUE by and SUMPRODUCT
//     counts it as 0. LibreOffice has no booleans of their own: TRUE is 1 in all of these,
//     and "1" as a text. A text that is written out counts in SUM("3",4); LibreOffice refuses it.
//   - Any two texts are ordered by code point, case aside; spreadsheet programs order Chinese by the language that they
//     run in. Type reports such comparisons. Equality is not affected.
//   - Text counts as a number in arithmetic where Excel reads one on a Chinese system: blanks around it, thousands
//     marks, a percent sign, 2024-9-30, 2024/9/30 and 2024年9月30日; LibreOffice reads the last two only where it runs in
//     Chinese, if then. Times, fractions, currencies and (1) for -1 do not count, though they would in Excel.
//   - Numbers become text in 15 digits and at most twenty characters: 1E+19 is written out, 1E+20 and 3.3E-05 in full are
//     not. LibreOffice writes more of them out, and exponents in three digits.
//   - Day 60 is 1900-02-29, and the days before it are one later than in LibreOffice. DATE adds 1900 to years below 1900.
//   - LEN and its kin count UTF-16 units. A cut through a pair leaves U+FFFD, as a Go text can hold no half.
//   - A criterion that is a number equals texts that look like it too: COUNTIF of 5 counts "5". One may be an error.
//   - Where both sides of an operator are errors the left one counts, one that its own conversion gives before any other. AND and OR
//     take a written-out text that says TRUE or FALSE.
//   - A blank cell is looked up as 0; LibreOffice does not find it. FIND finds an empty text at the start.
//   - Dates before 1900 and after 9999 are #NUM!, in TEXT #VALUE!; texts over 32,767 characters are #VALUE!.
//
// Alike in both, and worth knowing: an omitted argument is a 0, "" or FALSE of its own, so that COUNT(1,) is 2. MATCH, LOOKUP
// and VLOOKUP in approximate mode halve the list, so a list out of order gives what it gives. Unlike in both: INDEX with
// row or column 0 is #VALUE! here rather than a whole row.
package formula
