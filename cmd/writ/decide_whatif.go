package main

import (
	"fmt"
	"slices"
	"strings"

	"writ"
	"writ/law"
)

// A way is what would open an ask that does not leave on the paper that came.
type way struct {
	Ask        int           `json:"ask"` // from 1
	Category   writ.Category `json:"category"`
	Answer     string        `json:"answer"` // of the paper that came
	Instrument string        `json:"instrument"`
	Issuers    []string      `json:"issuers"`
	Gives      string        `json:"gives"`
	Provision  string        `json:"provision"`
}

// whatIf asks the law again with each instrument of the packs in play, of each kind of issuer, and all else as it was:
// under which would an ask leave that does not?
func whatIf(d law.Demand, packs *law.Set) ([]way, error) {
	first, err := law.Decide(d, packs)
	if err != nil {
		return nil, err
	}
	var out []way
	for o := range first.Outcomes() {
		if leaves(o) {
			continue
		}
		name, _ := law.AnswerName(o.Answer)
		for _, pack := range d.Packs {
			for _, kind := range packs.Instruments(pack) {
				out = append(out, waysOf(d, packs, o, name, pack, kind)...)
			}
		}
	}
	return out, nil
}

// waysOf tries one instrument with every kind of issuer.
func waysOf(d law.Demand, packs *law.Set, o law.Outcome, answer, pack, kind string) []way {
	var out []way
	for _, issuer := range writ.IssuerKinds() {
		e := d
		e.Instrument.Type, e.Instrument.Issuer.Kind = kind, issuer
		got, err := law.Decide(e, packs)
		if err != nil {
			continue
		}
		for p := range got.Outcomes() {
			if p.Ask != o.Ask || !leaves(p) || len(p.Grounds) == 0 {
				continue
			}
			gives, _ := law.AnswerName(p.Answer)
			name := kind
			if own := packs.InstrumentName(pack, kind, "en"); own != "" {
				name += " (" + own + ")"
			}
			out = joinWays(out, way{o.Ask + 1, o.Category, answer, name, []string{string(issuer)}, gives, p.Grounds[0].Provision})
		}
	}
	return out
}

func leaves(o law.Outcome) bool {
	switch o.Answer.(type) {
	case law.Release, law.MustRelease, law.Intercept:
		return true
	case law.Withhold, law.NotHeld, law.Default, law.Clarify, law.Refer, law.Preserve:
	}
	return false
}

// joinWays makes issuers that lead to the same answer one line.
func joinWays(all []way, w way) []way {
	i := slices.IndexFunc(all, func(o way) bool { return o.Gives == w.Gives && o.Provision == w.Provision })
	if i < 0 {
		return append(all, w)
	}
	all[i].Issuers = append(all[i].Issuers, w.Issuers...)
	return all
}

func sayWays(sh *shell, all []way) error {
	for _, w := range all {
		if err := sh.result(w, "what if: ask %d, %s (now %s): %s of %s: %s on %s", w.Ask, w.Category, w.Answer, w.Instrument, strings.Join(w.Issuers, ", "), w.Gives, w.Provision); err != nil {
			return err
		}
	}
	if len(all) == 0 && !sh.json {
		sh.line("what if: no other instrument of the packs in play would change it, all else as it is")
	}
	return nil
}

// asked says of which case the explanation is, for people.
func asked(c law.Case) string { return strings.TrimSpace(fmt.Sprintf("%s: %s", c.ID, c.Title)) }
