// Package round works a county's rounds out of its workspace. A [Session] is what one run has read of it: the plan, the keys, the
// archive, and the caches of what was made of them before. A [Round] is one period worked out: by which plan it goes, what stood
// before it, its files as [Intake] with what was found in each, which of them count, and what stands at its end. What came in is judged
// by a round ([Judging.Judge]), assessed for its receipt and joined to the round, so that who files a return and who works the round out
// anew come to the same. A [Replay] judges again what was filed, as it was judged then.
//
// It knows what lies where in a workspace, what a receipt says, and what follows from all of them; it knows no flags and no streams,
// and says nothing: what is to be said of a plan, a file or a round is a finding, and an error has the words of whoever asked.
//
// # What is kept between runs
//
// The cache keeps what need not be worked out again of a file, under its hash and the build of the program. Each entry bears a
// digest made with the workspace's key, so that nobody without the key can change anything by way of the cache; without a key
// nothing is kept, and an audit takes no figure from it. A file of the inbox or the archive that is as long and as old as when it was
// read is not read again.
//
// Of a return is kept what it was found to be, in a file that counts only while everything that it was judged by is the same: the
// plan as in force, the keys, whether the round was sealed, and the chain of returns that were accepted before the round. The type
// Judging holds these and nothing else, and its method does the judging, so that nothing else can bear on it. What would not be kept
// of a return is dropped when it is judged for the first time too, so that no result can come to rest on it.
//
// Files that hold a county's ledger, and those of which nothing is taken, are judged in every run and kept as they were read, as an
// archived plan is. Returns are not: after a change of the plan all of the open round are read and judged again, which costs a
// quarter more than with their cells at hand, where a first merge would have to write 25 times as much.
//
// What grows with the number of files is dropped as soon as it was used: the cells of a return once its rows are taken in, those
// of a plan once it was judged.
package round
