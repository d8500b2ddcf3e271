package production

import (
	"errors"
	"io"
)

// A Staging area keeps the parts of one package until it is sealed. The caller encrypts what is written,
// under the case's key; names hold no protected text. Several parts are written at once.
type Staging interface {
	// Create begins a part and replaces what stood under its name. When Close returns nil, the part
	// survives power loss.
	Create(name string) (io.WriteCloser, error)
	// Open reads a part from its beginning. It answers an error that wraps fs.ErrNotExist for one that
	// was never closed.
	Open(name string) (io.ReadCloser, error)
}

// What Assemble, Resume and Seal answer. None of them tells what is held.
var (
	ErrZero     = errors.New("production: a zero value makes no package")
	ErrForeign  = errors.New("production: permit and harvest are of different cases, decisions or ledgers")
	ErrInput    = errors.New("production: something that the package needs was not brought")
	ErrStaging  = errors.New("production: the staging area gave back other bytes than were put in; assemble again")
	ErrUnproven = errors.New("production: the proof is not of the entry that carries this package's manifest")
	ErrRejected = errors.New("production: what was assembled does not verify; nothing leaves")
)
