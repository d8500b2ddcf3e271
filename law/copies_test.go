package law_test

import (
	"strings"
	"testing"

	"writ/law"
)

// TestWhatADecisionGivesIsACopy: whoever changes what was given changes nothing that was decided.
func TestWhatADecisionGivesIsACopy(t *testing.T) {
	pack := strings.Replace(appeals, "  limits:\n", "  limits:\n  - {categories: [subscriber], ends: 2026-01-20, provision: Post Act art. 60}\n", 1)
	pack = strings.Replace(pack, "  - {categories: [subscriber, call-records, session-records], provision: Post Act art. 3}",
		"  - {categories: [subscriber], fields: [name, address], provision: Post Act art. 3}\n  - {categories: [call-records], provision: Post Act art. 3}", 1)
	d := decide(t, inventedDemand(t, "CATEGORY", "subscriber"), invented(t, pack))
	o := only(t, d)
	if len(o.Identifiers) == 0 || len(o.Fields) == 0 || len(o.Shortfall) == 0 || len(o.Grounds) == 0 || len(d.Reliefs()) == 0 {
		t.Fatalf("there is nothing to change: %+v", o)
	}
	o.Fields[0], o.Shortfall[0].Provision, o.Grounds[0].Rule = "port", "nothing", "mine"
	clear(o.Identifiers)
	r := d.Reliefs()
	r[0].To, r[0].Asks[0] = "me", 7
	again := only(t, d)
	if again.Fields[0] != "name" || again.Shortfall[0].Provision != "Post Act art. 60" || again.Grounds[0].Rule == "mine" || again.Identifiers[0] == o.Identifiers[0] {
		t.Errorf("what was decided was changed: %+v", again)
	}
	if other := d.Reliefs(); other[0].To == "me" || other[0].Asks[0] == 7 {
		t.Errorf("the relief was changed: %+v", other)
	}
}

// TestADemandThatIsChangedAfterwardsIsNotWhatWasDecided in any of its parts.
func TestADemandThatIsChangedAfterwardsIsNotWhatWasDecided(t *testing.T) {
	d := inventedDemand(t, "CATEGORY", "call-records")
	i := &d.Instrument
	i.Expires, i.Emergency, i.Offence = ptr(stamp(t, "2026-06-01")), ptr(true), &law.Offence{Name: "theft", MaxYears: ptr(4), Listed: ptr(true)}
	i.Secrecy, i.User = &law.Secrecy{Until: ptr(stamp(t, "2026-06-01"))}, &law.User{Role: "none"}
	i.Facts = map[string]any{"list": []any{"a", map[string]any{"in": "b"}}, "n": 1}
	decided := decide(t, d, invented(t, ruritania))
	was := decided.Digest()
	other := stamp(t, "2027-01-01")
	*i.Issued, *i.Served, *i.Expires, *i.Secrecy.Until, *d.Asks[0].Window.From, *d.Asks[0].Window.To = other, other, other, other, other, other
	*i.Signed, *i.Emergency, *i.Offence.MaxYears, *i.Offence.Listed, i.User.Role = false, false, 9, false, "lawyer"
	i.Offence.Name = "treason"
	list := i.Facts["list"].([]any)
	list[1].(map[string]any)["in"], list[0], i.Facts["n"] = "x", "x", 2
	d.Packs[0], d.Provider.Established[0], d.Provider.Offers[0], d.Asks[0].Identifiers[0].Text = "x", "XX", "XX", "x"
	clear(d.Provider.Keeps)
	kept := decided.Demand()
	again := decide(t, kept, invented(t, ruritania))
	if again.Digest() != was || decided.Digest() != was {
		t.Errorf("what was decided on has changed: %+v", kept)
	}
}
