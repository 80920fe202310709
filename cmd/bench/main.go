// Command bench compares the speed and memory of duban with those of alternatives: on the same files, as whole processes, in one run. It is
// not part of duban and uses duban as any user can: the returns are templates of a plan, filled in and dropped into the inbox. Run from the
// repository, it builds duban, makes the returns, and prints a table:
//
//	go run ./cmd/bench
package main

import (
	"flag"
	"fmt"
	"os"
	"strings"
)

func main() {
	var o options
	flag.StringVar(&o.duban, "duban", "", "the program to measure; if empty, it is built from the current folder")
	flag.IntVar(&o.returns, "returns", 1000, "the number of returns to measure with")
	flag.IntVar(&o.most, "most", 10_000, "the largest number of returns for the rows on memory and growth")
	flag.IntVar(&o.runs, "runs", 3, "how often to measure each process, except the slow ones; the best run counts")
	flag.StringVar(&o.mergePeer, "merge-peer", "", "a script to compare merge with, run as SCRIPT pandas FOLDER OUT; if empty, our own in pandas")
	flag.StringVar(&o.dir, "dir", "", "a folder to keep the workspaces in; if empty, a temporary one")
	only := flag.String("only", "", "measure only rows whose names begin with one of these words, separated by commas")
	dir := flag.String("make", "", "make a workspace in this folder, and measure nothing")
	year := flag.Bool("year", false, "with -make, make a large county with a year of rounds instead")
	task := flag.String("task", "", "run one of our own tasks to measure, and nothing else: "+strings.Join(taskNames(), ", "))
	flag.Parse()
	var err error
	switch {
	case *task != "":
		err = runTask(*task, flag.Args())
	case *dir != "" && *year:
		err = makeYear(o.duban, *dir)
	case *dir != "":
		var late string
		if late, err = makeWorkspace(o.duban, *dir, o.returns); err == nil {
			fmt.Println(o.returns, "returns in", *dir+"; one more is", late)
		}
	default:
		if *only != "" {
			o.only = strings.Split(*only, ",")
		}
		err = run(o)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// options are the flags of the command line.
type options struct {
	duban, dir, mergePeer string
	returns, most, runs   int
	only                  []string
}
