package law_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"writ/law"
)

func packs(t testing.TB) *law.Set {
	t.Helper()
	s, err := law.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestEveryCaseOfEveryPack runs the cases that stand beside each pack.
func TestEveryCaseOfEveryPack(t *testing.T) {
	s := packs(t)
	files, err := fs.Glob(os.DirFS("packs"), "*/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	ran := 0
	for _, name := range files {
		if base := filepath.Base(name); !strings.HasSuffix(base, "cases.yaml") && base != "more.yaml" {
			continue
		}
		data, err := os.ReadFile(filepath.Join("packs", name))
		if err != nil {
			t.Fatal(err)
		}
		cases, err := law.ReadCases(data, name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, c := range cases {
			ran++
			if ok, line := law.Line(c, s); !ok {
				t.Errorf("%s: %s\n  %s", name, c.Title, line)
			}
		}
	}
	if ran == 0 {
		t.Error("no case was run")
	}
	t.Logf("%d cases", ran)
}

// TestTheSharedCasesAreThoseThatStandHere compares with the files from which the packs' own were copied, where they lie
// beside the project.
func TestTheSharedCasesAreThoseThatStandHere(t *testing.T) {
	files, err := filepath.Glob("packs/*/cases.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases stand beside any pack: %v", err)
	}
	if _, err := os.Stat("../../shared/law/cases"); err != nil {
		t.Skip("NOT RUN: the shared cases do not lie beside the project")
	}
	for _, file := range files {
		name := filepath.Base(filepath.Dir(file))
		shared, err := os.ReadFile("../../shared/law/cases/" + name + ".yaml")
		if err != nil {
			t.Errorf("%s: the file from which the cases were copied is not there", name)
			continue
		}
		ours, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if string(shared) != string(ours) {
			t.Errorf("%s: the copy differs from the shared file", name)
		}
	}
}
