// Command bench measures the program against what else one could use: the same files, whole processes, one run. It is no
// part of duban and knows nothing that a user of duban could not do: the returns are templates of a plan, filled in and
// dropped into the inbox. Run from the repository it builds duban, makes the returns, and prints a table:
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
	flag.StringVar(&o.duban, "duban", "", "a built program to measure; built from the current folder where empty")
	flag.IntVar(&o.returns, "returns", 1000, "how many returns are measured")
	flag.IntVar(&o.most, "most", 10_000, "up to how many returns memory and linearity are measured")
	flag.IntVar(&o.runs, "runs", 3, "how often what takes less than ten seconds is measured; the least counts")
	flag.StringVar(&o.mergePeer, "merge-peer", "", "a script to hold merge against, run as SCRIPT pandas FOLDER OUT; our own in pandas where empty")
	flag.StringVar(&o.dir, "dir", "", "a folder to keep the workspaces in; a temporary one where empty")
	only := flag.String("only", "", "measure only rows whose name begins with one of these words, separated by commas")
	dir := flag.String("make", "", "only make a workspace in this folder")
	year := flag.Bool("year", false, "with -make, make a large county with a year behind it instead")
	task := flag.String("task", "", "do one thing that is measured: "+strings.Join(taskNames(), ", "))
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

// options are what the command line asks for.
type options struct {
	duban, dir, mergePeer string
	returns, most, runs   int
	only                  []string
}
