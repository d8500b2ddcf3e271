package law_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"writ/law"
)

// embeddedCases gives the cases beside the packs of the program.
func embeddedCases(t *testing.T) []law.Case {
	t.Helper()
	files, err := law.EmbeddedFiles()
	if err != nil {
		t.Fatal(err)
	}
	var out []law.Case
	for _, f := range files {
		if strings.HasSuffix(f.Name, "/cases.yaml") {
			all, err := law.ReadCases([]byte(f.Text), f.Name)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, all...)
		}
	}
	return out
}

// TestARemarkInAPackChangesNoAnswer: the hash is another, and so is the digest; the answers are the same.
func TestARemarkInAPackChangesNoAnswer(t *testing.T) {
	s, err := law.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	files := s.Files()
	for i := range files {
		files[i].Text += "# read again by counsel\n"
	}
	worded, err := law.LoadFiles(files)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range embeddedCases(t) {
		a, errA := law.Decide(c.Demand, s)
		b, errB := law.Decide(c.Demand, worded)
		if errA != nil || errB != nil || !a.SameAnswers(b) || a.Digest() == b.Digest() {
			t.Errorf("%s: %v %v: %s and %s", c.ID, errA, errB, a, b)
		}
	}
}

// TestOtherAnswersAreNotTheSame: of any two cases, decisions that print differently but for their provisions differ.
func TestOtherAnswersAreNotTheSame(t *testing.T) {
	s, err := law.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	cases := embeddedCases(t)
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.SampledFrom(cases).Draw(t, "a").Demand
		y := rapid.SampledFrom(cases).Draw(t, "b").Demand
		a, errA := law.Decide(x, s)
		b, errB := law.Decide(y, s)
		if errA != nil || errB != nil {
			t.Skip()
		}
		if a.SameAnswers(b) != b.SameAnswers(a) || !a.SameAnswers(a) {
			t.Fatal("it depends on who asks")
		}
		if a.Verdict() != b.Verdict() && a.SameAnswers(b) {
			t.Fatalf("%s and %s", a, b)
		}
	})
	if (law.Decision{}).SameAnswers(law.Decision{}) {
		t.Error("nothing was decided, and it is the same")
	}
}

func TestFilesInMemoryLoadAsFilesInAFolder(t *testing.T) {
	s, err := law.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	all, err := law.EmbeddedFiles()
	if err != nil {
		t.Fatal(err)
	}
	for name, files := range map[string][]law.File{"the law alone": s.Files(), "with the cases": all} {
		again, err := law.LoadFiles(files)
		if err != nil || again.Hash() != s.Hash() {
			t.Errorf("%s: %v, another hash", name, err)
		}
	}
	if _, err := law.LoadFiles(append(s.Files(), s.Files()[0])); err == nil || !strings.Contains(err.Error(), "stands twice") {
		t.Errorf("a file twice: %v", err)
	}
	if _, err := law.LoadFiles(nil); err == nil {
		t.Error("no file is a set")
	}
}

// nova is a small law; each line of changed makes it answer otherwise in one respect.
const nova = `format: writ-pack/1
pack: nova
title: Nova
country: NV
notice: permitted
countries: [{code: NV, zone: UTC, languages: [en]}]
defaults: {source: a book, from: 2001-02-03, certainty: known}
instruments:
- type: order
  name: {en: Order}
  provision: Act s 1
  issuers: [{kinds: [court], provision: Act s 2}]
  opens:
  - {id: customer, categories: [subscriber], fields: [name, address], provision: Act s 3}
  - {id: calls, categories: [call-records], provision: Act s 3}
  preserves: [{id: mail, categories: [content], provision: Act s 4, without-window: true, until: {of: served, plus: P60D, count: after}}]
  limits: [{id: ten, categories: [call-records], starts: 2026-02-10, ground: too-broad, provision: Act s 5, because: no older ones}]
  cuts: [{id: dialled, when: {facts.x: true}, provision: Act s 6, because: they stay}]
  notice: [{is: delayed, until: {of: served, plus: P30D, count: after}, provision: Act s 7}]
  due: [{at: {of: served, plus: P10D, count: after}}]
  rules: [{id: bar, when: {asked: payment}, check: closed, answer: withhold, ground: expired, provision: Act s 8, because: it is over}]
`

var changed = map[string][2]string{
	"the fields":               {"fields: [name, address]", "fields: [name]"},
	"what is opened":           {"categories: [call-records], provision: Act s 3", "categories: [traffic], provision: Act s 3"},
	"the window":               {"starts: 2026-02-10", "starts: 2026-02-11"},
	"the end of what is kept":  {"plus: P60D", "plus: P61D"},
	"the day":                  {"plus: P10D", "plus: P11D"},
	"the ground of what stays": {"ground: too-broad", "ground: expired"},
	"the day of one ask alone": {"due: [", "due: [{when: {asked: payment}, at: {of: served, plus: P20D, count: after}}, "},
	"the notice":               {"is: delayed", "is: required"},
	"the end of the notice":    {"plus: P30D", "plus: P31D"},
	"the ground":               {"withhold, ground: expired", "withhold, ground: too-broad"},
	"what is cut out":          {"facts.x: true", "facts.y: true"},
}

// TestEachAnswerCounts: a law that answers otherwise in one respect alone does not answer the same.
func TestEachAnswerCounts(t *testing.T) {
	cases, err := law.ReadQuestions([]byte(`cases:
- id: n-1
  packs: [nova]
  at: 2026-03-02T10:00:00Z
  provider: {established: [NV], offers: [NV], service: mobile, keeps: {subscriber: P5Y, call-records: P1Y, content: P1Y, payment: P1Y}}
  instrument: {type: order, issuer: {kind: court, country: NV}, issued: 2026-02-27, served: 2026-03-01T16:20:00Z, addressee: provider, signed: true, facts: {x: true}}
  asks:
  - {category: subscriber, identifiers: [{kind: account, value: "A-1"}]}
  - {category: call-records, identifiers: [{kind: account, value: "A-1"}], window: {from: 2026-02-01T00:00:00Z, to: 2026-02-20T00:00:00Z}}
  - {category: content, identifiers: [{kind: account, value: "A-1"}]}
  - {category: payment, identifiers: [{kind: account, value: "A-1"}]}
`), "n.yaml")
	if err != nil {
		t.Fatal(err)
	}
	decided := func(text string) law.Decision {
		s, err := law.LoadFiles([]law.File{{Name: "nova/pack.yaml", Text: text}})
		if err != nil {
			t.Fatal(err)
		}
		d, err := law.Decide(cases[0].Demand, s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	base := decided(nova)
	if !base.SameAnswers(decided(nova + "# a remark\n")) {
		t.Fatal("a remark changes the answers")
	}
	for what, c := range changed {
		other := strings.Replace(nova, c[0], c[1], 1)
		if other == nova || base.SameAnswers(decided(other)) {
			t.Errorf("%s is another, and the answers are said to be the same: %s", what, base)
		}
	}
	for _, c := range [][2]string{{"Act s 3}", "New Act s 3}"}, {"it is over", "it is past"}, {"name: {en: Order}", "name: {en: Writ}"}} {
		if !base.SameAnswers(decided(strings.ReplaceAll(nova, c[0], c[1]))) {
			t.Errorf("%s changes the answers", c[1])
		}
	}
}
