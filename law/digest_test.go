package law

import (
	"testing"
	"time"

	"writ"
)

// TestADigestBindsTheEndOfAPreservation: two decisions that differ in nothing else. No demand and packs give two ends, so
// this can't be seen from outside.
func TestADigestBindsTheEndOfAPreservation(t *testing.T) {
	seen := map[[32]byte]bool{}
	for _, until := range []time.Time{{}, time.Unix(1, 0), time.Unix(1, 1), time.Unix(2, 0)} {
		d := &decision{outcomes: []Outcome{{Answer: Preserve{}, Until: until}, {Answer: Preserve{}}}}
		e := &decision{outcomes: []Outcome{{Answer: Preserve{}}, {Answer: Preserve{}, Until: until}}}
		if seen[d.sum()] || !until.IsZero() && (seen[e.sum()] || e.sum() == d.sum()) {
			t.Errorf("with %v it has the digest of another", until)
		}
		seen[d.sum()], seen[e.sum()] = true, true
	}
}

// TestADigestBindsEachPartOfAnAnswer: an engine that answers otherwise in one part alone is found out by the digest.
func TestADigestBindsEachPartOfAnAnswer(t *testing.T) {
	day := time.Unix(86400, 0)
	week, err := writ.NewWindow(day, day.AddDate(0, 0, 7))
	if err != nil {
		t.Fatal(err)
	}
	seen := map[[32]byte]string{}
	for name, change := range map[string]func(d *decision){
		"nothing":                 func(*decision) {},
		"the packs":               func(d *decision) { d.packs[31] = 1 },
		"the verdict":             func(d *decision) { d.verdict = writ.Partial },
		"the day":                 func(d *decision) { d.due = day },
		"the notice":              func(d *decision) { d.telling.Is = writ.NoticePermitted },
		"the notice's provision":  func(d *decision) { d.telling.Provision = "s. 1" },
		"the notice's end":        func(d *decision) { d.telling.Until = day },
		"a relief":                func(d *decision) { d.reliefs = []Relief{{}} },
		"a relief's rule":         func(d *decision) { d.reliefs = []Relief{{Ground: Ground{Rule: "x"}}} },
		"a relief's last day":     func(d *decision) { d.reliefs = []Relief{{By: day}} },
		"a relief's ask":          func(d *decision) { d.reliefs = []Relief{{Asks: []int{1}}} },
		"an answer":               func(d *decision) { d.outcomes[0].Answer = MustRelease{} },
		"an answer's ground":      func(d *decision) { d.outcomes[0].Answer = Withhold{Ground: "expired"} },
		"another ground":          func(d *decision) { d.outcomes[0].Answer = Withhold{Ground: "privilege"} },
		"an answer's window":      func(d *decision) { d.outcomes[0].Window = week },
		"an answer's fields":      func(d *decision) { d.outcomes[0].Fields = []writ.Narrowing{"name"} },
		"an answer's shortfall":   func(d *decision) { d.outcomes[0].Shortfall = []Shortfall{{Kind: "not-held"}} },
		"a shortfall's ground":    func(d *decision) { d.outcomes[0].Shortfall = []Shortfall{{Kind: "withhold", Ground: "expired"}} },
		"a shortfall's provision": func(d *decision) { d.outcomes[0].Shortfall = []Shortfall{{Kind: "not-held", Provision: "s. 1"}} },
		"a rule":                  func(d *decision) { d.outcomes[0].Grounds = []Ground{{Rule: "x"}} },
		"a rule's provision":      func(d *decision) { d.outcomes[0].Grounds = []Ground{{Rule: "x", Provision: "s. 1"}} },
		"an answer's deadline":    func(d *decision) { d.outcomes[0].Deadline = day },
		"an answer's end":         func(d *decision) { d.outcomes[0].Until = day },
		"one answer more":         func(d *decision) { d.outcomes = append(d.outcomes, Outcome{Answer: Release{}}) },
	} {
		d := &decision{outcomes: []Outcome{{Answer: Release{}}}}
		change(d)
		if before, twice := seen[d.sum()]; twice {
			t.Errorf("%s changed, and the digest is that of %s", name, before)
		}
		seen[d.sum()] = name
	}
}
