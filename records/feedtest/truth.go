package feedtest

import (
	"io/fs"
	"path"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"writ/records"
)

// A Truth is what a truth file says about a file of records.
type Truth struct {
	Files   []string         `yaml:"-"` // several where the same records stand in several variants
	File    string           `yaml:"file"`
	Records int64            `yaml:"records"`
	First   []map[string]any `yaml:"first_records"`
}

// Truths reads the truth files of a folder.
func Truths(tb testing.TB, folder fs.FS) []Truth {
	tb.Helper()
	names, err := fs.Glob(folder, "*.truth.yaml")
	if err != nil || len(names) == 0 {
		tb.Fatalf("no truth files: %v", err)
	}
	var out []Truth
	for _, n := range names {
		out = append(out, truth(tb, folder, n))
	}
	return out
}

func truth(tb testing.TB, folder fs.FS, name string) Truth {
	tb.Helper()
	b, err := fs.ReadFile(folder, name)
	if err != nil {
		tb.Fatal(err)
	}
	var tr Truth
	if err := yaml.Unmarshal(b, &tr); err != nil {
		tb.Fatalf("%s: %v", name, err)
	}
	for f := range strings.SplitSeq(tr.File, " and ") {
		tr.Files = append(tr.Files, path.Base(strings.TrimSpace(f)))
	}
	return tr
}

// First compares the first records of a truth file, where it has them, with the first rows: each column named in
// fields must stand in its field.
func First(tb testing.TB, tr Truth, rows []records.Row, fields map[string]records.Field) {
	tb.Helper()
	for i, want := range tr.First {
		for column, field := range fields {
			text, ok := want[column].(string)
			if !ok {
				continue
			}
			if i >= len(rows) || rows[i].Get(field) != text {
				tb.Errorf("%s, record %d: %s is not what the truth says of %s", tr.File, i+1, field, column)
			}
		}
	}
}
