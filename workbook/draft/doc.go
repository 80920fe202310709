// Package draft reads what a document asks, and of whom, and makes a draft plan of it. The document may be a speech, a work report,
// the minutes of a meeting, an action plan or last year's table of tasks.
//
// The package knows the grammar of the genre: how such documents are numbered, how they name who leads and who supports, how they
// word deadlines and figures, and how they tell work to be done from praise, background and past results. It works in passes that
// each return values:
//
//   - paragraphs (document.go) → sections (outline.go) → sentences, with the notes about them (noting.go, sequence.go);
//   - sentences → clauses (clause.go), with who is named (who.go), limits (when.go), rhythms (rhythm.go) and figures (amount.go);
//   - clauses → claims (claiming.go): which clauses only lead in (leadin.go), what it means whom they name (actors.go), which ask
//     for work (asks.go), and which are work of their own (split.go);
//   - claims → tasks (task.go), if they are work at all (plausible.go): title (mainclause.go, title.go), who answers for it
//     (answering.go), measure and figures (measure.go, figure.go), limits (due.go);
//   - tables → tasks (grid.go) or indicators (indicatortable.go).
//
// Verbs, units, time words, suffixes and names of organisations are tables of words (words.go, amount.go, when.go, rhythm.go, orgs.go,
// marks.go, fields.go). Decisions with many cases are tables of rules (rule.go): testdata/rules.gold.txt lists them all, each with an
// example and what is drafted from it.
//
// It refuses to know files and workbooks, and to guess. What the text does not say is left open, what it says less than plainly
// carries a reason for doubt, and every value keeps the place that it was read from. No wording of a single document is a rule of its
// own. The same text gives the same draft, in time that grows with its length.
package draft
