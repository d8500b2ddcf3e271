package signed_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"pgregory.net/rapid"

	"writ/law"
	"writ/law/signed"
)

var at = time.Date(2026, 11, 25, 14, 0, 3, 500, time.UTC)

func key(who string) ed25519.PrivateKey {
	seed := sha256.Sum256([]byte(who))
	return ed25519.NewKeyFromSeed(seed[:])
}

func nova() signed.Pack {
	return signed.Pack{Name: "nova", Files: []law.File{{Name: "nova/cases.yaml", Text: "cases: []\n"}, {Name: "nova/pack.yaml", Text: "pack: nova\n"}}}
}

func TestWhatTwoSignedIsReadAgain(t *testing.T) {
	d := signed.New(nova())
	for _, who := range []string{"Ed", "Di"} {
		var err error
		if d, err = d.Sign(who, key(who), at); err != nil {
			t.Fatal(err)
		}
	}
	got, err := signed.Read(d.Encode())
	if err != nil || got.Compare(nova()) != nil || len(got.Signatures) != 2 {
		t.Fatalf("%v, %+v", err, got)
	}
	for _, s := range got.Signatures {
		when, err := s.When()
		if err != nil || !when.Equal(at) || !ed25519.Verify(s.Public(), signed.Statement("nova", nova().Hash(), when), s.Sig) {
			t.Errorf("the signature of %s does not hold", s.Name)
		}
	}
}

// TestTheFormIsTheOneInTheDocument keeps the hash and the statement as docs/formats/pack-signature.md says them.
func TestTheFormIsTheOneInTheDocument(t *testing.T) {
	hash := nova().Hash()
	text := func(s string) string { return string([]byte{0, 0, 0, 0, 0, 0, 0, byte(len(s))}) + s }
	sum := func(s string) string { h := sha256.Sum256([]byte(s)); return hex.EncodeToString(h[:]) }
	byHand := sha256.Sum256([]byte(text("writ/1/pack-files") + text("nova") + text("cases.yaml") + text(sum("cases: []\n")) + text("pack.yaml") + text(sum("pack: nova\n"))))
	if hash != byHand {
		t.Errorf("the hash is %x, by hand %x", hash, byHand)
	}
	if got := string(signed.Statement("nova", hash, at)); got != "writ/1/pack/nova/"+hex.EncodeToString(hash[:])+"/2026-11-25T14:00:03.0000005Z" {
		t.Error(got)
	}
}

func TestOnePersonSignsOnce(t *testing.T) {
	d, err := signed.New(nova()).Sign("Ed", key("Ed"), at)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Sign("Edward", key("Ed"), at); !errors.Is(err, signed.ErrTwice) {
		t.Errorf("one key signed twice under two names: %v", err)
	}
}

func TestEveryChangeIsNamed(t *testing.T) {
	d := signed.New(nova())
	for want, change := range map[string]func(*signed.Pack){
		"nova/pack.yaml was changed": func(p *signed.Pack) { p.Files[1].Text += "#" },
		"nova/cases.yaml is missing": func(p *signed.Pack) { p.Files = p.Files[1:] },
		"nova/more.yaml was added":   func(p *signed.Pack) { p.Files = append(p.Files, law.File{Name: "nova/more.yaml"}) },
		"the pack's name":            func(p *signed.Pack) { p.Name = "nuova" },
		"nova/other.yaml was added":  func(p *signed.Pack) { p.Files[0].Name = "nova/other.yaml" },
	} {
		p := nova()
		change(&p)
		if err := d.Compare(p); !errors.Is(err, signed.ErrChanged) || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q, got %v", want, err)
		}
		if p.Hash() == nova().Hash() {
			t.Errorf("%s: the hash is the same", want)
		}
	}
}

func TestWhatIsNoFolderOfAPackIsRefused(t *testing.T) {
	yaml := &fstest.MapFile{Data: []byte("a: b\n")}
	for name, dir := range map[string]fstest.MapFS{
		"a folder in it":  {"pack.yaml": yaml, "deep/pack.yaml": yaml},
		"no file":         {},
		"too large a one": {"pack.yaml": &fstest.MapFile{Data: make([]byte, 8<<20+1)}},
		"a link":          {"pack.yaml": yaml, "link.yaml": &fstest.MapFile{Mode: fs.ModeSymlink | 0o777}},
	} {
		if _, err := signed.ReadPack(dir, "nova"); err == nil {
			t.Errorf("%s: it was read", name)
		}
	}
	for _, name := range []string{"", "..", "Nova", "a/b", strings.Repeat("a", 64)} {
		if _, err := signed.ReadPack(fstest.MapFS{"pack.yaml": yaml}, name); err == nil {
			t.Errorf("a pack is called %q", name)
		}
	}
	p, err := signed.ReadPack(fstest.MapFS{"pack.yaml": yaml, "signatures.json": {Data: []byte("x")}}, "nova")
	if err != nil || len(p.Files) != 1 || string(p.Doc) != "x" {
		t.Errorf("%v: %+v", err, p)
	}
}

func TestNoOtherFormIsRead(t *testing.T) {
	d, err := signed.New(nova()).Sign("Ed", key("Ed"), at)
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(map[string]any){
		"another format":      func(m map[string]any) { m["format"] = "writ/package/1" },
		"a key too many":      func(m map[string]any) { m["extra"] = 1 },
		"a hash of its own":   func(m map[string]any) { m["hash"] = strings.Repeat("0", 64) },
		"a list of others":    func(m map[string]any) { m["files"] = map[string]any{} },
		"a name that is none": func(m map[string]any) { m["pack"] = "../x" },
		"a key that is none":  func(m map[string]any) { m["signatures"].([]any)[0].(map[string]any)["key"] = "ed25519:AAAA" },
		"a zone": func(m map[string]any) {
			m["signatures"].([]any)[0].(map[string]any)["at"] = "2026-11-25T15:00:00+01:00"
		},
	} {
		var m map[string]any
		if err := json.Unmarshal(d.Encode(), &m); err != nil {
			t.Fatal(err)
		}
		change(m)
		b, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := signed.Read(b); !errors.Is(err, signed.ErrForm) {
			t.Errorf("%s: %v", name, err)
		}
	}
	newer := bytes.Replace(d.Encode(), []byte("pack-signature/1"), []byte("pack-signature/2"), 1)
	if _, err := signed.Read(newer); !errors.Is(err, signed.ErrNewer) {
		t.Errorf("a newer form: %v", err)
	}
}

// TestNoTwoPacksHaveOneHash: for any two lists of files, the hash is the same only where names and texts are.
func TestNoTwoPacksHaveOneHash(t *testing.T) {
	files := rapid.MapOfN(rapid.StringMatching(`[a-c]{1,2}`), rapid.StringMatching(`[a-c]{0,3}`), 0, 3)
	rapid.Check(t, func(t *rapid.T) {
		a, b := packOf(files.Draw(t, "a")), packOf(files.Draw(t, "b"))
		same := len(a.Files) == len(b.Files) && signed.New(a).Compare(b) == nil
		if (a.Hash() == b.Hash()) != same {
			t.Fatalf("%v and %v", a.Files, b.Files)
		}
	})
}

func packOf(texts map[string]string) signed.Pack {
	p := signed.Pack{Name: "nova"}
	for name, text := range texts {
		p.Files = append(p.Files, law.File{Name: "nova/" + name, Text: text})
	}
	return p
}

func FuzzRead(f *testing.F) {
	d, _ := signed.New(nova()).Sign("Ed", key("Ed"), at)
	f.Add(d.Encode())
	f.Add([]byte(`{"format":"writ/pack-signature/1"}`))
	f.Fuzz(func(t *testing.T, in []byte) {
		d, err := signed.Read(in)
		if err != nil {
			return
		}
		again, err := signed.Read(d.Encode())
		if err != nil || !bytes.Equal(again.Encode(), d.Encode()) {
			t.Errorf("what was read is not read again: %v", err)
		}
	})
}
