package etsi

import (
	"bytes"
	"encoding/json"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"writ/wire/asn1"
)

// wire/asn1 reads the same PDUs by tables made from the modules, with no line of code in common but wire/ber. The two
// must say the same.

func lookup(t testing.TB) *asn1.Type {
	t.Helper()
	typ, err := asn1.Lookup("LI-PS-PDU.PS-PDU")
	if err != nil {
		t.Fatal(err)
	}
	return typ
}

// plain returns JSON as the standard library reads it.
func plain(t interface{ Fatal(...any) }, b []byte) any {
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

func truthOf(t interface{ Fatal(...any) }, p *PDU) any {
	b, err := json.Marshal(object{"pSHeader": headerTruth(&p.Header), "payload": payloadTruth(p)})
	if err != nil {
		t.Fatal(err)
	}
	return plain(t, b)
}

func TestTheTablesReadWhatWeWriteAndWriteItAgain(t *testing.T) {
	typ := lookup(t)
	rapid.Check(t, func(t *rapid.T) {
		p := drawPDU(t)
		b := expressible(&p).Append(nil)
		v, notes, err := typ.Decode(b)
		if err != nil || len(notes) > 0 {
			t.Fatalf("%x: %v %v", b, err, notes)
		}
		if got, want := plain(t, asn1.AppendJSON(nil, v)), truthOf(t, &p); !reflect.DeepEqual(got, want) {
			t.Fatalf("%x\n got %v\nwant %v", b, got, want)
		}
		if out, err := typ.Append(nil, v); err != nil || !bytes.Equal(out, b) {
			t.Fatalf("written by the tables as %x, not %x, %v", out, b, err)
		}
	})
}

// We are stricter than the tables in some things (alphabets, object identifiers, the form of integers),
// never laxer, but for what we keep unread.
func TestWhatTheTablesRefuseWeRefuseToo(t *testing.T) {
	typ := lookup(t)
	var p PDU
	rapid.Check(t, func(t *rapid.T) {
		x := drawPDU(t)
		b := damage(t, expressible(&x).Append(nil))
		if _, _, other := typ.Decode(b); other != nil && p.Decode(b) == nil && !opaque(&p) {
			t.Fatalf("%x is taken; the tables say %v", b, other)
		}
	})
}

// opaque reports whether p holds BER that we keep and don't read.
func opaque(p *PDU) bool {
	for i := range p.IRI {
		x := &p.IRI[i].IRI
		if x.Raw != nil || x.Access.National != nil || x.Access.Place != nil || x.Multimedia.Place != nil || x.Multimedia.Form == NationalSignal {
			return true
		}
	}
	for i := range p.CC {
		if p.CC[i].CC.Raw != nil {
			return true
		}
	}
	n := &p.Notification
	return p.Kind == NoKind || p.Kind > KindEncrypted || p.CINExtension != nil || p.ElementETSI != nil ||
		n.National != nil || n.Element != nil || p.Unknown > 0
}
