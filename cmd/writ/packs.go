package main

import (
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"writ/law"
	"writ/law/lint"
	"writ/strict"
)

func newPacks(sh *shell) *cobra.Command {
	c := &cobra.Command{
		Use: "packs", Short: "The law packs: look at them, test them, take in your own",
		Long: `A pack is the law of one place as data (docs/formats/pack.md). The program carries some; a house takes in others, or puts
its own in their place, when two people have signed them.

DIR is a folder of packs, each a folder in it. Without DIR the packs of the program are meant.`,
		Example: "  writ packs list\n  writ packs page us-federal --out pages\n  writ packs test law/packs",
	}
	c.AddCommand(newPacksList(sh), newPacksLint(sh), newPacksShow(sh), newPacksPage(sh), newPacksTest(sh), newPacksDiff(sh),
		newPacksSign(sh), newPacksAdd(sh), newPacksRemove(sh))
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
	c := &cobra.Command{
		Use: "list [DIR]", Short: "Which packs there are, and their hash",
		Long: `Lists the packs of the program, or of DIR, with the hash of the set. With --home it lists those by which the home decides: of
the program, and those that it has taken in, with who signed them.`,
		Example: "  writ packs list\n  writ packs list --home H", Args: cobra.MaximumNArgs(1),
	}
	w := homeFlags(c, sh)
	c.RunE = func(cmd *cobra.Command, args []string) error {
		if w.home != "" {
			return listHome(cmd.Context(), sh, w, args)
		}
		s, err := packSet(args)
		if err != nil {
			return err
		}
		return listPacks(sh, s, nil)
	}
	return c
}

// listPacks lists a set; more says of some packs where they come from.
func listPacks(sh *shell, s *law.Set, more map[string]string) error {
	for _, name := range s.Names() {
		n := len(s.Instruments(name))
		row := map[string]any{"pack": name, "title": s.Title(name), "instruments": s.Instruments(name)}
		line := fmt.Sprintf("%-14s %s (%d instruments)", name, s.Title(name), n)
		if from := more[name]; from != "" {
			row["taken_in"], line = from, line+"; "+from
		}
		if err := sh.result(row, "%s", line); err != nil {
			return err
		}
	}
	sh.say("hash of the set: %s", hashText(s))
	return nil
}

func hashText(s *law.Set) string {
	hash := s.Hash()
	return hex.EncodeToString(hash[:])
}

func newPacksLint(sh *shell) *cobra.Command {
	var strict bool
	c := &cobra.Command{
		Use: "lint [DIR]", Short: "Say what is wrong in packs: file, line, and what to do",
		Long: `Reads packs strictly. What is wrong is an error with file, line, column and what to write instead; then the exit code is 1.
What is sound and odd is remarked: an alias that nothing uses, a letter's words that a language lacks, business days counted
without holidays. With --strict a remark is as bad as an error.`,
		Example: "  writ packs lint law/packs\n  writ packs lint --strict law/packs", Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			s, err := packSet(args)
			if err != nil {
				return sayWrong(sh, err)
			}
			files, err := everyFile(args)
			if err != nil {
				return err
			}
			remarks, err := lint.Remarks(s, files)
			if err != nil {
				return err
			}
			return sayRemarks(sh, s, remarks, strict)
		},
	}
	c.Flags().BoolVar(&strict, "strict", false, "exit 1 where there is a remark")
	return c
}

func sayRemarks(sh *shell, s *law.Set, remarks []lint.Remark, strict bool) error {
	for _, r := range remarks {
		if err := sh.result(r, "remark: %s", r); err != nil {
			return err
		}
	}
	if err := sh.result(map[string]any{"ok": true, "packs": s.Names(), "remarks": len(remarks)}, "%d packs are sound, %d remarks", len(s.Names()), len(remarks)); err != nil {
		return err
	}
	if strict && len(remarks) > 0 {
		return notSo(errQuiet)
	}
	return nil
}

// sayWrong says each thing that is wrong. Under --json each is an object on stdout; else the errors are for people.
func sayWrong(sh *shell, err error) error {
	if !sh.json {
		return notSo(err)
	}
	for _, e := range packErrors(err) {
		row := map[string]any{"ok": false, "file": e.File, "line": e.Line, "column": e.Col, "rule": e.Of, "problem": e.Problem, "fix": e.Fix}
		if err := sh.result(row, ""); err != nil {
			return err
		}
	}
	return notSo(err)
}

// packErrors gives the errors of packs that are joined in one.
func packErrors(err error) []*strict.Error {
	var one *strict.Error
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		var out []*strict.Error
		for _, e := range many.Unwrap() {
			out = append(out, packErrors(e)...)
		}
		return out
	}
	if errors.As(err, &one) {
		return []*strict.Error{one}
	}
	return nil
}

// everyFile gives the texts of a folder's packs, or of those in the binary, the cases beside them among them.
func everyFile(args []string) ([]law.File, error) {
	if len(args) == 0 {
		return law.EmbeddedFiles()
	}
	found, err := filepath.Glob(filepath.Join(args[0], "*", "*.yaml"))
	if err != nil {
		return nil, usage("the folder's name holds characters of a pattern; name it by another path")
	}
	var out []law.File
	for _, path := range found {
		b, err := os.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("read the packs: %w", err)
		}
		out = append(out, law.File{Name: filepath.Base(filepath.Dir(path)) + "/" + filepath.Base(path), Text: string(b)})
	}
	return out, nil
}

func newPacksTest(sh *shell) *cobra.Command {
	return &cobra.Command{
		Use: "test [DIR]", Short: "Run the cases that stand beside each pack",
		Long:    "Decides the cases that stand beside each pack (cases.yaml, *-cases.yaml, more.yaml) and compares: a line a case, then the totals. Exit 1 where one fails.",
		Example: "  writ packs test law/packs", Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			s, err := packSet(args)
			if err != nil {
				return notSo(err)
			}
			all, err := casesBeside(args)
			if err != nil {
				return err
			}
			if len(all) == 0 {
				return errors.New("no cases stand beside these packs; write them into cases.yaml beside pack.yaml")
			}
			return decideAll(sh, s, all)
		},
	}
}

// casesBeside reads the cases that stand beside the packs of a folder, or of the binary.
func casesBeside(args []string) ([]law.Case, error) {
	files, err := everyFile(args)
	if err != nil {
		return nil, err
	}
	return casesAmong(files, strings.Join(args, ""))
}

// casesAmong reads those of the files that are cases; dir stands before their names in errors.
func casesAmong(files []law.File, dir string) ([]law.Case, error) {
	var out []law.Case
	for _, f := range files {
		if name := filepath.Base(f.Name); !strings.HasSuffix(name, "cases.yaml") && name != "more.yaml" {
			continue
		}
		all, err := law.ReadCases([]byte(f.Text), filepath.Join(dir, f.Name))
		if err != nil {
			return nil, err
		}
		out = append(out, all...)
	}
	return out, nil
}
