// Package score works out the scores of a year, or of a part of it, by the county's scheme (计分办法), and lays out what is read of
// them: the scoring workbook, each bureau's own sheet with room for objections, the rating forms, and the sentences that say how a
// figure came about.
//
// A score goes through one chain. The ledgers and registers of the rounds, the events, adjustments and ratings of the plan give rows,
// each of a grain (取数): a bureau's part in a task, its year of reporting, one rating. A row has inputs, a method makes of them the
// mark that an item gives the row, and marks add up to items, items to sections, sections to the total, which has a rank and a grade.
// All of it is cells in tables: one formula is both evaluated here and written into the scoring workbook, so that a figure changed
// there carries through as it would here.
//
// The package knows the plan, the ledgers and registers of package report, and the words of the catalogues. It refuses to know files,
// the clock, how a return was read or checked, how a ledger came about, and what a role looks like.
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
package score
