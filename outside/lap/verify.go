package lap

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	"filippo.io/age"

	"writ/production/verify"
)

// VerifyOptions are the files that the reader has. All may be missing.
type VerifyOptions struct {
	Identity []byte // the agency's age identity file
	Signer   []byte // the provider's signer.pub; several signers may stand in one file
	Auditor  []byte // the auditor's age identity file
	Expect   verify.Expect
	Seen     [][]byte // checkpoints of the provider's ledger that the reader has seen elsewhere
}

// What a key file that was brought may be wrong in.
var (
	ErrIdentity = errors.New("lap: not an age identity file (AGE-SECRET-KEY-…)")
	ErrFile     = errors.New("lap: the package can't be read")
)

// Verify verifies a package's file. What is wrong with the package stands in the outcome; an error means that a file
// that was brought could not be read.
func Verify(path string, o VerifyOptions) (verify.Outcome, error) {
	b, err := o.brought()
	if err != nil {
		return verify.Outcome{}, err
	}
	f, err := os.Open(path)
	if err != nil {
		return verify.Outcome{}, fmt.Errorf("%w: %w", ErrFile, plain(err))
	}
	defer f.Close() //nolint:errcheck // it was only read
	about, err := f.Stat()
	if err != nil {
		return verify.Outcome{}, fmt.Errorf("%w: %w", ErrFile, plain(err))
	}
	return verify.File(f, about.Size(), b), nil
}

func (o VerifyOptions) brought() (verify.Brought, error) {
	out := verify.Brought{Expect: o.Expect, Seen: o.Seen}
	var err error
	if len(o.Signer) > 0 {
		if out.Signers, err = verify.ParseSigners(o.Signer); err != nil {
			return out, err
		}
	}
	if out.Agency, err = opener(o.Identity); err != nil {
		return out, err
	}
	out.Auditor, err = opener(o.Auditor)
	return out, err
}

// opener reads an identity file; nil where none was brought.
func opener(file []byte) (verify.Opener, error) {
	if len(file) == 0 {
		return nil, nil
	}
	ids, err := age.ParseIdentities(bytes.NewReader(file))
	if err != nil {
		return nil, ErrIdentity
	}
	return Opener(ids...), nil
}

// Opener opens what was sealed to one of the identities.
func Opener(ids ...age.Identity) verify.Opener {
	return func(r io.ReaderAt, size int64) (io.ReaderAt, int64, error) {
		return age.DecryptReaderAt(r, size, ids...)
	}
}
