package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"go.yaml.in/yaml/v4"

	"writ/casefile"
	"writ/role/keeper"
)

func newRequest(sh *shell) *cobra.Command {
	c := &cobra.Command{Use: "request", Short: "Bring demands in", Example: "  writ request add --home H subpoena.yaml"}
	c.AddCommand(newRequestAdd(sh), newRequestTemplate(sh))
	return c
}

func newRequestAdd(sh *shell) *cobra.Command {
	var key string
	c := &cobra.Command{
		Use:   "add REQUEST.yaml",
		Short: "Bring a demand in: it becomes a case",
		Long: `Brings a demand in (docs/formats/request.md) with the papers and tables that it names, which lie beside it.

It prints the case's number. Who brings a demand in never counts as an approver of it. Without --key it is the tenant's
intake that does, as for what comes by mail. Two people then read the papers, blind to each other and to this file.`,
		Example: `  writ request add --home H --key clerk-1.key subpoena.yaml`,
		Args:    cobra.ExactArgs(1),
	}
	w := whereFlags(c, sh)
	c.Flags().StringVar(&key, "key", "", "key of the person who brings it in; default: the tenant's intake")
	c.RunE = func(cmd *cobra.Command, args []string) error {
		d, err := readDemand(args[0])
		if err != nil {
			return err
		}
		return w.with(cmd.Context(), sh, func(k *keeper.Keeper) error { return requestAdd(cmd.Context(), sh, k, d, key) })
	}
	return c
}

func requestAdd(ctx context.Context, sh *shell, k *keeper.Keeper, d keeper.Demand, keyFile string) error {
	by, err := k.Intake()
	if keyFile != "" {
		by, err = sh.signer(keyFile)
	}
	if err != nil {
		return err
	}
	c, err := k.Register(ctx, d, by)
	if err != nil {
		return err
	}
	sh.say("registered; next: %s", next(k, c))
	return sh.result(map[string]any{"case": c.ID, "version": c.Version, "state": c.State}, "%s", c.ID)
}

// readDemand reads a request with the papers and tables that it names, from the folder in which it lies and no other.
func readDemand(file string) (keeper.Demand, error) {
	d := keeper.Demand{Name: filepath.Base(file), Tables: map[string][]byte{}}
	var err error
	if d.Data, err = os.ReadFile(file); err != nil {
		return d, fmt.Errorf("read the request: %w", err)
	}
	if err := plainText(d.Name, d.Data); err != nil {
		return d, err
	}
	var named struct {
		Papers []string `yaml:"papers"`
		Asks   []struct {
			File string `yaml:"identifiers-file"`
		} `yaml:"asks"`
	}
	if yaml.Load(d.Data, &named) != nil {
		return d, nil // the strict reader says what is wrong, and where
	}
	folder, err := os.OpenRoot(filepath.Dir(file))
	if err != nil {
		return d, fmt.Errorf("open the request's folder: %w", err)
	}
	defer func() { _ = folder.Close() }()
	for i, p := range named.Papers {
		b, err := readBeside(folder, p)
		if err != nil {
			return d, fmt.Errorf("%s: paper %d of the request: %w", d.Name, i+1, err)
		}
		d.Papers = append(d.Papers, casefile.PaperBytes{Name: p, Data: b})
	}
	for i, a := range named.Asks {
		if a.File == "" {
			continue
		}
		if d.Tables[a.File], err = readBeside(folder, a.File); err != nil {
			return d, fmt.Errorf("%s: the table of ask %d: %w", d.Name, i+1, err)
		}
	}
	return d, nil
}

// plainText says where a file is no text.
func plainText(name string, b []byte) error {
	for i, line := range bytes.Split(b, []byte("\n")) {
		if bytes.IndexByte(line, 0) >= 0 || !utf8.Valid(line) {
			return fmt.Errorf("%s:%d: is not UTF-8 text; save it as UTF-8", name, i+1)
		}
	}
	return nil
}

// readBeside reads a file below the folder, up to the size that a paper may have and one octet more.
func readBeside(folder *os.Root, name string) ([]byte, error) {
	f, err := folder.Open(name)
	if err != nil {
		return nil, errors.New("it is not beside the request, or can't be read; put it into the same folder and name it as it is called")
	}
	defer func() { _ = f.Close() }()
	b, err := readAtMost(f, casefile.MostPaper+1)
	if err != nil {
		return nil, errors.New("it can't be read; is it a folder?")
	}
	return b, nil
}
