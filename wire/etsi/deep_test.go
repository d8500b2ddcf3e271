package etsi

import (
	"bytes"
	"errors"
	"testing"

	"writ/wire/ber"
)

// growing returns PDUs that are dear to read, as large as asked.
var growing = map[string]func(n int) []byte{
	"one long packet": func(n int) []byte {
		h, c := packet()
		c.Octets = make([]byte, n)
		return AppendCC(nil, h, FromTarget, c)
	},
	"a list of numbers": func(n int) []byte {
		h, _ := packet()
		return AppendTRI(nil, h, &TRI{Kind: IntegrityCheck, Check: Check{Included: make([]uint32, n/3), Type: HashCheck}})
	},
	"unknown fields without end": func(n int) []byte {
		h, _ := packet()
		b := AppendTRI(nil, h, &TRI{Kind: KeepAlive})
		head, err := split(b)
		if err != nil {
			panic(err)
		}
		out := append(bytes.Clone(head.header), bytes.Repeat([]byte{0x8f, 0}, n/2)...)
		from := ber.SizeOfHeader(t1|cons, 100) // all headers here have a length of two octets
		out = ber.Wrap(out[from:], 0, t1|cons)
		out = append(out, 0xa2, 4, 0xa2, 2, 0x83, 0)
		return ber.Wrap(out, 0, ber.Sequence)
	},
	"a string in the smallest segments": func(n int) []byte {
		h, _ := packet()
		return AppendRaw(nil, h, ber.Wrap(ber.Wrap(bytes.Repeat([]byte{4, 0}, n/2), 0, t2|cons), 0, t2|cons))
	},
	"segments in indefinite segments": func(n int) []byte {
		h, _ := packet()
		const levels = 40
		s := bytes.Repeat([]byte{0x24, 0x80}, levels)
		s = append(append(s, bytes.Repeat([]byte{4, 0}, n/2)...), bytes.Repeat([]byte{0, 0}, levels)...)
		return AppendRaw(nil, h, ber.Wrap(ber.Wrap(s, 0, t2|cons), 0, t2|cons))
	},
}

// Ten times the octets cost ten times the headers read, whatever they are.
func TestDecodingIsLinear(t *testing.T) {
	for name, make := range growing {
		work := func(n int) int {
			var p PDU
			if err := p.Decode(make(n)); err != nil {
				t.Fatalf("%s of %d octets: %v", name, n, err)
			}
			return p.source.Work()
		}
		if one, ten := work(3000), work(30000); ten > 11*one {
			t.Errorf("%s: %d headers, ten times as long %d", name, one, ten)
		}
	}
}

// What a few octets on the wire become in memory is bounded: thousands of payloads, not millions.
func TestAPDUOfManyPayloadsIsRefused(t *testing.T) {
	h, _ := packet()
	for _, tc := range []struct {
		count int
		good  bool
	}{{MaxPayloads, true}, {MaxPayloads + 1, false}} {
		var p PDU
		iris := ber.Wrap(bytes.Repeat([]byte{0x30, 4, 0xa2, 2, 0xa1, 0}, tc.count), 0, t0|cons)
		if err := p.Decode(AppendRaw(nil, h, iris)); (err == nil) != tc.good {
			t.Errorf("%d IRIs: %v", tc.count, err)
		}
		ccs := ber.Wrap(bytes.Repeat([]byte{0x30, 4, 0xa2, 2, 0x84, 0}, tc.count), 0, t1|cons)
		if err := p.Decode(AppendRaw(nil, h, ccs)); (err == nil) != tc.good {
			t.Errorf("%d CCs: %v", tc.count, err)
		}
		options := ber.Wrap(bytes.Repeat([]byte{0x80, 0}, tc.count), 0, t0|cons)
		request := ber.Wrap(ber.Wrap(options, 0, t9|cons), 0, t2|cons)
		if err := p.Decode(AppendRaw(nil, h, request)); (err == nil) != tc.good {
			t.Errorf("%d options: %v", tc.count, err)
		}
	}
}

func TestAPDUBeyondTheLimitIsRefusedBeforeItIsThere(t *testing.T) {
	var e *Error
	if _, err := Size([]byte{0x30, 0x84, 1, 0, 0, 0}); !errors.As(err, &e) {
		t.Errorf("16 MiB and a header: %v", err)
	}
	if _, err := Size([]byte{0x30, 0x84, 0, 0xff, 0xff, 0xf0}); !errors.Is(err, ErrMore) {
		t.Errorf("just below 16 MiB: %v", err)
	}
	if _, err := Size([]byte{0x31, 3, 2, 1, 5}); !errors.As(err, &e) || e.Problem != "is not a SEQUENCE" {
		t.Errorf("a whole SET: %v", err)
	}
	if _, err := Size(nil); !errors.Is(err, ErrMore) {
		t.Errorf("nothing: %v", err)
	}
}

func TestAPDUWithSomethingBehindItIsRefused(t *testing.T) {
	h, c := packet()
	b := AppendCC(nil, h, FromTarget, c)
	var p PDU
	for name, bad := range map[string][]byte{"an octet more": append(bytes.Clone(b), 0), "another PDU": append(bytes.Clone(b), b...), "nothing": nil} {
		if err := p.Decode(bad); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	for n := range b {
		if err := p.Decode(b[:n]); err == nil {
			t.Errorf("the first %d of %d octets are taken", n, len(b))
		}
	}
}
