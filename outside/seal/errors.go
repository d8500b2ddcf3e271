package seal

import "errors"

// What opening may answer. None of them quotes what was sealed or the passphrase.
var (
	// ErrPassphrase: the passphrase does not open it.
	ErrPassphrase = errors.New("seal: this passphrase does not open it; try again, capitals matter")
	// ErrEmptyPassphrase: a key is not wrapped under nothing.
	ErrEmptyPassphrase = errors.New("seal: the passphrase is empty; choose one of several words")
	// ErrRecipient: not sealed to any of the identities brought.
	ErrRecipient = errors.New("seal: not sealed to this key; bring the key that it was sealed to")
	// ErrDamaged: changed or cut off since it was sealed, or sealed for another use.
	ErrDamaged = errors.New("seal: changed, cut off or of another use since it was sealed; take it from a backup")
	// ErrForm: no key, share or sealed value of a version that is known here.
	ErrForm = errors.New("seal: not in a form that is known here; see docs/formats/keys.md")
	// ErrMixed: classic and hybrid recipients can't open the same file, or it would be as weak as the weaker.
	ErrMixed = errors.New("seal: classic and hybrid recipients are mixed; ask for keys of one kind")
	// ErrZero: a zero value opens and seals nothing.
	ErrZero = errors.New("seal: there is no key in it")
	// ErrShares: the shares give no root.
	ErrShares = errors.New("seal: these shares give no root; bring as many of one set as its threshold says")
)
