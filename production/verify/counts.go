package verify

import (
	"slices"

	"writ/law"
	"writ/production/format"
)

// counts compares what was read with what the manifest says.
func (c *checker) counts() *fault {
	if c.tally.rows != c.m.Rows || c.tally.records != c.m.Records {
		return broken("the manifest counts other rows than are enclosed")
	}
	i := 0
	for _, o := range c.outcomes {
		if !o.Opens() {
			continue
		}
		want := asked{o.Ask + 1, string(o.Category), c.tally.asks[int64(o.Ask)+1]}
		if i >= len(c.m.Asks) || c.m.Asks[i] != want {
			return broken("the manifest counts an ask otherwise than the rows")
		}
		i++
	}
	if i != len(c.m.Asks) {
		return broken("the manifest counts an ask that does not open")
	}
	return nil
}

type stay struct {
	Ask       int    `json:"ask"`
	Category  string `json:"category"`
	Kind      string `json:"kind"`
	Answer    string `json:"answer,omitempty"`
	Ground    string `json:"ground,omitempty"`
	Provision string `json:"provision"`
	Repair    string `json:"repair,omitempty"`
}

// shortfall compares what does not leave with the decision. Only what was found when the records were looked at, more
// than one holder, is not the decision's to say.
func (c *checker) shortfall() *fault {
	var doc struct {
		Format string `json:"format"`
		Stays  []stay `json:"stays"`
	}
	if !strict(c.small[format.ShortfallFile], &doc) || doc.Format != format.Shortfall {
		return broken("shortfall.json is not in its one form, or of another version")
	}
	c.stays = doc.Stays
	said := []stay{}
	for _, s := range doc.Stays {
		if s.Kind == "found" {
			if f := c.found(s); f != nil {
				return f
			}
			continue
		}
		said = append(said, s)
	}
	var want []stay
	for _, o := range c.outcomes {
		want = append(want, staysOf(o)...)
	}
	if !slices.Equal(said, want) {
		return broken("what does not leave is not what the decision says")
	}
	return nil
}

func (c *checker) found(s stay) *fault {
	if s.Ask < 1 || s.Ask > len(c.outcomes) {
		return broken("a finding names an ask that was not made")
	}
	o := c.outcomes[s.Ask-1]
	if !o.Opens() || s != (stay{Ask: s.Ask, Category: string(o.Category), Kind: "found", Ground: "identifier-ambiguous", Provision: o.Grounds[0].Provision}) {
		return broken("a finding is on an ask that does not open, or says more than it may")
	}
	return nil
}

func staysOf(o law.Outcome) []stay {
	var out []stay
	if !o.Opens() {
		name, why := law.AnswerName(o.Answer)
		provision := ""
		if len(o.Grounds) > 0 {
			provision = o.Grounds[0].Provision
		}
		out = append(out, stay{o.Ask + 1, string(o.Category), "whole", name, string(why), provision, repairOf(o.Answer)})
	}
	for _, s := range o.Shortfall {
		out = append(out, stay{o.Ask + 1, string(o.Category), "part", s.Kind, string(s.Ground), s.Provision, ""})
	}
	return out
}

// conservation checks the auditor's part against the manifest.
func (c *checker) conservation(b []byte) *fault {
	var doc struct {
		Format   string           `json:"format"`
		Case     string           `json:"case"`
		Version  int              `json:"version"`
		Decision string           `json:"decision"`
		Examined int64            `json:"examined"`
		Out      int64            `json:"out"`
		Withheld int64            `json:"withheld"`
		Stayed   map[string]int64 `json:"stayed"`
		Blind    string           `json:"blind"`
		Pad      string           `json:"pad"`
	}
	if hashText(b) != c.m.Conservation {
		return broken("it is not the conservation that the manifest names")
	}
	if !strict(b, &doc) || doc.Format != format.Conservation || !hash32(doc.Blind) {
		return broken("the conservation is not in its one form, or of another version")
	}
	sum := int64(0)
	for _, n := range doc.Stayed {
		if n < 0 {
			return broken("a count is negative")
		}
		sum += n
	}
	switch {
	case doc.Case != c.m.Case || doc.Version != c.m.Version || doc.Decision != c.m.Decision:
		return broken("the conservation is of another package")
	case doc.Examined != doc.Out+doc.Withheld || sum != doc.Withheld:
		return broken("examined is not what left and what stayed")
	case doc.Out != c.m.Records:
		return broken("more or fewer records left than are enclosed")
	}
	return nil
}
