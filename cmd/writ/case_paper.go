package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"

	"github.com/spf13/cobra"

	"writ/role/keeper"
)

func newCasePaper(sh *shell) *cobra.Command {
	var out string
	c := &cobra.Command{
		Use:   "paper ID N --out FILE",
		Short: "Write a paper of the case out, so that a second person can read it",
		Long: `Writes the N-th paper of a case (from 1) into a new file, as it came: it is never opened or unpacked here. Who reads it
blind is given the paper and writes down what stands in it (writ request template), without seeing the first reading.
The file is in the clear: delete it when it is read.`,
		Example: "  writ case paper 4f1c… 1 --out subpoena.pdf",
		Args:    cobra.ExactArgs(2),
	}
	w := whereFlags(c, sh)
	c.Flags().StringVar(&out, "out", "", "the file to make")
	c.RunE = func(cmd *cobra.Command, args []string) error {
		n, err := strconv.Atoi(args[1])
		if err != nil {
			return usage("the paper's number is none; write 1 for the first")
		}
		if out == "" {
			return usage("--out is missing: name the file to make")
		}
		return w.with(cmd.Context(), sh, func(k *keeper.Keeper) error {
			p, err := k.Paper(cmd.Context(), args[0], n)
			if err != nil {
				return err
			}
			if err := writeNew(out, p.Data); err != nil {
				return err
			}
			return sh.result(map[string]any{"paper": n, "octets": len(p.Data), "file": out}, "%s", out)
		})
	}
	return c
}

// writeNew writes a file that must not be there yet.
func writeNew(file string, b []byte) error {
	f, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return usage("the file of --out is there already; name one that is not")
	}
	if err != nil {
		return fmt.Errorf("make the file: %w", err)
	}
	_, err = f.Write(b)
	if err := errors.Join(err, f.Close()); err != nil {
		return later(fmt.Errorf("write the file: %w", err))
	}
	return nil
}
