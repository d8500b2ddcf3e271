package seal

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"flag"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestAPersonsKeyOpensWithItsPassphraseOnly(t *testing.T) {
	file, pub, err := NewPersonKey("Zoë O'Brien: desk 2", "correct horse", rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	key, name, err := OpenPersonKey(file, "correct horse")
	if err != nil || name != "Zoë O'Brien: desk 2" || !bytes.Equal(key.Public().(ed25519.PublicKey), pub) {
		t.Fatalf("%q, %v", name, err)
	}
	if !ed25519.Verify(pub, []byte("approve"), ed25519.Sign(key, []byte("approve"))) {
		t.Error("the halves don't belong together")
	}
	if _, _, err := OpenPersonKey(file, "Correct horse"); !errors.Is(err, ErrPassphrase) {
		t.Errorf("a wrong passphrase: %v, wanted ErrPassphrase", err)
	}
	if _, _, err := OpenPersonKey(file, ""); !errors.Is(err, ErrEmptyPassphrase) {
		t.Errorf("no passphrase: %v", err)
	}
	shown, err := ReadPersonFile(file)
	if err != nil || shown.Name != name || !bytes.Equal(shown.Public, pub) {
		t.Errorf("the open part: %+v, %v", shown, err)
	}
	if bytes.Contains(file, key.Seed()) {
		t.Error("the key lies in the file unwrapped")
	}
}

func TestTheOpenPartOfAPersonsKeyCantBeSwapped(t *testing.T) {
	ada, _, err := NewPersonKey("Ada", "one", rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	_, bob, err := NewPersonKey("Bob", "two", rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	shown, err := ReadPersonFile(ada)
	if err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string]string{
		"another name":   strings.Replace(string(ada), "Name: Ada", "Name: Bob", 1),
		"another public": strings.Replace(string(ada), PublicKeyText(shown.Public), PublicKeyText(bob), 1),
	} {
		if file == string(ada) {
			t.Fatalf("%s: the test changed nothing", name)
		}
		if _, _, err := OpenPersonKey([]byte(file), "one"); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v, wanted ErrDamaged", name, err)
		}
	}
}

func TestAPersonsNameIsOneLine(t *testing.T) {
	for _, name := range []string{"", " ", "two\nlines", "Ada ", strings.Repeat("x", 201), "\xff"} {
		if _, _, err := NewPersonKey(name, "p", rand.Reader); !errors.Is(err, ErrForm) {
			t.Errorf("%q: %v, wanted ErrForm", name, err)
		}
	}
}

func TestAPersonsKeyOfVersion1StaysReadable(t *testing.T) {
	if *update {
		file, _, err := NewPersonKey("Ada Example", "golden passphrase", bytes.NewReader(bytes.Repeat([]byte{7}, 32)))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile("testdata/person-v1.pem", file, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	file, err := os.ReadFile("testdata/person-v1.pem")
	if err != nil {
		t.Fatal(err)
	}
	key, name, err := OpenPersonKey(file, "golden passphrase")
	if err != nil || name != "Ada Example" || !bytes.Equal(key.Seed(), bytes.Repeat([]byte{7}, 32)) {
		t.Errorf("%q, %v", name, err)
	}
	newer := bytes.Replace(file, []byte("Version: 1"), []byte("Version: 2"), 1)
	if _, _, err := OpenPersonKey(newer, "golden passphrase"); !errors.Is(err, ErrForm) {
		t.Errorf("a newer version: %v, wanted ErrForm", err)
	}
}

func FuzzReadPersonFile(f *testing.F) {
	golden, err := os.ReadFile("testdata/person-v1.pem")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(golden)
	f.Fuzz(func(t *testing.T, in []byte) {
		p, err := ReadPersonFile(in)
		if err == nil && (!personName(p.Name) || len(p.Public) != ed25519.PublicKeySize) {
			t.Errorf("accepted %+v", p)
		}
	})
}
