package main

import (
	"errors"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"writ/law"
	"writ/law/page"
)

func newPacksPage(sh *shell) *cobra.Command {
	var out string
	var all bool
	c := &cobra.Command{
		Use:   "page (PACK | --all) [DIR] --out FOLDER",
		Short: "Write a pack as a page that a lawyer can read and print",
		Long: `Writes PACK, or with --all every pack, as one HTML file each: what each instrument is, who may issue it, what it opens, what
holds it back, deadlines, secrecy, relief, what had to be kept; each rule as a sentence with its provision, its days in force
and its certainty. What is uncertain is marked: there counsel decides. The file needs nothing else and runs no script.`,
		Example: "  writ packs page us-federal --out pages\n  writ packs page --all law/packs --out pages",
		Args:    cobra.MaximumNArgs(2),
	}
	c.Flags().StringVar(&out, "out", "", "the folder for the pages")
	c.Flags().BoolVar(&all, "all", false, "every pack")
	w := homeFlags(c, sh)
	c.ValidArgsFunction = completePacks
	c.RunE = func(cmd *cobra.Command, args []string) error {
		if out == "" || all && len(args) > 1 || !all && len(args) == 0 {
			return usage("it is written: writ packs page (PACK | --all) [DIR] --out FOLDER")
		}
		dir := args
		if !all {
			dir = args[1:]
		}
		s, err := w.packs(cmd.Context(), sh, dir)
		if err != nil {
			return err
		}
		names := s.Names()
		if !all {
			if err := known(s, args[0]); err != nil {
				return err
			}
			names = args[:1]
		}
		return writePages(sh, s, names, out)
	}
	return c
}

func writePages(sh *shell, s *law.Set, names []string, out string) error {
	if err := os.MkdirAll(out, 0o755); err != nil {
		return later(err)
	}
	for _, name := range names {
		b, err := page.Write(s, name)
		if errors.Is(err, page.ErrUnread) {
			return notSo(err)
		}
		if err != nil {
			return err
		}
		file := filepath.Join(out, name+".html")
		if err := os.WriteFile(file, b, 0o644); err != nil { //nolint:gosec // law is no secret, and a page is handed out
			return later(err)
		}
		if err := sh.result(map[string]any{"pack": name, "file": file}, "%s", file); err != nil {
			return err
		}
	}
	return nil
}
