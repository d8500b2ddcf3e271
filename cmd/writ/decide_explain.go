package main

import (
	"fmt"
	"os"

	"writ/law"
)

func decideExplain(sh *shell, files []string, ways bool) error {
	packs, err := law.Embedded()
	if err != nil {
		return err
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			return fmt.Errorf("read the cases: %w", err)
		}
		all, err := law.ReadQuestions(b, f)
		if err != nil {
			return err
		}
		for _, c := range all {
			if err := explainCase(sh, c, packs, ways); err != nil {
				return err
			}
		}
	}
	return nil
}

func explainCase(sh *shell, c law.Case, packs *law.Set, ways bool) error {
	d, err := law.Decide(c.Demand, packs)
	if err != nil {
		return err
	}
	sh.say("%s", asked(c))
	e := law.Explain(d)
	if err := sh.result(e, "%s", e); err != nil || !ways {
		return err
	}
	all, err := whatIf(c.Demand, packs)
	if err != nil {
		return err
	}
	return sayWays(sh, all)
}
