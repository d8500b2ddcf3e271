package casefile

import (
	"fmt"
	"io"

	"writ/law"
)

// Limits of one demand, in octets and pieces.
const (
	MostPaper   = 32 << 20
	MostPapers  = 50
	MostCase    = 64 << 20
	MostAsks    = 4000
	MostSubject = 1000 // identifiers in one demand, whatever the policy says
	mostName    = 1000 // 200 characters of any script, with room
)

// A Request is what one person read in the papers: docs/formats/request.md. Identifiers stand in canonical form where
// they can be read at all; what can't be read stays as written, and the law asks the issuer.
type Request struct {
	Reference  string         `json:"reference"` // the agency's own
	Agency     string         `json:"agency"`    // its id in the tenant's directory
	Papers     []string       `json:"papers"`    // file names
	Instrument law.Instrument `json:"instrument"`
	Asks       []law.Ask      `json:"asks"`
	Tables     []Table        `json:"tables,omitempty"`
}

// Format masks it under every verb.
func (r Request) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "request ***") }
