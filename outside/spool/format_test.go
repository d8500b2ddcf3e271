package spool

import (
	"bytes"
	"encoding/hex"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"writ/intercept"
	"writ/intercept/mediation"
	"writ/intercept/mediation/spooltest"
)

var update = flag.Bool("update", false, "write the golden files anew")

// fixed makes what the golden files hold: keys and places that are always the same.
func fixed(t testing.TB) *Spool {
	aead, err := aeadOf([32]byte{1})
	if err != nil {
		t.Fatal(err)
	}
	return &Spool{own: &slot{aead: aead}, epoch: 3, slots: map[uint64]*slot{}, tasks: map[intercept.XID]*task{}, routes: map[mediation.Route]*route{}, cache: newCache(1)}
}

func golden(t testing.TB) map[string][]byte {
	s := fixed(t)
	aead, err := aeadOf([32]byte{2})
	if err != nil {
		t.Fatal(err)
	}
	k := &slot{id: 3<<32 | 1, task: spooltest.Task(1), wrapped: []byte("wrapped"), aead: aead}
	b := spooltest.Batch(7, spooltest.Section(1, damageRoute, "first PDU", "second PDU"), spooltest.Section(1, spooltest.Route(2, mediation.HI2), "an IRI"))
	size, err := check(b)
	if err != nil {
		t.Fatal(err)
	}
	w, err := s.make(b, []*slot{k, k}, size)
	if err != nil {
		t.Fatal(err)
	}
	c := w.m.sections[0]
	s.route(damageRoute).counted, s.route(damageRoute).next = 1, 3
	delete(s.routes, spooltest.Route(2, mediation.HI2))
	s.changed = true
	d, _ := s.over()
	return map[string][]byte{"batch": w.m.octets, "carried": appendCarried(nil, w.m.octets[c.from:c.to]), "key": s.sealSlot(k), "marks": d.marks}
}

func TestTheFormatIsThatOfTheGoldenFiles(t *testing.T) {
	for name, octets := range golden(t) {
		file := filepath.Join("testdata", name+".hex")
		if *update {
			if err := os.WriteFile(file, []byte(hex.EncodeToString(octets)+"\n"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		want, err := hex.DecodeString(strings.TrimSpace(string(text)))
		if err != nil || !bytes.Equal(octets, want) {
			t.Errorf("%s is written otherwise than version 1 was; a new form needs a new version", name)
		}
		readGolden(t, name, want)
	}
}

// readGolden wants what the golden files hold to be read as it was written.
func readGolden(t *testing.T, name string, octets []byte) {
	t.Helper()
	s := fixed(t)
	aead, err := aeadOf([32]byte{2})
	if err != nil {
		t.Fatal(err)
	}
	switch name {
	case "batch", "carried":
		m, err := parse(octets)
		if err != nil {
			t.Fatal(err)
		}
		ws, err := m.sections[0].open(octets, &slot{task: spooltest.Task(1), aead: aead}, 1, nil)
		if err != nil || len(ws) != 1 || string(ws[0].Octets) != "second PDU" || ws[0].Position != 2 || ws[0].CIN != 101 {
			t.Errorf("%s: %d PDUs, %v", name, len(ws), err)
		}
		if name == "batch" {
			if delta, err := openTail(m.delta, s.own.aead, m.batch.place, octets[:batchHeadLen]); err != nil || string(delta) != "delta 7" || m.batch.number != 7 {
				t.Errorf("batch: delta %q, %v", delta, err)
			}
		}
	case "key":
		if k, err := s.openSlot(octets); err != nil || k.task != spooltest.Task(1) || string(k.wrapped) != "wrapped" {
			t.Errorf("key: %v", err)
		}
	case "marks":
		if err := s.readMarks(octets); err != nil || s.routes[damageRoute].counted != 1 || s.routes[damageRoute].next != 3 {
			t.Errorf("marks: %v", err)
		}
	}
}

func TestNothingIsSealedTwiceAtOnePlaceUnderOneKey(t *testing.T) {
	dir, keys := t.TempDir(), spooltest.NewKeys()
	type use struct {
		slot uint64
		place
	}
	used := map[use]bool{}
	see := func(u use) {
		if used[u] {
			t.Errorf("slot %d, place %+v is used twice", u.slot, u.place)
		}
		used[u] = true
	}
	for n := uint64(1); n <= 12; {
		s := mustOpen(t, dir, keys, Options{})
		for range 3 {
			spooltest.Append(t, s, spooltest.Batch(n, spooltest.Section(1, damageRoute, "a"), spooltest.Section(2, damageRoute, "b"), spooltest.Section(1, damageRoute, "c")))
			m, err := s.fetch(t.Context(), where{seq: n})
			if err != nil {
				t.Fatal(err)
			}
			see(use{0, m.batch.place})
			for _, c := range m.sections {
				see(use{c.slot, c.place})
			}
			n++
			if _, err := s.make(spooltest.Batch(n), nil, batchHeadLen+tagLen+7); err != nil { // and comes to nothing
				t.Fatal(err)
			}
			if err := s.SaveState(t.Context(), nil); err != nil {
				t.Fatal(err)
			}
			st, err := s.meta.js.GetLastMsgForSubject(t.Context(), stateSubject)
			if err != nil {
				t.Fatal(err)
			}
			see(use{0, readPlace(st.Data[headLen+16:])})
		}
		for id := range s.slots {
			k, err := s.meta.js.GetLastMsgForSubject(t.Context(), fmt.Sprintf("%s%d", keySubject, id))
			if err != nil {
				t.Fatal(err)
			}
			if p := readPlace(k.Data[headLen+8:]); p.epoch == s.epoch {
				see(use{0, p})
			}
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if len(used) != 12*5+2 {
		t.Errorf("%d uses were seen", len(used))
	}
}

func FuzzParse(f *testing.F) {
	for _, octets := range golden(f) {
		f.Add(octets)
	}
	aead, err := aeadOf([32]byte{2})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		s := fixed(t)
		if err := s.readMarks(in); err == nil && len(s.routes) > len(in) {
			t.Error("more routes than octets")
		}
		if k, err := s.openSlot(in); err == nil && k.task != spooltest.Task(1) {
			t.Error("a forged key opened")
		}
		m, err := parse(in)
		if err != nil {
			return
		}
		if cap(m.sections)*sectionHeadLen > len(in) {
			t.Error("more is allocated than the message can hold")
		}
		s.index(where{seq: 1}, m)
		for _, c := range m.sections {
			if ws, err := c.open(in, &slot{aead: aead}, 0, nil); err == nil && len(ws) != int(c.count) {
				t.Error("a section opens to another number of PDUs")
			}
		}
	})
}

func TestSealingAndReadingTakeFewAllocations(t *testing.T) {
	s := fixed(t)
	aead, err := aeadOf([32]byte{2})
	if err != nil {
		t.Fatal(err)
	}
	k := &slot{id: 1, task: spooltest.Task(1), aead: aead}
	texts := make([]string, 100)
	for i := range texts {
		texts[i] = "a PDU"
	}
	b := spooltest.Batch(1, spooltest.Section(1, damageRoute, texts...))
	slots := []*slot{k}
	size, _ := check(b)
	if n := testing.AllocsPerRun(50, func() {
		if _, err := s.make(b, slots, size); err != nil {
			t.Fatal(err)
		}
	}); n > 8 {
		t.Errorf("%v allocations for a batch of 100 PDUs", n)
	}
}
