package main

import (
	"fmt"
	"strings"

	"writ/law"
)

func sayWays(sh *shell, c law.Case, packs *law.Set) error {
	all, err := law.WhatIf(c.Demand, packs)
	if err != nil {
		return err
	}
	for _, w := range all {
		if err := sh.result(w, "what if: ask %d, %s (now %s): %s: %s on %s", w.Ask, w.Category, w.Now, strings.Join(w.Changes, "; and "), w.Gives, w.Provision); err != nil {
			return err
		}
	}
	if len(all) == 0 && !sh.json {
		sh.line("what if: nothing that the issuer could change, nor two things together, would reach more")
	}
	return nil
}

// asked says of which case the explanation is, for people.
func asked(c law.Case) string { return strings.TrimSpace(fmt.Sprintf("%s: %s", c.ID, c.Title)) }
