package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"duban/cmd/duban/collector"
	"duban/cmd/duban/outputs"
	"duban/cmd/duban/round"
	"duban/templates"
	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/xlsx"
)

// Exit codes.
const (
	exitOK     = 0
	exitErrors = 1 // error-level findings
	exitUsage  = 2
	exitFailed = 3 // could not run
)

// app is one run of the program: its streams, clock and common flags.
type app struct {
	in       io.Reader
	out, err io.Writer
	now      func() time.Time
	terminal bool
	// pause waits; nil means time.Sleep.
	pause func(time.Duration)
	// patience is how long to wait for another run in the same workspace; zero means lockWait.
	patience time.Duration
	// cells is how many cells a returned workbook may have; zero means round.ReturnedCells.
	cells int
	// disk holds all files: the computer's own, unless a test uses a failing one.
	disk archive.Disk

	// build names the build of the program in receipts; empty means thisBuild.
	build string
	// newKey makes the key that identity sheets are sealed with; nil means a random one.
	newKey func() workbook.Key

	words *templates.Catalogue
	// loaded caches the catalogues, as a run asks for a language more than once.
	loaded map[string]*templates.Catalogue

	// books caches archived files and plans for a run that goes over them repeatedly; see round.Options.
	books *sync.Map

	// Common flags.
	dir, lang, period, asOf string
	json, quiet             bool
}

// catalogue gives the texts of a language.
func (a *app) catalogue(lang string) (*templates.Catalogue, error) {
	if c := a.loaded[lang]; c != nil {
		return c, nil
	}
	c, err := templates.LoadCatalogue(lang)
	if err != nil {
		return nil, err
	}
	if a.loaded == nil {
		a.loaded = map[string]*templates.Catalogue{}
	}
	a.loaded[lang] = c
	return c, nil
}

// A failure is an error with a message of the catalogue: what went wrong and what to do.
type failure struct {
	code int
	text string
	err  error
}

func (f *failure) Error() string { return f.text }
func (f *failure) Unwrap() error { return f.err }

// errFindings ends a run that worked and found errors.
var errFindings = errors.New("findings")

func (a *app) usage(id string, args ...any) error {
	return &failure{code: exitUsage, text: a.words.T(id, args...)}
}

func (a *app) fail(err error, id string, args ...any) error {
	return &failure{code: exitFailed, text: a.words.T(id, args...), err: err}
}

// run runs one command line and returns the exit code.
func (a *app) run(args []string) int {
	args = shortDashes(args)
	if err := a.chooseLanguage(args); err != nil {
		fmt.Fprintln(a.err, err)
		return exitUsage
	}
	root := a.root()
	root.SetArgs(args)
	root.SetIn(a.in)
	root.SetOut(a.out)
	root.SetErr(a.err)
	return a.exit(root.Execute())
}

// shortDashes gives a command line with the dashes of its flags as they are on the keyboard: Word and chat programs make one or two long
// ones of them.
func shortDashes(args []string) []string {
	const long = "—–－―"
	out := slices.Clone(args)
	for i, arg := range out {
		name, value, valued := strings.Cut(strings.TrimLeft(arg, long+"-"), "=")
		if strings.TrimLeft(arg, long) == arg || name == "" || strings.Trim(strings.ToLower(name), "abcdefghijklmnopqrstuvwxyz-") != "" {
			continue
		}
		out[i] = dashed(name)
		if valued {
			out[i] += "=" + value
		}
	}
	return out
}

// exit reports the error in the reader's language and returns the exit code.
func (a *app) exit(err error) int {
	var f *failure
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errFindings):
		return exitErrors
	case errors.As(err, &f):
		fmt.Fprintln(a.err, f.text)
		return f.code
	}
	fmt.Fprintln(a.err, a.explain(err))
	var usage *usageError
	if errors.As(err, &usage) {
		return exitUsage
	}
	return exitFailed
}

// explain puts errors of the layers below into words.
func (a *app) explain(err error) string {
	var (
		held     *archive.Held
		busy     *archive.Busy
		locked   *archive.Locked
		changing *archive.Changing
		full     *archive.Full
		lost     *archive.Lost
		planLost *round.PlanLost
		unissued *outputs.NotIssued
		unscored *outputs.NothingToScore
		unasked  *outputs.NothingToIssue
		unsound  *outputs.Unsound
		behind   *round.ClockBehind
		refusal  *xlsx.Refusal
		limit    *xlsx.LimitError
		usage    *usageError
		path     *fs.PathError
	)
	switch {
	case errors.As(err, &usage):
		return usage.text
	case errors.As(err, &held):
		return a.words.T("fail.held", "n", len(held.Paths), "paths", strings.Join(held.Paths, "\n  "))
	case errors.As(err, &busy):
		return a.words.T("fail.busy", "path", busy.Path)
	case errors.As(err, &locked):
		return a.words.T("fail.locked", "path", locked.Path)
	case errors.As(err, &full):
		return a.words.T("fail.disk-full", "path", full.Path)
	case errors.As(err, &lost) && lost.Changed:
		return a.words.T("fail.archive-changed", "receipt", lost.Receipt, "path", lost.Path)
	case errors.As(err, &lost):
		return a.words.T("fail.archive-missing", "receipt", lost.Receipt, "path", lost.Path, "came", lost.Came)
	case errors.As(err, &behind):
		return a.words.T("fail.clock", "today", behind.Today.String(), "last", behind.Last.String())
	case errors.As(err, &planLost):
		return a.words.T("fail.plan-lost", "period", planLost.Period.String(), "sha", planLost.SHA256[:min(planDigits, len(planLost.SHA256))])
	case errors.As(err, &unissued):
		return a.words.T("fail.not-issued", "period", unissued.Period.String())
	case errors.As(err, &unscored):
		return a.words.T("fail.nothing-to-score", "period", unscored.Span.String())
	case errors.As(err, &unasked):
		return a.words.T("fail.nothing-to-issue", "period", unasked.Period.String())
	case errors.As(err, &unsound):
		return a.words.T("fail.plan-errors", "n", unsound.Errors())
	case errors.As(err, &changing):
		return a.words.T("fail.changing", "path", changing.Path)
	case errors.As(err, &refusal):
		return a.refusalText(refusal)
	case errors.As(err, &limit):
		return a.words.T("fail.limit", "sheet", limit.Sheet, "cell", limit.Cell, "what", a.words.T("limit."+limit.Limit),
			"got", limit.Got, "most", limit.Max)
	case errors.As(err, &path) && errors.Is(err, fs.ErrPermission):
		return a.words.T("fail.permission", "path", path.Path)
	case errors.As(err, &path) && errors.Is(err, fs.ErrNotExist):
		return a.words.T("fail.not-found", "path", path.Path)
	}
	return a.words.T("fail.reason", "reason", err.Error())
}

// refusalText gives a refusal in words, with its hint.
func (a *app) refusalText(r *xlsx.Refusal) string {
	args := []any{"part", r.Part, "sheet", r.Part, "cell", ""}
	for k, v := range r.Args {
		args = append(args, k, v)
	}
	s := a.words.T("finding."+r.Code, args...)
	if a.words.Has("hint." + r.Code) {
		s += "\n  " + a.words.T("hint."+r.Code, args...)
	}
	return s
}

type usageError struct{ text string }

func (e *usageError) Error() string { return e.text }

// chooseLanguage takes the language from --lang, or else from the workspace, or else Chinese. It parses the arguments itself, because
// even the help is in that language.
func (a *app) chooseLanguage(args []string) error {
	lang, dir := "", "."
	for i, arg := range args {
		next := ""
		if i+1 < len(args) {
			next = args[i+1]
		}
		switch {
		case strings.HasPrefix(arg, "--lang="):
			lang = strings.TrimPrefix(arg, "--lang=")
		case arg == "--lang":
			lang = next
		case strings.HasPrefix(arg, "--workspace="):
			dir = strings.TrimPrefix(arg, "--workspace=")
		case arg == "-C" || arg == "--workspace":
			dir = next
		case strings.HasPrefix(arg, "-C"):
			dir = strings.TrimPrefix(strings.TrimPrefix(arg, "-C"), "=")
		}
	}
	if lang == "" {
		if ws, err := a.findWorkspace(dir); err == nil {
			lang = ws.Lang
		}
	}
	if lang == "" {
		lang = templates.Languages()[0]
	}
	words, err := a.catalogue(lang)
	if err != nil {
		fallback, err2 := a.catalogue(templates.Languages()[0])
		if err2 != nil {
			return err2
		}
		a.words = fallback
		return &usageError{fallback.T("usage.lang", "lang", lang, "known", strings.Join(templates.Languages(), fallback.T("word.list")))}
	}
	a.words = words
	return nil
}

// cobra keeps these for the whole process: verbs are listed in the order of the work, and our own words answer a double-click.
func init() {
	cobra.EnableCommandSorting = false
	cobra.MousetrapHelpText = ""
}

// root builds the command tree. Every verb has a file of its own.
func (a *app) root() *cobra.Command {
	t := a.words.T
	root := &cobra.Command{
		Use:           "duban",
		Short:         t("cmd.root"),
		Long:          t("cmd.root-long"),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			if isFile(args[0]) {
				return a.usage("usage.file", "path", args[0])
			}
			names := []string{}
			for _, v := range a.verbs() {
				names = append(names, v.Name())
			}
			return a.usage("usage.command", "command", args[0], "near", workbook.Nearest(args[0], names))
		},
		PersistentPreRun: func(*cobra.Command, []string) { collector.Start() },
		RunE:             func(*cobra.Command, []string) error { return a.next() },
	}
	f := root.PersistentFlags()
	f.StringVarP(&a.dir, "workspace", "C", ".", t("flag.workspace"))
	f.StringVar(&a.period, "period", "", t("flag.period"))
	f.StringVar(&a.asOf, "as-of", "", t("flag.as-of"))
	f.StringVar(&a.lang, "lang", a.words.Lang, t("flag.lang"))
	f.BoolVar(&a.json, "json", false, t("flag.json"))
	f.BoolVarP(&a.quiet, "quiet", "q", false, t("flag.quiet"))
	root.SetFlagErrorFunc(a.flagError)
	root.SetHelpFunc(a.help)
	root.SetUsageFunc(a.usageOf)
	root.SetHelpCommand(&cobra.Command{Use: "help", Hidden: true, Short: t("cmd.help"), RunE: func(cmd *cobra.Command, args []string) error {
		c, _, err := root.Find(args)
		if err != nil || c == nil {
			c = root
		}
		return c.Help()
	}})
	root.CompletionOptions.HiddenDefaultCmd = true
	for _, v := range a.verbs() {
		root.AddCommand(v)
	}
	root.DisableFlagsInUseLine = true
	for _, c := range root.Commands() {
		c.DisableFlagsInUseLine = true
	}
	return root
}

func (a *app) verbs() []*cobra.Command {
	return []*cobra.Command{
		a.initCmd(), a.draftCmd(), a.checkCmd(), a.issueCmd(), a.validateCmd(), a.receiveCmd(), a.statusCmd(), a.mergeCmd(), a.briefCmd(), a.noticeCmd(), a.scoreCmd(), a.exportCmd(),
		a.ratingCmd(), a.objectionCmd(), a.showCmd(), a.explainCmd(), a.demoCmd(), a.rulesCmd(), a.guideCmd(), a.versionCmd(),
	}
}

func (a *app) flagError(c *cobra.Command, err error) error {
	var (
		unknown *pflag.NotExistError
		needed  *pflag.ValueRequiredError
		invalid *pflag.InvalidValueError
	)
	switch {
	case errors.As(err, &unknown):
		var known []string
		c.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, f.Name) })
		near := workbook.Nearest(unknown.GetSpecifiedName(), known)
		if near != "" {
			near = dashed(near)
		}
		return a.usage("usage.flag-unknown", "flag", dashed(unknown.GetSpecifiedName()), "near", near)
	case errors.As(err, &needed):
		return a.usage("usage.flag-value", "flag", dashed(needed.GetSpecifiedName()))
	case errors.As(err, &invalid):
		return a.usage("usage.flag-invalid", "flag", invalid.GetFlag().Name, "value", invalid.GetValue())
	}
	return a.usage("usage.unread", "reason", err.Error())
}

// isFile reports whether an argument is the path of a file.
func isFile(arg string) bool {
	info, err := os.Stat(arg)
	return err == nil && !info.IsDir()
}

// dashed writes a flag as it is typed.
func dashed(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}

// args limits the number of arguments, with our own message.
func (a *app) args(least, most int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) < least || most >= 0 && len(args) > most {
			return a.usage("usage.args", "command", cmd.UseLine())
		}
		return nil
	}
}
