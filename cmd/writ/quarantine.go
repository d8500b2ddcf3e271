package main

import (
	"github.com/spf13/cobra"

	"writ/role/keeper"
)

func newQuarantine(sh *shell) *cobra.Command {
	c := &cobra.Command{
		Use:   "quarantine",
		Short: "What ingest refused: file, record, line, what is wrong, what to do",
		Long: `Lists every record that ingest refused: the file's number, its feed, the record's number and line, what is wrong with it and
what to do. What stood in it is kept sealed and not shown (docs/formats/quarantine.md). It needs no passphrase.`,
		Example: "  writ quarantine --home H",
		Args:    cobra.NoArgs,
	}
	w := whereFlags(c, sh)
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		if err := w.resolve(); err != nil {
			return err
		}
		all, err := keeper.Refused(cmd.Context(), w.home, w.tenant)
		if err != nil {
			return kindOf(err)
		}
		for _, f := range all {
			for _, r := range f.Records {
				if err := sh.result(map[string]any{"file": f.File, "feed": f.Feed, "record": r.Record, "line": r.Line, "problem": r.Problem, "fix": r.Fix},
					"file %d (%s), record %d, line %d: %s; %s", f.File, f.Feed, r.Record, r.Line, r.Problem, r.Fix); err != nil {
					return err
				}
			}
		}
		return nil
	}
	return c
}
