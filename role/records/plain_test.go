package records

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"writ/outside/seal"
	"writ/retention"
)

// plain opens every object with the root, as an auditor would with age and any reader of Parquet, and gives what is
// inside, sorted. It shares no code with the store's reader.
func plain(t *testing.T, s *Store, root seal.Identity) string {
	t.Helper()
	all, err := s.cat.AllSegments(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, seg := range all {
		rows := parquetOf(t, s, seg, root)
		if int64(len(rows)) != seg.Rows {
			t.Errorf("%s: %d rows, the catalogue says %d", seg.Object, len(rows), seg.Rows)
		}
		lines = append(lines, rows...)
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

func parquetOf(t *testing.T, s *Store, seg retention.Filed, root seal.Identity) []string {
	t.Helper()
	day, err := seal.OpenDay(root, seg.Key.Sealed)
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(filepath.Join(filepath.Dir(s.lock.Name()), "objects", seg.Object))
	if err != nil {
		t.Fatal(err)
	}
	r, err := seal.Open(bytes.NewReader(b), day)
	if err != nil {
		t.Fatal(err)
	}
	if b, err = io.ReadAll(r); err != nil {
		t.Fatal(err)
	}
	f, err := parquet.OpenFile(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, g := range f.RowGroups() {
		rows := g.Rows()
		buf := make([]parquet.Row, 64)
		for {
			n, err := rows.ReadRows(buf)
			for _, row := range buf[:n] {
				line := seg.Object[:strings.LastIndexByte(seg.Object, '/')]
				row.Range(func(_ int, v []parquet.Value) bool {
					line += " " + v[0].String()
					return true
				})
				out = append(out, line)
			}
			if err != nil {
				break
			}
		}
		if err := rows.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return out
}
