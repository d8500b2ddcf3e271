package law

import (
	"slices"

	"writ"
	"writ/strict"
)

// vocabularies are the words that a path of a closed list can have; a rule that waits for another waits for ever.
var vocabularies = map[string]func(string) bool{
	"category": isCategory, "asked": isCategory, "asks": isCategory,
	"service":        parses(writ.ParseService),
	"issuer":         parses(writ.ParseIssuerKind),
	"identifier":     parses(writ.ParseKind),
	"issuer-country": isCountry, "user.residence": isCountry, "user.nationality": isCountry, "established": isCountry, "offers": isCountry, "country": isCountry,
	"addressee": oneOf("provider", "representative", "other-entity"),
	"user.role": oneOf("none", "lawyer", "journalist", "doctor", "diplomat"),
	"signed":    isTruth, "emergency": isTruth, "offence.listed": isTruth,
	"secrecy": oneOf("ordered"),
	"window":  oneOf("stated"),
}

var isCategory, isTruth = parses(writ.ParseCategory), oneOf("true", "false")

func parses[T any](parse func(string) (T, error)) func(string) bool {
	return func(w string) bool { _, err := parse(w); return err == nil }
}

func oneOf(words ...string) func(string) bool {
	return func(w string) bool { return slices.Contains(words, w) }
}

// isCountry reports whether a word has the form of an ISO 3166-1 alpha-2 code.
func isCountry(w string) bool {
	return len(w) == 2 && w[0] >= 'A' && w[0] <= 'Z' && w[1] >= 'A' && w[1] <= 'Z'
}

// spelled complains of words that a path can never have.
func (p path) spelled(c strict.Cursor, words []string) {
	known := vocabularies[p.name]
	if known == nil {
		return
	}
	for _, w := range words {
		if !known(w) {
			c.Fail(p.name+" is never "+w, "write a word of docs/formats/cases.md; a truth is true or false, a country two capitals")
		}
	}
}
