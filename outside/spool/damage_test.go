package spool

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"writ/intercept/mediation"
	"writ/intercept/mediation/spooltest"
)

var damageRoute = spooltest.Route(1, mediation.HI3)

// readAround reads a route to its end, past what is lost.
func readAround(t *testing.T, s *Spool, r mediation.Route) (texts []string, lost []*mediation.Damage) {
	t.Helper()
	for after := uint64(0); ; {
		ws, err := s.Read(t.Context(), r, after, 1)
		var d *mediation.Damage
		switch {
		case errors.As(err, &d):
			lost = append(lost, d)
			after = d.Last
			continue
		case err != nil:
			t.Fatal(err)
		case len(ws) == 0:
			s.Taken(r, after)
			return texts, lost
		}
		for _, w := range ws {
			texts = append(texts, string(w.Octets))
			after = w.Position
		}
	}
}

func five(t *testing.T, dir string, keys mediation.Keys) *Spool {
	s := mustOpen(t, dir, keys, Options{})
	for n, text := range []string{"one", "two", "three", "four", "five"} {
		spooltest.Append(t, s, spooltest.Batch(uint64(n+1), spooltest.Section(1, damageRoute, text, text+" again")))
	}
	return s
}

// blocks gives the files of a stream's messages.
func blocks(t *testing.T, dir, stream string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "nats", "jetstream", "*", "streams", stream, "msgs", "*.blk"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no block of stream %s: %v", stream, err)
	}
	return files
}

func TestOctetsThatChangedOnDiskAreNoticedCountedAndPassedOver(t *testing.T) {
	dir, keys := t.TempDir(), spooltest.NewKeys()
	s := five(t, dir, keys)
	if err := errors.Join(s.SaveState(t.Context(), []byte("after five")), s.Close()); err != nil {
		t.Fatal(err)
	}
	changeThird(t, dir)
	s = mustOpen(t, dir, keys, Options{})
	defer func() { s.Close() }()
	texts, lost := readAround(t, s, damageRoute)
	if len(lost) == 0 || strings.Join(texts, ",") == "one,one again,two,two again,three,three again,four,four again,five,five again" {
		t.Fatalf("read %q, %d losses", texts, len(lost))
	}
	if d := lost[0]; d.Stream != logStream || d.Sequence != 3 || d.First != 5 || d.Last != 6 || d.Route != damageRoute {
		t.Errorf("the third message is damaged; it says: %v", d)
	}
	if err := s.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	c := s.Counts()
	if c.Lost == 0 || c.Lost+c.Taken != 10 || c.Waiting != 0 {
		t.Errorf("%+v", c)
	}
	t.Logf("read %q; %v; %+v", texts, lost[0], c)
	if err := s.Destroy(t.Context(), spooltest.Task(1)); err != nil {
		t.Errorf("the task can't be destroyed after a loss: %v", err)
	}
	spooltest.Append(t, s, spooltest.Batch(6, spooltest.Section(1, damageRoute, "six")))
	ws, err := s.Read(t.Context(), damageRoute, 0, 1)
	if err != nil || len(ws) != 1 || ws[0].Position != 11 {
		t.Errorf("what comes after a loss: %d PDUs, %v", len(ws), err)
	}
}

// changeThird changes an octet in the middle of the third of five messages.
func changeThird(t *testing.T, dir string) {
	t.Helper()
	file := blocks(t, dir, logStream)[0]
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	at := -1
	for range 3 {
		at += 1 + bytes.Index(raw[at+1:], []byte(magic))
	}
	raw[at+batchHeadLen+60] ^= 1
	if err := os.WriteFile(file, raw, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestCountersThatCantBeKnownAreNotMadeUp(t *testing.T) {
	dir, keys := t.TempDir(), spooltest.NewKeys()
	if err := five(t, dir, keys).Close(); err != nil {
		t.Fatal(err)
	}
	changeThird(t, dir)
	s := mustOpen(t, dir, keys, Options{})
	defer s.Close()
	st, err := s.LoadState(t.Context())
	n := 0
	if err == nil {
		for _, err = range st.Deltas {
			n++
		}
	}
	if !errors.Is(err, ErrState) {
		t.Errorf("%d deltas, %v", n, err)
	}
}

func TestAStateWithoutItsFirstBatchesIsNotGiven(t *testing.T) {
	dir, keys := t.TempDir(), spooltest.NewKeys()
	s := five(t, dir, keys)
	if err := errors.Join(s.logs.drop(t.Context(), 3), s.Close()); err != nil {
		t.Fatal(err)
	}
	s = mustOpen(t, dir, keys, Options{})
	defer s.Close()
	if _, err := s.LoadState(t.Context()); !errors.Is(err, ErrState) {
		t.Errorf("%v", err)
	}
}

func TestAMessageOfAnotherFormIsSetAsideWithStreamAndSequence(t *testing.T) {
	for name, bad := range map[string][]byte{
		"nothing of ours": []byte("what is this"),
		"no octet":        {},
		"cut off":         appendHead(nil, kindBatch),
		"a newer version": {'w', 's', 'p', 'l', 2, kindBatch},
		"another kind":    appendHead(nil, kindState),
	} {
		t.Run(name, func(t *testing.T) {
			dir, keys := t.TempDir(), spooltest.NewKeys()
			s := five(t, dir, keys)
			if err := s.SaveState(t.Context(), nil); err != nil {
				t.Fatal(err)
			}
			if _, err := s.put(t.Context(), logStream, bad); err != nil {
				t.Fatal(err)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			s, err := Open(t.Context(), dir, keys, Options{})
			if name == "a newer version" {
				if !errors.Is(err, errVersion) {
					t.Errorf("opened by an older program: %v", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			if c := s.Counts(); c.Quarantined != 1 || c.Waiting != 10 {
				t.Errorf("%+v", c)
			}
			q, err := s.bus.js.Stream(t.Context(), quarantineStream)
			if err != nil {
				t.Fatal(err)
			}
			if m, err := q.GetMsg(t.Context(), 1); len(bad) > 0 && (err != nil || !strings.HasPrefix(string(m.Data), "log 6\n") || !bytes.HasSuffix(m.Data, bad)) {
				t.Errorf("set aside: %v", err)
			}
			if _, err := s.LoadState(t.Context()); !errors.Is(err, ErrState) {
				t.Errorf("what it said of the counters is not known, but: %v", err)
			}
		})
	}
}

func TestASectionThatWasTamperedWithIsNotDelivered(t *testing.T) {
	// Whoever can write the folder can mend JetStream's own checksum, so the message is changed before it is stored.
	other := spooltest.Route(2, mediation.HI3)
	for name, change := range map[string]func(m *message){
		"an octet":          func(m *message) { m.octets[m.sections[0].to-1] ^= 1 },
		"for another LEMF":  func(m *message) { appendRoute(m.octets[m.sections[0].from+8:][:0], other) },
		"as another PDU":    func(m *message) { m.octets[m.sections[0].from+32] += 7 },
		"as another task's": func(m *message) { copy(m.octets[m.sections[0].from:][:8], m.octets[m.sections[1].from:][:8]) },
	} {
		t.Run(name, func(t *testing.T) {
			dir, keys := t.TempDir(), spooltest.NewKeys()
			s := mustOpen(t, dir, keys, Options{})
			storeChanged(t, s, change)
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			s = mustOpen(t, dir, keys, Options{})
			defer s.Close()
			for _, r := range []mediation.Route{damageRoute, other} {
				texts, _ := readAround(t, s, r)
				for _, text := range texts {
					if text != "another task" {
						t.Errorf("delivered: %s", text)
					}
				}
			}
			if c := s.Counts(); c.Quarantined != 1 || c.Lost == 0 || c.Waiting != 0 {
				t.Errorf("%+v", c)
			}
			for _, x := range []byte{1, 2} {
				if l := s.Waits(spooltest.Task(x)); l.PDUs != 0 || l.Octets != 0 || !l.Oldest.IsZero() {
					t.Errorf("%d PDUs, %d octets of task %d still wait: the task can never be destroyed", l.PDUs, l.Octets, x)
				}
			}
		})
	}
}

// storeChanged stores a batch that was changed after it was sealed; this spool does not know of it.
func storeChanged(t *testing.T, s *Spool, change func(m *message)) {
	t.Helper()
	s.writing.Lock()
	defer s.writing.Unlock()
	b := spooltest.Batch(s.last+1, spooltest.Section(1, damageRoute, "changed"), spooltest.Section(2, damageRoute, "another task"))
	size, _ := check(b)
	var slots []*slot
	for _, c := range b.Sections {
		k, err := s.slotFor(t.Context(), c.Task)
		if err != nil {
			t.Fatal(err)
		}
		slots = append(slots, k)
	}
	w, err := s.make(b, slots, size)
	if err != nil {
		t.Fatal(err)
	}
	change(w.m)
	if _, err := s.put(t.Context(), logStream, w.m.octets); err != nil {
		t.Fatal(err)
	}
}

func TestADestroyedKeyOpensNothingEvenWithTheOldFolder(t *testing.T) {
	dir, keys := t.TempDir(), spooltest.NewKeys()
	s := five(t, dir, keys)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := keys.Destroy(t.Context(), spooltest.Task(1)); err != nil { // the folder is a copy from before
		t.Fatal(err)
	}
	s = mustOpen(t, dir, keys, Options{})
	defer s.Close()
	texts, lost := readAround(t, s, damageRoute)
	if len(texts) > 0 || len(lost) == 0 {
		t.Errorf("%d PDUs opened under a key that was destroyed", len(texts))
	}
}

func TestADrainedTasksWrappedKeyIsOverwritten(t *testing.T) {
	dir, keys := t.TempDir(), spooltest.NewKeys()
	s := five(t, dir, keys)
	id := s.tasks[spooltest.Task(1)].slot.id
	m, err := s.meta.js.GetLastMsgForSubject(t.Context(), fmt.Sprintf("%s%d", keySubject, id))
	if err != nil {
		t.Fatal(err)
	}
	onDisk := func() (found bool) {
		for _, file := range blocks(t, dir, metaStream) {
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			found = found || bytes.Contains(raw, m.Data[keyHeadLen:])
		}
		return found
	}
	if !onDisk() {
		t.Fatal("the wrapped key is not on disk while PDUs wait")
	}
	readAround(t, s, damageRoute)
	if err := errors.Join(s.Destroy(t.Context(), spooltest.Task(1)), s.Close()); err != nil {
		t.Fatal(err)
	}
	if onDisk() {
		t.Error("the wrapped key is still on disk")
	}
}

func TestAKeeperThatDoesNotAnswerLosesNothing(t *testing.T) {
	dir, keys := t.TempDir(), spooltest.NewKeys()
	if err := five(t, dir, keys).Close(); err != nil {
		t.Fatal(err)
	}
	s := mustOpen(t, dir, keys, Options{})
	defer s.Close()
	away := errors.New("the keeper is away")
	keys.Fail(away)
	if _, err := s.Read(t.Context(), damageRoute, 0, 1); !errors.Is(err, away) {
		t.Errorf("read: %v", err)
	}
	if _, err := s.Append(t.Context(), spooltest.Batch(6, spooltest.Section(9, damageRoute, "x"))); !errors.Is(err, away) {
		t.Errorf("append: %v", err)
	}
	keys.Fail(nil)
	spooltest.Append(t, s, spooltest.Batch(6, spooltest.Section(9, damageRoute, "x")))
	if texts, lost := readAround(t, s, damageRoute); len(texts) != 11 || len(lost) != 0 {
		t.Errorf("%d PDUs, %d losses", len(texts), len(lost))
	}
}

func TestASecondWriterIsKeptOut(t *testing.T) {
	dir := t.TempDir()
	s := mustOpen(t, dir, spooltest.NewKeys(), Options{})
	if _, err := Open(t.Context(), dir, spooltest.NewKeys(), Options{}); !errors.Is(err, ErrLocked) {
		t.Errorf("%v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the folder is %v, %v", info.Mode(), err)
	}
	s = mustOpen(t, dir, spooltest.NewKeys(), Options{})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestABatchThatTheDiskHadIsNotStoredTwice(t *testing.T) {
	dir, keys := t.TempDir(), spooltest.NewKeys()
	s := mustOpen(t, dir, keys, Options{})
	defer func() { s.Close() }()
	b := spooltest.Batch(1, spooltest.Section(1, damageRoute, "once"))
	for _, had := range []bool{true, false} { // whether the disk had it when the acknowledgement was lost
		b.Number = s.last + 1
		ctx, cancel := context.WithCancel(t.Context())
		if had {
			loseAcknowledgement(t, s, b)
		} else {
			if _, err := s.slotFor(t.Context(), b.Sections[0].Task); err != nil {
				t.Fatal(err)
			}
			s.bus.stop()
			if _, err := s.Append(ctx, b); err == nil {
				t.Fatal("appended without a server")
			}
		}
		cancel()
		if _, err := s.Append(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = mustOpen(t, dir, keys, Options{})
	if first, last, err := s.logs.bounds(t.Context()); err != nil || last-first+1 != 2 {
		t.Errorf("%d messages of two batches, %v", last-first+1, err)
	}
	texts, _ := readAround(t, s, damageRoute)
	if strings.Join(texts, ",") != "once,once" {
		t.Errorf("read %q of two batches", texts)
	}
	if c := s.Counts(); c.Found != 2 {
		t.Errorf("%+v", c)
	}
}

// loseAcknowledgement stores a batch and leaves the spool as if it did not know.
func loseAcknowledgement(t *testing.T, s *Spool, b mediation.Batch) {
	t.Helper()
	s.writing.Lock()
	defer s.writing.Unlock()
	k, err := s.slotFor(t.Context(), b.Sections[0].Task)
	if err != nil {
		t.Fatal(err)
	}
	size, _ := check(b)
	w, err := s.make(b, []*slot{k}, size)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.put(t.Context(), logStream, w.m.octets); err != nil {
		t.Fatal(err)
	}
	s.inDoubt = w
}
