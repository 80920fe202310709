// Package calendar is time as a county speaks of it: civil days and periods, the days that are worked, how often something
// is due and on which day, and what the words of a document name as a limit (9月底前, 会后一周内, 明年一季度).
//
// It knows the published public holidays and how people write days. It refuses to know the clock, plans and tasks, and to
// guess: what names no single day is not read.
package calendar
