package intercept

import (
	"errors"
	"testing"
)

func TestAProofIsSaltAndInclusionAndNothingElse(t *testing.T) {
	salt := [32]byte{1, 2, 3}
	form := EncodeProof(salt, []byte("inclusion"))
	gotSalt, inclusion, err := DecodeProof(form)
	if err != nil || gotSalt != salt || string(inclusion) != "inclusion" {
		t.Fatalf("%v %q %v", gotSalt, inclusion, err)
	}
	for i := range form {
		if _, _, err := DecodeProof(form[:i]); !errors.Is(err, ErrProofForm) {
			t.Errorf("the first %d octets: %v", i, err)
		}
	}
	if _, _, err := DecodeProof(append(form, 0)); !errors.Is(err, ErrProofForm) {
		t.Errorf("an octet more: %v", err)
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
