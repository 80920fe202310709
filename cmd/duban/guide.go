package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"duban/report/score"
	"duban/templates"
	"duban/workbook"
)

func (a *app) guideCmd() *cobra.Command {
	var clerk, rules, scoring bool
	c := &cobra.Command{
		Use: "guide", Short: a.words.T("cmd.guide"), Long: a.words.T("cmd.guide-long"), Args: a.args(0, 0),
		RunE: func(*cobra.Command, []string) error {
			if scoring {
				a.scoringGuide()
				return nil
			}
			name := "coordinator"
			switch {
			case clerk:
				name = "clerk"
			case rules:
				name = "rules"
			}
			fmt.Fprint(a.out, templates.Guide(a.words.Lang, name))
			return nil
		},
	}
	c.Flags().BoolVar(&clerk, "clerk", false, a.words.T("flag.clerk"))
	c.Flags().BoolVar(&rules, "rules", false, a.words.T("flag.rules"))
	c.Flags().BoolVar(&scoring, "scoring", false, a.words.T("flag.scoring"))
	return c
}

// scoringGuide lists what a scheme may be written with: the built-in methods, their parameters, and the inputs by the grain of an
// item's rows.
func (a *app) scoringGuide() {
	t := a.words.T
	fmt.Fprintf(a.out, "# %s\n\n", t("scoringguide.methods"))
	for _, m := range score.BuiltInMethods(a.words) {
		fmt.Fprintf(a.out, "%s\n  %s\n  %s\n", m.Name, m.Source, m.Explain)
	}
	fmt.Fprintf(a.out, "\n# %s\n\n", t("scoringguide.parameters"))
	for _, p := range workbook.BuiltInParameters() {
		name := p.Zh
		if a.words.Lang == "en" {
			name = p.En
		}
		fmt.Fprintf(a.out, "%s %v\n", name, p.Value)
	}
	fmt.Fprintf(a.out, "\n# %s\n\n", t("scoringguide.inputs"))
	for _, grain := range []string{workbook.GrainTask, workbook.GrainTaskPeriod, workbook.GrainBureau, workbook.GrainPeriod, workbook.GrainReporting, workbook.GrainIndicator,
		workbook.GrainEvent, workbook.GrainAdjustment, workbook.GrainRating, workbook.GrainGroup} {
		var names []string
		for _, in := range workbook.SchemeInputs() {
			if in.Has(grain) {
				names = append(names, in.Name(a.words.Lang))
			}
		}
		fmt.Fprintf(a.out, "%s: %s\n", a.words.ChoiceLabel("grain", grain), strings.Join(names, t("scorebook.join")))
	}
}
