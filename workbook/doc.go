// Package workbook is the domain: the plan, its bureaus and tasks, the rounds in which they report, the forms that bureaus
// fill in, and the reading of what comes back. It also holds the arithmetic that every other package shares: completion by
// measure, progress over time, the deadline in force.
//
// It knows grids (package sheet), rules (package formula), numbers (package numeral) and days (package calendar). It
// refuses to know files, the clock, languages, looks and what is right or wrong about a return: it decodes everything, and
// package validate judges.
package workbook
