package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"writ/ledger"
)

func newLedgerShow(sh *shell) *cobra.Command {
	var caseID, kind string
	c := &cobra.Command{
		Use:   "show DIR",
		Short: "Print the entries of a ledger: when, what, under which key",
		Long: `Prints the entries of the ledger in DIR, the oldest first: the instant, the kind, the key, and with --json what each says
(docs/formats/ledger-entries.md). It checks nothing but that frames are whole: writ ledger verify does.`,
		Example: "  writ ledger show demo-out/ledger --case 8441c11d04966239",
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			return ledgerShow(sh, args[0], func(e ledger.Entry) bool {
				return (caseID == "" || e.Case == caseID) && (kind == "" || e.Kind == kind)
			})
		},
	}
	c.Flags().StringVar(&caseID, "case", "", "entries of this case only")
	c.Flags().StringVar(&kind, "kind", "", "entries of this kind only, for example outcome")
	return c
}

func ledgerShow(sh *shell, dir string, wanted func(ledger.Entry) bool) error {
	f, err := os.Open(filepath.Join(dir, "journal"))
	if err != nil {
		return fmt.Errorf("open the ledger: %w", err)
	}
	defer func() { _ = f.Close() }()
	j := ledger.NewJournalReader(bufio.NewReader(f))
	for i := 0; ; i++ {
		fr, err := j.Next()
		if errors.Is(err, io.EOF) || errors.Is(err, ledger.ErrTorn) {
			return nil // what is torn was never acknowledged
		}
		if err != nil {
			return notSo(err)
		}
		e, err := ledger.DecodeEntry(fr.Entry)
		if err != nil {
			return notSo(fmt.Errorf("entry %d: %w", i, err))
		}
		if !wanted(e) {
			continue
		}
		if err := printEntry(sh, i, e); err != nil {
			return err
		}
	}
}

func printEntry(sh *shell, index int, e ledger.Entry) error {
	out := map[string]any{"index": index, "at": e.At.UTC(), "kind": e.Kind, "key": e.Key, "case": e.Case, "body": e.Body}
	if json.Valid(e.Body) {
		out["body"] = json.RawMessage(e.Body)
	}
	return sh.result(out, "%4d  %s  %-10s %s", index, e.At.UTC().Format(time.RFC3339), e.Kind, e.Key)
}
