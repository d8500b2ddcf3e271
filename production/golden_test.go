package production_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "make the golden files anew")

// TestTheFormsOfVersion1 compares the parts that hold no digest of a decision with how they were once written.
func TestTheFormsOfVersion1(t *testing.T) {
	a := made(t, 12)
	for name := range a.Staging.Parts {
		if name != "rows.jsonl" && name != "shortfall.json" && !strings.HasPrefix(name, "tables/") {
			continue
		}
		path := filepath.Join("testdata", "v1", strings.ReplaceAll(name, "/", "-"))
		got := a.Staging.Plain(t, name)
		if *update {
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s is written otherwise than in version 1:\n%.600s", name, got)
		}
	}
}

// TestTheSamePackageHasTheSameBytes assembles one demand on two ledgers alike.
func TestTheSamePackageHasTheSameBytes(t *testing.T) {
	a, b := made(t, 30), made(t, 30)
	if a.Staged.ManifestHash() != b.Staged.ManifestHash() {
		t.Error("two assemblies of the same differ")
	}
}
