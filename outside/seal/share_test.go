package seal

import (
	"bytes"
	"crypto/rand"
	"errors"
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func testRoot() Root { return Root{&root{(*[rootSize]byte)(bytes.Repeat([]byte{3}, rootSize))}} }

func same(a, b Share) bool { return bytes.Equal(a.s.bytes(), b.s.bytes()) }

func TestMultiplicationIsThatOfAES(t *testing.T) {
	// FIPS 197 §4.2: {57}·{83} = {c1}, {57}·{13} = {fe}
	if mul(0x57, 0x83) != 0xc1 || mul(0x57, 0x13) != 0xfe {
		t.Error("not GF(2^8) with the polynomial of AES")
	}
	for a := 1; a < 256; a++ {
		if mul(byte(a), inverse(byte(a))) != 1 {
			t.Errorf("inverse of %d", a)
		}
	}
}

func TestAnyThresholdOfSharesGivesTheRootAndFewerDoNot(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		secret := rapid.SliceOfN(rapid.Byte(), rootSize, rootSize).Draw(t, "secret")
		n := rapid.IntRange(1, 12).Draw(t, "n")
		k := rapid.IntRange(1, n).Draw(t, "k")
		r := Root{&root{(*[rootSize]byte)(secret)}}
		shares, err := r.Split(n, k, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		some := rapid.Permutation(shares).Draw(t, "order")
		got, err := Join(some[:k])
		if err != nil || *got.r.secret != *r.r.secret {
			t.Errorf("%d of %d: %v", k, n, err)
		}
		if _, err := Join(some[:k-1]); !errors.Is(err, ErrShares) {
			t.Errorf("%d of %d, one too few: %v", k, n, err)
		}
		if k > 1 { // also not by one who passes over the threshold
			var xs []byte
			var ys [][]byte
			for _, s := range some[:k-1] {
				xs, ys = append(xs, s.s.x), append(ys, s.s.y[:])
			}
			if bytes.Equal(join(xs, ys), secret) {
				t.Error("one share too few gave the root")
			}
		}
	})
}

func TestOneShareTooFewFitsEverySecretEquallyWell(t *testing.T) {
	// Threshold 3, two shares known: for each possible secret there is exactly one polynomial through them.
	const x1, x2, y1, y2 = 1, 5, 0xa7, 0x1c
	for secret := range 256 {
		fits := 0
		for a := range 256 {
			for b := range 256 {
				c := []byte{byte(a), byte(b)}
				if at(x1, byte(secret), c) == y1 && at(x2, byte(secret), c) == y2 {
					fits++
				}
			}
		}
		if fits != 1 {
			t.Fatalf("secret %d: %d polynomials fit", secret, fits)
		}
	}
}

func TestSharesThatDontBelongTogetherAreRefused(t *testing.T) {
	a, err := testRoot().Split(3, 2, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	other, err := NewRoot(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	b, err := other.Split(3, 2, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	b1 := a[1].s.bytes()
	b1[2+setSize] ^= 1
	changed, err := parseShare(b1)
	if err != nil {
		t.Fatal(err)
	}
	if r, err := Join([]Share{a[0], a[0], a[2]}); err != nil || *r.r.secret != *testRoot().r.secret {
		t.Errorf("enough of them, one twice: %v", err)
	}
	if _, err := Join([]Share{a[0], b[1]}); err == nil || !strings.Contains(err.Error(), "different sets") {
		t.Errorf("of two roots: %v, wanted to hear of different sets", err)
	}
	for _, tc := range []struct {
		name   string
		shares []Share
		want   error
	}{
		{"none", nil, ErrShares},
		{"one too few", a[:1], ErrShares},
		{"the same one twice", []Share{a[0], a[0]}, ErrShares},
		{"of two roots", []Share{a[0], b[1]}, ErrShares},
		{"one was changed", []Share{a[0], changed}, ErrShares},
		{"a zero one", []Share{a[0], {}}, ErrZero},
	} {
		if r, err := Join(tc.shares); !errors.Is(err, tc.want) || !r.Zero() {
			t.Errorf("%s: %v, wanted %v", tc.name, err, tc.want)
		}
	}
	for _, nk := range [][2]int{{0, 0}, {2, 3}, {256, 2}, {3, 0}, {3, -1}} {
		if _, err := testRoot().Split(nk[0], nk[1], rand.Reader); !errors.Is(err, ErrShares) {
			t.Errorf("%d of %d: %v", nk[1], nk[0], err)
		}
	}
}

func TestAShareSurvivesBeingWrittenDown(t *testing.T) {
	shares, err := testRoot().Split(5, 3, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range shares {
		text := s.Reveal()
		for _, form := range []string{text, strings.ToUpper(text), " " + strings.ReplaceAll(text[13:], "-", " ")} {
			if !strings.HasPrefix(strings.ToLower(form), sharePrefix) {
				form = sharePrefix + form
			}
			if got, err := ParseShare(form); err != nil || !same(got, s) {
				t.Errorf("%v", err)
			}
		}
		body := []byte(text)
		i := len(body) - 30
		body[i] = map[bool]byte{true: 'b', false: 'a'}[body[i] == 'a']
		if _, err := ParseShare(string(body)); !errors.Is(err, ErrForm) {
			t.Errorf("a letter misread: %v, wanted ErrForm", err)
		}
	}
}

func TestAWrappedShareOpensWithItsPassphraseOnly(t *testing.T) {
	shares, err := testRoot().Split(1, 1, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	file, err := shares[0].Wrap("tenant passphrase")
	if err != nil {
		t.Fatal(err)
	}
	s, err := OpenShare(file, "tenant passphrase")
	if err != nil || !same(s, shares[0]) {
		t.Errorf("%v", err)
	}
	if _, err := OpenShare(file, "wrong"); !errors.Is(err, ErrPassphrase) {
		t.Errorf("a wrong passphrase: %v, wanted ErrPassphrase", err)
	}
	if bytes.Contains(file, bytes.Repeat([]byte{3}, rootSize)) {
		t.Error("the root lies in the file unwrapped")
	}
}

func TestAShareOfVersion1StaysReadable(t *testing.T) {
	shares, err := testRoot().Split(3, 2, bytes.NewReader(bytes.Repeat([]byte{9}, rootSize)))
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		file, err := shares[0].Wrap("golden passphrase")
		if err != nil {
			t.Fatal(err)
		}
		for name, b := range map[string][]byte{"share-v1.pem": file, "share-v1.txt": []byte(shares[1].Reveal() + "\n")} {
			if err := os.WriteFile("testdata/"+name, b, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	file, err := os.ReadFile("testdata/share-v1.pem")
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("testdata/share-v1.txt")
	if err != nil {
		t.Fatal(err)
	}
	one, err := OpenShare(file, "golden passphrase")
	if err != nil {
		t.Fatal(err)
	}
	two, err := ParseShare(string(text))
	if err != nil {
		t.Fatal(err)
	}
	if r, err := Join([]Share{one, two}); err != nil || *r.r.secret != *testRoot().r.secret {
		t.Errorf("%v", err)
	}
}

func FuzzParseShare(f *testing.F) {
	f.Add("writ-share-1-aaaaa")
	if text, err := os.ReadFile("testdata/share-v1.txt"); err == nil {
		f.Add(string(text))
	}
	f.Fuzz(func(t *testing.T, in string) {
		s, err := ParseShare(in)
		if err != nil {
			return
		}
		if again, err := ParseShare(s.Reveal()); err != nil || !same(again, s) {
			t.Error("a share that was read can't be written and read again")
		}
	})
}
