package etsi

import (
	"bytes"
	"encoding/json"
	"regexp"
	"testing"

	"pgregory.net/rapid"
)

var emptyLists = regexp.MustCompile(`("(?:Requested|Accepted|Declined|Included|Others|Routes|Additional)":)(?:\[\]|"")`)

// fieldsOf is what a PDU says, without what belongs to one reading of it.
func fieldsOf(t interface{ Fatal(...any) }, p *PDU) string {
	b, err := json.Marshal([]any{
		p.Header, p.Kind, append([]IRIPayload{}, p.IRI...), append([]CCPayload{}, p.CC...), p.TRI, p.Notification, p.Container,
	})
	if err != nil {
		t.Fatal(err)
	}
	// An empty list is an absent one; an empty text is not.
	return emptyLists.ReplaceAllString(string(b), `${1}null`)
}

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	var got PDU // warm: what an earlier PDU left must not show
	rapid.Check(t, func(t *rapid.T) {
		p := drawPDU(t)
		if err := p.Check(); err != nil {
			t.Fatal(err)
		}
		b := p.Append([]byte("before"))
		if string(b[:6]) != "before" {
			t.Fatal("what was in the buffer is gone")
		}
		b = b[6:]
		if n, err := Size(append(bytes.Clone(b), b...)); err != nil || n != len(b) {
			t.Fatalf("size %d of %d, %v", n, len(b), err)
		}
		if err := got.Decode(b); err != nil {
			t.Fatalf("%x: %v", b, err)
		}
		if a, w := fieldsOf(t, &got), fieldsOf(t, &p); a != w {
			t.Fatalf("%x\n got %s\nwant %s", b, a, w)
		}
		if got.Remarks&^UnknownFields != 0 {
			t.Fatalf("remarks %b of %x", got.Remarks, b)
		}
		if again := got.Append(nil); !bytes.Equal(again, b) {
			t.Fatalf("written again as %x, not %x", again, b)
		}
		if again := AppendRaw(nil, &got.Header, got.Raw); !bytes.Equal(again, b) {
			t.Fatalf("written around Raw as %x, not %x", again, b)
		}
	})
}

// The size-first way of CCs and the wrapping way of all others give the same octets.
func TestBothWaysOfWritingAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h, c := drawHeader(t), drawCC(t)
		c.Stamp = Stamp{}
		one := AppendCC(nil, &h, c.Direction, &c.CC)
		many := AppendCCs(nil, &h, []CCPayload{c})
		var p PDU
		if err := p.Decode(one); err != nil {
			t.Fatal(err)
		}
		if wrapped := AppendRaw(nil, &h, p.Raw); !bytes.Equal(one, many) || !bytes.Equal(one, wrapped) {
			t.Fatalf("one %x\nmany %x\nwrapped %x", one, many, wrapped)
		}
		i := drawIRI(t)
		i.Stamp, i.SessionDirection, i.PayloadDirection = Stamp{}, NoDirection, NoDirection
		if one, many := AppendIRI(nil, &h, i.Type, &i.IRI), AppendIRIs(nil, &h, []IRIPayload{i}); !bytes.Equal(one, many) {
			t.Fatalf("one %x\nmany %x", one, many)
		}
	})
}

// Any PDU with one octet changed, put in or left out is read to the same again, or refused; never more.
func TestDamagedPDUsAreRefusedOrReadToWhatTheySay(t *testing.T) {
	var p, q PDU
	rapid.Check(t, func(t *rapid.T) {
		x := drawPDU(t)
		b := damage(t, x.Append(nil))
		if p.Decode(b) != nil {
			return
		}
		if err := q.Decode(b); err != nil || fieldsOf(t, &p) != fieldsOf(t, &q) {
			t.Fatal("read twice, it says different things")
		}
	})
}

// damage changes one octet, leaves it out, or doubles it.
func damage(t *rapid.T, b []byte) []byte {
	at := rapid.IntRange(0, len(b)-1).Draw(t, "at")
	switch rapid.IntRange(0, 2).Draw(t, "how") {
	case 0:
		b[at] = rapid.Byte().Draw(t, "octet")
	case 1:
		b = append(b[:at], b[at+1:]...)
	case 2:
		b = append(b[:at+1], b[at:]...)
	}
	return b
}
