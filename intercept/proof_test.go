package intercept

import (
	"bytes"
	"errors"
	"reflect"
	"testing"
)

func TestAProofIsSaltPlacesAndInclusionAndNothingElse(t *testing.T) {
	want := Proof{[32]byte{1, 2, 3}, []Place{{DID{1}, "tcp 192.0.2.1:1"}, {DID{2}, "tcp 192.0.2.1:1"}}, []byte("inclusion")}
	form := want.Encode()
	if got, err := DecodeProof(form); err != nil || !reflect.DeepEqual(got, want) {
		t.Fatalf("%+v %v", got, err)
	}
	for i := range form {
		if _, err := DecodeProof(form[:i]); !errors.Is(err, ErrProofForm) {
			t.Errorf("the first %d octets: %v", i, err)
		}
	}
	if _, err := DecodeProof(append(form, 0)); !errors.Is(err, ErrProofForm) {
		t.Errorf("an octet more: %v", err)
	}
	twice := bytes.Replace(form, want.Places[1].DID[:], want.Places[0].DID[:], 1)
	if _, err := DecodeProof(twice); !errors.Is(err, ErrProofForm) {
		t.Errorf("a place twice: %v", err)
	}
}

func TestAnEntryKeyIsOfOneTaskAndNumber(t *testing.T) {
	x := XID{0xab, 15: 1}
	if n, err := ReadEntryKey(x, EntryKey(x, 12)); err != nil || n != 12 {
		t.Errorf("%d %v", n, err)
	}
	for _, key := range []string{"", "task/1", EntryKey(x, 0), EntryKey(x, -1), EntryKey(XID{1}, 12), EntryKey(x, 12) + " ", "task/" + x.Reveal() + "/012", "task/" + x.Reveal() + "/"} {
		if _, err := ReadEntryKey(x, key); !errors.Is(err, ErrProofForm) {
			t.Errorf("%q: %v", key, err)
		}
	}
}

func TestAnEntryBodyHasOneForm(t *testing.T) {
	want := [32]byte{0xab, 31: 1}
	body := EntryBody(want)
	if got, err := ReadEntryBody(body); err != nil || got != want {
		t.Errorf("%x %v", got, err)
	}
	for _, s := range []string{"", "{}", "null", string(body) + " ", `{"commitment":"ab"}`, `{"commitment":"` + "AB" + string(body[17:]), string(body[:len(body)-1]) + `,"x":1}`} {
		if _, err := ReadEntryBody([]byte(s)); !errors.Is(err, ErrProofForm) {
			t.Errorf("%q: %v", s, err)
		}
	}
}
