package check

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"writ/intercept/lemf"
)

// shared is where the samples lie that are not the project's to keep.
const shared = "../../../../shared/vectors/etsi-openli"

type file struct {
	name   string
	octets []byte
}

// judge reads files twice and gives the findings.
func judge(t testing.TB, o Options, files ...file) []Finding {
	t.Helper()
	c := New(o)
	for _, f := range files {
		if _, err := lemf.Scan(bytes.NewReader(f.octets), func(_ int64, _ int, b []byte) error { c.Learn(b); return nil }); err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range files {
		end, err := lemf.Scan(bytes.NewReader(f.octets), func(offset int64, i int, b []byte) error {
			c.Take(Place{f.name, offset, i}, b)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		at := Place{f.name, end.Offset, end.PDUs}
		switch {
		case end.Lost():
			c.Lost(at, end.Problem, end.Rest)
		case end.Cut():
			c.Cut(at, end.Rest)
		}
	}
	return c.Finish()
}

func TestDump(t *testing.T) {
	dirs, _ := filepath.Glob(shared + "/*/hi2.ber")
	for _, d := range dirs {
		dir := filepath.Dir(d)
		a, _ := os.ReadFile(dir + "/hi2.ber")
		b, _ := os.ReadFile(dir + "/hi3.ber")
		t.Log("====", filepath.Base(dir))
		for _, f := range judge(t, Options{}, file{"hi2.ber", a}, file{"hi3.ber", b}) {
			t.Logf("%-7s %-20s %s@%d #%d x%d %s", f.Severity, f.Rule, f.File, f.Offset, f.PDU, f.Count, f.What)
		}
	}
}
