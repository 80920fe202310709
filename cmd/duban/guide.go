package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"duban/templates"
)

func (a *app) guideCmd() *cobra.Command {
	var clerk bool
	c := &cobra.Command{
		Use: "guide", Short: a.words.T("cmd.guide"), Long: a.words.T("cmd.guide-long"), Args: a.args(0, 0),
		RunE: func(*cobra.Command, []string) error {
			name := "coordinator"
			if clerk {
				name = "clerk"
			}
			fmt.Fprint(a.out, templates.Guide(a.words.Lang, name))
			return nil
		},
	}
	c.Flags().BoolVar(&clerk, "clerk", false, a.words.T("flag.clerk"))
	return c
}
