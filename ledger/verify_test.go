package ledger

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
)

// forge writes a journal as one who holds the key but keeps no rule would.
func forge(t testing.TB, key byte, entries ...Entry) *Memory {
	t.Helper()
	st := NewMemory()
	sig, _, err := newSigner(inKey(key), inOrigin)
	if err != nil {
		t.Fatal(err)
	}
	tr, err := newTree()
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		leaf, err := e.Encode()
		if err != nil {
			t.Fatal(err)
		}
		s, err := tr.next(leaf)
		if err != nil {
			t.Fatal(err)
		}
		signed, err := sig.sign(tr.size+1, s.root)
		if err != nil {
			t.Fatal(err)
		}
		if err := st.Append(Frame{leaf, signed}); err != nil {
			t.Fatal(err)
		}
		tr.take(e, s)
	}
	return st
}

func several(n int) (out []Entry) {
	for i := range n {
		out = append(out, inEntry(i))
	}
	return out
}

func state(t testing.TB, r Report, name string) Check {
	t.Helper()
	for _, c := range r.Checks {
		if c.Name == name {
			return c
		}
	}
	t.Fatalf("no check %q", name)
	return Check{}
}

func TestAWholeLogVerifiesAndSaysWhatItCantTell(t *testing.T) {
	st, l := fill(t, 300)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := Verify(st, inVKey(1), nil)
	if err != nil || !r.OK() || r.Size != 300 || r.Published != 300 || r.Log != l.ID() || r.Root != l.Head().Root {
		t.Fatalf("%+v, %v", r, err)
	}
	for _, c := range r.Checks {
		want := Holds
		switch c.Name {
		case CheckSeen, CheckRollback, CheckFork, CheckResigned:
			want = Untold
		}
		if c.State != want || want == Untold && !strings.Contains(c.Detail, "can't tell") {
			t.Errorf("%+v, wanted %s", c, want)
		}
	}
	if r, err = Verify(st, "", nil); err != nil || !r.OK() || state(t, r, CheckKey).State != Untold {
		t.Errorf("with the key that stands beside it: %+v, %v", r, err)
	}
	if r, err = Verify(st, inVKey(2), nil); err != nil || state(t, r, CheckKey).State != Breaks {
		t.Errorf("with another key: %+v, %v", r, err)
	}
	if _, err = Verify(NewMemory(), "", nil); !errors.Is(err, ErrKey) {
		t.Errorf("without any key: %v, wanted ErrKey", err)
	}
}

func TestWhatAKeyHolderForgedIsFoundByItsRule(t *testing.T) {
	late := several(4)
	late[2].At = inStart
	twice := several(4)
	twice[3].Key = twice[1].Key
	for _, tc := range []struct {
		name, check, where string
		st                 *Memory
	}{
		{"a key twice", CheckKeys, "entry 3", forge(t, 1, twice...)},
		{"an instant before its forerunner's", CheckTimes, "entry 2", forge(t, 1, late...)},
		{"another's signature", CheckSignature, "entry 0", forge(t, 2, several(2)...)},
		{"checkpoints of another tree", CheckHashes, "entry 1", spliced(t)},
		{"a checkpoint of another size", CheckHashes, "entry 1", misstated(t, inOrigin, 1)},
		{"a checkpoint of another origin", CheckSignature, "entry 1", misstated(t, "another.example/log", 0)},
	} {
		r, err := Verify(tc.st, inVKey(1), nil)
		if err != nil {
			t.Fatal(err)
		}
		if b := r.Broken(); b == nil || b.Name != tc.check || b.Where != tc.where {
			t.Errorf("%s: %+v, wanted %s at %s", tc.name, b, tc.check, tc.where)
		}
		if _, err := Open(tc.st, inKey(1), inOrigin); !errors.Is(err, ErrBroken) {
			t.Errorf("%s: opened: %v", tc.name, err)
		}
	}
}

// spliced has the second entry of one log under the second checkpoint of another, both rightly signed.
func spliced(t testing.TB) *Memory {
	t.Helper()
	other := several(2)
	other[1].Body = []byte(`{"i":99}`)
	a, b := frames(t, forge(t, 1, several(2)...)), frames(t, forge(t, 1, other...))
	st := NewMemory()
	for _, f := range []Frame{a[0], {b[1].Entry, a[1].Checkpoint}} {
		if err := st.Append(f); err != nil {
			t.Fatal(err)
		}
	}
	return st
}

// misstated has three entries; the second's checkpoint, rightly signed, states another origin or size.
func misstated(t testing.TB, origin string, more int64) *Memory {
	t.Helper()
	sig, _, err := newSigner(inKey(1), inOrigin)
	if err != nil {
		t.Fatal(err)
	}
	st := NewMemory()
	for i, f := range frames(t, forge(t, 1, several(3)...)) {
		c, err := OpenCheckpoint(f.Checkpoint, inVKey(1))
		if err != nil {
			t.Fatal(err)
		}
		if i == 1 {
			text := checkpointText(origin, c.Size+more, c.Root)
			if f.Checkpoint, err = note.Sign(&note.Note{Text: text}, sig); err != nil {
				t.Fatal(err)
			}
		}
		if err := st.Append(f); err != nil {
			t.Fatal(err)
		}
	}
	return st
}

func frames(t testing.TB, st Reader) (out []Frame) {
	t.Helper()
	for f, err := range st.Frames() {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, f)
	}
	return out
}

func TestWithACheckpointThatWasSeenHistoryCantChange(t *testing.T) {
	seenIn := func(st Reader, sizes ...int) (out [][]byte) {
		all := frames(t, st)
		for _, n := range sizes {
			out = append(out, all[n-1].Checkpoint)
		}
		return out
	}
	honest := forge(t, 1, several(6)...)
	rewritten := several(6)
	rewritten[2].Body = []byte(`{"i":"changed"}`)
	forked := several(6)
	forked[5].Body = []byte(`{"i":"other"}`)
	damaged := bytes.Clone(seenIn(honest, 3)[0])
	damaged[len(damaged)-20] ^= 1
	foreign := forgeOrigin(t, "another.example/log")
	for _, tc := range []struct {
		name  string
		st    *Memory
		seen  [][]byte
		want  string // the check that breaks, or ""
		where string
	}{
		{"the log only grew", honest, seenIn(honest, 2, 4, 6), "", ""},
		{"entries were taken away", forge(t, 1, several(4)...), seenIn(honest, 2, 5), CheckRollback, "checkpoint 2 that was seen"},
		{"an entry was changed and all re-signed", forge(t, 1, rewritten...), seenIn(honest, 3), CheckFork, "checkpoint 1 that was seen"},
		{"the change lies after what was seen", forge(t, 1, rewritten...), seenIn(honest, 2), "", ""},
		{"two logs of one length", forge(t, 1, forked...), seenIn(honest, 4, 6), CheckFork, "checkpoint 2 that was seen"},
		{"all re-signed with another key", forge(t, 2, several(6)...), seenIn(honest, 4), CheckResigned, "checkpoint 1 that was seen"},
		{"what was seen is damaged", honest, [][]byte{damaged}, CheckSeen, "checkpoint 1 that was seen"},
		{"what was seen is no checkpoint", honest, [][]byte{[]byte("hello")}, CheckSeen, "checkpoint 1 that was seen"},
		{"what was seen is of another log", honest, seenIn(foreign, 1), CheckSeen, "checkpoint 1 that was seen"},
	} {
		vkey := inVKey(1)
		if tc.want == CheckResigned {
			vkey = inVKey(2)
		}
		r, err := Verify(tc.st, vkey, tc.seen)
		if err != nil {
			t.Fatal(err)
		}
		b := r.Broken()
		switch {
		case tc.want == "" && b != nil, tc.want != "" && (b == nil || b.Name != tc.want || b.Where != tc.where):
			t.Errorf("%s: %+v, wanted %q at %q", tc.name, b, tc.want, tc.where)
		case tc.want == "" && state(t, r, CheckFork).State != Holds:
			t.Errorf("%s: %+v", tc.name, state(t, r, CheckFork))
		}
	}
}

func forgeOrigin(t testing.TB, origin string) *Memory {
	t.Helper()
	st := NewMemory()
	l, err := Open(st, inKey(1), origin)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.Append(inEntry(0)); err != nil {
		t.Fatal(err)
	}
	return st
}

func TestAShorterLogCantSayWhetherItForked(t *testing.T) {
	honest := forge(t, 1, several(6)...)
	r, err := Verify(forge(t, 1, several(3)...), inVKey(1), [][]byte{frames(t, honest)[5].Checkpoint})
	if err != nil || state(t, r, CheckRollback).State != Breaks || state(t, r, CheckFork).State != Untold {
		t.Errorf("%+v, %v", r.Checks, err)
	}
}

func TestAnyPublishedOctetChangedIsFound(t *testing.T) {
	st, l := fill(t, 259)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	for name, data := range st.files {
		for _, change := range []struct {
			what string
			data []byte
		}{
			{"an octet changed", flip(data, len(data)/2)},
			{"the last octet changed", flip(data, len(data)-1)},
			{"cut off", data[:len(data)-1]},
			{"one more octet", append(bytes.Clone(data), 0)},
			{"missing", nil},
		} {
			other := with(st, st.journal)
			other.files[name] = change.data
			if change.data == nil {
				delete(other.files, name)
			}
			r, err := Verify(other, inVKey(1), nil)
			fine := r.OK() && r.Published == 259
			mayGo := change.data == nil && name == KeyFile // the key was brought
			if err != nil || fine != mayGo {
				t.Errorf("%s, %s: broken %+v, published %d, %v", name, change.what, r.Broken(), r.Published, err)
			}
		}
	}
}

func TestAPublishedCheckpointOfAnotherHistoryIsFound(t *testing.T) {
	st, l := fill(t, 4)
	if err := l.Publish(); err != nil {
		t.Fatal(err)
	}
	other := several(3)
	other[0].Body = []byte(`{"i":"other"}`)
	st.files[CheckpointFile] = frames(t, forge(t, 1, other...))[2].Checkpoint
	if _, err := Open(st, inKey(1), inOrigin); !errors.Is(err, ErrBroken) {
		t.Errorf("opened: %v, wanted ErrBroken", err)
	}
	if r, err := Verify(st, inVKey(1), nil); err != nil || state(t, r, CheckTiles).State != Breaks {
		t.Errorf("verified: %+v, %v", r.Broken(), err)
	}
}

func flip(b []byte, i int) []byte {
	b = bytes.Clone(b)
	b[i] ^= 0x21
	return b
}

func TestAPartialTileMayGoOnceTheFullOneIsThere(t *testing.T) {
	st, l := fill(t, 100)
	if err := l.Publish(); err != nil {
		t.Fatal(err)
	}
	old := bytes.Clone(st.files[CheckpointFile])
	for i := 100; i < 256; i++ {
		if _, err := l.Append(inEntry(i)); err != nil {
			t.Fatal(err)
		}
	}
	if st.files["tile/0/000"] == nil {
		t.Fatal("the full tile was not published by the append that filled it")
	}
	st.files[CheckpointFile] = old // a reader that holds the older checkpoint
	delete(st.files, "tile/0/000.p/100")
	delete(st.files, "tile/entries/000.p/100")
	r, err := Verify(st, inVKey(1), nil)
	if err != nil || !r.OK() || r.Published != 100 {
		t.Errorf("%+v, %v", r.Broken(), err)
	}
}

func TestVerifyingSaysNothingOfWhatEntriesSay(t *testing.T) {
	e := Entry{V: 1, Key: "marked-number", Kind: "note", Case: "marked-case", At: inStart, Body: []byte("marked-body")}
	later := e
	later.At = inStart.Add(time.Hour)
	r, err := Verify(forge(t, 1, e, later), inVKey(1), nil)
	if err != nil || r.OK() {
		t.Fatalf("%+v, %v", r, err)
	}
	if text := fmt.Sprintf("%+v", r); strings.Contains(text, "marked") {
		t.Errorf("the report quotes an entry: %s", text)
	}
}
