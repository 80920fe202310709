package main

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"duban/validate"
)

func (a *app) rulesCmd() *cobra.Command {
	return &cobra.Command{
		Use: "rules", Short: a.words.T("cmd.rules"), Long: a.words.T("cmd.rules-long"), Args: a.args(0, 0),
		RunE: func(*cobra.Command, []string) error {
			return a.printRules(validate.Catalogue())
		},
	}
}

// printRules lists the catalogue: each rule's code, severity, scope, and what it says. What a message quotes stands as ….
func (a *app) printRules(catalogue []validate.Rule) error {
	t := a.words.T
	says := func(id string, r *validate.Rule) string {
		var args []any
		for _, p := range append(validate.Standard(), r.Places...) {
			args = append(args, p, "…")
		}
		return t(id+r.Code, args...)
	}
	if a.json {
		out := []map[string]any{}
		for i := range catalogue {
			r := &catalogue[i]
			out = append(out, map[string]any{"code": r.Code, "severity": r.Severity.String(), "scope": r.Scope, "since": r.Since,
				"message": says("finding.", r), "hint": says("hint.", r), "forms": r.Forms, "formulas": r.Sources})
		}
		enc := json.NewEncoder(a.out)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return enc.Encode(out)
	}
	for i := range catalogue {
		r := &catalogue[i]
		fmt.Fprintf(a.out, "%s  [%s · %s]\n  %s\n", r.Code, t("severity."+r.Severity.String()), t("context."+string(r.Scope)), says("finding.", r))
		for _, f := range r.Sources {
			fmt.Fprintf(a.out, "  %s\n", f)
		}
		fmt.Fprintf(a.out, "  → %s\n", says("hint.", r))
	}
	fmt.Fprintln(a.out, t("rules.count", "n", len(catalogue)))
	return nil
}
