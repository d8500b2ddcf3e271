package main

import (
	"writ/law"
)

// A draftLine is one draft, as --json gives it.
type draftLine struct {
	Case     string         `json:"case"`
	Rule     string         `json:"rule"`
	Is       law.ReliefKind `json:"is"`
	Language string         `json:"language"`
	Whole    bool           `json:"whole"` // nothing stands in English for want of a translation
	Text     string         `json:"text"`
}

// draftReliefs prints the letters by which the provider could use each relief, for counsel to complete and sign.
func draftReliefs(sh *shell, c law.Case, packs *law.Set) error {
	d, err := law.Decide(c.Demand, packs)
	if err != nil {
		return err
	}
	sh.say("%s", asked(c))
	all := law.Drafts(d, packs)
	for _, f := range all {
		line := draftLine{c.ID, f.Relief.Ground.Rule, f.Relief.Is, f.Language, f.Whole, f.Text}
		if err := sh.result(line, "-- %s, %s (%s), %s\n%s", f.Relief.Is, f.Relief.Ground.Provision, f.Relief.Ground.Certainty, language(f), f.Text); err != nil {
			return err
		}
	}
	if len(all) == 0 && !sh.json {
		sh.line("no relief: the law of the instrument names none whose day has not passed")
	}
	return nil
}

func language(f law.Draft) string {
	if f.Whole {
		return f.Language
	}
	return f.Language + ", in part in English"
}
