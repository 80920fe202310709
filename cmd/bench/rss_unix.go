//go:build unix

package main

import (
	"os"
	"runtime"
	"syscall"
)

// maxRSS gives the most memory that a process held at once, in bytes; 0 if the system does not say.
func maxRSS(s *os.ProcessState) int64 {
	u, ok := s.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	if runtime.GOOS == "darwin" {
		return u.Maxrss // in bytes there, in KiB elsewhere
	}
	return u.Maxrss << 10
}
