package main

import (
	"writ/law"
)

func decideExplain(sh *shell, files []string) error {
	packs, err := law.Embedded()
	if err != nil {
		return err
	}
	for _, f := range files {
		all, err := readCases(f)
		if err != nil {
			return err
		}
		for _, c := range all {
			d, err := law.Decide(c.Demand, packs)
			if err != nil {
				return err
			}
			sh.say("%s: %s", c.ID, c.Title)
			if err := explain(sh, d); err != nil {
				return err
			}
		}
	}
	return nil
}

func explain(sh *shell, d law.Decision) error {
	e := law.Explain(d)
	return sh.result(e, "%s", e)
}
