package main

import (
	"writ/strategy"
)

type changeLine struct {
	What string `json:"what"`
	Kind string `json:"kind"` // new, changed or gone
	Name string `json:"name"`
	Was  string `json:"was,omitempty"`
	Is   string `json:"is,omitempty"`
}

// compare assesses two profiles and prints what the second adds, a line a change.
func (a *assessing) compare(sh *shell, rules *strategy.Rules, old, now string) error {
	was, on, err := a.profile(sh, old)
	if err != nil {
		return err
	}
	is, at, err := a.profile(sh, now)
	if err != nil {
		return err
	}
	all := strategy.Diff(rules.Assess(was, on), rules.Assess(is, at))
	for _, c := range all {
		line := changeLine(c)
		switch {
		case c.Kind == "changed":
			err = sh.result(line, "%-8s %-9s %s: %s -> %s", c.Kind, c.What, c.Name, c.Was, c.Is)
		case c.Was+c.Is == "":
			err = sh.result(line, "%-8s %-9s %s", c.Kind, c.What, c.Name)
		default:
			err = sh.result(line, "%-8s %-9s %s: %s", c.Kind, c.What, c.Name, c.Was+c.Is)
		}
		if err != nil {
			return err
		}
	}
	if len(all) == 0 {
		sh.say("nothing is new, changed or gone")
	}
	return nil
}
