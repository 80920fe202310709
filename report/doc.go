// Package report works out where a round stands and lays out what is read of it: the ledger with completion, lights and
// lateness, the register of who reported, and the consolidated workbook that leaders open.
//
// It knows what was accepted, what the plan asks, the day at which to judge, and the words of the catalogue. It refuses to
// know files, the clock, how a return was read or checked, and what a role looks like. Computing and laying out are
// separate: what is computed holds no words, and what is laid out is worked out nowhere else but in its own formulas.
//
// Of a task whose completion is not to be shown (仅报状态) outputs give number, title, bureau, status and light, and no more. What
// scores are worked out from the ledgers, and what of such a task they show, is told in package report/score.
package report
