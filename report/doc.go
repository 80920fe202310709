// Package report works out where a round stands and lays out what is read of it: the ledger with completion, lights and
// lateness, the register of who reported, and the consolidated workbook that leaders open.
//
// It knows what was accepted, what the plan asks, the day at which to judge, and the words of the catalogue. It refuses to
// know files, the clock, how a return was read or checked, and what a role looks like. Computing and laying out are
// separate: what is computed holds no words, and what is laid out is worked out nowhere else but in its own formulas.
//
// # What is not shown
//
// Of a task whose completion is not to be shown (仅报状态) the scoring workbook holds what it is scored by in cells that show
// nothing, on the screen and on paper: the scores stay live and right. An indicator of such a task stands under the task's name,
// and a bureau's own score sheet says nothing of its completion; explain does.
//
// Where a method of 计分方法 names such an indicator its formula is not printed, and no sentence has its name or figure, not even
// one of explain; so it is with the mean completion of a bureau that has no other task. The score itself is told, and a number
// typed into a method stays in the formulas of its cells.
package report
