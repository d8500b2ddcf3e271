package law

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestWhatTheLawReachesIsWhatItDecides: on every case, an ask is reached where the decision lets it leave, or finds that
// it is not kept, or may not leave for why it is kept; and where it is not reached both say the same.
func TestWhatTheLawReachesIsWhatItDecides(t *testing.T) {
	s, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("packs/*/*cases.yaml")
	if err != nil {
		t.Fatal(err)
	}
	asked := 0
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		cases, err := ReadCases(data, f)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range cases {
			d, err := Decide(c.Demand, s)
			if err != nil {
				t.Fatal(err)
			}
			for o := range d.Outcomes() {
				asked++
				e := s.extentOf(c.Demand, o.Ask)
				name, ground := AnswerName(o.Answer)
				held := name == "not-held" || name == "default" || ground == "retention-purpose" || ground == "uncertain-rule"
				reached := strings.Contains("release must-release intercept preserve", name) || held && e.rank > reachesNone
				if reached != (e.rank > reachesNone) || !reached && name != e.answer {
					t.Errorf("%s, ask %d: decided %s %s, and reached: %q", c.ID, o.Ask+1, name, ground, e.word())
				}
			}
		}
	}
	if asked == 0 {
		t.Error("no case was asked")
	}
}
