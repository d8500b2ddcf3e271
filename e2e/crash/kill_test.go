package crash

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"writ/e2e/house"
	"writ/role/keeper"
	"writ/scope"
)

func TestKilledAtAnyMomentNothingIsLostAndNothingHalfDisclosed(t *testing.T) {
	killAgainAndAgain(t, 25)
}

func TestSoakKilledAtAThousandMomentsNothingIsLostAndNothingHalfDisclosed(t *testing.T) {
	if os.Getenv("WRIT_SOAK") == "" {
		t.Skip("set WRIT_SOAK for the long run")
	}
	n := killAgainAndAgain(t, 1000)
	for _, step := range steps {
		if n[step] == 0 {
			t.Errorf("no kill fell into the step %q", step)
		}
	}
}

// steps are those into which at least one kill of the long run must fall.
var steps = []string{opening, string(house.Register), string(house.FirstRead), string(house.SecondRead), string(house.Verify), string(house.Approve),
	string(house.ApproveAgain), string(house.DryRun), lookingUp, assembling, sealing, string(house.Deliver), string(house.Letter), string(house.Close)}

// A life is a copy of a house, from its first child to the end of its cases.
type life struct {
	*house.House
	t        testing.TB
	demands  []keeper.Demand
	packages int         // how many of them end in one
	rows     int         // how many it holds
	heard    map[int]int // by demand: how long its history is at least
	seen     [][]byte    // checkpoints
}

// killAgainAndAgain kills children at moments uniform over a child's run, and counts the kills by step. Half of the
// killed go on in another child, which is killed as well; the rest are carried to the end and looked at.
func killAgainAndAgain(t *testing.T, kills int) map[string]int {
	template := template(t)
	seed := uint64(time.Now().UnixNano())
	b := &butcher{t: t, template: template, length: measure(t, template), rnd: rand.New(rand.NewPCG(seed, 1)), left: kills, counts: map[string]int{}}
	t.Logf("a child's run takes %v; seed %d", b.length, seed)
	var all sync.WaitGroup
	for range runtime.NumCPU() {
		all.Go(func() {
			for !t.Failed() && b.life() {
			}
		})
	}
	all.Wait()
	t.Logf("%d kills in %d lives:\n%s", kills, b.lives, histogram(b.counts))
	return b.counts
}

// A butcher kills until no kill is left to do.
type butcher struct {
	t        testing.TB
	template *house.House
	length   time.Duration // of a child's run

	mu     sync.Mutex // guards what follows
	rnd    *rand.Rand
	left   int
	lives  int
	counts map[string]int
}

// draw gives the next moment to kill at, and whether the life goes on in another child after it.
func (b *butcher) draw() (at time.Duration, again bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return time.Duration(b.rnd.Int64N(int64(b.length))), b.rnd.IntN(2) == 0
}

// count says whether another kill is wanted.
func (b *butcher) count(step string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.left > 0 {
		b.left--
		b.counts[step]++
	}
	return b.left > 0
}

// life lives one house from its first child to the end of its cases, and says whether another is wanted.
func (b *butcher) life() (more bool) {
	ctx := context.Background()
	l := newLife(b.t, b.template)
	defer l.remove()
	for again := true; again; {
		var at time.Duration
		at, again = b.draw()
		w := runChild(b.t, l.House, at)
		l.hear(w)
		step := l.look(ctx, w)
		more = true
		if w.done {
			break
		}
		more = b.count(step)
		again = again && more && !b.t.Failed()
	}
	l.end(ctx)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.lives++
	return more
}

// measure gives the median time of a whole run.
func measure(t *testing.T, template *house.House) time.Duration {
	var all []time.Duration
	for range 3 {
		l := newLife(t, template)
		w := runChild(t, l.House, 0)
		if !w.done {
			t.Fatal("the child does not come to its end")
		}
		l.hear(w)
		l.end(context.Background())
		l.remove()
		all = append(all, w.took)
	}
	slices.Sort(all)
	return all[1]
}

func newLife(t testing.TB, template *house.House) *life {
	dir, err := os.MkdirTemp(memory(), "writ-crash-")
	if err != nil {
		t.Fatal(err)
	}
	h, err := template.Copy(filepath.Join(dir, "house"))
	if err != nil {
		t.Fatal(err)
	}
	return &life{House: h, t: t, demands: demands(), packages: 1, rows: house.Rows, heard: map[int]int{}}
}

// remove takes the life's folder away, unless it shows what went wrong.
func (l *life) remove() {
	if l.t.Failed() {
		l.t.Logf("left to be looked at: %s", l.Dir)
		return
	}
	if err := os.RemoveAll(filepath.Dir(l.Dir)); err != nil {
		l.t.Error(err)
	}
}

// memory is where lives are lived: in memory where the machine has such a folder. SIGKILL takes nothing from the page
// cache, so that both tell the same, and a thousand lives would wait for the disk.
func memory() string {
	if _, err := os.Stat("/dev/shm"); err == nil {
		return "/dev/shm"
	}
	return ""
}

func (l *life) hear(w words) {
	for n, length := range w.heard {
		l.heard[n] = max(l.heard[n], length)
	}
}

// What a run was at when it was killed, as the ledger tells it.
const (
	lookingUp  = "run: look up"
	assembling = "run: assemble"
	sealing    = "run: seal"
)

// refine says more closely what a run was at.
func refine(k *keeper.Keeper, w words, id string) string {
	if w.step != string(house.Run) {
		return w.step
	}
	attempts := func(a scope.Action) int { return len(k.Ledger().Keys(fmt.Sprintf("permit/%s/1/%s/", id, a))) }
	_, assembled := k.Ledger().Find(scope.OutcomeKey(id, 1, scope.Assemble))
	switch {
	case assembled:
		return sealing
	case attempts(scope.Lookup) > attempts(scope.Assemble):
		return lookingUp
	case attempts(scope.Assemble) > 0:
		return assembling
	default:
		return "run: begin"
	}
}

func histogram(counts map[string]int) string {
	var out strings.Builder
	names := slices.Clone(steps)
	for s := range counts {
		if !slices.Contains(names, s) {
			names = append(names, s)
		}
	}
	for _, s := range names {
		fmt.Fprintf(&out, "  %-20s %4d %s\n", s, counts[s], strings.Repeat("#", (counts[s]+3)/4))
	}
	return out.String()
}
