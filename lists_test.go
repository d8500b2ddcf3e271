package writ_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"writ"
)

// words checks a closed list: no word twice, each read back, any other refused without being quoted.
func words[T ~string](t *testing.T, name string, all []T, parse func(string) (T, error)) {
	t.Helper()
	sorted := slices.Clone(all)
	slices.Sort(sorted)
	if len(all) == 0 || len(slices.Compact(sorted)) != len(all) {
		t.Errorf("%s: the list is empty or has a word twice", name)
	}
	for _, w := range all {
		if got, err := parse(string(w)); err != nil || got != w {
			t.Errorf("%s: %s is not read back: %v", name, w, err)
		}
	}
	for _, s := range []string{"", "+12025551965", strings.ToUpper(string(all[0]))} {
		var list *writ.ListError
		if _, err := parse(s); !errors.As(err, &list) || strings.Contains(err.Error(), "2025551965") {
			t.Errorf("%s: %q gives %v", name, s, err)
		}
	}
}

func TestTheClosedLists(t *testing.T) {
	words(t, "kinds", writ.Kinds(), writ.ParseKind)
	words(t, "categories", writ.Categories(), writ.ParseCategory)
	words(t, "services", writ.Services(), writ.ParseService)
	words(t, "issuer kinds", writ.IssuerKinds(), writ.ParseIssuerKind)
	words(t, "grounds", writ.Grounds(), writ.ParseGround)
	live := 0
	for _, c := range writ.Categories() {
		if c.Live() {
			live++
		}
		if c.Live() && writ.Narrowings(c) != nil {
			t.Errorf("%s can be narrowed", c)
		}
	}
	if live != 3 {
		t.Errorf("%d live categories, want 3", live)
	}
}
