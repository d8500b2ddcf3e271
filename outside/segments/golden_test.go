package segments

import (
	"bytes"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"

	"writ/records"
	"writ/retention"
	"writ/retention/retentiontest"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden lists a file of each class, as version 1 writes them.
var golden = map[records.Class]string{"calls": "2026-01-02", "calls-unanswered": "2026-01-02", "sessions": "2026-01-02", "customers": "2024-01-01"}

func goldenKey(t *testing.T) *age.HybridIdentity {
	t.Helper()
	b, err := os.ReadFile("testdata/day.key")
	if err != nil {
		t.Fatal(err)
	}
	id, err := age.ParseHybridIdentity(strings.TrimSpace(string(b)))
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestSegmentsOfVersionOneStayReadable(t *testing.T) {
	key := goldenKey(t)
	for class, date := range golden {
		d := retention.Day{Class: class, Date: date}
		name := filepath.Join("testdata", string(class)+".v1.parquet.age")
		rows := ofDay(t, d)
		if *update {
			writeGolden(t, name, rows, key.Recipient())
		}
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		plain, size, err := age.DecryptReaderAt(bytes.NewReader(b), int64(len(b)), key)
		if err != nil {
			t.Fatal(err)
		}
		seg, err := describe(d, 1, rows)
		if err != nil {
			t.Fatal(err)
		}
		r, err := newReader(plain, size, seg)
		if err != nil {
			t.Fatal(err)
		}
		var got []records.Row
		for _, g := range r.file.RowGroups() {
			places := make([]int64, g.NumRows())
			for i := range places {
				places[i] = int64(i)
			}
			some, err := r.take(still(), g, places)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, some...)
		}
		if g, w := retentiontest.Text(got), retentiontest.Text(rows); g != w {
			t.Errorf("%s:\n got %s\nwant %s", name, g, w)
		}
	}
}

func ofDay(t *testing.T, d retention.Day) []records.Row {
	t.Helper()
	var out []records.Row
	for _, r := range retentiontest.Rows(t) {
		if r.Class() == d.Class && r.Day() == d.Date {
			out = append(out, r)
		}
	}
	if len(out) == 0 {
		t.Fatalf("no rows of %s, %s", d.Class, d.Date)
	}
	return out
}

func writeGolden(t *testing.T, name string, rows []records.Row, to age.Recipient) {
	t.Helper()
	var b bytes.Buffer
	err := writeSealed(&b, retention.DayKey{}, rows, func(w io.Writer, _ string) (io.WriteCloser, error) { return age.Encrypt(w, to) })
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestTheSameRowsGiveTheSamePlainOctets(t *testing.T) {
	rows := ofDay(t, retention.Day{Class: "calls", Date: "2026-01-02"})
	var first, second bytes.Buffer
	if err := writeParquet(&first, rows); err != nil {
		t.Fatal(err)
	}
	for i, j := 0, len(rows)-1; i < j; i, j = i+1, j-1 {
		rows[i], rows[j] = rows[j], rows[i]
	}
	if err := writeParquet(&second, rows); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("another order of the same rows gives other octets")
	}
}

func TestASegmentOfAnotherVersionIsRefused(t *testing.T) {
	good, seg, q := plainSegment(t)
	newer := bytes.Replace(good, []byte(versionKey+"\x18\x011"), []byte(versionKey+"\x18\x012"), 1)
	if bytes.Equal(newer, good) {
		t.Fatal("the version is not where the test looks for it")
	}
	if n, err := readPlain(newer, seg, q); err != ErrVersion { //nolint:errorlint // exactly this one
		t.Errorf("%d rows, %v", n, err)
	}
	if n, err := readPlain(good, seg, q); err != nil || n == 0 {
		t.Errorf("the same of this version: %d rows, %v", n, err)
	}
}
