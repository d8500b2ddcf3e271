package main

import (
	"github.com/spf13/cobra"

	"writ/outside/lap"
)

func newPackageOpen(sh *shell) *cobra.Command {
	var f verifyFlags
	var out string
	c := &cobra.Command{
		Use:   "open FILE --identity KEYFILE --out DIR",
		Short: "Check a package and unpack it, as the agency does",
		Long: `Checks a package as ` + "`writ package verify`" + ` does, and, when it is intact, unpacks it into a new folder: the report (HTML and
PDF), the rows (JSON Lines, and tables for spreadsheets), what was asked and decided, who approved, and the proofs.`,
		Example: "  writ package open --identity agency.key --signer signer.pub --out opened 4f1c….lap",
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if f.identity == "" || out == "" {
				return usage("--identity and --out are needed")
			}
			if err := verifyPackages(&shell{in: sh.in, out: sh.err, err: sh.err, now: sh.now, env: sh.env}, f, args); err != nil {
				return err
			}
			key, err := readOptional(f.identity)
			if err != nil {
				return err
			}
			if err := lap.Unpack(args[0], key, out); err != nil {
				return err
			}
			return sh.result(map[string]any{"opened": out}, "%s", out)
		},
	}
	c.Flags().StringVar(&f.identity, "identity", "", "the agency's age identity file")
	c.Flags().StringVar(&f.signer, "signer", "", "the provider's signer.pub")
	c.Flags().StringVar(&out, "out", "", "the folder to make")
	return c
}
