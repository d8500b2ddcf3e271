package verify

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"slices"

	"writ/production/format"
)

// An Opener opens what is sealed to one key: age.DecryptReaderAt with the holder's identities, for example.
type Opener func(sealed io.ReaderAt, size int64) (plain io.ReaderAt, plainSize int64, err error)

// Brought is what the one who verifies has.
type Brought struct {
	Signers []Known // what the provider, or several, made known; none: fingerprint only
	Agency  Opener  // nil: only the outside can be checked
	Auditor Opener  // nil: conservation stays closed
	Expect  Expect
	Seen    [][]byte // checkpoints of the ledger, seen elsewhere
}

type seal struct {
	Format  string `json:"format"`
	Key     string `json:"key"`
	Members []part `json:"members"`
}

// File verifies a package's file.
func File(r io.ReaderAt, size int64, b Brought) Outcome {
	out := newOutcome()
	f := &file{r: r, size: size, b: b, out: out}
	for _, s := range []struct {
		name string
		f    func() *fault
	}{{Container, f.container}, {Seal, f.sealed}, {Signer, f.signer}} {
		if !out.run(s.name, s.f) {
			return *out
		}
	}
	c := f.inside()
	if out.OK() && b.Auditor != nil {
		out.set(Conservation, Untold, unreached)
		out.run(Conservation, func() *fault { return f.audit(c) })
	}
	return *out
}

type file struct {
	r     io.ReaderAt
	size  int64
	b     Brought
	out   *Outcome
	a     *archive
	seal  seal
	key   ed25519.PublicKey
	known Known // whose key it is; zero where no signer was brought
}

func (f *file) container() *fault {
	a, ok := openArchive(f.r, f.size)
	if !ok || !slices.Equal(a.Names(), []string{format.ReadMe, format.Sealed, format.Audit, format.Seal, format.SealProof}) {
		return broken("the file is no package, or something stands in it that does not belong to one")
	}
	f.a = a
	return nil
}

// sealed finds that the members are those that the seal names, and that the key which the seal names signed it.
func (f *file) sealed() *fault {
	text, x := whole(f.a, format.Seal)
	if x != nil {
		return x
	}
	sig, x := whole(f.a, format.SealProof)
	if x != nil {
		return x
	}
	key, err := hex.DecodeString(sealKey(text, &f.seal))
	if err != nil || len(key) != ed25519.PublicKeySize {
		return broken("seal.json is not in its one form, or of another version")
	}
	f.key = key
	f.out.Fingerprint = Fingerprint(f.key)
	if !signedBy(f.key, format.Package, text, sig) {
		return broken("the key that the seal names did not sign it")
	}
	names := []string{format.ReadMe, format.Sealed, format.Audit}
	if len(f.seal.Members) != len(names) {
		return broken("the seal names other members")
	}
	for i, m := range f.seal.Members {
		s, ok := f.a.section(f.r, m.Name)
		if !ok || m.Name != names[i] || !is(s, m) {
			return broken(names[i] + " is not the member that the seal names")
		}
	}
	return nil
}

// sealKey reads the seal and gives the key that it names, "" where it can't be read.
func sealKey(text []byte, s *seal) string {
	if !strict(text, s) || s.Format != format.Package || !hash32(s.Key) {
		return ""
	}
	return s.Key
}

func is(s *io.SectionReader, m part) bool {
	h := sha256.New()
	n, err := io.Copy(h, s)
	return err == nil && n == m.Size && hex.EncodeToString(h.Sum(nil)) == m.SHA256
}

func (f *file) signer() *fault {
	if len(f.b.Signers) == 0 {
		f.out.set(Signer, Untold, "fingerprint, not checked; compare it with the provider's, or bring its signer file")
		return nil
	}
	known, ok := whose(f.b.Signers, f.key)
	if !ok {
		return broken("another key than the provider's sealed the package")
	}
	f.known = known
	return nil
}

// inside opens the agency's part and verifies the parts.
func (f *file) inside() *checker {
	if f.b.Agency == nil {
		for _, c := range f.out.Checks[3:] {
			f.out.set(c.Name, Untold, "sealed to the agency; bring its identity")
		}
		f.out.set(Conservation, Untold, "sealed to the auditor; needs the agency's identity too")
		return nil
	}
	var a *archive
	ok := f.out.run(Identity, func() *fault {
		s, _ := f.a.section(f.r, format.Sealed)
		plain, n, err := f.b.Agency(s, s.Size())
		if err != nil {
			return broken("the identity brought does not open the package")
		}
		opened, ok := openArchive(plain, n)
		if !ok {
			return breaks(Archive, "what was sealed is no archive in its one form")
		}
		a = opened
		return nil
	})
	if !ok {
		return nil
	}
	f.out.hold(Archive)
	o := Options{SealedBy: f.key, Expect: f.b.Expect, Seen: f.b.Seen, PackageKey: f.known.Package, LedgerKey: f.known.Ledger}
	return parts(a, o, f.out)
}

// audit opens the auditor's part.
func (f *file) audit(c *checker) *fault {
	if c == nil {
		f.out.set(Conservation, Untold, "needs the agency's identity too")
		return nil
	}
	s, _ := f.a.section(f.r, format.Audit)
	plain, n, err := f.b.Auditor(s, s.Size())
	if err != nil {
		return broken("the auditor's key does not open the conservation")
	}
	if n > mostSmall {
		return broken("the conservation is larger than any")
	}
	text := make([]byte, n)
	if _, err := io.ReadFull(io.NewSectionReader(plain, 0, n), text); err != nil {
		return broken("the conservation can't be unpacked")
	}
	return c.conservation(text)
}
