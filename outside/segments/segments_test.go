package segments

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
	"pgregory.net/rapid"

	"writ"
	"writ/ledger"
	"writ/records"
	"writ/retention"
	"writ/retention/retentiontest"
	"writ/scope"
)

// memory is a catalogue in memory, with a key for each day.
type memory struct {
	days     []retention.DayKey
	segments map[retention.Day][]retention.Segment
	secret   map[string]*age.X25519Identity
}

func newMemory() *memory {
	return &memory{segments: map[retention.Day][]retention.Segment{}, secret: map[string]*age.X25519Identity{}}
}

func (m *memory) Segments(_ context.Context, class records.Class, from, to string) ([]retention.Filed, error) {
	var out []retention.Filed
	for _, k := range m.days {
		if k.Day.Class == class && (from == "" || k.Day.Date >= from) && (to == "" || k.Day.Date <= to) {
			for _, s := range m.segments[k.Day] {
				out = append(out, retention.Filed{Segment: s, Key: k})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b retention.Filed) int { return strings.Compare(a.Day.Date, b.Day.Date) })
	return out, nil
}

func (m *memory) key(t rapid.TB, d retention.Day) retention.DayKey {
	for _, k := range m.days {
		if k.Day == d {
			return k
		}
	}
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	k := retention.DayKey{Day: d, To: id.Recipient().String(), Sealed: []byte(id.Recipient().String())}
	m.secret[k.To] = id
	m.days = append(m.days, k)
	return k
}

func (m *memory) open(k retention.DayKey, r io.ReaderAt, size int64) (io.ReaderAt, int64, error) {
	return age.DecryptReaderAt(r, size, m.secret[string(k.Sealed)])
}

func seal(w io.Writer, to string) (io.WriteCloser, error) {
	r, err := age.ParseX25519Recipient(to)
	if err != nil {
		return nil, err
	}
	return age.Encrypt(w, r)
}

// store writes rows as segments, one generation a day and call.
func (m *memory) store(t rapid.TB, f *Folder, rows []records.Row) {
	t.Helper()
	byDay := map[retention.Day][]records.Row{}
	for _, r := range rows {
		d := retention.Day{Class: r.Class(), Date: r.Day()}
		byDay[d] = append(byDay[d], r)
	}
	for d, some := range byDay {
		s, err := f.Write(m.key(t, d), int64(len(m.segments[d])+1), some, seal)
		if err != nil {
			t.Fatal(err)
		}
		m.segments[d] = append(m.segments[d], s)
	}
}

func read(t rapid.TB, f *Folder, m *memory, quests []scope.Quest) []records.Row {
	t.Helper()
	var out []records.Row
	s := &Source{folder: f, cat: m, open: m.open}
	err := s.read(context.Background(), still(), quests, func(r records.Row) bool { out = append(out, r); return true })
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// still is a pulse that never stops the work.
func still() *pulse {
	return &pulse{ask: func() error { return nil }, clock: func() time.Time { return time.Time{} }}
}

func folder(t testing.TB) *Folder {
	t.Helper()
	f, err := Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func text(r records.Row) string {
	s := fmt.Sprint(r.Kind, r.Key, r.At, r.Until, r.Source.Feed, r.Source.File, r.Source.Line)
	for _, v := range r.Values {
		s += fmt.Sprintf(" %s=%q", v.Field, v.Text())
	}
	return s
}

func texts(rows []records.Row) []string {
	out := make([]string, len(rows))
	for i, r := range rows {
		out[i] = text(r)
	}
	slices.Sort(out)
	return out
}

var day0 = time.Date(2026, 2, 27, 0, 0, 0, 0, time.UTC)

// aRow draws a row of any kind that is stored, whose names come from a small pool, so that quests meet them.
func aRow(t *rapid.T, n int) records.Row {
	kind := rapid.SampledFrom([]records.Kind{records.Call, records.Session, records.Customer}).Draw(t, "kind")
	at := day0.Add(time.Duration(rapid.Int64Range(0, int64(72*time.Hour)).Draw(t, "at")))
	var until time.Time
	if kind == records.Customer && rapid.Bool().Draw(t, "ended") {
		until = at.Add(time.Duration(rapid.Int64Range(1, int64(1000*time.Hour)).Draw(t, "lasted")))
	}
	var values []records.Value
	for _, s := range records.Fields(kind) {
		if !rapid.Bool().Draw(t, "has") {
			continue
		}
		v := rapid.StringN(0, 40, 200).Draw(t, "text")
		if names := pool[s.Names]; len(names) > 0 && rapid.IntRange(0, 3).Draw(t, "pooled") > 0 {
			v = rapid.SampledFrom(names).Draw(t, "name").Reveal()
		}
		values = append(values, records.V(s.Field, v))
	}
	r, err := records.New(kind, records.KeyOf("test", fmt.Sprint(n)), at, until, values...)
	if err != nil {
		t.Fatal(err)
	}
	r.Source = records.Source{Feed: "test", File: [32]byte{byte(n)}, Line: int64(n)}
	return r
}

var pool = names(map[writ.Kind][]string{
	writ.E164:       {"+12025550123", "+12025550124", "+4930123456", "+39061234567"},
	writ.NAI:        {"ann@isp.example", "bob@isp.example", "线路@例.example"},
	writ.IP:         {"198.51.100.7", "198.51.100.70", "2001:db8::7"},
	writ.IPv6Prefix: {"2001:db8:1:2::/64"},
	writ.Account:    {"A-1", "A-2"},
	writ.SIPURI:     {"sip:ann@example.com", "sip:an@example.com"},
})

func names(texts map[writ.Kind][]string) map[writ.Kind][]writ.Identifier {
	out := map[writ.Kind][]writ.Identifier{}
	for k, all := range texts {
		for _, s := range all {
			id, err := writ.ParseIdentifier(k, s)
			if err != nil {
				panic(err)
			}
			out[k] = append(out[k], id)
		}
	}
	return out
}

func aQuest(t *rapid.T) scope.Quest {
	q := scope.Quest{Kinds: rapid.SliceOfNDistinct(rapid.SampledFrom(records.Kinds()), 1, 4, rapid.ID[records.Kind]).Draw(t, "kinds")}
	var all []writ.Identifier
	for _, k := range writ.Kinds() {
		all = append(all, pool[k]...)
	}
	q.Names = rapid.SliceOfN(rapid.SampledFrom(all), 1, 4).Draw(t, "names")
	if rapid.Bool().Draw(t, "spanned") {
		from := day0.Add(time.Duration(rapid.Int64Range(-int64(24*time.Hour), int64(96*time.Hour)).Draw(t, "from")))
		q.Span, _ = writ.NewWindow(from, from.Add(time.Duration(rapid.Int64Range(1, int64(48*time.Hour)).Draw(t, "length"))))
	}
	return q
}

func TestWhatIsAskedForComesBackWholeAndOnce(t *testing.T) {
	temp := t.TempDir()
	hits, misses := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		dir, err := os.MkdirTemp(temp, "")
		if err != nil {
			t.Fatal(err)
		}
		f, err := Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		m := newMemory()
		var all []records.Row
		for range rapid.IntRange(1, 3).Draw(t, "generations") {
			var rows []records.Row
			for range rapid.IntRange(1, 30).Draw(t, "rows") {
				rows = append(rows, aRow(t, len(all)+len(rows)))
			}
			all = append(all, rows...)
			m.store(t, f, rows)
		}
		quests := rapid.SliceOfN(rapid.Custom(aQuest), 1, 3).Draw(t, "quests")
		var want []records.Row
		for _, r := range all {
			if slices.ContainsFunc(quests, func(q scope.Quest) bool { return retentiontest.Answers(r, q) }) {
				want = append(want, r)
			}
		}
		got := read(t, f, m, quests)
		if g, w := texts(got), texts(want); !slices.Equal(g, w) {
			t.Fatalf("got %d rows, want %d of %d\n got %q\nwant %q", len(got), len(want), len(all), g, w)
		}
		if hits += len(want); len(want) == 0 {
			misses++
		}
	})
	t.Logf("%d rows found, %d cases with none", hits, misses)
	if hits == 0 || misses == 0 {
		t.Error("the cases were of one sort only")
	}
}

func TestASourceOfSegmentsKeepsItsPromises(t *testing.T) {
	retentiontest.Run(t, func(t *testing.T, id ledger.ID, rows []records.Row) retention.Source {
		f, m := folder(t), newMemory()
		m.store(t, f, rows[:len(rows)/2])
		m.store(t, f, rows[len(rows)/2:])
		return NewSource(f, m, m.open, id, time.Now)
	})
}
