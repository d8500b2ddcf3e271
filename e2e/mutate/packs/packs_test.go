package main

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

const land = `
format: writ-pack/1
pack: land
title: A land
country: XR
notice: permitted
countries:
- {code: XR, zone: Europe/Prague}
defaults: {source: the Gazette, from: 2020-01-01, certainty: known}
instruments:
- type: order
  name: {en: Order}
  provision: Act 1
  issuers:
  - {kinds: [judge], provision: Act 2}
  opens:
  - {id: who, categories: [subscriber], provision: Act 3}
  - {id: calls, categories: [call-records], provision: Act 4}
  rules:
  - {id: late, check: dates, when: {at: {from: 2030-01-01}}, answer: withhold, ground: expired, provision: Act 5, because: it is late}
`

const landCases = `
cases:
- id: one
  packs: [land]
  at: 2026-03-02T10:00:00+01:00
  provider: {established: [XR], offers: [XR], service: telephony, keeps: {subscriber: P5Y}}
  instrument: {type: order, issuer: {kind: judge, country: XR}, issued: 2026-02-27, served: 2026-02-28, addressee: provider, signed: true}
  asks:
  - {category: subscriber, identifiers: [{kind: e164, value: "+420123456789"}]}
  expect: {outcome: fulfil, answers: [{answer: release, provision: Act 3}]}
`

func folder() fstest.MapFS {
	return fstest.MapFS{"land/pack.yaml": {Data: []byte(land)}, "land/cases.yaml": {Data: []byte(landCases)}}
}

func TestARuleThatNoCaseNeedsIsFoundWithItsLine(t *testing.T) {
	l, err := openLibrary(folder(), "packs")
	if err != nil {
		t.Fatal(err)
	}
	got, err := l.try("land", false)
	if err != nil {
		t.Fatal(err)
	}
	want := []removed{{18, "packs/land/pack.yaml", "opens calls of order"}, {20, "packs/land/pack.yaml", "rules late of order"}}
	if !slices.Equal(got.survivors, want) || got.removed != 5 || got.noticed != 3 {
		t.Errorf("%d removed, %d noticed, survivors %v, want %v", got.removed, got.noticed, got.survivors, want)
	}
	var out bytes.Buffer
	got.print(&out, "land", map[string]string{"packs/land/pack.yaml: rules late of order": "nobody is late here"})
	if !strings.HasPrefix(out.String(), "land: 5 removals, 3 noticed (0 as a pack that can't be read), by 1 cases: 60.0 %\n") {
		t.Errorf("printed %s", out.String())
	}
	if got.bare != 1 || !strings.Contains(out.String(), "rules late of order\n    nobody is late here\n") {
		t.Errorf("%d without a reason, printed %s", got.bare, out.String())
	}
}

func TestARemovalThatNoReaderTakesIsCountedApart(t *testing.T) {
	dir := folder()
	dir["land/pack.yaml"] = &fstest.MapFile{Data: []byte(land + "rules:\n- {id: all, check: person, instruments: [order], when: {facts.x: true}, answer: refer, ground: uncertain-rule, provision: Act 6, because: so}\n")}
	l, err := openLibrary(dir, ".")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := l.try("land", true); err != nil || got.unread == 0 || got.unread >= got.noticed {
		t.Errorf("%d of %d noticed are unread, %v", got.unread, got.noticed, err)
	}
}

func TestAPackWhoseCasesFailIsNotMutated(t *testing.T) {
	dir := folder()
	dir["land/cases.yaml"] = &fstest.MapFile{Data: []byte(strings.Replace(landCases, "Act 3", "Code 9", 1))}
	l, err := openLibrary(dir, ".")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.try("land", false); err == nil || !strings.Contains(err.Error(), "the case one fails before anything is removed") {
		t.Errorf("got %v", err)
	}
}

func TestWhatItIsCalledWith(t *testing.T) {
	for _, args := range [][]string{{"--help"}, {"-dir", "nowhere"}, {"-dir", "../../../law/packs", "atlantis"}} {
		var out, problems bytes.Buffer
		if code := run(args, &out, &problems); code != 2 || problems.Len() == 0 {
			t.Errorf("%q: exit %d, says %q", args, code, problems.String())
		}
	}
}
