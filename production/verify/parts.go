package verify

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"writ/law"
	"writ/ledger"
	"writ/production/format"
)

// Options say what is known beforehand.
type Options struct {
	PackageKey ed25519.PublicKey // of the provider; nil: unknown
	LedgerKey  string            // of the provider's ledger; "": unknown, and the package's own is taken
	SealedBy   ed25519.PublicKey // the key of the outer seal, which must be the manifest's too; nil: there was none
	Expect     Expect
	Seen       [][]byte // checkpoints of the ledger that were seen elsewhere; a fork is found where one has the same size
	Pending    bool     // before the outcome is on the ledger: there is no proof and no signature yet
}

// Expect says which package it ought to be. Empty members are not compared.
type Expect struct {
	Case      string
	Version   int
	Reference string // the agency's own
}

// checker holds what the checks before have read.
type checker struct {
	src      Source
	o        Options
	out      *Outcome
	m        manifest
	manifest []byte
	made     time.Time
	small    map[string][]byte
	at       time.Time // of the outcome's entry, or of assembly while it is pending
	index    int64     // of the outcome's entry
	sc       scopeDoc
	d        law.Decision
	outcomes []law.Outcome
	entries  []proven
	tally    tally
	shown    []row
	stays    []stay
}

// Parts verifies the parts of a package.
func Parts(src Source, o Options) Outcome { return PartsAndAudit(src, o, nil) }

// PartsAndAudit is Parts with the auditor's part, unpacked; nil: there is none.
func PartsAndAudit(src Source, o Options, audit []byte) Outcome {
	out := newOutcome()
	for _, name := range []string{Container, Seal, Signer, Identity, Archive} {
		out.set(name, Untold, "only parts were brought")
	}
	c := parts(src, o, out)
	if c != nil && audit != nil {
		out.set(Conservation, Untold, unreached)
		out.run(Conservation, func() *fault { return c.conservation(audit) })
	}
	return *out
}

func parts(src Source, o Options, out *Outcome) *checker {
	c := &checker{src: src, o: o, out: out, small: map[string][]byte{}}
	steps := []struct {
		name string
		f    func() *fault
	}{
		{Manifest, c.readManifest}, {Signature, c.signature}, {Ledger, c.ledger}, {Expected, c.expected}, {Scope, c.scope}, {Decision, c.decide},
		{Entries, c.readEntries}, {Standing, c.fold}, {Rows, c.judgeRows}, {Counts, c.counts}, {Shortfall, c.shortfall}, {Report, c.report},
		{Certificate, c.certificate},
	}
	for _, s := range steps {
		if !out.run(s.name, s.f) {
			return nil
		}
	}
	out.set(Conservation, Untold, "only the auditor's key opens it")
	return c
}

func (c *checker) signature() *fault {
	if c.o.Pending {
		c.out.set(Signature, Untold, "not signed yet")
		return nil
	}
	text, f := whole(c.src, format.ManifestSig)
	if f != nil {
		return f
	}
	key := c.o.SealedBy
	if key == nil {
		key = c.o.PackageKey
	}
	if key == nil {
		c.out.set(Signature, Untold, "no key was brought")
		return nil
	}
	if !signedBy(key, format.Manifest, c.manifest, text) {
		return broken("the key that should have signed the manifest did not")
	}
	return nil
}

func signedBy(key ed25519.PublicKey, what string, text, sig []byte) bool {
	return len(key) == ed25519.PublicKeySize && len(sig) == ed25519.SignatureSize && ed25519.Verify(key, append([]byte(what+"\n"), text...), sig)
}

func (c *checker) ledger() *fault {
	vkey := c.o.LedgerKey
	switch {
	case vkey == "":
		vkey = c.m.Ledger
		c.out.set(Ledger, Untold, "proven under the key that the package itself names, which was not checked; bring the provider's signer file")
	case vkey != c.m.Ledger:
		return broken("the package stands on another ledger than the provider's")
	}
	if c.o.Pending {
		c.at, c.index = c.made, 1<<62
		c.out.set(Ledger, Untold, "not on the ledger yet")
		return nil
	}
	text, f := whole(c.src, format.Proof)
	if f != nil {
		return f
	}
	var p ledger.Proof
	if p.UnmarshalText(text) != nil {
		return broken("proof.txt is no proof of a ledger's entry")
	}
	e, err := p.Verify(vkey)
	if err != nil {
		return broken("the ledger's key has not signed a checkpoint over the entry")
	}
	sum := sha256.Sum256(c.manifest)
	want := fmt.Sprintf(`{"format":"%s","manifest":"%s"}`, format.Outcome, hex.EncodeToString(sum[:]))
	switch {
	case e.Kind != "outcome" || e.Case != c.m.Case || e.Key != fmt.Sprintf("outcome/%s/%d/assemble", c.m.Case, c.m.Version):
		return broken("the proof is of another entry than this case's outcome of assembling")
	case !bytes.Equal(e.Body, []byte(want)):
		return broken("the ledger's entry names another manifest")
	case e.At.Before(c.made):
		return broken("the ledger's entry is older than the manifest")
	case c.forked(p.Checkpoint, vkey):
		return broken("the ledger's key has signed another log of the same size, which was seen elsewhere")
	}
	c.at, c.index = e.At, p.Index
	return nil
}

// forked says whether a checkpoint that was seen contradicts the proof's. One of another size tells nothing by itself.
func (c *checker) forked(own []byte, vkey string) bool {
	mine, err := ledger.OpenCheckpoint(own, vkey)
	if err != nil {
		return true
	}
	for _, s := range c.o.Seen {
		seen, err := ledger.OpenCheckpoint(s, vkey)
		if err == nil && seen.Size == mine.Size && seen.Root != mine.Root {
			return true
		}
	}
	return false
}

func (c *checker) expected() *fault {
	x := c.o.Expect
	switch {
	case x == (Expect{}):
		c.out.set(Expected, Untold, "nothing was said of which package it ought to be")
	case x.Case != "" && x.Case != c.m.Case:
		return broken("it is the package of another case")
	case x.Version != 0 && x.Version != c.m.Version:
		return broken("it is the package of another version of the case")
	case x.Reference != "" && !strings.EqualFold(strings.TrimSpace(x.Reference), strings.TrimSpace(c.reference())):
		return broken("it answers another reference")
	}
	return nil
}
