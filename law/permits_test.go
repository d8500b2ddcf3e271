package law_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"writ/law"
)

// In Canada the one duty to keep is uncertain, so no case can tell what permits from what compels until the Bill is law.
// Here it is.
const urgentCalls = `
cases:
- id: urgent
  packs: [ca]
  at: 2026-07-11T10:00:00-04:00
  provider: {established: [CA], offers: [CA], service: mobile, keeps: {call-records: P1Y}}
  instrument:
    type: TYPE
    issuer: {kind: ISSUER, country: CA}
    issued: 2026-07-11
    served: 2026-07-11T09:50:00-04:00
    addressee: provider
    signed: true
    emergency: true
    facts: {section: "SECTION"}
  asks:
  - category: call-records
    identifiers: [{kind: e164, value: "+16135550114"}]
    window: {from: 2026-07-11T06:00:00-04:00, to: 2026-07-11T09:00:00-04:00}
`

func TestAnEmergencyPermitsAndDoesNotCompelOnceADutyToKeepIsLaw(t *testing.T) {
	s := withTheDutyInForce(t)
	for _, c := range []struct{ paper, issuer, section, want string }{
		{"ca-production-order", "judge", "487.014", "must-release"}, // the duty does bind
		{"ca-emergency", "police", "487.11", "release"},
	} {
		text := strings.NewReplacer("TYPE", c.paper, "ISSUER", c.issuer, "SECTION", c.section).Replace(urgentCalls)
		cases, err := law.ReadQuestions([]byte(text), "urgent.yaml")
		if err != nil {
			t.Fatal(err)
		}
		o := only(t, decide(t, cases[0].Demand, s))
		if got, ground := law.AnswerName(o.Answer); got != c.want {
			t.Errorf("%s: %s %s, want %s", c.paper, got, ground, c.want)
		}
	}
}

// withTheDutyInForce reads the pack of Canada as it would be if its one duty to keep were settled law.
func withTheDutyInForce(t *testing.T) *law.Set {
	t.Helper()
	names, err := filepath.Glob("packs/ca/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	pack := fstest.MapFS{}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if filepath.Base(name) == "retention.yaml" {
			data = bytes.ReplaceAll(data, []byte("certainty: uncertain"), []byte("certainty: known"))
		}
		pack["ca/"+filepath.Base(name)] = &fstest.MapFile{Data: data}
	}
	s, err := law.Load(pack)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
