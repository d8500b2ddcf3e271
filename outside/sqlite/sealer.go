package sqlite

// A Sealer makes the keys of cases and seals under them. The store keeps the wrapped keys; what unwraps them stays with
// the Sealer. Opening what was sealed for another case, label or key is an error. It is safe for use by several
// goroutines.
type Sealer interface {
	// NewKey makes a key for a case and gives its wrapped form.
	NewKey(caseID string) (wrapped []byte, err error)
	// Seal seals plain under the case's key, bound to label.
	Seal(caseID string, wrapped []byte, label string, plain []byte) ([]byte, error)
	// Open opens what Seal gave for the same case, key and label.
	Open(caseID string, wrapped []byte, label string, sealed []byte) ([]byte, error)
	// Tag stands for a text: a keyed commitment under the tenant's key (ledger.Commit).
	Tag(label, text string) string
}
