package main

import (
	"os"

	"github.com/spf13/cobra"

	"writ/role/demo"
)

func newDemo(sh *shell) *cobra.Command {
	var out string
	c := &cobra.Command{
		Use:   "demo --out DIR",
		Short: "See it all on real records, explained while it runs",
		Long: `Runs five demands on records that Kamailio and FreeRADIUS wrote, explains what happens and why, and checks itself.

It leaves packages/*.lap, letters/, ledger/, agency.key (opens the packages), signer.pub and report.html. Its clock is
fixed, and it says so.`,
		Example: "  writ demo --out demo-out",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if out == "" {
				return usage("--out is missing: name a folder that is empty or not there yet")
			}
			if left, err := os.ReadDir(out); err == nil && len(left) > 0 {
				return usage("the folder of --out is not empty; name one that is, or is not there yet")
			}
			show := sh.out
			if sh.json {
				show = sh.err
			}
			if err := demo.Run(cmd.Context(), out, show); err != nil {
				return notSo(err)
			}
			if sh.json {
				return sh.result(map[string]any{"ok": true, "out": out}, "")
			}
			return nil
		},
	}
	c.Flags().StringVar(&out, "out", "", "the folder to make")
	return c
}
