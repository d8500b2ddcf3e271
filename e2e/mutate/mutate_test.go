package main

import (
	"slices"
	"strconv"
	"strings"
	"testing"
)

const sample = `package sample

func far(a, b int, ok bool) bool {
	n := 0
	if a < b && !ok {
		n++
	}
	switch n {
	case 1:
		return true
	}
	return a == b
}

func fails() (int, error) {
	var err error
	return 7, err
}
`

func TestWhatIsChanged(t *testing.T) {
	all, err := changesOf("sample.go", []byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range all {
		if s := sample[c.from:c.to]; s != c.old {
			t.Errorf("%q stands where %q is to be changed", s, c.old)
		}
		got = append(got, oneLine(c.old)+" => "+oneLine(c.new))
	}
	for _, want := range []string{"a < b && !ok => a < b || !ok", "a < b && !ok => a < b", "a < b && !ok => !ok", "a < b => a <= b", "a < b => a >= b", "!ok => ok", "a < b && !ok => true",
		"a < b && !ok => false", "n++ => (nothing)", "case 1: return true => (nothing)", "true => false", "true => !(true)", "1 => 2", "a == b => a != b", "a == b => !(a == b)", "err => nil", "7, err => err, 7", "0 => 1"} {
		if !slices.Contains(got, want) {
			t.Errorf("missing %q in\n%s", want, strings.Join(got, "\n"))
		}
	}
}

func TestADrawIsTheSameForTheSameSeed(t *testing.T) {
	all, err := changesOf("sample.go", []byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	same := func(a, b []change) bool {
		return slices.EqualFunc(a, b, func(x, y change) bool { return x.name() == y.name() && x.nth == y.nth })
	}
	a, b, c := draw(all, 5, 3), draw(all, 5, 3), draw(all, 5, 4)
	if len(a) != 5 || !same(a, b) || same(a, c) {
		t.Errorf("draws %v\n%v\n%v", a, b, c)
	}
	if len(draw(all, 0, 1)) != len(all) || len(draw(all, 1000, 1)) != len(all) {
		t.Error("all were not all")
	}
}

// A woven program does what it did, and one of its copies what the change makes of it.
func TestAWovenFileHoldsACopyForEachChange(t *testing.T) {
	all, err := changesOf("sample.go", []byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	list := map[int]change{}
	for n, c := range all {
		list[n+1] = c
	}
	w, pkg, err := weaveFile("sample.go", list)
	if err != nil || pkg != "sample" {
		t.Fatal(pkg, err)
	}
	text := string(w.text)
	for _, want := range []string{"func far__0(a, b int, ok bool) bool {", "func far(p0__ int, p1__ int, p2__ bool) bool {", "\t\treturn far__0(p0__, p1__, p2__)\n", "func fails() (int, error) {"} {
		if !strings.Contains(text, strings.NewReplacer(`\t`, "\t", `\n`, "\n").Replace(want)) {
			t.Errorf("missing %q in\n%s", want, text)
		}
	}
	lines := strings.Split(text, "\n")
	for n, c := range list {
		i := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, "func "+c.in+"__"+strconv.Itoa(n)+"(") })
		if i < 0 || w.at[i+1] != n {
			t.Errorf("change %d is not found by its line", n)
		}
	}
}
