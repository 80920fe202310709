package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/jedib0t/go-pretty/v6/text"

	"duban/report"
	"duban/validate"
	"duban/workbook"
	"duban/workbook/calendar"
)

// output is a verb's result: the files it wrote, the findings, and figures. It prints as text for people, and as one object with
// --json.
type output struct {
	s        *session
	command  string
	period   calendar.Period
	files    []outFile
	findings []validate.Finding
	summary  map[string]any
	// lines are the text of the result besides its findings.
	lines []string
	// settings are all rules that the county set, if the plan itself is checked.
	settings []validate.SetRule
	// compared are the periods for which the findings include contradictions between returns.
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
	// Reason and Approver say why the finding was waived and by whom; Beside are further cells that it is about.
	Reason   string   `json:"reason,omitempty"`
	Approver string   `json:"approver,omitempty"`
	Beside   []string `json:"beside,omitempty"`
	// Further is how many more findings of the same kind are not listed.
	Further int `json:"further,omitempty"`
	// Switched is the county's setting of the rule, if it has one.
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

// setRules lists the rules that the county set differently: those in force in the period of a result that lists findings, or all of
// them when the plan is checked.
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

// also adds findings to those of the result, unless there was an error.
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

// section adds lines under a title, nothing if there are none.
func (o *output) section(id string, lines []string) {
	if len(lines) > 0 {
		o.lines = append(append(o.lines, "", o.s.words.T(id)), lines...)
	}
}

// saidFirst prints what was done before an error, and returns the error: what was filed is filed.
func (o *output) saidFirst(err error) error {
	if printed := o.print(); printed != nil && !errors.Is(printed, errFindings) {
		return errors.Join(err, printed)
	}
	return err
}

func (o *output) file(kind, bureau, path string) {
	o.files = append(o.files, outFile{kind, bureau, o.s.ws.Rel(path)})
}

// print writes the result. The error is errFindings if any finding is an error.
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

// paint colours a word, on a terminal only.
func (a *app) paint(c text.Color, word string) string {
	if !a.terminal {
		return word
	}
	return c.Sprint(word)
}

// sayUnvouched says how many of the examined workbooks have a seal that cannot be checked, because its key is gone.
func (s *session) sayUnvouched(o *output, n int) {
	o.summary["seal_unknown"] = n
	if n > 0 {
		o.line("seal.unknown", "n", n, "path", s.ws.Rel(s.KeyPath()))
	}
}

// orEmpty gives programs an empty list in place of nil.
func orEmpty(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}
