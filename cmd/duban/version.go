package main

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"sync"

	"github.com/spf13/cobra"

	"duban/workbook"
	"duban/workbook/archive"
)

// version is raised with every release; the forms have a version of their own, which says which returns can still be read.
const version = "0.1.0"

// buildName names the build of the program that is running.
func (a *app) buildName() string {
	if a.build != "" {
		return a.build
	}
	return thisBuild()
}

// thisBuild identifies this build, briefly enough for a receipt.
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

// program identifies this build of the program: by the state of its source if it was built from a recorded one, or else by the
// beginning of its file, which contains the build ID. So it is the same wherever the program was copied to.
func program() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		if source := sourceOf(info); source != "" {
			return source
		}
	}
	exe, err := os.Executable()
	if err != nil {
		return version
	}
	f, err := os.Open(exe)
	if err != nil {
		return version
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return version
	}
	head, err := io.ReadAll(io.LimitReader(f, buildIDWithin))
	if err != nil {
		return version
	}
	return fmt.Sprintf("%s %d %s", version, info.Size(), archive.Hash(head))
}

// buildIDWithin is the part of a program's file that contains its build ID, which depends on everything it was built from.
const buildIDWithin = 64 << 10

// sourceOf names the source and the tools that a program was built from; empty if the source had unrecorded changes.
func sourceOf(info *debug.BuildInfo) string {
	set := map[string]string{}
	for _, s := range info.Settings {
		set[s.Key] = s.Value
	}
	if set["vcs.revision"] == "" || set["vcs.modified"] != "false" {
		return ""
	}
	return fmt.Sprintf("%s %s %s %s", version, info.GoVersion, set["GOARCH"], set["vcs.revision"])
}
