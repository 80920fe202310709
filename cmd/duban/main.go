// Command duban issues workbooks to a county's bureaus, checks those that come back, and merges them into what leaders
// read and into the year-end scores. One verb stands in one file; this package knows flags, files, streams, the clock
// and exit codes, and leaves everything else to the packages below.
package main

import (
	"os"
	"time"

	"github.com/inconshreveable/mousetrap"
)

func main() {
	a := &app{in: os.Stdin, out: os.Stdout, err: os.Stderr, now: time.Now, terminal: isTerminal(os.Stdout)}
	if len(os.Args) == 1 && mousetrap.StartedByExplorer() {
		os.Exit(a.menu())
	}
	os.Exit(a.run(os.Args[1:]))
}

// isTerminal tells whether a stream is shown to a person, who wants colour, or goes to a file or program.
func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
