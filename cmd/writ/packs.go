package main

import (
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"writ/law"
)

func newPacks(sh *shell) *cobra.Command {
	c := &cobra.Command{Use: "packs", Short: "Look at the law packs and test them", Example: "  writ packs list\n  writ packs test law/packs"}
	c.AddCommand(newPacksList(sh), newPacksLint(sh), newPacksShow(sh), newPacksTest(sh), newPacksDiff(sh))
	return c
}

// packSet loads the packs of a folder, or those in the binary.
func packSet(args []string) (*law.Set, error) {
	if len(args) == 0 {
		return law.Embedded()
	}
	return law.Load(os.DirFS(args[0]))
}

func newPacksList(sh *shell) *cobra.Command {
	return &cobra.Command{
		Use: "list [DIR]", Short: "Which packs there are, and their hash", Example: "  writ packs list", Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			s, err := packSet(args)
			if err != nil {
				return err
			}
			for _, name := range s.Names() {
				if err := sh.result(map[string]any{"pack": name, "title": s.Title(name), "instruments": s.Instruments(name)}, "%-14s %s (%d instruments)", name, s.Title(name), len(s.Instruments(name))); err != nil {
					return err
				}
			}
			hash := s.Hash()
			sh.say("hash of the set: %s", hex.EncodeToString(hash[:]))
			return nil
		},
	}
}

func newPacksLint(sh *shell) *cobra.Command {
	return &cobra.Command{
		Use: "lint [DIR]", Short: "Say what is wrong in packs: file, line, and what to do", Example: "  writ packs lint law/packs", Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			s, err := packSet(args)
			if err != nil {
				return notSo(err)
			}
			return sh.result(map[string]any{"ok": true, "packs": s.Names()}, "%d packs are sound", len(s.Names()))
		},
	}
}

func newPacksTest(sh *shell) *cobra.Command {
	return &cobra.Command{
		Use: "test DIR", Short: "Run the cases that stand beside each pack", Example: "  writ packs test law/packs", Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			s, err := law.Load(os.DirFS(args[0]))
			if err != nil {
				return notSo(err)
			}
			files, err := caseFiles(args[0])
			if err != nil {
				return err
			}
			if len(files) == 0 {
				return fmt.Errorf("%s: no cases stand beside its packs; write them into cases.yaml", args[0])
			}
			return decideCases(sh, s, files)
		},
	}
}

// caseFiles finds the cases that stand beside the packs of a folder.
func caseFiles(dir string) ([]string, error) {
	var out []string
	for _, name := range []string{"*cases.yaml", "more.yaml"} {
		found, err := filepath.Glob(filepath.Join(dir, "*", name))
		if err != nil {
			return nil, usage("the folder's name holds characters of a pattern; name it by another path")
		}
		out = append(out, found...)
	}
	return out, nil
}
