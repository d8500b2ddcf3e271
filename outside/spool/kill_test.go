package spool

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"writ/intercept/mediation"
	"writ/intercept/mediation/spooltest"
)

// A child of the kill test appends to the folder named in this variable, reads, takes and settles until it is
// killed, and says on standard output, in one write each, what it is about to append, what was acknowledged and
// what it took.
const childFolder = "WRIT_SPOOL_CHILD"

// What the child appends in each batch: so many PDUs on a route that is read and on one that is not. The text of
// each is its position.
const (
	readEach = 3
	deadEach = 2
)

var (
	readRouteID = spooltest.Route(1, mediation.HI3)
	deadRouteID = spooltest.Route(2, mediation.HI3)
	childLog    = Options{Log: 64 << 10, Cache: 32 << 10} // so that carrying over happens all the time
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(childFolder); dir != "" {
		fmt.Println("failed", child(dir))
		os.Exit(1)
	}
	if dir := os.Getenv(fullFolder); dir != "" {
		os.Exit(fullChild(dir))
	}
	os.Exit(m.Run())
}

func numberedBatch(n uint64) mediation.Batch {
	texts := func(each uint64) (out []string) {
		for i := range each {
			out = append(out, fmt.Sprintf("%d%s", (n-1)*each+i+1, strings.Repeat(".", 200)))
		}
		return out
	}
	return spooltest.Batch(n, spooltest.Section(1, readRouteID, texts(readEach)...), spooltest.Section(2, deadRouteID, texts(deadEach)...))
}

func child(dir string) error {
	ctx := context.Background()
	s, err := Open(ctx, dir, spooltest.NewKeys(), childLog)
	if err != nil {
		return err
	}
	st, err := s.LoadState(ctx)
	if err != nil {
		return err
	}
	fmt.Println("open", st.Last)
	after := uint64(0)
	for n := st.Last + 1; ; n++ {
		fmt.Println("try", n)
		if _, err := s.Append(ctx, numberedBatch(n)); err != nil {
			return err
		}
		fmt.Println("ok", n)
		ws, err := s.Read(ctx, readRouteID, after, 1<<20)
		if err != nil {
			return err
		}
		after = ws[len(ws)-1].Position
		fmt.Println("took", after)
		s.Taken(readRouteID, after)
		if n%5 == 0 {
			err = s.SaveState(ctx, fmt.Append(nil, n))
		}
		if n%3 == 0 {
			err = errors.Join(err, s.Settle(ctx))
		}
		if err != nil {
			return err
		}
	}
}

func TestKilledAtAnyMomentEveryAcknowledgedBatchIsThereOnceInOrder(t *testing.T) {
	killAgainAndAgain(t, 20)
}

func TestSoakKilledAThousandTimesEveryAcknowledgedBatchIsThereOnceInOrder(t *testing.T) {
	if os.Getenv("WRIT_SOAK") == "" {
		t.Skip("set WRIT_SOAK for the long run")
	}
	killAgainAndAgain(t, 1000)
}

// (The page cache survives a kill; that JetStream syncs before it acknowledges is a matter of its SyncAlways, and of
// power loss nothing is tested here.)
func killAgainAndAgain(t *testing.T, kills int) {
	dir, keys := t.TempDir(), spooltest.NewKeys()
	total, underWay, again, dead := uint64(0), 0, uint64(0), uint64(0)
	for range kills {
		said := runAndKill(t, dir, time.Duration(rand.Int64N(int64(120*time.Millisecond))))
		s := mustOpen(t, dir, keys, childLog)
		last := checkState(t, s)
		if last < max(said.acknowledged, total) || last > max(said.tried, said.acknowledged, total) {
			t.Fatalf("the last batch is %d; %d were acknowledged, %d tried", last, said.acknowledged, said.tried)
		}
		if last > max(said.acknowledged, total) {
			underWay++
		}
		total = last
		first, end := checkPositions(t, s, readRouteID)
		if end != last*readEach || first > said.took+1 && said.took > 0 {
			t.Fatalf("positions %d to %d wait after %d batches; %d was taken", first, end, last, said.took)
		}
		if said.took >= first {
			again += said.took - first + 1
		}
		first, end = checkPositions(t, s, deadRouteID)
		if first != dead+1 || end != last*deadEach {
			t.Fatalf("positions %d to %d wait of what nobody took after %d batches", first, end, last)
		}
		if end-first > 5000 {
			dead = end
			s.Taken(deadRouteID, dead)
		}
		if c := s.Counts(); c.Lost != 0 || c.Quarantined != 0 {
			t.Fatalf("%+v", c)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d kills, %d batches of %d PDUs: 0 lost, 0 out of order; %d times the batch under way was there; %d PDUs that were taken were read again", kills, total, readEach+deadEach, underWay, again)
	if total == 0 {
		t.Error("no child lived long enough to append")
	}
}

// checkState wants the snapshot and the deltas to lead to the last batch.
func checkState(t *testing.T, s *Spool) uint64 {
	t.Helper()
	st, err := s.LoadState(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	n := uint64(0)
	if st.Snapshot != nil {
		if n, err = strconv.ParseUint(string(st.Snapshot), 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	for d, err := range st.Deltas {
		n++
		if err != nil || string(d) != fmt.Sprintf("delta %d", n) {
			t.Fatalf("delta %q is not that of batch %d; %v", d, n, err)
		}
	}
	if n != st.Last {
		t.Fatalf("the state leads to %d, the last batch is %d", n, st.Last)
	}
	return n
}

// checkPositions wants each PDU of a route where it was appended, and gives the first and the last that wait.
func checkPositions(t *testing.T, s *Spool, r mediation.Route) (first, last uint64) {
	t.Helper()
	for {
		ws, err := s.Read(t.Context(), r, last, 64<<10)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range ws {
			if first == 0 {
				first, last = w.Position, w.Position-1
			}
			if text, _, _ := strings.Cut(string(w.Octets), "."); w.Position != last+1 || text != strconv.FormatUint(w.Position, 10) {
				t.Fatalf("position %d after %d holds the PDU of %s", w.Position, last, text)
			}
			last = w.Position
		}
		if len(ws) > 0 {
			continue
		}
		if first == 0 { // nothing waits
			s.mu.Lock()
			defer s.mu.Unlock()
			if route := s.routes[r]; route != nil {
				return route.next, route.next - 1
			}
			return 1, 0
		}
		return first, last
	}
}

// A said is what a child said before it was killed.
type said struct{ tried, acknowledged, took uint64 }

func runAndKill(t *testing.T, dir string, after time.Duration) (s said) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childFolder+"="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	line, err := lines.ReadString('\n')
	if rand.IntN(8) == 0 {
		after = 0 // in the middle of the start, or just after it
	}
	kill := time.AfterFunc(after, func() { cmd.Process.Kill() })
	defer kill.Stop()
	for ; err == nil; line, err = lines.ReadString('\n') {
		word, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		n, bad := strconv.ParseUint(rest, 10, 64)
		switch {
		case word == "failed" || bad != nil:
			t.Fatalf("the child: %s", line)
		case word == "try":
			s.tried = n
		case word == "ok":
			s.acknowledged = n
		case word == "took":
			s.took = n
		}
	}
	if !errors.Is(err, io.EOF) {
		t.Fatal(err)
	}
	cmd.Wait() // killed, as was meant
	return s
}
