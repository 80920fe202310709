// Package report works out where a round stands and lays out what is read of it: the ledger with completion, lights and lateness, the
// register of who reported, and the consolidated workbook that leaders open.
//
// It knows what was accepted, what the plan asks, the day to judge by, and the words of the catalogue. It refuses to know files, the
// clock, how a return was read or checked, and what a role looks like. Computing and laying out are separate: what is computed holds
// no words, and a layout computes nothing except by its own formulas.
//
// Of a task whose completion is not to be shown (仅报状态), outputs give number, title, bureau, status and light, and no more. Package
// report/score says what scores take from the ledgers, and what they show of such a task.
package report
