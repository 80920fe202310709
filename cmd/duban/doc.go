// Command duban issues workbooks to a county's bureaus, checks those that come back, and merges them into what leaders read and into
// the year-end scores. Each verb has a file of its own. This package knows flags, files, streams, the clock and exit codes, and
// leaves everything else to the packages below: round knows what a workspace holds and how its rounds are worked out, outputs which
// files come out of them, and audit whether the files that are there are right.
package main
