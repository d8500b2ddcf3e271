package ledger

import (
	"bytes"
	"encoding/json"
	"errors"
	"testing"

	"pgregory.net/rapid"
)

func prove(t rapid.TB, l *Log, i int64) Proof {
	t.Helper()
	p, err := l.Prove(i)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestEveryEntryIsProvedByTheKeyAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 40).Draw(t, "n")
		_, l := fill(t, n)
		i := rapid.IntRange(0, n-1).Draw(t, "i")
		text, err := json.Marshal(prove(t, l, int64(i)))
		if err != nil {
			t.Fatal(err)
		}
		var p Proof
		if err := json.Unmarshal(text, &p); err != nil {
			t.Fatal(err)
		}
		e, err := p.Verify(inVKey(1))
		if err != nil || e.Key != inEntry(i).Key || !bytes.Equal(e.Body, inEntry(i).Body) {
			t.Errorf("%+v, %v", e, err)
		}
	})
}

func TestAProofOfAnythingElseFails(t *testing.T) {
	_, l := fill(t, 11)
	_, other := fill(t, 12)
	good := prove(t, l, 6)
	for name, change := range map[string]func(p *Proof){
		"another entry":            func(p *Proof) { p.Entry = prove(t, l, 5).Entry },
		"another place":            func(p *Proof) { p.Index = 5 },
		"a place before the first": func(p *Proof) { p.Index = -1 },
		"a place after the last":   func(p *Proof) { p.Index = 11 },
		"a hash too few":           func(p *Proof) { p.Hashes = p.Hashes[1:] },
		"a hash too many":          func(p *Proof) { p.Hashes = append(p.Hashes, p.Hashes[0]) },
		"no hash":                  func(p *Proof) { p.Hashes = nil },
		"a checkpoint of later":    func(p *Proof) { p.Checkpoint = other.Head().Note },
		"a changed checkpoint":     func(p *Proof) { p.Checkpoint = flip(p.Checkpoint, 30) },
		"no checkpoint":            func(p *Proof) { p.Checkpoint = nil },
		"everything empty":         func(p *Proof) { *p = Proof{} },
	} {
		p := prove(t, l, 6)
		change(&p)
		if _, err := p.Verify(inVKey(1)); !errors.Is(err, ErrBroken) {
			t.Errorf("%s: %v, wanted ErrBroken", name, err)
		}
	}
	if _, err := good.Verify(inVKey(2)); !errors.Is(err, ErrBroken) {
		t.Errorf("another log's key: %v", err)
	}
	if _, err := good.Verify("no key"); !errors.Is(err, ErrKey) {
		t.Errorf("no key: %v", err)
	}
	for _, i := range []int64{-1, 11} {
		if _, err := l.Prove(i); err == nil {
			t.Errorf("proved entry %d of 11", i)
		}
	}
}

func TestAnyOctetOfAProofChangedIsFound(t *testing.T) {
	_, l := fill(t, 7)
	text, err := prove(t, l, 3).MarshalText()
	if err != nil {
		t.Fatal(err)
	}
	for i := range text {
		var p Proof
		if p.UnmarshalText(flip(text, i)) != nil {
			continue
		}
		if e, err := p.Verify(inVKey(1)); err == nil {
			t.Errorf("octet %d changed: it still proves %+v", i, e)
		}
	}
}

func FuzzProof(f *testing.F) {
	_, l := fill(f, 5)
	text, err := prove(f, l, 2).MarshalText()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Fuzz(func(t *testing.T, in []byte) {
		var p Proof
		if p.UnmarshalText(in) != nil {
			return
		}
		if out, err := p.MarshalText(); err != nil || !bytes.Equal(in, out) {
			t.Errorf("what was read can't be written back:\n in %q\nout %q", in, out)
		}
		if _, err := p.Verify(inVKey(1)); err == nil && !bytes.Equal(in, text) && !bytes.Equal(p.Checkpoint, prove(t, l, 2).Checkpoint) {
			t.Error("a forged proof verifies")
		}
	})
}

func FuzzOpenCheckpoint(f *testing.F) {
	_, l := fill(f, 3)
	f.Add(l.Head().Note)
	f.Fuzz(func(t *testing.T, in []byte) {
		c, err := OpenCheckpoint(in, inVKey(1))
		if err == nil && (c.Size != 3 || c.Root != l.Head().Root) {
			t.Errorf("a forged checkpoint opens: %+v", c)
		}
	})
}
