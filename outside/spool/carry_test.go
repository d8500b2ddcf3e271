package spool

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"writ/intercept/mediation"
	"writ/intercept/mediation/spooltest"
)

// An outage appends batches for a LEMF that takes everything and one that takes nothing.
type outage struct {
	each, batches int // PDUs of the dead route in a batch
	options       Options
}

// run gives the most that the heap held in the second half, beyond what it held after the first tenth, and the most
// octets that the log held.
func (o outage) run(t *testing.T, s *Spool) (grown, log int64) {
	t.Helper()
	base := int64(0)
	pad := strings.Repeat(".", 240)
	for n := 1; n <= o.batches; n++ {
		texts := make([]string, o.each)
		for i := range texts {
			texts[i] = strconv.Itoa((n-1)*o.each+i+1) + pad
		}
		spooltest.Append(t, s, spooltest.Batch(uint64(n), spooltest.Section(1, readRouteID, "alive"), spooltest.Section(2, deadRouteID, texts...)))
		s.Taken(readRouteID, uint64(n))
		if n%50 == 0 {
			if err := errors.Join(s.SaveState(t.Context(), nil), s.Settle(t.Context())); err != nil {
				t.Fatal(err)
			}
			s.mu.Lock()
			log = max(log, s.logOctets)
			s.mu.Unlock()
		}
		if n == o.batches/10 {
			base = heap()
		}
		if n > o.batches/2 && n%(o.batches/20) == 0 {
			grown = max(grown, heap()-base)
		}
	}
	return grown, log
}

// blocksInMemory is what JetStream may hold at one moment and not at another: it reads whole blocks of 8 MiB and keeps
// them for a while.
const blocksInMemory = 32 << 20

func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

func TestAnOutageGrowsOnDiskAndNotInMemory(t *testing.T) {
	outlast(t, outage{each: 100, batches: 2000, options: Options{Log: 4 << 20, Cache: 1 << 20}}, blocksInMemory)
}

func TestSoakAnOutageOfThreePointSixMillionPDUsGrowsOnDiskAndNotInMemory(t *testing.T) {
	if os.Getenv("WRIT_SOAK") == "" {
		t.Skip("set WRIT_SOAK for the long run")
	}
	outlast(t, outage{each: 100, batches: 36_000}, blocksInMemory)
}

// outlast wants the heap to grow by no more than so many octets, and everything to be there afterwards, also for a
// spool that is opened anew.
func outlast(t *testing.T, o outage, most int64) {
	dir, keys := t.TempDir(), spooltest.NewKeys()
	s := mustOpen(t, dir, keys, o.options)
	grown, log := o.run(t, s)
	c := s.Counts()
	t.Logf("%d PDUs wait on %d MiB of disk; the heap grew by %d KiB; the log held %d KiB at most", c.Waiting, c.Octets>>20, grown>>10, log>>10)
	if grown > most {
		t.Errorf("the heap grew by %d octets", grown)
	}
	if limit := s.options.Log + 50*int64(o.each)*400; log > limit {
		t.Errorf("the log held %d octets, more than %d: a dead route keeps batches that are over", log, limit)
	}
	total := uint64(o.each * o.batches)
	if c.Waiting != int64(total) || s.Waits(spooltest.Task(1)).PDUs != 0 || s.Waits(spooltest.Task(2)).PDUs != int64(total) {
		t.Fatalf("%+v", c)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = mustOpen(t, dir, keys, o.options)
	defer func() { s.Close() }()
	if c := s.Counts(); c.Found != int64(total) {
		t.Errorf("after a new start: %+v", c)
	}
	first, last := checkPositions(t, s, deadRouteID)
	if first != 1 || last != total {
		t.Fatalf("positions %d to %d wait", first, last)
	}
	s.Taken(deadRouteID, total)
	if err := s.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	if c := s.Counts(); c.Waiting != 0 || c.Lost != 0 || c.Octets > 64<<10 {
		t.Errorf("after all was taken: %+v", c)
	}
	if err := s.Destroy(t.Context(), spooltest.Task(2)); err != nil {
		t.Error(err)
	}
}

func TestWhatWasCarriedOverButNotYetDeletedIsReadOnce(t *testing.T) {
	dir, keys := t.TempDir(), spooltest.NewKeys()
	s := mustOpen(t, dir, keys, Options{Log: 1, Cache: 1})
	for n := range uint64(10) {
		spooltest.Append(t, s, spooltest.Batch(n+1, spooltest.Section(1, damageRoute, fmt.Sprint("a", n)), spooltest.Section(2, damageRoute, fmt.Sprint("b", n))))
	}
	// Carried over, and no snapshot: the batches stay. Then the process ends without another word.
	if carried, err := s.carry(t.Context()); err != nil || !carried {
		t.Fatalf("%v, %v", carried, err)
	}
	s.writing.Lock()
	s.closed = true
	err := s.shut()
	s.writing.Unlock()
	if err != nil {
		t.Fatal(err)
	}
	s = mustOpen(t, dir, keys, Options{})
	defer s.Close()
	texts, lost := readAround(t, s, damageRoute)
	if len(texts) != 20 || len(lost) != 0 || texts[0] != "a0" || texts[19] != "b9" {
		t.Errorf("%q", texts)
	}
	if c := s.Counts(); c.Found != 20 || c.Waiting != 0 {
		t.Errorf("%+v", c)
	}
	st, err := s.LoadState(t.Context())
	if err != nil || st.Last != 10 {
		t.Errorf("%d, %v", st.Last, err)
	}
}

func TestALostPDUThatIsCarriedOverStaysLost(t *testing.T) {
	dir, keys := t.TempDir(), spooltest.NewKeys()
	s := five(t, dir, keys)
	if err := errors.Join(s.SaveState(t.Context(), nil), s.Close()); err != nil {
		t.Fatal(err)
	}
	changeThird(t, dir)
	s = mustOpen(t, dir, keys, Options{Log: 1, Cache: 1})
	defer s.Close()
	if err := s.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(s.log) > 1 {
		t.Errorf("%d batches are still held", len(s.log))
	}
	texts, lost := readAround(t, s, damageRoute)
	if len(texts) != 8 || len(lost) != 1 || lost[0].First != 5 || lost[0].Last != 6 {
		t.Errorf("%q, %d losses", texts, len(lost))
	}
}

func TestTheWholeSpoolHasALimit(t *testing.T) {
	dir, keys := t.TempDir(), spooltest.NewKeys()
	s := mustOpen(t, dir, keys, Options{Octets: 1000})
	defer s.Close()
	b := spooltest.Batch(1, spooltest.Section(1, damageRoute, strings.Repeat("x", 500)))
	spooltest.Append(t, s, b)
	b.Number = 2
	if _, err := s.Append(t.Context(), b); !errors.Is(err, mediation.ErrFull) {
		t.Fatalf("%v", err)
	}
	s.Taken(damageRoute, 1)
	if err := errors.Join(s.SaveState(t.Context(), nil), s.Settle(t.Context())); err != nil {
		t.Fatal(err)
	}
	spooltest.Append(t, s, b)
	b.Number, b.Delta = 3, make([]byte, MaxBatch)
	if _, err := s.Append(t.Context(), b); !errors.Is(err, mediation.ErrTooLarge) {
		t.Errorf("%v", err)
	}
	if err := s.SaveState(t.Context(), make([]byte, maxMessage)); !errors.Is(err, mediation.ErrTooLarge) {
		t.Errorf("%v", err)
	}
}
