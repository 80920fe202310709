package main

import (
	"fmt"
	"runtime"
	"sync"

	"github.com/spf13/cobra"

	"duban/workbook"
	"duban/workbook/archive"
)

// version is raised with every release; the form's own version says which returns can still be read.
const version = "0.1.0"

// buildName names the build of the program that is running.
func (a *app) buildName() string {
	if a.build != "" {
		return a.build
	}
	return thisBuild()
}

// thisBuild tells this build from every other one, in a receipt too, where it has to be short.
var thisBuild = sync.OnceValue(func() string { return archive.Hash([]byte(program()))[:12] })

func (a *app) versionCmd() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: a.words.T("cmd.version"), Args: a.args(0, 0),
		RunE: func(*cobra.Command, []string) error {
			fmt.Fprintln(a.out, a.words.T("version.line", "version", version, "form", workbook.FormVersion, "system", runtime.GOOS+"/"+runtime.GOARCH))
			return nil
		},
	}
}
