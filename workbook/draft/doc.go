// Package draft reads what a document asks, and of whom, and makes a draft plan of it. The document may be a speech, a work report,
// the minutes of a meeting, an action plan or last year's table of tasks.
//
// The package knows the grammar of the genre: how such documents are numbered, how they name who leads and who supports, how they
// word deadlines and figures, and how they tell work to be done from praise, background and past results. It works in passes that
// each return values: paragraphs → sentences under their headings → clauses → claims → tasks. Verbs, units, time words, suffixes and
// names of organisations are tables (words.go, orgs.go, marks.go, fields.go).
//
// It refuses to know files and workbooks, and to guess. What the text does not say is left open, what it says less than plainly
// carries a reason for doubt, and every value keeps the place that it was read from. No wording of a single document is a rule of its
// own. The same text gives the same draft, in time that grows with its length.
package draft
