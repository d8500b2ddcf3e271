package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"writ/law"
)

func newDecide(sh *shell) *cobra.Command {
	var cases, explain, ways, relief bool
	from := lawFrom{sh: sh}
	c := &cobra.Command{
		Use:   "decide (--cases FILE... | --explain [--what-if] CASE.yaml... | --relief CASE.yaml...)",
		Short: "Ask the law what may and must leave, and on which provision",
		Long: `Decides cases written in the form of docs/formats/cases.md.

--cases compares each decision with the answer that the file expects, a line a case, then the totals.
--explain shows each decision as a tree: the rule, its provision, since when it is in force, and why it applies. A case
that nobody has answered yet (without expect) is asked in the same way. --what-if adds, for what
the law does not reach, the smallest changes of the paper under which it would; it says nothing of what is kept.
--relief drafts, for what the provider may itself ask for (to set the demand aside, to change it, more time, an end of
secrecy, its costs), the letter that counsel may complete and sign: in the issuer's language and in English.

The law is that of the program; with --packs, of a folder of packs; with --as-of, that of a set which a home decided on, by its
hash: the one that every decision shows. So a decision can be made again, years later, with the same digest.`,
		Example: `  writ decide --cases law/packs/us-federal/cases.yaml
  writ decide --explain case.yaml
  writ decide --explain --what-if case.yaml
  writ decide --explain --home H --as-of 6eb36b28c4a6dc44 case.yaml`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, files []string) error {
			if cases == (explain || ways || relief) || relief && (explain || ways) {
				return usage("give --cases, --explain or --relief")
			}
			packs, err := from.packs()
			switch {
			case err != nil:
				return err
			case cases:
				return decideCases(sh, packs, files)
			case relief:
				return eachQuestion(files, func(c law.Case) error { return draftReliefs(sh, c, packs) })
			default:
				return eachQuestion(files, func(c law.Case) error { return explainCase(sh, c, packs, ways) })
			}
		},
	}
	c.Flags().BoolVar(&cases, "cases", false, "compare with the expected answers")
	c.Flags().BoolVar(&explain, "explain", false, "show each decision as a tree that a lawyer can read")
	c.Flags().BoolVar(&relief, "relief", false, "draft what the provider may itself ask for")
	c.Flags().BoolVar(&ways, "what-if", false, "and what would change it")
	from.flags(c)
	return c
}

func readCases(file string) ([]law.Case, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read the cases: %w", err)
	}
	return law.ReadCases(b, file)
}

type caseLine struct {
	ID   string `json:"id"`
	OK   bool   `json:"ok"`
	Want string `json:"wanted"`
	Got  string `json:"got"`
}

func decideCases(sh *shell, packs *law.Set, files []string) error {
	var all []law.Case
	for _, f := range files {
		cases, err := readCases(f)
		if err != nil {
			return err
		}
		all = append(all, cases...)
	}
	return decideAll(sh, packs, all)
}

// decideAll decides cases and compares: a line a case, then the totals.
func decideAll(sh *shell, packs *law.Set, all []law.Case) error {
	passed, failed := 0, 0
	for _, c := range all {
		ok, line := law.Line(c, packs)
		if ok {
			passed++
		} else {
			failed++
		}
		if err := printCase(sh, c, packs, line); err != nil {
			return err
		}
	}
	if !sh.json {
		sh.line("%d passed, %d failed", passed, failed)
	}
	if failed > 0 {
		return notSo(errQuiet)
	}
	return nil
}

func printCase(sh *shell, c law.Case, packs *law.Set, line string) error {
	if !sh.json {
		sh.line("%s", line)
		return nil
	}
	ok, want, got := law.CheckCase(c, packs)
	return sh.result(caseLine{c.ID, ok, want, got}, "")
}
