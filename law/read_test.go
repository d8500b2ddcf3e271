package law_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"writ/law"
	"writ/strict"
)

const request = `
reference: 2026-R-17
agency: Procura di Strelsau
papers: [decreto.pdf, allegato.pdf]
instrument:
  type: it-tabulati-decree
  issuer: {kind: judge, country: IT}
  issued: 2026-02-26
  served: 2026-02-27T11:00:00+01:00
  addressee: provider
  signed: true
  offence: {name: fraud, max-years: 5.5, listed: false}
  facts: {ordered: 2026-02-26T10:00:00+01:00, subsection: 7C(8), section: 487.014, urgency: true, authorised-days: 15, also-orders: [content], duplicate-of: {reference: R-1, identical: false}}
asks:
- category: call-records
  identifiers-file: numbers.csv
  window: {from: "2026-01-01T01:30:00", to: 2026-02-01}
- category: subscriber
  identifiers: [{kind: e164, value: '+393312345678'}]
`

func TestARequestIsReadAsItStands(t *testing.T) {
	r, err := law.ReadRequest([]byte(request), "request.yaml")
	if err != nil {
		t.Fatal(err)
	}
	f := r.Instrument.Facts
	if r.Reference != "2026-R-17" || r.Agency != "Procura di Strelsau" || len(r.Papers) != 2 || len(r.Asks) != 2 {
		t.Errorf("read %+v", r)
	}
	if f["section"] != "487.014" || f["urgency"] != true || f["authorised-days"] != 15 || f["ordered"] != "2026-02-26T10:00:00+01:00" {
		t.Errorf("facts are not as written: %v", f)
	}
	if *r.Instrument.Offence.MaxYears != 5 || r.Instrument.Emergency != nil || !*r.Instrument.Signed {
		t.Errorf("instrument %+v", r.Instrument)
	}
	w := r.Asks[0].Window
	if r.Asks[0].File != "numbers.csv" || !w.From.HasTime || w.From.Offset || w.To.HasTime {
		t.Errorf("ask %+v, window %+v %+v", r.Asks[0], w.From, w.To)
	}
}

func TestFilesThatAreNoCasesAreRefusedWithPlaceAndFix(t *testing.T) {
	data, err := os.ReadFile("packs/it/cases.yaml")
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	for _, tc := range []struct{ name, old, now, says string }{
		{"an unknown key", "    addressee: provider", "    adressee: provider", "did you mean addressee?"},
		{"a key twice", "    signed: true", "    signed: true\n    signed: true", "the key stands twice"},
		{"a category that is none", "category: call-records", "category: calls", "is no category"},
		{"an instant without offset", "at: 2026-03-02T10:00:00+01:00", "at: 2026-03-02T10:00:00", "is no instant with an offset"},
		{"a day that is none", "issued: 2026-02-26", "issued: 2026-02-30", "is neither a date nor an instant"},
		{"an answer too many", "    - answer: must-release", "    - answer: release\n    - answer: must-release", "has not one answer for each ask"},
		{"an answer that is none", "answer: must-release", "answer: hand-over", "is no answer"},
		{"an issuer that is none", "kind: judge", "kind: sheriff", "is no kind of issuer"},
		{"a truth that is none", "signed: true", "signed: perhaps", "is neither true nor false"},
		{"a period that is none", "call-records: P24M", "call-records: two years", "is no period"},
		{"a country that is none", "established: [IT]", "established: [Italy]", "is no country code"},
		{"a role that is none", "facts: {}", "facts: {}\n    user: {role: king}", "is no role"},
		{"an ask without a category", "  - category: call-records\n    identifiers", "  - identifiers", "has no category"},
		{"no asks", "  asks:\n", "  askes:\n", "has no asks"},
		{"two cases of one id", "id: it-002", "id: it-001", "two cases have this id"},
	} {
		now := strings.Replace(text, tc.old, tc.now, 1)
		if now == text {
			t.Errorf("%s: the change changes nothing", tc.name)
			continue
		}
		_, err := law.ReadCases([]byte(now), "cases.yaml")
		var pe *strict.Error
		if err == nil || !errors.As(err, &pe) || !strings.Contains(err.Error(), tc.says) || pe.Line == 0 || pe.Fix == "" {
			t.Errorf("%s: says %v, want %q with line and fix", tc.name, err, tc.says)
		}
	}
}

// marked is a number that no error may show.
const marked = "+39331000MARK"

func TestErrorsOfReadersNeverQuoteTheFile(t *testing.T) {
	for name, text := range map[string]string{
		"a value of the wrong kind": strings.Replace(request, "signed: true", "signed: "+marked, 1),
		"an unknown key":            strings.Replace(request, "papers:", marked+":", 1),
		"a broken line":             strings.Replace(request, "papers: [", "papers: ["+marked+": {", 1),
		"a strange date":            strings.Replace(request, "issued: 2026-02-26", "issued: "+marked, 1),
		"a strange kind":            strings.Replace(request, "kind: e164", "kind: "+marked, 1),
		"a strange category":        strings.Replace(request, "category: subscriber", "category: "+marked, 1),
		"a strange country":         strings.Replace(request, "max-years: 5.5", "max-years: "+marked, 1),
		"no mapping at all":         marked,
		"a tab where none may be":   "reference:\n\t" + marked,
		"an alias":                  "reference: *" + strings.TrimPrefix(marked, "+"),
	} {
		_, err := law.ReadRequest([]byte(text), "request.yaml")
		if err == nil {
			t.Errorf("%s was read", name)
		} else if strings.Contains(err.Error(), "MARK") {
			t.Errorf("%s: the error shows the value: %v", name, err)
		}
	}
}

func TestAFileLargerThanAnyIsRefusedUnread(t *testing.T) {
	if _, err := law.ReadCases(make([]byte, 9<<20), "cases.yaml"); err == nil {
		t.Error("nine megabytes were read")
	}
	if _, err := law.ReadCases([]byte(strings.Repeat("[", 200)), "cases.yaml"); err == nil {
		t.Error("two hundred levels were read")
	}
}

func TestStampsAreReadAsWritten(t *testing.T) {
	for text, want := range map[string]law.Stamp{
		"2026-03-02":                     {},
		"2026-03-02T10:00:00Z":           {HasTime: true, Offset: true},
		"2026-03-02T10:00:00.5-05:00":    {HasTime: true, Offset: true},
		"2026-03-02T10:00:00":            {HasTime: true},
		"2026-03-02T10:00":               {HasTime: true},
		"2026-02-30":                     {Text: "bad"},
		"2026-3-2":                       {Text: "bad"},
		"2026-03-02 10:00":               {Text: "bad"},
		"02.03.2026":                     {Text: "bad"},
		"":                               {Text: "bad"},
		"2026-03-02T25:00:00Z":           {Text: "bad"},
		"2026-03-02T10:00:00+01:00 noon": {Text: "bad"},
	} {
		s, err := law.ParseStamp(text)
		if (err != nil) != (want.Text == "bad") || err == nil && (s.HasTime != want.HasTime || s.Offset != want.Offset) {
			t.Errorf("%q: %+v, %v", text, s, err)
		}
		if err != nil && text != "" && strings.Contains(err.Error(), text) {
			t.Errorf("the error quotes %q", text)
		}
	}
}
