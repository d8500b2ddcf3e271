package main

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"writ/role/keeper"
)

func newCaseList(sh *shell) *cobra.Command {
	c := &cobra.Command{Use: "list", Short: "All cases, the oldest first, with their deadlines", Example: "  writ case list --home H", Args: cobra.NoArgs}
	w := whereFlags(c, sh)
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		return w.with(cmd.Context(), sh, func(k *keeper.Keeper) error {
			told, err := k.Ring(cmd.Context())
			if err != nil {
				return err
			}
			for _, t := range told {
				sh.say("%s", t)
			}
			all, err := k.List(cmd.Context())
			if err != nil {
				return err
			}
			for _, s := range all {
				if err := sh.result(map[string]any{"case": s.ID, "version": s.Version, "state": s.State, "registered": s.Registered, "deadline": instant(s.Clocks.Deadline), "overdue": s.Clocks.Overdue},
					"%s  %-10s registered %s  due %s", s.ID, s.State, instant(s.Registered), instant(s.Clocks.Deadline)); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return c
}

// instant writes a time for people, or a dash.
func instant(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.UTC().Format("2006-01-02 15:04Z")
}

func newCaseShow(sh *shell) *cobra.Command {
	return caseCommand(sh, "show", "Where a case stands, what happened, and what the law said", "writ case show 4f1c…",
		func(ctx context.Context, k *keeper.Keeper, id string) error {
			c, err := k.Case(ctx, id)
			if err != nil {
				return err
			}
			if sh.json {
				return sh.result(map[string]any{"case": c.ID, "version": c.Version, "state": c.State, "clocks": c.Clocks, "history": c.History}, "")
			}
			sh.line("case %s, version %d: %s", c.ID, c.Version, c.State)
			if !c.Clocks.Deadline.IsZero() {
				sh.line("due before %s", instant(c.Clocks.Deadline))
			}
			for _, h := range c.History {
				sh.line("  %s  %-12s %s", instant(h.At), h.Who, h.Note)
			}
			if c.Decision == nil {
				return nil
			}
			d, err := k.Explained(ctx, id)
			if err != nil {
				return err
			}
			return explain(sh, d)
		})
}
