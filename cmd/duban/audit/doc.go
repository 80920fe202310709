// Package audit says whether a workspace's archive is as it came in, and whether what stands in its reports is what the archive
// gives. It trusts nothing but the archived files: [Run] holds the log's chain and every file to the receipts, judges every return again
// by the plan of its day after what had come before it, and has package outputs make every file of the reports again, by the receipt of
// the run that made it, to compare them: by their bytes, and where these differ cell by cell, or line by line.
//
// It knows in which states a file of the reports can be, and which of them are somebody's work: what another build of the program
// would write otherwise is no fault, what a run left when it was killed is none either. It writes nothing, and knows no flags and no
// streams; what it found it gives in the words of whoever asks, and as an object for programs.
package audit
