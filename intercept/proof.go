package intercept

import (
	"encoding/hex"
	"encoding/json"
	"errors"
)

const proofForm = "writ/task-proof/1\n"

// EntryKind is the kind of the ledger's entry that says that a task is ordered. Its body is that of [EntryBody], version 1.
const EntryKind = "task"

// ErrProofForm says that octets are not a task's proof, or not the body of its entry.
var ErrProofForm = errors.New("not a proof of form writ/task-proof/1 over an entry of kind task")

// EncodeProof gives what [Task].Proof holds: the salt of the task's commitment and the ledger's inclusion proof of its entry, as text
// (docs/formats/task.md).
func EncodeProof(salt [32]byte, inclusion []byte) []byte {
	return field(field([]byte(proofForm), salt[:]), inclusion)
}

// DecodeProof reads what EncodeProof wrote, and nothing else.
func DecodeProof(src []byte) (salt [32]byte, inclusion []byte, err error) {
	if len(src) > MaxProof || len(src) < len(proofForm) || string(src[:len(proofForm)]) != proofForm {
		return salt, nil, ErrProofForm
	}
	r := reader{rest: src[len(proofForm):]}
	copy(salt[:], r.exactly(32))
	inclusion = r.field()
	if r.broken || len(r.rest) > 0 {
		return [32]byte{}, nil, ErrProofForm
	}
	return salt, inclusion, nil
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
