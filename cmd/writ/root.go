package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"
)

// run carries out one command line and gives its exit code.
func run(ctx context.Context, args []string, sh *shell) int {
	sh.hide = protectedIn(args)
	root := newRoot(sh)
	root.SetArgs(args)
	root.SetIn(sh.in)
	root.SetOut(sh.out)
	root.SetErr(sh.err)
	err := root.ExecuteContext(ctx)
	if err != nil && !errors.Is(err, errQuiet) {
		fmt.Fprintln(sh.err, sh.masked(words(err)))
	}
	return codeOf(err)
}

func newRoot(sh *shell) *cobra.Command {
	c := &cobra.Command{
		Use:   "writ",
		Short: "Answer the law: exactly what the order allows, never more, never less, on time, provably",
		Long: `writ answers subpoenas, court orders and production orders for communication service providers.

A demand becomes a case; it is read twice, verified, decided by the law as data, approved by two people;
exactly what the decision opens leaves, sealed to the agency, and anyone can check it offline years later.

Exit codes: 0 done and true; 1 the thing checked is not so; 2 usage or input error; 3 could not be done now, try again.`,
		Example: `  writ demo --out demo-out                   see it all on real records
  writ decide --explain case.yaml            what may and must leave, and on which provision
  writ package verify --signer signer.pub --identity agency.key FILE.lap`,
		SilenceUsage:  true,
		SilenceErrors: true,
		Version:       version,
		PersistentPreRunE: func(*cobra.Command, []string) error {
			return sh.configure()
		},
	}
	c.PersistentFlags().BoolVar(&sh.json, "json", false, "print results as JSON: one object, or a line each where there are many")
	c.PersistentFlags().StringVar(&sh.configFile, "config", sh.env(configVar), "a configuration that says where things are (or "+configVar+")")
	c.SetHelpCommand(newHelp())
	c.AddCommand(commands(sh)...)
	c.SetFlagErrorFunc(flagWords)
	c.InitDefaultCompletionCmd()
	arrange(c)
	return c
}

func commands(sh *shell) []*cobra.Command {
	return []*cobra.Command{newInit(sh), newPerson(sh), newIngest(sh), newQuarantine(sh), newRequest(sh), newCase(sh), newPackage(sh), newLetter(sh),
		newDemo(sh), newDecide(sh), newDecode(sh), newAssess(sh), newPacks(sh), newLedger(sh), newLemf(sh), newManual(sh), newConfig(sh)}
}
