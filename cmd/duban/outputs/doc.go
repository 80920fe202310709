// Package outputs makes the files that come out of a workspace's rounds: templates, the consolidated workbook with its manifest, the
// brief, tables for further analysis, scores and score sheets, rating forms, notices, and the slips that go back to bureaus. A
// [Maker] has the plan, the archive and the rounds of a [round.Session]. For a period and the day on which it is looked at, it makes
// the same files, byte for byte. So it serves both the verbs and the audit: for the verbs it writes the files, each announced before
// it gets its name and on record once it has it; the audit has them made again as they were, and compares.
//
// The package knows what each output is called, where it lies, and what its receipt holds. It knows no flags and no streams, and asks
// nobody. What keeps an output from being made is an error of a type of its own, which the caller puts into words.
package outputs
