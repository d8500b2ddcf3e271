package main

import (
	"context"
	"path/filepath"

	"github.com/spf13/cobra"

	"writ/role/keeper"
)

func newCaseDryRun(sh *shell) *cobra.Command {
	return caseCommand(sh, "dry-run", "Count what would leave, after the first approval, once a version; it stands on the ledger",
		"writ case dry-run 4f1c…", func(ctx context.Context, k *keeper.Keeper, id string) error {
			p, err := k.DryRun(ctx, id)
			if err != nil {
				return err
			}
			for _, t := range p.Totals {
				if err := sh.result(map[string]any{"ask": t.Ask + 1, "category": t.Category, "rows": t.Rows}, "ask %d, %s: %d rows would leave", t.Ask+1, t.Category, t.Rows); err != nil {
					return err
				}
			}
			for _, f := range p.Findings {
				if err := sh.result(map[string]any{"ask": f.Ask + 1, "ground": f.Ground}, "ask %d: nothing would leave: %s", f.Ask+1, f.Ground); err != nil {
					return err
				}
			}
			return nil
		})
}

func newCaseRun(sh *shell) *cobra.Command {
	return caseCommand(sh, "run", "Read the rows, make the package, seal it; or write the letter",
		"writ case run 4f1c…", func(ctx context.Context, k *keeper.Keeper, id string) error {
			m, err := k.Run(ctx, id)
			if err != nil {
				return err
			}
			return sh.result(map[string]any{"package": m.Package, "letter": m.Letter}, "%s", joinNonEmpty("\n", m.Package, m.Letter))
		})
}

func newCaseDeliver(sh *shell) *cobra.Command {
	var to string
	c := caseCommand(sh, "deliver", "Hand the package over into a folder; the receipt stands on the ledger",
		"writ case deliver 4f1c… --to /srv/handover/agency", func(ctx context.Context, k *keeper.Keeper, id string) error {
			dir := to
			if dir == "" {
				dir = sh.conf.Deliver
			}
			if dir == "" {
				dir = k.DefaultDelivery()
			}
			dir, err := filepath.Abs(dir)
			if err != nil {
				return err
			}
			path, err := k.Deliver(ctx, id, dir)
			if err != nil {
				return err
			}
			return sh.result(map[string]any{"delivered": path}, "%s", path)
		})
	c.Flags().StringVar(&to, "to", "", "the folder; default: HOME/tenants/TENANT/delivered")
	return c
}

func newCaseClarify(sh *shell) *cobra.Command {
	return caseCommand(sh, "clarify", "Write the letter that asks the issuer what is unclear",
		"writ case clarify 4f1c…", func(ctx context.Context, k *keeper.Keeper, id string) error {
			m, err := k.Run(ctx, id)
			if err != nil {
				return err
			}
			return sh.result(map[string]any{"letter": m.Letter}, "%s", m.Letter)
		})
}
