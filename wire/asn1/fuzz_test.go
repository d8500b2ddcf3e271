package asn1

import (
	"bytes"
	"reflect"
	"testing"
)

// FuzzDecode reads any octets as each type that stands on an interface. What is accepted is written and read again: the
// same value, the same octets. That what was DER is written back as it was, the samples and random values show.
func FuzzDecode(f *testing.F) {
	for folder := range folders {
		for _, v := range vectors(f, folder) {
			f.Add(v.octets)
		}
	}
	for _, v := range vectors(f, "negative") {
		f.Add(v.octets)
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		for _, name := range tops {
			typ := lookup(t, name)
			if _, _, err := typ.DecodeTolerant(src); err == nil || !again(t, typ, src) {
				continue
			}
			t.Fatal("the tolerant reader refuses what the strict one takes")
		}
	})
}

// again reports whether the strict reader takes the octets.
func again(t *testing.T, typ *Type, src []byte) bool {
	t.Helper()
	v, _, err := typ.Decode(src)
	if err != nil {
		return false
	}
	octets, err := typ.Append(nil, v)
	if err != nil {
		t.Fatalf("what was read can't be written: %v", err)
	}
	v2, _, err := typ.Decode(octets)
	if err != nil || !reflect.DeepEqual(v, v2) {
		t.Fatalf("read again: %v\n got %s\nwant %s", err, AppendJSON(nil, v2), AppendJSON(nil, v))
	}
	if twice, err := typ.Append(nil, v2); err != nil || !bytes.Equal(octets, twice) {
		t.Fatalf("written twice: %v\n got %x\nwant %x", err, twice, octets)
	}
	return true
}
