package main

import (
	"os"
	"regexp"
	"runtime/debug"
	"slices"
	"testing"
)

// TestTheNoticeNamesEveryModule compares NOTICE with what is linked here; what only tests link is left out.
func TestTheNoticeNamesEveryModule(t *testing.T) {
	text, err := os.ReadFile("../../NOTICE")
	if err != nil {
		t.Fatal(err)
	}
	info, ok := debug.ReadBuildInfo()
	if !ok || len(info.Deps) == 0 {
		t.Skip("the test binary does not say what it is made of: the notice was not compared")
	}
	onlyTests := []string{"github.com/rogpeppe/go-internal", "golang.org/x/tools", "pgregory.net/rapid", "github.com/google/go-cmp"}
	for _, m := range info.Deps {
		if !slices.Contains(onlyTests, m.Path) && !regexp.MustCompile(regexp.QuoteMeta(m.Path)+`[ ,\n]`).Match(text) {
			t.Errorf("NOTICE does not name %s", m.Path)
		}
	}
}
