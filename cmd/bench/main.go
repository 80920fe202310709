// Command bench makes the workspaces on which the program's speed is measured. It is no part of duban and knows nothing that
// a user of duban could not do: the returns are templates of a plan, filled in and dropped into the inbox.
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	duban := flag.String("duban", "duban", "the program")
	dir := flag.String("make", "", "make a workspace in this folder")
	n := flag.Int("returns", 1000, "how many returns lie in its inbox")
	flag.Parse()
	if *dir == "" {
		flag.Usage()
		os.Exit(2)
	}
	late, err := makeWorkspace(*duban, *dir, *n)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(*n, "returns in", *dir+"; one more is", late)
}
