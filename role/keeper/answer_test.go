package keeper

import (
	"testing"
	"testing/fstest"
	"time"

	"writ"
	"writ/law"
)

// freezing preserves one category for ninety days, one for thirty, and one without an end; identity it opens.
const freezing = `
format: writ-pack/1
pack: ruritania
title: Ruritania
country: XR
notice: permitted
countries: [{code: XR, zone: Europe/Prague}]
defaults: {source: the Royal Gazette, from: 2020-01-01, certainty: known}
instruments:
- type: rt-freeze
  name: {en: Order to keep}
  provision: Post Act art. 7
  issuers: [{kinds: [police]}]
  opens:
  - {categories: [subscriber], provision: Post Act art. 7, without-window: true}
  preserves:
  - {id: long, categories: [call-records], provision: Post Act art. 7, without-window: true, until: {of: served, plus: P90D, count: after}}
  - {id: short, categories: [traffic], provision: Post Act art. 7, without-window: true, until: {of: served, plus: P30D, count: after}}
  - {id: endless, categories: [content], provision: Post Act art. 7, without-window: true}
  due: [{at: {of: served, plus: P3D, count: after}}]
`

const freezingDemand = `
cases:
- id: rt-1
  packs: [ruritania]
  at: 2026-03-02T10:00:00+01:00
  provider: {established: [XR], offers: [XR], service: telephony, keeps: {subscriber: P5Y, call-records: P6M, traffic: P1Y, content: P1Y}}
  instrument:
    type: rt-freeze
    issuer: {kind: police, country: XR}
    issued: 2026-02-27
    served: 2026-02-28T10:00:00+01:00
    addressee: provider
    signed: true
  asks: [{category: subscriber, identifiers: [{kind: e164, value: "+420123456789"}]}]
`

func TestWhatIsPreservedIsKeptUntilTheLatestEndOrForEver(t *testing.T) {
	set, err := law.Load(fstest.MapFS{"ruritania/pack.yaml": {Data: []byte(freezing)}})
	if err != nil {
		t.Fatal(err)
	}
	cases, err := law.ReadQuestions([]byte(freezingDemand), "q.yaml")
	if err != nil {
		t.Fatal(err)
	}
	long, short := "2026-05-30T00:00:00+02:00", "2026-03-31T00:00:00+02:00"
	for _, tc := range []struct {
		name, want string
		asks       []string
	}{
		{"what is handed over is not preserved, whatever its deadline", "", []string{"subscriber"}},
		{"the end that the law states, not the deadline of the answer", long, []string{"call-records"}},
		{"the later of two", long, []string{"call-records", "traffic"}},
		{"in either order", long, []string{"traffic", "call-records"}},
		{"beside what is handed over", short, []string{"subscriber", "traffic"}},
		{"without an end for one, without an end for all", "", []string{"call-records", "content", "traffic"}},
	} {
		d := cases[0].Demand
		ask := d.Asks[0]
		d.Asks = nil
		for _, c := range tc.asks {
			ask.Category = writ.Category(c)
			d.Asks = append(d.Asks, ask)
		}
		out, err := law.Decide(d, set)
		if err != nil {
			t.Fatal(err)
		}
		if due, ok := out.Due(); !ok || due.IsZero() {
			t.Fatalf("%s: no deadline, so that the two can't be confused", tc.name)
		}
		var want time.Time
		if tc.want != "" {
			if want, err = time.Parse(time.RFC3339, tc.want); err != nil {
				t.Fatal(err)
			}
		}
		if got := preserveUntil(out); !got.Equal(want) {
			t.Errorf("%s: until %v, want %v (%s)", tc.name, got, want, out)
		}
	}
}
