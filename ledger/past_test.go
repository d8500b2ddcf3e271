package ledger_test

import (
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"writ/ledger"
)

// model is what a log must answer, kept whole in memory.
type model []ledger.Entry

func (m model) ofCase(c string) (out []ledger.Entry) {
	for _, e := range m {
		if c != "" && e.Case == c || e.Case == "" && (e.Kind == "enrol" || e.Kind == "policy") {
			out = append(out, e)
		}
	}
	return out
}

func (m model) keys(prefix string) (out []string) {
	for _, e := range m {
		if strings.HasPrefix(e.Key, prefix) {
			out = append(out, e.Key)
		}
	}
	return out
}

func same(a, b ledger.Entry) bool {
	return a.V == b.V && a.Key == b.Key && a.Kind == b.Kind && a.Case == b.Case && a.At.Equal(b.At) && string(a.Body) == string(b.Body)
}

// mustAnswer compares a log with the model in everything that it answers.
func (m model) mustAnswer(t testing.TB, l *ledger.Log) {
	t.Helper()
	for i := len(m) - 1; i >= 0; i -= 7 {
		e := m[i]
		r, ok := l.Find(e.Key)
		if !ok || r.Index() != int64(i) || !same(r.Entry(), e) {
			t.Fatalf("entry %d of %d is not found as it was written", i, len(m))
		}
	}
	if _, ok := l.Find("nobody's"); ok {
		t.Fatal("a key that nobody wrote is found")
	}
	for _, c := range []string{"", "A", "B", "C", "D"} {
		if got, want := l.OfCase(c), m.ofCase(c); !slices.EqualFunc(got, want, same) {
			t.Fatalf("of case %q it tells %d entries, written were %d", c, len(got), len(want))
		}
	}
	for _, p := range []string{"", "permit/", "permit/A/", "outcome/B/1", "nothing/", "per"} {
		if got, want := l.Keys(p), m.keys(p); !slices.Equal(got, want) {
			t.Fatalf("under %q it has %d keys, written were %d", p, len(got), len(want))
		}
	}
}

func TestALogAnswersAlikeFromMemoryAndFromWhatItPublished(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	rnd := rand.New(rand.NewPCG(seed, 1))
	for range 20 {
		st := ledger.NewMemory()
		l := mustOpen(t, st)
		var m model
		for range 1 + rnd.IntN(3) {
			for range []int{0, 3, 255, 256, 300}[rnd.IntN(5)] {
				e := anyEntry(rnd, len(m))
				mustAppend(t, l, e)
				m = append(m, e)
			}
			m.mustAnswer(t, l)
			if rnd.IntN(2) == 0 {
				if err := l.Close(); err != nil {
					t.Fatal(err)
				}
			}
			l = mustOpen(t, st) // after a crash, where it was not closed
			m.mustAnswer(t, l)
		}
		m.mustBeProved(t, l)
	}
}

func anyEntry(rnd *rand.Rand, n int) ledger.Entry {
	c := []string{"A", "B", "C", ""}[rnd.IntN(4)]
	kind := []string{"permit", "outcome", "enrol", "policy", "note"}[rnd.IntN(5)]
	return entry(fmt.Sprintf("%s/%s/%d", kind, c, n), kind, c, fmt.Sprintf(`{"n":%d}`, n), time.Duration(n)*time.Second)
}

func (m model) mustBeProved(t *testing.T, l *ledger.Log) {
	t.Helper()
	for i := 0; i < len(m); i += 37 {
		p, err := l.Prove(int64(i))
		if err != nil {
			t.Fatal(err)
		}
		if e, err := p.Verify(l.VerificationKey()); err != nil || !same(e, m[i]) {
			t.Fatalf("entry %d is not proved (%v)", i, err)
		}
	}
}

// A shifty store gives back other published files, and other frames, than it took.
type shifty struct {
	*ledger.Memory
	get    func(name string, b []byte) ([]byte, error)
	frames func(f ledger.Frame) ledger.Frame
	put    error
}

func (s *shifty) Get(name string) ([]byte, error) {
	b, err := s.Memory.Get(name)
	if err != nil || s.get == nil {
		return b, err
	}
	return s.get(name, b)
}

func (s *shifty) Frames() iter.Seq2[ledger.Frame, error] {
	return func(yield func(ledger.Frame, error) bool) {
		for f, err := range s.Memory.Frames() {
			if s.frames != nil {
				f = s.frames(f)
			}
			if !yield(f, err) {
				return
			}
		}
	}
}

func (s *shifty) Put(name string, b []byte) error {
	if s.put != nil && name != ledger.KeyFile {
		return s.put
	}
	return s.Memory.Put(name, b)
}

func bundlesOnly(change func([]byte) ([]byte, error)) func(string, []byte) ([]byte, error) {
	return func(name string, b []byte) ([]byte, error) {
		if !strings.HasPrefix(name, "tile/entries/") {
			return b, nil
		}
		return change(b)
	}
}

func changed(b []byte) ([]byte, error) {
	b[len(b)/2] ^= 1
	for i := 20; i < len(b); i += 150 { // in every entry
		b[i] ^= 1
	}
	return b, nil
}

var spoilt = map[string]func([]byte) ([]byte, error){
	"changed": changed,
	"cut":     func(b []byte) ([]byte, error) { return b[:len(b)/2], nil },
	"empty":   func([]byte) ([]byte, error) { return nil, nil },
	"gone":    func([]byte) ([]byte, error) { return nil, errors.New("input/output error") },
}

func TestWhereABundleIsSpoiltTheJournalTells(t *testing.T) {
	for name, change := range spoilt {
		st := &shifty{Memory: ledger.NewMemory()}
		l := filled(t, st, 700)
		st.get = bundlesOnly(change)
		if got := l.OfCase("A"); len(got) != 700 {
			t.Errorf("a bundle is %s: it tells %d entries of 700", name, len(got))
		}
		mustAppend(t, l, entry("after", "note", "A", "{}", time.Hour))
	}
}

func TestWhereNeitherBundleNorJournalTellsNothingIsToldAndNothingTaken(t *testing.T) {
	for name, change := range spoilt {
		st := &shifty{Memory: ledger.NewMemory()}
		l := filled(t, st, 700)
		st.get = bundlesOnly(change)
		st.frames = func(f ledger.Frame) ledger.Frame {
			f.Entry = append([]byte(nil), f.Entry...)
			f.Entry[len(f.Entry)-2] ^= 1
			return f
		}
		if got := l.OfCase("A"); got != nil {
			t.Errorf("a bundle is %s and the journal changed: it tells %d entries", name, len(got))
		}
		if _, ok := l.Find("k/5"); ok {
			t.Errorf("a bundle is %s and the journal changed: an entry is found", name)
		}
		if _, err := l.Append(entry("after", "note", "A", "{}", time.Hour)); !errors.Is(err, ledger.ErrClosed) || !errors.Is(err, ledger.ErrBroken) {
			t.Errorf("a bundle is %s and the journal changed, and it takes more: %v", name, err)
		}
	}
}

func TestWhatCantBePublishedStaysInMemory(t *testing.T) {
	st := &shifty{Memory: ledger.NewMemory(), put: errors.New("the disk is full")}
	l := filled(t, st, 700)
	st.frames = func(ledger.Frame) ledger.Frame { t.Error("it was read back from the journal"); return ledger.Frame{} }
	if got := l.OfCase("A"); len(got) != 700 {
		t.Errorf("it tells %d entries of 700", len(got))
	}
	st.put, st.frames = nil, nil
	if err := l.Publish(); err != nil {
		t.Fatal(err)
	}
	if got := l.OfCase("A"); len(got) != 700 {
		t.Errorf("published later, it tells %d entries of 700", len(got))
	}
}

// silent keeps nothing: what grows is the log's own.
type silent struct{ ledger.Memory }

func (*silent) Append(ledger.Frame) error       { return nil }
func (*silent) Put(string, []byte) error        { return nil }
func (*silent) Get(name string) ([]byte, error) { return ledger.NewMemory().Get(name) }
func (*silent) Frames() iter.Seq2[ledger.Frame, error] {
	return func(func(ledger.Frame, error) bool) {}
}

func TestMemoryHoldsIndexesAndNotEntries(t *testing.T) {
	l := mustOpen(t, &silent{})
	body := fmt.Sprintf(`{"text":"%s"}`, strings.Repeat("x", 600))
	add := func(from, to int) {
		for i := from; i < to; i++ {
			mustAppend(t, l, entry(fmt.Sprintf("permit/0123456789abcdef%06d/1/lookup/1", i), "permit", fmt.Sprintf("0123456789abcdef%06d", i/10), body, time.Duration(i)*time.Second))
		}
	}
	add(0, 2000)
	before := heap()
	const n = 8000
	add(2000, 2000+n)
	each := float64(heap()-before) / n
	t.Logf("%.0f octets an entry", each)
	if each > 120 {
		t.Errorf("an entry of 800 octets costs %.0f in memory", each)
	}
	runtime.KeepAlive(l)
}

func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
