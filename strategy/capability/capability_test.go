package capability

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"flag"
	"os"
	"strings"
	"testing"
	"time"

	"writ/strategy"
)

var update = flag.Bool("update", false, "write the golden file anew")

const profile = `
name: Example Voice Ltd
established: [IE]
users: {IE: 12000, IT: 45000}
services:
- {class: voip-interconnected, offers: [IE, IT, FR], launched: 2024-03-01}
- {class: messaging, offers: [IE, IT], launched: 2027-03-01}
network: {cloud: true, li: etsi, hosting: [IE]}
keeps: {IE: {subscriber: P1M}}
staff: {compliance: 0}
contacts:
- {for: legal-process, email: legal@voice.example, hours: "Mon-Fri 09:00-17:00", zone: Europe/Dublin, languages: [en, it]}
`

// packs is a set of law with one instrument.
type packs struct{}

func (packs) Instruments(pack string) []string {
	if pack == "ie" {
		return []string{"s6-user-data"}
	}
	return nil
}
func (packs) InstrumentName(_, _, _ string) string { return "Request for user data" }

var (
	day = time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)
	key = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, 32))
)

func tried(t *testing.T, text string) (Statement, error) {
	t.Helper()
	rules, err := strategy.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	p, err := strategy.ReadProfile([]byte(text), "p.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return State(rules.Assess(p, day), rules, packs{})
}

func document(t *testing.T) []byte {
	t.Helper()
	s, err := tried(t, profile)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := Sign(s, key)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func public() ed25519.PublicKey { return key.Public().(ed25519.PublicKey) }

func TestAStatementSaysWhatIsOfferedAndNoGap(t *testing.T) {
	s, err := tried(t, profile)
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Countries) != 2 || s.Countries[0].Code != "IE" || !s.Countries[0].Established || s.Countries[1].Established {
		t.Errorf("a country without users is in it, or one with users is not: %+v", s.Countries)
	}
	if got := s.Countries[0].Services; len(got) != 1 || got[0] != "voip-interconnected" {
		t.Errorf("a service still to be launched is in it: %v", got)
	}
	if got := s.Countries[0].Delivery; len(got) != 1 || got[0] != "etsi" {
		t.Errorf("what is delivered is not in it: %v", got)
	}
	if got := s.Countries[0].Instruments; len(got) != 1 || got[0].Type != "s6-user-data" {
		t.Errorf("the packs' instruments are not in it: %v", got)
	}
	if doc := string(document(t)); strings.Contains(doc, "gap") || strings.Contains(doc, "12000") || strings.Contains(doc, "P1M") {
		t.Error("it tells gaps, users or retention")
	}
}

func TestWhoCantBeReachedStatesNothing(t *testing.T) {
	if _, err := tried(t, strings.Replace(profile, "for: legal-process", "for: emergency", 1)); !errors.Is(err, ErrContact) {
		t.Errorf("got %v", err)
	}
	if _, err := tried(t, strings.Replace(profile, "IE: 12000, IT: 45000", "FR: 0", 1)); !errors.Is(err, ErrNowhere) {
		t.Errorf("got %v", err)
	}
}

func TestAStatementIsVerifiedOffline(t *testing.T) {
	s, by, err := Verify(document(t), public(), day)
	if err != nil || s.Provider != "Example Voice Ltd" || !by.Equal(public()) {
		t.Fatalf("%+v, %v", s, err)
	}
	if _, _, err := Verify(append(document(t), '\n'), nil, day.AddDate(0, 0, validity)); err != nil {
		t.Errorf("on its last day: %v", err)
	}
}

func TestAForgedStatementIsFound(t *testing.T) {
	other, _, err := ed25519.GenerateKey(bytes.NewReader(bytes.Repeat([]byte{9}, 64)))
	if err != nil {
		t.Fatal(err)
	}
	good := string(document(t))
	for _, tc := range []struct {
		name, doc string
		signer    ed25519.PublicKey
		at        time.Time
		want      error
	}{
		{"another provider", strings.Replace(good, "Example Voice", "Exomple Voice", 1), nil, day, ErrSignature},
		{"another contact", strings.Replace(good, "legal@", "legol@", 1), nil, day, ErrSignature},
		{"another key named", strings.Replace(good, `"key":"ea`, `"key":"eb`, 1), nil, day, ErrSignature},
		{"another signer", good, other, day, ErrSigner},
		{"an unknown member", strings.Replace(good, `"format"`, `"extra":1,"format"`, 1), nil, day, ErrForm},
		{"a space", strings.Replace(good, `,"signature"`, `, "signature"`, 1), nil, day, ErrForm},
		{"something after it", good + "{}", nil, day, ErrForm},
		{"another version", strings.Replace(good, "capability/1", "capability/2", 1), nil, day, ErrForm},
		{"the day before", good, nil, day.AddDate(0, 0, -1), ErrDates},
		{"the day after its last", good, nil, day.AddDate(0, 0, validity+1), ErrDates},
		{"nothing", "", nil, day, ErrForm},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if tc.doc == good && tc.signer == nil && tc.at.Equal(day) {
				t.Fatal("the test changed nothing")
			}
			if _, _, err := Verify([]byte(tc.doc), tc.signer, tc.at); !errors.Is(err, tc.want) {
				t.Errorf("got %v, wanted %v", err, tc.want)
			}
		})
	}
}

func TestAStatementOfVersion1StaysReadable(t *testing.T) {
	const file = "testdata/statement-v1.json"
	if *update {
		if err := os.WriteFile(file, append(document(t), '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if s, _, err := Verify(b, public(), day); err != nil || len(s.Contacts) != 1 || s.Contacts[0].Zone != "Europe/Dublin" {
		t.Errorf("%+v, %v", s, err)
	}
}

func FuzzVerify(f *testing.F) {
	b, err := os.ReadFile("testdata/statement-v1.json")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Fuzz(func(t *testing.T, in []byte) {
		if _, _, err := Verify(in, public(), day); err == nil && !bytes.Equal(bytes.TrimSuffix(in, []byte("\n")), bytes.TrimSuffix(b, []byte("\n"))) {
			t.Errorf("a document that was never signed is taken: %q", in)
		}
	})
}
