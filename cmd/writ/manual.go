package main

import (
	"os"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

func newManual(sh *shell) *cobra.Command {
	return &cobra.Command{
		Use:     "man DIR",
		Short:   "Write the manual pages",
		Example: "  writ man /usr/local/share/man/man1",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := os.MkdirAll(args[0], 0o755); err != nil {
				return later(err)
			}
			date := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC) // fixed, so that two builds write the same pages
			head := &doc.GenManHeader{Title: "WRIT", Section: "1", Source: "writ " + version, Date: &date}
			if err := doc.GenManTree(cmd.Root(), head, args[0]); err != nil {
				return later(err)
			}
			return sh.result(map[string]any{"written": args[0]}, "wrote the manual pages to %s", args[0])
		},
	}
}
