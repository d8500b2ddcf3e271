package law_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"writ"
	"writ/law"
)

// ruritania is the law of a country that does not exist: a pack is data, and nothing of it stands in Go.
const ruritania = `
format: writ-pack/1
pack: ruritania
title: Ruritania
country: XR
notice: permitted
countries:
- {code: XR, zone: Europe/Prague, languages: [rt]}
defaults: {source: the Royal Gazette, from: 2020-01-01, certainty: known}
reach:
  content: {provision: Post Act art. 9, by: "the King's own writ"}
instruments:
- type: rt-writ
  name: {own: Königsbrief, en: Royal writ}
  provision: Post Act art. 1
  issuers:
  - {kinds: [judge], provision: Post Act art. 2}
  opens:
  - {categories: [subscriber, call-records, session-records], provision: Post Act art. 3}
  - {categories: [traffic], certainty: uncertain, provision: Post Act art. 4}
  - {categories: [live-iri], provision: Post Act art. 5}
  limits:
  - {categories: [live-iri], ends: {of: issued, plus: P7D, count: beginning}, provision: Post Act art. 6, ground: expired}
  due:
  - at: {of: served, plus: P3D, count: after}
- type: rt-freeze
  name: {en: Order to keep}
  provision: Post Act art. 7
  issuers:
  - {kinds: [police]}
  preserves:
  - {categories: [call-records], provision: Post Act art. 7}
duties:
- id: calls
  categories: [call-records]
  services: [telephony]
  period: P12M
  provision: Post Act art. 8
  because: the post keeps a year of calls
`

const ruritanianDemand = `
cases:
- id: rt-1
  packs: [ruritania]
  at: 2026-03-02T10:00:00+01:00
  provider: {established: [XR], offers: [XR], service: telephony, keeps: {subscriber: P5Y, call-records: P6M, traffic: P1Y}}
  instrument:
    type: TYPE
    issuer: {kind: ISSUER, country: XR}
    issued: 2026-02-27
    served: 2026-02-28T10:00:00+01:00
    addressee: provider
    signed: SIGNED
  asks:
  - category: CATEGORY
    identifiers: [{kind: e164, value: "+420123456789"}]
    window: {from: FROM, to: TO}
  expect: {outcome: reject, answers: [{answer: not-held}]}
`

func invented(t testing.TB, pack string) *law.Set {
	t.Helper()
	s, err := law.Load(fstest.MapFS{"ruritania/pack.yaml": {Data: []byte(pack)}}, "ruritania")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func inventedDemand(t testing.TB, words ...string) law.Demand {
	t.Helper()
	text := strings.NewReplacer(words...).Replace(ruritanianDemand)
	text = strings.NewReplacer("TYPE", "rt-writ", "ISSUER", "judge", "SIGNED", "true", "FROM", "2026-01-01T00:00:00+01:00", "TO", "2026-02-01T00:00:00+01:00").Replace(text)
	cases, err := law.ReadCases([]byte(text), "ruritania.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return cases[0].Demand
}

func TestALawMadeOfDataAloneYieldsEveryKindOfAnswer(t *testing.T) {
	s := invented(t, ruritania)
	for _, tc := range []struct {
		name, answer, ground, provision string
		words                           []string
	}{
		{"held and no duty: it leaves", "release", "", "Post Act art. 3", []string{"CATEGORY", "subscriber"}},
		{"held within the duty: it must leave", "must-release", "", "Post Act art. 3", []string{"CATEGORY", "call-records"}},
		{"content is not opened", "withhold", "instrument-too-weak", "Post Act art. 1; Post Act art. 9", []string{"CATEGORY", "content"}},
		{"the police may not sign", "withhold", "issuer-not-competent", "Post Act art. 2", []string{"CATEGORY", "subscriber", "ISSUER", "police"}},
		{"not kept, no duty", "not-held", "", "Post Act art. 3", []string{"CATEGORY", "session-records"}},
		{"not kept within the duty", "default", "", "Post Act art. 8", []string{"CATEGORY", "call-records", "FROM", "2025-05-01T00:00:00+02:00", "TO", "2025-06-01T00:00:00+02:00"}},
		{"not signed", "clarify", "not-signed", "Post Act art. 1", []string{"CATEGORY", "subscriber", "SIGNED", "false"}},
		{"an uncertain rule", "refer", "uncertain-rule", "Post Act art. 4", []string{"CATEGORY", "traffic"}},
		{"an order to keep", "preserve", "", "Post Act art. 7", []string{"CATEGORY", "call-records", "TYPE", "rt-freeze", "ISSUER", "police"}},
		{"a tap", "intercept", "", "Post Act art. 5", []string{"CATEGORY", "live-iri", "FROM", "2026-03-02T12:00:00+01:00", "TO", "2026-03-05T00:00:00+01:00"}},
	} {
		d := decide(t, inventedDemand(t, tc.words...), s)
		for o := range d.Outcomes() {
			name, ground := law.AnswerName(o.Answer)
			if name != tc.answer || string(ground) != tc.ground || o.Grounds[0].Provision != tc.provision {
				t.Errorf("%s: %s", tc.name, d)
			}
		}
		if due, ok := d.Due(); tc.words[1] != "call-records" && (!ok || due.Format("2006-01-02T15:04Z07:00") != "2026-03-04T00:00+01:00") {
			t.Errorf("%s: due %v", tc.name, due)
		}
	}
}

// boundless is a pack that tries to open everything to everyone for ever.
const boundless = `
format: writ-pack/1
pack: ruritania
title: Ruritania under its worst king
country: XR
notice: prohibited
countries:
- {code: XR, zone: Europe/Prague}
defaults: {source: the King's whim, from: 1900-01-01, certainty: verified}
instruments:
- type: rt-writ
  name: {en: Whim}
  provision: Whim 1
  issuers:
  - {kinds: [judge, police, private-party, foreign-authority]}
  opens:
  - categories: [subscriber, payment, ip-assignment, call-records, session-records, traffic, location, content, live-iri, live-cc, live-location]
    provision: Whim 2
    without-window: true
    to-come: true
`

func TestNoPackLoosensTheLimitsThatStandAboveIt(t *testing.T) {
	s := invented(t, boundless)
	live := func() law.Demand {
		return inventedDemand(t, "CATEGORY", "live-cc", "FROM", "2026-03-02T12:00:00+01:00", "TO", "2026-03-05T00:00:00+01:00")
	}
	if o := only(t, decide(t, live(), s)); !opens(o) {
		t.Fatalf("the demand from which the others are made is not granted: %v", o.Answer)
	}
	no := false
	for _, tc := range []struct {
		name   string
		change func(*law.Demand)
		ground writ.Ground
	}{
		{"a demand that names no one", func(d *law.Demand) { d.Asks[0].Identifiers = nil }, "identifier-invalid"},
		{"an identifier that is a pattern", func(d *law.Demand) { d.Asks[0].Identifiers[0].Text = "+420*" }, "identifier-invalid"},
		{"one good identifier beside a bad one", func(d *law.Demand) {
			d.Asks[0].Identifiers = append(d.Asks[0].Identifiers, law.Stated{Kind: "e164", Text: "12"})
		}, "identifier-invalid"},
		{"a tap on everyone in a cell", func(d *law.Demand) { d.Asks[0].Identifiers = []law.Stated{{Kind: "cell", Text: "230-1-12-77"}} }, "area-request-not-allowed"},
		{"the records of everyone in a cell, without a rule for it", func(d *law.Demand) {
			*d = inventedDemand(t, "CATEGORY", "location")
			d.Asks[0].Identifiers = []law.Stated{{Kind: "cell", Text: "230-1-12-77"}}
		}, "area-request-not-allowed"},
		{"a tap without an end", func(d *law.Demand) { d.Asks[0].Window.To = nil }, "window-missing"},
		{"a tap without a window", func(d *law.Demand) { d.Asks[0].Window = nil }, "window-missing"},
		{"a tap of two years", func(d *law.Demand) { *d.Asks[0].Window.To = stamp(t, "2028-03-02T12:00:00+01:00") }, "window-too-long"},
		{"a tap of a time that is over", func(d *law.Demand) {
			*d.Asks[0].Window.From, *d.Asks[0].Window.To = stamp(t, "2026-02-01T12:00:00+01:00"), stamp(t, "2026-02-02T12:00:00+01:00")
		}, "expired"},
		{"a time without a zone", func(d *law.Demand) { *d.Asks[0].Window.From = stamp(t, "2026-03-02T12:00:00") }, "window-ambiguous"},
		{"a window that runs backwards", func(d *law.Demand) { *d.Asks[0].Window.To = stamp(t, "2026-03-01T12:00:00+01:00") }, "window-ambiguous"},
		{"a paper that is not signed", func(d *law.Demand) { d.Instrument.Signed = &no }, "not-signed"},
		{"a paper that does not say that it is signed", func(d *law.Demand) { d.Instrument.Signed = nil }, "not-signed"},
		{"a paper without a date", func(d *law.Demand) { d.Instrument.Issued = nil }, "not-signed"},
		{"a paper of tomorrow", func(d *law.Demand) { *d.Instrument.Issued = stamp(t, "2026-03-03") }, "issued-in-future"},
		{"a paper of tomorrow that nobody says was served", func(d *law.Demand) {
			*d.Instrument.Issued = stamp(t, "2026-03-03")
			d.Instrument.Served = nil
		}, "issued-in-future"},
		{"a paper whose last day has passed", func(d *law.Demand) { e := stamp(t, "2026-03-01"); d.Instrument.Expires = &e }, "expired"},
		{"a paper for another company", func(d *law.Demand) { d.Instrument.Addressee = "other-entity" }, "wrong-addressee"},
		{"a paper for nobody", func(d *law.Demand) { d.Instrument.Addressee = "" }, "wrong-addressee"},
		{"an address that was shared", func(d *law.Demand) {
			d.Asks[0].Identifiers = []law.Stated{{Kind: "ip", Text: "198.51.100.7"}}
			d.Instrument.Facts = map[string]any{"cgnat": true}
		}, "identifier-ambiguous"},
		{"a number that was not the provider's", func(d *law.Demand) { d.Instrument.Facts = map[string]any{"not-our-user": true} }, "not-the-providers-user"},
		{"an instrument that no pack knows", func(d *law.Demand) { d.Instrument.Type = "whim-of-the-queen" }, "uncertain-rule"},
		{"an instrument without a name", func(d *law.Demand) { d.Instrument.Type = "" }, "uncertain-rule"},
	} {
		d := live()
		tc.change(&d)
		o := only(t, decide(t, d, s))
		if _, ground := law.AnswerName(o.Answer); opens(o) || ground != tc.ground {
			t.Errorf("%s: %T %s, want %s", tc.name, o.Answer, ground, tc.ground)
		}
	}
}

func TestATapEndsWithThePaper(t *testing.T) {
	s := invented(t, boundless)
	d := inventedDemand(t, "CATEGORY", "live-cc", "FROM", "2026-03-02T12:00:00+01:00", "TO", "2026-03-09T00:00:00+01:00")
	e := stamp(t, "2026-03-04")
	d.Instrument.Expires = &e
	o := only(t, decide(t, d, s))
	if got := o.Window.To(); !got.Equal(stamp(t, "2026-03-05T00:00:00+01:00").Time) || len(o.Shortfall) != 1 {
		t.Errorf("the tap ends %v with shortfall %v", got, o.Shortfall)
	}
}

func stamp(t testing.TB, text string) law.Stamp {
	t.Helper()
	s, err := law.ParseStamp(text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func only(t testing.TB, d law.Decision) law.Outcome {
	t.Helper()
	for o := range d.Outcomes() {
		return o
	}
	t.Fatal("no outcome")
	return law.Outcome{}
}

func opens(o law.Outcome) bool {
	_, tap := o.Answer.(law.Intercept)
	return tap || o.Opens()
}

func TestATapOnACellIsRefusedAlsoWhereAPackLetsCellsBeAsked(t *testing.T) {
	s := invented(t, boundless+"area: {provision: Whim 3, answer: refer, ground: uncertain-rule, because: never, when: {service: sms}}\n")
	cell := []law.Stated{{Kind: "cell", Text: "230-1-12-77"}}
	d := inventedDemand(t, "CATEGORY", "call-records")
	d.Asks[0].Identifiers = cell
	if o := only(t, decide(t, d, s)); !opens(o) {
		t.Errorf("the pack's rule for cells does not hold, so records go by the instrument: %v", o.Answer)
	}
	d = inventedDemand(t, "CATEGORY", "live-cc", "FROM", "2026-03-02T12:00:00+01:00", "TO", "2026-03-05T00:00:00+01:00")
	d.Asks[0].Identifiers = cell
	if o := only(t, decide(t, d, s)); opens(o) {
		t.Error("a cell was tapped")
	}
}

func TestWhatOnlyPermitsCompelsNothingThroughWhatItIsReadAs(t *testing.T) {
	pack := strings.Replace(ruritania, "duties:\n", `- type: rt-plea
  name: {en: Plea}
  provision: Post Act art. 10
  compels: false
  issuers:
  - {kinds: [judge]}
  opens:
  - {categories: [call-records], as: rt-writ}
duties:
`, 1)
	s := invented(t, pack)
	if o := only(t, decide(t, inventedDemand(t, "CATEGORY", "call-records", "TYPE", "rt-plea"), s)); o.Answer != (law.Release{}) {
		t.Errorf("a plea read as a writ gives %T", o.Answer)
	}
	if o := only(t, decide(t, inventedDemand(t, "CATEGORY", "call-records"), s)); o.Answer != (law.MustRelease{}) {
		t.Errorf("the writ itself gives %T", o.Answer)
	}
}

func TestDaysOnTheFaceNeverOutrunTheMostThatThePackAllows(t *testing.T) {
	s := invented(t, strings.Replace(ruritania, "plus: P7D, count: beginning", "days: facts.days, most: 7, count: beginning", 1))
	for days, want := range map[any]string{3: "2026-03-02T00:00:00+01:00", 7: "2026-03-06T00:00:00+01:00", 70: "2026-03-06T00:00:00+01:00", "many": "2026-03-06T00:00:00+01:00"} {
		d := inventedDemand(t, "CATEGORY", "live-iri", "FROM", "2026-03-02T12:00:00+01:00", "TO", "2026-03-20T00:00:00+01:00")
		d.Instrument.Facts = map[string]any{"days": days}
		o := only(t, decide(t, d, s))
		if days == 3 {
			if _, ground := law.AnswerName(o.Answer); ground != "expired" {
				t.Errorf("three days from the day of issue are over: %T", o.Answer)
			}
			continue
		}
		if !o.Window.To().Equal(stamp(t, want).Time) {
			t.Errorf("%v days: until %v, want %s", days, o.Window.To(), want)
		}
	}
}
