package etsi

import (
	"bytes"
	"errors"
	"testing"

	"writ/wire/ber"
)

// FuzzDecode reads any octets. What was read and is typed can be written and says the same when read again.
func FuzzDecode(f *testing.F) {
	for _, folder := range []string{"ps-pdu", "negative"} {
		for _, s := range samples(f, folder) {
			f.Add(s.octets)
		}
	}
	var p, q PDU
	f.Fuzz(func(t *testing.T, in []byte) {
		p.Tolerate, q.Tolerate = WrongDomain|MissingField, WrongDomain|MissingField
		n, sizeErr := Size(in)
		err := p.Decode(in)
		var e *Error
		if err != nil {
			if !errors.As(err, &e) || e.Offset < 0 || e.Offset > len(in) || e.Field == "" {
				t.Fatalf("an error without a place: %v", err)
			}
			return
		}
		if sizeErr != nil || n != len(in) {
			t.Fatalf("decoded %d octets, framed %d, %v", len(in), n, sizeErr)
		}
		if work := p.source.Work(); work > (len(in)+1)*(ber.MaxDepth+1) {
			t.Fatalf("%d headers read of %d octets", work, len(in))
		}
		if p.Remarks&(WrongDomain|UnknownFields|Segmented) != 0 || p.Level == 0 {
			return
		}
		out := p.Append(nil)
		if err := q.Decode(out); err != nil {
			t.Fatalf("what was read can't be read when written: %v\n in %x\nout %x", err, in, out)
		}
		if again := q.Append(nil); !bytes.Equal(again, out) {
			t.Fatalf("written twice, it differs:\n in %x\nout %x\nout %x", in, out, again)
		}
	})
}

// FuzzSize frames any octets, at once and one by one.
func FuzzSize(f *testing.F) {
	for _, s := range samples(f, "negative") {
		f.Add(s.octets)
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		n, err := Size(in)
		if err == nil && (n < 2 || n > len(in)) {
			t.Fatalf("size %d of %d octets", n, len(in))
		}
		if len(in) > 1000 {
			return
		}
		var f Framer
		for m := range len(in) + 1 {
			got, e := f.Size(in[:m])
			if errors.Is(e, ErrMore) {
				continue
			}
			if (e == nil) != (err == nil) || got != n {
				t.Fatalf("octet by octet %d, %v; at once %d, %v", got, e, n, err)
			}
			return
		}
		if !errors.Is(err, ErrMore) {
			t.Fatalf("octet by octet nothing, at once %d, %v", n, err)
		}
	})
}

// FuzzOpen decrypts any container.
func FuzzOpen(f *testing.F) {
	c, err := NewCipher(AES192CBC, make([]byte, 24))
	if err != nil {
		f.Fatal(err)
	}
	h, cc := packet()
	f.Add(AppendCC(nil, h, FromTarget, cc), uint64(1))
	f.Fuzz(func(t *testing.T, plain []byte, counter uint64) {
		sent, err := c.AppendEncrypted(nil, plain, counter, Part3)
		if err != nil {
			return
		}
		var p, q PDU
		if p.Decode(sent) != nil {
			return
		}
		_, err = p.Open(c, nil)
		if good := q.Decode(plain); (err == nil) != (good == nil) && q.Kind != KindEncrypted {
			t.Fatalf("in clear %v, opened %v", good, err)
		}
		if err == nil && p.Container.Counter != counter {
			t.Fatalf("counter %d, not %d", p.Container.Counter, counter)
		}
	})
}
