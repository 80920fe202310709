// Command duban issues workbooks to a county's bureaus, checks those that come back, and merges them into what leaders
// read and into the year-end scores. One verb stands in one file; this package knows flags, files, streams, the clock
// and exit codes, and leaves everything else to the packages below. What a workspace holds and how its rounds come out of it is package
// round's.
//
// # How files are taken in
//
// Files are filed 64 at a time. Those of an earlier round come before those of a later one, which is judged by what they leave
// behind. Within a round, those in its folder come before those that lie loose in the inbox, so that of a bureau's two files the
// loose one counts. While files are filed the next 256 are read and judged, the first of them already while the plan is being
// read; slips are made while the consolidated workbook is written.
//
// Of what waits to be filed 64 MB are held at the most, or one file: fewer are filed at a time where they are long. A file above
// 128 MB is never read as a workbook, but hashed and copied as a stream.
//
// Files that are read, judged or marked up side by side share 128 MB of memory, by sixteen bytes for each that the zip directory
// says there are in their parts, to which reading holds it. Sixty ordinary returns have room, so that they never wait for it; a
// file that takes more than all goes alone. Of those that wait to be judged a million cells are held, the others are read again.
//
// A workbook that came in is read up to 400,000 cells, which is far more than a bureau has to report, and its slip marks the first
// 5,000 points and says how many more there are. What the program wrote itself is read up to 12 million cells, and so is a
// consolidated workbook that came in where counties report; a file whose receipt says that it was taken, up to 2 million, as it was
// then.
//
// The bytes of files that are filed together are written and synced side by side. Then the files get their names, and last of all
// their receipts are written, in one go. What comes next is made ready meanwhile and gets no name before. Whatever dies in
// between leaves files without receipts, which the next run files anew.
package main
