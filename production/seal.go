package production

import (
	"io"

	"writ/ledger"
)

// A Signer signs with the package signing key.
type Signer interface {
	Public() [32]byte // Ed25519
	Sign(message []byte) ([]byte, error)
}

// A Recipient encrypts to one holder of a key. What is written to the writer is encrypted to w when it is closed.
type Recipient interface {
	Encrypt(w io.Writer) (io.WriteCloser, error)
}

// Sealing is what Seal needs beside the staged parts.
type Sealing struct {
	Proof     ledger.Proof // of the entry `outcome/CASE/VERSION/assemble`, whose body is Staged.Outcome
	LedgerKey string
	Sign      Signer
	Agency    Recipient
	Auditor   Recipient
}

// Sealed says what was written.
type Sealed struct {
	Size   int64    // octets of the file
	Hash   [32]byte // SHA-256 of the file: what a delivery receipt names
	Signer [32]byte // public key
}
