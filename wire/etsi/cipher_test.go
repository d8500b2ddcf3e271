package etsi

import (
	"bytes"
	"encoding/hex"
	"testing"

	"pgregory.net/rapid"
)

func TestTheEncryptedSamplesAreOpenedAndMadeAgain(t *testing.T) {
	for _, s := range samples(t, "ps-pdu") {
		if s.Plain == "" && s.Name != "enc-none" {
			continue
		}
		t.Run(s.Name, func(t *testing.T) {
			key, err := hex.DecodeString(s.Key)
			if err != nil {
				t.Fatal(err)
			}
			var p PDU
			if err := p.Decode(s.octets); err != nil {
				t.Fatal(err)
			}
			part := p.Container.Part
			c, err := NewCipher(p.Container.Type, key)
			if err != nil {
				t.Fatal(err)
			}
			plain, err := p.Open(c, []byte("before"))
			if err != nil {
				t.Fatal(err)
			}
			if s.Plain != "" && hex.EncodeToString(plain[len("before"):]) != s.Plain {
				t.Errorf("opened as %x", plain)
			}
			if padded := s.Name != "enc-none"; padded != (p.Remarks&TrailingPadding != 0) {
				t.Errorf("padding told: %v", !padded)
			}
			if p.Kind != KindCC || p.CC[0].CC.Kind != PacketCC || len(p.CC[0].CC.Octets) != 28 || p.Container.Counter != 1767225600<<32 {
				t.Errorf("read as %+v, counter %x", p.CC, p.Container.Counter)
			}
			clear := p.Append(nil)
			again, err := c.AppendEncrypted(nil, clear, p.Container.Counter, part)
			if err != nil || !bytes.Equal(again, s.octets) {
				t.Errorf("made again %v:\n got %x\nwant %x", err, again, s.octets)
			}
		})
	}
}

func TestWhatIsEncryptedIsOpenedWithItsKeyOnly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom([]EncryptionType{NotEncrypted, AES192CBC, AES256CBC}).Draw(t, "type")
		key := rapid.SliceOfN(rapid.Byte(), keySize(kind), keySize(kind)).Draw(t, "key")
		c, err := NewCipher(kind, key)
		if err != nil {
			t.Fatal(err)
		}
		h, cc := packet()
		h.Seq = rapid.Uint32().Draw(t, "seq")
		cc.Octets = rapid.SliceOfN(rapid.Byte(), 0, 100).Draw(t, "packet")
		clear := AppendCC(nil, h, ToTarget, cc)
		counter := rapid.Uint64().Draw(t, "counter")
		sent, err := c.AppendEncrypted(nil, clear, counter, Part3)
		if err != nil {
			t.Fatal(err)
		}
		var p PDU
		if err := p.Decode(sent); err != nil {
			t.Fatal(err)
		}
		scratch, err := p.Open(c, nil)
		if err != nil || p.Container.Counter != counter || !bytes.Equal(p.Append(nil), clear) {
			t.Fatalf("opened as something else: %v", err)
		}
		if kind == NotEncrypted {
			return
		}
		key[rapid.IntRange(0, len(key)-1).Draw(t, "octet")] ^= 1
		other, _ := NewCipher(kind, key)
		if err := p.Decode(sent); err != nil {
			t.Fatal(err)
		}
		if _, err := p.Open(other, scratch[:0]); err == nil {
			t.Fatal("another key opens it")
		}
	})
}

func keySize(k EncryptionType) int {
	return map[EncryptionType]int{AES192CBC: 24, AES256CBC: 32}[k]
}

func TestCiphersThatDontFitAreRefused(t *testing.T) {
	for name, tc := range map[string]struct {
		kind EncryptionType
		key  int
	}{
		"a short key": {AES256CBC, 24}, "a long key": {AES192CBC, 32}, "a key for none": {NotEncrypted, 1},
		"Blowfish": {Blowfish192CBC, 24}, "a national option": {NationalEncryption, 0}, "no type": {0, 0},
	} {
		if _, err := NewCipher(tc.kind, make([]byte, tc.key)); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	h, cc := packet()
	clear := AppendCC(nil, h, ToTarget, cc)
	c192, _ := NewCipher(AES192CBC, make([]byte, 24))
	c256, _ := NewCipher(AES256CBC, make([]byte, 32))
	sent, err := c256.AppendEncrypted(nil, clear, 1, Part3)
	if err != nil {
		t.Fatal(err)
	}
	var p PDU
	for name, try := range map[string]func() error{
		"a PDU without a container": func() error { return p.Decode(clear) },
		"no cipher":                 func() error { return p.Decode(sent) },
	} {
		if err := try(); err != nil {
			t.Fatal(err)
		}
		if _, err := p.Open(nil, nil); err == nil {
			t.Errorf("%s: opened", name)
		}
	}
	if err := p.Decode(sent); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Open(c192, nil); err == nil {
		t.Error("opened with a cipher of another type")
	}
	p.Container.Octets = p.Container.Octets[:15]
	if _, err := p.Open(c256, nil); err == nil {
		t.Error("opened less than a block")
	}
	twice, err := c256.AppendEncrypted(nil, sent, 1, Part3)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Decode(twice); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Open(c256, nil); err == nil {
		t.Error("a container in a container is taken")
	}
	for _, bad := range [][]byte{nil, {0x30, 0}, clear[:len(clear)-1], {0x30, 4, 0xa1, 0, 0xa2, 0}} {
		if _, err := c256.AppendEncrypted(nil, bad, 1, Part3); err == nil {
			t.Errorf("%x is encrypted", bad)
		}
	}
}
