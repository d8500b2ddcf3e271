package law_test

import (
	"strings"
	"testing"
	"time"

	"writ/law"
)

// letters gives the drafts of Ruritania's reliefs by the last part of the rule's name and the language.
func letters(t *testing.T, pack string, change func(*law.Demand)) map[string]law.Draft {
	t.Helper()
	s := invented(t, pack)
	d := inventedDemand(t, "CATEGORY", "call-records")
	d.Asks = append(d.Asks, d.Asks[0])
	d.Asks[1].Category = "subscriber"
	d.Instrument.Facts = map[string]any{"bar": true}
	if change != nil {
		change(&d)
	}
	out := map[string]law.Draft{}
	for _, f := range law.Drafts(decide(t, d, s), s) {
		out[f.Relief.Ground.Rule[strings.LastIndexByte(f.Relief.Ground.Rule, '/')+1:]+" "+f.Language] = f
	}
	return out
}

func TestALetterSaysWhatIsAskedOfWhomUnderWhatAndUntilWhen(t *testing.T) {
	all := letters(t, appeals, nil)
	if len(all) != 3 {
		t.Fatalf("%d letters", len(all))
	}
	for name, want := range map[string]string{
		"conflict en": `DRAFT, for counsel to complete and sign. To: the Crown court

We have received the instrument named “Royal writ”, issued on 2026-02-27. This concerns what it asks for under 1 (call-records), 2 (subscriber).

We object under Post Act art. 20: a foreign law forbids it. We ask that the instrument be set aside in so far. Our reasons in fact are: […] What was asked for is kept as it is meanwhile.

This is made before 2026-03-11 00:00 +01:00.

This letter does not say whether there are records on anyone.

For the provider: (name, office, date, signature)
`,
		"burden en": `DRAFT, for counsel to complete and sign. To: the Crown court

We have received the instrument named “Royal writ”, issued on 2026-02-27. This concerns what it asks for under 2 (subscriber).

We ask under Post Act art. 21 that the instrument be changed or completed: it is too much work. Our reasons in fact are: […] We propose instead: […] What was asked for is kept as it is meanwhile.

[For counsel: whether this provision gives the relief asked for is uncertain.]

This letter does not say whether there are records on anyone.

For the provider: (name, office, date, signature)
`,
	} {
		f := all[name]
		if f.Text != want || !f.Whole || f.Language != "en" {
			t.Errorf("%s, whole %v:\n%s", name, f.Whole, f.Text)
		}
	}
}

// ruritanian are the texts of every part of a letter but one.
const ruritanian = `texts:
  rt: {relief/heading: Hoch, relief/opening: "{instrument}!", relief/object: Nein, relief/cost: Geld, relief/last-day: Bis, relief/closing: Aus, relief/because/conflict: Weil, relief/decides/conflict: Der Hof, relief/because/fee: Weil, relief/decides/fee: Der Hof}
  en: {relief/closing: Yours}
`

func TestALetterIsWholeInALanguageWhereNoPartOfItIsInAnother(t *testing.T) {
	all := letters(t, appeals+ruritanian, nil)
	if len(all) != 6 {
		t.Fatalf("%d letters", len(all))
	}
	for name, want := range map[string]string{
		"conflict rt": "Hoch\n\nKönigsbrief!\n\nNein\n\nBis\n\nAus\n",
		"fee rt":      "Hoch\n\nKönigsbrief!\n\nGeld\n\nAus\n",
	} {
		if f := all[name]; !f.Whole || f.Text != want {
			t.Errorf("%s, whole %v:\n%s", name, f.Whole, f.Text)
		}
	}
	if f := all["burden rt"]; f.Whole || !strings.Contains(f.Text, "We ask under Post Act art. 21") || !strings.HasPrefix(f.Text, "Hoch") {
		t.Errorf("what has no words in it stands in English, and that is said:\n%s", f.Text)
	}
	if f := all["fee en"]; !f.Whole || !strings.HasSuffix(f.Text, "\n\nYours\n") || !strings.Contains(f.Text, "“Royal writ”") {
		t.Errorf("the pack's own English, whole:\n%s", f.Text)
	}
}

func TestALetterOnAPaperWithoutADateOrANameLeavesRoomForThem(t *testing.T) {
	undated := letters(t, appeals, func(d *law.Demand) { d.Instrument.Issued = nil })
	if !strings.Contains(undated["fee en"].Text, "issued on […].") {
		t.Errorf("it is dated:\n%s", undated["fee en"].Text)
	}
	only := strings.Replace(appeals, "{own: Königsbrief, en: Royal writ}", "{rt: Brief}", 1) + ruritanian
	nameless := letters(t, only, nil)
	if got := nameless["conflict rt"].Text; !strings.Contains(got, "Brief!") {
		t.Errorf("the name in the letter's language:\n%s", got)
	}
	if got := nameless["conflict en"].Text; !strings.Contains(got, "“rt-writ”") {
		t.Errorf("the type, where it has no name in English:\n%s", got)
	}
}

func TestTheLastInstantIsWrittenByTheClockOfTheDecision(t *testing.T) {
	all := letters(t, appeals, func(d *law.Demand) { d.Provider.Zone = "Asia/Tokyo" })
	if !strings.Contains(all["conflict en"].Text, "before 2026-03-11 00:00 +09:00") {
		t.Errorf("%s", all["conflict en"].Text)
	}
	gone := letters(t, appeals, func(d *law.Demand) { d.At = d.At.Add(30 * 24 * time.Hour) })
	if _, ok := gone["conflict en"]; ok || len(gone) != 2 {
		t.Errorf("its day has passed: %d letters", len(gone))
	}
}
