package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// help prints what a command does and how it is called.
func (a *app) help(c *cobra.Command, _ []string) {
	about := c.Long
	if about == "" {
		about = c.Short
	}
	if about = strings.TrimRight(about, " \n"); about != "" {
		fmt.Fprint(a.out, about, "\n\n")
	}
	fmt.Fprint(a.out, a.usageText(c))
}

// usageOf prints how a command is called.
func (a *app) usageOf(c *cobra.Command) error {
	_, err := fmt.Fprint(c.OutOrStderr(), a.usageText(c))
	return err
}

// usageText gives the usage of a command in cobra's layout and the reader's language.
func (a *app) usageText(c *cobra.Command) string {
	c.InitDefaultHelpFlag()
	c.Flags().Lookup("help").Usage = a.words.T("flag.help")
	var b strings.Builder
	section := func(id string, lines ...string) {
		if b.Len() > 0 {
			b.WriteString("\n")
		}
		b.WriteString(a.words.T(id) + "\n" + strings.Join(lines, "\n") + "\n")
	}
	var calls, commands []string
	if c.Runnable() {
		calls = append(calls, "  "+c.UseLine())
	}
	for _, sub := range c.Commands() {
		if sub.IsAvailableCommand() {
			commands = append(commands, fmt.Sprintf("  %-*s %s", sub.NamePadding(), sub.Name(), sub.Short))
		}
	}
	if commands != nil {
		calls = append(calls, "  "+c.CommandPath()+" "+a.words.T("help.command"))
	}
	section("help.usage", calls...)
	if c.HasExample() {
		section("help.examples", c.Example)
	}
	if commands != nil {
		section("help.commands", commands...)
	}
	if c.HasAvailableLocalFlags() {
		section("help.flags", strings.TrimRight(c.LocalFlags().FlagUsages(), " \n"))
	}
	if c.HasAvailableInheritedFlags() {
		section("help.common", strings.TrimRight(c.InheritedFlags().FlagUsages(), " \n"))
	}
	return b.String()
}
