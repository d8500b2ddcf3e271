package main

import (
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"writ/strategy"
)

// assessing is what the flags of writ assess say.
type assessing struct {
	cases, template   bool
	diff, capability  bool
	out, format, date string
	key, from         string
}

func newAssess(sh *shell) *cobra.Command {
	var a assessing
	c := &cobra.Command{
		Use:   "assess (PROFILE.yaml | --cases FILE... | --diff OLD NEW | --capability PROFILE.yaml --key FILE | --template)",
		Short: "Find which duties bind a provider, where, for which service, and what is missing",
		Long: `Assesses a provider's profile (docs/formats/strategy.md) and writes the compliance strategy: findings with their provision,
gaps, dated steps, the table of retention; as a page, a PDF, Markdown and JSON in one folder, or one of them with --format.

--cases compares each assessment with what the file expects, a line a case, then the totals. --diff says what a new country,
service or owner adds. --capability signs a statement for /.well-known/ with a person's key; writ assess verify checks one.
--template prints a profile to fill in.`,
		Example: `  writ assess --template > profile.yaml
  writ assess profile.yaml --out strategy
  writ assess --cases strategy/cases/cases.yaml
  writ assess --diff profile.yaml next-year.yaml`,
		Args: cobra.ArbitraryArgs,
		RunE: func(_ *cobra.Command, args []string) error { return a.run(sh, args) },
	}
	f := c.Flags()
	f.BoolVar(&a.cases, "cases", false, "compare with what the files expect")
	f.BoolVar(&a.template, "template", false, "print a profile to fill in")
	f.BoolVar(&a.diff, "diff", false, "say what the second profile adds to the first")
	f.BoolVar(&a.capability, "capability", false, "sign a statement of what authorities can ask, where and how")
	f.StringVar(&a.out, "out", "", "the folder for the strategy (default strategy), or the file for a capability statement")
	f.StringVar(&a.format, "format", "", "only one form: html, pdf, md or json; without --out to standard output")
	f.StringVar(&a.date, "at", "", "the day of the assessment, YYYY-MM-DD (default: the profile's, else today)")
	f.StringVar(&a.from, "rules", "", "a folder of further rules, beside those in the binary")
	f.StringVar(&a.key, "key", "", "the key file of the person who signs the capability statement")
	_ = c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions([]string{"html", "pdf", "md", "json"}, cobra.ShellCompDirectiveNoFileComp))
	c.AddCommand(newAssessVerify(sh))
	return c
}

func (a *assessing) run(sh *shell, args []string) error {
	ways := 0
	for _, on := range []bool{a.cases, a.template, a.diff, a.capability} {
		if on {
			ways++
		}
	}
	want := map[bool]int{true: 2, false: 1}[a.diff]
	switch {
	case ways > 1:
		return usage("give one of --cases, --template, --diff and --capability")
	case a.template && len(args) == 0:
		return sh.result(map[string]any{"template": profileTemplate}, "%s", trimmed(profileTemplate))
	case a.template, a.cases && len(args) == 0, !a.cases && len(args) != want:
		return usage("it is written: writ assess PROFILE.yaml, --cases FILE..., --diff OLD NEW, --capability PROFILE.yaml --key FILE, or --template")
	}
	rules, err := a.load()
	if err != nil {
		return err
	}
	switch {
	case a.cases:
		return assessCases(sh, rules, args)
	case a.diff:
		return a.compare(sh, rules, args[0], args[1])
	case a.capability:
		return a.state(sh, rules, args[0])
	default:
		return a.write(sh, rules, args[0])
	}
}

// load reads the rules: those in the binary, and those of a folder beside them.
func (a *assessing) load() (*strategy.Rules, error) {
	if a.from == "" {
		return strategy.Embedded()
	}
	if info, err := os.Stat(a.from); err != nil || !info.IsDir() {
		return nil, usage("--rules names no folder")
	}
	return strategy.Load(strategy.Builtin(), os.DirFS(a.from))
}

// profile reads a profile and settles the day of its assessment.
func (a *assessing) profile(sh *shell, file string) (strategy.Profile, time.Time, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return strategy.Profile{}, time.Time{}, fmt.Errorf("read the profile: %w", err)
	}
	p, err := strategy.ReadProfile(b, file)
	if err != nil {
		return p, time.Time{}, err
	}
	switch {
	case a.date != "":
		at, err := time.Parse(time.DateOnly, a.date)
		if err != nil {
			return p, at, usage("--at is no date; write YYYY-MM-DD")
		}
		return p, at, nil
	case !p.At.IsZero():
		return p, p.At, nil
	default:
		return p, sh.now().UTC(), nil
	}
}

func assessCases(sh *shell, rules *strategy.Rules, files []string) error {
	passed, failed := 0, 0
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			return fmt.Errorf("read the cases: %w", err)
		}
		all, err := strategy.ReadCases(b, f)
		if err != nil {
			return err
		}
		for _, k := range all {
			ok, want, got := rules.Check(k)
			line := "ok " + k.ID
			if ok {
				passed++
			} else {
				failed++
				line = fmt.Sprintf("FAIL %s: wanted %s, got %s", k.ID, want, got)
			}
			if err := sh.result(caseLine{k.ID, ok, want, got}, "%s", line); err != nil {
				return err
			}
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
