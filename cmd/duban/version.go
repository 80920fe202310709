package main

import (
	"fmt"
	"runtime"

	"github.com/spf13/cobra"

	"duban/workbook"
)

// version is raised with every release; the form's own version says which returns can still be read.
const version = "0.1.0"

func (a *app) versionCmd() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: a.words.T("cmd.version"), Args: a.args(0, 0),
		RunE: func(*cobra.Command, []string) error {
			fmt.Fprintln(a.out, a.words.T("version.line", "version", version, "form", workbook.FormVersion, "system", runtime.GOOS+"/"+runtime.GOARCH))
			return nil
		},
	}
}
