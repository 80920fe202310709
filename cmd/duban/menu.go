package main

import (
	"bufio"
	"fmt"
	"strconv"
	"strings"
)

// menu is what a double-click opens: the state of the round, and the next steps by number, until the window is closed.
func (a *app) menu() int {
	if err := a.chooseLanguage(nil); err != nil {
		fmt.Fprintln(a.err, err)
		return exitUsage
	}
	a.dir = "."
	in := bufio.NewReader(a.in)
	code := exitOK
	for {
		fmt.Fprintln(a.out, a.words.T("menu.title", "version", version))
		steps, lines, err := a.where()
		if err != nil {
			code = a.exit(err)
		}
		for _, l := range lines {
			fmt.Fprintln(a.out, l)
		}
		for i, st := range steps {
			fmt.Fprintf(a.out, "  %d  %s\n", i+1, st.text(a.words))
		}
		fmt.Fprintf(a.out, "  0  %s\n", a.words.T("menu.quit"))
		for {
			fmt.Fprint(a.out, a.words.T("menu.ask"))
			line, err := in.ReadString('\n')
			choice, bad := strconv.Atoi(strings.TrimSpace(line))
			if err != nil && bad != nil || bad == nil && choice == 0 {
				return code
			}
			if bad == nil && choice >= 1 && choice <= len(steps) {
				code = a.run(steps[choice-1].args)
				fmt.Fprintln(a.out)
				break
			}
			fmt.Fprintln(a.out, a.words.T("menu.unknown", "most", len(steps)))
		}
	}
}
