// Package audit says whether a workspace's archive is as it came in, and whether its reports are what the archive gives. It trusts
// nothing but the archived files. [Run] checks the log's chain, checks every file against its receipt, and judges every return again,
// by the plan of its day and after what had come before it. Then it has package outputs make every file of the reports again, by the
// receipt of the run that made it, and compares them: by their bytes, and where these differ cell by cell or line by line.
//
// The package knows which states a file of the reports can be in, and which of them are somebody's work. A file that another build of
// the program would write differently is no fault, and neither is one that a killed run left. The package writes nothing and knows no
// flags and no streams. It gives what it found in the words of its caller, and as an object for programs.
package audit
