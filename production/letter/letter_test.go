package letter_test

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"writ"
	"writ/law"
	"writ/ledger/ledgertest"
	"writ/production/letter"
	"writ/production/productiontest"
	"writ/production/verify"
)

var show = flag.String("show", "", "folder to leave letters in, to look at")

func decided(t *testing.T, change func(d *law.Demand)) law.Decision {
	t.Helper()
	d := productiontest.Demand("2026-0017", 1)
	change(&d)
	dec, err := law.Decide(d, productiontest.Set(t))
	if err != nil {
		t.Fatal(err)
	}
	return dec
}

func inputs() letter.Inputs {
	return letter.Inputs{At: time.Date(2026, 3, 3, 9, 0, 0, 0, time.UTC), Provider: "Example Telephone Ltd", Agency: "District Court of Testland", Reference: "TL-2026/17", Instrument: "Production order"}
}

var italian = letter.Texts{Language: "it", Words: map[string]string{"letter/opening": "Abbiamo ricevuto l'atto.",
	"letter/withhold": "L'atto non consente di fornire quanto segue.", "title/mixed": "Risposta", "title/rejection": "La richiesta è respinta"}}

func TestEachAnswerGivesItsLetter(t *testing.T) {
	for _, tc := range []struct {
		name   string
		change func(d *law.Demand)
		want   letter.Kind
		err    error
	}{
		{"content on an order is rejected", func(d *law.Demand) { d.Asks = d.Asks[4:] }, letter.Rejection, nil},
		{"what is not kept is said so", func(d *law.Demand) { d.Asks = d.Asks[1:2]; d.Provider.Keeps = nil }, letter.NotHeld, nil},
		{"a window without a zone is asked about", func(d *law.Demand) {
			d.Asks = d.Asks[1:2]
			s, _ := law.ParseStamp("2026-01-01T00:00:00")
			d.Asks[0].Window.From = &s
		}, letter.Clarification, nil},
		{"several answers make one letter", func(d *law.Demand) { delete(d.Provider.Keeps, writ.Subscriber) }, letter.Mixed, nil},
		{"what leaves in full needs no letter", func(d *law.Demand) { d.Asks = d.Asks[:2] }, "", letter.ErrNothing},
	} {
		t.Run(tc.name, func(t *testing.T) {
			in := inputs()
			in.Texts = italian
			l, err := letter.Compose(decided(t, tc.change), in)
			if !errors.Is(err, tc.err) || l.Kind != tc.want {
				t.Fatalf("got %q, %v, want %q, %v", l.Kind, err, tc.want, tc.err)
			}
			if err != nil {
				return
			}
			f, err := letter.Sign(l, productiontest.SigningKey())
			if err != nil {
				t.Fatal(err)
			}
			for what, b := range map[string][]byte{"letter.html": f.HTML, "letter.json": f.JSON} {
				if bytes.Contains(b, []byte(productiontest.Number[1:])) {
					t.Errorf("%s names the target", what)
				}
			}
			if *show != "" {
				for ext, b := range map[string][]byte{"html": f.HTML, "pdf": f.PDF, "json": f.JSON} {
					if err := os.WriteFile(filepath.Join(*show, string(l.Kind)+"."+ext), b, 0o600); err != nil {
						t.Fatal(err)
					}
				}
			}
			h := productiontest.NewHouse(t)
			if out := verify.Letter(f.JSON, f.HTML, f.PDF, h.Known()); !out.OK() || out.State(verify.LetterSigner) != verify.Holds {
				t.Errorf("it does not verify: %v", out.Checks)
			}
		})
	}
}

func TestBothLanguagesStandInALetter(t *testing.T) {
	in := inputs()
	in.Texts = italian
	l, err := letter.Compose(decided(t, func(d *law.Demand) { d.Asks = d.Asks[4:] }), in)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := l.HTML(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"L&#39;atto non consente", "does not reach the following", "La richiesta è respinta · The demand is rejected",
		"no translation into the language “it”", "instrument-too-weak", "Testland Act s. 9", "a warrant of the High Court"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the letter lacks %q", want)
		}
	}
}

func TestAForgedLetterIsFound(t *testing.T) {
	l, err := letter.Compose(decided(t, func(d *law.Demand) { d.Asks = d.Asks[4:] }), inputs())
	if err != nil {
		t.Fatal(err)
	}
	f, err := letter.Sign(l, productiontest.SigningKey())
	if err != nil {
		t.Fatal(err)
	}
	g, err := letter.Sign(l, otherKey{})
	if err != nil {
		t.Fatal(err)
	}
	known := productiontest.NewHouse(t).Known()
	replaced := func(b []byte, old, new string) []byte { return bytes.Replace(b, []byte(old), []byte(new), 1) }
	for _, tc := range []struct {
		name            string
		json, html, pdf []byte
		want            string
	}{
		{"another ground in the JSON", replaced(f.JSON, "instrument-too-weak", "too-broad"), nil, nil, verify.LetterSignature},
		{"another word in the page", f.JSON, replaced(f.HTML, "instrument-too-weak", "too-broad"), nil, verify.LetterDocuments},
		{"another PDF", f.JSON, f.HTML, replaced(f.PDF, "%PDF-1", "%PDF-2"), verify.LetterDocuments},
		{"signed by another", g.JSON, g.HTML, g.PDF, verify.LetterSigner},
		{"a space more", append(bytes.Clone(f.JSON), ' '), nil, nil, verify.LetterForm},
		{"half of it", f.JSON[:len(f.JSON)/2], nil, nil, verify.LetterForm},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if b := verify.Letter(tc.json, tc.html, tc.pdf, known).Broken(); b == nil || b.Name != tc.want {
				t.Errorf("found by %v, want %s", b, tc.want)
			}
		})
	}
}

type otherKey struct{ productiontest.Key }

func (otherKey) Public() [32]byte { return other().Public() }

func (otherKey) Sign(b []byte) ([]byte, error) { return other().Sign(b) }

func other() productiontest.Key { return productiontest.Key{PrivateKey: ledgertest.Key(77)} }
