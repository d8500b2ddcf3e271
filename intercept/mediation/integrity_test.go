package mediation

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/sha256"
	"errors"
	"io"
	"math/big"
	"strings"
	"testing"
	"time"

	"writ/intercept"
	"writ/wire/etsi"
	"writ/wire/x2x3"
)

func ed() ed25519.PrivateKey { return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, 32)) }

func p256() *ecdsa.PrivateKey {
	k, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), bytes.Repeat([]byte{7}, 32))
	if err != nil {
		panic(err)
	}
	return k
}

// failing is a key that works at first.
type failing struct {
	crypto.Signer
	left int
}

func (f *failing) Sign(r io.Reader, digest []byte, o crypto.SignerOpts) ([]byte, error) {
	if f.left--; f.left < 0 {
		return nil, errors.New("the device is gone")
	}
	return f.Signer.Sign(r, digest, o)
}

func signed(task intercept.Task, terms Terms, a intercept.SignatureAlgorithm, key crypto.Signer) (intercept.Task, Terms) {
	i := &terms.Legs[0].Profile.Integrity
	i.Signatures, i.EveryHash, i.SignAfter = a, 2, 30*time.Second
	terms.Legs[0].Signer = key
	return task, terms
}

func TestHashesAndSignaturesCoverWhatWentOut(t *testing.T) {
	for _, tc := range []struct {
		name string
		a    intercept.SignatureAlgorithm
		key  crypto.Signer
	}{{"EdDSA", intercept.EdDSA, ed()}, {"ECDSA", intercept.ECDSA, p256()}} {
		t.Run(tc.name, func(t *testing.T) {
			b := newBench(t, Config{})
			task, terms := call1(t, 1)
			task, terms = signed(task, terms, tc.a, tc.key)
			b.set(task, terms)
			b.send(pdu(task, x2x3.X2, x2x3.SIP, 7, ms, invite("c1")))
			for i := range 25 {
				b.send(pdu(task, x2x3.X3, x2x3.RTP, 7, time.Duration(10+i)*ms, rtp(i)))
			}
			b.tick(1100 * ms)
			b.tick(40 * time.Second)
			hash, covered, hashes := sha256.New(), 0, 0
			for i := range b.out.PDUs {
				e, p := b.out.PDUs[i], b.read(i)
				switch {
				case e.Kind == CC:
					hash.Write(b.out.Octets[e.From:e.To])
					covered++
				case e.Kind == Hash && e.Route.Handover == HI3:
					if hashes++; !bytes.Equal(p.TRI.Check.Value, hash.Sum(nil)) || p.TRI.Check.Data != etsi.DataCC {
						t.Errorf("hash %d does not cover what went out", e.Seq)
					}
					hash.Reset()
				case e.Kind == Signature:
					if err := p.TRI.Check.Verify(tc.key.Public(), etsi.SHA256); err != nil {
						t.Error(err)
					}
				}
			}
			n := b.counts(task.XID)
			if covered != 25 || hashes != 3 || n.Hashes != 4 || n.Signatures != 3 {
				t.Errorf("%d CC, %d hashes over them; counts %+v", covered, hashes, n)
			}
			var lines []string
			for _, l := range b.said() {
				if strings.Contains(l, " of [") {
					lines = append(lines, l)
				}
			}
			want := "HI3 1#0 hash of [0 1 2 3 4 5 6 7 8 9];HI3 1#1 hash of [10 11 12 13 14 15 16 17 18 19];HI3 1#0 signature of [0 1];HI2 1#0 hash of [0];HI3 1#2 hash of [20 21 22 23 24];HI2 1#0 signature of [0];HI3 1#1 signature of [2]"
			if got := strings.Join(lines, ";"); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

// rsaKey can't sign integrity; a peer took one and died at its first signature.
func rsaKey() crypto.Signer {
	return &rsa.PrivateKey{PublicKey: rsa.PublicKey{N: big.NewInt(3233), E: 17}, D: big.NewInt(413), Primes: []*big.Int{big.NewInt(61), big.NewInt(53)}}
}

func TestTermsAreRefusedBeforeAnythingIsTapped(t *testing.T) {
	small := &ecdsa.PrivateKey{PublicKey: ecdsa.PublicKey{Curve: elliptic.P224()}}
	for _, tc := range []struct {
		name  string
		spoil func(*intercept.Task, *Terms)
		want  error
	}{
		{"nothing", func(*intercept.Task, *Terms) {}, nil},
		{"an RSA key", func(_ *intercept.Task, m *Terms) {
			*m = second2(signed(intercept.Task{}, *m, intercept.ECDSA, rsaKey()))
		}, ErrSigner},
		{"a key on a small curve", func(_ *intercept.Task, m *Terms) { *m = second2(signed(intercept.Task{}, *m, intercept.ECDSA, small)) }, ErrSigner},
		{"a key of the other algorithm", func(_ *intercept.Task, m *Terms) { *m = second2(signed(intercept.Task{}, *m, intercept.ECDSA, ed())) }, ErrSigner},
		{"no key", func(_ *intercept.Task, m *Terms) { *m = second2(signed(intercept.Task{}, *m, intercept.ECDSA, nil)) }, ErrSigner},
		{"a key that fails", func(_ *intercept.Task, m *Terms) {
			*m = second2(signed(intercept.Task{}, *m, intercept.EdDSA, &failing{ed(), 0}))
		}, ErrSigner},
		{"an end in the past", func(k *intercept.Task, _ *Terms) { k.From, k.Until = noon.Add(-time.Hour), noon }, intercept.ErrOver},
		{"no end", func(k *intercept.Task, _ *Terms) { k.Until = time.Time{} }, intercept.ErrNoEnd},
		{"no LIID", func(k *intercept.Task, _ *Terms) { k.LIID = intercept.LIID{} }, ErrNoLIID},
		{"a LIID of another form", func(_ *intercept.Task, m *Terms) { m.Legs[0].Profile.LIID = intercept.LIIDDigits }, ErrLIIDForm},
		{"no leg", func(_ *intercept.Task, m *Terms) { m.Legs = nil }, ErrLegs},
		{"a leg of another destination", func(_ *intercept.Task, m *Terms) { m.Legs[0].To = did(9) }, ErrLegs},
		{"a leg twice", func(_ *intercept.Task, m *Terms) { m.Legs = append(m.Legs, m.Legs[0]) }, ErrLegs},
		{"a leg for no handover", func(_ *intercept.Task, m *Terms) { m.Legs[0].HI2, m.Legs[0].HI3 = false, false }, ErrLegs},
		{"no operator", func(_ *intercept.Task, m *Terms) { m.Legs[0].Profile.Operator = "" }, ErrProfile},
		{"integrity without a time", func(_ *intercept.Task, m *Terms) { m.Legs[0].Profile.Integrity.After = 0 }, ErrProfile},
		{"integrity with an unknown hash", func(_ *intercept.Task, m *Terms) { m.Legs[0].Profile.Integrity.Hash = 1 }, ErrProfile},
		{"encryption without a cipher", func(_ *intercept.Task, m *Terms) { m.Legs[0].Profile.Encryption = intercept.AES192CBC }, ErrCipher},
		{"the XID of another task as product id", func(k *intercept.Task, _ *Terms) { k.Product = intercept.XID{0: 0x29, 15: 2} }, ErrTaken},
	} {
		t.Run(tc.name, func(t *testing.T) {
			b := newBench(t, Config{})
			other, otherTerms := call1(t, 2)
			b.set(other, otherTerms)
			b.out.Reset()
			task, terms := call1(t, 1)
			tc.spoil(&task, &terms)
			err := b.Set(task, terms, noon, b.out)
			if !errors.Is(err, tc.want) {
				t.Errorf("got %v, want %v", err, tc.want)
			}
			if _, known := b.Counts(intercept.XID{0: 0x29, 15: 1}); err != nil && (known || len(b.out.PDUs) > 0) {
				t.Error("what was refused left something behind")
			}
			if err != nil && (strings.Contains(err.Error(), "LIID-") || strings.Contains(err.Error(), "alice")) {
				t.Errorf("the error names the task: %v", err)
			}
		})
	}
}

func second2[A, B any](_ A, b B) B { return b }

func TestAKeyThatFailsLaterIsReportedAndHashesGoOn(t *testing.T) {
	b := newBench(t, Config{})
	task, terms := call1(t, 1)
	task, terms = signed(task, terms, intercept.EdDSA, &failing{ed(), 1})
	b.set(task, terms)
	for i := range 3 {
		b.send(pdu(task, x2x3.X2, x2x3.SIP, 7, time.Duration(2*i)*time.Second, invite("c1")))
	}
	b.tick(time.Minute)
	if n := b.counts(task.XID); n.Hashes != 3 || n.Signatures != 0 || b.out.Reports[1].What != NotSigned {
		t.Errorf("got %+v, %v", n, b.out.Reports)
	}
}

func TestEachDestinationHasItsOwnNumbersProfileAndHandovers(t *testing.T) {
	b := newBench(t, Config{})
	task, terms := call1(t, 1)
	task.To = append(task.To, did(2), did(3))
	terms = quiet(terms)
	second, third := terms.Legs[0], terms.Legs[0]
	second.To, second.HI3 = did(2), false
	second.Profile.Time, second.Profile.Module, second.Profile.IPMultimedia, second.Profile.Delivery = intercept.GeneralizedTime, 17, 6, "NL"
	third.To, third.HI2 = did(3), false
	terms.Legs = append(terms.Legs, second, third)
	b.set(task, terms)
	b.send(pdu(task, x2x3.X2, x2x3.SIP, 7, 10*ms+1999, invite("c1")))
	b.send(pdu(task, x2x3.X3, x2x3.RTP, 7, 20*ms, rtp(1)))
	p := b.read(1)
	if p.Form != etsi.GeneralizedTime || p.Micro != 10000 || p.Level != 17 || p.IRI[0].IRI.Multimedia.Version != 6 || string(p.Delivery[:]) != "NL" || p.Function != nil {
		t.Errorf("the second agency's PDU: %+v", p.Header)
	}
	if b.out.PDUs[1].Route != (Route{did(2), HI2}) || b.out.PDUs[3].Route != (Route{did(3), HI3}) {
		t.Error("PDUs go where they should not")
	}
	b.wants("HI2 1#0 Begin", "HI2 1#0 Begin", "HI3 1#0 CC 12", "HI3 1#0 CC 12")
	terms.Legs = terms.Legs[:1]
	task.To = task.To[:1]
	b.set(task, terms)
	b.send(pdu(task, x2x3.X2, x2x3.SIP, 7, 30*ms, invite("c1")))
	b.wants("HI2 1#1 Continue")
	if n := b.counts(task.XID); n.Product != 5 || n.IRI != 2 || n.CC != 1 {
		t.Errorf("got %+v", n)
	}
}

func TestADestinationThatIsRemovedOrChangedGetsItsOpenHashFirst(t *testing.T) {
	for _, change := range []func(*intercept.Task, *Terms){
		func(k *intercept.Task, m *Terms) { k.To, m.Legs = k.To[1:], m.Legs[1:] },
		func(_ *intercept.Task, m *Terms) { m.Legs[0].Profile.Integrity.Hash = intercept.SHA512 },
	} {
		b := newBench(t, Config{})
		task, terms := call1(t, 1)
		task.To = append(task.To, did(2))
		second := terms.Legs[0]
		second.To, second.Profile.Integrity = did(2), intercept.Integrity{}
		terms.Legs = append(terms.Legs, second)
		b.set(task, terms)
		b.send(pdu(task, x2x3.X2, x2x3.SIP, 7, ms, invite("c1")))
		b.out.Reset()
		terms.Legs = append([]Leg(nil), terms.Legs...)
		change(&task, &terms)
		if err := b.Set(task, terms, noon.Add(2*ms), b.out); err != nil {
			t.Fatal(err)
		}
		if got := b.said(); len(got) == 0 || got[0] != "HI2 1#0 hash of [0]" {
			t.Errorf("got %q", got)
		}
	}
}

func TestContentWithoutADestinationIsDroppedByName(t *testing.T) {
	b := newBench(t, Config{})
	task, terms := call1(t, 1)
	terms.Legs[0].HI3 = false
	b.set(task, quiet(terms))
	b.send(pdu(task, x2x3.X2, x2x3.SIP, 7, ms, invite("c1")))
	b.send(pdu(task, x2x3.X3, x2x3.RTP, 7, 2*ms, rtp(1)))
	if n := b.counts(task.XID); n.Dropped[NoDestination] != 1 {
		t.Errorf("got %+v", n)
	}
}

func TestAnEncryptedPayloadOpensToWhatItWas(t *testing.T) {
	b := newBench(t, Config{})
	task, terms := call1(t, 1)
	c, err := etsi.NewCipher(etsi.AES192CBC, bytes.Repeat([]byte{1}, 24))
	if err != nil {
		t.Fatal(err)
	}
	terms.Legs[0].Profile.Encryption, terms.Legs[0].Cipher = intercept.AES192CBC, c
	terms.Legs[0].Profile.Notices = false
	b.set(task, terms)
	b.send(pdu(task, x2x3.X2, x2x3.SIP, 7, ms, invite("c1")))
	var size uint64
	for i := range 3 {
		b.send(pdu(task, x2x3.X3, x2x3.RTP, 7, time.Duration(10+i)*ms, rtp(i)))
		at := len(b.out.PDUs) - 1
		if strings.Contains(string(b.out.Octets), string(rtp(i)[4:])) {
			t.Error("content goes out in clear")
		}
		p := b.read(at)
		if _, err := p.Open(c, nil); err != nil || string(p.CC[0].CC.Octets) != string(rtp(i)) || p.Container.Part != etsi.Part5 {
			t.Fatalf("it does not open: %v", err)
		}
		if want := etsi.FirstCounter(noon.Unix()) + size; p.Container.Counter != want {
			t.Errorf("byteCounter %d, want %d", p.Container.Counter, want)
		}
		size += uint64(b.out.PDUs[at].To - b.out.PDUs[at].From)
	}
}
