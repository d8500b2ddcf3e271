package writ_test

import (
	"testing"

	"pgregory.net/rapid"

	"writ"
)

var (
	northAmerica = writ.NumberPlan{Calling: "1", Trunk: "1", International: "011", Least: 10, Most: 10}
	italy        = writ.NumberPlan{Calling: "39", International: "00", Least: 6, Most: 11}
	ireland      = writ.NumberPlan{Calling: "353", Trunk: "0", International: "00", Least: 7, Most: 10}
)

func TestNumbersAsATenantsNetworkWritesThem(t *testing.T) {
	for _, tc := range []struct {
		name string
		plan writ.NumberPlan
		text string
		want string // "": kept as it is
	}{
		{"with its country", writ.NumberPlan{}, "+12025551965", "+12025551965"},
		{"without a country, without a plan", writ.NumberPlan{}, "2025551965", ""},
		{"ten digits", northAmerica, "202-555-1965", "+12025551965"},
		{"with the trunk prefix", northAmerica, "1 202 555 1965", "+12025551965"},
		{"abroad", northAmerica, "011 39 06 1234 5678", "+390612345678"},
		{"an extension", northAmerica, "1965", ""},
		{"an emergency number", northAmerica, "911", ""},
		{"seven digits", northAmerica, "5551965", ""},
		{"an Italian zero stays", italy, "06 1234 5678", "+390612345678"},
		{"an Italian mobile", italy, "333 123 4567", "+393331234567"},
		{"from Italy abroad", italy, "0012025551965", "+12025551965"},
		{"without plus, too long for a national number", italy, "393331234567", "+393331234567"},
		{"an Irish zero goes", ireland, "01 234 5678", "+35312345678"},
		{"an Irish number without its zero is a local one", ireland, "2345678", ""},
		{"without plus", ireland, "353861234567", "+353861234567"},
		{"the international prefix alone", ireland, "00", ""},
		{"nothing but zeros", ireland, "0000000000", ""},
		{"an empty prefix reads as 00", writ.NumberPlan{Calling: "39"}, "0012025551965", "+12025551965"},
	} {
		id, err := tc.plan.Parse(tc.text)
		if got := id.Reveal(); got != tc.want || (err == nil) != (tc.want != "") {
			t.Errorf("%s: got %q, %v; want %q", tc.name, got, err, tc.want)
		}
	}
}

// TestEachWayOfWritingANumberGivesTheSame writes a national number in every form of its plan.
func TestEachWayOfWritingANumberGivesTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SampledFrom([]writ.NumberPlan{northAmerica, italy, ireland}).Draw(t, "plan")
		n := rapid.IntRange(max(p.Least, 8), p.Most).Draw(t, "length")
		national := rapid.StringOfN(rapid.SampledFrom([]rune("23456789")), n, n, -1).Draw(t, "number")
		want := "+" + p.Calling + national
		for _, form := range []string{want, p.Trunk + national, p.International + p.Calling + national, want[:3] + " (" + want[3:5] + ") " + want[5:]} {
			if id, err := p.Parse(form); err != nil || id.Reveal() != want {
				t.Fatalf("a form of %d digits gives another number: %v", len(form), err)
			}
		}
	})
}
