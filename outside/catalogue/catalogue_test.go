package catalogue

import (
	"context"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"pgregory.net/rapid"

	"writ/records"
	"writ/retention"
)

var ctx = context.Background()

func opened(t testing.TB, dir string) *Catalogue {
	t.Helper()
	c, err := Open(ctx, dir, func(b []byte) { rand.Read(b) })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

func day(date string) retention.Day { return retention.Day{Class: "calls", Date: date} }

func withDay(t testing.TB, c *Catalogue, date string) {
	t.Helper()
	if _, err := c.AddDays(ctx, []retention.DayKey{{Day: day(date), To: "recipient", Sealed: []byte("sealed")}}); err != nil {
		t.Fatal(err)
	}
}

func part(date string, generation int64, keys ...records.Key) Part {
	at := time.Date(2026, 2, 27, 1, 2, 3, 4005, time.UTC)
	return Part{Segment: retention.Segment{Day: day(date), Generation: generation, Object: date + string(rune('a'+generation)), Rows: int64(len(keys)),
		Bytes: 10, SHA256: [32]byte{1}, First: at, Last: at.Add(time.Hour)}, Keys: keys}
}

func key(n byte) records.Key { return records.Key{n, 1} }

func begun(t testing.TB, c *Catalogue) Run {
	t.Helper()
	r, err := c.Begin(ctx, [32]byte{9}, "kamailio", [32]byte{8})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestAChunkCountsWholeOrNotAtAll(t *testing.T) {
	c := opened(t, t.TempDir())
	withDay(t, c, "2026-02-27")
	run := begun(t, c)
	good := Chunk{Run: run.ID, Balance: records.Balance{In: 4, Stored: 2, Refused: 1, Dropped: 1}, Days: []Part{part("2026-02-27", 1, key(1), key(2))},
		Refused: []Refused{{Record: 3, Line: 4, Problem: "is no call", Fix: "look", Object: "quarantine/1"}}}
	for what, spoil := range map[string]func(*Chunk){
		"a balance that does not add up":     func(k *Chunk) { k.Balance.Stored++ },
		"a day that has no key":              func(k *Chunk) { k.Days = append(k.Days, part("2026-02-28", 1, key(3))) },
		"a key that is stored already":       func(k *Chunk) { k.Days = []Part{part("2026-02-27", 1, key(1), key(1))} },
		"a chunk that begins somewhere else": func(k *Chunk) { k.From = 1 },
		"a file that was never begun":        func(k *Chunk) { k.Run = 77 },
	} {
		bad := good
		spoil(&bad)
		if err := c.Commit(ctx, bad); err == nil {
			t.Errorf("%s was taken", what)
		}
		if all, err := c.AllSegments(ctx); err != nil || len(all) != 0 {
			t.Errorf("%s left %d segments, %v", what, len(all), err)
		}
		if known, err := c.Known(ctx, day("2026-02-27"), []records.Key{key(1)}); err != nil || known[0] {
			t.Errorf("%s left a key, %v", what, err)
		}
	}
	if err := c.Commit(ctx, good); err != nil {
		t.Fatal(err)
	}
	if err := c.Commit(ctx, good); !errors.Is(err, ErrRaced) {
		t.Errorf("the same chunk twice: %v", err)
	}
	again := begun(t, c)
	if again.ID != run.ID || again.Taken != 4 || again.Whole || again.Balance != good.Balance {
		t.Errorf("%+v", again)
	}
	if q, err := c.Quarantine(ctx, run.ID); err != nil || len(q) != 1 || q[0] != good.Refused[0] {
		t.Errorf("%+v, %v", q, err)
	}
	if o, err := c.Objects(ctx); err != nil || len(o) != 2 {
		t.Errorf("%v, %v", o, err)
	}
}

func TestSegmentsComeBackAsTheyWereAdded(t *testing.T) {
	c := opened(t, t.TempDir())
	run := begun(t, c)
	taken := int64(0)
	for _, date := range []string{"2026-02-28", "2026-02-27", "2026-03-01"} {
		withDay(t, c, date)
		for g := int64(1); g <= 2; g++ {
			if n, err := c.NextGeneration(ctx, day(date)); err != nil || n != g {
				t.Fatalf("generation %d, %v", n, err)
			}
			p := part(date, g, key(byte(taken)))
			if err := c.Commit(ctx, Chunk{Run: run.ID, From: taken, Balance: records.Balance{In: 1, Stored: 1}, Days: []Part{p}}); err != nil {
				t.Fatal(err)
			}
			taken++
		}
	}
	got, err := c.Segments(ctx, "calls", "2026-02-28", "2026-03-01")
	if err != nil || len(got) != 4 {
		t.Fatalf("%d, %v", len(got), err)
	}
	if want := part("2026-02-28", 1, key(0)).Segment; got[0].Segment != want || got[0].Key.To != "recipient" || got[0].Key.Day != want.Day {
		t.Errorf("got %+v, want %+v", got[0], want)
	}
	if got[3].Day.Date != "2026-03-01" || got[3].Generation != 2 {
		t.Errorf("out of order: %+v", got[3])
	}
	if other, err := c.Segments(ctx, "sessions", "", ""); err != nil || len(other) != 0 {
		t.Errorf("%v, %v", other, err)
	}
}

func TestAnErasedDayIsGone(t *testing.T) {
	c := opened(t, t.TempDir())
	withDay(t, c, "2026-02-27")
	run := begun(t, c)
	if err := c.Commit(ctx, Chunk{Run: run.ID, Balance: records.Balance{In: 1, Stored: 1}, Days: []Part{part("2026-02-27", 1, key(1))}}); err != nil {
		t.Fatal(err)
	}
	if err := c.EraseDay(ctx, day("2026-02-27")); err != nil {
		t.Fatal(err)
	}
	if k, ok, err := c.DayKey(ctx, day("2026-02-27")); err != nil || !ok || !k.Erased() {
		t.Errorf("%+v, %v, %v", k, ok, err)
	}
	if got, err := c.Segments(ctx, "calls", "", ""); err != nil || len(got) != 0 {
		t.Errorf("%v, %v", got, err)
	}
	if all, err := c.AllSegments(ctx); err != nil || len(all) != 1 {
		t.Errorf("what is to be removed is not known any more: %v, %v", all, err)
	}
	back, err := c.AddDays(ctx, []retention.DayKey{{Day: day("2026-02-27"), To: "new", Sealed: []byte("new")}})
	if err != nil || !back[0].Erased() {
		t.Errorf("an erased day came back: %+v, %v", back, err)
	}
	if err := c.Commit(ctx, Chunk{Run: run.ID, From: 1, Balance: records.Balance{In: 1, Stored: 1}, Days: []Part{part("2026-02-27", 2, key(2))}}); err == nil {
		t.Error("an erased day took a record")
	}
}

func TestKnownKeysAreThoseThatWereStored(t *testing.T) {
	c := opened(t, t.TempDir())
	run := begun(t, c)
	taken := int64(0)
	stored := map[string]map[records.Key]bool{"2026-02-27": {}, "2026-02-28": {}}
	for date := range stored {
		withDay(t, c, date)
	}
	aKey := rapid.Custom(func(t *rapid.T) records.Key { return key(rapid.Byte().Draw(t, "key")) })
	rapid.Check(t, func(t *rapid.T) {
		date := rapid.SampledFrom([]string{"2026-02-27", "2026-02-28"}).Draw(t, "day")
		keys := rapid.SliceOfNDistinct(aKey, 1, 600, rapid.ID[records.Key]).Draw(t, "keys")
		known, err := c.Known(ctx, day(date), keys)
		if err != nil {
			t.Fatal(err)
		}
		var fresh []records.Key
		for i, k := range keys {
			if known[i] != stored[date][k] {
				t.Fatalf("known %v, stored %v", known[i], stored[date][k])
			}
			if !known[i] && i%2 == 0 {
				fresh = append(fresh, k)
				stored[date][k] = true
			}
		}
		if len(fresh) == 0 {
			return
		}
		n, err := c.NextGeneration(ctx, day(date))
		if err != nil {
			t.Fatal(err)
		}
		p := part(date, n, fresh...)
		p.Segment.Object = date + time.Duration(n).String()
		if err := c.Commit(ctx, Chunk{Run: run.ID, From: taken, Balance: records.Balance{In: 1, Stored: 1}, Days: []Part{p}}); err != nil {
			t.Fatal(err)
		}
		taken++
	})
}

func TestANewerCatalogueIsRefused(t *testing.T) {
	dir := t.TempDir()
	c := opened(t, dir)
	if _, err := c.write.Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, 1)`); err != nil {
		t.Fatal(err)
	}
	c.Close()
	if _, err := Open(ctx, dir, func([]byte) {}); !errors.Is(err, ErrNewer) {
		t.Errorf("%v", err)
	}
}

func TestALostOrDamagedSecretIsNotReplaced(t *testing.T) {
	dir := t.TempDir()
	opened(t, dir).Close()
	name := filepath.Join(dir, secretName)
	if i, err := os.Stat(name); err != nil || i.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", i, err)
	}
	if err := os.WriteFile(name, []byte("short"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(ctx, dir, func([]byte) {}); err == nil {
		t.Error("a damaged secret was taken")
	}
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(ctx, dir, func([]byte) {}); err == nil {
		t.Error("a lost secret was made anew: every record would be stored twice")
	}
}

func TestKeysLieUnderTheSecret(t *testing.T) {
	a, b := opened(t, t.TempDir()), opened(t, t.TempDir())
	k := []records.Key{key(1)}
	if string(a.marks(k)[0]) == string(b.marks(k)[0]) || string(a.marks(k)[0]) == string(k[0][:]) {
		t.Error("a key can be found without the store's secret")
	}
	if len(a.marks(k)[0]) != 16 {
		t.Errorf("%d octets", len(a.marks(k)[0]))
	}
}

func TestAFolderWithMarksInItsName(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "100% ? # & ü")
	c := opened(t, dir)
	withDay(t, c, "2026-02-27")
	if _, err := os.Stat(filepath.Join(dir, fileName)); err != nil {
		t.Error(err)
	}
}
