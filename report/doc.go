// Package report computes where a round stands: the ledger, with completion, lights and lateness, and the register of who reported. It lays
// out what people read of it: the consolidated workbook that leaders open, the brief, the notices, and the slips for returns with errors.
//
// It knows what was accepted, what the plan asks, the day to judge by, and the words of the catalogue. It refuses to know files, the
// clock, how a return was read or checked, and what a role looks like. Computing and laying out are separate: computed values hold no words,
// and a layout computes nothing except by the formulas that it writes.
//
// Of a task whose completion is not to be shown (仅报状态), outputs give number, title, bureau, status and light, and no more. The comment of
// package report/score says what scores take from the ledgers, and what they show of such a task.
package report
