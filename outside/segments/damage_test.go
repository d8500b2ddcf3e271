package segments

import (
	"bytes"
	"errors"
	"io"
	"os"
	"testing"

	"writ"
	"writ/records"
	"writ/retention"
	"writ/retention/retentiontest"
	"writ/scope"
)

// plainSegment gives the Parquet inside a segment of calls, and what to ask of it.
func plainSegment(t testing.TB) ([]byte, retention.Segment, question) {
	var rows []records.Row
	for _, r := range retentiontest.Rows(t) {
		if r.Class() == "calls" && r.Day() == "2026-01-01" {
			rows = append(rows, r)
		}
	}
	var b bytes.Buffer
	if err := writeParquet(&b, rows); err != nil {
		t.Fatal(err)
	}
	s, err := describe(retention.Day{Class: "calls", Date: "2026-01-01"}, 1, rows)
	if err != nil {
		t.Fatal(err)
	}
	who, err := writ.ParseIdentifier(writ.E164, "+12025550123")
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), s, questionOf("calls", []scope.Quest{{Kinds: []records.Kind{records.Call}, Names: []writ.Identifier{who}}})
}

// readPlain reads what answers.
func readPlain(b []byte, seg retention.Segment, q question) (n int, err error) {
	r, err := newReader(bytes.NewReader(b), int64(len(b)), seg)
	if err != nil {
		return 0, err
	}
	_, err = r.rows(still(), q, func(records.Row) bool { n++; return true })
	return n, err
}

func FuzzASegmentFromElsewhereStopsNothing(f *testing.F) {
	good, seg, q := plainSegment(f)
	f.Add(0, byte(0))
	for i := 0; i < len(good); i += len(good)/60 + 1 {
		f.Add(i, byte(0xff))
	}
	f.Fuzz(func(t *testing.T, at int, with byte) {
		b := bytes.Clone(good)
		if at < 0 || at >= len(b) {
			return
		}
		b[at] ^= with
		_, _ = readPlain(b, seg, q) // an error or rows, and no panic
		_, _ = readPlain(good[:at], seg, q)
	})
}

func TestADamagedObjectIsNamed(t *testing.T) {
	f, m := folder(t), newMemory()
	rows := retentiontest.Rows(t)
	m.store(t, f, rows)
	d := retention.Day{Class: "calls", Date: "2026-01-01"}
	name := m.segments[d][0].Object
	whole, err := f.dir.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	who, err := writ.ParseIdentifier(writ.E164, "+12025550123")
	if err != nil {
		t.Fatal(err)
	}
	quests := []scope.Quest{{Kinds: []records.Kind{records.Call}, Names: []writ.Identifier{who}}}
	for what, change := range map[string]func() error{
		"an octet is another": func() error {
			b := bytes.Clone(whole)
			b[len(b)-100] ^= 1
			return f.dir.WriteFile(name, b, 0o600)
		},
		"it is cut":  func() error { return f.dir.WriteFile(name, whole[:len(whole)-1], 0o600) },
		"it is gone": func() error { return f.dir.Remove(name) },
		"another day's lies there": func() error {
			return copyObject(f, m.segments[retention.Day{Class: "calls", Date: "2026-01-02"}][0].Object, name)
		},
		"another, sealed to the day's": func() error { return m.forge(f, d, rows) },
	} {
		t.Run(what, func(t *testing.T) {
			if err := change(); err != nil {
				t.Fatal(err)
			}
			s := &Source{folder: f, cat: m, open: m.open}
			n := 0
			err := s.read(t.Context(), still(), quests, func(r records.Row) bool {
				if r.Day() == d.Date {
					n++
				}
				return true
			})
			if err == nil || n > 0 {
				t.Errorf("%d rows of it, %v", n, err)
			}
			if err := f.dir.WriteFile(name, whole, 0o600); err != nil {
				t.Fatal(err)
			}
		})
	}
}

func copyObject(f *Folder, from, to string) error {
	b, err := f.dir.ReadFile(from)
	if err != nil {
		return err
	}
	return f.dir.WriteFile(to, b, 0o600)
}

// forge puts another segment, sealed to the day's own key, in the place of the first.
func (m *memory) forge(f *Folder, d retention.Day, rows []records.Row) error {
	var some []records.Row
	for _, r := range rows {
		if r.Class() == d.Class && r.Day() == d.Date {
			r.Values = append([]records.Value(nil), r.Values...)
			r.Values[0] = records.V(r.Values[0].Field, "2026-01-01T00:00:01Z")
			some = append(some, r)
		}
	}
	return f.Put(m.segments[d][0].Object, func(w io.Writer) error {
		return writeSealed(w, m.key(nil, d), some, seal)
	})
}

func TestASweepTakesOnlyWhatIsNotKnown(t *testing.T) {
	f := folder(t)
	for _, name := range []string{"calls/2026-01-01/000001.parquet.age", "calls/2026-01-01/000002.parquet.age", "quarantine/000001/000000001.jsonl.age"} {
		if err := f.Put(name, func(w io.Writer) error { _, err := w.Write([]byte("x")); return err }); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.dir.WriteFile("calls/2026-01-01/000003.parquet.age.tmp", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("disk")
	if err := f.Put("calls/2026-01-01/000004.parquet.age", func(io.Writer) error { return broken }); !errors.Is(err, broken) {
		t.Errorf("%v", err)
	}
	removed, err := f.Sweep(func(o string) bool { return o == "calls/2026-01-01/000001.parquet.age" })
	if err != nil || removed != 3 {
		t.Errorf("removed %d, %v", removed, err)
	}
	if _, err := f.dir.Stat("calls/2026-01-01/000001.parquet.age"); err != nil {
		t.Error(err)
	}
	if _, err := f.dir.Stat("calls/2026-01-01/000002.parquet.age"); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
}
