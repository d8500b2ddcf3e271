package numbering

import (
	"errors"
	"testing"

	"github.com/nyaruka/phonenumbers"

	"writ"
)

func plan(t *testing.T, country string) writ.NumberPlan {
	t.Helper()
	p, err := Plan(country)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestPlansOfTheCountriesAtHand(t *testing.T) {
	for _, tc := range []struct {
		country string
		want    writ.NumberPlan
	}{
		{"US", writ.NumberPlan{Calling: "1", Trunk: "1", International: "011", Least: 10, Most: 10}},
		{"+1", writ.NumberPlan{Calling: "1", Trunk: "1", International: "011", Least: 10, Most: 10}},
		{"ie", writ.NumberPlan{Calling: "353", Trunk: "0", International: "00", Least: 7, Most: 10}},
		{"353", writ.NumberPlan{Calling: "353", Trunk: "0", International: "00", Least: 7, Most: 10}},
	} {
		if got := plan(t, tc.country); got != tc.want {
			t.Errorf("%s: got %+v, want %+v", tc.country, got, tc.want)
		}
	}
	it := plan(t, "IT")
	if it.Calling != "39" || it.Trunk != "" || it.International != "00" || it.Most < 10 {
		t.Errorf("IT: got %+v", it)
	}
}

func TestNumbersAsNetworksWriteThem(t *testing.T) {
	for _, tc := range []struct{ name, country, text, want string }{
		{"ten digits in the US", "US", "(202) 555-1965", "+12025551965"},
		{"eleven digits in the US", "US", "12025551965", "+12025551965"},
		{"from the US abroad", "US", "011390612345678", "+390612345678"},
		{"an Italian zero stays", "IT", "06 12345678", "+390612345678"},
		{"from Italy abroad", "IT", "0012025551965", "+12025551965"},
		{"an Irish zero goes", "IE", "01 234 5678", "+35312345678"},
		{"an extension is none", "US", "1001", ""},
		{"an emergency number is none", "US", "911", ""},
		{"nor in Ireland", "IE", "112", ""},
		{"nor in Italy", "IT", "113", ""},
	} {
		id, err := plan(t, tc.country).Parse(tc.text)
		if got := id.Reveal(); got != tc.want {
			t.Errorf("%s: got %q, %v, want %q", tc.name, got, err, tc.want)
		}
	}
}

func TestWhatIsNoCountry(t *testing.T) {
	for _, s := range []string{"", "USA", "ZZ", "999", "0", "001"} {
		var none *PlanError
		if _, err := Plan(s); !errors.As(err, &none) {
			t.Errorf("%q: got %v", s, err)
		}
	}
}

// TestEveryCountryAgreesWithItsExample reads the example number of each country in its international form, and in
// its national one where the plan can tell it.
func TestEveryCountryAgreesWithItsExample(t *testing.T) {
	n, silent := 0, 0
	for region := range phonenumbers.GetSupportedRegions() {
		example := phonenumbers.GetExampleNumber(region)
		if example == nil {
			continue
		}
		want := phonenumbers.Format(example, phonenumbers.E164)
		p := plan(t, region)
		if id, err := p.Parse(want); err != nil || id.Reveal() != want {
			t.Errorf("%s: its example in E.164 is not read: %v", region, err)
		}
		id, err := p.Parse(phonenumbers.Format(example, phonenumbers.NATIONAL))
		switch {
		case err != nil:
			silent++
		case id.Reveal() != want:
			t.Errorf("%s: its example in national form is read as another number", region)
		}
		n++
	}
	t.Logf("%d countries, %d whose national form the plan does not read", n, silent)
	if n < 200 || silent > 20 {
		t.Errorf("of %d countries %d are not read in national form", n, silent)
	}
}
