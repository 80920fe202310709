package main

import (
	"fmt"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
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
		section("help.flags", flagLines(c.LocalFlags())...)
	}
	if c.HasAvailableInheritedFlags() {
		section("help.common", flagLines(c.InheritedFlags())...)
	}
	return b.String()
}

// flagLines lists flags with their values in words, aligned by the width of Chinese characters on a terminal. Our texts name the defaults
// themselves.
func flagLines(flags *pflag.FlagSet) []string {
	var heads, texts []string
	widest := 0
	flags.VisitAll(func(f *pflag.Flag) {
		head := "      --" + f.Name
		if f.Shorthand != "" {
			head = "  -" + f.Shorthand + ", --" + f.Name
		}
		value, usage := pflag.UnquoteUsage(f)
		if value != "" {
			head += " " + value
		}
		heads, texts = append(heads, head), append(texts, usage)
		widest = max(widest, text.StringWidthWithoutEscSequences(head))
	})
	lines := make([]string, len(heads))
	for i, head := range heads {
		lines[i] = text.Pad(head, widest, ' ') + "   " + texts[i]
	}
	return lines
}
