package x1

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// An Envelope begins every request and response (clause 6.1). A response repeats all of it but the time.
type Envelope struct {
	ADMF        string    // admfIdentifier
	NE          string    // neIdentifier
	At          time.Time // messageTimestamp, UTC, microseconds
	Version     string    // "v1.22.1"
	Transaction UUID      // x1TransactionId
}

// Version is the one that this package writes: that of the schema.
const Version = "v1.22.1"

// The minor versions that are answered. Later ones may add what this package would have to refuse.
const (
	oldestMinor = 1
	newestMinor = 22
)

var versionForm = regexp.MustCompile(`^v1\.[0-9]+\.[0-9]+$`)

// supported reports whether a version of the schema's form is one that is answered.
func supported(version string) bool {
	minor, _, _ := strings.Cut(strings.TrimPrefix(version, "v1."), ".")
	n, err := strconv.Atoi(minor)
	return err == nil && n >= oldestMinor && n <= newestMinor
}

func (e *Envelope) walk(w *walker) {
	w.parties(&e.ADMF, &e.NE, &e.At, &e.Version)
	w.leaf("x1TransactionId", &e.Transaction)
}

func (w *walker) parties(admf, ne *string, at *time.Time, version *string) {
	w.leaf("admfIdentifier", token(admf))
	w.leaf("neIdentifier", token(ne))
	w.leaf("messageTimestamp", stamp{at})
	w.leaf("version", checked{v: version, form: versionForm.MatchString, want: "is no version of the form v1.22.1"})
}

// fits reports whether a response's envelope is the answer's to this request: all but the time is the same.
func (e Envelope) fits(answer Envelope) bool {
	answer.At = e.At
	return e == answer
}
