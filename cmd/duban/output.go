package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"duban/report"
	"duban/validate"
	"duban/workbook"
	"duban/workbook/calendar"
)

// output is a verb's result: the files it wrote, the findings, and figures. It prints as text for people, and as one
// object with --json.
type output struct {
	s        *session
	command  string
	period   calendar.Period
	files    []outFile
	findings []validate.Finding
	summary  map[string]any
	// lines are the text of the result, where it is more than its findings.
	lines []string
	// settings are all rules that the county set, where the plan itself is looked at.
	settings []validate.SetRule
	// compared are the periods whose returns were compared with each other in the findings.
	compared []calendar.Period
}

type outFile struct {
	Kind   string `json:"kind"`
	Bureau string `json:"bureau"`
	Path   string `json:"path"`
}

type outFinding struct {
	Code     string `json:"code"`
	Severity string `json:"severity"`
	Bureau   string `json:"bureau"`
	Period   string `json:"period"`
	File     string `json:"file"`
	Sheet    string `json:"sheet"`
	Cell     string `json:"cell"`
	Task     string `json:"task"`
	Field    string `json:"field"`
	Value    string `json:"value"`
	Message  string `json:"message"`
	Hint     string `json:"hint"`
	Answered bool   `json:"answered,omitempty"`
	Waived   bool   `json:"waived,omitempty"`
	// Reason and Approver are why the finding was let stand and by whose leave; Beside are further cells that it is about.
	Reason   string   `json:"reason,omitempty"`
	Approver string   `json:"approver,omitempty"`
	Beside   []string `json:"beside,omitempty"`
	// Further are so many more of the same kind that are not listed.
	Further int `json:"further,omitempty"`
	// Switched is the county's setting of the rule, where it has one.
	Switched *outSwitch `json:"switched,omitempty"`
}

// outSwitch is a built-in rule as the county set it.
type outSwitch struct {
	Code     string `json:"code"`
	Severity string `json:"severity"`
	Was      string `json:"was"`
	From     string `json:"from"`
	Reason   string `json:"reason"`
	Approver string `json:"approver"`
}

func newOutSwitch(set validate.SetRule) *outSwitch {
	return &outSwitch{set.Rule.Code, set.Switch.As(), set.Rule.Severity.String(), set.Switch.From.String(), set.Switch.Reason, set.Switch.Approver}
}

// setRules are the rules that the county set otherwise: for the period of a result in which findings are listed, all of
// them where the plan is checked.
func (o *output) setRules() []validate.SetRule {
	switch o.command {
	case "issue", "validate", "receive", "status", "merge":
		if !o.period.IsZero() {
			return o.s.Checker.InForce(o.s.Plan, o.period.Last())
		}
	}
	return o.settings
}

func (s *session) newOutput(command string, p calendar.Period) *output {
	return &output{s: s, command: command, period: p, summary: map[string]any{}}
}

func (o *output) line(id string, args ...any) { o.lines = append(o.lines, o.s.words.T(id, args...)) }

// also adds findings to those of the result, unless they could not be had.
func (o *output) also(found []validate.Finding, err error) error {
	if err == nil {
		o.findings = slices.Concat(o.findings, found)
	}
	return err
}

// table adds rows under headings to the text of the result.
func (o *output) table(head []string, rows [][]string) {
	o.lines = append(o.lines, tableText(head, rows))
}

// section adds lines under a title, nothing where there are none.
func (o *output) section(id string, lines []string) {
	if len(lines) > 0 {
		o.lines = append(append(o.lines, "", o.s.words.T(id)), lines...)
	}
}

// saidFirst prints what was done before an error, and gives the error back: what was filed is filed.
func (o *output) saidFirst(err error) error {
	if printed := o.print(); printed != nil && !errors.Is(printed, errFindings) {
		return errors.Join(err, printed)
	}
	return err
}

func (o *output) file(kind, bureau, path string) {
	o.files = append(o.files, outFile{kind, bureau, o.s.ws.Rel(path)})
}

// print writes the result. The error is errFindings where there are errors among the findings.
func (o *output) print() error {
	if o.s.json {
		if err := o.printJSON(); err != nil {
			return err
		}
	} else {
		o.printFindings()
		for _, l := range o.lines {
			fmt.Fprintln(o.s.out, l)
		}
		for _, set := range o.setRules() {
			fmt.Fprintln(o.s.out, report.SetRuleText(set, o.s.words))
		}
	}
	for i := range o.findings {
		if f := &o.findings[i]; f.Severity == workbook.Problem && f.Counts() {
			return errFindings
		}
	}
	return nil
}

func (o *output) printJSON() error {
	v := struct {
		Command  string         `json:"command"`
		Period   string         `json:"period"`
		Files    []outFile      `json:"files"`
		Findings []outFinding   `json:"findings"`
		Summary  map[string]any `json:"summary"`
	}{o.command, o.period.String(), o.files, []outFinding{}, o.summary}
	if v.Files == nil {
		v.Files = []outFile{}
	}
	if set := o.setRules(); len(set) > 0 {
		out := make([]*outSwitch, 0, len(set))
		for _, one := range set {
			out = append(out, newOutSwitch(one))
		}
		o.summary["switches"] = out
	}
	for i := range o.findings {
		f := &o.findings[i]
		message, hint := o.s.findingText(f)
		var switched *outSwitch
		if f.Switch != nil {
			switched = newOutSwitch(validate.SetRule{Rule: o.s.Checker.Rule(f.Code), Switch: f.Switch})
		}
		v.Findings = append(v.Findings, outFinding{f.Code, f.Severity.String(), o.s.bureauName(f.Bureau), f.Period, f.Place.File, f.Place.Sheet,
			f.Place.Cell(), f.Task, f.Field, f.Value, message, hint, f.Answered, f.Waived, f.Reason, f.Approver, besides(f), f.Number() - 1, switched})
	}
	enc := json.NewEncoder(o.s.out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		return fmt.Errorf("print result: %w", err)
	}
	return nil
}

func (s *session) bureauName(code string) string { return s.Plan.Directory.NameOf(code) }

// findingText gives a finding's message and hint in words.
func (s *session) findingText(f *validate.Finding) (message, hint string) {
	return report.FindingText(f, s.Plan, s.Checker, s.words)
}

// printFindings lists findings by file, errors first within a file; the same point in many cells is one line.
func (o *output) printFindings() {
	if len(o.findings) == 0 {
		return
	}
	w := o.s.out
	file := "\x00"
	shownHints := map[string]bool{}
	say := func(f *validate.Finding) string {
		message, _ := o.s.findingText(f)
		return message
	}
	groups := validate.Group(o.findings, say)
	alike := map[string]int{}
	for i := range groups {
		alike[kindOfRemark(&groups[i].Finding)] += groups[i].Number()
	}
	files := filesAlike(groups, say)
	told := map[string]bool{}
	for _, g := range groups {
		f := &g.Finding
		if f.Severity == workbook.Info && o.s.quiet {
			continue
		}
		if f.Place.File != file {
			named, ok := files[f.Place.File]
			if ok && named == nil {
				continue // named with the first of its kind
			}
			if file != "\x00" {
				fmt.Fprintln(w)
			}
			file = f.Place.File
			clear(shownHints)
			for _, name := range append([]string{file}, named...) {
				fmt.Fprintln(w, o.s.paint(text.Bold, name))
			}
		}
		message, hint := o.s.findingText(f)
		if kind := kindOfRemark(f); f.Severity == workbook.Info && alike[kind] > manyRemarks {
			// What is merely said is said once for a kind; errors and warnings are named one by one.
			if told[kind] {
				continue
			}
			told[kind] = true
			plain := *f
			plain.Further = nil // they are counted here
			message, _ = o.s.findingText(&plain)
			message = o.s.words.T("out.alike", "message", message, "n", alike[kind])
		}
		at := f.Place.Sheet
		if g.Cells != "" {
			at += "!" + o.s.words.Listing(g.Cells)
		}
		mark := o.s.severityMark(f)
		fmt.Fprintf(w, "  %s %s  %s\n", mark, at, message)
		if f.Waived || f.Answered {
			// What was let stand needs no advice, but its reason.
			hint = o.s.words.T("out.reason", "reason", f.Reason, "approver", f.Approver)
		}
		if hint != "" && !shownHints[hint] && f.Severity != workbook.Info {
			shownHints[hint] = true
			fmt.Fprintf(w, "      → %s\n", hint)
		}
	}
	errors, warnings, infos := countFindings(o.findings)
	fmt.Fprintln(w)
	fmt.Fprintln(w, o.s.words.T("out.findings", "errors", errors, "warnings", warnings, "infos", infos))
}

// filesAlike finds the files of which one thing alone is to be said, and the same of several: the first of them is given the
// others, and these nil. Forty files that are no workbooks are one message over forty names.
func filesAlike(groups []validate.Grouped, say func(*validate.Finding) string) map[string][]string {
	points := map[string]int{}
	for i := range groups {
		points[groups[i].Place.File]++
	}
	first, out := map[string]string{}, map[string][]string{}
	for i := range groups {
		f := &groups[i].Finding
		if points[f.Place.File] > 1 || f.Severity != workbook.Problem || f.Place.Cell() != "" {
			continue
		}
		key := f.Code + "\x00" + f.Place.Sheet + "\x00" + say(f)
		if name, ok := first[key]; ok {
			out[name], out[f.Place.File] = append(out[name], f.Place.File), nil
			continue
		}
		first[key] = f.Place.File
	}
	return out
}

// manyRemarks is how many remarks of one kind are named one by one.
const manyRemarks = 3

func kindOfRemark(f *validate.Finding) string {
	return f.Place.File + "\x00" + f.Place.Sheet + "\x00" + f.Code
}

func countFindings(fs []validate.Finding) (errors, warnings, infos int) {
	for i := range fs {
		switch f := &fs[i]; {
		case !f.Counts():
			infos += f.Number()
		case f.Severity == workbook.Problem:
			errors += f.Number()
		default:
			warnings += f.Number()
		}
	}
	return
}

func (s *session) severityMark(f *validate.Finding) string {
	word := s.words.T("severity." + f.Severity.String())
	switch {
	case f.Waived:
		word = s.words.T("severity.waived")
	case f.Answered:
		word = s.words.T("severity.answered")
	case f.Severity == workbook.Problem:
		return s.paint(text.FgRed, word)
	case f.Severity == workbook.Warning:
		return s.paint(text.FgYellow, word)
	}
	return s.paint(text.FgHiBlack, word)
}

// paint colours a word on a terminal only.
func (a *app) paint(c text.Color, word string) string {
	if !a.terminal {
		return word
	}
	return c.Sprint(word)
}

// printTable prints rows under headings.
func (a *app) printTable(head []string, rows [][]string) { fmt.Fprintln(a.out, tableText(head, rows)) }

// tableText lays rows out under headings, aligned by the width that Chinese characters take on a terminal; columns of figures
// stand on the right, so that they compare.
func tableText(head []string, rows [][]string) string {
	t, columns := table.NewWriter(), []table.ColumnConfig(nil)
	t.SetStyle(table.StyleLight)
	t.Style().Options.SeparateRows = false
	t.Style().Format.Header = text.FormatDefault
	for i := range head {
		if isFigures(rows, i) {
			columns = append(columns, table.ColumnConfig{Number: i + 1, Align: text.AlignRight, AlignHeader: text.AlignRight})
		}
	}
	t.SetColumnConfigs(columns)
	t.AppendHeader(tableRow(head))
	for _, r := range rows {
		t.AppendRow(tableRow(r))
	}
	return t.Render()
}

// isFigures reports a column that holds figures, and where it does not a dash or nothing.
func isFigures(rows [][]string, column int) bool {
	some := false
	for _, r := range rows {
		if column >= len(r) || r[column] == "" || r[column] == "—" || r[column] == "/" {
			continue
		}
		if _, err := strconv.ParseFloat(strings.TrimSuffix(r[column], "%"), 64); err != nil {
			return false
		}
		some = true
	}
	return some
}

func tableRow(cells []string) table.Row {
	out := make(table.Row, len(cells))
	for i, c := range cells {
		out[i] = strings.ReplaceAll(c, "\n", " ")
	}
	return out
}

// cellFrame is how many characters a table draws around a cell.
const cellFrame = 3

// fit shortens one column so that the whole table is no wider than width, but not below least.
func fit(head []string, rows [][]string, column, width, least int) {
	for c := range head {
		if c == column {
			continue
		}
		widest := text.StringWidth(head[c])
		for _, r := range rows {
			widest = max(widest, text.StringWidth(r[c]))
		}
		width -= widest + cellFrame
	}
	width = max(width-cellFrame-1, least)
	for _, r := range rows {
		r[column] = shorten(r[column], width)
	}
}

// mostWide is how much is shown of what a cell holds, in columns of a terminal.
const mostWide = 60

// aroundContrast is how many letters stand before and behind what differs, where the rest is left out.
const aroundContrast = 8

// contrast shortens two texts to a width so that what differs is in what stays.
func contrast(a, b string, width int) (string, string) {
	if max(text.StringWidth(a), text.StringWidth(b)) <= width {
		return a, b
	}
	x, y := []rune(a), []rune(b)
	head, tail := 0, 0
	for head < min(len(x), len(y)) && x[head] == y[head] {
		head++
	}
	for tail < min(len(x), len(y))-head && x[len(x)-1-tail] == y[len(y)-1-tail] {
		tail++
	}
	part := func(r []rune) string {
		from, to := max(0, head-aroundContrast), min(len(r), len(r)-tail+aroundContrast)
		s := string(r[from:head]) + shorten(string(r[head:len(r)-tail]), width-4*aroundContrast) + string(r[len(r)-tail:to])
		if from > 0 {
			s = "…" + s
		}
		if to < len(r) {
			s += "…"
		}
		return s
	}
	return part(x), part(y)
}

// shorten cuts the middle out of a text that is wider than a terminal's column: what a file is for stands at the beginning
// of its name, what it is at the end.
func shorten(s string, width int) string {
	if text.StringWidth(s) <= width {
		return s
	}
	r := []rune(s)
	head, tail := 0, len(r)
	for room := width - 1; head < tail; {
		// The end gets the smaller half.
		next := r[head]
		fromHead := text.StringWidth(string(r[:head])) <= text.StringWidth(string(r[tail:]))
		if !fromHead {
			next = r[tail-1]
		}
		if room -= text.StringWidth(string(next)); room < 0 {
			break
		}
		if fromHead {
			head++
		} else {
			tail--
		}
	}
	return string(r[:head]) + "…" + string(r[tail:])
}

// sayUnvouched says how many of the workbooks that were looked at are so.
func (s *session) sayUnvouched(o *output, n int) {
	o.summary["seal_unknown"] = n
	if n > 0 {
		o.line("seal.unknown", "n", n, "path", s.ws.Rel(s.KeyPath()))
	}
}

// orEmpty has a list be one for programs though nothing is in it.
func orEmpty(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}
