package tiles

import (
	"bufio"
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

	"writ/ledger"
	"writ/ledger/ledgertest"
)

// A child of the kill test appends to the folder named in this variable until it is killed, and says on
// standard output, in one write each, which entry is about to be appended and which was acknowledged.
const childFolder = "WRIT_TILES_CHILD"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childFolder); dir != "" {
		child(dir)
	}
	os.Exit(m.Run())
}

func child(dir string) {
	f, err := Open(dir)
	if err != nil {
		fmt.Println("failed", err)
		os.Exit(1)
	}
	l, err := ledger.Open(f, ledgertest.Key(1), ledgertest.Origin)
	if err != nil {
		fmt.Println("failed", err)
		os.Exit(1)
	}
	for i := int(l.Head().Size); ; i++ {
		fmt.Println("try", i)
		if _, err := l.Append(note(i)); err != nil {
			fmt.Println("failed", err)
			os.Exit(1)
		}
		fmt.Println("ok", i)
		if i%7 == 0 {
			if err := l.Publish(); err != nil {
				fmt.Println("failed", err)
				os.Exit(1)
			}
		}
	}
}

func TestKilledAtAnyMomentNothingAcknowledgedIsLost(t *testing.T) { killAgainAndAgain(t, 25) }

func TestSoakKilledAThousandTimesNothingAcknowledgedIsLost(t *testing.T) {
	if os.Getenv("WRIT_SOAK") == "" {
		t.Skip("set WRIT_SOAK for the long run")
	}
	killAgainAndAgain(t, 1000)
}

// Killed at any moment, the ledger opens again with everything that was acknowledged and at most the one
// entry that was under way. (The page cache survives a kill; that fsync is called is counted elsewhere.)
func killAgainAndAgain(t *testing.T, kills int) {
	const patience = 40 * time.Millisecond
	dir := t.TempDir()
	acknowledged, underWay := 0, 0
	for range kills {
		tried, ok := runAndKill(t, dir, time.Duration(rand.Int64N(int64(patience))))
		acknowledged = max(acknowledged, ok)
		r, err := Verify(dir, vkey(), nil)
		if errors.Is(err, ErrNone) || errors.Is(err, ledger.ErrKey) { // killed before the first entry
			continue
		}
		if err != nil || !r.OK() {
			t.Fatalf("after %d acknowledged: %+v, %v", acknowledged, r.Broken(), err)
		}
		if r.Size < int64(acknowledged) || r.Size > int64(max(acknowledged, tried)) {
			t.Fatalf("%d entries; %d were acknowledged, %d tried", r.Size, acknowledged, tried)
		}
		if r.Size > int64(acknowledged) {
			underWay++
		}
		acknowledged = int(r.Size) // what is there now was opened and is acknowledged by the next child
	}
	t.Logf("%d kills, %d entries; %d times the entry under way was there", kills, acknowledged, underWay)
	if acknowledged == 0 {
		t.Error("no child lived long enough to append")
	}
}

// runAndKill lets a child append for a while after it began and gives how many entries it tried to have
// and how many were acknowledged, in all.
func runAndKill(t *testing.T, dir string, after time.Duration) (tried, acknowledged int) {
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
	first, err := lines.ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	kill := time.AfterFunc(after, func() { cmd.Process.Kill() })
	defer kill.Stop()
	for line := first; err == nil; line, err = lines.ReadString('\n') {
		word, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		n, bad := strconv.Atoi(rest)
		switch {
		case word == "failed" || bad != nil:
			t.Fatalf("the child: %s", line)
		case word == "try":
			tried = n + 1
		case word == "ok":
			acknowledged = n + 1
		}
	}
	if !errors.Is(err, io.EOF) {
		t.Fatal(err)
	}
	cmd.Wait() // killed, as was meant
	return tried, acknowledged
}
