package intercept

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

const proofForm = "writ/task-proof/2\n"

// EntryKind is the kind of the ledger's entry that says that a task is ordered. Its body is that of [EntryBody], version 1.
const EntryKind = "task"

// ErrProofForm says that octets are not a task's proof, or not the key or body of its entry.
var ErrProofForm = errors.New("not a proof of form writ/task-proof/2 over an entry of kind task")

// A Proof is what [Task].Proof holds: the salt of the task's commitment, the places that it commits to, and the ledger's inclusion proof
// of its entry, as text (docs/formats/task.md).
type Proof struct {
	Salt      [32]byte
	Places    []Place // at most MostPlaces
	Inclusion []byte
}

// Encode gives the one form of a proof.
func (p Proof) Encode() []byte {
	return field(places(field([]byte(proofForm), p.Salt[:]), p.Places), p.Inclusion)
}

// DecodeProof reads what Encode wrote, and nothing else.
func DecodeProof(src []byte) (p Proof, err error) {
	if len(src) > MaxProof || len(src) < len(proofForm) || string(src[:len(proofForm)]) != proofForm {
		return Proof{}, ErrProofForm
	}
	r := reader{rest: src[len(proofForm):]}
	copy(p.Salt[:], r.exactly(32))
	p.Places, p.Inclusion = r.places(), r.field()
	if r.broken || len(r.rest) > 0 {
		return Proof{}, ErrProofForm
	}
	return p, nil
}

// EntryKey is the key of the n-th entry about a task on the ledger, from 1.
func EntryKey(x XID, n int) string { return fmt.Sprintf("task/%s/%d", x.Reveal(), n) }

// ReadEntryKey gives the number of an entry about a task, of its key.
func ReadEntryKey(x XID, key string) (n int, err error) {
	if n, err = strconv.Atoi(key[strings.LastIndexByte(key, '/')+1:]); err != nil || n < 1 || EntryKey(x, n) != key {
		return 0, ErrProofForm
	}
	return n, nil
}

type entryBody struct {
	Commitment string `json:"commitment"`
}

// EntryBody gives the body of a task's ledger entry: its commitment in lower-case hexadecimal digits, as canonical JSON.
func EntryBody(commitment [32]byte) []byte {
	return []byte(`{"commitment":"` + hex.EncodeToString(commitment[:]) + `"}`)
}

// ReadEntryBody reads what EntryBody wrote, and nothing else.
func ReadEntryBody(body []byte) (commitment [32]byte, err error) {
	var b entryBody
	if json.Unmarshal(body, &b) != nil {
		return commitment, ErrProofForm
	}
	raw, err := hex.DecodeString(b.Commitment)
	if err != nil || len(raw) != len(commitment) || string(EntryBody([32]byte(raw))) != string(body) {
		return commitment, ErrProofForm
	}
	return [32]byte(raw), nil
}
