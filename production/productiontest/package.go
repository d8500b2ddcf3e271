package productiontest

import (
	"bytes"
	"crypto/ed25519"
	"io"
	"io/fs"
	"iter"
	"maps"
	"sync"
	"testing"

	"github.com/klauspost/compress/flate"

	"writ/ledger"
	"writ/ledger/ledgertest"
	"writ/production"
	"writ/production/verify"
	"writ/records"
	"writ/scope"
)

// A Staging keeps parts in memory.
type Staging struct {
	mu    sync.Mutex
	Parts map[string][]byte
}

// NewStaging gives an empty one.
func NewStaging() *Staging { return &Staging{Parts: map[string][]byte{}} }

type stagedFile struct {
	bytes.Buffer
	done func([]byte)
}

func (f *stagedFile) Close() error {
	f.done(f.Bytes())
	return nil
}

// Create begins a part.
func (s *Staging) Create(name string) (io.WriteCloser, error) {
	return &stagedFile{done: func(b []byte) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.Parts[name] = b
	}}, nil
}

// Open reads a part.
func (s *Staging) Open(name string) (io.ReadCloser, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	b, ok := s.Parts[name]
	if !ok {
		return nil, fs.ErrNotExist
	}
	return io.NopCloser(bytes.NewReader(b)), nil
}

// A Spool keeps judged rows in memory.
type Spool struct{ rows [][]byte }

// Append keeps a row.
func (s *Spool) Append(b []byte) error {
	s.rows = append(s.rows, bytes.Clone(b))
	return nil
}

// All gives them back.
func (s *Spool) All() iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		for _, b := range s.rows {
			if !yield(b, nil) {
				return
			}
		}
	}
}

// Close does nothing.
func (s *Spool) Close() error { return nil }

// Harvest sifts rows under a lookup's permit and ends the lookup.
func (c *Case) Harvest(spool scope.Spool, tenures []records.Tenure, rows iter.Seq[records.Row]) scope.Harvest {
	c.t.Helper()
	w := c.Work(scope.Lookup)
	s, err := scope.NewSift(w, tenures, spool)
	if err != nil {
		c.t.Fatal(err)
	}
	for r := range rows {
		if err := s.Take(r); err != nil {
			c.t.Fatal(err)
		}
	}
	h, err := s.Close()
	if err != nil {
		c.t.Fatal(err)
	}
	if _, err := w.Done([]byte(`{"v":1}`)); err != nil {
		c.t.Fatal(err)
	}
	return h
}

// Inputs are what the tests' packages are made with.
func (c *Case) Inputs() production.Inputs {
	c.t.Helper()
	entries, err := production.Entries(c.Log, c.Decision.Demand().Case)
	if err != nil {
		c.t.Fatal(err)
	}
	return production.Inputs{At: c.Now, Random: Random(), Entries: entries, LedgerKey: c.Log.VerificationKey(), Packs: Packs(c.t),
		Paper:     production.Paper{Provider: "Example Telephone Ltd", Agency: "District Court of Testland", Reference: "TL-2026/17"},
		Certify:   Certificate(),
		Custodian: production.Custodian{Name: "Gail Custodian", Title: "Records Custodian"}}
}

// Certificate is the invented country's certificate.
func Certificate() *production.CertificateText {
	return &production.CertificateText{Language: "en", Title: "Certificate of business records", Provisions: []string{"Testland Evidence Act s. 11", "s. 13", "s. 14"},
		Body: []string{"I, {custodian}, {title} of {provider}, certify that the {rows} rows enclosed for case {case}, reference {reference}, are copies of records made at or near the time by a person with knowledge, or from information sent by one; that they were kept in the course of a regularly conducted activity; and that making them was a regular practice of it.",
			"They were made by an electronic process or system that produces an accurate result."},
		Hashes: "The data copied are identified by these hash values.", Closing: []string{"I declare under penalty of perjury that this is true. {date}"}, Sign: []string{"Signature of {custodian}", "Date and place"}}
}

// Assembled is a package on its way.
type Assembled struct {
	*Case
	Staging *Staging
	Staged  production.Staged
	Proof   ledger.Proof
}

// Assemble makes the package of a harvest and ends the action on the ledger.
func (c *Case) Assemble(h scope.Harvest, in production.Inputs) *Assembled {
	c.t.Helper()
	st := NewStaging()
	staged, w, err := production.Assemble(c.Permit(scope.Assemble), h, in, st)
	if err != nil {
		c.t.Fatal(err)
	}
	a := &Assembled{Case: c, Staging: st, Staged: staged}
	a.Proof = c.End(w, staged.Outcome())
	return a
}

// End ends the work with an outcome and proves it.
func (c *Case) End(w scope.Work, body []byte) ledger.Proof {
	c.t.Helper()
	c.Later(1e9)
	r, err := w.Done(body)
	if err != nil {
		c.t.Fatal(err)
	}
	p, err := c.Log.Prove(r.Index())
	if err != nil {
		c.t.Fatal(err)
	}
	return p
}

// A Key signs packages.
type Key struct{ ed25519.PrivateKey }

// SigningKey is the provider's package key.
func SigningKey() Key { return Key{ledgertest.Key(200)} }

// Public gives its public half.
func (k Key) Public() [32]byte { return [32]byte(k.PrivateKey.Public().(ed25519.PublicKey)) }

// Sign signs.
func (k Key) Sign(b []byte) ([]byte, error) { return ed25519.Sign(k.PrivateKey, b), nil }

// Open is a recipient that hides nothing, for tests of what is within: it puts one octet before the text.
func Open(w io.Writer) (io.WriteCloser, error) {
	_, err := w.Write([]byte{'!'})
	return struct {
		io.Writer
		io.Closer
	}{w, io.NopCloser(nil)}, err
}

// Opener opens what Open sealed.
func Opener(r io.ReaderAt, size int64) (io.ReaderAt, int64, error) {
	return io.NewSectionReader(r, 1, size-1), size - 1, nil
}

// Seal writes the file, with recipients that hide nothing.
func (a *Assembled) Seal() []byte {
	a.t.Helper()
	var b bytes.Buffer
	if _, err := production.Seal(&b, a.Staged, a.Sealing()); err != nil {
		a.t.Fatal(err)
	}
	return b.Bytes()
}

// Sealing is what Seal is given.
func (a *Assembled) Sealing() production.Sealing {
	return production.Sealing{Proof: a.Proof, LedgerKey: a.Log.VerificationKey(), Sign: SigningKey(), Agency: production.RecipientFunc(Open), Auditor: production.RecipientFunc(Open)}
}

// Known is the House's signer file, read.
func (h *House) Known() []verify.Known {
	h.t.Helper()
	k, err := verify.ParseSigners(production.SignerText(SigningKey().Public(), h.Log.VerificationKey()))
	if err != nil {
		h.t.Fatal(err)
	}
	return k
}

// Brought is all that a verifier may have.
func (h *House) Brought() verify.Brought {
	return verify.Brought{Signers: h.Known(), Agency: Opener, Auditor: Opener}
}

// Clone copies the parts as they are now.
func (s *Staging) Clone() map[string][]byte { return maps.Clone(s.Parts) }

// Plain reads a part as it was written.
func (s *Staging) Plain(t testing.TB, name string) string {
	t.Helper()
	r, err := s.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(flate.NewReader(r))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
