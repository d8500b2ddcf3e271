// Package law holds law as data and decides what a provider may and must do on a demand.
//
// A pack is YAML: instruments, who may issue them, what they open, when, on which provision; duties to
// retain; periods. [Decide] takes a [Demand], a [Set] of packs and gives a sealed [Decision]; it is pure.
// No country's name stands in this package's code: a country is a folder below packs/.
//
// Start at [Demand], then [Decide], then [Outcome]. The form of a case is docs/formats/cases.md,
// that of a pack docs/formats/pack.md.
package law
