//go:build !unix

package main

import "os"

// The system keeps no such figure in what it says of a process that ended.
func maxRSS(*os.ProcessState) int64 { return 0 }
