package sqlite_test

import (
	"bufio"
	"bytes"
	"crypto/ed25519"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"writ/casefile"
	. "writ/casefile/casefiletest"
	"writ/ledger"
	"writ/outside/sqlite"
	"writ/outside/tiles"
)

// A child of the kill test lives cases in the folder named in this variable until it is killed. It says on standard
// output, in one write each, what it is about to do ("try CASE STEP") and what was done ("ok CASE STEP").
const childFolder = "WRIT_SQLITE_CHILD"

func testKey(n byte) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{n}, ed25519.SeedSize))
}

func TestMain(m *testing.M) {
	if dir := os.Getenv(childFolder); dir != "" {
		if err := child(dir); err != nil {
			fmt.Println("failed", err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

// A killed home is a store beside a ledger in a folder.
type killed struct {
	*House
	st     *sqlite.Store
	log    *ledger.Log
	folder *tiles.Folder
}

func openKilled(t testing.TB, dir string) (*killed, error) {
	f, err := tiles.Open(filepath.Join(dir, "ledger"))
	if err != nil {
		return nil, err
	}
	log, err := ledger.Open(f, testKey(1), "ledger.example/test")
	if err != nil {
		return nil, err
	}
	st, err := sqlite.Open(ctx, filepath.Join(dir, "cases.db"), aead{})
	if err != nil {
		return nil, err
	}
	return &killed{NewHouse(t, log), st, log, f}, nil
}

func (k *killed) close() error { return errors.Join(k.st.Close(), k.log.Close()) }

// work is what happens to a case in order: seven steps, each followed by a draining.
var work = []string{"register", "read", "read again", "verify", "decide", "approve", "approve again"}

// child goes on where the last one was killed.
func child(dir string) error {
	t := fatal{}
	k, err := openKilled(t, dir)
	if err != nil {
		return err
	}
	fmt.Println("begun")
	for n := 1; ; n++ {
		c, err := k.st.Load(ctx, ID(n))
		if err != nil && !errors.Is(err, casefile.ErrUnknown) {
			return err
		}
		papers := casefile.PaperBytes{Name: "a.pdf", Data: bytes.Repeat([]byte{byte(n)}, 10_000)}
		at := Start.Add(time.Duration(n) * time.Hour)
		for i, e := range k.Life(t, n, k.Request(t, Order{}), at, papers) {
			if i < len(c.History) {
				continue // done before the last kill
			}
			fmt.Println("try", n, work[i])
			if c, _, err = k.st.Step(ctx, ID(n), e(c)); err != nil {
				return err
			}
			fmt.Println("ok", n, i)
			fmt.Println("try", n, "drain")
			if _, err := k.st.Drain(ctx, k.log, at.Add(time.Hour)); err != nil {
				return err
			}
		}
		if due, err := k.st.Due(ctx, c.Clocks.Deadline, 1000); err != nil || len(due) == 0 {
			return fmt.Errorf("no alarm is due: %w", err)
		}
	}
}

// fatal is a testing.TB for the child: it ends it.
type fatal struct{ testing.TB }

func (fatal) Helper() {}
func (fatal) Fatalf(format string, a ...any) {
	fmt.Printf("failed "+format+"\n", a...)
	os.Exit(1)
}

func TestKilledAtAnyMomentEachCaseIsWhole(t *testing.T) { killAgainAndAgain(t, 15) }

func TestSoakKilledAThousandTimesEachCaseIsWhole(t *testing.T) {
	if os.Getenv("WRIT_SOAK") == "" {
		t.Skip("set WRIT_SOAK for the long run")
	}
	killAgainAndAgain(t, 1000)
}

// killAgainAndAgain: whenever the child is killed, what it was told is done is there, each entry is on the ledger once
// after the next draining, and case and ledger tell the same.
func killAgainAndAgain(t *testing.T, kills int) {
	dir := t.TempDir()
	steps := map[string]int{}
	acknowledged := map[string]int{} // steps by case
	for range kills {
		last := runAndKill(t, dir, rand.N(60*time.Millisecond), acknowledged)
		steps[last]++
		k, err := openKilled(t, dir)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			t.Fatalf("open after a kill at %q: %v", last, err)
		}
		before := len(k.log.Keys(""))
		if _, err := k.st.Drain(ctx, k.log, k.log.Head().At); err != nil {
			t.Fatalf("drain after a kill at %q: %v", last, err)
		}
		if found, err := k.st.Audit(ctx, k.log); err != nil || len(found) > 0 {
			t.Fatalf("audit after a kill at %q: %v %v", last, found, err)
		}
		count(t, k, acknowledged, before)
		if err := k.close(); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d kills, %d cases; killed at: %v", kills, len(acknowledged), steps)
	for _, w := range append(work, "drain") {
		if steps[w] == 0 && kills >= 1000 {
			t.Errorf("never killed at %s: the test is blind there", w)
		}
	}
	if len(acknowledged) == 0 {
		t.Error("no child lived long enough to step")
	}
}

func count(t *testing.T, k *killed, acknowledged map[string]int, before int) {
	t.Helper()
	entries := 1 // the policy
	for id, n := range acknowledged {
		c, err := k.st.Load(ctx, id)
		if err != nil || len(c.History) < n {
			t.Fatalf("a case of %d acknowledged steps has %d (%v)", n, len(c.History), err)
		}
	}
	list, err := k.st.List(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range list {
		c, err := k.st.Load(ctx, s.ID)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := k.st.Paper(ctx, s.ID, 0); err != nil {
			t.Fatalf("the paper: %v", err)
		}
		entries += len(c.History)
	}
	if got := len(k.log.Keys("")); got != entries || got-before > 1 {
		t.Fatalf("the ledger has %d entries, %d before draining; the cases have %d steps", got, before, entries)
	}
}

// runAndKill lets a child work for a while from its first step on, and gives what it was about to do.
func runAndKill(t *testing.T, dir string, after time.Duration, acknowledged map[string]int) (last string) {
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
	last = "begun"
	var kill *time.Timer
	for lines := bufio.NewScanner(out); lines.Scan(); {
		word, rest, _ := strings.Cut(lines.Text(), " ")
		var n, step int
		switch word {
		case "begun":
		case "try":
			_, last, _ = strings.Cut(rest, " ")
			if kill == nil {
				kill = time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
			}
		case "ok":
			if _, err := fmt.Sscan(rest, &n, &step); err == nil {
				acknowledged[ID(n)] = step + 1
			}
			last = "between"
		default:
			t.Errorf("the child: %s", lines.Text())
		}
	}
	if kill != nil {
		kill.Stop()
	}
	_ = cmd.Wait() // it was killed
	return last
}
