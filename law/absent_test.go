package law_test

import (
	"strings"
	"testing"
)

func TestOfAPackThatIsNotLoadedThereIsNothingToTell(t *testing.T) {
	s := invented(t, ruritania+"texts: {rt: {letter/opening: Hoch}, en: {letter/opening: Hail}}\n")
	if s.Title("ruritania") != "Ruritania" || len(s.Instruments("ruritania")) != 2 || s.Instruments("ruritania")[0] != "rt-freeze" || len(s.Languages("ruritania")) != 2 || s.Languages("ruritania")[0] != "en" {
		t.Errorf("of the pack that is: %q %v %v", s.Title("ruritania"), s.Instruments("ruritania"), s.Languages("ruritania"))
	}
	if own := s.InstrumentName("ruritania", "rt-writ", "own"); own != "Königsbrief" {
		t.Errorf("its own name is %q", own)
	}
	if s.InstrumentName("ruritania", "rt-freeze", "en") != "Order to keep" || s.InstrumentName("ruritania", "rt-freeze", "own") != "" || s.InstrumentName("ruritania", "rt-wink", "en") != "" {
		t.Error("names that no instrument has")
	}
	if text, ok := s.Text("ruritania", "rt", "letter/opening"); !ok || text != "Hoch" {
		t.Errorf("its text is %q", text)
	}
	if s.Title("zenda") != "" || s.Instruments("zenda") != nil || s.Languages("zenda") != nil || s.InstrumentName("zenda", "rt-writ", "en") != "" {
		t.Error("a pack that is not there has a title, instruments or languages")
	}
	if _, ok := s.Text("zenda", "rt", "letter/opening"); ok {
		t.Error("a pack that is not there has a text")
	}
}

func TestAnInstrumentWithoutAnEnglishNameIsCalledByItsOwn(t *testing.T) {
	for names, want := range map[string]string{"{own: Königsbrief, en: Royal writ}": "Royal writ", "{own: Königsbrief}": "Königsbrief"} {
		s := invented(t, strings.Replace(ruritania, "{own: Königsbrief, en: Royal writ}", names, 1))
		if got := s.InstrumentName("ruritania", "rt-writ", "en"); got != want {
			t.Errorf("%s is called %q", names, got)
		}
	}
}
