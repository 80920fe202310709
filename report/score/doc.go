// Package score computes the scores of a year, or of a part of it, by the county's scheme (计分办法). It lays out the scoring workbook, each
// bureau's own sheet with room for objections, the rating forms, and the sentences that say how a figure came about.
//
// A score is computed in one chain. The ledgers and registers of the rounds, and the plan's events, adjustments and ratings, give rows.
// Each row has a grain (取数): a bureau's part in a task, its year of reporting, one rating. An item gives each row of its grain a mark, by
// a method that takes the row's inputs. Marks add up to items, items to sections, and sections to the total, which has a rank and a grade.
// All of it is cells in tables. Each formula is both evaluated here and written into the scoring workbook, so that a figure changed there
// has the same effect as it would have here.
//
// The package knows the plan, the ledgers and registers of package report, and the words of the catalogues. It refuses to know files,
// the clock, how a return was read or checked, how a ledger came about, and what a role looks like.
//
// # What is not shown
//
// If a task's completion is not to be shown (仅报状态), the scoring workbook holds the figures that it is scored by in cells that show
// nothing, on the screen and on paper, so that the scores stay live and right. An indicator of such a task goes by the task's name, and a
// bureau's own score sheet says nothing of its completion; explain does.
//
// If a method of 计分方法 names such an indicator, its formula is not printed, and no sentence gives its name or figure, not even one of
// explain. The same holds for the mean completion of a bureau that has no other task. The score itself is told, and a number typed
// into a method stays in the formulas of its cells.
package score
