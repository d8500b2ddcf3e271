package casefiletest

import (
	"sync"
	"testing/fstest"

	"writ/law"
)

// nova is the law of a country that does not exist: an order for records, an order to preserve, and one that nobody
// is sure of.
const nova = `format: writ-pack/1
pack: nova
title: Nova
country: XN
notice: permitted
countries:
- {code: XN, zone: America/New_York, languages: [en]}
reach:
  content: {provision: Nova Code 9, by: "a warrant (Nova Code 9)"}
`

const novaOrders = `format: writ-pack/1
defaults: {source: "Nova Code, read", from: 2000-01-01, certainty: verified}
instruments:
- type: order-records
  name: {en: Order for records}
  provision: Nova Code 1
  issuers:
  - {kinds: [prosecutor], provision: Nova Code 1}
  opens:
  - {id: records, categories: [subscriber, call-records], provision: Nova Code 2}
  closed: {provision: Nova Code 3}
  due:
  - at: {of: facts.return-date, count: after}
- type: order-preserve
  name: {en: Order to preserve}
  provision: Nova Code 5
  issuers:
  - {kinds: [prosecutor], provision: Nova Code 5}
  preserves:
  - {id: preserve, categories: [subscriber, call-records], provision: Nova Code 5, without-window: true}
  closed: {provision: Nova Code 5}
- type: order-doubtful
  name: {en: Order that nobody is sure of}
  provision: Nova Code 7
  issuers:
  - {kinds: [prosecutor], provision: Nova Code 7}
  opens:
  - {id: doubtful, categories: [subscriber, call-records], provision: Nova Code 7, certainty: uncertain}
  closed: {provision: Nova Code 7}
`

// Nova gives the law of the country that does not exist, compiled once.
var Nova = sync.OnceValues(func() (*law.Set, error) {
	return law.Load(fstest.MapFS{"nova/pack.yaml": {Data: []byte(nova)}, "nova/orders.yaml": {Data: []byte(novaOrders)}})
})
