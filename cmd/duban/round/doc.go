// Package round works out a county's rounds from its workspace. A [Session] is what one run has read of the workspace: the plan, the
// keys, the archive, and the caches of earlier results. A [Round] is one period worked out: the plan it goes by, what stood before
// it, its files as [Intake] with what was found in each, which of them count, and what stands at its end. [Session.File] files the
// inbox: each new file is judged in its round, assessed for its receipt and joined to the round, so that filing a return gives the
// same round as working it out again. A [Listener] learns what became of each file. [Session.Look] judges files without filing them.
// A [Replay] judges filed returns again as they were judged then.
//
// The package knows where things are in a workspace, what a receipt says, and what follows from both. It knows no flags and no
// streams, and prints nothing: whatever is wrong with a plan, a file or a round is a finding, and the caller words the errors.
//
// # How files are taken in
//
// Files are filed 64 at a time. Those of an earlier round come before those of a later one, which is judged by what they leave
// behind. Within a round, files in its folder come before loose ones in the inbox, so that of a bureau's two files the loose one
// counts. While files are filed, the next 256 are read and judged, the first of them already while the plan is being read. Slips are
// made while the consolidated workbook is written.
//
// At most 64 MB of files, or one file, are held until they are filed: if files are long, fewer are filed at a time. A file above
// 128 MB is never read as a workbook, but hashed and copied as a stream.
//
// Files that are read, judged or marked up in parallel share 128 MB of memory. Each is estimated at sixteen bytes for every byte that
// its zip directory gives for its parts, and is not read beyond that. There is room for sixty ordinary returns, which therefore never
// wait; a file that needs more than all of the room goes alone. Up to a million cells are held of files that wait to be judged; other
// files are read again. Up to 10,000 findings are held of files that were judged and wait to be filed; other files are judged again. A
// file with more than 50,000 cells drops them before it is judged, as its rows take as much again. What is then kept of it is only
// what is listed, without any text shared with the whole file.
//
// A workbook that came in is read up to 400,000 cells, far more than a bureau has to report. 1,000 of its findings are kept one by
// one, some of every kind, and the others are counted. The held rows of a sheet are limited likewise. For all returns of a round
// together 20,000 findings are listed, shared among them, errors first, and the others are counted. So the memory of a round does not
// depend on what came in, nor its results on the order in which files came. A slip has all findings of its own return, as they are
// looked up again.
//
// Workbooks that the program wrote itself are read up to 12 million cells. If counties report, up to 1.5 million cells are held of a
// consolidated workbook that came in; of its other sheets only the first rows are held. A file that was taken, as its receipt says, is
// read up to 2 million cells, and a consolidated one up to 12 million, as it was then.
//
// The bytes of files that are filed together are written one after the other and synced in parallel, or all at once if the file
// system can. Then the files get their names, and last of all their receipts are written, all at once. Meanwhile the bytes of the next
// files are being written, but get no name yet. A run that dies in between leaves files without receipts, which the next run files
// again.
//
// # What is kept between runs
//
// The cache keeps what need not be worked out again for a file, under its hash and the build of the program. Each entry has a digest
// made with the workspace's key, so that nobody without the key can change any result through the cache. Without a key nothing is
// kept, and an audit takes no figure from the cache. A file of the inbox or the archive is not read again if its length and time are
// those of the last reading.
//
// The verdict on a return is kept in a cache that counts only while everything it was judged by is the same: the plan as in force,
// the keys, whether the round was sealed, and the chain of returns that were accepted before the round. The type Judging holds these
// and nothing else, and the judging is its method, so that nothing else can affect the result. Parts of a return that are not kept
// are dropped the first time, too, so that no result can depend on them.
//
// Files with a county's ledger, and refused files, are judged in every run and kept as they were read, like an archived plan. Returns
// are not kept so: after a change of the plan all returns of the open round are read and judged again. That costs a quarter more than
// with their cells at hand, but keeping these would make a first merge write 25 times as much.
//
// What grows with the number of files is dropped as soon as it has been used: the cells of a return once its rows are taken in, those
// of a plan once it is judged.
package round
