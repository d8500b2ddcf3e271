package main

import (
	"fmt"
	"os"
	"regexp"
	"slices"

	"writ/law"
)

// eachQuestion reads cases, answered or not, and does the same with each.
func eachQuestion(files []string, do func(law.Case) error) error {
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
			if err := do(c); err != nil {
				return err
			}
		}
	}
	return nil
}

var country = regexp.MustCompile(`^[A-Z]{2}$`)

// explanation explains a decision. An instrument that no pack in play knows is not named, nor a country that is none:
// what stands there may be anything.
func explanation(d law.Decision, packs *law.Set) law.Explanation {
	x := law.Explain(d)
	if i := d.Demand().Instrument.Issuer; !country.MatchString(i.Country) {
		x.Issuer = string(i.Kind) + " of a country that is none"
	}
	for _, pack := range d.Demand().Packs {
		if slices.Contains(packs.Instruments(pack), x.Instrument) {
			return x
		}
	}
	x.Instrument = "an instrument that no pack in play knows"
	return x
}

func explainCase(sh *shell, c law.Case, packs *law.Set, ways bool) error {
	d, err := law.Decide(c.Demand, packs)
	if err != nil {
		return err
	}
	sh.say("%s", asked(c))
	e := explanation(d, packs)
	if err := sh.result(e, "%s", e); err != nil || !ways {
		return err
	}
	return sayWays(sh, c, packs)
}
