package check

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"testing"

	"writ/intercept/lemf"
	"writ/intercept/lemf/lemftest"
)

// The streams of another mediation: those that lie with the codec, and those that are not the project's to keep.
const (
	kept   = "../../../wire/etsi/testdata/openli"
	shared = "../../../../shared/vectors/etsi-openli"
)

// signedFolder is the folder of the stream with hashes and signatures.
const signedFolder = "sip-integrity-generalized" //nolint:misspell // its name

type file struct {
	name   string
	octets []byte
}

// judge reads files twice and gives the findings.
func judge(t testing.TB, o Options, files ...file) []Finding {
	t.Helper()
	c := New(o)
	for _, f := range files {
		if _, err := lemf.Scan(bytes.NewReader(f.octets), func(_ int64, _ int, b []byte) error { c.Learn(b); return nil }); err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range files {
		end, err := lemf.Scan(bytes.NewReader(f.octets), func(offset int64, i int, b []byte) error {
			c.Take(Place{f.name, offset, i}, b)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		c.Ended(f.name, end)
	}
	return c.Finish()
}

func openli(t *testing.T, o Options, folder string) []Finding {
	t.Helper()
	dir := filepath.Join(kept, folder)
	if _, err := os.Stat(dir); err != nil {
		dir = filepath.Join(shared, folder)
	}
	var files []file
	for _, name := range []string{"hi2.ber", "hi3.ber"} {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Skipf("NOT RUN: %s is not at hand", folder)
		}
		files = append(files, file{name, b})
	}
	return judge(t, o, files...)
}

func publicKey(t *testing.T) crypto.PublicKey {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(kept, signedFolder, "integrity-public-key.pem"))
	if err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode(b)
	k, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// What is found in each stream, error by error; what the truth files and the sheet on that peer say is among it.
func TestTheDeparturesOfAnotherMediationAreFound(t *testing.T) {
	usual := []Rule{"tri-liid", "sequence-one", "long-lengths", "hash-none"}
	for _, tc := range []struct {
		folder string
		want   []Rule
	}{
		{folder: "sip-call-g711", want: []Rule{"cc-direction-caller", "cc-stream-missing"}},
		{folder: "email-smtp-made", want: []Rule{"iri-first", "iri-open", "cc-before-begin"}},
		{folder: "hi1-rest-lifecycle", want: []Rule{"iri-access-type", "iri-open"}},
		{folder: "ip-radius-session", want: []Rule{"decode"}},
		{folder: "ip-static-v4v6", want: []Rule{"cc-not-target", "iri-open"}},
		{folder: "mobile-gtpv2"},
		{folder: "sip-real", want: []Rule{"iri-no-end", "cc-stream-missing"}},
		{folder: "sip-fax-t38-real", want: []Rule{"cc-protocol", "cc-trailing", "cc-missing", "cc-stream-missing", "cc-direction-caller"}},
	} {
		t.Run(tc.folder, func(t *testing.T) {
			found := rulesOf(openli(t, Options{}, tc.folder))
			for _, r := range usual {
				delete(found, r)
			}
			var list []Finding
			for _, f := range found {
				list = append(list, f)
			}
			compare(t, list, tc.want)
		})
	}
}

// The target of that call was called; its media is marked as if it had called (relative to the caller, not to the target).
func TestADirectionRelativeToTheCallerIsAnErrorOnceTheTargetIsKnown(t *testing.T) {
	targets := []Target{{lemf.NameOf([]byte(liidOf(t, "sip-call-g711"))), lemf.NameOf([]byte("target1"))}}
	n := 0
	for _, f := range openli(t, Options{Targets: targets}, "sip-call-g711") {
		if f.Rule == "cc-direction" && f.Severity == Error {
			n += f.Count
		}
	}
	if n != 490 {
		t.Errorf("%d CC have a wrong direction, not 490", n)
	}
}

func liidOf(t *testing.T, folder string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(kept, folder, "hi3.ber"))
	if err != nil {
		t.Fatal(err)
	}
	var book lemf.Book
	if _, err := lemf.Scan(bytes.NewReader(b), func(_ int64, _ int, b []byte) error { return book.Take(b, lemf.HI3) }); err != nil {
		t.Fatal(err)
	}
	for _, c := range book.Counts() {
		if c.Kind == lemf.KindCC {
			return c.LIID.Reveal()
		}
	}
	t.Fatal("no CC")
	return ""
}

func TestHashesAndSignaturesOfAnotherMediationComeOut(t *testing.T) {
	found := rulesOf(openli(t, Options{Key: publicKey(t)}, signedFolder))
	for _, r := range []Rule{"hash-wrong", "hash-absent", "signature-wrong", "signature-absent", "signature-unchecked", "hash-none", "hash-uncovered"} {
		if f, ok := found[r]; ok {
			t.Errorf("%+v", f)
		}
	}
	if f := found["hash-early"]; f.Count != 6 {
		t.Errorf("%d hashes came before their last PDU, not 6", f.Count)
	}
	other := key(t)
	if _, ok := rulesOf(openli(t, Options{Key: &other.PublicKey}, signedFolder))["signature-wrong"]; !ok {
		t.Error("another key verifies")
	}
}

func FuzzCheck(f *testing.F) {
	hi2, hi3 := lemftest.Render(lemftest.Protect(lemftest.Call(lemftest.PCMA, silence)[:4], nil))
	f.Add(hi2, hi3)
	f.Add([]byte{0x30, 0x80}, []byte("x"))
	f.Fuzz(func(t *testing.T, a, b []byte) {
		for _, v := range judge(t, Options{}, file{"hi2.ber", a}, file{"hi3.ber", b}) {
			if _, ok := rules[v.Rule]; !ok || v.What == "" || v.Do == "" || v.Clause == "" || v.Count < 1 {
				t.Errorf("a finding says too little: %+v", v)
			}
		}
	})
}
