package soak

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"writ/casefile"
	"writ/e2e/house"
	"writ/outside/tiles"
	"writ/role/keeper"
)

const (
	every    = 50 * time.Millisecond // a demand comes in
	answered = 40                    // one of so many is carried to its end
	most     = 1.10                  // memory of the last minute, as a multiple of the second's
)

func TestADemandEvery50MillisecondsIsKept(t *testing.T) {
	r := run(t, 20*time.Second, 2*time.Second)
	t.Logf("units of 2 seconds:\n%s", table(r))
}

func TestSoakADemandEvery50MillisecondsForTenMinutesIsKeptAndMemoryDoesNotGrow(t *testing.T) {
	if os.Getenv("WRIT_SOAK") == "" {
		t.Skip("set WRIT_SOAK for the long run")
	}
	r := run(t, 10*time.Minute, time.Minute)
	if len(r) < 10 {
		t.FailNow()
	}
	second, last := r[1], r[9]
	ratio := float64(last.resident) / float64(second.resident)
	t.Logf("\n%smemory of the last minute: %.3f × the second's (heap alone: %.3f ×)", table(r), ratio, float64(last.heap)/float64(second.heap))
	if ratio > most {
		t.Errorf("memory grew to %.3f times that of the second minute, at most %.2f is allowed", ratio, most)
	}
}

// A flow is a run of demands.
type flow struct {
	t      *testing.T
	h      *house.House
	k      *keeper.Keeper
	start  time.Time
	ids    *os.File     // of the cases, a line a demand: on disk, so that the test's own memory doesn't grow
	n      int          // how many are there
	carry  chan carried // demands to carry to their end
	closed int
	late   time.Duration
}

// carried is a demand, by its number, and its case.
type carried struct {
	n  int
	id string
}

// run lets demands come in for a time, checks that none is lost, and gives what memory did, by units of time.
func run(t *testing.T, length, unit time.Duration) []minute {
	ctx := context.Background()
	dir := t.TempDir()
	h, err := house.Found(ctx, dir, "../../role/demo/data")
	if err != nil {
		t.Fatal(err)
	}
	k, err := h.Open(ctx)
	if err != nil {
		t.Fatal(err)
	}
	ids, err := os.Create(filepath.Join(t.TempDir(), "acknowledged"))
	if err != nil {
		t.Fatal(err)
	}
	defer ids.Close()
	f := &flow{t: t, h: h, k: k, start: time.Now(), ids: ids, carry: make(chan carried, 8)}
	var others sync.WaitGroup
	others.Go(func() { f.answer(ctx) })
	samples := f.bring(ctx, length, unit)
	close(f.carry)
	others.Wait()
	f.noneLost(ctx)
	if err := k.Close(); err != nil {
		t.Error(err)
	}
	f.intact()
	t.Logf("%d demands, each read twice, %d of them carried to their end; at most %v behind", f.n, f.closed, f.late)
	return minutes(samples, unit)
}

// bring registers a demand at each tick and has it read by two people. Each has its own moment, so that a slow one makes
// the next late and none is left out.
func (f *flow) bring(ctx context.Context, length, unit time.Duration) (out []sample) {
	watch := time.NewTicker(unit / 12)
	defer watch.Stop()
	for n := 0; time.Duration(n)*every < length && !f.t.Failed(); n++ {
		due := f.start.Add(time.Duration(n) * every)
		f.late = max(f.late, time.Since(due))
		time.Sleep(time.Until(due))
		f.one(ctx, n)
		select {
		case <-watch.C:
			out = append(out, takeSample(time.Duration(n)*every, n+1))
		default:
		}
	}
	return out
}

func (f *flow) one(ctx context.Context, n int) {
	d := house.Subpoena(n)
	c, err := f.h.Bring(ctx, f.k, d)
	if err == nil {
		f.n++
		if _, err := fmt.Fprintln(f.ids, c.ID); err != nil {
			f.t.Fatal(err)
		}
		err = f.h.CarryTo(ctx, f.k, c.ID, d, house.Verify)
	}
	if err != nil {
		f.t.Errorf("demand %d: %v", n, err)
		return
	}
	if n%answered == 0 {
		select {
		case f.carry <- carried{n, c.ID}:
		default: // the other is busy: this demand waits for its people
		}
	}
}

// answer carries demands to their end beside those that come in.
func (f *flow) answer(ctx context.Context) {
	for c := range f.carry {
		if err := f.h.CarryTo(ctx, f.k, c.id, house.Subpoena(c.n), ""); err != nil {
			f.t.Errorf("demand %d: %v", c.n, err)
			continue
		}
		f.closed++
	}
}

// noneLost: each demand that was acknowledged is a case, and the ledger has it; case and ledger agree.
func (f *flow) noneLost(ctx context.Context) {
	acknowledged, err := os.ReadFile(f.ids.Name())
	if err != nil {
		f.t.Fatal(err)
	}
	ids := strings.Fields(string(acknowledged))
	all, err := f.k.List(ctx)
	if err != nil || len(all) != len(ids) || len(ids) != f.n {
		f.t.Fatalf("%d demands were acknowledged, %d cases are there (%v)", f.n, len(all), err)
	}
	ended := 0
	for n, s := range all {
		if s.ID != ids[n] || len(f.k.Ledger().OfCase(s.ID)) < 4 { // the policy, the registration, two readings
			f.t.Errorf("demand %d is lost", n)
		}
		if s.State == casefile.Closed {
			ended++
		}
	}
	if ended != f.closed || ended == 0 {
		f.t.Errorf("%d cases were carried to their end, %d stand there", f.closed, ended)
	}
	if found, err := f.k.Audit(ctx); err != nil || len(found) > 0 {
		f.t.Errorf("%d cases are not what the ledger says (%v)", len(found), err)
	}
	files, err := filepath.Glob(filepath.Join(f.h.Delivery(), "*.lap"))
	if err != nil || len(files) != f.closed {
		f.t.Errorf("%d packages lie in the delivery folder (%v)", len(files), err)
	}
}

func (f *flow) intact() {
	report, err := tiles.Verify(f.h.Path("ledger"), "", nil)
	if err != nil {
		f.t.Fatal(err)
	}
	if b := report.Broken(); b != nil {
		f.t.Errorf("the ledger: %s: %s", b.Name, b.Detail)
	}
}
