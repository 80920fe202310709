// Package outputs makes the files that a workspace gives out of its rounds: templates, the consolidated workbook with its manifest,
// the brief, tables for those who compute further, scores and score sheets, rating forms, notices, and the slips that go back to
// bureaus. A [Maker] has the plan, the archive and the rounds of a [round.Session]; of a period and the day on which it is looked at, the same
// files come out of it, byte for byte. So it serves two: the verbs, for which it writes them, each announced before it gets its name
// and on record once it has it, and the audit, which has them made again as they were and compares.
//
// It knows what each output is called, where it lies, and what its receipt holds; it knows no flags and no streams, and asks nobody. What
// keeps an output from being made is an error of its own type, which has the words of whoever asked.
package outputs
