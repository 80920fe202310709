// Command duban issues workbooks to a county's bureaus, checks those that come back, and merges them into what leaders
// read and into the year-end scores. One verb stands in one file; this package knows flags, files, streams, the clock
// and exit codes, and leaves everything else to the packages below. What a workspace holds and how its rounds come out of it is
// package round's, which files come out of these package outputs', and whether those that are there are these package audit's.
package main
