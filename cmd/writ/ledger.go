package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"writ/ledger"
	"writ/outside/tiles"
)

func newLedger(sh *shell) *cobra.Command {
	c := &cobra.Command{Use: "ledger", Short: "Check the append-only log under every case", Example: "  writ ledger verify demo-out/ledger"}
	c.AddCommand(newLedgerVerify(sh), newLedgerShow(sh))
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
--seen. Without one the command says that it can't tell. --key is the ledger's key as you were given it (signer.pub); without it
the key that lies beside the ledger is taken, and the command says so.`,
		Example: "  writ ledger verify demo-out/ledger --key signer.pub --seen checkpoint-of-last-month",
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			return ledgerVerify(sh, args[0], key, seen)
		},
	}
	c.Flags().StringArrayVar(&seen, "seen", nil, "a checkpoint kept elsewhere (a file); may be given more than once")
	c.Flags().StringVar(&key, "key", "", "the ledger's verification key, kept elsewhere, or the provider's signer.pub (a file)")
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
	vkey, err := ledgerKey(dir, keyFile)
	if err != nil {
		return err
	}
	report, err := tiles.Verify(dir, vkey, notes)
	if err != nil {
		return err
	}
	return printLedger(sh, report)
}

// ledgerKey reads the verification key that was kept elsewhere: alone in a file, or in the provider's signer.pub. Where
// that names several ledgers, it is the one that the folder says it is of.
func ledgerKey(dir, file string) (string, error) {
	text, err := readSmall(file)
	if err != nil || !strings.HasPrefix(text, "writ/signer/") {
		return text, err
	}
	signers, err := knownSigners(file)
	if err != nil {
		return "", err
	}
	beside, err := readSmall(filepath.Join(dir, "vkey"))
	if err != nil {
		return "", err
	}
	origin, _, _ := strings.Cut(beside, "+")
	for _, k := range signers {
		if strings.HasPrefix(k.Ledger, origin+"+") {
			return k.Ledger, nil
		}
	}
	return "", usage("the file of --key names no ledger of this name; take the signer.pub of this provider")
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
