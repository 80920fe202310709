// Package round works a county's rounds out of its workspace. A [Session] is what one run has read of the workspace: the plan, the
// keys, the archive, and the caches of earlier results. A [Round] is one period worked out: the plan it goes by, what stood before
// it, its files as [Intake] with what was found in each, which of them count, and what stands at its end. [Session.File] files the
// inbox: what came in is judged by its round, assessed for its receipt and joined to the round, so that filing a return and working
// the round out anew come to the same. A [Listener] is told, and says it. [Session.Look] judges files and leaves them where they lie.
// A [Replay] judges again what was filed, as it was judged then.
//
// The package knows where things lie in a workspace, what a receipt says, and what follows from both. It knows no flags and no
// streams, and says nothing: what there is to say about a plan, a file or a round is a finding, and the caller puts errors into
// words.
//
// # How files are taken in
//
// Files are filed 64 at a time. Those of an earlier round come before those of a later one, which is judged by what they leave
// behind. Within a round, files in its folder come before files that lie loose in the inbox, so that of a bureau's two files the
// loose one counts. While files are filed, the next 256 are read and judged; the first of them already while the plan is being read.
// Slips are made while the consolidated workbook is written.
//
// At most 64 MB, or one file, are held of what waits to be filed: if files are long, fewer are filed at a time. A file above 128 MB
// is never read as a workbook, but hashed and copied as a stream.
//
// Files that are read, judged or marked up side by side share 128 MB of memory. Each is reckoned at sixteen bytes for every byte that
// its zip directory gives for its parts, and is not read beyond that. Sixty ordinary returns have room, so that they never wait; a
// file that needs more than all of it goes alone. Of the files that wait to be judged, a million cells are held; the other files are
// read again. Of files that were judged and wait to be filed, 10,000 findings are held; of the others nothing is. A file with more
// than 50,000 cells lets go of them before it is judged, as its rows take as much again. What is left of it then is what is listed of
// it, and shares no text with what was read.
//
// A workbook that came in is read up to 400,000 cells, which is far more than a bureau has to report. 1,000 of its findings are kept
// one by one, some of every kind; the others are counted. So it is with the rows of a sheet that are held back. Of a round's returns
// together 20,000 findings are listed, shared out among them, errors first; the others are counted. So the memory that a round takes
// does not depend on what came in, nor its results on the order in which it came. A slip has everything that was found in its own
// return: it is looked up again.
//
// What the program wrote itself is read up to 12 million cells. Of a consolidated workbook that came in where counties report, up to
// 1.5 million are held, and of the sheets that nobody looks at only the first rows. A file whose receipt says that it was taken is
// read up to 2 million cells, and a consolidated one up to 12 million, as it was then.
//
// The bytes of files that are filed together are written one after the other and synced side by side, or in one go where the file
// system can. Then the files get their names, and last of all their receipts are written, in one go. Meanwhile the bytes of the next
// ones are on their way, but get no name before. A run that dies in between leaves files without receipts, which the next run files
// anew.
//
// # What is kept between runs
//
// The cache keeps what need not be worked out again for a file, under its hash and the build of the program. Each entry has a digest
// made with the workspace's key, so that nobody without the key can change anything by way of the cache. Without a key nothing is
// kept, and an audit takes no figure from the cache. A file of the inbox or the archive whose length and time are those of the last
// reading is not read again.
//
// What was found in a return is kept in a file that counts only while everything it was judged by is the same: the plan as in force,
// the keys, whether the round was sealed, and the chain of returns that were accepted before the round. The type Judging holds these
// and nothing else, and its method does the judging, so that nothing else can affect the result. What would not be kept of a return
// is dropped when it is judged for the first time too, so that no result can come to rest on it.
//
// Files that hold a county's ledger, and those of which nothing is taken, are judged in every run and kept as they were read, like an
// archived plan. Returns are not: after a change of the plan all returns of the open round are read and judged again. That costs a
// quarter more than with their cells at hand, but keeping these would make a first merge write 25 times as much.
//
// What grows with the number of files is dropped as soon as it was used: the cells of a return once its rows are taken in, those of a
// plan once it was judged.
package round
