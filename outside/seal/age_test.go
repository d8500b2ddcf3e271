package seal

import (
	"bytes"
	"errors"
	"io"
	"testing"
)

func mustIdentity(t testing.TB, make func() (Identity, error)) Identity {
	t.Helper()
	id, err := make()
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func sealed(t testing.TB, text []byte, to ...Recipient) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := Seal(&b, to...)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestEachRecipientOpensAndNobodyElse(t *testing.T) {
	text := bytes.Repeat([]byte("row\n"), 50_000) // several chunks of 64 KiB
	for name, kind := range map[string]func() (Identity, error){"hybrid": NewIdentity, "classic": NewClassicIdentity} {
		a, b, other := mustIdentity(t, kind), mustIdentity(t, kind), mustIdentity(t, kind)
		file := sealed(t, text, a.Recipient(), b.Recipient())
		for _, id := range []Identity{a, b} {
			r, err := Open(bytes.NewReader(file), id)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, text) {
				t.Errorf("%s: %d octets, %v", name, len(got), err)
			}
			at, size, err := OpenAt(bytes.NewReader(file), int64(len(file)), id)
			if err != nil || size != int64(len(text)) {
				t.Fatalf("%s: random access: size %d, %v", name, size, err)
			}
			part := make([]byte, 8)
			if _, err := at.ReadAt(part, 131_068); err != nil || string(part) != "row\nrow\n" {
				t.Errorf("%s: random access: %q, %v", name, part, err)
			}
		}
		if _, err := Open(bytes.NewReader(file), other); !errors.Is(err, ErrRecipient) {
			t.Errorf("%s: another's identity: %v, wanted ErrRecipient", name, err)
		}
	}
}

func TestASealedFileThatWasChangedOrCutOffIsDamaged(t *testing.T) {
	id := mustIdentity(t, NewIdentity)
	file := sealed(t, bytes.Repeat([]byte("x"), 100_000), id.Recipient())
	changed := bytes.Clone(file)
	changed[len(changed)-70_000] ^= 1
	for name, f := range map[string][]byte{
		"cut in the head":        file[:100],
		"cut in the middle":      file[:len(file)-50_000],
		"cut by its last octet":  file[:len(file)-1],
		"an octet changed":       changed,
		"something after it":     append(bytes.Clone(file), 'x'),
		"no age file at all":     []byte("hello"),
		"nothing":                nil,
		"the head of age, alone": []byte("age-encryption.org/v1\n"),
	} {
		r, err := Open(bytes.NewReader(f), id)
		if err == nil {
			_, err = io.ReadAll(r)
		}
		if !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v, wanted ErrDamaged", name, err)
		}
	}
}

func TestSealingRefusesWhatWouldProtectNothing(t *testing.T) {
	h, x := mustIdentity(t, NewIdentity), mustIdentity(t, NewClassicIdentity)
	for _, tc := range []struct {
		name string
		to   []Recipient
		want error
	}{
		{"to nobody", nil, ErrZero},
		{"to the zero recipient", []Recipient{{}}, ErrZero},
		{"to classic and hybrid recipients at once", []Recipient{h.Recipient(), x.Recipient()}, ErrMixed},
	} {
		if _, err := Seal(io.Discard, tc.to...); !errors.Is(err, tc.want) {
			t.Errorf("%s: %v, wanted %v", tc.name, err, tc.want)
		}
	}
	if _, err := Open(bytes.NewReader(nil), Identity{}); !errors.Is(err, ErrZero) {
		t.Errorf("opening with the zero identity: %v", err)
	}
}

func TestKeysAreReadBackFromTheirText(t *testing.T) {
	for _, id := range []Identity{mustIdentity(t, NewIdentity), mustIdentity(t, NewClassicIdentity)} {
		again, err := ParseIdentity([]byte("# made for a test\n\n" + id.Reveal() + "\n"))
		if err != nil || again.Reveal() != id.Reveal() {
			t.Errorf("identity: %v", err)
		}
		to, err := ParseRecipient(" " + id.Recipient().String() + "\n")
		if err != nil || to.String() != id.Recipient().String() {
			t.Errorf("recipient: %v", err)
		}
	}
	for _, bad := range []string{"", "age1", "age1pq1qqqq", "AGE-SECRET-KEY-1QQQ", "age1marked"} {
		_, err := ParseRecipient(bad)
		if !errors.Is(err, ErrForm) {
			t.Errorf("a recipient that is none: %v", err)
		}
		if _, err := ParseIdentity([]byte(bad)); !errors.Is(err, ErrForm) || bytes.Contains([]byte(err.Error()), []byte("QQQ")) {
			t.Errorf("an identity that is none: %v", err)
		}
	}
}
