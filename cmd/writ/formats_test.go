package main

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"writ/production/verify"
	"writ/records"
)

var update = flag.Bool("update", false, "write the generated part of docs/formats/records.md anew")

// TestTheDocumentOfRecordsIsTheList compares the tables of docs/formats/records.md with the fields that the records room
// lists. -update writes them anew.
func TestTheDocumentOfRecordsIsTheList(t *testing.T) {
	const file, mark = "../../docs/formats/records.md", "<!-- below: written by go test ./cmd/writ -run DocumentOfRecords -update -->\n"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	head, _, ok := strings.Cut(string(text), mark)
	if !ok {
		t.Fatal("the mark is gone")
	}
	want := head + mark
	for _, k := range records.Kinds() {
		want += fmt.Sprintf("\n## %s\n\n| field | leaves with | form | holds |\n|---|---|---|---|\n", k)
		for _, s := range records.Fields(k) {
			want += fmt.Sprintf("| `%s` | %s | %s | %s |\n", s.Field, s.Category, s.Form, s.Legend)
		}
	}
	if *update {
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if !*update && string(text) != want {
		t.Error("the tables are not what the records room lists; write them anew with -update")
	}
}

// TestTheAuditorsTableNamesEveryCheck keeps docs/audit.md whole.
func TestTheAuditorsTableNamesEveryCheck(t *testing.T) {
	text, err := os.ReadFile("../../docs/audit.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range append(verify.Checks(), "key", "frames", "entries", "keys", "times", "hashes", "signatures", "tiles", "rollback", "fork", "re-signing") {
		if !regexp.MustCompile(`(?m)^\| [^|]*\b` + c + `\b[^|]*\|`).Match(text) {
			t.Errorf("docs/audit.md has no line on the check %s", c)
		}
	}
}

var (
	link   = regexp.MustCompile(`\]\(([^)#:\s]+)(#[^)]*)?\)`)
	format = regexp.MustCompile(`docs/formats/[a-z0-9-]+(\.md)?`)
)

// TestNoDocumentIsMissing follows every link of a document, and every format that the code names.
func TestNoDocumentIsMissing(t *testing.T) {
	seen := 0
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && strings.HasPrefix(d.Name(), ".") && d.Name() != ".." {
			return skipped(err, d)
		}
		if ext := filepath.Ext(path); d.IsDir() || ext != ".md" && ext != ".go" {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		var named []string
		for _, m := range format.FindAllString(string(text), -1) {
			named = append(named, filepath.Join("../..", strings.TrimSuffix(m, ".md")+".md"))
		}
		if filepath.Ext(path) == ".md" {
			for _, m := range link.FindAllStringSubmatch(string(text), -1) {
				named = append(named, filepath.Join(filepath.Dir(path), m[1]))
			}
		}
		for _, n := range named {
			seen++
			if _, err := os.Stat(n); err != nil {
				t.Errorf("%s names %s, which is not there", path, n)
			}
		}
		return nil
	})
	if err != nil || seen < 50 {
		t.Errorf("%d links followed, %v", seen, err)
	}
}

func skipped(err error, d fs.DirEntry) error {
	if err == nil && d.IsDir() {
		return fs.SkipDir
	}
	return err
}
