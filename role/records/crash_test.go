package records

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"writ/outside/catalogue"
	"writ/outside/seal"
	"writ/records"
)

const (
	childDir  = "WRIT_INGEST_CHILD_DIR"
	childFile = "WRIT_INGEST_CHILD_FILE"
	childRoot = "WRIT_INGEST_CHILD_ROOT"
)

// TestMain makes the test's own binary the child that is killed.
func TestMain(m *testing.M) {
	if os.Getenv(childDir) != "" {
		child()
		return
	}
	os.Exit(m.Run())
}

func child() {
	root, err := seal.ParseRecipient(os.Getenv(childRoot))
	if err != nil {
		panic(err)
	}
	b, err := os.ReadFile(os.Getenv(childFile))
	if err != nil {
		panic(err)
	}
	fmt.Println("begun")
	rep, err := takeIn(os.Getenv(childDir), root, b)
	if err != nil {
		panic(err)
	}
	if err := json.NewEncoder(os.Stdout).Encode(rep); err != nil {
		panic(err)
	}
}

// takeIn ingests a file in small chunks.
func takeIn(dir string, root seal.Recipient, b []byte) (rep Report, err error) {
	s, err := OpenStore(context.Background(), dir, root)
	if err != nil {
		return Report{}, err
	}
	defer s.Close()
	s.most.records = 40
	return Ingest(context.Background(), s, lined{}, records.Options{}, file(b), nil)
}

func TestKilledAtAnyMomentTheNextRunEndsTheSame(t *testing.T) { kills(t, 30) }

func TestSoakKilledAtAnyMomentTheNextRunEndsTheSame(t *testing.T) {
	if os.Getenv("WRIT_SOAK") == "" {
		t.Skip("NOT RUN: a long run; make soak")
	}
	kills(t, 1000)
}

// kills lets a child take a file in, kills it at a moment drawn from the time that a whole run takes, and ends the work.
func kills(t *testing.T, times int) {
	root := identity(t)
	b := lines(400)
	name := filepath.Join(t.TempDir(), "calls")
	if err := os.WriteFile(name, b, 0o600); err != nil {
		t.Fatal(err)
	}
	whole := t.TempDir()
	began := time.Now()
	runChild(t, whole, name, root, -1)
	took := time.Since(began)
	want := stateOf(t, whole, root)
	seen := map[string]int{}
	for range times {
		dir := t.TempDir()
		moment := time.Duration(rand.Int64N(int64(took)))
		runChild(t, dir, name, root, moment)
		seen[foundIn(t, dir, root)]++
		if _, err := takeIn(dir, root.Recipient(), b); err != nil {
			t.Fatalf("killed after %v, the next run: %v", moment, err)
		}
		if got := stateOf(t, dir, root); got != want {
			t.Fatalf("killed after %v:\n got %s\nwant %s", moment, got, want)
		}
		if err := os.RemoveAll(dir); err != nil {
			t.Fatal(err)
		}
	}
	for _, step := range slices.Sorted(func(yield func(string) bool) {
		for s := range seen {
			if !yield(s) {
				return
			}
		}
	}) {
		t.Logf("%4d × %s", seen[step], step)
	}
	if len(seen) < 3 {
		t.Errorf("the moments hit %d steps only", len(seen))
	}
}

// runChild runs the child and kills it after a while, counted from its start; never, if that is negative.
func runChild(t *testing.T, dir, name string, root seal.Identity, after time.Duration) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childDir+"="+dir, childFile+"="+name, childRoot+"="+root.Recipient().String())
	var errs bytes.Buffer
	cmd.Stderr = &errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if after >= 0 {
		kill := time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
		defer kill.Stop()
	}
	if err := cmd.Wait(); err != nil && after < 0 {
		t.Fatalf("%v: %s", err, errs.String())
	}
}

// foundIn says at what step the child died.
func foundIn(t *testing.T, dir string, root seal.Identity) string {
	t.Helper()
	if _, err := os.Stat(filepath.Join(dir, "catalogue.sqlite")); err != nil {
		return "0 before there was a catalogue"
	}
	unwhole, objects := 0, 0
	err := filepath.WalkDir(filepath.Join(dir, "objects"), func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return nil
		}
		if strings.HasSuffix(p, ".tmp") {
			unwhole++
		} else {
			objects++
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	c, err := catalogue.Open(context.Background(), dir, func([]byte) {})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	known, err := c.Objects(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	runs, err := c.Runs(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	switch {
	case len(runs) == 0:
		return "1 before the file was begun"
	case runs[0].Whole:
		return "5 after the last chunk"
	case unwhole > 0:
		return "2 while an object was written"
	case objects > len(known):
		return "3 between an object and its transaction"
	default:
		return "4 between two chunks, or while days were made"
	}
}

// stateOf writes down everything that counts: totals, refusals, and every row, as it is read back with the root.
func stateOf(t *testing.T, dir string, root seal.Identity) string {
	t.Helper()
	s, err := OpenStore(context.Background(), dir, root.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	tidy(t, s)
	runs, err := s.cat.Runs(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	out := ""
	for _, r := range runs {
		refused, err := s.cat.Quarantine(context.Background(), r.ID)
		if err != nil {
			t.Fatal(err)
		}
		out += fmt.Sprintf("taken %d whole %v %+v refusals %d\n", r.Taken, r.Whole, r.Balance, len(refused))
		for _, q := range refused {
			out += fmt.Sprintf("  %d %d %s\n", q.Record, q.Line, q.Problem)
		}
	}
	return out + plain(t, s, root)
}

// tidy sees to it that the folder holds what the catalogue names, and nothing else.
func tidy(t *testing.T, s *Store) {
	t.Helper()
	known, err := s.cat.Objects(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	var there []string
	err = fs.WalkDir(os.DirFS(filepath.Join(filepath.Dir(s.lock.Name()), "objects")), ".", func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			there = append(there, p)
		}
		return err
	})
	slices.Sort(known)
	slices.Sort(there)
	if err != nil || !slices.Equal(there, known) {
		t.Fatalf("in the folder %v, in the catalogue %v, %v", there, known, err)
	}
}
