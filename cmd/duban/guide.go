package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"duban/templates"
)

func (a *app) guideCmd() *cobra.Command {
	var clerk, rules bool
	c := &cobra.Command{
		Use: "guide", Short: a.words.T("cmd.guide"), Long: a.words.T("cmd.guide-long"), Args: a.args(0, 0),
		RunE: func(*cobra.Command, []string) error {
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
	return c
}
