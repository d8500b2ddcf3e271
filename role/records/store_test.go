package records

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"writ"
	"writ/ledger"
	"writ/ledger/ledgertest"
	"writ/outside/seal"
	"writ/records"
	"writ/retention"
	"writ/retention/retentiontest"
	"writ/scope"
)

// given is a feed that yields rows that a test made; its file has a line for each.
type given []records.Row

func (given) Name() string { return "given" }

func (g given) Read(io.Reader, records.Options) iter.Seq2[records.Result, error] {
	return func(yield func(records.Result, error) bool) {
		for i, r := range g {
			if !yield(records.Result{Line: int64(i + 1), Rows: []records.Row{r}}, nil) {
				return
			}
		}
	}
}

func (g given) file() File { return file([]byte(strings.Repeat("row\n", len(g)))) }

func takeFile(t testing.TB, s *Store, f records.Feed, in File) Report {
	t.Helper()
	rep, err := Ingest(context.Background(), s, f, records.Options{}, in, nil)
	if err != nil {
		t.Fatal(err)
	}
	if !rep.Balance.Check() {
		t.Fatalf("the balance does not add up: %+v", rep.Balance)
	}
	return rep
}

func TestAStoreKeepsThePromisesOfASource(t *testing.T) {
	root := identity(t)
	retentiontest.Run(t, func(t *testing.T, id ledger.ID, rows []records.Row) retention.Source {
		s := open(t, t.TempDir(), root.Recipient())
		s.most.records = 50
		takeFile(t, s, given(rows), given(rows).file())
		return s.Source(root, id)
	})
}

// look counts the rows that leave for one ask on a number in all the days of the tests.
func look(t *testing.T, s *Store, root seal.Identity, number string) (out int64, err error) {
	t.Helper()
	log := ledgertest.New(t)
	who, err := writ.ParseIdentifier(writ.E164, number)
	if err != nil {
		t.Fatal(err)
	}
	d := retentiontest.Open(t, log, "case", retentiontest.Ask(writ.CallRecords, day0, day0.AddDate(0, 0, 3), who))
	h, _, err := retention.Lookup(context.Background(), d.Permit(t, scope.Lookup), s.Source(root, log.ID()), &retentiontest.Spool{})
	_, out, _ = h.Tally()
	return out, err
}

func TestAnErasedDayIsNeitherReadNorAddedTo(t *testing.T) {
	root, dir := identity(t), t.TempDir()
	s := open(t, dir, root.Recipient())
	calls := "10 +12025550123 +12025550124\n90000 +12025550123 +12025550125\n"
	var others bytes.Buffer // days after, whose keys fill the same pages
	for day := range 12 {
		fmt.Fprintf(&others, "%d +12025550130 +12025550131\n", (day+2)*86400)
	}
	takeFile(t, s, lined{}, file([]byte(calls)))
	takeFile(t, s, lined{}, file(others.Bytes()))
	if n, err := look(t, s, root, "+12025550123"); n != 2 || err != nil {
		t.Fatalf("before: %d rows, %v", n, err)
	}
	first := retention.Day{Class: "calls", Date: "2026-02-27"}
	k, _, err := s.cat.DayKey(context.Background(), first)
	if err != nil {
		t.Fatal(err)
	}
	s.Close() // so that the key lies in the database itself, and not in its log
	if !shown(t, dir, k.Sealed) {
		t.Fatal("the key is not where the test looks for it")
	}
	s = open(t, dir, root.Recipient())
	if err := s.cat.EraseDay(context.Background(), first); err != nil {
		t.Fatal(err)
	}
	if shown(t, dir, k.Sealed) {
		t.Error("a file still holds a part of the erased key")
	}
	if n, err := look(t, s, root, "+12025550123"); n != 1 || err != nil {
		t.Errorf("after: %d rows, %v", n, err)
	}
	rep := takeFile(t, s, lined{}, file([]byte("20 +12025550123 +12025550124\n90001 +12025550123 +12025550124\n"+calls)))
	if b := rep.Balance; b.Stored != 1 || b.Refused != 2 || b.Duplicate != 1 {
		t.Errorf("late records: %+v", b)
	}
}

// shown reports whether any file holds a part of the key.
func shown(t *testing.T, dir string, key []byte) bool {
	t.Helper()
	for _, b := range files(t, dir) {
		for from := 0; from+64 <= len(key); from += 64 {
			if bytes.Contains(b, key[from:from+64]) {
				return true
			}
		}
	}
	return false
}

// files reads every file below a folder.
func files(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(p)
		out[p] = b
		return err
	})
	if err != nil || len(out) == 0 {
		t.Fatalf("%d files, %v", len(out), err)
	}
	return out
}

func TestNoFileOfTheStoreShowsWhoIsInIt(t *testing.T) {
	root, dir := identity(t), t.TempDir()
	s := open(t, dir, root.Recipient())
	var in bytes.Buffer
	for range 300 {
		in.WriteString("100 +12025550188 +12025550177 \nhalf a line +12025550166\n")
	}
	in.WriteString("5 +12025550188 +12025550199\n")
	takeFile(t, s, lined{}, file(in.Bytes()))
	marks := [][]byte{[]byte("2025550188"), []byte("2025550177"), []byte("2025550166"), []byte("2025550199"), {0x01, 0xd8, 0x6d, 0x31, 0x7b}}
	key := records.KeyOf("lined", "5 +12025550188 +12025550199")
	marks = append(marks, key[:])
	size := 0
	for name, b := range files(t, dir) {
		size += len(b)
		for _, m := range marks {
			if bytes.Contains(b, m) || strings.Contains(name, string(m)) {
				t.Errorf("%s shows %x", name, m)
			}
		}
	}
	if size < 1000 {
		t.Errorf("%d octets: nothing was looked at", size)
	}
}

func TestARecordIsADuplicateInAnyVariantOfItsFeed(t *testing.T) {
	s := open(t, t.TempDir(), identity(t).Recipient())
	a := "10 +12025550123 +12025550124\n20 +12025550123 +12025550124\n10 +12025550123 +12025550124\n"
	if b := takeFile(t, s, lined{}, file([]byte(a))).Balance; b.Stored != 2 || b.Duplicate != 1 {
		t.Errorf("within one file: %+v", b)
	}
	if b := takeFile(t, s, lined{}, file([]byte("# another variant\n30 +12025550123 +12025550124\n"+a))).Balance; b.Stored != 1 || b.Duplicate != 3 || b.Dropped != 1 {
		t.Errorf("in another file: %+v", b)
	}
}

func TestOtherOptionsReadTheFileAnew(t *testing.T) {
	s := open(t, t.TempDir(), identity(t).Recipient())
	in := file(lines(100))
	takeFile(t, s, lined{}, in)
	rep, err := Ingest(context.Background(), s, lined{}, records.Options{Zone: time.FixedZone("x", 3600)}, in, nil)
	if err != nil || rep.Again || rep.Balance.Stored != 0 {
		t.Errorf("%+v, %v", rep, err)
	}
}

func TestEveryRecordIsAccountedFor(t *testing.T) {
	s := open(t, t.TempDir(), identity(t).Recipient())
	s.most.records = 64
	b := lines(1000)
	var told []int64
	rep, err := Ingest(context.Background(), s, lined{}, records.Options{}, file(b), func(done, total int64) {
		if total != int64(len(b)) {
			t.Errorf("total %d", total)
		}
		told = append(told, done)
	})
	if err != nil {
		t.Fatal(err)
	}
	want := records.Balance{In: 1000, Stored: 870, Refused: 20, Dropped: 10, Duplicate: 100}
	if rep.Balance != want || rep.Lines != 1000 || rep.Refused["is no call"] != 20 {
		t.Errorf("got %+v, want %+v", rep, want)
	}
	if len(told) == 0 || told[len(told)-1] != int64(len(b)) {
		t.Errorf("progress: %v", told)
	}
}

func TestAFileThatChangesWhileItIsReadIsNotTakenToItsEnd(t *testing.T) {
	s := open(t, t.TempDir(), identity(t).Recipient())
	b := lines(100)
	changing := File{Bytes: &changes{b: b}, Size: int64(len(b))}
	_, err := Ingest(context.Background(), s, lined{}, records.Options{}, changing, nil)
	if !errors.Is(err, ErrChanged) {
		t.Errorf("%v", err)
	}
	runs, err := s.cat.Runs(context.Background())
	if err != nil || len(runs) != 1 || runs[0].Whole {
		t.Errorf("%+v, %v", runs, err)
	}
}

// changes gives other octets once it was read through.
type changes struct {
	b    []byte
	seen bool
}

func (c *changes) ReadAt(p []byte, off int64) (int, error) {
	b := c.b
	if c.seen {
		b = bytes.ReplaceAll(b, []byte("+1202555"), []byte("+1202557"))
	}
	n, err := bytes.NewReader(b).ReadAt(p, off)
	c.seen = c.seen || off+int64(n) == int64(len(c.b))
	return n, err
}

func TestOneWriterAtATime(t *testing.T) {
	dir, root := t.TempDir(), identity(t).Recipient()
	open(t, dir, root)
	if _, err := OpenStore(context.Background(), dir, root); !errors.Is(err, ErrLocked) {
		t.Errorf("%v", err)
	}
}

func TestWhatACrashLeftIsTakenAwayWhenTheStoreIsOpened(t *testing.T) {
	dir, root := t.TempDir(), identity(t)
	s := open(t, dir, root.Recipient())
	takeFile(t, s, lined{}, file(lines(50)))
	for _, name := range []string{"calls/2026-02-27/000009.parquet.age", "calls/2031-01-01/000001.parquet.age", "quarantine/000009/000000001.jsonl.age"} {
		if err := s.folder.Put(name, func(w io.Writer) error { _, err := w.Write([]byte("x")); return err }); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "objects/calls/2026-02-27/000010.parquet.age.tmp"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.Close()
	tidy(t, open(t, dir, root.Recipient()))
}
