package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"duban/cmd/duban/round"
	"duban/report"
	"duban/report/rulebook"
	"duban/templates"
	"duban/validate"
	"duban/workbook"
)

// rulesOptions say which rules are shown, and how.
type rulesOptions struct {
	code     string
	on       string
	markdown bool
}

func (a *app) rulesCmd() *cobra.Command {
	var o rulesOptions
	c := &cobra.Command{
		Use: a.words.T("use.rules"), Short: a.words.T("cmd.rules"), Long: a.words.T("cmd.rules-long"), Args: a.args(0, 1),
		Example: a.words.T("sample.rules"),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 1 {
				o.code = args[0]
			}
			return a.showRules(o)
		},
	}
	c.Flags().StringVar(&o.on, "on", "", a.words.T("flag.on"))
	c.Flags().BoolVar(&o.markdown, "markdown", false, a.words.T("flag.markdown"))
	return c
}

// ruleList is the catalogue as shown: in words, with the settings of the workspace's county.
type ruleList struct {
	*app
	book *rulebook.Book
	// set are the county's settings, the earliest first; own are its own rules.
	set []validate.SetRule
	own []workbook.Rule
	// sheets gives the names of the forms that the county's rules are about.
	sheets map[string]string
}

// showRules shows one rule in full, or lists the rules for an occasion, or all.
func (a *app) showRules(o rulesOptions) error {
	rules := validate.Catalogue()
	l, err := a.ruleList()
	if err != nil {
		return err
	}
	switch {
	case o.code != "":
		i := slices.IndexFunc(rules, func(r validate.Rule) bool { return strings.EqualFold(r.Code, strings.TrimSpace(o.code)) })
		if i < 0 {
			codes := make([]string, len(rules))
			for i := range rules {
				codes[i] = rules[i].Code
			}
			return a.usage("usage.rule", "code", o.code, "near", workbook.Nearest(o.code, codes))
		}
		rules, l.own = rules[i:i+1], nil
	case o.on != "":
		on, ok := a.occasion(o.on)
		if !ok {
			return a.usage("usage.occasion", "value", o.on, "known", strings.Join(a.occasions(), a.words.T("rules.comma")))
		}
		rules = slices.DeleteFunc(rules, func(r validate.Rule) bool { return !slices.Contains(r.On(), on) })
		if on == validate.OnPlan || on == validate.OnMerge {
			l.own = nil
		}
	}
	switch {
	case a.json:
		return l.json(rules)
	case o.markdown:
		fmt.Fprint(a.out, l.book.Page(rules))
		return nil
	case o.code != "":
		l.whole(&rules[0])
		return nil
	}
	l.lines(rules)
	return nil
}

// occasions lists the words for the occasions: those of the language and, for scripts, the catalogue's own.
func (a *app) occasions() []string {
	var out []string
	for _, o := range validate.Occasions() {
		out = append(out, a.words.T("occasion."+string(o))+" "+string(o))
	}
	return out
}

func (a *app) occasion(word string) (validate.Occasion, bool) {
	for _, o := range validate.Occasions() {
		if word == string(o) || word == a.words.T("occasion."+string(o)) {
			return o, true
		}
	}
	return "", false
}

// ruleList adds the county's settings and rules if there is a workspace; the catalogue can be read anywhere.
func (a *app) ruleList() (*ruleList, error) {
	zh, err := a.catalogue(templates.Languages()[0])
	if err != nil {
		return nil, err
	}
	l := &ruleList{app: a, book: rulebook.New(a.words, zh), sheets: map[string]string{}}
	if _, err := a.findWorkspace(a.dir); errors.Is(err, round.ErrNoWorkspace) {
		return l, nil
	}
	s, err := a.open(false)
	if err != nil {
		return nil, err
	}
	defer s.close()
	l.set, l.own = s.Checker.Settings(s.Plan), s.Plan.Rules
	for _, f := range s.Forms.All() {
		l.sheets[f.Key] = f.Sheet
	}
	return l, nil
}

// county gives, line by line, what the county set a rule to.
func (l *ruleList) county(r *validate.Rule) []string {
	var out []string
	for _, set := range l.set {
		if set.Rule.Code == r.Code {
			out = append(out, report.SetRuleText(set, l.words))
		}
	}
	return out
}

// lines lists rules by scope, one to a line, followed by the county's own.
func (l *ruleList) lines(rules []validate.Rule) {
	t := l.words.T
	for _, scope := range validate.Scopes() {
		first := true
		for i := range rules {
			r := &rules[i]
			if r.Scope != scope {
				continue
			}
			if first {
				fmt.Fprintf(l.out, "%s\n", t("context."+string(scope)))
				first = false
			}
			fmt.Fprintf(l.out, "  %s  [%s]  %s\n", r.Code, t("severity."+r.Severity.String()), l.book.Message(r))
			for _, c := range l.county(r) {
				fmt.Fprintf(l.out, "      %s\n", c)
			}
		}
	}
	if len(l.own) > 0 {
		fmt.Fprintln(l.out, t("rules.own"))
	}
	for i := range l.own {
		r := &l.own[i]
		fmt.Fprintf(l.out, "  %s\n      %s\n", t("rules.own-line", "code", r.Code, "severity", t("severity."+r.Severity.String()), "sheet", l.sheets[r.Form],
			"from", r.From.String(), "message", r.Message), r.Source)
	}
	fmt.Fprintln(l.out, t("rules.count", "n", len(rules)+len(l.own)))
}

// whole shows one rule with its examples.
func (l *ruleList) whole(r *validate.Rule) {
	t := l.words.T
	fmt.Fprintf(l.out, "%s\n%s\n", r.Code, l.book.Message(r))
	if hint := l.book.Hint(r); hint != "" {
		fmt.Fprintf(l.out, "→ %s\n", hint)
	}
	fmt.Fprintf(l.out, "%s\n", strings.Join(l.book.Facts(r), " · "))
	for _, c := range l.county(r) {
		fmt.Fprintln(l.out, c)
	}
	for _, f := range l.book.Formulas(r) {
		fmt.Fprintf(l.out, "\n%s\n  %s\n", t("rules.formula", "sheet", f.Sheet), f.Source)
	}
	for _, e := range []struct {
		title string
		of    validate.Example
	}{{"rules.good", r.Good}, {"rules.bad", r.Bad}} {
		fmt.Fprintf(l.out, "\n%s\n", t(e.title))
		for _, table := range l.book.Tables(e.of) {
			fmt.Fprintln(l.out, table.Title)
			if len(table.Rows) > 0 {
				rows := make([][]string, len(table.Rows))
				for i, row := range table.Rows {
					for _, c := range row {
						text := c.Text
						if c.Marked {
							text = strings.TrimSpace(validate.Mark + " " + text)
						}
						rows[i] = append(rows[i], text)
					}
				}
				l.printTable(rows[0], rows[1:])
			}
		}
	}
}

// jsonRule is a rule for other programs; examples are pipe tables.
type jsonRule struct {
	Code       string              `json:"code"`
	Severity   string              `json:"severity"`
	Scope      validate.Scope      `json:"scope"`
	Since      string              `json:"since"`
	On         []validate.Occasion `json:"on"`
	Switchable bool                `json:"switchable"`
	Message    string              `json:"message"`
	Hint       string              `json:"hint"`
	Formulas   []jsonFormula       `json:"formulas"`
	Good       jsonExample         `json:"good"`
	Bad        jsonExample         `json:"bad"`
	County     []*outSwitch        `json:"county"`
}

type jsonFormula struct {
	Sheet   string `json:"sheet"`
	Formula string `json:"formula"`
}

type jsonExample struct {
	Plan   string            `json:"plan,omitempty"`
	Return string            `json:"return,omitempty"`
	Prior  []string          `json:"prior,omitempty"`
	Others map[string]string `json:"others,omitempty"`
	File   string            `json:"file,omitempty"`
}

type jsonOwnRule struct {
	Code     string `json:"code"`
	Severity string `json:"severity"`
	Sheet    string `json:"sheet"`
	From     string `json:"from"`
	Message  string `json:"message"`
	Formula  string `json:"formula"`
}

func (l *ruleList) json(rules []validate.Rule) error {
	out := struct {
		Command string        `json:"command"`
		Rules   []jsonRule    `json:"rules"`
		Own     []jsonOwnRule `json:"own"`
	}{"rules", []jsonRule{}, []jsonOwnRule{}}
	example := func(e validate.Example) jsonExample {
		j := jsonExample{Plan: e.Plan, Return: e.Return, Prior: e.Prior, File: e.File}
		for _, o := range e.Others {
			if j.Others == nil {
				j.Others = map[string]string{}
			}
			j.Others[o.Bureau] = o.Return
		}
		return j
	}
	for i := range rules {
		r := &rules[i]
		j := jsonRule{Code: r.Code, Severity: r.Severity.String(), Scope: r.Scope, Since: r.Since, On: r.On(), Switchable: r.Switchable(),
			Message: l.book.Message(r), Hint: l.book.Hint(r), Formulas: []jsonFormula{}, Good: example(r.Good), Bad: example(r.Bad), County: []*outSwitch{}}
		for _, f := range l.book.Formulas(r) {
			j.Formulas = append(j.Formulas, jsonFormula{f.Sheet, f.Source})
		}
		for _, set := range l.set {
			if set.Rule.Code == r.Code {
				j.County = append(j.County, newOutSwitch(set))
			}
		}
		out.Rules = append(out.Rules, j)
	}
	for i := range l.own {
		r := &l.own[i]
		out.Own = append(out.Own, jsonOwnRule{r.Code, r.Severity.String(), l.sheets[r.Form], r.From.String(), r.Message, r.Source})
	}
	enc := json.NewEncoder(l.out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(out)
}
