package crash

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"writ/e2e/house"
	"writ/role/keeper"
	"writ/scope"
)

const data = "../../role/demo/data"

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
	t     testing.TB
	heard map[int]int
	seen  [][]byte // checkpoints
}

// killAgainAndAgain kills children at moments uniform over a child's run, and counts the kills by step. Half of the
// killed go on in another child, which is killed as well; the rest are carried to the end and looked at.
func killAgainAndAgain(t *testing.T, kills int) map[string]int {
	ctx := context.Background()
	template, err := house.Found(ctx, t.TempDir(), data)
	if err != nil {
		t.Fatal(err)
	}
	seed := uint64(time.Now().UnixNano())
	rnd := rand.New(rand.NewPCG(seed, 1))
	length := measure(t, template)
	t.Logf("a child's run takes %v; seed %d", length, seed)
	counts, lives := map[string]int{}, 0
	for killed := 0; killed < kills && !t.Failed(); lives++ {
		l := newLife(t, template)
		for {
			w := runChild(t, l.House, time.Duration(rnd.Int64N(int64(length))))
			l.hear(w)
			step := l.look(ctx, w)
			if !w.done {
				counts[step]++
				killed++
			}
			if w.done || killed == kills || rnd.IntN(2) == 0 || t.Failed() {
				break
			}
		}
		l.end(ctx)
	}
	t.Logf("%d kills in %d lives:\n%s", kills, lives, histogram(counts))
	return counts
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
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	h, err := template.Copy(filepath.Join(dir, "house"))
	if err != nil {
		t.Fatal(err)
	}
	return &life{House: h, t: t, heard: map[int]int{}}
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
