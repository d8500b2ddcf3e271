package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"writ/ledger"
	"writ/outside/tiles"
)

func newLedger(sh *shell) *cobra.Command {
	c := &cobra.Command{Use: "ledger", Short: "Check the append-only log under every case", Example: "  writ ledger verify demo-out/ledger"}
	c.AddCommand(newLedgerVerify(sh))
	return c
}

func newLedgerVerify(sh *shell) *cobra.Command {
	var seen []string
	var key string
	c := &cobra.Command{
		Use:   "verify DIR [--seen CHECKPOINT]...",
		Short: "Check every entry, hash and signature of a ledger, offline",
		Long: `Checks every frame, entry, unique key, instant, hash, signature and tile of the ledger in DIR.

Rollback, fork and re-signing can be found only by comparing with a checkpoint that was kept elsewhere: give each with
--seen. Without one the command says that it can't tell. Without --key it takes the key that lies beside the ledger.`,
		Example: "  writ ledger verify demo-out/ledger --seen checkpoint-of-last-month",
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			return ledgerVerify(sh, args[0], key, seen)
		},
	}
	c.Flags().StringArrayVar(&seen, "seen", nil, "a checkpoint kept elsewhere (a file); may be given more than once")
	c.Flags().StringVar(&key, "key", "", "file with the ledger's verification key, kept elsewhere")
	return c
}

func ledgerVerify(sh *shell, dir, keyFile string, seenFiles []string) error {
	var notes [][]byte
	for _, f := range seenFiles {
		b, err := os.ReadFile(f)
		if err != nil {
			return fmt.Errorf("read the checkpoint: %w", err)
		}
		notes = append(notes, b)
	}
	vkey, err := readSmall(keyFile)
	if err != nil {
		return err
	}
	report, err := tiles.Verify(dir, vkey, notes)
	if err != nil {
		return err
	}
	return printLedger(sh, report)
}

func printLedger(sh *shell, r ledger.Report) error {
	for _, c := range r.Checks {
		if err := sh.result(c, "%-8s %-12s %s", c.State, c.Name, joinNonEmpty(": ", c.Where, c.Detail)); err != nil {
			return err
		}
	}
	if b := r.Broken(); b != nil {
		return notSo(fmt.Errorf("the ledger is not intact: %s", b.Name))
	}
	sh.say("%d entries, all intact", r.Size)
	return nil
}
