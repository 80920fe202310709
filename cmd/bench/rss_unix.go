//go:build unix

package main

import (
	"os"
	"runtime"
	"syscall"
)

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
