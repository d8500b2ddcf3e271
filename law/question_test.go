package law_test

import (
	"strings"
	"testing"

	"writ/law"
)

const question = `
cases:
- id: q-1
  title: What would the law say?
  packs: [us-federal]
  at: 2026-03-02T10:00:00-05:00
  provider: {established: [US], offers: [US], service: voip-interconnected, keeps: {subscriber: P5Y}}
  instrument:
    type: subpoena-grand-jury
    issuer: {kind: grand-jury, country: US}
    issued: 2026-02-27
    served: 2026-03-01T16:20:00-05:00
    addressee: provider
    signed: true
    facts: {return-date: 2026-03-16}
  asks:
  - category: subscriber
    identifiers: [{kind: e164, value: "+12025550123"}]
`

func TestAQuestionNeedsNoAnswerAndACaseDoes(t *testing.T) {
	got, err := law.ReadQuestions([]byte(question), "q.yaml")
	if err != nil || len(got) != 1 || len(got[0].Demand.Asks) != 1 {
		t.Fatalf("read %d, %v", len(got), err)
	}
	if d, err := law.Decide(got[0].Demand, packs(t)); err != nil || d.Verdict() != "fulfil" {
		t.Errorf("decided %s, %v", d.Verdict(), err)
	}
	if _, err := law.ReadCases([]byte(question), "q.yaml"); err == nil || !strings.Contains(err.Error(), "has no expect; write the right answer") {
		t.Errorf("a case without an answer is no test: %v", err)
	}
	wrong := question + "  expect: {outcome: fulfil, answers: []}\n"
	if _, err := law.ReadQuestions([]byte(wrong), "q.yaml"); err == nil {
		t.Error("an answer that is there is checked all the same")
	}
}
