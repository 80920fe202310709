package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"time"

	"github.com/inconshreveable/mousetrap"

	"duban/workbook/archive"
)

func main() { start(archive.Disk{}) }

// start runs the program, whose files lie on a disk, and ends the process.
func start(disk archive.Disk) {
	a := &app{in: os.Stdin, out: os.Stdout, err: os.Stderr, now: time.Now, terminal: isTerminal(os.Stdout), disk: disk}
	if len(os.Args) == 1 && mousetrap.StartedByExplorer() {
		os.Exit(a.menu())
	}
	reserve := make([]byte, collectorReserve)
	debug.SetGCPercent(collectorShare)
	code := a.run(os.Args[1:])
	runtime.KeepAlive(reserve)
	os.Exit(code)
}

// collectorReserve counts as memory in use but is never touched, so that it takes none. The collector, which runs whenever
// memory in use has grown by a share, thereby runs for every so many bytes at the most while little is in use: most of a run is
// files that are read, judged and let go. With a share alone, the usual setting, it would run without end over little; and to
// let memory double, as is usual too, would take as much again where thousands of returns are.
const (
	collectorReserve = 64 << 20
	collectorShare   = 50 // per cent
)

// isTerminal tells whether a stream is shown to a person, who wants colour, or goes to a file or program.
func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
