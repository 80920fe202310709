// Package numeral reads the numbers that people type: in digits and in Chinese numerals, in the width and with the marks that an
// input method gives, with 万 and 亿, with a unit behind, with words for roughly. Every liberty that a reading took is a Repair. The
// liberties that other packages take with dates and cells are Repairs too, so that there is one list of them.
//
// It knows texts and units of measure. It refuses to know cells and dates, to judge which repair may change a meaning, and to guess:
// what may be one of two numbers is not read.
package numeral
