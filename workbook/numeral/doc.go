// Package numeral reads what people type for numbers: in digits and in Chinese numerals, in the width and with the marks that
// an input method gives, with 万 and 亿, with the unit behind, about so much. Every liberty that a reading took is a Repair,
// also those that other packages take with dates and cells, so that there is one list of them.
//
// It knows texts and units of measure. It refuses to know cells, dates, which repair may change a meaning, and to guess:
// what may be one of two numbers is not read.
package numeral
