package production

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"slices"

	"writ/ledger"
	"writ/production/format"
	"writ/scope"
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

// A RecipientFunc is a Recipient made of a function, outside/seal's for example.
type RecipientFunc func(w io.Writer) (io.WriteCloser, error)

// Encrypt calls f.
func (f RecipientFunc) Encrypt(w io.Writer) (io.WriteCloser, error) { return f(w) }

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

// Seal writes the package to w: the inner archive encrypted to the agency, the auditor's part encrypted to the
// auditor, and the seal over both. It refuses a proof that is not of this package's outcome, and stops when the
// staging area gives back other octets than were put in: what it wrote until then opens nothing and must be
// thrown away. It may be called again.
func Seal(w io.Writer, s Staged, in Sealing) (Sealed, error) {
	if s.Zero() || in.Sign == nil || in.Agency == nil || in.Auditor == nil {
		return Sealed{}, ErrZero
	}
	manifest, err := s.proven(in)
	if err != nil {
		return Sealed{}, err
	}
	out := &sealing{Staged: s, in: in, sum: sha256.New()}
	out.count = &counter{w: io.MultiWriter(w, out.sum)}
	out.z = zip.NewWriter(out.count)
	if err := out.write(manifest); err != nil {
		return Sealed{}, err
	}
	return Sealed{Size: out.count.n, Hash: [32]byte(out.sum.Sum(nil)), Signer: in.Sign.Public()}, nil
}

// proven reads the manifest back and finds it in the ledger's entry.
func (s Staged) proven(in Sealing) ([]byte, error) {
	manifest, err := readAll(s.s.st, format.ManifestFile, mostIndex)
	if err != nil {
		return nil, err
	}
	var m manifestText
	if sha256.Sum256(manifest) != s.s.manifest || json.Unmarshal(manifest, &m) != nil || !s.matches(m) {
		return nil, ErrStaging
	}
	e, err := in.Proof.Verify(in.LedgerKey)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnproven, err)
	}
	if m.Ledger != in.LedgerKey || e.Kind != "outcome" || e.Case != m.Case || e.Key != scope.OutcomeKey(m.Case, m.Version, scope.Assemble) || !bytes.Equal(e.Body, s.Outcome()) {
		return nil, ErrUnproven
	}
	return manifest, nil
}

// matches says whether the index of what is staged is the manifest's.
func (s Staged) matches(m manifestText) bool {
	return slices.EqualFunc(s.ordered(), m.Parts, func(a staged, b partText) bool {
		return a.Name == b.Name && a.Size == b.Size && hex.EncodeToString(a.Sum) == b.SHA256
	}) && hex.EncodeToString(s.s.index.Audit.Sum) == m.Conservation
}

// sealing is one outer file being written.
type sealing struct {
	Staged
	in    Sealing
	sum   hash.Hash
	count *counter
	z     *zip.Writer
	seal  sealText
}

// seal.json: the members before it, by hash, and the key that signs.
type sealText struct {
	Format  string     `json:"format"`
	Key     string     `json:"key"`
	Members []partText `json:"members"`
}

func (o *sealing) write(manifest []byte) error {
	key := o.in.Sign.Public()
	o.seal = sealText{Format: format.Package, Key: hex.EncodeToString(key[:])}
	if err := o.member(format.ReadMe, nil, func(w io.Writer) error { _, err := io.WriteString(w, readMe); return err }); err != nil {
		return err
	}
	if err := o.member(format.Sealed, o.in.Agency, func(w io.Writer) error { return o.inner(w, manifest) }); err != nil {
		return err
	}
	if err := o.member(format.Audit, o.in.Auditor, o.audit); err != nil {
		return err
	}
	b, err := canonical(o.seal)
	if err != nil {
		return err
	}
	sig, err := sign(o.in.Sign, format.Package, b)
	if err != nil {
		return err
	}
	if err := errors.Join(putWhole(o.z, format.Seal, b), putWhole(o.z, format.SealProof, sig)); err != nil {
		return err
	}
	return o.z.Close()
}

// member writes one member of the outer file and remembers its hash.
func (o *sealing) member(name string, to Recipient, fill func(io.Writer) error) error {
	w, err := o.z.CreateHeader(header(name, zip.Store))
	if err != nil {
		return err
	}
	sum := sha256.New()
	out := &counter{w: io.MultiWriter(w, sum)}
	if to == nil {
		err = fill(out)
	} else {
		err = encrypted(out, to, fill)
	}
	if err != nil {
		return fmt.Errorf("seal %s: %w", name, err)
	}
	o.seal.Members = append(o.seal.Members, partText{name, hex.EncodeToString(sum.Sum(nil)), out.n})
	return nil
}

func encrypted(w io.Writer, to Recipient, fill func(io.Writer) error) error {
	e, err := to.Encrypt(w)
	if err != nil {
		return err
	}
	if err := fill(e); err != nil {
		return err
	}
	return e.Close()
}

// inner writes the archive that the agency opens.
func (o *sealing) inner(w io.Writer, manifest []byte) error {
	sig, err := sign(o.in.Sign, format.Manifest, manifest)
	if err != nil {
		return err
	}
	proof, err := o.in.Proof.MarshalText()
	if err != nil {
		return err
	}
	z := zip.NewWriter(w)
	if err := errors.Join(putWhole(z, format.ManifestFile, manifest), putWhole(z, format.ManifestSig, sig), putWhole(z, format.Proof, proof)); err != nil {
		return err
	}
	for _, p := range o.ordered() {
		if err := putStaged(z, o.s.st, p); err != nil {
			return err
		}
	}
	return z.Close()
}

// audit writes the auditor's part.
func (o *sealing) audit(w io.Writer) error {
	b, err := readAll(o.s.st, format.ConservationFile, conservationSize+1)
	if err != nil {
		return err
	}
	if sum := sha256.Sum256(b); !bytes.Equal(sum[:], o.s.index.Audit.Sum) {
		return ErrStaging
	}
	_, err = w.Write(b)
	return err
}

// sign signs a text as what it is: the format's name stands before it, so that it is never taken for another.
func sign(by Signer, what string, text []byte) ([]byte, error) {
	sig, err := by.Sign(append([]byte(what+"\n"), text...))
	if err != nil {
		return nil, fmt.Errorf("sign %s: %w", what, err)
	}
	return sig, nil
}

const readMe = `This is a sealed package of records (writ/package/1).

It is a ZIP archive. package.age holds the records, encrypted with age (age-encryption.org) to the
agency that asked for them; audit.age holds counts for the provider's auditor, and nobody else.

To check it:         writ package verify --identity YOUR.key --signer signer.pub FILE
To open it by hand:  unzip FILE, then  age -d -i YOUR.key -o package.zip package.age, then unzip package.zip
`
