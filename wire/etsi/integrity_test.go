package etsi

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// pdus returns the PDUs of a stream one by one.
func pdus(t *testing.T, path string) [][]byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var out [][]byte
	for len(b) > 0 {
		n, err := Size(b)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, b[:n])
		b = b[n:]
	}
	return out
}

// recompute hashes what a check lists and returns the check that should be.
func recompute(t *testing.T, c *Check, data map[uint32][]byte) Check {
	t.Helper()
	chain, err := NewChain(c.Hash, c.Data)
	if err != nil {
		t.Fatal(err)
	}
	for _, seq := range c.Included {
		chain.Add(seq, data[seq])
	}
	var want Check
	chain.Close(&want)
	return want
}

func TestTheDigestOfTheSampleIsRecomputed(t *testing.T) {
	folder := filepath.Join("testdata", "ps-pdu")
	data := map[uint32][]byte{}
	var p PDU
	for _, name := range []string{"openli-ipcc-from-target", "openli-ipcc-from-500B"} {
		b := sampleOctets(t, filepath.Join(folder, name+".hex"))
		if err := p.Decode(b); err != nil {
			t.Fatal(err)
		}
		data[p.Seq] = b
	}
	if err := p.Decode(sampleOctets(t, filepath.Join(folder, "tri-integrity-real-cc-sha256.hex"))); err != nil {
		t.Fatal(err)
	}
	if want := recompute(t, &p.TRI.Check, data); !bytes.Equal(p.TRI.Check.Value, want.Value) {
		t.Errorf("digest %x, recomputed %x", p.TRI.Check.Value, want.Value)
	}
}

// What OpenLI digests and signs, found by recomputing: see Chain and Check.Signed. Its hash PDUs may stand before the
// last PDUs that they cover, so the data are collected first.
func TestAllHashesAndSignaturesOfOpenLIAreRecomputed(t *testing.T) {
	folder := filepath.Join("testdata", "openli", "sip-integrity-generalized") //nolint:misspell // its name
	key := publicKey(t, filepath.Join(folder, "integrity-public-key.pem"))
	for name, want := range map[string][2]int{"hi2.ber": {2, 1}, "hi3.ber": {6, 2}} {
		data := map[uint32][]byte{}
		var checks []Check
		for _, b := range pdus(t, filepath.Join(folder, name)) {
			var p PDU
			if err := p.Decode(b); err != nil {
				t.Fatal(err)
			}
			switch {
			case p.Kind == KindIRI || p.Kind == KindCC:
				data[p.Seq] = b
			case p.TRI.Kind == IntegrityCheck:
				checks = append(checks, p.TRI.Check)
			}
		}
		var got [2]int
		for _, c := range checks {
			got[c.Type-1]++
			if c.Type == SignatureCheck {
				if err := c.Verify(key, SHA256); err != nil {
					t.Errorf("%s: signature over %v: %v", name, c.Included, err)
				}
				c.Included[0]++
				if err := c.Verify(key, SHA256); !errors.Is(err, ErrSignature) {
					t.Errorf("%s: a signature over other numbers fits: %v", name, err)
				}
				continue
			}
			if r := recompute(t, &c, data); !bytes.Equal(r.Value, c.Value) {
				t.Errorf("%s: hash over %d PDUs from %d: %x, recomputed %x", name, len(c.Included), c.Included[0], c.Value, r.Value)
			}
		}
		if got != want {
			t.Errorf("%s: %v hashes and signatures, want %v", name, got, want)
		}
	}
}

func publicKey(t *testing.T, path string) any {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode(b)
	key, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// keys are fixed: a test that draws random keys can't be repeated.
func keys(t testing.TB) map[string]crypto.Signer {
	out := map[string]crypto.Signer{"Ed25519": ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, 32))}
	for name, curve := range map[string]elliptic.Curve{"P-256": elliptic.P256(), "P-384": elliptic.P384(), "P-521": elliptic.P521()} {
		d := append(make([]byte, (curve.Params().BitSize+7)/8-32), bytes.Repeat([]byte{3}, 32)...)
		k, err := ecdsa.ParseRawPrivateKey(curve, d)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = k
	}
	return out
}

func TestASignatureHoldsForItsKeyAndItsContentOnly(t *testing.T) {
	all := keys(t)
	for name, key := range all {
		c := Check{Included: []uint32{1, 2, 4294967295}, Data: DataCC}
		if err := c.Sign(key, SHA384); err != nil {
			t.Fatal(name, err)
		}
		again := Check{Included: c.Included, Data: DataCC}
		if err := again.Sign(key, SHA384); err != nil || !bytes.Equal(again.Value, c.Value) {
			t.Errorf("%s: signed twice, the signatures differ: %v", name, err)
		}
		h, _ := packet()
		var p PDU
		if err := p.Decode(AppendTRI(nil, h, &TRI{Kind: IntegrityCheck, Check: c})); err != nil {
			t.Fatal(name, err)
		}
		if err := p.TRI.Check.Verify(key.Public(), SHA384); err != nil {
			t.Errorf("%s: sent and received, it doesn't hold: %v", name, err)
		}
		for other, k := range all {
			if err := c.Verify(k.Public(), SHA384); other != name && !errors.Is(err, ErrSignature) {
				t.Errorf("%s holds for the key of %s: %v", name, other, err)
			}
		}
		for what, change := range map[string]func(c *Check){
			"a number":      func(c *Check) { c.Included = []uint32{1, 2, 3} },
			"the data type": func(c *Check) { c.Data = DataIRI },
			"the type":      func(c *Check) { c.Type = HashCheck },
			"the value":     func(c *Check) { c.Value = bytes.Repeat([]byte{1}, len(c.Value)) },
		} {
			x := c
			if change(&x); !errors.Is(x.Verify(key.Public(), SHA384), ErrSignature) {
				t.Errorf("%s: holds with %s changed", name, what)
			}
		}
	}
}

func TestAKeyThatCantSignIsToldAtOnce(t *testing.T) {
	for name, key := range map[string]crypto.PublicKey{
		"RSA":             &rsa.PublicKey{N: big.NewInt(1), E: 65537},
		"P-224":           &ecdsa.PublicKey{Curve: elliptic.P224()},
		"a curve of none": &ecdsa.PublicKey{},
		"a short Ed25519": ed25519.PublicKey{1, 2},
		"nothing":         nil,
	} {
		if a, err := SignatureOf(key); err == nil {
			t.Errorf("%s is taken as %d", name, a)
		}
	}
	c := Check{}
	if err := c.Sign(keys(t)["P-256"], SHA1); err == nil {
		t.Error("SHA-1 is taken for a signature")
	}
	for _, a := range []HashAlgorithm{NoHash, SHA1, 9} {
		if _, err := NewChain(a, DataCC); err == nil {
			t.Errorf("hash algorithm %d is taken", a)
		}
	}
}

// A chain that was stopped and taken up again at any point gives the check of one that ran through.
func TestAChainGoesOnAfterARestart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.SampledFrom([]HashAlgorithm{SHA256, SHA384, SHA512}).Draw(t, "algorithm")
		through, _ := NewChain(a, DataIRI)
		stopped, _ := NewChain(a, DataIRI)
		for _, pdu := range rapid.SliceOfN(rapid.SliceOfN(rapid.Byte(), 0, 200), 0, 20).Draw(t, "pdus") {
			seq := rapid.Uint32().Draw(t, "seq")
			through.Add(seq, pdu)
			stopped.Add(seq, pdu)
			if rapid.Bool().Draw(t, "restart") {
				state, err := stopped.AppendBinary([]byte("before"))
				if err != nil {
					t.Fatal(err)
				}
				stopped, _ = NewChain(SHA256, DataCC)
				if err := stopped.UnmarshalBinary(state[len("before"):]); err != nil {
					t.Fatal(err)
				}
			}
		}
		if through.Len() != stopped.Len() {
			t.Fatal("another count")
		}
		var want, got Check
		through.Close(&want)
		stopped.Close(&got)
		if !slices.Equal(got.Included, want.Included) || !bytes.Equal(got.Value, want.Value) || got.Data != want.Data || got.Hash != want.Hash {
			t.Fatalf("%+v, not %+v", got, want)
		}
		if through.Len() != 0 {
			t.Fatal("Close doesn't empty the chain")
		}
	})
}

func TestAStateThatIsNoneIsRefusedAndChangesNothing(t *testing.T) {
	c, _ := NewChain(SHA256, DataCC)
	c.Add(5, []byte("x"))
	state, err := c.AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	for n := range state {
		if c.UnmarshalBinary(state[:n]) == nil {
			t.Errorf("%d of %d octets are taken", n, len(state))
		}
	}
	for i := range len(chainState) + 1 {
		bad := bytes.Clone(state)
		bad[i] ^= 0x40
		if c.UnmarshalBinary(bad) == nil {
			t.Errorf("octet %d changed is taken", i)
		}
	}
	var check Check
	c.Close(&check)
	if sum := sha256.Sum256([]byte("x")); !bytes.Equal(check.Value, sum[:]) || check.Included[0] != 5 {
		t.Error("the chain was changed")
	}
}
