//go:build !unix

package main

import "os"

// maxRSS is 0: the system does not give this figure for a process that has ended.
func maxRSS(*os.ProcessState) int64 { return 0 }
