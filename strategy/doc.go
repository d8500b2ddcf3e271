// Package strategy says which duties bind a provider: where, for which service, from when, to which standard, on
// which provision, and what is missing. It takes a [Profile] and [Rules] and gives an [Assessment]: findings, gaps,
// advice, dated steps, a table of retention. It is pure; the day comes in.
//
// No country's name stands in this package's code: the duties of a place are a file below rules/. What a union asks
// in general yields to what a country's own file says of the same duty and service.
//
// Start at [Profile], then [Rules.Assess], then [Finding]. The forms of a profile, of a case and of the rules are
// docs/formats/strategy.md.
package strategy
