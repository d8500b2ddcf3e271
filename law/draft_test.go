package law_test

import (
	"slices"
	"strings"
	"testing"

	"writ/law"
)

// reliefCases reads the cases about relief of packs that translate every word of it.
func reliefCases(t testing.TB) []law.Case {
	t.Helper()
	return slices.DeleteFunc(allCases(t), func(c law.Case) bool {
		return len(c.Expect.Relief) == 0 || !slices.Contains([]string{"us-federal", "eu-eevidence", "it"}, c.Demand.Packs[0])
	})
}

func TestADraftIsWholeInEachLanguageThatAPackSpeaks(t *testing.T) {
	s, all := packs(t), reliefCases(t)
	if len(all) < 15 {
		t.Fatalf("only %d cases have a relief", len(all))
	}
	for _, c := range all {
		for issuer, lang := range map[string]string{"DE": "de", "AT": "de", "FR": "fr", "IT": "it", "EE": "en"} {
			if c.Demand.Packs[0] != "eu-eevidence" {
				issuer, lang = c.Demand.Instrument.Issuer.Country, map[string]string{"US": "en", "IT": "it"}[c.Demand.Instrument.Issuer.Country]
			}
			d := c.Demand
			d.Instrument.Issuer.Country = issuer
			drafts := law.Drafts(decide(t, d, s), s)
			if len(drafts) == 0 {
				t.Errorf("%s: no draft", c.ID)
			}
			seen := map[string]int{}
			for _, f := range drafts {
				seen[f.Language]++
				if !f.Whole || strings.ContainsAny(f.Text, "{}") {
					t.Errorf("%s, %s in %s: not whole:\n%s", c.ID, f.Relief.Ground.Rule, f.Language, f.Text)
				}
			}
			if seen[lang] == 0 || seen["en"] == 0 || len(seen) > 2 {
				t.Errorf("%s from %s: drafts in %v, want %s and en", c.ID, issuer, seen, lang)
			}
		}
	}
}

func TestADraftNamesNoOneAndSaysWhatIsUncertain(t *testing.T) {
	s := packs(t)
	uncertain := 0
	for _, c := range reliefCases(t) {
		for _, f := range law.Drafts(decide(t, c.Demand, s), s) {
			for _, a := range c.Demand.Asks {
				for _, id := range a.Identifiers {
					if strings.Contains(f.Text, strings.TrimPrefix(id.Text, "+")) {
						t.Errorf("%s: the draft names the target", c.ID)
					}
				}
			}
			doubt := strings.Contains(f.Text, "[For counsel: whether")
			if doubt != (f.Relief.Ground.Certainty == "uncertain") {
				t.Errorf("%s: certainty %s, and the draft says %v", c.ID, f.Relief.Ground.Certainty, doubt)
			}
			if doubt {
				uncertain++
			}
			if !f.Relief.By.IsZero() && !strings.Contains(f.Text, "before "+f.Relief.By.Format("2006-01-02")) && f.Language == "en" {
				t.Errorf("%s: the draft does not say by when:\n%s", c.ID, f.Text)
			}
		}
	}
	if uncertain == 0 {
		t.Error("no draft rests on an uncertain rule")
	}
}

func TestADayThatHasPassedHasNoDraft(t *testing.T) {
	s := invented(t, appeals)
	d := inventedDemand(t, "CATEGORY", "call-records")
	for _, f := range law.Drafts(decide(t, d, s), s) {
		if strings.HasSuffix(f.Relief.Ground.Rule, "/late") {
			t.Error("a draft for what was over the day before")
		}
	}
}

func TestWhatHasNoTranslationStandsInEnglishAndIsSaidSo(t *testing.T) {
	s := invented(t, appeals+"texts:\n  rt: {relief/opening: \"Hochverehrter {issued}\", relief/heading: \"Fassung an {decides}\"}\n")
	drafts := law.Drafts(decide(t, inventedDemand(t, "CATEGORY", "call-records"), s), s)
	if len(drafts) != 2 || drafts[0].Language != "rt" || drafts[0].Whole || !drafts[1].Whole {
		t.Fatalf("drafts %+v", drafts)
	}
	for _, want := range []string{"Fassung an the Treasury", "Hochverehrter 2026-02-27", "We ask under Post Act art. 25 that our costs be paid: it costs."} {
		if !strings.Contains(drafts[0].Text, want) {
			t.Errorf("the draft lacks %q:\n%s", want, drafts[0].Text)
		}
	}
}

func TestEveryTextOfADraftHasItsKey(t *testing.T) {
	for _, k := range law.ReliefKinds() {
		if !law.DraftSays("relief/" + string(k)) {
			t.Errorf("there are no words to ask for %s", k)
		}
	}
}
