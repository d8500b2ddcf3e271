package house

import (
	"fmt"

	"writ/casefile"
	"writ/role/keeper"
)

// Subpoena is a demand that ends in a package: the subscriber and the calls of forty minutes. Each n has a reference of
// its own.
func Subpoena(n int) keeper.Demand {
	return demand(n, subpoena, `
- category: subscriber
  identifiers: [{kind: e164, value: "+1 202 555 0129"}]
- category: call-records
  identifiers: [{kind: e164, value: "+1 202 555 0129"}]
  window: {from: 2026-11-24T05:00:00-05:00, to: 2026-11-24T05:40:00-05:00}
- category: content
  identifiers: [{kind: e164, value: "+1 202 555 0129"}]
  window: {from: 2026-11-24T05:00:00-05:00, to: 2026-11-24T05:40:00-05:00}
`)
}

// TooOld is a demand that ends in a letter: it asks for calls that nobody keeps any more.
func TooOld(n int) keeper.Demand {
	return demand(n, subpoena, `
- category: call-records
  identifiers: [{kind: e164, value: "+1 202 555 0129"}]
  window: {from: 2023-03-01T00:00:00-05:00, to: 2023-04-01T00:00:00-04:00}
`)
}

// Unclear is a demand that ends in a package and in a letter that asks: a local time that occurs twice stands in it.
func Unclear(n int) keeper.Demand {
	return demand(n, subpoena, `
- category: subscriber
  identifiers: [{kind: e164, value: "+1 202 555 0129"}]
- category: call-records
  identifiers: [{kind: e164, value: "+1 202 555 0129"}]
  window: {from: 2026-11-01T01:30:00, to: 2026-11-24T05:40:00-05:00}
`)
}

// Preservation is a demand that ends in a hold: nothing is handed over, and a letter says so.
func Preservation(n int) keeper.Demand {
	return demand(n, "type: preservation-2703f\n  facts: {sequence: 1, first-served: 2026-11-24}", `
- category: call-records
  identifiers: [{kind: e164, value: "+1 202 555 0129"}]
  window: {from: 2026-11-24T05:00:00-05:00, to: 2026-11-24T05:40:00-05:00}
`)
}

const subpoena = "type: subpoena-grand-jury\n  facts: {return-date: 2026-12-09}"

func demand(n int, instrument, asks string) keeper.Demand {
	text := fmt.Sprintf(`reference: GJ-2026-%06d
agency: us-grand-jury
papers: [paper.txt]
instrument:
  %s
  issuer: {kind: grand-jury, country: US}
  issued: 2026-11-23
  served: 2026-11-24T16:20:00-05:00
  addressee: provider
  signed: true
  offence: {name: wire fraud, max-years: 20, listed: true}
asks:%s`, n, instrument, asks)
	return keeper.Demand{Name: "demand.yaml", Data: []byte(text), Papers: []casefile.PaperBytes{{Name: "paper.txt", Data: []byte("GJ-2026- +1 202 555 0129, as served")}}}
}
