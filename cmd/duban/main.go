package main

import (
	"os"
	"time"

	"github.com/inconshreveable/mousetrap"

	"duban/workbook/archive"
)

func main() { start(archive.Disk{}) }

// start runs the program on a disk and ends the process.
func start(disk archive.Disk) {
	a := &app{in: os.Stdin, out: os.Stdout, err: os.Stderr, now: time.Now, terminal: isTerminal(os.Stdout), disk: disk}
	if len(os.Args) == 1 && mousetrap.StartedByExplorer() {
		os.Exit(a.menu())
	}
	os.Exit(a.run(os.Args[1:]))
}

// isTerminal reports whether a stream is shown to a person, who wants colour, and does not go to a file or program.
func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
