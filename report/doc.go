// Package report works out where a round stands and lays out what is read of it: the ledger with completion, lights and
// lateness, the register of who reported, and the consolidated workbook that leaders open.
//
// It knows what was accepted, what the plan asks, the day at which to judge, and the words of the catalogue. It refuses to
// know files, the clock, how a return was read or checked, and what a role looks like. Computing and laying out are
// separate: what is computed holds no words, and what is laid out is worked out nowhere else but in its own formulas.
package report
