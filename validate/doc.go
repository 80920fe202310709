// Package validate judges. It holds the catalogue of rules, checks a plan and the workbooks that come back against it, and says what
// is wrong as findings, each with a code, a severity and the cell it is about.
//
// It knows what each code means and how severe it is, which rows an error holds back, what answers a warning and what waives a
// finding. It refuses to know files, the clock, looks and wording: the words of a finding are in the message catalogue under
// finding.<code> and hint.<code>, the short form of a row rule under self.<code>.
package validate
