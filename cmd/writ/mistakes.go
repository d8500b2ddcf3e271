package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// arrange gives every command its words for what is typed wrong: a command that holds others names the nearest of
// them, and one that takes arguments says which. What was typed is never quoted: it may be a number asked for.
func arrange(c *cobra.Command) {
	for _, sub := range c.Commands() {
		arrange(sub)
	}
	if c.HasSubCommands() && c.RunE == nil {
		c.Args = cobra.ArbitraryArgs
		c.FParseErrWhitelist.UnknownFlags = true // the command is wrong before its flags are
		c.RunE = wrongCommand
		return
	}
	check := c.Args
	if check == nil {
		return
	}
	c.Args = func(cmd *cobra.Command, args []string) error {
		if check(cmd, args) != nil {
			return usage("it is written: %s; see %s --help", cmd.UseLine(), cmd.CommandPath())
		}
		return nil
	}
}

func wrongCommand(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		if !c.HasParent() {
			return c.Help()
		}
		return usage("%s takes one of: %s", c.CommandPath(), strings.Join(names(c), ", "))
	}
	return usage("%s has no such command; %s; see %s --help", c.CommandPath(), orNearest(args[0], "it has: ", names(c)), c.CommandPath())
}

func names(c *cobra.Command) []string {
	var out []string
	for _, sub := range c.Commands() {
		if sub.IsAvailableCommand() {
			out = append(out, sub.Name())
		}
	}
	return out
}

// flagWords says what is wrong with the flags.
func flagWords(c *cobra.Command, err error) error {
	var (
		unknown *pflag.NotExistError
		lacking *pflag.ValueRequiredError
		value   *pflag.InvalidValueError
		syntax  *pflag.InvalidSyntaxError
		problem = "a flag can't be read"
	)
	switch {
	case errors.As(err, &unknown):
		problem = "there is no such flag; " + orNearest(unknown.GetSpecifiedName(), "there are: ", flags(c))
	case errors.As(err, &lacking):
		problem = "--" + lacking.GetFlag().Name + " needs a value"
	case errors.As(err, &value):
		problem = fmt.Sprintf("the value of --%s is none of its kind (%s)", value.GetFlag().Name, value.GetFlag().Value.Type())
	case errors.As(err, &syntax):
		problem = "a flag is written --name value"
	}
	return usage("%s; see %s --help", problem, c.CommandPath())
}

func flags(c *cobra.Command) []string {
	var out []string
	c.Flags().VisitAll(func(f *pflag.Flag) { out = append(out, "--"+f.Name) })
	return out
}

// orNearest names the nearest of the words, or all of them where none is near.
func orNearest(typed, all string, known []string) string {
	best, least := "", 3
	for _, k := range known {
		bare := strings.TrimPrefix(k, "--")
		d := distance(strings.ToLower(typed), bare)
		if len(typed) > 1 && strings.HasPrefix(bare, strings.ToLower(typed)) {
			d = min(d, 1)
		}
		if d < least && d < len(bare) {
			best, least = k, d
		}
	}
	if best == "" {
		return all + strings.Join(known, ", ")
	}
	return "the nearest is " + best
}

// distance counts the letters to change, add or leave out between two words.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		last := slices.Clone(row)
		row[0] = i + 1
		for j := range len(b) {
			change := last[j]
			if a[i] != b[j] {
				change++
			}
			row[j+1] = min(change, last[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)]
}

// newHelp shows the help of a command.
func newHelp() *cobra.Command {
	return &cobra.Command{
		Use:     "help [COMMAND]",
		Short:   "Help about any command",
		Example: "  writ help case read",
		RunE: func(c *cobra.Command, args []string) error {
			found, rest, err := c.Root().Find(args)
			if err != nil || len(rest) > 0 {
				if found == nil {
					found = c.Root()
				}
				return wrongCommand(found, rest)
			}
			return found.Help()
		},
	}
}
