package writ

import (
	"encoding/json"
	"log/slog"
	"unique"
)

// An Identifier names one subscriber, device or account in its standard's form. Two identifiers are
// equal (==) when they name the same thing. The zero Identifier names nobody.
//
// The text stands behind a handle, so that printing a value that holds an Identifier shows no number.
type Identifier struct {
	kind Kind
	text unique.Handle[string]
}

// ParseIdentifier reads text as a name of the given kind and gives its canonical form. A national
// number is an error here; [NumberPlan.Parse] settles it. Errors never quote the text.
func ParseIdentifier(kind Kind, text string) (Identifier, error) {
	return NumberPlan{}.ParseIdentifier(kind, text)
}

func identifier(kind Kind, canonical string) Identifier {
	return Identifier{kind: kind, text: unique.Make(canonical)}
}

// Kind says what sort of name it is.
func (id Identifier) Kind() Kind { return id.kind }

// IsZero reports whether it names nobody.
func (id Identifier) IsZero() bool { return id.kind == "" }

// Reveal gives the canonical text. It is the only way out: look for it in review.
func (id Identifier) Reveal() string {
	if id.IsZero() {
		return ""
	}
	return id.text.Value()
}

// String masks the name, so that no log or error shows it.
func (id Identifier) String() string {
	if id.IsZero() {
		return "nobody"
	}
	return string(id.kind) + ":***"
}

// GoString masks the name under %#v.
func (id Identifier) GoString() string { return "writ.Identifier(" + id.String() + ")" }

// LogValue masks the name in logs.
func (id Identifier) LogValue() slog.Value { return slog.StringValue(id.String()) }

// MarshalJSON masks the name: a format that must carry it calls Reveal, in sight of a reviewer.
func (id Identifier) MarshalJSON() ([]byte, error) { return json.Marshal(id.String()) }

// An IdentifierError says what is wrong with a text that was to name somebody, and what would be right.
type IdentifierError struct {
	Kind    Kind
	Problem string // never quotes the text
	Fix     string
}

func (e *IdentifierError) Error() string {
	return "identifier of kind " + string(e.Kind) + ": " + e.Problem + "; " + e.Fix
}
