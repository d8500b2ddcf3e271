package mediation

import (
	"bytes"
	"errors"
	"testing"

	"pgregory.net/rapid"

	"writ/wire/x2x3"
)

func TestFramesAreFoundWhereverTheOctetsAreCut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var stream []byte
		n := rapid.IntRange(0, 20).Draw(t, "PDUs")
		for i := range n {
			p := x2x3.PDU{Minor: 5, Type: x2x3.X3, Format: x2x3.RTP, Direction: x2x3.ToTarget, Payload: make([]byte, rapid.IntRange(1, 500).Draw(t, "size"))}
			p.Seq = x2x3.Some(uint32(i))
			stream = p.Append(stream)
		}
		var buf, out []byte
		for rest := stream; len(rest) > 0; {
			k := rapid.IntRange(1, len(rest)).Draw(t, "read")
			buf, rest = append(buf, rest[:k]...), rest[k:]
			whole, need, err := frame(buf)
			if err != nil {
				t.Fatal(err)
			}
			if need > 0 && need <= len(buf)-whole {
				t.Fatalf("%d octets are there, and %d are asked for", len(buf)-whole, need)
			}
			out, buf = append(out, buf[:whole]...), buf[whole:]
		}
		if len(buf) > 0 || !bytes.Equal(out, stream) {
			t.Fatalf("%d octets of whole PDUs were left", len(buf))
		}
	})
}

func TestAStreamThatIsNoneEndsAtOnce(t *testing.T) {
	good := (&x2x3.PDU{Minor: 5, Type: x2x3.X3, Format: x2x3.RTP, Direction: x2x3.ToTarget, Payload: []byte{1}}).Append(nil)
	whole, _, err := frame(append(good, "GET / HTTP/1.1\r\n"...))
	if whole != len(good) || !errors.Is(err, x2x3.ErrLimit) {
		t.Errorf("%d octets of PDUs before it, %v", whole, err)
	}
}
