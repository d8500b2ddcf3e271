package ledger_test

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"writ/ledger"
)

const origin = "ledger.example/tenant"

var start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func testKey(n byte) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{n}, ed25519.SeedSize))
}

func vkeyOf(n byte) string {
	return ledger.VerificationKey(testKey(n).Public().(ed25519.PublicKey), origin)
}

func mustOpen(t testing.TB, st ledger.Store) *ledger.Log {
	t.Helper()
	l, err := ledger.Open(st, testKey(1), origin)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func entry(key, kind, caseID, body string, after time.Duration) ledger.Entry {
	return ledger.Entry{V: 1, Key: key, Kind: kind, Case: caseID, At: start.Add(after), Body: []byte(body)}
}

func mustAppend(t testing.TB, l *ledger.Log, e ledger.Entry) ledger.Receipt {
	t.Helper()
	r, err := l.Append(e)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// filled gives a log of n entries "k/0"… of case A, a second apart.
func filled(t testing.TB, st ledger.Store, n int) *ledger.Log {
	t.Helper()
	l := mustOpen(t, st)
	for i := range n {
		mustAppend(t, l, entry(fmt.Sprintf("k/%d", i), "note", "A", fmt.Sprintf(`{"i":%d}`, i), time.Duration(i)*time.Second))
	}
	return l
}

func TestAnEntryIsFoundAgainAfterOpening(t *testing.T) {
	st := ledger.NewMemory()
	l := mustOpen(t, st)
	want := mustAppend(t, l, entry("decided/A/1", "decided", "A", `{"digest":"00"}`, 0))
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	again := mustOpen(t, st)
	got, ok := again.Find("decided/A/1")
	if !ok || got.Index() != want.Index() || got.Log() != want.Log() || !bytes.Equal(got.Entry().Body, want.Entry().Body) {
		t.Errorf("found %+v, wanted %+v", got.Entry(), want.Entry())
	}
	if string(again.Head().Note) != string(l.Head().Note) {
		t.Error("the head changed by being opened again")
	}
	if _, ok := again.Find("decided/A/2"); ok {
		t.Error("found what was never written")
	}
}

func TestAKeyIsAppendedOnce(t *testing.T) {
	st := ledger.NewMemory()
	l := mustOpen(t, st)
	mustAppend(t, l, entry("permit/A/lookup/1", "permit", "A", "", 0))
	for name, log := range map[string]*ledger.Log{"at once": l, "after opening again": mustOpen(t, st)} {
		if _, err := log.Append(entry("permit/A/lookup/1", "permit", "A", "", time.Hour)); !errors.Is(err, ledger.ErrExists) {
			t.Errorf("%s: %v, wanted ErrExists", name, err)
		}
		if log.Head().Size != 1 {
			t.Errorf("%s: %d entries", name, log.Head().Size)
		}
	}
}

func TestTheClockNeverRunsBack(t *testing.T) {
	st := ledger.NewMemory()
	l := mustOpen(t, st)
	mustAppend(t, l, entry("a", "note", "", "", time.Hour))
	for name, log := range map[string]*ledger.Log{"at once": l, "after opening again": mustOpen(t, st)} {
		if _, err := log.Append(entry("b", "note", "", "", time.Hour-1)); !errors.Is(err, ledger.ErrClock) {
			t.Errorf("%s, a nanosecond before the head: %v, wanted ErrClock", name, err)
		}
	}
	mustAppend(t, l, entry("c", "note", "", "", time.Hour)) // the same instant is no step back
}

func TestOfACaseEverythingIsTold(t *testing.T) {
	st := ledger.NewMemory()
	l := mustOpen(t, st)
	for i, e := range []ledger.Entry{
		entry("1", "enrol", "", "", 0), entry("2", "registered", "A", "", 0), entry("3", "registered", "B", "", 0),
		entry("4", "revoke", "", "", 0), entry("5", "note", "", "", 0), entry("6", "withdraw", "A", "", 0),
		entry("7", "policy", "", "", 0), entry("8", "rotate", "", "", 0), entry("9", "ceiling", "", "", 0),
		entry("10", "enrol", "B", "", 0),
	} {
		e.At = e.At.Add(time.Duration(i) * time.Second)
		mustAppend(t, l, e)
	}
	for name, log := range map[string]*ledger.Log{"at once": l, "after opening again": mustOpen(t, st)} {
		for c, want := range map[string][]string{
			"A": {"1", "2", "4", "6", "7", "8", "9"},
			"B": {"1", "3", "4", "7", "8", "9", "10"},
			"C": {"1", "4", "7", "8", "9"},
			"":  {"1", "4", "7", "8", "9"},
		} {
			var got []string
			for _, e := range log.OfCase(c) {
				got = append(got, e.Key)
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s: case %q: %v, wanted %v", name, c, got, want)
			}
		}
	}
}

func TestKeysComeInTheOrderOfTheirEntries(t *testing.T) {
	l := mustOpen(t, ledger.NewMemory())
	for _, k := range []string{"permit/A/2", "outcome/A", "permit/A/10", "permit/B/1"} {
		mustAppend(t, l, entry(k, "note", "", "", 0))
	}
	if got := l.Keys("permit/A/"); !slices.Equal(got, []string{"permit/A/2", "permit/A/10"}) {
		t.Errorf("%v", got)
	}
	if got := l.Keys(""); len(got) != 4 {
		t.Errorf("%v", got)
	}
}

func TestWhatTheLogGivesIsACopy(t *testing.T) {
	l := mustOpen(t, ledger.NewMemory())
	mine := entry("k", "note", "A", `{"a":1}`, 0)
	r := mustAppend(t, l, mine)
	proof, err := l.Prove(0)
	if err != nil {
		t.Fatal(err)
	}
	clear(mine.Body)
	clear(r.Entry().Body)
	clear(l.OfCase("A")[0].Body)
	clear(l.Head().Note)
	clear(proof.Checkpoint)
	clear(proof.Entry)
	if got, _ := l.Find("k"); string(got.Entry().Body) != `{"a":1}` {
		t.Errorf("the entry was changed from outside: %q", got.Entry().Body)
	}
	again, err := l.Prove(0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := again.Verify(l.VerificationKey()); err != nil {
		t.Error(err)
	}
}

func TestANilOrZeroLogRefusesToWork(t *testing.T) {
	for name, l := range map[string]*ledger.Log{"nil": nil, "zero": {}} {
		if _, err := l.Append(entry("k", "note", "", "", 0)); !errors.Is(err, ledger.ErrClosed) {
			t.Errorf("%s: append: %v", name, err)
		}
		if _, err := l.Prove(0); !errors.Is(err, ledger.ErrClosed) {
			t.Errorf("%s: prove: %v", name, err)
		}
		if err := l.Publish(); !errors.Is(err, ledger.ErrClosed) {
			t.Errorf("%s: publish: %v", name, err)
		}
		if _, ok := l.Find("k"); ok || l.ID() != (ledger.ID{}) || l.OfCase("") != nil || l.Keys("") != nil ||
			l.Head().Note != nil || l.VerificationKey() != "" || l.Close() != nil {
			t.Errorf("%s: gives something", name)
		}
	}
	var r ledger.Receipt
	if !r.Zero() || r.Index() != -1 || r.Log() != (ledger.ID{}) || r.Entry().Key != "" {
		t.Error("the zero receipt says something")
	}
}

func TestALogBelongsToItsKeyAndOrigin(t *testing.T) {
	st := ledger.NewMemory()
	l := filled(t, st, 2)
	for name, open := range map[string]func() (*ledger.Log, error){
		"another key":    func() (*ledger.Log, error) { return ledger.Open(st, testKey(2), origin) },
		"another origin": func() (*ledger.Log, error) { return ledger.Open(st, testKey(1), origin+"2") },
	} {
		if _, err := open(); !errors.Is(err, ledger.ErrBroken) {
			t.Errorf("%s: %v, wanted ErrBroken", name, err)
		}
	}
	begun := ledger.NewMemory() // killed between its key and its first entry
	if err := begun.Put(ledger.KeyFile, []byte(vkeyOf(2)+"\n")); err != nil {
		t.Fatal(err)
	}
	if _, err := ledger.Open(begun, testKey(1), origin); !errors.Is(err, ledger.ErrBroken) {
		t.Errorf("another key stands beside the empty log: %v, wanted ErrBroken", err)
	}
	for name, o := range map[string]string{"an empty origin": "", "a space": "a b", "a plus": "a+b"} {
		if _, err := ledger.Open(ledger.NewMemory(), testKey(1), o); !errors.Is(err, ledger.ErrKey) {
			t.Errorf("%s: %v, wanted ErrKey", name, err)
		}
	}
	if _, err := ledger.Open(ledger.NewMemory(), nil, origin); !errors.Is(err, ledger.ErrKey) {
		t.Errorf("no key: %v", err)
	}
	if _, err := ledger.Open(nil, testKey(1), origin); !errors.Is(err, ledger.ErrClosed) {
		t.Errorf("no store: %v", err)
	}
	if l.ID() != ledger.IDOf(vkeyOf(1)) || l.ID() == ledger.IDOf(vkeyOf(2)) {
		t.Error("the name of the log is not that of its key")
	}
}

func TestManyMayAppendAndReadAtOnce(t *testing.T) {
	st := ledger.NewMemory()
	l := mustOpen(t, st)
	var all sync.WaitGroup
	won := make([]int, 50)
	var mu sync.Mutex
	for g := range 8 {
		all.Go(func() {
			for i := range won {
				_, err := l.Append(entry(fmt.Sprintf("k/%d", i), "note", "A", fmt.Sprintf(`{"g":%d}`, g), 0))
				if err == nil {
					mu.Lock()
					won[i]++
					mu.Unlock()
				} else if !errors.Is(err, ledger.ErrExists) {
					t.Error(err)
				}
				h := l.Head()
				if p, err := l.Prove(h.Size - 1); err != nil {
					t.Error(err)
				} else if _, err := p.Verify(l.VerificationKey()); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	for i, n := range won {
		if n != 1 {
			t.Errorf("key %d was appended %d times", i, n)
		}
	}
	if got := mustOpen(t, st).Head(); got.Size != int64(len(won)) {
		t.Errorf("%d entries after opening again", got.Size)
	}
}

func TestAClosedLogTakesNothingButCanBeRead(t *testing.T) {
	l := filled(t, ledger.NewMemory(), 3)
	if err := errors.Join(l.Close(), l.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Append(entry("x", "note", "", "", time.Hour)); !errors.Is(err, ledger.ErrClosed) {
		t.Errorf("append: %v, wanted ErrClosed", err)
	}
	if _, ok := l.Find("k/2"); !ok || l.Head().Size != 3 {
		t.Error("what it holds can't be read")
	}
}

// failing is a store whose next Append answers with err, after it kept the frame or not.
type failing struct {
	*ledger.Memory
	keep bool
	err  error
}

func (f *failing) Append(fr ledger.Frame) error {
	if f.err == nil {
		return f.Memory.Append(fr)
	}
	if f.keep {
		if err := f.Memory.Append(fr); err != nil {
			return err
		}
	}
	return f.err
}

func TestAfterAFailedWriteTheLogMustBeOpenedAgain(t *testing.T) {
	full := errors.New("no space left")
	for _, tc := range []struct {
		name     string
		keep     bool
		err      error
		goesOn   bool
		kept     int64
		andFound bool
	}{
		{"the store promises that nothing stayed", false, fmt.Errorf("%w: %w", full, ledger.ErrUnkept), true, 1, false},
		{"nobody knows, and it is not there", false, full, false, 1, false},
		{"nobody knows, and it is there", true, full, false, 2, true},
	} {
		st := &failing{Memory: ledger.NewMemory()}
		l := filled(t, st, 1)
		st.keep, st.err = tc.keep, tc.err
		if _, err := l.Append(entry("x", "note", "", "", time.Hour)); !errors.Is(err, full) {
			t.Errorf("%s: %v", tc.name, err)
		}
		if _, ok := l.Find("x"); ok {
			t.Errorf("%s: an entry that was never acknowledged is shown", tc.name)
		}
		st.err = nil
		_, err := l.Append(entry("y", "note", "", "", time.Hour))
		if goesOn := err == nil; goesOn != tc.goesOn || err != nil && !errors.Is(err, ledger.ErrClosed) {
			t.Errorf("%s: the next append: %v", tc.name, err)
		}
		if tc.goesOn {
			tc.kept++
		}
		again := mustOpen(t, st)
		if _, ok := again.Find("x"); ok != tc.andFound || again.Head().Size != tc.kept {
			t.Errorf("%s: opened again, %d entries, found %v", tc.name, again.Head().Size, ok)
		}
	}
}
