package strategy

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func rules(tb testing.TB) *Rules {
	tb.Helper()
	r, err := Embedded()
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

// casesIn reads a file of cases; ok is false where it is not there.
func casesIn(tb testing.TB, file string) (out []Case, ok bool) {
	tb.Helper()
	b, err := os.ReadFile(file)
	if os.IsNotExist(err) {
		return nil, false
	}
	if err == nil {
		out, err = ReadCases(b, filepath.Base(file))
	}
	if err != nil {
		tb.Fatal(err)
	}
	return out, true
}

// ownCases reads the cases beside the rules.
func ownCases(tb testing.TB) []Case {
	tb.Helper()
	files, err := filepath.Glob("cases/*.yaml")
	if err != nil || len(files) == 0 {
		tb.Fatal("there are no cases", err)
	}
	var all []Case
	for _, f := range files {
		some, _ := casesIn(tb, f)
		all = append(all, some...)
	}
	return all
}

func TestEveryCaseHolds(t *testing.T) {
	r := rules(t)
	for _, k := range ownCases(t) {
		if ok, want, got := r.Check(k); !ok {
			t.Errorf("%s (%s): wanted %s, got %s", k.ID, k.Title, want, got)
		}
	}
}

// TestCasesKeptOutsideHold runs a file of the same form that may lie beside the repository.
func TestCasesKeptOutsideHold(t *testing.T) {
	all, ok := casesIn(t, "../../shared/law/strategy-cases.yaml")
	if !ok {
		t.Skip("no file of cases lies beside the repository: not run")
	}
	for _, k := range all {
		if ok, want, got := rules(t).Check(k); !ok {
			t.Errorf("%s: wanted %s, got %s", k.ID, want, got)
		}
	}
}

// TestEachRuleTakenOutIsNoticed takes out every rule and every advice once and asks the cases.
func TestEachRuleTakenOutIsNoticed(t *testing.T) {
	r, all := rules(t), ownCases(t)
	ids := r.IDs()
	for _, a := range Advices() {
		ids = append(ids, "advice/"+string(a))
	}
	noticed := 0
	for _, id := range ids {
		if fails(r.without(id), all) {
			noticed++
		} else {
			t.Errorf("without %s no case fails", id)
		}
	}
	t.Logf("%d of %d noticed (%.0f %%)", noticed, len(ids), 100*float64(noticed)/float64(len(ids)))
}

func fails(r *Rules, all []Case) bool {
	for _, k := range all {
		if ok, _, _ := r.Check(k); !ok {
			return true
		}
	}
	return false
}

// without gives the rules with one left out, for asking what it does.
func (r *Rules) without(id string) *Rules {
	out := *r
	out.rules = slices.DeleteFunc(slices.Clone(r.rules), func(o rule) bool { return o.id == id })
	out.counsel = slices.DeleteFunc(slices.Clone(r.counsel), func(c counsel) bool { return "advice/"+string(c.advice) == id })
	out.compile()
	return &out
}
